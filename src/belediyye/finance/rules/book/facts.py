"""From what people write to what is stored: exact scaling, dates to months, relief codes to flags."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from belediyye.finance.rules.engine.columns import Column

from .columns import BY_FACT, COLUMN, EARLIEST_MONTH, LATEST_MONTH, RELIEFS
from .refusals import Refused

_NUMBER = re.compile(r"[+-]?\d{1,18}(\.\d{1,9})?\Z", re.ASCII)
_SHARE = re.compile(r"(\d{1,6})\s*/\s*(\d{1,6})\Z", re.ASCII)
_YES = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False, "bəli": True, "xeyr": False,
        "hə": True, "yox": False}  # fmt: skip
_SPECIAL = ("share", "owned_from", "owned_to", "relief")


def natural_number(fact: str, value: object) -> Fraction:
    """A number as written: int, Decimal or decimal text with a dot. Raises Refused; a float is never read."""
    if isinstance(value, bool | float):
        raise Refused("not_a_value", fact, value, _DECIMALS)
    if isinstance(value, int | Fraction):
        return Fraction(value)
    try:
        text = str(value).strip()
        if isinstance(value, str) and not _NUMBER.match(text):
            raise ValueError
        number = Decimal(text)
        if not number.is_finite():
            raise ValueError
        return Fraction(number) if abs(number.adjusted()) < 40 else Fraction(10**40)
    except (ValueError, InvalidOperation):
        raise Refused("not_a_value", fact, value, _DECIMALS)


_DECIMALS = {
    "az": "Ədəd rəqəmlərlə və onluq nöqtə ilə yazılır, məsələn 130.5.",
    "en": "Write a number in figures with a decimal point, such as 130.5.",
}


def stored_number(column: Column, value: object) -> int:
    """The scaled whole number of a natural value. Raises Refused where it does not fit the scale or the range."""
    fact = column.symbol
    scaled = natural_number(fact, value) * column.scale
    low, high = Decimal(column.lo) / column.scale, Decimal(column.hi) / column.scale
    if not column.lo <= scaled <= column.hi:
        raise Refused("out_of_range", fact, value, {
            "az": f"{low:f} ilə {high:f} arasında olmalıdır.", "en": f"It must lie between {low:f} and {high:f}."})  # fmt: skip
    if scaled.denominator != 1:
        raise Refused("not_a_value", fact, value, {
            "az": f"Ən xırda addım 1/{column.scale} {column.unit}.".replace("1/1 ", "1 "),
            "en": f"The smallest step is 1/{column.scale} {column.unit}.".replace("1/1 ", "1 ")})  # fmt: skip
    return scaled.numerator


def stored_share(value: object) -> tuple[int, int]:
    """(numerator, denominator) of a share such as 1/2; empty means the whole. Raises Refused."""
    if value is None or value == "" or value == 1 or value == "1":
        return 1, 1
    if isinstance(value, Fraction):
        num, den = value.numerator, value.denominator
    elif isinstance(value, tuple) and len(value) == 2 and all(type(v) is int for v in value):
        num, den = value
    else:
        found = _SHARE.match(str(value).strip())
        if not found or isinstance(value, float):
            raise Refused("not_a_value", "share", value, _SHARES)
        num, den = int(found[1]), int(found[2])
    if not (1 <= num <= 10_000 and 1 <= den <= 10_000):
        raise Refused("out_of_range", "share", value, _SHARES)
    if num > den:
        raise Refused("share_above_one", "share", value)
    return num, den


_SHARES = {
    "az": "Pay 1/2 kimi yazılır; surət və məxrəc 1 ilə 10000 arasındadır.",
    "en": "Write a share like 1/2; numerator and denominator lie between 1 and 10000.",
}


def stored_date(fact: str, value: object) -> dt.date | None:
    """A date, given as a date or as text YYYY-MM-DD or DD.MM.YYYY; empty is None. Raises Refused."""
    if value is None or value == "":
        return None
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        day = value
    else:
        text = str(value).strip()
        try:
            if re.match(r"\d{2}\.\d{2}\.\d{4}\Z", text, re.ASCII):
                text = f"{text[6:]}-{text[3:5]}-{text[:2]}"
            if not re.match(r"\d{4}-\d{2}-\d{2}\Z", text, re.ASCII):
                raise ValueError
            day = dt.date.fromisoformat(text)
        except ValueError:
            raise Refused("not_a_value", fact, value, {
                "az": "Tarix 2025-05-20 və ya 20.05.2025 kimi yazılır.",
                "en": "Write a date like 2025-05-20 or 20.05.2025."})  # fmt: skip
    if not 1800 <= day.year < 2200:
        raise Refused("out_of_range", fact, value)
    return day


def month_index(day: dt.date) -> int:
    """The stored form of a month: year × 12 + month − 1."""
    return day.year * 12 + day.month - 1


def ownership(owned_from: object, owned_to: object, year: int) -> dict[str, Any]:
    """The stored columns of a period of ownership for a year. Raises Refused when it ends before it begins."""
    start, end = stored_date("owned_from", owned_from), stored_date("owned_to", owned_to)
    if start and end and end < start:
        raise Refused("owned_to_before_owned_from", "owned_to", owned_to)
    first = dt.date(year, 1, 1)
    return {
        "from_month": month_index(start) if start else EARLIEST_MONTH,
        "to_month": month_index(end) if end else LATEST_MONTH,
        "held_on_1_january": (start is None or start <= first) and (end is None or end >= first),
    }


def stored_flag(fact: str, value: object) -> bool:
    if value is None or value == "":
        return False
    if isinstance(value, bool):
        return value
    found = _YES.get(str(value).strip().casefold())
    if found is None:
        raise Refused(
            "not_a_value", fact, value, {"az": "«bəli» və ya «xeyr» yazın.", "en": "Write yes or no."}
        )
    return found


def stored_reliefs(value: object) -> dict[str, bool]:
    """The four flags of relief, from "pensioner, list_102_2", a list, or nothing. Raises Refused."""
    if value is None:
        value = ""
    parts = value.split(",") if isinstance(value, str) else list(value)  # type: ignore[call-overload]
    codes = {str(p).strip().casefold() for p in parts} - {""}
    unknown = codes - set(RELIEFS)
    if unknown:
        raise Refused("not_a_value", "relief", value, {
            "az": f"Güzəşt kodları: {', '.join(RELIEFS)}.", "en": f"The codes of relief are {', '.join(RELIEFS)}."})  # fmt: skip
    return {f"relief_{code}": code in codes for code in RELIEFS}


def stored(facts: Mapping[str, Any], year: int) -> dict[str, Any]:
    """The stored columns of one object out of its natural facts (issue's headings); stored names pass unchanged.

    Empty text counts as missing. Unknown names raise KeyError: a misspelt fact must never be ignored."""
    found: dict[str, Any] = {}
    for fact, value in facts.items():
        if fact in _SPECIAL or value is None or value == "":
            if fact not in _SPECIAL and fact not in BY_FACT and fact not in COLUMN:
                raise KeyError(fact)
            continue
        if fact in COLUMN and fact not in BY_FACT:
            if not COLUMN[fact].accepts(value):
                raise Refused("out_of_range", fact, value)
            found[fact] = value
            continue
        column = BY_FACT[fact]
        if column.kind == "int":
            found[column.name] = stored_number(column, value)
        elif column.kind == "bool":
            found[column.name] = stored_flag(fact, value)
        elif value in column.codes:
            found[column.name] = value
        else:
            raise Refused("not_a_value", fact, value, {
                "az": f"Mümkün dəyərlər: {', '.join(column.codes)}.",
                "en": f"Possible values: {', '.join(column.codes)}."})  # fmt: skip
    if "share" in facts:
        found["share_num"], found["share_den"] = stored_share(facts["share"])
    if facts.get("owned_from") or facts.get("owned_to"):
        found.update(ownership(facts.get("owned_from"), facts.get("owned_to"), year))
    if facts.get("relief"):
        found.update(stored_reliefs(facts["relief"]))
    return found
