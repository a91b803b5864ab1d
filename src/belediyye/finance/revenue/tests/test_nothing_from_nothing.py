"""No reduction takes off more than still stands: a written-off, passed, granted or merged debt gives nobody credit."""

from datetime import date

import pytest
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.models import Entry, Taxpayer
from belediyye.finance.revenue.queries import balance
from belediyye.finance.revenue.tests.test_year import house, owed, payer, run_year

TODAY, BEFORE, SOLD = date(2026, 11, 22), date(2026, 7, 20), date(2026, 9, 1)
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def assessed(cast: Cast) -> Taxpayer:
    """A payer of 10 AZN in two halves, demanded in July."""
    p = payer(cast, "Sınaqov Nümunə")
    house(cast, (p, 1, 1), on=LONG_AGO)
    run = actions.preview_run(actor=cast.actor("rauf"), year=2026, on=BEFORE)
    actions.approve_run(actor=cast.actor("leyla"), run=run, on=BEFORE)
    return p


def halve(cast: Cast, p: Taxpayer) -> int:
    """The house turns out to be 80 m²: 5 AZN; gives what the next run posts."""
    thing = p.holdings.order_by("pk")[0].object
    actions.correct_state(
        actor=cast.actor("aynur"), state=thing.states.get(), facts={"area_dm2": 8_000}, since=LONG_AGO, reason="ölçülüb"
    )  # fmt: skip
    return int(run_year(cast, 2026).posted_qepik)


def nothing_given(p: Taxpayer) -> None:
    posting.release_credit(p.municipality_id, TODAY, _machine(p))
    assert balance.owed(p, TODAY).credit == 0 and posting.credit_of(p.pk) == 0


def _machine(p: Taxpayer):
    from belediyye.core.actors import machine

    return machine("test", p.municipality)


def test_the_unpaid_half_passed_is_not_taken_off_the_former_owner(office: Cast) -> None:
    a, b = assessed(office), payer(office, "Sınaqov Alıcı")
    holding = a.holdings.get()
    actions.transfer_holding(
        actor=office.actor("aynur"), holding=holding, to=[(b, 1, 1)], on=SOLD, document="müqavilə"
    )
    holding.refresh_from_db()
    actions.pass_unpaid(actor=office.actor("rauf"), holding=holding, year=2026, on=TODAY)
    assert halve(office, a) == -500  # of the second half what passed falls, with its new holder
    assert owed(a) + owed(b) == 500
    nothing_given(a)


def test_what_was_granted_is_not_taken_off_twice(office: Cast) -> None:
    a = assessed(office)
    demand = Entry.objects.filter(taxpayer=a, kind=Entry.Kind.DEMAND).order_by("instalment")[0]
    actor = office.actor("rauf")
    case = actions.open_objection(actor=actor, demand=demand, disputed=400, on=TODAY, reason="Sahə azdır")
    actions.answer_objection(actor=actor, objection=case, granted=400, on=TODAY, answer="Haqlıdır")
    assert halve(office, a) == -350
    nothing_given(a)


def test_a_chain_of_mergers_is_demanded_once(office: Cast) -> None:
    a, b, c = assessed(office), payer(office, "Sınaqov Nümunə B"), payer(office, "Sınaqov Nümunə C")
    for merged, kept in ((a, b), (b, c)):
        merged.refresh_from_db()
        kept.refresh_from_db()
        actions.merge_payers(
            actor=office.actor("rauf"), kept=kept, merged=merged, on=TODAY, reason="eyni adam"
        )
    run_year(office, 2026)
    assert owed(a) + owed(b) == 0 and not Entry.objects.filter(run__number=2).exists()
    assert Taxpayer.objects.get(pk=a.pk).merged_into_id == c.pk


def test_a_paid_year_of_a_merged_record_that_is_lowered_is_credit_of_the_heir(office: Cast) -> None:
    from belediyye.finance.revenue.tests.town import statement

    a, b = assessed(office), payer(office, "Sınaqov Nümunə B")
    content = statement((date(2026, 8, 3), "10,00", a.name, a.code))
    actions.take_statement(actor=office.actor("rauf"), content=content, name="a.sta")
    actions.merge_payers(actor=office.actor("rauf"), kept=b, merged=a, on=TODAY, reason="eyni adam")
    assert halve(office, b) == -500
    assert balance.owed(b, TODAY).credit == 500 and run_year(office, 2026).posted_qepik == 0


def test_old_books_of_a_merged_record_are_not_billed_again(office: Cast) -> None:
    a, b = payer(office, "Sınaqov Nümunə"), payer(office, "Sınaqov Nümunə B")
    house(office, (a, 1, 1), on=LONG_AGO)
    actions.enter_opening(
        actor=office.actor("rauf"), payer=a, facts={"head": 1, "year": 2025, "due": date(2025, 11, 17), "principal": 700},
        day=date(2025, 12, 31), document="köhnə kitab",
    )  # fmt: skip
    actions.merge_payers(actor=office.actor("rauf"), kept=b, merged=a, on=TODAY, reason="eyni adam")
    run = run_year(office, 2025)
    assert run.posted_qepik == 0


def test_a_sale_whose_tax_passed_is_not_taken_back(office: Cast) -> None:
    a, b = assessed(office), payer(office, "Sınaqov Alıcı")
    holding = a.holdings.get()
    actions.transfer_holding(
        actor=office.actor("aynur"), holding=holding, to=[(b, 1, 1)], on=SOLD, document="müqavilə"
    )
    holding.refresh_from_db()
    actions.pass_unpaid(actor=office.actor("rauf"), holding=holding, year=2026, on=TODAY)
    event = holding.object.events_after.order_by("-pk")[0]
    with pytest.raises(Refused):
        actions.undo_event(actor=office.actor("aynur"), event=event, on=TODAY, reason="səhv")
