"""The plan out again: into the three-column form that it came in, and its activities as a workbook."""

import io
from collections.abc import Iterable

import xlsxwriter
from django.utils.translation import gettext as _

from belediyye.alliance.strategy import planfile, queries
from belediyye.alliance.strategy.models import Activity, Node, Plan
from belediyye.alliance.strategy.planfile import read_when
from belediyye.core.period import format_date as day


def plan_of(plan: Plan) -> planfile.Plan:
    """The plan as a file's plan: what was taken from a file and not changed since comes out the same."""
    by_node: dict[int, list[Activity]] = {}
    for activity in queries.activities_of(plan):
        if activity.state != Activity.State.DROPPED:
            by_node.setdefault(activity.node_id, []).append(activity)
    nodes = list(plan.nodes.all())

    def objectives(parent: Node) -> list[planfile.Objective]:
        below = []
        for node in (n for n in nodes if n.parent_id == parent.pk):
            rows = [
                planfile.Activity(read_when(a.when_text), a.result, [r.words for r in a.responsible.all()])
                for a in by_node.get(node.pk, [])
            ]
            below += [planfile.Objective(node.code, node.text, rows), *objectives(node)]
        return below

    return planfile.Plan(
        title=plan.title,
        organisation=plan.organisation,
        first_year=plan.first_year,
        last_year=plan.last_year,
        introduction=plan.introduction.split("\n\n") if plan.introduction else [],
        mission=plan.mission,
        directions=[n.text for n in nodes if n.kind == Node.Kind.DIRECTION],
        goals=[
            planfile.Goal(int(n.code), n.text, objectives(n))
            for n in nodes
            if n.kind == Node.Kind.GOAL and n.code.isdecimal()
        ],
        areas=[
            planfile.Area(int(n.code), n.text, objectives(n))
            for n in nodes
            if n.kind == Node.Kind.AREA and n.code.isdecimal()
        ],
        sections=[planfile.Section(p.title, p.first_year, p.last_year, p.of_goals) for p in plan.parts.all()],
        notes=plan.notes.splitlines(),
    )


def activities_workbook(activities: Iterable[Activity]) -> bytes:
    """The list of activities as .xlsx: one row each, days as days, ready to be filtered."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        sheet = book.add_worksheet(_("Activities"))
        bold, wrap = (
            book.add_format({"bold": True, "bg_color": "#dde6e8"}),
            book.add_format({"text_wrap": True, "valign": "top"}),
        )
        head = [
            _("Code"),
            _("Expected result"),
            _("When"),
            _("Ends"),
            _("Who answers"),
            _("State"),
            "%",
            _("Last approved"),
        ]
        for column, (title, width) in enumerate(zip(head, (12, 70, 26, 12, 34, 14, 6, 14), strict=True)):
            sheet.set_column(column, column, width, wrap)
            sheet.write(0, column, title, bold)
        for number, a in enumerate(activities, 1):
            who = ", ".join(r.words for r in a.responsible.all())
            texts = [a.code, a.result, a.when_text, day(a.ends) if a.ends else "", who, a.get_state_display()]
            for column, text in enumerate(texts):
                sheet.write_string(number, column, text)
            sheet.write_number(number, 6, a.percent)
            sheet.write_string(number, 7, day(a.last_approved) if a.last_approved else "")
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, max(sheet.dim_rowmax or 0, 1), len(head) - 1)
    return out.getvalue()
