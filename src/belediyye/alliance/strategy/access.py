"""Who may see the plan from inside, report on it, look reports over, and change it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from belediyye.alliance.strategy.models import (
    Activity,
    Dependency,
    Evidence,
    Indicator,
    IndicatorPeriod,
    Measurement,
    Node,
    Plan,
    ReportState,
    Responsible,
    Risk,
    Update,
)
from belediyye.core.actors import Actor, Forbidden, only
from belediyye.core.models import Role

ALLIANCE = (Role.COORDINATOR, Role.OPERATOR, Role.MEMBER, Role.EXPERT)

may_keep_plan = only(Role.COORDINATOR)
may_report = only(*ALLIANCE)


def is_of_the_alliance(actor: Actor) -> bool:
    """Whether the actor enters the room: the alliance's people, and the officer who supervises reads."""
    return actor.has(*ALLIANCE, Role.SUPERVISOR)


def may_review(actor: Actor, *, of: Update | Measurement, **about: Any) -> str | None:
    """The coordinator and the operator look reports over, each other's too, but nobody the own one."""
    if reason := only(Role.COORDINATOR, Role.OPERATOR)(actor):
        return reason
    if of.by is not None and of.by == actor.user_id:
        return _(
            "Nobody approves or returns an own report: ask the other of coordinator and operator organisation."
        )
    return None


def may_change_update(actor: Actor, *, update: Update, **about: Any) -> str | None:
    """A report is changed and handed in by who wrote it."""
    if actor.is_machine or (update.by is not None and update.by == actor.user_id):
        return None
    return _("A report is changed and handed in by the person who wrote it: %(name)s.") % {
        "name": update.by_name
    }


def _enter(actor: Actor) -> None:
    if not is_of_the_alliance(actor):
        raise Forbidden(
            _(
                "The working pages of the plan are for the alliance. Everyone may read the public page of the plan."
            )
        )


def plans_for(actor: Actor) -> QuerySet[Plan]:
    """All plans, for the alliance. Raises Forbidden for others."""
    _enter(actor)
    return Plan.objects.all()


def get_plan_for(actor: Actor, code: str) -> Plan:
    """A plan by its code; 403 for strangers, 404 where there is none."""
    return get_object_or_404(plans_for(actor), code=code)


def public_plan() -> Plan | None:
    """The newest plan that visitors may read."""
    return Plan.objects.filter(is_public=True).first()


def get_activity_for(actor: Actor, pk: int) -> Activity:
    _enter(actor)
    return get_object_or_404(Activity.objects.select_related("plan", "node", "node__parent"), pk=pk)


def updates_for(actor: Actor) -> QuerySet[Update]:
    """Reports that this actor may read: drafts only the own ones."""
    _enter(actor)
    rows = Update.objects.select_related("activity", "activity__plan")
    if actor.is_machine:
        return rows
    return rows.filter(~Q(state=ReportState.DRAFT) | Q(by=actor.user_id))


def get_update_for(actor: Actor, pk: int) -> Update:
    return get_object_or_404(updates_for(actor), pk=pk)


def get_indicator_for(actor: Actor, pk: int) -> Indicator:
    _enter(actor)
    return get_object_or_404(Indicator.objects.select_related("plan", "node"), pk=pk)


def get_indicator_period_for(actor: Actor, pk: int) -> IndicatorPeriod:
    _enter(actor)
    return get_object_or_404(IndicatorPeriod.objects.select_related("indicator", "indicator__plan"), pk=pk)


def get_measurement_for(actor: Actor, pk: int) -> Measurement:
    _enter(actor)
    return get_object_or_404(Measurement.objects.select_related("period__indicator__plan"), pk=pk)


def get_risk_for(actor: Actor, pk: int) -> Risk:
    _enter(actor)
    return get_object_or_404(Risk.objects.select_related("plan"), pk=pk)


def get_evidence_for(actor: Actor, pk: int) -> Evidence:
    _enter(actor)
    return get_object_or_404(Evidence.objects.select_related("file", "plan"), pk=pk)


def get_node_for(actor: Actor, pk: int) -> Node:
    _enter(actor)
    return get_object_or_404(Node.objects.select_related("plan", "parent"), pk=pk)


def get_dependency_for(actor: Actor, pk: int) -> Dependency:
    _enter(actor)
    return get_object_or_404(Dependency.objects.select_related("activity__plan", "after"), pk=pk)


def get_responsible_for(actor: Actor, pk: int) -> Responsible:
    _enter(actor)
    return get_object_or_404(Responsible.objects.select_related("activity__plan"), pk=pk)
