"""Who of the house can answer for activities, and how a line of the log is told."""

import json
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.alliance.relations.models import Member, Operator
from belediyye.alliance.strategy.models import Node, Risk
from belediyye.core.journal import history
from belediyye.core.models import LogEntry, Membership, Organisation, Person
from belediyye.core.period import format_date

# What usually stands under what; the form proposes it, the coordinator decides.
UNDER = {
    Node.Kind.DIRECTION: Node.Kind.GOAL,
    Node.Kind.GOAL: Node.Kind.OBJECTIVE,
    Node.Kind.AREA: Node.Kind.OBJECTIVE,
    Node.Kind.OBJECTIVE: Node.Kind.PART,
    Node.Kind.PART: Node.Kind.PART,
}


def kind_under(parent: Node | None) -> str:
    """The kind that a new part under another most likely is."""
    return str(UNDER[Node.Kind(parent.kind)]) if parent else str(Node.Kind.DIRECTION)


def organisations_of_the_alliance(on: date) -> QuerySet[Organisation]:
    """Members and operator organisations of the day, and those that an account of the alliance belongs to."""
    members = Member.objects.filter(Q(left__isnull=True) | Q(left__gte=on)).values("organisation")
    operators = Operator.objects.filter(Q(ends__isnull=True) | Q(ends__gte=on)).values("organisation")
    return Organisation.objects.filter(Q(pk__in=members) | Q(pk__in=operators))


def people_of_the_alliance(on: date, roles: Iterable[str]) -> QuerySet[Person]:
    """People who hold one of the roles on the day."""
    held = Membership.objects.filter(
        Q(ends__isnull=True) | Q(ends__gte=on), starts__lte=on, role__in=list(roles)
    )
    return Person.objects.filter(pk__in=held.values("person"))


def told_by(line: LogEntry) -> str:
    """What a line of the log adds to who, when and what: the reason, and how it was before, in a few words."""
    data = json.loads(line.data)
    was = data.get("was")
    if isinstance(was, dict):
        # How a risk was weighed stands in a table of its own.
        words = [
            v
            for k, v in was.items()
            if k not in ("likelihood", "impact", "state") and v not in ("", None, [])
        ]
        was = ", ".join("; ".join(map(str, v)) if isinstance(v, list) else str(v) for v in words)
    parts = [str(data[name]) for name in ("why", "note", "reason") if data.get(name)]
    if was and was != "None":
        parts.append(_("before: %(before)s") % {"before": was})
    return " · ".join(parts)


def weighings(risk: Risk) -> list[dict[str, object]]:
    """How a risk was weighed over time, newest first, out of its log."""
    rows = []
    for line in history(risk):
        data = json.loads(line.data)
        if "likelihood" in data:
            weight = data["likelihood"] * data["impact"]
            state = str(Risk.State(data.get("state", Risk.State.OPEN)).label)
            day = date.fromisoformat(data["on"]) if "on" in data else timezone.localdate(line.at)
            rows.append({"line": line, **data, "on": format_date(day), "weight": weight, "state": state})
    return rows
