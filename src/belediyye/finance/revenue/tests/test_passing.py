"""The unpaid tax of a sold building passes to who held it on the due day (Tax Code, 200.5)."""

from datetime import date

import pytest
from django.db.models import Sum
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Entry, Holding, Taxpayer
from belediyye.finance.revenue.queries import balance, passing
from belediyye.finance.revenue.tests.test_year import house, owed, payer

BEFORE, SOLD, AFTER = date(2026, 7, 20), date(2026, 9, 1), date(2026, 11, 22)


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def sell(cast: Cast, share: tuple[int, int] = (1, 1), on: date = SOLD) -> tuple[Taxpayer, Taxpayer, Holding]:
    """A house of 10 AZN a year, demanded in July (17 August, 16 November) and sold."""
    a, b = payer(cast, "Sınaqov Əvvəlki"), payer(cast, "Sınaqov Sonrakı")
    house(cast, (a, 1, 1), on=date(2020, 1, 1))
    house(cast, (a, 1, 1), on=date(2020, 1, 1), area=23_000)  # another house of 20 AZN that stays
    run = actions.preview_run(actor=cast.actor("rauf"), year=2026, on=BEFORE)
    actions.approve_run(actor=cast.actor("leyla"), run=run, on=BEFORE)
    holding = a.holdings.order_by("pk")[0]
    actions.transfer_holding(
        actor=cast.actor("aynur"), holding=holding, to=[(b, *share)], on=on, document="müqavilə"
    )
    holding.refresh_from_db()
    return a, b, holding


def test_the_half_that_fell_due_after_the_sale_passes(office: Cast) -> None:
    a, b, holding = sell(office)
    moved = actions.pass_unpaid(actor=office.actor("rauf"), holding=holding, year=2026, on=AFTER)
    assert moved == 500
    carried = Entry.objects.get(taxpayer=b)
    assert (carried.amount, carried.due, carried.day) == (500, date(2026, 12, 22), date(2026, 11, 16))
    assert (
        balance.owed(b, AFTER).overdue_total == 0 and balance.owed(b, date(2027, 1, 22)).overdue_total > 500
    )
    # Of his two houses the former owner keeps the first half of both and the second half of the other.
    assert Entry.objects.filter(taxpayer=a, component=0).aggregate(s=Sum("amount"))["s"] == 2500
    with pytest.raises(Refused):
        actions.pass_unpaid(actor=office.actor("rauf"), holding=holding, year=2026, on=AFTER)


def test_interest_of_the_former_owner_falls_with_it(office: Cast) -> None:
    from belediyye.finance.revenue.actions import posting

    a, _b, holding = sell(office)
    late = date(2027, 1, 20)
    posting.accrue_all(office.home.pk, late, office.actor("rauf"))
    before = balance.owed(a, late)
    actions.pass_unpaid(actor=office.actor("rauf"), holding=holding, year=2026, on=late)
    after = balance.owed(a, late)
    second = next(d for d in before.debts if d.demand.instalment == 2)
    left = next(d for d in after.debts if d.demand.instalment == 2)
    assert second.principal == 1500 and left.principal == 1000
    assert left.interest + left.accruing == round((second.interest + second.accruing) * 2 / 3)


def test_half_a_house_passes_half_of_the_half(office: Cast) -> None:
    _a, b, holding = sell(office, (1, 2))
    assert actions.pass_unpaid(actor=office.actor("rauf"), holding=holding, year=2026, on=AFTER) == 250
    assert owed(b) == 250


def test_nothing_passes_that_was_due_before_the_sale_or_is_paid(office: Cast) -> None:
    _a, b, holding = sell(office, on=date(2026, 11, 20))
    assert passing.may_pass(holding, AFTER) == []
    with pytest.raises(Refused):
        actions.pass_unpaid(actor=office.actor("rauf"), holding=holding, year=2026, on=AFTER)
    assert owed(b) == 0


def test_a_disputed_half_stays(office: Cast) -> None:
    a, _b, holding = sell(office)
    demand = Entry.objects.get(taxpayer=a, kind=Entry.Kind.DEMAND, instalment=2)
    actions.open_objection(
        actor=office.actor("rauf"), demand=demand, disputed=100, on=AFTER, reason="Sahə azdır"
    )
    assert passing.may_pass(holding, AFTER) == []


def test_a_later_run_demands_nothing_anew(office: Cast) -> None:
    a, b, holding = sell(office)
    actions.pass_unpaid(actor=office.actor("rauf"), holding=holding, year=2026, on=AFTER)
    run = actions.preview_run(actor=office.actor("rauf"), year=2026, on=AFTER)
    run = actions.approve_run(actor=office.actor("leyla"), run=run, on=AFTER)
    assert run.posted_qepik == 0 and owed(b) == 500
    house(office, (b, 1, 1), on=date(2020, 1, 1))
    run = actions.preview_run(actor=office.actor("rauf"), year=2026, on=AFTER)
    actions.approve_run(actor=office.actor("leyla"), run=run, on=AFTER)
    own = Entry.objects.filter(taxpayer=b, run=run)
    assert [e.kind for e in own] == [Entry.Kind.DEMAND] * 2 and owed(b) == 1500
    assert owed(a) == 2506  # six days of interest on what he kept


def test_the_page_tells_before_what_passes_to_whom(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    a, b, holding = sell(office)
    monkeypatch.setattr(timezone, "localdate", lambda *_: AFTER)
    client = office.client("rauf")
    page = client.get(f"/finance/revenue/objects/{holding.object.number}/").content.decode()
    address = f"/finance/revenue/holdings/{holding.pk}/pass/"
    assert address in page
    told = client.get(address).content.decode()
    assert "5,00" in told and b.name in told
    assert client.post(address, {"year": 2026}).status_code == 302
    assert address not in client.get(f"/finance/revenue/objects/{holding.object.number}/").content.decode()
    assert office.client("tural").get(address).status_code == 404
    assert owed(b) == 500 and owed(a) == 2506


def test_a_later_sale_is_not_undone_under_what_passed_to_its_buyer(office: Cast) -> None:
    """The half of the first seller went to the last holder: taking back the last sale would leave it with nobody's owner."""
    from belediyye.finance.revenue.actions.righting import why_not_undone
    from belediyye.finance.revenue.models import ObjectEvent

    _a, b, holding = sell(office)
    c = payer(office, "Sınaqov Üçüncü")
    (held,) = [h for h in b.holdings.all() if h.object_id == holding.object_id]
    actions.transfer_holding(
        actor=office.actor("aynur"), holding=held, to=[(c, 1, 1)], on=date(2026, 10, 1), document="müqavilə"
    )
    last = ObjectEvent.objects.order_by("-pk").first()
    assert last is not None and why_not_undone(last) == ""
    actions.pass_unpaid(actor=office.actor("rauf"), holding=holding, year=2026, on=AFTER)
    assert owed(c) == 500
    with pytest.raises(Refused):
        actions.undo_event(actor=office.actor("aynur"), event=last, on=AFTER, reason="səhv")


def test_papers_name_the_building_that_passed_and_list_it_once(office: Cast) -> None:
    from belediyye.finance.revenue.models import Notice
    from belediyye.finance.revenue.queries import cases, notices

    a, b, holding = sell(office, (1, 2))
    house(office, (b, 1, 1), on=date(2020, 1, 1))
    actions.pass_unpaid(actor=office.actor("rauf"), holding=holding, year=2026, on=AFTER)
    run = actions.preview_run(actor=office.actor("rauf"), year=2026, on=AFTER)
    run = actions.approve_run(actor=office.actor("leyla"), run=run, on=AFTER)
    actions.issue_notices_again(actor=office.actor("rauf"), year=2026, on=AFTER)
    of = {n.taxpayer_id: notices.form_data(n, "az") for n in Notice.objects.filter(year=2026)}
    seller, buyer = of[a.pk], of[b.pk]
    # Two houses of his own year, though he holds the half of one anew from the sale; the buyer's one.
    assert len(seller["objects"]) == 2 and len(buyer["objects"]) == 1
    (went,) = [row for row in seller["sums"] if len(row) == 3]
    (came,) = [row for row in buyer["sums"] if len(row) == 3]
    assert went[1] == "-2,50" and "2-ci" in went[0] and b.name in went[2] and "Sınaq küçəsi, 1" in went[2]
    assert came[1] == "2,50" and "2-ci" in came[0] and a.name in came[2] and "Sınaq küçəsi, 1" in came[2]
    assert (
        buyer["total"] == "12,50" and sum(len(row) == 2 and row[1] == "10,00" for row in buyer["sums"]) == 1
    )
    (debt,) = Entry.objects.filter(taxpayer=b, source_kind="revenue.holding")
    assert "Sınaq küçəsi, 1" in cases.said_of(debt)
