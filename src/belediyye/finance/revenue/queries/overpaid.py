"""Of what money an overpayment is: how long ago it came, and whether it has come at all."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Min, Q, Sum
from django.utils.translation import gettext as _

from belediyye.core.money import format_money
from belediyye.finance.revenue.models import Entry, Payment, Refund, Taxpayer
from belediyye.finance.revenue.queries import lowering
from belediyye.finance.revenue.queries.notices import family
from belediyye.finance.revenue.queries.posting import IS_DEBT
from belediyye.finance.revenue.queries.sources import CARRIED, PAYMENT, REDUCED, RELEASE, SET_OFF
from belediyye.finance.rules.book.collection import claim_refund_until

K = Entry.Kind


def lapsed(payer: Taxpayer, waiting: Iterable[Refund], on: date) -> int:
    """How much of a payer's credit came so long ago that it can no longer be asked back (Tax Code, 85.5), besides what is
    `waiting` to be paid back.

    What is set off is the oldest of what stands then; what is paid back the newest of what had come when it was asked for.
    Credit carried over from a merged record is as old as it was there; what was taken back never came."""
    rows = (
        Entry.objects.filter(
            taxpayer__in=family(payer), demand__isnull=True, day__lte=on, reverses__isnull=True, reversed_by__isnull=True
        ).exclude(IS_DEBT).exclude(source_kind=CARRIED)
    )  # fmt: skip
    found = list(rows.order_by("pk").values_list("day", "kind", "amount", "source_id"))
    asked = dict(Refund.objects.filter(pk__in=[of for _d, kind, _a, of in found if kind == K.REFUND]).values_list("pk", "day"))  # fmt: skip
    stands: list[tuple[date, int]] = []
    for day, kind, amount, source in found:
        if amount < 0:
            stands.append((day, -amount))
        else:
            stands = _without(stands, amount, asked.get(source, day) if kind == K.REFUND else None)
    for refund in waiting:
        stands = _without(stands, refund.amount_qepik, refund.day)
    return sum(left for day, left in stands if on > claim_refund_until(day.year))


def _without(stands: list[tuple[date, int]], amount: int, asked: date | None) -> list[tuple[date, int]]:
    """What is left of sums by day when so much is taken from the oldest on, or, where it was `asked` back on a day, from the
    newest of what had come by then."""
    order = sorted(stands)
    if asked is not None:
        order = sorted((s for s in stands if s[0] <= asked), reverse=True) + sorted(s for s in stands if s[0] > asked)  # fmt: skip
    left = []
    for day, part in order:
        taken = min(part, amount)
        amount -= taken
        if part > taken:
            left.append((day, part - taken))
    return left


def to_come(payer: Taxpayer) -> int:
    """How much of a payer's credit is lost if every payment is taken back whose money a portal has not passed on yet.

    That is what stood unapplied of them, and what became credit when a debt that they paid fell; less what was set off
    against debts of the account, which is then owed again."""
    records, unapplied = family(payer), Entry.objects.filter(demand__isnull=True, reversed_by__isnull=True)
    coming = Payment.objects.filter(
        taxpayer__in=records, portal__isnull=False, line__isnull=True, reversed_on__isnull=True
    )
    parts = Entry.objects.filter(source_kind=PAYMENT, source_id__in=coming.values("pk"), kind=K.PAYMENT)
    paid = dict(parts.order_by().values_list("demand").annotate(Sum("amount")))
    lost = -paid.pop(None, 0)
    for debt in Entry.objects.filter(pk__in=list(paid)):
        # Also what the debt became on a record that took over, and a reduction there of what was wholly paid here.
        released = Q(source_kind=RELEASE, source_id__in=lowering.became(debt))
        same = {"head": debt.head, "year": debt.year, "instalment": debt.instalment}
        freed = unapplied.filter(released | Q(source_kind=REDUCED, taxpayer__in=records, **same))
        lost += min(-(freed.aggregate(s=Sum("amount"))["s"] or 0), -paid[debt.pk])
    if not lost:
        return 0
    # What was set off before any of that money came was other money.
    since = coming.aggregate(first=Min("at"))["first"]
    used = unapplied.filter(taxpayer__in=records, source_kind=SET_OFF, kind=K.TRANSFER, at__gte=since)
    return max(0, lost - (used.aggregate(s=Sum("amount"))["s"] or 0))


def why_it_waits(payer: Taxpayer, credit: int, amount: int) -> str:
    """Why so much of a credit is not paid out yet, in words; empty where its money is here."""
    missing = to_come(payer)
    if credit - missing >= amount:
        return ""
    return _(
        "%(amount)s of the overpayment was taken by a payment portal that has not passed it on yet: it is paid back when the bank has brought it."
    ) % {"amount": format_money(min(credit, missing))}
