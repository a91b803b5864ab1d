"""Conditions that several taxes share: what must be known, whose the object is, when, and who may have relief."""

from __future__ import annotations

from typing import Any

from belediyye.finance.rules.engine import both, either, larger, not_, smaller
from belediyye.finance.rules.engine.algebra import Expr
from belediyye.finance.rules.engine.units import Quantity, Table

from .columns import RELIEFS
from .refusals import NUMBER


def needs(absent: Any, *facts: str, when: Expr | None = None) -> list[tuple[Expr, int]]:
    """A refusal for each of the facts that is missing (where `when` holds)."""
    return [
        (absent(fact) if when is None else both(when, absent(fact)), NUMBER[f"{fact}_missing"])
        for fact in facts
    ]


def whole_or_less(share_num: Quantity, share_den: Quantity) -> list[tuple[Expr, int]]:
    return [(share_num > share_den, NUMBER["share_above_one"])]


def no_share(share_num: Quantity, share_den: Quantity) -> list[tuple[Expr, int]]:
    return [(not_(share_num.equals(share_den)), NUMBER["share_of_vehicle"])]


def owned_at_all(from_month: Quantity, to_month: Quantity, year: int) -> Expr:
    """Whether the object was the person's on some day of the year."""
    return both(from_month <= year * 12 + 11, to_month >= year * 12)


def months_after(from_month: Quantity, to_month: Quantity, year: int) -> Quantity:
    """The months of the year for which the owner pays: from the month after acquisition to the month of disposal."""
    first = larger(from_month + 1, year * 12)
    last = smaller(to_month, year * 12 + 11)
    return larger(last - first + 1, 0)


def entitled(categories: Table, *flags: Expr) -> Expr:
    """Whether one of the person's reliefs (flags in the order of RELIEFS) is among the law's categories."""
    found: Expr | None = None
    for code, flag in zip(RELIEFS, flags, strict=True):
        if categories.values.get(code):
            found = flag if found is None else either(found, flag)
    return found if found is not None else Expr("bool", False)
