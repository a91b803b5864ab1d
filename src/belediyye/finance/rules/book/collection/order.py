"""The order in which a payment settles debts. Tax Code 88.1."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from typing import NamedTuple

from .days import whole_qepik

KINDS = ("principal", "interest", "sanction")


class Debt(NamedTuple):
    """Something owed: a name of the caller's choice, principal | interest | sanction, its due day, what is open."""

    id: Hashable
    kind: str
    due: dt.date
    open_qepik: int


class Allocation(NamedTuple):
    """What a payment gives to one debt, and what stays open of it."""

    id: Hashable
    kind: str
    paid_qepik: int
    left_qepik: int


def apportion(payment_qepik: int, debts: Iterable[Debt]) -> tuple[list[Allocation], int]:
    """Every debt in the order of the law, with what the payment gives it; and what is left over as overpayment.

    Principal first, the oldest due day first; then interest; then sanctions, each by age. Of debts of one day the
    one given first comes first. Raises TypeError, ValueError for amounts that are not whole qəpik or unknown kinds."""
    left = whole_qepik(payment_qepik, "payment_qepik")
    waiting = list(debts)
    for debt in waiting:
        whole_qepik(debt.open_qepik, "open_qepik")
        if debt.kind not in KINDS:
            raise ValueError(f"a debt is {' | '.join(KINDS)}, not {debt.kind!r}")
    found = []
    for debt in sorted(waiting, key=lambda d: (KINDS.index(d.kind), d.due)):
        paid = min(left, debt.open_qepik)
        left -= paid
        found.append(Allocation(debt.id, debt.kind, paid, debt.open_qepik - paid))
    return found, left
