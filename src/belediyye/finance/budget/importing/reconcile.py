"""Do the parts of a file add up to what the file itself says? Level by level, and for its grand totals."""

from collections.abc import Sequence

from belediyye.finance.budget.importing.found import Difference, Reconciled
from belediyye.finance.budget.importing.rows import Found, is_total, read_lines
from belediyye.finance.budget.importing.wide import is_wide, reconcile_wide


def reconcile(rows: Sequence[Found]) -> Reconciled:
    """Checks every total that the file states against the rows that make it up."""
    if is_wide(rows):
        return reconcile_wide(rows)
    kept = [row for row in rows if row.amounts.get("amount") is not None]
    levelled = any(row.level is not None for row in kept)
    if any(row.cells.get("parent") for row in kept):
        sums = _by_parent(kept)
    elif levelled:
        sums = _by_level(kept)
    else:
        sums = _by_total(kept)
    lines = read_lines(rows)
    total = sum(row.amounts["amount"] or 0 for row in lines)
    differences = [
        Difference(row.number, row.title, row.amounts["amount"] or 0, found)
        for row, found in sums
        if row.amounts["amount"] != found
    ]
    totals = [row.number for row, _found in sums]
    return Reconciled(lines, total, len(sums), differences, totals)


def _by_level(rows: Sequence[Found]) -> list[tuple[Found, int]]:
    """A row with deeper rows under it is the sum of those one level below (of the next deeper level that is there)."""
    sums = []
    for place, row in enumerate(rows):
        under = []
        for later in rows[place + 1 :]:
            if (
                later.level is None
                or row.level is None
                or later.level <= row.level
                or later.cells.get("side") != row.cells.get("side")
            ):
                break
            under.append(later)
        if under:
            nearest = min(one.level or 0 for one in under)
            sums.append((row, sum(one.amounts["amount"] or 0 for one in under if one.level == nearest)))
    return sums


def _by_parent(rows: Sequence[Found]) -> list[tuple[Found, int]]:
    parts: dict[tuple[str | None, str], int] = {}
    for one in rows:
        if above := one.cells.get("parent"):
            key = one.cells.get("side"), above
            parts[key] = parts.get(key, 0) + (one.amounts["amount"] or 0)
    found = ((row, parts.get((row.cells.get("side"), row.title))) for row in rows)
    return [(row, amount) for row, amount in found if amount is not None]


def _by_total(rows: Sequence[Found]) -> list[tuple[Found, int]]:
    """A total in a flat list sums everything above it up to the total before."""
    sums, running, any_row = [], 0, False
    for row in rows:
        if is_total(row):
            if any_row:
                sums.append((row, running))
            running, any_row = 0, False
        else:
            running, any_row = running + (row.amounts["amount"] or 0), True
    return sums
