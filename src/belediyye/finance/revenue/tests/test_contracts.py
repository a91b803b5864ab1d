"""Contracts, sanctions and enforcement: by the actions, on the pages, and by the tables of docs/algorithms/local_payments.md."""

import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone, translation
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import (
    Bill,
    Charge,
    CourtCase,
    Entry,
    Head,
    Notice,
    Sanction,
    TaxObject,
    Taxpayer,
    WriteOff,
)
from belediyye.finance.revenue.queries import balance, cases, charging, enforcing
from belediyye.finance.revenue.tests import town

PAGE = Path(__file__).parents[5] / "docs" / "algorithms" / "local_payments.md"
K, S = Entry.Kind, CourtCase.State
CALENDAR_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def table(heading: str) -> list[list[str]]:
    part = PAGE.read_text("utf-8").split(f"## {heading}")[1].split("\n## ")[0]
    lines = [x for x in part.splitlines() if x.startswith("| ")][1:]
    return [[c.strip() for c in x.strip("| ").split("|")] for x in lines]


def day(text: str) -> date | None:
    return date.fromisoformat(text) if CALENDAR_DAY.fullmatch(text) else None


@pytest.mark.parametrize("row", table("Parts of a period"))
def test_the_table_of_parts_of_a_period(row: list[str]) -> None:
    every, since, until, price, first, amount = row
    begun, ends = day(since), day(until)
    assert begun
    charge = Charge(every=every, since=begun, until=ends, unit_price=int(price), quantity=100)
    found = {p.first: charging.amount_of(charge, p) for p in charging.periods(charge, date(2027, 12, 31))}
    assert found[date.fromisoformat(first)] == int(amount)


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        p = actions.register_payer(
            actor=cast.actor("aynur"), facts={"kind": "legal", "name": "Nümunə Mehmanxana MMC"}, on=date(2025, 1, 1)
        )  # fmt: skip
        yield cast, p


def contract(office: tuple[Cast, Taxpayer], **terms: Any) -> Charge:
    cast, p = office
    extra = {k: terms.pop(k) for k in ("thing", "parts") if k in terms}
    plain = {
        "head": Head.RENT, "basis": "Müqavilə 5", "signed": date(2026, 1, 1), "since": date(2026, 1, 1), "every": "month", "unit_price": 31_000,
        "quantity": 100,
    }  # fmt: skip
    return actions.register_charge(actor=cast.actor("aynur"), payer=p, terms=plain | terms, **extra)


def demands(charge: Charge) -> list[Entry]:
    return list(Entry.objects.filter(charge=charge, kind=K.DEMAND).order_by("year", "instalment"))


def test_a_stated_quantity_is_raised_and_put_right(office: tuple[Cast, Taxpayer]) -> None:
    cast, _p = office
    one = contract(office, head=Head.HOTEL, declared=True, unit_price=100, unit="nəfər-gecə")
    raised = lambda: actions.raise_charges(actor=cast.actor("rauf"), on=date(2026, 2, 10))  # noqa: E731
    state = lambda number, quantity: actions.declare_quantity(  # noqa: E731
        actor=cast.actor("aynur"), charge=one, year=2026, number=number, quantity=quantity, document="Arayış 3", on=date(2026, 2, 10)
    )  # fmt: skip
    assert raised() == 0
    assert [p.number for p in charging.missing_statements(one, date(2026, 2, 10))] == [1, 2]
    state(1, 4550)
    assert raised() == 1 and raised() == 0
    (demand,) = demands(one)
    assert demand.amount == 4550
    state(1, 4000)
    assert charging.standing(demand) == 4000 and demands(one)[0].amount == 4550
    state(1, 5000)
    assert charging.standing(demand) == 5000
    with pytest.raises(Refused):
        state(3, 100)
    with pytest.raises(Refused):
        actions.declare_quantity(
            actor=cast.actor("aynur"), charge=contract(office), year=2026, number=1, quantity=1, document="x", on=date(2026, 2, 1)
        )  # fmt: skip


def test_ending_early_takes_back_what_was_raised_beyond_the_day(office: tuple[Cast, Taxpayer]) -> None:
    cast, p = office
    one = contract(office, in_advance=True)
    actions.raise_charges(actor=cast.actor("rauf"), on=date(2026, 4, 2))
    assert [d.amount for d in demands(one)] == [31_000] * 4
    lowered = actions.end_charge(
        actor=cast.actor("aynur"), charge=one, on=date(2026, 2, 14), reason="Razılaşma", day=date(2026, 4, 3)
    )
    assert [charging.standing(d) for d in demands(one)] == [31_000, 15_500, 0, 0] and lowered == 77_500
    assert town.balance(p) == 46_500
    assert actions.raise_charges(actor=cast.actor("rauf"), on=date(2026, 6, 1)) == 0
    with pytest.raises(Refused):
        actions.end_charge(actor=cast.actor("aynur"), charge=one, on=date(2026, 3, 1), reason="x")


def test_a_corrected_demand_gives_back_what_was_paid(office: tuple[Cast, Taxpayer]) -> None:
    cast, p = office
    one = contract(office)
    actions.raise_charges(actor=cast.actor("rauf"), on=date(2026, 1, 5))
    (demand,) = demands(one)
    town.take(cast, (date(2026, 2, 10), "310,00", p.name, p.code))  # type: ignore[arg-type]
    assert town.balance(p) == 0
    about = {"actor": cast.actor("rauf"), "demand": demand, "on": date(2026, 3, 1)}
    with pytest.raises(Refused):
        actions.correct_charge(amount=31_000, reason="Səhv", **about)
    with pytest.raises(Refused):
        actions.correct_charge(amount=100, reason=" ", **about)
    with pytest.raises(Forbidden):
        actions.correct_charge(amount=100, reason="Səhv", **about | {"actor": cast.actor("aynur")})
    actions.correct_charge(amount=21_000, reason="Sahə az idi", document="Akt 2", **about)
    assert charging.standing(demand) == 21_000
    assert balance.owed(p, date(2026, 3, 1)).credit == 10_000
    assert "Akt 2" in Entry.objects.get(kind=K.ADJUSTMENT).note
    actions.correct_charge(amount=26_000, reason="Yenidən ölçüldü", **about)
    assert charging.standing(demand) == 26_000


def test_a_price_in_unequal_instalments(office: tuple[Cast, Taxpayer]) -> None:
    cast, _p = office
    parts = [(date(2026, 3, 2), 500_000), (date(2027, 3, 1), 300_001)]
    terms = {"head": Head.SALE, "every": "once", "unit_price": 800_001}
    with pytest.raises(Refused):
        contract(office, parts=[*parts, (date(2027, 4, 1), 1)], **terms)
    with pytest.raises(Refused):
        contract(office, parts=parts, **terms | {"every": "month"})
    one = contract(office, parts=parts, **terms)
    assert actions.raise_charges(actor=cast.actor("rauf"), on=date(2026, 1, 5)) == 2
    assert actions.raise_charges(actor=cast.actor("rauf"), on=date(2026, 6, 5)) == 0
    assert [(d.due, d.amount) for d in demands(one)] == parts


def test_a_payer_with_a_running_contract_is_not_closed_and_nothing_is_raised_for_a_closed_one(
    office: tuple[Cast, Taxpayer],
) -> None:
    cast, p = office
    one = contract(office)
    close = lambda: actions.close_payer(  # noqa: E731
        actor=cast.actor("aynur"), payer=p, on=date(2026, 5, 1), reason="Ləğv"
    )
    with pytest.raises(Refused):
        close()
    assert not Taxpayer.objects.get(pk=p.pk).closed
    actions.end_charge(actor=cast.actor("aynur"), charge=one, on=date(2026, 4, 30), reason="Ləğv")
    close()
    assert actions.raise_charges(actor=cast.actor("rauf"), on=date(2026, 6, 1)) == 0


def test_land_is_not_let_longer_than_the_law_allows(office: tuple[Cast, Taxpayer]) -> None:
    cast, p = office
    thing = actions.register_object(
        actor=cast.actor("aynur"), kind="land", details={"settlement": "Nümunəkənd"}, on=date(2025, 1, 1), holders=[(p, 1, 1)],
        facts={"area_dm2": 100_000},
    )  # fmt: skip
    assert thing.kind == TaxObject.Kind.LAND
    with pytest.raises(Refused, match="49"):
        contract(office, thing=thing)
    with pytest.raises(Refused, match="49"):
        contract(office, thing=thing, until=date(2075, 1, 1))
    assert contract(office, thing=thing, until=date(2074, 12, 31)).object == thing


def test_contracts_on_their_pages(office: tuple[Cast, Taxpayer]) -> None:
    cast, p = office
    aynur, rauf, tural = cast.client("aynur"), cast.client("rauf"), cast.client("tural")
    typed = {
        "head": 12, "basis": "Qərar 7", "subject": "Sahil mehmanxanası", "signed": "01.01.2026", "since": "01.01.2026", "every": "month",
        "unit": "nəfər-gecə", "unit_price": "1,50", "quantity": "1", "declared": "on", "due_day": "15",
    }  # fmt: skip
    url = reverse("revenue_charge_new", args=[p.code])
    bad = aynur.post(url, typed | {"object_number": "999", "instalments": ""})
    assert "999" in bad.content.decode() and not Charge.objects.exists()
    assert aynur.post(url, typed | {"instalments": "yalan 5"}).status_code == 422
    one_url = aynur.post(url, typed)["Location"]
    one = Charge.objects.get()
    assert one.declared and "Sahil mehmanxanası" in aynur.get(one_url).content.decode()
    declare = reverse("revenue_charge_declare", args=[one.pk])
    assert 'name="quantity"' in aynur.get(declare).content.decode()
    aynur.post(declare, {"period": "2026-1", "quantity": "120", "document": "Arayış 1"})
    rauf.post(reverse("revenue_charges_raise"))
    (demand,) = demands(one)
    assert demand.amount == 18_000
    aynur.post(reverse("revenue_bill_issue", args=[demand.pk]))
    bill = Bill.objects.get()
    paper = aynur.get(reverse("revenue_bill", args=[bill.year, bill.number]))
    assert bill.amount_qepik == 18_000 and paper.content.startswith(b"%PDF")
    correct = reverse("revenue_charge_correct", args=[demand.pk])
    assert aynur.post(correct, {"amount": "150", "reason": "Səhv"}).status_code == 403
    assert rauf.post(correct, {"amount": "150", "reason": "Səhv", "document": "Akt 1"}).status_code == 302
    assert charging.standing(demand) == 15_000
    listed = aynur.get(reverse("revenue_charges"), {"state": "late"}).content.decode()
    assert "Qərar 7" in listed and "150,00" in listed
    for address in (one_url, declare, correct, reverse("revenue_bill_issue", args=[demand.pk]), reverse("revenue_bill", args=[bill.year, bill.number])):  # fmt: skip
        assert tural.get(address).status_code == 404 and tural.post(address).status_code in (404, 405), (
            address
        )


LATE = date(2025, 12, 1)


@pytest.fixture
def late(cast: Cast):
    with scope(municipality=cast.home):
        yield cast, town.payer(cast, "Sınaqov Gecikən")  # type: ignore[arg-type]


def test_a_sanction_needs_a_second_person_and_can_be_taken_back(late: tuple[Cast, Taxpayer]) -> None:
    cast, p = late
    demand = Entry.objects.filter(taxpayer=p, kind=K.DEMAND).order_by("instalment")[0]
    about = {"demand": demand, "amount": 2500, "article": "Qanun, maddə 1", "document": "Akt 4", "on": LATE}
    one = actions.propose_sanction(actor=cast.actor("rauf"), **about)
    assert not Entry.objects.filter(kind=K.SANCTION).exists()
    with pytest.raises(Forbidden):
        actions.charge_sanction(actor=cast.actor("rauf"), sanction=one, on=LATE)
    before = balance.owed(p, LATE).total
    actions.charge_sanction(actor=cast.actor("leyla"), sanction=one, on=LATE)
    assert balance.owed(p, LATE).total == before + 2500
    with pytest.raises(Refused):
        actions.charge_sanction(actor=cast.actor("leyla"), sanction=one, on=LATE)
    with pytest.raises(Refused, match=r"56\.1"):
        actions.propose_sanction(actor=cast.actor("rauf"), **about | {"on": date(2029, 1, 1)})
    with pytest.raises(Refused):
        actions.propose_sanction(actor=cast.actor("rauf"), **about | {"article": " "})
    again = actions.issue_notices_again
    again(actor=cast.actor("rauf"), year=2025, on=LATE)
    notice = Notice.objects.get(taxpayer=p)
    assert notice.sanction_qepik == 2500 and notice.arrears_qepik == 0
    assert notice.total_qepik == balance.owed(p, LATE).total
    assert balance.owed(p, LATE).debts[0].sanction == 2500
    town.take(cast, (date(2025, 12, 2), "500,00", p.name, p.code))  # type: ignore[arg-type]
    credit = balance.owed(p, date(2025, 12, 3)).credit
    actions.reverse_sanction(actor=cast.actor("rauf"), sanction=one, on=date(2025, 12, 3), reason="Məhkəmə")
    assert balance.owed(p, date(2025, 12, 3)).credit == credit + 2500
    assert Sanction.objects.get().state == Sanction.State.REVERSED


def test_a_case_goes_from_the_third_letter_to_the_money(late: tuple[Cast, Taxpayer]) -> None:
    cast, p = late
    rauf = cast.actor("rauf")
    opening = {"actor": rauf, "payer": p, "court": "Quba Rayon Məhkəməsi", "document": "12"}
    with pytest.raises(Refused):
        actions.open_case(on=LATE, **opening)
    for n in range(3):
        actions.remind(actor=rauf, payer=p, on=date(2025, 11, 20) + timedelta(days=n * 16))
    on = date(2025, 12, 28)
    assert [c.debtor.taxpayer_id for c in enforcing.candidates(cast.home.pk, on)] == [p.pk]
    owed = balance.owed(p, on).overdue_total
    case = actions.open_case(on=on, **opening)
    assert case.total_qepik == owed == sum(d.principal_qepik + d.interest_qepik for d in case.debts.all())
    assert not enforcing.candidates(cast.home.pk, on)
    with pytest.raises(Refused):
        actions.open_case(on=on, **opening)
    step = lambda state, day, **more: actions.record_step(  # noqa: E731
        actor=rauf, case=case, state=state, on=day, **more
    )
    with pytest.raises(Refused):
        step(S.EXECUTOR, on, executor="İcra şöbəsi")
    with pytest.raises(Refused):
        step(S.ORDER, on)
    with pytest.raises(Refused):
        step(S.ORDER, on - timedelta(days=1), document="1(01)-5/2026", amount=owed)
    step(S.ORDER, date(2026, 1, 20), document="1(01)-5/2026", amount=owed)
    step(S.EXECUTOR, date(2026, 2, 1), executor="İcra şöbəsi")
    assert not cases.lapsing_debts(cast.home.pk, date(2031, 1, 1)).exists()
    about = {"actor": rauf, "ground": WriteOff.Ground.TERM, "on": date(2031, 1, 1)}
    old = list(Entry.objects.filter(taxpayer=p, kind=K.DEMAND))
    with pytest.raises(Refused):
        actions.propose_write_off(demands=old, **about)
    with pytest.raises(Refused):
        step(S.PAID, date(2026, 3, 1))
    step(S.RETURNED, date(2026, 3, 1), note="Əmlak tapılmadı")
    assert cases.lapsing_debts(cast.home.pk, date(2031, 1, 1)).count() == 0
    town.take(cast, (date(2026, 3, 2), "100,00", p.name, p.code))  # type: ignore[arg-type]
    step(S.PAID, date(2026, 3, 3))
    with pytest.raises(Refused):
        step(S.WITHDRAWN, date(2026, 3, 4), note="x")


def test_an_order_given_up_lets_the_term_run_out(late: tuple[Cast, Taxpayer]) -> None:
    cast, p = late
    # Near the end of its term a debt goes to court without the letters.
    on = date(2030, 9, 1)
    case = actions.open_case(actor=cast.actor("rauf"), payer=p, court="Məhkəmə", document="", on=on)
    actions.record_step(
        actor=cast.actor("rauf"), case=case, state=S.ORDER, on=on, document="7", amount=case.total_qepik
    )
    assert not cases.lapsing_debts(cast.home.pk, date(2031, 1, 1)).exists()
    actions.record_step(actor=cast.actor("rauf"), case=case, state=S.WITHDRAWN, on=on, note="Səhv")
    assert cases.lapsing_debts(cast.home.pk, date(2031, 1, 1)).count() == 2


def test_sanctions_and_enforcement_on_their_pages(late: tuple[Cast, Taxpayer]) -> None:
    cast, p = late
    rauf, leyla, tural, today = (
        cast.client("rauf"),
        cast.client("leyla"),
        cast.client("tural"),
        timezone.localdate(),
    )
    demand = Entry.objects.filter(taxpayer=p, kind=K.DEMAND)[0]
    typed = {
        "demand": demand.pk, "amount": "25", "article": "Qanun, maddə 1", "document": "Akt 4", "on": f"{today:%d.%m.%Y}", "reason": "Bəyan etməyib",
    }  # fmt: skip
    assert (
        rauf.post(reverse("revenue_sanction_new", args=[p.code]), typed | {"article": ""}).status_code == 422
    )
    page = rauf.post(reverse("revenue_sanction_new", args=[p.code]), typed)["Location"]
    one = Sanction.objects.get()
    assert reverse("revenue_sanction_charge", args=[one.number]) not in rauf.get(page).content.decode()
    assert rauf.post(reverse("revenue_sanction_charge", args=[one.number])).status_code == 403
    assert leyla.post(reverse("revenue_sanction_charge", args=[one.number])).status_code == 302
    assert "25,00" in rauf.get(reverse("revenue_card", args=[p.code])).content.decode()
    for n in range(3):
        actions.remind(actor=cast.actor("rauf"), payer=p, on=today - timedelta(days=50 - n * 16))
    assert p.name in rauf.get(reverse("revenue_court_candidates")).content.decode()
    new = reverse("revenue_court_new", args=[p.code])
    typed = {"court": "Quba Rayon Məhkəməsi", "document": "12", "on": f"{today:%d.%m.%Y}"}
    where = rauf.post(new, typed)["Location"]
    case = CourtCase.objects.get()
    assert case.sanction_qepik == 2500
    step = reverse("revenue_court_step", args=[case.number])
    assert rauf.post(step, {"state": "order", "on": f"{today:%d.%m.%Y}"}).status_code == 422
    assert CourtCase.objects.get().state == "applied"
    order = {"state": "order", "on": f"{today:%d.%m.%Y}", "document": "1-5", "amount": "30"}
    assert rauf.post(step, order).status_code == 302 and "1-5" in rauf.get(where).content.decode()
    assert rauf.get(reverse("revenue_court_pdf", args=[case.number])).content.startswith(b"%PDF")
    own = rauf.get(reverse("revenue_payer", args=[p.code])).content.decode()
    assert where in own and page in own
    lists = [reverse(f"revenue_{n}") for n in ("sanctions", "court_cases", "court_candidates")]
    for address in lists:
        assert p.name not in tural.get(address).content.decode()
    drop, back = reverse("revenue_sanction_drop", args=[one.number]), reverse("revenue_sanction_reverse", args=[one.number])  # fmt: skip
    for address in (page, where, new, step, drop, back, reverse("revenue_sanction_new", args=[p.code]), reverse("revenue_court_pdf", args=[case.number]), reverse("revenue_sanction_charge", args=[one.number])):  # fmt: skip
        assert tural.get(address).status_code == 404, address
    assert rauf.post(back, {"reason": "Səhv"}).status_code == 302
    assert Sanction.objects.get().state == "reversed"


def test_a_known_unit_is_said_in_the_language_of_the_page() -> None:
    with translation.override("en"):
        assert (
            Charge(unit="nəfər-gecə").per_unit == " / person-night" and Charge(unit="m²").per_unit == " / m²"
        )
    with translation.override("az"):
        assert Charge(unit="nəfər-gecə").per_unit == " / nəfər-gecə" and Charge(unit="").per_unit == ""
