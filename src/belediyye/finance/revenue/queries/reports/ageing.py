"""Debtors by age: every open debt in the bucket of its due day; by payer, street or tax. Credit stands beside, not against."""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.finance.revenue.queries.posting import IS_BASE
from belediyye.finance.revenue.queries.reports.streets import only_in, streets
from belediyye.finance.revenue.queries.reports.tables import Column, Line, Table, head_name, rows_of, sums

# Last day of lateness of each bucket but the open one.
BOUNDS = (90, 180, 365, 1095)


@dataclass(frozen=True)
class Scope:
    """A municipality's debts at the end of a day, of one tax and one street where these are given."""

    municipality_id: int
    on: date
    tax: int | None = None
    street: str = ""


def columns(first: str) -> tuple[Column, ...]:
    """Not yet due, five buckets, overdue together, credit, and the balance that all of them make."""
    return (
        Column(first),
        Column(_("Not yet due"), "money", True),
        *(Column(title, "money", True) for title in bucket_titles()),
        Column(_("Overdue"), "money", True),
        Column(_("Overpaid, not used"), "money", True),
        Column(_("Balance"), "money", True),
    )


def bucket_titles() -> list[str]:
    return [_("1–90 days"), _("91–180 days"), _("181–365 days"), _("1–3 years"), _("over 3 years")]


def _asked(scope: Scope, group: str, join: str = "") -> tuple[str, list[Any]]:
    where, params = only_in(scope.municipality_id, scope.street, "e.taxpayer_id")
    tax = "" if scope.tax is None else f" AND COALESCE(d.head, 0) = {int(scope.tax)}"
    edges = [scope.on, *(scope.on - timedelta(days=days) for days in BOUNDS)]
    days = [day.isoformat() for day in edges]
    buckets = [f"d.due >= '{days[0]}'"]
    buckets += [f"d.due < '{late}' AND d.due >= '{early}'" for late, early in pairwise(days)]
    buckets.append(f"d.due < '{days[-1]}'")
    parts = [f"SUM(CASE WHEN b.amount > 0 AND {bucket} THEN b.amount ELSE 0 END)" for bucket in buckets]
    parts.append(f"SUM(CASE WHEN b.amount > 0 AND d.due < '{days[0]}' THEN b.amount ELSE 0 END)")
    parts.append("SUM(CASE WHEN b.demand IS NULL OR b.amount < 0 THEN b.amount ELSE 0 END)")
    open_debt = f"""SELECT e.taxpayer_id, CASE WHEN e.demand_id IS NOT NULL OR {IS_BASE.format(e="e")} THEN COALESCE(e.demand_id, e.id) END AS demand,
        SUM(e.amount) AS amount
      FROM revenue_entry e WHERE e.municipality_id = %s AND e.day <= %s{where} GROUP BY 1, 2 HAVING SUM(e.amount) <> 0"""
    text = f"""SELECT {group}, {", ".join(parts)}, SUM(b.amount) FROM ({open_debt}) b
      LEFT JOIN revenue_entry d ON d.id = b.demand {join} WHERE 1 = 1{tax} GROUP BY {group}"""
    return text, [scope.municipality_id, scope.on, *params]


def _line(first: Any, values: list[Any], url: str = "") -> Line:
    return Line((first, *map(int, values)), url)


def _table(caption: str, first: str, lines: list[Line]) -> Table:
    heads = columns(first)
    return Table(
        caption, heads, lines, sums(heads, lines, _("Together")), _("Nobody owes anything on this day.")
    )


def by_tax(scope: Scope) -> Table:
    text, params = _asked(scope, "COALESCE(d.head, 0)")
    found = sorted(rows_of(text, params), key=lambda row: (row[0] == 0, row[0]))
    return _table(
        _("By kind of income"),
        _("Kind of income"),
        [_line(head_name(head, _("On accounts, not yet used")), values) for head, *values in found],
    )


def by_street(scope: Scope) -> Table:
    text, params = _asked(
        scope, "s.street", f"JOIN {streets(scope.municipality_id)} s ON s.taxpayer_id = b.taxpayer_id"
    )
    found = sorted(rows_of(text, params))
    return _table(
        _("By street"),
        _("Street"),
        [_line(street or _("Address unknown"), values) for street, *values in found],
    )


def _debtors(scope: Scope) -> tuple[str, list[Any]]:
    text, params = _asked(scope, "b.taxpayer_id")
    named = ("payer", "not_due", "b1", "b2", "b3", "b4", "b5", "overdue", "credit", "balance")
    # The names of the columns, so that the outer statement may order by them on both engines.
    return f"WITH aged({', '.join(named)}) AS ({text})", params


def count_debtors(scope: Scope) -> int:
    """How many payers have something past its day."""
    head, params = _debtors(scope)
    return int(rows_of(f"{head} SELECT COUNT(*) FROM aged WHERE overdue > 0", params)[0][0])


def debtors(scope: Scope, start: int = 0, limit: int | None = None) -> Table:
    """Payers with something past its day, the largest first; each leads to the account card."""
    head, params = _debtors(scope)
    part = "" if limit is None else f"LIMIT {int(limit)} OFFSET {int(start)}"
    found = rows_of(
        f"""{head} SELECT t.name, t.code, a.not_due, a.b1, a.b2, a.b3, a.b4, a.b5, a.overdue, a.credit, a.balance FROM aged a
        JOIN revenue_taxpayer t ON t.id = a.payer WHERE a.overdue > 0 ORDER BY a.overdue DESC, t.folded, t.id {part}""",
        params,
    )
    lines = [
        _line(f"{name} · {code}", values, reverse("revenue_card", args=[code]))
        for name, code, *values in found
    ]
    return Table(_("By taxpayer"), columns(_("Taxpayer")), lines, (), _("Nobody owes anything past its day."))
