"""Local payments by contract: their periods, when each falls due, what comes next."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from belediyye.core.calendar import WorkingCalendar
from belediyye.core.fields import beginning
from belediyye.core.text import fold
from belediyye.finance.revenue.models import Charge

MONTHS = {Charge.Every.MONTH: 1, Charge.Every.QUARTER: 3, Charge.Every.YEAR: 12}
ENDING_DAYS = 60
HORIZON_DAYS = 2 * 366


def periods(charge: Charge, until: date) -> Iterator[tuple[int, int, date, date]]:
    """(year, number in the year, first day, last day) of the periods that begin by a day."""
    last = min(filter(None, [charge.until, charge.ended, until]))
    if charge.every == Charge.Every.ONCE:
        if charge.since <= last:
            yield charge.since.year, 1, charge.since, charge.until or charge.since
        return
    months = MONTHS[Charge.Every(charge.every)]
    begins = charge.since.replace(day=1)
    begins = begins.replace(month=(begins.month - 1) // months * months + 1)
    while begins <= last:
        month = begins.month - 1 + months
        following = date(begins.year + month // 12, month % 12 + 1, 1)
        yield begins.year, (begins.month - 1) // months + 1, begins, following - timedelta(days=1)
        begins = following


def due_of(charge: Charge, first: date, last: date, calendar: WorkingCalendar) -> date:
    """When a period falls due, on a working day: of its first month in advance, else of the month after it."""
    base = first if charge.in_advance or charge.every == Charge.Every.ONCE else last + timedelta(days=1)
    nominal = base.replace(day=charge.due_day)
    if charge.every == Charge.Every.ONCE and nominal < first:
        nominal = (nominal.replace(day=1) + timedelta(days=31)).replace(day=charge.due_day)
    return calendar.working_day_on_or_after(nominal)


def next_due(charge: Charge, on: date, calendar: WorkingCalendar) -> date | None:
    """The first due day from `on` on; None where nothing more falls due within two years."""
    days = (
        due_of(charge, first, last, calendar)
        for _y, _n, first, last in periods(charge, on + timedelta(days=HORIZON_DAYS))
    )
    return next((day for day in days if day >= on), None)


def state_of(charge: Charge, on: date) -> str:
    """Whether the contract runs, ends within 60 days, or has ended."""
    last = min(filter(None, [charge.until, charge.ended]), default=None)
    if last is not None and last < on:
        return "ended"
    return "ending" if last is not None and (last - on).days <= ENDING_DAYS else "running"


def charges_of(
    municipality_id: int, on: date, text: str = "", head: str = "", state: str = ""
) -> QuerySet[Charge]:
    """Contracts of a municipality by payer's name, YVÖK or contract, kind and state; the newest first."""
    rows = Charge.objects.filter(municipality_id=municipality_id).select_related("taxpayer", "object")
    if head:
        rows = rows.filter(head=int(head))
    over, soon = Q(until__lt=on) | Q(ended__lt=on), on + timedelta(days=ENDING_DAYS)
    if state == "ended":
        rows = rows.filter(over)
    elif state == "ending":
        rows = rows.exclude(over).filter(Q(until__lte=soon) | Q(ended__lte=soon))
    elif state == "running":
        rows = rows.filter(Q(until__isnull=True) | Q(until__gte=on), Q(ended__isnull=True) | Q(ended__gte=on))
    if text.strip():
        compact = "".join(c for c in text if c.isdigit())
        rows = rows.filter(
            beginning("taxpayer__folded", fold(text)) | Q(taxpayer__code=compact) | Q(basis__icontains=text.strip()) | Q(number=text.strip())
        )  # fmt: skip
    return rows.order_by("-since", "-pk")
