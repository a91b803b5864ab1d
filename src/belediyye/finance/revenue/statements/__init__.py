"""Bank statements of every form as one shape: camt.053/.054, MT940, workbooks. Pure: no database, no clock, no names of banks.

>>> read(b"hello", "a.txt")
Traceback (most recent call last):
belediyye.finance.revenue.statements.facts.BadStatement: unknown: “a.txt” is neither camt.053, camt.054, MT940 nor a table.
"""

from __future__ import annotations

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
from belediyye.finance.revenue.statements.workbook import HEADINGS, read_workbook

__all__ = [
    "HEADINGS", "BadStatement", "Balance", "Line", "Statement", "amount_of", "minor_digits", "read", "read_camt", "read_mt940", "read_workbook",
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
    suffix = Path(name).suffix.lower()
    if content[:2] == b"PK" or content[:4] == b"\xd0\xcf\x11\xe0" or suffix in TABLES:
        with NamedTemporaryFile(suffix=suffix or ".csv") as file:
            file.write(content)
            file.flush()
            return read_workbook(Path(file.name), name, columns or {})
    raise BadStatement("unknown", name)
