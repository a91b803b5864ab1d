"""The comparative income form: what came in by kind of income, this year beside the last and beside the plan."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from belediyye.finance.revenue.models import BankLine, Head
from belediyye.finance.revenue.models.heads import PAYMENTS, TAXES
from belediyye.finance.revenue.queries.reports.tables import (
    ON_ACCOUNT,
    Column,
    Line,
    Table,
    head_name,
    rows_of,
    share,
)

# (municipality, year) -> planned qəpik by head; told by the room that keeps the budget, which stands above this one.
Plan = Callable[[int, int], dict[int, int]]
_plans: list[Plan] = []
S = BankLine.State
# The taxes of every municipality: that nothing of them came in is news. Any other line that is zero everywhere is left out.
ALWAYS = (Head.PROPERTY, Head.LAND)


def plan_source(plan: Plan) -> None:
    """Registers who knows the adopted plan of a year."""
    _plans.append(plan)


def planned(municipality_id: int, year: int) -> dict[int, int]:
    """The adopted plan of a year by head; empty where there is none."""
    found: dict[int, int] = {}
    for plan in _plans:
        found |= plan(municipality_id, year)
    return found


@dataclass(frozen=True)
class Came:
    """Money of one kind: this year up to the day, last year up to the same day, last year whole."""

    now: int = 0
    before: int = 0
    whole: int = 0


def same_day(on: date, year: int) -> date:
    """The day in another year; 29 February counts as the 28th there."""
    return on.replace(year=year, day=28) if (on.month, on.day) == (2, 29) else on.replace(year=year)


def _spans(column: str) -> str:
    return (
        f"SUM(CASE WHEN {column} >= %s THEN amount ELSE 0 END), SUM(CASE WHEN {column} <= %s THEN amount ELSE 0 END), "
        f"SUM(CASE WHEN {column} < %s THEN amount ELSE 0 END)"
    )


def came_in(municipality_id: int, on: date) -> dict[tuple[int, int], Came]:
    """What payers paid, less what was taken back, by (head, component); refunds under (-1, 0), below zero."""
    first, before = date(on.year, 1, 1), date(on.year - 1, 1, 1)
    rows = rows_of(
        f"""SELECT head, component, {_spans("day")} FROM (
          SELECT CASE WHEN COALESCE(o.kind, e.kind) = 6 THEN -1 ELSE e.head END AS head, CASE WHEN COALESCE(o.kind, e.kind) = 6 THEN 0 ELSE e.component END AS component,
            e.day, -e.amount AS amount
          FROM revenue_entry e LEFT JOIN revenue_entry o ON o.id = e.reverses_id
          WHERE e.municipality_id = %s AND e.day >= %s AND e.day <= %s AND COALESCE(o.kind, e.kind) IN (3, 6)) c GROUP BY head, component""",
        [first, same_day(on, on.year - 1), first, municipality_id, before, on],
    )
    found = {(head, part): Came(int(now), int(then), int(whole)) for head, part, now, then, whole in rows}
    return {of: came for of, came in found.items() if came != Came()}


def not_taxes(municipality_id: int, on: date) -> dict[str, Came]:
    """Receipts of the bank that are no payer's: still to be identified, and not of taxes at all.

    A line waits from its day until a payment is made of it, and again from the day on which that is taken back: so
    the form adds up to what the bank received, in every span of days."""
    first, before = date(on.year, 1, 1), date(on.year - 1, 1, 1)
    sort = f"CASE WHEN l.state = {S.OUT} THEN 'other' ELSE 'waiting' END AS sort"
    lines = f"l.municipality_id = {int(municipality_id)} AND l.amount > 0 AND NOT l.is_reversal AND l.state <> {S.RETURNED}"
    made = "revenue_payment p JOIN revenue_bankline l ON l.id = p.line_id"
    rows = rows_of(
        f"""SELECT sort, {_spans("day")} FROM (
          SELECT {sort}, l.day, l.amount FROM revenue_bankline l WHERE {lines}
          UNION ALL SELECT {sort}, CASE WHEN l.day > p.day THEN l.day ELSE p.day END, -p.amount FROM {made} WHERE {lines}
          UNION ALL SELECT {sort}, p.reversed_on, p.amount FROM {made} WHERE {lines} AND p.reversed_on IS NOT NULL
        ) c WHERE day >= %s AND day <= %s GROUP BY sort""",
        [first, same_day(on, on.year - 1), first, before, on],
    )
    found = {sort: Came(int(now), int(then), int(whole)) for sort, now, then, whole in rows}
    return {sort: came for sort, came in found.items() if came != Came()}


def columns(year: int) -> tuple[Column, ...]:
    return (
        Column(_("Kind of income")),
        Column(_("%(year)s, whole year") % {"year": year - 1}, "money", True),
        Column(_("%(year)s, to the same day") % {"year": year - 1}, "money", True),
        Column(_("%(year)s, to the day") % {"year": year}, "money", True),
        Column(_("Difference"), "money", True),
        Column(_("Against last year"), "percent"),
        Column(_("Plan of %(year)s") % {"year": year}, "money", True),
        Column(_("Of the plan"), "percent"),
    )


def _line(title: str, came: Came, plan: int | None = None) -> Line:
    return Line(
        (
            title, came.whole, came.before, came.now, came.now - came.before, share(came.now, came.before), plan,
            None if plan is None else share(came.now, plan),
        )
    )  # fmt: skip


def form(municipality_id: int, on: date) -> Table:
    """The form of a day. Its last but two lines add up to what payers paid; the plan stands where it was adopted."""
    found, plan, other = (
        came_in(municipality_id, on),
        planned(municipality_id, on.year),
        not_taxes(municipality_id, on),
    )
    lines = [
        _line(head_name(head, ""), found.get((head, 0), Came()), plan.get(head))
        for head in (*TAXES, *PAYMENTS)
        if head in ALWAYS or (head, 0) in found or plan.get(head)
    ]
    parts = {n: [c for (head, part), c in found.items() if part == n and head != -1] for n in (1, 2)}
    besides = [
        (_("Interest on arrears"), _added(parts[1])),
        (_("Sanctions"), _added(parts[2])),
        (_("Overpaid, on accounts"), found.get((ON_ACCOUNT, 0), Came())),
        (_("Refunded"), found.get((-1, 0), Came())),
        (_("Not yet identified (queue and suspense)"), other.get("waiting", Came())),
        (_("Receipts that are not of taxes"), other.get("other", Came())),
    ]
    lines += [_line(title, came) for title, came in besides if came != Came()]
    heads = columns(on.year)
    return Table(_("Comparative income form"), heads, lines, _together(lines))


def _added(came: list[Came]) -> Came:
    return Came(sum(c.now for c in came), sum(c.before for c in came), sum(c.whole for c in came))


def _together(lines: list[Line]) -> tuple[Any, ...]:
    whole, before, now, change = (sum(line.cells[n] for line in lines) for n in (1, 2, 3, 4))
    plan = sum(line.cells[6] or 0 for line in lines)
    reached = sum(line.cells[3] for line in lines if line.cells[6] is not None)
    return (_("Together"), whole, before, now, change, share(now, before), plan or None, share(reached, plan))
