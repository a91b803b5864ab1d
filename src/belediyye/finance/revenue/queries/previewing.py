"""What the approval of a previewed run will post: the same statements that post, only asked."""

from contextlib import nullcontext
from datetime import date, timedelta

from django.db import connection

from belediyye.core.queries import working_calendar
from belediyye.finance.revenue.models import AssessmentRun
from belediyye.finance.revenue.queries import demanding, runs
from belediyye.finance.revenue.queries.comparison import side_by_side
from belediyye.finance.revenue.queries.lowering import passed_debts, several
from belediyye.finance.rules.book.collection.days import roll

# A demand posted after its day is due this many days later: nobody owes interest before being told (TC 5.0.3). The
# number itself is the house's convention; no text of the law that was read names one.
LATER_DAYS = 30


def plan_of(run: AssessmentRun, on: date) -> demanding.Posting:
    """How a run would be posted on a day."""
    calendar, has_earlier = working_calendar(), runs.posted_before(run.municipality_id, run.year)
    return demanding.Posting(
        run_id=run.pk, scope=runs.scope_of(run), day=on, first_due=run.first_due, second_due=run.second_due,
        later_due=roll(on + timedelta(days=LATER_DAYS), calendar), declared_due=roll(date(run.year + 1, 3, 31), calendar),
        has_earlier=has_earlier, has_openings=runs.openings_of(run).exists(),
        billed_until=runs.billed_until(run),
        passed=passed_debts(run.municipality_id, run.year) if has_earlier else (),
        several=several(run.municipality_id, run.year) if has_earlier else (),
    )  # fmt: skip


def posts(run: AssessmentRun, on: date) -> dict[str, int]:
    """{payers, up, down, notices}: whose year the approval changes, by how much, and how many notices can follow.

    Empty for the first run of a year that the old books did not bill: it posts what it computed, payer by payer. `passed`:
    debts that passed with sold buildings, which the approval brings in line besides."""
    plan = plan_of(run, on)
    if not (plan.has_earlier or plan.has_openings or plan.billed_until):
        return {}
    statement = demanding.outcome(plan)
    with side_by_side() if plan.scope.is_whole else nullcontext(), connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        payers, up, down, notices = (int(n) for n in cursor.fetchone())
    return {"payers": payers, "up": up, "down": -down, "notices": notices, "passed": len(plan.passed)}
