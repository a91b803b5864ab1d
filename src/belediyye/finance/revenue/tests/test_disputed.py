"""An objection holds the disputed part and its interest, everywhere alike; the answer decides of both."""

from datetime import date

import pytest

from belediyye.core.actions import Refused
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import AssessmentRun, Entry, Merge, Objection, Reminder, Taxpayer
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.queries import cases, home, letters, reminding
from belediyye.finance.revenue.queries.reports import ageing
from belediyye.finance.revenue.queries.sources import RAISED
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.test_money_docs import day, rows
from belediyye.finance.revenue.tests.town import Town, payer, take

ON, LATER = date(2025, 12, 1), date(2026, 3, 1)


def demands(p: Taxpayer) -> list[Entry]:
    return list(Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment"))


def dispute(office: Town, demand: Entry, amount: int, on: date = date(2025, 8, 10)) -> Objection:  # noqa: F811
    return actions.open_objection(
        actor=office.actor("rauf"), demand=demand, disputed=amount, on=on, reason="Sahə azdır"
    )


@pytest.mark.parametrize("r", rows("collecting.md", "principal"), ids=lambda r: f"{r['disputed']}-{r['day']}")
def test_what_is_held(r: dict[str, str]) -> None:
    number = {k: int(r[k]) for k in ("principal", "interest", "disputed")}
    held = asked.held_of(**number, due=day(r["due"]), on=day(r["day"]))
    assert held == (int(r["held principal"]), int(r["held interest"]))


def test_a_demand_disputed_whole_is_neither_reminded_of_nor_in_the_way(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    disputes = [dispute(office, d, d.amount) for d in demands(p)]
    actions.settle_accounts(actor=actor, on=LATER)
    standing = asked.owed(p, LATER)
    assert standing.total == 1000 + 99 + 52 and not standing.overdue and not asked.clear_on(p, LATER)
    assert not reminding.debtors(office.home.pk, LATER)
    with pytest.raises(Refused):
        actions.remind(actor=actor, payer=p, on=LATER)
    actions.give_clearance(actor=actor, payer=p, on=LATER)
    # Refused: it is due with all its interest. Granted: the interest falls with it.
    actions.answer_objection(actor=actor, objection=disputes[0], granted=0, on=LATER, answer="Düzgündür")
    assert asked.owed(p, LATER).overdue_total == 500 + 99
    actions.answer_objection(actor=actor, objection=disputes[1], granted=500, on=LATER, answer="Haqlıdır")
    assert asked.owed(p, LATER).total == 500 + 99


@pytest.mark.parametrize("paid", [None, (date(2025, 8, 10), "3,50"), (date(2025, 10, 1), "2,00"), (date(2025, 12, 1), "9,00")])  # fmt: skip
@pytest.mark.parametrize("disputed", [1, 120, 333, 500])
def test_the_database_holds_what_the_account_holds(
    office: Town,  # noqa: F811
    disputed: int,
    paid: tuple[date, str] | None,
) -> None:
    p, actor = payer(office), office.actor("rauf")
    if paid:
        take(office, (*paid, p.name, p.code))
    case = dispute(office, demands(p)[0], disputed)
    for on in (date(2025, 8, 16), ON, LATER, date(2027, 5, 1)):
        actions.settle_accounts(actor=actor, on=on)
        late = asked.owed(p, on).reminded
        wanted = (
            sum(d.principal - d.held_principal for d in late), sum(d.interest + d.accruing - d.held_interest for d in late),
        )  # fmt: skip
        found = [(d.principal, d.interest) for d in reminding.debtors(office.home.pk, on)]
        assert found == ([wanted] if any(wanted) else []), on
        scope = ageing.Scope(office.home.pk, on)
        held = sum(d.held for d in asked.owed(p, on).debts if d.demand.due and d.demand.due < on)
        overdue = asked.owed(p, on).overdue_total
        sums = [sum(int(line.cells[n]) for line in ageing.by_tax(scope).lines) for n in (7, 8)]
        assert sums == [overdue, held], on
        assert home.money_of(office.home.pk, on).late == overdue
        assert ageing.page(scope, 0, 10)[2] == bool(overdue)
    # What is held is what falls when it is granted; where a part was paid late, never less than that.
    before = asked.owed(p, LATER)
    actions.answer_objection(actor=actor, objection=case, granted=disputed, on=LATER, answer="Bəli")
    fell = (before.total - before.credit) - (asked.owed(p, LATER).total - asked.owed(p, LATER).credit)
    held = sum(d.held for d in before.debts)
    assert fell == held if paid is None else fell >= min(disputed, held)


def test_a_letter_asks_only_for_what_is_not_held(office: Town, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    p = payer(office)
    dispute(office, demands(p)[0], 200)
    reminder = actions.remind(actor=office.actor("rauf"), payer=p, on=ON)
    sheets: list[dict] = []
    monkeypatch.setattr(letters, "_pdf", lambda _t, _p, made, _d: sheets.extend(made) or b"")
    letters.reminders_pdf(Reminder.objects.filter(pk=reminder.pk))
    table = sheets[0]["table"]
    assert (reminder.principal_qepik, reminder.interest_qepik) == (800, 61 - 22)
    assert [c.replace("\u00a0", " ") for c in table["totals"][1:]] == ["8,00 ₼", "0,39 ₼", "8,39 ₼"]


def test_what_was_held_on_a_day_stays_so_whatever_is_merged_later(office: Town) -> None:  # noqa: F811
    actor, away = office.actor("rauf"), payer(office, "Sınaqov Bir")
    kept, heir = (payer(office, f"Sınaqov {n}", years=()) for n in ("Varis", "Sonuncu"))
    case, before = dispute(office, demands(away)[0], 300), date(2025, 10, 1)
    held, between = asked.owed(away, before), date(2025, 12, 20)
    assert held.overdue_total == asked.owed(away, before).overdue_total < held.total

    def merge(to: Taxpayer, gone: Taxpayer, on: date) -> Merge:
        return actions.merge_payers(actor=actor, kept=to, merged=gone, on=on, reason="bir nəfərdir")

    def overdue(p: Taxpayer, on: date) -> int:
        return asked.owed(p, on).overdue_total

    def reported(on: date) -> list[int]:
        lines = ageing.by_tax(ageing.Scope(office.home.pk, on)).lines
        return [sum(int(line.cells[n]) for line in lines) for n in (7, 8)] + [
            d.principal for d in reminding.debtors(office.home.pk, on)
        ]

    told = reported(before)
    first = merge(kept, away, ON)
    stands, told_between = overdue(kept, between), reported(between)
    assert told[1] >= 300 and reported(before) == told
    assert overdue(away, before) == held.overdue_total and stands < asked.owed(kept, between).total
    second = merge(heir, kept, date(2026, 1, 5))
    assert (overdue(away, before), overdue(kept, between)) == (held.overdue_total, stands)
    assert (reported(before), reported(between)) == (told, told_between)
    actions.undo_merge(actor=actor, merge=second, on=date(2026, 1, 6), reason="iki nəfərdir")
    actions.undo_merge(actor=actor, merge=first, on=date(2026, 1, 6), reason="iki nəfərdir")
    assert (overdue(away, before), overdue(kept, between)) == (held.overdue_total, stands)
    assert (reported(before), reported(between)) == (told, told_between)
    case.refresh_from_db()
    assert case.demand_id == demands(away)[0].pk
    assert asked.owed(away, LATER).debts[0].disputed == 300 and not asked.owed(kept, LATER).debts


def measured(office: Town, p: Taxpayer, area: int, on: date) -> AssessmentRun:  # noqa: F811
    """The house turns out to have `area`, and the year is assessed anew."""
    state = p.holdings.get().object.states.get(withdrawn=False)
    actions.correct_state(
        actor=office.actor("aynur"), state=state, facts={"area_dm2": area}, since=state.since, reason="ölçülüb"
    )  # fmt: skip
    run = actions.preview_run(actor=office.actor("rauf"), year=2025, on=on)
    return actions.approve_run(actor=office.actor("leyla"), run=run, on=on)


def test_a_run_that_lowers_the_raise_beside_a_demand_answers_its_objection(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    base, other = demands(p)
    measured(office, p, 23_000, LATER)
    raised = Entry.objects.get(source_kind=RAISED, source_id=base.pk)
    case, second = dispute(office, base, 300, LATER), dispute(office, other, 100, LATER)
    run = measured(office, p, 18_000, date(2026, 3, 12))
    lowered = -sum(e.amount for e in Entry.objects.filter(run=run))
    assert lowered == 500 and not Entry.objects.filter(run=run, demand=base).exists()
    assert {e.demand_id for e in cases.reassessed(base)} == {raised.pk}
    on = date(2026, 3, 13)
    before = asked.owed(p, on).total
    actions.answer_objection(actor=actor, objection=case, granted=0, run=run, on=on, answer="Ölçülüb")
    case.refresh_from_db()
    assert (case.outcome, case.granted_qepik) == (Objection.Outcome.PARTLY, 250)
    assert asked.owed(p, on).total == before
    # What was taken off a raise that is disputed itself is the answer to that.
    half = Entry.objects.get(source_kind=RAISED, source_id=other.pk)
    own = dispute(office, half, 200, on)
    with pytest.raises(Refused):
        actions.answer_objection(actor=actor, objection=second, granted=0, run=run, on=on, answer="Ölçülüb")
    actions.answer_objection(actor=actor, objection=own, granted=0, run=run, on=on, answer="Ölçülüb")
    own.refresh_from_db()
    assert own.granted_qepik == 200
