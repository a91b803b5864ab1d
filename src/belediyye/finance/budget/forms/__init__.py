"""The forms of the budget room."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belediyye.core.form_fields import DayField, MoneyField
from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.models import Axis, Budget, Code, Control, Line, Side


class StartForm(forms.Form):
    """A new version."""

    year = forms.IntegerField(
        label=_("Budget year"),
        min_value=2000,
        max_value=2100,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    title = forms.CharField(label=_("Title"), max_length=200)
    made_from = forms.ModelChoiceField(
        label=_("Begin with"), queryset=Budget.objects.none(), required=False, empty_label=_("an empty draft"),
        help_text=_("Last year's adopted budget gives plan and outturn beside every line; a version of the same year makes an alternative."),
    )  # fmt: skip
    basis = forms.ChoiceField(
        label=_("Its amounts"), choices=[("plan", _("the adjusted plan")), ("outturn", _("the expected outturn"))], initial="plan",
        help_text=_("The expected outturn: what came and went up to today, and the plan of the quarters to come."), widget=forms.RadioSelect,
    )  # fmt: skip

    def __init__(self, *args: Any, place: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["made_from"].queryset = queries.budgets_of(place)  # type: ignore[attr-defined]


class LineForm(forms.Form):
    """One line of the plan."""

    side = forms.TypedChoiceField(label=_("Side"), choices=Side.choices, coerce=int)
    title = forms.CharField(label=_("Title"), max_length=300)
    functional = forms.ModelChoiceField(
        label=_("Functional code"), queryset=Code.objects.none(), required=False
    )
    economic = forms.ModelChoiceField(label=_("Economic code"), queryset=Code.objects.none(), required=False)
    revenue = forms.ModelChoiceField(label=_("Kind of revenue"), queryset=Code.objects.none(), required=False)
    source = forms.ModelChoiceField(
        label=_("Source of the money"), queryset=Code.objects.none(), required=False
    )
    programme = forms.ModelChoiceField(label=_("Programme"), queryset=Code.objects.none(), required=False)
    place = forms.ModelChoiceField(label=_("Place"), queryset=Code.objects.none(), required=False)
    year_amount = MoneyField(
        label=_("Amount of the year"),
        required=False,
        min_qepik=-(10**15),
        help_text=_("Shared over the quarters evenly. Leave it empty to write the quarters yourself."),
    )
    q1 = MoneyField(label=_("First quarter"), required=False, min_qepik=-(10**15))
    q2 = MoneyField(label=_("Second quarter"), required=False, min_qepik=-(10**15))
    q3 = MoneyField(label=_("Third quarter"), required=False, min_qepik=-(10**15))
    q4 = MoneyField(label=_("Fourth quarter"), required=False, min_qepik=-(10**15))
    assessed = MoneyField(
        label=_("Assessed in the register"),
        required=False,
        help_text=_("For a tax: the forecast is assessed × expected collection."),
    )
    collection = forms.DecimalField(
        label=_("Expected collection, per cent"), required=False, min_value=0, max_value=100, decimal_places=2
    )
    delegated = forms.ChoiceField(
        label=_("Delegated power"),
        required=False,
        help_text=_("Of the council's powers. Choose the same one on the revenue that comes with it."),
    )
    reason = forms.CharField(label=_("Justification"), widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, budget: Budget, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for axis in Axis.values:
            self.fields[axis].queryset = queries.codes(axis, budget.municipality, budget.year)  # type: ignore[attr-defined]
        names = queries.delegated_names(budget)
        self.fields["delegated"].choices = [("", gettext("none")), *((name, name) for name in names)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        amounts = ("q1", "q2", "q3", "q4", "year_amount", "assessed", "collection")
        if any(name in self.errors for name in amounts):
            return given  # What was written wrongly is said at its own box; it is not also missing.
        quarters = [given.get(name) for name in amounts[:4]]
        assessed, collection = given.get("assessed"), given.get("collection")
        if (assessed is None) != (collection is None):
            self.add_error(
                "collection",
                gettext("A forecast needs both the assessed amount and the expected collection."),
            )
        elif assessed is not None and collection is not None:
            given["collection_bp"] = int(collection * 100)
            given["quarters"] = actions.even(actions.forecast(assessed, given["collection_bp"]))
        elif given.get("year_amount") is not None:
            given["quarters"] = actions.even(given["year_amount"])
        elif any(q is not None for q in quarters):
            given["quarters"] = tuple(q or 0 for q in quarters)
        else:
            self.add_error(
                "year_amount", gettext("Write the amount of the year, its quarters, or a forecast.")
            )
        return given

    def plan(self) -> actions.Plan:
        """The plan that the form holds."""
        given = self.cleaned_data
        names = ("side", "title", "reason", "delegated", "assessed", *Axis.values)
        return actions.Plan(
            quarters=given["quarters"],
            collection_bp=given.get("collection_bp"),
            **{n: given[n] for n in names},
        )


def line_initial(line: Line) -> dict[str, Any]:
    """What a form shows of an existing line."""
    found = {name: getattr(line, name) for name in ("side", "title", "reason", "delegated", *Axis.values)}
    if line.assessed is not None:
        from decimal import Decimal

        return found | {"assessed": line.assessed, "collection": Decimal(line.collection_bp or 0) / 100}
    return found | {"q1": line.q1, "q2": line.q2, "q3": line.q3, "q4": line.q4}


class ExplainForm(forms.Form):
    """Words that belong to a draft."""

    gap_words = forms.CharField(
        label=_("Causes of the gap and how it is financed"),
        widget=forms.Textarea({"rows": 3}),
        required=False,
    )
    note = forms.CharField(label=_("Explanatory note"), widget=forms.Textarea({"rows": 8}), required=False)


class StepForm(forms.Form):
    """A day on which a step was done."""

    on = DayField(label=_("Day"))


class CommissionForm(StepForm):
    """The commission's opinion."""

    words = forms.CharField(
        label=_("Opinion of the commission"), widget=forms.Textarea({"rows": 3}), required=False
    )


class HearingForm(StepForm):
    """The hearing."""

    link = forms.URLField(label=_("Page or document of the hearing"), required=False, assume_scheme="https")


class DecisionForm(StepForm):
    """A decision of the council."""

    decision_number = forms.CharField(label=_("Number of the council's decision"), max_length=40)


class CommitForm(forms.Form):
    """A commitment."""

    day = DayField(label=_("Day"))
    partner = forms.CharField(label=_("Partner"), max_length=200)
    subject = forms.CharField(label=_("What for"), max_length=300)
    amount = MoneyField(label=_("Amount"), min_qepik=1)
    over_reason = forms.CharField(
        label=_("Reason, if it is over what is available"), max_length=300, required=False
    )


class ObligeForm(forms.Form):
    """An obligation."""

    day = DayField(label=_("Day"))
    document = forms.CharField(
        label=_("Document"), max_length=200, help_text=_("Act, invoice or pay sheet with its number.")
    )
    amount = MoneyField(label=_("Amount"), min_qepik=1)
    due = DayField(label=_("Payable by"), required=False)
    over_reason = forms.CharField(
        label=_("Reason, if it is over what is available"), max_length=300, required=False
    )


class OrderForm(forms.Form):
    """A payment order."""

    day = DayField(label=_("Day"))
    amount = MoneyField(label=_("Amount"), min_qepik=1)
    payee = forms.CharField(label=_("Payee"), max_length=200)
    account = forms.CharField(label=_("Payee's account"), max_length=34)


class ReceiptForm(forms.Form):
    """Money that came in."""

    day = DayField(label=_("Day"))
    amount = MoneyField(label=_("Amount"), min_qepik=-(10**15))
    text = forms.CharField(label=_("What for"), max_length=300)


class AmendForm(forms.Form):
    """An amendment between lines: what is given up and what is raised, in one quarter."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=[("virement", _("virement")), ("supplementary", _("supplementary budget"))]
    )
    source = forms.ModelChoiceField(
        label=_("From (or: which revenue or financing grows)"), queryset=Line.objects.none()
    )
    target = forms.ModelChoiceField(label=_("To"), queryset=Line.objects.none())
    quarter = forms.TypedChoiceField(
        label=_("Quarter"), choices=[(n, str(n)) for n in (1, 2, 3, 4)], coerce=int
    )
    amount = MoneyField(label=_("Amount"), min_qepik=1)
    reason = forms.CharField(label=_("Justification"), widget=forms.Textarea({"rows": 3}))
    on = DayField(label=_("Day"))

    def __init__(self, *args: Any, budget: Budget, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["source"].queryset = budget.lines.all()  # type: ignore[attr-defined]
        self.fields["target"].queryset = budget.lines.filter(side=Side.EXPENDITURE)  # type: ignore[attr-defined]

    def changes(self) -> dict[int, tuple[int, int, int, int]]:
        """By line, what changes in each quarter. Spending lines give; revenue and financing lines grow."""
        given = self.cleaned_data

        def in_quarter(amount: int) -> tuple[int, int, int, int]:
            cells = [0, 0, 0, 0]
            cells[given["quarter"] - 1] = amount
            return cells[0], cells[1], cells[2], cells[3]

        sign = -1 if given["source"].side == Side.EXPENDITURE else 1
        return {
            given["source"].pk: in_quarter(sign * given["amount"]),
            given["target"].pk: in_quarter(given["amount"]),
        }


class ControlForm(forms.Form):
    """Stop or warn."""

    commitment = forms.ChoiceField(label=_("At commitment"), choices=Control.Level.choices)
    obligation = forms.ChoiceField(label=_("At obligation"), choices=Control.Level.choices)


class ReportForm(forms.Form):
    """What a report is by, and up to which day."""

    side = forms.TypedChoiceField(label=_("Side"), choices=Side.choices, coerce=int, required=False)
    axis = forms.ChoiceField(label=_("Classification"), choices=Axis.choices, required=False)
    on = DayField(label=_("Up to"), required=False)

    def chosen(self, budget: Budget, today: date) -> tuple[int, str, date]:
        """Side, classification and day; what was left out has its natural value."""
        given: dict[str, Any] = self.cleaned_data if self.is_valid() else {}
        side = given.get("side") or Side.EXPENDITURE
        axis = given.get("axis") or queries.axis_of(side)
        last = date(budget.year, 12, 31)
        return side, axis, given.get("on") or min(max(today, date(budget.year, 1, 1)), last)


class LineFilter(forms.Form):
    """The filter over a budget's lines."""

    q = forms.CharField(label=_("Title"), required=False)
    side = forms.ChoiceField(label=_("Side"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["side"].choices = [("", gettext("all")), *Side.choices]  # type: ignore[attr-defined]


class FileForm(forms.Form):
    """A workbook or a CSV file."""

    file = forms.FileField(label=_("File"), help_text=_("XLSX, XLS, ODS or CSV."))
