"""How measured values look: exact fractions as numbers or as shares."""

from fractions import Fraction

from django import template

from belediyye.alliance.strategy.coverage import Row
from belediyye.alliance.strategy.doubts import means as meaning
from belediyye.alliance.strategy.models import Indicator, Measurement
from belediyye.core.actors import Actor
from belediyye.core.display import number, percent

register = template.Library()


@register.simple_tag
def measured(indicator: Indicator, value: Fraction | None) -> str:
    """A value in the indicator's way: `12,5`, `33,3%`; a dash for none."""
    if value is None:
        return "–"
    return percent(value * 100) if indicator.kind == Indicator.Kind.PERCENT else number(value)


@register.simple_tag
def value_of(indicator: Indicator, value: Measurement) -> str:
    """A value as it was handed in: of a count the number, of a share the part and the whole."""
    if indicator.kind == Indicator.Kind.PERCENT:
        return f"{number(value.top)} / {number(value.bottom)}"
    return number(Fraction(value.top, value.bottom))


@register.simple_tag
def way_percent(way: Fraction) -> str:
    """How far from baseline to target, in whole hundredths."""
    return percent(way * 100, 0)


@register.simple_tag
def tool_of(rows: dict[str, Row], code: str) -> Row | None:
    """The tool of this house that serves an activity, where the plan is the one that the house was built for."""
    return rows.get(code)


@register.simple_tag
def means(rule: str) -> str:
    """What a rule of the reader of plans means."""
    return meaning(rule)


@register.filter
def url_for(row: Row, actor: Actor) -> str:
    """The tool's page that this reader may open."""
    return row.url_for(actor)
