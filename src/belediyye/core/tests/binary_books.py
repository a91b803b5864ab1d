"""Small .xls and .xlsb workbooks written byte by byte, with the failed cells that no library at hand writes."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from struct import pack
from typing import Final

CODES: Final = {"#DIV/0!": 7, "#REF!": 0x17, "#N/A": 0x2A}
FREE, END, TABLE, SECTOR = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 512
Cells = Sequence[Sequence[object]]
"""Texts and numbers; a text that is a key of CODES is a failed formula, `("#REF!",)` an error typed as a value."""


def xls(path: Path, name: str, rows: Cells) -> Path:
    """One sheet after a sheet with nothing in it."""
    sheets = [("izahat", b""), (name, b"".join(_cell(r, c, v) for r, c, v in _each(rows)))]
    globals_ = 20 + sum(12 + 2 * len(n) for n, _ in sheets) + 4
    parts, offsets = [], []
    for _name, cells in sheets:
        offsets.append(globals_ + sum(map(len, parts)))
        parts.append(_record(0x809, pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + cells + _record(0x0A, b""))
    bounds = [
        _record(0x85, pack("<IBBBB", offset, 0, 0, len(n), 1) + n.encode("utf-16-le"))
        for offset, (n, _) in zip(offsets, sheets, strict=True)
    ]
    head = _record(0x809, pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + b"".join(bounds) + _record(0x0A, b"")
    path.write_bytes(_compound(head + b"".join(parts)))
    return path


def _each(rows: Cells) -> list[tuple[int, int, object]]:
    return [(r, c, v) for r, row in enumerate(rows) for c, v in enumerate(row) if v is not None]


def _record(kind: int, data: bytes) -> bytes:
    return pack("<HH", kind, len(data)) + data


def _cell(row: int, column: int, value: object) -> bytes:
    place = pack("<HHH", row, column, 0)
    if isinstance(value, tuple):
        return _record(0x205, place + pack("<BB", CODES[value[0]], 1))
    if value in CODES:
        code = CODES[str(value)]
        return _record(
            0x06, place + pack("<BBBBBBH", 2, 0, code, 0, 0, 0, 0xFFFF) + pack("<HIHBB", 0, 0, 2, 0x1C, code)
        )
    if isinstance(value, str):
        return _record(0x204, place + pack("<HB", len(value), 1) + value.encode("utf-16-le"))
    assert isinstance(value, int)
    return _record(0x203, place + pack("<d", value))


def _compound(stream: bytes) -> bytes:
    size = max(4096, len(stream))
    pages = -(-size // SECTOR)
    chain = [TABLE, END, *range(3, 2 + pages), END]
    assert len(chain) <= 128
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    head += pack("<IIIIIIIII", 0, 1, 1, 0, 4096, END, 0, END, 0) + pack("<109I", 0, *[FREE] * 108)
    folder = _entry("Root Entry", 5, END, 0, child=1) + _entry("Workbook", 2, 2, size) + bytes(256)
    table = pack("<128I", *chain, *[FREE] * (128 - len(chain)))
    return head + table + folder + stream.ljust(pages * SECTOR, b"\0")


def _entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    text = name.encode("utf-16-le")
    return (
        text.ljust(64, b"\0") + pack("<HBBIII", len(text) + 2, kind, 1, FREE, FREE, child) + bytes(36) + pack("<IQ", start, size)
    )  # fmt: skip


def xlsb(path: Path, name: str, rows: Cells) -> Path:
    """One sheet in a part whose name is not its place."""
    relation = "rId7"
    book = _record12(131) + _record12(143)
    book += (
        _record12(156, pack("<II", 0, 1) + _wide(relation) + _wide(name)) + _record12(144) + _record12(132)
    )
    cells, last = b"", -1
    for row, column, value in _each(rows):
        if row != last:
            cells, last = cells + _record12(0, pack("<I13x", row)), row
        place = pack("<II", column, 0)
        if isinstance(value, tuple):
            cells += _record12(3, place + pack("<B", CODES[value[0]]))
        elif value in CODES:
            cells += _record12(
                11, place + pack("<BHIBBI", CODES[str(value)], 0, 2, 0x1C, CODES[str(value)], 0)
            )
        elif isinstance(value, str):
            cells += _record12(6, place + _wide(value))
        else:
            assert isinstance(value, int)
            cells += _record12(5, place + pack("<d", value))
    extent = pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    sheet = _record12(129) + _record12(148, extent) + _record12(145) + cells + _record12(146) + _record12(130)
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    target = f'<Relationship Id="{relation}" Type="x/worksheet" Target="worksheets/sheet3.bin"/>'
    with zipfile.ZipFile(path, "w") as parcel:
        parcel.writestr("[Content_Types].xml", "<Types/>")
        parcel.writestr("xl/workbook.bin", book)
        parcel.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{relations}">{target}</Relationships>'
        )
        parcel.writestr("xl/worksheets/sheet3.bin", sheet)
    return path


def _record12(kind: int, data: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(data)
    while length > 127:
        head += bytes([length & 0x7F | 0x80])
        length >>= 7
    return head + bytes([length]) + data


def _wide(text: str) -> bytes:
    return pack("<I", len(text)) + text.encode("utf-16-le")
