"""Relief, spent once for a person, a year and a tax, in the order of the person's rows.

The right of a row is the whole yearly amount (30 or 10 AZN) where the row's person and use are entitled, else 0.
Row i gets  min(tax_i, max(0, right_i − taxes of the entitled rows before it)),  so every reader can do it with a
running sum; nothing is carried to another year, and no amount falls below zero.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from belediyye.finance.rules.engine.explain import Step


class Row(NamedTuple):
    """A row of a person's roll: who, which tax, its tax, its right to relief, and whether the municipality bills it."""

    person: object
    tax: str
    tax_qepik: int
    relief_right_qepik: int
    municipal: bool = True


def relief_of(tax: int, right: int, before: int) -> int:
    """The relief of one row, when the entitled rows before it had taxes of `before` together."""
    return min(tax, max(0, right - before))


def spend_relief(rows: Iterable[Row]) -> list[tuple[int, int]]:
    """(relief, taxes of entitled rows before) of each row, in the order given; persons may be mixed.

    Amounts for the state budget get no municipal relief and spend none."""
    before: dict[tuple[object, str], int] = {}
    spent = []
    for row in rows:
        if row.relief_right_qepik <= 0 or not row.municipal:
            spent.append((0, before.get((row.person, row.tax), 0)))
            continue
        key = (row.person, row.tax)
        already = before.get(key, 0)
        spent.append((relief_of(row.tax_qepik, row.relief_right_qepik, already), already))
        before[key] = already + row.tax_qepik
    return spent


_RELIEF = {"az": "Güzəşt", "en": "Relief"}
_DUE = {"az": "Ödəniləcək məbləğ", "en": "Amount due"}


def due_steps(tax: int, right: int, before: int, budget: str) -> list[Step]:
    """The last steps of an explanation: what earlier rows used, the relief of this row, the amount due."""
    if budget == "state":
        right, before = 0, 0
    relief = relief_of(tax, right, before)
    inputs = {"tax_qepik": tax, "relief_right_qepik": right, "used_before": before}
    relief_op = ["min", "tax_qepik", ["max", 0, ["sub", "relief_right_qepik", "used_before"]]]
    if budget == "state":
        inputs, relief_op = {}, 0  # type: ignore[assignment]
    return [
        Step("relief_qepik", _RELIEF, relief, 100, "AZN", (), "read", inputs, relief_op),
        Step("due_qepik", _DUE, tax - relief, 100, "AZN", (), "read",
             {"tax_qepik": tax, "relief_qepik": relief}, ["sub", "tax_qepik", "relief_qepik"]),
    ]  # fmt: skip
