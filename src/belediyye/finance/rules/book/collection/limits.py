"""Periods after which something can no longer be assessed, collected or claimed. Tax Code 85.4, 85.5, 87."""

from __future__ import annotations

import datetime as dt

from belediyye.finance.rules.book.library import load_book


def _years(parameter: str, tax_year: int) -> dt.date:
    years = load_book().parameters[f"collection.{parameter}"].number(dt.date(tax_year, 12, 31))
    return dt.date(tax_year + int(years), 12, 31)


def assess_until(tax_year: int) -> dt.date:
    """The last day on which tax of the year may be assessed or recalculated: three years after its end (85.4)."""
    return _years("assess_years", tax_year)


def collect_until(tax_year: int) -> dt.date:
    """The last day on which assessed tax of the year may be collected: five years after its end (85.4)."""
    return _years("collect_years", tax_year)


def claim_recalculation_until(tax_year: int) -> dt.date:
    """The last day on which a payer may ask for a recalculation: three years (85.5)."""
    return _years("recalculate_years", tax_year)


def claim_refund_until(tax_year: int) -> dt.date:
    """The last day on which a payer may ask for a refund: five years (85.5)."""
    return _years("refund_years", tax_year)


def sanction_until(tax_year: int) -> dt.date:
    """The last day on which a sanction for the year may be imposed: three years (56.1), counted from the year's end."""
    return _years("liability_years", tax_year)


def lease_until(since: dt.date) -> dt.date:
    """The last day of the longest lease of municipal land that begins on a day (Land Code)."""
    years = int(load_book().parameters["collection.lease_years"].number(since))
    day = min(since.day, 28) if since.month == 2 else since.day
    return dt.date(since.year + years, since.month, day) - dt.timedelta(days=1)


def may_assess(tax_year: int, on: dt.date) -> bool:
    return on <= assess_until(tax_year)


def may_collect(tax_year: int, on: dt.date) -> bool:
    return on <= collect_until(tax_year)


def refund_due(requested: dt.date) -> dt.date:
    """The day by which an overpayment is credited or refunded: 45 days after the request (87.3)."""
    days = load_book().parameters["collection.refund_days"].number(requested)
    return requested + dt.timedelta(days=int(days))


def wrong_payment_due(requested: dt.date) -> dt.date:
    """The day by which a payment made by mistake is given back: 20 days after the request (87.5)."""
    days = load_book().parameters["collection.wrong_payment_days"].number(requested)
    return requested + dt.timedelta(days=int(days))
