"""How instalment agreements stand on a day: many at once, and the parts that the house proposes for a new one."""

from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from belediyye.core.calendar import WorkingCalendar
from belediyye.core.period import add_months
from belediyye.finance.revenue.models import Agreement, AgreementPart, Entry

K = Entry.Kind
KEPT, BROKEN, PAID, ENDED = "kept", "broken", "paid", "ended"
MOST_PARTS = 36


@dataclass(frozen=True)
class Standing:
    """An agreement on a day: paid since it was made, the first part missed, the part that comes next."""

    agreement: Agreement
    parts: tuple[AgreementPart, ...]
    paid: int
    broken: date | None
    next: AgreementPart | None

    @property
    def state(self) -> str:
        if self.paid >= self.agreement.amount_qepik:
            return PAID
        if self.agreement.ended:
            return ENDED
        return BROKEN if self.broken else KEPT


def standings(rows: QuerySet[Agreement], on: date) -> list[Standing]:
    """How each agreement stands; two queries whatever their number. Payments count in the order of the parts' days."""
    paid = (
        Entry.objects.filter(taxpayer=OuterRef("taxpayer"), day__gt=OuterRef("day"), day__lte=on)
        .filter(Q(kind=K.PAYMENT) | Q(kind=K.REVERSAL, reverses__kind=K.PAYMENT))
        .order_by().values("taxpayer").annotate(s=Sum("amount")).values("s")
    )  # fmt: skip
    found = []
    for one in (
        rows.annotate(came=Coalesce(Subquery(paid), 0)).select_related("taxpayer").prefetch_related("parts")
    ):
        parts = tuple(one.parts.all())
        sum_, broken, coming = -one.came, None, None
        upto = 0
        for part in parts:
            upto += part.amount_qepik
            if upto > sum_:
                coming = coming or part
                if part.due < on and broken is None:
                    broken = part.due
        found.append(Standing(one, parts, sum_, broken, coming))
    return found


def keeping(municipality_id: int, on: date) -> set[int]:
    """Payers whose agreement in force is being kept: they are not reminded."""
    rows = Agreement.objects.filter(municipality_id=municipality_id, ended__isnull=True, day__lte=on)
    return {s.agreement.taxpayer_id for s in standings(rows, on) if s.state == KEPT}


def proposed_parts(debt: int, first: date, count: int, calendar: WorkingCalendar) -> list[tuple[date, int]]:
    """The debt in equal monthly parts from `first`, each day rolled to a working one; what does not divide goes to the last.

    Raises ValueError for fewer than one part, more than MOST_PARTS, or parts of less than a qəpik."""
    if not 1 <= count <= min(MOST_PARTS, debt):
        raise ValueError(f"{count} parts of {debt}")
    part = debt // count
    days = [calendar.working_day_on_or_after(add_months(first, n)) for n in range(count)]
    return [(day, part if n < count - 1 else debt - part * (count - 1)) for n, day in enumerate(days)]
