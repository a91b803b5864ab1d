"""Double opt-in: what a visitor asks under an e-mail address becomes real when the link in the letter is followed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations.actions.events import register
from belediyye.alliance.relations.actions.members import submit_application
from belediyye.alliance.relations.keeping import checked, new_key
from belediyye.alliance.relations.models import Application, Confirmation, Event, Registration
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor, anyone
from belediyye.core.journal import log

GOOD_FOR = timedelta(days=3)
# More letters than this to one address within an hour are somebody's game with a stranger's mailbox.
LETTERS_AN_HOUR = 3


@action("relations.confirmation.ask", says=gettext_lazy("asked to confirm an e-mail address"), allow=anyone)
def ask_to_confirm(
    *,
    actor: Actor,
    purpose: str,
    email: str,
    given: dict[str, Any],
    event: Event | None = None,
    address_of: Callable[[str], str],
    at: datetime,
) -> Confirmation:
    """Keeps what was typed for three days and writes to the address; `address_of(key)` is the link in the letter.

    Refuses a fourth letter to one address within an hour.
    """
    forget(at)
    lately = Confirmation.objects.filter(email__iexact=email, asked_at__gt=at - timedelta(hours=1))
    if lately.count() >= LETTERS_AN_HOUR:
        raise Refused(
            _(
                "Several letters went to this address within the hour. Look into the mailbox, or try again later."
            )
        )
    row = Confirmation(
        key=new_key(),
        purpose=purpose,
        email=email,
        given=given,
        event=event,
        asked_at=at,
        until=at + GOOD_FOR,
    )
    checked(row).save()
    _write(row, address_of(row.key))
    # Who asked is nobody's business until it is confirmed: the log names no address.
    log(row, event=event.number if event else "")
    return row


def forget(at: datetime) -> int:
    """Forgets what was never confirmed and can no longer be; returns how many were forgotten."""
    old = Confirmation.objects.filter(until__lt=at, done_at__isnull=True).exclude(email="")
    return old.update(given={}, email="")


def _write(row: Confirmation, address: str) -> None:
    about = row.event.title if row.event else _("Application for membership of the alliance")
    subject = _("Please confirm: %(about)s") % {"about": about}
    text = _(
        "Somebody, we hope you, gave this address for: %(about)s.\n\nOpen this page within three days and confirm:\n%(address)s\n\n"
        "If it was not you, do nothing: what was typed is then forgotten."
    ) % {"about": about, "address": address}
    to = row.email
    transaction.on_commit(lambda: send_mail(subject, text, None, [to], fail_silently=True), robust=True)


@action("relations.confirmation.confirm", says=gettext_lazy("confirmed an e-mail address"), allow=anyone)
def confirm(*, actor: Actor, confirmation: Confirmation, at: datetime) -> Confirmation:
    """Makes the registration or application that was asked for; `leads_to` is its key. A second time changes nothing.

    Refuses a link that is too old, and what the registration or application itself refuses. The day of asking counts
    as the day of registering: a slow mailbox takes nobody's seat.
    """
    # The event may be none; PostgreSQL locks no row that may be missing.
    row = Confirmation.objects.select_for_update(of=("self",)).select_related("event").get(pk=confirmation.pk)
    if row.done_at:
        log(row, again=True)
        return row
    if at > row.until:
        raise Refused(_("This link is older than three days. Please fill in the form again."))
    row.leads_to = _made(actor, row, at)
    row.done_at, row.email, row.given = at, "", {}
    row.save(update_fields=["leads_to", "done_at", "email", "given"])
    log(row, consent=True)
    return row


def _made(actor: Actor, row: Confirmation, at: datetime) -> str:
    if row.purpose == Confirmation.Purpose.APPLICATION:
        # The day here, not in Greenwich: between midnight and four they differ.
        day = timezone.localtime(at).date()
        return submit_application(actor=actor, application=Application(**row.given), on=day).key
    assert row.event is not None
    there = row.event.registrations.filter(email__iexact=row.email, cancelled_at__isnull=True).first()
    if there is not None:
        return there.key
    registration = Registration(event=row.event, **row.given)
    return register(actor=actor, registration=registration, at=row.asked_at).key
