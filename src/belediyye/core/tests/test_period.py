"""Years, quarters, months, ranges of days, and dates as people write them."""

import doctest
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core import period
from belediyye.core.period import (
    BadDate,
    Days,
    Month,
    Quarter,
    Year,
    add_months,
    date_in_words,
    format_date,
    months_charged,
    parse_date,
)

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def ranges():
    closed = st.tuples(DAYS, DAYS).map(lambda pair: Days(min(pair), max(pair)))
    return closed | DAYS.map(Days)


def test_examples_in_the_docstrings_are_true():
    assert doctest.testmod(period).failed == 0


@pytest.mark.parametrize(
    "text",
    ["22.11.2026", "22/11/2026", "22-11-2026", "2026-11-22", "2026.11.22", "22 noyabr 2026", "22 Noyabr 2026-cı il",
     "22 NOYABR 2026-ci ilin", "22 Nov 2026", "22 November, 2026", " 22 . 11 . 2026 ", "2026-11-22 00:00:00",
     date(2026, 11, 22), datetime.fromisoformat("2026-11-22T13:05")],
)  # fmt: skip
def test_days_as_people_write_them(text):
    assert parse_date(text) == date(2026, 11, 22)
    assert type(parse_date(text)) is date


def test_every_month_by_name_in_both_languages():
    for month in range(1, 13):
        day = date(2026, month, 9)
        assert parse_date(date_in_words(day)) == parse_date(date_in_words(day, "en")) == day
        assert parse_date(date_in_words(day).upper()) == day


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "empty"), (" ", "empty"), ("31.02.2026", "no_such_day"), ("29.02.2025", "no_such_day"),
     ("11/22/2026", "no_such_day"), ("22.11.26", "short_year"), ("22.11.202", "form"), ("22.11", "form"),
     ("22,11,2026", "form"), ("22.11/2026", "form"), ("dünən", "form"), ("22 nojabr 2026", "form"),
     ("46348", "form"), ("22.11.1026", "out_of_range"), ("2026-11-22 13:05", "form"), ("1e400", "form"),
     ("٢٢.١١.٢٠٢٦", "form"), (date(1800, 1, 1), "out_of_range")],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_a_reason(text, reason):
    with pytest.raises(BadDate) as caught:
        parse_date(text)
    assert caught.value.reason == reason


@given(st.text(max_size=20) | st.text("0123456789./- ", max_size=12))
def test_no_text_does_more_than_be_refused(text):
    try:
        parse_date(text)
    except BadDate as refusal:
        assert refusal.reason in BadDate.WORDS


@given(DAYS)
def test_what_is_shown_can_be_typed_again(day):
    assert parse_date(format_date(day)) == parse_date(day.isoformat()) == day
    assert day in Month.of(day).days and day in Quarter.of(day).days and day in Year.of(day).days


@given(ranges(), ranges(), DAYS)
def test_an_overlap_has_exactly_the_days_of_both(one, other, day):
    both = one.overlap(other)
    assert both == other.overlap(one)
    assert (both is not None and day in both) == (day in one and day in other)


def test_ranges():
    assert Days.half_open(date(2026, 1, 1), date(2027, 1, 1)) == Year(2026).days
    assert Year(2024).days.length == 366
    assert list(Days(date(2026, 2, 27), date(2026, 3, 1))) == [
        date(2026, 2, 27),
        date(2026, 2, 28),
        date(2026, 3, 1),
    ]
    assert Days(date(2026, 1, 1)).until is None and Month(2026, 1).days.until == date(2026, 2, 1)
    assert len(Year(2026).months) == 12 and Year(2026).quarters[3].last == date(2026, 12, 31)
    with pytest.raises(ValueError, match="end before"):
        Days(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(ValueError, match="no length"):
        list(Days(date(2026, 1, 2)))
    for wrong in (lambda: Month(2026, 13), lambda: Quarter(2026, 0)):
        with pytest.raises(ValueError, match="a year has"):
            wrong()


@given(DAYS, st.integers(-600, 600))
def test_months_and_quarters_go_there_and_back(day, count):
    assert Month.of(day).plus(count).plus(-count) == Month.of(day)
    assert Quarter.of(day).plus(count).plus(-count) == Quarter.of(day)
    moved = add_months(day, count)
    assert Month.of(moved) == Month.of(day).plus(count) and moved.day <= day.day


def test_labels():
    assert Month(2026, 11).label("az") == "noyabr 2026"
    assert format_date(date(2026, 1, 5)) == "05.01.2026"


@given(st.integers(2000, 2050), st.lists(DAYS, max_size=5))
def test_owners_one_after_the_other_are_charged_the_whole_year(year, handovers):
    days = sorted(set(handovers))
    starts = [date(1900, 1, 1), *days]
    ends = [*days, None]
    # The day of the handover ends the one and begins the other.
    charged = [months_charged(Days(start, end), year) for start, end in zip(starts, ends, strict=True)]
    assert sum(charged) == 12


@pytest.mark.parametrize(
    ("first", "last", "months"),
    [("2025-05-20", None, 7), ("2025-05-01", None, 7), ("2025-12-02", None, 0), ("2024-12-31", None, 12),
     ("2020-01-01", "2025-05-20", 5), ("2025-03-15", "2025-09-20", 6), ("2025-03-01", "2025-03-31", 0),
     ("2026-01-01", None, 0), ("2020-01-01", "2024-12-31", 0)],
)  # fmt: skip
def test_months_charged(first, last, months):
    assert months_charged(Days(date.fromisoformat(first), last and date.fromisoformat(last)), 2025) == months
