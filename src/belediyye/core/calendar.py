"""The working calendar: which days offices work, with the decision that moved a day.

The ``holidays`` library is only a proposal. It knows the public holidays and the day swaps that the Cabinet
of Ministers had announced when it was released; feasts of the moon calendar in coming years are estimates.
What an office has decided or read in the newspaper comes as overrides and wins. A calendar is a value: the
same proposal and overrides give the same ``version``, which is stored with every deadline computed from it.
Pure: no database, no clock.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import ClassVar, Final

import holidays

from belediyye.core.refusals import Refused

FIRST_YEAR: Final = 1992
LAST_YEAR: Final = 2100
ONE_DAY: Final = timedelta(days=1)


class OutsideCalendar(Refused):
    """A day or a count that the calendar cannot answer; see ``reason``."""

    WORDS: ClassVar = {
        "outside": {"az": "İş təqvimində {value} günü yoxdur. Təqvimi həmin ilə qədər uzadın.",
                    "en": "The working calendar does not reach {value}. Extend the calendar to that year."},
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mark:
    """What is known of one day: working or not, its name, and where that comes from.

    ``decision`` names the act that moved the day (empty for a day fixed by law); ``estimated`` marks a feast
    whose day is only reckoned so far.
    """

    day: date
    working: bool
    name: dict[str, str] = field(hash=False)
    decision: str = ""
    estimated: bool = False


_SWAP: Final = re.compile(r"\((\d\d)\.(\d\d)\.(\d{4}) ilə əvəz edilmişdir\)")
_WORKING_DAY: Final = {
    "az": "İş günü (istirahət günü köçürülüb)",
    "en": "Working day (its day off was moved)",
}


@lru_cache(maxsize=16)
def propose(first_year: int, last_year: int) -> tuple[Mark, ...]:
    """The days off, and the weekend days worked instead, that the ``holidays`` library knows.

    Only its category *public* is free of work; the days of its category *workday* (such as the
    Constitution Day) are worked and get no mark.
    """
    years = range(first_year, last_year + 2)  # the next January can move a day of this December
    names = {
        language: holidays.country_holidays("AZ", years=years, categories=("public",), language=code)
        for language, code in (("az", "az"), ("en", "en_US"))
    }
    marks: dict[date, Mark] = {}
    for day, name in sorted(names["az"].items()):
        words = {"az": name, "en": names["en"].get(day, name)}
        marks[day] = Mark(day, False, words, estimated="təxmini" in name)
        for found in _SWAP.findall(name):
            worked = date(int(found[2]), int(found[1]), int(found[0]))
            if worked.weekday() >= 5:
                marks.setdefault(worked, Mark(worked, True, _WORKING_DAY))
    return tuple(mark for day, mark in sorted(marks.items()) if first_year <= day.year <= last_year)


class WorkingCalendar:
    """Which days are worked between two years; every day that has no mark is worked unless at a weekend.

    Every question raises ``OutsideCalendar`` when the answer lies outside the years.
    """

    __slots__ = ("first", "last", "marks", "version")

    def __init__(self, first_year: int, last_year: int, marks: Iterable[Mark]) -> None:
        """Later marks of a day replace earlier ones; ``version`` is a hash of all that can change an answer."""
        self.first = date(first_year, 1, 1)
        self.last = date(last_year, 12, 31)
        by_day = {mark.day: mark for mark in marks if self.first <= mark.day <= self.last}
        self.marks = MappingProxyType(dict(sorted(by_day.items())))
        lines = [f"{self.first} {self.last}"]
        lines += [f"{m.day} {m.working:d} {m.estimated:d} {m.decision}" for m in self.marks.values()]
        self.version = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]

    @classmethod
    def build(cls, first_year: int, last_year: int, overrides: Iterable[Mark] = ()) -> WorkingCalendar:
        """The proposal of those years with the overrides laid over it."""
        return cls(first_year, last_year, [*propose(first_year, last_year), *overrides])

    def is_working_day(self, day: date) -> bool:
        """Whether offices work on that day."""
        if not self.first <= day <= self.last:
            raise OutsideCalendar("outside", day.strftime("%d.%m.%Y"))
        mark = self.marks.get(day)
        return mark.working if mark else day.weekday() < 5

    def why(self, day: date) -> dict[str, str]:
        """Why a day is worked or not, in az and en."""
        if mark := self.marks.get(day):
            source = f" — {mark.decision}" if mark.decision else ""
            return {language: name + source for language, name in mark.name.items()}
        if day.weekday() == 5:
            return {"az": "şənbə", "en": "Saturday"}
        return (
            {"az": "bazar", "en": "Sunday"} if day.weekday() == 6 else {"az": "iş günü", "en": "working day"}
        )

    def working_day_on_or_after(self, day: date) -> date:
        """The day itself when it is worked, else the next that is: how the last day of a term rolls."""
        while not self.is_working_day(day):
            day += ONE_DAY
        return day

    def working_day_on_or_before(self, day: date) -> date:
        """The day itself when it is worked, else the last one before it that is."""
        while not self.is_working_day(day):
            day -= ONE_DAY
        return day

    def next_working_day(self, day: date) -> date:
        """The first working day after the day."""
        return self.working_day_on_or_after(day + ONE_DAY)

    def add_working_days(self, day: date, count: int) -> date:
        """The ``count``-th working day after the day; before it when negative; the day itself for 0."""
        step = ONE_DAY if count >= 0 else -ONE_DAY
        left = abs(count)
        while left:
            day += step
            left -= self.is_working_day(day)
        return day

    def working_days_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and with ``end``; negative when ``end`` comes first.

        So ``working_days_between(d, add_working_days(d, n))`` is ``n``, for any n not negative.
        """
        if end < start:
            return -self.working_days_between(end, start)
        return sum(self.is_working_day(day) for day in _days_after(start, end))

    def estimated_days(self, start: date, end: date) -> tuple[Mark, ...]:
        """The feasts after ``start`` up to ``end`` whose day is only an estimate: they can still move."""
        return tuple(mark for day, mark in self.marks.items() if start < day <= end and mark.estimated)

    def days_off(self, year: int) -> tuple[Mark, ...]:
        """The marked days of a year that are not worked, in order."""
        return tuple(mark for day, mark in self.marks.items() if day.year == year and not mark.working)


def _days_after(start: date, end: date) -> Iterator[date]:
    return (start + timedelta(days=place) for place in range(1, (end - start).days + 1))
