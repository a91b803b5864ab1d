"""Reports as files: workbook, CSV, PDF, the explanatory note as a Word document. The same rows as on the page."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from belediyye.core.documents.pdf import Press
from belediyye.core.documents.sheets import Column, write_csv, write_xlsx
from belediyye.core.money import format_money
from belediyye.core.period import format_date
from belediyye.finance.budget import queries
from belediyye.finance.budget.models import Axis, Budget, Side

TEMPLATE = Path(__file__).parent / "typst" / "report.typ"
PLAN_HEADINGS = [
    ("Kod", "Code"), ("Göstərici", "Item"), ("Təsdiq edilmiş", "Initial"), ("Dəqiqləşdirilmiş", "Adjusted"), ("Dövrün planı", "Plan of the period"),
    ("Bağlanmış öhdəlik", "Committed"), ("Ödənilməli", "Owed"), ("İcra", "Outturn"), ("Qalıq", "Available"), ("İcra, %", "Outturn, %"),
]  # fmt: skip
_press: list[Press] = []


def language() -> str:
    """The reader's language, az or en."""
    return "en" if (get_language() or "az").startswith("en") else "az"


def columns() -> list[Column]:
    """The columns of a report as a workbook has them."""
    kinds = ["text", "text", *["money"] * 7, "text"]
    return [
        Column({"az": az, "en": en}, kind, 44 if en == "Item" else 18)
        for (az, en), kind in zip(PLAN_HEADINGS, kinds, strict=True)
    ]


def cells(row: queries.Row) -> list[Any]:
    """One row of a report in the order of the columns."""
    amounts = [row.initial, row.adjusted, row.period, row.committed, row.obliged, row.paid, row.available]
    return [row.code, "  " * row.depth + row.name, *amounts, row.percent]


def workbook(columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> bytes:
    """A table as a workbook in the reader's language."""
    target = io.BytesIO()
    write_xlsx(target, columns, rows, made=timezone.now(), language=language())
    return target.getvalue()


def xlsx(report: queries.Report) -> bytes:
    """A report as a workbook, its total in the last row."""
    return workbook(columns(), [cells(row) for row in [*report.rows, report.total]])


def csv_text(report: queries.Report) -> str:
    """A report as CSV."""
    target = io.StringIO(newline="")
    write_csv(
        target, columns(), [cells(row) for row in [*report.rows, report.total]], language=language(), bom=True
    )
    return target.getvalue()


def _table(report: queries.Report, title: str) -> dict[str, Any]:
    def shown(row: queries.Row) -> dict[str, Any]:
        amounts = [
            format_money(n, sign="")
            for n in (row.initial, row.adjusted, row.period, row.paid, row.difference)
        ]
        return {"code": row.code, "name": row.name, "depth": row.depth, "cells": [*amounts, row.percent]}

    return {"title": title, "rows": [shown(row) for row in report.rows], "total": shown(report.total)}


def execution_pdf(budget: Budget, on: Any, *, half_year: bool) -> bytes:
    """The report on execution in the form of the law: revenue, expenditure by function and by economic code, financing."""
    lang = language()
    tables = [
        _table(queries.report(budget, Side.REVENUE, Axis.REVENUE, on), _("Revenue")),
        _table(queries.report(budget, Side.EXPENDITURE, Axis.FUNCTIONAL, on), _("Expenditure by functional classification")),
        _table(queries.report(budget, Side.EXPENDITURE, Axis.ECONOMIC, on), _("Expenditure by economic classification")),
        _table(queries.report(budget, Side.FINANCING, Axis.REVENUE, on), _("Financing")),
    ]  # fmt: skip
    title = (
        _("Half-year report on the execution of the budget of %(year)s")
        if half_year
        else _("Report on the execution of the budget of %(year)s")
    )
    data = {
        "language": lang, "title": title % {"year": budget.year}, "municipality": _("%(name)s municipality") % {"name": budget.municipality}, "address": budget.municipality.address,
        "day": format_date(on), "decision": _("Budget adopted by decision %(number)s of %(day)s") % {"number": budget.decision_number, "day": format_date(budget.adopted_on) if budget.adopted_on else ""},
        "tables": [t for t in tables if t["rows"]],
        "headings": [_("Code"), _("Item"), _("Initial"), _("Adjusted"), _("Plan of the period"), _("Outturn"), _("Difference"), "%"],
        "note": _("Amounts in manat. Every figure is taken from the ledger up to %(day)s.") % {"day": format_date(on)},
        "signers": [_("Chair"), _("Accountant")],
    }  # fmt: skip
    if not _press:
        _press.append(Press())
    return _press[0].pdf(TEMPLATE, data, made=timezone.now().replace(microsecond=0))


_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"""
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def note_docx(budget: Budget) -> bytes:
    """The explanatory note as a Word document to go on writing in: totals, the gap, every line with its reason."""
    sums = queries.totals(budget)
    lines = budget.lines.order_by("side", "position")
    parts: list[tuple[str, bool]] = [
        (_("Explanatory note to the draft budget of %(year)s") % {"year": budget.year}, True), (_("%(name)s municipality") % {"name": budget.municipality}, False),
        (_("Totals"), True), (_("Revenue: %(amount)s") % {"amount": format_money(sums.revenue)}, False),
        (_("Expenditure: %(amount)s") % {"amount": format_money(sums.expenditure)}, False), (_("Financing: %(amount)s") % {"amount": format_money(sums.financing)}, False),
        (_("Checks"), True), *((check.words, False) for check in queries.checks(budget)), (_("Causes of the gap and how it is financed"), True),
        (budget.gap_words or "—", False), (_("Explanation"), True), *((words, False) for words in (budget.note or "—").splitlines()), (_("Lines and their reasons"), True),
        *((f"{line.title}: {format_money(line.initial)}. {line.reason}", False) for line in lines),
    ]  # fmt: skip
    body = "".join(_paragraph(words, heading) for words, heading in parts)
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>'
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELS),
            ("word/document.xml", document),
        ):
            package.writestr(name, text)
    return target.getvalue()


def _paragraph(words: str, heading: bool) -> str:
    plain = "".join(char for char in words if char >= " ")
    style = '<w:rPr><w:b/><w:sz w:val="28"/></w:rPr>' if heading else ""
    return f'<w:p><w:r>{style}<w:t xml:space="preserve">{escape(plain)}</w:t></w:r></w:p>'
