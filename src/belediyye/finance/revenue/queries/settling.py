"""What a sum would settle on an account, before it is posted: the order of the law on one payer's debts."""

from dataclasses import dataclass
from datetime import date

from belediyye.finance.revenue.models import Taxpayer
from belediyye.finance.revenue.queries.balance import owed
from belediyye.finance.revenue.queries.cases import said_of

PRINCIPAL, INTEREST, SANCTION, LATER = 0, 1, 2, 3


@dataclass(frozen=True)
class Settled:
    """A part of the sum: what it goes to, which component, how much, what stays open of that."""

    what: str
    stage: int
    amount: int
    left: int


def would_settle(payer: Taxpayer, amount: int, day: date) -> tuple[list[Settled], int]:
    """How `amount` qəpik paid on `day` would be spread, and what would stay as overpayment.

    Principal that is due, the oldest first; interest; sanctions; principal that is not yet due (Tax Code, 88.1): the
    same order in which the database posts it."""
    open_ = []
    for debt in owed(payer, day).debts:
        due = debt.demand.due or day
        stage = LATER if due > day else PRINCIPAL
        for part, at in (
            (debt.principal, stage),
            (debt.interest + debt.accruing, INTEREST),
            (debt.sanction, SANCTION),
        ):
            if part > 0:
                open_.append((at, due, debt.demand.pk, part, said_of(debt.demand)))
    left, found = amount, []
    for stage, _due, _pk, part, what in sorted(open_):
        if left <= 0:
            break
        paid = min(left, part)
        left -= paid
        found.append(Settled(what, stage, paid, part - paid))
    return found, left
