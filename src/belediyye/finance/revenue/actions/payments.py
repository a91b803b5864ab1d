"""How a payment comes to be and how it is taken back, whatever way the money came. Called inside an action, under the lock."""

from datetime import date
from typing import Any

from django.utils import timezone

from belediyye.core.actors import Actor
from belediyye.core.numbering import take_numbers
from belediyye.finance.revenue.actions import merging, posting
from belediyye.finance.revenue.models import Entry, Payment


def make_payments(actor: Actor, municipality_id: int, facts: list[dict[str, Any]]) -> list[Payment]:
    """Numbers, makes and spreads payments."""
    now = timezone.now()
    year = timezone.localdate(now).year
    numbers = take_numbers(owner=municipality_id, code="revenue.payment", year=year, count=len(facts))
    made = [
        Payment.objects.create(
            municipality_id=municipality_id, year=year, number=n, at=now, by=actor.user_id, **one
        )
        for n, one in zip(numbers, facts, strict=True)
    ]
    posting.spread_payments(municipality_id, made[0].pk, actor)
    return made


def undo_payment(payment: Payment, on: date, reason: str, actor: Actor) -> None:
    """The opposite entries, the credit and the interest put right."""
    entries = list(
        Entry.objects.filter(
            source_kind=posting.posting.PAYMENT, source_id=payment.pk, kind=Entry.Kind.PAYMENT
        )
    )
    at = timezone.now()
    on = max(on, payment.day)
    Entry.objects.bulk_create(
        Entry(
            municipality_id=e.municipality_id, taxpayer_id=e.taxpayer_id, kind=Entry.Kind.REVERSAL, component=e.component, head=e.head, year=e.year,
            instalment=e.instalment, day=on, amount=-e.amount, demand_id=e.demand_id, reverses=e, source_kind=posting.posting.PAYMENT,
            source_id=payment.pk, note=reason[:200], at=at, by=actor.user_id,
        )
        for e in entries
    )  # fmt: skip
    payment.reversed_on, payment.reversed_because = on, reason[:200]
    payment.save(update_fields=["reversed_on", "reversed_because"])
    demands = {e.demand_id for e in entries if e.demand_id}
    if payment.taxpayer.merged_into_id is None:
        posting.give_back_credit(payment.municipality_id, payment.taxpayer_id, on, actor)
    posting.interest_after_change([d for d in demands if d], on, actor)
    merging.follow(payment.taxpayer, [d for d in demands if d], on, actor)
