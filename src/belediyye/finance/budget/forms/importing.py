"""The forms of taking in somebody else's budget."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from belediyye.core.models import Municipality
from belediyye.finance.budget import actions
from belediyye.finance.budget.actions.drafting import CHANGEABLE
from belediyye.finance.budget.importing import HEADINGS
from belediyye.finance.budget.models import Budget, BudgetImport, Side

SIDES = [("", _("as the rows say themselves")), *Side.choices]
UNITS = [(1, _("manat")), (1000, _("thousand manat"))]
LARGEST = 20 * 2**20

COLUMN_NAMES = {
    "title": _("Name of the line"), "amount": _("Amount of the year"), "q1": _("First quarter"), "q2": _("Second quarter"), "q3": _("Third quarter"), "q4": _("Fourth quarter"),
    "side": _("Revenue or expenditure"), "level": _("Level"), "parent": _("Line above"), "year": _("Year"), "code": _("Code"),
    "functional": _("Functional code"), "functional_name": _("Name of the functional code"), "economic": _("Economic code"), "revenue": _("Kind of revenue"),
    "source": _("Source of the money"), "programme": _("Programme"), "place": _("Place"), "reason": _("Justification"), "delegated": _("Delegated power"),
    "department": _("Department"), "unit": _("Unit"), "chapter": _("Chapter"), "committed": _("Committed"), "paid": _("Outturn"),
}  # fmt: skip


class ImportForm(forms.Form):
    """A file, and the draft that it is for."""

    file = forms.FileField(
        label=_("File"), help_text=_("XLSX, XLS, ODS or CSV. You see every row before anything is planned.")
    )
    year = forms.IntegerField(
        label=_("Budget year"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    budget = forms.ModelChoiceField(
        label=_("Into which version"), queryset=Budget.objects.none(), required=False, empty_label=_("a new draft")
    )  # fmt: skip
    side = forms.TypedChoiceField(
        label=_("Revenue or expenditure"), choices=SIDES, coerce=int, required=False, empty_value=None,
        help_text=_("For files in which the rows do not say it."),
    )  # fmt: skip
    unit = forms.TypedChoiceField(label=_("Amounts are in"), choices=UNITS, coerce=int)
    new_codes = forms.BooleanField(
        label=_("Add codes that are not known here as this municipality's own"), required=False
    )

    def __init__(self, *args: Any, place: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["budget"].queryset = Budget.objects.filter(municipality=place, state__in=CHANGEABLE)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file, budget = given.get("file"), given.get("budget")
        if file and file.size > LARGEST:
            self.add_error("file", _now("The file is too large."))
        if budget and budget.year != given.get("year"):
            self.add_error("budget", _now("This version is for %(year)s.") % {"year": budget.year})
        return given


class MatchForm(forms.Form):
    """Which heading is which column; which year, side and unit."""

    def __init__(self, *args: Any, made: BudgetImport, **kwargs: Any) -> None:
        chosen = {f"column_{key}": heading for key, heading in made.columns.items()}
        about = {
            "side": made.side or "",
            "unit": made.unit,
            "new_codes": made.new_codes,
            "file_year": made.file_year or 0,
        }
        super().__init__(*args, initial=chosen | about, **kwargs)
        headings = [("", _now("not in the file")), *((heading, heading) for heading in made.headings)]
        if made.years:
            years = [(0, _now("all rows")), *((year, str(year)) for year in made.years)]
            self.fields["file_year"] = forms.TypedChoiceField(
                label=_("Rows of which year"), choices=years, coerce=int
            )
        self.fields["side"] = forms.TypedChoiceField(
            label=_("Revenue or expenditure"), choices=SIDES, coerce=int, required=False, empty_value=None
        )
        self.fields["unit"] = forms.TypedChoiceField(label=_("Amounts are in"), choices=UNITS, coerce=int)
        self.fields["new_codes"] = forms.BooleanField(
            label=_("Add codes that are not known here as this municipality's own"), required=False
        )
        for key in HEADINGS:
            if key in COLUMN_NAMES:
                self.fields[f"column_{key}"] = forms.ChoiceField(
                    label=COLUMN_NAMES[key], choices=headings, required=False
                )

    def columns(self) -> dict[str, str]:
        """Known column → heading, as chosen."""
        return {
            name.removeprefix("column_"): value
            for name, value in self.cleaned_data.items()
            if name.startswith("column_")
        }

    def choice(self) -> actions.Choice:
        """The rest of what was chosen."""
        given = self.cleaned_data
        return actions.Choice(given.get("file_year", 0), given["side"], given["unit"], given["new_codes"])
