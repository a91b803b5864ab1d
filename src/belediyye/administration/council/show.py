"""How this room's objects appear elsewhere: at the end of a thread and in the search of the house."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.administration.council import access
from belediyye.administration.council.models import Decision, Sitting
from belediyye.core.actors import Actor
from belediyye.core.period import format_date
from belediyye.core.search import Hit
from belediyye.core.thread import End


def _decision_url(actor: Actor, one: Decision) -> str:
    if access.may_enter(actor) and one.municipality_id == actor.municipality_id:
        return reverse("council_decision", args=[one.pk])
    return reverse("public_decision", args=[one.municipality.code, one.year, one.number])


def _sitting_url(actor: Actor, one: Sitting) -> str:
    if access.may_enter(actor) and one.municipality_id == actor.municipality_id:
        return reverse("council_sitting", args=[one.pk])
    return reverse("public_sitting", args=[one.municipality.code, one.pk])


def decisions(actor: Actor, pks: Iterable[str]) -> dict[str, End]:
    """The decisions that the actor may see: published ones, and those of her own municipality."""
    rows = Decision.objects.filter(pk__in=list(pks)).select_related("municipality")
    if not access.may_enter(actor):
        rows = rows.filter(published_on__isnull=False, is_public=True)
    kind = _("decision")
    return {str(d.pk): End(f"{d} {d.title}", _decision_url(actor, d), kind) for d in rows}


def sittings(actor: Actor, pks: Iterable[str]) -> dict[str, End]:
    """The sessions that the actor may see."""
    rows = Sitting.objects.filter(pk__in=list(pks)).select_related("municipality", "body")
    if not access.may_enter(actor):
        rows = rows.exclude(state=Sitting.State.PREPARED)
    kind = _("session")
    return {str(s.pk): End(str(s), _sitting_url(actor, s), kind) for s in rows}


def items(actor: Actor, pks: Iterable[str]) -> dict[str, End]:
    """The questions that the actor may see, each on the page of its session."""
    rows = (
        access.visible_items(actor)
        .filter(pk__in=list(pks))
        .select_related("sitting__municipality", "sitting__body")
    )
    kind = _("question")
    return {str(i.pk): End(i.title, _sitting_url(actor, i.sitting), kind) for i in rows}


def search_decisions(actor: Actor, folded: str, limit: int) -> list[Hit]:
    """Decisions by words of the title, or by number (`12/2026`)."""
    rows = Decision.objects.select_related("municipality")
    rows = (
        rows.filter(municipality=actor.municipality)
        if access.may_enter(actor)
        else rows.filter(published_on__isnull=False, is_public=True)
    )
    number, slash, year = folded.removeprefix("№").strip().partition("/")
    if slash and number.isdecimal() and year.isdecimal() and len(number) < 7 and len(year) == 4:
        rows = rows.filter(number=int(number), year=int(year))
    else:
        rows = rows.filter(folded__contains=folded)
    return [Hit(f"{d} {d.title}", _decision_url(actor, d), format_date(d.adopted_on)) for d in rows[:limit]]


def search_items(actor: Actor, folded: str, limit: int) -> list[Hit]:
    """Questions of sessions by their words."""
    rows = (
        access.visible_items(actor)
        .filter(folded__contains=folded)
        .select_related("sitting__municipality", "sitting__body")
    )
    return [
        Hit(i.title, _sitting_url(actor, i.sitting), str(i.sitting))
        for i in rows.order_by("-sitting__starts_at")[:limit]
    ]
