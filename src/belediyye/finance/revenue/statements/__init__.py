"""Bank statements of every form as one shape: camt.053/.054, MT940, workbooks. Pure: no database, no clock, no names of banks.

>>> read(b"hello", "a.txt")
Traceback (most recent call last):
belediyye.finance.revenue.statements.facts.BadStatement: unknown: “a.txt” is neither camt.053, camt.054, MT940 nor a table.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import NamedTemporaryFile

from belediyye.finance.revenue.statements.camt import looks_like_camt, read_camt
from belediyye.finance.revenue.statements.facts import (
    BadStatement,
    Balance,
    Line,
    Statement,
    amount_of,
    minor_digits,
)
from belediyye.finance.revenue.statements.mt940 import looks_like_mt940, read_mt940
from belediyye.finance.revenue.statements.workbook import HEADINGS, headings_of, known_columns, read_workbook

__all__ = [
    "HEADINGS", "BadStatement", "Balance", "Line", "Statement", "amount_of", "known_columns", "minor_digits", "read", "read_camt", "read_mt940",
    "read_workbook", "table_headings",
]  # fmt: skip

TABLES = (".xlsx", ".xls", ".ods", ".csv", ".tsv")


def read(content: bytes, name: str, columns: dict[str, str] | None = None) -> list[Statement]:
    """The statements of a file, told by its content and not its name; `columns` = key → heading for a workbook.

    Raises `BadStatement` with the reason: nothing is ever read half."""
    if not content.strip():
        raise BadStatement("empty", name)
    if looks_like_camt(content):
        return read_camt(content, name)
    if looks_like_mt940(content):
        return read_mt940(content, name)
    if _is_table(content, name):
        with _as_file(content, name) as path:
            return read_workbook(path, name, columns or {})
    raise BadStatement("unknown", name)


def table_headings(content: bytes, name: str) -> list[str]:
    """The headings of a table, for a person to say what they mean; none where the file is no table or has none."""
    if (
        not content.strip()
        or looks_like_camt(content)
        or looks_like_mt940(content)
        or not _is_table(content, name)
    ):
        return []
    with _as_file(content, name) as path:
        return headings_of(path)


def _is_table(content: bytes, name: str) -> bool:
    return content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0" or Path(name).suffix.lower() in TABLES


@contextmanager
def _as_file(content: bytes, name: str) -> Iterator[Path]:
    with NamedTemporaryFile(suffix=Path(name).suffix.lower() or ".csv") as file:
        file.write(content)
        file.flush()
        yield Path(file.name)
