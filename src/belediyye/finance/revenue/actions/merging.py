"""Two records of one person made into one: what they hold, owe and asked for goes along, and comes back when undone."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.models import (
    Agreement,
    AgreementDebt,
    Charge,
    Consent,
    CourtCase,
    CourtDebt,
    Deferral,
    Entry,
    Holding,
    Merge,
    Objection,
    PrivilegeStatus,
    ProposalLine,
    Refund,
    Reminder,
    Sanction,
    Taxpayer,
    WriteOffProposal,
)
from belediyye.finance.revenue.queries.alike import carrier, number_title
from belediyye.finance.revenue.queries.cases import called
from belediyye.finance.revenue.queries.enforcing import OPEN
from belediyye.finance.revenue.queries.posting import ACCRUED
from belediyye.finance.revenue.queries.sources import CARRIED, PAID_BY

K = Entry.Kind
# What moves whole, by its key in `Merge.moved`.
ROWS: dict[str, Any] = {
    "holdings": Holding, "statuses": PrivilegeStatus, "charges": Charge, "refunds": Refund, "agreements": Agreement,
    "deferrals": Deferral, "reminders": Reminder, "sanctions": Sanction, "court": CourtCase,
    "consents": Consent,
}  # fmt: skip


@action("revenue.payer.merge", says=gettext_lazy("merged two records of one person"), allow=access.may_keep)
def merge_payers(*, actor: Actor, kept: Taxpayer, merged: Taxpayer, on: date, reason: str) -> Merge:
    """Moves everything from `merged` to `kept` and closes `merged`: holdings, statuses, contracts, what stands on the
    account, and the cases that are open on it: objections, refunds, an agreement, deferrals, reminders, sanctions,
    court cases, debts proposed to be written off. Refuses where both keep an agreement: one of them is ended first."""
    posting.lock_accounts(kept.municipality_id)
    both = Taxpayer.objects.select_for_update().in_bulk([kept.pk, merged.pk])
    if len(both) != 2 or any(p.merged_into_id for p in both.values()):
        raise Refused(_("Two different records that stand on their own can be merged."))
    kept, merged = both[kept.pk], both[merged.pk]
    if kept.fin and merged.fin and kept.fin != merged.fin:
        raise Refused(_("Their FİN differ: these are two persons."))
    if Agreement.objects.filter(taxpayer__in=[kept, merged], ended__isnull=True).count() > 1:
        raise Refused(_("Both records have an agreement in force: end one of them first."))
    entries, debts = _carry_account(actor, merged, kept, on)
    moved = {
        "holdings": _move(Holding.objects.filter(taxpayer=merged), kept),
        "statuses": _move(PrivilegeStatus.objects.filter(taxpayer=merged), kept),
        "charges": _move(Charge.objects.filter(taxpayer=merged), kept),
        "entries": entries,
        "debts": [list(pair) for pair in debts.items()],
        **_move_cases(merged, kept, debts),
        "closed": merged.closed.isoformat() if merged.closed else None,
        "closed_because": merged.closed_because,
    }
    merged.merged_into = kept
    merged.closed = merged.closed or max(on, merged.registered)
    merged.closed_because = reason
    merged.save(update_fields=["merged_into", "closed", "closed_because"])
    # Whoever was merged into the record before is now merged into its heir, so that one step leads to the record that lives.
    before = Taxpayer.objects.filter(merged_into=merged)
    moved["followers"] = list(before.values_list("pk", flat=True))
    before.update(merged_into=kept)
    merge = Merge.objects.create(
        municipality_id=kept.municipality_id, kept=kept, merged=merged, moved=moved, reason=reason
    )
    log(
        kept,
        merged=merged.code,
        reason=reason,
        moved={k: len(v) for k, v in moved.items() if isinstance(v, list)},
    )
    return merge


def _move(rows: Any, to: Taxpayer) -> list[int]:
    keys = list(rows.values_list("pk", flat=True))
    rows.model.objects.filter(pk__in=keys).update(taxpayer=to)
    return keys


def _move_cases(away: Taxpayer, to: Taxpayer, debts: dict[int, int]) -> dict[str, list[Any]]:
    """The open cases of a record, given to another; what names a debt names the one that it became (`debts`)."""
    objections = list(Objection.objects.filter(taxpayer=away, answered__isnull=True))
    lines = list(ProposalLine.objects.filter(taxpayer=away, proposal__state=WriteOffProposal.State.OPEN))
    waiting = list(Sanction.objects.filter(taxpayer=away, state=Sanction.State.PROPOSED))
    for row in (*objections, *lines, *waiting):
        row.taxpayer, row.demand_id = to, debts.get(row.demand_id, row.demand_id)
        row.save(update_fields=["taxpayer", "demand_id"])
    in_force = Agreement.objects.filter(taxpayer=away, ended__isnull=True)
    _cover(away, debts)
    taken = Reminder.objects.filter(taxpayer=to).values("day")
    agreed = Consent.objects.filter(withdrawn__isnull=True)
    return {
        "objections": [o.pk for o in objections],
        "lines": [x.pk for x in lines],
        "refunds": _move(Refund.objects.filter(taxpayer=away, paid__isnull=True, dropped__isnull=True), to),
        "agreements": _move(in_force, to),
        "deferrals": _move(Deferral.objects.filter(taxpayer=away), to),
        "reminders": _move(Reminder.objects.filter(taxpayer=away).exclude(day__in=taken), to),
        "sanctions": [x.pk for x in waiting] + _move(Sanction.objects.filter(taxpayer=away), to),
        "court": _move(CourtCase.objects.filter(taxpayer=away), to),
        "consents": [] if agreed.filter(taxpayer=to).exists() else _move(agreed.filter(taxpayer=away), to),
    }


def _cover(payer: Taxpayer, debts: dict[int, int]) -> None:
    """What the agreements in force and the open court cases of a record say of debts, they say of what these became."""
    covered = AgreementDebt.objects.filter(agreement__taxpayer=payer, agreement__ended__isnull=True, demand_id__in=debts)  # fmt: skip
    for one in covered:
        # What was paid before counts on the old debt, what is paid from now on counts on the new one.
        AgreementDebt.objects.create(agreement_id=one.agreement_id, demand_id=debts[one.demand_id])
    for sued in CourtDebt.objects.filter(case__taxpayer=payer, case__state__in=OPEN, demand_id__in=debts):
        sued.demand_id = debts[sued.demand_id]
        sued.save(update_fields=["demand_id"])


def _carry_account(
    actor: Actor, away: Taxpayer, to: Taxpayer, on: date, known: dict[int, int] | None = None
) -> tuple[list[int], dict[int, int]]:
    """For each part of an obligation that stands open, and for credit, two transfers: off the one account, onto the other.

    Interest is brought up to the day first. A debt arrives as what is still demanded of it, with its due day, and what
    was paid of that; its interest and sanction arrive on it, each as what it is. Disputed ones go even where nothing is
    open. `known` are debts carried before: what stands on them since is added. Gives the entries, and the debts that
    were made: {what it was: what it became}."""
    rows = list(Entry.objects.filter(taxpayer=away).select_related("demand").order_by("pk"))
    posting.post_interest([e.pk for e in rows if e.is_debt], on, actor)
    debts: dict[int, tuple[Entry, list[int]]] = {}
    paid: dict[int, int] = {}
    credit: dict[tuple[int, int, int], int] = {}
    for e in Entry.objects.filter(taxpayer=away).select_related("demand").order_by("pk"):
        base = e.demand or e
        if e.demand_id or e.is_debt:
            debts.setdefault(base.pk, (base, [0, 0, 0]))[1][e.component] += e.amount
            if e.demand_id and e.component == 0 and (e.kind == K.PAYMENT or e.source_kind in PAID_BY):
                paid[base.pk] = paid.get(base.pk, 0) - e.amount
        else:
            key = (e.head, e.year, e.instalment)
            credit[key] = credit.get(key, 0) + e.amount
    disputed = set(Objection.objects.filter(taxpayer=away, answered__isnull=True).values_list("demand_id", flat=True))  # fmt: skip
    about = {"day": on, "at": timezone.now(), "by": actor.user_id, "municipality_id": to.municipality_id,
             "kind": K.TRANSFER, "source_kind": CARRIED}  # fmt: skip
    made: list[int] = []
    became: dict[int, int] = {}

    def pair(amount: int, off: Entry | None, onto: int | None, **facts: Any) -> Entry:
        """The two transfers of one part; gives the one that arrived."""
        was = off.pk if off else None
        left = Entry.objects.create(
            taxpayer=away, amount=-amount, demand=off, source_id=was or to.pk, **facts, **about
        )
        came = Entry.objects.create(
            taxpayer=to, amount=amount, demand_id=onto, source_id=was or away.pk, **facts, **about
        )
        made.extend((left.pk, came.pk))
        return came

    for base, parts in debts.values():
        if not any(parts) and base.pk not in disputed:
            continue
        facts = {"head": base.head, "year": base.year, "instalment": base.instalment, "charge_id": base.charge_id}  # fmt: skip
        onto = (known or {}).get(base.pk)
        if onto is None:
            stands = parts[0] + paid.get(base.pk, 0)
            onto = became[base.pk] = pair(stands, base, None, due=base.due, **facts).pk
            parts[0] -= stands
        for component in (0, 1, 2):
            if parts[component]:
                pair(parts[component], base, onto, component=component, **facts)
    for (head, year, instalment), amount in credit.items():
        if amount:
            pair(amount, None, None, head=head, year=year, instalment=instalment)
    return made, became


def refuse_merged(payer: Taxpayer) -> None:
    """Refuses a new case on a record that was merged into another."""
    heir = Taxpayer.objects.filter(merges_kept__merged=payer, merges_kept__undone__isnull=True).first()
    if heir is not None:
        raise Refused(
            _("This record was merged into %(payer)s, YVÖK %(code)s: open that one.")
            % {"payer": heir.name, "code": heir.code}
        )


def follow(payer: Taxpayer, demands: Iterable[int], on: date, actor: Actor) -> None:
    """After the history of debts of a record changed that was merged since: what stands on it goes after the rest.

    Call inside an action and under the lock; does nothing for a record that stands on its own."""
    touched = list(demands)
    while payer.merged_into is not None:
        merge = Merge.objects.filter(merged=payer, undone__isnull=True).latest("pk")
        known = dict(merge.moved.get("debts", []))
        # What is carried after the rest is not carried before it.
        on = max([on, *Entry.objects.filter(pk__in=merge.moved["entries"]).values_list("day", flat=True)])
        entries, became = _carry_account(actor, payer, payer.merged_into, on, known)
        merge.moved["entries"] += entries
        merge.moved["debts"] = [list(pair) for pair in (known | became).items()]
        merge.save(update_fields=["moved"])
        touched = [(known | became)[d] for d in touched if d in known | became]
        payer = payer.merged_into
        _cover(payer, became)
        posting.give_back_credit(payer.municipality_id, payer.pk, on, actor)
        posting.interest_after_change(touched, on, actor)


@action(
    "revenue.payer.undo_merge",
    says=gettext_lazy("took back the merger of two records"),
    allow=access.may_keep,
)
def undo_merge(*, actor: Actor, merge: Merge, on: date, reason: str) -> None:
    """Gives everything back as it was; refuses where what was carried over was touched since (`why_not_taken_back`)."""
    posting.lock_accounts(merge.municipality_id)
    merge = Merge.objects.select_for_update().select_related("kept", "merged").get(pk=merge.pk)
    if why := why_not_taken_back(merge):
        raise Refused(why)
    moved = merge.moved
    entries = list(Entry.objects.filter(pk__in=moved["entries"]).order_by("pk"))
    accrued = Entry.objects.filter(
        demand_id__in=moved["entries"], source_kind=ACCRUED, reversed_by__isnull=True
    )
    for e in (*accrued, *entries):
        Entry.objects.create(
            municipality_id=e.municipality_id, taxpayer_id=e.taxpayer_id, kind=K.REVERSAL, component=e.component, head=e.head, year=e.year,
            instalment=e.instalment, due=None, day=max(on, e.day), amount=-e.amount, demand_id=e.demand_id or (e.pk if e.due else None), reverses=e,
            charge_id=e.charge_id, source_kind=e.source_kind, source_id=e.source_id, at=timezone.now(), by=actor.user_id,
        )  # fmt: skip
    was = {new: old for old, new in moved.get("debts", [])}
    lines = ProposalLine.objects.filter(proposal__state=WriteOffProposal.State.OPEN)
    for rows in (Objection.objects.all(), lines, Sanction.objects.all()):
        # Also those that were opened since the merger: they are about the same debt.
        for row in rows.filter(demand_id__in=was):
            row.taxpayer, row.demand_id = merge.merged, was[row.demand_id]
            row.save(update_fields=["taxpayer", "demand_id"])
    AgreementDebt.objects.filter(agreement__in=moved.get("agreements", []), demand_id__in=was).delete()
    for sued in CourtDebt.objects.filter(case__in=moved.get("court", []), demand_id__in=was):
        sued.demand_id = was[sued.demand_id]
        sued.save(update_fields=["demand_id"])
    for key, model in ROWS.items():
        model.objects.filter(pk__in=moved.get(key, []), taxpayer=merge.kept).update(taxpayer=merge.merged)
    merged = merge.merged
    merged.merged_into = None
    merged.closed = date.fromisoformat(moved["closed"]) if moved["closed"] else None
    merged.closed_because = moved["closed_because"]
    merged.save(update_fields=["merged_into", "closed", "closed_because"])
    Taxpayer.objects.filter(pk__in=moved.get("followers", []), merged_into=merge.kept).update(
        merged_into=merged
    )
    merge.undone = timezone.now()
    merge.save(update_fields=["undone"])
    log(merge.kept, merged=merged.code, reason=reason)


def why_not_taken_back(merge: Merge) -> str:
    """Why taking a merger back would give one person's money, debt or right to another; empty where it would not."""
    if merge.undone:
        return _("This merger has already been taken back.")
    if merge.merged.merged_into_id != merge.kept_id:
        return _("The record was merged on into another since: take that merger back first.")
    if merge.kept.merged_into_id:
        return _("The record was itself merged into another since: take that merger back first.")
    moved = merge.moved
    entries = moved["entries"]
    # A payment that was taken back leaves the debts as they were.
    since = Entry.objects.filter(
        demand_id__in=entries, reverses__isnull=True, reversed_by__isnull=True
    ).exclude(pk__in=entries)
    if since.exclude(source_kind=ACCRUED).exists():
        return _("Amounts carried over have been paid or changed since: reverse that first.")
    refunded = Refund.objects.filter(pk__in=moved.get("refunds", []), paid__isnull=False)
    came = Entry.objects.filter(pk__in=entries, taxpayer=merge.kept, demand__isnull=True, due__isnull=True)
    credit = -sum(came.values_list("amount", flat=True))
    if refunded.exists() or (credit > 0 and posting.credit_of(merge.kept_id) < credit):
        return _("The overpayment carried over was used or paid back since: it is no longer there to be returned.")  # fmt: skip
    raised = Entry.objects.filter(charge_id__in=moved["charges"], taxpayer=merge.kept, kind=K.DEMAND)
    if raised.exists():
        return _("Payments of a contract that moved were raised since: they would stay with the wrong person.")  # fmt: skip
    agreed = AgreementDebt.objects.filter(demand_id__in=entries, agreement__ended__isnull=True)
    if agreed.exclude(agreement__in=moved.get("agreements", [])).exists():
        return _("An agreement made since covers debts carried over: end it first.")
    sued = CourtDebt.objects.filter(demand_id__in=entries, case__state__in=OPEN)
    if sued.exclude(case__in=moved.get("court", [])).exists():
        return _("A court case opened since is about debts carried over: withdraw it first.")
    if found := carrier(merge.merged):
        number, other = found
        return _("What the record that comes back carries (%(number)s) stands with %(payer)s by now: take it off there first.") % {
            "number": number_title(number), "payer": called(other)}  # fmt: skip
    return ""
