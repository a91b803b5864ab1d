"""How instalment agreements stand on a day: many at once, what they cover, and the parts that the house proposes for a new one."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from belediyye.core.calendar import WorkingCalendar
from belediyye.core.period import add_months
from belediyye.finance.revenue.models import Agreement, AgreementDebt, AgreementPart
from belediyye.finance.revenue.queries import interest
from belediyye.finance.revenue.queries.sources import PAYMENT, SET_OFF, says_paid

KEPT, BROKEN, PAID, ENDED = "kept", "broken", "paid", "ended"
MOST_PARTS = 36

SINCE = "e.demand_id IS NOT NULL AND (e.at > a.at OR (e.at IS NULL AND e.day > a.day))"
# Of each agreement, on its debts and written since it was made, principal, interest and sanctions each by itself: the money;
# what was taken off and did not come back; whether interest fell. What was open on them then, and what is.
CAME = f"""
SELECT c.agreement_id,
  -SUM(CASE WHEN {SINCE} AND (e.kind = 3 OR e.source_kind IN ('{PAYMENT}', '{SET_OFF}')) THEN e.amount ELSE 0 END),
  -SUM(CASE WHEN {SINCE} AND NOT {says_paid()} AND e.kind <> 4 THEN e.amount ELSE 0 END),
  MIN(CASE WHEN {SINCE} AND e.kind = 4 THEN e.amount ELSE 0 END),
  SUM(CASE WHEN {SINCE} THEN 0 WHEN e.day <= a.day THEN e.amount ELSE 0 END),
  SUM(e.amount)
FROM revenue_agreementdebt c JOIN revenue_agreement a ON a.id = c.agreement_id
JOIN revenue_entry e ON e.id = c.demand_id OR e.demand_id = c.demand_id
WHERE c.agreement_id IN (%s) AND e.day <= %%s GROUP BY c.agreement_id, e.component
"""


@dataclass(frozen=True)
class Part:
    """A part as it is to be paid now: what was agreed, less what the debts shrank by since."""

    due: date
    amount_qepik: int
    agreed_qepik: int


@dataclass(frozen=True)
class Standing:
    """An agreement on a day: what is to be paid by it, what came since it was made, the first part missed, the next one.

    `amount` is less than was agreed where the debts shrank since; never more than what was paid and is still open."""

    agreement: Agreement
    parts: tuple[Part, ...]
    amount: int
    paid: int
    broken: date | None
    next: Part | None

    @property
    def shrunk(self) -> int:
        return self.agreement.amount_qepik - self.amount

    @property
    def state(self) -> str:
        if self.paid >= self.amount:
            return PAID
        if self.agreement.ended:
            return ENDED
        return BROKEN if self.broken else KEPT


def _came(rows: dict[int, Agreement], on: date) -> dict[int, tuple[int, int, int]]:
    """(paid, taken off, open) of each agreement at the end of a day.

    The interest that fell is the law's, up to the day of the agreement: what a payment lowered that was taken back since is
    none, and what ran since makes up for none."""
    if not rows:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(CAME % ", ".join(map(str, map(int, rows))), [on])
        found = cursor.fetchall()
    sums = {key: [0, 0, 0] for key in rows}
    fell = set()
    for key, paid, off, lowest, was, open_ in found:
        sums[key][0] += int(paid)
        # Interest that ran since may be written off too: it is not in the amount.
        sums[key][1] += max(0, min(int(off), int(was)))
        sums[key][2] += int(open_)
        if lowest < 0:
            fell.add(key)
    covered: dict[int, list[int]] = {key: [] for key in fell}
    debts = AgreementDebt.objects.filter(agreement__in=fell).values_list("agreement_id", "demand_id")
    for key, demand in debts if fell else ():
        covered[key].append(demand)
    for key, demands in covered.items():
        sums[key][1] += interest.fallen(demands, rows[key].day, rows[key].at, on)
    return {key: (paid, off, max(0, open_)) for key, (paid, off, open_) in sums.items()}


def standing_of(
    agreement: Agreement, parts: Iterable[AgreementPart], paid: int, off: int, open_: int, on: date
) -> Standing:
    """The one rule: the parts in order of their days, against what was paid; the last parts fall where the debts shrank."""
    amount = max(0, min(agreement.amount_qepik - off, paid + open_))
    now, upto, broken, coming = [], 0, None, None
    for part in parts:
        before, upto = upto, min(amount, upto + part.amount_qepik)
        one = Part(part.due, upto - before, part.amount_qepik)
        now.append(one)
        if upto > paid and upto > before:
            coming = coming or one
            if part.due < on and broken is None:
                broken = part.due
    return Standing(agreement, tuple(now), amount, paid, broken, coming)


def standings(rows: QuerySet[Agreement], on: date) -> list[Standing]:
    """How each agreement stands at the end of a day; three queries whatever their number, and some for those whose interest fell.

    Counted is what settled the debts it was made for and was written after it: payments, on whatever day they count, and
    credit used. What was written before it was signed is already in its amount."""
    found = list(rows.select_related("taxpayer").prefetch_related("parts"))
    came = _came({one.pk: one for one in found}, on)
    return [standing_of(one, one.parts.all(), *came.get(one.pk, (0, 0, 0)), on) for one in found]


def _in_force(on: date) -> Q:
    return Q(day__lte=on) & (Q(ended__isnull=True) | Q(ended__gt=on))


def keeping(municipality_id: int, on: date) -> list[int]:
    """The agreements in force that are being kept: the debts they were made for are not reminded of."""
    rows = Agreement.objects.filter(_in_force(on), municipality_id=municipality_id)
    return [s.agreement.pk for s in standings(rows, on) if s.broken is None and s.state != PAID]


def covered(payer_id: int, on: date) -> set[int]:
    """The debts of a payer that an agreement covers which is being kept."""
    rows = standings(Agreement.objects.filter(_in_force(on), taxpayer_id=payer_id), on)
    kept = [s.agreement.pk for s in rows if s.broken is None and s.state != PAID]
    debts = AgreementDebt.objects.filter(agreement__in=kept) if kept else AgreementDebt.objects.none()
    return set(debts.values_list("demand_id", flat=True))


def proposed_parts(debt: int, first: date, count: int, calendar: WorkingCalendar) -> list[tuple[date, int]]:
    """The debt in equal monthly parts from `first`, each day rolled to a working one; what does not divide goes to the last.

    Raises ValueError for fewer than one part, more than MOST_PARTS, or parts of less than a qəpik."""
    if not 1 <= count <= min(MOST_PARTS, debt):
        raise ValueError(f"{count} parts of {debt}")
    part = debt // count
    days = [calendar.working_day_on_or_after(add_months(first, n)) for n in range(count)]
    return [(day, part if n < count - 1 else debt - part * (count - 1)) for n, day in enumerate(days)]
