"""The tables of docs/algorithms/assessment-run.md, run: by the statements themselves where the database computes."""

import re
from datetime import date
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.finance.revenue.models import RANGES, Assessment, AssessmentRun, Charge, Entry, Taxpayer
from belediyye.finance.revenue.queries import demanding
from belediyye.finance.revenue.queries.computation import Scope
from belediyye.finance.revenue.queries.demanding import Posting
from belediyye.finance.rules.book import load_book

PAGE = Path(__file__).parents[5] / "docs" / "algorithms" / "assessment-run.md"
DAY = date(2026, 6, 1)


def table(heading: str) -> list[tuple[int, ...]]:
    part = PAGE.read_text("utf-8").split(f"## {heading}")[1].split("\n## ")[0]
    rows = [
        re.findall(r"-?\d+", line)
        for line in part.splitlines()
        if line.startswith("| ") and re.search(r"\d", line)
    ]
    return [tuple(map(int, row)) for row in rows]


@pytest.fixture
def ground(cast: Cast):
    with scope(municipality=cast.home):
        payer = Taxpayer.objects.create(
            municipality=cast.home, number=1, code="00000000000", name="Sınaqov", registered=DAY
        )
        run = AssessmentRun.objects.create(
            municipality=cast.home,
            number=1,
            year=2026,
            as_of=DAY,
            edition="",
            sql_hash="",
            calendar="",
            first_due=DAY,
            second_due=DAY,
        )
        yield cast, payer, run


def posted(ground: tuple, before: int, now: int) -> tuple[int, int]:
    """What the statement would post when the year demands `before` in its two halves and the run computed `now`."""
    cast, payer, run = ground
    common = {
        "municipality": cast.home,
        "taxpayer": payer,
        "head": 1,
        "year": 2026,
        "day": DAY,
        "at": timezone.now(),
    }
    for number, amount in ((1, (before + 1) // 2), (2, before // 2)):
        Entry.objects.create(kind=Entry.Kind.DEMAND, instalment=number, due=DAY, amount=amount, **common)
    if now:
        Assessment.objects.create(
            run=run, municipality=cast.home, taxpayer=payer, object_id=1, holding_id=1, state_id=1, head=1, from_month=0, to_month=0,
            held_on_1_january=True, tax_qepik=now, relief_qepik=0, due_qepik=now,
        )  # fmt: skip
    statement = demanding.differences(
        Posting(run.pk, Scope(cast.home.pk, 2026), DAY, DAY, DAY, DAY, DAY, has_earlier=True)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        found = {row[2]: int(row[3]) for row in cursor.fetchall()}
    return found.get(1, 0), found.get(2, 0)


@pytest.mark.parametrize(("due", "first", "second"), table("Halves"))
def test_halves(ground: tuple, due: int, first: int, second: int) -> None:
    assert posted(ground, 0, due) == (first, second)


@pytest.mark.parametrize(("before", "now", "first", "second"), table("Differences"))
def test_differences(ground: tuple, before: int, now: int, first: int, second: int) -> None:
    assert posted(ground, before, now) == (first, second)


@pytest.mark.parametrize(("price", "quantity", "amount"), table("Periods of local payments"))
def test_periods(price: int, quantity: int, amount: int) -> None:
    assert Charge(unit_price=price, quantity=quantity).period_amount == amount


def test_the_database_keeps_what_the_proof_assumes() -> None:
    assert {name: load_book().checks()[name] for name in RANGES} == RANGES
