"""What every report is made of: columns with what they hold, lines with where they lead, and the sums below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db import connection

from belediyye.core import display
from belediyye.core.period import format_date
from belediyye.finance.revenue.models import Head

Kind = Literal["text", "money", "int", "date", "percent"]
# An account's money that no debt has taken yet stands under no tax.
ON_ACCOUNT = 0


@dataclass(frozen=True)
class Column:
    """A column: its heading, what it holds (money in qəpik, per cent in hundredths of one), whether it is summed."""

    title: str
    kind: Kind = "text"
    total: bool = False

    @property
    def numeric(self) -> bool:
        return self.kind in ("money", "int", "percent")


@dataclass(frozen=True)
class Line:
    """A line's values in the order of the columns, and the page that its first cell leads to."""

    cells: tuple[Any, ...]
    url: str = ""


@dataclass(frozen=True)
class Table:
    """A table of a report. `totals` stand below it, for all its lines and not only for those of the page."""

    caption: str
    columns: tuple[Column, ...]
    lines: Sequence[Line]
    totals: tuple[Any, ...] = ()
    empty: str = ""

    def shown(self) -> dict[str, Any]:
        """The table as a page prints it: texts instead of values."""
        columns = self.columns
        return {
            "caption": self.caption,
            "empty": self.empty,
            "columns": columns,
            "lines": [(line.url, _texts(columns, line.cells)) for line in self.lines],
            "totals": _texts(columns, self.totals) if self.totals else [],
        }


def _texts(columns: Sequence[Column], cells: Sequence[Any]) -> list[tuple[Column, str]]:
    return [(column, text_of(column.kind, value)) for column, value in zip(columns, cells, strict=True)]


def text_of(kind: Kind, value: Any) -> str:
    """A value as people read it; a dash for what is not known."""
    if value is None or value == "":
        return "–" if value is None else ""
    if kind == "money":
        return display.money(value)
    if kind == "int":
        return display.number(value)
    if kind == "percent":
        return display.percent(value / 100)
    if kind == "date":
        return format_date(value)
    return str(value)


def sums(columns: Sequence[Column], lines: Iterable[Line], word: str) -> tuple[Any, ...]:
    """The line of totals: `word` in the first column, sums where the column is summed, nothing elsewhere."""
    kept = list(lines)
    return (
        word,
        *(
            sum(line.cells[n] or 0 for line in kept) if column.total else ""
            for n, column in enumerate(columns[1:], 1)
        ),
    )


def share(part: int, whole: int) -> int | None:
    """Part of a whole in hundredths of a per cent, half up; None where there is no whole."""
    return (part * 20_000 + whole) // (2 * whole) if whole > 0 else None


def rows_of(text: str, params: Sequence[Any]) -> list[tuple[Any, ...]]:
    """The rows of one question."""
    with connection.cursor() as cursor:
        cursor.execute(text, list(params))
        return list(cursor.fetchall())


def head_name(head: int, advance: str) -> str:
    """The name of a kind of income; `advance` for money that stands on accounts."""
    if head in Head.values:
        label = str(Head(head).label)
        return (
            label[:1].replace("i", "İ").upper() + label[1:]
            if label[:1] == "i"
            else label[:1].upper() + label[1:]
        )
    return advance
