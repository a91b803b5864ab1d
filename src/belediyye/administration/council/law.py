"""What the law fixes about a council: seats by population, majorities, matters. Dated data with its sources; pure.

Labels are `{"az": …, "en": …}`. Read from `data/law.toml`; every answer carries its source and confidence.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).with_name("data")
Words = dict[str, str]
CONFIDENCE: dict[str, Words] = {
    "read": {"az": "mətn oxunub", "en": "the text was read"},
    "likely": {"az": "ehtimal olunur, mətn tam oxunmayıb", "en": "likely; the text was not fully read"},
    "inferred": {
        "az": "nəticə çıxarılıb, mətnlə təsdiqlənməyib",
        "en": "inferred; not confirmed by the text",
    },
}


@dataclass(frozen=True, slots=True)
class SeatRow:
    """So many members for a population between two figures, both included."""

    population_min: int
    population_max: int
    members: int
    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True, slots=True)
class Majority:
    """How many votes a matter needs: a share of all members in office (`members`) or of those present (`present`)."""

    code: str
    words: Words = field(hash=False)
    of: str
    top: int
    bottom: int
    over: bool
    source: Words = field(hash=False)
    confidence: str

    def needed(self, base: int) -> int:
        """The least whole number of votes, out of `base`. Exact: no float can round a vote away."""
        if self.over:
            return base * self.top // self.bottom + 1
        return -(-base * self.top // self.bottom)


@dataclass(frozen=True, slots=True)
class Matter:
    """A kind of question and the majority that it needs; `decision` = a numbered decision comes of it."""

    code: str
    words: Words = field(hash=False)
    majority: str
    secret: bool
    decision: bool


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    return tomllib.loads((DATA / "law.toml").read_text("utf-8"))


def _words(row: dict[str, Any]) -> Words:
    return {"az": row["az"], "en": row["en"]}


def source(code: str) -> Words:
    """The act and article behind a code of a source."""
    return dict(_tables()["sources"][code])


@lru_cache(maxsize=1)
def seat_rows() -> tuple[SeatRow, ...]:
    """The table of Election Code 210.2; nothing was read for 300,000 people and more."""
    return tuple(
        SeatRow(r["min"], r["max"], r["members"], r.get("from"), r.get("to")) for r in _tables()["seats"]
    )


def seats_for(population: int, on: date) -> int | None:
    """How many members a council of that population has on a day; None where the table says nothing."""
    for row in seat_rows():
        held = (row.valid_from or date.min) <= on <= (row.valid_to or date.max)
        if held and row.population_min <= population <= row.population_max:
            return row.members
    return None


@lru_cache(maxsize=1)
def majorities() -> dict[str, Majority]:
    """Every majority by its code."""
    return {
        r["code"]: Majority(
            r["code"],
            _words(r),
            r["of"],
            r["top"],
            r["bottom"],
            r["over"],
            source(r["source"]),
            r["confidence"],
        )
        for r in _tables()["majority"]
    }


@lru_cache(maxsize=1)
def matters() -> dict[str, Matter]:
    """Every matter by its code, in the order of the Constitution."""
    return {
        r["code"]: Matter(
            r["code"], _words(r), r["majority"], r.get("secret", False), r.get("decision", True)
        )
        for r in _tables()["matter"]
    }


def majority_of(matter: str) -> Majority:
    """The majority that a matter needs; an unknown matter needs the simple one."""
    known = matters().get(matter)
    return majorities()[known.majority if known else "simple"]


def term_years() -> int:
    """For how many years a council is elected (Election Code 211.1)."""
    return next(int(r["value"]) for r in _tables()["rule"] if r["code"] == "term_years")
