"""An object that changes hands, is divided or built within a year: its tax is owed once. The table stands in the docs."""

import re
from datetime import date
from pathlib import Path

import pytest
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Assessment, AssessmentRun, Entry, TaxObject, Taxpayer
from belediyye.finance.revenue.queries import runs
from belediyye.finance.revenue.queries.explained import explanation_of
from belediyye.finance.revenue.tests.test_year import house, owed, payer, run_year

PAGE = Path(__file__).parents[5] / "docs" / "algorithms" / "assessment-run.md"
TODAY = date(2026, 11, 22)
LONG_AGO = date(2020, 1, 1)


def table() -> list[tuple[str, int, int]]:
    part = PAGE.read_text("utf-8").split("## Holders of a year")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| (\d+) \| (\d+) \|$", part, re.MULTILINE)
    assert len(rows) >= 10
    return [(what, int(a), int(b)) for what, a, b in rows]


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def day_in(words: str, verb: str) -> date | None:
    found = re.search(rf"{verb}.*?on (\d+)\.(\d+)\.(\d+)", words)
    return date(int(found[3]), int(found[2]), int(found[1])) if found else None


def make_it_so(cast: Cast, words: str) -> tuple[Taxpayer, Taxpayer]:
    a, b = payer(cast, "Sınaqov Əvvəlki"), payer(cast, "Sınaqov Sonrakı")
    thing = house(cast, (a, 1, 1), on=day_in(words, "built") or LONG_AGO)
    actor = cast.actor("aynur")
    if sold := day_in(words, "sold"):
        half = words.startswith("half")
        actions.transfer_holding(
            actor=actor, holding=a.holdings.get(), to=[(b, 1, 2 if half else 1)], on=sold, document="müqavilə"
        )
    if divided := day_in(words, "divided"):
        parts = [({"house": h}, {"area_dm2": 6_500}) for h in ("1a", "1b")]
        actions.split_object(actor=actor, thing=thing, parts=parts, on=divided, document="qərar")
    if gone := day_in(words, "demolished"):
        actions.demolish_object(actor=actor, thing=thing, on=gone, reason="sökülüb")
    return a, b


@pytest.mark.parametrize(("words", "first", "second"), table())
def test_the_year_is_owed_once(office: Cast, words: str, first: int, second: int) -> None:
    a, b = make_it_so(office, words)
    run = run_year(office, 2025)
    assert (owed(a, 2025), owed(b, 2025)) == (first, second)
    assert run.due_qepik == first + second
    assert runs.replay(run, exact=True) == {
        "rows": run.objects_count, "differ": 0, "edition_same": True, "exact_differ": 0,
    }  # fmt: skip


def test_who_takes_over_owes_from_the_next_year(office: Cast) -> None:
    a, b = make_it_so(office, "sold to B on 1.8.2025")
    run = run_year(office, 2025)
    assert run.totals["next_year"] == 1
    told = explanation_of(Assessment.objects.get(run=run, taxpayer=b))
    assert told.agrees and any("1 yanvarda" in note for note in told.notes)
    run_year(office, 2026)
    assert (owed(a, 2026), owed(b, 2026)) == (0, 1000)


def test_a_year_already_demanded_stays_with_the_seller(office: Cast) -> None:
    a, b = payer(office, "Sınaqov Əvvəlki"), payer(office, "Sınaqov Sonrakı")
    house(office, (a, 1, 1), on=LONG_AGO)
    run_year(office, 2026)
    actions.transfer_holding(
        actor=office.actor("aynur"),
        holding=a.holdings.get(),
        to=[(b, 1, 1)],
        on=date(2026, 8, 1),
        document="müqavilə",
    )
    again = run_year(office, 2026)
    assert again.posted_qepik == 0 and (owed(a), owed(b)) == (1000, 0)


def test_a_vehicle_that_changes_hands_on_1_january_is_billed_once(office: Cast) -> None:
    a, b = payer(office, "Sınaqov Əvvəlki"), payer(office, "Sınaqov Sonrakı")
    actions.register_object(
        actor=office.actor("aynur"), kind="vehicle", details={"title": "qayıq"}, facts={"use": "water", "engine_cm3": 3_000},
        holders=[(a, 1, 1)], on=LONG_AGO,
    )  # fmt: skip
    actions.transfer_holding(
        actor=office.actor("aynur"),
        holding=a.holdings.get(),
        to=[(b, 1, 1)],
        on=date(2025, 1, 1),
        document="müqavilə",
    )
    run_year(office, 2025)
    assert (owed(a), owed(b)) == (0, 6000)


def test_land_before_2024_is_owed_once_and_later_by_months(office: Cast) -> None:
    a, b = payer(office, "Sınaqov Əvvəlki"), payer(office, "Sınaqov Sonrakı")
    house(office, (a, 1, 1), kind="land", area=100_000, on=LONG_AGO)
    actions.transfer_holding(
        actor=office.actor("aynur"),
        holding=a.holdings.get(),
        to=[(b, 1, 1)],
        on=date(2025, 8, 1),
        document="müqavilə",
    )
    run_year(office, 2025)
    assert owed(a) + owed(b) == 100 and owed(a) == 67


def test_what_an_objection_granted_survives_a_later_run(office: Cast) -> None:
    a, _b = make_it_so(office, "")
    run_year(office, 2026)
    demand = Entry.objects.filter(taxpayer=a, kind=Entry.Kind.DEMAND).first()
    assert demand is not None
    actor = office.actor("rauf")
    case = actions.open_objection(actor=actor, demand=demand, disputed=200, on=TODAY, reason="Sahə azdır")
    actions.answer_objection(actor=actor, objection=case, granted=200, on=TODAY, answer="Haqlıdır")
    again = run_year(office, 2026)
    assert again.posted_qepik == 0 and owed(a) == 800
    assert again.totals["objections"] == {"count": 1, "amount": 200}


def test_objects_known_only_later_are_counted_not_passed_over(office: Cast) -> None:
    house(office, (payer(office, "Sınaqov Nümunə"), 1, 1), on=date(2026, 2, 1))
    run = actions.preview_run(actor=office.actor("rauf"), year=2025, on=TODAY)
    assert run.objects_count == 0 and run.totals["later"] == 1
    page = office.client("rauf").get(f"/finance/revenue/runs/{run.number}/").content.decode()
    assert "1 obyekt" in page and "2025" in page


def test_a_street_is_chosen_and_met_without_the_number_of_the_house(office: Cast) -> None:
    p = payer(office, "Sınaqov Nümunə")
    thing = house(office, (p, 1, 1), on=LONG_AGO)
    TaxObject.objects.filter(pk=thing.pk).update(street="Nümunə küçəsi 30")
    client = office.client("rauf")
    page = client.get("/finance/revenue/runs/new/").content.decode()
    assert '<option value="Nümunə küçəsi">' in page
    client.post(
        "/finance/revenue/runs/new/",
        {"year": 2026, "street": "Nümunə küçəsi", "settlement": "", "reason": ""},
    )
    assert AssessmentRun.objects.get().objects_count == 1
    wrong = client.post(
        "/finance/revenue/runs/new/", {"year": 2026, "street": "Yad küçə", "settlement": "", "reason": ""}
    )
    assert wrong.status_code == 422 and AssessmentRun.objects.count() == 1


def test_a_tax_of_the_old_books_is_not_demanded_again(office: Cast) -> None:
    """7 AZN were left of 2025 when the office began here: the run of 2025 demands the others, and 2026 of everybody."""
    a, b = payer(office, "Sınaqov Birinci"), payer(office, "Sınaqov İkinci")
    for each in (a, b):
        house(office, (each, 1, 1), on=LONG_AGO)
    actions.enter_opening(
        actor=office.actor("rauf"), payer=a, facts={"head": 1, "year": 2025, "due": date(2025, 11, 17), "principal": 700},
        day=date(2025, 12, 31), document="köhnə kitab",
    )  # fmt: skip
    run = run_year(office, 2025)
    assert run.totals["openings"] == 1 and run.posted_qepik == 1000
    assert (owed(a, 2025), owed(b, 2025)) == (700, 1000)
    assert run_year(office, 2025).posted_qepik == 0
    run_year(office, 2026)
    assert (owed(a, 2026), owed(b, 2026)) == (1000, 1000)
