"""The cells of a roll: from .csv as a stream, from .xlsx and .ods sheet by sheet; and which row is the heading.

Rows are counted as the office counts them in its own program: the first row of the sheet is 1, empty rows count.
The heading is the first of the top rows in which every obligatory column stands, so a title above it does no harm.
"""

from __future__ import annotations

import codecs
import csv
import hashlib
import io
import os
import pickle
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from belediyye.core.documents.sheets.package import is_swollen
from belediyye.core.documents.sheets.unreadable import UnreadableFile
from belediyye.finance.rules.roll.columns import Headings, column_title, match_headings
from belediyye.finance.rules.roll.unpack import TOP_ROWS

Row = tuple[int, Sequence[object]]

CELL_BYTES: Final = 64 * 1024 * 1024
OPEN_LINES: Final = 50
"""A quoted cell may run over this many lines; beyond it the quotation mark counts as never closed."""
SEPARATORS: Final = (",", ";", "\t", "|")


class UnreadableRoll(Exception):
    """The file cannot be read as a roll at all; ``reason["az"]`` and ``reason["en"]`` say why, for people."""

    def __init__(self, az: str, en: str) -> None:
        super().__init__(en)
        self.reason = {"az": az, "en": en}


class BrokenRow(list[object]):
    """A row that could not be taken apart; ``code`` is a key of REASONS."""

    def __init__(self, code: str, cells: Sequence[object]) -> None:
        super().__init__(cells)
        self.code = code


@dataclass(frozen=True, slots=True)
class Roll:
    """An opened roll: its headings, the row they stand in, a function giving its rows, and what was left aside.

    ``size`` is what progress is measured against and ``at()`` how far reading has come, in the same unit.
    """

    headings: Headings
    heading_row: int
    rows: Callable[[], Iterator[Row]]
    sheet: str
    sheets_aside: tuple[str, ...]
    size: int
    at: Callable[[], int]


@contextmanager
def open_roll(path: Path) -> Iterator[Roll]:
    """Open a roll for reading, by its content rather than its name; raises UnreadableRoll."""
    if not path.exists():
        raise UnreadableRoll(f"“{path.name}” adlı fayl yoxdur.", f"There is no file “{path.name}”.")
    if path.is_dir():
        raise UnreadableRoll(
            f"“{path.name}” fayl deyil, qovluqdur.", f"“{path.name}” is a folder, not a file."
        )
    try:
        with path.open("rb") as file:
            start = file.read(4096)
    except OSError as error:
        raise UnreadableRoll(
            f"Fayl açılmadı: {error.strerror}.", f"The file could not be opened: {error.strerror}."
        )
    if not start.strip(b"\xef\xbb\xbf \t\r\n"):
        raise UnreadableRoll("Fayl boşdur.", "The file is empty.")
    if start.startswith((b"PK\x03\x04", b"PK\x05\x06", b"\xd0\xcf\x11\xe0")):
        _refuse_swollen(path)
        yield from _workbook(path)
    else:
        yield from _text(path, start)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as hexadecimal text."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# Text ---------------------------------------------------------------------------------------------------------------


def _text(path: Path, start: bytes) -> Iterator[Roll]:
    encoding = _encoding(start)
    if encoding == "utf-8" and _binary(start):
        raise UnreadableRoll(
            "Bu fayl nə cədvəldir, nə də CSV. .xlsx, .ods və ya .csv faylı verin.",
            "This file is neither a workbook nor CSV. Give a .xlsx, .ods or .csv file.",
        )
    csv.field_size_limit(CELL_BYTES)
    with path.open("rb") as raw:
        bytes_read = raw.tell
        with io.TextIOWrapper(raw, encoding, errors="surrogateescape", newline="") as text:
            top = [line for _, line in zip(range(TOP_ROWS * 4), _lines(text), strict=False)]
            separator, skip = _separator(top)
            found = _heading(_cells(iter(top), separator), skip)
            _refuse_unusable(found[1])

            def rows() -> Iterator[Row]:
                text.seek(0)
                for number, cells in _cells(_lines(text), separator):
                    if number > found[0]:
                        yield number, cells

            yield Roll(found[1], found[0], rows, "", (), path.stat().st_size, bytes_read)


def _encoding(start: bytes) -> str:
    if start.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8"


def _binary(start: bytes) -> bool:
    """Whether the first bytes are those of a picture, a PDF or a program: many control bytes, no line of text."""
    control = sum(byte < 9 or 13 < byte < 32 for byte in start)
    return (control > 8 and control * 20 > len(start)) or start.startswith(
        (b"%PDF", b"\x89PNG", b"\xff\xd8", b"{\\rtf")
    )


def _lines(text: io.TextIOWrapper) -> Iterator[str]:
    """Lines of at most CELL_BYTES signs; a longer one comes in pieces and its row is refused, not the file."""
    return iter(lambda: text.readline(CELL_BYTES // 4), "")


def _cells(lines: Iterator[str], separator: str) -> Iterator[Row]:
    """Numbered rows of cells; a record that cannot be taken apart comes as a BrokenRow."""
    read = csv.reader
    for number, record in enumerate(_records(lines), 1):
        try:
            if type(record) is str:
                yield number, next(read((record,), delimiter=separator))
                continue
        except csv.Error:
            pass
        yield number, BrokenRow("unclosed_quote", [record if isinstance(record, str) else record.decode()])


def _records(lines: Iterator[str]) -> Iterator[str | bytes]:
    """Whole csv records, each in one text; a line whose quotation mark never closes comes alone, as bytes."""
    waiting: list[str] = []
    while line := waiting.pop() if waiting else next(lines, ""):
        if not line.count('"') % 2:
            yield line
            continue
        taken, quotes = [line], line.count('"')
        while (
            quotes % 2 and len(taken) < OPEN_LINES and (more := waiting.pop() if waiting else next(lines, ""))
        ):
            taken.append(more)
            quotes += more.count('"')
        if quotes % 2:
            yield line[:1000].encode(errors="replace")
            waiting.extend(reversed(taken[1:]))
        else:
            yield "".join(taken)


def _separator(top: list[str]) -> tuple[str, int]:
    """The sign between cells (the one by which most headings are known), and rows to skip (Excel's ``sep=;``)."""
    if top and (named := top[0].strip().lower()).startswith("sep=") and len(named) == 5:
        return named[4], 1
    known = {
        sign: max((len(match_headings(cells).places) for _, cells in _cells(iter(top), sign)), default=0)
        for sign in SEPARATORS
    }
    return max(SEPARATORS, key=lambda sign: known[sign]), 0


# Workbooks ----------------------------------------------------------------------------------------------------------


def _workbook(path: Path) -> Iterator[Roll]:
    with _unpacking(path) as (child, receive):
        sheets: list[tuple[str, tuple[int, Headings], int]] = []
        while (message := receive()) is not None:
            name, top, height = message
            sheets.append((name, _heading(enumerate(top, 1)), height))
        usable = [sheet for sheet in sheets if sheet[1][1].usable]
        if not usable:
            _refuse_unusable(
                max((s[1][1] for s in sheets), key=lambda h: len(h.places), default=match_headings(()))
            )
        name, (heading_row, headings), height = usable[0]
        read = [0]

        def rows() -> Iterator[Row]:
            child.stdin.write(name.encode() + b"\n")
            child.stdin.flush()
            while (batch := receive()) is not None:
                for cells in batch:
                    read[0] += 1
                    if read[0] > heading_row:
                        yield read[0], cells

        aside = tuple(sheet[0] for sheet in sheets if sheet[0] != name)
        yield Roll(headings, heading_row, rows, name, aside, height, lambda: read[0])


def _refuse_swollen(path: Path) -> None:
    """Refuses by its directory alone a parcel that would fill the memory; a broken one is left to the reader."""
    with suppress(zipfile.BadZipFile, OSError, ValueError), zipfile.ZipFile(path) as parcel:
        if is_swollen(parcel):
            raise UnreadableRoll(
                *(UnreadableFile("too_large", path.name).words[lang] for lang in ("az", "en"))
            )


@contextmanager
def _unpacking(path: Path) -> Iterator[tuple[Any, Callable[[], Any]]]:
    """The child that unpacks a workbook, and a function giving its next message; see ``unpack``."""
    child = subprocess.Popen(
        [sys.executable, "-m", "belediyye.finance.rules.roll.unpack", str(path)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )  # fmt: skip
    assert child.stdin and child.stdout
    received = child.stdout

    def receive() -> Any:
        try:
            message = pickle.load(received)  # noqa: S301 - our own child wrote it, from cells only
        except (EOFError, pickle.UnpicklingError):
            raise _unreadable_workbook("") from None
        if isinstance(message, str):
            raise _unreadable_workbook(message)
        return message

    try:
        yield child, receive
    finally:
        with suppress(OSError):
            child.stdin.close()
        child.kill()
        child.stdout.close()
        child.wait()


def _unreadable_workbook(detail: str) -> UnreadableRoll:
    if "assword" in detail or "ncrypt" in detail:
        return UnreadableRoll(
            "Fayl parolla qorunur. Parolu götürüb yenidən saxlayın.",
            "The file is protected by a password. Remove the password and save it again.",
        )
    return UnreadableRoll(
        "Fayl cədvəl kimi açılmır: zədələnib və ya .xlsx, .ods, .csv deyil.",
        "The file does not open as a workbook: it is damaged, or not .xlsx, .ods or .csv.",
    )


def _refuse_unusable(headings: Headings) -> None:
    def named(names: Sequence[str], lang: str) -> str:
        return ", ".join(f"{column_title(name, lang)} ({name})" for name in names)

    if headings.missing:
        raise UnreadableRoll(
            f"Vacib sütun yoxdur: {named(headings.missing, 'az')}.",
            f"An obligatory column is missing: {named(headings.missing, 'en')}.",
        )
    if headings.doubled:
        raise UnreadableRoll(
            f"Sütun iki dəfə verilib: {named(headings.doubled, 'az')}.",
            f"A column stands twice: {named(headings.doubled, 'en')}.",
        )


def _heading(rows: Iterator[Row], skip: int = 0) -> tuple[int, Headings]:
    best = (1, match_headings(()))
    for number, cells in rows:
        if number > TOP_ROWS + skip:
            break
        found = match_headings(cells)
        if found.usable:
            return number, found
        if len(found.places) > len(best[1].places):
            best = (number, found)
    return best
