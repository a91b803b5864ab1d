"""CSV that a spreadsheet opens as text: the one place where the house writes CSV.

A spreadsheet reads a field that begins with ``=``, ``+``, ``-``, ``@`` or a tab as a formula, whatever the quotes; the
name of a payer could so run on the machine of whoever opens the file. The decision stands in
``docs/decisions/0008-tables-are-text.md``.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import IO, Any, Final

_DANGEROUS: Final = frozenset("=+-@\t\r\n＝＋－＠")
_PLAIN_NUMBER: Final = re.compile(r"[+-]?[\d., ]+(?:[eE][+-]?\d+)?")


def harmless(text: str) -> str:
    """Text that no spreadsheet runs: an apostrophe before what would be a formula; numbers and telephones stay as they are."""
    if text[:1] not in _DANGEROUS or _PLAIN_NUMBER.fullmatch(text):
        return text
    return f"'{text}"


class CsvWriter:
    """`csv.writer` whose every text is harmless, headings too."""

    def __init__(self, target: IO[str], *, separator: str = ",", line_end: str = "\r\n") -> None:
        self._write: Any = csv.writer(target, delimiter=separator, lineterminator=line_end).writerow

    def writerow(self, cells: Iterable[object]) -> None:
        """One line; whatever is not text is written as `str` gives it, None as nothing."""
        self._write([harmless(c) if isinstance(c, str) and c[:1] in _DANGEROUS else c for c in cells])
