"""The SQL that makes demands of an assessment run: what it asks for beside what the year already demands, to the qəpik.

As in `computation`, nothing typed by a person enters the text but as a parameter.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from belediyye.finance.revenue.models import Entry, Head
from belediyye.finance.revenue.models.heads import TAXES
from belediyye.finance.revenue.queries.computation import Scope, Statement, payers_in
from belediyye.finance.revenue.queries.posting import DEFERRED
from belediyye.finance.revenue.queries.sources import CARRIED, GRANTED, RAISED, REDUCED, says_paid

# The taxes of two instalments. Spelt out: SQLite would look each row up in a list.
YEARLY = " OR ".join(f"head = {int(h)}" for h in (Head.PROPERTY, Head.VEHICLE, Head.LAND))


@dataclass(frozen=True)
class Posting:
    """What posting needs beside the assessments: days, who, and what a run of a year already demanded."""

    run_id: int
    scope: Scope
    day: date
    first_due: date
    second_due: date
    later_due: date
    declared_due: date
    has_earlier: bool
    has_openings: bool = False
    # Whoever was registered by this day was billed for the year by the old books.
    billed_until: date | None = None
    # Debts that passed with a sold building, wherever they stand now: no part of their holder's own tax.
    passed: tuple[int, ...] = ()
    # Whether somebody's tax of the year stands on more debts than one: what is taken off them is shared out.
    several: bool = False
    # Where only some payers are asked about: their keys.
    payers: tuple[int, ...] = ()


def _wanted(p: Posting) -> str:
    """(taxpayer_id, head, instalment, amount) that the run's assessments ask for.

    A tax of the year that was brought in from the old books was billed there: it is not demanded again."""
    opened = (
        "SELECT COALESCE(t.merged_into_id, t.id), o.head FROM revenue_opening o JOIN revenue_taxpayer t ON t.id = o.taxpayer_id "
        f"WHERE o.municipality_id = {p.scope.municipality_id} AND o.year = {p.scope.year} AND o.head IS NOT NULL AND o.reversed_on IS NULL"
    )
    billed = f" AND (a.taxpayer_id, a.head) NOT IN ({opened})" if p.has_openings else ""
    if p.billed_until:
        billed += (
            " AND a.taxpayer_id NOT IN (SELECT id FROM revenue_taxpayer "
            f"WHERE municipality_id = {p.scope.municipality_id} AND registered <= '{p.billed_until.isoformat()}')"
        )
    if p.payers:
        billed += f" AND a.taxpayer_id IN ({', '.join(map(str, p.payers))})"
    sums = (
        "SELECT taxpayer_id, head, CAST(SUM(due_qepik) AS BIGINT) AS due FROM revenue_assessment a "
        f"WHERE run_id = {p.run_id} AND refusal = 0 AND budget = 0{billed} GROUP BY taxpayer_id, head"
    )
    # Of an odd qəpik the first part is the larger (TC 200.5, 208.5); declared taxes have one part.
    part = f"CASE WHEN {YEARLY} THEN (due + 2 - i.n) / 2 WHEN i.n = 1 THEN due ELSE 0 END"
    return f"SELECT taxpayer_id, head, i.n AS instalment, {part} AS amount FROM ({sums}) AS s CROSS JOIN (SELECT 1 AS n UNION ALL SELECT 2) AS i"


def _demanded(p: Posting, heads: tuple[int, ...] = ()) -> Statement:
    """(payer, head, instalment, demanded, demand_id, standing) of the year so far; what was merged counts for who took over.

    `standing` is what is still demanded once what was written off, passed on or granted is gone: no more can be taken off.

    What an objection took off stands beside what is computed: it does not count here, so that no later run undoes it.
    Of a part of the municipality only the accounts of its payers are read, and of those merged into them."""
    among, params = "", []
    if not p.scope.is_whole:
        inside = payers_in(p.scope)
        merged = f"SELECT id FROM revenue_taxpayer WHERE merged_into_id IN ({inside.text})"
        among = f" AND e.taxpayer_id IN ({inside.text} UNION {merged})"
        params = inside.params * 2
    if p.payers:
        some = ", ".join(map(str, p.payers))
        merged = f"SELECT id FROM revenue_taxpayer WHERE merged_into_id IN ({some})"
        among += (
            f" AND e.taxpayer_id IN (SELECT id FROM revenue_taxpayer WHERE id IN ({some}) UNION {merged})"
        )
    if p.passed:
        keys = ", ".join(map(str, p.passed))
        among += f" AND e.id NOT IN ({keys}) AND (e.demand_id IS NULL OR e.demand_id NOT IN ({keys}))"
    live = "NOT EXISTS (SELECT 1 FROM revenue_entry r WHERE r.reverses_id = e.id)"
    base = f"e.taxpayer_id = COALESCE(t.merged_into_id, t.id) AND (e.kind = 1 OR (e.kind = 8 AND e.demand_id IS NULL AND e.due IS NOT NULL AND {live}))"
    text = (
        "SELECT COALESCE(t.merged_into_id, t.id) AS payer, e.head, e.instalment, "
        f"CAST(SUM(CASE WHEN (e.kind IN (1, 2) AND e.source_kind <> '{GRANTED}') OR e.source_kind = '{REDUCED}' THEN e.amount ELSE 0 END) AS BIGINT) AS demanded, "
        f"MAX(CASE WHEN {base} THEN e.id END) AS demand_id, "
        f"CAST(SUM(CASE WHEN e.component = 0 AND NOT {says_paid(over_records=True)} THEN e.amount ELSE 0 END) AS BIGINT) AS standing "
        "FROM revenue_entry e JOIN revenue_taxpayer t ON t.id = e.taxpayer_id "
        f"WHERE e.municipality_id = {p.scope.municipality_id} AND e.year = {p.scope.year} AND e.kind IN (1, 2, 7, 8, 9) AND e.charge_id IS NULL "
        f"AND e.head IN ({', '.join(map(str, heads or p.scope.heads))}){among} GROUP BY COALESCE(t.merged_into_id, t.id), e.head, e.instalment"
    )
    return Statement(text, params)


def _sides(p: Posting, heads: tuple[int, ...] = ()) -> Statement:
    """(taxpayer_id, head, instalment, demand_id, before, amount, standing, live): what the run computed less what is
    demanded, at most what stands. Not `live` is a payer's tax with a refused object that was demanded before: it is left
    as it stands. With `heads`, what stands of other taxes is told beside."""
    if not p.has_earlier:
        return Statement(
            "SELECT taxpayer_id, head, instalment, CAST(NULL AS BIGINT) AS demand_id, 0 AS before, amount, 0 AS standing, "
            f"1 AS live FROM ({_wanted(p)}) AS w WHERE amount > 0"
        )
    old = _demanded(p, heads or p.scope.heads)
    own = "demanded"
    if heads:
        own = f"CASE WHEN head IN ({', '.join(map(str, p.scope.heads))}) THEN demanded ELSE 0 END"
    refused = f"SELECT 1 FROM revenue_assessment a WHERE a.run_id = {p.run_id} AND a.taxpayer_id = d.taxpayer_id AND a.head = d.head AND a.refusal <> 0"
    text = (
        "SELECT d.taxpayer_id, d.head, d.instalment, d.demand_id, d.before, d.amount, d.standing, "
        f"CASE WHEN d.amount = 0 THEN 1 WHEN d.before = 1 AND EXISTS ({refused}) THEN 0 ELSE 1 END AS live FROM ("
        "SELECT taxpayer_id, head, instalment, demand_id, before, CASE WHEN -amount > standing THEN -standing ELSE amount END AS amount, standing FROM ("
        "SELECT taxpayer_id, head, instalment, CAST(SUM(amount) AS BIGINT) AS amount, MAX(demand_id) AS demand_id, MAX(before) AS before, MAX(standing) AS standing FROM ("
        f"SELECT taxpayer_id, head, instalment, amount, CAST(NULL AS BIGINT) AS demand_id, 0 AS before, 0 AS standing FROM ({_wanted(p)}) AS w "
        f"UNION ALL SELECT payer, head, instalment, -{own}, demand_id, 1, standing FROM ({old.text}) AS o"
        ") AS both_sides GROUP BY taxpayer_id, head, instalment) AS summed) AS d"
    )
    return Statement(text, old.params)


def differences(p: Posting) -> Statement:
    """(taxpayer_id, head, instalment, amount, demand_id): what is to be posted so that the year's demands become what
    the run computed."""
    sides = _sides(p)
    return Statement(
        f"SELECT taxpayer_id, head, instalment, amount, demand_id FROM ({sides.text}) AS s WHERE amount <> 0 AND live = 1",
        sides.params,
    )


def outcome(p: Posting) -> Statement:
    """(payers, up, down, owing): of how many payers posting changes the year's tax, by how much up and down, and how many of
    them then owe something of the year, of whatever tax: those get a notice."""
    sides = _sides(p, tuple(int(h) for h in TAXES))
    part = "SUM(CASE WHEN live = 1 AND amount {} 0 THEN amount ELSE 0 END)"
    text = (
        "SELECT COUNT(*), COALESCE(SUM(up), 0), COALESCE(SUM(down), 0), COALESCE(SUM(CASE WHEN stands > 0 THEN 1 ELSE 0 END), 0) FROM ("
        f"SELECT taxpayer_id, {part.format('>')} AS up, {part.format('<')} AS down, SUM(standing + live * amount) AS stands "
        f"FROM ({sides.text}) AS s GROUP BY taxpayer_id) AS each_payer WHERE up <> 0 OR down <> 0"
    )
    return Statement(text, sides.params)


def of_several(municipality_id: int, year: int) -> str:
    """The payers whose tax of the year may stand on more debts than one: part of it was carried over, deferred, or raised
    when its day had passed."""
    ways = ", ".join(f"'{way}'" for way in (CARRIED, DEFERRED, RAISED))
    return (
        f"SELECT taxpayer_id FROM revenue_entry WHERE source_kind IN ({ways}) AND source_id IS NOT NULL AND municipality_id = {municipality_id} "
        f"AND year = {year} AND kind IN (1, 8) AND demand_id IS NULL AND due IS NOT NULL AND charge_id IS NULL"
    )


def changes_of(p: Posting, payers: Iterable[int] | None) -> Statement:
    """(taxpayer_id, head, instalment, change, standing) of some payers, or of all whose tax stands on several debts: what the
    run computed less what is demanded, and the most that can be taken off."""
    chosen = (
        of_several(p.scope.municipality_id, p.scope.year) if payers is None else ", ".join(map(str, payers))
    )
    some = f"WHERE {{}} IN ({chosen})"
    old = _demanded(p)
    refused = f"SELECT 1 FROM revenue_assessment a WHERE a.run_id = {p.run_id} AND a.taxpayer_id = d.taxpayer_id AND a.head = d.head AND a.refusal <> 0"
    text = (
        "SELECT taxpayer_id, head, instalment, CAST(SUM(amount) AS BIGINT), CAST(SUM(standing) AS BIGINT) FROM ("
        f"SELECT taxpayer_id, head, instalment, amount, 0 AS standing FROM ({_wanted(p)}) AS w {some.format('taxpayer_id')} "
        f"UNION ALL SELECT payer, head, instalment, -demanded, standing FROM ({old.text}) AS o {some.format('payer')}"
        f") AS d WHERE NOT EXISTS ({refused}) GROUP BY taxpayer_id, head, instalment"
    )
    return Statement(text, old.params)


def _by_part(first: object, second: object, declared: object) -> str:
    """Which of three holds for a row: of the first or second instalment, or of a tax that is declared."""
    return f"CASE WHEN NOT ({YEARLY}) THEN {declared} WHEN instalment = 1 THEN {first} ELSE {second} END"


def insert_entries(p: Posting, vendor: str) -> Statement:
    """The one statement that posts: demands where there were none, adjustments of what had been demanded. A raise that
    comes when the day to pay has passed is a demand of its own: the rest may be overdue, it is not."""
    inner = differences(p)
    shared = (
        f" WHERE amount > 0 OR taxpayer_id NOT IN ({of_several(p.scope.municipality_id, p.scope.year)})"
        if p.several
        else ""
    )
    day = lambda d: f"'{d.isoformat()}'" if vendor == "sqlite" else f"DATE '{d.isoformat()}'"  # noqa: E731
    # A demand that comes when its day has passed is due later: no interest runs before the payer could know.
    days = (p.first_due, p.second_due, p.declared_due)
    due = _by_part(*(day(d if d >= p.day else p.later_due) for d in days))
    kind, source, demand, beside = str(int(Entry.Kind.DEMAND)), "''", "demand_id", "NULL"
    if p.has_earlier:
        reduced = "demand_id IS NULL AND amount < 0"
        passed = _by_part(*(int(d < p.day) for d in days))
        raised = f"demand_id IS NOT NULL AND amount > 0 AND {passed} = 1"
        kind = f"CASE WHEN {reduced} THEN {int(Entry.Kind.TRANSFER)} WHEN demand_id IS NULL OR {raised} THEN {kind} ELSE {int(Entry.Kind.ADJUSTMENT)} END"
        due = f"CASE WHEN amount >= 0 THEN {due} END"
        source = f"CASE WHEN {reduced} THEN '{REDUCED}' WHEN {raised} THEN '{RAISED}' ELSE '' END"
        demand, beside = (
            f"CASE WHEN NOT ({raised}) THEN demand_id END",
            f"CASE WHEN {raised} THEN demand_id END",
        )
    text = (
        "INSERT INTO revenue_entry (municipality_id, taxpayer_id, kind, component, head, year, instalment, due, day, amount, demand_id, "
        'run_id, charge_id, reverses_id, source_kind, source_id, note, at, "by") '
        f"SELECT {p.scope.municipality_id}, taxpayer_id, {kind}, 0, head, {p.scope.year}, instalment, "
        f"{due}, {day(p.day)}, amount, {demand}, {p.run_id}, NULL, NULL, {source}, {beside}, '', NULL, NULL FROM ({inner.text}) AS posted{shared}"
    )
    return Statement(text, inner.params)
