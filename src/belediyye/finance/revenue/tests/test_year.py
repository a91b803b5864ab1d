"""A municipality's year: register → preview → approval → notices; and what comes after: differences, replay."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils.translation import override
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import (
    Assessment,
    AssessmentRun,
    Entry,
    Head,
    Notice,
    TaxObject,
    Taxpayer,
)
from belediyye.finance.revenue.queries import balance, cases, runs
from belediyye.finance.revenue.queries import notices as noticed

TODAY = date(2026, 11, 22)
START = date(2025, 1, 1)


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def payer(cast: Cast, name: str, **facts: object) -> Taxpayer:
    return actions.register_payer(actor=cast.actor("aynur"), facts={"name": name, **facts}, on=START)


def house(
    cast: Cast,
    *holders: tuple[Taxpayer, int, int],
    area: int = 13_000,
    use: str = "dwelling",
    on: date = START,
    kind: str = "building",
    **facts: object,
) -> TaxObject:
    return actions.register_object(
        actor=cast.actor("aynur"), kind=kind, details={"settlement": "Nümunəkənd", "street": "Sınaq küçəsi", "house": "1"},
        facts={"use": use, "place_class": "village", "area_dm2": area, **facts}, holders=holders, on=on,
    )  # fmt: skip


def run_year(cast: Cast, year: int, **scope_of: object) -> AssessmentRun:
    run = actions.preview_run(actor=cast.actor("rauf"), year=year, on=TODAY, **scope_of)
    return actions.approve_run(actor=cast.actor("leyla"), run=run, on=TODAY)


def owed(p: Taxpayer, year: int | None = None) -> int:
    rows = Entry.objects.filter(taxpayer=p)
    return sum(e.amount for e in (rows.filter(year=year) if year else rows))


def test_a_house_in_a_village_pays_ten_manat_in_two_halves(office: Cast) -> None:
    """Worked example H9: (130 − 30) m² × 0.1 AZN."""
    p = payer(office, "Sınaqov Nümunə")
    house(office, (p, 1, 1))
    run = run_year(office, 2026)
    assert (run.objects_count, run.due_qepik, run.posted_qepik) == (1, 1000, 1000)
    first, second = Entry.objects.filter(taxpayer=p).order_by("instalment")
    assert (first.amount, second.amount) == (500, 500)
    assert first.kind == Entry.Kind.DEMAND and first.head == Head.PROPERTY
    # The days of 2026 (15 August a Saturday, 15 November a Sunday) have passed: due later, for nobody was told.
    assert first.due == second.due == date(2026, 12, 22)


def test_due_days_roll(office: Cast) -> None:
    p = payer(office, "Sınaqov Nümunə")
    house(office, (p, 1, 1))
    run = actions.preview_run(actor=office.actor("rauf"), year=2026, on=date(2026, 6, 1))
    actions.approve_run(actor=office.actor("leyla"), run=run, on=date(2026, 6, 2))
    assert sorted(e.due for e in Entry.objects.filter(taxpayer=p)) == [date(2026, 8, 17), date(2026, 11, 16)]


def test_who_prepared_cannot_approve(office: Cast) -> None:
    house(office, (payer(office, "Sınaqov Nümunə"), 1, 1))
    run = actions.preview_run(actor=office.actor("rauf"), year=2026, on=TODAY)
    with pytest.raises(Forbidden):
        actions.approve_run(actor=office.actor("rauf"), run=run, on=TODAY)
    with pytest.raises(Forbidden):
        actions.approve_run(actor=office.actor("aynur"), run=run, on=TODAY)


def test_a_register_that_changed_must_be_previewed_again(office: Cast) -> None:
    p = payer(office, "Sınaqov Nümunə")
    house(office, (p, 1, 1))
    run = actions.preview_run(actor=office.actor("rauf"), year=2026, on=TODAY)
    house(office, (p, 1, 1), area=5_000)
    with pytest.raises(Refused):
        actions.approve_run(actor=office.actor("leyla"), run=run, on=TODAY)
    actions.drop_run(actor=office.actor("rauf"), run=run)
    assert not Assessment.objects.exists() and not Entry.objects.exists()


def test_relief_is_spent_once_a_person_and_tax(office: Cast) -> None:
    p = payer(office, "Təqaüdlü Nümunə")
    actions.add_status(
        actor=office.actor("aynur"),
        payer=p,
        category="pensioner",
        since=START,
        proof={"document": "vəsiqə", "number": "1"},
    )
    house(office, (p, 1, 1), area=23_000)  # 20.00
    house(office, (p, 1, 1), area=23_000)  # 20.00
    run = run_year(office, 2026)
    assert (run.tax_qepik, run.relief_qepik, run.due_qepik) == (4000, 3000, 1000)
    assert sorted(Assessment.objects.filter(run=run).values_list("relief_qepik", flat=True)) == [1000, 2000]
    assert run.totals["reliefs"] == {"1:pensioner": {"count": 2, "amount": 3000}}


def test_reassessment_posts_the_difference_and_keeps_history(office: Cast) -> None:
    p = payer(office, "Sınaqov Nümunə")
    thing = house(office, (p, 1, 1))
    run_year(office, 2026)
    actions.change_object(
        actor=office.actor("aynur"),
        thing=thing,
        facts={"area_dm2": 8_000},
        on=START,
        reason="yenidən ölçülüb",
    )
    second = run_year(office, 2026)
    assert second.posted_qepik == -500 and owed(p) == 500
    assert [e.kind for e in Entry.objects.filter(run=second)] == [Entry.Kind.ADJUSTMENT] * 2
    assert Entry.objects.filter(kind=Entry.Kind.DEMAND).count() == 2
    third = run_year(office, 2026)
    assert third.posted_qepik == 0 and not Entry.objects.filter(run=third).exists()


def test_a_raise_after_the_day_is_due_later_and_the_paper_of_before_stays(office: Cast) -> None:
    """What stood before is overdue, what a run adds when the day has passed is not; a fall takes the added first or last,
    but no qəpik more. The notice of the first run goes on naming what it named."""
    p = payer(office, "Sınaqov Nümunə")
    thing = house(office, (p, 1, 1))
    early, late = date(2026, 6, 1), date(2026, 11, 29)
    rauf, leyla = office.actor("rauf"), office.actor("leyla")

    def assess(on: date) -> AssessmentRun:
        run = actions.preview_run(actor=rauf, year=2026, on=on)
        return actions.approve_run(actor=leyla, run=run, on=on)

    def measured(area: int) -> None:
        facts = {"area_dm2": area}
        actions.change_object(actor=office.actor("aynur"), thing=thing, facts=facts, on=START, reason="ölçü")

    first = assess(early)
    actions.issue_notices(actor=rauf, run=first, on=early)
    paper = Notice.objects.get()
    before = noticed.form_data(paper, "en")
    measured(23_000)
    second = assess(late)
    assert second.posted_qepik == 1000
    added = Entry.objects.filter(run=second)
    assert {(e.kind, e.amount, e.demand_id) for e in added} == {(Entry.Kind.DEMAND, 500, None)}
    due = added[0].due
    standing = balance.owed(p, late)
    assert due > late and standing.overdue_total == 1000 + sum(d.accruing for d in standing.overdue)
    assert sum(d.total for d in standing.debts if d.demand.due == due) == 1000
    assert noticed.form_data(paper, "en") == before
    # Back again, and no further: what was added goes and what stood stays.
    measured(13_000)
    assert assess(late).posted_qepik == -1000 and owed(p) == 1000
    measured(3_000)
    assert assess(late).posted_qepik == -1000 and owed(p) == 0
    measured(23_000)
    assert assess(late).posted_qepik == 2000 and owed(p) == 2000


def test_single_object_takes_the_whole_payer(office: Cast) -> None:
    p, other = payer(office, "Birinci Nümunə"), payer(office, "İkinci Nümunə")
    one = house(office, (p, 1, 1))
    house(office, (p, 1, 1), area=4_000)
    house(office, (other, 1, 1))
    run = run_year(office, 2026, thing=one)
    assert run.objects_count == 2 and owed(p) == 1100 and owed(other) == 0
    whole = run_year(office, 2026)
    assert whole.posted_qepik == 1000 and owed(p) == 1100


def test_a_demolished_house_is_given_back_when_the_year_is_assessed_anew(office: Cast) -> None:
    p = payer(office, "Sınaqov Nümunə")
    thing = house(office, (p, 1, 1))
    run_year(office, 2026)
    actions.withdraw_holding(actor=office.actor("aynur"), holding=thing.holdings.get(), reason="səhv yazılıb")
    run_year(office, 2026)
    assert owed(p) == 0


def test_an_object_that_becomes_refused_leaves_what_was_demanded(office: Cast) -> None:
    p = payer(office, "Sınaqov Nümunə")
    thing = house(office, (p, 1, 1))
    run_year(office, 2026)
    actions.change_object(
        actor=office.actor("aynur"), thing=thing, facts={"area_dm2": None}, on=START, reason="sənəd itib"
    )
    run = run_year(office, 2026)
    assert run.refused_count == 1 and owed(p) == 1000


def test_shares_months_and_transfer_of_land(office: Cast) -> None:
    """Worked example H19 at village rates: months after the month of acquisition; both together pay the year."""
    seller, buyer = payer(office, "Satan Nümunə"), payer(office, "Alan Nümunə")
    plot = house(
        office, (seller, 1, 1), kind="land", use="business", area=600_000, on=date(2024, 3, 1)
    )  # 6,000 m² × 2/100 = 120.00
    actions.transfer_holding(
        actor=office.actor("aynur"),
        holding=plot.holdings.get(),
        to=[(buyer, 1, 1)],
        on=date(2025, 5, 20),
        document="müqavilə 7",
    )
    run_year(office, 2025)
    assert (owed(seller), owed(buyer)) == (5000, 7000)


def test_back_years_stop_at_the_limitation(office: Cast) -> None:
    with pytest.raises(Refused):
        actions.preview_run(actor=office.actor("rauf"), year=2022, on=TODAY)
    with pytest.raises(Refused):
        actions.preview_run(actor=office.actor("rauf"), year=2027, on=TODAY)


def test_every_amount_is_explained_and_replayed(office: Cast) -> None:
    p = payer(office, "Sınaqov Nümunə")
    actions.add_status(actor=office.actor("aynur"), payer=p, category="list_102_2", since=START, proof={})
    for area in (13_000, 45_055, 7_777):
        house(office, (p, 1, 3), area=area)
    house(office, (p, 1, 1), kind="land", use="agricultural", area=250_00_00, points_per_ha_tenths=750)
    house(office, (p, 1, 1), kind="vehicle", use="water", area=None, engine_cm3=3000)
    run = run_year(office, 2026)
    assert runs.replay(run, exact=True) == {"rows": 5, "differ": 0, "edition_same": True, "exact_differ": 0}
    for a in Assessment.objects.filter(run=run).select_related("run", "state", "holding"):
        told = runs.explained(a).explanation(runs.used_before(a))
        assert told["steps"][-1]["value"] == a.due_qepik


def test_notices_are_numbered_and_open_with_their_code(office: Cast) -> None:
    for n in range(3):
        house(office, (payer(office, f"Sınaqov {n}"), 1, 1))
    run = run_year(office, 2026)
    assert actions.issue_notices(actor=office.actor("rauf"), run=run, on=TODAY) == 3
    assert [n.number for n in Notice.objects.order_by("number")] == [1, 2, 3]
    with pytest.raises(Refused):
        actions.issue_notices(actor=office.actor("rauf"), run=run, on=TODAY)
    notice = Notice.objects.select_related("taxpayer", "municipality").first()
    assert noticed.is_code(notice, noticed.notice_code(notice).lower()) and not noticed.is_code(
        notice, "22222222"
    )
    assert noticed.pdf_of([notice], "az").startswith(b"%PDF")


def test_merging_two_records_and_back(office: Cast) -> None:
    kept, away = payer(office, "Sınaqov Nümunə"), payer(office, "Sinaqov Numune")
    house(office, (away, 1, 1))
    run_year(office, 2026)
    merge = actions.merge_payers(
        actor=office.actor("aynur"), kept=kept, merged=away, on=TODAY, reason="eyni şəxs"
    )
    assert (owed(kept), owed(away)) == (1000, 0)
    run_year(office, 2026)
    assert (owed(kept), owed(away)) == (1000, 0)
    actions.undo_merge(actor=office.actor("aynur"), merge=merge, on=TODAY, reason="iki nəfərdir")
    assert (owed(kept), owed(away)) == (0, 1000)


def test_local_payments_are_raised_once_a_period(office: Cast) -> None:
    p = payer(office, "Reklamçı MMC", kind="legal")
    terms = {
        "head": Head.ADVERTISING,
        "basis": "müqavilə 5",
        "signed": date(2026, 1, 10),
        "since": date(2026, 1, 15),
        "unit_price": 1000,
        "quantity": 1250,
    }
    actions.register_charge(actor=office.actor("aynur"), payer=p, terms=terms)
    assert actions.raise_charges(actor=office.actor("rauf"), on=date(2026, 3, 20)) == 3
    assert actions.raise_charges(actor=office.actor("rauf"), on=date(2026, 3, 20)) == 0
    assert owed(p) == 6_855 + 2 * 12_500  # the first by days: 17 of 31
    assert Entry.objects.filter(taxpayer=p).order_by("due").first().due == date(2026, 2, 16)


def test_two_halves_raised_when_their_days_had_passed_are_told_apart(office: Cast) -> None:
    """Of one tax, year and due day: on the card, in the forms and in the papers each says which instalment it raises."""
    p = payer(office, "Sınaqov Nümunə")
    thing = house(office, (p, 1, 1))
    began = actions.preview_run(actor=office.actor("rauf"), year=2026, on=date(2026, 7, 20))
    actions.approve_run(actor=office.actor("leyla"), run=began, on=date(2026, 7, 20))
    actions.correct_state(
        actor=office.actor("aynur"), state=thing.states.get(), facts={"area_dm2": 23_000}, since=START, reason="ölçülüb"
    )  # fmt: skip
    run_year(office, 2026)
    debts = [d.demand for d in balance.owed(p, TODAY).debts]
    with override("en"):
        named = [cases.said_of(d) for d in debts]
    assert len(debts) == 4 == len(set(named))
    assert [name.rsplit(", ", 2)[1:] for name in named[2:]] == [
        ["instalment 1", "raised later"],
        ["instalment 2", "raised later"],
    ]
    shown = office.client("rauf").get(reverse("revenue_card", args=[p.code])).content.decode()
    assert all(shown.count(cases.said_of(d).split(", ", 3)[-1]) >= 1 for d in debts[2:])
    heir = payer(office, "Sınaqov Varis")
    actions.merge_payers(actor=office.actor("rauf"), kept=heir, merged=p, on=TODAY, reason="eyni adam")
    assert len({cases.said_of(d.demand) for d in balance.owed(heir, TODAY).debts}) == 4
