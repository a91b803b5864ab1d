"""Forms of the forecast: collection by kind of revenue, and another rate or relief tried on the register."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belediyye.core import display
from belediyye.core.form_fields import MeasureField
from belediyye.core.models import Municipality
from belediyye.finance.budget.queries.forecast import Expected
from belediyye.finance.rules.queries import local
from belediyye.finance.rules.queries.local import Open

TRIED = ("property_tax", "vehicle_tax", "land_tax")
"""The taxes whose rates are tried: those of persons in the register."""


class ForecastForm(forms.Form):
    """The expected collection of each kind of revenue, per cent; an empty box leaves its line alone."""

    def __init__(self, *args: Any, expected: list[Expected], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.expected = expected
        for one in expected:
            rate = one.planned_bp
            self.fields[one.code.code] = MeasureField(
                unit="%", label=gettext("Expected collection: %(kind)s") % {"kind": one.code.name}, required=False, max_value=100, decimal_places=2,
                initial=None if rate is None else Decimal(rate) / 100,
            )  # fmt: skip

    def rates(self) -> dict[str, int]:
        """Hundredths of a per cent by kind of revenue."""
        return {code: int(rate * 100) for code, rate in self.cleaned_data.items() if rate is not None}

    def rows(self) -> list[tuple[Expected, Any]]:
        """Each kind of revenue with its box."""
        return [(one, self[one.code.code]) for one in self.expected]


class RatesForm(forms.Form):
    """Other rates and one other relief; what is left empty stays as it is."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=2015,
        max_value=2100,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    tax = forms.ChoiceField(
        label=_("Relief of the council on"),
        required=False,
        choices=[("", _("none")), ("property", _("property tax on buildings")), ("land", _("land tax")), ("vehicle", _("tax on water and air vehicles"))],
    )  # fmt: skip
    category = forms.ChoiceField(label=_("For whom"), required=False)
    percent = forms.IntegerField(
        label=_("Per cent of the tax not taken"),
        required=False,
        min_value=1,
        max_value=100,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-3"}),
    )

    def __init__(self, *args: Any, place: Municipality, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.place = place
        codes = ("everyone", "shehid_family", "list_102_2", "pensioner", "conscript")
        self.fields["category"].choices = [(code, local.category_label(code)) for code in codes]  # type: ignore[attr-defined]
        self.numbers: dict[str, Open] = {}
        self.decided: dict[str, str] = {}
        baku = place.place_class == "baku"
        held = local.overlay_for(place.pk, year)
        for one in local.open_parameters(year, place.place_class):
            if one.parameter.id.partition(".")[0] in TRIED and (one.parameter.key != "baku_zone" or baku):
                self._number(one, held)

    def _number(self, one: Open, held: Any) -> None:
        now = held.values.get(one.parameter.id) if held else None
        now = now.get(one.key) if isinstance(now, dict) else now
        unit = one.parameter.unit.replace("AZN", "₼") or "×"
        self.fields[one.field] = MeasureField(
            unit=unit, label=one.label, required=False, max_digits=12, decimal_places=6
        )
        self.numbers[one.field] = one
        self.decided[one.field] = "" if now is None else display.number(now)

    def groups(self) -> list[tuple[str, list[tuple[Open, str, Any]]]]:
        """By tax: the number of the law, what the council decided of it, and the box."""
        found: dict[str, list[tuple[Open, str, Any]]] = {}
        for name, one in self.numbers.items():
            found.setdefault(one.tax, []).append((one, self.decided[name], self[name]))
        return list(found.items())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("tax")) != bool(given.get("percent")):
            self.add_error(
                "percent", gettext("A relief needs both: the tax, and how many per cent are not taken.")
            )
        values: dict[str, Any] = {}
        for name, one in self.numbers.items():
            if (number := given.get(name)) is not None:
                text = format(number.normalize(), "f")
                if one.key is None:
                    values[one.parameter.id] = text
                else:
                    values.setdefault(one.parameter.id, {})[str(one.key)] = text
        given["values"] = values
        given["reductions"] = (
            [[given["tax"], given["category"], given["percent"]]]
            if given.get("tax") and given.get("percent")
            else []
        )
        return given


class PrepareForm(forms.Form):
    """What the council shall decide: how it is called and why."""

    title = forms.CharField(label=_("Title"), max_length=200)
    reason = forms.CharField(label=_("Justification"), widget=forms.Textarea({"rows": 3}), required=False)
