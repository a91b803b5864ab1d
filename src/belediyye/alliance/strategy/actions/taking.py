"""Taking a plan that was read from a file into the house, whole, with its own wording."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.strategy import access, planfile
from belediyye.alliance.strategy.models import (
    Activity,
    ActivityPeriod,
    Dependency,
    Node,
    Part,
    Plan,
    Responsible,
)
from belediyye.alliance.strategy.planfile.defects import is_draft, is_study
from belediyye.alliance.strategy.roles import role_of
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.text import slugify_az


@action("strategy.plan.take", says=gettext_lazy("took a plan from a file"), allow=access.may_keep_plan)
def take_plan(*, actor: Actor, read: planfile.Plan, on: date, code: str = "", public: bool = False) -> Plan:
    """Makes the plan with its whole tree. Refuses a code that is taken: a plan is never written over."""
    code = code or slugify_az(f"{read.organisation or read.title} {read.first_year or ''}", 60)
    if Plan.objects.filter(code=code).exists():
        raise Refused(
            _("There is a plan called “%(code)s” already. Give the new one another short name.")
            % {"code": code}
        )
    years = [d.year for _o, a in read.activities() for d in (a.when.first, a.when.last) if d] or [on.year]
    plan = Plan.objects.create(
        code=code,
        title=read.title or _("Strategic plan"),
        organisation=read.organisation,
        mission=read.mission,
        introduction="\n\n".join(read.introduction),
        notes="\n".join(read.notes),
        first_year=read.first_year or min(years),
        last_year=read.last_year or max(years),
        is_public=public,
        made_on=on,
    )
    Part.objects.bulk_create(
        Part(plan=plan, title=s.title, first_year=s.first_year, last_year=s.last_year, of_goals=s.of_goals)
        for s in read.sections
    )
    homes = _tree(plan, read)
    count = _activities(plan, homes)
    log(plan, counts=read.counts(), findings=len(read.findings), activities=count)
    return plan


def _tree(plan: Plan, read: planfile.Plan) -> list[tuple[Node, planfile.Objective]]:
    """The nodes; a goal hangs under its direction where there is one direction for each goal."""
    place = 0

    def node(kind: str, code: str, text: str, parent: Node | None, of_goals: bool = True) -> Node:
        nonlocal place
        place += 1
        return Node.objects.create(
            plan=plan, kind=kind, code=code, text=text, parent=parent, of_goals=of_goals, place=place
        )

    homes = []
    for area in read.areas:
        above = node(Node.Kind.AREA, str(area.number), area.text, None, of_goals=False)
        homes += [
            (node(Node.Kind.OBJECTIVE, o.code, o.text, above, of_goals=False), o) for o in area.objectives
        ]
    one_each = len(read.directions) == len(read.goals)
    if not one_each:
        for number, text in enumerate(read.directions, 1):
            node(Node.Kind.DIRECTION, str(number), text, None)
    for number, goal in enumerate(read.goals):
        over = node(Node.Kind.DIRECTION, str(number + 1), read.directions[number], None) if one_each else None
        above = node(Node.Kind.GOAL, str(goal.number), goal.text, over)
        homes += [(node(Node.Kind.OBJECTIVE, o.code, o.text, above), o) for o in goal.objectives]
    return homes


def _activities(plan: Plan, homes: Sequence[tuple[Node, planfile.Objective]]) -> int:
    made, read_of = [], []
    for node, objective in homes:
        for number, activity in enumerate(objective.activities, 1):
            one = Activity(
                plan=plan,
                node=node,
                code=f"{objective.code}/{number}",
                result=activity.result,
                when_text=activity.when.text,
                regular=activity.when.regular,
                starts=activity.when.first,
                ends=activity.when.last,
                place=len(made) + 1,
            )
            made.append(one)
            read_of.append(activity)
    Activity.objects.bulk_create(made, batch_size=500)
    pairs = list(zip(made, read_of, strict=True))
    ActivityPeriod.objects.bulk_create(
        (
            ActivityPeriod(activity=one, starts=p.first, ends=p.last)
            for one, a in pairs
            for p in a.when.periods
        ),
        batch_size=500,
    )
    Responsible.objects.bulk_create(
        (
            Responsible(activity=one, words=w, role=role_of(w), place=n)
            for one, a in pairs
            for n, w in enumerate(a.responsible)
        ),
        batch_size=500,
    )
    _dependencies(pairs)
    return len(made)


def _dependencies(pairs: Sequence[tuple[Activity, planfile.Activity]]) -> None:
    """Within an objective what is drafted waits for what is studied before it in the plan's own order."""
    studies: dict[int, list[Activity]] = {}
    found = []
    for one, activity in pairs:
        if not activity.when.regular and is_study(activity.result):
            studies.setdefault(one.node_id, []).append(one)
        elif not activity.when.regular and is_draft(activity.result):
            found += [Dependency(activity=one, after=study) for study in studies.get(one.node_id, [])]
    Dependency.objects.bulk_create(found)
