"""CSV as offices send it: any usual encoding and separator, read line by line, never whole."""

from __future__ import annotations

import codecs
import csv
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Final

from belediyye.core.documents.sheets.cells import Cell
from belediyye.core.documents.sheets.unreadable import UnreadableFile

_SAMPLE: Final = 1 << 16
_BLOCK: Final = 1 << 20
_SEPARATORS: Final = ",;\t|"
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What begins like this is some other kind of file, whatever its name says.
_OTHER_FILES: Final = (b"%PDF", b"\x1f\x8b", b"BZh", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"{\\rtf",
                       b"SQLite format", b"PAR1", b"\x7fELF", b"MZ\x90")  # fmt: skip

CELL_CHARACTERS: Final = 131_072


def csv_rows(path: Path) -> Iterator[tuple[int, tuple[Cell, ...]]]:
    """Each record with its number as a spreadsheet would show it; raises ``UnreadableFile``.

    Every cell is text or ``None``: a CSV file has no numbers, so no leading zero can be lost.
    """
    encoding = find_encoding(path)
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        separator, skip = find_separator(file.read(_SAMPLE))
        file.seek(0)
        reader = csv.reader(file, delimiter=separator)
        number = 0
        try:
            for number, record in enumerate(reader, 1):
                # Python's own limit is one for the whole process, and others may have raised it.
                if any(len(cell) > CELL_CHARACTERS for cell in record):
                    raise csv.Error
                if number > skip:
                    yield number, tuple(cell if cell.strip() else None for cell in record)
        except csv.Error:
            raise UnreadableFile("broken_line", number + 1) from None


def find_encoding(path: Path) -> str:
    """The encoding of a text file; raises ``UnreadableFile`` when it is no text."""
    with path.open("rb") as file:
        head = file.read(_SAMPLE)
        if not head.strip():
            raise UnreadableFile("empty", path.name)
        for mark, name in _BOMS:
            if head.startswith(mark):
                return name
        if wide := _utf16_without_mark(head):
            return wide
        if head.startswith(_OTHER_FILES) or _is_binary(head) or _is_markup(head):
            raise UnreadableFile("not_a_table", path.name)
        decoder = codecs.getincrementaldecoder("utf-8")()
        high = bytearray()
        utf8, block = True, head
        while block:
            # All of it must be read: the only letter that tells may stand in the last line.
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                utf8 = False
            if not block.isascii() and len(high) < _BLOCK:
                high += block
            block = file.read(_BLOCK)
        return "utf-8" if utf8 else _eight_bit(bytes(high))


def _utf16_without_mark(head: bytes) -> str:
    half = max(len(head) // 2, 1)
    if head[1::2].count(0) > half * 0.6 and head[0::2].count(0) < half * 0.1:
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > half * 0.6 and head[1::2].count(0) < half * 0.1 else ""


def _is_binary(head: bytes) -> bool:
    controls = sum(head.count(code) for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b")
    return b"\0" in head or controls > len(head) // 100


def _is_markup(head: bytes) -> bool:
    start = head.lstrip()[:200].lower()
    return start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<svg"))


def _eight_bit(data: bytes) -> str:
    """cp1251 when foreign letters stand in whole words, as in Cyrillic; else cp1254, where they are few."""
    letters = [byte >= 0xC0 for byte in data]
    high = sum(letters)
    beside = sum(one and other for one, other in pairwise(letters))
    return "cp1251" if high and beside * 2 > high else "cp1254"


def find_separator(sample: str) -> tuple[str, int]:
    """The separator, and how many records at the top only declare it (Excel's ``sep=;``)."""
    first = sample.lstrip("\ufeff").split("\n", 1)[0].strip()
    if first.lower().startswith("sep=") and len(first) == 5:
        return first[4], 1
    return max(_SEPARATORS, key=lambda separator: _evenness(sample, separator)), 0


def _evenness(sample: str, separator: str) -> tuple[int, int]:
    """How many records have the most usual width, times that width; nothing for a single column."""
    widths: Counter[int] = Counter()
    try:
        for record in csv.reader(sample.splitlines(keepends=True)[:60], delimiter=separator):
            if record:
                widths[len(record)] += 1
    except csv.Error:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0))
    return (count * min(width, 12), width) if width > 1 else (0, 0)
