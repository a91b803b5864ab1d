"""A workbook unpacked in a process of its own: rows go to standard output, nothing else is done.

The reader ends the whole process when a sheet claims to be larger than memory (one cell at the far corner is
enough), and a zip can unpack to a thousand times its size. Here that costs a child with a bound on its memory,
and the parent reports an unreadable file. Run as a module; see ``source`` for the parent's side.
"""

from __future__ import annotations

import contextlib
import pickle
import sys
from itertools import islice
from typing import Any, BinaryIO

from belediyye.finance.rules.roll.failed_cells import failed_cells

MEMORY = 4 * 1024**3
BATCH = 2000
TOP_ROWS = 20


def _bounded() -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _name_failed(cells: list[Any], failed: dict[int, str], first: int) -> None:
    """Write the error where the reader has left an empty cell; ``first`` is the column that rows begin with."""
    for column, said in failed.items():
        if 0 <= column - first < len(cells):
            cells[column - first] = said


def main(path: str, out: BinaryIO, orders: BinaryIO) -> int:
    """Send (name, top rows, height) of each sheet, read the wanted sheet's name, send its rows in batches."""
    _bounded()
    from python_calamine import CalamineWorkbook

    def send(thing: object) -> None:
        pickle.dump(thing, out, protocol=5)
        out.flush()

    try:
        book = CalamineWorkbook.from_path(path)
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            send((name, list(islice(sheet.iter_rows(), TOP_ROWS)), sheet.end[0] + 1 if sheet.end else 0))
        send(None)
        wanted = orders.readline().decode().rstrip("\n")
        if not wanted:
            return 0
        sheet = book.get_sheet_by_name(wanted)
        failed = failed_cells(path, wanted)
        first = sheet.start[1] if sheet.start else 0
        rows, sent = sheet.iter_rows(), 0
        while batch := list(islice(rows, BATCH)):
            for number, cells in enumerate(batch, sent):
                # A formula drawn down past the last row of the roll makes no row of its own.
                if number in failed and any(cell != "" for cell in cells):
                    _name_failed(cells, failed[number], first)
            sent += len(batch)
            send(batch)
        send(None)
    except Exception as error:
        send(f"{type(error).__name__}: {error}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.stdout.buffer, sys.stdin.buffer))
