"""What follows when money does not come, or too much: each case to its end."""

from datetime import date, timedelta

import pytest

from belediyye.core.actions import Refused
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.models import Agreement, Entry, Objection, Payment
from belediyye.finance.revenue.queries import agreements, cases
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town, balance, payer, take

LATE = date(2025, 12, 1)
IBAN = "AZ57NABZ00000000137010003333"


def stands(agreement: Agreement, on: date) -> agreements.Standing:
    return agreements.standings(Agreement.objects.filter(pk=agreement.pk), on)[0]


def test_an_overpayment_is_refunded_within_45_days_and_late_with_interest(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    take(office, (date(2025, 8, 10), "25,00", p.name, p.code))
    with pytest.raises(Refused):
        actions.ask_refund(actor=actor, payer=p, amount=1501, account=IBAN, on=LATE)
    asked_back = actions.ask_refund(actor=actor, payer=p, amount=1500, account=IBAN, on=LATE)
    assert asked_back.due == date(2026, 1, 15)
    with pytest.raises(Refused):
        actions.ask_refund(actor=actor, payer=p, amount=1, account=IBAN, on=LATE)
    paid = actions.pay_refund(actor=actor, refund=asked_back, on=date(2026, 1, 25))
    assert paid.interest_qepik == 15 and balance(p) == 0
    with pytest.raises(Refused):
        actions.reverse_payment(
            actor=actor, payment=Payment.objects.get(), on=date(2026, 2, 1), reason="Səhv"
        )
    assert balance(p) == 0


def test_an_objection_stays_only_its_part_and_ends_in_credit(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    demand = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment")[0]
    whole = asked.owed(p, LATE).overdue_total
    assert whole == 1061 - 7 + 7
    objection = actions.open_objection(actor=actor, demand=demand, disputed=200, on=LATE, reason="Sahə azdır")
    assert asked.owed(p, LATE).overdue_total == whole - 200 - 22  # what 2.00 bore in 108 days
    take(office, (date(2025, 12, 2), "11,00", p.name, p.code))
    answered = actions.answer_objection(
        actor=actor, objection=objection, granted=200, on=date(2025, 12, 20), answer="Ölçü təsdiqləndi"
    )
    assert answered.outcome == Objection.Outcome.UPHELD
    found = asked.owed(p, date(2025, 12, 20))
    assert not found.debts and found.credit == -balance(p) > 200


def test_an_agreement_holds_reminders_back_until_it_is_broken(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    debt = asked.owed(p, LATE).overdue_total
    assert [actions.remind(actor=actor, payer=p, on=d).step for d in (date(2025, 11, 20), LATE)] == [1, 2]
    with pytest.raises(Refused):
        actions.give_clearance(actor=actor, payer=p, on=LATE)
    with pytest.raises(Refused):
        actions.make_agreement(actor=actor, payer=p, parts=[(date(2026, 1, 1), 1)], on=LATE)
    agreement = actions.make_agreement(
        actor=actor, payer=p, parts=[(date(2026, 1, 5), 500), (date(2026, 2, 5), debt - 500)], on=LATE
    )
    with pytest.raises(Refused):
        actions.remind(actor=actor, payer=p, on=date(2025, 12, 10))
    take(office, (date(2026, 1, 4), "5,00", p.name, p.code))
    assert stands(agreement, date(2026, 1, 10)).broken is None
    assert stands(agreement, date(2026, 2, 6)).broken == date(2026, 2, 5)
    assert actions.remind(actor=actor, payer=p, on=date(2026, 2, 6)).step == 3


def test_a_certificate_and_a_write_off(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    demands = list(Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND))
    with pytest.raises(Refused, match=r"85\.4"):
        actions.write_off(
            actor=actor, payer=p, demands=demands, ground="term", decision="№ 1", on=date(2030, 12, 31)
        )
    assert asked.lapsing(office.home.pk, date(2030, 12, 31))[0]["ended"] is False
    on = date(2031, 1, 1)
    gone = actions.write_off(
        actor=actor, payer=p, demands=demands, ground="term", decision="№ 1, 01.01.2031", on=on
    )
    assert gone.amount_qepik == 1000 + 2 * 183 and balance(p) == 0
    assert len(actions.give_clearance(actor=actor, payer=p, on=on).code) == 12


def test_no_more_is_taken_off_a_demand_than_stands(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    demand = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment")[0]
    whole = demand.amount
    facts = {"actor": actor, "demand": demand, "on": LATE, "reason": "Sahə azdır"}
    first = actions.open_objection(disputed=whole, **facts)
    actions.answer_objection(actor=actor, objection=first, granted=whole - 100, on=LATE, answer="Qismən")
    before = asked.owed(p, LATE).credit
    with pytest.raises(Refused):
        actions.open_objection(disputed=101, **facts)
    second = actions.open_objection(disputed=100, **facts)
    Entry.objects.create(
        municipality_id=p.municipality_id, taxpayer=p, kind=Entry.Kind.WRITE_OFF, amount=-60, day=LATE, demand=demand, head=demand.head,
        year=demand.year, instalment=demand.instalment,
    )  # fmt: skip
    with pytest.raises(Refused):
        actions.answer_objection(actor=actor, objection=second, granted=41, on=LATE, answer="Haqlıdır")
    actions.answer_objection(actor=actor, objection=second, granted=40, on=LATE, answer="Haqlıdır")
    assert asked.owed(p, LATE).credit == before and demand not in cases.disputable(p)
    with pytest.raises(Refused):
        actions.open_objection(disputed=1, **facts)


def test_nothing_is_answered_or_paid_before_it_was_asked(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    demand = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment")[0]
    case = actions.open_objection(actor=actor, demand=demand, disputed=100, on=LATE, reason="Sahə azdır")
    with pytest.raises(Refused):
        actions.answer_objection(
            actor=actor, objection=case, granted=0, on=LATE - timedelta(days=1), answer="Yox"
        )
    take(office, (date(2025, 8, 10), "25,00", p.name, p.code))
    refund = actions.ask_refund(actor=actor, payer=p, amount=1500, account=IBAN, on=LATE)
    with pytest.raises(Refused):
        actions.pay_refund(actor=actor, refund=refund, on=LATE - timedelta(days=1))
    actions.pay_refund(actor=actor, refund=refund, on=LATE)


def test_interest_up_to_an_earlier_day_does_not_double_what_is_posted(office: Town) -> None:  # noqa: F811
    p = payer(office)
    later, earlier = date(2025, 10, 31), date(2025, 10, 10)
    for on in (later, earlier, later):
        posting.accrue_all(office.home.pk, on, office.actor("rauf"))
        first, _second = asked.owed(p, later).debts
        assert first.interest + first.accruing == first.late.amount_qepik
    first = asked.owed(p, earlier).debts[0]
    assert first.interest == first.late.amount_qepik > 0 and first.accruing == 0


def test_a_refund_is_not_paid_while_a_debt_is_past_its_day(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    take(office, (date(2025, 8, 10), "15,00", p.name, p.code))
    early, due = date(2025, 9, 1), date(2025, 10, 1)
    case = actions.ask_refund(actor=actor, payer=p, amount=500, account=IBAN, on=early)
    Entry.objects.create(
        municipality=office.home, taxpayer=p, kind=Entry.Kind.DEMAND, head=3, year=2025, instalment=1, due=due, day=date(2025, 9, 2), amount=1000,
    )  # fmt: skip
    with pytest.raises(Refused, match=r"10,05"):
        actions.pay_refund(actor=actor, refund=case, on=date(2025, 10, 6))
    # The overpayment settles it; then nothing is left to be paid, and the application is closed.
    assert actions.set_off(actor=actor, payer=p, on=date(2025, 10, 6)) == 500
    with pytest.raises(Refused):
        actions.pay_refund(actor=actor, refund=case, on=date(2025, 10, 6))
    actions.drop_refund(actor=actor, refund=case, on=date(2025, 10, 6), reason="Borca yönəldilib")
    assert not Entry.objects.filter(kind=Entry.Kind.REFUND).exists()


def test_money_that_came_after_an_application_is_not_what_was_asked_for(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office, "Sınaqov Bir", years=())
    take(office, (date(2020, 5, 1), "7,00", p.name, p.code), number="1")
    about = {"actor": actor, "payer": p, "account": IBAN}
    old = actions.ask_refund(amount=700, on=date(2025, 12, 31), **about)
    take(office, (date(2026, 1, 5), "5,00", p.name, p.code), number="2")
    new = actions.ask_refund(amount=500, on=date(2026, 1, 6), **about)
    actions.drop_refund(actor=actor, refund=new, on=date(2026, 1, 6), reason="Yenidən")
    actions.pay_refund(actor=actor, refund=old, on=date(2026, 1, 7))
    actions.ask_refund(amount=500, on=date(2026, 1, 8), **about)


def test_the_five_years_count_for_the_money_that_stands(office: Town) -> None:  # noqa: F811
    actor, old, now = office.actor("rauf"), date(2018, 3, 1), date(2026, 3, 2)
    used, wrong, both = (payer(office, f"Sınaqov {name}", years=()) for name in ("Bir", "İki", "Üç"))
    for n, p in enumerate((used, wrong, both)):
        take(office, (old, "7,00", p.name, p.code), number=str(n))
    Entry.objects.create(
        municipality=office.home, taxpayer=used, kind=Entry.Kind.DEMAND, head=3, year=2018, instalment=1, due=date(2018, 8, 15), day=date(2018, 7, 1),
        amount=700,
    )  # fmt: skip
    actions.set_off(actor=actor, payer=used, on=date(2018, 8, 16))
    take(office, *((now, "50,00", p.name, p.code) for p in (used, wrong, both)), number="9")
    first = Payment.objects.get(taxpayer=wrong, day=old)
    actions.reverse_payment(actor=actor, payment=first, on=now, reason="Səhv")
    about = {"actor": actor, "account": IBAN, "on": now}
    for p in (used, wrong):
        actions.ask_refund(payer=p, amount=5000, **about)
    with pytest.raises(Refused, match=r"50,00.*85\.5"):
        actions.ask_refund(payer=both, amount=5001, **about)
    merged = actions.register_payer(actor=actor, facts={"name": "Sınaqov Varis"}, on=date(2024, 1, 1))
    actions.merge_payers(actor=actor, kept=merged, merged=both, on=now, reason="bir nəfərdir")
    with pytest.raises(Refused, match=r"50,00.*85\.5"):
        actions.ask_refund(payer=merged, amount=5001, **about)
    case = actions.ask_refund(payer=merged, amount=5000, **about)
    with pytest.raises(Refused, match=r"85\.5"):
        actions.ask_refund(payer=merged, amount=1, **about)
    actions.pay_refund(actor=actor, refund=case, on=now)
    with pytest.raises(Refused, match=r"85\.5"):
        actions.ask_refund(payer=merged, amount=1, **about)
