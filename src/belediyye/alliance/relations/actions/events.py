"""Events: planned, opened, invited to, registered for, attended, and what came of them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations import access
from belediyye.alliance.relations.keeping import checked, keep, new_key, numbered, put
from belediyye.alliance.relations.models import Consent, Contact, Event, Invitation, Registration
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor, anyone
from belediyye.core.journal import log
from belediyye.core.models import Organisation
from belediyye.core.period import format_date


@action("relations.event.keep", says=gettext_lazy("planned an event"), allow=access.may_coordinate)
def keep_event(*, actor: Actor, event: Event) -> Event:
    """Plans an event, or keeps its changes. Refuses to change one that was held."""
    if event.pk and Event.objects.filter(pk=event.pk, state__in=["held", "cancelled"]).exists():
        raise Refused(_("This event is over; only its outcome is still written."))
    if not event.pk:
        event.number = numbered("T", event.starts.year)
    return keep(event)


@action("relations.event.open", says=gettext_lazy("opened registration"), allow=access.may_coordinate)
def open_registration(*, actor: Actor, event: Event) -> None:
    """Opens registration; an event open to everyone then stands on the public list."""
    if event.state != Event.State.PLANNED:
        raise Refused(_("Registration is opened for a planned event."))
    put(event, state=Event.State.OPEN)


@action("relations.event.cancel", says=gettext_lazy("cancelled an event"), allow=access.may_coordinate)
def cancel_event(*, actor: Actor, event: Event, because: str) -> None:
    """Cancels an event, with the reason."""
    if event.state in {Event.State.HELD, Event.State.CANCELLED}:
        raise Refused(_("This event is over."))
    put(event, state=Event.State.CANCELLED, outcome=because)


@action(
    "relations.event.conclude",
    says=gettext_lazy("wrote down the outcome of an event"),
    allow=access.may_coordinate,
)
def conclude(*, actor: Actor, event: Event, outcome: str, on: date) -> None:
    """Writes what came of it; the event then counts as held. Refuses before it began."""
    if event.state == Event.State.CANCELLED or on < timezone.localdate(event.starts):
        raise Refused(_("An outcome is written once the event has taken place."))
    put(event, state=Event.State.HELD, outcome=outcome, outcome_on=on)


@action("relations.event.invite", says=gettext_lazy("invited to an event"), allow=access.may_coordinate)
def invite(
    *, actor: Actor, event: Event, organisations: Iterable[Organisation] = (), contacts: Iterable[Contact] = (),
    address: str = "", on: date,
) -> list[Invitation]:  # fmt: skip
    """Invites those not invited yet. A letter goes by mail to people who consented and have an address.

    `address` is the event's public page. Returns the new invitations.
    """
    known = event.invitations.all()
    had = {i.organisation_id for i in known}, {i.contact_id for i in known}
    made = [Invitation(event=event, organisation=o, sent_on=on) for o in organisations if o.pk not in had[0]]
    allowed = set(
        Consent.objects.filter(purpose=Consent.Purpose.EVENTS, withdrawn_on__isnull=True).values_list(
            "contact_id", flat=True
        )
    )
    for contact in contacts:
        if contact.pk in had[1]:
            continue
        by_mail = bool(contact.email) and contact.pk in allowed
        made.append(Invitation(event=event, contact=contact, sent_on=on, by_mail=by_mail))
        if by_mail:
            _write_to(contact.email, event, address)
    for invitation in made:
        checked(invitation).save()
    log(event, invited=len(made), by_mail=sum(i.by_mail for i in made))
    return made


def _write_to(email: str, event: Event, address: str) -> None:
    subject = _("Invitation: %(title)s") % {"title": event.title}
    text = _("You are invited to “%(title)s” on %(day)s, %(place)s. Programme and registration: %(address)s") % {
        "title": event.title, "day": format_date(timezone.localdate(event.starts)), "place": event.place, "address": address,
    }  # fmt: skip
    transaction.on_commit(lambda: send_mail(subject, text, None, [email], fail_silently=True), robust=True)


@action(
    "relations.event.answer",
    says=gettext_lazy("recorded the answer to an invitation"),
    allow=access.may_coordinate,
)
def answer_invitation(*, actor: Actor, invitation: Invitation, answer: str) -> None:
    """Records whether the invited will come."""
    name = invitation.contact.code if invitation.contact else ""
    put(invitation, name=name, answer=answer)


@action("relations.event.register", says=gettext_lazy("registered for an event"), allow=anyone)
def register(*, actor: Actor, registration: Registration, at: datetime) -> Registration:
    """Registers a participant; where the seats are taken, on the waiting list.

    Refuses an event whose registration is not open, a day after its end, and an address registered already.
    """
    event = Event.objects.select_for_update().get(pk=registration.event_id)
    if not access.coordinates(actor):
        must_be_open(event, at)
    taken = event.registrations.filter(cancelled_at__isnull=True)
    if registration.email and taken.filter(email__iexact=registration.email).exists():
        raise Refused(_("This e-mail address is registered already."))
    registration.waits = taken.filter(waits=False).count() >= event.seats
    registration.key, registration.registered_at = new_key(), at
    checked(registration).save()
    log(registration, name=event.number, waits=registration.waits)
    return registration


def must_be_open(event: Event, at: datetime) -> None:
    """Raises Refused where nobody may register for the event at this moment."""
    if event.state != Event.State.OPEN:
        raise Refused(_("Registration for this event is not open."))
    if timezone.localdate(at) > event.register_until:
        raise Refused(_("Registration ended on %(day)s.") % {"day": format_date(event.register_until)})


@action("relations.event.unregister", says=gettext_lazy("cancelled a registration"), allow=anyone)
def cancel_registration(*, actor: Actor, registration: Registration, at: datetime) -> None:
    """Gives a seat back; who has waited longest gets it. The view found the registration by its own key."""
    if registration.cancelled_at or registration.attended_at:
        raise Refused(_("This registration was cancelled or used already."))
    event = Event.objects.select_for_update().get(pk=registration.event_id)
    had_seat = not registration.waits
    put(registration, name=event.number, cancelled_at=at)
    first = (
        event.registrations.filter(waits=True, cancelled_at__isnull=True)
        .order_by("registered_at", "pk")
        .first()
    )
    if had_seat and first is not None:
        put(first, name=event.number, waits=False)


@action("relations.event.attend", says=gettext_lazy("marked as present"), allow=access.may_keep)
def mark_attendance(*, actor: Actor, registration: Registration, at: datetime) -> None:
    """Marks a participant as present. Refuses a second time, a cancelled registration, and another day."""
    if registration.cancelled_at:
        raise Refused(_("This registration was cancelled."))
    if registration.attended_at:
        raise Refused(_("This participant is marked as present already."))
    if timezone.localdate(at) < timezone.localdate(registration.event.starts):
        raise Refused(_("The event has not begun; presence is marked on its day."))
    put(registration, name=registration.event.number, attended_at=at, marked_by=actor.name)
