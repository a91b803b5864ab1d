"""The walk with the notices: which street, and what became of each door."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belediyye.finance.revenue.forms.money import DoneDayField
from belediyye.finance.revenue.forms.register import all_or_one
from belediyye.finance.revenue.models import Delivery
from belediyye.finance.revenue.queries.reports import streets
from belediyye.finance.revenue.queries.walking import Stop


class WalkFilter(forms.Form):
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2004, max_value=2100)
    street = forms.ChoiceField(label=_("Street"), required=False)

    def __init__(self, *args: Any, place: int, today: date, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["year"].initial = today.year
        self.fields["street"].choices = all_or_one(streets.names(place))


class DoorsForm(forms.Form):
    """A day and a way for all, an outcome and a proof a door; a door without an outcome is left for another day."""

    day = DoneDayField(label=_("Day"), widget=forms.TextInput({"class": "govuk-input"}))
    way = forms.ChoiceField(
        label=_("How delivered"), choices=Delivery.Way.choices, widget=forms.Select({"class": "govuk-select"})
    )

    def __init__(self, *args: Any, stops: list[Stop], **more: Any) -> None:
        super().__init__(*args, **more)
        self.stops = stops
        for stop in stops:
            said = f"{stop.house} {stop.name}"
            self.fields[f"outcome_{stop.notice.pk}"] = forms.ChoiceField(
                label=gettext("Outcome: %(door)s") % {"door": said}, choices=[("", "—"), *((o.value, o.label) for o in Delivery.BY_PEOPLE)], required=False,
                widget=forms.Select({"aria-label": gettext("Outcome: %(door)s") % {"door": said}, "class": "govuk-select"}),
            )  # fmt: skip
            self.fields[f"proof_{stop.notice.pk}"] = forms.CharField(
                label=gettext("Proof: %(door)s") % {"door": said}, max_length=200, required=False,
                widget=forms.TextInput({"aria-label": gettext("Proof: %(door)s") % {"door": said}, "class": "govuk-input"}),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Day, way and `tries`: (notice, outcome, proof) of the doors that have an outcome."""
        c = super().clean() or {}
        tries = []
        for stop in self.stops:
            outcome, proof = c.get(f"outcome_{stop.notice.pk}"), c.get(f"proof_{stop.notice.pk}", "")
            if outcome == Delivery.Outcome.DELIVERED and not proof.strip():
                self.add_error(
                    f"proof_{stop.notice.pk}",
                    gettext("%(door)s: write who signed the stub, or the number of the letter.")
                    % {"door": stop.name},
                )
            if outcome:
                tries.append((stop.notice, outcome, proof))
        if not tries and not self.errors:
            self.add_error(None, gettext("No door has an outcome yet: choose one in at least one row."))
        return {"day": c.get("day"), "way": c.get("way"), "tries": tries}
