"""Interest of single demands by the law's own function: for explanations, previews, and histories with adjustments."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import Q

from belediyye.core.queries import working_calendar
from belediyye.finance.revenue.models import Entry
from belediyye.finance.revenue.models.heads import TAXES
from belediyye.finance.revenue.queries.sources import CARRIED, RELEASE
from belediyye.finance.rules.book.collection import Interest, WorkingCalendar, interest

K = Entry.Kind


class Late(NamedTuple):
    """Interest of one demand on a day: by tranche (the demand, and each raise with a due day of its own), and what is posted."""

    parts: tuple[Interest, ...]
    posted_qepik: int

    @property
    def amount_qepik(self) -> int:
        return sum(p.amount_qepik for p in self.parts)

    @property
    def missing_qepik(self) -> int:
        return self.amount_qepik - self.posted_qepik


def _is_carrying(entry: Entry) -> bool:
    """Whether the entry only moved a debt from one record to another of the same person."""
    return entry.source_kind == CARRIED and entry.kind == K.TRANSFER


def with_origin(entries: list[Entry], until: date | None = None) -> list[Entry]:
    """The whole history of a debt: what befell it on the record from which it was carried over comes first, and the
    carrying itself is left out, so that its interest is what it would be had the records always been one.

    Empty of principal where the carrying was taken back. With `until` only what counts by the end of that day."""
    base = entries[0]
    if not _is_carrying(base) or base.pk in {e.reverses_id for e in entries}:
        return entries
    assert base.source_id is not None
    known = [e for e in histories([base.source_id])[base.source_id] if until is None or e.day <= until]
    before = with_origin(known, until)
    back = {e.pk for e in (*before, *entries) if _is_carrying(e)}
    return [e for e in (*before, *entries) if e.pk not in back and e.reverses_id not in back]


class EveryDay:
    """A calendar without rest days, for days that were rolled already or are none of payment."""

    def is_working_day(self, day: date, /) -> bool:
        return True


def histories(demands: Iterable[int]) -> dict[int, list[Entry]]:
    """Everything that touches these demands, the demand itself first."""
    keys = list(demands)
    found: dict[int, list[Entry]] = defaultdict(list)
    for start in range(0, len(keys), 500):
        some = keys[start : start + 500]
        for e in (
            Entry.objects.filter(Q(pk__in=some) | Q(demand_id__in=some))
            .select_related("reverses")
            .order_by("pk")
        ):
            found[e.demand_id or e.pk].append(e)
    return found


def late(entries: list[Entry], on: date, calendar: WorkingCalendar, until: date | None = None) -> Late:
    """What the law makes of a demand's history on a day.

    A reduction counts as if it had always been so; a raise bears interest from its own due day; a payment taken back
    was never made; a debt carried over from a merged record has the history that it had there, and that record none; a debt of the old books bears interest only from the day it was taken over (what it bore before came along), and no longer than the year after its due day.
    Releases of credit are bookkeeping of what was paid too much and change nothing. `until`: `entries` are those that count
    by the end of that day, and what is read of a merged record is no more."""
    taken_back = {e.reverses_id for e in entries}
    if any(_is_carrying(e) and e.source_id == e.demand_id and e.pk not in taken_back for e in entries):
        return Late((), 0)
    entries = with_origin(entries, until)
    base = entries[0]
    assert base.due is not None
    if base.head not in TAXES:
        return Late((), 0)
    undone = {e.reverses_id for e in entries if e.reverses_id}
    live = [e for e in entries if not e.reverses_id and e.pk not in undone and e.source_kind != RELEASE]
    first_due, last = base.due, on
    if base.kind != K.DEMAND:
        last = min(on, interest(0, base.due, on, calendar).last_possible_day)
        if base.day > base.due:
            # The day on which it was carried is no due day: it does not roll to a working day.
            first_due, calendar = base.day, EveryDay()
    principal, raises, paid = (0 if base.pk in undone else base.amount), [], []
    for e in live:
        if e is base or e.component != Entry.Component.PRINCIPAL:
            continue
        if e.kind == K.ADJUSTMENT and e.amount > 0:
            raises.append((e.due or first_due, e.amount))
        elif e.kind == K.ADJUSTMENT:
            principal += e.amount
        elif e.amount < 0:
            paid.append((e.day, -e.amount))
    posted = sum(e.amount for e in live if e.kind == K.INTEREST and e.day <= on)
    return Late(
        tuple(
            _tranches(
                [(first_due, principal), *sorted(raises)],
                sorted(p for p in paid if p[0] <= on),
                last,
                calendar,
            )
        ),
        posted,
    )


def _tranches(
    owed: list[tuple[date, int]], paid: list[tuple[date, int]], on: date, calendar: WorkingCalendar
) -> Iterable[Interest]:
    """Interest of each tranche, the oldest paid first; a reduction below zero lowers the next."""
    left = list(paid)
    carried = 0
    for due, amount in owed:
        amount += carried
        carried = min(0, amount)
        amount = max(0, amount)
        mine, room = [], amount
        while left and room > 0:
            day, sum_ = left[0]
            part = min(room, sum_)
            mine.append((day, part))
            room -= part
            left[0] = (day, sum_ - part)
            if sum_ == part:
                left.pop(0)
        yield interest(amount, due, on, calendar, mine)


def interest_of(demands: Iterable[int], on: date) -> dict[int, Late]:
    """Interest of demands on a day, whether posted or not."""
    calendar = working_calendar()
    return {key: late(entries, on, calendar) for key, entries in histories(demands).items()}


def fallen(demands: Iterable[int], day: date, at: datetime, on: date | None = None) -> int:
    """By how much the interest of debts up to a day is less than was known at a moment: what fell and came back since is no
    fall, and interest of the time since plays no part. With `on` only what counts by the end of that day."""
    calendar, less = working_calendar(), 0
    for key, entries in histories(demands).items():
        now = [e for e in entries if on is None or e.day <= on]
        # A run's entries say no moment: their day does.
        then = [e for e in now if (e.at <= at if e.at else e.day <= day)]
        for known, sign in ((then, 1), (now, -1)):
            if known and known[0].pk == key and known[0].due and known[0].due < day:
                less += sign * late(known, day, calendar, until=on).amount_qepik
    return max(0, less)
