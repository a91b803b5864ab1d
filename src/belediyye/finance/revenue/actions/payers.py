"""Taxpayers: registered once, kept true, closed or merged, never deleted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.fields import index_of
from belediyye.core.identifiers import FIN, VOEN, BadIdentifier, Identifier, make_yvok
from belediyye.core.journal import log
from belediyye.core.numbering import take_numbers
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.models import (
    Charge,
    Entry,
    Holding,
    Merge,
    NotDuplicate,
    PrivilegeStatus,
    Taxpayer,
)

EDITABLE = (
    "kind", "name", "external_id", "fin", "voen", "born", "telephone", "email", "settlement", "street", "house", "responsible",
)  # fmt: skip
HIDDEN = ("fin", "voen", "born", "telephone", "email")


def _checked(identifier: Identifier, text: str, field: str) -> str:
    if not text:
        return ""
    try:
        return identifier.validate(text)
    except BadIdentifier as error:
        words = error.words["en" if (get_language() or "az").startswith("en") else "az"]
        raise Refused(words, field=field) from error


def _clean(facts: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(facts) - set(EDITABLE)
    if unknown:
        raise KeyError(f"no such fact of a taxpayer: {sorted(unknown)}")
    clean = dict(facts)
    if "fin" in clean:
        clean["fin"] = _checked(FIN, clean["fin"], "fin")
    if "voen" in clean:
        clean["voen"] = _checked(VOEN, clean["voen"], "voen")
    return clean


def _unique(municipality_id: int, payer: Taxpayer) -> None:
    """Raises Refused where another payer of the municipality carries the same identifier."""
    others = Taxpayer.objects.filter(municipality_id=municipality_id, merged_into__isnull=True).exclude(
        pk=payer.pk
    )
    for field, name in (("fin", "FİN"), ("voen", "VÖEN")):
        value = getattr(payer, field)
        if value and (other := others.filter(**{f"{field}_index": index_of(value)}).first()):
            raise Refused(
                _("%(name)s is already registered with %(payer)s, YVÖK %(code)s. Open that record instead.")
                % {"name": name, "payer": other.name, "code": other.code},
                field=field,
            )
    if payer.external_id and (other := others.filter(external_id=payer.external_id).first()):
        raise Refused(
            _("The number %(number)s of the office's books belongs to %(payer)s.")
            % {"number": payer.external_id, "payer": other.name},
            field="external_id",
        )


@action("revenue.payer.register", says=gettext_lazy("registered the taxpayer"), allow=access.may_keep)
def register_payer(*, actor: Actor, facts: Mapping[str, Any], on: date) -> Taxpayer:
    """Registers a payer and issues the YVÖK. `facts`: keys of EDITABLE. Refuses a FİN, VÖEN or number already held."""
    assert actor.municipality is not None
    payer = Taxpayer(municipality=actor.municipality, registered=on, **_clean(facts))
    if not payer.name.strip():
        raise Refused(_("A taxpayer needs a name."), field="name")
    _unique(actor.municipality.pk, payer)
    payer.number = take_numbers(owner=actor.municipality.pk, code="revenue.payer", year=0)[0]
    payer.code = make_yvok(actor.municipality.pk, payer.number)
    payer.save(force_insert=True)
    log(payer, code=payer.code, kind=payer.kind)
    return payer


@action(
    "revenue.payer.update", says=gettext_lazy("changed the record of the taxpayer"), allow=access.may_keep
)
def update_payer(*, actor: Actor, payer: Taxpayer, facts: Mapping[str, Any]) -> None:
    """Changes what is given. The log says which facts changed; of personal ones not what they were."""
    clean = _clean(facts)
    changed = {}
    for name, value in clean.items():
        before = getattr(payer, name)
        if before != value:
            changed[name] = "…" if name in HIDDEN else [str(before or ""), str(value or "")]
            setattr(payer, name, value)
    if payer.responsible_id == payer.pk:
        raise Refused(_("A taxpayer cannot be the responsible party for itself."), field="responsible_code")
    _unique(payer.municipality_id, payer)
    payer.save()
    log(payer, changed=changed)


@action("revenue.payer.close", says=gettext_lazy("closed the taxpayer"), allow=access.may_keep)
def close_payer(*, actor: Actor, payer: Taxpayer, on: date, reason: str) -> None:
    """Closes a payer who no longer holds anything. What stands on the account stays and is still collected."""
    if payer.closed:
        raise Refused(_("The taxpayer is already closed."))
    held = (
        Holding.objects.filter(taxpayer=payer, withdrawn=False, until__isnull=True)
        .select_related("object")
        .first()
    )
    if held:
        raise Refused(
            _("%(payer)s still holds %(object)s. Transfer or end it first.")
            % {"payer": payer, "object": held.object}
        )
    if on < payer.registered:
        raise Refused(_("A taxpayer cannot be closed before the day of registration."))
    payer.closed, payer.closed_because = on, reason
    payer.save(update_fields=["closed", "closed_because"])
    log(payer, on=on, reason=reason)


@action("revenue.payer.reopen", says=gettext_lazy("reopened the taxpayer"), allow=access.may_keep)
def reopen_payer(*, actor: Actor, payer: Taxpayer, reason: str) -> None:
    """Takes a closing back. A record merged into another is given back by undoing the merger."""
    if payer.merged_into_id or not payer.closed:
        raise Refused(_("Only a closed record that was not merged can be reopened."))
    payer.closed, payer.closed_because = None, ""
    payer.save(update_fields=["closed", "closed_because"])
    log(payer, reason=reason)


@action(
    "revenue.payer.look", says=gettext_lazy("looked at the personal identifiers of"), allow=access.may_look
)
def look_at_identifiers(*, actor: Actor, payer: Taxpayer, why: str) -> dict[str, str]:
    """FİN and VÖEN in clear, for one look that the log keeps, with its reason."""
    if not why.strip():
        raise Refused(_("Say why you need the number: the log keeps it."))
    log(payer, why=why)
    return {"fin": payer.fin, "voen": payer.voen}


def merged_away(payer: Taxpayer) -> str:
    """What is said where a record that was merged into another is asked to act."""
    heir = payer.merged_into
    return _("This record was merged into %(payer)s, YVÖK %(code)s. Do it there.") % {
        "payer": heir, "code": heir.code if heir else ""}  # fmt: skip


@action("revenue.status.add", says=gettext_lazy("recorded a privilege status of"), allow=access.may_keep)
def add_status(
    *,
    actor: Actor,
    payer: Taxpayer,
    category: str,
    since: date,
    until: date | None = None,
    proof: Mapping[str, Any],
) -> PrivilegeStatus:
    """Records a status with its document (`document`, `series`, `number`, `issuer`, `issued`). Refuses an overlap."""
    if payer.merged_into_id:
        raise Refused(merged_away(payer))
    if payer.kind != Taxpayer.Kind.NATURAL:
        raise Refused(_("Only a natural person can have a privilege status."))
    if until and until < since:
        raise Refused(_("A status cannot end before it begins."), field="until")
    same = PrivilegeStatus.objects.filter(taxpayer=payer, category=category, withdrawn=False)
    for other in same:
        if (other.until is None or other.until >= since) and (until is None or other.since <= until):
            raise Refused(
                _("The same status is already recorded from %(day)s.") % {"day": f"{other.since:%d.%m.%Y}"},
                field="since",
            )
    status = PrivilegeStatus.objects.create(
        municipality_id=payer.municipality_id,
        taxpayer=payer,
        category=category,
        since=since,
        until=until,
        **proof,
    )
    log(payer, category=category, since=since, until=until, status=status.pk)
    return status


@action("revenue.status.withdraw", says=gettext_lazy("withdrew a privilege status of"), allow=access.may_keep)
def withdraw_status(*, actor: Actor, status: PrivilegeStatus, reason: str) -> None:
    """Marks a status as entered wrongly; past runs keep what they read."""
    status.withdrawn = True
    status.save(update_fields=["withdrawn"])
    log(status.taxpayer, category=status.category, reason=reason, status=status.pk)


@action(
    "revenue.payer.keep_apart", says=gettext_lazy("found not to be the same person"), allow=access.may_keep
)
def keep_apart(*, actor: Actor, one: Taxpayer, other: Taxpayer) -> None:
    """Records that two alike records are two persons."""
    first, second = sorted((one, other), key=lambda p: p.pk)
    NotDuplicate.objects.get_or_create(municipality_id=one.municipality_id, one=first, other=second)
    log(one, other=other.code)


@action(
    "revenue.payer.merge", says=gettext_lazy("merged two records of one person into"), allow=access.may_keep
)
def merge_payers(*, actor: Actor, kept: Taxpayer, merged: Taxpayer, on: date, reason: str) -> Merge:
    """Moves holdings, statuses, charges and what stands on the account from `merged` to `kept`, and closes `merged`."""
    if kept.pk == merged.pk or kept.merged_into_id or merged.merged_into_id:
        raise Refused(_("Two different records that stand on their own can be merged."))
    if kept.fin and merged.fin and kept.fin != merged.fin:
        raise Refused(_("Their FİN differ: these are two persons."))
    moved = {
        "holdings": _move(Holding.objects.filter(taxpayer=merged), kept),
        "statuses": _move(PrivilegeStatus.objects.filter(taxpayer=merged), kept),
        "charges": _move(Charge.objects.filter(taxpayer=merged), kept),
        "entries": _carry_account(actor, merged, kept, on),
        "closed": merged.closed.isoformat() if merged.closed else None,
        "closed_because": merged.closed_because,
    }
    merged.merged_into = kept
    merged.closed = merged.closed or max(on, merged.registered)
    merged.closed_because = reason
    merged.save(update_fields=["merged_into", "closed", "closed_because"])
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


def _carry_account(actor: Actor, away: Taxpayer, to: Taxpayer, on: date) -> list[int]:
    """For each part of an obligation that stands open, and for credit, two transfers: off the one account, onto the other.

    Interest is brought up to the day first. The principal of a debt arrives as a debt of its own, with its due day;
    its interest and sanction arrive on that, each as what it is."""
    posting.lock_accounts(to.municipality_id)
    rows = list(Entry.objects.filter(taxpayer=away).select_related("demand").order_by("pk"))
    posting.correct_interest([(e.pk, on) for e in rows if _is_debt(e)], actor, timezone.now())
    debts: dict[int, tuple[Entry, list[int]]] = {}
    credit: dict[tuple[int, int, int], int] = {}
    for e in Entry.objects.filter(taxpayer=away).select_related("demand").order_by("pk"):
        base = e.demand or e
        if e.demand_id or _is_debt(e):
            debts.setdefault(base.pk, (base, [0, 0, 0]))[1][e.component] += e.amount
        else:
            key = (e.head, e.year, e.instalment)
            credit[key] = credit.get(key, 0) + e.amount
    about = {"day": on, "at": timezone.now(), "by": actor.user_id, "municipality_id": to.municipality_id,
             "kind": Entry.Kind.TRANSFER, "source_kind": "revenue.taxpayer"}  # fmt: skip
    made: list[int] = []

    def pair(amount: int, off: Entry | None, onto: Entry | None, **facts: Any) -> Entry:
        """The two transfers of one part; gives the one that arrived."""
        left = Entry.objects.create(
            taxpayer=away, amount=-amount, demand=off, source_id=to.pk, **facts, **about
        )
        came = Entry.objects.create(
            taxpayer=to, amount=amount, demand=onto, source_id=away.pk, **facts, **about
        )
        made.extend((left.pk, came.pk))
        return came

    for base, parts in debts.values():
        if any(parts):
            facts = {"head": base.head, "year": base.year, "instalment": base.instalment}
            onto = pair(parts[0], base, None, due=base.due, **facts)
            for component in (1, 2):
                if parts[component]:
                    pair(parts[component], base, onto, component=component, **facts)
    for (head, year, instalment), amount in credit.items():
        if amount:
            pair(amount, None, None, head=head, year=year, instalment=instalment)
    return made


def _is_debt(entry: Entry) -> bool:
    """Whether the entry is something that can be owed on: a demand, or a debt that was carried over."""
    return entry.kind == Entry.Kind.DEMAND or (
        entry.kind == Entry.Kind.TRANSFER and entry.demand_id is None and entry.due is not None
    )


@action("revenue.payer.undo_merge", says=gettext_lazy("took back the merger into"), allow=access.may_keep)
def undo_merge(*, actor: Actor, merge: Merge, on: date, reason: str) -> None:
    """Gives everything back as it was; refuses where the carried amounts were touched since."""
    if merge.undone:
        raise Refused(_("This merger has already been taken back."))
    entries = merge.moved["entries"]
    if Entry.objects.filter(demand_id__in=entries).exclude(pk__in=entries).exists():
        raise Refused(_("Amounts carried over have been paid or changed since: reverse that first."))
    for model, key in ((Holding, "holdings"), (PrivilegeStatus, "statuses"), (Charge, "charges")):
        model.objects.filter(pk__in=merge.moved[key], taxpayer=merge.kept).update(taxpayer=merge.merged)
    for e in Entry.objects.filter(pk__in=entries).order_by("pk"):
        Entry.objects.create(
            municipality_id=e.municipality_id, taxpayer_id=e.taxpayer_id, kind=Entry.Kind.REVERSAL, component=e.component, head=e.head, year=e.year,
            instalment=e.instalment, due=None, day=on, amount=-e.amount, demand_id=e.demand_id or (e.pk if e.due else None), reverses=e,
            at=timezone.now(), by=actor.user_id,
        )  # fmt: skip
    merged = merge.merged
    merged.merged_into = None
    merged.closed = date.fromisoformat(merge.moved["closed"]) if merge.moved["closed"] else None
    merged.closed_because = merge.moved["closed_because"]
    merged.save(update_fields=["merged_into", "closed", "closed_because"])
    merge.undone = timezone.now()
    merge.save(update_fields=["undone"])
    log(merge.kept, merged=merged.code, reason=reason)
