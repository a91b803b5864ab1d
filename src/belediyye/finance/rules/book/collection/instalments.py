"""When and in what parts the year's tax is paid. Tax Code 68.2, 151.1, 200.5, 208.5, 217.2."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from belediyye.finance.rules.book.library import load_book

from .days import WorkingCalendar, roll, whole_qepik


class Instalment(NamedTuple):
    """A part of a tax: the amount, the day by which it is due, and the day that the law names before rolling."""

    amount_qepik: int
    due: dt.date
    nominal: dt.date


# The two days stand in the text of articles 200.5 and 208.5 and have not changed in any edition that was read.
INSTALMENT_DAYS = ((8, 15), (11, 15))


def instalments(due_qepik: int, year: int, calendar: WorkingCalendar) -> tuple[Instalment, Instalment]:
    """The two equal parts of a year's tax; of an odd qəpik the first part is the larger."""
    whole_qepik(due_qepik, "due_qepik")
    first = (due_qepik + 1) // 2
    days = [dt.date(year, month, day) for month, day in INSTALMENT_DAYS]
    return (
        Instalment(first, roll(days[0], calendar), days[0]),
        Instalment(due_qepik - first, roll(days[1], calendar), days[1]),
    )


def mining_due_day(year: int, month: int, calendar: WorkingCalendar) -> dt.date:
    """The day by which the mining tax of a month is declared and paid: the 20th of the next month, rolled."""
    following = dt.date(year + month // 12, month % 12 + 1, 20)
    return roll(following, calendar)


def profit_advances(last_year_tax_qepik: int, year: int, calendar: WorkingCalendar) -> tuple[Instalment, ...]:
    """The four advances of profit tax: a quarter of last year's tax within 15 days after each quarter, rolled.

    Each part is the difference of two amounts accrued from the year's beginning, so that they add up exactly."""
    whole_qepik(last_year_tax_qepik, "last_year_tax_qepik")
    day = dt.date(year, 1, 1)
    book = load_book()
    parts = int(book.parameters["profit_tax.advance_parts"].number(day))
    days = int(book.parameters["profit_tax.advance_days"].number(day))
    found = []
    for i in range(1, parts + 1):
        month = 12 * i // parts
        nominal = dt.date(year + month // 12, month % 12 + 1, 1) + dt.timedelta(days=days - 1)
        amount = _accrued(last_year_tax_qepik, i, parts) - _accrued(last_year_tax_qepik, i - 1, parts)
        found.append(Instalment(amount, roll(nominal, calendar), nominal))
    return tuple(found)


def _accrued(total: int, part: int, parts: int) -> int:
    return (2 * total * part + parts) // (2 * parts)
