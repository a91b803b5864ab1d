"""Arithmetic of indicators, exact: sums, running totals, shares, groups, children added up. No floats."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from belediyye.alliance.strategy.models import Indicator, IndicatorPeriod, Measurement, Plan, ReportState


@dataclass(frozen=True)
class Achieved:
    """What a period has reached: top over bottom, by group; None where nothing approved was measured."""

    top: int
    bottom: int
    groups: tuple[tuple[str, Fraction], ...] = ()

    @property
    def value(self) -> Fraction:
        return Fraction(self.top, self.bottom)


def total_of(values: Sequence[tuple[int, int]], *, percent: bool, cumulative: bool) -> tuple[int, int] | None:
    """One value from the values of a period in their order: the last of running totals, else the sum.

    Shares are added as Σ top / Σ bottom, never as a mean of percentages.
    """
    if not values:
        return None
    if cumulative:
        return values[-1]
    if percent:
        return sum(top for top, _bottom in values), sum(bottom for _top, bottom in values)
    whole = sum((Fraction(top, bottom) for top, bottom in values), Fraction(0))
    return whole.numerator, whole.denominator


def achieved(indicator: Indicator, measurements: Iterable[Measurement]) -> Achieved | None:
    """What the approved values of one period come to. Values for all stand before values of groups, which are added up."""
    percent = indicator.kind == Indicator.Kind.PERCENT
    by_group: dict[str, list[tuple[int, int]]] = {}
    for one in sorted(measurements, key=lambda m: (m.on, m.pk or 0)):
        if one.state == ReportState.APPROVED:
            by_group.setdefault(one.group, []).append((one.top, one.bottom))
    totals = {g: total_of(v, percent=percent, cumulative=indicator.cumulative) for g, v in by_group.items()}
    groups = {g: t for g, t in totals.items() if g and t}
    whole = totals.get("") or total_of(list(groups.values()), percent=percent, cumulative=False)
    if whole is None:
        return None
    return Achieved(*whole, tuple((g, Fraction(*t)) for g, t in groups.items()))


def rolled_up(
    indicator: Indicator, own: Achieved | None, children: Sequence[Achieved | None]
) -> Achieved | None:
    """An indicator with children is their sum (shares: Σ top / Σ bottom) together with what it measured itself."""
    parts = [(a.top, a.bottom) for a in (own, *children) if a is not None]
    whole = total_of(parts, percent=indicator.kind == Indicator.Kind.PERCENT, cumulative=False)
    return Achieved(*whole, own.groups if own else ()) if whole else None


def share(indicator: Indicator, period: IndicatorPeriod, reached: Achieved | None) -> Fraction | None:
    """How far from the baseline to the target, 1 = there; may be under 0 or over 1. None where it cannot be said."""
    if reached is None or period.target is None:
        return None
    start = indicator.baseline
    if start is None:
        # Without a baseline only "more is better" can be measured, against nothing.
        return reached.value / period.target if indicator.ascending and period.target else None
    way = period.target - start
    return (reached.value - start) / way if way else None


@dataclass(frozen=True)
class IndicatorRow:
    """An indicator with its periods: what was to be, what is, how far."""

    indicator: Indicator
    periods: tuple[tuple[IndicatorPeriod, Achieved | None, Fraction | None], ...]

    @property
    def latest(self) -> tuple[IndicatorPeriod, Achieved | None, Fraction | None] | None:
        measured = [p for p in self.periods if p[1] is not None]
        return measured[-1] if measured else (self.periods[-1] if self.periods else None)


def indicator_rows(plan: Plan, node_ids: Iterable[int] | None = None) -> list[IndicatorRow]:
    """The plan's indicators with all their periods; children of the same days are added up into their parents."""
    indicators = list(plan.indicators.select_related("node").prefetch_related("periods__measurements"))
    # What is asked for is chosen at the end: a child under another node still adds up into its parent.
    wanted = None if node_ids is None else set(node_ids)
    own = {
        (i.pk, p.starts, p.ends): achieved(i, p.measurements.all())
        for i in indicators
        for p in i.periods.all()
    }
    made = []
    for indicator in indicators:
        if wanted is not None and indicator.node_id not in wanted:
            continue
        children = [c.pk for c in indicators if c.parent_id == indicator.pk]
        periods = []
        for period in indicator.periods.all():
            mine = own[indicator.pk, period.starts, period.ends]
            reached = (
                rolled_up(indicator, mine, [own.get((c, period.starts, period.ends)) for c in children])
                if children
                else mine
            )
            periods.append((period, reached, share(indicator, period, reached)))
        made.append(IndicatorRow(indicator, tuple(periods)))
    return made


def next_span(indicator: Indicator, on: date) -> dict[str, date]:
    """The span that a new target most likely is for: the year after the last one, or the year of the day."""
    last = indicator.periods.order_by("-ends").values_list("ends", flat=True).first()
    starts = last + timedelta(days=1) if last else date(on.year, 1, 1)
    return {"starts": starts, "ends": date(starts.year, 12, 31)}
