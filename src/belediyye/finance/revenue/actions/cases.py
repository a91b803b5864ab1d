"""Papers that come in, reminders in masses, credit used or let go."""

from datetime import date

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core import files
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import StoredFile
from belediyye.core.numbering import take_numbers
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.models import (
    Refund,
    Taxpayer,
)
from belediyye.finance.revenue.queries import reminding

ROUNDS = 12
MOST_LINES = 1000


@action("revenue.paper.keep", says=gettext_lazy("kept a paper"), allow=access.may_keep)
def keep_paper(*, actor: Actor, name: str, content: bytes) -> StoredFile:
    """Keeps a file that came with a case or a statement. Refuses an empty or too large one."""
    try:
        kept = files.store(settings.FILES_ROOT, content)
    except files.BadFile as error:
        raise Refused(error.words["en" if (get_language() or "az").startswith("en") else "az"]) from error
    made = StoredFile.objects.create(
        digest=kept.digest,
        name=name[:250],
        media_type=kept.media_type,
        size=kept.size,
        municipality=actor.municipality,
        given_by=actor.user_id,
    )
    log(made, file=name, digest=kept.digest)
    return made


@action("revenue.reminder.send_all", says=gettext_lazy("sent reminders"), allow=access.may_keep)
def remind_all(*, actor: Actor, on: date, step: int, wait: int = reminding.WAIT_DAYS) -> int:
    """The step's letter for everybody who is due for it, street by street, with interest up to the day; how many were made.

    `wait` days have passed since the step before. Refuses where nobody is due; doing it again the same day does nothing."""
    assert actor.municipality is not None
    place = actor.municipality.pk
    posting.lock_accounts(place)
    posting.accrue_all(place, on, actor)
    begin, fill = reminding.round_of(place, on, step, wait)
    with connection.cursor() as cursor:
        for text in begin:
            cursor.execute(text)
    count = posting.execute(fill)
    if not count:
        raise Refused(_("Nobody is due for this step on that day."))
    numbers = take_numbers(owner=place, code="revenue.reminder", year=0, count=count)
    posting.execute(reminding.letters(place, on, step, numbers[0], timezone.now(), actor.user_id))
    log(
        actor.municipality, municipality_id=place, step=step, on=on, count=count, first=numbers[0], last=numbers[-1]
    )  # fmt: skip
    return count


@action(
    "revenue.refund.drop",
    says=gettext_lazy("closed the refund without payment"),
    allow=access.may_keep,
)
def drop_refund(*, actor: Actor, refund: Refund, on: date, reason: str) -> None:
    """The application is withdrawn or used against a debt; the credit stays on the account."""
    refund = Refund.objects.select_for_update().get(pk=refund.pk)
    if refund.paid or refund.dropped:
        raise Refused(_("This application is already closed."))
    refund.dropped = on
    refund.save(update_fields=["dropped"])
    log(refund.taxpayer, amount=refund.amount_qepik, reason=reason)


@action("revenue.credit.set_off", says=gettext_lazy("used an overpayment for debts"), allow=access.may_run)
def set_off(*, actor: Actor, payer: Taxpayer, on: date) -> int:
    """The payer's credit settles what is due by the day, of whatever tax, in the law's order (87.1, 88.1); gives what was
    used. Refuses where there is no credit or no debt that is due."""
    posting.lock_accounts(payer.municipality_id)
    before = posting.credit_of(payer.pk)
    if before <= 0:
        raise Refused(_("There is no overpayment on the account."))
    for _again in range(ROUNDS):
        released = posting.release_credit(payer.municipality_id, on, actor, [payer.pk])
        if not (released or posting.set_off_credit(payer.municipality_id, on, actor, [payer.pk])):
            break
    used = before - posting.credit_of(payer.pk)
    if used <= 0:
        raise Refused(_("Nothing is due that the overpayment could settle."))
    log(payer, used=used, on=on)
    return used
