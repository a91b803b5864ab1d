"""Hopeless debts: proposed, decided, taken off the account by decision (Tax Code 85.4, 93); never forgotten, still traceable."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.db.models import Case, Max, Q, Sum, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.numbering import take_number
from belediyye.core.period import format_date
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.actions.merging import follow
from belediyye.finance.revenue.models import Entry, ProposalLine, Taxpayer, WriteOff, WriteOffProposal
from belediyye.finance.revenue.queries import balance, enforcing, interest, lowering
from belediyye.finance.revenue.queries.sources import CARRIED, WRITTEN_OFF
from belediyye.finance.rules.book.collection import may_collect

MOST_LINES = 1000


@action(
    "revenue.debt.write_off",
    says=gettext_lazy("wrote hopeless debt off the account"),
    allow=access.may_run,
)
def write_off(
    *, actor: Actor, payer: Taxpayer, demands: Sequence[Entry], ground: str, decision: str, on: date
) -> WriteOff:
    """Takes what is open on demands off the account, by decision (93). Refuses debt whose term runs, unless a court said so.

    It counts from `on`, or from what befell the debts last where that is later: nothing paid or lowered is written off."""
    posting.lock_accounts(payer.municipality_id)
    made = _take_off(payer, demands, ground, decision, on, actor)
    if made is None:
        raise Refused(_("Nothing is open on what was chosen."))
    log(payer, amount=made.amount_qepik, decision=decision, ground=ground)
    return made


def _take_off(
    payer: Taxpayer,
    demands: Sequence[Entry],
    ground: str,
    decision: str,
    on: date,
    actor: Actor,
    most: Mapping[int, int] | None = None,
) -> WriteOff | None:
    """What is open on the demands, off the account; None where nothing is. Call inside an action and under the lock.

    `most`: of each demand, by its key, no more than this."""
    if not decision.strip():
        raise Refused(_("Debt is written off by decision: give its number and day."))
    day = _last_day(demands, on)
    standing = {d.demand.pk: d for d in balance.owed(payer, day).debts}
    chosen = [standing[d.pk] for d in demands if d.pk in standing and standing[d.pk].total > 0]
    chosen = [d for d in chosen if most is None or most[d.demand.pk] > 0]
    if not chosen:
        return None
    if ground == WriteOff.Ground.TERM and (
        still := next((d for d in chosen if may_collect(d.demand.year, on)), None)
    ):
        raise Refused(
            _("The debt of %(year)s can still be collected (Tax Code, 85.4).") % {"year": still.demand.year}
        )
    if (
        ground == WriteOff.Ground.TERM
        and enforcing.under_order(payer.municipality_id)
        .filter(demand__in=[d.demand for d in chosen])
        .exists()
    ):
        raise Refused(_("A court's order covers a debt of these: it is collected by the order, its term has not ended."))  # fmt: skip
    off = {d.demand.pk: _parts_off(d, d.total if most is None else most[d.demand.pk]) for d in chosen}
    made = WriteOff.objects.create(
        municipality_id=payer.municipality_id,
        taxpayer=payer,
        day=day,
        ground=ground,
        decision=decision[:120],
        amount_qepik=sum(amount for parts in off.values() for _component, amount in parts),
        by=actor.user_id,
    )
    for d in chosen:
        for component, amount in off[d.demand.pk]:
            Entry.objects.create(
                municipality_id=payer.municipality_id, taxpayer=payer, kind=Entry.Kind.WRITE_OFF, amount=-amount, day=day, demand=d.demand,
                component=component, head=d.demand.head, year=d.demand.year, instalment=d.demand.instalment, at=timezone.now(), by=actor.user_id,
                source_kind=WRITTEN_OFF, source_id=made.pk, charge_id=d.demand.charge_id,
            )  # fmt: skip
    posting.post_interest([d.demand.pk for d in chosen], day, actor)
    return made


def _last_day(demands: Sequence[Entry], on: date) -> date:
    """The day, or that of the last entry on the demands where it is later. Interest does not count: what of it was posted
    for later days falls with the debt."""
    keys = [d.pk for d in demands]
    rows = Entry.objects.filter(Q(pk__in=keys) | Q(demand__in=keys)).exclude(kind=Entry.Kind.INTEREST)
    return max(on, rows.aggregate(last=Max("day"))["last"] or on)


def _parts_off(debt: balance.Debt, most: int) -> list[tuple[int, int]]:
    """(component, amount) of what is open on a debt, together no more than `most`: principal first, then interest, sanction."""
    found = []
    for component, open_ in ((0, debt.principal), (1, debt.interest + debt.accruing), (2, debt.sanction)):
        amount = max(0, min(open_, most))
        most -= amount
        if amount:
            found.append((component, amount))
    return found


@action(
    "revenue.debt.restore",
    says=gettext_lazy("took back the write-off of debt"),
    allow=access.may_restore,
)
def reverse_write_off(*, actor: Actor, write_off: WriteOff, on: date, reason: str) -> WriteOff:
    """Puts written-off debt back on the account by opposite entries, with the decision that says so (`reason`).

    Interest is then what it would be had it never been written off. Refuses a second time."""
    posting.lock_accounts(write_off.municipality_id)
    write_off = WriteOff.objects.select_for_update().select_related("taxpayer").get(pk=write_off.pk)
    if write_off.reversed_on:
        raise Refused(
            _("The write-off was already taken back on %(day)s.")
            % {"day": format_date(write_off.reversed_on)}
        )
    if not reason.strip():
        raise Refused(_("Debt is put back by decision too: give its number, day and reason."))
    if on < write_off.day:
        raise Refused(
            _("The debt was written off on %(day)s: give that day or a later one.")
            % {"day": format_date(write_off.day)}
        )
    gone = Entry.objects.filter(source_kind=WRITTEN_OFF, source_id=write_off.pk, kind=Entry.Kind.WRITE_OFF)
    demands = sorted({e.demand_id for e in gone if e.demand_id})
    for e in gone.order_by("pk"):
        Entry.objects.create(
            municipality_id=e.municipality_id, taxpayer_id=e.taxpayer_id, kind=Entry.Kind.REVERSAL, component=e.component, head=e.head, year=e.year,
            instalment=e.instalment, charge_id=e.charge_id, day=on, amount=-e.amount, demand_id=e.demand_id, reverses=e, source_kind=WRITTEN_OFF,
            source_id=write_off.pk, note=reason[:200], at=timezone.now(), by=actor.user_id,
        )  # fmt: skip
    write_off.reversed_on, write_off.reversed_because = on, reason[:200]
    write_off.save(update_fields=["reversed_on", "reversed_because"])
    posting.interest_after_change(demands, on, actor)
    follow(write_off.taxpayer, demands, on, actor)
    log(write_off.taxpayer, amount=write_off.amount_qepik, reason=reason, on=on)
    return write_off


@action(
    "revenue.writeoff.propose", says=gettext_lazy("proposed debts to be written off"), allow=access.may_keep
)
def propose_write_off(
    *, actor: Actor, demands: Sequence[Entry], ground: str, on: date, reason: str = ""
) -> WriteOffProposal:
    """Puts hopeless debts before whoever decides, with what stands on each that day. Nothing changes on the accounts.

    Refuses debts whose term runs (unless a court said so), on which nothing is open, or that another proposal holds."""
    assert actor.municipality is not None
    place = actor.municipality.pk
    if not demands or any(d.municipality_id != place for d in demands):
        raise Refused(_("Choose at least one debt of this municipality."))
    if len(demands) > MOST_LINES:
        raise Refused(_("One proposal holds at most %(count)s debts.") % {"count": MOST_LINES})
    if ground == WriteOff.Ground.TERM and (
        still := next((d for d in demands if may_collect(d.year, on)), None)
    ):
        raise Refused(
            _("The debt of %(year)s can still be collected (Tax Code, 85.4).") % {"year": still.year}
        )
    if ground == WriteOff.Ground.TERM and enforcing.under_order(place).filter(demand__in=demands).exists():
        raise Refused(_("A court's order covers a debt of these: it is collected by the order, its term has not ended."))  # fmt: skip
    if ProposalLine.objects.filter(demand__in=demands, proposal__state=WriteOffProposal.State.OPEN).exists():
        raise Refused(_("A debt of these is already in a proposal that waits for its decision."))
    lines = []
    for payer in Taxpayer.objects.filter(pk__in={d.taxpayer_id for d in demands}):
        open_ = {d.demand.pk: d.total for d in balance.owed(payer, on).debts}
        lines += [
            (payer, d, open_[d.pk]) for d in demands if d.taxpayer_id == payer.pk and open_.get(d.pk, 0) > 0
        ]
    if not lines:
        raise Refused(_("Nothing is open on what was chosen."))
    made = WriteOffProposal.objects.create(
        municipality_id=place, day=on, ground=ground, reason=reason[:200], by=actor.user_id, amount_qepik=sum(a for _p, _d, a in lines),
        number=take_number(owner=place, code="revenue.proposal", year=0),
    )  # fmt: skip
    ProposalLine.objects.bulk_create(
        ProposalLine(proposal=made, taxpayer=p, demand=d, amount_qepik=a) for p, d, a in lines
    )
    log(made, count=len(lines), amount=made.amount_qepik, ground=ground)
    return made


def _open_proposal(proposal: WriteOffProposal) -> WriteOffProposal:
    proposal = WriteOffProposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state != WriteOffProposal.State.OPEN:
        raise Refused(_("This proposal is already closed."))
    return proposal


@action(
    "revenue.writeoff.drop", says=gettext_lazy("withdrew the proposal to write off"), allow=access.may_keep
)
def drop_proposal(*, actor: Actor, proposal: WriteOffProposal, on: date, reason: str) -> None:
    """The debts stay and are collected on."""
    proposal = _open_proposal(proposal)
    proposal.state, proposal.closed = WriteOffProposal.State.DROPPED, on
    proposal.save(update_fields=["state", "closed"])
    log(proposal, reason=reason)


@action(
    "revenue.writeoff.carry_out",
    says=gettext_lazy("wrote off by decision what was proposed"),
    allow=access.may_write_off,
)
def carry_out_write_off(
    *, actor: Actor, proposal: WriteOffProposal, decision: str, on: date
) -> WriteOffProposal:
    """Takes what is still open on the proposal's debts off the accounts, because the council has just voted for it here.
    What was paid meanwhile is not, and no more than was proposed of a debt."""
    return _carry_out(actor, proposal, decision, on)


@action(
    "revenue.writeoff.enter",
    says=gettext_lazy("entered the decision on paper and wrote off what was proposed"),
    allow=access.may_enter_decision,
)
def enter_write_off_decision(
    *, actor: Actor, proposal: WriteOffProposal, decision: str, on: date
) -> WriteOffProposal:
    """As `carry_out_write_off`, by a decision that stands on paper only: a second person has to have seen it."""
    return _carry_out(actor, proposal, decision, on)


def _gone_since(proposal: WriteOffProposal, debt: Entry) -> int:
    """What a proposed debt shrank by since it was proposed, on whatever record it stood: money that came, what was taken
    off, and the interest that fell with either. Interest of the time since does not take its place."""
    keys = lowering.roots(debt)
    written = Q(at__gt=proposal.at) | Q(at__isnull=True, day__gt=proposal.day)
    rows = Entry.objects.filter(written, demand__in=keys).exclude(kind=Entry.Kind.INTEREST)
    # A raise and what took it back cancel out; neither makes up for what was paid.
    apart = Case(When(kind=Entry.Kind.ADJUSTMENT, then=Value(1)), default=Value(0))
    sums = (
        rows.exclude(source_kind=CARRIED).order_by().annotate(apart=apart)
        .values("component", "apart").annotate(s=Sum("amount")).values_list("s", flat=True)
    )  # fmt: skip
    return sum(max(0, -s) for s in sums) + interest.fallen(keys, proposal.day, proposal.at)


def _carry_out(actor: Actor, proposal: WriteOffProposal, decision: str, on: date) -> WriteOffProposal:
    posting.lock_accounts(proposal.municipality_id)
    proposal = _open_proposal(proposal)
    of_payer: dict[Taxpayer, list[ProposalLine]] = defaultdict(list)
    for line in proposal.lines.select_related("taxpayer", "demand"):
        of_payer[line.taxpayer].append(line)
    total = 0
    for payer, lines in of_payer.items():
        most = {x.demand_id: x.amount_qepik - _gone_since(proposal, x.demand) for x in lines}
        done = _take_off(payer, [x.demand for x in lines], proposal.ground, decision, on, actor, most)
        if done is not None:
            total += done.amount_qepik
            ProposalLine.objects.filter(pk__in=[x.pk for x in lines]).update(write_off=done)
            log(payer, amount=done.amount_qepik, decision=decision, ground=proposal.ground)
    if not total:
        raise Refused(_("Nothing is open on what was chosen."))
    proposal.state, proposal.closed, proposal.decision = WriteOffProposal.State.DONE, on, decision[:120]
    proposal.save(update_fields=["state", "closed", "decision"])
    log(proposal, amount=total, decision=decision)
    return proposal
