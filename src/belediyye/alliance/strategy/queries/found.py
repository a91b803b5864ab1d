"""How activities and plans are found by the search box and shown on threads."""

from collections.abc import Iterable
from textwrap import shorten

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.strategy.models import Activity, Plan
from belediyye.core.actors import Actor
from belediyye.core.models import Role
from belediyye.core.search import Hit
from belediyye.core.thread import End


def _url(actor: Actor, activity: Activity) -> str:
    inside = actor.has(Role.COORDINATOR, Role.OPERATOR, Role.MEMBER, Role.EXPERT, Role.SUPERVISOR)
    return (
        reverse("strategy_activity", args=[activity.pk])
        if inside
        else f"{reverse('strategy_public')}#a{activity.pk}"
    )


def _seen(actor: Actor) -> QuerySet[Activity]:
    inside = actor.has(Role.COORDINATOR, Role.OPERATOR, Role.MEMBER, Role.EXPERT, Role.SUPERVISOR)
    return Activity.objects.all() if inside else Activity.objects.filter(plan__is_public=True)


def search_activities(actor: Actor, folded: str, limit: int) -> list[Hit]:
    """Activities whose code or result holds the text; visitors find those of the public plan."""
    rows = _seen(actor).filter(folded__contains=folded)[:limit]
    return [
        Hit(
            f"{a.code}. {shorten(a.result, 120, placeholder='…')}",
            _url(actor, a),
            a.when_text.replace("\n", "; "),
        )
        for a in rows
    ]


def ends_of_activities(actor: Actor, pks: Iterable[str]) -> dict[str, End]:
    """Activities at the end of a thread."""
    rows = _seen(actor).filter(pk__in=list(pks))
    return {
        str(a.pk): End(
            f"{a.code}. {shorten(a.result, 120, placeholder='…')}", _url(actor, a), _("activity of the plan")
        )
        for a in rows
    }


def ends_of_plans(actor: Actor, pks: Iterable[str]) -> dict[str, End]:
    """Plans at the end of a thread."""
    rows = Plan.objects.filter(pk__in=list(pks), is_public=True)
    return {str(p.pk): End(str(p), reverse("strategy_public"), _("strategic plan")) for p in rows}
