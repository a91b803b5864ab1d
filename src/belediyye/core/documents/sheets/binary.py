"""Error cells of the binary workbooks, .xls (BIFF5, BIFF8) and .xlsb (BIFF12), found in their records.

Calamine gives such a cell as an empty one, and python-calamine has no way to ask for it; for a share, a relief or a
date "nothing given" means something. Only the records that can hold an error are looked at, nothing else is decoded.
Sources: Microsoft's [MS-CFB], [MS-XLS] and [MS-XLSB].
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from struct import Struct, error, unpack_from
from typing import Final, TypeAlias

from belediyye.core.documents.sheets.relations import parts_by_relation

Errors: TypeAlias = dict[tuple[int, int], str]
"""The codes of error cells by row and column, counted from 1."""

OLE: Final = b"\xd0\xcf\x11\xe0"
CODES: Final = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!",
                0x2A: "#N/A", 0x2B: "#GETTING_DATA"}  # fmt: skip
_UNKNOWN: Final = "#ERROR!"


class OddWorkbook(ValueError):
    """The records cannot be followed, so nobody can say which cells show errors."""


@contextmanager
def _followed() -> Iterator[None]:
    try:
        yield
    except (error, IndexError, UnicodeDecodeError) as fault:
        raise OddWorkbook(str(fault)) from fault


def errors_of_xls(path: Path) -> dict[str, Errors]:
    """The error cells of each sheet of an .xls, by the sheet's name. Raises OddWorkbook, OSError."""
    with _followed():
        return _xls(_stream(path.read_bytes()))


def errors_of_xlsb(parcel: zipfile.ZipFile) -> tuple[dict[str, Errors], int]:
    """The error cells of each sheet of an .xlsb, by the sheet's name, and the cells of the largest rectangle.

    Raises OddWorkbook."""
    found, largest = {}, 1
    with _followed():
        parts = parts_by_relation(parcel, "workbook.bin")
        for name, relation in _xlsb_sheets(parcel.read("xl/workbook.bin")):
            if (part := parts.get(relation, "")) in parcel.namelist() and part.startswith("xl/worksheets/"):
                found[name], cells = _xlsb_sheet(parcel.read(part))
                largest = max(largest, cells)
    return found, largest


# .xls: a small file system (sectors in chains) that holds one stream of records -------------------------------------


def _stream(file: bytes) -> bytes:
    """The workbook's stream out of the compound file."""
    sector, small = 1 << unpack_from("<H", file, 0x1E)[0], 1 << unpack_from("<H", file, 0x20)[0]
    first_folder, cutoff, first_small = (
        unpack_from("<I", file, 0x30)[0],
        *unpack_from("<II", file, 0x38),
    )
    more, count = unpack_from("<II", file, 0x44)
    if sector < 64 or small < 8:
        raise OddWorkbook("sectors")

    def at(place: int) -> bytes:
        return file[(place + 1) * sector : (place + 2) * sector]

    tables = list(unpack_from("<109I", file, 0x4C))
    for _ in range(min(count, len(file) // sector)):
        *further, more = _numbers(at(more))
        tables += further
    following = [n for place in tables if place < len(file) // sector for n in _numbers(at(place))]

    def whole(start: int) -> bytes:
        return b"".join(map(at, _chain(start, following)))

    folder = whole(first_folder)
    root = b""
    for place in range(0, len(folder) - 127, 128):
        length, kind = unpack_from("<HB", folder, place + 64)
        start, size = unpack_from("<II", folder, place + 116)
        name = folder[place : place + max(0, length - 2)].decode("utf-16-le", "replace").lower()
        if kind == 5:
            root = whole(start)
        elif kind == 2 and name in ("workbook", "book"):
            if size >= cutoff:
                return whole(start)[:size]
            pieces = _chain(start, _numbers(whole(first_small)))
            return b"".join(root[n * small : (n + 1) * small] for n in pieces)[:size]
    raise OddWorkbook("no workbook inside")


def _numbers(block: bytes) -> list[int]:
    return list(unpack_from(f"<{len(block) // 4}I", block))


def _chain(start: int, following: list[int]) -> list[int]:
    """The places from `start` on; a ring is refused."""
    places: list[int] = []
    while start < len(following):
        places.append(start)
        start = following[start]
        if len(places) > len(following):
            raise OddWorkbook("a ring of sectors")
    return places


_HEAD: Final = Struct("<HH")
_EOF, _FORMULA, _ENCRYPTED, _SHEET, _BOOL_OR_ERROR, _BOF = 0x0A, 0x06, 0x2F, 0x85, 0x205, 0x809


def _records(stream: bytes, start: int) -> Iterator[tuple[int, int]]:
    """(kind, where its data begins) of the records of one part, those of charts drawn inside left out."""
    depth, end, head = 0, len(stream) - 4, _HEAD.unpack_from
    while start <= end:
        kind, length = head(stream, start)
        if kind == _BOF:
            depth += 1
        elif kind == _EOF:
            depth -= 1
            if depth <= 0:
                return
        elif depth == 1:
            yield kind, start + 4
        start += 4 + length
    raise OddWorkbook("the records end too early")


def _xls(stream: bytes) -> dict[str, Errors]:
    sheets: dict[str, Errors] = {}
    version = unpack_from("<H", stream, 4)[0]
    for kind, at in _records(stream, 0):
        if kind == _ENCRYPTED:
            return {}  # the reader asks for the password by itself
        if kind == _SHEET:
            where, _visible, sort, length = unpack_from("<IBBB", stream, at)
            if sort:
                continue  # a chart or a macro
            wide = version >= 0x600 and stream[at + 7] & 1
            start = at + (8 if version >= 0x600 else 7)
            name = stream[start : start + length * (2 if wide else 1)]
            sheets[name.decode("utf-16-le" if wide else "latin-1")] = _xls_sheet(stream, where)
    return sheets


def _xls_sheet(stream: bytes, where: int) -> Errors:
    errors: Errors = {}
    for kind, at in _records(stream, where):
        if kind == _BOOL_OR_ERROR:
            row, column, _look, code, is_error = unpack_from("<HHHBB", stream, at)
        elif kind == _FORMULA:
            row, column, _look, sort, _, code, mark = unpack_from("<HHHBBB3xH", stream, at)
            is_error = mark == 0xFFFF and sort == 2
        else:
            continue
        if is_error:
            errors[row + 1, column + 1] = CODES.get(code, _UNKNOWN)
    return errors


# .xlsb: the parts of an .xlsx, as records ----------------------------------------------------------------------------


def _records12(part: bytes) -> Iterator[tuple[int, int]]:
    """(kind, where its data begins) of each record; kind and length are written in sevens of bits."""
    at, end = 0, len(part)
    while at < end:
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = (kind & 0x7F) | (part[at] & 0x7F) << 7
            at += 1
        length = shift = 0
        while True:
            byte = part[at]
            at += 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80 or shift == 28:
                break
        yield kind, at
        at += length


def _xlsb_sheets(book: bytes) -> Iterator[tuple[str, str]]:
    """(name, relation) of each sheet."""
    for kind, at in _records12(book):
        if kind == 156:  # a sheet: state, number, relation, name
            relation, after = _wide(book, at + 8)
            yield _wide(book, after)[0], relation


def _xlsb_sheet(part: bytes) -> tuple[Errors, int]:
    errors: Errors = {}
    row = last_row = last_column = 0
    for kind, at in _records12(part):
        if kind == 0:  # a row begins
            (row,) = unpack_from("<I", part, at)
            last_row = max(last_row, row)
        elif kind <= 11:  # a cell; 3 and 11 are an error and a formula that failed
            (column,) = unpack_from("<I", part, at)
            last_column = max(last_column, column)
            if kind in (3, 11):
                errors[row + 1, column + 1] = CODES.get(part[at + 8], _UNKNOWN)
    return errors, (last_row + 1) * (last_column + 1)


def _wide(book: bytes, at: int) -> tuple[str, int]:
    (length,) = unpack_from("<I", book, at)
    if length == 0xFFFFFFFF:  # no text at all
        return "", at + 4
    end = at + 4 + 2 * length
    return book[at + 4 : end].decode("utf-16-le"), end
