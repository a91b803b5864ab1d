"""How money is spread over debts inside the database: interest up to the day, then the law's order, for many payers at once.

A *turn* is at most one sum a payer. What is to be posted stands in the temporary table `money_round`
(turn, payment_id, taxpayer_id, day, amount); several payments of one payer are several turns, so that each sees what
the one before left. The amounts are those of `rules.book.collection`: a test compares them case by case.
"""

from datetime import date, datetime
from typing import Any

from django.db.models import Q

from belediyye.finance.revenue.models import Entry
from belediyye.finance.revenue.models.heads import TAXES
from belediyye.finance.revenue.queries.computation import Statement
from belediyye.finance.revenue.queries.sources import CARRIED, PAYMENT, RELEASE, SET_OFF
from belediyye.finance.rules.book import load_book

COLUMNS = (
    "municipality_id, taxpayer_id, kind, component, head, year, instalment, due, day, amount, demand_id, run_id, charge_id, reverses_id, "
    'source_kind, source_id, note, at, "by"'
)
ACCRUED, OPENING = "revenue.interest", "revenue.opening"
# Debt whose due day was moved before it came.
DEFERRED = "revenue.deferral"
K = Entry.Kind
# What can be owed on: a demand, or a debt carried over from a record that was merged into this one.
IS_BASE = "({e}.kind = 1 OR ({e}.kind = 8 AND {e}.demand_id IS NULL AND {e}.due IS NOT NULL))"
IS_DEBT = Q(kind=1) | Q(kind=8, demand__isnull=True, due__isnull=False)
# Interest that was posted up to a day, or came with a debt that was carried over on that day.
INTEREST_OF = (
    f"({{e}}.kind = 4 OR ({{e}}.kind = 8 AND {{e}}.component = 1 AND {{e}}.source_kind = '{CARRIED}'))"
)
IS_INTEREST = Q(kind=4) | Q(kind=8, component=1, source_kind=CARRIED)
# Whose interest one pass can sum: demands, and debts of the old books; and how often its principal was changed since.
LINEAR = f"(d.kind = 1 OR d.source_kind = '{OPENING}')"
# Credit that settled it counts as a payment of its day, which is not after the day on which it was used.
CHANGED = (
    "SUM(CASE WHEN e.component = 0 AND e.id <> d.id AND (e.kind IN (2, 6, 8) OR o.kind IN (2, 6, 8)) "
    f"AND e.source_kind <> '{SET_OFF}' THEN 1 ELSE 0 END)"
)
# Since then the law has one rate and one cap; what fell due earlier is computed by the law's own function.
LINEAR_SINCE = date(2007, 1, 1)
NO_HEAD = 0


def make_round(vendor: str) -> list[str]:
    """The statements that make the empty work table of this connection."""
    when = "DATE" if vendor == "postgresql" else "TEXT"
    return [
        f"CREATE TEMPORARY TABLE IF NOT EXISTS money_round (turn INTEGER, payment_id BIGINT, taxpayer_id BIGINT, day {when}, amount BIGINT)",
        "DELETE FROM money_round",
    ]


def _days(vendor: str, later: str, earlier: str) -> str:
    return (
        f"CAST(julianday({later}) - julianday({earlier}) AS INTEGER)"
        if vendor == "sqlite"
        else f"({later} - {earlier})"
    )


def _plus(vendor: str, day: str, count: int) -> str:
    return f"date({day}, '+{count} days')" if vendor == "sqlite" else f"({day} + {count})"


def _least(vendor: str) -> tuple[str, str]:
    return ("MIN", "MAX") if vendor == "sqlite" else ("LEAST", "GREATEST")


def in_order(vendor: str) -> str:
    """A join that is done in the order written: SQLite knows nothing of the work table and would begin at the wrong end."""
    return "CROSS JOIN" if vendor == "sqlite" else "JOIN"


def law(on: date) -> tuple[int, int, int]:
    """The rate as numerator and denominator, and the cap in days: of 2007 for days before it, on which nothing of later is
    late. Raises ValueError where the law has changed since 2007."""
    book, on = load_book().parameters, max(on, LINEAR_SINCE)
    rates = {book["collection.interest_rate"].number(d) for d in (LINEAR_SINCE, on)}
    caps = {int(book["collection.interest_cap_days"].number(d)) for d in (LINEAR_SINCE, on)}
    if len(rates) != 1 or len(caps) != 1:
        raise ValueError("the rate or the cap of interest changed: compute by spans")
    rate = rates.pop()
    return rate.numerator, rate.denominator, caps.pop()


def held_interest(vendor: str, interest: str, disputed: str, due: str, on: date) -> str:
    """The expression of what an open objection holds of a debt's interest: `balance.held_of` in the database."""
    num, den, cap = law(on)
    least, most = _least(vendor)
    day = f"DATE '{on.isoformat()}'" if vendor == "postgresql" else f"'{on.isoformat()}'"
    days = f"{most}(0, {least}({cap}, {_days(vendor, day, due)}))"
    borne = f"(CAST({disputed} AS BIGINT) * {days} * {2 * num} + {den}) / {2 * den}"
    return f"{most}(0, {least}({interest}, {borne}))"


def disputed_on(on: date, municipality_id: int | None = None) -> str:
    """(demand_id, disputed) of the objections that were being examined at the end of a day, as a subselect.

    Of a debt that mergers carried along, every record's: which of them it stood on that day, its balance says."""
    day = on.isoformat()
    carried = f"e.source_kind = '{CARRIED}' AND e.demand_id IS NULL AND e.due IS NOT NULL"
    here = f"municipality_id = {int(municipality_id)} AND " if municipality_id else ""
    return f"""(WITH RECURSIVE held(demand_id, disputed) AS (
      SELECT demand_id, disputed_qepik FROM revenue_objection WHERE {here}day <= '{day}' AND (answered IS NULL OR answered > '{day}')
      UNION SELECT CASE WHEN e.id = h.demand_id THEN e.source_id ELSE e.id END, h.disputed FROM held h
        JOIN revenue_entry e ON {carried} AND (e.id = h.demand_id OR e.source_id = h.demand_id)
    ) SELECT demand_id, MAX(disputed) AS disputed FROM held GROUP BY demand_id)"""


def accrue(vendor: str, municipality: int, turn: int, at: datetime, by: int | None, on: date) -> Statement:
    """Posts, for every tax of the turn's payers that is late on the turn's day, what is missing to the interest of that day.

    The sum is linear: each entry on the principal bears (or saves) its amount times the days that it has stood, so the
    whole history needs one pass. Rounded once, halves up, and the difference to what was posted is written: twice
    gives nothing. Demands with adjustments or transfers are left to the exact function. A debt of the old books bears
    interest from the day on which it was brought in: what it bore before came along."""
    num, den, cap = law(on)
    least, most = _least(vendor)
    then = in_order(vendor)
    counted = f"COALESCE(o.day, {most}(e.day, CASE WHEN e.kind = 1 THEN d.due ELSE e.day END))"
    begins = f"CASE WHEN d.kind = 1 THEN d.due ELSE {most}(d.due, d.day) END"
    start = f"CASE WHEN e.id = d.id THEN {begins} ELSE {most}({counted}, {begins}) END"
    end = f"{least}(r.day, {_plus(vendor, 'd.due', cap)})"
    stood = f"{most}(0, {_days(vendor, end, start)})"
    within = "(e.id = d.id OR COALESCE(o.day, e.day) <= r.day)"
    bearing = f"SUM(CASE WHEN e.component = 0 AND {within} THEN e.amount * {stood} ELSE 0 END)"
    posted = "SUM(CASE WHEN e.component = 1 AND e.day <= r.day AND (e.kind = 4 OR o.kind = 4) THEN e.amount ELSE 0 END)"
    text = f"""INSERT INTO revenue_entry ({COLUMNS})
    SELECT %s, taxpayer_id, 4, 1, head, year, instalment, NULL, day, want - posted, demand, NULL, NULL, NULL, '{ACCRUED}', NULL, '', %s, %s FROM (
      SELECT r.taxpayer_id, r.day, d.id AS demand, d.head, d.year, d.instalment,
        (CAST({bearing} AS BIGINT) * {2 * num} + {den}) / {2 * den} AS want, CAST({posted} AS BIGINT) AS posted
      FROM money_round r
      {then} revenue_entry e ON e.municipality_id = %s AND e.taxpayer_id = r.taxpayer_id
      {then} revenue_entry d ON d.id = COALESCE(e.demand_id, e.id)
      LEFT JOIN revenue_entry o ON o.id = e.reverses_id
      WHERE r.turn = %s AND {LINEAR} AND d.due < r.day AND d.due >= '{LINEAR_SINCE}' AND d.head IN ({", ".join(str(int(h)) for h in TAXES)})
      GROUP BY r.taxpayer_id, r.day, d.id, d.head, d.year, d.instalment
      HAVING {CHANGED} = 0
    ) AS late WHERE want <> posted"""
    return Statement(text, [municipality, at, by, municipality, turn])


def odd_demands(vendor: str, municipality: int, turn: int) -> Statement:
    """(demand, day) of the turn's late taxes that `accrue` leaves to the exact function."""
    then = in_order(vendor)
    text = f"""SELECT d.id, r.day FROM money_round r
    {then} revenue_entry e ON e.municipality_id = %s AND e.taxpayer_id = r.taxpayer_id
    {then} revenue_entry d ON d.id = COALESCE(e.demand_id, e.id)
    LEFT JOIN revenue_entry o ON o.id = e.reverses_id
    WHERE r.turn = %s AND {IS_BASE.format(e="d")} AND d.due < r.day AND d.head IN ({", ".join(str(int(h)) for h in TAXES)})
    GROUP BY d.id, r.day, d.due, d.kind, d.source_kind
    HAVING NOT {LINEAR} OR d.due < '{LINEAR_SINCE}' OR {CHANGED} > 0"""
    return Statement(text, [municipality, turn])


def foreseen(vendor: str, municipality: int, turn: int) -> Statement:
    """(demand, day) of interest that had been posted, or carried over, for a later day than the turn's money counts from."""
    text = f"""SELECT i.demand_id, MAX(i.day) FROM money_round r
    {in_order(vendor)} revenue_entry i ON i.municipality_id = %s AND i.taxpayer_id = r.taxpayer_id AND i.demand_id IS NOT NULL
      AND {INTEREST_OF.format(e="i")}
    WHERE r.turn = %s GROUP BY i.demand_id, r.day HAVING MAX(i.day) > r.day"""
    return Statement(text, [municipality, turn])


def spread(
    vendor: str, municipality: int, turn: int, at: datetime, by: int | None, set_off: date | None = None
) -> Statement:
    """Spreads each sum of the turn over the payer's open debts in the law's order, and keeps the rest as credit.

    Order (Tax Code 88.1): principal that is due, the oldest first; interest; sanctions; then principal that is not yet
    due. With `set_off` the sums are credit already on the account: it settles what is due by that day, each debt on
    its due day or when the credit arose, whichever is later (nobody is late while the office holds his money), and
    what was used is taken from the credit."""
    least, most = _least(vendor)
    then = in_order(vendor)
    kind, source, source_id = (8, SET_OFF, "taxpayer_id") if set_off else (3, PAYMENT, "payment_id")
    only = f"AND d.due <= '{set_off}'" if set_off else ""
    when = f"{most}(r.day, d.due)" if set_off else "r.day"
    year = (
        "EXTRACT(YEAR FROM r.day)::int"
        if vendor == "postgresql"
        else "CAST(strftime('%%Y', r.day) AS INTEGER)"
    )
    if set_off:
        rest = (
            "SELECT r.taxpayer_id, r.payment_id, r.day, NULL, 0, 0, "
            f"{year}, 0, SUM(r.part) FROM parts r GROUP BY r.taxpayer_id, r.payment_id, r.day"
        )
    else:
        rest = f"""SELECT r.taxpayer_id, r.payment_id, r.day, NULL, 0, {NO_HEAD}, {year}, 0,
          -(r.amount - COALESCE(p.used, 0)) FROM money_round r LEFT JOIN (SELECT payment_id, SUM(part) AS used FROM parts GROUP BY payment_id) p
          ON p.payment_id = r.payment_id WHERE r.turn = %s AND r.amount > COALESCE(p.used, 0)"""
    text = f"""INSERT INTO revenue_entry ({COLUMNS})
    WITH open AS (
      SELECT e.taxpayer_id, COALESCE(e.demand_id, e.id) AS demand, e.component, SUM(e.amount) AS amount
      FROM money_round r {then} revenue_entry e ON e.municipality_id = %s AND e.taxpayer_id = r.taxpayer_id
      WHERE r.turn = %s AND (e.demand_id IS NOT NULL OR {IS_BASE.format(e="e")}) AND NOT ({INTEREST_OF.format(e="e")} AND e.day > r.day)
      GROUP BY e.taxpayer_id, COALESCE(e.demand_id, e.id), e.component HAVING SUM(e.amount) > 0
    ), debts AS (
      SELECT r.payment_id, r.taxpayer_id, {when} AS day, r.amount AS paid, d.id AS demand, d.head, d.year, d.instalment, o.component, o.amount,
        SUM(o.amount) OVER (PARTITION BY r.payment_id, r.taxpayer_id ORDER BY
          CASE WHEN o.component = 0 AND d.due > {"d.due" if set_off else "r.day"} THEN 3 ELSE o.component END, d.due, d.id, o.component ROWS UNBOUNDED PRECEDING) AS upto
      FROM open o JOIN money_round r ON r.taxpayer_id = o.taxpayer_id AND r.turn = %s {then} revenue_entry d ON d.id = o.demand WHERE 1 = 1 {only}
    ), parts AS (
      SELECT taxpayer_id, payment_id, day, demand, component, head, year, instalment, {least}(upto, paid) - (upto - amount) AS part
      FROM debts WHERE upto - amount < paid
    ), lines AS (
      SELECT taxpayer_id, payment_id, day, demand, component, head, year, instalment, -part AS amount FROM parts
      UNION ALL {rest}
    )
    SELECT %s, taxpayer_id, {kind}, component, head, year, instalment, NULL, day, amount, demand, NULL, NULL, NULL, '{source}', {source_id}, '', %s, %s
    FROM lines ORDER BY taxpayer_id, demand"""
    params: list[Any] = [municipality, turn, turn, *([] if set_off else [turn]), municipality, at, by]
    return Statement(text, params)


def release(
    municipality: int, on: date, at: datetime, by: int | None, payers: list[int] | None = None
) -> Statement:
    """Moves what stands below zero on a demand (reduced after it was paid) to the payer's credit: two transfers each."""
    some = f"AND taxpayer_id IN ({', '.join(map(str, map(int, payers)))})" if payers is not None else ""
    text = f"""INSERT INTO revenue_entry ({COLUMNS})
    WITH above AS (
      SELECT taxpayer_id, COALESCE(demand_id, id) AS demand, component, -SUM(amount) AS amount FROM revenue_entry e
      WHERE municipality_id = %s {some} AND (demand_id IS NOT NULL OR {IS_BASE.format(e="e")})
      GROUP BY taxpayer_id, COALESCE(demand_id, id), component HAVING SUM(amount) < 0
    ), side AS (SELECT 1 AS sign UNION ALL SELECT -1)
    SELECT %s, o.taxpayer_id, 8, CASE WHEN s.sign = 1 THEN o.component ELSE 0 END, CASE WHEN s.sign = 1 THEN d.head ELSE {NO_HEAD} END, d.year,
      CASE WHEN s.sign = 1 THEN d.instalment ELSE 0 END, NULL, %s, s.sign * o.amount, CASE WHEN s.sign = 1 THEN o.demand ELSE NULL END,
      NULL, NULL, NULL, '{RELEASE}', o.demand, '', %s, %s
    FROM above o JOIN revenue_entry d ON d.id = o.demand CROSS JOIN side s"""
    return Statement(text, [municipality, municipality, on, at, by])


def lowered_by(municipality: int, run: int, after: int, vendor: str) -> Statement:
    """(demand, payer) of the debts that a run lowered and of which more was paid than now stands, or which bear interest.

    The run's entries stand above the key `after`: the table is read on from there, then the accounts of those payers."""
    text = f"""WITH lowered AS MATERIALIZED (
      SELECT DISTINCT taxpayer_id, demand_id FROM revenue_entry
      WHERE id > %s AND +run_id = %s AND amount < 0 AND demand_id IS NOT NULL
    )
    SELECT l.demand_id, l.taxpayer_id FROM lowered l {in_order(vendor)} revenue_entry e ON e.municipality_id = %s AND e.taxpayer_id = l.taxpayer_id
      AND COALESCE(e.demand_id, e.id) = l.demand_id
    GROUP BY l.demand_id, l.taxpayer_id HAVING SUM(CASE WHEN e.component = 0 THEN e.amount ELSE 0 END) < 0
      OR MAX(CASE WHEN {INTEREST_OF.format(e="e")} THEN 1 ELSE 0 END) = 1 ORDER BY l.taxpayer_id, l.demand_id"""
    return Statement(text, [after, run, municipality])


def fill_from_payments(municipality: int, first: int, vendor: str) -> Statement:
    """The round of the payments numbered by key from `first` that have no entry yet, each payer's in order of day."""
    text = f"""INSERT INTO money_round (turn, payment_id, taxpayer_id, day, amount)
    SELECT ROW_NUMBER() OVER (PARTITION BY p.taxpayer_id ORDER BY p.day, p.id), p.id, p.taxpayer_id, p.day, p.amount FROM revenue_payment p
    WHERE p.municipality_id = %s AND p.id >= %s AND NOT EXISTS (SELECT 1 FROM revenue_entry e WHERE e.source_kind = '{PAYMENT}' AND e.source_id = p.id)"""
    return Statement(text, [municipality, first])


def fill_with_late(municipality: int, on: date, vendor: str, payers: list[int] | None = None) -> Statement:
    """The round of every payer, or of some, who may owe interest on the day: for accruing it at a month's end.

    A demand that payments or credit settled whole by its own day, and that nothing else ever touched, bears none: who has only
    such ones, in a town that pays nearly everybody, is left out before the dear join."""
    paid = f"(e.kind = {int(K.PAYMENT)} OR e.source_kind = '{SET_OFF}')"
    some = f"AND e.taxpayer_id IN ({', '.join(map(str, map(int, payers)))})" if payers is not None else ""
    text = f"""INSERT INTO money_round (turn, payment_id, taxpayer_id, day, amount)
    SELECT DISTINCT 1, CAST(NULL AS BIGINT), taxpayer_id, {{day}}, 0 FROM (
      SELECT e.taxpayer_id FROM revenue_entry e WHERE e.municipality_id = %s {{some}} GROUP BY e.taxpayer_id, COALESCE(e.demand_id, e.id)
      HAVING MIN(e.due) < %s AND (SUM(e.amount) <> 0 OR MAX(e.component) > 0 OR SUM(CASE WHEN e.kind = {int(K.DEMAND)} OR {paid} THEN 0 ELSE 1 END) > 0
        OR MAX(CASE WHEN {paid} THEN e.day END) > MIN(e.due))) AS late""".format(
        day="CAST(%s AS DATE)" if vendor == "postgresql" else "%s", some=some
    )
    return Statement(text, [on, municipality, on])


def fill_with_credit(municipality: int, on: date | None = None, payers: list[int] | None = None) -> Statement:
    """The round of every payer with credit standing unapplied, on the day given or on which the last of it arose."""
    some = f"AND taxpayer_id IN ({', '.join(map(str, map(int, payers)))})" if payers is not None else ""
    day = f"'{on}'" if on else "MAX(day)"
    text = f"""INSERT INTO money_round (turn, payment_id, taxpayer_id, day, amount)
    SELECT 1, NULL, taxpayer_id, {day}, -SUM(amount) FROM revenue_entry e WHERE municipality_id = %s AND demand_id IS NULL {some}
    AND NOT {IS_BASE.format(e="e")} GROUP BY taxpayer_id HAVING SUM(amount) < 0"""
    return Statement(text, [municipality])
