"""What is owed on a day: of a whole municipality in one pass, of one payer to the last qəpik, interest included."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from belediyye.core.queries import working_calendar
from belediyye.finance.revenue.models import Agreement, Entry, Objection, Payment, Refund, Taxpayer
from belediyye.finance.revenue.queries.interest import Late, late
from belediyye.finance.rules.book.collection import collect_until

K = Entry.Kind
LAPSING_DAYS = 180


def balances(municipality_id: int, on: date) -> dict[int, int]:
    """The balance of every account of a municipality at the end of a day, posted entries alone; zero ones too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT taxpayer_id, SUM(amount) FROM revenue_entry WHERE municipality_id = %s AND day <= %s GROUP BY taxpayer_id",
            [municipality_id, on],
        )
        return {payer: int(amount) for payer, amount in cursor.fetchall()}


@dataclass(frozen=True)
class Debt:
    """One demand with what is open of it on a day; `accruing` is interest of that day not yet posted."""

    demand: Entry
    principal: int
    interest: int
    sanction: int
    accruing: int
    disputed: int
    late: Late | None

    @property
    def total(self) -> int:
        return self.principal + self.interest + self.sanction + self.accruing


@dataclass(frozen=True)
class Owed:
    """A payer's account on a day: debts by due day, credit that stands unapplied."""

    on: date
    debts: tuple[Debt, ...]
    credit: int

    @property
    def total(self) -> int:
        return sum(d.total for d in self.debts)

    @property
    def overdue(self) -> tuple[Debt, ...]:
        """What is past its day and not under dispute."""
        return tuple(
            d for d in self.debts if d.demand.due and d.demand.due < self.on and d.total > d.disputed
        )

    @property
    def overdue_total(self) -> int:
        return sum(max(0, d.total - d.disputed) for d in self.overdue)


def owed(payer: Taxpayer, on: date) -> Owed:
    """Everything open on a payer's account at the end of a day."""
    by: dict[int, list[Entry]] = defaultdict(list)
    credit = 0
    for e in Entry.objects.filter(taxpayer=payer, day__lte=on).select_related("reverses").order_by("pk"):
        base = e.kind == K.DEMAND or (e.kind == K.TRANSFER and e.demand_id is None and e.due is not None)
        if e.demand_id or base:
            by[e.demand_id or e.pk].append(e)
        else:
            credit -= e.amount
    disputed = dict(
        Objection.objects.filter(taxpayer=payer, day__lte=on)
        .filter(Q(answered__isnull=True) | Q(answered__gt=on))
        .values_list("demand_id", "disputed_qepik")
    )
    calendar = working_calendar() if by else None
    debts = []
    for key, entries in by.items():
        entries.sort(key=lambda e: (e.pk != key, e.pk))
        parts = [sum(e.amount for e in entries if e.component == c) for c in (0, 1, 2)]
        assert calendar is not None and entries[0].due is not None
        found = late(entries, on, calendar) if entries[0].due < on else None
        accruing = found.missing_qepik if found else 0
        if any(parts) or accruing:
            debts.append(
                Debt(entries[0], *parts, accruing=accruing, disputed=disputed.get(key, 0), late=found)
            )
    return Owed(on, tuple(sorted(debts, key=lambda d: (d.demand.due or on, d.demand.pk))), credit)


def card(payer: Taxpayer, until: date) -> list[dict[str, Any]]:
    """The account card (şəxsi hesab vərəqəsi): every entry in order of day, with the balance after it."""
    rows, balance = [], 0
    for e in Entry.objects.filter(taxpayer=payer, day__lte=until).order_by("day", "pk"):
        balance += e.amount
        rows.append(
            {
                "entry": e,
                "up": e.amount if e.amount > 0 else None,
                "down": -e.amount if e.amount < 0 else None,
                "balance": balance,
            }
        )
    return rows


def payments_of(payer: Taxpayer) -> QuerySet[Payment]:
    return Payment.objects.filter(taxpayer=payer).select_related("line")


def kept(agreement: Agreement, on: date) -> dict[str, Any]:
    """How an agreement stands on a day: what was to be paid by then, what was paid since it was made, whether it is broken."""
    parts = list(agreement.parts.all())
    paid = -(
        Entry.objects.filter(taxpayer=agreement.taxpayer, day__gt=agreement.day, day__lte=on)
        .filter(Q(kind=K.PAYMENT) | Q(kind=K.REVERSAL, reverses__kind=K.PAYMENT)).aggregate(s=Sum("amount"))["s"] or 0
    )  # fmt: skip
    wanted = sum(p.amount_qepik for p in parts if p.due <= on)
    broken = next(
        (
            p.due
            for n, p in enumerate(parts)
            if p.due < on and sum(q.amount_qepik for q in parts[: n + 1]) > paid
        ),
        None,
    )
    upcoming = next(
        (p for n, p in enumerate(parts) if sum(q.amount_qepik for q in parts[: n + 1]) > paid), None
    )
    return {
        "parts": parts,
        "paid": paid,
        "wanted": wanted,
        "broken": broken,
        "next": upcoming,
        "done": paid >= agreement.amount_qepik,
    }


def protected(payer: Taxpayer, on: date) -> bool:
    """Whether an agreement that is being kept holds reminders back."""
    agreement = Agreement.objects.filter(taxpayer=payer, ended__isnull=True, day__lte=on).first()
    return agreement is not None and kept(agreement, on)["broken"] is None


def clear_on(payer: Taxpayer, on: date) -> str:
    """Empty where nothing is owed that a certificate must name; else what is (a code: overdue, agreement)."""
    if owed(payer, on).overdue:
        return "agreement" if protected(payer, on) else "overdue"
    return ""


def lapsing(municipality_id: int, on: date) -> list[dict[str, Any]]:
    """Open principal by year whose term of collection has ended or ends within half a year."""
    rows = (
        Entry.objects.filter(municipality_id=municipality_id, component=0, day__lte=on).exclude(demand__isnull=True, kind__in=[K.PAYMENT, K.REFUND, K.REVERSAL])
        .values("year").annotate(open=Sum("amount")).order_by("year")
    )  # fmt: skip
    found = []
    for row in rows:
        last = collect_until(row["year"]) if row["year"] else None
        if last and row["open"] > 0 and (last - on).days <= LAPSING_DAYS:
            found.append({"year": row["year"], "open": row["open"], "last": last, "ended": last < on})
    return found


def open_refunds(municipality_id: int) -> QuerySet[Refund]:
    """Overpayments asked back and not yet paid, the nearest day first."""
    return (
        Refund.objects.filter(municipality_id=municipality_id, paid__isnull=True, dropped__isnull=True)
        .select_related("taxpayer")
        .order_by("due")
    )
