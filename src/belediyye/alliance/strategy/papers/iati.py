"""The plan as IATI 2.03 activities: one for each objective, in the order of elements that the schema asks for.

Dates planned and actual, who takes part, results with indicators, targets and approved values. What the standard's
rules forbid is left out rather than invented: a period without target and actual, an indicator without a value.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction

from lxml import etree

from belediyye.alliance.strategy import queries
from belediyye.alliance.strategy.models import Activity, Node, Plan
from belediyye.alliance.strategy.queries.measures import IndicatorRow

XML = "{http://www.w3.org/XML/1998/namespace}lang"
# Codelists: OrganisationType 22 = national NGO; sector 15112 = decentralisation and support to subnational government.
NGO, SECTOR, COUNTRY = "22", "15112", "AZ"
STATUS = {"planned": "1", "going": "2", "done": "4", "dropped": "5"}


def iati_of(plan: Plan, on: date, reference: str) -> bytes:
    """The IATI file's bytes. `reference` is the organisation's identifier (as at org-id.guide), for example AZ-VOEN-…"""
    root = etree.Element("iati-activities", version="2.03")
    root.set("generated-datetime", datetime(on.year, on.month, on.day, tzinfo=UTC).isoformat())
    by_node: dict[int, list[Activity]] = {}
    for activity in queries.activities_of(plan):
        by_node.setdefault(activity.node_id, []).append(activity)
    measured: dict[int, list[IndicatorRow]] = {}
    for row in queries.indicator_rows(plan):
        measured.setdefault(row.indicator.node_id, []).append(row)
    for node in plan.nodes.filter(kind__in=[Node.Kind.OBJECTIVE, Node.Kind.PART]):
        if by_node.get(node.pk):
            _activity(root, plan, node, (by_node[node.pk], measured.get(node.pk, [])), on, reference)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _narrative(parent: etree._Element, tag: str, text: str, **attributes: str) -> etree._Element:
    element = etree.SubElement(parent, tag, {k.replace("_", "-"): v for k, v in attributes.items()})
    narrative = etree.SubElement(element, "narrative")
    narrative.text = "".join(c for c in text if c in "\t\n" or ord(c) >= 32)
    return element


def _activity(
    root: etree._Element,
    plan: Plan,
    node: Node,
    of: tuple[list[Activity], list[IndicatorRow]],
    on: date,
    reference: str,
) -> None:
    activities, rows = of
    element = etree.SubElement(
        root,
        "iati-activity",
        {XML: "az", "default-currency": "AZN", "last-updated-datetime": f"{on.isoformat()}T00:00:00Z"},
    )
    code = node.code.replace(" ", "").replace(".", "-")
    etree.SubElement(element, "iati-identifier").text = f"{reference}-{plan.code}-{code}"
    name = plan.organisation or plan.title
    _narrative(element, "reporting-org", name, ref=reference, type=NGO)
    _narrative(element, "title", f"{node.code}. {node.text}")
    _narrative(element, "description", "; ".join(a.result for a in activities), type="1")
    _narrative(element, "participating-org", name, role="4", ref=reference, type=NGO)
    etree.SubElement(element, "activity-status", code=_status(activities))
    _dates(element, plan, activities)
    etree.SubElement(element, "recipient-country", code=COUNTRY, percentage="100")
    etree.SubElement(element, "sector", vocabulary="1", code=SECTOR, percentage="100")
    if rows:
        _result(element, node, rows)


def _status(activities: Sequence[Activity]) -> str:
    states = {a.state for a in activities}
    if states == {Activity.State.DROPPED}:
        return STATUS["dropped"]
    if states <= {Activity.State.DONE, Activity.State.DROPPED}:
        return STATUS["done"]
    return STATUS["going"] if states & {Activity.State.GOING, Activity.State.DONE} else STATUS["planned"]


def _dates(element: etree._Element, plan: Plan, activities: Sequence[Activity]) -> None:
    starts = min((a.starts for a in activities if a.starts), default=date(plan.first_year, 1, 1))
    ends = max((a.ends for a in activities if a.ends), default=date(plan.last_year, 12, 31))
    etree.SubElement(element, "activity-date", {"type": "1", "iso-date": starts.isoformat()})
    begun = [a.last_approved for a in activities if a.last_approved]
    if begun:
        etree.SubElement(
            element, "activity-date", {"type": "2", "iso-date": min([starts, *begun]).isoformat()}
        )
    etree.SubElement(element, "activity-date", {"type": "3", "iso-date": ends.isoformat()})
    if begun and _status(activities) == STATUS["done"]:
        etree.SubElement(element, "activity-date", {"type": "4", "iso-date": max(begun).isoformat()})


def _decimal(value: Fraction, of_percent: bool) -> str:
    """An exact decimal where there is one, else six places; shares in hundredths."""
    value = value * 100 if of_percent else value
    units = round(value * 10**6)
    whole, rest = divmod(abs(units), 10**6)
    text = f"{'-' if units < 0 else ''}{whole}.{rest:06d}"
    return text.rstrip("0").rstrip(".")


def _result(element: etree._Element, node: Node, rows: Sequence[IndicatorRow]) -> None:
    result = etree.SubElement(element, "result", {"type": "2", "aggregation-status": "true"})
    _narrative(result, "title", node.text)
    for row in rows:
        of_percent = row.indicator.kind == row.indicator.Kind.PERCENT
        shown = [
            (p, reached) for p, reached, _way in row.periods if p.target is not None or reached is not None
        ]
        indicator = etree.SubElement(
            result,
            "indicator",
            {
                "measure": "2" if of_percent else "1",
                "ascending": "true" if row.indicator.ascending else "false",
            },
        )
        _narrative(indicator, "title", row.indicator.name)
        if row.indicator.baseline is not None:
            year = row.indicator.baseline_year or (
                row.periods[0][0].starts.year if row.periods else node.plan.first_year
            )
            etree.SubElement(
                indicator, "baseline", year=str(year), value=_decimal(row.indicator.baseline, of_percent)
            )
        for period, reached in shown:
            span = etree.SubElement(indicator, "period")
            etree.SubElement(span, "period-start", {"iso-date": period.starts.isoformat()})
            etree.SubElement(span, "period-end", {"iso-date": period.ends.isoformat()})
            if period.target is not None:
                etree.SubElement(span, "target", value=_decimal(period.target, of_percent))
            if reached is not None:
                _actual(span, row, reached, of_percent)


def _actual(span: etree._Element, row: IndicatorRow, reached: queries.Achieved, of_percent: bool) -> None:
    for group, value in reached.groups:
        actual = etree.SubElement(span, "actual", value=_decimal(value, of_percent))
        etree.SubElement(actual, "dimension", name=row.indicator.dimension or "group", value=group)
    etree.SubElement(span, "actual", value=_decimal(reached.value, of_percent))
