"""Indicators: what is measured, in which spans, against which targets; values counted only when looked over."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.strategy import access
from belediyye.alliance.strategy.models import Indicator, IndicatorPeriod, Measurement, Node, ReportState
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log


@action("strategy.indicator.add", says=gettext_lazy("added an indicator"), allow=access.may_keep_plan)
def add_indicator(
    *,
    actor: Actor,
    node: Node,
    name: str,
    kind: str = Indicator.Kind.NUMBER,
    unit: str = "",
    baseline: Fraction | None = None,
    baseline_year: int | None = None,
    cumulative: bool = False,
    ascending: bool = True,
    groups: Sequence[str] = (),
    dimension: str = "",
    means: str = "",
    parent: Indicator | None = None,
) -> Indicator:
    """Adds an indicator to a part of the plan. A share's baseline is a fraction of one (7/21). Refuses a parent of another kind."""
    if parent is not None and (parent.kind != kind or parent.cumulative != cumulative):
        raise Refused(_("An indicator is added up only with indicators of its own kind."))
    indicator = Indicator.objects.create(
        plan=node.plan, node=node, parent=parent, name=name, kind=kind, unit=unit, cumulative=cumulative, ascending=ascending,
        baseline_top=baseline.numerator if baseline is not None else None,
        baseline_bottom=baseline.denominator if baseline is not None else 1,
        baseline_year=baseline_year, categories="\n".join(groups), dimension=dimension, means=means,
    )  # fmt: skip
    log(indicator, node=node.code, baseline=str(baseline))
    return indicator


@action("strategy.indicator.change", says=gettext_lazy("changed an indicator"), allow=access.may_keep_plan)
def change_indicator(
    *,
    actor: Actor,
    indicator: Indicator,
    node: Node,
    name: str,
    why: str,
    unit: str = "",
    baseline: Fraction | None = None,
    baseline_year: int | None = None,
    ascending: bool = True,
    groups: Sequence[str] = (),
    dimension: str = "",
    means: str = "",
) -> None:
    """Changes an indicator; the log keeps how it was and why. Its kind and its way of adding up stay: values hang on them.

    Refuses to take away a group that has values.
    """
    used = set(
        Measurement.objects.filter(period__indicator=indicator)
        .exclude(group="")
        .values_list("group", flat=True)
    )
    if lost := sorted(used - set(groups)):
        raise Refused(
            _("These groups have values already and must stay: %(groups)s.") % {"groups": ", ".join(lost)}
        )
    was = {"name": indicator.name, "baseline": str(indicator.baseline), "groups": indicator.groups}
    indicator.node, indicator.name, indicator.unit, indicator.ascending = node, name, unit, ascending
    indicator.baseline_top = baseline.numerator if baseline is not None else None
    indicator.baseline_bottom = baseline.denominator if baseline is not None else 1
    indicator.baseline_year, indicator.dimension, indicator.means = baseline_year, dimension, means
    indicator.categories = "\n".join(groups)
    indicator.save()
    log(indicator, was=was, why=why, baseline=str(baseline))


@action("strategy.indicator.retarget", says=gettext_lazy("changed a target"), allow=access.may_keep_plan)
def change_period(
    *, actor: Actor, period: IndicatorPeriod, target: Fraction | None, narrative: str, why: str
) -> None:
    """Sets another target, or tells the story of the span; the log keeps the target before. Refuses a locked span."""
    if period.locked:
        raise Refused(_("The span is locked. Open it first; what is locked stays as it is."))
    was = str(period.target)
    period.target_top = target.numerator if target is not None else None
    period.target_bottom = target.denominator if target is not None else 1
    period.narrative = narrative
    period.save(update_fields=["target_top", "target_bottom", "narrative"])
    log(period.indicator, span=str(period), was=was, target=str(target), why=why)


@action("strategy.indicator.span", says=gettext_lazy("set a target"), allow=access.may_keep_plan)
def add_period(
    *,
    actor: Actor,
    indicator: Indicator,
    starts: date,
    ends: date,
    target: Fraction | None = None,
    locked: bool = True,
) -> IndicatorPeriod:
    """Adds a span with its target, locked unless said otherwise. Refuses one that overlaps another or ends before it begins."""
    if ends < starts:
        raise Refused(_("The span ends before it begins."))
    if indicator.periods.filter(starts__lte=ends, ends__gte=starts).exists():
        raise Refused(_("The indicator has a target for some of these days already."))
    period = IndicatorPeriod.objects.create(
        indicator=indicator, starts=starts, ends=ends, locked=locked,
        target_top=target.numerator if target is not None else None,
        target_bottom=target.denominator if target is not None else 1,
    )  # fmt: skip
    log(indicator, starts=starts, ends=ends, target=str(target))
    return period


@action(
    "strategy.indicator.lock",
    says=gettext_lazy("locked or opened a span of an indicator"),
    allow=access.may_keep_plan,
)
def set_lock(*, actor: Actor, period: IndicatorPeriod, locked: bool) -> None:
    """Opens a span for values, or locks it so that its numbers stay."""
    period.locked = locked
    period.save(update_fields=["locked"])
    log(period.indicator, span=str(period), locked=locked)


@action("strategy.indicator.measure", says=gettext_lazy("measured an indicator"), allow=access.may_report)
def measure(
    *,
    actor: Actor,
    period: IndicatorPeriod,
    on: date,
    top: int,
    bottom: int = 1,
    group: str = "",
    note: str = "",
) -> Measurement:
    """Hands in a value. Refuses a locked span, a day outside it, an unknown group, and parts of nothing."""
    indicator = period.indicator
    if period.locked:
        raise Refused(_("The span is locked. The coordinator opens it for values."))
    if not period.starts <= on <= period.ends:
        raise Refused(_("The day is outside the span %(span)s.") % {"span": str(period)})
    if group and group not in indicator.groups:
        raise Refused(_("The indicator has no group “%(group)s”.") % {"group": group})
    if bottom < 1:
        raise Refused(_("A share needs a whole of at least one."))
    value = Measurement.objects.create(
        period=period,
        on=on,
        top=top,
        bottom=bottom,
        group=group,
        note=note,
        by=actor.user_id,
        by_name=actor.name,
    )
    log(indicator, top=top, bottom=bottom, group=group, on=on)
    return value


@action(
    "strategy.indicator.review", says=gettext_lazy("looked a measured value over"), allow=access.may_review
)
def review_measurement(*, actor: Actor, of: Measurement, approve: bool, on: date, note: str = "") -> None:
    """Approves or returns a value. Refuses one of a locked span and one that was looked over already."""
    if of.period.locked:
        raise Refused(_("The span is locked. The coordinator opens it for values."))
    if of.state != ReportState.SUBMITTED:
        raise Refused(_("The value was looked over already."))
    of.state = ReportState.APPROVED if approve else ReportState.RETURNED
    of.reviewed_by_name, of.reviewed_on, of.review_note = actor.name, on, note
    of.save(update_fields=["state", "reviewed_by_name", "reviewed_on", "review_note"])
    log(of.period.indicator, value=of.pk, state=of.state, note=note)
