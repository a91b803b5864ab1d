"""The one way by which money reaches accounts: interest up to the day, then the law's order; under the accounts' lock."""

from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Max, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.core.actions import Refused
from belediyye.core.actors import Actor
from belediyye.finance.revenue.models import Entry
from belediyye.finance.revenue.queries import interest, posting
from belediyye.finance.revenue.queries.computation import Statement

LOCK = 7002
# Credit that settles a debt on its due day makes interest foreseen for it too high, which frees credit again.
ROUNDS = 12
# As many debts of a run are put right at once.
MANY = 2_000


def execute(statement: Statement) -> int:
    """Runs one statement; the number of rows it wrote."""
    # SQLite keeps moments as text: the same form that the ORM writes and asks for.
    params = [
        connection.ops.adapt_datetimefield_value(p) if isinstance(p, datetime) else p
        for p in statement.params
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement.text, params)
        return int(cursor.rowcount)


def lock_accounts(municipality_id: int) -> None:
    """Until the end of the transaction nobody else posts to this municipality's accounts; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, municipality_id])


def _fill(statement: Statement) -> int:
    """Makes the round; the number of its turns."""
    with connection.cursor() as cursor:
        for text in posting.make_round(connection.vendor):
            cursor.execute(text)
        cursor.execute(statement.text, statement.params)
        if connection.vendor == "postgresql":
            cursor.execute("ANALYZE money_round")
        cursor.execute("SELECT MAX(turn) FROM money_round")
        return int(cursor.fetchone()[0] or 0)


def _pairs(statement: Statement) -> list[tuple[int, date]]:
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        # SQLite gives a day of an aggregate as text.
        return [(int(k), d if isinstance(d, date) else date.fromisoformat(d)) for k, d in cursor.fetchall()]


def _correct_interest(pairs: Iterable[tuple[int, date]], actor: Actor, at: datetime) -> int:
    """Posts what the law's own function finds missing (or too much) to the interest of demands on days."""
    by_day: dict[date, list[int]] = {}
    for demand, day in pairs:
        by_day.setdefault(day, []).append(demand)
    made = []
    for day, demands in by_day.items():
        bases = Entry.objects.in_bulk(demands)
        for demand, found in interest.interest_of(demands, day).items():
            if found.missing_qepik:
                base = bases[demand]
                made.append(
                    Entry(
                        municipality_id=base.municipality_id,
                        taxpayer_id=base.taxpayer_id,
                        kind=Entry.Kind.INTEREST,
                        component=Entry.Component.INTEREST,
                        head=base.head,
                        year=base.year,
                        instalment=base.instalment,
                        day=day,
                        amount=found.missing_qepik,
                        demand=base,
                        source_kind=posting.ACCRUED,
                        at=at,
                        by=actor.user_id,
                    )
                )
    Entry.objects.bulk_create(made, batch_size=500)
    return len(made)


def _accrue_turn(municipality_id: int, turn: int, actor: Actor, at: datetime, on: date) -> int:
    made = execute(posting.accrue(connection.vendor, municipality_id, turn, at, actor.user_id, on))
    return made + _correct_interest(
        _pairs(posting.odd_demands(connection.vendor, municipality_id, turn)), actor, at
    )


def spread_payments(municipality_id: int, first: int, actor: Actor) -> int:
    """Posts the payments from key `first` on that have no entries yet; the number of entries. Call under the lock."""
    at, made = timezone.now(), 0
    turns = _fill(posting.fill_from_payments(municipality_id, first, connection.vendor))
    for turn in range(1, turns + 1):
        made += _accrue_turn(municipality_id, turn, actor, at, timezone.localdate(at))
        made += execute(posting.spread(connection.vendor, municipality_id, turn, at, actor.user_id))
        # Money that counts from an earlier day than interest was posted for: that interest was foreseen too high.
        later = _pairs(posting.foreseen(connection.vendor, municipality_id, turn))
        if later and _correct_interest(later, actor, at):
            made += release_credit(
                municipality_id, max(d for _, d in later), actor, _payers_of(k for k, _ in later)
            )
    return made


def _payers_of(demands: Iterable[int]) -> list[int]:
    return list(Entry.objects.filter(pk__in=list(demands)).values_list("taxpayer_id", flat=True).distinct())


def accrue_all(municipality_id: int, on: date, actor: Actor, payers: list[int] | None = None) -> int:
    """Posts the interest of the whole municipality, or of some payers, up to a day; what was posted already is not posted
    again, and where it was posted up to a later day it stays what it was by then."""
    at = timezone.now()
    _fill(posting.fill_with_late(municipality_id, on, connection.vendor, payers))
    made = _accrue_turn(municipality_id, 1, actor, at, on)
    return made + _correct_interest(
        _pairs(posting.foreseen(connection.vendor, municipality_id, 1)), actor, at
    )


def release_credit(municipality_id: int, on: date, actor: Actor, payers: list[int] | None = None) -> int:
    """What was paid on demands that then shrank becomes the payer's credit."""
    return execute(posting.release(municipality_id, on, timezone.now(), actor.user_id, payers))


def set_off_credit(municipality_id: int, on: date, actor: Actor, payers: list[int] | None = None) -> int:
    """Credit that stands unapplied settles what is due by the day, in the law's order; the number of entries.

    Principal first, on its own due day where the credit was there by then; interest after that is accrued up to `on`
    and settled from what is left."""
    made = 0
    for day in (None, on):
        at = timezone.now()
        if day:
            accrue_all(municipality_id, on, actor, payers)
        if _fill(posting.fill_with_credit(municipality_id, day, payers)):
            made += execute(
                posting.spread(connection.vendor, municipality_id, 1, at, actor.user_id, set_off=on)
            )
    return made


def settle(municipality_id: int, on: date, actor: Actor, payers: list[int] | None = None) -> dict[str, int]:
    """Makes credit of what was paid on reduced demands and lets it settle what is due by the day, until nothing moves."""
    counts = {"released": 0, "set_off": 0}
    for _again in range(ROUNDS):
        released = release_credit(municipality_id, on, actor, payers)
        counts["released"] += released
        used = set_off_credit(municipality_id, on, actor, payers)
        counts["set_off"] += used
        if not (released or used):
            break
    return counts


def after_lowering(municipality_id: int, run: int, after: int, on: date, actor: Actor) -> None:
    """What was paid too much on debts that a run lowered settles the payer's other debts, and the rest is his credit.

    The run's entries stand above the key `after`. Only accounts that hold something to put right are read."""
    with connection.cursor() as cursor:
        found = posting.lowered_by(municipality_id, run, after, connection.vendor)
        cursor.execute(found.text, found.params)
        rows = [(int(demand), int(payer)) for demand, payer in cursor.fetchall()]
    for start in range(0, len(rows), MANY):
        some = rows[start : start + MANY]
        post_interest([demand for demand, _payer in some], on, actor)
        settle(municipality_id, on, actor, sorted({payer for _demand, payer in some}))


def post_interest(demands: Collection[int], on: date, actor: Actor) -> None:
    """Posts the interest of demands up to a day; where it was posted for a later day, it is put right there too."""
    at = timezone.now()
    _correct_interest([(d, on) for d in demands], actor, at)
    later = (
        Entry.objects.filter(posting.IS_INTEREST, demand_id__in=demands, day__gt=on)
        .order_by()
        .values_list("demand_id")
        .annotate(Max("day"))
    )
    _correct_interest([(d, day) for d, day in later if d], actor, at)


def interest_after_change(demands: list[int], on: date, actor: Actor) -> None:
    """Brings the interest of demands in line with a history that was just changed; what is then overpaid becomes credit."""
    if not demands:
        return
    post_interest(demands, on, actor)
    place = Entry.objects.filter(pk=demands[0]).values_list("municipality_id", flat=True)[0]
    release_credit(place, on, actor, _payers_of(demands))


def credit_of(payer_id: int) -> int:
    """What stands unapplied to the payer's good; below zero where more was used than is left."""
    return credits_of([payer_id]).get(payer_id, 0)


def credits_of(payers: list[int] | QuerySet[Any, Any]) -> dict[int, int]:
    """The same of many payers, keys or a query of keys, in one question; who has none is absent."""
    rows = (
        Entry.objects.filter(taxpayer_id__in=payers, demand__isnull=True)
        .exclude(kind=Entry.Kind.DEMAND)
        .exclude(kind=Entry.Kind.TRANSFER, due__isnull=False)
    )
    sums = rows.order_by().values("taxpayer_id").annotate(s=Sum("amount"))
    return {payer: -int(s) for payer, s in sums.values_list("taxpayer_id", "s")}


def give_back_credit(municipality_id: int, payer_id: int, on: date, actor: Actor) -> None:
    """Where credit was taken back after it had settled debts, those settlements are reversed, newest first.

    Refuses where it was refunded: the money is no longer here."""
    touched: set[int] = set()
    at = timezone.now()
    while credit_of(payer_id) < 0:
        used = Entry.objects.filter(
            taxpayer_id=payer_id,
            source_kind=posting.SET_OFF,
            kind=Entry.Kind.TRANSFER,
            reversed_by__isnull=True,
        )
        newest = used.order_by("-pk").first()
        if newest is None:
            raise Refused(_("The overpayment of this payment was already refunded; it cannot be taken back."))
        together = list(used.filter(at=newest.at))
        Entry.objects.bulk_create(
            Entry(
                municipality_id=municipality_id, taxpayer_id=payer_id, kind=Entry.Kind.REVERSAL, component=e.component, head=e.head, year=e.year,
                instalment=e.instalment, day=max(on, e.day), amount=-e.amount, demand_id=e.demand_id, reverses=e, source_kind=posting.SET_OFF,
                source_id=payer_id, at=at, by=actor.user_id,
            )
            for e in together
        )  # fmt: skip
        touched |= {e.demand_id for e in together if e.demand_id}
    if touched:
        interest_after_change(sorted(touched), on, actor)
