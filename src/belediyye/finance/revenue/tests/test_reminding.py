"""Reminders of a whole municipality: made by statements, not row by row, and to the same people as one by one."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from belediyye.core.actions import Refused
from belediyye.core.models import LogEntry
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Reminder
from belediyye.finance.revenue.queries import balance, reminding
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town, assess, payer, take

ON = date(2025, 12, 1)


def town_of(town: Town, count: int) -> None:
    for n in range(count):
        payer(
            town,
            f"Sınaqov {count}-{n}",
            years=(),
            settlement="Nümunəkənd",
            street=("Üzüm", "Bağ")[n % 2],
            house=str(n % 3),
        )
    assess(town, 2025)


def test_letters_are_numbered_along_the_streets_with_what_each_owes(office: Town) -> None:  # noqa: F811
    town_of(office, 6)
    made = actions.remind_all(actor=office.actor("rauf"), on=ON, step=1)
    sent = list(Reminder.objects.order_by("number").select_related("taxpayer"))
    assert made == 6 and [r.number for r in sent] == [1, 2, 3, 4, 5, 6]
    walk = [(r.taxpayer.street, r.taxpayer.house, r.taxpayer_id) for r in sent]
    assert walk == sorted(walk)
    for one in sent:
        late = balance.owed(one.taxpayer, ON).overdue
        assert (one.principal_qepik, one.interest_qepik) == (
            sum(d.principal for d in late),
            sum(d.interest for d in late),
        )
        assert one.interest_qepik > 0 and not any(d.accruing for d in late)
    line = LogEntry.objects.get(code="revenue.reminder.send_all")
    assert '"count": 6' in line.data and '"last": 6' in line.data
    with pytest.raises(Refused):
        actions.remind_all(actor=office.actor("rauf"), on=ON, step=1)
    assert Reminder.objects.count() == 6


def test_the_database_asks_for_the_same_step_as_the_rule(office: Town) -> None:  # noqa: F811
    town_of(office, 12)
    people = [d.taxpayer_id for d in reminding.debtors(office.home.pk, ON)]
    days = [date(2025, 8, 15), date(2025, 8, 16), date(2025, 11, 15), date(2025, 11, 16), date(2025, 11, 17)]
    for n, pk in enumerate(people[:-1]):
        for step in range(1, n % 4 + 1):
            day = days[n % 5] + timedelta(days=step)
            Reminder.objects.create(
                municipality=office.home, taxpayer_id=pk, day=day, step=min(step, 3), number=100 * n + step, principal_qepik=1
            )  # fmt: skip
    seen = set()
    for on in (ON, date(2025, 12, 2), date(2025, 12, 3), date(2026, 3, 1)):
        for wait in (0, 14, 15, 30):
            found = reminding.debtors(office.home.pk, on, wait)
            assert len(found) == 12
            for d in found:
                assert d.next_step == reminding.step_after(d.last_step, d.last_day, d.oldest, on, wait)
                seen.add(d.next_step)
            counts, page = reminding.standing(office.home.pk, on, wait, 1, 1, 2)
            first = [d for d in found if d.next_step == 1]
            assert page == first[1:3]
            assert counts == {
                s: (len(of), sum(d.total for d in of))
                for s in {d.next_step for d in found}
                for of in [[d for d in found if d.next_step == s]]
            }
    assert seen == {0, 1, 2, 3}


def test_a_hundred_letters_cost_as_many_questions_as_one(office: Town) -> None:  # noqa: F811
    asked = []
    for count in (1, 30):
        town_of(office, count)
        with CaptureQueriesContext(connection) as queries:
            actions.remind_all(actor=office.actor("rauf"), on=ON + timedelta(days=count), step=1)
        asked.append(len(queries))
    assert Reminder.objects.count() == 31 and asked[0] == asked[1]


def test_who_paid_by_the_day_and_who_paid_late_accrue_alike(office: Town) -> None:  # noqa: F811
    """Whoever is left out of the round at a month's end bears nothing; whoever paid late does."""
    early, late, never = (payer(office, name, years=()) for name in ("Vaxtında", "Gec", "Heç"))
    assess(office, 2025)
    take(office, (date(2025, 8, 15), "10,00", early.name, early.code), number="1")
    take(office, (date(2025, 9, 15), "5,00", late.name, late.code), number="2")
    actions.settle_accounts(actor=office.actor("rauf"), on=date(2025, 12, 31))
    for p, bears in ((early, False), (late, True), (never, True)):
        standing = balance.owed(p, date(2025, 12, 31))
        assert not any(d.accruing for d in standing.debts)
        assert (sum(d.interest for d in standing.debts) > 0) is bears
