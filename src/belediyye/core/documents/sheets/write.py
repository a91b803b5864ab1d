"""Writing tables for people: XLSX in constant memory and CSV, with headings in their language.

Text is always written as text: a name that begins with ``=`` or ``+`` never becomes a formula. In CSV,
where a program may still read it as one, an apostrophe is put before it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any, Final, Literal, TypeAlias

import xlsxwriter  # type: ignore[import-untyped]

from belediyye.core.documents.sheets.harmless import CsvWriter

Value: TypeAlias = str | int | date | None
Kind = Literal["text", "money", "date", "int"]

_LAST_ROW: Final = 1_048_576
_LONGEST_TEXT: Final = 32_767
_TOTAL: Final = {"az": "CƏMİ", "en": "TOTAL"}
_FORMATS: Final[dict[Kind, dict[str, Any]]] = {
    "text": {"num_format": "@"},
    "money": {"num_format": "#,##0.00"},
    "date": {"num_format": "dd.mm.yyyy"},
    "int": {"num_format": "0"},
}
_FIRST_DAY: Final = date(1900, 3, 1)  # before it spreadsheets disagree on the calendar


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading in az and en, what it holds (money in qəpik), its width, whether it is summed."""

    heading: Mapping[str, str] = field(hash=False)
    kind: Kind = "text"
    width: int = 16
    total: bool = False


def write_xlsx(
    target: Path | IO[bytes],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    made: datetime,
    language: str = "az",
    sheet: str = "Cədvəl",
    above: Sequence[str] = (),
) -> int:
    """Write one table and return how many rows it has; the totals stand below it as values, and `above` its headings
    stand the lines that say what it is: title, whose, as of which day.

    The same rows, language and ``made`` give the same bytes. Rows are taken one at a time and may be
    millions: past the last row of a sheet the table goes on in the next. Raises ``OSError``.
    """
    book = xlsxwriter.Workbook(
        str(target) if isinstance(target, Path) else target,
        {"constant_memory": True, "default_date_format": "dd.mm.yyyy"},
    )
    book.set_properties({"created": made.replace(tzinfo=None)})
    pages = _Pages(book, columns, language, sheet, [line for line in above if line])
    for row in rows:
        pages.add(row)
    pages.finish()
    book.close()
    return pages.count


class _Pages:
    """The sheets of one long table, the totals kept as they pass."""

    def __init__(
        self, book: Any, columns: Sequence[Column], language: str, name: str, above: Sequence[str]
    ) -> None:
        self.above = above
        self.book, self.columns, self.language, self.name = book, columns, language, name
        self.count = self.line = self.page = 0
        self.sums = [0] * len(columns)
        self.formats = [book.add_format(_FORMATS[column.kind]) for column in columns]
        self.bold = [book.add_format({**_FORMATS[column.kind], "bold": True, "top": 1}) for column in columns]
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.sheet: Any = None
        self._turn()

    def _turn(self) -> None:
        self.page += 1
        self.sheet = self.book.add_worksheet(self.name if self.page == 1 else f"{self.name} {self.page}")
        top = len(self.above)
        self.sheet.freeze_panes(top + 1, 0)
        self.sheet.repeat_rows(top)
        self.sheet.set_landscape()
        self.sheet.set_paper(9)
        self.sheet.fit_to_pages(1, 0)
        for place, column in enumerate(self.columns):
            self.sheet.set_column(place, place, column.width)
        for line, text in enumerate(self.above):
            self.sheet.write_string(line, 0, text, *([self.title] if line == 0 else []))
        for place, column in enumerate(self.columns):
            self.sheet.write_string(top, place, column.heading[self.language], self.head)
        self.line = top + 1

    def add(self, row: Sequence[Value]) -> None:
        if self.line >= _LAST_ROW - 1:  # one line is left for the totals
            self._turn()
        for place, (column, value) in enumerate(zip(self.columns, row, strict=True)):
            self._cell(place, column.kind, value, self.formats[place])
            if column.total and isinstance(value, int):
                self.sums[place] += value
        self.line += 1
        self.count += 1

    def finish(self) -> None:
        if any(column.total for column in self.columns):
            for place, column in enumerate(self.columns):
                if column.total:
                    self._cell(place, column.kind, self.sums[place], self.bold[place])
            if not self.columns[0].total:
                self.sheet.write_string(self.line, 0, _TOTAL[self.language], self.bold[0])

    def _cell(self, place: int, kind: Kind, value: Value, style: Any) -> None:
        if value is None or value == "":
            return
        if kind == "money" and isinstance(value, int):
            self.sheet.write_number(self.line, place, Decimal(value).scaleb(-2), style)
        elif kind == "int" and isinstance(value, int) and abs(value) < 10**15:
            self.sheet.write_number(self.line, place, value, style)
        elif kind == "date" and isinstance(value, date) and value >= _FIRST_DAY:
            self.sheet.write_datetime(self.line, place, value, style)
        else:
            self.sheet.write_string(self.line, place, _text(value)[:_LONGEST_TEXT], style)


def _text(value: Value) -> str:
    return value.strftime("%d.%m.%Y") if isinstance(value, date) else str(value)


def write_csv(
    target: IO[str],
    columns: Sequence[Column],
    rows: Iterable[Sequence[Value]],
    *,
    language: str = "az",
    bom: bool = False,
    separator: str = ",",
) -> int:
    """Write one table as CSV and return how many rows it has; no totals: CSV is for machines and archives.

    Money is ``1234.50``, days are ``2026-11-22``. Open ``target`` with ``encoding="utf-8", newline=""``;
    ``bom`` helps the spreadsheets that would otherwise misread Azerbaijani letters. Raises ``OSError``.
    """
    if bom:
        target.write("\ufeff")
    writer = CsvWriter(target, separator=separator)
    writer.writerow([column.heading[language] for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_field(column.kind, value) for column, value in zip(columns, row, strict=True)])
        count += 1
    return count


def _field(kind: Kind, value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, int):
        return str(Decimal(value).scaleb(-2)) if kind == "money" else str(value)
    return value.isoformat() if isinstance(value, date) else value
