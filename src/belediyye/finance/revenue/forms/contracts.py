"""The forms of contracts, sanctions and enforcement: a period's quantity, a correction, a sanction, a step in court."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belediyye.core.form_fields import DayField, MeasureField, MoneyField, needed
from belediyye.finance.revenue.forms.cases import LARGEST_PAPER, filter_of
from belediyye.finance.revenue.forms.money import AccountDayField, BookedDayField
from belediyye.finance.revenue.models import Charge, CourtCase, Entry, Sanction
from belediyye.finance.revenue.models.heads import PAYMENTS
from belediyye.finance.revenue.queries import cases
from belediyye.finance.revenue.queries.charging import Period
from belediyye.finance.revenue.queries.limits import DEBT

SanctionFilter = filter_of(Sanction.State.choices)
CourtCaseFilter = filter_of([("open", _("going on")), *CourtCase.State.choices])


def period_label(period: Period) -> str:
    """A period as its days."""
    return f"{period.first:%d.%m.%Y}–{period.last:%d.%m.%Y}"


class PaperForm(forms.Form):
    """A form with a scanned paper."""

    paper = forms.FileField(label=_("The paper, scanned"), required=False)

    def clean_paper(self) -> Any:
        paper = self.cleaned_data["paper"]
        if paper and paper.size > LARGEST_PAPER:
            raise forms.ValidationError(_("The file is larger than 20 MiB: scan it with fewer dots."))
        return paper


class ConfirmForm(forms.Form):
    """No question, only the button."""


class QuantityForm(forms.Form):
    period = forms.ChoiceField(label=_("Period"))
    quantity = MeasureField(label=_("Quantity"), unit="", decimal_places=2, max_digits=8)
    document = forms.CharField(
        label=_("Document"), max_length=120, help_text=_("The payer's statement or the act of counting: number and day.")
    )  # fmt: skip

    def __init__(self, *args: Any, periods: Sequence[Period], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.periods = {f"{p.year}-{p.number}": p for p in periods}
        self.fields["period"].choices = [(k, period_label(p)) for k, p in self.periods.items()]

    def clean_quantity(self) -> int:
        quantity = int(self.cleaned_data["quantity"] * 100)
        if quantity > 10**7:
            raise forms.ValidationError(_("Write a quantity up to 100 000."))
        return quantity


class CorrectionForm(forms.Form):
    amount = MoneyField(label=_("What the demand should ask for"), max_qepik=DEBT)
    reason = forms.CharField(label=_("Reason"), max_length=120)
    document = forms.CharField(label=_("Document: number and day"), max_length=70, required=False)


class SanctionForm(PaperForm):
    demand = forms.ChoiceField(label=_("About which demand"))
    amount = MoneyField(
        label=_("Amount"), min_qepik=1, max_qepik=DEBT, help_text=_("As the article says; the rule book has no table of sanctions.")
    )  # fmt: skip
    article = forms.CharField(label=_("Act and article"), max_length=120)
    document = forms.CharField(label=_("Document that found the breach: number and day"), max_length=120)
    reason = forms.CharField(label=_("What was found"), max_length=200, required=False)
    on = BookedDayField(label=_("Day"))

    def __init__(self, *args: Any, demands: Sequence[Entry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.demands = {str(d.pk): d for d in demands}
        self.fields["demand"].choices = [(k, cases.said_of(d)) for k, d in self.demands.items()]
        self.order_fields(["demand", "amount", "article", "document", "reason", "on", "paper"])


class CourtForm(forms.Form):
    court = forms.CharField(label=_("Court"), max_length=160)
    document = forms.CharField(label=_("Number of the application"), max_length=120, required=False)
    reason = forms.CharField(label=_("Remark"), max_length=200, required=False)
    on = BookedDayField(label=_("Sent on"))


class StepForm(PaperForm):
    state = forms.ChoiceField(label=_("What happened"), widget=forms.RadioSelect)
    on = BookedDayField(label=_("Day"))
    document = needed(_("needed for an order"), forms.CharField(
        label=_("Number of the paper"), max_length=120, help_text=_("The court order's number, for example.")
    ))  # fmt: skip
    amount = needed(_("needed for an order"), MoneyField(label=_("Amount"), min_qepik=1, max_qepik=DEBT))
    executor = needed(
        _("needed when it is handed to an executor"), forms.CharField(label=_("Executor"), max_length=160)
    )
    note = needed(
        _("needed when it ends without payment"),
        forms.CharField(label=_("Reason or remark"), max_length=200),
    )

    def __init__(self, *args: Any, states: Sequence[CourtCase.State], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [(s.value, s.label) for s in states]
        self.order_fields(["state", "on", "document", "amount", "executor", "note", "paper"])


class ChargeForm(forms.Form):
    head = forms.ChoiceField(label=_("Kind of payment"), choices=[(h.value, h.label) for h in PAYMENTS])
    basis = forms.CharField(label=_("Contract or decision"), max_length=200)
    subject = forms.CharField(
        label=_("What it is about"),
        max_length=200,
        required=False,
        help_text=_("The place, board or property."),
    )
    object_number = forms.IntegerField(
        label=_("Number of the object in the register"),
        required=False,
        min_value=1,
        max_value=10**9,
        help_text=_("Where municipal property that stands in the register is let or sold."),
    )
    number = forms.CharField(label=_("Number"), max_length=40, required=False)
    signed = DayField(label=_("Signed on"))
    since = AccountDayField(label=_("From"))
    until = needed(_("needed where municipal land is let"), DayField(label=_("To")))
    every = forms.ChoiceField(label=_("How often"), choices=Charge.Every.choices)
    unit = forms.CharField(
        label=_("Unit"),
        max_length=40,
        required=False,
        help_text=_("For example, m², a place, a person and night"),
    )
    unit_price = MoneyField(label=_("Price of a unit"))
    quantity = MeasureField(label=_("Quantity"), unit="", decimal_places=2, max_digits=9, initial=1)
    declared = forms.BooleanField(
        label=_("The quantity is stated for each period"),
        required=False,
        help_text=_("Person-nights, places or market days: a period is raised when its quantity is stated."),
    )
    due_day = forms.IntegerField(label=_("Due on day of the month"), min_value=1, max_value=28, initial=15)
    in_advance = forms.BooleanField(label=_("Paid in advance"), required=False)
    whole_periods = forms.BooleanField(
        label=_("A period begun is paid whole"),
        required=False,
        help_text=_("Otherwise the first and the last period are paid by days."),
    )
    instalments = forms.CharField(
        label=_("Instalments of a price"), required=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One on a line: the day, a space, the amount. For example, 01.03.2027 1500,00. Together they are the price."),
    )  # fmt: skip

    def clean_quantity(self) -> int:
        quantity = int(self.cleaned_data["quantity"] * 100)
        if not 1 <= quantity <= 10**7:
            raise forms.ValidationError(_("Write a quantity between 0,01 and 100 000."))
        return quantity

    def clean_instalments(self) -> list[tuple[date, int]]:
        parts = []
        for line in filter(None, map(str.strip, self.cleaned_data["instalments"].splitlines())):
            day, _space, amount = line.partition(" ")
            try:
                parts.append((AccountDayField().clean(day), MoneyField(min_qepik=1).clean(amount.strip())))
            except forms.ValidationError as error:
                raise forms.ValidationError([f"{line}: {text}" for text in error.messages]) from error
        return parts

    def clean(self) -> dict[str, Any]:
        c = super().clean() or {}
        price = c.get("unit_price")
        if price is not None and price > 10**11:
            self.add_error("unit_price", _("The price is too large."))
        return c

    def terms(self) -> dict[str, Any]:
        """The fields of Charge: without the object and the instalments, which are rows of their own."""
        c = {k: v for k, v in self.cleaned_data.items() if k not in ("object_number", "instalments")}
        return {**c, "head": int(c["head"])}
