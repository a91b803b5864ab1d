"""Local payments by contract or decision: recorded, raised period by period, ended."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import access
from belediyye.finance.revenue.models import Charge, Entry, TaxObject, Taxpayer
from belediyye.finance.revenue.queries import charging


@action("revenue.charge.register", says=gettext_lazy("recorded a local payment"), allow=access.may_keep)
def register_charge(
    *, actor: Actor, payer: Taxpayer, terms: Mapping[str, Any], thing: TaxObject | None = None
) -> Charge:
    """Records the contract or decision. `terms`: fields of Charge. Nothing is owed until its periods are raised."""
    if payer.closed:
        raise Refused(_("%(payer)s is closed and can take nothing over.") % {"payer": payer})
    if terms.get("until") and terms["until"] < terms["since"]:
        raise Refused(_("The term cannot end before it begins."))
    charge = Charge.objects.create(
        municipality_id=payer.municipality_id, taxpayer=payer, object=thing, **terms
    )
    log(charge, payer=payer.code, head=charge.head, amount=charge.period_amount, every=charge.every)
    return charge


@action("revenue.charge.end", says=gettext_lazy("ended early"), allow=access.may_keep)
def end_charge(*, actor: Actor, charge: Charge, on: date, reason: str) -> None:
    """Ends a contract early: periods that begin after the day are not raised."""
    if charge.ended or on < charge.since:
        raise Refused(_("The contract has ended already, or had not begun on that day."))
    charge.ended = on
    charge.save(update_fields=["ended"])
    log(charge, on=on, reason=reason)


@action(
    "revenue.charge.raise", says=gettext_lazy("raised the local payments up to a day"), allow=access.may_run
)
def raise_charges(*, actor: Actor, on: date) -> int:
    """Posts a demand for every period of every contract that has begun by the day and was not raised before.

    Doing it again raises nothing twice: the database allows one demand a period."""
    assert actor.municipality is not None
    calendar, now, made = working_calendar(), timezone.now(), []
    charges = list(Charge.objects.filter(municipality=actor.municipality, since__lte=on))
    raised = set(
        Entry.objects.filter(
            municipality=actor.municipality, kind=Entry.Kind.DEMAND, charge__isnull=False
        ).values_list("charge_id", "year", "instalment")
    )
    for charge in charges:
        for year, number, first, last in charging.periods(charge, on):
            if (charge.pk, year, number) in raised or not charge.period_amount:
                continue
            made.append(
                Entry(municipality_id=charge.municipality_id, taxpayer_id=charge.taxpayer_id, kind=Entry.Kind.DEMAND, head=charge.head, year=year,
                      instalment=number, due=charging.due_of(charge, first, last, calendar), day=max(first, charge.since), amount=charge.period_amount,
                      charge=charge, at=now, by=actor.user_id)
            )  # fmt: skip
    Entry.objects.bulk_create(made)
    log(
        actor.municipality,
        municipality_id=actor.municipality.pk,
        on=on,
        count=len(made),
        amount=sum(e.amount for e in made),
    )
    return len(made)
