"""More time to pay: old debt in parts by agreement, and a due day moved before it comes."""

from collections.abc import Sequence
from datetime import date

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
from belediyye.finance.revenue.actions.merging import refuse_merged
from belediyye.finance.revenue.models import (
    Agreement,
    AgreementDebt,
    AgreementPart,
    CourtDebt,
    Deferral,
    Entry,
    Objection,
    ProposalLine,
    Taxpayer,
    WriteOffProposal,
)
from belediyye.finance.revenue.queries import agreements, balance
from belediyye.finance.revenue.queries.enforcing import OPEN
from belediyye.finance.revenue.queries.posting import DEFERRED

K = Entry.Kind


@action("revenue.agreement.make", says=gettext_lazy("made an instalment agreement"), allow=access.may_run)
def make_agreement(
    *, actor: Actor, payer: Taxpayer, parts: Sequence[tuple[date, int]], on: date, reason: str = ""
) -> Agreement:
    """The debts that are past their day, in parts; one part alone is a deferral of old debt. It covers these debts and no
    later ones. Interest is posted up to the day first. Refuses parts in the past, or that are not the overdue debt."""
    posting.lock_accounts(payer.municipality_id)
    refuse_merged(payer)
    standing = balance.owed(payer, on)
    debt = standing.overdue_total
    if not debt:
        raise Refused(_("Nothing is past its day: there is nothing to agree on."))
    if not parts or any(amount <= 0 or due <= on for due, amount in parts):
        raise Refused(_("Each part needs an amount and a day to come."))
    total = sum(amount for _due, amount in parts)
    if total != debt:
        raise Refused(
            _("The parts make %(total)s, the overdue debt is %(debt)s.")
            % {"total": format_money(total), "debt": format_money(debt)}
        )
    _end_paid(payer, on)
    covered = standing.overdue
    posting.post_interest([d.demand.pk for d in covered], on, actor)
    made = Agreement.objects.create(
        municipality_id=payer.municipality_id, taxpayer=payer, day=on, reason=reason, amount_qepik=debt, by=actor.user_id,
        number=take_number(owner=payer.municipality_id, code="revenue.agreement", year=0),
    )  # fmt: skip
    AgreementPart.objects.bulk_create(
        AgreementPart(agreement=made, due=due, amount_qepik=amount) for due, amount in sorted(parts)
    )
    AgreementDebt.objects.bulk_create(
        AgreementDebt(agreement=made, demand=d.demand, amount_qepik=d.collectable) for d in covered
    )
    log(payer, number=made.number, parts=[[d, a] for d, a in sorted(parts)])
    return made


def _end_paid(payer: Taxpayer, on: date) -> None:
    """Ends the payer's last agreement where it is paid; refuses where it is not."""
    for s in agreements.standings(Agreement.objects.filter(taxpayer=payer, ended__isnull=True), on):
        if s.state != agreements.PAID:
            raise Refused(_("An agreement is in force; end it first."))
        s.agreement.ended, s.agreement.ended_because = on, _("paid")
        s.agreement.save(update_fields=["ended", "ended_because"])


@action("revenue.agreement.end", says=gettext_lazy("ended the instalment agreement"), allow=access.may_run)
def end_agreement(*, actor: Actor, agreement: Agreement, on: date, reason: str) -> None:
    """Ends it, kept or broken; the debt is then collected as any other."""
    if agreement.ended:
        raise Refused(_("The agreement has already ended."))
    if not reason.strip():
        raise Refused(_("Say why, in a few words."))
    agreement.ended, agreement.ended_because = on, reason[:200]
    agreement.save(update_fields=["ended", "ended_because"])
    log(agreement.taxpayer, number=agreement.number, reason=reason)


def _refuse_named(debt: int) -> None:
    """Refuses where an open case names the debt: it would be left with one of which nothing stands."""
    if Objection.objects.filter(demand=debt, answered__isnull=True).exists():
        raise Refused(_("An objection to this demand is being examined: answer it first."))
    if ProposalLine.objects.filter(demand=debt, proposal__state=WriteOffProposal.State.OPEN).exists():
        raise Refused(_("The debt is in a proposal to write off that waits for its decision: that comes first."))  # fmt: skip
    if AgreementDebt.objects.filter(demand=debt, agreement__ended__isnull=True).exists():
        raise Refused(_("An agreement in force covers the debt: end it first."))
    if CourtDebt.objects.filter(demand=debt, case__state__in=OPEN).exists():
        raise Refused(_("An open court case is about the debt: withdraw it first."))


@action("revenue.deferral.grant", says=gettext_lazy("deferred a due day"), allow=access.may_run)
def defer(*, actor: Actor, demand: Entry, until: date, on: date, reason: str) -> Deferral:
    """Moves the due day of what is open on a demand, before that day has come; `until` is rolled to a working day.

    No interest runs till then. Refuses a demand that is due, or that an open case names, and a day that is not later."""
    payer = demand.taxpayer
    posting.lock_accounts(demand.municipality_id)
    refuse_merged(payer)
    if not reason.strip():
        raise Refused(_("Say why, in a few words."))
    found = [d for d in balance.owed(payer, on).debts if d.demand.pk == demand.pk and d.principal > 0]
    if not demand.is_debt or not found:
        raise Refused(_("Nothing is open on what was chosen."))
    if demand.due is None or demand.due < on:
        raise Refused(
            _("The day has passed: old debt is paid in parts by agreement, or deferred by one of one part.")
        )
    until = working_calendar().working_day_on_or_after(until)
    if until <= demand.due:
        raise Refused(_("It is due on %(day)s: choose a later day.") % {"day": format_date(demand.due)})
    _refuse_named(demand.pk)
    amount = found[0].principal
    about = {
        "municipality_id": demand.municipality_id, "taxpayer_id": demand.taxpayer_id, "kind": K.TRANSFER, "head": demand.head, "year": demand.year,
        "instalment": demand.instalment, "charge_id": demand.charge_id, "day": on, "source_kind": DEFERRED, "source_id": demand.pk,
        "at": timezone.now(), "by": actor.user_id,
    }  # fmt: skip
    Entry.objects.create(amount=-amount, demand=demand, **about)
    carried = Entry.objects.create(amount=amount, due=until, **about)
    made = Deferral.objects.create(
        municipality_id=demand.municipality_id, taxpayer=payer, demand=demand, carried=carried, day=on, until=until, amount_qepik=amount,
        reason=reason[:200], by=actor.user_id, number=take_number(owner=demand.municipality_id, code="revenue.deferral", year=0),
    )  # fmt: skip
    log(payer, number=made.number, amount=amount, due=demand.due, until=until, reason=reason)
    return made


@action(
    "revenue.deferral.undo", says=gettext_lazy("took back the deferral of a due day"), allow=access.may_run
)
def undo_deferral(*, actor: Actor, deferral: Deferral, on: date, reason: str) -> Deferral:
    """What was deferred is due on its first day again. Refuses where it was paid or changed since, or an
    open case names it: then it stays deferred."""
    posting.lock_accounts(deferral.municipality_id)
    deferral = Deferral.objects.select_for_update().select_related("carried", "demand").get(pk=deferral.pk)
    if deferral.undone:
        raise Refused(
            _("The deferral was already taken back on %(day)s.") % {"day": format_date(deferral.undone)}
        )
    if not reason.strip():
        raise Refused(_("Say why, in a few words."))
    if Entry.objects.filter(demand_id=deferral.carried_id).exists():
        raise Refused(_("The deferred debt was paid or changed since: it cannot be moved back."))
    _refuse_named(deferral.carried_id)
    pair = Entry.objects.filter(source_kind=DEFERRED, source_id=deferral.demand_id, at=deferral.carried.at)
    for e in list(pair.order_by("pk")):
        Entry.objects.create(
            municipality_id=e.municipality_id, taxpayer_id=e.taxpayer_id, kind=K.REVERSAL, head=e.head, year=e.year, instalment=e.instalment,
            charge_id=e.charge_id, day=max(on, e.day), amount=-e.amount, demand_id=e.demand_id or e.pk, reverses=e, source_kind=DEFERRED,
            source_id=e.source_id, at=timezone.now(), by=actor.user_id,
        )  # fmt: skip
    deferral.undone, deferral.undone_because = on, reason[:200]
    deferral.save(update_fields=["undone", "undone_because"])
    log(deferral.taxpayer, number=deferral.number, reason=reason)
    return deferral
