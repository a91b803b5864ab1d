"""The SQL of an assessment run: the register's rows of a year, the law over them, relief spent. `demanding` makes demands of it.

All text is made of names, whole numbers, codes of the book and dates written here; nothing typed by a person enters
it but as a parameter. Both engines get the same statements in their own dialect.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from belediyye.finance.revenue.models import Head
from belediyye.finance.revenue.models.heads import TAXES
from belediyye.finance.revenue.queries.holders import first_of_the_year, held_on_1_january, is_undivided
from belediyye.finance.revenue.queries.reports.streets import plain
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
