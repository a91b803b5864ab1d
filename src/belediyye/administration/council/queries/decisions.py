"""Decisions: lists, what waits to be signed, published or sent."""

from datetime import date

from django.db.models import QuerySet

from belediyye.administration.council.models import Change, Decision, Dispatch
from belediyye.core.actors import Actor
from belediyye.core.models import Municipality


def decisions_of(place: Municipality) -> QuerySet[Decision]:
    """All decisions of a municipality, the newest first."""
    return Decision.objects.filter(municipality=place).select_related("sitting__body", "dispatch", "ballot")


def decisions_like(
    place: Municipality, *, matter: str = "", year: int | None = None, state: str = "", folded: str = ""
) -> QuerySet[Decision]:
    """The decisions that fit a filter; `folded` is looked for in the title."""
    rows = decisions_of(place)
    if matter:
        rows = rows.filter(matter=matter)
    if year:
        rows = rows.filter(year=year)
    if state:
        rows = rows.filter(state=state)
    if folded:
        rows = rows.filter(folded__contains=folded)
    return rows


def published(place: Municipality) -> QuerySet[Decision]:
    """The decisions that the public may read."""
    return decisions_of(place).filter(published_on__isnull=False, is_public=True)


def years_of(place: Municipality) -> list[int]:
    """The years that have decisions, newest first."""
    return list(
        Decision.objects.filter(municipality=place)
        .order_by("-year")
        .values_list("year", flat=True)
        .distinct()
    )


def changes_of(decision: Decision) -> QuerySet[Change]:
    """What later decisions did to this one."""
    return Change.objects.filter(target=decision).select_related("by").order_by("on", "pk")


def changes_by(decision: Decision) -> QuerySet[Change]:
    """What this decision did to earlier ones."""
    return Change.objects.filter(by=decision).select_related("target")


def decision_on(decision: Decision, day: date) -> dict[str, object]:
    """Whether a decision held on a day and what had been changed in it by then. Not in force before its adoption."""
    changes = [c for c in changes_of(decision) if c.on <= day]
    repealed = any(c.kind == Change.Kind.REPEAL for c in changes)
    return {"in_force": decision.adopted_on <= day and not repealed, "changes": changes}


def to_send(place: Municipality) -> QuerySet[Dispatch]:
    """Decisions that the supervising authority has not got yet, the nearest due day first."""
    return Dispatch.objects.filter(municipality=place, sent_on__isnull=True).select_related("decision")


def unsigned(place: Municipality) -> QuerySet[Decision]:
    """Decisions without the chair's signature."""
    return decisions_of(place).filter(signed_on__isnull=True)


def unpublished(place: Municipality) -> QuerySet[Decision]:
    """Signed decisions that the public has not got yet."""
    return decisions_of(place).filter(signed_on__isnull=False, published_on__isnull=True, is_public=True)


def failed_effects(place: Municipality) -> QuerySet[Decision]:
    """Decisions whose effect elsewhere could not be made."""
    return decisions_of(place).filter(effect_state=Decision.Effect.FAILED)


def passed_decision(actor: Actor, pk: int) -> Decision | None:
    """A decision of the actor's municipality by its key: for rooms above that tie something to it."""
    return Decision.objects.filter(pk=pk, municipality_id=actor.municipality_id).first()
