"""The SQL of an assessment run: the register's rows of a year, the law over them, relief spent, demands made of it.

All text is made of names, whole numbers, codes of the book and dates written here; nothing typed by a person enters
it but as a parameter. Both engines get the same statements in their own dialect.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from belediyye.finance.revenue.models import Entry, Head
from belediyye.finance.revenue.models.heads import TAXES
from belediyye.finance.revenue.queries.holders import first_of_the_year, held_on_1_january, is_undivided
from belediyye.finance.revenue.queries.reports.streets import plain
from belediyye.finance.revenue.queries.sources import GRANTED, REDUCED, says_paid
from belediyye.finance.rules.book import Overlay, Refused, load_book
from belediyye.finance.rules.book.columns import EARLIEST_MONTH, LATEST_MONTH, RELIEFS
from belediyye.finance.rules.book.library import TAX_KINDS
from belediyye.finance.rules.book.refusals import NUMBER
from belediyye.finance.rules.engine.sql import running_relief, select

STATE_COLUMNS = (
    "object_kind", "use", "place_class", "baku_zone", "area_dm2", "inventory_value_qepik", "points_per_ha_tenths",
    "engine_cm3", "market_price_qepik", "volume_litres", "profit_qepik", "let_or_business",
)  # fmt: skip
KEEP = (
    "holding_id",
    "taxpayer_id",
    "object_id",
    "state_id",
    "from_month",
    "to_month",
    "held_on_1_january",
    "reliefs",
)
# The taxes of two instalments. Spelt out: SQLite would look each row up in a list.
YEARLY = " OR ".join(f"head = {int(h)}" for h in (Head.PROPERTY, Head.VEHICLE, Head.LAND))


@dataclass(frozen=True)
class Scope:
    """Which part of a municipality's register a run reads."""

    municipality_id: int
    year: int
    taxes: tuple[int, ...] = ()
    settlement: str = ""
    street: str = ""
    object_id: int | None = None
    payer_id: int | None = None

    @property
    def heads(self) -> tuple[int, ...]:
        return self.taxes or tuple(int(h) for h in TAXES)

    @property
    def is_whole(self) -> bool:
        return not (self.settlement or self.street or self.object_id or self.payer_id)


@dataclass
class Statement:
    """SQL text with its parameters in order."""

    text: str
    params: list[Any] = field(default_factory=list)


def _month(column: str, vendor: str) -> str:
    if vendor == "sqlite":
        return f"(CAST(substr({column}, 1, 4) AS INTEGER) * 12 + CAST(substr({column}, 6, 2) AS INTEGER) - 1)"
    return f"(CAST(EXTRACT(YEAR FROM {column}) AS BIGINT) * 12 + CAST(EXTRACT(MONTH FROM {column}) AS BIGINT) - 1)"


def payers_in(scope: Scope) -> Statement:
    """The payers of a scope: who holds or held something there. For the whole municipality no statement is needed.

    Each is taken in with all that he holds, because relief is spent once over all of it."""
    text = "SELECT h.taxpayer_id FROM revenue_holding h JOIN revenue_taxobject o ON o.id = h.object_id WHERE o.municipality_id = %s"
    params: list[Any] = [scope.municipality_id]
    for column, value in (
        ("o.settlement", scope.settlement),
        (plain("o.street"), scope.street),
        ("h.object_id", scope.object_id),
        ("h.taxpayer_id", scope.payer_id),
    ):
        if value:
            text += f" AND {column} = %s"
            params.append(value)
    return Statement(text, params)


def rows(scope: Scope, vendor: str, where: str, undivided: bool = False) -> Statement:
    """One row a holding of the year and of the objects in `where`, with the columns that the book reads under the
    book's names.

    Characteristics: the state in force on 1 January, or, of an object that began within the year, its first.
    Statuses: those in force on 1 January. Reads states by (municipality, kind, use), so that each row meets only the
    calculation that is its own. Of an `undivided` tax a holding that does not owe the year counts from the next one."""
    first, last = date(scope.year, 1, 1).isoformat(), date(scope.year, 12, 31).isoformat()
    yes, no = ("1", "0") if vendor == "sqlite" else ("TRUE", "FALSE")
    bit = lambda n: f"CASE WHEN (COALESCE(r.bits, 0) & {1 << n}) <> 0 THEN {yes} ELSE {no} END"  # noqa: E731
    register, sign = "revenue_objectstate s JOIN revenue_holding h ON h.object_id = s.object_id", ""
    if vendor == "sqlite" and not scope.is_whole:
        # Of a part the few payers come first, then their objects: SQLite, which knows no more than sizes, would read the
        # whole register; the sign keeps it from the index by municipality.
        register, sign = (
            "revenue_holding h CROSS JOIN revenue_objectstate s ON s.object_id = h.object_id",
            "+",
        )
    held = held_on_1_january(scope.year, no)
    began = f"CASE WHEN h.since IS NULL OR h.since < '{first}' THEN {EARLIEST_MONTH} ELSE {_month('h.since', vendor)} END"
    if undivided:
        owes = f"{held} OR {first_of_the_year(scope.year, no)}"
        began = f"CASE WHEN {owes} THEN {began} ELSE {next_year(scope.year)} END"
    text = (
        "SELECT h.id AS holding_id, h.taxpayer_id, h.object_id, s.id AS state_id, h.share_num, h.share_den, "
        + ", ".join(f"s.{c}" for c in STATE_COLUMNS)
        + f", {began} AS from_month"
        + f", CASE WHEN h.until IS NULL OR h.until > '{last}' THEN {LATEST_MONTH} ELSE {_month('h.until', vendor)} END AS to_month"
        + f", CASE WHEN {held} THEN {yes} ELSE {no} END AS held_on_1_january"
        + ", COALESCE(r.bits, 0) AS reliefs"
        + "".join(f", {bit(n)} AS relief_{code}" for n, code in enumerate(RELIEFS))
        + f" FROM {register}"
        + " LEFT JOIN statuses r ON r.taxpayer_id = h.taxpayer_id"
        + f" WHERE {sign}s.municipality_id = {scope.municipality_id} AND {where} AND s.withdrawn = {no}"
        + f" AND ((s.since <= '{first}' AND (s.until IS NULL OR s.until >= '{first}')) OR (s.is_first = {yes} AND s.since > '{first}' AND s.since <= '{last}'))"
        + f" AND h.withdrawn = {no} AND (h.since IS NULL OR h.since <= '{last}') AND (h.until IS NULL OR h.until >= '{first}')"
    )
    params: list[Any] = []
    if not scope.is_whole:
        among = payers_in(scope)
        text += f" AND h.taxpayer_id IN ({among.text})"
        params += among.params
    return Statement(text, params)


def next_year(year: int) -> int:
    """The month from which a holding counts that owes nothing of an undivided year: a `from_month` of the next."""
    return (year + 1) * 12


def statuses(scope: Scope, vendor: str) -> Statement:
    """(taxpayer_id, bits): the statuses of the scope's persons in force on 1 January of the year."""
    first = date(scope.year, 1, 1).isoformat()
    no = "0" if vendor == "sqlite" else "FALSE"
    bits = " + ".join(
        f"MAX(CASE WHEN category = '{code}' THEN {1 << n} ELSE 0 END)" for n, code in enumerate(RELIEFS)
    )
    among, sign = Statement(""), ""
    if not scope.is_whole:
        found = payers_in(scope)
        among, sign = (
            Statement(f" AND taxpayer_id IN ({found.text})", found.params),
            "+" if vendor == "sqlite" else "",
        )
    return Statement(
        f"SELECT taxpayer_id, CAST({bits} AS INTEGER) AS bits FROM revenue_privilegestatus WHERE {sign}municipality_id = {scope.municipality_id} "
        f"AND withdrawn = {no} AND since <= '{first}' AND (until IS NULL OR until >= '{first}'){among.text} GROUP BY taxpayer_id",
        among.params,
    )


OUT = (*KEEP, "tax_kind", "refusal", "tax_qepik", "relief_right_qepik", "budget")


def _branch(scope: Scope, vendor: str, name: str, overlay: Overlay | None) -> Statement:
    """The rows of one calculation, computed by its own plan; a year that the book does not know is a refusal."""
    book = load_book()
    calculation = book.calculations[name]
    where = f"s.object_kind = '{calculation.kind}'"
    if sum(c.kind == calculation.kind for c in book.calculations.values()) > 1:
        where += f" AND s.use IN ({', '.join(repr(use) for use in calculation.uses)})"
    source = rows(scope, vendor, where, is_undivided(calculation.kind, scope.year))
    keep, kind = ", ".join(KEEP), TAX_KINDS[calculation.tax]
    try:
        plan = book.plan(name, scope.year, overlay)
    except Refused as refused:
        if refused.code != "no_value_for_year":
            raise
        return Statement(
            f"SELECT {keep}, {kind} AS tax_kind, {NUMBER[refused.code]} AS refusal, 0 AS tax_qepik, 0 AS relief_right_qepik, 0 AS budget FROM ({source.text}) AS unknown",
            source.params,
        )
    inner = select(plan, vendor, f"({source.text}) AS register", KEEP)
    amount = lambda column: f"CASE WHEN refusal = 0 THEN {column} ELSE 0 END AS {column}"  # noqa: E731
    return Statement(
        f"SELECT {keep}, {kind} AS tax_kind, refusal, {amount('tax_qepik')}, {amount('relief_right_qepik')}, budget FROM ({inner}) AS one",
        source.params,
    )


def _unfitting(scope: Scope, vendor: str) -> Statement:
    """Rows that no calculation takes: land whose use is not known. They are refused with that reason."""
    book = load_book()
    uses = ", ".join(repr(u) for c in book.calculations.values() if c.kind == "land" for u in c.uses)
    source = rows(scope, vendor, f"s.object_kind = 'land' AND (s.use IS NULL OR s.use NOT IN ({uses}))")
    reason = f"CASE WHEN use IS NULL THEN {NUMBER['use_missing']} ELSE {NUMBER['use_does_not_fit']} END"
    return Statement(
        f"SELECT {', '.join(KEEP)}, {int(Head.LAND)} AS tax_kind, {reason} AS refusal, 0 AS tax_qepik, 0 AS relief_right_qepik, 0 AS budget FROM ({source.text}) AS unfit",
        source.params,
    )


def assessed(scope: Scope, vendor: str, overlay: Overlay | None = None) -> Statement:
    """`KEEP`, the book's outputs, relief and due of every holding of the scope's taxes, payers one after another."""
    book = load_book()
    parts = [
        _branch(scope, vendor, name, overlay)
        for name, c in book.calculations.items()
        if TAX_KINDS[c.tax] in scope.heads
    ]
    if Head.LAND in scope.heads:
        parts.append(_unfitting(scope, vendor))
    united = " UNION ALL ".join(
        f"SELECT {', '.join(OUT)} FROM ({p.text}) AS p{n}" for n, p in enumerate(parts)
    )
    # Relief is spent over the few rows that have a right to it; only they need to be sorted.
    entitled = "relief_right_qepik > 0 AND budget = 0"
    spent = running_relief(
        vendor,
        f"(SELECT * FROM computed WHERE {entitled})",
        KEEP,
        person="taxpayer_id",
        tax="tax_kind",
        order="holding_id",
    )
    out = ", ".join(OUT)
    held = statuses(scope, vendor)
    text = (
        f"WITH statuses AS MATERIALIZED ({held.text}), computed AS MATERIALIZED ({united}), spent AS ({spent}) "
        f"SELECT {out}, relief_qepik, due_qepik FROM spent "
        f"UNION ALL SELECT {out}, 0, tax_qepik FROM computed WHERE NOT ({entitled})"
    )
    return Statement(text, held.params + [value for p in parts for value in p.params])


INTO = (
    "run_id, municipality_id, taxpayer_id, object_id, holding_id, state_id, head, refusal, budget, from_month, to_month, "
    "held_on_1_january, reliefs, tax_qepik, relief_right_qepik, relief_qepik, due_qepik"
)


def insert_assessments(run_id: int, scope: Scope, vendor: str, overlay: Overlay | None = None) -> Statement:
    """The one statement that previews a run: INSERT … SELECT compiled from the rules."""
    inner = assessed(scope, vendor, overlay)
    text = (
        f"INSERT INTO revenue_assessment ({INTO}) SELECT {run_id}, {scope.municipality_id}, taxpayer_id, object_id, holding_id, "
        "state_id, tax_kind, refusal, budget, from_month, to_month, held_on_1_january, reliefs, tax_qepik, relief_right_qepik, "
        f"relief_qepik, due_qepik FROM ({inner.text}) AS computed"
    )
    return Statement(text, inner.params)


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
    # Payers whose tax of the year stands on more debts than one: what is taken off is shared out one by one.
    several: tuple[int, ...] = ()


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
    sums = (
        "SELECT taxpayer_id, head, CAST(SUM(due_qepik) AS BIGINT) AS due FROM revenue_assessment a "
        f"WHERE run_id = {p.run_id} AND refusal = 0 AND budget = 0{billed} GROUP BY taxpayer_id, head"
    )
    # Of an odd qəpik the first part is the larger (TC 200.5, 208.5); declared taxes have one part.
    part = f"CASE WHEN {YEARLY} THEN (due + 2 - i.n) / 2 WHEN i.n = 1 THEN due ELSE 0 END"
    return f"SELECT taxpayer_id, head, i.n AS instalment, {part} AS amount FROM ({sums}) AS s CROSS JOIN (SELECT 1 AS n UNION ALL SELECT 2) AS i"


def _demanded(p: Posting) -> Statement:
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
        f"AND e.head IN ({', '.join(map(str, p.scope.heads))}){among} GROUP BY COALESCE(t.merged_into_id, t.id), e.head, e.instalment"
    )
    return Statement(text, params)


def differences(p: Posting) -> Statement:
    """(taxpayer_id, head, instalment, amount, demand_id): what is to be posted so that the year's demands become what
    the run computed. A payer's tax with a refused object that was demanded before is left as it stands."""
    if not p.has_earlier:
        return Statement(
            f"SELECT taxpayer_id, head, instalment, amount, CAST(NULL AS BIGINT) AS demand_id FROM ({_wanted(p)}) AS w WHERE amount > 0"
        )
    old = _demanded(p)
    refused = f"SELECT 1 FROM revenue_assessment a WHERE a.run_id = {p.run_id} AND a.taxpayer_id = d.taxpayer_id AND a.head = d.head AND a.refusal <> 0"
    text = (
        "SELECT d.taxpayer_id, d.head, d.instalment, d.amount, d.demand_id FROM ("
        "SELECT taxpayer_id, head, instalment, demand_id, before, CASE WHEN -amount > standing THEN -standing ELSE amount END AS amount FROM ("
        "SELECT taxpayer_id, head, instalment, CAST(SUM(amount) AS BIGINT) AS amount, MAX(demand_id) AS demand_id, MAX(before) AS before, MAX(standing) AS standing FROM ("
        f"SELECT taxpayer_id, head, instalment, amount, CAST(NULL AS BIGINT) AS demand_id, 0 AS before, 0 AS standing FROM ({_wanted(p)}) AS w "
        f"UNION ALL SELECT payer, head, instalment, -demanded, demand_id, 1, standing FROM ({old.text}) AS o"
        ") AS both_sides GROUP BY taxpayer_id, head, instalment) AS summed"
        f") AS d WHERE d.amount <> 0 AND NOT (d.before = 1 AND EXISTS ({refused}))"
    )
    return Statement(text, old.params)


def changes_of(p: Posting, payers: Iterable[int]) -> Statement:
    """(taxpayer_id, head, instalment, change, standing) of some payers: what the run computed less what is demanded, and
    the most that can be taken off."""
    some = f"WHERE taxpayer_id IN ({', '.join(map(str, payers))})"
    old = _demanded(p)
    refused = f"SELECT 1 FROM revenue_assessment a WHERE a.run_id = {p.run_id} AND a.taxpayer_id = d.taxpayer_id AND a.head = d.head AND a.refusal <> 0"
    text = (
        "SELECT taxpayer_id, head, instalment, CAST(SUM(amount) AS BIGINT), CAST(SUM(standing) AS BIGINT) FROM ("
        f"SELECT taxpayer_id, head, instalment, amount, 0 AS standing FROM ({_wanted(p)}) AS w {some} "
        f"UNION ALL SELECT payer, head, instalment, -demanded, standing FROM ({old.text}) AS o {some.replace('taxpayer_id', 'payer')}"
        f") AS d WHERE NOT EXISTS ({refused}) GROUP BY taxpayer_id, head, instalment"
    )
    return Statement(text, old.params)


def insert_entries(p: Posting, vendor: str) -> Statement:
    """The one statement that posts: demands where there were none, adjustments of what had been demanded."""
    inner = differences(p)
    shared = (
        f" WHERE amount > 0 OR taxpayer_id NOT IN ({', '.join(map(str, p.several))})" if p.several else ""
    )
    day = lambda d: f"'{d.isoformat()}'" if vendor == "sqlite" else f"DATE '{d.isoformat()}'"  # noqa: E731
    # A demand that comes when its day has passed is due later: no interest runs before the payer could know.
    first, second, declared = (
        day(d if d >= p.day else p.later_due) for d in (p.first_due, p.second_due, p.declared_due)
    )
    due = f"CASE WHEN NOT ({YEARLY}) THEN {declared} WHEN instalment = 1 THEN {first} ELSE {second} END"
    kind, source = str(int(Entry.Kind.DEMAND)), "''"
    if p.has_earlier:
        reduced = "demand_id IS NULL AND amount < 0"
        kind = f"CASE WHEN {reduced} THEN {int(Entry.Kind.TRANSFER)} WHEN demand_id IS NULL THEN {kind} ELSE {int(Entry.Kind.ADJUSTMENT)} END"
        due = f"CASE WHEN amount >= 0 THEN {due} END"
        source = f"CASE WHEN {reduced} THEN '{REDUCED}' ELSE '' END"
    text = (
        "INSERT INTO revenue_entry (municipality_id, taxpayer_id, kind, component, head, year, instalment, due, day, amount, demand_id, "
        'run_id, charge_id, reverses_id, source_kind, source_id, note, at, "by") '
        f"SELECT {p.scope.municipality_id}, taxpayer_id, {kind}, 0, head, {p.scope.year}, instalment, "
        f"{due}, {day(p.day)}, amount, demand_id, {p.run_id}, NULL, NULL, {source}, NULL, '', NULL, NULL FROM ({inner.text}) AS posted{shared}"
    )
    return Statement(text, inner.params)
