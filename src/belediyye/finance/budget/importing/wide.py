"""Wide tables of a treasury: a grand total under code 00, and organisations with programmes under them by code.

In such a table the same code stands once for the organisation and again for each of its economic kinds; only rows whose code
is written as text of two-digit groups are organisations or programmes.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

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
