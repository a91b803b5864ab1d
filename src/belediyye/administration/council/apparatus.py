"""A sensible apparatus for a municipality's size: from visible, editable assumptions to posts. Pure, whole numbers.

Work = pieces a year × minutes a piece. A full post does the working days of the year, less leave and absence, times the
hours of a day. Units are hundredths of a post, rounded up to quarters: a quarter too little is work that nobody does.
Nothing here is law; the assumptions are ours until an office puts in its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from belediyye.administration.council.law import DATA, Words

QUARTER = 25


@dataclass(frozen=True, slots=True)
class Work:
    """A kind of work: how often it comes and how long one piece takes."""

    code: str
    post: str
    words: Words = field(hash=False)
    per_1000: int
    per_member: int
    fixed: int
    minutes: int

    def pieces(self, people: int, members: int) -> int:
        """Pieces a year, a begun one counted."""
        return -(-people * self.per_1000 // 1000) + self.per_member * members + self.fixed


@dataclass(frozen=True, slots=True)
class Assumed:
    """All assumptions of one computation."""

    works: tuple[Work, ...]
    hours_per_day: int
    leave_days: int
    other_absence_days: int

    def minutes_of_post(self, working_days: int) -> int:
        """What one full post works in a year, in minutes."""
        return max(working_days - self.leave_days - self.other_absence_days, 0) * self.hours_per_day * 60


@dataclass(frozen=True, slots=True)
class Suggested:
    """A post: the minutes of work behind it and the units that follow."""

    code: str
    words: Words = field(hash=False)
    minutes: int
    units: int
    least: int
    parts: tuple[tuple[Work, int, int], ...]


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    return tomllib.loads((DATA / "apparatus.toml").read_text("utf-8"))


def assumed(changed: Mapping[str, int] | None = None) -> Assumed:
    """The assumptions, with `changed` laid over them: `code.per_1000`, `code.minutes`, `hours_per_day` …"""
    changed = changed or {}
    works = tuple(
        Work(
            r["code"], r["post"], {"az": r["az"], "en": r["en"]},
            changed.get(f"{r['code']}.per_1000", r.get("per_1000", 0)),
            r.get("per_member", 0),
            changed.get(f"{r['code']}.fixed", r.get("fixed", 0)),
            changed.get(f"{r['code']}.minutes", r["minutes"]),
        )
        for r in _tables()["work"]
    )  # fmt: skip
    year = {key: changed.get(key, value) for key, value in _tables()["year"].items()}
    return Assumed(works, **year)


def suggest(people: int, members: int, working_days: int, given: Assumed) -> list[Suggested]:
    """The posts that the work of a year asks for. A year without working time (0 minutes) gives the least of each."""
    full = given.minutes_of_post(working_days)
    posts = []
    for row in _tables()["post"]:
        parts = tuple(
            (work, pieces, pieces * work.minutes)
            for work in given.works
            if work.post == row["code"] and (pieces := work.pieces(people, members)) >= 0
        )
        minutes = sum(part[2] for part in parts)
        least = row.get("fixed_units", row.get("least", 0))
        quarters = -(-minutes * 100 // (full * QUARTER)) if full else 0
        units = least if "fixed_units" in row else max(quarters * QUARTER, least)
        posts.append(Suggested(row["code"], {"az": row["az"], "en": row["en"]}, minutes, units, least, parts))
    return posts
