"""Reading people's tables: the right sheet by its headings, rows with their numbers, cells as they are."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

import python_calamine as calamine

from belediyye.core.documents.sheets.binary import OLE, Errors
from belediyye.core.documents.sheets.cells import Cell, CellError, cell_of
from belediyye.core.documents.sheets.csvfile import csv_rows
from belediyye.core.documents.sheets.package import look_into
from belediyye.core.documents.sheets.unreadable import UnreadableFile
from belediyye.core.text import fold

HEADING_ROWS: Final = 30
"""The heading row is looked for in so many rows from the top: titles and dates often stand above it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet shows it and the cells of the known columns by key."""

    number: int
    cells: dict[str, Cell]
    aside: dict[str, Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The chosen table of a file.

    ``columns`` maps the keys found to their headings, ``missing`` names the keys not found, ``unknown`` the
    headings kept aside, ``repeated`` the headings that stand twice (the first counts). ``merged`` are the
    merged ranges below the heading, as ``A5:B7``: only their first cell has a value.
    """

    path: Path
    sheet: str
    heading_row: int
    columns: dict[str, str]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    repeated: tuple[str, ...]
    merged: tuple[str, ...]
    _places: dict[int, str]
    _aside: dict[int, str]
    _source: _Source

    @property
    def headings(self) -> list[str]:
        """Every heading, known or not, in the order of the file; one that stands twice only once."""
        written = {p: self.columns[k] for p, k in self._places.items()} | self._aside
        return list(dict.fromkeys(written[place] for place in sorted(written)))

    def __iter__(self) -> Iterator[Row]:
        """The rows below the heading that hold anything, one at a time; raises ``UnreadableFile``."""
        for number, cells in self._source.rows():
            if number > self.heading_row and any(cell is not None for cell in cells):
                width = len(cells)
                yield Row(
                    number,
                    {key: cells[place] if place < width else None for place, key in self._places.items()},
                    {name: cells[place] for place, name in self._aside.items() if place < width},
                )


def read_table(path: Path, headings: Mapping[str, Collection[str]]) -> Table:
    """Open the table whose heading row knows most of ``headings`` (key → its headings in any language).

    Headings match whatever their capitals, marks, spaces and signs. Of several sheets the one that knows
    most is taken, visible ones first. Raises ``UnreadableFile``.

    >>> read_table(Path("no.xlsx"), {"name": ["Ad", "Name"]})
    Traceback (most recent call last):
    belediyye.core.documents.sheets.unreadable.UnreadableFile: missing: The file “no.xlsx” was not found.
    """
    known = {_plain(name): key for key, names in headings.items() for name in (key, *names)}
    best: Table | None = None
    for source in _sources(path):
        table = _table(path, source, headings, known)
        if table and (best is None or len(table.columns) > len(best.columns)):
            best = table
    if best is None:
        raise UnreadableFile("no_headings", path.name)
    return best


def likely_headings(path: Path) -> list[str]:
    """The row that looks most like headings, for a person to say what they mean: of the first rows the one with the
    most different texts. Empty where no row has two. Raises ``UnreadableFile``."""
    best: list[str] = []
    for source in _sources(path):
        for _number, cells in islice(source.rows(), HEADING_ROWS):
            texts = list(dict.fromkeys(c.strip() for c in cells if isinstance(c, str) and c.strip()))
            if len(texts) > max(1, len(best)):
                best = texts
    return best


def _plain(heading: str) -> str:
    return re.sub(r"[\W_]+", "", fold(heading))


def _table(path: Path, source: _Source, headings: Collection[str], known: Mapping[str, str]) -> Table | None:
    best: tuple[int, int, tuple[Cell, ...]] = (0, 0, ())
    for number, cells in islice(source.rows(), HEADING_ROWS):
        hits = len(
            {known[name] for cell in cells if isinstance(cell, str) and (name := _plain(cell)) in known}
        )
        if hits > best[0]:
            best = (hits, number, cells)
    if not best[0]:
        return None
    places: dict[int, str] = {}
    aside: dict[int, str] = {}
    columns: dict[str, str] = {}
    repeated = []
    for place, cell in enumerate(best[2]):
        name = str(cell).strip() if cell is not None else ""
        key = known.get(_plain(name))
        if key is None:
            if name:
                aside[place] = name
        elif key in columns:
            repeated.append(name)
        else:
            places[place], columns[key] = key, name
    return Table(
        path, source.name, best[1], columns, tuple(key for key in headings if key not in columns),
        tuple(aside.values()), tuple(repeated), source.merged(best[1]), places, aside, source,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Source:
    """One sheet of a workbook, or a whole CSV file when ``book`` is None."""

    path: Path
    name: str
    sheet: Any
    errors: Errors

    def rows(self) -> Iterator[tuple[int, tuple[Cell, ...]]]:
        """Every row with its number, empty ones too; columns count from the sheet's first."""
        if self.sheet is None:
            yield from csv_rows(self.path)
            return
        left = (self.sheet.start or (0, 0))[1]
        margin: tuple[Cell, ...] = (None,) * left
        failed = {row for row, _ in self.errors}
        for number, values in enumerate(self.sheet.iter_rows(), 1):
            cells = margin + tuple(map(cell_of, values))
            if number in failed:
                cells = tuple(self._with_error(number, place, cell) for place, cell in enumerate(cells, 1))
            yield number, cells

    def _with_error(self, row: int, place: int, cell: Cell) -> Cell:
        code = self.errors.get((row, place))
        return CellError(code) if code else cell

    def merged(self, below: int) -> tuple[str, ...]:
        ranges = (self.sheet.merged_cell_ranges or ()) if self.sheet is not None else ()
        return tuple(
            f"{_letters(left)}{top + 1}:{_letters(right)}{bottom + 1}"
            for (top, left), (bottom, right) in ranges
            if bottom + 1 > below
        )


def _letters(place: int) -> str:
    name, place = "", place + 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _sources(path: Path) -> Iterator[_Source]:
    if not path.is_file():
        raise UnreadableFile("missing", path.name)
    with path.open("rb") as file:
        head = file.read(8)
    if not head:
        raise UnreadableFile("empty", path.name)
    if head.startswith((b"PK", OLE)):
        yield from _workbook(path, look_into(path))
    else:
        yield _Source(path, "", None, {})


def _workbook(path: Path, errors: dict[str, Errors]) -> Iterator[_Source]:
    book = _guarded(path, lambda: calamine.CalamineWorkbook.from_path(str(path)))
    sheets = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
    sheets.sort(key=lambda meta: meta.visible != calamine.SheetVisibleEnum.Visible)
    for meta in sheets:
        sheet = _guarded(path, lambda name=meta.name: book.get_sheet_by_name(name))
        yield _Source(path, meta.name, sheet, errors.get(meta.name, {}))


def _guarded(path: Path, load: Any) -> Any:
    """What the reader gives; any way in which it can fail becomes a refusal."""
    try:
        return load()
    except calamine.PasswordError:
        raise UnreadableFile("password", path.name) from None
    except (calamine.CalamineError, OSError, ValueError, MemoryError, OverflowError):
        raise UnreadableFile("damaged", path.name) from None
    except BaseException as fault:
        # A panic of the Rust reader is not an Exception; nothing else may be swallowed here.
        if type(fault).__name__ != "PanicException":
            raise
        raise UnreadableFile("damaged", path.name) from None
