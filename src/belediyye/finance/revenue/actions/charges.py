"""Local payments by contract or decision: recorded, stated, raised period by period, corrected, billed, ended."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.money import format_money
from belediyye.core.numbering import take_number
from belediyye.core.period import format_date
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.models import (
    Bill,
    Charge,
    ChargePart,
    ChargeQuantity,
    Entry,
    Head,
    TaxObject,
    Taxpayer,
)
from belediyye.finance.revenue.queries import charging
from belediyye.finance.rules.book.collection import lease_until

K = Entry.Kind
CORRECTION, ENDED, STATED = "revenue.charge.correct", "revenue.charge.end", "revenue.charge.declare"


@action("revenue.charge.register", says=gettext_lazy("recorded a local payment"), allow=access.may_keep)
def register_charge(
    *,
    actor: Actor,
    payer: Taxpayer,
    terms: Mapping[str, Any],
    thing: TaxObject | None = None,
    parts: Sequence[tuple[date, int]] = (),
) -> Charge:
    """Records the contract or decision. `terms`: fields of Charge. Nothing is owed until its periods are raised.

    `parts`: days and amounts of a price paid by instalments. Refuses parts that are not the price, and a lease of land
    longer than the law allows."""
    if payer.closed or payer.merged_into_id:
        raise Refused(_("%(payer)s is closed and can take nothing over.") % {"payer": payer})
    if terms.get("until") and terms["until"] < terms["since"]:
        raise Refused(_("The term cannot end before it begins."))
    charge = Charge(municipality_id=payer.municipality_id, taxpayer=payer, object=thing, **terms)
    _check_lease(charge, thing)
    if parts:
        _check_parts(charge, parts)
    charge.save()
    ChargePart.objects.bulk_create(
        ChargePart(charge=charge, number=n, due=due, amount_qepik=amount)
        for n, (due, amount) in enumerate(sorted(parts), 1)
    )
    about = {"object": thing.number} if thing else {}
    log(charge, payer=payer.code, head=charge.head, amount=charge.period_amount, every=charge.every, parts=len(parts), **about)  # fmt: skip
    return charge


def _check_lease(charge: Charge, thing: TaxObject | None) -> None:
    if charge.head != Head.RENT or thing is None or thing.kind != TaxObject.Kind.LAND:
        return
    last = lease_until(charge.since)
    if charge.until is None or charge.until > last:
        raise Refused(
            _("Municipal land is let for at most 49 years (Land Code): write a term that ends by %(day)s.")
            % {"day": format_date(last)}
        )


def _check_parts(charge: Charge, parts: Sequence[tuple[date, int]]) -> None:
    if charge.every != Charge.Every.ONCE or charge.declared:
        raise Refused(_("Instalments belong to a single payment: choose “once”."))
    if any(amount <= 0 or due < charge.since for due, amount in parts):
        raise Refused(_("Each instalment needs an amount and a day not before the contract begins."))
    total = sum(amount for _due, amount in parts)
    if total != charge.period_amount:
        raise Refused(
            _("The instalments make %(total)s, the price is %(price)s.")
            % {"total": format_money(total), "price": format_money(charge.period_amount)}
        )


def _adjust(
    demand: Entry, by: int, day: date, actor: Actor, source: str, source_id: int, note: str = ""
) -> None:
    """Raises or lowers a demand; what was paid too much becomes credit. Refuses to take off more than still stands."""
    if by < 0 and -by > (left := charging.lowerable(demand)):
        raise Refused(
            _(
                "Only %(amount)s of this demand still stand: the rest was written off, deferred or carried to another record."
            )
            % {"amount": format_money(max(0, left))}
        )
    Entry.objects.create(
        municipality_id=demand.municipality_id, taxpayer_id=demand.taxpayer_id, kind=K.ADJUSTMENT, head=demand.head, year=demand.year,
        instalment=demand.instalment, due=demand.due if by > 0 else None, day=max(day, demand.day), amount=by, demand=demand,
        source_kind=source, source_id=source_id, note=note[:200], at=timezone.now(), by=actor.user_id,
    )  # fmt: skip
    posting.interest_after_change([demand.pk], max(day, demand.day), actor)


@action("revenue.charge.end", says=gettext_lazy("ended the local payment early"), allow=access.may_keep)
def end_charge(*, actor: Actor, charge: Charge, on: date, reason: str, day: date | None = None) -> int:
    """Ends a contract early. What was raised beyond the day is taken back: periods that begin after it whole, the last
    one by days; gives how much. A single payment and a quantity stated for the last period stay as they are.

    `day` is when the change is posted. Lowers only: a demand corrected below the rule stays so."""
    posting.lock_accounts(charge.municipality_id)
    charge = Charge.objects.select_for_update().get(pk=charge.pk)
    if charge.ended or on < charge.since:
        raise Refused(_("The contract has ended already, or had not begun on that day."))
    charge.ended = on
    charge.save(update_fields=["ended"])
    lowered = 0
    if charge.every != Charge.Every.ONCE:
        demands = list(Entry.objects.filter(charge=charge, kind=K.DEMAND))
        spans = _spans(charge, demands)
        stated = charging.stated_of([charge])
        for demand in demands:
            key = (demand.year, demand.instalment)
            target = charging.amount_of(charge, spans[key], stated.get((charge.pk, *key)))
            too_much = charging.standing(demand) - (target or 0)
            if too_much > 0:
                _adjust(demand, -too_much, day or timezone.localdate(), actor, ENDED, charge.pk, reason)
                lowered += too_much
    log(charge, on=on, reason=reason, lowered=lowered)
    return lowered


def _spans(charge: Charge, demands: Sequence[Entry]) -> dict[tuple[int, int], charging.Period]:
    """The whole periods of demands, also of those that begin after the contract's new end."""
    months = charging.MONTHS[Charge.Every(charge.every)]
    found = {}
    for demand in demands:
        month = (demand.instalment - 1) * months + 1
        first = date(demand.year, month, 1)
        following = date(demand.year + (month + months > 12), (month + months - 1) % 12 + 1, 1)
        found[(demand.year, demand.instalment)] = charging.Period(
            demand.year, demand.instalment, first, following - date.resolution
        )
    return found


@action(
    "revenue.charge.declare",
    says=gettext_lazy("stated the quantity of a period"),
    allow=access.may_keep,
)
def declare_quantity(
    *, actor: Actor, charge: Charge, year: int, number: int, quantity: int, document: str, on: date
) -> ChargeQuantity:
    """States how much a period had, in hundredths of a unit: person-nights, places, market days. Stated anew, what was
    raised is put right by the difference. Refuses a period that has not begun or is not the contract's."""
    posting.lock_accounts(charge.municipality_id)
    if not charge.declared:
        raise Refused(_("This contract has a fixed quantity: correct the demand instead."))
    if not document.strip():
        raise Refused(_("Name the document: its number and day."))
    if (year, number) not in {(p.year, p.number) for p in charging.periods(charge, on)}:
        raise Refused(_("The contract has no such period that has begun by that day."))
    made = ChargeQuantity.objects.create(
        charge=charge, year=year, number=number, quantity=quantity, document=document[:120], day=on, by=actor.user_id
    )  # fmt: skip
    demand = Entry.objects.filter(charge=charge, kind=K.DEMAND, year=year, instalment=number).first()
    if demand and (change := (charge.unit_price * quantity + 50) // 100 - charging.standing(demand)):
        _adjust(demand, change, on, actor, STATED, made.pk, document)
    log(charge, year=year, period=number, quantity=quantity, document=document)
    return made


@action("revenue.charge.correct", says=gettext_lazy("corrected a demand"), allow=access.may_run)
def correct_charge(
    *, actor: Actor, demand: Entry, amount: int, reason: str, document: str = "", on: date
) -> Entry:
    """Puts a period's demand right: `amount` is what it should have asked for. The demand stays, the difference is
    posted with its reason. Refuses what is not a contract's demand, and a change of nothing."""
    posting.lock_accounts(demand.municipality_id)
    if demand.kind != K.DEMAND or demand.charge is None:
        raise Refused(_("Only a demand of a contract is corrected here."))
    if not reason.strip():
        raise Refused(_("Say why, in a few words."))
    change = amount - charging.standing(demand)
    if amount < 0 or not change:
        raise Refused(_("The demand asks for that amount already."))
    note = f"{document.strip()}: {reason.strip()}" if document.strip() else reason.strip()
    _adjust(demand, change, on, actor, CORRECTION, demand.charge.pk, note)
    log(demand.charge, year=demand.year, period=demand.instalment, change=change, reason=reason, document=document)  # fmt: skip
    return demand


@action("revenue.bill.issue", says=gettext_lazy("issued a bill"), allow=access.may_keep)
def issue_bill(*, actor: Actor, demand: Entry, on: date) -> Bill:
    """A numbered bill of what is open on a contract's demand. Refuses where nothing is open."""
    if demand.kind != K.DEMAND or demand.charge is None:
        raise Refused(_("A bill is issued for a demand of a contract."))
    posting.lock_accounts(demand.municipality_id)
    amount = charging.open_of(demand)
    if amount <= 0:
        raise Refused(_("Nothing is open on this demand."))
    made = Bill.objects.create(
        municipality_id=demand.municipality_id, charge=demand.charge, demand=demand, year=on.year, issued=on, amount_qepik=amount, by=actor.user_id,
        number=take_number(owner=demand.municipality_id, code="revenue.bill", year=on.year),
    )  # fmt: skip
    log(demand.charge, bill=str(made), amount=amount)
    return made


@action(
    "revenue.charge.raise", says=gettext_lazy("raised the local payments up to a day"), allow=access.may_run
)
def raise_charges(*, actor: Actor, on: date) -> int:
    """Posts a demand for every period of every contract that has begun by the day and was not raised before.

    Doing it again raises nothing twice: the database allows one demand a period. Nothing is raised for a payer who is
    closed or merged away, nor for a period whose quantity is still to be stated."""
    assert actor.municipality is not None
    calendar, now, made = working_calendar(), timezone.now(), []
    live = Charge.objects.filter(municipality=actor.municipality, since__lte=on)
    charges = list(
        live.filter(taxpayer__closed__isnull=True, taxpayer__merged_into__isnull=True).prefetch_related(
            "parts"
        )
    )
    raised = set(
        Entry.objects.filter(
            municipality=actor.municipality, kind=K.DEMAND, charge__isnull=False
        ).values_list("charge_id", "year", "instalment")
    )
    stated = charging.stated_of([c for c in charges if c.declared])
    for charge in charges:
        if parts := list(charge.parts.all()):
            if charge.ended is None:
                made += [
                    _demand(charge, p.due.year, p.number, calendar.working_day_on_or_after(p.due), charge.since, p.amount_qepik, now, actor)
                    for p in parts
                    if (charge.pk, p.due.year, p.number) not in raised
                ]  # fmt: skip
            continue
        for period in charging.periods(charge, on):
            key = (charge.pk, period.year, period.number)
            amount = None if key in raised else charging.amount_of(charge, period, stated.get(key))
            if amount:
                due = charging.due_of(charge, period.first, period.last, calendar)
                day = max(period.first, charge.since)
                made.append(_demand(charge, period.year, period.number, due, day, amount, now, actor))
    Entry.objects.bulk_create(made)
    log(
        actor.municipality,
        municipality_id=actor.municipality.pk,
        on=on,
        count=len(made),
        amount=sum(e.amount for e in made),
    )
    return len(made)


def _demand(
    charge: Charge, year: int, number: int, due: date, day: date, amount: int, at: datetime, actor: Actor
) -> Entry:
    return Entry(
        municipality_id=charge.municipality_id, taxpayer_id=charge.taxpayer_id, kind=K.DEMAND, head=charge.head, year=year, instalment=number,
        due=due, day=day, amount=amount, charge=charge, at=at, by=actor.user_id,
    )  # fmt: skip
