"""What is owed on a day: of a whole municipality in one pass, of one payer to the last qəpik, interest included."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet, Sum

from belediyye.core.queries import working_calendar
from belediyye.finance.revenue.models import Agreement, Entry, Payment, Refund, Taxpayer
from belediyye.finance.revenue.queries import agreements
from belediyye.finance.revenue.queries.interest import Late, late
from belediyye.finance.revenue.queries.posting import disputed_on, law
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
    """One demand with what is open of it on a day; `accruing` is interest of that day not yet posted.

    `held` is what an open objection holds back: the disputed part and its interest. `agreed`: an agreement that is being
    kept covers it."""

    demand: Entry
    principal: int
    interest: int
    sanction: int
    accruing: int
    disputed: int
    held_principal: int
    held_interest: int
    agreed: bool
    late: Late | None

    @property
    def total(self) -> int:
        return self.principal + self.interest + self.sanction + self.accruing

    @property
    def held(self) -> int:
        return self.held_principal + self.held_interest

    @property
    def collectable(self) -> int:
        """What of it may be asked for."""
        return max(0, self.total - self.held)


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
        return tuple(d for d in self.debts if d.demand.due and d.demand.due < self.on and d.collectable)

    @property
    def overdue_total(self) -> int:
        return sum(d.collectable for d in self.overdue)

    @property
    def reminded(self) -> tuple[Debt, ...]:
        """What is overdue and not being paid by agreement."""
        return tuple(d for d in self.overdue if not d.agreed)


def held_of(principal: int, interest: int, disputed: int, due: date, on: date) -> tuple[int, int]:
    """What an open objection holds of the principal and of the interest that are open on a debt, in qəpik.

    Of the interest: what the disputed part bears from its due day to the day, and never more than is open. The database
    computes the same for many (`posting.held_interest`)."""
    num, den, cap = law(on)
    days = max(0, min((on - due).days, cap))
    borne = (disputed * days * 2 * num + den) // (2 * den)
    return max(0, min(principal, disputed)), max(0, min(interest, borne))


def coming(standing: Owed) -> list[Debt]:
    """What is open and falls due on the day or later: what may be deferred."""
    return [d for d in standing.debts if d.demand.due and d.demand.due >= standing.on and d.principal > 0]


def covered_by(agreement: Agreement, standing: Owed) -> list[Debt]:
    """What is open, on the payer's account, of the debts for which an agreement was made."""
    demands = set(agreement.debts.values_list("demand_id", flat=True))
    return [d for d in standing.debts if d.demand.pk in demands]


def open_objections(on: date) -> Q:
    """Objections that were being examined at the end of a day."""
    return Q(day__lte=on) & (Q(answered__isnull=True) | Q(answered__gt=on))


def _disputed(municipality_id: int, debts: Iterable[int], on: date) -> dict[int, int]:
    """{debt: what an open objection disputes of it} at the end of a day."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT demand_id, disputed FROM {disputed_on(on, municipality_id)} o WHERE demand_id IN ({', '.join(map(str, debts))})"
        )
        return {int(debt): int(amount) for debt, amount in cursor.fetchall()}


def owed(payer: Taxpayer, on: date) -> Owed:
    """Everything open on a payer's account at the end of a day."""
    by: dict[int, list[Entry]] = defaultdict(list)
    credit = 0
    for e in Entry.objects.filter(taxpayer=payer, day__lte=on).select_related("reverses").order_by("pk"):
        if e.demand_id or e.is_debt:
            by[e.demand_id or e.pk].append(e)
        else:
            credit -= e.amount
    disputed = _disputed(payer.municipality_id, by, on) if by else {}
    calendar = working_calendar() if by else None
    agreed = agreements.covered(payer.pk, on) if by else set()
    debts = []
    for key, entries in by.items():
        entries.sort(key=lambda e: (e.pk != key, e.pk))
        parts = [sum(e.amount for e in entries if e.component == c) for c in (0, 1, 2)]
        due = entries[0].due
        if entries[0].pk != key or due is None:
            # The debt itself comes to this account only later: what was paid on it is the payer's until then.
            credit -= sum(parts)
            continue
        assert calendar is not None
        found = late(entries, on, calendar, until=on) if due < on else None
        accruing = found.missing_qepik if found else 0
        if any(parts) or accruing:
            held = held_of(parts[0], parts[1] + accruing, disputed.get(key, 0), due, on)
            debts.append(
                Debt(entries[0], *parts, accruing, disputed.get(key, 0), *held, agreed=key in agreed, late=found)
            )  # fmt: skip
    return Owed(on, tuple(sorted(debts, key=lambda d: (d.demand.due or on, d.demand.pk))), credit)


def card(payer: Taxpayer, until: date) -> list[dict[str, Any]]:
    """The account card (şəxsi hesab vərəqəsi): every entry in order of day, with the balance after it; none of nothing."""
    rows, balance = [], 0
    for e in Entry.objects.filter(taxpayer=payer, day__lte=until).exclude(amount=0).order_by("day", "pk"):
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


def clear_on(payer: Taxpayer, on: date) -> str:
    """Empty where nothing is owed that a certificate must name; else what is (a code: overdue, agreement)."""
    standing = owed(payer, on)
    if standing.overdue:
        return "overdue" if standing.reminded else "agreement"
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
