"""What the ledger says of lines, papers and accounts, on any day. No balance is stored anywhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, Sum

from belediyye.finance.budget.models import (
    Account,
    Budget,
    Commitment,
    Entry,
    Line,
    Obligation,
    PaymentOrder,
    Posting,
    Side,
)

MANY = 500
"""Over so many lines of one budget, the whole budget is asked instead of each line."""


@dataclass(frozen=True)
class Position:
    """A line on a day, in qəpik. For money in: `paid` is what came in, `available` what is still to come."""

    initial: int = 0
    adjusted: int = 0
    committed: int = 0
    obliged: int = 0
    paid: int = 0

    @property
    def available(self) -> int:
        return self.adjusted - self.committed - self.obliged - self.paid


_COLUMNS = {
    Account.AUTHORISED: ("adjusted", -1), Account.COMMITTED: ("committed", 1), Account.OBLIGED: ("obliged", 1),
    Account.PAID: ("paid", 1), Account.ESTIMATED: ("adjusted", -1), Account.RECEIVED: ("paid", 1),
}  # fmt: skip


def positions(lines: Iterable[Line], on: date | None = None) -> dict[int, Position]:
    """The position of each line, up to and including a day."""
    kept = list(lines)
    rows = Posting.objects.filter(account__in=list(_COLUMNS))
    if len(kept) > MANY and len(budgets := {line.budget_id for line in kept}) == 1:
        rows = rows.filter(budget__in=budgets)
    else:
        rows = rows.filter(line__in=[line.pk for line in kept])
    if on:
        rows = rows.filter(day__lte=on)
    found: dict[int, dict[str, int]] = {line.pk: {"initial": line.initial} for line in kept}
    for line, account, amount in (
        rows.order_by().values_list("line", "account").annotate(amount=Sum(F("debit") - F("credit")))
    ):
        if line not in found:
            continue
        name, sign = _COLUMNS[Account(account)]
        found[line][name] = found[line].get(name, 0) + sign * amount
    return {pk: Position(**values) for pk, values in found.items()}


def position(line: Line, on: date | None = None) -> Position:
    """The position of one line."""
    return positions([line], on)[line.pk]


def available_in_ledger(line: Line) -> int:
    """What the account “available” itself holds; equal to `position(line).available`, always."""
    return _sum(Posting.objects.filter(line=line, account=Account.AVAILABLE))


def _sum(rows: "object", sign: int = 1) -> int:
    total = rows.order_by().aggregate(total=Sum(F("debit") - F("credit")))["total"]  # type: ignore[attr-defined]
    return sign * int(total or 0)


def open_of_commitment(commitment: Commitment) -> int:
    """What of a commitment has become neither an obligation nor free again."""
    return _sum(Posting.objects.filter(entry__commitment=commitment, account=Account.COMMITTED))


def open_of_obligation(obligation: Obligation) -> int:
    """What of an obligation is not yet paid."""
    return _sum(Posting.objects.filter(entry__obligation=obligation, account=Account.OBLIGED))


def ordered_of_obligation(obligation: Obligation) -> int:
    """What payment orders, not yet executed, already cover."""
    rows = PaymentOrder.objects.filter(
        obligation=obligation, state__in=[PaymentOrder.State.PREPARED, PaymentOrder.State.SIGNED]
    )
    return int(rows.order_by().aggregate(total=Sum("amount"))["total"] or 0)


def open_commitments(budget: Budget) -> dict[int, int]:
    """Every commitment of a budget with something open."""
    rows = Posting.objects.filter(budget=budget, account=Account.COMMITTED, entry__commitment__isnull=False)
    sums = rows.order_by().values_list("entry__commitment").annotate(amount=Sum(F("debit") - F("credit")))
    return {pk: amount for pk, amount in sums if amount}


def open_obligations(budget: Budget) -> dict[int, int]:
    """Every obligation of a budget with something unpaid."""
    rows = Posting.objects.filter(budget=budget, account=Account.OBLIGED, entry__obligation__isnull=False)
    sums = rows.order_by().values_list("entry__obligation").annotate(amount=Sum(F("debit") - F("credit")))
    return {pk: amount for pk, amount in sums if amount}


def bank_balance(budget: Budget, on: date | None = None) -> int:
    """What stands on the bank account in this year's books."""
    rows = Posting.objects.filter(budget=budget, account=Account.BANK)
    return _sum(rows.filter(day__lte=on) if on else rows)


@dataclass(frozen=True)
class YearEnd:
    """What stands between a budget and the closing of its year, in qəpik; `orders` counts."""

    owed: int
    orders: int
    committed: int
    bank: int


def year_end(budget: Budget) -> YearEnd:
    """What is owed, ordered, committed and in the bank."""
    waiting = [PaymentOrder.State.PREPARED, PaymentOrder.State.SIGNED]
    orders = PaymentOrder.objects.filter(obligation__line__budget=budget, state__in=waiting).count()
    return YearEnd(
        sum(open_obligations(budget).values()),
        orders,
        sum(open_commitments(budget).values()),
        bank_balance(budget),
    )


@dataclass(frozen=True)
class TrialRow:
    """An account with all that was debited and credited."""

    account: Account
    debit: int
    credit: int

    @property
    def label(self) -> str:
        return str(self.account.label)

    @property
    def debit_balance(self) -> int:
        return max(self.debit - self.credit, 0)

    @property
    def credit_balance(self) -> int:
        return max(self.credit - self.debit, 0)


def trial_balance(budget: Budget, on: date | None = None) -> list[TrialRow]:
    """Every account used; the sums of both columns, and of both columns of balances, are equal."""
    rows = Posting.objects.filter(budget=budget)
    if on:
        rows = rows.filter(day__lte=on)
    sums = rows.order_by().values_list("account").annotate(d=Sum("debit"), c=Sum("credit"))
    return [TrialRow(Account(account), d, c) for account, d, c in sorted(sums)]


def entries_of(budget: Budget) -> "object":
    """The ledger of a budget, newest first, for a list."""
    return Entry.objects.filter(budget=budget).prefetch_related("postings__line").order_by("-number")


def spending_lines(budget: Budget) -> "object":
    """The lines on which money may be committed."""
    return Line.objects.filter(budget=budget, side=Side.EXPENDITURE)


def unbalanced_entries() -> int:
    """Entries whose sides differ; always none. For the check of the house."""
    rows = Posting.objects.values("entry").annotate(d=Sum("debit"), c=Sum("credit"))
    return int(rows.filter(~Q(d=F("c"))).count())
