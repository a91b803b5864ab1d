"""What is late and whose turn it is: the reviewer's, the reporter's, or those who answer for the activity."""

from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.alliance.strategy.models import Activity, Measurement, Plan, ReportState, Update
from belediyye.core.actors import Actor
from belediyye.core.desk import Task
from belediyye.core.models import Role
from belediyye.core.period import add_months

OPEN = (Activity.State.PLANNED, Activity.State.GOING)


def next_due(activity: Activity) -> date | None:
    """The day by which the activity is to be done, or a regular one is to be reported again; None where nothing is due."""
    if activity.state not in OPEN:
        return None
    if not activity.regular:
        return activity.ends
    since = activity.last_approved or activity.starts or date(activity.plan.first_year, 1, 1)
    return regular_due(since, activity.every, activity.ends)


def regular_due(since: date, every: int, ends: date | None) -> date:
    """When a regular activity is to be reported again: its usual months after the last time, not after its end."""
    due = add_months(since, every)
    return min(due, ends) if ends else due


@dataclass(frozen=True)
class Turn:
    """Something that waits: the activity, whose turn it is in words, since or by which day, and why."""

    activity: Activity
    who: str
    due: date | None
    why: str
    late: bool


def turns_of(plan: Plan, on: date) -> list[Turn]:
    """Everything of the plan that waits for somebody on a day, the oldest first."""
    turns = []
    reported = {}
    for update in (
        Update.objects.filter(activity__plan=plan).exclude(state=ReportState.APPROVED).order_by("on", "pk")
    ):
        reported[update.activity_id] = update
    activities = plan.activities.filter(state__in=OPEN).select_related("plan").prefetch_related("responsible")
    for activity in activities:
        update = reported.get(activity.pk)
        if update and update.state == ReportState.SUBMITTED:
            turns.append(
                Turn(
                    activity,
                    _("coordinator or operator organisation"),
                    update.on,
                    _("A report waits to be looked over."),
                    False,
                )
            )
        elif update and update.state == ReportState.RETURNED:
            turns.append(
                Turn(
                    activity,
                    update.by_name,
                    update.reviewed_on,
                    _("The report was returned for correction."),
                    False,
                )
            )
        elif (due := next_due(activity)) and due < on:
            who = ", ".join(r.words for r in activity.responsible.all()) or _("nobody is named")
            why = (
                _("A regular activity without an approved report since then.")
                if activity.regular
                else _("The last day has passed.")
            )
            turns.append(Turn(activity, who, due, why, True))
    return sorted(turns, key=lambda t: (t.due or date.max, t.activity.place, t.activity.pk))


def work_of(actor: Actor) -> QuerySet[Activity]:
    """The open activities that the actor answers for: by role, organisation or person."""
    mine = Q(responsible__role__in=actor.roles) | Q(responsible__organisation__in=actor.organisations)
    if actor.person_id:
        mine |= Q(responsible__person=actor.person_id)
    return Activity.objects.filter(mine, state__in=OPEN).select_related("plan").distinct()


def tasks_for(actor: Actor) -> list[Task]:
    """What waits on the actor's desk: reports to look over, own reports that came back, what is late or due this month."""
    if not actor.has(Role.COORDINATOR, Role.OPERATOR, Role.MEMBER, Role.EXPERT):
        return []
    today = timezone.localdate()
    tasks = []
    if actor.has(Role.COORDINATOR, Role.OPERATOR):
        waiting = Update.objects.filter(state=ReportState.SUBMITTED).exclude(by=actor.user_id).count()
        waiting += Measurement.objects.filter(state=ReportState.SUBMITTED).exclude(by=actor.user_id).count()
        if waiting:
            tasks.append(
                Task(
                    _("Reports on the plan to look over"),
                    reverse("strategy_my_work"),
                    why=_("Only what is approved counts."),
                    count=waiting,
                )
            )
    for update in Update.objects.filter(state=ReportState.RETURNED, by=actor.user_id).select_related(
        "activity"
    )[:20]:
        title = _("Correct the report on %(code)s") % {"code": update.activity.code}
        tasks.append(
            Task(
                title,
                reverse("strategy_update", args=[update.pk]),
                update.reviewed_on,
                shorten(update.review_note, 120, placeholder="…"),
            )
        )
    due = [(next_due(a), a) for a in work_of(actor)]
    near = sorted(((d, a) for d, a in due if d and (d - today).days <= 31), key=lambda p: (p[0], p[1].pk))
    for day, activity in near[:10]:
        title = f"{activity.code}. {shorten(activity.result, 90, placeholder='…')}"
        why = _("The plan: %(when)s") % {"when": activity.when_text} if activity.when_text else _("The plan")
        tasks.append(Task(title, reverse("strategy_activity", args=[activity.pk]), day, why))
    return tasks
