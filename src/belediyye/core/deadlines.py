"""Deadlines: a due day as a pure function of a rule, what happened and the working calendar, with its reasons.

The rules are dated data in ``deadline_rules/*.toml`` (one file an area, ``acts.toml`` for what they cite): a
value that ends gets a last day, nothing is deleted. Keys of a rule: ``kind`` (see ``Kind``), ``count`` (days,
months, hours, or the day of the month), ``month`` and ``year_shift`` from the event's year for a fixed date,
``roll`` (what happens when the last day is not worked), ``from`` and ``to`` (absent: not read), ``act``,
``article``, ``confidence``. ``due`` never asks the clock; the same rule, events and calendar version give the
same day.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, ClassVar, Final, Literal, TypeAlias

from belediyye.core.calendar import ONE_DAY, WorkingCalendar
from belediyye.core.period import WEEKDAY_NAMES, Days, Month, add_months, format_date
from belediyye.core.refusals import Refused

Words: TypeAlias = Mapping[str, str]
Kind = Literal[
    "calendar_days",
    "working_days",
    "hours",
    "months",
    "fixed_date",
    "day_of_next_month",
    "days_before",
    "same_day",
]
Roll = Literal["next", "none"]
RULES: Final = Path(__file__).with_name("deadline_rules")
CONFIDENCE: Final[dict[str, dict[str, str]]] = {
    "read": {"az": "mətn oxunub", "en": "the text was read"},
    "likely": {"az": "ehtimal olunur, mətn tam oxunmayıb", "en": "likely; the text was not fully read"},
    "inferred": {
        "az": "nəticə çıxarılıb, mətnlə təsdiqlənməyib",
        "en": "inferred; not confirmed by the text",
    },
}


class BadDeadline(Refused):
    """A deadline that cannot be computed; see ``reason``."""

    WORDS: ClassVar = {
        "no_rule": {"az": "«{value}» üçün həmin günə qüvvədə olan müddət qaydası yoxdur.",
                    "en": "There is no deadline rule “{value}” in force on that day."},
        "no_extension": {"az": "«{value}» müddəti bu qədər uzadıla bilməz.",
                         "en": "The term “{value}” cannot be extended that many times."},
        "late_extension": {"az": "Müddət {value} tarixində uzadılıb, lakin həmin vaxt artıq bitmişdi.",
                           "en": "The term was extended on {value}, but it had already ended by then."},
        "no_pause": {"az": "«{value}» müddəti dayandırıla bilməz.", "en": "The term “{value}” cannot be paused."},
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rule:
    """One deadline of the law during the days of its validity; ``name``, ``event`` … are az/en words."""

    code: str
    name: Words = field(hash=False)
    event: Words = field(hash=False)
    kind: Kind
    count: int
    month: int
    year_shift: int
    roll: Roll
    extension: int
    extension_times: int
    valid_from: date | None
    valid_to: date | None
    act: Words = field(hash=False)
    article: str
    confidence: Literal["read", "likely", "inferred"]
    note: Words = field(hash=False)

    def in_force(self, day: date) -> bool:
        """Whether the rule holds for an event of that day; an unknown first day is no bound."""
        return (self.valid_from or date.min) <= day <= (self.valid_to or date.max)

    def citation(self, language: str) -> str:
        """Act and article, as shown beside a due day."""
        article = {"az": f"maddə {self.article}", "en": f"Article {self.article}"}[language]
        return f"{self.act[language]}, {article}" if self.article else self.act[language]


@dataclass(frozen=True, slots=True)
class Events:
    """What happened: the day from which the term runs, the days of its extensions, the days it was paused.

    For a fixed date ``start`` is any day of the year that the duty concerns, for a notice the day of the
    session.
    """

    start: date
    extensions: tuple[date, ...] = ()
    pauses: tuple[Days, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the explanation: the day reached and why, in az and en."""

    day: date
    words: Words = field(hash=False)


@dataclass(frozen=True, slots=True)
class Counted:
    """One day of the count: its number in the term, or ``None`` when it does not count, and why."""

    day: date
    number: int | None
    words: Words = field(hash=False)


@dataclass(frozen=True, slots=True)
class Due:
    """The answer: ``day`` is the last day that the law allows, ``act_by`` the last working day up to it."""

    rule: Rule
    events: Events
    day: date
    act_by: date
    steps: tuple[Step, ...]
    counted: tuple[Counted, ...]
    calendar_version: str
    estimated: bool

    def overdue_on(self, today: date) -> bool:
        """Whether the last day has passed."""
        return today > self.day


@lru_cache(maxsize=4)
def load_rules(folder: Path = RULES) -> Mapping[str, tuple[Rule, ...]]:
    """All rules of the folder by code; raises ``ValueError`` or ``KeyError`` when a file is not well made."""
    rows: list[dict[str, Any]] = []
    acts: dict[str, Words] = {}
    for path in sorted(folder.glob("*.toml")):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        rows += data.get("rule", [])
        acts |= data.get("acts", {})
    rules: dict[str, tuple[Rule, ...]] = {}
    for row in rows:
        rule = _rule(row, acts)
        if any(_meet(rule, other) for other in rules.get(rule.code, ())):
            raise ValueError(f"two versions of {rule.code} hold on one day")
        rules[rule.code] = (*rules.get(rule.code, ()), rule)
    return rules


def _rule(row: Mapping[str, Any], acts: Mapping[str, Words]) -> Rule:
    unknown = set(row) - {*Rule.__slots__, "from", "to"}
    if unknown or row["confidence"] not in CONFIDENCE or row["kind"] not in _FINDERS:
        raise ValueError(f"deadline rule {row['code']}: {unknown or 'kind or confidence'} not understood")
    return Rule(
        code=row["code"], name=row["name"], event=row["event"], kind=row["kind"], count=row.get("count", 0),
        month=row.get("month", 0), year_shift=row.get("year_shift", 0), roll=row.get("roll", "none"),
        extension=row.get("extension", 0), extension_times=row.get("extension_times", 0),
        valid_from=row.get("from"), valid_to=row.get("to"), act=acts[row["act"]], article=row.get("article", ""),
        confidence=row["confidence"], note=row.get("note", {}),
    )  # fmt: skip


def _meet(one: Rule, other: Rule) -> bool:
    first = max(one.valid_from or date.min, other.valid_from or date.min)
    return first <= min(one.valid_to or date.max, other.valid_to or date.max)


def rule_on(code: str, day: date) -> Rule:
    """The version of a rule that holds for an event of that day; raises ``BadDeadline``."""
    for rule in load_rules().get(code, ()):
        if rule.in_force(day):
            return rule
    raise BadDeadline("no_rule", code)


def due(rule: Rule, events: Events, calendar: WorkingCalendar) -> Due:
    """The last day of the term and how it was found.

    Raises ``BadDeadline`` for extensions or pauses that the rule does not know, ``OutsideCalendar`` when the
    calendar does not reach far enough.
    """
    if len(events.extensions) > rule.extension_times:
        raise BadDeadline("no_extension", rule.code)
    if events.pauses and rule.kind not in ("calendar_days", "working_days"):
        raise BadDeadline("no_pause", rule.code)
    steps = [_step(events.start, {lang: rule.event[lang] for lang in ("az", "en")})]
    day, counted, words = _FINDERS[rule.kind](rule, events, calendar)
    steps.append(_step(day, words))
    for decided in events.extensions:
        # A term is prolonged from its last day as it stands after rolling: it must still be running then.
        if decided > _rolled(rule, day, calendar, []):
            raise BadDeadline("late_extension", format_date(decided))
        more = Events(day, pauses=events.pauses)
        day, further = _count(rule, more, calendar, rule.extension)
        counted += further
        steps.append(_step(day, _extended(rule, decided)))
    day = _rolled(rule, day, calendar, steps)
    act_by = calendar.working_day_on_or_before(day)
    if act_by != day:
        steps.append(_step(act_by, _ACT_BY))
    first, last = min(events.start, day) - ONE_DAY, max(events.start, day)
    estimated = bool(calendar.estimated_days(first, last))
    if estimated:
        steps.append(_step(day, _ESTIMATED))
    return Due(rule, events, day, act_by, tuple(steps), tuple(counted), calendar.version, estimated)


_ACT_BY: Final = {
    "az": "müddətin son günü iş günü deyil; ondan əvvəlki son iş günü budur",
    "en": "the last day is not a working day; this is the last working day before it",
}
_ESTIMATED: Final = {
    "az": "bu müddətə günü hələ təxmini olan bayram düşür: təqvim təsdiqlənəndə son gün dəyişə bilər",
    "en": "a feast whose day is only estimated falls into the term: the last day may move when it is fixed",
}


def _rolled(rule: Rule, day: date, calendar: WorkingCalendar, steps: list[Step]) -> date:
    if rule.roll == "none":
        return day
    rolled = calendar.working_day_on_or_after(day)
    if rolled != day:
        why = calendar.why(day)
        steps.append(_step(rolled, {
            "az": f"{format_date(day)} iş günü deyil ({why['az']}): müddət növbəti iş günü bitir",
            "en": f"{format_date(day)} is not a working day ({why['en']}): the term ends on the next working day",
        }))  # fmt: skip
    return rolled


def _step(day: date, words: Words) -> Step:
    weekday = {lang: names[day.weekday()] for lang, names in WEEKDAY_NAMES.items()}
    return Step(day, {lang: f"{format_date(day)}, {weekday[lang]} — {words[lang]}" for lang in ("az", "en")})


def _extended(rule: Rule, decided: date) -> Words:
    return {
        "az": f"müddət {format_date(decided)} tarixində {rule.extension} gün uzadılıb",
        "en": f"the term was extended by {rule.extension} days on {format_date(decided)}",
    }


_Found: TypeAlias = tuple[date, list[Counted], Words]


def _count(rule: Rule, events: Events, calendar: WorkingCalendar, count: int) -> tuple[date, list[Counted]]:
    """Walk from the day after the event until so many days have counted."""
    day, number, seen = events.start, 0, list[Counted]()
    while number < count:
        day += ONE_DAY
        if any(day in pause for pause in events.pauses):
            seen.append(Counted(day, None, {"az": "müddət dayandırılıb", "en": "the term is paused"}))
        elif rule.kind == "working_days" and not calendar.is_working_day(day):
            seen.append(Counted(day, None, calendar.why(day)))
        else:
            number += 1
            seen.append(Counted(day, number, calendar.why(day)))
    return day, seen


def _calendar_days(rule: Rule, events: Events, calendar: WorkingCalendar) -> _Found:
    day, counted = _count(rule, events, calendar, rule.count)
    return day, counted, {
        "az": f"növbəti gündən sayılmaqla {rule.count} təqvim günü",
        "en": f"{rule.count} calendar days, counted from the next day",
    }  # fmt: skip


def _working_days(rule: Rule, events: Events, calendar: WorkingCalendar) -> _Found:
    day, counted = _count(rule, events, calendar, rule.count)
    return day, counted, {
        "az": f"növbəti gündən sayılmaqla {rule.count} iş günü",
        "en": f"{rule.count} working days, counted from the next day",
    }  # fmt: skip


def _hours(rule: Rule, events: Events, _calendar: WorkingCalendar) -> _Found:
    return events.start + timedelta(days=-(-rule.count // 24)), [], {
        "az": f"{rule.count} saat, istirahət günləri də sayılır: həmin saata qədər",
        "en": f"{rule.count} hours, days off included: by the same hour",
    }  # fmt: skip


def _months(rule: Rule, events: Events, _calendar: WorkingCalendar) -> _Found:
    years, months = divmod(rule.count, 12)
    az, en = (f"{years} il", f"{years} years") if not months else (f"{rule.count} ay", f"{rule.count} months")
    return add_months(events.start, rule.count), [], {"az": f"{az} sonra", "en": f"{en} later"}


def _fixed_date(rule: Rule, events: Events, _calendar: WorkingCalendar) -> _Found:
    day = date(events.start.year + rule.year_shift, rule.month, rule.count)
    return day, [], {"az": "qanunda göstərilən gün", "en": "the day named by the law"}


def _day_of_next_month(rule: Rule, events: Events, _calendar: WorkingCalendar) -> _Found:
    month = Month.of(events.start).plus(1)
    return date(month.year, month.month, rule.count), [], {
        "az": f"növbəti ayın {rule.count}-i",
        "en": f"day {rule.count} of the next month",
    }  # fmt: skip


def _days_before(rule: Rule, events: Events, _calendar: WorkingCalendar) -> _Found:
    return events.start - timedelta(days=rule.count), [], {
        "az": f"ən geci {rule.count} gün əvvəl",
        "en": f"at the latest {rule.count} days before",
    }  # fmt: skip


def _same_day(rule: Rule, events: Events, _calendar: WorkingCalendar) -> _Found:
    return events.start, [], {"az": "həmin gün", "en": "the same day"}


_FINDERS: Final = {
    "calendar_days": _calendar_days, "working_days": _working_days, "hours": _hours, "months": _months,
    "fixed_date": _fixed_date, "day_of_next_month": _day_of_next_month, "days_before": _days_before,
    "same_day": _same_day,
}  # fmt: skip
