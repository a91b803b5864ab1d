"""The tables of docs/algorithms/reports.md, run by the statements themselves."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django_scopes import scope

from belediyye.finance.revenue.models import Entry, Taxpayer
from belediyye.finance.revenue.queries.reports import ageing, roll
from belediyye.finance.revenue.queries.reports.tables import share
from belediyye.finance.revenue.tests.town import Town

PAGE = Path(__file__).parents[5] / "docs" / "algorithms" / "reports.md"
START = date(2025, 1, 1)


def table(heading: str) -> list[tuple[int, ...]]:
    part = PAGE.read_text("utf-8").split(f"## {heading}\n")[1].split("\n## ")[0]
    rows = [re.findall(r"-?\d+", line) for line in part.splitlines() if re.match(r"\| -?\d", line)]
    return [tuple(map(int, row)) for row in rows]


def day(number: int) -> date:
    return START + timedelta(days=number)


@pytest.fixture
def ground(db: None) -> tuple[Town, dict[str, object]]:
    town = Town()
    with scope(municipality=town.home):
        p = Taxpayer.objects.create(
            municipality=town.home, number=1, code="00000000000", name="Sınaqov", registered=START
        )
    return town, {"municipality": town.home, "taxpayer": p, "head": 1, "year": 2025}


def test_the_roll(ground: tuple[Town, dict[str, object]]) -> None:
    town, common = ground
    made: dict[int, Entry] = {}
    with scope(municipality=town.home):
        for line, kind, when, amount, reverses in table("Entries"):
            more = {"due": day(when + 30)} if kind == 1 else {"demand": made[1], "component": int(kind == 4)}
            if reverses:
                more["reverses"] = made[reverses]
            made[line] = Entry.objects.create(kind=kind, day=day(when), amount=amount, **common, **more)
    rows = table("The roll of these entries")
    assert len(rows) == 4
    for since, until, *columns in rows:
        (line,) = roll.by_tax(roll.Scope(town.home.pk, day(since), day(until))).lines
        assert list(line.cells[1:]) == columns


@pytest.mark.parametrize(("days", "bucket"), table("Ages"))
def test_ages(ground: tuple[Town, dict[str, object]], days: int, bucket: int) -> None:
    town, common = ground
    with scope(municipality=town.home):
        Entry.objects.create(kind=1, day=START, due=day(100), amount=700, **common)
    (line,) = ageing.by_tax(ageing.Scope(town.home.pk, day(100 + days))).lines
    assert [n for n, amount in enumerate(line.cells[1:7]) if amount] == [bucket] and line.cells[10] == 700


@pytest.mark.parametrize(("part", "whole", "hundredths"), table("Rates"))
def test_rates(part: int, whole: int, hundredths: int) -> None:
    assert share(part, whole) == hundredths
    assert share(part, 0) is None
