"""The working calendar against the published list, and with an office's own decisions."""

import csv
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core.calendar import Mark, OutsideCalendar, WorkingCalendar, propose
from belediyye.core.tests.shared import shared_file

CALENDAR = WorkingCalendar.build(2023, 2027)
DAYS = st.dates(date(2023, 4, 1), date(2027, 10, 1))


def test_days_off_agree_with_the_published_list():
    with shared_file("data/11_civic/az_public_holidays_2023_2027.csv").open(encoding="utf-8") as file:
        published = {date.fromisoformat(row["date"]): row["name_az"] for row in csv.DictReader(file)}
    off = {day: mark.name["az"] for day, mark in CALENDAR.marks.items() if not mark.working}
    assert off == published


def test_weekend_days_that_were_worked_instead():
    worked = {mark.day.isoformat() for mark in CALENDAR.marks.values() if mark.working}
    assert {
        "2023-06-24",
        "2023-11-04",
        "2023-12-30",
        "2024-11-16",
        "2024-12-28",
        "2024-12-29",
        "2025-06-21",
    } <= worked
    assert CALENDAR.is_working_day(date(2025, 6, 21)) and not CALENDAR.is_working_day(date(2025, 6, 27))


def test_commemorations_are_worked():
    assert CALENDAR.is_working_day(date(2026, 11, 12))  # Constitution Day
    assert CALENDAR.is_working_day(date(2026, 11, 17))


def test_estimated_feasts_are_marked():
    assert [mark.day.isoformat() for mark in CALENDAR.estimated_days(date(2026, 1, 1), date(2027, 12, 31))] == [
        "2027-03-09", "2027-03-10", "2027-05-16", "2027-05-17", "2027-05-18"
    ]  # fmt: skip
    assert CALENDAR.marks[date(2026, 1, 1)].name == {"az": "Yeni il bayramı", "en": "New Year's Day"}


def test_a_decision_moves_a_day_and_the_version_with_it():
    friday, saturday = date(2026, 1, 2), date(2026, 1, 10)
    words = {"az": "İstirahət günü köçürülüb", "en": "Day off moved"}
    moved = WorkingCalendar.build(
        2023, 2027, [Mark(friday, True, words, "Qərar № 1"), Mark(saturday, False, words, "Qərar № 1")]
    )
    assert moved.is_working_day(friday) and not CALENDAR.is_working_day(friday)
    assert moved.why(friday)["az"] == "İstirahət günü köçürülüb — Qərar № 1"
    assert moved.version != CALENDAR.version
    assert WorkingCalendar.build(2023, 2027).version == CALENDAR.version
    assert CALENDAR.why(date(2026, 8, 15)) == {"az": "şənbə", "en": "Saturday"}
    assert (
        CALENDAR.why(date(2026, 8, 16))["en"] == "Sunday"
        and CALENDAR.why(date(2026, 8, 17))["en"] == "working day"
    )


def test_instalments_of_2026_roll_to_mondays():
    assert CALENDAR.working_day_on_or_after(date(2026, 8, 15)) == date(2026, 8, 17)
    assert CALENDAR.working_day_on_or_after(date(2026, 11, 15)) == date(2026, 11, 16)
    assert CALENDAR.working_day_on_or_before(date(2026, 8, 16)) == date(2026, 8, 14)
    assert CALENDAR.next_working_day(date(2026, 8, 14)) == date(2026, 8, 17)


def test_the_calendar_does_not_guess_beyond_its_years():
    with pytest.raises(OutsideCalendar) as caught:
        CALENDAR.add_working_days(date(2027, 12, 20), 30)
    assert caught.value.words["en"].startswith("The working calendar does not reach 01.01.2028")
    assert not CALENDAR.is_working_day(date(2027, 12, 31))


def test_every_year_can_be_proposed():
    assert all(mark.name["az"] and mark.name["en"] for mark in propose(1992, 2100))
    assert len(CALENDAR.days_off(2026)) == 25


@given(DAYS, st.integers(0, 40))
def test_counting_working_days_there_and_back(day, count):
    end = CALENDAR.add_working_days(day, count)
    assert CALENDAR.working_days_between(day, end) == count
    assert CALENDAR.working_days_between(end, day) == -count
    if count:
        assert CALENDAR.is_working_day(end)
        assert CALENDAR.add_working_days(end + timedelta(days=1), -1) == end
