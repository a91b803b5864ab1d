"""Financial sanctions: proposed by one person, charged by a second, not charged, or taken back."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import StoredFile
from belediyye.core.numbering import take_number
from belediyye.core.period import format_date
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.actions.merging import follow, refuse_merged
from belediyye.finance.revenue.models import Entry, Sanction
from belediyye.finance.rules.book.collection import sanction_until

K = Entry.Kind
SOURCE = "revenue.sanction"


@action("revenue.sanction.propose", says=gettext_lazy("proposed a sanction"), allow=access.may_keep)
def propose_sanction(
    *,
    actor: Actor,
    demand: Entry,
    amount: int,
    article: str,
    document: str,
    on: date,
    reason: str = "",
    paper: StoredFile | None = None,
) -> Sanction:
    """Writes down the sanction with its article and document; nothing is owed before a second person charges it.

    Refuses one without article or document, and after the three years of liability (Tax Code, 56.1)."""
    if not demand.is_debt:
        raise Refused(_("A sanction stands on a demand: choose the one that it is about."))
    if amount <= 0 or not article.strip() or not document.strip():
        raise Refused(_("A sanction needs an amount, the article of the law and the document that found the breach."))  # fmt: skip
    refuse_merged(demand.taxpayer)
    _check_term(demand, on)
    made = Sanction.objects.create(
        municipality_id=demand.municipality_id, taxpayer_id=demand.taxpayer_id, demand=demand, day=on, reason=reason[:200], article=article.strip()[:120],
        document=document.strip()[:120], amount_qepik=amount, by=actor.user_id, paper=paper,
        number=take_number(owner=demand.municipality_id, code=SOURCE, year=0),
    )  # fmt: skip
    log(made.taxpayer, number=made.number, amount=amount, article=article, document=document)
    return made


def _check_term(demand: Entry, on: date) -> None:
    if on > (last := sanction_until(max(demand.year, 2004))):
        raise Refused(
            _("A sanction for %(year)s could be imposed until %(day)s (Tax Code, 56.1).")
            % {"year": demand.year, "day": format_date(last)}
        )


def _waiting(sanction: Sanction) -> Sanction:
    sanction = Sanction.objects.select_for_update().get(pk=sanction.pk)
    if sanction.state != Sanction.State.PROPOSED:
        raise Refused(_("This sanction was already decided."))
    return sanction


@action("revenue.sanction.charge", says=gettext_lazy("charged a sanction"), allow=access.may_charge_sanction)
def charge_sanction(*, actor: Actor, sanction: Sanction, on: date) -> Sanction:
    """A second person charges what was proposed: it stands on the demand as a sanction and is settled last (88.1)."""
    posting.lock_accounts(sanction.municipality_id)
    sanction = _waiting(sanction)
    if on < sanction.day:
        raise Refused(_("The sanction was proposed on %(day)s: give that day or a later one.") % {"day": format_date(sanction.day)})  # fmt: skip
    _check_term(sanction.demand, on)
    sanction.state, sanction.decided, sanction.decided_by = Sanction.State.CHARGED, on, actor.user_id
    sanction.save(update_fields=["state", "decided", "decided_by"])
    demand = sanction.demand
    Entry.objects.create(
        municipality_id=demand.municipality_id, taxpayer_id=demand.taxpayer_id, kind=K.SANCTION, component=Entry.Component.SANCTION, head=demand.head,
        year=demand.year, instalment=demand.instalment, day=on, amount=sanction.amount_qepik, demand=demand, source_kind=SOURCE, source_id=sanction.pk,
        note=f"{sanction.article}; {sanction.document}"[:200], at=timezone.now(), by=actor.user_id,
    )  # fmt: skip
    log(sanction.taxpayer, number=sanction.number, amount=sanction.amount_qepik, on=on)
    return sanction


@action(
    "revenue.sanction.drop",
    says=gettext_lazy("did not charge a proposed sanction"),
    allow=access.may_keep,
)
def drop_sanction(*, actor: Actor, sanction: Sanction, on: date, reason: str) -> None:
    """What was proposed is not charged."""
    sanction = _waiting(sanction)
    sanction.state, sanction.decided, sanction.undone_because = Sanction.State.DROPPED, on, reason[:200]
    sanction.save(update_fields=["state", "decided", "undone_because"])
    log(sanction.taxpayer, number=sanction.number, reason=reason)


@action("revenue.sanction.reverse", says=gettext_lazy("took back a sanction"), allow=access.may_run)
def reverse_sanction(*, actor: Actor, sanction: Sanction, on: date, reason: str) -> None:
    """Takes a charged sanction back by its exact opposite; what was paid of it becomes credit."""
    posting.lock_accounts(sanction.municipality_id)
    sanction = Sanction.objects.select_for_update().get(pk=sanction.pk)
    if sanction.state != Sanction.State.CHARGED or sanction.decided is None:
        raise Refused(_("Only a charged sanction is taken back."))
    if not reason.strip():
        raise Refused(_("Say why, in a few words."))
    if on < sanction.decided:
        raise Refused(_("The sanction was charged on %(day)s: give that day or a later one.") % {"day": format_date(sanction.decided)})  # fmt: skip
    entry = Entry.objects.get(source_kind=SOURCE, source_id=sanction.pk, kind=K.SANCTION)
    Entry.objects.create(
        municipality_id=entry.municipality_id, taxpayer_id=entry.taxpayer_id, kind=K.REVERSAL, component=entry.component, head=entry.head, year=entry.year,
        instalment=entry.instalment, day=on, amount=-entry.amount, demand_id=entry.demand_id, reverses=entry, source_kind=SOURCE, source_id=sanction.pk,
        note=reason[:200], at=timezone.now(), by=actor.user_id,
    )  # fmt: skip
    follow(entry.taxpayer, [entry.demand_id or 0], on, actor)
    posting.release_credit(entry.municipality_id, on, actor, [entry.taxpayer_id, sanction.taxpayer_id])
    sanction.state, sanction.undone, sanction.undone_because = Sanction.State.REVERSED, on, reason[:200]
    sanction.save(update_fields=["state", "undone", "undone_because"])
    log(sanction.taxpayer, number=sanction.number, amount=sanction.amount_qepik, reason=reason)
