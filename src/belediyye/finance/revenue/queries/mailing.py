"""Papers by e-mail: who agreed, what of a lot goes by e-mail and what on foot, and the letter itself."""

import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import override

from belediyye.core import mail
from belediyye.core.identifiers import PHONE
from belediyye.core.models import Job, Municipality
from belediyye.core.period import format_date
from belediyye.finance.revenue.models import Consent, Delivery, Mailing, Notice, Reminder, Taxpayer
from belediyye.finance.revenue.queries.lots import Lot, Paper
from belediyye.finance.revenue.queries.notices import CODE_SIGNS, public_url

S = Mailing.State
# A worker hands a letter over within half a minute or gives up; whoever has not said how it went by then is gone.
GIVEN_UP = timedelta(minutes=10)
SHOWN = 50


def consent_of(payer: Taxpayer) -> Consent | None:
    """The consent in force of who receives the payer's papers, to the address that stands in the record."""
    receiver = payer.responsible or payer
    return Consent.objects.filter(taxpayer=receiver, withdrawn__isnull=True, email=receiver.email).first()


def consents_of(payer: Taxpayer) -> QuerySet[Consent]:
    """Every consent of a payer, the one in force first."""
    return Consent.objects.filter(taxpayer=payer).order_by(F("withdrawn").desc(nulls_first=True), "-pk")


def agreed(lot: Lot) -> "QuerySet[Any]":
    """The papers of a lot whose receiver agreed to e-mail."""
    receiver = Coalesce("taxpayer__responsible_id", "taxpayer_id")
    consents = Consent.objects.filter(
        taxpayer_id=OuterRef("receiver"), withdrawn__isnull=True, email=F("taxpayer__email")
    )
    rows = lot.papers().filter(taxpayer__merged_into__isnull=True).annotate(receiver=receiver)
    return rows.filter(Exists(consents))


def waiting(lot: Lot) -> list[int]:
    """The papers that are to be sent now, by number: agreed to, never sent or put off by the server, not yet delivered,
    and of notices only a payer's newest of the year."""
    tried = Mailing.objects.filter(**{_field(lot): OuterRef("pk")}).exclude(state=S.LATER)
    rows = agreed(lot).exclude(Exists(tried))
    if lot.of_notices:
        newer = Notice.objects.filter(
            taxpayer_id=OuterRef("taxpayer_id"), year=OuterRef("year"), number__gt=OuterRef("number")
        )
        rows = rows.exclude(Exists(newer)).exclude(deliveries__outcome=Delivery.Outcome.DELIVERED)
    return list(rows.values_list("pk", flat=True))


def mailings_of(lot: Lot) -> "QuerySet[Mailing]":
    """The letters of a lot."""
    rows = Mailing.objects.filter(**{f"{_field(lot)}__in": lot.papers().order_by().values("pk")})
    return rows.select_related("notice__taxpayer", "reminder__taxpayer", "consent")


def was_sent(lot: Lot) -> bool:
    """Whether any of the lot went by e-mail."""
    return mailings_of(lot).filter(state=S.SENT).exists()


def doubtful(lot: Lot, at: datetime) -> "QuerySet[Mailing]":
    """Letters that a worker began and will say no more of: its job has ended, or too much time has passed."""
    gone = (
        Q(job__isnull=True)
        | Q(job__state__in=(Job.State.DONE, Job.State.FAILED))
        | Q(begun__lt=at - GIVEN_UP)
    )
    return mailings_of(lot).filter(gone, state=S.SENDING)


def _field(lot: Lot) -> str:
    return "notice" if lot.of_notices else "reminder"


@dataclass(frozen=True)
class Standing:
    """How a lot stands: papers, agreed to e-mail, to be sent now, letters by state, and what is left for paper."""

    papers: int
    agreed: int
    waiting: int
    states: dict[str, int]

    @property
    def sent(self) -> int:
        return self.states.get(S.SENT, 0)

    @property
    def on_foot(self) -> int:
        return self.papers - self.sent


def standing(lot: Lot) -> Standing:
    """The counts of a lot."""
    states = mailings_of(lot).order_by().values_list("state").annotate(n=Count("pk"))
    return Standing(lot.papers().count(), agreed(lot).count(), len(waiting(lot)), dict(states))


def on_paper(lot: Lot, pks: Iterable[int]) -> list[int]:
    """Those of the keys, in their order, that no e-mail reached."""
    sent = set(mailings_of(lot).filter(state=S.SENT).values_list(_field(lot), flat=True))
    return [pk for pk in pks if pk not in sent]


def proof_of(mailing: Mailing, said: str) -> str:
    """What is kept as proof of an attempt by e-mail; of the address only so much that its owner knows it again."""
    name, _at, domain = mailing.consent.email.rpartition("@")
    return f"{name[:1]}…@{domain}: {said}"[:200]


def letter_of(lot: Lot, paper: Paper, consent: Consent) -> EmailMessage:
    """The letter with the paper as PDF, in the language of the consent. It names nobody and no amount: those stand in
    the paper alone, and behind the link with its code."""
    place = paper.municipality
    pdf = lot.pdf([paper], consent.language)
    with override(consent.language):
        subject, file = _named(paper)
        link = _link(paper)
        text = [
            _("Dear taxpayer,"),
            _("%(paper)s of %(place)s municipality is attached to this letter as a PDF file.") % {"paper": subject, "place": place.name},
            *([link] if link else []),
            _("You get it by e-mail because you agreed to that on %(day)s. You may withdraw your consent at the municipality at any time; the papers then come to your address.") % {"day": format_date(consent.day)},
            _("If this letter is not for you, please delete it and tell the municipality."),
            "\n".join(filter(None, [_("%(name)s municipality") % {"name": place.name}, place.address, PHONE.format(place.telephone) if place.telephone else "", place.email])),
        ]  # fmt: skip
        title = _("%(name)s municipality") % {"name": place.name}
    message = EmailMessage(
        subject=f"{subject}, {title}",
        body="\n\n".join(text) + "\n",
        from_email=mail.sender(title),
        to=[consent.email],
        reply_to=[place.email] if place.email else None,
        headers={"Message-ID": mail.message_id(_key(paper)), "Auto-Submitted": "auto-generated"},
    )
    message.attach(file, pdf, "application/pdf")
    return message


def _named(paper: Paper) -> tuple[str, str]:
    """What the paper is called, and the name of its file."""
    if isinstance(paper, Reminder):
        said = {1: _("Reminder"), 2: _("Warning"), 3: _("Notice of going to court")}[paper.step]
        return f"{said} № {paper.number}", _("reminder-%(number)s.pdf") % {"number": paper.number}
    return (
        _("Payment notice %(notice)s") % {"notice": paper},
        _("notice-%(year)s-%(number)s.pdf") % {"year": paper.year, "number": f"{paper.number:06d}"},
    )


def _link(paper: Paper) -> str:
    """Where the notice (of a reminder: the payer's newest notice) opens; nothing where this house is not on the internet."""
    if not mail.is_reachable():
        return ""
    if isinstance(paper, Reminder):
        rows = Notice.objects.filter(taxpayer_id=paper.taxpayer_id).select_related("municipality")
        newest = rows.order_by("-year", "-number").first()
        return _("Your payment notice opens here:") + "\n" + public_url(newest) if newest else ""
    return _("It opens on the internet too, with the explanation of every amount:") + "\n" + public_url(paper)


def _key(paper: Paper) -> str:
    """A name of the letter that tells nothing and is always the same, so that a mail server may know it again."""
    said = f"mail:{paper._meta.model_name}:{paper.pk}"
    digest = hmac.digest(settings.INDEX_KEY.encode(), said.encode(), "sha256")
    return "".join(CODE_SIGNS[b % len(CODE_SIGNS)] for b in digest[:20])


def jobs_of(place: Municipality, lot: Lot) -> "QuerySet[Job]":
    """The sendings of a lot, the newest first."""
    named = {f"arguments__{name}": value for name, value in lot.arguments.items()}
    return Job.objects.filter(kind="revenue.mail.send", municipality=place, **named).order_by("-pk")
