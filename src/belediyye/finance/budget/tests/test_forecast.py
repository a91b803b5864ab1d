"""Revenue from the register: what is expected, what another rate would bring, what was collected and becomes outturn."""

from datetime import date

import pytest
from django_scopes import scope

from belediyye.administration.council import actions as council_actions
from belediyye.administration.council.models import Power
from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.core.models import LogEntry
from belediyye.finance.budget import actions, events, queries
from belediyye.finance.budget.models import Receipt
from belediyye.finance.budget.queries.forecast import expectations
from belediyye.finance.budget.tests.town import adopted, code, draft, fund, line, paid, quarters
from belediyye.finance.revenue import actions as revenue
from belediyye.finance.revenue.models import Payment, Taxpayer
from belediyye.finance.revenue.queries import forecast as register
from belediyye.finance.revenue.tests.town import statement
from belediyye.finance.rules.book import NotAllowed
from belediyye.finance.rules.queries import local

HOUSES = (13_000, 23_000, 2_000)  # 10.00, 20.00 and nothing (under 30 m²) a year


@pytest.fixture
def town(cast: Cast):
    with scope(municipality=cast.home):
        clerk = cast.actor("aynur")
        for number, area in enumerate(HOUSES, 1):
            payer = revenue.register_payer(
                actor=clerk, facts={"name": f"Sınaqov Nümunə {number}"}, on=date(2024, 1, 1)
            )
            revenue.register_object(
                actor=clerk, kind="building", details={"settlement": "N", "street": "S", "house": str(number)}, on=date(2024, 1, 1),
                facts={"use": "dwelling", "place_class": "village", "area_dm2": area}, holders=[(payer, 1, 1)],
            )  # fmt: skip
        for year in (2025, 2026):
            run = revenue.preview_run(actor=cast.actor("rauf"), year=year, on=date(year, 7, 1))
            revenue.approve_run(actor=cast.actor("leyla"), run=run, on=date(year, 7, 1))
        yield cast


def pay(cast: Cast, day: date, amount: str, number: int = 1, name: str = "1") -> None:
    payer = Taxpayer.objects.order_by("pk")[number - 1]
    revenue.take_statement(
        actor=cast.actor("rauf", day), content=statement((day, amount, payer.name, f"YVÖK {payer.code}"), number=name), name=f"{name}.sta"
    )  # fmt: skip


def test_the_register_plans_a_line_with_its_reason(town: Cast) -> None:
    pay(town, date(2025, 8, 14), "15,00", 2)
    budget = draft(town.actor("rauf"), town, 2027)
    (one,) = expectations(budget, date(2026, 10, 1))
    assert (one.code.code, one.assessed) == ("V.PROPERTY", 3_000)
    assert [(y.year, y.demanded, y.collected, y.over) for y in one.years] == [
        (2025, 3_000, 1_500, True),
        (2026, 3_000, 0, False),
    ]
    assert one.suggested_bp == 5_000 and one.amount == 1_500
    actions.take_forecast(
        actor=town.actor("rauf"), budget=budget, rates={"V.PROPERTY": 6_550}, on=date(2026, 10, 1)
    )
    made = budget.lines.get(revenue__code="V.PROPERTY")
    assert (made.initial, made.assessed, made.collection_bp) == (1_965, 3_000, 6_550)
    assert made.quarters == (0, 0, 1_965, 0)  # as last year's money came
    assert "30,00" in made.reason and "65,5" in made.reason and "50" in made.reason
    again = actions.take_forecast(
        actor=town.actor("rauf"), budget=budget, rates={"V.PROPERTY": 5_000}, on=date(2026, 10, 1)
    )
    assert again == 1 and budget.lines.filter(revenue__code="V.PROPERTY").get().initial == 1_500
    with pytest.raises(Refused):
        actions.take_forecast(actor=town.actor("rauf"), budget=budget, rates={}, on=date(2026, 10, 1))


def test_another_rate_and_a_relief_are_tried_on_the_whole_register(town: Cast) -> None:
    home = town.home.pk
    lower = local.overlay_with(home, 2027, {"property_tax.rate": {"village": "0.08"}}, [])
    found = register.what_if(home, 2027, lower)
    assert (found.together.before, found.together.after, found.together.difference) == (3_000, 2_400, -600)
    assert (found.together.payers, found.together.less, found.together.more, found.together.same) == (
        3,
        2,
        0,
        1,
    )
    (tax,) = found.taxes
    assert (tax.head, tax.before, tax.after) == (1, 3_000, 2_400)
    assert [(t.before, t.after) for t in found.most] == [(2_000, 1_600), (1_000, 800)]
    free = local.overlay_with(home, 2027, {}, [["property", "everyone", 100]])
    assert register.what_if(home, 2027, free).together.after == 0
    assert register.assessed(home, 2027) == {1: 3_000}  # nothing was changed by trying
    with pytest.raises(NotAllowed):
        register.what_if(
            home, 2027, local.overlay_with(home, 2027, {"property_tax.rate": {"village": "0.2"}}, [])
        )


def test_an_alternative_has_the_same_lines_and_other_revenue(town: Cast) -> None:
    rauf, on = town.actor("rauf"), date(2026, 10, 1)
    budget = draft(rauf, town, 2027)
    actions.take_forecast(actor=rauf, budget=budget, rates={"V.PROPERTY": 8_000}, on=on)
    other = actions.draft_with_rates(
        actor=rauf, budget=budget, values={"property_tax.rate": {"village": "0.05"}}, reductions=[], on=on
    )
    assert (queries.totals(budget).revenue - queries.totals(other).revenue) == 2_400 - 1_200
    with pytest.raises(Refused, match=r"4\.4"):
        actions.draft_with_rates(
            actor=rauf, budget=budget, values={"property_tax.rate": {"village": "0.3"}}, reductions=[], on=on
        )


def property_line(cast: Cast) -> None:
    """The adopted budget of 2026 with a line for the property tax."""
    rauf, leyla = cast.actor("rauf"), cast.actor("leyla")
    made = draft(rauf, cast, 2026)
    plan = actions.Plan(1, "Əmlak vergisi", quarters(3_000), "reyestr", revenue=code("revenue", "V.PROPERTY"))
    actions.set_line(actor=rauf, budget=made, plan=plan)
    wages = line(made, "Yollar")
    more = actions.Plan(
        2, "Yollar", quarters(38_000), "təmir", functional=wages.functional, economic=wages.economic
    )
    actions.set_line(actor=rauf, budget=made, plan=more, line=wages)
    actions.to_commission(actor=leyla, budget=made, on=date(2025, 10, 10))
    actions.publish(actor=leyla, budget=made, on=date(2025, 10, 20))
    actions.adopt(actor=leyla, budget=made, decision_number="12", on=date(2025, 12, 15))


def test_what_is_collected_becomes_outturn_by_itself(town: Cast, django_capture_on_commit_callbacks) -> None:
    property_line(town)
    budget = queries.adopted(town.home, 2026)
    assert budget is not None
    with django_capture_on_commit_callbacks(execute=True):
        pay(town, date(2026, 8, 14), "12,00", 2)
        pay(town, date(2026, 8, 14), "5,00", 1, "2")
    tax = line(budget, "Əmlak vergisi")
    assert queries.position(tax).paid == 1_700 == queries.bank_balance(budget)
    assert queries.position(tax, date(2026, 8, 13)).paid == 0
    receipts = Receipt.objects.count()
    assert actions.take_outturn(actor=town.actor("rauf"), budget=budget) == 0
    assert Receipt.objects.count() == receipts  # nothing twice
    with pytest.raises(Refused):  # by hand it would be counted twice
        actions.receive(actor=town.actor("rauf"), line=tax, day=date(2026, 8, 20), amount=100, text="Əl ilə")
    with django_capture_on_commit_callbacks(execute=True):
        revenue.reverse_payment(
            actor=town.actor("rauf"), payment=Payment.objects.get(amount=500), on=date(2026, 8, 20), reason="Bankın səhvi"
        )  # fmt: skip
    assert queries.position(tax).paid == 1_200 and queries.position(tax, date(2026, 8, 14)).paid == 1_700
    assert [one.what for one in queries.agreement(budget, date(2026, 12, 31)) if not one.holds] == []


def test_collected_money_without_a_line_waits_and_is_told(town: Cast) -> None:
    budget = adopted(town)
    pay(town, date(2026, 8, 14), "12,00", 2)
    assert actions.take_outturn(actor=town.actor("rauf"), budget=budget) == 0
    told = LogEntry.objects.filter(code="budget.outturn.take").latest("pk")
    assert "V.PROPERTY" in told.data and "1200" in told.data
    events.follow(told)  # a line of another room's action is no reason to look
    assert LogEntry.objects.filter(code="budget.outturn.take").count() == 1


def test_a_draft_may_begin_with_the_expected_outturn(cast: Cast) -> None:
    with scope(municipality=cast.home):
        budget = adopted(cast)
        fund(cast, budget)
        paid(cast, line(budget, "Yollar"), 1_000)
        found = queries.expected_outturn(budget, date(2026, 2, 10))
        assert found[line(budget, "Yollar").pk] == (1_000, 8_750, 8_750, 8_750)
        assert found[line(budget, "Torpaq vergisi").pk][0] == 0
        made = actions.start_draft(
            actor=cast.actor("rauf"), municipality=cast.home, year=2027, title="2027", made_from=budget, basis="outturn"
        )  # fmt: skip
        roads = made.lines.get(title="Yollar")
        assert roads.q1 == 1_000 and "350,00" in roads.reason


def test_delegated_powers_are_those_of_the_councils_matrix(cast: Cast) -> None:
    with scope(municipality=cast.home):
        made = draft(cast.actor("rauf"), cast, 2027)
        before = [check.words for check in queries.checks(made)]
        secretary = cast.actor("sevda")
        council_actions.seed_powers(actor=secretary, municipality=cast.home, on=date(2025, 1, 1))
        power = Power.objects.get(code="subvention")
        council_actions.fund_power(actor=secretary, power=power, money=50_000, money_source="subvensiya")
        assert power.title in queries.delegated_names(made)
        unplanned = [c for c in queries.checks(made) if power.title in c.words]
        assert len(unplanned) == 1 and not unplanned[0].holds and not unplanned[0].stops
        assert not any(power.title in words for words in before)
        rows = [
            actions.Plan(2, "İş", quarters(30_000), "x", delegated=power.title),
            actions.Plan(1, "Subvensiya", quarters(20_000), "x", revenue=code("revenue", "V.SUBVENTION"), delegated=power.title),
        ]  # fmt: skip
        actions.add_lines(actor=cast.actor("rauf"), budget=made, plans=rows)
        found = [c for c in queries.checks(made) if power.title in c.words]
        assert [c.stops for c in found] == [True, False]  # 200 of 300 comes with it; the matrix names 500
        assert "500,00" in found[1].words


def test_the_page_of_rates_finds_no_fault_before_anything_is_tried(cast: Cast, client) -> None:
    client.force_login(cast.users["rauf"])
    first = client.get("/finance/budget/rates/?year=2027")
    assert first.status_code == 200 and not first.context["form"].is_bound
    assert client.get("/finance/budget/rates/?year=2027&percent=").status_code == 422
    assert client.post("/finance/budget/rates/", {"year": "9" * 5000}).status_code == 422
