"""The plan as a tree with how far each part is, counted from approved reports only."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.db.models import Prefetch, QuerySet

from belediyye.alliance.strategy.models import Activity, Node, Plan, Responsible
from belediyye.alliance.strategy.queries.turns import next_due


@dataclass
class Branch:
    """A part of the tree with its activities and parts; `percent` is the mean of all activities under it, in whole %,
    `hundredths` their sum."""

    node: Node
    depth: int
    activities: list[Activity] = field(default_factory=list)
    branches: "list[Branch]" = field(default_factory=list)
    count: int = 0
    done: int = 0
    late: int = 0
    percent: int = 0
    hundredths: int = 0


def activities_of(plan: Plan) -> QuerySet[Activity]:
    """The plan's activities in order with periods and who answers: three queries."""
    answer = Prefetch("responsible", Responsible.objects.order_by("place", "pk"))
    return plan.activities.prefetch_related("periods", answer).select_related("node")


def is_late(activity: Activity, on: date) -> bool:
    """Whether it should have been done, or reported again, before the day."""
    due = next_due(activity)
    return due is not None and due < on


def tree(plan: Plan, on: date, activities: "list[Activity] | None" = None) -> list[Branch]:
    """The roots of the plan with everything below them; own development after the programme's directions."""
    nodes = list(plan.nodes.all())
    by_node: dict[int, list[Activity]] = defaultdict(list)
    for activity in activities_of(plan) if activities is None else activities:
        by_node[activity.node_id].append(activity)
    children: dict[int | None, list[Node]] = defaultdict(list)
    for node in nodes:
        children[node.parent_id].append(node)
    return [_branch(node, 0, children, by_node, on) for node in children[None]]


def _branch(
    node: Node,
    depth: int,
    children: dict[int | None, list[Node]],
    by_node: dict[int, list[Activity]],
    on: date,
) -> Branch:
    branch = Branch(node, depth, by_node.get(node.pk, []))
    branch.branches = [_branch(child, depth + 1, children, by_node, on) for child in children[node.pk]]
    kept = [a for a in branch.activities if a.state != Activity.State.DROPPED]
    total = sum(a.percent for a in kept) + sum(b.hundredths for b in branch.branches)
    branch.count = len(kept) + sum(b.count for b in branch.branches)
    branch.done = sum(a.state == Activity.State.DONE for a in kept) + sum(b.done for b in branch.branches)
    branch.late = sum(is_late(a, on) for a in kept) + sum(b.late for b in branch.branches)
    branch.hundredths = total
    branch.percent = int(Fraction(total, branch.count) + Fraction(1, 2)) if branch.count else 0
    return branch


@dataclass(frozen=True)
class Summary:
    """The plan in numbers."""

    activities: int
    done: int
    going: int
    late: int
    percent: int


def summary(plan: Plan, on: date) -> Summary:
    """Counts over all activities that are not given up; one query."""
    kept = [a for a in plan.activities.all() if a.state != Activity.State.DROPPED]
    total = sum(a.percent for a in kept)
    return Summary(
        len(kept),
        sum(a.state == Activity.State.DONE for a in kept),
        sum(a.state == Activity.State.GOING for a in kept),
        sum(is_late(a, on) for a in kept),
        int(Fraction(total, len(kept)) + Fraction(1, 2)) if kept else 0,
    )


def progress_by_goal(roots: list[Branch]) -> list[Branch]:
    """The goals and priority areas of a tree, however deep they lie."""
    found = []
    for branch in roots:
        if branch.node.kind in {Node.Kind.GOAL, Node.Kind.AREA}:
            found.append(branch)
        else:
            found += progress_by_goal(branch.branches)
    return found
