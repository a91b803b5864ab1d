"""Objects and who holds them: registered, changed, transferred, split, merged, demolished; each step an event."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.numbering import take_numbers
from belediyye.finance.revenue import access
from belediyye.finance.revenue.models import RANGES, Holding, ObjectEvent, ObjectState, TaxObject, Taxpayer
from belediyye.finance.rules.book.columns import USES_OF

FACTS = ("use", "place_class", *RANGES, "let_or_business")
DETAILS = ("external_id", "settlement", "street", "house", "title", "on_land")
Holder = tuple[Taxpayer, int, int]


def _state(
    thing: TaxObject, facts: Mapping[str, Any], since: date, *, first: bool, reason: str = ""
) -> ObjectState:
    """A new state, refused in words where the facts do not fit the kind of object or their range."""
    unknown = set(facts) - set(FACTS)
    if unknown:
        raise KeyError(f"no such characteristic: {sorted(unknown)}")
    clean = {name: value for name, value in facts.items() if value not in (None, "")}
    if (use := clean.get("use")) and use not in USES_OF[thing.kind]:
        raise Refused(_("This use does not fit the kind of object."))
    for name, (low, high) in RANGES.items():
        if name in clean and not low <= clean[name] <= high:
            raise Refused(
                _("%(what)s is outside what the law's computation takes.")
                % {"what": ObjectState._meta.get_field(name).verbose_name}
            )
    return ObjectState.objects.create(
        municipality_id=thing.municipality_id,
        object=thing,
        object_kind=thing.kind,
        since=since,
        is_first=first,
        reason=reason,
        **clean,
    )


def _event(
    kind: str, day: date, before: Iterable[TaxObject], after: Iterable[TaxObject], document: str = ""
) -> ObjectEvent:
    before, after = list(before), list(after)
    event = ObjectEvent.objects.create(
        municipality_id=[*before, *after][0].municipality_id, kind=kind, day=day, document=document
    )
    event.before.set(before)
    event.after.set(after)
    return event


def _hold(
    thing: TaxObject, holders: Sequence[Holder], since: date | None, document: str = ""
) -> list[Holding]:
    """Holdings of a thing; refused where shares together pass the whole, or a vehicle is to be shared (200.3)."""
    if sum((Fraction(n, d) for _p, n, d in holders), Fraction(0)) > 1:
        raise Refused(_("The shares together are more than the whole."))
    if thing.kind == TaxObject.Kind.VEHICLE and any((n, d) != (1, 1) for _p, n, d in holders):
        raise Refused(
            _("A vehicle is assessed whole on the person in whose name it is registered (Tax Code, 200.3).")
        )
    made = []
    for payer, num, den in holders:
        if payer.municipality_id != thing.municipality_id:
            raise Refused(_("This belongs to another municipality."))
        if payer.closed:
            raise Refused(_("%(payer)s is closed and can take nothing over.") % {"payer": payer})
        made.append(
            Holding.objects.create(
                municipality_id=thing.municipality_id,
                taxpayer=payer,
                object=thing,
                share_num=num,
                share_den=den,
                since=since,
                document=document,
            )
        )
    return made


def _living(thing: TaxObject, on: date) -> None:
    if thing.ended:
        raise Refused(_("%(object)s ended on %(day)s.") % {"object": thing, "day": f"{thing.ended:%d.%m.%Y}"})
    if on < thing.began:
        raise Refused(
            _("%(object)s was registered only on %(day)s.")
            % {"object": thing, "day": f"{thing.began:%d.%m.%Y}"}
        )


def _new_object(actor: Actor, kind: str, details: Mapping[str, Any], on: date) -> TaxObject:
    assert actor.municipality is not None
    unknown = set(details) - set(DETAILS)
    if unknown:
        raise KeyError(f"no such detail of an object: {sorted(unknown)}")
    external = details.get("external_id", "")
    if (
        external
        and TaxObject.objects.filter(
            municipality=actor.municipality, external_id=external, ended__isnull=True
        ).exists()
    ):
        raise Refused(_("The register number %(number)s belongs to another object.") % {"number": external})
    number = take_numbers(owner=actor.municipality.pk, code="revenue.object", year=0)[0]
    return TaxObject.objects.create(
        municipality=actor.municipality, kind=kind, number=number, began=on, **details
    )


@action("revenue.object.register", says=gettext_lazy("registered the object"), allow=access.may_keep)
def register_object(
    *,
    actor: Actor,
    kind: str,
    details: Mapping[str, Any],
    facts: Mapping[str, Any],
    holders: Sequence[Holder],
    on: date,
    held_since: date | None = None,
) -> TaxObject:
    """Registers an object with its first characteristics from `on`, and its holders (payer, numerator, denominator)."""
    thing = _new_object(actor, kind, details, on)
    _state(thing, facts, on, first=True)
    _hold(thing, holders, held_since or on)
    _event(ObjectEvent.Kind.REGISTER, on, [], [thing])
    log(
        thing,
        kind=kind,
        facts={k: v for k, v in facts.items() if v not in (None, "")},
        holders=[p.code for p, _n, _d in holders],
    )
    return thing


@action("revenue.object.change", says=gettext_lazy("changed the characteristics of"), allow=access.may_keep)
def change_object(
    *, actor: Actor, thing: TaxObject, facts: Mapping[str, Any], on: date, reason: str
) -> ObjectState:
    """New characteristics from a day: measured anew, another use, let out. `facts` are only what changes.

    On the very day of the current state it is replaced (withdrawn and written anew); an earlier day than the current
    state's is refused, for it would change what past years were computed from without saying so.
    """
    _living(thing, on)
    current = (
        ObjectState.objects.filter(object=thing, withdrawn=False, until__isnull=True)
        .order_by("-since")
        .first()
    )
    assert current is not None
    if on < current.since:
        raise Refused(
            _("The current characteristics hold from %(day)s; give that day or a later one.")
            % {"day": f"{current.since:%d.%m.%Y}"}
        )
    merged = {name: getattr(current, name) for name in FACTS} | dict(facts)
    if on == current.since:
        current.withdrawn = True
        current.save(update_fields=["withdrawn"])
    else:
        current.until = on - timedelta(days=1)
        current.save(update_fields=["until"])
    state = _state(thing, merged, on, first=current.is_first and on == current.since, reason=reason)
    _event(ObjectEvent.Kind.CHANGE, on, [thing], [thing], reason)
    changed = {k: [getattr(current, k), merged[k]] for k in FACTS if getattr(current, k) != merged[k]}
    log(thing, on=on, reason=reason, changed=changed)
    return state


@action("revenue.object.transfer", says=gettext_lazy("recorded a transfer of"), allow=access.may_keep)
def transfer_holding(
    *, actor: Actor, holding: Holding, to: Sequence[Holder], on: date, document: str
) -> list[Holding]:
    """A holder gives the share (or part of it) to others on a day. Shares in `to` are of the whole object.

    What is not given stays with the holder as a new holding from the day."""
    _living(holding.object, on)
    if holding.withdrawn or holding.until:
        raise Refused(_("This share has already ended."))
    if holding.since and on < holding.since:
        raise Refused(_("The share began only on %(day)s.") % {"day": f"{holding.since:%d.%m.%Y}"})
    given = sum((Fraction(n, d) for _p, n, d in to), Fraction(0))
    rest = Fraction(holding.share_num, holding.share_den) - given
    if not to or rest < 0:
        raise Refused(_("More is transferred than the holder has."))
    holding.until = on
    holding.save(update_fields=["until"])
    receivers = list(to) + ([(holding.taxpayer, rest.numerator, rest.denominator)] if rest else [])
    made = _hold(holding.object, receivers, on, document)
    _event(ObjectEvent.Kind.TRANSFER, on, [holding.object], [holding.object], document)
    log(
        holding.object,
        on=on,
        document=document,
        before=holding.taxpayer.code,
        after=[p.code for p, _n, _d in to],
    )
    return made


@action(
    "revenue.holding.withdraw",
    says=gettext_lazy("withdrew a wrongly recorded share in"),
    allow=access.may_keep,
)
def withdraw_holding(*, actor: Actor, holding: Holding, reason: str) -> None:
    """Marks a share as recorded wrongly. A year already demanded is put right by assessing the object anew."""
    holding.withdrawn = True
    holding.save(update_fields=["withdrawn"])
    log(holding.object, payer=holding.taxpayer.code, reason=reason)


def _end(thing: TaxObject, on: date, reason: str) -> list[Holder]:
    """Ends an object, its state and its holdings; gives the holders it had."""
    _living(thing, on)
    holders = []
    for holding in Holding.objects.filter(object=thing, withdrawn=False, until__isnull=True).select_related(
        "taxpayer"
    ):
        holding.until = max(on, holding.since or on)
        holding.save(update_fields=["until"])
        holders.append((holding.taxpayer, holding.share_num, holding.share_den))
    for state in ObjectState.objects.filter(object=thing, withdrawn=False, until__isnull=True):
        state.until = max(on, state.since)
        state.save(update_fields=["until"])
    thing.ended, thing.ended_because = on, reason
    thing.save(update_fields=["ended", "ended_because"])
    return holders


@action("revenue.object.demolish", says=gettext_lazy("recorded the end of"), allow=access.may_keep)
def demolish_object(*, actor: Actor, thing: TaxObject, on: date, reason: str) -> None:
    """The object ends: demolished, written off, sunk, closed. `on` is its last day."""
    _end(thing, on, reason)
    _event(ObjectEvent.Kind.DEMOLISH, on, [thing], [], reason)
    log(thing, on=on, reason=reason)


@action("revenue.object.split", says=gettext_lazy("recorded a division of"), allow=access.may_keep)
def split_object(
    *,
    actor: Actor,
    thing: TaxObject,
    parts: Sequence[tuple[Mapping[str, Any], Mapping[str, Any]]],
    on: date,
    document: str,
) -> list[TaxObject]:
    """One object becomes several: `parts` are (details, facts that differ). Areas of the parts add up to no more."""
    if len(parts) < 2:
        raise Refused(_("A division makes at least two objects."))
    state = (
        ObjectState.objects.filter(object=thing, withdrawn=False, until__isnull=True)
        .order_by("-since")
        .first()
    )
    assert state is not None
    facts = {name: getattr(state, name) for name in FACTS}
    areas = [p.get("area_dm2") for _details, p in parts]
    if facts["area_dm2"] is not None and (None in areas or sum(areas) > facts["area_dm2"]):
        raise Refused(_("Each part needs its area, and together they cannot be more than the whole."))
    holders = _end(thing, on, document)
    made = []
    place = {
        "settlement": thing.settlement,
        "street": thing.street,
        "house": thing.house,
        "on_land": thing.on_land,
    }
    for details, changes in parts:
        part = _new_object(actor, thing.kind, place | dict(details), on)
        _state(part, facts | dict(changes), on, first=True, reason=document)
        _hold(part, holders, on, document)
        made.append(part)
    _event(ObjectEvent.Kind.SPLIT, on, [thing], made, document)
    log(thing, on=on, document=document, into=[p.number for p in made])
    return made


@action("revenue.object.merge", says=gettext_lazy("recorded a joining into"), allow=access.may_keep)
def merge_objects(
    *,
    actor: Actor,
    things: Sequence[TaxObject],
    details: Mapping[str, Any],
    facts: Mapping[str, Any],
    on: date,
    document: str,
) -> TaxObject:
    """Several objects of one kind and the same holders become one, with the areas added."""
    if len({t.pk for t in things}) < 2 or len({t.kind for t in things}) != 1:
        raise Refused(_("At least two objects of one kind are joined."))
    for thing in things:
        if reason := access.may_keep(actor=actor, thing=thing):
            raise Refused(reason)
    states = [
        ObjectState.objects.filter(object=t, withdrawn=False, until__isnull=True).order_by("-since").first()
        for t in things
    ]
    areas = [s.area_dm2 for s in states if s]
    whole = {name: getattr(states[0], name) for name in FACTS} | dict(facts)
    if None not in areas:
        whole["area_dm2"] = sum(a for a in areas if a is not None)
    holders = [sorted((p.pk, n, d) for p, n, d in _end(t, on, document)) for t in things]
    if any(h != holders[0] for h in holders):
        raise Refused(_("The objects belong to different holders; bring the shares together first."))
    made = _new_object(actor, things[0].kind, details, on)
    _state(made, whole, on, first=True, reason=document)
    payers = Taxpayer.objects.in_bulk([pk for pk, _n, _d in holders[0]])
    _hold(made, [(payers[pk], n, d) for pk, n, d in holders[0]], on, document)
    _event(ObjectEvent.Kind.MERGE, on, things, [made], document)
    log(made, on=on, document=document, out_of=[t.number for t in things])
    return made
