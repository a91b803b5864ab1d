"""Taxpayers: registered once, kept true, closed or merged, never deleted."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.fields import index_of
from belediyye.core.identifiers import FIN, VOEN, BadIdentifier, Identifier, make_yvok
from belediyye.core.journal import log
from belediyye.core.numbering import take_numbers
from belediyye.core.text import one_line
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions.merging import refuse_merged
from belediyye.finance.revenue.models import Holding, NotDuplicate, PrivilegeStatus, Taxpayer
from belediyye.finance.revenue.queries import alike, charging, limits

EDITABLE = (
    "kind", "name", "external_id", "fin", "voen", "born", "telephone", "email", "settlement", "street", "house", "responsible",
)  # fmt: skip
WRITTEN = ("name", "external_id", "settlement", "street", "house")
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
    clean = {name: one_line(value) if name in WRITTEN and value else value for name, value in facts.items()}
    if "fin" in clean:
        clean["fin"] = _checked(FIN, clean["fin"], "fin")
    if "voen" in clean:
        clean["voen"] = _checked(VOEN, clean["voen"], "voen")
    if clean.get("name") and not limits.is_name(clean["name"]):
        raise Refused(_("This is no name: it has no letter."), field="name")
    if clean.get("telephone") and not limits.is_telephone(clean["telephone"]):
        raise Refused(_("This is no telephone number. Write it like 050 123 45 67."), field="telephone")
    return clean


def _unique(payer: Taxpayer) -> None:
    """Raises Refused where another payer of the municipality carries the same identifier."""
    if (found := alike.carrier(payer)) is None:
        return
    number, other = found
    if number == "external_id":
        words = _("The number %(number)s of the office's books belongs to %(payer)s.") % {
            "number": payer.external_id,
            "payer": other.name,
        }
    else:
        words = _(
            "%(name)s is already registered with %(payer)s, YVÖK %(code)s. Open that record instead."
        ) % {"name": alike.number_title(number), "payer": other.name, "code": other.code}
    raise Refused(words, field=number)


class Registered(Refused):
    """Exactly these facts were registered on the same day: the form was sent twice. `payer` is the record that they made."""

    def __init__(self, payer: Taxpayer) -> None:
        super().__init__(
            _("%(payer)s was registered today with exactly these facts, YVÖK %(code)s. If this is another person, add what tells them apart.")
            % {"payer": payer.name, "code": payer.code}, field="name",
        )  # fmt: skip
        self.payer = payer


def _refuse_twice(payer: Taxpayer) -> None:
    same = {name: getattr(payer, name) for name in EDITABLE if name not in ("fin", "voen")}
    same |= {f"{name}_index": index_of(getattr(payer, name)) for name in ("fin", "voen")}
    same |= {"municipality": payer.municipality, "registered": payer.registered, "merged_into": None}
    if twin := Taxpayer.objects.filter(**same).first():
        raise Registered(twin)


def _save(payer: Taxpayer, *, new: bool = False) -> None:
    """Saves the record; where somebody was quicker with its identifier meanwhile, refuses as `_unique` does."""
    try:
        with transaction.atomic():
            payer.save(force_insert=new)
    except IntegrityError:
        _unique(payer)
        raise


@action("revenue.payer.register", says=gettext_lazy("registered the taxpayer"), allow=access.may_keep)
def register_payer(*, actor: Actor, facts: Mapping[str, Any], on: date) -> Taxpayer:
    """Registers a payer and issues the YVÖK. `facts`: keys of EDITABLE. Refuses a FİN, VÖEN or number already held.

    Raises `Registered` where the very same facts were registered on the day: two presses of a button make one record."""
    assert actor.municipality is not None
    payer = Taxpayer(municipality=actor.municipality, registered=on, **_clean(facts))
    if not payer.name.strip():
        raise Refused(_("A taxpayer needs a name."), field="name")
    # Taken first: who registers at the same time waits here, and then sees the record of whoever was quicker.
    payer.number = take_numbers(owner=actor.municipality.pk, code="revenue.payer", year=0)[0]
    payer.code = make_yvok(actor.municipality.pk, payer.number)
    _refuse_twice(payer)
    _unique(payer)
    _save(payer, new=True)
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
    _unique(payer)
    _save(payer)
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
    if contract := charging.running_of(payer, on):
        raise Refused(_("A contract still runs: %(contract)s. End it first.") % {"contract": contract})
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


@action("revenue.payer.look", says=gettext_lazy("looked at the personal identifiers"), allow=access.may_look)
def look_at_identifiers(*, actor: Actor, payer: Taxpayer, why: str) -> dict[str, str]:
    """FİN and VÖEN in clear, for one look that the log keeps, with its reason."""
    if not why.strip():
        raise Refused(_("Say why you need the number: the log keeps it."))
    log(payer, why=why)
    return {"fin": payer.fin, "voen": payer.voen}


@action("revenue.status.add", says=gettext_lazy("recorded a privilege status"), allow=access.may_keep)
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
    refuse_merged(payer)
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


@action("revenue.status.withdraw", says=gettext_lazy("withdrew a privilege status"), allow=access.may_keep)
def withdraw_status(*, actor: Actor, status: PrivilegeStatus, reason: str) -> None:
    """Marks a status as entered wrongly; past runs keep what they read."""
    status.withdrawn = True
    status.save(update_fields=["withdrawn"])
    log(status.taxpayer, category=status.category, reason=reason, status=status.pk)


@action(
    "revenue.payer.keep_apart",
    says=gettext_lazy("found that two records are two persons"),
    allow=access.may_keep,
)
def keep_apart(*, actor: Actor, one: Taxpayer, other: Taxpayer) -> None:
    """Records that two alike records are two persons."""
    first, second = sorted((one, other), key=lambda p: p.pk)
    NotDuplicate.objects.get_or_create(municipality_id=one.municipality_id, one=first, other=second)
    log(one, other=other.code)
