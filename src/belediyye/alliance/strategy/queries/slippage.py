"""How far the plan has moved from a baseline, activity by activity, in days."""

from dataclasses import dataclass
from datetime import date

from belediyye.alliance.strategy.models import Activity, Baseline, BaselinePeriod


@dataclass(frozen=True)
class Slip:
    """An activity whose days are not those of the baseline; `days` later (or, negative, earlier) at its end."""

    activity: Activity
    was: tuple[date | None, date | None]
    days: int | None
    gone: bool


def slippage(baseline: Baseline) -> list[Slip]:
    """What moved since the baseline, the furthest first; new activities are not slips, dropped ones are."""
    slips = []
    for row in BaselinePeriod.objects.filter(baseline=baseline).select_related("activity"):
        now = row.activity
        gone = now.state == Activity.State.DROPPED
        if (now.starts, now.ends) == (row.starts, row.ends) and not gone:
            continue
        days = (now.ends - row.ends).days if now.ends and row.ends else None
        slips.append(Slip(now, (row.starts, row.ends), days, gone))
    return sorted(slips, key=lambda s: (-(s.days or 0), s.activity.place, s.activity.pk))
