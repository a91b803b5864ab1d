"""The bank's side against the ledger's: what each has that the other has not, month by month and paper by paper."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from belediyye.core.models import Municipality
from belediyye.core.text import fold
from belediyye.finance.budget.models import Account, BankLine, PaymentOrder, Posting, Receipt

NEAR = timedelta(days=5)
REVENUE = "revenue"
WHY = {
    REVENUE: _("posted to taxpayers by the revenue room"), "number": _("the order's number stands in the text"), "account": _("amount and payee's account are the order's"),
    "name": _("amount and payee's name are the order's"), "receipt": _("the only receipt of that amount near that day"), "person": _("found by a person"),
}  # fmt: skip
# Receipts that come from elsewhere than the budget's own bank lines: balance brought forward, what revenue collected.
_OTHER_SOURCE = Q(source__startswith="balance:") | Q(source__startswith="revenue:")


def lines_of(place: Municipality) -> QuerySet[BankLine]:
    """The bank's lines of a municipality, newest first, with what they were found to be."""
    return BankLine.objects.filter(municipality=place).select_related(
        "order__obligation__line", "receipt__line"
    )


def waiting(place: Municipality) -> QuerySet[BankLine]:
    """Lines that are nothing yet: no order, no receipt, no word."""
    return lines_of(place).filter(order=None, receipt=None, why="")


def why_words(line: BankLine) -> str:
    """Why a line is what it is, for people."""
    return str(WHY.get(line.why, line.why))


def free_orders(line: BankLine) -> QuerySet[PaymentOrder]:
    """Orders of the line's amount that no bank line has yet: signed and not executed, or executed near the day."""
    near = Q(state=PaymentOrder.State.SIGNED, day__lte=line.day) | Q(
        state=PaymentOrder.State.PAID, paid_on__range=(line.day - NEAR, line.day + NEAR)
    )
    return (
        PaymentOrder.objects.filter(
            near, municipality=line.municipality_id, amount=-line.amount, bank_line=None
        )
        .select_related("obligation__line__budget")
        .order_by("day", "number")
    )


def free_receipts(line: BankLine) -> QuerySet[Receipt]:
    """Receipts of the line's amount near its day that no bank line has yet, and that do not come from elsewhere."""
    return (
        Receipt.objects.filter(
            municipality=line.municipality_id, amount=line.amount, day__range=(line.day - NEAR, line.day + NEAR), bank_line=None, reverses=None, reversed_by=None
        )
        .exclude(_OTHER_SOURCE)
        .select_related("line")
        .order_by("day", "pk")
    )  # fmt: skip


def certain(line: BankLine, account: str = "") -> tuple[PaymentOrder | Receipt, str] | None:
    """The one paper that the line surely is, with the reason; None where a person must look.

    An order needs its amount and, beside it, its number in the text, its payee's account, or its payee's name.
    """
    if line.amount > 0:
        receipts = list(free_receipts(line)[:2])
        return (receipts[0], "receipt") if len(receipts) == 1 else None
    orders = list(free_orders(line))
    text = fold(line.text)
    numbers = set(re.findall(r"\d+", text))
    for reason, fits in (
        ("number", lambda one: f"{one.number}/{one.year}" in line.text or {str(one.number), str(one.year)} <= numbers),
        ("account", lambda one: bool(account) and one.account.replace(" ", "") == account.replace(" ", "")),
        ("name", lambda one: len(one.payee) > 3 and fold(one.payee) in text),
    ):  # fmt: skip
        found = [one for one in orders if fits(one)]
        if len(found) == 1:
            return found[0], reason
    return None


def papers_without_line(place: Municipality, year: int) -> dict[str, QuerySet[Any]]:
    """The ledger's side: executed orders and receipts of a year that no line of the bank shows."""
    orders = PaymentOrder.objects.filter(
        municipality=place, state=PaymentOrder.State.PAID, bank_line=None, obligation__line__budget__year=year
    )
    receipts = Receipt.objects.filter(
        municipality=place, bank_line=None, reverses=None, reversed_by=None, line__budget__year=year
    ).exclude(_OTHER_SOURCE)
    return {
        "orders": orders.select_related("obligation__line").order_by("paid_on", "pk"),
        "receipts": receipts.select_related("line").order_by("day", "pk"),
    }


@dataclass(frozen=True)
class BankMonth:
    """A month on both sides, in qəpik: what the statements say, and what the ledger's bank account says."""

    month: int
    bank_in: int
    bank_out: int
    ledger_in: int
    ledger_out: int

    @property
    def difference(self) -> int:
        """What the bank's account grew by more than the ledger's."""
        return (self.bank_in - self.bank_out) - (self.ledger_in - self.ledger_out)


def by_month(place: Municipality, year: int) -> list[BankMonth]:
    """The months of a year with anything on either side; the balance brought forward is no movement and is left out."""
    lines = BankLine.objects.filter(municipality=place, day__year=year).order_by().values_list("day")
    bank = _months(
        lines.annotate(
            come=Sum("amount", filter=Q(amount__gt=0)), gone=-Sum("amount", filter=Q(amount__lt=0))
        )
    )
    postings = (
        Posting.objects.filter(municipality=place, account=Account.BANK, day__year=year)
        .exclude(entry__receipt__source__startswith="balance:")
        .order_by()
        .values_list("day")
    )
    ledger = _months(postings.annotate(come=Sum("debit"), gone=Sum("credit")))
    nothing = (0, 0)
    return [
        BankMonth(month, *bank.get(month, nothing), *ledger.get(month, nothing))
        for month in sorted(bank.keys() | ledger.keys())
    ]


def _months(days: Iterable[tuple[date, int | None, int | None]]) -> dict[int, tuple[int, int]]:
    found: dict[int, tuple[int, int]] = {}
    for day, come, gone in days:
        before = found.get(day.month, (0, 0))
        found[day.month] = before[0] + (come or 0), before[1] + (gone or 0)
    return found


def last_day(place: Municipality) -> date | None:
    """The newest day that the statements reach."""
    newest = BankLine.objects.filter(municipality=place).order_by("-day").first()
    return newest.day if newest else None
