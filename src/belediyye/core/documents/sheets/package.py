"""Looking into a workbook's parcel before it is loaded: its size, its extent, and the cells that show errors.

Calamine keeps a whole sheet as one rectangle in memory and reads an error cell as an empty one. A file of
few bytes can claim a rectangle of many thousand million cells, and a lost ``#REF!`` would pass for "nothing
given". Both are found here by reading the parcel's XML as a stream of bytes; `binary` finds them in .xls and .xlsb.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final

from belediyye.core.documents.sheets.binary import OLE, Errors, errors_of_xls, errors_of_xlsb
from belediyye.core.documents.sheets.relations import attribute, parts_by_relation, text_of
from belediyye.core.documents.sheets.unreadable import UnreadableFile

MAX_UNPACKED: Final = 1 << 30
# A real sheet shrinks ten to thirty times in its parcel; one that shrinks more was made to fill memory.
PLAIN_BYTES: Final = 1 << 25
MOST_SHRUNK: Final = 100
MAX_CELLS: Final = 40_000_000
# What every parcel of an office program holds: one of Microsoft's formats, or of OpenDocument.
PARCELS: Final = {"[Content_Types].xml", "mimetype", "content.xml"}
_BLOCK: Final = 1 << 20
_LONGEST_TAG: Final = 4096
_REFERENCE: Final = re.compile(rb"""\sr=["']\$?([A-Za-z]{1,3})\$?([0-9]{1,7})["']""")
_ERROR: Final = re.compile(
    rb"""<(?:\w+:)?c\s([^>]*\st=["']e["'][^>]*)>(?:(?!</(?:\w+:)?c>).){0,2000}?<(?:\w+:)?v>([^<]{1,20})<""",
    re.DOTALL,
)
_REPEATED: Final = re.compile(rb"""number-(rows|columns)-repeated=["']([0-9]{1,10})["']""")
_ODS_ROW: Final = re.compile(rb"<table:table-row([^>]*)>(.*?)</table:table-row>", re.DOTALL)
_ODS_CELL: Final = re.compile(rb"<table:(?:covered-)?table-cell([^>]*)>")


def look_into(path: Path) -> dict[str, Errors]:
    """The error cells of each sheet of a workbook, by the sheet's name.

    Raises ``UnreadableFile`` for what is damaged or too large.
    """
    found: dict[str, Errors] = {}
    try:
        with path.open("rb") as file:
            if file.read(len(OLE)) == OLE:
                return errors_of_xls(path)
        with zipfile.ZipFile(path) as parcel:
            if is_swollen(parcel):
                raise UnreadableFile("too_large", path.name)
            if PARCELS.isdisjoint(parcel.namelist()):
                raise UnreadableFile("archive", path.name)
            for name in parcel.namelist():
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name):
                    with parcel.open(name) as part:
                        found[name] = _sheet(_blocks(part), path)
                elif name == "xl/workbook.bin":
                    errors, largest = errors_of_xlsb(parcel)
                    if largest > MAX_CELLS:
                        raise UnreadableFile("too_large", path.name)
                    return errors
                elif name == "content.xml":
                    with parcel.open(name) as part:
                        _ods(part.read(MAX_UNPACKED), path)
            return _by_name(parcel, found) if any(found.values()) else {}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as fault:
        if isinstance(fault, UnreadableFile):
            raise
        reason = "password" if "encrypted" in str(fault) else "damaged"
        raise UnreadableFile(reason, path.name) from None


def is_swollen(parcel: zipfile.ZipFile) -> bool:
    """Whether what the parcel's directory says of its parts is too much to unpack; nothing is unpacked to know it."""
    parts = parcel.infolist()
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts)
    return whole > MAX_UNPACKED or (whole > PLAIN_BYTES and whole > MOST_SHRUNK * packed)


def _by_name(parcel: zipfile.ZipFile, found: dict[str, Errors]) -> dict[str, Errors]:
    parts = parts_by_relation(parcel, "workbook.xml")
    tags = re.findall(r"<(?:\w+:)?sheet\s[^>]*>", text_of(parcel, "xl/workbook.xml"))
    return {attribute(tag, "name"): found.get(parts.get(attribute(tag, r"\w+:id"), ""), {}) for tag in tags}


def _blocks(part: IO[bytes]) -> Iterator[bytes]:
    """The part in blocks that overlap, so that no tag is cut in two unseen."""
    rest = b""
    while block := part.read(_BLOCK):
        yield rest + block
        rest = block[-_LONGEST_TAG:]


def _sheet(blocks: Iterator[bytes], path: Path) -> Errors:
    errors: Errors = {}
    last_row = last_column = 1
    for block in blocks:
        references = _REFERENCE.findall(block)
        if references:
            last_column = max(
                last_column, *(column_number(letters) for letters in {c for c, _ in references})
            )
            last_row = max(last_row, *map(int, {row for _, row in references}))
        if last_row * last_column > MAX_CELLS:
            raise UnreadableFile("too_large", path.name)
        if b't="e"' in block or b"t='e'" in block:
            for tag, code in _ERROR.findall(block):
                if where := _REFERENCE.search(b" " + tag):
                    errors[int(where[2]), column_number(where[1])] = code.decode("ascii", "replace")
    return errors


def _ods(content: bytes, path: Path) -> None:
    cells = 0
    for attributes, inside in _ODS_ROW.findall(content):
        if b"office:value" not in inside and b"<text:p" not in inside:
            continue  # the empty rest of a sheet is repeated a million times in every ODS file
        width = sum(_repeats(tag) for tag in _ODS_CELL.findall(inside))
        cells += _repeats(attributes) * width
        if cells > MAX_CELLS:
            raise UnreadableFile("too_large", path.name)


def _repeats(attributes: bytes) -> int:
    found = _REPEATED.search(attributes)
    return int(found[2]) if found else 1


def column_number(letters: bytes) -> int:
    """A → 1, Z → 26, AA → 27."""
    number = 0
    for code in letters.upper():
        number = number * 26 + code - 64
    return number
