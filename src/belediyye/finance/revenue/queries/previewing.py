"""What the approval of a previewed run will post: the same statements that post, only asked."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import date, timedelta

from django.db import connection

from belediyye.core.queries import working_calendar
from belediyye.finance.revenue.models import AssessmentRun, BilledYear
from belediyye.finance.revenue.models.heads import TAXES
from belediyye.finance.revenue.queries import demanding, runs
from belediyye.finance.revenue.queries.comparison import side_by_side
from belediyye.finance.revenue.queries.computation import Statement
from belediyye.finance.revenue.queries.lowering import passed_debts
from belediyye.finance.rules.book.collection.days import roll

# A demand posted after its day is due this many days later: nobody owes interest before being told (TC 5.0.3). The
# number itself is the house's convention; no text of the law that was read names one.
LATER_DAYS = 30
# Of so many objects each account is not read for a preview where the last whole run says whose changes, and of so many
# payers not even theirs.
LARGE, FEW = 20_000, 5_000


def plan_of(run: AssessmentRun, on: date) -> demanding.Posting:
    """How a run would be posted on a day."""
    calendar, has_earlier = working_calendar(), runs.posted_before(run.municipality_id, run.year)
    return demanding.Posting(
        run_id=run.pk, scope=runs.scope_of(run), day=on, first_due=run.first_due, second_due=run.second_due,
        later_due=roll(on + timedelta(days=LATER_DAYS), calendar), declared_due=roll(date(run.year + 1, 3, 31), calendar),
        has_earlier=has_earlier, has_openings=runs.openings_of(run).exists(),
        billed_until=runs.billed_until(run),
        passed=passed_debts(run.municipality_id, run.year) if has_earlier else (),
        several=has_earlier and _is_several(run),
    )  # fmt: skip


def _is_several(run: AssessmentRun) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({demanding.of_several(run.municipality_id, run.year)})")
        return bool(cursor.fetchone()[0])


def posts(run: AssessmentRun, on: date) -> dict[str, int]:
    """{payers, up, down, notices}: whose year the approval changes, by how much, and how many notices can follow.

    Empty for the first run of a year that the old books did not bill: it posts what it computed, payer by payer. `passed`:
    debts that passed with sold buildings, which the approval brings in line besides. `about`: so many payers of so large
    a municipality change that only what was computed is compared, not each account."""
    plan = plan_of(run, on)
    if not (plan.has_earlier or plan.has_openings or plan.billed_until):
        return {}
    if plan.has_earlier and run.objects_count > LARGE and plan.scope.is_whole and (base := _whole(run)):
        changed = _changed(run, base)
        if len(changed) > FEW:
            return _compared(run, base) | {"passed": len(plan.passed), "about": 1}
        plan = replace(plan, payers=tuple(sorted(changed)) or (0,))
    statement = demanding.outcome(plan)
    with side_by_side() if plan.scope.is_whole and not plan.payers else nullcontext():
        ((payers, up, down, notices),) = _rows(statement)
    return {"payers": payers, "up": up, "down": -down, "notices": notices, "passed": len(plan.passed)}


def _whole(run: AssessmentRun) -> AssessmentRun | None:
    """The latest posted run of the year that took the whole municipality in, and all taxes of this one. None where the old
    books say something of the year: then what was computed is not what is demanded."""
    if BilledYear.objects.filter(municipality_id=run.municipality_id, year=run.year).exists():
        return None
    posted = AssessmentRun.objects.filter(
        municipality_id=run.municipality_id, year=run.year, state=AssessmentRun.State.POSTED, settlement="",
        street="", object__isnull=True,
    ).order_by("-pk")  # fmt: skip
    heads = set(runs.scope_of(run).heads)
    return next((one for one in posted if heads <= set(runs.scope_of(one).heads)), None)


def _sums(run: AssessmentRun, base: AssessmentRun) -> str:
    """SELECT (taxpayer_id, head, change, now): what the run computes beside what the other did, one pass over the index."""
    change = f"SUM(CASE WHEN run_id = {int(run.pk)} THEN due_qepik ELSE -due_qepik END)"
    now = f"SUM(CASE WHEN run_id = {int(run.pk)} THEN due_qepik ELSE 0 END)"
    return (
        f"SELECT taxpayer_id, head, {change} AS change, {now} AS now FROM revenue_assessment {_both(run, base)} "
        "GROUP BY taxpayer_id, head"
    )


def _both(run: AssessmentRun, base: AssessmentRun) -> str:
    heads = runs.scope_of(run).heads
    only = f" AND head IN ({', '.join(map(str, heads))})" if len(heads) < len(TAXES) else ""
    return f"WHERE run_id IN ({int(run.pk)}, {int(base.pk)}) AND refusal = 0 AND budget = 0{only}"


def _changed(run: AssessmentRun, base: AssessmentRun) -> set[int]:
    """The payers whose year may change: computed otherwise than by the last whole run, in a run since, refused there, or with
    a tax of the old books. FEW and one where they are more."""
    place, some = int(run.municipality_id), f"LIMIT {FEW + 1}"
    later = f"SELECT id FROM revenue_assessmentrun WHERE municipality_id = {place} AND year = {int(run.year)} AND state = 'posted' AND id > {int(base.pk)}"
    # By payer alone: half the work of doing it tax by tax.
    change = f"CASE WHEN run_id = {int(run.pk)} THEN due_qepik ELSE -due_qepik END"
    asked = (
        f"SELECT taxpayer_id FROM revenue_assessment {_both(run, base)} GROUP BY taxpayer_id HAVING SUM({change}) <> 0 OR SUM({change} * head) <> 0 {some}",
        f"SELECT DISTINCT taxpayer_id FROM revenue_assessment WHERE run_id IN ({later}) {some}",
        f"SELECT DISTINCT taxpayer_id FROM revenue_assessment WHERE run_id = {int(base.pk)} AND refusal <> 0 {some}",
        f"SELECT DISTINCT taxpayer_id FROM revenue_opening WHERE municipality_id = {place} AND year = {int(run.year)} {some}",
    )
    found: set[int] = set()
    for text in asked:
        found.update(payer for (payer,) in _rows(Statement(text)))
    return found


def _compared(run: AssessmentRun, base: AssessmentRun) -> dict[str, int]:
    """As `posts`, of what was computed alone."""
    part = "SUM(CASE WHEN change {} 0 THEN change ELSE 0 END)"
    text = (
        "SELECT COUNT(*), COALESCE(SUM(up), 0), COALESCE(SUM(down), 0), COALESCE(SUM(CASE WHEN now > 0 THEN 1 ELSE 0 END), 0) FROM ("
        f"SELECT taxpayer_id, {part.format('>')} AS up, {part.format('<')} AS down, SUM(now) AS now FROM ({_sums(run, base)}) AS s "
        "GROUP BY taxpayer_id) AS each_payer WHERE up <> 0 OR down <> 0"
    )
    with side_by_side():
        ((payers, up, down, notices),) = _rows(Statement(text))
    return {"payers": payers, "up": up, "down": -down, "notices": notices}


def _rows(statement: Statement) -> list[tuple[int, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return [tuple(int(value) for value in row) for row in cursor.fetchall()]
