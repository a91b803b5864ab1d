"""Merging records loses nothing: open cases go along and come back, and undoing gives nobody another's money."""

import re
from datetime import date, timedelta

import pytest

from belediyye.core.actions import Refused
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import (
    Agreement,
    Entry,
    Merge,
    Notice,
    Objection,
    Payment,
    Refund,
    Reminder,
    Taxpayer,
)
from belediyye.finance.revenue.queries import agreements, assessed, cases, enforcing, notices, reminding
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town, balance, payer, take

K = Entry.Kind
ON, LATER = date(2025, 12, 1), date(2026, 3, 1)
IBAN = "AZ57NABZ00000000137010003333"


def fresh(office: Town, name: str = "Sınaqov Varis") -> Taxpayer:  # noqa: F811
    return actions.register_payer(actor=office.actor("aynur"), facts={"name": name}, on=date(2024, 1, 1))


def merge(office: Town, kept: Taxpayer, away: Taxpayer, on: date = ON) -> Merge:  # noqa: F811
    return actions.merge_payers(
        actor=office.actor("aynur"), kept=kept, merged=away, on=on, reason="bir nəfərdir"
    )


def undo(office: Town, one: Merge, on: date = ON) -> None:  # noqa: F811
    actions.undo_merge(actor=office.actor("aynur"), merge=one, on=on, reason="iki nəfərdir")


def parts(p: Taxpayer, on: date) -> list[tuple[int, int]]:
    return [(d.principal, d.interest + d.accruing) for d in asked.owed(p, on).debts]


def first_demand(p: Taxpayer) -> Entry:
    return Entry.objects.filter(taxpayer=p, kind=K.DEMAND).order_by("instalment")[0]


def test_interest_after_a_merger_is_what_it_would_have_been(office: Town) -> None:  # noqa: F811
    actor, kept = office.actor("rauf"), fresh(office)
    away, like = payer(office, "Sınaqov Bir"), payer(office, "Sınaqov Kimi")
    for n, p in enumerate((away, like)):
        take(office, (date(2025, 10, 1), "2,00", p.name, p.code), number=str(n))
    merge(office, kept, away)
    # The cap of one year counts from the first due day, and a grant takes the interest of the time before along.
    for on in (LATER, date(2027, 6, 1)):
        assert parts(kept, on) == parts(like, on)
    for p in (kept, like):
        first = asked.owed(p, LATER).debts[0].demand
        case = actions.open_objection(actor=actor, demand=first, disputed=200, on=ON, reason="Sahə")
        actions.answer_objection(actor=actor, objection=case, granted=200, on=LATER, answer="Bəli")
    assert parts(kept, LATER) == parts(like, LATER) and balance(away) == 0
    assert asked.owed(kept, LATER).total == asked.owed(like, LATER).total


def test_an_open_objection_goes_along_and_comes_back(office: Town) -> None:  # noqa: F811
    actor, kept, away = office.actor("rauf"), fresh(office), payer(office, "Sınaqov Bir")
    demand = first_demand(away)
    take(office, (date(2025, 8, 10), "10,00", away.name, away.code))
    case = actions.open_objection(actor=actor, demand=demand, disputed=200, on=ON, reason="Sahə azdır")
    one = merge(office, kept, away)
    case.refresh_from_db()
    assert case.taxpayer_id == kept.pk and case.demand.taxpayer_id == kept.pk
    with pytest.raises(Refused, match=kept.code):
        actions.open_objection(actor=actor, demand=demand, disputed=1, on=ON, reason="Sahə azdır")
    undo(office, one)
    case.refresh_from_db()
    assert (case.taxpayer_id, case.demand_id) == (away.pk, demand.pk)
    merge(office, kept, away)
    case.refresh_from_db()
    actions.answer_objection(actor=actor, objection=case, granted=200, on=ON, answer="Ölçüldü")
    # It was paid: what is granted is the heir's overpayment, nothing stands on the record that is gone.
    assert asked.owed(kept, ON).credit == 200 and balance(away) == 0 and not asked.owed(away, ON).debts


def test_a_carried_debt_can_be_objected_to_and_the_case_returns(office: Town) -> None:  # noqa: F811
    actor, kept, away = office.actor("rauf"), fresh(office), payer(office, "Sınaqov Bir")
    one = merge(office, kept, away)
    (carried, _second) = sorted(cases.disputable(kept), key=lambda d: d.due)
    before = asked.owed(kept, ON).overdue_total
    case = actions.open_objection(actor=actor, demand=carried, disputed=500, on=ON, reason="Sahə azdır")
    assert asked.owed(kept, ON).overdue_total == before - 500 - 54
    undo(office, one)
    case.refresh_from_db()
    assert (case.taxpayer_id, case.demand_id) == (away.pk, first_demand(away).pk)
    assert asked.owed(away, ON).overdue_total == before - 500 - 54


def test_a_refund_goes_along_and_is_paid(office: Town) -> None:  # noqa: F811
    actor, kept, away = office.actor("rauf"), fresh(office), payer(office, "Sınaqov Bir")
    take(office, (date(2025, 8, 1), "15,00", away.name, away.code))
    refund = actions.ask_refund(actor=actor, payer=away, amount=500, account=IBAN, on=ON)
    undo(office, merge(office, kept, away))
    assert Refund.objects.get().taxpayer_id == away.pk
    one = merge(office, kept, away)
    actions.pay_refund(actor=actor, refund=refund, on=date(2025, 12, 5))
    assert balance(kept) == 0 and asked.owed(kept, LATER).credit == 0
    with pytest.raises(Refused):
        undo(office, one, date(2025, 12, 6))


def test_an_agreement_goes_along_with_what_was_paid(office: Town) -> None:  # noqa: F811
    actor, kept, away = office.actor("rauf"), fresh(office), payer(office, "Sınaqov Bir")
    debt = asked.owed(away, ON).overdue_total
    agreed = [(date(2026, 1, 5), 500), (date(2026, 2, 5), debt - 500)]
    agreement = actions.make_agreement(actor=actor, payer=away, parts=agreed, on=ON)
    take(office, (date(2026, 1, 4), "5,00", away.name, away.code))
    merge(office, kept, away, date(2026, 1, 10))

    def standing(on: date) -> agreements.Standing:
        return agreements.standings(Agreement.objects.filter(pk=agreement.pk), on)[0]

    agreement.refresh_from_db()
    assert agreement.taxpayer_id == kept.pk and standing(date(2026, 1, 20)).state == agreements.KEPT
    assert standing(date(2026, 1, 20)).paid == 500 and not reminding.debtors(office.home.pk, date(2026, 1, 20))  # fmt: skip
    rest = debt - 500
    take(office, (date(2026, 2, 4), f"{rest // 100},{rest % 100:02d}", kept.name, kept.code), number="2")
    assert standing(date(2026, 2, 20)).state == agreements.PAID


def test_two_agreements_do_not_become_one(office: Town) -> None:  # noqa: F811
    actor, a, b = office.actor("rauf"), payer(office, "Sınaqov Bir"), payer(office, "Sınaqov İki")
    for p in (a, b):
        agreed = [(date(2026, 1, 5), asked.owed(p, ON).overdue_total)]
        actions.make_agreement(actor=actor, payer=p, parts=agreed, on=ON)
    with pytest.raises(Refused):
        merge(office, a, b)
    assert Taxpayer.objects.get(pk=b.pk).merged_into_id is None


def test_reminders_go_along_so_that_the_steps_go_on(office: Town) -> None:  # noqa: F811
    actor, kept, away = office.actor("rauf"), fresh(office), payer(office, "Sınaqov Bir")
    actions.remind(actor=actor, payer=away, on=date(2025, 11, 20))
    one = merge(office, kept, away)
    assert actions.remind(actor=actor, payer=kept, on=date(2025, 12, 10)).step == Reminder.Step.WARNING
    with pytest.raises(Refused):
        actions.remind(actor=actor, payer=Taxpayer.objects.get(pk=away.pk), on=date(2025, 12, 10))
    undo(office, one, date(2025, 12, 11))
    assert {r.step: r.taxpayer_id for r in Reminder.objects.all()} == {1: away.pk, 2: kept.pk}


def test_credit_that_was_used_cannot_be_given_back(office: Town) -> None:  # noqa: F811
    a, b = payer(office, "Sınaqov Bir"), payer(office, "Sınaqov İki", years=())
    take(office, (date(2025, 8, 1), "9,00", b.name, b.code))
    one = merge(office, a, b, date(2025, 8, 20))
    actions.settle_accounts(actor=office.actor("rauf"), on=date(2025, 8, 31))
    with pytest.raises(Refused):
        undo(office, one, date(2025, 9, 5))
    assert (
        asked.owed(a, date(2025, 9, 5)).credit == 400 - 3 and balance(b) == 0
    )  # with the interest of five days


def test_interest_accrued_since_is_no_hindrance_to_undoing(office: Town) -> None:  # noqa: F811
    kept, away, like = fresh(office), payer(office, "Sınaqov Bir"), payer(office, "Sınaqov Kimi")
    one = merge(office, kept, away)
    actions.settle_accounts(actor=office.actor("rauf"), on=date(2025, 12, 31))
    undo(office, one, date(2026, 1, 2))
    assert balance(kept) == 0 and not asked.owed(kept, LATER).debts
    assert parts(away, LATER) == parts(like, LATER)


def test_a_contract_raised_since_hinders_undoing(office: Town) -> None:  # noqa: F811
    actor, kept, away = office.actor("rauf"), fresh(office), payer(office, "Sınaqov Bir", years=())
    terms = {
        "head": 14, "basis": "M1", "signed": date(2025, 9, 25), "since": date(2025, 10, 1), "every": "quarter", "unit": "m²", "unit_price": 1000,
        "quantity": 100,
    }  # fmt: skip
    actions.register_charge(actor=actor, payer=away, terms=terms)
    one = merge(office, kept, away)
    actions.raise_charges(actor=actor, on=date(2025, 12, 31))
    with pytest.raises(Refused):
        undo(office, one, date(2026, 1, 2))
    assert balance(kept) == 1000


def test_a_payment_of_the_record_that_is_gone_can_still_be_taken_back(office: Town) -> None:  # noqa: F811
    actor, kept = office.actor("rauf"), fresh(office)
    away, like = payer(office, "Sınaqov Bir"), payer(office, "Sınaqov Kimi")
    take(office, (date(2025, 8, 10), "12,00", away.name, away.code))
    one = merge(office, kept, away)
    assert asked.owed(kept, ON).credit == 200
    actions.reverse_payment(actor=actor, payment=Payment.objects.get(), on=date(2025, 12, 20), reason="Səhv")
    assert balance(away) == 0 and asked.owed(kept, LATER).credit == 0
    assert parts(kept, LATER) == parts(like, LATER)
    undo(office, one, LATER)
    assert balance(kept) == 0 and parts(away, LATER) == parts(like, LATER)


def adds_up(notice: Notice) -> bool:
    heads, _passed, lowered = notices.by_head(notice.taxpayer, notice.year, notice.issued)
    form = notices.form_data(notice, "az")
    left = notices.left_of(notices.parts_of(notice.taxpayer, notice.year, notice.issued), notice.paid_qepik)
    due = notice.due_qepik - notice.paid_qepik
    lines = (
        sum(heads.values())
        + sum(amount for _title, amount in lowered)
        - notice.paid_qepik
        + notice.arrears_qepik
        + notice.interest_qepik
    )
    assert form["total"].replace("\u00a0", "").endswith(f"{notice.total_qepik % 100:02d}")
    return lines == notice.total_qepik and sum(p["amount"] for p in left) == due


def test_a_notice_after_a_merger_adds_up(office: Town) -> None:  # noqa: F811
    actor, a, b = office.actor("rauf"), payer(office, "Sınaqov Bir"), payer(office, "Sınaqov İki")
    take(office, (date(2025, 8, 10), "3,00", b.name, b.code))
    case = actions.open_objection(
        actor=actor, demand=first_demand(b), disputed=200, on=date(2025, 8, 20), reason="x"
    )
    merge(office, a, b, date(2025, 9, 1))
    actions.answer_objection(actor=actor, objection=case, granted=100, on=date(2025, 9, 5), answer="Qismən")
    actions.issue_notices_again(actor=actor, year=2025, on=date(2025, 10, 1))
    one = Notice.objects.get(run=None)
    assert one.taxpayer_id == a.pk and (one.due_qepik, one.paid_qepik, one.arrears_qepik) == (1900, 300, 0)
    assert adds_up(one)
    assert Objection.objects.get().taxpayer_id == a.pk


def test_sanctions_and_court_cases_go_along_and_come_back(office: Town) -> None:  # noqa: F811
    actor, kept, away = office.actor("rauf"), fresh(office), payer(office, "Sınaqov Bir")
    demand = first_demand(away)
    about = {"actor": actor, "article": "Qanun, maddə 1", "document": "Akt 4", "on": ON}
    charged = actions.propose_sanction(demand=demand, amount=300, **about)
    actions.charge_sanction(actor=office.actor("leyla"), sanction=charged, on=ON)
    waiting = actions.propose_sanction(demand=demand, amount=200, **about)
    for n in range(3):
        actions.remind(actor=actor, payer=away, on=date(2025, 10, 20) + timedelta(days=n * 16))
    case = actions.open_case(actor=actor, payer=away, court="Quba Rayon Məhkəməsi", document="12", on=ON)
    owed = asked.owed(away, ON).total
    one = merge(office, kept, away)
    for row in (charged, waiting, case):
        row.refresh_from_db()
        assert row.taxpayer_id == kept.pk
    assert waiting.demand.taxpayer_id == kept.pk and asked.owed(kept, ON).total == owed
    # The case follows the debts that are owed now, and no second application is made for them.
    assert enforcing.open_of(case, ON) == asked.owed(kept, ON).overdue_total
    assert {d.demand.taxpayer_id for d in case.debts.all()} == {kept.pk} and not enforcing.suable(kept, ON)
    with pytest.raises(Refused, match=kept.code):
        actions.propose_sanction(demand=demand, amount=1, **about)
    undo(office, one)
    for row in (charged, waiting, case):
        row.refresh_from_db()
        assert row.taxpayer_id == away.pk
    assert waiting.demand_id == demand.pk and demand.pk in case.debts.values_list("demand_id", flat=True)
    one = merge(office, kept, away)
    charged.refresh_from_db()
    actions.reverse_sanction(actor=actor, sanction=charged, on=ON, reason="Məhkəmə")
    # What is taken back of a sanction of the record that is gone, the heir no longer owes.
    assert balance(away) == 0 and asked.owed(kept, ON).total == owed - 300
    waiting.refresh_from_db()
    actions.charge_sanction(actor=office.actor("leyla"), sanction=waiting, on=ON)
    assert asked.owed(kept, ON).total == owed - 100
    with pytest.raises(Refused):
        undo(office, one)


def test_a_case_opened_since_is_ended_before_the_merger_is_taken_back(office: Town) -> None:  # noqa: F811
    actor, kept, away = office.actor("rauf"), fresh(office), payer(office, "Sınaqov Bir")
    one = merge(office, kept, away)
    for n in range(3):
        actions.remind(actor=actor, payer=kept, on=date(2025, 12, 2) + timedelta(days=n * 16))
    about = {"payer": kept, "court": "Quba Rayon Məhkəməsi", "document": "12", "on": LATER}
    case = actions.open_case(actor=actor, **about)
    with pytest.raises(Refused):
        undo(office, one, LATER)
    actions.record_step(actor=actor, case=case, state="withdrawn", on=LATER, note="Səhv")
    undo(office, one, LATER)
    assert asked.owed(away, LATER).total and not asked.owed(kept, LATER).total


def test_before_and_after_undoing_it_is_said_what_stays(office: Town) -> None:  # noqa: F811
    from belediyye.finance.revenue.queries.staying import stays

    kept, away = fresh(office), payer(office, "Sınaqov Bir")
    take(office, (date(2025, 8, 1), "10,00", away.name, away.code))
    one = merge(office, kept, away)
    assert not stays(one)
    take(office, (date(2025, 12, 5), "3,00", kept.name, kept.code), number="2")
    run = actions.preview_run(actor=office.actor("rauf"), year=2024, on=date(2025, 12, 6))
    run = actions.approve_run(actor=office.actor("leyla"), run=run, on=date(2025, 12, 6))
    found = stays(one)
    assert [p.amount for p in found.payments] == [300] and found.runs == ((run, 1000),)
    # Being reversed, a receipt stays no more.
    actions.reverse_payment(
        actor=office.actor("rauf"), payment=found.payments[0], on=date(2025, 12, 7), reason="səhv"
    )
    assert not stays(one).payments and stays(one).runs


def test_a_payment_taken_back_does_not_stand_in_the_way(office: Town) -> None:  # noqa: F811
    """Undoing a merger asks to reverse what was paid since; then it goes."""
    kept, away = payer(office, "Sınaqov Qalan"), payer(office, "Sınaqov Bir")
    before = balance(kept), balance(away)
    one = merge(office, kept, away)
    take(office, (ON, "20,00", kept.name, kept.code))
    with pytest.raises(Refused):
        undo(office, one)
    actions.reverse_payment(actor=office.actor("rauf"), payment=Payment.objects.get(), on=ON, reason="Səhv")
    undo(office, one)
    # Interest of the day of the payment stays with whom it is of.
    day = date(2025, 11, 30)
    assert (balance(kept, day), balance(away, day)) == before and asked.owed(away, LATER).total == asked.owed(
        kept, LATER
    ).total


def named(notice: Notice) -> set[int]:
    """The payers whose assessments a notice names."""
    return {a.taxpayer_id for a in assessed.assessed_of(notice)}


def test_a_notice_names_the_objects_of_its_own_day(office: Town) -> None:  # noqa: F811
    """Of a merger since nothing, of one that was taken back since what it had; also where one record went on to another."""
    actor = office.actor("rauf")
    a, b, c = (payer(office, f"Sınaqov {name}", years=()) for name in ("Bir", "İki", "Üç"))
    for number, one in enumerate((b, c)):
        # Paid whole: nothing moves on the account, and the house is still not the other's.
        take(office, (date(2025, 8, 1), "10,00", one.name, one.code), number=str(number))
    run = actions.preview_run(actor=actor, year=2025, on=date(2025, 7, 7))
    run = actions.approve_run(actor=office.actor("leyla"), run=run, on=date(2025, 7, 7))
    actions.issue_notices(actor=actor, run=run, on=date(2025, 7, 7))
    first = Notice.objects.get(taxpayer=a)
    merge(office, b, c)
    second = merge(office, a, b)
    assert named(first) == {a.pk} and list(assessed.merged_on(a, LATER)) == [b.pk, c.pk]
    actions.issue_notices_again(actor=actor, year=2025, on=LATER)
    later = Notice.objects.get(run=None)
    assert named(later) == {a.pk, b.pk, c.pk} and later.total_qepik > 0
    undo(office, second, date(2026, 4, 1))
    assert named(later) == {a.pk, b.pk, c.pk} and not assessed.merged_on(a, date(2026, 4, 1))


def test_a_house_assessed_anew_after_a_merger_is_named_once(office: Town) -> None:  # noqa: F811
    a, b = payer(office, "Sınaqov Bir"), payer(office, "Sınaqov İki")
    merge(office, a, b)
    run = actions.preview_run(actor=office.actor("rauf"), year=2025, on=LATER)
    actions.approve_run(actor=office.actor("leyla"), run=run, on=LATER)
    actions.issue_notices_again(actor=office.actor("rauf"), year=2025, on=LATER)
    one = Notice.objects.get(run=None)
    assert len(assessed.assessed_of(one)) == 2


@pytest.mark.parametrize(
    "number", [{"voen": "9900000011"}, {"fin": "5SNQ123"}, {"external_id": "A-1"}], ids=str
)
def test_a_number_that_another_record_carries_by_now_is_taken_off_first(
    office: Town,  # noqa: F811
    number: dict[str, str],
) -> None:
    actor, kept, third = office.actor("aynur"), fresh(office), fresh(office, "Sınaqov Üçüncü")
    away = actions.register_payer(actor=actor, facts={"name": "Sınaqov Bir", **number}, on=date(2024, 1, 1))
    one = merge(office, kept, away)
    for holder in (kept, third):
        actions.update_payer(actor=actor, payer=holder, facts=number)
        with pytest.raises(Refused, match=re.escape(cases.called(holder))):
            undo(office, one)
        actions.update_payer(actor=actor, payer=holder, facts=dict.fromkeys(number, ""))
    undo(office, one)
    away.refresh_from_db()
    assert away.merged_into is None
