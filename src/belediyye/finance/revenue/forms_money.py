"""The forms of money: a statement's file, whom a line belongs to, why a line is set aside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belediyye.core.form_fields import DayField, MoneyField
from belediyye.core.identifiers import YVOK
from belediyye.finance.revenue.models import BankLine
from belediyye.finance.revenue.statements import HEADINGS

S = BankLine.State
LONGEST = 50 * 2**20
ASKED = ("day", "amount", "name", "text")
COLUMN_LABELS = {
    "day": _("Heading of the day"),
    "amount": _("Heading of the amount"),
    "name": _("Heading of the payer"),
    "text": _("Heading of the purpose"),
}


class StatementForm(forms.Form):
    file = forms.FileField(
        label=_("File of the bank"), help_text=_("camt.053, camt.054, MT940, or a table (XLSX, ODS, CSV).")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in ASKED:
            said = ", ".join(HEADINGS[key][:2])
            self.fields[key] = forms.CharField(
                label=COLUMN_LABELS[key],
                required=False,
                max_length=80,
                help_text=_("Only for a table, and only where it is not called: %(names)s.")
                % {"names": said},
            )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LONGEST:
            raise forms.ValidationError(
                _("The file is larger than 50 MiB. Ask the bank for shorter periods.")
            )
        return file

    def columns(self) -> dict[str, str]:
        return {key: self.cleaned_data[key].strip() for key in ASKED if self.cleaned_data[key].strip()}


class PartForm(forms.Form):
    """A payer and what of the line is his."""

    code = forms.CharField(label=_("YVÖK of the payer"), max_length=20)
    amount = MoneyField(label=_("Amount"), min_qepik=1)

    def clean_code(self) -> str:
        code = YVOK.compact(self.cleaned_data["code"])
        if not YVOK.is_valid(code):
            raise forms.ValidationError(_("This is no YVÖK: compare it with the notice."))
        return code


class AsideForm(forms.Form):
    state = forms.TypedChoiceField(
        label=_("What is to become of the line"), coerce=int, widget=forms.RadioSelect,
        choices=[(int(s), s.label) for s in (S.SUSPENSE, S.OUT, S.RETURNED, S.QUEUE)],
    )  # fmt: skip
    remark = forms.CharField(label=_("Why"), max_length=200, required=False)


class ReverseForm(forms.Form):
    on = DayField(label=_("Day"))
    reason = forms.CharField(label=_("Why"), max_length=200)


class SettleForm(forms.Form):
    on = DayField(label=_("Up to the day"))


class ClearanceForm(forms.Form):
    nomre = forms.IntegerField(label=_("Number"), min_value=1)
    kod = forms.CharField(label=_("Code"), max_length=20)
