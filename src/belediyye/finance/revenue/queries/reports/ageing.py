"""Debtors by age: every open debt in the bucket of its due day; by payer, street or tax. Credit stands beside, not against;
so does what an open objection holds of debts past their day: the disputed part and its interest."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.finance.revenue.models import Taxpayer
from belediyye.finance.revenue.queries.posting import IS_BASE, disputed_on, held_interest
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
    """Not yet due, five buckets, overdue together, what is disputed, credit, and the balance that all of them make."""
    return (
        Column(first),
        Column(_("Not yet due"), "money", True),
        *(Column(title, "money", True) for title in bucket_titles()),
        Column(_("Overdue"), "money", True),
        Column(_("Disputed"), "money", True),
        Column(_("Overpaid, not used"), "money", True),
        Column(_("Balance"), "money", True),
    )


def bucket_titles() -> list[str]:
    return [_("1–90 days"), _("91–180 days"), _("181–365 days"), _("1–3 years"), _("over 3 years")]


# Ages of what stands open: 0 not yet due, 1 to 5 the buckets, then credit, then a debt without a day.
NOT_DUE, CREDIT, NO_DAY = 0, 6, 7
LATE = range(1, 6)


def held(on: date) -> str:
    """The expression of what an open objection `o` holds of the debt `d` with the parts `b`: principal and its interest."""
    interest = held_interest(connection.vendor, "b.interest", "o.disputed", "d.due", on)
    return (
        "CASE WHEN o.disputed < b.principal THEN o.disputed WHEN b.principal > 0 THEN b.principal ELSE 0 END"
        f" + {interest}"
    )


def _open(scope: Scope) -> tuple[str, list[Any]]:
    """The statement's head: (payer, kind of income, age, amount) of every demand that does not stand at zero, in one pass
    over the entries; what is open to the payer's good is credit."""
    where, params = only_in(scope.municipality_id, scope.street, "e.taxpayer_id")
    tax = "" if scope.tax is None else f"WHERE d.head = {int(scope.tax)}"
    edges = [scope.on, *(scope.on - timedelta(days=days) for days in BOUNDS)]
    ages = " ".join(f"WHEN d.due >= '{day.isoformat()}' THEN {age}" for age, day in enumerate(edges))
    debt = f"b.amount > 0 AND {IS_BASE.format(e='d')}"
    text = f"""WITH aged AS MATERIALIZED (
      SELECT d.taxpayer_id, d.head, b.amount, CASE WHEN NOT ({debt}) THEN {CREDIT} WHEN d.due IS NULL THEN {NO_DAY} {ages} ELSE {LATE[-1]} END AS age,
        CASE WHEN o.disputed IS NULL OR d.due >= '{scope.on.isoformat()}' OR NOT ({debt}) THEN 0 ELSE {held(scope.on)} END AS held
      FROM (SELECT COALESCE(e.demand_id, e.id) AS demand, SUM(e.amount) AS amount, SUM(CASE WHEN e.component = 0 THEN e.amount ELSE 0 END) AS principal,
          SUM(CASE WHEN e.component = 1 THEN e.amount ELSE 0 END) AS interest FROM revenue_entry e
        WHERE e.municipality_id = %s AND e.day <= %s{where} GROUP BY 1 HAVING SUM(e.amount) <> 0) b
      JOIN revenue_entry d ON d.id = b.demand LEFT JOIN {disputed_on(scope.on)} o ON o.demand_id = d.id {tax})"""
    return text, [scope.municipality_id, scope.on, *params]


_OVERDUE = f"SUM(CASE WHEN a.age BETWEEN {LATE[0]} AND {LATE[-1]} THEN a.amount - a.held ELSE 0 END)"
_ONE_AGE = "SUM(CASE WHEN a.age = {age} THEN a.amount - a.held ELSE 0 END) AS a{age}"
# In the order of the columns.
_SUMS = ", ".join(
    [*(_ONE_AGE.format(age=age) for age in (NOT_DUE, *LATE)), f"{_OVERDUE} AS overdue", "SUM(a.held) AS held", _ONE_AGE.format(age=CREDIT), "SUM(a.amount) AS balance"]
)  # fmt: skip
_NAMES = [*(f"a{age}" for age in (NOT_DUE, *LATE)), "overdue", "held", f"a{CREDIT}", "balance"]


def _payers(late: bool = True) -> str:
    """The statement of the columns by payer: of those with something past its day, or of all."""
    having = f" HAVING {_OVERDUE} > 0" if late else ""
    return f"SELECT a.taxpayer_id AS key, {_SUMS} FROM aged a GROUP BY a.taxpayer_id{having}"


def _line(first: Any, values: Any, url: str = "") -> Line:
    return Line((first, *map(int, values)), url)


def _table(caption: str, first: str, lines: list[Line]) -> Table:
    heads = columns(first)
    return Table(
        caption, heads, lines, sums(heads, lines, _("Together")), _("Nobody owes anything on this day.")
    )


def _tax_table(rows: list[tuple[Any, ...]]) -> Table:
    found = sorted(rows, key=lambda row: (row[0] == 0, row[0]))
    return _table(
        _("By kind of income"),
        _("Kind of income"),
        [_line(head_name(head, _("On accounts, not yet used")), values) for head, *values in found],
    )


def _payer_table(rows: list[tuple[Any, ...]], linked: bool) -> Table:
    keys = [row[0] for row in rows]
    who: dict[int, tuple[str, str]] = {}
    for start in range(0, len(keys), 500):
        some = Taxpayer.objects.filter(pk__in=keys[start : start + 500])
        who |= {pk: (name, code) for pk, name, code in some.values_list("pk", "name", "code")}
    lines = [
        _line(
            f"{who[key][0]} · {who[key][1]}",
            values,
            reverse("revenue_card", args=[who[key][1]]) if linked else "",
        )
        for key, *values in rows
    ]
    return Table(_("By taxpayer"), columns(_("Taxpayer")), lines, (), _("Nobody owes anything past its day."))


def by_tax(scope: Scope) -> Table:
    """Open debts by kind of income; credit that stands on accounts has a line of its own."""
    head, params = _open(scope)
    return _tax_table(rows_of(f"{head} SELECT a.head, {_SUMS} FROM aged a GROUP BY a.head", params))


def by_street(scope: Scope) -> Table:
    """Open debts by street of the payers."""
    return streets_and_taxes(scope)[1]


def streets_and_taxes(scope: Scope) -> tuple[Table, Table]:
    """(by kind of income, by street), from one pass over the entries; each payer's debts are added up before the streets'."""
    head, params = _open(scope)
    columns_of = ", ".join(f"SUM(p.{name})" for name in _NAMES)
    rows = rows_of(
        f"""{head}, p AS MATERIALIZED ({_payers(late=False)})
        SELECT 0 AS sort, '' AS street, a.head, {_SUMS} FROM aged a GROUP BY a.head
        UNION ALL SELECT 1, s.street, 0, {columns_of} FROM p JOIN {streets(scope.municipality_id)} s ON s.taxpayer_id = p.key GROUP BY s.street""",
        params,
    )
    taxes = [tuple(values) for sort, _street, *values in rows if not sort]
    lines = [
        _line(street or _("Address unknown"), values)
        for street, values in sorted((street, values) for sort, street, _head, *values in rows if sort)
    ]
    return _tax_table(taxes), _table(_("By street"), _("Street"), lines)


def debtors(scope: Scope) -> Table:
    """Everybody with something past its day, the largest first, for a workbook."""
    head, params = _open(scope)
    return _payer_table(
        rows_of(f"{head} {_payers()} ORDER BY {_OVERDUE} DESC, a.taxpayer_id", params), linked=False
    )


def page(scope: Scope, start: int, limit: int) -> tuple[Table, Table, int]:
    """(by kind of income, a page of the debtors, how many debtors there are): all of it from one pass over the entries."""
    head, params = _open(scope)
    names = ", ".join(_NAMES)
    rows = rows_of(
        f"""{head}, late AS MATERIALIZED ({_payers()})
        SELECT 0 AS sort, a.head AS key, {_SUMS} FROM aged a GROUP BY a.head
        UNION ALL SELECT * FROM (SELECT 1 AS sort, key, {names} FROM late ORDER BY overdue DESC, key LIMIT {int(limit)} OFFSET {int(start)}) p
        UNION ALL SELECT 2, COUNT(*), 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 FROM late""",
        params,
    )
    of = {sort: [row[1:] for row in rows if row[0] == sort] for sort in (0, 1, 2)}
    of[1].sort(key=lambda row: (-row[7], row[0]))  # a union keeps no order of its parts
    return _tax_table(of[0]), _payer_table(of[1], linked=True), int(of[2][0][0])
