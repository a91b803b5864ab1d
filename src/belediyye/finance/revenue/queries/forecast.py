"""What the register is expected to bring: assessed by tax, collected by year, and what another rate would change.

Asked by the budget and by studies. Nothing here writes, and every amount is whole qəpik.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from belediyye.finance.revenue.models import Charge, Entry, Taxpayer
from belediyye.finance.revenue.queries import computation
from belediyye.finance.revenue.queries.computation import Scope
from belediyye.finance.revenue.queries.posting import OPENING
from belediyye.finance.rules.book import Overlay
from belediyye.finance.rules.queries import local

K = Entry.Kind
CASH = (K.PAYMENT, K.REFUND, K.TRANSFER)
PERIODS = {Charge.Every.MONTH: 12, Charge.Every.QUARTER: 4, Charge.Every.YEAR: 1, Charge.Every.ONCE: 0}


def _rows(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return list(cursor.fetchall())


def assessed(place_id: int, year: int, overlay: Overlay | None = None) -> dict[int, int]:
    """By tax, what the register as it stands now owes for a year under the law and what the council decided.

    With an overlay: under the law and that overlay instead of the council's decisions."""
    law = overlay or local.overlay_for(place_id, year)
    inner = computation.assessed(Scope(place_id, year), connection.vendor, law)
    sql = f"SELECT tax_kind, SUM(due_qepik) FROM ({inner.text}) AS one WHERE refusal = 0 AND budget = 0 GROUP BY tax_kind"
    return {int(head): int(due) for head, due in _rows(sql, inner.params) if due}


def contracted(place_id: int, year: int) -> dict[int, int]:
    """By local payment, what the contracts in force bring in a year: periods that begin in it, at today's price."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = Charge.objects.filter(
        Q(until=None) | Q(until__gte=first),
        Q(ended=None) | Q(ended__gte=first),
        municipality=place_id,
        since__lte=last,
    )
    found: dict[int, int] = defaultdict(int)
    for head, every, price, quantity, since, until, ended in rows.values_list(
        "head", "every", "unit_price", "quantity", "since", "until", "ended"
    ):
        begins, ends = max(since, first), min(until or last, ended or last, last)
        months = (ends.month - begins.month + 1) if begins <= ends else 0
        periods = PERIODS[every] * months // 12 if PERIODS[every] else int(since.year == year)
        found[head] += (price * quantity + 50) // 100 * periods
    return {head: amount for head, amount in found.items() if amount}


def demanded(place_id: int, year: int) -> dict[int, int]:
    """By head, what was demanded for a year, with every later correction."""
    rows = Entry.objects.filter(municipality=place_id, year=year, kind__in=[K.DEMAND, K.ADJUSTMENT])
    return dict(rows.order_by().values_list("head").annotate(total=Sum("amount")))


def cash(place_id: int, year: int, until: date | None = None) -> QuerySet[Entry]:
    """The entries that move money in a year, or in it up to a day: payments, refunds, transfers, and their reversals.

    Of head 0: money that stands on accounts unapplied. A balance brought from another system is no cash."""
    own = Q(kind__in=CASH) | Q(kind=K.REVERSAL, reverses__kind__in=CASH)
    last = min(until or date.max, date(year, 12, 31))
    rows = Entry.objects.filter(own, municipality=place_id, day__gte=date(year, 1, 1), day__lte=last)
    return rows.exclude(kind=K.TRANSFER, due__isnull=False).exclude(source_kind=OPENING).order_by()


def collected(place_id: int, year: int, until: date | None = None) -> dict[int, int]:
    """By head, what came in during a year (up to a day), arrears of earlier years and interest included."""
    rows = cash(place_id, year, until).values_list("head").annotate(total=Sum("amount"))
    return {head: -total for head, total in rows}


def collected_by_day(place_id: int, year: int) -> dict[tuple[int, date], int]:
    """By head and day, what came in during a year. Below nothing where more was given back."""
    rows = cash(place_id, year).values_list("head", "day").annotate(total=Sum("amount"))
    return {(head, day): -total for head, day, total in rows if total}


@dataclass(frozen=True)
class Change:
    """What another rate or relief brings: of one tax, or (head 0) of the payers over all taxes."""

    head: int
    before: int
    after: int
    less: int
    more: int
    payers: int

    @property
    def difference(self) -> int:
        return self.after - self.before

    @property
    def same(self) -> int:
        return self.payers - self.less - self.more


@dataclass(frozen=True)
class Touched:
    """A payer whose yearly amount changes most."""

    code: str
    name: str
    before: int
    after: int

    @property
    def difference(self) -> int:
        return self.after - self.before


@dataclass(frozen=True)
class WhatIf:
    """The answer: all payers together, each tax, the payers whose amount changes most."""

    together: Change
    taxes: tuple[Change, ...]
    most: tuple[Touched, ...]


def what_if(place_id: int, year: int, overlay: Overlay, most: int = 10) -> WhatIf:
    """The register of today under the council's decisions and, instead, under an overlay. Raises NotAllowed above the law.

    Computed by the same compiled rules as a run, inside the database; nothing is stored."""
    vendor, scope = connection.vendor, Scope(place_id, year)
    before = computation.assessed(scope, vendor, local.overlay_for(place_id, year))
    after = computation.assessed(scope, vendor, overlay)
    kept = "WHERE refusal = 0 AND budget = 0"
    pairs = (
        "SELECT taxpayer_id, tax_kind, SUM(b) AS b, SUM(a) AS a FROM ("
        f"SELECT taxpayer_id, tax_kind, due_qepik AS b, 0 AS a FROM ({before.text}) AS x {kept} UNION ALL "
        f"SELECT taxpayer_id, tax_kind, 0, due_qepik FROM ({after.text}) AS y {kept}) AS both_sides GROUP BY taxpayer_id, tax_kind"
    )
    sums = "SUM(b), SUM(a), SUM(CASE WHEN a < b THEN 1 ELSE 0 END), SUM(CASE WHEN a > b THEN 1 ELSE 0 END), COUNT(*)"
    people = "SELECT taxpayer_id, SUM(b) AS b, SUM(a) AS a FROM pairs GROUP BY taxpayer_id"
    sql = (
        f"WITH pairs AS MATERIALIZED ({pairs}), people AS MATERIALIZED ({people}) "
        f"SELECT 1, tax_kind, {sums} FROM pairs GROUP BY tax_kind UNION ALL SELECT 0, 0, {sums} FROM people UNION ALL "
        "SELECT 2, taxpayer_id, b, a, 0, 0, 0 FROM (SELECT taxpayer_id, b, a FROM people WHERE a <> b "
        f"ORDER BY ABS(a - b) DESC, taxpayer_id LIMIT {int(most)}) AS top"
    )
    found = _rows(sql, [*before.params, *after.params])
    changes = [
        Change(int(head), *(int(n or 0) for n in numbers)) for kind, head, *numbers in found if kind < 2
    ]
    touched = {int(key): (int(b), int(a)) for kind, key, b, a, *_rest in found if kind == 2}
    names = {pk: (code, name) for pk, code, name in _names(list(touched))}
    people_most = [Touched(*names[pk], b, a) for pk, (b, a) in touched.items()]
    return WhatIf(
        next(c for c in changes if c.head == 0),
        tuple(sorted((c for c in changes if c.head), key=lambda c: c.head)),
        tuple(sorted(people_most, key=lambda t: (-abs(t.difference), t.code))),
    )


def _names(keys: list[int]) -> list[tuple[int, str, str]]:
    return list(Taxpayer.objects.filter(pk__in=keys).values_list("pk", "code", "name"))
