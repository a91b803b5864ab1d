"""Years side by side by any classification, under the codes of the newest year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from belediyye.finance.budget.models import Budget
from belediyye.finance.budget.queries.remember import marks, remembered_sums
from belediyye.finance.budget.queries.reports import COLUMNS, Row, tree


def growth(amounts: Sequence[int | None], whole: Sequence[bool]) -> list[int | None]:
    """Each amount against the one before in hundredths of a per cent, cut off towards zero.

    None where nothing was before, and where one of the two years is not over: a part is not compared with a whole.
    """
    found: list[int | None] = [None]
    for at in range(1, len(amounts)):
        before, now = amounts[at - 1], amounts[at]
        known = whole[at - 1] and whole[at] and before is not None and now is not None and before > 0
        found.append(_cut((now - before) * 10_000, before) if known else None)  # type: ignore[operator, arg-type]
    return found


def _cut(part: int, whole: int) -> int:
    return part // whole if part >= 0 else -(-part // whole)


def is_whole(budget: Budget, day: date) -> bool:
    """Whether a year is over, as far as its figures go."""
    return budget.closed_on is not None or day >= date(budget.year, 12, 31)


@dataclass(frozen=True)
class YearRow:
    """One code over the years: a row of each year's report, and the growth of outturn against the year before."""

    code: str
    name: str
    depth: int
    cells: tuple[Row, ...]
    whole: tuple[bool, ...]

    @property
    def indent(self) -> range:
        return range(self.depth)

    @property
    def growth_bp(self) -> list[int | None]:
        """Outturn against the year before, of years that are over; see `growth`."""
        return growth([cell.paid for cell in self.cells], self.whole)

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
    whole = tuple(is_whole(one, day) for one, day in zip(kept, until, strict=True))
    rows = [
        YearRow(row.code, row.name, row.depth, tuple(keys.get(row.key, nothing) for keys in by_key), whole)
        for row in order
    ]
    total = YearRow("", _whole.name, 0, tuple(one for _rows, one in trees), whole)
    return Years(kept, until, side, axis, rows, total)
