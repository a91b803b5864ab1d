"""All municipalities side by side for who supervises them: figures only, nothing by which a person is known."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from belediyye.finance.revenue.queries.posting import OPENING, disputed_on
from belediyye.finance.revenue.queries.reports.ageing import held
from belediyye.finance.revenue.queries.reports.income import same_day
from belediyye.finance.revenue.queries.reports.tables import Column, Line, Table, rows_of, share

# Few entries are reversals: each looks for what it takes back, and no row is joined for the others.
KIND = "CASE WHEN e.reverses_id IS NULL THEN e.kind ELSE (SELECT o.kind FROM revenue_entry o WHERE o.id = e.reverses_id) END"
Figures = dict[int, tuple[int, ...]]


@dataclass(frozen=True)
class Scope:
    """A tax year as it stands on a day, of one rayon or of the country."""

    year: int
    on: date
    area_id: int | None = None


def _numbers(rows: list[tuple[Any, ...]]) -> Figures:
    return {place: tuple(int(n or 0) for n in values) for place, *values in rows}


def registers(on: date) -> Figures:
    """(payers, objects) that were live on the day, by municipality."""
    payers = rows_of(
        """SELECT municipality_id, COUNT(*) FROM revenue_taxpayer WHERE merged_into_id IS NULL AND registered <= %s AND (closed IS NULL OR closed > %s)
        GROUP BY municipality_id""",
        [on, on],
    )
    things = rows_of(
        "SELECT municipality_id, COUNT(*) FROM revenue_taxobject WHERE began <= %s AND (ended IS NULL OR ended > %s) GROUP BY municipality_id",
        [on, on],
    )
    objects = dict(things)
    return {place: (count, objects.get(place, 0)) for place, count in payers} | {
        place: (0, count) for place, count in things if place not in dict(payers)
    }


def flows(year: int, on: date) -> Figures:
    """(demanded for the year, paid or set off of that) up to the day, and the same of last year up to the same day."""
    before = same_day(on, on.year - 1)
    # One whole number to group by is added up twice as fast as sums of conditions.
    sort = f"CASE WHEN {KIND} IN (1, 2) THEN 0 WHEN e.component = 0 AND {KIND} IN (3, 8) THEN 1 ELSE 2 END"
    rows = rows_of(
        f"""SELECT e.municipality_id * 8 + CASE WHEN e.year = %s THEN 0 ELSE 4 END + {sort} AS sort, SUM(e.amount) FROM revenue_entry e
        WHERE ((e.year = %s AND e.day <= %s) OR (e.year = %s AND e.day <= %s)) AND e.head <> 0 AND e.source_kind <> '{OPENING}' GROUP BY 1""",
        [year, year, on, year - 1, before],
    )
    found: dict[int, list[int]] = {}
    for sort_of, amount in rows:
        place, rest = divmod(int(sort_of), 8)
        last_year, what = divmod(rest, 4)
        if what < 2:
            sums = found.setdefault(place, [0, 0, 0, 0])
            sums[last_year * 2 + what] += int(amount) if what == 0 else -int(amount)
    return {place: tuple(sums) for place, sums in found.items()}


def arrears(on: date, municipality_id: int | None = None) -> Figures:
    """(what stands open past its day, interest and sanctions as posted, less what open objections hold), by municipality, or
    of one: the column "overdue" of the debtors by age."""
    one = f" AND {{}}.municipality_id = {int(municipality_id)}" if municipality_id else ""
    whole = rows_of(
        f"""SELECT d.municipality_id, SUM(b.amount) FROM (
          SELECT COALESCE(e.demand_id, e.id) AS demand, SUM(e.amount) AS amount FROM revenue_entry e
          WHERE e.day <= %s{one.format("e")} GROUP BY 1 HAVING SUM(e.amount) > 0) b
        JOIN revenue_entry d ON d.id = b.demand WHERE d.due < %s GROUP BY d.municipality_id""",
        [on, on],
    )
    # Few debts are disputed: principal and interest are told apart of these alone.
    disputed = dict(
        rows_of(
            f"""SELECT d.municipality_id, SUM({held(on)}) FROM {disputed_on(on)} o JOIN revenue_entry d ON d.id = o.demand_id JOIN (
              SELECT x.demand_id AS demand, SUM(e.amount) AS amount, SUM(CASE WHEN e.component = 0 THEN e.amount ELSE 0 END) AS principal,
                SUM(CASE WHEN e.component = 1 THEN e.amount ELSE 0 END) AS interest
              FROM {disputed_on(on)} x JOIN revenue_entry e ON (e.id = x.demand_id OR e.demand_id = x.demand_id) AND e.day <= %s GROUP BY x.demand_id
            ) b ON b.demand = d.id WHERE d.due < %s AND b.amount > 0{one.format("d")} GROUP BY d.municipality_id""",
            [on, on],
        )
    )
    return {place: (int(amount) - int(disputed.get(place, 0)),) for place, amount in whole}


def reliefs(year: int) -> Figures:
    """(forgone by reliefs in the latest posted runs of the year), by municipality."""
    return _numbers(
        rows_of(
            """SELECT a.municipality_id, SUM(a.relief_qepik) FROM revenue_assessment a
            JOIN (SELECT b.taxpayer_id, b.head, MAX(b.run_id) AS run_id FROM revenue_assessmentrun r JOIN revenue_assessment b ON b.run_id = r.id
              WHERE r.year = %s AND r.state = 'posted' GROUP BY b.taxpayer_id, b.head) l
              ON l.run_id = a.run_id AND l.taxpayer_id = a.taxpayer_id AND l.head = a.head
            WHERE a.refusal = 0 AND a.budget = 0 GROUP BY a.municipality_id""",
            [year],
        )
    )


def columns(year: int) -> tuple[Column, ...]:
    before = {"year": year - 1}
    return (
        Column(_("Municipality")),
        Column(_("Rayon or city")),
        Column(_("Taxpayers"), "int", True),
        Column(_("Objects"), "int", True),
        Column(_("Demanded"), "money", True),
        Column(_("Paid of it"), "money", True),
        Column(_("Collection rate"), "percent"),
        Column(_("Arrears"), "money", True),
        Column(_("Reliefs"), "money", True),
        Column(_("Demanded in %(year)s") % before, "money", True),
        Column(_("Paid of it by the same day"), "money", True),
        Column(_("Rate of %(year)s") % before, "percent"),
        Column(_("Paid, against last year"), "percent"),
    )


def table(scope: Scope) -> Table:
    """Every municipality that stands on the day, also one that keeps nothing here yet; six questions whatever their number."""
    where, params = ("AND m.area_id = %s", [scope.area_id]) if scope.area_id else ("", [])
    places = rows_of(
        f"""SELECT m.id, m.name, a.name FROM core_municipality m JOIN core_area a ON a.id = m.area_id
        WHERE (m.closed IS NULL OR m.closed > %s) {where} ORDER BY a.name, m.name, m.id""",
        [scope.on, *params],
    )
    stock, paid_of, open_, forgone = (
        registers(scope.on),
        flows(scope.year, scope.on),
        arrears(scope.on),
        reliefs(scope.year),
    )
    lines = []
    for place, name, area in places:
        payers, things = stock.get(place, (0, 0))
        demanded, paid, old, old_paid = paid_of.get(place, (0, 0, 0, 0))
        lines.append(
            Line(
                (
                    name, area, payers, things, demanded, paid, share(paid, demanded), open_.get(place, (0,))[0],
                    forgone.get(place, (0,))[0], old, old_paid, share(old_paid, old), share(paid, old_paid),
                )
            )
        )  # fmt: skip
    heads = columns(scope.year)
    return Table(
        _("All municipalities"), heads, lines, _together(lines), _("No municipality stands on this day.")
    )


def _together(lines: list[Line]) -> tuple[Any, ...]:
    payers, things, demanded, paid, open_, forgone, old, old_paid = (
        sum(line.cells[n] for line in lines) for n in (2, 3, 4, 5, 7, 8, 9, 10)
    )
    return (
        _("Together"), "", payers, things, demanded, paid, share(paid, demanded), open_, forgone, old, old_paid, share(old_paid, old),
        share(paid, old_paid),
    )  # fmt: skip
