"""The filters above the reports: each report takes some of them, and every box shows what is in force."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belediyye.core.form_fields import DayField
from belediyye.core.models import Area
from belediyye.finance.revenue.forms.money import AccountDayField
from belediyye.finance.revenue.models import Head
from belediyye.finance.revenue.queries.reports import streets

FIRST_YEAR, LAST_YEAR = 2004, 2100
FIELDS = {
    "since": lambda place: DayField(label=_("From"), required=False, help_text=""),
    "on": lambda place: AccountDayField(label=_("As of the day"), required=False, help_text=""),
    "year": lambda place: forms.IntegerField(
        label=_("Year"), required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR
    ),
    "tax": lambda place: forms.TypedChoiceField(
        label=_("Kind of income"), required=False, coerce=int, empty_value=None, choices=[("", _("all")), *Head.choices]
    ),
    "street": lambda place: forms.ChoiceField(
        label=_("Street"), required=False, choices=[("", _("all")), *((s, s) for s in streets.names(place))]
    ),
    "by": lambda place: forms.ChoiceField(
        label=_("In lines of"), required=False, choices=[("payer", _("taxpayers")), ("street", _("streets"))]
    ),
    "area": lambda place: forms.ModelChoiceField(
        label=_("Rayon or city"), required=False, queryset=Area.objects.order_by("name", "pk"), empty_label=_("all")
    ),
}  # fmt: skip


class ReportForm(forms.Form):
    """The filters `wanted` of a municipality; what is not given, or cannot be read, is the default."""

    def __init__(self, sent: Any, wanted: tuple[str, ...], defaults: dict[str, Any], place: int) -> None:
        self.defaults = defaults
        shown = {name: _as_typed(value) for name, value in defaults.items() if name in wanted}
        super().__init__({**shown, **{n: sent[n] for n in wanted if sent.get(n, "").strip()}})
        for name in wanted:
            self.fields[name] = FIELDS[name](place)

    def chosen(self) -> dict[str, Any]:
        """The values in force; a box that is wrong keeps its error and counts as not given."""
        self.is_valid()
        good = {n: v for n, v in self.cleaned_data.items() if v not in (None, "")}
        found = {**dict.fromkeys(self.fields), **self.defaults, **good}
        if "since" in self.fields and found["since"] > found["on"]:
            self.add_error("since", _("The period cannot begin after it ends."))
            found["since"] = date(found["on"].year, 1, 1)
        return found


def _as_typed(value: Any) -> Any:
    return f"{value:%d.%m.%Y}" if isinstance(value, date) else value


class ExtractForm(forms.Form):
    """The file of another register, and how the differences are to be told."""

    file = forms.FileField(
        label=_("Extract of another register"),
        help_text=_(
            "A workbook or CSV with register number or address, and what is known of area and owner (name, FİN, VÖEN). Neither the file nor the answer is kept."
        ),
    )
    answer = forms.ChoiceField(
        label=_("Tell the differences"),
        choices=[("page", _("on the page")), ("xlsx", _("as a workbook (XLSX)"))],
        widget=forms.RadioSelect,
        initial="page",
    )
