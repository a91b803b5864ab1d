"""What a cell can hold once it has left the file: never a float, never a silent error."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

DIGITS_LOST: Final = "#DIGITS!"
"""The code of a number whose last digits a spreadsheet has lost; never shown to people."""


@dataclass(frozen=True, slots=True)
class CellError:
    """A cell that shows an error: ``#REF!`` and its like, or DIGITS_LOST."""

    code: str


Cell: TypeAlias = str | int | Decimal | bool | date | datetime | CellError | None
"""An empty cell is ``None``; a whole number is ``int``; any other number ``Decimal`` with at most 15 digits."""

_EXACT = 10**15  # a spreadsheet keeps 15 digits; a longer number has zeros where digits were


def cell_of(value: object) -> Cell:
    """The cell for a value as calamine gives it."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date() if value.time() == time() else value
    if isinstance(value, bool | int | date):
        return value
    if isinstance(value, time):
        return value.strftime("%H:%M:%S")
    return str(value) if isinstance(value, timedelta) else None


def _number(value: float) -> int | Decimal | CellError:
    if value != value or value in (float("inf"), float("-inf")):
        return CellError("#NUM!")
    if value.is_integer():
        return int(value) if abs(value) < _EXACT else CellError(DIGITS_LOST)
    return Decimal(format(value, ".15g"))


def as_text(cell: Cell) -> str:
    """A cell as identifiers, names and addresses are read: 123.0 is ``123``, a day is ``22.11.2026``.

    An error gives its code, an empty cell the empty text.
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, CellError):
        return cell.code
    if isinstance(cell, datetime):
        return cell.strftime("%d.%m.%Y %H:%M")
    if isinstance(cell, date):
        return cell.strftime("%d.%m.%Y")
    return format(cell, "f") if isinstance(cell, Decimal) else str(cell)
