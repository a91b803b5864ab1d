"""Papers by e-mail to those who agreed: a worker sends them one by one, each at most once, and says how each went.

The order of things is the promise (docs/decisions/0010-letters-once.md): the letter's row is committed, then the letter
is handed to the mail server, then the row says how that went. Killed between, the letter is never sent again."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from smtplib import (
    SMTPDataError,
    SMTPException,
    SMTPNotSupportedError,
    SMTPRecipientsRefused,
    SMTPSenderRefused,
)
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.jobs import Progress, enqueue, job
from belediyye.core.journal import log
from belediyye.core.mail import why_no_mail
from belediyye.core.models import Job
from belediyye.finance.revenue import access
from belediyye.finance.revenue.models import Consent, Delivery, Mailing, Notice
from belediyye.finance.revenue.queries import lots, mailing
from belediyye.finance.revenue.queries.notices import press

KIND = "revenue.mail.send"
S = Mailing.State
BATCH = 50
# After so many in a row that the server puts off it is asked no more.
ENOUGH = 5
OUTCOMES = {
    S.SENT: Delivery.Outcome.SENT, S.REFUSED: Delivery.Outcome.BOUNCED, S.UNSURE: Delivery.Outcome.UNSURE
}  # fmt: skip


@action(
    "revenue.mail.ask", says=gettext_lazy("asked a worker to send papers by e-mail"), allow=access.may_keep
)
def ask_mail(*, actor: Actor, lot: lots.Lot) -> Job:
    """Asks a worker to send the papers of the lot to those who agreed. Refuses where no mail is configured, and where
    nobody is left to be written to."""
    if why := why_no_mail():
        raise Refused(why)
    count = len(mailing.waiting(lot))
    if not count and not mailing.mailings_of(lot).filter(state=S.SENDING).exists():
        raise Refused(
            _("Nobody is left to be written to: who agreed has been written to, the others get paper.")
        )
    title = _("By e-mail: %(papers)s") % {"papers": lot.title_of_papers}
    made = enqueue(KIND, actor=actor, title=title, **lot.arguments)
    log(lot.about, municipality_id=lot.municipality_id, job=made.pk, letters=count, lot=lot.arguments)
    return made


@action("revenue.mail.begin", says=gettext_lazy("began to send papers by e-mail"), allow=access.may_keep)
def begin_letter(
    *, actor: Actor, paper: lots.Paper, consent: Consent, made_by: Job | None, at: datetime
) -> Mailing:
    """Writes down that a letter is about to go, which no other worker can then do. Refuses a letter that was begun
    before, unless the server put it off, and one whose consent was withdrawn meanwhile."""
    # Two workers wait for each other here, and so does whoever withdraws the consent.
    consent = Consent.objects.select_for_update().get(pk=consent.pk)
    if consent.withdrawn:
        raise Refused(_("The consent was withdrawn."))
    about = {"notice" if isinstance(paper, Notice) else "reminder": paper}
    row = Mailing.objects.select_for_update(of=("self",)).filter(**about).first()
    if row is None:
        row = Mailing(municipality_id=paper.municipality_id, **about)
    elif row.state != S.LATER:
        raise Refused(_("This letter was already sent, or is being sent."))
    row.state, row.consent, row.job, row.begun, row.ended, row.said = S.SENDING, consent, made_by, at, None, ""  # fmt: skip
    row.save()
    log(paper, mailing=row.pk, consent=consent.pk)
    return row


@action("revenue.mail.end", says=gettext_lazy("recorded how the e-mail went"), allow=access.may_keep)
def end_letter(*, actor: Actor, letter: Mailing, state: str, at: datetime, said: str = "") -> Mailing:
    """Writes down how a begun letter went; of a notice also as an attempt to deliver it, unless the server only put it
    off. Refuses a letter of which that is known."""
    row = Mailing.objects.select_for_update(of=("self",)).select_related("notice", "reminder", "consent").get(pk=letter.pk)  # fmt: skip
    if row.state != S.SENDING:
        raise Refused(_("How this letter went is known already."))
    _write(row, state, at, said)
    log(row.notice or row.reminder, mailing=row.pk, state=state)
    return row


@action("revenue.mail.came_back", says=gettext_lazy("recorded that the e-mail came back"), allow=access.may_keep)  # fmt: skip
def letter_came_back(*, actor: Actor, letter: Mailing, at: datetime, reason: str) -> Mailing:
    """Records that a letter which the server took came back, as the office's mailbox says: it then goes on foot."""
    row = Mailing.objects.select_for_update(of=("self",)).select_related("notice", "reminder", "consent").get(pk=letter.pk)  # fmt: skip
    if row.state != S.SENT:
        raise Refused(_("Only a letter that was sent can come back."))
    if not reason.strip():
        raise Refused(_("Say why, in a few words."), field="reason")
    _write(row, S.REFUSED, at, reason.strip())
    log(row.notice or row.reminder, mailing=row.pk, reason=reason)
    return row


def _write(row: Mailing, state: str, at: datetime, said: str) -> None:
    row.state, row.ended, row.said = state, at, said[:200]
    row.save(update_fields=["state", "ended", "said"])
    if row.notice is not None and state in OUTCOMES:
        Delivery.objects.create(
            municipality_id=row.municipality_id, notice=row.notice, day=timezone.localdate(at), way=Delivery.Way.ELECTRONIC,
            outcome=OUTCOMES[S(state)], proof=mailing.proof_of(row, said or timezone.localtime(at).strftime("%H:%M")),
        )  # fmt: skip


@job(KIND, title=gettext_lazy("Sending of papers by e-mail"))
def _send(progress: Progress, actor: Actor, **about: Any) -> dict[str, Any]:
    """Sends what waits of the lot. What an earlier worker left half done is not sent again: it goes on foot."""
    lot = access.get_lot_for(actor, about)
    if why := why_no_mail():
        raise Refused(why)
    counts: Counter[str] = Counter()
    for left in mailing.doubtful(lot, timezone.now()):
        said = _("the work was interrupted while this letter was being sent")
        end_letter(actor=actor, letter=left, state=S.UNSURE, at=timezone.now(), said=said)
        counts[S.UNSURE] += 1
    chosen = mailing.waiting(lot)
    done, put_off = 0, 0
    with _Server() as server:
        for part in lot.in_order(chosen, BATCH):
            for paper in part:
                state = _one(server, lot, paper, actor, progress.job)
                counts[state] += 1
                put_off = put_off + 1 if state == S.LATER else 0
                if put_off >= ENOUGH:
                    raise Refused(_("The mail server puts off one letter after another. Ask again later; what was sent stays sent."))  # fmt: skip
                done += 1
                progress(done, len(chosen))
            press().forget()
    return {"letters": len(chosen), "states": dict(counts), "url": lot.url("mail")}


def _one(server: "_Server", lot: lots.Lot, paper: lots.Paper, actor: Actor, of: Job) -> str:
    """One letter: made, written down, handed over, written down how it went. Gives its state, or nothing where it was
    left out because another worker or the payer was faster."""
    consent = mailing.consent_of(paper.taxpayer)
    if consent is None:
        return ""
    message = mailing.letter_of(lot, paper, consent)
    server.awake()
    try:
        letter = begin_letter(actor=actor, paper=paper, consent=consent, made_by=of, at=timezone.now())
    except Refused:
        return ""
    state, said, stop = hand_over(server.send, message)
    end_letter(actor=actor, letter=letter, state=state, at=timezone.now(), said=said)
    if stop:
        raise Refused(_("The mail server takes no more letters: %(said)s. Ask again later; what was sent stays sent, the rest waits.") % {"said": said})  # fmt: skip
    return state


def hand_over(send: Callable[[EmailMessage], object], message: EmailMessage) -> tuple[str, str, bool]:
    """(state, what the server said, whether to stop) of a letter. What a server refuses for good (5xx) is refused; what
    it refuses for now (4xx) is put off; where the line breaks nobody knows whether the letter went."""
    try:
        send(message)
    except SMTPRecipientsRefused as fault:
        code, text = next(iter(fault.recipients.values()))
        return (S.REFUSED if code >= 500 else S.LATER), _said(code, text), False
    except SMTPSenderRefused as fault:
        return S.LATER, _said(fault.smtp_code, fault.smtp_error), True
    except SMTPDataError as fault:
        return (S.REFUSED if fault.smtp_code >= 500 else S.LATER), _said(fault.smtp_code, fault.smtp_error), False  # fmt: skip
    except (SMTPNotSupportedError, ValueError) as fault:
        return S.REFUSED, str(fault)[:150], False
    except (SMTPException, OSError) as fault:
        return S.UNSURE, _("the connection broke: %(why)s") % {"why": type(fault).__name__}, True
    return S.SENT, "", False


def _said(code: int, text: bytes | str) -> str:
    plain = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    return f"{code} {' '.join(plain.split())}"[:150]


class _Server:
    """The connection to the mail server for one job, opened anew where the server closed it between two letters."""

    def __enter__(self) -> "_Server":
        self.connection: Any = get_connection()
        self._open()
        return self

    def __exit__(self, *_what: object) -> None:
        self.connection.close()

    def _open(self) -> None:
        try:
            self.connection.open()
        except (SMTPException, OSError) as fault:
            said = _said(*fault.args[:2]) if len(fault.args) > 1 and isinstance(fault.args[0], int) else type(fault).__name__  # fmt: skip
            raise Refused(_("The mail server does not answer or does not let us in (%(why)s). Nothing was sent. The technician looks at its settings.") % {"why": said}) from fault  # fmt: skip

    def awake(self) -> None:
        """Asks the server whether it still listens, so that a closed line costs no letter."""
        line = getattr(self.connection, "connection", None)
        if line is None or not hasattr(line, "noop"):
            return
        try:
            if line.noop()[0] == 250:
                return
        except (SMTPException, OSError):
            pass
        self.connection.close()
        self._open()

    def send(self, message: EmailMessage) -> object:
        return self.connection.send_messages([message])
