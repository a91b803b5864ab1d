"""Two budget years of the example town, through the decisions of its council: adopted, amended, carried out, reported."""

from datetime import date

from belediyye.administration.council.models import Power
from belediyye.core.demo import World
from belediyye.core.money import split_by
from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.demo.plan import BALANCE, HELP, LIGHTS, PLAN, RENT, ROADS
from belediyye.finance.budget.demo.year import line_of, money_comes, money_goes, paid
from belediyye.finance.budget.models import Budget, Code, Side
from belediyye.finance.budget.queries.forecast import expectations
from belediyye.finance.revenue import actions as revenue
from belediyye.finance.revenue.models import Entry, Taxpayer
from belediyye.finance.revenue.queries import balance

BEFORE_THE_HOUSE = "14/2024"


def build(world: World) -> None:
    """2025 from plan to closed books, 2026 running, 2027 as drafts beside each other; the council's sessions between them."""
    assembly = world.rooms["council"]["assembly"]
    first = _first(world)
    _carry_out_first(world, first)
    second = _second(world, first)
    _close_first(world, first, second)
    _carry_out_second(world, second)
    _write_off(world)
    assembly.until(date(2026, 9, 30))
    _next(world, second)
    assembly.finish()
    second.refresh_from_db()
    world.rooms["budget"] = {"closed": first, "running": second}


def _code(axis: str, value: str) -> Code:
    return Code.objects.get(axis=axis, code=value, municipality=None)


def _published(world: World, budget: Budget) -> None:
    """Words, commission, publication and hearing, on the days of the law."""
    rauf, leyla, before = world.actor("rauf"), world.actor("leyla"), budget.year - 1
    words = "Xərclər gəlirlərdən çoxdur; fərq ilin əvvəlinə bank hesabının qalığı ilə örtülür."
    note = "Layihə reyestrin göstəricilərinə və keçən ilin icrasına əsaslanır. Yolların təmiri və küçə işıqları əsas istiqamətlərdir."
    actions.explain(actor=rauf, budget=budget, gap_words=words, note=note)
    actions.to_commission(
        actor=leyla, budget=budget, on=date(before, 10, 14), words="Komissiya layihəni müsbət qiymətləndirir."
    )
    actions.publish(actor=leyla, budget=budget, on=date(before, 10, 22))
    actions.set_hearing(
        actor=leyla, budget=budget, on=date(before, 11, 12), link=f"https://numunekend.example/dinleme-{budget.year}"
    )  # fmt: skip


def _first(world: World) -> Budget:
    """2025: adopted by the council before this one, before there was a register; the number is written by hand."""
    rauf, leyla = world.actor("rauf"), world.actor("leyla")
    made = actions.start_draft(
        actor=rauf, municipality=world.home, year=2025, title="2025-ci ilin büdcəsi", made_from=None
    )
    plans = [
        actions.Plan(
            side, title, actions.even(amount * 100), reason, **{axis: _code(axis, value) for axis, value in codes.items()}
        )
        for side, title, reason, codes, amount in PLAN
    ]  # fmt: skip
    actions.add_lines(actor=rauf, budget=made, plans=plans)
    _published(world, made)
    actions.adopt(actor=leyla, budget=made, decision_number=BEFORE_THE_HOUSE, on=date(2024, 12, 16))
    made.refresh_from_db()
    return made


def _carry_out_first(world: World, budget: Budget) -> None:
    rauf, leyla, assembly = world.actor("rauf"), world.actor("leyla"), world.rooms["council"]["assembly"]
    actions.receive(
        actor=rauf, line=line_of(budget, BALANCE), day=date(2025, 1, 1), amount=560_000, text=BALANCE, source="balance:2024"
    )  # fmt: skip
    actions.take_outturn(actor=rauf, budget=budget)
    money_comes(world, budget, 12)
    money_goes(world, budget, 12)
    actions.hand_in_report(actor=leyla, budget=budget, half_year=True, on=date(2025, 7, 14))
    # In July too few members come; a week later the report is approved.
    assembly.will("half_year_2025", {"budget": budget.pk, "half": True})
    assembly.until(date(2025, 9, 30))
    changes = {
        line_of(budget, HELP).pk: (0, 0, 0, -90_000),
        line_of(budget, LIGHTS).pk: (0, 0, 0, 90_000),
    }
    virement = actions.prepare_amendment(
        actor=rauf, budget=budget, kind="virement", reason="Küçə işıqları üçün əlavə dirəklər", on=date(2025, 10, 6), changes=changes
    )  # fmt: skip
    assembly.will("virement", {"amendment": virement.pk})
    assembly.until(date(2025, 10, 31))
    contract = actions.commit(
        actor=rauf,
        line=line_of(budget, LIGHTS),
        day=date(2025, 11, 20),
        amount=180_000,
        paper=actions.Paper("Nümunə İşıq MMC", "dirəklər"),
    )
    paid(world, line_of(budget, LIGHTS), 60_000, date(2025, 12, 18), contract)


def _planned_from_register(world: World, budget: Budget, on: date, own: dict[str, int]) -> None:
    """Taxes and payments from the register, some at the accountant's own rates; the road takes what is left or missing."""
    rauf = world.actor("rauf")
    known = {one.code.code: one.suggested_bp for one in expectations(budget, on)} | own
    rates = {code: rate for code, rate in known.items() if rate}
    actions.take_forecast(actor=rauf, budget=budget, rates=rates, on=on)
    road = line_of(budget, ROADS)
    amount = road.initial - queries.totals(budget).open_gap
    plan = actions.Plan(
        Side.EXPENDITURE, road.title, tuple(split_by(amount, (1, 3, 4, 2))), "Yuxarı Nümunə kəndinə gedən yolun davamı; büdcə tarazdır",
        functional=road.functional, economic=road.economic,
    )  # fmt: skip
    actions.set_line(actor=rauf, budget=budget, plan=plan, line=road)


def _second(world: World, first: Budget) -> Budget:
    """2026: seeded from 2025, taxes from the register under the new rate; adopted by the vote of December."""
    made = actions.start_draft(
        actor=world.actor("rauf"),
        municipality=world.home,
        year=2026,
        title="2026-cı ilin büdcəsi",
        made_from=first,
    )
    _planned_from_register(
        world,
        made,
        date(2025, 10, 10),
        {"V.PROPERTY": 6_000, "V.LAND": 4_500, "V.TRADE": 8_000, "V.ADVERT": 9_000},
    )
    _published(world, made)
    assembly = world.rooms["council"]["assembly"]
    assembly.will("budget_2026", {"budget": made.pk})
    assembly.until(date(2025, 12, 31))
    made.refresh_from_db()
    return made


def _close_first(world: World, first: Budget, second: Budget) -> None:
    """The books of 2025 close; what was committed goes on in 2026 by decision; the yearly report is approved."""
    rauf, leyla, assembly = world.actor("rauf"), world.actor("leyla"), world.rooms["council"]["assembly"]
    actions.close_year(actor=leyla, budget=first, on=date(2026, 1, 9))
    first.refresh_from_db()
    actions.hand_in_report(actor=leyla, budget=first, half_year=False, on=date(2026, 1, 28))
    assembly.will("report_2025", {"budget": first.pk, "half": False})
    assembly.until(date(2026, 1, 31))
    opening = line_of(second, BALANCE)
    actions.bring_balance(actor=rauf, budget=second, line=opening)
    actions.carry_forward(
        actor=leyla, budget=second, balance_line=opening, decision_number=assembly.number("carried"), on=date(2026, 1, 22)
    )  # fmt: skip
    assembly.until(date(2026, 6, 30))
    first.refresh_from_db()


def _carry_out_second(world: World, budget: Budget) -> None:
    """Ten months of 2026; more rent than planned becomes a supplementary budget in August."""
    rauf, leyla, assembly = world.actor("rauf"), world.actor("leyla"), world.rooms["council"]["assembly"]
    actions.take_outturn(actor=rauf, budget=budget)
    money_comes(world, budget, 10)
    money_goes(world, budget, 10)
    actions.hand_in_report(actor=leyla, budget=budget, half_year=True, on=date(2026, 7, 13))
    waiting = actions.oblige(
        actor=rauf, line=line_of(budget, HELP), day=date(2026, 11, 20), amount=60_000, paper=actions.Paper("Yardım siyahısı 4", due=date(2026, 11, 27))
    )  # fmt: skip
    order = actions.prepare_order(
        actor=rauf, obligation=waiting, day=date(2026, 11, 20), amount=60_000, payee="Nümunə Xəzinədarlıq", account="AZ00NABZ00000000000000000000"
    )  # fmt: skip
    actions.sign_order(actor=rauf, order=order)
    assembly.will("half_year_2026", {"budget": budget.pk, "half": True})
    changes = {
        line_of(budget, RENT).pk: (0, 0, 250_000, 0),
        line_of(budget, ROADS).pk: (0, 0, 250_000, 0),
    }
    more = actions.prepare_amendment(
        actor=rauf, budget=budget, kind="supplementary", reason="Yeni icarə müqavilələri üzrə artıq gəlir", on=date(2026, 8, 3), changes=changes
    )  # fmt: skip
    assembly.will("supplementary", {"amendment": more.pk})
    assembly.until(date(2026, 8, 31))


def _write_off(world: World) -> None:
    """A debt that a court found hopeless: of one who owes since last year and whom no agreement or objection covers."""
    on = date(2026, 9, 17)
    late = Entry.objects.filter(municipality=world.home, day__gt=on).exclude(kind=Entry.Kind.INTEREST).values("taxpayer")  # fmt: skip
    payers = Taxpayer.objects.filter(
        municipality=world.home, merged_into=None, agreements=None, objections=None
    ).exclude(pk__in=late)
    payer = next(
        p for p in payers.order_by("pk") if any(d.demand.year == 2025 for d in balance.owed(p, on).overdue)
    )
    made = revenue.propose_write_off(
        actor=world.actor("rauf", on), demands=[d.demand for d in balance.owed(payer, on).overdue], ground="court", on=on,
        reason="Məhkəmə borcu ümidsiz sayıb.",
    )  # fmt: skip
    world.rooms["council"]["assembly"].will("write_off", {"proposal": made.number})


def _delegated(world: World, budget: Budget) -> None:
    """A delegated power stands on both sides: the subvention that comes with it, and the works done with it."""
    power = Power.objects.get(municipality=world.home, code="subvention")
    amount = actions.even(power.money or 0)
    codes = {"revenue": _code("revenue", "V.SUBVENTION"), "source": _code("source", "M.SUBVENTION")}
    works = {
        "functional": _code("functional", "12.1.1"),
        "economic": _code("economic", "225000"),
        "source": codes["source"],
    }
    plans = [
        actions.Plan(Side.REVENUE, "Dövlət büdcəsindən subvensiya", amount, power.money_source, delegated=power.title, **codes),
        actions.Plan(Side.EXPENDITURE, "Məktəb yolunun asfaltlanması", amount, "Subvensiya hesabına", delegated=power.title, **works),
    ]  # fmt: skip
    actions.add_lines(actor=world.actor("rauf"), budget=budget, plans=plans)


def _next(world: World, running: Budget) -> None:
    """2027: the draft is published; beside it a careful alternative, and one with a lower rate on buildings."""
    rauf, leyla, assembly = world.actor("rauf"), world.actor("leyla"), world.rooms["council"]["assembly"]
    changes = {
        line_of(running, "Elektrik enerjisi").pk: (0, 0, 0, -15_000),
        line_of(running, "Bulağın təmizlənməsi").pk: (0, 0, 0, 15_000),
    }
    waiting = actions.prepare_amendment(
        actor=rauf,
        budget=running,
        kind="virement",
        reason="Bulağın hasarı",
        on=date(2026, 11, 16),
        changes=changes,
    )
    draft = actions.start_draft(
        actor=rauf, municipality=world.home, year=2027, title="2027-ci il, əsas variant", made_from=running
    )
    _delegated(world, draft)
    _planned_from_register(world, draft, date(2026, 10, 12), {"V.TRADE": 8_000, "V.ADVERT": 9_000})
    actions.explain(actor=rauf, budget=draft, gap_words="Fərq ilin əvvəlinə qalıq ilə örtülür.", note="")
    careful = actions.start_draft(
        actor=rauf, municipality=world.home, year=2027, title="2027-ci il, ehtiyatlı variant", made_from=draft
    )
    actions.scale(actor=rauf, budget=careful, side=Side.REVENUE, percent_bp=9_500)
    actions.scale(actor=rauf, budget=careful, side=Side.EXPENDITURE, percent_bp=9_500)
    actions.draft_with_rates(
        actor=rauf, budget=draft, values={"property_tax.rate": {"village": "0.08"}}, reductions=[], on=date(2026, 10, 13)
    )  # fmt: skip
    actions.to_commission(actor=leyla, budget=draft, on=date(2026, 10, 13))
    actions.publish(actor=leyla, budget=draft, on=date(2026, 10, 21))
    assembly.will("budget_2027", {"budget": draft.pk})
    assembly.will("amendment_2026", {"amendment": waiting.pk})
