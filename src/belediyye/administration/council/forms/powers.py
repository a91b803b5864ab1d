"""Forms of the powers matrix and of the calculator of the apparatus."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belediyye.administration.council.apparatus import Assumed
from belediyye.administration.council.models import Body, Holding, Power
from belediyye.core.form_fields import DayField, MoneyField
from belediyye.core.models import Municipality


class PowerFilter(forms.Form):
    """The filter over the matrix."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    troubles = forms.ChoiceField(
        label=_("Gaps"), required=False, choices=[("", _("all")), ("1", _("Only functions with a gap"))]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("all")), *Power.Kind.choices]  # type: ignore[attr-defined]


class PowerForm(forms.Form):
    """A function of the municipality's own."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Power.Kind.choices)
    title = forms.CharField(label=_("Function"), max_length=250)
    basis = forms.CharField(label=_("Legal basis"), max_length=250)
    confidence = forms.ChoiceField(label=_("How sure the basis is"), choices=Power.Confidence.choices)
    money = MoneyField(label=_("Money a year"), required=False)
    money_source = forms.CharField(label=_("Where the money comes from"), max_length=200, required=False)
    starts = DayField(label=_("From"))


class MoneyForm(forms.Form):
    """The money behind a function."""

    money = MoneyField(label=_("Money a year"), required=False)
    money_source = forms.CharField(label=_("Where the money comes from"), max_length=200, required=False)


class AssignForm(forms.Form):
    """Who does one act of a function."""

    act = forms.ChoiceField(label=_("Act"), choices=Holding.Act.choices)
    holder = forms.ChoiceField(label=_("Who"), choices=Holding.Holder.choices)
    body = forms.ModelChoiceField(
        label=_("Which body"),
        queryset=None,
        required=False,
        help_text=_("Where there are several, for example which commission."),
    )
    on = DayField(label=_("From"))
    basis = forms.CharField(label=_("Basis"), max_length=200, required=False)
    beside = forms.BooleanField(label=_("Beside the one who holds it now"), required=False)

    def __init__(self, *args: Any, place: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Body.objects.filter(municipality=place, ends__isnull=True)  # type: ignore[attr-defined]


def assumptions_form(given: Assumed, data: Any, *, people: int, members: int, year: int) -> forms.Form:
    """The assumptions of the calculator as a GET form: every figure of the computation is a box."""
    narrow = {"class": "govuk-input--width-5", "inputmode": "numeric"}

    def box(label: str, initial: int, most: int = 1_000_000) -> forms.IntegerField:
        return forms.IntegerField(
            label=label,
            initial=initial,
            min_value=0,
            max_value=most,
            required=False,
            widget=forms.NumberInput(narrow),
        )

    fields: dict[str, forms.Field] = {
        "people": box(_("Population"), people, 10_000_000),
        "members": box(_("Members of the council"), members, 100),
        "year": forms.IntegerField(
            label=_("Year"),
            initial=year,
            min_value=2002,
            max_value=2039,
            required=False,
            widget=forms.NumberInput(narrow),
        ),
        "hours_per_day": box(_("Hours of a working day"), given.hours_per_day, 24),
        "leave_days": box(_("Working days of leave"), given.leave_days, 366),
        "other_absence_days": box(_("Working days of other absence"), given.other_absence_days, 366),
    }
    for work in given.works:
        fields[f"{work.code}.per_1000"] = box(_("pieces a year for 1 000 people"), work.per_1000)
        fields[f"{work.code}.fixed"] = box(_("pieces a year in any case"), work.fixed)
        fields[f"{work.code}.minutes"] = box(_("minutes a piece"), work.minutes)
    made = type("AssumptionsForm", (forms.Form,), fields)
    # What the address does not say keeps our own figure, so that no box is ever empty.
    asked = {name: field.initial for name, field in made.base_fields.items()} | data.dict() if data else None
    return made(asked)  # type: ignore[no-any-return]
