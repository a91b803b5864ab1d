"""The plan's shape changed by hand: a plan begun, its frame and parts changed, who answers tied to whom the house knows."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.strategy import access
from belediyye.alliance.strategy.models import Dependency, Node, Plan, Responsible
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Organisation, Person, Role
from belediyye.core.text import slugify_az


@action("strategy.plan.begin", says=gettext_lazy("began a plan"), allow=access.may_keep_plan)
def begin_plan(
    *,
    actor: Actor,
    title: str,
    first_year: int,
    last_year: int,
    on: date,
    organisation: str = "",
    mission: str = "",
    introduction: str = "",
) -> Plan:
    """Begins an empty plan; its parts are added one by one. The short name in addresses is made from the title."""
    stem = slugify_az(f"{title} {first_year}", 50) or "plan"
    code, count = stem, 1
    while Plan.objects.filter(code=code).exists():
        count += 1
        code = f"{stem}-{count}"
    plan = Plan.objects.create(
        code=code,
        title=title,
        first_year=first_year,
        last_year=last_year,
        organisation=organisation,
        mission=mission,
        introduction=introduction,
        made_on=on,
    )
    log(plan, years=f"{first_year}–{last_year}")
    return plan


@action(
    "strategy.plan.change", says=gettext_lazy("changed the frame of the plan"), allow=access.may_keep_plan
)
def change_plan(
    *,
    actor: Actor,
    plan: Plan,
    title: str,
    first_year: int,
    last_year: int,
    organisation: str,
    mission: str,
    introduction: str,
) -> None:
    """Changes title, years, organisation, mission and introduction; the log keeps how they were."""
    now = {
        "title": title,
        "first_year": first_year,
        "last_year": last_year,
        "organisation": organisation,
        "mission": mission,
        "introduction": introduction,
    }
    was = {name: getattr(plan, name) for name, value in now.items() if getattr(plan, name) != value}
    for name, value in now.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(now))
    log(plan, was=was)


@action("strategy.node.change", says=gettext_lazy("changed a part of the plan"), allow=access.may_keep_plan)
def change_node(
    *, actor: Actor, node: Node, kind: str, code: str, text: str, parent: Node | None, why: str
) -> None:
    """Changes a part or moves it under another; the log keeps how it was and why.

    Refuses a code that is taken, a parent of another plan, and a part under itself.
    """
    if node.plan.nodes.filter(kind=kind, code=code).exclude(pk=node.pk).exists():
        raise Refused(_("The plan has a part with the code “%(code)s” already.") % {"code": code})
    above = parent
    while above is not None:
        if above.pk == node.pk:
            raise Refused(_("A part cannot stand under itself or under its own parts."))
        above = above.parent
    if parent is not None and parent.plan_id != node.plan_id:
        raise Refused(_("This part belongs to another plan."))
    was = {
        "kind": node.kind,
        "code": node.code,
        "text": node.text,
        "parent": node.parent.code if node.parent else "",
    }
    node.kind, node.code, node.text, node.parent = kind, code, text, parent
    node.save(update_fields=["kind", "code", "text", "parent"])
    side = parent.of_goals if parent else kind != Node.Kind.AREA
    if side != node.of_goals:
        _put_on_side(node, side)
    log(node, was=was, why=why)


def _put_on_side(node: Node, of_goals: bool) -> None:
    """Moves the part with everything under it to the programme, or to the alliance's own development."""
    node.of_goals, edge = of_goals, [node.pk]
    while edge:
        Node.objects.filter(pk__in=edge).update(of_goals=of_goals)
        edge = list(Node.objects.filter(parent__in=edge).values_list("pk", flat=True))


@action(
    "strategy.dependency.end",
    says=gettext_lazy("said that an activity no longer waits"),
    allow=access.may_keep_plan,
)
def stop_waiting(*, actor: Actor, dependency: Dependency) -> None:
    """The activity no longer waits for the other; the log keeps that it did."""
    activity, after = dependency.activity, dependency.after
    dependency.delete()
    log(activity, no_longer_after=after.code)


@action(
    "strategy.responsible.tie",
    says=gettext_lazy("said who in the house answers"),
    allow=access.may_keep_plan,
)
def tie_responsible(
    *,
    actor: Actor,
    responsible: Responsible,
    role: str = "",
    organisation: Organisation | None = None,
    person: Person | None = None,
) -> None:
    """Ties the plan's words to a role, an organisation, a person, or several of them; the words stay as they are."""
    responsible.role, responsible.organisation, responsible.person = role, organisation, person
    responsible.save(update_fields=["role", "organisation", "person"])
    told = [str(Role(role).label)] if role else []
    told += [str(one) for one in (organisation, person) if one]
    log(responsible.activity, words=responsible.words, tied_to=told)
