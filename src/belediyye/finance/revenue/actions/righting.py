"""Wrong records put right: an event taken back, a period of characteristics corrected, a status ended or prolonged."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions.holdings import event as record
from belediyye.finance.revenue.actions.objects import FACTS, _state
from belediyye.finance.revenue.models import (
    Entry,
    Holding,
    ObjectEvent,
    ObjectState,
    PrivilegeStatus,
    TaxObject,
)
from belediyye.finance.revenue.queries import reading
from belediyye.finance.revenue.queries.sources import PASSED

K = ObjectEvent.Kind
# What can be taken back; a registration is ended, a holder or a correction has its own way.
UNDOABLE = (K.CHANGE, K.TRANSFER, K.SPLIT, K.MERGE, K.DEMOLISH)


def why_not_undone(event: ObjectEvent) -> str:
    """The reason why an event cannot be taken back, with the way on; empty where it can."""
    did = event.did
    if event.undone:
        return _("This was already taken back.")
    if event.kind not in UNDOABLE or not did:
        return _(
            "This event is not taken back: correct the period, or withdraw the share and record the right one."
        )
    if years := reading.years_of_event(event):
        return _(
            "The year %(years)s was assessed and posted from this. Correct it from today's side instead: withdraw the wrong share, record the right holder, correct the characteristics or register the object again; then assess the year anew."
        ) % {"years": ", ".join(map(str, years))}  # fmt: skip
    made = Holding.objects.filter(pk__in=did.get("holdings_made", []))
    of_object = Holding.objects.filter(object__in=made.values("object"))
    passed = Entry.objects.filter(source_kind=PASSED)
    # Passed because of this, or, of an earlier sale, to who holds it because of this.
    if passed.filter(
        Q(source_id__in=did.get("holdings_ended", []))
        | Q(source_id__in=of_object.values("pk"), taxpayer__in=made.values("taxpayer"))
    ).exists():
        return _("Unpaid tax passed to the new holder because of this. Record a transfer back instead.")
    touched = {*did.get("objects_made", []), *event.after.values_list("pk", flat=True)}
    later = (
        ObjectEvent.objects.filter(pk__gt=event.pk, undone__isnull=True)
        .filter(Q(before__in=touched) | Q(after__in=touched))
        .order_by("-pk")
        .first()
    )
    if later:
        return _("Something happened later: %(event)s. Take that back first.") % {"event": later}
    if Holding.objects.filter(pk__in=did.get("holdings_made", [])).filter(
        Q(withdrawn=True) | Q(until__isnull=False)
    ):
        return _("A share that this made has been withdrawn or has ended since.")
    closed = Holding.objects.filter(
        pk__in=did.get("holdings_ended", []),
        taxpayer__closed__isnull=False,
        taxpayer__merged_into__isnull=True,
    ).select_related("taxpayer")
    if held := closed.first():
        return _("%(payer)s, who held it, is closed: reopen that record first.") % {"payer": held.taxpayer}
    return ""


@action("revenue.object.undo", says=gettext_lazy("took back an event of the object"), allow=access.may_keep)
def undo_event(*, actor: Actor, event: ObjectEvent, on: date, reason: str) -> None:
    """Takes a wrong event back as if it had not been: what it made is withdrawn, what it ended stands again.

    Refused as soon as a posted run read what it made, or something happened after it."""
    if why := why_not_undone(event):
        raise Refused(why)
    did = event.did
    get = lambda name: did.get(name, [])  # noqa: E731
    ended = list(TaxObject.objects.filter(pk__in=get("objects_ended")))
    # The parts give their register numbers back before the whole stands again.
    for part in TaxObject.objects.filter(pk__in=get("objects_made")):
        part.ended, part.ended_because = part.began, _("taken back: %(why)s") % {"why": reason[:180]}
        part.save(update_fields=["ended", "ended_because"])
    for thing in ended:
        taken = TaxObject.objects.filter(
            municipality_id=thing.municipality_id, external_id=thing.external_id, ended__isnull=True
        )
        if thing.external_id and taken.exists():
            raise Refused(
                _("The register number %(number)s belongs to another object.") % {"number": thing.external_id}
            )
        thing.ended, thing.ended_because = None, ""
        thing.save(update_fields=["ended", "ended_because"])
    ObjectState.objects.filter(pk__in=get("states_made")).update(withdrawn=True)
    Holding.objects.filter(pk__in=get("holdings_made")).update(withdrawn=True)
    ObjectState.objects.filter(pk__in=get("states_ended")).update(until=None)
    ObjectState.objects.filter(pk__in=get("states_withdrawn")).update(withdrawn=False)
    Holding.objects.filter(pk__in=get("holdings_ended")).update(until=None)
    event.undone, event.undone_because = on, reason
    event.save(update_fields=["undone", "undone_because"])
    about = ended or [*event.before.all(), *event.after.all()]
    log(about[0], event=event.pk, kind=event.kind, day=event.day, reason=reason, did=did)


@action(
    "revenue.object.correct",
    says=gettext_lazy("corrected the characteristics of the object"),
    allow=access.may_keep,
)
def correct_state(
    *, actor: Actor, state: ObjectState, facts: Mapping[str, Any], since: date, reason: str
) -> tuple[ObjectState, list[int]]:
    """A period that was recorded wrongly is withdrawn and written anew, perhaps from another day.

    The period before reaches up to the new day. Gives the new period and the posted years that were computed from the
    wrong one: they stay as they were until the object is assessed anew."""
    thing = state.object
    if state.withdrawn:
        raise Refused(_("This period was already corrected."))
    others = ObjectState.objects.filter(object=thing, withdrawn=False).exclude(pk=state.pk)
    earlier = others.filter(since__lt=state.since).order_by("-since").first()
    if (earlier and since <= earlier.since) or (state.until and since > state.until):
        raise Refused(
            _("The first day must lie after the first day of the period before and within this one."),
            field="since",
        )
    years = sorted({*reading.years_of_state(state), *(reading.years_of_state(earlier) if earlier and since != state.since else [])})  # fmt: skip
    merged = {name: getattr(state, name) for name in FACTS} | dict(facts)
    changed = {k: [getattr(state, k), merged[k]] for k in FACTS if getattr(state, k) != merged[k]}
    if not changed and since == state.since:
        raise Refused(_("Nothing is different from what is recorded."))
    state.withdrawn = True
    state.save(update_fields=["withdrawn"])
    if earlier and since != state.since:
        earlier.until = since - timedelta(days=1)
        earlier.save(update_fields=["until"])
    new = _state(thing, merged, since, first=state.is_first, reason=reason)
    if state.until:
        new.until = state.until
        new.save(update_fields=["until"])
    record(
        K.CORRECT, since, [thing], [thing], reason, {"states_made": [new.pk], "states_withdrawn": [state.pk]}
    )
    log(thing, since=[state.since, since], changed=changed, reason=reason, years=years)
    return new, years


@action("revenue.status.end", says=gettext_lazy("set the end of a privilege status"), allow=access.may_keep)
def end_status(*, actor: Actor, status: PrivilegeStatus, until: date | None, reason: str) -> list[int]:
    """A status that ends (the service is over), or lasts longer than was written; None is without an end.

    Gives the posted years that would now be computed otherwise."""
    if status.withdrawn:
        raise Refused(_("This status was withdrawn."))
    before = status.until
    if until == before:
        raise Refused(_("Nothing is different from what is recorded."), field="until")
    if until and until < status.since:
        raise Refused(_("A status cannot end before it begins."), field="until")
    later = PrivilegeStatus.objects.filter(
        taxpayer=status.taxpayer, category=status.category, withdrawn=False, since__gt=status.since
    )
    if (other := later.order_by("since").first()) and (until is None or until >= other.since):
        raise Refused(
            _("The same status is already recorded from %(day)s.") % {"day": f"{other.since:%d.%m.%Y}"},
            field="until",
        )
    years = reading.years_of_status(status, before, until)
    status.until = until
    status.save(update_fields=["until"])
    log(
        status.taxpayer,
        category=status.category,
        until=[before, until],
        reason=reason,
        status=status.pk,
        years=years,
    )
    return years
