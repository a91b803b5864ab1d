"""The demand–collection–balance roll: what stood open, what was demanded, what came in, what is left; by tax, street, payer."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.expressions import RawSQL
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.finance.revenue.models import Entry, Taxpayer
from belediyye.finance.revenue.queries.posting import OPENING
from belediyye.finance.revenue.queries.reports.streets import only_in, streets
from belediyye.finance.revenue.queries.reports.tables import Column, Line, Table, head_name, rows_of, sums

# A reversal counts as what it takes back. Numbers are those of Entry.Kind; 0 = before the period, or out of the old books.
MOVES = ((0,), (1, 2), (4, 5), (3,), (6,), (7,), (8,))


@dataclass(frozen=True)
class Scope:
    """A municipality's entries of a period, of one tax and one street where these are given."""

    municipality_id: int
    since: date
    until: date
    tax: int | None = None
    street: str = ""


def columns(first: str) -> tuple[Column, ...]:
    """The roll's columns: opening + demanded + interest + collected … add up to closing, in every line."""
    return (
        Column(first),
        Column(_("Opening balance"), "money", True),
        Column(_("Demanded"), "money", True),
        Column(_("Interest and sanctions"), "money", True),
        Column(_("Collected"), "money", True),
        Column(_("Refunded"), "money", True),
        Column(_("Written off"), "money", True),
        Column(_("Set off, carried over"), "money", True),
        Column(_("Closing balance"), "money", True),
    )


def _moves(scope: Scope, payers: Sequence[int] | None = None) -> tuple[str, list[Any]]:
    """The statement (taxpayer_id, head, move, amount) of the scope's entries."""
    where, params = only_in(scope.municipality_id, scope.street, "e.taxpayer_id")
    if scope.tax is not None:
        where += f" AND e.head = {int(scope.tax)}"
    if payers is not None:
        where += f" AND e.taxpayer_id IN ({', '.join(map(str, map(int, payers))) or 'NULL'})"
    text = f"""SELECT e.taxpayer_id, e.head, e.amount, CASE WHEN e.day < %s OR e.source_kind = '{OPENING}' THEN 0 ELSE COALESCE(o.kind, e.kind) END AS move
      FROM revenue_entry e LEFT JOIN revenue_entry o ON o.id = e.reverses_id
      WHERE e.municipality_id = %s AND e.day <= %s{where}"""
    return text, [scope.since, scope.municipality_id, scope.until, *params]


def _by_payer(scope: Scope, payers: Sequence[int] | None = None) -> tuple[str, list[Any]]:
    """The statement (taxpayer_id, a sum m0 … m6 a column, m7 their balance) of every payer of the scope."""
    inner, params = _moves(scope, payers)
    parts = [
        f"SUM(CASE WHEN m.move IN ({', '.join(map(str, kinds))}) THEN m.amount ELSE 0 END) AS m{n}"
        for n, kinds in enumerate(MOVES)
    ]
    return (
        f"SELECT m.taxpayer_id, {', '.join(parts)}, SUM(m.amount) AS m{len(MOVES)} FROM ({inner}) m GROUP BY m.taxpayer_id",
        params,
    )


def _line(first: Any, values: Sequence[Any], url: str = "") -> Line:
    opening, demanded, charged, paid, refunded, written, moved, closing = map(int, values)
    # Money that came in lowers the balance; on paper it is a positive figure of its own column.
    return Line((first, opening, demanded, charged, -paid, refunded, -written, moved, closing), url)


def _columns(groups: Iterable[tuple[Any, int, Any]]) -> dict[Any, list[int]]:
    """The sums of a line's columns by what it is of. Few groups of one sum are added twice as fast as one of many sums."""
    found: dict[Any, list[int]] = {}
    for first, move, amount in groups:
        values = found.setdefault(first, [0] * (len(MOVES) + 1))
        values[-1] += int(amount)
        for n, kinds in enumerate(MOVES):
            values[n] += int(amount) if move in kinds else 0
    return found


def by_tax(scope: Scope) -> Table:
    """The roll by kind of income; money that no debt has taken yet stands in a line of its own."""
    inner, params = _moves(scope)
    found = _columns(
        rows_of(f"SELECT m.head, m.move, SUM(m.amount) FROM ({inner}) m GROUP BY m.head, m.move", params)
    )
    lines = [
        _line(head_name(head, _("On accounts, not yet used")), found[head])
        for head in sorted(found, key=lambda head: (head == 0, head))
    ]
    heads = columns(_("Kind of income"))
    return Table(
        _("By kind of income"),
        heads,
        lines,
        sums(heads, lines, _("Together")),
        _("Nothing was posted up to this day."),
    )


def by_street(scope: Scope) -> Table:
    """The roll by street of the payers; where each lives is asked once."""
    inner, params = _moves(scope)
    text = f"""WITH s AS MATERIALIZED (SELECT taxpayer_id, street FROM {streets(scope.municipality_id)} AS known)
      SELECT s.street, m.move, SUM(m.amount) FROM ({inner}) m JOIN s ON s.taxpayer_id = m.taxpayer_id GROUP BY s.street, m.move"""
    found = _columns(rows_of(text, params))
    lines = [_line(street or _("Address unknown"), found[street]) for street in sorted(found)]
    heads = columns(_("Street"))
    return Table(
        _("By street"),
        heads,
        lines,
        sums(heads, lines, _("Together")),
        _("Nothing was posted up to this day."),
    )


def payers_of(scope: Scope) -> QuerySet[Taxpayer]:
    """Who stands on the roll: everybody with an entry up to its last day, in the order of names."""
    entries = Entry.objects.filter(
        municipality_id=scope.municipality_id, taxpayer=OuterRef("pk"), day__lte=scope.until
    )
    if scope.tax is not None:
        entries = entries.filter(head=scope.tax)
    rows = Taxpayer.objects.filter(Exists(entries.order_by()), municipality_id=scope.municipality_id)
    if scope.street:
        inside = RawSQL(  # noqa: S611 - the street is a parameter, the municipality a number
            f"SELECT taxpayer_id FROM {streets(scope.municipality_id)} s WHERE s.street = %s", [scope.street]
        )
        rows = rows.filter(pk__in=inside)
    return rows.order_by("folded", "pk")


def by_payer(scope: Scope, payers: Sequence[Taxpayer]) -> Table:
    """The roll of the payers given, each leading to the account card; without totals: the page is a part."""
    text, params = _by_payer(scope, [p.pk for p in payers])
    found = {key: values for key, *values in rows_of(text, params)}
    lines = [
        _line(f"{p.name} · {p.code}", found.get(p.pk, [0] * 8), reverse("revenue_card", args=[p.code]))
        for p in payers
    ]
    return Table(_("By taxpayer"), columns(_("Taxpayer")), lines, (), _("Nothing was posted up to this day."))


def every_payer(scope: Scope) -> Table:
    """The whole roll, for a workbook: every payer in one pass."""
    text, params = _by_payer(scope)
    who = {
        pk: (folded, name, code)
        for pk, folded, name, code in payers_of(scope).values_list("pk", "folded", "name", "code")
    }
    found = sorted(rows_of(text, params), key=lambda row: (*who[row[0]][:1], row[0]))
    lines = [_line(f"{who[key][1]} · {who[key][2]}", values) for key, *values in found]
    return Table(_("By taxpayer"), columns(_("Taxpayer")), lines)
