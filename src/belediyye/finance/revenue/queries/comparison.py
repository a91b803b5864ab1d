"""A previewed run beside the year before: totals by tax, the payers whose amount grows most.

The year before is what its assessments came to that count: for a payer's tax, those of the latest posted run that took
it in. They stand in an index in the order of payers, so that two years of a million are met in one walk.
"""

from typing import Any

from django.db import connection

from belediyye.finance.revenue.models import AssessmentRun, Taxpayer
from belediyye.finance.revenue.queries.computation import Scope, Statement

RISES = 20


def _counting(scope: Scope, run_id: int) -> Statement | None:
    """(taxpayer_id, head, due_qepik) of the year before the scope's; None where no run posted it.

    Of a run that takes in a part of the municipality, only its own payers are met again."""
    posted = list(
        AssessmentRun.objects.filter(
            municipality_id=scope.municipality_id, year=scope.year - 1, state=AssessmentRun.State.POSTED
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    if not posted:
        return None
    text = (
        "SELECT a.taxpayer_id, a.head, a.due_qepik FROM revenue_assessment a "
        f"WHERE a.run_id IN ({', '.join(map(str, posted))}) AND a.refusal = 0 AND a.budget = 0 AND a.head IN ({', '.join(map(str, scope.heads))})"
    )
    if len(posted) > 1:
        again = ", ".join(map(str, posted[1:]))
        text = (
            f"WITH again AS MATERIALIZED (SELECT DISTINCT taxpayer_id, head, run_id FROM revenue_assessment WHERE run_id IN ({again})) "
            f"{text} AND NOT EXISTS (SELECT 1 FROM again l WHERE l.taxpayer_id = a.taxpayer_id AND l.head = a.head AND l.run_id > a.run_id)"
        )
    if scope.is_whole:
        return Statement(text)
    return Statement(
        f"{text} AND a.taxpayer_id IN (SELECT taxpayer_id FROM revenue_assessment WHERE run_id = %s)",
        [run_id],
    )


def last_year(run: AssessmentRun, scope: Scope) -> dict[str, int]:
    """What the year before came to, by head; empty where nothing was posted."""
    before = _counting(scope, run.pk)
    if before is None:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT head, SUM(due_qepik) FROM ({before.text}) AS before GROUP BY head ORDER BY head",
            before.params,
        )
        return {str(head): int(total) for head, total in cursor.fetchall() if total}


def largest_rises(run: AssessmentRun, scope: Scope, limit: int = RISES) -> list[list[Any]]:
    """[payer, code, last year, this year] of the payers whose amount grows most against the year before."""
    before = _counting(scope, run.pk)
    if before is None:
        return []
    with connection.cursor() as cursor:
        # The rows of this run are a moment old and unknown to PostgreSQL's planner, which takes them for a handful and
        # would meet each with all of last year's.
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(
            f"""SELECT n.taxpayer_id, b.amount, n.amount FROM
            (SELECT taxpayer_id, SUM(due_qepik) AS amount FROM revenue_assessment WHERE run_id = %s AND refusal = 0 AND budget = 0 GROUP BY taxpayer_id) n
            JOIN (SELECT taxpayer_id, SUM(due_qepik) AS amount FROM ({before.text}) AS before GROUP BY taxpayer_id) b ON b.taxpayer_id = n.taxpayer_id
            WHERE n.amount > b.amount ORDER BY n.amount - b.amount DESC, n.taxpayer_id LIMIT {int(limit)}""",
            [run.pk, *before.params],
        )
        found = cursor.fetchall()
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_nestloop = on")
    payers = Taxpayer.objects.in_bulk([payer for payer, _before, _now in found])
    return [[payers[k].name, payers[k].code, int(was), int(now)] for k, was, now in found]
