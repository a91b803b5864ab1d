"""Years side by side by any classification, under the codes of the newest year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from belediyye.finance.budget.models import Budget
from belediyye.finance.budget.queries.remember import marks, remembered_sums
from belediyye.finance.budget.queries.reports import COLUMNS, Row, tree


@dataclass(frozen=True)
class YearRow:
    """One code over the years: a row of each year's report, and the growth of outturn against the year before."""

    code: str
    name: str
    depth: int
    cells: tuple[Row, ...]

    @property
    def indent(self) -> range:
        return range(self.depth)

    @property
    def growth_bp(self) -> list[int | None]:
        """Outturn against the year before in hundredths of a per cent; None where nothing was before."""
        found: list[int | None] = [None]
        for before, now in zip(self.cells, self.cells[1:], strict=False):
            found.append((now.paid - before.paid) * 10_000 // before.paid if before.paid > 0 else None)
        return found

    @property
    def beside(self) -> list[tuple[Row, int | None]]:
        """Each year's row with its growth, for a table."""
        return list(zip(self.cells, self.growth_bp, strict=True))


@dataclass(frozen=True)
class Years:
    """A side of several years' budgets by a classification, the oldest first; `days` up to which each is known."""

    budgets: tuple[Budget, ...]
    days: tuple[date, ...]
    side: int
    axis: str
    rows: list[YearRow]
    total: YearRow


def over_years(budgets: Sequence[Budget], side: int, axis: str, days: Sequence[date] | None = None) -> Years:
    """Several years by one classification. What stood under codes that changed is counted under those of the newest year.

    `days`: up to which day each year is told; the year's end when not given.
    """
    kept = tuple(sorted(budgets, key=lambda one: one.year))
    until = tuple(days) if days else tuple(date(one.year, 12, 31) for one in kept)
    newest = date(kept[-1].year, 12, 31)
    place = kept[-1].municipality_id
    known = marks(kept)
    each = [
        remembered_sums(one, side, axis, day, newest, known[one.pk])
        for one, day in zip(kept, until, strict=True)
    ]
    every: dict[int | None, list[int]] = {}
    for sums in each:
        for code, cells in sums.items():
            whole = every.setdefault(code, [0] * len(COLUMNS))
            for at, amount in enumerate(cells):
                whole[at] += amount
    order, _whole = tree(axis, every, place)
    trees = [tree(axis, sums, place) for sums in each]
    by_key = [{row.key: row for row in rows} for rows, _total in trees]
    nothing = Row("", "")
    rows = [
        YearRow(row.code, row.name, row.depth, tuple(keys.get(row.key, nothing) for keys in by_key))
        for row in order
    ]
    total = YearRow("", _whole.name, 0, tuple(one for _rows, one in trees))
    return Years(kept, until, side, axis, rows, total)
