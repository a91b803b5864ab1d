"""Objects: registered, corrected, changed, split, merged, demolished; each step an event that remembers what it did."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.numbering import take_numbers
from belediyye.core.text import one_line
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions.holdings import Did, Held, Holder, event, hold, living
from belediyye.finance.revenue.models import RANGES, Holding, ObjectEvent, ObjectState, TaxObject
from belediyye.finance.revenue.queries import limits
from belediyye.finance.rules.book.columns import COLUMN, USES_OF
from belediyye.finance.rules.queries import language

FACTS = ("use", "place_class", *RANGES, "let_or_business")
DETAILS = ("external_id", "settlement", "street", "house", "title", "on_land")
K = ObjectEvent.Kind


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
    for name in limits.outside(thing.kind, clean):
        what = COLUMN[name].label[language()]
        raise Refused(f"{what}: {limits.sentence(thing.kind, name)}", field=name)
    return ObjectState.objects.create(
        municipality_id=thing.municipality_id,
        object=thing,
        object_kind=thing.kind,
        since=since,
        is_first=first,
        reason=reason,
        **clean,
    )


def _free(municipality_id: int, external: str, thing: TaxObject | None = None) -> None:
    """Refuses a register number that another standing object carries."""
    rows = TaxObject.objects.filter(
        municipality_id=municipality_id, external_id=external, ended__isnull=True
    ).exclude(pk=thing.pk if thing else None)
    if external and rows.exists():
        raise Refused(
            _("The register number %(number)s belongs to another object.") % {"number": external},
            field="external_id",
        )


def _plain(details: Mapping[str, Any]) -> dict[str, Any]:
    return {name: one_line(value) if isinstance(value, str) else value for name, value in details.items()}


def _new_object(actor: Actor, kind: str, details: Mapping[str, Any], on: date) -> TaxObject:
    assert actor.municipality is not None
    unknown = set(details) - set(DETAILS)
    if unknown:
        raise KeyError(f"no such detail of an object: {sorted(unknown)}")
    details = _plain(details)
    _free(actor.municipality.pk, details.get("external_id", ""))
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
    right: str = Holding.Right.OWNERSHIP,
) -> TaxObject:
    """Registers an object with its first characteristics from `on`, and its holders (payer, numerator, denominator)."""
    thing = _new_object(actor, kind, details, on)
    _state(thing, facts, on, first=True)
    hold(thing, [(*holder, right) for holder in holders], held_since or on)
    event(K.REGISTER, on, [], [thing])
    log(
        thing,
        kind=kind,
        facts={k: v for k, v in facts.items() if v not in (None, "")},
        holders=[p.code for p, _n, _d in holders],
    )
    return thing


@action(
    "revenue.object.update", says=gettext_lazy("corrected the record of the object"), allow=access.may_keep
)
def update_object(*, actor: Actor, thing: TaxObject, details: Mapping[str, Any], reason: str) -> list[str]:
    """Corrects where the object is and what it is called: keys of DETAILS. Gives the names of what changed.

    What the law asks for (area, use) is not here: that changes from a day, or is corrected by its period."""
    if unknown := set(details) - set(DETAILS):
        raise KeyError(f"no such detail of an object: {sorted(unknown)}")
    details = _plain(details)
    parcel = details.get("on_land", thing.on_land)
    if parcel is not None:
        if reason_not := access.may_keep(actor=actor, thing=parcel):
            raise Refused(reason_not)
        if parcel.pk == thing.pk or parcel.kind != TaxObject.Kind.LAND:
            raise Refused(_("The parcel must be a land object of the register."), field="parcel")
    changed = {}
    for name, value in details.items():
        before = getattr(thing, name)
        if before != value:
            changed[name] = [str(before or ""), str(value or "")]
            setattr(thing, name, value)
    if not changed:
        raise Refused(_("Nothing is different from what is recorded."))
    if "external_id" in changed and not thing.ended:
        _free(thing.municipality_id, thing.external_id, thing)
    thing.save()
    log(thing, changed=changed, reason=reason)
    return list(changed)


@action(
    "revenue.object.change",
    says=gettext_lazy("changed the characteristics of the object"),
    allow=access.may_keep,
)
def change_object(
    *, actor: Actor, thing: TaxObject, facts: Mapping[str, Any], on: date, reason: str
) -> ObjectState:
    """New characteristics from a day: measured anew, another use, let out. `facts` are only what changes.

    On the very day of the current state it is replaced (withdrawn and written anew); an earlier day than the current
    state's is refused, for it would change what past years were computed from without saying so.
    """
    living(thing, on)
    current = (
        ObjectState.objects.filter(object=thing, withdrawn=False, until__isnull=True)
        .order_by("-since")
        .first()
    )
    if current is None:
        raise Refused(_("%(object)s has no characteristics that hold today.") % {"object": thing})
    if on < current.since:
        raise Refused(
            _(
                "The current characteristics hold from %(day)s; give that day or a later one. An earlier period is corrected by itself, on the object's page."
            )
            % {"day": f"{current.since:%d.%m.%Y}"},
            field="on",
        )
    merged = {name: getattr(current, name) for name in FACTS} | dict(facts)
    replaced = on == current.since
    if replaced:
        current.withdrawn = True
        current.save(update_fields=["withdrawn"])
    else:
        current.until = on - timedelta(days=1)
        current.save(update_fields=["until"])
    state = _state(thing, merged, on, first=current.is_first and replaced, reason=reason)
    did = {"states_made": [state.pk], "states_withdrawn" if replaced else "states_ended": [current.pk]}
    event(K.CHANGE, on, [thing], [thing], reason, did)
    changed = {k: [getattr(current, k), merged[k]] for k in FACTS if getattr(current, k) != merged[k]}
    log(thing, on=on, reason=reason, changed=changed)
    return state


def _end(thing: TaxObject, on: date, reason: str) -> tuple[list[Held], Did]:
    """Ends an object, its state and its holdings; gives the holders it had, and what was ended."""
    living(thing, on)
    holders: list[Held] = []
    did: Did = {"objects_ended": [thing.pk]}
    for holding in Holding.objects.filter(object=thing, withdrawn=False, until__isnull=True).select_related(
        "taxpayer"
    ):
        holding.until = max(on, holding.since or on)
        holding.save(update_fields=["until"])
        holders.append((holding.taxpayer, holding.share_num, holding.share_den, holding.right))
        did.setdefault("holdings_ended", []).append(holding.pk)
    for state in ObjectState.objects.filter(object=thing, withdrawn=False, until__isnull=True):
        state.until = max(on, state.since)
        state.save(update_fields=["until"])
        did.setdefault("states_ended", []).append(state.pk)
    thing.ended, thing.ended_because = on, reason
    thing.save(update_fields=["ended", "ended_because"])
    return holders, did


def _made(did: Did, thing: TaxObject, state: ObjectState, holdings: Sequence[Holding]) -> None:
    did.setdefault("objects_made", []).append(thing.pk)
    did.setdefault("states_made", []).append(state.pk)
    did.setdefault("holdings_made", []).extend(h.pk for h in holdings)


@action("revenue.object.demolish", says=gettext_lazy("recorded the end of the object"), allow=access.may_keep)
def demolish_object(*, actor: Actor, thing: TaxObject, on: date, reason: str) -> None:
    """The object ends: demolished, written off, sunk, closed. `on` is its last day."""
    _holders, did = _end(thing, on, reason)
    event(K.DEMOLISH, on, [thing], [], reason, did)
    log(thing, on=on, reason=reason)


@action("revenue.object.split", says=gettext_lazy("recorded a division of the object"), allow=access.may_keep)
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
    if state is None:
        raise Refused(_("%(object)s has no characteristics that hold today.") % {"object": thing})
    facts = {name: getattr(state, name) for name in FACTS}
    areas = [p.get("area_dm2") for _details, p in parts]
    if facts["area_dm2"] is not None and (None in areas or sum(areas) > facts["area_dm2"]):
        raise Refused(_("Each part needs its area, and together they cannot be more than the whole."))
    holders, did = _end(thing, on, document)
    made = []
    place = {
        "settlement": thing.settlement,
        "street": thing.street,
        "house": thing.house,
        "on_land": thing.on_land,
    }
    for details, changes in parts:
        part = _new_object(actor, thing.kind, place | dict(details), on)
        new = _state(part, facts | dict(changes), on, first=True, reason=document)
        _made(did, part, new, hold(part, holders, on, document))
        made.append(part)
    event(K.SPLIT, on, [thing], made, document, did)
    log(thing, on=on, document=document, into=[p.number for p in made])
    return made


@action("revenue.object.merge", says=gettext_lazy("recorded that objects were joined"), allow=access.may_keep)
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
    for thing, state in zip(things, states, strict=True):
        if state is None:
            raise Refused(_("%(object)s has no characteristics that hold today.") % {"object": thing})
    areas = [s.area_dm2 for s in states if s]
    whole = {name: getattr(states[0], name) for name in FACTS} | dict(facts)
    if None not in areas:
        whole["area_dm2"] = sum(a for a in areas if a is not None)
    did: Did = {}
    holders: list[list[Held]] = []
    for thing in things:
        held, ended = _end(thing, on, document)
        holders.append(held)
        for name, keys in ended.items():
            did.setdefault(name, []).extend(keys)
    known = [sorted((p.pk, n, d, right) for p, n, d, right in held) for held in holders]
    if any(k != known[0] for k in known):
        raise Refused(_("The objects belong to different holders; bring the shares together first."))
    made = _new_object(actor, things[0].kind, details, on)
    new = _state(made, whole, on, first=True, reason=document)
    _made(did, made, new, hold(made, holders[0], on, document))
    event(K.MERGE, on, things, [made], document, did)
    log(made, on=on, document=document, out_of=[t.number for t in things])
    return made
