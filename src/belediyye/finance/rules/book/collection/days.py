"""Days of the law: what a working calendar must answer, and how a day that is not a working day moves."""

from __future__ import annotations

import datetime as dt
from typing import Protocol


class WorkingCalendar(Protocol):
    """Anything that knows which days are working days."""

    def is_working_day(self, day: dt.date, /) -> bool: ...


LONGEST_HOLIDAY = 60


def roll(day: dt.date, calendar: WorkingCalendar) -> dt.date:
    """The day itself, or the next working day (Tax Code 68.2). Raises ValueError for a calendar with no working day
    in the two months that follow: such a calendar is broken."""
    for ahead in range(LONGEST_HOLIDAY):
        candidate = day + dt.timedelta(days=ahead)
        if calendar.is_working_day(candidate):
            return candidate
    raise ValueError(f"the calendar knows no working day within {LONGEST_HOLIDAY} days of {day.isoformat()}")


def whole_qepik(amount: int, name: str = "amount") -> int:
    """The amount, if it is a whole number of qəpik not below zero. Raises TypeError or ValueError."""
    if type(amount) is not int:
        raise TypeError(f"{name} is whole qəpik, not {type(amount).__name__}")
    if amount < 0:
        raise ValueError(f"{name} is below zero")
    return amount
