"""Wide tables of a treasury: a grand total under code 00, and organisations with programmes under them by code.

In such a table the same code stands once for the organisation and again for each of its economic kinds; only rows whose code
is written as text of two-digit groups are organisations or programmes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from belediyye.finance.budget.importing.found import Difference, Reconciled
from belediyye.finance.budget.importing.rows import AMOUNTS, GRAND, Found

_CODE = re.compile(r"\d{2}( \d{2})*$")


@dataclass(frozen=True)
class Treasury:
    """The grand total by column, and the sum of the organisations at the top by column."""

    stated: dict[str, int]
    organisations: dict[str, int]


def treasury(rows: Sequence[Found]) -> Treasury:
    """The totals of a wide table; a column without the grand total is left out."""
    stated: dict[str, int] = {}
    sums = dict.fromkeys(AMOUNTS, 0)
    seen: set[str] = set()
    for row in rows:
        code = row.cells.get("code", "").strip()
        if not _CODE.fullmatch(code):
            continue
        values = {name: value for name in AMOUNTS if (value := row.amounts.get(name)) is not None}
        if code in GRAND:
            stated = stated or values
        elif (
            (code.count(" ") == 0 or (code.count(" ") == 1 and code.endswith(" 00")))
            and code not in seen
            and values
        ):
            seen.add(code)
            for name, value in values.items():
                sums[name] += value
    return Treasury(stated, {name: sums[name] for name in stated})


_KINDS = re.compile(r"\d\d?$")
"""Whole kinds of spending. What stands under them with a point (2.1), or under 2 as 21, is only “of which”."""
_OF_WHICH = {"21", "2.1"}


@dataclass
class Block:
    """An organisation or programme: its heading row, its total, and its total's kinds."""

    code: str
    heading: Found | None
    total: Found | None = None
    kinds: list[Found] = field(default_factory=list)

    @property
    def amount(self) -> int:
        return (self.total.amounts.get("amount") if self.total else None) or 0

    @property
    def above(self) -> str:
        """The code of the block that this one is a part of; empty for an organisation."""
        groups = self.code.split(" ")
        if len(groups) < 2 or (len(groups) == 2 and groups[1] == "00"):
            return ""
        return f"{groups[0]} 00" if len(groups) == 2 else " ".join(groups[:-1])


def is_wide(rows: Sequence[Found]) -> bool:
    """Whether totals under code 00 stand below organisations again and again."""
    return sum(row.cells.get("code", "").strip() in GRAND for row in rows) > 2


def blocks(rows: Sequence[Found]) -> list[Block]:
    """The table in blocks; the first is the grand total's."""
    found = [Block("", None)]
    for row in rows:
        code = row.cells.get("code", "").strip()
        if code in GRAND:
            if row.amounts.get("amount") is not None and found[-1].total is None:
                found[-1].total = row
        elif " " in code and _CODE.fullmatch(code):
            found.append(Block(code, row))
        elif _KINDS.fullmatch(code) and code not in _OF_WHICH and row.amounts.get("amount"):
            found[-1].kinds.append(row)
    return found


def reconcile_wide(rows: Sequence[Found]) -> Reconciled:
    """Checks each block's total against its kinds, each organisation against its programmes, the grand total against all.

    The lines are the kinds of the organisations: what lies deeper is told by them already.
    """
    whole, *parts = blocks(rows)
    under: dict[str, int] = {}
    for block in parts:
        under[block.above] = under.get(block.above, 0) + block.amount
    differences, totals, checked = [], [], 0
    for block in (whole, *parts):
        if block.total is None:
            continue
        totals.append(block.total.number)
        for made in (sum(kind.amounts["amount"] or 0 for kind in block.kinds), under.get(block.code)):
            if made is None:
                continue
            checked += 1
            if made != block.amount:
                title = block.heading.title if block.heading else block.total.title
                differences.append(Difference(block.total.number, title, block.amount, made))
    lines = [_line(block, kind) for block in parts if not block.above for kind in block.kinds]
    return Reconciled(lines, sum(line.amounts["amount"] or 0 for line in lines), checked, differences, totals)


def _line(block: Block, kind: Found) -> Found:
    title = block.heading.title if block.heading else ""
    cells = kind.cells | {
        "functional": block.code, "functional_name": title, "economic": kind.cells["code"], "economic_name": kind.title, "code": ""
    }  # fmt: skip
    return replace(kind, title=f"{title}: {kind.title}", cells=cells)
