"""Due days: each kind of rule, extensions and pauses, the data file, and the explanation."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core.calendar import OutsideCalendar, WorkingCalendar
from belediyye.core.deadlines import BadDeadline, Events, due, load_rules, rule_on
from belediyye.core.period import Days

CALENDAR = WorkingCalendar.build(2015, 2033)
ALL_RULES = [rule for versions in load_rules().values() for rule in versions]


def answer(code, start, **more):
    day = date.fromisoformat(start)
    return due(rule_on(code, day), Events(day, **more), CALENDAR)


@pytest.mark.parametrize(
    ("code", "start", "day"),
    [
        ("tax.instalment_1", "2026-01-01", "2026-08-17"),  # 15 August is a Saturday
        ("tax.instalment_2", "2026-01-01", "2026-11-16"),
        ("tax.instalment_1", "2025-01-01", "2025-08-15"),
        ("tax.notice", "2026-01-01", "2026-08-03"),
        ("tax.mining_monthly", "2019-03-31", "2019-04-22"),  # 20 April 2019 is a Saturday
        ("tax.assess_limit", "2023-12-31", "2026-12-31"),
        ("tax.register_land", "2026-01-31", "2026-03-02"),  # 28 February 2026 is a Saturday
        ("budget.draft_to_council", "2027-01-01", "2026-10-15"),
        ("budget.adoption", "2027-01-01", "2026-12-20"),
        ("budget.annual_report", "2026-01-01", "2027-01-30"),
        ("budget.half_year_report", "2026-01-01", "2026-07-15"),
        ("budget.draft_published", "2026-10-15", "2026-10-25"),
        ("council.session_notice", "2026-11-25", "2026-11-20"),
        ("supervision.act_sent", "2024-11-29", "2024-12-04"),  # five days of the old rule
        ("supervision.act_sent", "2026-11-20", "2026-11-25"),  # three working days of the new
        ("appeal.answer", "2026-03-16", "2026-04-15"),  # across Novruz and Ramazan
        ("information.answer", "2026-11-22", "2026-12-01"),
        ("information.urgent", "2026-11-20", "2026-11-21"),
        ("procedure.decision", "2026-11-01", "2026-12-01"),
        ("procedure.receipt", "2026-11-05", "2026-11-11"),  # 8, 9 and 10 November are days off
        ("procedure.register", "2026-11-22", "2026-11-22"),
        ("procedure.complaint_untold", "2026-05-29", "2026-11-30"),
    ],
)
def test_due_days(code, start, day):
    assert answer(code, start).day.isoformat() == day


def test_the_explanation_names_every_day_off_in_both_languages():
    found = answer("appeal.answer", "2026-03-16")
    assert [step.words["az"] for step in found.steps] == [
        "16.03.2026, bazar ertəsi — müraciətin qeydiyyata alınması",
        "15.04.2026, çərşənbə — növbəti gündən sayılmaqla 15 iş günü",
    ]
    off = {c.day.isoformat(): c.words["en"] for c in found.counted if c.number is None}
    assert off["2026-03-30"] == "Eid al-Fitr (observed)" and off["2026-03-28"] == "Saturday"
    assert [c.number for c in found.counted if c.number] == list(range(1, 16))
    assert found.counted[0].day == date(2026, 3, 17) and found.counted[-1].day == found.day
    assert found.rule.citation("az") == "“Vətəndaşların müraciətləri haqqında” 30.09.2015 tarixli Qanun"


def test_rolling_is_explained():
    found = answer("tax.instalment_1", "2026-01-01")
    assert found.steps[-1].words["en"] == (
        "17.08.2026, Monday — 15.08.2026 is not a working day (Saturday): the term ends on the next working day"
    )
    assert found.rule.citation("en") == "Tax Code, Article 200.5, 208.5"


def test_where_nothing_rolls_the_last_working_day_is_told():
    found = answer("budget.adoption", "2027-01-01")  # 20 December 2026 is a Sunday
    assert (found.day, found.act_by) == (date(2026, 12, 20), date(2026, 12, 18))
    assert found.steps[-1].day == found.act_by
    assert found.overdue_on(date(2026, 12, 21)) and not found.overdue_on(found.day)


def test_extensions_twice_and_no_more():
    start = date(2026, 9, 1)
    rule = rule_on("procedure.decision", start)
    once = due(rule, Events(start, (date(2026, 9, 28),)), CALENDAR)
    assert once.day == date(2026, 11, 2)  # 31 October is a Saturday
    twice = due(rule, Events(start, (date(2026, 9, 28), date(2026, 11, 2))), CALENDAR)
    assert twice.day == start + timedelta(days=90)
    assert "extended by 30 days on 02.11.2026" in twice.steps[-1].words["en"]
    with pytest.raises(BadDeadline) as caught:
        due(rule, Events(start, (start, start, start)), CALENDAR)
    assert caught.value.reason == "no_extension"
    with pytest.raises(BadDeadline) as caught:
        due(rule, Events(start, (date(2026, 10, 2),)), CALENDAR)
    assert caught.value.reason == "late_extension"


def test_a_pause_does_not_count():
    pause = Days(date(2026, 9, 10), date(2026, 9, 19))
    found = answer("procedure.decision", "2026-09-01", pauses=(pause,))
    assert found.day == date(2026, 10, 12)  # 30 + 10 days is Sunday 11 October
    with pytest.raises(BadDeadline) as caught:
        answer("tax.register_land", "2026-01-31", pauses=(pause,))
    assert caught.value.reason == "no_pause"


def test_a_term_across_an_estimated_feast_says_so():
    assert answer("appeal.answer", "2027-03-01").estimated
    assert "estimated" in answer("appeal.answer", "2027-03-01").steps[-1].words["en"]
    assert not answer("appeal.answer", "2027-04-01").estimated


def test_rules_that_do_not_hold_and_days_beyond_the_calendar():
    for code, day in [("tax.mining_monthly", "2022-01-31"), ("no.such", "2022-01-31")]:
        with pytest.raises(BadDeadline) as caught:
            rule_on(code, date.fromisoformat(day))
        assert caught.value.reason == "no_rule"
    with pytest.raises(OutsideCalendar):
        answer("appeal.answer", "2033-12-20")


@pytest.mark.parametrize("rule", ALL_RULES, ids=lambda rule: f"{rule.code}-{rule.valid_from}")
def test_every_rule_of_the_file_is_whole(rule):
    for words in (rule.name, rule.event, rule.act):
        assert set(words) == {"az", "en"} and all(words.values())
    assert not rule.note or set(rule.note) == {"az", "en"}
    day = rule.valid_to or date(2026, 6, 15)
    found = due(rule, Events(day), CALENDAR)
    assert found.steps and found.act_by <= found.day
    assert all(set(step.words) == {"az", "en"} for step in found.steps)


def test_a_broken_file_is_refused(tmp_path):
    good = """
[acts.x]
az = "a"
en = "b"
[[rule]]
code = "one"
name = { az = "a", en = "b" }
event = { az = "a", en = "b" }
kind = "months"
count = 1
act = "x"
confidence = "read"
"""
    cases = {"twice": good + good[good.index("[[") :], "kind": good.replace("months", "moons"),
             "key": good + "colour = 1\n", "act": good.replace('act = "x"', 'act = "y"')}  # fmt: skip
    for name, text in cases.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "rules.toml").write_text(text, encoding="utf-8")
        with pytest.raises((ValueError, KeyError)):
            load_rules(tmp_path / name)


@given(st.sampled_from(ALL_RULES), st.dates(date(2017, 1, 1), date(2027, 12, 31)))
def test_due_days_never_go_back_when_the_event_comes_later(rule, day):
    one, next_day = (due(rule, Events(d), CALENDAR) for d in (day, day + timedelta(days=1)))
    assert one.day <= next_day.day
    if rule.kind == "working_days":
        assert CALENDAR.working_days_between(day, one.day) == rule.count == one.counted[-1].number
