"""Periods: years, quarters, months and closed ranges of days; dates as people write them.

Pure. Nothing here asks what day it is: the clock is always an argument.
"""

from __future__ import annotations

import calendar as _gregorian
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Final

from belediyye.core.refusals import Refused
from belediyye.core.text import fold

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
MONTH_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "az": ("yanvar", "fevral", "mart", "aprel", "may", "iyun", "iyul", "avqust", "sentyabr", "oktyabr",
           "noyabr", "dekabr"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
WEEKDAY_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "az": ("bazar ertəsi", "çərşənbə axşamı", "çərşənbə", "cümə axşamı", "cümə", "şənbə", "bazar"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}


class BadDate(Refused):
    """A text that is not a day; see ``reason``."""

    WORDS: ClassVar = {
        "empty": {"az": "Tarix yazılmayıb. Tarixi belə yazın: 22.11.2026.",
                  "en": "No date is given. Write the date like this: 22.11.2026."},
        "form": {"az": "«{value}» tarix kimi oxunmur. Tarixi belə yazın: 22.11.2026.",
                 "en": "“{value}” cannot be read as a date. Write it like this: 22.11.2026."},
        "no_such_day": {"az": "Təqvimdə «{value}» günü yoxdur. Tarixi yoxlayın.",
                        "en": "There is no day “{value}” in the calendar. Please check the date."},
        "short_year": {"az": "«{value}» tarixində il iki rəqəmlə yazılıb. İli dörd rəqəmlə yazın: 22.11.2026.",
                       "en": "“{value}” has a year of two digits. Write the year with four digits: 22.11.2026."},
        "out_of_range": {"az": "«{value}» tarixinin ili 1900–2100 aralığında deyil. Tarixi yoxlayın.",
                         "en": "The year of “{value}” is not between 1900 and 2100. Please check the date."},
    }  # fmt: skip


@dataclass(frozen=True, slots=True, order=True)
class Days:
    """Days from ``first`` to ``last``, both included; an open end is ``None``.

    Raises ``ValueError`` when the last day is before the first.
    """

    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        if self.last is not None and self.last < self.first:
            raise ValueError("a period must not end before it begins")

    @classmethod
    def half_open(cls, first: date, until: date) -> Days:
        """From ``first`` up to, and without, ``until``."""
        return cls(first, until - timedelta(days=1))

    def __contains__(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def __iter__(self) -> Iterator[date]:
        """Each day; raises ``ValueError`` for an open end."""
        for place in range(self.length):
            yield self.first + timedelta(days=place)

    @property
    def length(self) -> int:
        """How many days; raises ``ValueError`` for an open end."""
        if self.last is None:
            raise ValueError("a period without an end has no length")
        return (self.last - self.first).days + 1

    @property
    def until(self) -> date | None:
        """The first day after the period; ``None`` when it has no end."""
        return None if self.last is None else self.last + timedelta(days=1)

    def overlap(self, other: Days) -> Days | None:
        """The days that both have, or ``None``."""
        first = max(self.first, other.first)
        ends = [end for end in (self.last, other.last) if end is not None]
        last = min(ends) if ends else None
        return None if last is not None and last < first else Days(first, last)


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:
            raise ValueError("a year has the months 1 to 12")

    @classmethod
    def of(cls, day: date) -> Month:
        """The month in which the day lies."""
        return cls(day.year, day.month)

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.month, _gregorian.monthrange(self.year, self.month)[1])

    @property
    def days(self) -> Days:
        return Days(self.first, self.last)

    def plus(self, months: int) -> Month:
        """The month so many months later, or earlier."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def label(self, language: str) -> str:
        """``noyabr 2026`` or ``November 2026``."""
        return f"{MONTH_NAMES[language][self.month - 1]} {self.year}"


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter, 1 to 4, of a year."""

    year: int
    quarter: int

    def __post_init__(self) -> None:
        if not 1 <= self.quarter <= 4:
            raise ValueError("a year has the quarters 1 to 4")

    @classmethod
    def of(cls, day: date) -> Quarter:
        """The quarter in which the day lies."""
        return cls(day.year, (day.month + 2) // 3)

    @property
    def first(self) -> date:
        return date(self.year, self.quarter * 3 - 2, 1)

    @property
    def last(self) -> date:
        return Month(self.year, self.quarter * 3).last

    @property
    def days(self) -> Days:
        return Days(self.first, self.last)

    def plus(self, quarters: int) -> Quarter:
        """The quarter so many quarters later, or earlier."""
        year, quarter = divmod(self.year * 4 + self.quarter - 1 + quarters, 4)
        return Quarter(year, quarter + 1)


@dataclass(frozen=True, slots=True, order=True)
class Year:
    """A calendar year, which is also the budget year and the tax year."""

    year: int

    @classmethod
    def of(cls, day: date) -> Year:
        """The year in which the day lies."""
        return cls(day.year)

    @property
    def first(self) -> date:
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 12, 31)

    @property
    def days(self) -> Days:
        return Days(self.first, self.last)

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(Month(self.year, month) for month in range(1, 13))

    @property
    def quarters(self) -> tuple[Quarter, ...]:
        return tuple(Quarter(self.year, quarter) for quarter in range(1, 5))


def add_months(day: date, months: int) -> date:
    """The same day of the month so many months later; the month's last day where it is shorter.

    >>> add_months(date(2026, 1, 31), 1)
    datetime.date(2026, 2, 28)
    """
    month = Month.of(day).plus(months)
    return date(month.year, month.month, min(day.day, month.last.day))


def months_charged(owned: Days, year: int) -> int:
    """Months of ``year`` for which an owner is charged: from the month AFTER the beginning.

    The month in which the property passes still belongs to the former owner, so that two owners one after
    the other always make the whole year. Tax Code 208.5-2, land only, from 1 January 2024.

    >>> months_charged(Days(date(2025, 5, 20)), 2025)
    7
    >>> months_charged(Days(date(2010, 1, 1), date(2025, 5, 20)), 2025)
    5
    """
    begin = max(Month.of(owned.first).plus(1), Month(year, 1))
    end = Month(year, 12) if owned.last is None else min(Month.of(owned.last), Month(year, 12))
    return max(0, end.month - begin.month + 1) if begin.year == end.year == year else 0


_NUMERIC: Final = re.compile(r"(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?(\d{2,4})", re.ASCII)
_ISO: Final = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?:[T ]00:00(?::00(?:\.0+)?)?)?", re.ASCII)
_WORDS: Final = re.compile(
    r"(\d{1,2})[ -]([a-z]+)[ ,-]*(\d{2,4})\b ?-?(?:ci|cu)? ?(?:il|ilin|i\.?|year)?\.?", re.ASCII
)
_MONTH_OF: Final = {
    fold(name): place for names in MONTH_NAMES.values() for place, name in enumerate(names, 1)
} | {fold(name)[:3]: place for names in MONTH_NAMES.values() for place, name in enumerate(names, 1)}


def parse_date(text: str | date) -> date:
    """The day that people mean; day before month, as in Azerbaijan. Raises ``BadDate``.

    Understands 22.11.2026, 22/11/2026, 22-11-2026, 2026-11-22, ``22 noyabr 2026-cı il``, ``22 Nov 2026``. A
    ``date`` passes through, a ``datetime`` gives its day.

    >>> parse_date("22 noyabr 2026")
    datetime.date(2026, 11, 22)
    """
    if isinstance(text, date):
        return _day(text.year, text.month, text.day, text)
    plain = " ".join(text.split())
    if not plain:
        raise BadDate("empty", text)
    if found := _ISO.fullmatch(plain):
        return _day(int(found[1]), int(found[3]), int(found[4]), text)
    if found := _NUMERIC.fullmatch(plain):
        return _day(_year(found[4], text), int(found[3]), int(found[1]), text)
    if (found := _WORDS.fullmatch(fold(plain))) and (month := _MONTH_OF.get(found[2])):
        return _day(_year(found[3], text), month, int(found[1]), text)
    raise BadDate("form", text)


def _year(digits: str, text: str) -> int:
    if len(digits) != 4:
        raise BadDate("short_year" if len(digits) == 2 else "form", text)
    return int(digits)


def _day(year: int, month: int, day: int, text: object) -> date:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise BadDate("out_of_range", text)
    try:
        return date(year, month, day)
    except ValueError:
        raise BadDate("no_such_day", text) from None


def format_date(day: date) -> str:
    """``22.11.2026``."""
    return f"{day.day:02d}.{day.month:02d}.{day.year:04d}"


def date_in_words(day: date, language: str = "az") -> str:
    """``22 noyabr 2026`` or ``22 November 2026``."""
    return f"{day.day} {MONTH_NAMES[language][day.month - 1]} {day.year}"
