"""What a run takes off: of a half that passed with its building, and of a tax that stands on several debts; nobody gets
credit for nothing, nobody owes what was never due."""

from datetime import date, timedelta

import pytest
from django_scopes import scope
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Entry, Holding, Taxpayer
from belediyye.finance.revenue.queries import balance, lowering, passing
from belediyye.finance.revenue.queries.interest import interest_of
from belediyye.finance.revenue.tests.test_money_docs import rows
from belediyye.finance.revenue.tests.test_nothing_from_nothing import BEFORE, LONG_AGO, SOLD, TODAY, assessed
from belediyye.finance.revenue.tests.test_year import house, owed, payer
from belediyye.finance.revenue.tests.town import statement
from belediyye.finance.rules.book.collection import interest

K = Entry.Kind
NEXT = TODAY + timedelta(days=1)


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def sold(cast: Cast, *shares: tuple[Taxpayer, int, int]) -> tuple[Taxpayer, Holding]:
    """A payer of 10 AZN in two halves who sold the house between them."""
    a = assessed(cast)
    holding = a.holdings.get()
    actions.transfer_holding(
        actor=cast.actor("aynur"), holding=holding, to=list(shares), on=SOLD, document="müqavilə"
    )
    holding.refresh_from_db()
    return a, holding


def pass_on(cast: Cast, holding: Holding, on: date = TODAY) -> int:
    holding = Holding.objects.get(pk=holding.pk)
    return int(actions.pass_unpaid(actor=cast.actor("rauf"), holding=holding, year=2026, on=on))


def measure(cast: Cast, holding: Holding, area: int) -> int:
    """The house turns out to have `area`; gives what the run then posts."""
    state = holding.object.states.exclude(withdrawn=True).get()
    actions.correct_state(
        actor=cast.actor("aynur"), state=state, facts={"area_dm2": area}, since=LONG_AGO, reason="ölçülüb"
    )
    return run(cast)


def run(cast: Cast) -> int:
    one = actions.preview_run(actor=cast.actor("rauf"), year=2026, on=TODAY)
    return int(actions.approve_run(actor=cast.actor("leyla"), run=one, on=TODAY).posted_qepik)


def pay(cast: Cast, p: Taxpayer, amount: str, on: date = TODAY) -> None:
    actions.take_statement(
        actor=cast.actor("rauf"), content=statement((on, amount, p.name, p.code)), name="a.sta"
    )


def merge(cast: Cast, away: Taxpayer, kept: Taxpayer) -> None:
    away.refresh_from_db()
    kept.refresh_from_db()
    actions.merge_payers(actor=cast.actor("rauf"), kept=kept, merged=away, on=TODAY, reason="eyni adam")


def stands(p: Taxpayer, on: date = NEXT) -> tuple[int, int]:
    """(principal owed, credit) on the day after."""
    found = balance.owed(p, on)
    return sum(d.principal for d in found.debts), found.credit


def test_what_passed_falls_to_the_new_half(office: Cast) -> None:
    b = payer(office, "Sınaqov Alıcı")
    a, holding = sold(office, (b, 1, 1))
    pass_on(office, holding)
    assert measure(office, holding, 8_000) == -500  # 5 AZN a year
    assert stands(a) == (250, 0) and stands(b) == (250, 0)
    assert run(office) == 0 and passing.may_pass(holding, TODAY) == []
    # What was never late bears no interest: as if it had always been so.
    second = Entry.objects.get(taxpayer=a, kind=K.DEMAND, instalment=2)
    assert interest_of([second.pk], NEXT)[second.pk].amount_qepik == 0


@pytest.mark.parametrize("row", rows("account.md", "paid before"), ids=lambda row: row["paid before"])
def test_the_table_of_the_page(office: Cast, row: dict[str, str]) -> None:
    """The unpaid falls first; what the former owner paid too much comes back to him."""
    b = payer(office, "Sınaqov Alıcı")
    a, holding = sold(office, (b, 1, 1))
    want = {name: int(cell) for name, cell in row.items()}
    if want["paid before"]:
        pay(office, a, f"{want['paid before'] // 100},00", date(2026, 8, 3))
    assert pass_on(office, holding) == want["passed"]
    area = 3_000 + want["new tax"] * 10
    assert measure(office, holding, area) == want["new tax"] - 1000
    assert stands(a) == (want["former owner owes"], want["his credit"])
    assert stands(b) == (want["new holder owes"], 0)


def test_another_house_of_the_former_owner_is_his_own_affair(office: Cast) -> None:
    b = payer(office, "Sınaqov Alıcı")
    a, holding = sold(office, (b, 1, 1))
    other = house(office, (a, 1, 1), on=LONG_AGO, area=23_000)  # 20 AZN
    run(office)
    pass_on(office, holding)
    actions.correct_state(
        actor=office.actor("aynur"), state=other.states.get(), facts={"area_dm2": 13_000}, since=LONG_AGO, reason="ölçülüb"
    )  # fmt: skip
    assert run(office) == -1000 and stands(b) == (500, 0)


def test_what_the_new_holder_paid_too_much_is_his_credit(office: Cast) -> None:
    b = payer(office, "Sınaqov Alıcı")
    a, holding = sold(office, (b, 1, 1))
    pass_on(office, holding)
    pay(office, b, "5,00")
    measure(office, holding, 8_000)
    assert stands(b) == (0, 250) and stands(a) == (250, 0)


def test_a_part_written_off_is_not_taken_off_again(office: Cast) -> None:
    b = payer(office, "Sınaqov Alıcı")
    _a, holding = sold(office, (b, 1, 1))
    pass_on(office, holding)
    debt = Entry.objects.get(taxpayer=b)
    actions.write_off(
        actor=office.actor("rauf"), payer=b, demands=[debt], ground="court", decision="№ 1", on=TODAY
    )
    measure(office, holding, 8_000)
    assert stands(b) == (0, 0)


def test_several_holders_share_it_and_more_can_pass_again(office: Cast) -> None:
    b, c = payer(office, "Sınaqov Alıcı"), payer(office, "Sınaqov Şərik")
    a, holding = sold(office, (b, 1, 3), (c, 2, 3))
    pass_on(office, holding)
    measure(office, holding, 8_100)  # 5.10: a half is 2.55
    assert (stands(b)[0], stands(c)[0]) == (85, 170) and stands(a) == (255, 0)
    measure(office, holding, 6_000)  # 3.00
    assert (stands(b)[0], stands(c)[0]) == (50, 100) and stands(a) == (150, 0)
    measure(office, holding, 13_000)  # it was right at first: the rest may be passed anew, once it is due
    assert (stands(b)[0], stands(c)[0]) == (50, 100)
    with pytest.raises(Refused):
        pass_on(office, holding)
    due = max(e.due for e in a.entries.filter(kind=Entry.Kind.DEMAND))
    assert due > TODAY and pass_on(office, holding, due) == 350
    assert sum(Entry.objects.filter(taxpayer__in=[b, c], component=0).values_list("amount", flat=True)) == 500


@pytest.mark.parametrize("who", ["former", "new"])
def test_it_falls_where_a_record_was_merged_since(office: Cast, who: str) -> None:
    b, heir = payer(office, "Sınaqov Alıcı"), payer(office, "Sınaqov Varis")
    a, holding = sold(office, (b, 1, 1))
    pass_on(office, holding)
    merge(office, a if who == "former" else b, heir)
    assert measure(office, holding, 8_000) == -500
    former, new = (heir, b) if who == "former" else (a, heir)
    assert stands(former) == (250, 0) and stands(new) == (250, 0)
    assert owed(a if who == "former" else b) == 0 and run(office) == 0
    for debt in balance.owed(former, NEXT).debts:
        assert debt.interest + debt.accruing == (
            interest_of([debt.demand.pk], NEXT)[debt.demand.pk].amount_qepik
        )


def test_a_record_merged_before_passes_too(office: Cast) -> None:
    b, heir = payer(office, "Sınaqov Alıcı"), payer(office, "Sınaqov Varis")
    a, holding = sold(office, (b, 1, 1))
    merge(office, a, heir)
    assert passing.may_pass(Holding.objects.get(pk=holding.pk), TODAY) == [2026]
    assert pass_on(office, holding) == 500 and stands(b)[0] == 500 and stands(heir)[0] == 500
    with pytest.raises(Refused):
        pass_on(office, holding)
    assert measure(office, holding, 8_000) == -500
    assert stands(b) == (250, 0) and stands(heir) == (250, 0)


def test_what_passed_before_the_merger_does_not_pass_again(office: Cast) -> None:
    b, heir = payer(office, "Sınaqov Alıcı"), payer(office, "Sınaqov Varis")
    a, holding = sold(office, (b, 1, 1))
    pass_on(office, holding)
    merge(office, a, heir)
    with pytest.raises(Refused):
        pass_on(office, holding)


def test_one_tax_on_two_records_of_a_person_is_lowered_as_one(office: Cast) -> None:
    """10 AZN on each record; 4 paid on one before they were merged; its house then turns out to cost 4 AZN a year."""
    a, b = payer(office, "Sınaqov Bir"), payer(office, "Sınaqov Bir Yenə")
    one = house(office, (a, 1, 1), on=LONG_AGO)
    house(office, (b, 1, 1), on=LONG_AGO)
    started = actions.preview_run(actor=office.actor("rauf"), year=2026, on=BEFORE)
    actions.approve_run(actor=office.actor("leyla"), run=started, on=BEFORE)
    paid = date(2026, 10, 1)
    pay(office, a, "4,00", paid)
    merge(office, a, b)
    actions.correct_state(
        actor=office.actor("aynur"), state=one.states.get(), facts={"area_dm2": 7_000}, since=LONG_AGO, reason="ölçülüb"
    )  # fmt: skip
    assert run(office) == -600
    assert stands(b) == (200 + 200 + 600, 0)  # no credit beside a debt of the same tax
    actions.settle_accounts(actor=office.actor("rauf"), on=NEXT)
    calendar, second = working_calendar(), date(2026, 11, 16)
    first = interest(700, date(2026, 8, 17), NEXT, calendar, [(paid, 400)]).amount_qepik
    expected = first + interest(700, second, NEXT, calendar).amount_qepik
    found = sum(d.interest + d.accruing for d in balance.owed(b, NEXT).debts)
    assert abs(found - expected) <= 1  # each debt is rounded once
    assert run(office) == 0


def test_a_write_off_of_what_passed_is_not_of_his_own_tax(office: Cast) -> None:
    b = payer(office, "Sınaqov Alıcı")
    own = house(office, (b, 1, 1), on=LONG_AGO)
    _a, holding = sold(office, (b, 1, 1))
    pass_on(office, holding)
    debt = Entry.objects.get(taxpayer=b, source_kind="revenue.holding")
    actions.write_off(
        actor=office.actor("rauf"), payer=b, demands=[debt], ground="court", decision="№ 1", on=TODAY
    )
    actions.correct_state(
        actor=office.actor("aynur"), state=own.states.get(), facts={"area_dm2": 3_000}, since=LONG_AGO, reason="ölçülüb"
    )  # fmt: skip
    assert run(office) == -1000 and stands(b) == (0, 0)


@given(parts=st.lists(st.integers(1, 10**6), min_size=1, max_size=6), share=st.integers(0, 1000))
def test_each_part_falls_and_none_rises(parts: list[int], share: int) -> None:
    whole = sum(parts)
    now = whole * share // 1000
    one = lowering.Passed(1, Entry(), (), tuple((Entry(), p) for p in parts), whole, now)
    assert sum(one.each) == now and all(0 <= new <= old for new, old in zip(one.each, parts, strict=True))


def test_a_raise_taken_back_was_never_there(office: Cast) -> None:
    """10 AZN, both halves late; 20 for a moment; 10 again: what is late is late, with its interest."""
    a = assessed(office)
    holding, before = a.holdings.get(), balance.owed(a, NEXT)
    assert before.overdue_total > 1000
    for area in (23_000, 33_000, 23_000, 13_000):
        measure(office, holding, area)
    after = balance.owed(a, NEXT)
    assert (after.total, after.overdue_total, after.credit) == (before.total, before.overdue_total, 0)
    measure(office, holding, 23_000)
    measure(office, holding, 8_000)  # below what it was: the raise goes whole, of each half 2.50
    assert stands(a) == (500, 0) and len(balance.owed(a, NEXT).overdue) == 2


def test_what_passed_of_a_raise_falls_with_the_raise(office: Cast) -> None:
    b = payer(office, "Sınaqov Alıcı")
    a, holding = sold(office, (b, 1, 1))
    assert pass_on(office, holding) == 500
    measure(office, holding, 23_000)
    late = max(e.due for e in a.entries.filter(kind=K.DEMAND))
    assert pass_on(office, holding, late) == 500 and stands(b, late)[0] == 1000
    assert run(office) == 0
    assert measure(office, holding, 13_000) == -1000
    assert stands(b, late) == (500, 0) and stands(a, late) == (500, 0)
    assert {d.demand.due for d in balance.owed(a, late).debts} == {date(2026, 8, 17)}
    assert measure(office, holding, 3_000) == -1000
    assert stands(b, late) == (0, 0) and stands(a, late) == (0, 0)
    assert run(office) == 0


def test_many_raises_are_taken_back_with_few_questions(office: Cast, django_assert_max_num_queries) -> None:
    people = [payer(office, f"Sınaqov {n}") for n in range(12)]
    holdings = [house(office, (p, 1, 1), on=LONG_AGO).holdings.get() for p in people]
    run(office)
    for area in (23_000, 13_000):
        for h in holdings:
            state = h.object.states.exclude(withdrawn=True).get()
            actions.correct_state(
                actor=office.actor("aynur"), state=state, facts={"area_dm2": area}, since=LONG_AGO, reason="ölçülüb"
            )  # fmt: skip
        one = actions.preview_run(actor=office.actor("rauf"), year=2026, on=TODAY)
        with django_assert_max_num_queries(60):
            actions.approve_run(actor=office.actor("leyla"), run=one, on=TODAY)
    assert [stands(p) for p in people] == [(1000, 0)] * 12
