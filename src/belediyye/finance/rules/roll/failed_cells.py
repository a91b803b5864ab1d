"""Cells of a workbook whose formula failed (#REF!) or was never computed.

The reader of workbooks gives such a cell as an empty one. For a share, a relief or a date an empty cell means
something, so a broken formula would quietly make a tax too large or too small: the cells are therefore looked for in
the file itself. A formula that was never computed is known only in .xlsx, .xlsm and .ods.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final
from xml.etree import ElementTree

from belediyye.core.documents.sheets.binary import OLE, Errors, errors_of_xls, errors_of_xlsb

Failed = dict[int, dict[int, str]]
"""Row and column, both from 0, and what stands for the cell: the error's own name or the formula."""

CHUNK: Final = 4 * 1024 * 1024
_CELL: Final = re.compile(rb"<(?:\w+:)?c\s([^<>]*?)(?:/>|>(.*?)</(?:\w+:)?c>)", re.DOTALL)
_ROW_ENDS: Final = re.compile(rb"</(?:\w+:)?row>")
_PLACE: Final = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_VALUE: Final = re.compile(rb"<(?:\w+:)?v\b[^<>]*>([^<]*)</")
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f\b[^<>]*?(?:/>|>([^<]*)</)")


def failed_cells(path: str, sheet: str) -> Failed:
    """The failed cells of one sheet. Raises ValueError where a binary workbook cannot be followed."""
    with open(path, "rb") as file:
        if file.read(len(OLE)) == OLE:
            return _counted(errors_of_xls(Path(path)).get(sheet, {}))
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "content.xml" in names:
                return _of_open_document(archive, sheet)
            if "xl/workbook.bin" in names:
                return _counted(errors_of_xlsb(archive)[0].get(sheet, {}))
            part = _part_of(archive, sheet) if "xl/workbook.xml" in names else ""
            if part not in names or not part.endswith(".xml"):
                return {}
            with archive.open(part) as stream:
                return _of_sheet(stream)
    except (zipfile.BadZipFile, ElementTree.ParseError, KeyError):
        return {}


def _counted(errors: Errors) -> Failed:
    """The same, counted from 0 and by row."""
    failed: Failed = {}
    for (row, column), code in errors.items():
        failed.setdefault(row - 1, {})[column - 1] = code
    return failed


def _part_of(archive: zipfile.ZipFile, sheet: str) -> str:
    def elements(name: str) -> Iterator[dict[str, str]]:
        for element in ElementTree.fromstring(archive.read(name)).iter():  # noqa: S314 - in a bounded child
            yield {_local(key): value for key, value in element.attrib.items()}

    wanted = next((e["id"] for e in elements("xl/workbook.xml") if e.get("name") == sheet and "id" in e), "")
    for e in elements("xl/_rels/workbook.xml.rels"):
        if e.get("Id") == wanted and "Target" in e:
            return posixpath.normpath(posixpath.join("/xl", e["Target"])).lstrip("/")
    return ""


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _of_sheet(stream: IO[bytes]) -> Failed:
    found: Failed = {}
    waiting = b""
    while more := stream.read(CHUNK):
        waiting += more
        ends = [end.end() for end in _ROW_ENDS.finditer(waiting)][-1:]
        if ends:
            _of_rows(waiting[: ends[0]], found)
            waiting = waiting[ends[0] :]
    return found


def _of_rows(text: bytes, found: Failed) -> None:
    if b't="e"' not in text and not _FORMULA.search(text):
        return
    for cell in _CELL.finditer(text):
        marks, inside = cell.group(1), cell.group(2) or b""
        formula, place = _FORMULA.search(inside), _PLACE.search(marks)
        failed = b't="e"' in marks
        if place is None or not (failed or formula):
            continue
        value = _VALUE.search(inside)
        shown = value.group(1).strip() if value else b""
        if failed:
            said = shown.decode(errors="replace") or "=?"
        elif formula and not shown and b't="str"' not in marks:  # an empty text is an answer
            said = f"={(formula.group(1) or b'?').decode(errors='replace')[:60]}"
        else:
            continue
        found.setdefault(int(place.group(2)) - 1, {})[_column(place.group(1))] = said


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def _of_open_document(archive: zipfile.ZipFile, sheet: str) -> Failed:
    found: Failed = {}
    row, inside = 0, False
    with archive.open("content.xml") as stream:
        for event, element in ElementTree.iterparse(stream, ("start", "end")):  # noqa: S314 - in a bounded child
            tag = _local(element.tag)
            if tag == "table":
                inside = event == "start" and _mark(element, "name") == sheet
                row = 0
            elif tag == "table-row" and event == "end":
                if inside:
                    _of_open_row(element, row, found)
                    row += int(_mark(element, "number-rows-repeated") or 1)
                element.clear()
    return found


def _mark(element: ElementTree.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")


def _of_open_row(element: ElementTree.Element, row: int, found: Failed) -> None:
    column = 0
    for cell in element:
        kinds = [value for key, value in cell.attrib.items() if _local(key) == "value-type"]
        if "error" in kinds or (not kinds and _mark(cell, "formula")):
            said = "".join(cell.itertext()).strip()
            found.setdefault(row, {})[column] = said if said.startswith("#") else "=?"
        column += int(_mark(cell, "number-columns-repeated") or 1)
