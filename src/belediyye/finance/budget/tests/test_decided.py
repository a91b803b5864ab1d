"""Real decisions of the council and what they do here: adopt, amend, approve, set a rate, write off; passed and not."""

from datetime import date

import pytest
from django_scopes import scope

from belediyye.administration.council import actions as council_actions
from belediyye.administration.council.models import Decision, Item, effects
from belediyye.administration.council.tests.conftest import Council, found
from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.finance.budget import actions
from belediyye.finance.budget.models import Amendment, Budget
from belediyye.finance.budget.tests.town import adopted, draft, line
from belediyye.finance.revenue import actions as revenue
from belediyye.finance.revenue.models import Entry, WriteOff
from belediyye.finance.revenue.queries import balance
from belediyye.finance.rules import actions as rules
from belediyye.finance.rules.models import LocalRule
from belediyye.finance.rules.queries import local

TAX_YEAR = 2027


@pytest.fixture
def council(cast: Cast):
    with scope(municipality=cast.home):
        yield found(cast)


def published(cast: Cast, year: int = 2027) -> Budget:
    made = draft(cast.actor("rauf"), cast, year)
    actions.to_commission(actor=cast.actor("leyla"), budget=made, on=date(year - 1, 9, 1))
    actions.publish(actor=cast.actor("leyla"), budget=made, on=date(year - 1, 9, 2))
    return made


def test_a_budget_is_adopted_by_the_vote_itself(council: Council) -> None:
    budget = published(council.cast)
    about = {"matter": "budget", "effect_kind": "budget.adopt", "effect_data": {"budget": budget.pk}}
    assert council.decide(date(2026, 9, 17), yes=4, **about) is None
    budget.refresh_from_db()
    assert budget.state == Budget.State.PUBLISHED and not budget.decision_number
    made = council.decide(date(2026, 10, 15), yes=5, **about)
    budget.refresh_from_db()
    assert made and made.effect_state == Decision.Effect.APPLIED
    assert (budget.state, budget.decision_number, budget.adopted_on) == (
        Budget.State.ADOPTED,
        "1/2026",
        date(2026, 10, 15),
    )
    by = council.decide(date(2026, 10, 22), matter="budget", touch="repeal", touched=made, proposal="Ləğv")
    made.refresh_from_db()
    budget.refresh_from_db()
    assert by and made.effect_state == Decision.Effect.APPLIED and made.effect_reason
    assert budget.state == Budget.State.ADOPTED


def test_a_draft_that_does_not_balance_is_not_adopted_and_the_decision_says_why(council: Council) -> None:
    budget = published(council.cast)
    actions.remove_line(actor=council.cast.actor("rauf"), line=line(budget, "Dotasiya"))
    made = council.decide(matter="budget", effect_kind="budget.adopt", effect_data={"budget": budget.pk})
    budget.refresh_from_db()
    assert made and made.effect_state == Decision.Effect.FAILED and "600,00" in made.effect_reason
    assert budget.state == Budget.State.PUBLISHED and not budget.entries.exists()
    # Put right, it is carried out after all, with the number and day of the decision.
    actions.set_line(
        actor=council.cast.actor("rauf"), budget=budget, plan=actions.Plan(1, "Dotasiya", actions.even(60_000), "qərar")
    )  # fmt: skip
    assert council_actions.apply_effect(actor=council.maker, decision=made) == Decision.Effect.APPLIED
    budget.refresh_from_db()
    assert budget.state == Budget.State.ADOPTED and budget.decision_number == "1/2026"


def test_a_neighbours_budget_is_not_found(council: Council) -> None:
    other = Budget.objects.create(
        municipality=council.cast.neighbour, year=2027, version=1, title="Qonşu", state=Budget.State.HEARING
    )
    made = council.decide(matter="budget", effect_kind="budget.adopt", effect_data={"budget": other.pk})
    other.refresh_from_db()
    assert made and made.effect_state == Decision.Effect.FAILED and other.state == Budget.State.HEARING


@pytest.mark.parametrize(("yes", "passes"), [(5, True), (4, False)])
def test_an_amendment_needs_its_decision(council: Council, yes: int, passes: bool) -> None:
    budget = adopted(council.cast)
    roads, culture = line(budget, "Yollar"), line(budget, "Mədəniyyət")
    changes = {roads.pk: (0, 0, 0, 5_000), culture.pk: (0, 0, 0, -5_000)}
    amendment = actions.prepare_amendment(
        actor=council.cast.actor("rauf"), budget=budget, kind="virement", reason="Yol", on=date(2026, 9, 1), changes=changes
    )  # fmt: skip
    council.decide(
        yes=yes, matter="budget", effect_kind="budget.amend", effect_data={"amendment": amendment.pk}
    )
    amendment.refresh_from_db()
    assert (amendment.state == Amendment.State.ADOPTED) is passes
    assert amendment.entries.exists() is passes


def test_a_report_is_approved_once_and_its_repeal_takes_that_back(council: Council) -> None:
    budget = adopted(council.cast)
    about = {"matter": "budget_report", "effect_kind": "budget.report"}
    data = {"budget": budget.pk, "half": True}
    early = council.decide(date(2026, 7, 2), effect_data=data, **about)
    assert early and early.effect_state == Decision.Effect.FAILED  # nothing was handed in yet
    actions.hand_in_report(
        actor=council.cast.actor("leyla"), budget=budget, half_year=True, on=date(2026, 7, 14)
    )
    assert [one for _label, rows in effects.choices(council.cast.home) for _w, one in rows] == [
        {"kind": "budget.report", "data": data}
    ]
    made = council.decide(date(2026, 7, 16), effect_data=data, **about)
    budget.refresh_from_db()
    assert made and budget.half_year_decision == "2/2026" and not budget.report_decision
    council.decide(date(2026, 8, 20), matter="budget_report", touch="repeal", touched=made)
    budget.refresh_from_db()
    made.refresh_from_db()
    assert not budget.half_year_decision and made.effect_state == Decision.Effect.ENDED


def lower_rate(council: Council, rate: str = "0.08") -> LocalRule:
    return rules.prepare_local(
        actor=council.cast.actor("rauf"), municipality=council.cast.home, title="Həyətyanı torpaq", since=date(TAX_YEAR, 1, 1),
        values={"property_tax.rate": {"village": rate}}, reductions=[], on=date(2026, 9, 1),
    )  # fmt: skip


def test_a_local_rate_needs_two_thirds_and_then_every_run_computes_with_it(council: Council) -> None:
    rule = lower_rate(council)
    about = {"effect_kind": "rules.local_rate", "effect_data": {"local_rule": rule.pk}}
    with pytest.raises(Refused):  # a rate does not slip through under a matter of the simple majority
        council.sitting(date(2026, 9, 3), matter="other", **about)
    assert council.decide(date(2026, 9, 17), yes=5, matter="taxes", **about) is None
    failed = Item.objects.get(state=Item.State.REJECTED)
    assert local.overlay_for(council.cast.home.pk, TAX_YEAR) is None
    sitting = council_actions.prepare_sitting(
        actor=council.maker, body=council.body, starts_at=failed.sitting.starts_at.replace(month=10), place="Zal"
    )  # fmt: skip
    council_actions.bring_again(actor=council.maker, item=failed, sitting=sitting)
    council_actions.call_sitting(actor=council.maker, sitting=sitting, on=date(2026, 10, 8))
    assert council.gather(sitting, 9)
    made = council.vote(sitting.items.get(), 6, 3)
    council_actions.close_sitting(actor=council.maker, sitting=sitting, at=sitting.starts_at)
    assert made and made.effect_state == Decision.Effect.APPLIED
    home = council.cast.home.pk
    held = local.overlay_for(home, TAX_YEAR)
    assert held is not None and "1/2026" in held.source
    assert local.overlay_for(home, TAX_YEAR, on=date(2026, 10, 16)) is None  # the day before it was decided
    assert local.overlay_for(home, TAX_YEAR - 1) is None
    # A building of 130 m² in the village: (130 − 30) × 0.10 = 10.00 by law, × 0.08 = 8.00 by decision.
    clerk, rauf = council.cast.actor("aynur"), council.cast.actor("rauf")
    payer = revenue.register_payer(actor=clerk, facts={"name": "Sınaqov Nümunə"}, on=date(2024, 1, 1))
    revenue.register_object(
        actor=clerk, kind="building", details={"settlement": "N", "street": "S", "house": "1"}, on=date(2024, 1, 1),
        facts={"use": "dwelling", "place_class": "village", "area_dm2": 13_000}, holders=[(payer, 1, 1)],
    )  # fmt: skip
    runs = {
        year: revenue.preview_run(actor=rauf, year=year, on=date(year, 6, 1))
        for year in (TAX_YEAR - 1, TAX_YEAR)
    }
    assert [runs[year].due_qepik for year in sorted(runs)] == [1000, 800]
    assert runs[TAX_YEAR].overlay["source"] == held.source and runs[TAX_YEAR - 1].overlay == {}
    # Repealed within its year it holds to the year's end, and no longer.
    council.decide(date(TAX_YEAR, 3, 18), matter="taxes", touch="repeal", touched=made)
    assert local.overlay_for(home, TAX_YEAR) is not None and local.overlay_for(home, TAX_YEAR + 1) is None


def test_a_rate_above_the_law_is_not_even_prepared(council: Council) -> None:
    with pytest.raises(Refused, match=r"VM 4\.4"):
        lower_rate(council, "0.2")


def test_a_rate_prepared_for_a_year_that_began_stays_undecided(council: Council) -> None:
    rule = lower_rate(council)
    made = council.decide(
        date(TAX_YEAR + 1, 2, 17), matter="taxes", effect_kind="rules.local_rate", effect_data={"local_rule": rule.pk}
    )  # fmt: skip
    rule.refresh_from_db()
    assert made and made.effect_state == Decision.Effect.FAILED and rule.state == LocalRule.State.PREPARED


@pytest.mark.parametrize("yes", [5, 4])
def test_hopeless_debt_is_written_off_by_decision_only(council: Council, yes: int) -> None:
    clerk, rauf = council.cast.actor("aynur"), council.cast.actor("rauf")
    payer = revenue.register_payer(actor=clerk, facts={"name": "Borclu Nümunə"}, on=date(2024, 1, 1))
    revenue.register_object(
        actor=clerk, kind="building", details={"settlement": "N", "street": "S", "house": "1"}, on=date(2024, 1, 1),
        facts={"use": "dwelling", "place_class": "village", "area_dm2": 13_000}, holders=[(payer, 1, 1)],
    )  # fmt: skip
    run = revenue.preview_run(actor=rauf, year=2025, on=date(2025, 7, 1))
    revenue.approve_run(actor=council.cast.actor("leyla"), run=run, on=date(2025, 7, 1))
    on = date(2026, 9, 17)
    owed = balance.owed(payer, on).total
    assert owed > 1000
    demands = [d.demand for d in balance.owed(payer, on).overdue]
    with pytest.raises(Refused):  # its term of collection still runs, and no court has spoken
        revenue.propose_write_off(actor=rauf, demands=demands, ground="term", on=on)
    unknown = council.decide(
        date(2026, 8, 20), effect_kind="revenue.write_off", effect_data={"proposal": 77}
    )  # fmt: skip
    assert unknown and unknown.effect_state == Decision.Effect.FAILED
    one = revenue.propose_write_off(actor=rauf, demands=demands, ground="court", on=on)
    made = council.decide(
        on, yes=yes, effect_kind="revenue.write_off", effect_data={"proposal": one.number}
    )  # fmt: skip
    left = balance.owed(payer, on).total
    if yes == 4:
        assert made is None and left == owed and not WriteOff.objects.exists()
        return
    assert made and made.effect_state == Decision.Effect.APPLIED and left == 0
    assert f"{made.number}/2026" in WriteOff.objects.get().decision
    gone = Entry.objects.filter(kind=Entry.Kind.WRITE_OFF).values_list("amount", flat=True)
    assert -sum(gone) == owed
