"""The plan's keeper at work: parts, activities, days, who answers, what waits for what, the baseline."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.strategy import access
from belediyye.alliance.strategy.models import (
    Activity,
    ActivityPeriod,
    Baseline,
    BaselinePeriod,
    Dependency,
    Node,
    Plan,
    Responsible,
)
from belediyye.alliance.strategy.planfile import read_when
from belediyye.alliance.strategy.roles import role_of
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log


@action("strategy.plan.publish", says=gettext_lazy("showed the plan to visitors"), allow=access.may_keep_plan)
def publish_plan(*, actor: Actor, plan: Plan, public: bool) -> None:
    """Shows the plan on the public page, or takes it away."""
    plan.is_public = public
    plan.save(update_fields=["is_public"])
    log(plan, public=public)


@action("strategy.node.add", says=gettext_lazy("added a part to the plan"), allow=access.may_keep_plan)
def add_node(
    *, actor: Actor, plan: Plan, kind: str, code: str, text: str, parent: Node | None = None
) -> Node:
    """Adds a part at any depth, at the end. Refuses a code that the plan has already."""
    if plan.nodes.filter(kind=kind, code=code).exists():
        raise Refused(_("The plan has a part with the code “%(code)s” already.") % {"code": code})
    last = plan.nodes.aggregate(last=Max("place"))["last"] or 0
    of_goals = parent.of_goals if parent else kind != Node.Kind.AREA
    node = Node.objects.create(
        plan=plan, parent=parent, kind=kind, code=code, text=text, of_goals=of_goals, place=last + 1
    )
    log(node, parent=parent.code if parent else "")
    return node


@action("strategy.activity.add", says=gettext_lazy("added an activity"), allow=access.may_keep_plan)
def add_activity(
    *, actor: Actor, node: Node, result: str, when_text: str, responsible: Sequence[str], every: int = 3
) -> Activity:
    """Adds an activity under a part; the days are read from the plan's way of writing dates.

    Refuses a date that cannot be read.
    """
    count = node.activities.count() + 1
    while node.plan.activities.filter(code=f"{node.code}/{count}").exists():
        count += 1
    last = node.plan.activities.aggregate(last=Max("place"))["last"] or 0
    activity = Activity(plan=node.plan, node=node, code=f"{node.code}/{count}", place=last + 1)
    _fill(activity, result=result, when_text=when_text, responsible=responsible, every=every)
    log(activity, when=when_text, responsible=list(responsible))
    return activity


@action("strategy.activity.change", says=gettext_lazy("changed an activity"), allow=access.may_keep_plan)
def change_activity(
    *,
    actor: Actor,
    activity: Activity,
    result: str,
    when_text: str,
    responsible: Sequence[str],
    every: int,
    why: str,
) -> None:
    """Changes an activity; the log keeps how it was and why it changed. Refuses a date that cannot be read."""
    was = {
        "result": activity.result,
        "when": activity.when_text,
        "responsible": [r.words for r in activity.responsible.all()],
    }
    _fill(activity, result=result, when_text=when_text, responsible=responsible, every=every)
    log(activity, was=was, why=why, when=when_text, responsible=list(responsible))


def _fill(activity: Activity, *, result: str, when_text: str, responsible: Sequence[str], every: int) -> None:
    when = read_when(when_text)
    if not when.regular and not when.periods:
        raise Refused(
            _("“%(text)s” could not be read as a date. Write, for example: Mart-May, 2026, or Müntəzəm.")
            % {"text": when_text}
        )
    activity.result, activity.when_text, activity.regular, activity.every = (
        result,
        when.text,
        when.regular,
        every,
    )
    activity.starts, activity.ends = when.first, when.last
    activity.save()
    activity.periods.all().delete()
    ActivityPeriod.objects.bulk_create(
        ActivityPeriod(activity=activity, starts=p.first, ends=p.last) for p in when.periods
    )
    kept = {r.words: (r.role, r.organisation_id, r.person_id) for r in activity.responsible.all()}
    activity.responsible.all().delete()
    rows = []
    for place, words in enumerate(responsible):
        role, organisation, person = kept.get(words, (role_of(words), None, None))
        rows.append(
            Responsible(
                activity=activity,
                words=words,
                role=role,
                organisation_id=organisation,
                person_id=person,
                place=place,
            )
        )
    Responsible.objects.bulk_create(rows)


@action("strategy.activity.drop", says=gettext_lazy("gave up an activity"), allow=access.may_keep_plan)
def drop_activity(*, actor: Actor, activity: Activity, why: str) -> None:
    """Gives an activity up, with the reason; it stays in the plan and its history."""
    activity.state, activity.dropped_why = Activity.State.DROPPED, why
    activity.save(update_fields=["state", "dropped_why"])
    log(activity, why=why)


@action(
    "strategy.dependency.set",
    says=gettext_lazy("said what an activity waits for"),
    allow=access.may_keep_plan,
)
def let_wait(*, actor: Actor, activity: Activity, after: Activity) -> Dependency:
    """The activity can begin only after another. Refuses a circle and another plan's activity."""
    if after.plan_id != activity.plan_id:
        raise Refused(_("Activities of two plans do not wait for each other."))
    seen, edge = set(), {after.pk}
    while edge:
        if activity.pk in edge:
            raise Refused(
                _("%(after)s waits for %(code)s itself.") % {"after": after.code, "code": activity.code}
            )
        seen |= edge
        edge = set(Dependency.objects.filter(activity__in=edge).values_list("after", flat=True)) - seen
    link, _made = Dependency.objects.get_or_create(activity=activity, after=after)
    log(activity, after=after.code)
    return link


@action(
    "strategy.baseline.take",
    says=gettext_lazy("kept the plan's days as a baseline"),
    allow=access.may_keep_plan,
)
def take_baseline(*, actor: Actor, plan: Plan, name: str, on: date) -> Baseline:
    """Keeps the days of every activity as they are now, to measure slippage against."""
    baseline = Baseline.objects.create(plan=plan, name=name, taken_on=on)
    days = plan.activities.exclude(state=Activity.State.DROPPED).values_list("pk", "starts", "ends")
    BaselinePeriod.objects.bulk_create(
        (
            BaselinePeriod(baseline=baseline, activity_id=pk, starts=starts, ends=ends)
            for pk, starts, ends in days
        ),
        batch_size=500,
    )
    log(plan, baseline=name, activities=len(days))
    return baseline
