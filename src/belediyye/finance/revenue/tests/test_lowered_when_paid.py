"""A run that lowers what was paid already: the rest settles other debts at once and is then the payer's credit."""

from datetime import date

import pytest
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import AssessmentRun, Entry, Notice, TaxObject, Taxpayer
from belediyye.finance.revenue.queries import balance
from belediyye.finance.revenue.tests.test_lowering import pay
from belediyye.finance.revenue.tests.test_year import house, payer

K = Entry.Kind
BEGAN, PAID, LATE = date(2026, 7, 20), date(2026, 8, 3), date(2026, 11, 25)


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def run(cast: Cast, on: date) -> AssessmentRun:
    one = actions.preview_run(actor=cast.actor("rauf"), year=2026, on=on)
    return actions.approve_run(actor=cast.actor("leyla"), run=one, on=on)


def measured(cast: Cast, thing: TaxObject, area: int, on: date) -> AssessmentRun:
    """The house turns out to have `area`; the run of the year anew."""
    state = thing.states.exclude(withdrawn=True).get()
    actions.correct_state(
        actor=cast.actor("aynur"), state=state, facts={"area_dm2": area}, since=state.since, reason="ölçülüb"
    )
    return run(cast, on)


def stands(p: Taxpayer, on: date) -> tuple[list[int], int]:
    """(principal open on each debt, credit)"""
    found = balance.owed(p, on)
    return [d.principal for d in found.debts if d.principal], found.credit


def test_what_was_paid_too_much_is_credit_at_once_and_no_notice_asks_for_less_than_nothing(
    office: Cast,
) -> None:
    p, other = payer(office, "Sınaqov Ödəyən"), payer(office, "Sınaqov Borclu")
    thing = house(office, (p, 1, 1))
    house(office, (other, 1, 1))
    run(office, BEGAN)
    pay(office, p, "10,00", PAID)
    again = measured(office, thing, 8_000, date(2026, 9, 1))  # 5 AZN a year
    assert stands(p, LATE) == ([], 500) and stands(other, LATE) == ([500, 500], 0)
    assert actions.issue_notices(actor=office.actor("rauf"), run=again, on=date(2026, 9, 1)) == 1
    told = Notice.objects.get()
    assert (told.taxpayer, told.due_qepik, told.paid_qepik, told.total_qepik) == (p, 500, 500, 0)


def test_it_settles_what_else_is_due_first(office: Cast) -> None:
    """10 AZN in two halves, of which the first and the tax of a boat are due: the house falls to 4, the boat is paid of it."""
    p = payer(office, "Sınaqov Ödəyən")
    thing = house(office, (p, 1, 1))
    run(office, BEGAN)
    pay(office, p, "10,00", PAID)
    house(office, (p, 1, 1), kind="vehicle", use="water", area=None, engine_cm3=200)
    run(office, date(2026, 9, 1))
    owing, credit = stands(p, LATE)
    assert owing and credit == 0
    before = balance.owed(p, LATE).total
    measured(office, thing, 7_000, LATE)
    found = balance.owed(p, LATE)
    assert found.total == max(0, before - 600) and found.credit == max(0, 600 - before)


def test_the_interest_on_what_was_never_due_falls_with_it(office: Cast) -> None:
    p = payer(office, "Sınaqov Gecikən")
    thing = house(office, (p, 1, 1))
    run(office, BEGAN)
    actions.settle_accounts(actor=office.actor("rauf"), on=date(2026, 11, 22))
    pay(
        office,
        p,
        f"{balance.owed(p, date(2026, 11, 22)).total / 100:.2f}".replace(".", ","),
        date(2026, 11, 22),
    )
    assert stands(p, LATE) == ([], 0)
    measured(office, thing, 3_000, LATE)  # nothing was due
    paid = -sum(Entry.objects.filter(taxpayer=p, kind=K.PAYMENT).values_list("amount", flat=True))
    assert paid > 1000 and stands(p, LATE) == ([], paid) and balance.owed(p, LATE).total == 0


def test_the_close_of_the_month_finds_nothing_left_to_do(office: Cast) -> None:
    p = payer(office, "Sınaqov Ödəyən")
    thing = house(office, (p, 1, 1))
    run(office, BEGAN)
    pay(office, p, "7,00", date(2026, 10, 1))
    measured(office, thing, 8_000, LATE)
    written = Entry.objects.count()
    actions.settle_accounts(actor=office.actor("rauf"), on=LATE)
    assert Entry.objects.count() == written
