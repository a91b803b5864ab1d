"""Drafting and adoption: checks in words, alternatives, what may change when."""

from datetime import date

import pytest
from django_scopes import scopes_disabled

from belediyye.core.actions import Refused
from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.models import Budget, Line, Side
from belediyye.finance.budget.tests import town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_scopes():
    with scopes_disabled():
        yield


def test_a_gap_must_be_told_and_financed(cast):
    rauf = cast.actor("rauf")
    budget = town.draft(rauf, cast)
    assert all(check.holds for check in queries.checks(budget))
    plan = actions.Plan(
        Side.EXPENDITURE,
        "Su",
        (1_000, 0, 0, 0),
        functional=town.code("functional", "B.WAT"),
        delegated="Su təchizatı",
    )
    actions.set_line(actor=rauf, budget=budget, plan=plan)
    broken = [check for check in queries.checks(budget) if check.stops]
    assert len(broken) == 3
    loan = actions.Plan(
        Side.FINANCING, "Ssuda", (1_000, 0, 0, 0), "müqavilə", revenue=town.code("revenue", "V.LOAN")
    )
    actions.set_line(actor=rauf, budget=budget, plan=loan)
    actions.explain(actor=rauf, budget=budget, gap_words="Ssuda ilə örtülür.", note="")
    budget.refresh_from_db()
    assert [check.words for check in queries.checks(budget) if check.stops] and queries.totals(
        budget
    ).open_gap == 0


def test_adoption_freezes_one_version_and_sets_the_others_aside(cast):
    rauf, leyla = cast.actor("rauf"), cast.actor("leyla")
    other = town.draft(rauf, cast)
    actions.scale(actor=rauf, budget=other, side=Side.REVENUE, percent_bp=9_000)
    chosen = town.adopted(cast)
    other.refresh_from_db()
    assert (chosen.state, other.state) == (Budget.State.ADOPTED, Budget.State.SET_ASIDE)
    with pytest.raises(Refused):
        actions.set_line(actor=rauf, budget=chosen, plan=actions.Plan(Side.REVENUE, "x", (1, 0, 0, 0)))
    with pytest.raises(Refused):
        actions.remove_line(actor=rauf, line=chosen.lines.first())
    with pytest.raises(Refused):
        actions.adopt(actor=leyla, budget=chosen, decision_number="13", on=date(2025, 12, 16))


def test_an_unpublished_or_unbalanced_draft_is_not_adopted(cast):
    rauf, leyla = cast.actor("rauf"), cast.actor("leyla")
    budget = town.draft(rauf, cast)
    with pytest.raises(Refused):
        actions.adopt(actor=leyla, budget=budget, decision_number="1", on=date(2025, 12, 1))
    actions.set_line(actor=rauf, budget=budget, plan=actions.Plan(Side.REVENUE, "artıq", (1, 0, 0, 0)))
    actions.to_commission(actor=leyla, budget=budget, on=date(2025, 10, 10))
    actions.publish(actor=leyla, budget=budget, on=date(2025, 10, 12))
    with pytest.raises(Refused, match="0,01"):
        actions.adopt(actor=leyla, budget=budget, decision_number="1", on=date(2025, 12, 1))


def test_next_year_is_seeded_from_plan_and_outturn(cast):
    budget = town.adopted(cast)
    town.fund(cast, budget)
    seeded = actions.start_draft(
        actor=cast.actor("rauf"), municipality=cast.home, year=2027, title="Büdcə", made_from=budget
    )
    grant = town.line(seeded, "Dotasiya")
    assert grant.initial == 60_000 and "600,00" in grant.reason
    assert Line.objects.filter(budget=seeded).count() == 5


def test_a_forecast_is_assessed_times_collection(cast):
    assert actions.forecast(1_234_567, 8_350) == 1_030_863
    budget = town.draft(cast.actor("rauf"), cast)
    plan = actions.Plan(Side.REVENUE, "Əmlak vergisi", (10, 0, 0, 0), assessed=1_000, collection_bp=5_000)
    with pytest.raises(Refused):
        actions.set_line(actor=cast.actor("rauf"), budget=budget, plan=plan)


def test_the_calendar_of_the_law_is_explained(cast):
    steps = {(s.code, s.year): s for s in queries.calendar_of_law(cast.home, date(2026, 11, 22))}
    assert (
        steps["budget.adoption", 2027].due.day == date(2026, 12, 20) and steps["budget.adoption", 2027].waits
    )
    town.adopted(cast)
    steps = {(s.code, s.year): s for s in queries.calendar_of_law(cast.home, date(2026, 11, 22))}
    assert steps["budget.adoption", 2026].done == date(2025, 12, 15)
    assert steps["budget.half_year_report", 2026].waits and steps["budget.half_year_report", 2026].lines


def test_an_amount_written_wrongly_is_not_also_missing(cast, client):
    with scopes_disabled():
        budget = town.draft(cast.actor("rauf"), cast)
    client.force_login(cast.users["rauf"])
    typed = {"side": 2, "title": "Park", "reason": "x", "year_amount": "1.2.3"}
    page = client.post(f"/finance/budget/{budget.pk}/line/", typed)
    assert page.status_code == 422 and len(page.context["form"].errors["year_amount"]) == 1
