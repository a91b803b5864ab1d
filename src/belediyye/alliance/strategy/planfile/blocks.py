"""A file as rows of cells: paragraphs are rows of one cell, table rows have several. Whatever the format."""

import datetime
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from belediyye.alliance.strategy.planfile.dates import looks_like_when
from belediyye.alliance.strategy.planfile.marks import is_heading

MAX_BYTES = 30_000_000


class UnreadablePlan(ValueError):
    """The file is no plan that can be read; the text says why, for people."""


@dataclass(frozen=True)
class Row:
    """One paragraph (`in_table` false) or one row of a table; `where` says the place in the file."""

    cells: tuple[str, ...]
    where: str
    in_table: bool


def read_rows(path: Path) -> list[Row]:
    """The rows of a .txt, .docx or .xlsx file. Raises UnreadablePlan."""
    readers = {".txt": _text, ".docx": _docx, ".xlsx": _xlsx}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise UnreadablePlan(f"{path.name}: a plan is read from .txt, .docx or .xlsx.")
    if not path.is_file():
        raise UnreadablePlan(f"{path.name}: there is no such file.")
    if path.stat().st_size > MAX_BYTES:
        raise UnreadablePlan(f"{path.name}: the file is larger than a plan can be (30 MB).")
    try:
        return [row for row in reader(path) if any(cell.strip() for cell in row.cells)]
    except UnreadablePlan:
        raise
    except Exception as error:
        raise UnreadablePlan(
            f"{path.name}: the file is damaged or is not what its name says ({error})."
        ) from error


def _docx(path: Path) -> Iterator[Row]:
    from docx import Document
    from docx.table import Table

    with zipfile.ZipFile(path) as archive:
        if sum(part.file_size for part in archive.infolist()) > 10 * MAX_BYTES:
            raise UnreadablePlan(f"{path.name}: the file unpacks to more than a plan can be.")
    paragraph = table = 0
    for block in Document(str(path)).iter_inner_content():
        if not isinstance(block, Table):
            paragraph += 1
            yield Row((block.text,), f"paragraph {paragraph}", False)
            continue
        table += 1
        for number, row in enumerate(block.rows, 1):
            cells, seen = [], set()
            for cell in row.cells:
                if cell._tc not in seen:
                    seen.add(cell._tc)
                    cells.append(cell.text)
            yield Row(tuple(cells), f"table {table}, row {number}", True)


def _xlsx(path: Path) -> Iterator[Row]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(str(path))
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        first = sheet.start[0] if sheet.start else 0
        for number, values in enumerate(sheet.to_python(), first + 1):
            cells = [_shown(value) for value in values]
            while cells and not cells[-1].strip():
                cells.pop()
            yield Row(tuple(cells), f"{name}, row {number}", len(cells) > 1)


def _shown(value: object) -> str:
    if isinstance(value, datetime.datetime | datetime.date):
        return f"{value.day:02d}.{value.month:02d}.{value.year}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    if b"\0" in data[:200] and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadablePlan(f"{path.name}: this is not a text file.")
    encodings = ["utf-16"] if data.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1254"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadablePlan(f"{path.name}: the letters of the text cannot be read; save it as UTF-8.")


@dataclass
class _Cell:
    line: int
    text: str
    open: bool = True


def _text(path: Path) -> Iterator[Row]:
    """Text from a word processor: a tab at the start of a line begins a cell, the lines after it go on with it."""
    cells: list[_Cell] = []
    blank = False
    for number, raw in enumerate(_decoded(path).splitlines(), 1):
        line = raw.rstrip()
        if raw.startswith("\t"):
            parts = raw[1:].split("\t")
            cells += [_Cell(number, part.strip()) for part in parts]
        elif not line.strip():
            blank = True
            continue
        elif cells and _goes_on(cells[-1].text, line.strip(), blank):
            cells[-1].text += "\n" + line.strip()
        else:
            yield from _rows_of(cells)
            cells = []
            yield Row((line.strip(),), f"line {number}", False)
        blank = False
    yield from _rows_of(cells)


def _goes_on(text: str, line: str, blank: bool) -> bool:
    """Whether a line without a tab still belongs to the cell: at once always, after a blank line only if it must."""
    if not blank:
        return True
    if re.match(r"\d+\s*[“\"«]", line):
        return False
    bare_code = is_heading(text) and len(text) < 14
    return (
        text.endswith((",", "-", "–"))
        or line[0].islower()
        or line.startswith("(")
        or bare_code
        or (looks_like_when(text) and looks_like_when(line))
    )


def _rows_of(cells: list[_Cell]) -> Iterator[Row]:
    """Cells in a stream become rows: a heading stands alone; a date, a result and who answers make an activity."""
    place = 0
    while place < len(cells):
        cell = cells[place]
        if is_heading(cell.text) or not cell.text:
            if cell.text:
                yield Row((cell.text,), f"line {cell.line}", True)
            place += 1
            continue
        row = [cell.text]
        place += 1
        while place < len(cells) and len(row) < 3:
            text = cells[place].text
            if is_heading(text) or (len(row) == 2 and looks_like_when(text)):
                break
            row.append(text)
            place += 1
        row += [""] * (3 - len(row))
        yield Row(tuple(row), f"line {cell.line}", True)
