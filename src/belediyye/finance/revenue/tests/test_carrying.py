"""A merged record's debts arrive as what they were: principal as principal, interest as interest; and go back so."""

from datetime import date

from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Entry
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town, balance, payer, take

ON = date(2025, 12, 1)


def parts(p, on: date) -> list[tuple[int, int]]:
    return [(d.principal, d.interest + d.accruing) for d in asked.owed(p, on).debts]


def test_principal_and_interest_are_carried_apart(office: Town) -> None:  # noqa: F811
    clerk = office.actor("aynur")
    away = payer(office, "Sınaqov Bir")
    kept = actions.register_payer(actor=clerk, facts={"name": "Sınaqov İki"}, on=date(2024, 1, 1))
    take(office, (date(2025, 10, 1), "2,00", away.name, away.code))
    before = parts(away, ON)
    assert sum(p for p, _i in before) == 800 and sum(i for _p, i in before) > 0
    merge = actions.merge_payers(actor=clerk, kept=kept, merged=away, on=ON, reason="bir nəfərdir")
    assert parts(kept, ON) == before and balance(away, ON) == 0 and not asked.owed(away, ON).debts
    came = Entry.objects.filter(taxpayer=kept)
    assert sum(e.amount for e in came if e.component == 1) == sum(i for _p, i in before)
    assert all(e.demand_id for e in came if e.component == 1)
    actions.undo_merge(actor=clerk, merge=merge, on=ON, reason="iki nəfərdir")
    assert parts(away, ON) == before and balance(kept) == 0
    later = date(2026, 3, 1)
    assert not asked.owed(kept, later).debts
    actions.settle_accounts(actor=office.actor("rauf"), on=later)
    assert balance(kept) == 0 and asked.owed(away, later).total > asked.owed(away, ON).total


def test_a_carried_debt_is_paid_in_the_order_of_the_law(office: Town) -> None:  # noqa: F811
    clerk = office.actor("aynur")
    away = payer(office, "Sınaqov Bir")
    kept = actions.register_payer(actor=clerk, facts={"name": "Sınaqov İki"}, on=date(2024, 1, 1))
    actions.merge_payers(actor=clerk, kept=kept, merged=away, on=ON, reason="bir nəfərdir")
    owed = asked.owed(kept, ON).total
    take(office, (ON, "10,00", kept.name, kept.code))
    assert [d.principal for d in asked.owed(kept, ON).debts] == [0, 0]
    take(office, (ON, f"0,{owed - 1000:02d}", kept.name, kept.code), number="2")
    assert balance(kept, ON) == 0 and not asked.owed(kept, ON).debts


def test_credit_goes_along_and_comes_back(office: Town) -> None:  # noqa: F811
    clerk = office.actor("aynur")
    away = payer(office, "Sınaqov Bir")
    kept = actions.register_payer(actor=clerk, facts={"name": "Sınaqov İki"}, on=date(2024, 1, 1))
    take(office, (date(2025, 8, 1), "15,00", away.name, away.code))
    merge = actions.merge_payers(actor=clerk, kept=kept, merged=away, on=ON, reason="bir nəfərdir")
    assert asked.owed(kept, ON).credit == 500 and asked.owed(away, ON).credit == 0
    actions.undo_merge(actor=clerk, merge=merge, on=ON, reason="iki nəfərdir")
    assert asked.owed(kept, ON).credit == 0 and asked.owed(away, ON).credit == 500
