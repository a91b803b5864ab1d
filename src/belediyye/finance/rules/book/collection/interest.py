"""Interest on late tax, day by day. Tax Code 59.1–59.3, 68.2; conventions: docs/algorithms/interest.md."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from belediyye.finance.rules.book.library import load_book
from belediyye.finance.rules.engine.proof import round_half_away

from .days import WorkingCalendar, roll, whole_qepik


class Span(NamedTuple):
    """Days on which the unpaid amount and the rate were the same: from the first to the last day, both counted."""

    first: dt.date
    last: dt.date
    days: int
    unpaid_qepik: int
    rate: Fraction
    article: str


class Interest(NamedTuple):
    """Interest: the amount (rounded once), the days counted, the rolled due day, the spans it is made of."""

    amount_qepik: int
    days: int
    due: dt.date
    last_possible_day: dt.date
    spans: tuple[Span, ...]

    def explanation(self) -> dict[str, Any]:
        """Plain data from which `recompute_interest` gets the amount again."""
        return {
            "due": self.due.isoformat(), "last_possible_day": self.last_possible_day.isoformat(),
            "amount_qepik": self.amount_qepik,
            "spans": [
                {"first": s.first.isoformat(), "last": s.last.isoformat(), "days": s.days,
                 "unpaid_qepik": s.unpaid_qepik, "rate": [s.rate.numerator, s.rate.denominator], "article": s.article}
                for s in self.spans
            ],
        }  # fmt: skip


ONE_DAY = dt.timedelta(days=1)


def _rates(parameter: str, first: dt.date, last: dt.date) -> list[tuple[dt.date, dt.date, Fraction, str]]:
    """The rates in force from first to last, each with its own stretch of days."""
    values = load_book().parameters[parameter]
    found = []
    day = first
    while day <= last:
        dated = values.on(day)
        end = min(last, dated.until or last)
        assert isinstance(dated.value, Fraction)
        found.append((day, end, dated.value, f"{dated.act} {dated.article}".strip()))
        day = end + ONE_DAY
    return found


def _balances(
    principal: int, payments: Iterable[tuple[dt.date, int]], first: dt.date, last: dt.date
) -> list[tuple[dt.date, dt.date, int]]:
    """What is unpaid on each stretch of days. The day of a payment is still a day of delay for what it pays."""
    found: list[tuple[dt.date, dt.date, int]] = []
    start, unpaid = first, principal
    for day, amount in sorted(payments):
        whole_qepik(amount, "payment")
        if day >= start and unpaid > 0:
            end = min(day, last)
            if end >= start:
                found.append((start, end, unpaid))
            start = max(start, day + ONE_DAY)
        unpaid = max(0, unpaid - amount)
    if unpaid > 0 and start <= last:
        found.append((start, last, unpaid))
    return found


def interest(
    principal_qepik: int,
    due_day: dt.date,
    as_of: dt.date,
    calendar: WorkingCalendar,
    payments: Iterable[tuple[dt.date, int]] = (),
) -> Interest:
    """Interest on a tax from the day after its (rolled) due day to `as_of`, that day counted.

    `payments` are (day, amount) of principal paid; on the day of payment the amount still bears interest, from the
    next day no longer. At most 365 days after the due day count. Rounded once, halves up. Raises TypeError or
    ValueError for amounts that are not whole qəpik, NoValue for days before the book begins."""
    whole_qepik(principal_qepik, "principal_qepik")
    due = roll(due_day, calendar)
    cap = int(load_book().parameters["collection.interest_cap_days"].number(due))
    last_possible = due + dt.timedelta(days=cap)
    first, last = due + ONE_DAY, min(as_of, last_possible)
    spans = []
    for start, end, unpaid in _balances(principal_qepik, payments, first, last):
        for rate_first, rate_last, rate, article in _rates("collection.interest_rate", start, end):
            days = (rate_last - rate_first).days + 1
            spans.append(Span(rate_first, rate_last, days, unpaid, rate, article))
    return Interest(_total(spans), sum(s.days for s in spans), due, last_possible, tuple(spans))


def _total(spans: Iterable[Span]) -> int:
    total = sum((s.unpaid_qepik * s.days * s.rate for s in spans), Fraction(0))
    return round_half_away(total.numerator, total.denominator)


def recompute_interest(explanation: Mapping[str, Any]) -> int:
    """The amount computed again from an explanation alone."""
    total = sum(
        (Fraction(s["unpaid_qepik"] * s["days"] * s["rate"][0], s["rate"][1]) for s in explanation["spans"]),
        Fraction(0),
    )
    return round_half_away(total.numerator, total.denominator)


def overpayment_interest(amount_qepik: int, requested: dt.date, refunded: dt.date) -> Interest:
    """Interest that the municipality owes on an overpayment not refunded within 45 days of the request.

    The days after the 45th count, up to and including the day of the refund (inferred reading of 59.3)."""
    whole_qepik(amount_qepik, "amount_qepik")
    limit = int(load_book().parameters["collection.refund_days"].number(requested))
    due = requested + dt.timedelta(days=limit)
    spans = tuple(
        Span(first, last, (last - first).days + 1, amount_qepik, rate, article)
        for first, last, rate, article in _rates("collection.overpayment_rate", due + ONE_DAY, refunded)
    )
    return Interest(_total(spans), sum(s.days for s in spans), due, refunded, spans)
