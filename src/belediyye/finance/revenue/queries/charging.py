"""Local payments by contract: their periods, when each falls due, what comes next."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from belediyye.core.calendar import WorkingCalendar
from belediyye.core.fields import beginning
from belediyye.core.text import fold
from belediyye.finance.revenue.models import Charge, ChargeQuantity, Entry, Taxpayer
from belediyye.finance.revenue.queries.sources import is_paid

MONTHS = {Charge.Every.MONTH: 1, Charge.Every.QUARTER: 3, Charge.Every.YEAR: 12}
ENDING_DAYS = 60
HORIZON_DAYS = 2 * 366


class Period(NamedTuple):
    """A period of a contract: its year and number in it, first and last day of the whole period."""

    year: int
    number: int
    first: date
    last: date


def end_of(charge: Charge) -> date | None:
    """The last day of the contract as it stands; None where it has no end."""
    return min(filter(None, [charge.until, charge.ended]), default=None)


def periods(charge: Charge, until: date) -> Iterator[Period]:
    """The periods that begin by a day."""
    last = min(filter(None, [end_of(charge), until]))
    if charge.every == Charge.Every.ONCE:
        if charge.since <= last:
            yield Period(charge.since.year, 1, charge.since, charge.until or charge.since)
        return
    months = MONTHS[Charge.Every(charge.every)]
    begins = charge.since.replace(day=1)
    begins = begins.replace(month=(begins.month - 1) // months * months + 1)
    while begins <= last:
        month = begins.month - 1 + months
        following = date(begins.year + month // 12, month % 12 + 1, 1)
        yield Period(begins.year, (begins.month - 1) // months + 1, begins, following - timedelta(days=1))
        begins = following


def by_days(amount: int, since: date, until: date | None, period: Period) -> int:
    """A period's amount for the days of it that the contract lasts, rounded half up to the qəpik.

    >>> by_days(9000, date(2026, 3, 28), None, Period(2026, 1, date(2026, 1, 1), date(2026, 3, 31)))
    400
    """
    whole = (period.last - period.first).days + 1
    lasts = (min(until or period.last, period.last) - max(since, period.first)).days + 1
    if lasts >= whole:
        return amount
    return (2 * amount * max(0, lasts) + whole) // (2 * whole)


def amount_of(charge: Charge, period: Period, stated: int | None = None) -> int | None:
    """What a period costs. `stated`: the quantity stated for it; None where the contract wants one and it is not there.

    What was stated is what happened, so it is not reduced by days; nor is a single payment, nor where the contract says
    that a period begun is paid whole."""
    end = end_of(charge)
    if end is not None and period.first > end:
        return 0
    if charge.declared:
        return None if stated is None else (charge.unit_price * stated + 50) // 100
    if charge.every == Charge.Every.ONCE or charge.whole_periods:
        return charge.period_amount
    return by_days(charge.period_amount, charge.since, end, period)


def stated_of(charges: Iterable[Charge]) -> dict[tuple[int, int, int], int]:
    """(contract, year, number) → the newest quantity stated for the period."""
    rows = ChargeQuantity.objects.filter(charge__in=[c.pk for c in charges]).order_by("pk")
    return {(c, y, n): q for c, y, n, q in rows.values_list("charge_id", "year", "number", "quantity")}


def due_of(charge: Charge, first: date, last: date, calendar: WorkingCalendar) -> date:
    """When a period falls due, on a working day: of its first month in advance, else of the month after it.

    Never before the contract began: a first period paid in advance falls due on the next such day of a month."""
    base = first if charge.in_advance or charge.every == Charge.Every.ONCE else last + timedelta(days=1)
    nominal = base.replace(day=charge.due_day)
    begun = max(first, charge.since)
    if nominal < begun:
        nominal = begun.replace(day=charge.due_day)
        if nominal < begun:
            nominal = (nominal.replace(day=1) + timedelta(days=31)).replace(day=charge.due_day)
    return calendar.working_day_on_or_after(nominal)


def standing(demand: Entry) -> int:
    """What a demand asks for after its corrections, in qəpik, whether it is paid or not."""
    changed = demand.applied.filter(kind=Entry.Kind.ADJUSTMENT, component=0).aggregate(s=Sum("amount"))["s"]
    return demand.amount + int(changed or 0)


def lowerable(demand: Entry) -> int:
    """What of a demand can still be taken off: less what was written off, deferred, or carried to another record."""
    rows = demand.applied.filter(component=0).exclude(is_paid(over_records=True))
    moved = rows.aggregate(s=Sum("amount"))["s"]
    return demand.amount + int(moved or 0)


def open_of(demand: Entry) -> int:
    """What is still open on a demand, in qəpik."""
    return demand.amount + int(demand.applied.aggregate(s=Sum("amount"))["s"] or 0)


def missing_statements(charge: Charge, on: date) -> list[Period]:
    """Periods that have begun and for which the quantity is not stated yet, the oldest first."""
    if not charge.declared:
        return []
    stated = stated_of([charge])
    return [p for p in periods(charge, on) if (charge.pk, p.year, p.number) not in stated]


def next_due(charge: Charge, on: date, calendar: WorkingCalendar) -> date | None:
    """The first due day from `on` on; None where nothing more falls due within two years."""
    if (parts := list(charge.parts.all())) and charge.ended is None:
        return next((p.due for p in parts if p.due >= on), None)
    days = (
        due_of(charge, first, last, calendar)
        for _y, _n, first, last in periods(charge, on + timedelta(days=HORIZON_DAYS))
    )
    return next((day for day in days if day >= on), None)


def running_of(payer: Taxpayer, on: date) -> Charge | None:
    """A contract of the payer that lasts beyond the day; a single payment needs no payer to go on."""
    rows = Charge.objects.filter(Q(until__isnull=True) | Q(until__gt=on), taxpayer=payer)
    return rows.filter(Q(ended__isnull=True) | Q(ended__gt=on)).exclude(every=Charge.Every.ONCE).first()


def state_of(charge: Charge, on: date) -> str:
    """Whether the contract runs, ends within 60 days, or has ended."""
    last = end_of(charge)
    if last is not None and last < on:
        return "ended"
    return "ending" if last is not None and (last - on).days <= ENDING_DAYS else "running"


def with_debts(rows: QuerySet[Charge], on: date) -> QuerySet[Charge]:
    """Contracts with `open`, what is not paid of their demands, and `late`, what of it is past its day."""
    demands = Entry.objects.filter(charge=OuterRef("pk"), kind=Entry.Kind.DEMAND).order_by().values("charge")
    applied = Entry.objects.filter(demand__charge=OuterRef("pk")).order_by().values("demand__charge")

    def total(*, past: bool) -> Coalesce:
        mine = demands.filter(due__lt=on) if past else demands
        theirs = applied.filter(demand__due__lt=on) if past else applied
        sums = [Coalesce(Subquery(q.annotate(s=Sum("amount")).values("s")), 0) for q in (mine, theirs)]
        return sums[0] + sums[1]

    return rows.annotate(open=total(past=False), late=total(past=True))


def charges_of(
    municipality_id: int, on: date, text: str = "", head: str = "", state: str = ""
) -> QuerySet[Charge]:
    """Contracts of a municipality by payer's name, YVÖK or contract, kind and state; the newest first."""
    rows = with_debts(Charge.objects.filter(municipality_id=municipality_id), on)
    rows = rows.select_related("taxpayer", "object").prefetch_related("parts")
    if head:
        rows = rows.filter(head=int(head))
    over, soon = Q(until__lt=on) | Q(ended__lt=on), on + timedelta(days=ENDING_DAYS)
    if state == "ended":
        rows = rows.filter(over)
    elif state == "ending":
        rows = rows.exclude(over).filter(Q(until__lte=soon) | Q(ended__lte=soon))
    elif state == "running":
        rows = rows.filter(Q(until__isnull=True) | Q(until__gte=on), Q(ended__isnull=True) | Q(ended__gte=on))
    elif state == "late":
        rows = rows.filter(late__gt=0)
    if text.strip():
        compact = "".join(c for c in text if c.isdigit())
        rows = rows.filter(
            beginning("taxpayer__folded", fold(text)) | Q(taxpayer__code=compact) | Q(basis__icontains=text.strip()) | Q(number=text.strip())
        )  # fmt: skip
    return rows.order_by("-since", "-pk")
