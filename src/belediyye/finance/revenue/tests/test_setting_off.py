"""Credit that settles debts in masses: one pass over the town writes what the law's own function writes one by one."""

from datetime import date
from random import Random
from typing import Any

import pytest
from django.db import transaction

from belediyye.finance.revenue import actions
from belediyye.finance.revenue.actions import payments
from belediyye.finance.revenue.models import BankLine, Entry
from belediyye.finance.revenue.queries import posting
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town, assess, payer

COLUMNS = (
    "taxpayer_id", "kind", "component", "head", "year", "instalment", "due", "day", "amount", "demand__due",
    "source_kind", "reverses__day",
)  # fmt: skip
# What was left to the exact function before: everything that credit had settled.
ONE_BY_ONE = "1"


def town_of(office: Town, people: int, seed: int) -> None:  # noqa: F811
    """Payers of two years who paid in advance, late, in parts, too much or not at all."""
    dice, facts = Random(seed), []
    payers = [payer(office, f"Sınaqov {n}", area=4_000 + 700 * n, years=()) for n in range(people)]
    days = [date(2025, 3, 1), date(2025, 8, 15), date(2025, 8, 16), date(2025, 10, 4), date(2026, 2, 1)]
    for p in payers:
        for day in dice.sample(days, dice.randrange(4)):
            facts.append(
                {"taxpayer": p, "amount": dice.randrange(1, 1500), "channel": "bank", "day": day, "reason": BankLine.Reason.PERSON}
            )  # fmt: skip
    facts.sort(key=lambda f: f["day"])
    payments.make_payments(office.actor("rauf"), office.home.pk, [f for f in facts if f["day"].month < 5])
    for year in (2025, 2026):
        assess(office, year)
    payments.make_payments(office.actor("rauf"), office.home.pk, [f for f in facts if f["day"].month >= 5])


def settled(office: Town, days: tuple[date, ...]) -> list[Any]:  # noqa: F811
    for day in days:
        actions.settle_accounts(actor=office.actor("rauf"), on=day)
    return sorted(Entry.objects.values_list(*COLUMNS), key=repr)


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize(
    "days", [(date(2026, 11, 22),), (date(2025, 9, 30), date(2025, 12, 31), date(2026, 11, 22))]
)
def test_one_pass_writes_what_one_by_one_writes(
    office: Town, monkeypatch: pytest.MonkeyPatch, seed: int, days: tuple[date, ...]  # noqa: F811
) -> None:  # fmt: skip
    town_of(office, 16, seed)
    with monkeypatch.context() as patch, transaction.atomic():
        patch.setattr(posting, "CHANGED", ONE_BY_ONE)
        expected = settled(office, days)
        transaction.set_rollback(True)
    found = settled(office, days)
    assert found == expected
    used = [row for row in found if row[10] == posting.SET_OFF]
    assert len(used) > 15
