"""Of what money an overpayment is: how long ago it came, and whether it has come at all."""

from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _

from belediyye.core.money import format_money
from belediyye.finance.revenue.models import Entry, Payment, Taxpayer
from belediyye.finance.revenue.queries.notices import family
from belediyye.finance.revenue.queries.posting import IS_DEBT
from belediyye.finance.revenue.queries.sources import CARRIED, PAYMENT, RELEASE, SET_OFF
from belediyye.finance.rules.book.collection import claim_refund_until

K = Entry.Kind


def lapsed(payer: Taxpayer, waiting: int, on: date) -> int:
    """How much of a payer's credit came so long ago that it can no longer be asked back (Tax Code, 85.5), besides what is
    `waiting` to be paid back.

    What is set off is the oldest of what stands then, what is paid back the newest. Credit carried over from a merged
    record is as old as it was there; what was taken back never came."""
    rows = (
        Entry.objects.filter(
            taxpayer__in=family(payer), demand__isnull=True, day__lte=on, reverses__isnull=True, reversed_by__isnull=True
        ).exclude(IS_DEBT).exclude(source_kind=CARRIED)
    )  # fmt: skip
    stands: list[tuple[date, int]] = []
    for day, kind, amount in rows.order_by("pk").values_list("day", "kind", "amount"):
        if amount < 0:
            stands.append((day, -amount))
        else:
            stands = _without(stands, amount, newest=kind == K.REFUND)
    return sum(left for day, left in _without(stands, waiting, newest=True) if on > claim_refund_until(day.year))  # fmt: skip


def _without(stands: list[tuple[date, int]], amount: int, *, newest: bool) -> list[tuple[date, int]]:
    """What is left of sums by day when so much is taken from the newest on, or from the oldest."""
    left = []
    for day, part in sorted(stands, reverse=newest):
        taken = min(part, amount)
        amount -= taken
        if part > taken:
            left.append((day, part - taken))
    return left


def to_come(payer: Taxpayer) -> int:
    """How much of a payer's credit is lost if every payment is taken back whose money a portal has not passed on yet.

    That is what stood unapplied of them, and what became credit when a debt that they paid fell; less what was set off
    against debts of the account, which is then owed again."""
    coming = Payment.objects.filter(
        taxpayer__in=family(payer), portal__isnull=False, line__isnull=True, reversed_on__isnull=True
    )
    parts = Entry.objects.filter(source_kind=PAYMENT, source_id__in=coming.values("pk"), kind=K.PAYMENT)
    paid = dict(parts.order_by().values_list("demand").annotate(Sum("amount")))
    lost = -paid.pop(None, 0)
    freed = Entry.objects.filter(source_kind=RELEASE, source_id__in=list(paid), demand__isnull=True, reversed_by__isnull=True)  # fmt: skip
    for debt, amount in freed.order_by().values_list("source_id").annotate(Sum("amount")):
        lost += min(-amount, -paid[debt])
    used = Entry.objects.filter(taxpayer=payer, source_kind=SET_OFF, kind=K.TRANSFER, demand__isnull=True, reversed_by__isnull=True)  # fmt: skip
    return max(0, lost - (used.aggregate(s=Sum("amount"))["s"] or 0)) if lost else 0


def why_it_waits(payer: Taxpayer, credit: int, amount: int) -> str:
    """Why so much of a credit is not paid out yet, in words; empty where its money is here."""
    missing = to_come(payer)
    if credit - missing >= amount:
        return ""
    return _(
        "%(amount)s of the overpayment was taken by a payment portal that has not passed it on yet: it is paid back when the bank has brought it."
    ) % {"amount": format_money(min(credit, missing))}
