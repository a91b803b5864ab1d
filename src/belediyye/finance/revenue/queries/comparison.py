"""A previewed run beside the year before: totals by tax, the payers whose amount grows most.

The year before is what its assessments came to that count: for a payer's tax, those of the latest posted run that took
it in. Nearly all of them stand in one run of that year, its largest; what the others change is the few of whom they
speak. So the largest is met payer by payer through its index, and the rest is a small table laid over it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from belediyye.finance.revenue.models import AssessmentRun, Taxpayer
from belediyye.finance.revenue.queries.computation import Scope
from belediyye.finance.rules.engine.sql import DIALECTS

RISES = 20
COUNTS = "refusal = 0 AND budget = 0"


class _YearBefore:
    """The posted runs of the year before a scope's: the largest, and what the others change of it."""

    def __init__(self, run: AssessmentRun, scope: Scope) -> None:
        posted = AssessmentRun.objects.filter(
            municipality_id=scope.municipality_id, year=scope.year - 1, state=AssessmentRun.State.POSTED
        )
        self.scope = scope
        self.largest, *self.others = posted.order_by("-objects_count", "pk") or [None]
        self.heads = f"head IN ({', '.join(map(str, scope.heads))})"
        self.among = ""
        if not scope.is_whole:
            # Of a run that takes in a part of the municipality, only its own payers are met again: few, so found first.
            own = f"SELECT taxpayer_id FROM revenue_assessment WHERE run_id = {int(run.pk)}"
            found = f"= ANY(ARRAY({own}))" if connection.vendor == "postgresql" else f"IN ({own})"
            self.among = f" AND taxpayer_id {found}"

    def changed(self) -> str:
        """SELECT (taxpayer_id, head, amount): what the other runs add to the largest one's amounts, or take off them.

        The latest run that took a payer's tax in counts, be it that everything was refused there."""
        others = ", ".join(str(int(r.pk)) for r in self.others)
        runs = f"{int(self.largest.pk)}, {others}"
        same = f"a.run_id IN ({runs}) AND a.taxpayer_id = t.taxpayer_id AND a.head = t.head"
        touched = f"SELECT DISTINCT taxpayer_id, head FROM revenue_assessment WHERE run_id IN ({others}) AND {self.heads}{self.among}"
        latest = f"SELECT t.taxpayer_id, t.head, MAX(a.run_id) AS run_id FROM ({touched}) AS t CROSS JOIN revenue_assessment a WHERE {same} GROUP BY t.taxpayer_id, t.head"
        amount = f"CASE WHEN a.run_id = t.run_id THEN a.due_qepik ELSE 0 END - CASE WHEN a.run_id = {int(self.largest.pk)} THEN a.due_qepik ELSE 0 END"
        return (
            f"SELECT t.taxpayer_id, t.head, SUM({amount}) AS amount FROM ({latest}) AS t CROSS JOIN revenue_assessment a WHERE {same} AND a.refusal = 0 AND a.budget = 0 "
            "GROUP BY t.taxpayer_id, t.head"
        )

    def stood(self) -> str:
        """SELECT (head, amount): what the largest run came to."""
        return f"SELECT head, SUM(due_qepik) AS amount FROM revenue_assessment WHERE run_id = {int(self.largest.pk)} AND {COUNTS} AND {self.heads}{self.among} GROUP BY head"


def last_year(run: AssessmentRun, scope: Scope) -> dict[str, int]:
    """What the year before came to, by head; empty where nothing was posted."""
    before = _YearBefore(run, scope)
    if before.largest is None:
        return {}
    if scope.is_whole:
        # The run's own figures say it; a million assessments need not be added up again.
        taxes = before.largest.totals["taxes"]
        found = {head: int(taxes[str(head)]["due"]) for head in scope.heads if str(head) in taxes}
    else:
        found = dict(_rows(before.stood()))
    if before.others:
        for head, amount in _rows(
            f"SELECT head, SUM(amount) FROM ({before.changed()}) AS changed GROUP BY head"
        ):
            found[head] = found.get(head, 0) + int(amount)
    return {str(head): int(total) for head, total in sorted(found.items()) if total}


def largest_rises(run: AssessmentRun, scope: Scope, limit: int = RISES) -> list[list[Any]]:
    """[payer, code, last year, this year] of the payers whose amount grows most against the year before."""
    before = _YearBefore(run, scope)
    if before.largest is None:
        return []
    largest, heads = int(before.largest.pk), ", ".join(map(str, scope.heads))
    joined = ""
    if connection.vendor == "postgresql":
        stood, joined = (
            "b.amount",
            (
                f" LEFT JOIN (SELECT taxpayer_id, SUM(due_qepik) AS amount FROM revenue_assessment WHERE run_id = {largest} AND {COUNTS} "
                f"AND {before.heads} GROUP BY taxpayer_id) AS b ON b.taxpayer_id = n.taxpayer_id"
            ),
        )
    else:
        # SQLite has no join that walks two indexes side by side: it looks each payer up. The sums keep it from trying each
        # head by the index, so that a payer's few rows are read in one go.
        stood = (
            f"(SELECT SUM(b.due_qepik) FROM revenue_assessment b WHERE b.run_id = {largest} AND b.taxpayer_id = n.taxpayer_id "
            f"AND b.head + 0 IN ({heads}) AND b.refusal + 0 = 0 AND b.budget + 0 = 0)"
        )
    if before.others:
        joined += f" LEFT JOIN (SELECT taxpayer_id, SUM(amount) AS amount FROM ({before.changed()}) AS c GROUP BY taxpayer_id) AS c ON c.taxpayer_id = n.taxpayer_id"
        stood = f"COALESCE({stood} + COALESCE(c.amount, 0), c.amount)"
    now = f"SELECT taxpayer_id, SUM(due_qepik) AS amount FROM revenue_assessment WHERE run_id = {int(run.pk)} AND {COUNTS} GROUP BY taxpayer_id"
    # Fenced: what stood is looked up once a payer, and read three times.
    both = f"SELECT n.taxpayer_id, {stood} AS before, n.amount FROM ({now}) AS n{joined}{DIALECTS[connection.vendor].fence}"
    with side_by_side():
        found = _rows(
            f"SELECT taxpayer_id, before, amount FROM ({both}) AS both_years WHERE amount > before "
            f"ORDER BY amount - before DESC, taxpayer_id LIMIT {int(limit)}"
        )
    payers = Taxpayer.objects.in_bulk([payer for payer, _before, _now in found])
    return [[payers[k].name, payers[k].code, int(was), int(now)] for k, was, now in found]


@contextmanager
def side_by_side() -> Iterator[None]:
    """The rows of this run are a moment old and unknown to PostgreSQL's planner, which takes them for a handful and would
    meet each with all of last year's."""
    if connection.vendor != "postgresql":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        yield
        cursor.execute("SET LOCAL enable_nestloop = on")


def _rows(text: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(text)
        return cursor.fetchall()
