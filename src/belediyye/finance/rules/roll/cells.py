"""Reading single cells: text, numbers on exact scales, dates, yes and no, shares, codes.

A cell comes as text (csv) or as the workbook gave it: a number, a date, a truth value. A workbook's number is read
by the 15 digits that spreadsheets keep, so 130.1 means 130.1 and no binary fraction enters. Every reader answers a plain
integer, text or date, or raises CellRefused.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

from belediyye.core.documents.sheets.cells import DIGITS_LOST
from belediyye.core.text import fold
from belediyye.finance.rules.roll.reasons import CellRefused

TEXT_LIMIT: Final = 200
SHARE_LIMIT: Final = 10_000

_NUMBER: Final = re.compile(r"([+-]?)(\d{1,3}(?:[ '\u00a0\u202f\u2009]\d{3})+|\d+)(?:[.,](\d*))?")
_GROUPED: Final = re.compile(r"([+-]?)(\d{1,3}(?:\.\d{3})+),(\d+)|([+-]?)(\d{1,3}(?:,\d{3})+)\.(\d+)")
_EXPONENT: Final = re.compile(r"([+-]?)(\d+)(?:\.(\d+))?[eE]([+-]?\d{1,3})")
_ERROR: Final = re.compile(
    r"#(REF|N/A|VALUE|DIV/0|NAME|NULL|NUM|SPILL|CALC|FIELD|BLOCKED|CONNECT|BUSY|UNKNOWN|GETTING_DATA|YOX|BAŞV)"
    r"|Err:\d{3}",
    re.IGNORECASE,
)
_SUSPECT: Final = ("=", "#")
_DAY_FIRST: Final = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})(?: г\.?| y\.?)?")
_YEAR_FIRST: Final = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_SHARE: Final = re.compile(r"(\d{1,30})\s*[/⁄∕]\s*(\d{1,30})")
_MINUS: Final = str.maketrans({"−": "-", "–": "-", "‒": "-"})

YES: Final = frozenset({"yes", "y", "true", "1", "beli", "he", "var", "da", "+"})
NO: Final = frozenset({"no", "n", "false", "0", "xeyr", "yox", "yoxdur", "net", "-"})


def is_empty(cell: object) -> bool:
    """Whether the cell says nothing: absent, or only spaces."""
    return cell is None or (isinstance(cell, str) and (not cell or cell.isspace()))


def refuse_errors(cell: str) -> None:
    """Refuse what a spreadsheet writes where a formula failed, a formula that came as text, a number too long for it."""
    if cell == DIGITS_LOST:
        raise CellRefused("digits_lost")
    if _ERROR.match(cell) or (cell.startswith("=") and len(cell) > 1):
        raise CellRefused("cell_error")


def refuse_unreadable(text: str) -> None:
    """Refuse letters that came as bytes of an unknown encoding, and signs that nobody sees.

    An invisible sign (of no width, of direction, a soft hyphen) would make two payers of one code that looks the same.
    """
    if any(0xD800 <= ord(c) < 0xE000 or c == "\ufffd" for c in text):
        raise CellRefused("encoding")
    if any(unicodedata.category(c) in ("Cc", "Cf") for c in text):
        raise CellRefused("control_sign")


def read_text(cell: object) -> str:
    """A name or a code as it stands, without outer spaces; a workbook's whole number loses its ``.0``."""
    if type(cell) is str:
        text = cell.strip()
        if (
            len(text) <= TEXT_LIMIT
            and text.isprintable()
            and text[:1] not in _SUSPECT
            and "\ufffd" not in text
        ):
            return text
    elif isinstance(cell, float) and cell.is_integer() and abs(cell) < 2**53:
        text = str(int(cell))
    elif isinstance(cell, datetime | date):
        text = cell.isoformat()
    else:
        text = str(cell)
    if len(text) > TEXT_LIMIT:
        raise CellRefused("text_too_long", size=len(text), limit=TEXT_LIMIT)
    refuse_errors(text)
    if not text.isprintable() or "\ufffd" in text:
        text = re.sub(r"[\t\r\n\u00a0\u2028\u2029\u2009\u202f\u3000]+", " ", text)
        refuse_unreadable(text)
    return text


def read_number(cell: object, scale: int, low: int, high: int) -> int:
    """A number with at most ``scale`` decimals, as an integer of that scale between ``low`` and ``high``.

    >>> read_number("1 234,5", 2, 0, 10**9)
    123450
    >>> read_number(130.1, 2, 0, 10**9)
    13010
    """
    if type(cell) is str and cell.isascii() and cell.isdigit() and len(cell) < 16:
        value: int = int(cell) * 10**scale
    else:
        value = _scaled(_plain(cell), scale)
    if not low <= value <= high:
        raise CellRefused("out_of_range", low=_decimal(low, scale), high=_decimal(high, scale))
    return value


def _plain(cell: object) -> str:
    if isinstance(cell, bool | date | datetime | time | timedelta):
        raise CellRefused("not_a_number")
    if isinstance(cell, float):
        # Spreadsheets keep 15 digits: what shows as 0.3 after 0.1 + 0.2 is 0.3.
        return format(cell, ".15g")
    text = str(cell).strip()
    if len(text) > TEXT_LIMIT:
        raise CellRefused("not_a_number")
    refuse_errors(text)
    return text.translate(_MINUS)


def _scaled(text: str, scale: int) -> int:
    if not text.isascii() and any(c.isdigit() and not c.isascii() for c in text):
        raise CellRefused("not_a_number")
    if grouped := _GROUPED.fullmatch(text):
        sign, whole, part = grouped.group(1, 2, 3) if grouped.group(2) else grouped.group(4, 5, 6)
    elif plain := _NUMBER.fullmatch(text):
        sign, whole, part = plain.groups(default="")
    elif power := _EXPONENT.fullmatch(text):
        sign, whole, part = _without_exponent(power)
    else:
        raise CellRefused("not_a_number")
    part = part.rstrip("0")
    if len(part) > scale:
        raise CellRefused("not_whole") if scale == 0 else CellRefused("too_many_decimals", limit=scale)
    digits = re.sub(r"\D", "", whole) + part.ljust(scale, "0")
    return -int(digits) if sign == "-" else int(digits)


def _without_exponent(found: re.Match[str]) -> tuple[str, str, str]:
    sign, whole, part, power = found.groups(default="")
    shift = int(power)
    if shift >= 0:
        part = part.ljust(shift, "0")
        return sign, whole + part[:shift], part[shift:]
    whole = whole.rjust(1 - shift, "0")
    return sign, whole[:shift], whole[shift:] + part


def _decimal(value: int, scale: int) -> str:
    whole, part = divmod(abs(value), 10**scale)
    text = f"{whole}.{part:0{scale}d}".rstrip("0").rstrip(".") if scale else str(whole)
    return f"-{text}" if value < 0 else text


def read_date(cell: object, low: date, high: date) -> date:
    """A calendar day between ``low`` and ``high``: a workbook's date, 31.12.2025, 31/12/2025 or 2025-12-31."""
    if isinstance(cell, datetime):
        day = cell.date()
    elif isinstance(cell, date):
        day = cell
    elif isinstance(cell, str) and len(cell) < 40:
        text = cell.strip()
        refuse_errors(text)
        if found := _DAY_FIRST.fullmatch(text):
            parts = (found.group(4), found.group(3), found.group(1))
        elif found := _YEAR_FIRST.fullmatch(text):
            parts = (found.group(1), found.group(3), found.group(4))
        else:
            raise CellRefused("not_a_date")
        try:
            day = date(*(int(part) for part in parts))
        except ValueError:
            raise CellRefused("not_a_date") from None
    else:
        raise CellRefused("not_a_date")
    if not low <= day <= high:
        raise CellRefused("date_out_of_range", low=low.strftime("%d.%m.%Y"), high=high.strftime("%d.%m.%Y"))
    return day


def read_yes_no(cell: object) -> bool:
    """Yes or no, in either language, as a word, a truth value, 1 or 0."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        word = str(int(cell)) if cell in (0, 1) else "?"
    else:
        refuse_errors(str(cell)[:40])
        word = fold(str(cell)[:40])
    if word in YES:
        return True
    if word in NO:
        return False
    raise CellRefused("not_yes_or_no")


def read_share(cell: object) -> tuple[int, int]:
    """A share as numerator and denominator, as written: ``1/2``, ``1``, ``0,25`` or ``25%``.

    >>> read_share("2/4")
    (2, 4)
    """
    if isinstance(cell, date | datetime):
        raise CellRefused("share_became_date")
    text = _share_text(cell)
    refuse_errors(text)
    if found := _SHARE.fullmatch(text):
        top, bottom = int(found.group(1)), int(found.group(2))
    else:
        top, bottom = _decimal_share(text)
    if top < 1 or bottom < 1:
        raise CellRefused("bad_share")
    if top > bottom:
        raise CellRefused("share_above_whole")
    if bottom > SHARE_LIMIT:
        raise CellRefused("share_term_too_large", high=SHARE_LIMIT)
    return top, bottom


def _share_text(cell: object) -> str:
    if isinstance(cell, bool):
        raise CellRefused("bad_share")
    text = format(cell, ".15g") if isinstance(cell, float) else str(cell).strip()
    if len(text) > TEXT_LIMIT:
        raise CellRefused("bad_share")
    return text


def _decimal_share(text: str) -> tuple[int, int]:
    percent = text.endswith("%")
    try:
        value = _scaled(text.rstrip("% "), 4)
    except CellRefused:
        raise CellRefused("bad_share") from None
    whole = 10**4 * (100 if percent else 1)
    if value == whole:
        return 1, 1
    common = 1
    while value and value % (common * 10) == 0 and whole % (common * 10) == 0:
        common *= 10
    return value // common, whole // common


def read_codes(cell: object) -> tuple[str, ...]:
    """Codes parted by commas, semicolons or plus signs, each as written and without outer spaces."""
    text = read_text(cell)
    return tuple(code.strip() for code in re.split(r"[,;+]", text) if code.strip())
