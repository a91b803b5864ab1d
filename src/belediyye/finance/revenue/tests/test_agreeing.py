"""More time to pay: agreements counted by one rule, debts that shrank since, due days moved before they came."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.utils.translation import override

from belediyye.core.actions import Refused
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Agreement, CourtCase, CourtDebt, Entry, Payment, Taxpayer
from belediyye.finance.revenue.queries import agreements, reminding
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.test_money_docs import day, rows
from belediyye.finance.revenue.tests.town import Town, assess, balance, payer, take

K = Entry.Kind
ON = date(2026, 3, 2)


def agree(office: Town, p: Taxpayer, on: date = ON) -> Agreement:  # noqa: F811
    """5.76 by 10 March, the rest by 10 April 2026."""
    debt = asked.owed(p, on).overdue_total
    parts = [(date(2026, 3, 10), 576), (date(2026, 4, 10), debt - 576)]
    return actions.make_agreement(actor=office.actor("rauf"), payer=p, parts=parts, on=on)


def standing(one: Agreement, on: date) -> agreements.Standing:
    return agreements.standings(Agreement.objects.filter(pk=one.pk), on)[0]


@pytest.mark.parametrize(
    "r", rows("collecting.md", "came"), ids=lambda r: f"{r['came']}-{r['open']}-{r['on']}"
)
def test_how_an_agreement_stands(r: dict[str, str]) -> None:
    parts = [SimpleNamespace(due=date(2026, 1, 5), amount_qepik=600), SimpleNamespace(due=date(2026, 2, 5), amount_qepik=400)]  # fmt: skip
    made = Agreement(amount_qepik=1000)
    s = agreements.standing_of(made, parts, int(r["came"]), int(r["taken off"]), int(r["open"]), day(r["on"]))  # type: ignore[arg-type]
    found = [str(s.amount), *(str(p.amount_qepik) for p in s.parts), s.state]
    assert found == [r["to be paid"], r["first part"], r["second part"], r["stands"]]


def test_a_payment_on_the_day_of_signing_counts_and_one_before_does_not(office: Town) -> None:  # noqa: F811
    p = payer(office)
    take(office, (date(2026, 3, 1), "0,01", p.name, p.code))
    one = agree(office, p)
    assert standing(one, ON).paid == 0
    take(office, (ON, "5,76", p.name, p.code), number="2")
    assert (standing(one, date(2026, 3, 20)).paid, standing(one, date(2026, 3, 20)).state) == (
        576,
        agreements.KEPT,
    )
    # Money that had come before and was found only now is not in the amount: it counts.
    take(office, (date(2026, 2, 27), "5,77", p.name, p.code), number="3")
    # The interest that it made too high came back as credit, which settles the last qəpik.
    actions.settle_accounts(actor=office.actor("rauf"), on=date(2026, 3, 20))
    assert standing(one, date(2026, 4, 20)).state == agreements.PAID


def test_credit_set_off_counts(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    one = agree(office, p)
    Entry.objects.create(
        municipality=office.home, taxpayer=p, kind=K.TRANSFER, head=0, year=2026, day=date(2026, 3, 3), amount=-600
    )  # fmt: skip
    actions.set_off(actor=actor, payer=p, on=date(2026, 3, 9))
    assert (standing(one, date(2026, 3, 20)).paid, standing(one, date(2026, 3, 20)).state) == (
        600,
        agreements.KEPT,
    )


def test_new_debts_are_not_covered(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    one = actions.make_agreement(
        actor=actor, payer=p, parts=[(date(2026, 3, 10), 500), (date(2027, 1, 11), 653)], on=ON
    )
    take(office, (date(2026, 3, 9), "5,00", p.name, p.code))
    assess(office, 2026)
    on = date(2026, 9, 15)
    actions.settle_accounts(actor=actor, on=on)
    assert standing(one, on).state == agreements.KEPT
    (debtor,) = reminding.debtors(office.home.pk, on)
    assert debtor.principal == 500 and debtor.oldest == date(2026, 8, 17)
    assert asked.clear_on(p, on) == "overdue"
    made = actions.remind(actor=actor, payer=p, on=on)
    assert made.principal_qepik == 500
    with pytest.raises(Refused):
        agree(office, p, on)


def test_the_parts_fall_with_the_debts(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    one = agree(office, p)
    second = Entry.objects.filter(taxpayer=p, kind=K.DEMAND).order_by("-instalment")[0]
    case = actions.open_objection(
        actor=actor, demand=second, disputed=500, on=date(2026, 3, 3), reason="Sahə azdır"
    )
    actions.answer_objection(actor=actor, objection=case, granted=500, on=date(2026, 3, 5), answer="Haqlıdır")
    s = standing(one, date(2026, 3, 5))
    # The half fell with its interest of 53.
    assert (s.amount, s.shrunk) == (600, 553) and [x.amount_qepik for x in s.parts] == [576, 24]
    take(office, (date(2026, 3, 9), "6,00", p.name, p.code))
    assert standing(one, date(2026, 4, 20)).state == agreements.PAID
    assess(office, 2026)
    on = date(2026, 9, 15)
    debt = asked.owed(p, on).overdue_total
    actions.make_agreement(actor=actor, payer=p, parts=[(date(2026, 10, 1), debt)], on=on)
    one.refresh_from_db()
    assert one.ended == on


def test_a_due_day_is_moved_before_it_comes(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    take(office, (date(2025, 8, 10), "5,00", p.name, p.code))
    second = Entry.objects.filter(taxpayer=p, kind=K.DEMAND).order_by("-instalment")[0]
    facts = {"actor": actor, "demand": second, "reason": "Ərizə 7"}
    for until, on in ((date(2025, 11, 17), date(2025, 11, 1)), (date(2026, 1, 31), date(2025, 11, 18))):
        with pytest.raises(Refused):
            actions.defer(until=until, on=on, **facts)
    one = actions.defer(until=date(2026, 1, 31), on=date(2025, 11, 1), **facts)
    assert one.until == date(2026, 2, 2) and one.amount_qepik == 500
    for r in rows("collecting.md", "asked on"):
        s = asked.owed(p, day(r["asked on"]))
        assert (s.total, s.overdue_total) == (int(r["owed"]), int(r["overdue"])), r
    actions.settle_accounts(actor=actor, on=date(2026, 1, 31))
    assert balance(p, date(2026, 1, 31)) == 500 and not reminding.debtors(office.home.pk, date(2026, 2, 1))
    with pytest.raises(Refused):
        actions.defer(until=date(2026, 3, 2), on=date(2025, 11, 2), **facts)
    undone = actions.undo_deferral(actor=actor, deferral=one, on=date(2026, 2, 1), reason="Səhv")
    assert undone.undone and asked.owed(p, date(2026, 2, 12)).overdue_total == 500 + 44
    with pytest.raises(Refused):
        actions.undo_deferral(actor=actor, deferral=one, on=date(2026, 2, 1), reason="Səhv")


def test_a_deferred_debt_that_was_paid_stays_deferred(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    second = Entry.objects.filter(taxpayer=p, kind=K.DEMAND).order_by("-instalment")[0]
    one = actions.defer(
        actor=actor, demand=second, until=date(2026, 3, 2), on=date(2025, 8, 1), reason="Ərizə 7"
    )
    take(office, (date(2025, 8, 10), "10,00", p.name, p.code))
    assert balance(p) == 0 and not asked.owed(p, date(2026, 4, 1)).debts
    with pytest.raises(Refused):
        actions.undo_deferral(actor=actor, deferral=one, on=date(2025, 8, 11), reason="Səhv")


def test_a_write_off_is_taken_back_as_if_it_had_never_been(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    demands = list(Entry.objects.filter(taxpayer=p, kind=K.DEMAND))
    on, later = date(2026, 3, 1), date(2026, 5, 1)
    before = asked.owed(p, later).total
    gone = actions.write_off(actor=actor, payer=p, demands=demands, ground="court", decision="№ 1", on=on)
    assert balance(p) == 0
    with pytest.raises(Refused):
        actions.reverse_write_off(actor=actor, write_off=gone, on=on, reason=" ")
    back = actions.reverse_write_off(actor=actor, write_off=gone, on=later, reason="Məhkəmə qərarı ləğv edib")
    assert back.reversed_on == later and asked.owed(p, later).total == before == balance(p)
    with pytest.raises(Refused):
        actions.reverse_write_off(actor=actor, write_off=gone, on=later, reason="Yenə")


def test_a_written_off_debt_comes_back_to_whoever_took_the_record_over(office: Town) -> None:  # noqa: F811
    actor, away, like = office.actor("rauf"), payer(office, "Sınaqov Bir"), payer(office, "Sınaqov Kimi")
    kept = actions.register_payer(actor=actor, facts={"name": "Sınaqov Varis"}, on=date(2024, 1, 1))
    first = Entry.objects.filter(taxpayer=away, kind=K.DEMAND).order_by("instalment")[0]
    gone = actions.write_off(
        actor=actor, payer=away, demands=[first], ground="court", decision="№ 1", on=date(2026, 3, 1)
    )
    actions.merge_payers(actor=actor, kept=kept, merged=away, on=date(2026, 3, 2), reason="bir nəfərdir")
    later = date(2026, 5, 1)
    actions.reverse_write_off(actor=actor, write_off=gone, on=later, reason="Qərar ləğv edilib")
    assert balance(away) == 0 and asked.owed(kept, later).total == asked.owed(like, later).total


def test_interest_that_stood_posted_for_a_later_day_is_not_posted_twice(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    later = date(2026, 3, 31)
    actions.settle_accounts(actor=actor, on=later)
    whole = asked.owed(p, later).total
    one = agree(office, p)
    assert asked.owed(p, later).total == whole == balance(p, later)
    # Nothing fell: closing the month again posts nothing, and the parts stay as they were agreed.
    before = Entry.objects.filter(taxpayer=p).count()
    actions.settle_accounts(actor=actor, on=later)
    assert Entry.objects.filter(taxpayer=p).count() == before
    assert (standing(one, later).shrunk, standing(one, later).amount) == (0, one.amount_qepik)


def second_half(p: Taxpayer) -> Entry:
    return Entry.objects.filter(taxpayer=p, kind=K.DEMAND).order_by("-instalment")[0]


def test_a_debt_that_an_open_case_names_is_neither_deferred_nor_moved_back(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office, area=3_600)
    early = date(2025, 8, 1)
    one = actions.propose_write_off(actor=actor, demands=[second_half(p)], ground="court", on=early)
    about = {
        "actor": actor,
        "demand": second_half(p),
        "until": date(2026, 3, 2),
        "on": early,
        "reason": "Ərizə 7",
    }
    with pytest.raises(Refused, match="proposal"), override("en"):
        actions.defer(**about)
    actions.drop_proposal(actor=actor, proposal=one, on=early, reason="Ərizə gəlib")
    moved = actions.defer(**about)
    back = {"actor": actor, "deferral": moved, "on": early, "reason": "Səhv"}
    case = actions.open_objection(actor=actor, demand=moved.carried, disputed=20, on=early, reason="Sahə")
    with pytest.raises(Refused, match="objection"), override("en"):
        actions.undo_deferral(**back)
    actions.answer_objection(actor=actor, objection=case, granted=0, on=early, answer="Düzgündür")
    one = actions.propose_write_off(actor=actor, demands=[moved.carried], ground="court", on=early)
    with pytest.raises(Refused, match="proposal"), override("en"):
        actions.undo_deferral(**back)
    actions.drop_proposal(actor=actor, proposal=one, on=early, reason="Lazım deyil")
    # A day late so little bears no interest: the agreement posts nothing on the debt.
    signed = date(2026, 3, 3)
    debt = asked.owed(p, signed).overdue_total
    agreed = actions.make_agreement(actor=actor, payer=p, parts=[(date(2026, 5, 5), debt)], on=signed)
    with pytest.raises(Refused, match="agreement"), override("en"):
        actions.undo_deferral(**back | {"on": signed})
    actions.end_agreement(actor=actor, agreement=agreed, on=signed, reason="Səhv")
    sued = CourtCase.objects.create(
        municipality=office.home, taxpayer=p, number=1, day=signed, court="Nümunə Rayon Məhkəməsi", principal_qepik=30
    )  # fmt: skip
    CourtDebt.objects.create(case=sued, demand=moved.carried, principal_qepik=30)
    with pytest.raises(Refused, match="court"), override("en"):
        actions.undo_deferral(**back | {"on": signed})
    sued.state = CourtCase.State.WITHDRAWN
    sued.save()
    actions.undo_deferral(**back | {"on": signed})
    assert [d.principal for d in asked.owed(p, signed).debts] == [30, 30]


def test_a_write_off_taken_back_leaves_the_agreement_as_it_was_signed(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    one = agree(office, p)
    demands = list(Entry.objects.filter(taxpayer=p, kind=K.DEMAND).order_by("instalment"))
    gone = actions.write_off(actor=actor, payer=p, demands=demands, ground="court", decision="№ 1", on=date(2026, 3, 20))  # fmt: skip
    assert standing(one, date(2026, 3, 20)).amount == 0
    actions.reverse_write_off(actor=actor, write_off=gone, on=date(2026, 3, 30), reason="Ləğv")
    assert standing(one, date(2026, 4, 1)).amount == one.amount_qepik
    take(office, (date(2026, 4, 2), "10,00", p.name, p.code))
    s = standing(one, date(2026, 4, 20))
    assert (s.paid, s.amount, s.state) == (1000, one.amount_qepik, agreements.BROKEN)


def test_a_payment_that_counts_from_before_and_is_taken_back_leaves_it_too(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    one = agree(office, p)
    take(office, (date(2026, 2, 10), "6,00", p.name, p.code))
    paid = standing(one, ON)
    # The interest of the 6.00 from then on fell: it is not asked for.
    assert paid.paid == 600 and paid.shrunk == one.amount_qepik - 600 - asked.owed(p, ON).total > 0
    actions.reverse_payment(actor=actor, payment=Payment.objects.get(), on=date(2026, 3, 4), reason="Səhv")
    s = standing(one, date(2026, 3, 5))
    assert (s.paid, s.shrunk) == (0, 0)
    # Interest of the time since neither raises nor lowers what is to be paid.
    case = actions.open_objection(actor=actor, demand=second_half(p), disputed=250, on=date(2026, 3, 6), reason="Sahə")  # fmt: skip
    actions.answer_objection(actor=actor, objection=case, granted=250, on=date(2026, 3, 9), answer="Bəli")
    fell = standing(one, date(2026, 3, 9)).shrunk
    actions.settle_accounts(actor=actor, on=date(2026, 6, 30))
    assert fell == 250 + 27 == standing(one, date(2026, 6, 30)).shrunk


def test_interest_that_ran_since_and_is_written_off_is_not_in_the_amount(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    one = agree(office, p)
    first = Entry.objects.filter(taxpayer=p, kind=K.DEMAND).order_by("instalment")[0]
    before = {d.demand.pk: d.total for d in asked.owed(p, ON).debts}
    late = date(2026, 8, 3)
    actions.write_off(actor=actor, payer=p, demands=[first], ground="court", decision="№ 1", on=late)
    assert standing(one, late).shrunk <= one.amount_qepik - 500
    assert before[first.pk] <= standing(one, late).shrunk


def test_a_debt_that_comes_back_on_a_merged_record_is_covered_as_it_was(office: Town) -> None:  # noqa: F811
    actor, p, on = office.actor("rauf"), payer(office), date(2026, 3, 3)
    heir, debt = payer(office, "Sınaqov Varis", years=()), asked.owed(p, on).overdue_total
    parts = [(date(2026, 5, 1), debt // 2), (date(2026, 6, 4), debt - debt // 2)]
    one = actions.make_agreement(actor=actor, payer=p, parts=parts, on=on)
    first = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment")[0]
    gone = actions.write_off(
        actor=actor, payer=p, demands=[first], ground="court", decision="№ 1", on=date(2026, 3, 15)
    )
    actions.merge_payers(actor=actor, kept=heir, merged=p, on=date(2026, 3, 16), reason="bir nəfərdir")
    actions.reverse_write_off(actor=actor, write_off=gone, on=date(2026, 3, 17), reason="Qərar ləğv edilib")
    then = date(2026, 3, 18)
    assert all(d.agreed for d in asked.owed(heir, then).debts) and not asked.owed(heir, then).reminded
    take(office, (then, "5,00", heir.name, heir.code))
    stands = agreements.standings(Agreement.objects.filter(pk=one.pk), then)[0]
    assert (stands.amount, stands.paid, stands.state) == (one.amount_qepik, 500, agreements.KEPT)
