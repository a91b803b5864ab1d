"""The form of a line of the old books."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belediyye.core.form_fields import MoneyField, needed
from belediyye.finance.revenue.forms.money import AccountDayField, BookedDayField
from belediyye.finance.revenue.models import Head
from belediyye.finance.revenue.queries.limits import DEBT
from belediyye.finance.rules.book.columns import FIRST_YEAR

OF_A_DEBT = _("needed for a debt")
KINDS = [("debt", _("a debt")), ("credit", _("an overpayment"))]


class BilledYearForm(forms.Form):
    """A year that the old books billed whole, and where that stands."""

    year = forms.IntegerField(label=_("Of which year"), min_value=FIRST_YEAR, max_value=2100)
    document = forms.CharField(
        label=_("Book or paper"), max_length=200, help_text=_("For example: account book of 2025, page 12.")
    )


class OpeningForm(forms.Form):
    """A debt by what it is for, or an overpayment; on the day on which it stood in the old books."""

    what = forms.ChoiceField(
        label=_("What stood in the old books"), choices=KINDS, widget=forms.RadioSelect, initial="debt"
    )
    day = BookedDayField(
        label=_("On which day it stood there"),
        help_text=_("Interest that you write is interest up to this day; it runs on from here."),
    )
    head = needed(
        OF_A_DEBT,
        forms.TypedChoiceField(
            label=_("What the debt is for"), coerce=int, empty_value=None, choices=[("", "—"), *Head.choices]
        ),
    )
    year = needed(
        OF_A_DEBT, forms.IntegerField(label=_("Of which year"), min_value=FIRST_YEAR, max_value=2100)
    )
    due = AccountDayField(
        label=_("Due on"), required=False,
        help_text=_("Empty: the last day on which the tax of the year is paid, 15 November."),
    )  # fmt: skip
    principal = needed(OF_A_DEBT, MoneyField(
        label=_("Principal"), max_qepik=DEBT, help_text=_("Zero: the tax was billed there and is paid.")
    ))  # fmt: skip
    interest = MoneyField(label=_("Interest up to the day"), required=False, max_qepik=DEBT)
    credit = needed(_("needed for an overpayment"), MoneyField(label=_("Overpaid"), max_qepik=DEBT))
    document = forms.CharField(
        label=_("Book or paper"), max_length=200, help_text=_("For example: account book of 2025, page 12.")
    )

    def clean(self) -> dict[str, Any]:
        c = super().clean() or {}
        needed = ("credit",) if c.get("what") == "credit" else ("head", "year", "principal")
        for name in needed:
            empty = c.get(name) is None or (name == "credit" and not c.get(name))
            if empty and name not in self.errors:
                self.add_error(name, _("This is needed."))
        return c

    def facts(self) -> dict[str, Any]:
        """What the action takes: only the half that the first answer names."""
        names = (
            ("credit",)
            if self.cleaned_data["what"] == "credit"
            else ("head", "year", "due", "principal", "interest")
        )
        return {name: self.cleaned_data[name] for name in names}
