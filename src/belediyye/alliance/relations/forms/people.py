"""Forms about members, those who wish to join, people and their consent."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations.forms.frame import OrganisationField, PaperField, PersonField, RowForm
from belediyye.alliance.relations.models import (
    Application,
    Consent,
    Contact,
    DuesRate,
    Member,
    MemberRole,
    Post,
    Stakeholder,
)
from belediyye.alliance.relations.tongue import language
from belediyye.core.form_fields import DayField, MoneyField
from belediyye.core.identifiers import VOEN
from belediyye.core.models import Organisation
from belediyye.core.refusals import Refused as BadValue

CONSENT = gettext_lazy(
    "I agree that the alliance keeps the name, post and contact data given here to examine the application and to "
    "write to me about it. I may withdraw this at any time."
)


def clean_voen(text: str) -> str:
    """The VÖEN in its stored form, or a ValidationError in the reader's language; empty stays empty."""
    if not text:
        return ""
    try:
        return VOEN.validate(text)
    except BadValue as error:
        raise ValidationError(error.words[language()]) from error


class ApplicationForm(RowForm):
    """The public application for membership."""

    consent = forms.BooleanField(label=CONSENT)

    class Meta(RowForm.Meta):
        model = Application
        fields = [
            "organisation", "kind", "voen", "population", "address",
            "contact_surname", "contact_name", "contact_post", "email", "telephone", "reasons",
        ]  # fmt: skip
        labels = {
            "contact_surname": gettext_lazy("Surname of the contact person"),
            "contact_name": gettext_lazy("Name of the contact person"),
            "contact_post": gettext_lazy("Post of the contact person"),
        }
        help_texts = {"population": gettext_lazy("For municipalities; 0 for others.")}

    def clean_voen(self) -> str:
        return clean_voen(self.cleaned_data["voen"])

    def clean_population(self) -> int:
        return self.cleaned_data["population"] or 0


class DecisionForm(forms.Form):
    """Accept or refuse, with the decision's words."""

    accept = forms.ChoiceField(
        label=gettext_lazy("decision"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("accept")), ("no", gettext_lazy("refuse"))],
    )  # fmt: skip
    role = forms.ChoiceField(
        label=gettext_lazy("as"),
        choices=[(k.value, k.label) for k in (MemberRole.Kind.FULL, MemberRole.Kind.OBSERVER)],
    )
    decision = forms.CharField(
        label=gettext_lazy("decision and its reasons"), widget=forms.Textarea({"rows": 4}), max_length=2000,
        help_text=gettext_lazy("The applicant reads these words."),
    )  # fmt: skip


class MemberForm(RowForm):
    """An organisation that was a member before the list was kept here, or the changed card of a member."""

    organisation_name = OrganisationField(label=gettext_lazy("organisation"), max_length=200)
    role = forms.ChoiceField(label=gettext_lazy("role"), choices=MemberRole.Kind.choices)
    basis = forms.CharField(label=gettext_lazy("by which decision"), max_length=200)

    class Meta(RowForm.Meta):
        model = Member
        fields = ["kind", "municipality", "population", "joined", "about"]
        labels = {"municipality": gettext_lazy("its page in this house")}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            for name in ("organisation_name", "role", "basis"):
                del self.fields[name]
        else:
            self.order_fields(["organisation_name", "kind", "role", "basis"])


class MemberRoleForm(RowForm):
    class Meta(RowForm.Meta):
        model = MemberRole
        fields = ["kind", "starts", "basis"]


class DuesRateForm(RowForm):
    class Meta(RowForm.Meta):
        model = DuesRate
        fields = ["year", "base", "per_inhabitant", "due", "decision"]


class DuesPaymentForm(forms.Form):
    year = forms.IntegerField(label=gettext_lazy("year"), min_value=2000, max_value=2100)
    day = DayField(label=gettext_lazy("day"))
    amount = MoneyField(label=gettext_lazy("amount"), min_qepik=1)
    words = forms.CharField(label=gettext_lazy("number of the bank document"), max_length=250)
    paper = PaperField()


class ContactForm(RowForm):
    class Meta(RowForm.Meta):
        model = Contact
        fields = ["surname", "name", "patronymic", "email", "telephone", "address", "note"]


class PostForm(RowForm):
    organisation_name = OrganisationField(
        label=gettext_lazy("organisation"),
        max_length=200,
        help_text=gettext_lazy("A new name makes a new organisation."),
    )

    class Meta(RowForm.Meta):
        model = Post
        fields = ["title", "starts"]
        labels = {"title": gettext_lazy("post held")}

    field_order = ["organisation_name", "title", "starts"]


class ConsentForm(RowForm):
    class Meta(RowForm.Meta):
        model = Consent
        fields = ["purpose", "given_on", "source"]


class MergeForm(forms.Form):
    """Which values of the second card are taken over."""

    take = forms.MultipleChoiceField(
        label=gettext_lazy("Take over from the second card"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, data: Any = None, *, choices: list[tuple[str, str]], initial: list[str]) -> None:
        super().__init__(data, initial={"take": initial})
        self.fields["take"].choices = choices  # type: ignore[attr-defined]


class ImportForm(forms.Form):
    """A file of contacts: a workbook, CSV or vCard."""

    file = PaperField(
        label=gettext_lazy("File"), required=True,
        help_text=gettext_lazy("XLSX, XLS, ODS, CSV, or vCard (.vcf). Nothing is kept before you have seen every line."),
    )  # fmt: skip
    source = forms.CharField(
        label=gettext_lazy("Where the file comes from"), max_length=200,
        help_text=gettext_lazy("Who gave the data, when, and on what ground it may be kept."),
    )  # fmt: skip


class StakeholderForm(RowForm):
    """An organisation with the alliance's card of it."""

    name = forms.CharField(label=gettext_lazy("name"), max_length=200)
    short_name = forms.CharField(label=gettext_lazy("short name"), max_length=80, required=False)
    voen = forms.CharField(label=gettext_lazy("VÖEN"), max_length=14, required=False)
    address = forms.CharField(label=gettext_lazy("address"), max_length=200, required=False)
    telephone = forms.CharField(label=gettext_lazy("telephone"), max_length=40, required=False)
    email = forms.EmailField(label=gettext_lazy("e-mail"), required=False)
    website = forms.URLField(label=gettext_lazy("website"), required=False, assume_scheme="https")

    ORGANISATION = ("name", "short_name", "voen", "address", "telephone", "email", "website")

    class Meta(RowForm.Meta):
        model = Stakeholder
        fields = ["kind", "influence", "interest", "note"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            for name in self.ORGANISATION:
                self.fields[name].initial = getattr(self.instance.organisation, name)
        self.order_fields([*self.ORGANISATION[:2], "kind", "influence", "interest"])

    def clean_voen(self) -> str:
        return clean_voen(self.cleaned_data["voen"])

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if (
            not self.instance.pk
            and given.get("name")
            and Stakeholder.objects.filter(organisation__name=given["name"]).exists()
        ):
            self.add_error("name", _("There is a card of this organisation already."))
        return given

    def organisation(self) -> Organisation:
        """The organisation with what was typed, not saved: the card's own, one known by name, or a new one."""
        name = self.cleaned_data["name"]
        if self.instance.pk:
            found = self.instance.organisation
        else:
            found = Organisation.objects.filter(name=name).order_by("pk").first() or Organisation()
        for field in self.ORGANISATION:
            setattr(found, field, self.cleaned_data[field])
        return found


class InteractionPersonForm(forms.Form):
    """With whom; optional."""

    person = PersonField(label=gettext_lazy("with whom"), required=False)
