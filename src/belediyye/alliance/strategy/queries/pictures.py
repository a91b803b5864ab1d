"""The plan's pictures as SVG: the timeline, progress by goal, load by role."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from belediyye.alliance.strategy.models import Activity, ActivityPeriod, Node, Plan
from belediyye.alliance.strategy.queries.load import Load
from belediyye.alliance.strategy.queries.timeline import Line, draw
from belediyye.alliance.strategy.queries.tree import Branch
from belediyye.alliance.strategy.queries.turns import regular_due
from belediyye.core.svg import Bar, Picture, horizontal_bars

A3_ROWS = 46
COLUMNS = (
    "pk",
    "node",
    "code",
    "result",
    "state",
    "percent",
    "regular",
    "every",
    "starts",
    "ends",
    "last_approved",
)


def timeline_picture(plan: Plan, on: date, *, width: int = 1100) -> Picture:
    """All activities on one line of time, grouped as the tree is; regular ones run through the plan's term."""
    lines = _lines_of(plan, on)
    return _drawn(plan, lines, on, width, lines)


def timeline_sheets(plan: Plan, on: date) -> list[Picture]:
    """The same cut into sheets that fill an A3 page each, with the years at the head of every sheet."""
    lines = _lines_of(plan, on)
    sheets, begins = [], 0
    while begins < len(lines):
        ends = begins + A3_ROWS
        # A heading never ends a sheet: it goes over to the rows that it heads.
        while ends < len(lines) and ends > begins + 1 and lines[ends - 1].heading:
            ends -= 1
        sheets.append(_drawn(plan, lines[begins:ends], on, 1500, lines))
        begins = ends
    return sheets


def _drawn(plan: Plan, lines: Sequence[Line], on: date, width: int, of: Sequence[Line]) -> Picture:
    first, last = date(plan.first_year, 1, 1), date(plan.last_year, 12, 31)
    for line in of:
        for starts, ends in line.periods:
            first, last = min(first, starts), max(last, ends)
    return draw(
        lines,
        first=first.replace(month=1, day=1),
        last=last.replace(month=12, day=31),
        today=on,
        width=width,
        title=_("Timeline of the plan"),
        description=_("Activities by months: pale is what is planned, filled is what is done, red is late."),
    )


def _lines_of(plan: Plan, on: date) -> list[Line]:
    """The rows of the picture in three queries of plain values: a plan may have ten thousand activities."""
    periods: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for pk, starts, ends in (
        ActivityPeriod.objects.filter(activity__plan=plan)
        .order_by("starts", "pk")
        .values_list("activity", "starts", "ends")
    ):
        periods[pk].append((starts, ends))
    of_node: dict[int, list[Line]] = defaultdict(list)
    begins = date(plan.first_year, 1, 1)
    for row in plan.activities.order_by("place", "pk").values_list(*COLUMNS):
        of_node[row[1]].append(_line(row, tuple(periods.get(row[0], ())), begins, on))
    children: dict[int | None, list[Node]] = defaultdict(list)
    for node in plan.nodes.all():
        children[node.parent_id].append(node)
    lines: list[Line] = []

    def walk(node: Node, depth: int) -> None:
        lines.append(Line(node.heading, heading=True, depth=depth))
        lines.extend(of_node.get(node.pk, ()))
        for child in children[node.pk]:
            walk(child, depth + 1)

    for root in children[None]:
        walk(root, 0)
    return lines


def _line(row: tuple[Any, ...], periods: tuple[tuple[date, date], ...], begins: date, on: date) -> Line:
    _pk, _node, code, result, state, percent, regular, every, starts, ends, approved = row
    if state == Activity.State.DROPPED:
        tone = "grey"
    elif state == Activity.State.DONE:
        tone = "good"
    else:
        due = regular_due(approved or starts or begins, every, ends) if regular else ends
        tone = "bad" if due and due < on else "mid"
    return Line(f"{code.rpartition(' ')[2]}. {result}", periods, regular and not periods, percent, tone)


def progress_picture(goals: Sequence[Branch]) -> Picture:
    """How far each goal and area is, in hundredths."""
    bars = [
        Bar(
            b.node.heading,
            b.percent,
            f"{b.percent}% · {b.done}/{b.count}",
            "good" if b.percent == 100 else "mid",
        )
        for b in goals
    ]
    return horizontal_bars(
        bars,
        title=_("Progress by goal"),
        description=_("The mean of the approved reports of all activities under each goal."),
    )


def load_picture(loads: Sequence[Load]) -> Picture:
    """The busiest month of each role."""
    bars = [
        Bar(
            one.words,
            one.most,
            _("%(most)s dated, %(regular)s regular") % {"most": one.most, "regular": one.regular},
        )
        for one in loads[:12]
    ]
    return horizontal_bars(
        bars,
        title=_("Load by role"),
        description=_("The most dated activities that a role has in one month."),
    )
