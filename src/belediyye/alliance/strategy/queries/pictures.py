"""The plan's pictures as SVG: the timeline, progress by goal, load by role."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from belediyye.alliance.strategy.models import Activity, Plan
from belediyye.alliance.strategy.queries.load import Load
from belediyye.alliance.strategy.queries.timeline import Line, draw
from belediyye.alliance.strategy.queries.tree import Branch, is_late
from belediyye.core.svg import Bar, Picture, horizontal_bars

A3_ROWS = 46


def timeline_picture(plan: Plan, roots: Sequence[Branch], on: date, *, width: int = 1100) -> Picture:
    """All activities on one line of time, grouped as the tree is; regular ones run through the plan's term."""
    return _drawn(plan, _all_lines(roots, on), on, width)


def timeline_sheets(plan: Plan, roots: Sequence[Branch], on: date) -> list[Picture]:
    """The same cut into sheets that fill an A3 page each, with the years at the head of every sheet."""
    lines = _all_lines(roots, on)
    return [_drawn(plan, lines[n : n + A3_ROWS], on, 1500, lines) for n in range(0, len(lines), A3_ROWS)]


def _all_lines(roots: Sequence[Branch], on: date) -> list[Line]:
    lines: list[Line] = []
    for branch in roots:
        _lines(branch, on, lines)
    return lines


def _drawn(plan: Plan, lines: Sequence[Line], on: date, width: int, of: Sequence[Line] = ()) -> Picture:
    days = [d for line in of or lines for period in line.periods for d in period]
    return draw(
        lines,
        first=min([date(plan.first_year, 1, 1), *days]).replace(month=1, day=1),
        last=max([date(plan.last_year, 12, 31), *days]).replace(month=12, day=31),
        today=on,
        width=width,
        title=_("Timeline of the plan"),
        description=_("Activities by months: pale is what is planned, filled is what is done, red is late."),
    )


def _lines(branch: Branch, on: date, lines: list[Line]) -> None:
    lines.append(Line(branch.node.heading, heading=True, depth=branch.depth))
    for activity in branch.activities:
        periods = tuple((p.starts, p.ends) for p in activity.periods.all())
        lines.append(
            Line(
                f"{activity.code.split(' ')[-1]}. {activity.result}",
                periods=periods,
                regular=activity.regular and not periods,
                percent=activity.percent,
                tone=_tone(activity, on),
            )
        )
    for child in branch.branches:
        _lines(child, on, lines)


def _tone(activity: Activity, on: date) -> str:
    if activity.state == Activity.State.DROPPED:
        return "grey"
    if activity.state == Activity.State.DONE:
        return "good"
    return "bad" if is_late(activity, on) else "mid"


def progress_picture(goals: Sequence[Branch]) -> Picture:
    """How far each goal and area is, in hundredths."""
    bars = [Bar(b.node.heading, b.percent, f"{b.percent}% · {b.done}/{b.count}", "good" if b.percent == 100 else "mid") for b in goals]
    return horizontal_bars(bars, title=_("Progress by goal"), description=_("The mean of the approved reports of all activities under each goal."))


def load_picture(loads: Sequence[Load]) -> Picture:
    """The busiest month of each role."""
    bars = [Bar(one.words, one.most, _("%(most)s dated, %(regular)s regular") % {"most": one.most, "regular": one.regular}) for one in loads[:12]]
    return horizontal_bars(bars, title=_("Load by role"), description=_("The most dated activities that a role has in one month."))
