"""Running the check over a plan of any size: facts in eight queries, then the rules."""

from dataclasses import dataclass

from belediyye.alliance.strategy.check.rules import RULES, Facts, One, Remark
from belediyye.alliance.strategy.models import (
    Activity,
    Dependency,
    Indicator,
    Node,
    Plan,
    Responsible,
    Suppression,
)
from belediyye.alliance.strategy.queries.load import TOO_MANY, load_by_role


@dataclass(frozen=True)
class Checked:
    """The remarks that are open and those that were accepted, each with its acceptance."""

    open: list[Remark]
    accepted: list[tuple[Remark, Suppression]]


def check_plan(plan: Plan) -> Checked:
    """All remarks of all rules, in the order of the rules and of the plan."""
    facts = _facts(plan)
    accepted = {(s.rule, s.about): s for s in plan.suppressions.all()}
    open_, closed = [], []
    for rule in RULES:
        for remark in rule.find(facts):
            kept = accepted.get((remark.rule, remark.about))
            if kept:
                closed.append((remark, kept))
            else:
                open_.append(remark)
    return Checked(open_, closed)


def _facts(plan: Plan) -> Facts:
    facts = Facts(plan.first_year, plan.last_year)
    for part in plan.parts.all():
        if part.first_year and part.last_year:
            facts.parts[part.of_goals] = (part.first_year, part.last_year)
    kept = plan.activities.exclude(state=Activity.State.DROPPED)
    columns = ("pk", "code", "result", "regular", "starts", "ends", "node", "node__of_goals")
    facts.activities = [One(*row) for row in kept.order_by("place", "pk").values_list(*columns)]
    rows = Responsible.objects.filter(activity__plan=plan).values_list(
        "activity", "words", "role", "organisation", "person"
    )
    for pk, words, role, organisation, person in rows.iterator(5000):
        facts.answered.setdefault(pk, []).append((words, bool(role or organisation or person)))
    facts.waits = list(Dependency.objects.filter(activity__plan=plan).values_list("activity", "after"))
    worked, measured = (
        {one.node for one in facts.activities},
        set(plan.indicators.values_list("node", flat=True)),
    )
    parents = set(plan.nodes.exclude(parent=None).values_list("parent", flat=True))
    objectives = plan.nodes.filter(kind=Node.Kind.OBJECTIVE).values_list("pk", "code")
    facts.objectives = [(pk, code, pk in worked or pk in parents, pk in measured) for pk, code in objectives]
    targets = set(
        Indicator.objects.filter(plan=plan, periods__target_top__isnull=False).values_list("pk", flat=True)
    )
    facts.indicators = [
        (i.pk, i.name, i.baseline_top is not None, i.pk in targets) for i in plan.indicators.all()
    ]
    for load in load_by_role(plan):
        facts.loads += [
            (load.words, f"{month.first:%m.%Y}", count, TOO_MANY)
            for month, count in load.months
            if count > TOO_MANY
        ]
    return facts
