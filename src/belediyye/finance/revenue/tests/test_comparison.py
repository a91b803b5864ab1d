"""A previewed run beside the year before: what counts of it, for whom, and that a part reads only its own part."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import AssessmentRun, Entry, TaxObject, Taxpayer
from belediyye.finance.revenue.queries import previewing
from belediyye.finance.revenue.tests.test_year import house, owed, payer, run_year

TODAY = date(2026, 11, 22)
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def preview(cast: Cast, year: int = 2026, **scope_of: object) -> AssessmentRun:
    return actions.preview_run(actor=cast.actor("rauf"), year=year, on=TODAY, **scope_of)


def area(cast: Cast, thing: TaxObject, dm2: int, on: date) -> None:
    actions.change_object(
        actor=cast.actor("aynur"), thing=thing, facts={"area_dm2": dm2}, on=on, reason="ölçülüb"
    )


def grown(cast: Cast) -> tuple[Taxpayer, Taxpayer]:
    """Two payers of 10 AZN in 2025; the first one's house grows by 50 m² for 2026."""
    first, second = payer(cast, "Sınaqov Birinci"), payer(cast, "Sınaqov İkinci")
    thing = house(cast, (first, 1, 1))
    house(cast, (second, 1, 1))
    run_year(cast, 2025)
    area(cast, thing, 18_000, NEW_YEAR)
    return first, second


def test_the_first_year_is_compared_with_nothing(office: Cast) -> None:
    house(office, (payer(office, "Sınaqov Nümunə"), 1, 1))
    run = preview(office)
    assert run.totals["last_year"] == {} and run.totals["rises"] == []


def test_the_largest_rises_are_told_with_both_years(office: Cast) -> None:
    first, _second = grown(office)
    run = preview(office)
    assert run.totals["last_year"] == {"1": 2000}
    assert run.totals["rises"] == [[first.name, first.code, 1000, 1500]]


def test_the_latest_posted_run_of_a_payer_counts(office: Cast) -> None:
    """2025 is assessed again for one payer: from 10 to 12 AZN; a preview that was dropped counts for nothing."""
    first, second = payer(office, "Sınaqov Birinci"), payer(office, "Sınaqov İkinci")
    thing = house(office, (first, 1, 1))
    house(office, (second, 1, 1))
    run_year(office, 2025)
    area(office, thing, 15_000, date(2025, 1, 1))
    run_year(office, 2025, thing=thing)
    area(office, thing, 18_000, NEW_YEAR)
    actions.drop_run(actor=office.actor("rauf"), run=preview(office, 2025))
    run = preview(office)
    assert run.totals["last_year"] == {"1": 2200} and Entry.objects.filter(year=2025).count() == 6
    assert run.totals["rises"] == [[first.name, first.code, 1200, 1500]]


def test_a_part_is_compared_with_its_own_part(office: Cast) -> None:
    first, _second = grown(office)
    run = preview(office, thing=first.holdings.get().object)
    assert run.totals["last_year"] == {"1": 1000}
    assert preview(office, taxes=(3,)).totals["last_year"] == {}


def test_a_single_object_is_posted_without_reading_other_accounts(office: Cast) -> None:
    """In a city of a million a correction on the spot asks the accounts of its payer alone, by index."""
    first, second = grown(office)
    run_year(office, 2026)
    thing = first.holdings.get().object
    area(office, thing, 13_000, NEW_YEAR)
    run = preview(office, thing=thing)
    with CaptureQueriesContext(connection) as seen:
        actions.approve_run(actor=office.actor("leyla"), run=run, on=TODAY)
    posting = next(
        q["sql"] for q in seen.captured_queries if q["sql"].startswith("INSERT INTO revenue_entry")
    )
    assert "e.taxpayer_id IN (SELECT h.taxpayer_id" in posting
    assert (owed(first, 2026), owed(second, 2026)) == (1000, 1000)


def test_a_part_counts_what_a_merged_record_already_demanded(office: Cast) -> None:
    """What was demanded on the old record counts for who took it over: nothing is demanded twice."""
    first, second = grown(office)
    thing = first.holdings.get().object
    run_year(office, 2026)
    third = payer(office, "Sınaqov Üçüncü")
    actions.transfer_holding(
        actor=office.actor("aynur"),
        holding=first.holdings.get(),
        to=[(third, 1, 1)],
        on=TODAY,
        document="müqavilə",
    )
    actions.merge_payers(actor=office.actor("rauf"), kept=second, merged=first, on=TODAY, reason="eyni adam")
    before = owed(first, 2026) + owed(second, 2026)
    run_year(office, 2026, thing=thing)
    assert owed(first, 2026) + owed(second, 2026) == before


def test_a_single_object_is_assessed_without_reading_other_statuses(office: Cast) -> None:
    """In a city of a hundred thousand pensioners a correction on the spot asks the statuses of its payer alone."""
    first, second = grown(office)
    for person in (first, second):
        actions.add_status(
            actor=office.actor("aynur"), payer=person, category="pensioner", since=date(2025, 1, 1), proof={}
        )  # fmt: skip
    thing = first.holdings.get().object
    with CaptureQueriesContext(connection) as seen:
        run = preview(office, thing=thing)
    computing = next(
        q["sql"] for q in seen.captured_queries if q["sql"].startswith("INSERT INTO revenue_assessment")
    )
    asked = computing.split("revenue_privilegestatus")[1].split("GROUP BY")[0]
    assert "taxpayer_id IN (SELECT h.taxpayer_id" in asked
    assert (run.objects_count, run.relief_qepik) == (1, 1500)


def test_where_a_street_was_assessed_first_the_later_whole_counts(office: Cast) -> None:
    """The largest run of the year before is not its first: what it says of a payer stands, once."""
    first, second = payer(office, "Sınaqov Birinci"), payer(office, "Sınaqov İkinci")
    thing = house(office, (first, 1, 1))
    house(office, (second, 1, 1))
    run_year(office, 2025, thing=thing)
    area(office, thing, 15_000, date(2025, 1, 1))
    run_year(office, 2025)
    area(office, thing, 18_000, NEW_YEAR)
    run = preview(office)
    assert run.totals["last_year"] == {"1": 2200}
    assert run.totals["rises"] == [[first.name, first.code, 1200, 1500]]


def test_a_preview_says_what_its_approval_posts(office: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    people = [payer(office, f"Sınaqov {name}") for name in ("Artan", "Azalan", "Sıfır", "Eyni")]
    things = [house(office, (p, 1, 1)) for p in people]
    rauf, leyla = office.actor("rauf"), office.actor("leyla")
    first = preview(office)
    assert first.totals["posts"] == {}
    page = office.client("leyla").get(f"/finance/revenue/runs/{first.number}/").content.decode()
    assert "40,00" in page and "tələb" in page
    actions.approve_run(actor=leyla, run=first, on=TODAY)
    assert preview(office).totals["posts"] == {"payers": 0, "up": 0, "down": 0, "notices": 0, "passed": 0}
    for thing, dm2 in zip(things, (18_000, 12_000, 2_000), strict=False):
        area(office, thing, dm2, NEW_YEAR)
    for scope_of in ({"thing": things[0]}, {}):
        run = preview(office, **scope_of)
        said = run.totals["posts"]
        if scope_of:
            assert said == {"payers": 1, "up": 500, "down": 0, "notices": 1, "passed": 0}
    # Of three whose year changes one owes nothing any more and gets no notice.
    assert said == {"payers": 3, "up": 500, "down": 1100, "notices": 2, "passed": 0}
    # Of a large municipality only those are read whose year was computed otherwise; of very many, what was computed.
    monkeypatch.setattr(previewing, "LARGE", 0)
    assert previewing.posts(run, TODAY) == said
    monkeypatch.setattr(previewing, "FEW", 2)
    assert previewing.posts(run, TODAY) == said | {"about": 1}
    page = office.client("leyla").get(f"/finance/revenue/runs/{run.number}/").content.decode()
    assert "5,00" in page and "11,00" in page and "6,00" in page
    run = actions.approve_run(actor=leyla, run=run, on=TODAY)
    assert run.posted_qepik == said["up"] - said["down"]
    assert actions.issue_notices(actor=rauf, run=run, on=TODAY) == said["notices"]
    # The object's page tells which of the year's two assessments counts.
    page = office.client("leyla").get(f"/finance/revenue/objects/{things[0].number}/").content.decode()
    assert page.count("sonrakı hesablama ilə əvəz olunub") == 1
