"""Papers by e-mail and texts for telephones: a consent and its end, why a letter came back, the text and its letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belediyye.finance.revenue.forms.money import DoneDayField
from belediyye.finance.revenue.models import Consent
from belediyye.finance.revenue.queries import texting


class ConsentForm(forms.Form):
    day = DoneDayField(label=_("Given on"))
    given_by = forms.CharField(
        label=_("Given by"),
        max_length=120,
        help_text=_("Surname and name of who signed; of a representative also on which ground."),
    )
    way = forms.ChoiceField(label=_("How given"), choices=Consent.Way.choices)
    document = forms.CharField(
        label=_("Number and day of the document"),
        max_length=120,
        help_text=_("By which the paper is found in the office. For example, Ə-12, 03.03.2026"),
    )
    language = forms.ChoiceField(label=_("Language of the letters"), choices=Consent.Language.choices)


class ConsentEndForm(forms.Form):
    on = DoneDayField(label=_("Withdrawn on"))
    reason = forms.CharField(label=_("Reason or document"), max_length=200, required=False)


class CameBackForm(forms.Form):
    reason = forms.CharField(
        label=_("Why it came back"),
        max_length=200,
        help_text=_("As the answer in the office's mailbox says. For example, the mailbox does not exist"),
    )


class MessageForm(forms.Form):
    """The text of a list of telephones; `asked` says what it may name."""

    text = forms.CharField(
        label=_("Text"), max_length=texting.LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    signs = forms.ChoiceField(
        label=_("Which letters"),
        choices=[
            ("plain", _("as on telephones: e for ə, s for ş (160 letters a part)")),
            ("az", _("all letters of Azerbaijani (70 letters a part)")),
        ],
    )
    file = forms.ChoiceField(label=_("File"), choices=[("csv", "CSV"), ("xlsx", "XLSX")])
    why = forms.CharField(
        label=_("Why do you need the telephones?"),
        max_length=200,
        help_text=_("The log keeps who took them out, when and why."),
    )

    def __init__(self, *args: Any, asked: texting.Asked, **more: Any) -> None:
        super().__init__(*args, **more)
        self.asked = asked
        # Who only tries a text takes nothing out.
        self.fields["why"].required = "try" not in self.data
        self.fields["text"].initial = asked.template
        known = ", ".join(f"{{{name}}}" for name in asked.names)
        self.fields["text"].help_text = gettext("What stands in braces is filled in: %(names)s.") % {
            "names": known
        }

    def clean_text(self) -> str:
        text = " ".join(str(self.cleaned_data["text"]).split())
        if wrong := texting.unknown(self.asked, text):
            raise forms.ValidationError(
                gettext("The text names what no list knows: %(names)s.") % {"names": ", ".join(f"{{{n}}}" for n in wrong)}
            )  # fmt: skip
        return text
