"""A report as one table, whatever it tells: the same rows on the page, on the printed sheet, in the workbook, CSV and PDF."""

import io
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Literal

from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.core import display
from belediyye.core.documents.pdf import Press
from belediyye.core.documents.sheets import Column, write_csv, write_xlsx
from belediyye.core.money import format_money
from belediyye.core.period import format_date
from belediyye.finance.budget import queries
from belediyye.finance.budget.models import Axis, Budget, Side
from belediyye.finance.budget.papers import language

TEMPLATE = Path(__file__).parent / "typst" / "table.typ"
Kind = Literal["money", "share"]
_press: list[Press] = []


@dataclass(frozen=True)
class Line:
    """One row: its code, name and depth, and its values: qəpik, or hundredths of a per cent; a heading has none.

    `kinds` where they are others than those of the table's columns; `hint` explains the name.
    """

    code: str
    name: str
    values: tuple[int | None, ...] = ()
    depth: int = 0
    strong: bool = False
    kinds: tuple[Kind, ...] = ()
    hint: str = ""

    @property
    def indent(self) -> range:
        return range(self.depth)


@dataclass(frozen=True)
class Table:
    """A report: title, what stands under it, headings and kinds of its value columns, rows, and where it is from."""

    title: str
    about: str
    headings: tuple[str, ...]
    kinds: tuple[Kind, ...]
    rows: list[Line]
    note: str
    place: Any = None
    has_codes: bool = True
    signers: tuple[str, ...] = field(default=())

    def cells(self, line: Line) -> list[tuple[int | None, Kind]]:
        """A value with its kind for every column; what a row does not have is None."""
        values = [*line.values, *[None] * (len(self.kinds) - len(line.values))]
        return list(zip(values, line.kinds or self.kinds, strict=True))

    @property
    def lines(self) -> list[tuple[Line, list[str]]]:
        """Every row with its values for people."""
        return [(line, [_shown(value, kind) for value, kind in self.cells(line)]) for line in self.rows]


def _shown(value: int | None, kind: Kind, sign: bool = True) -> str:
    """A value for people; without the sign of the manat it is for paper, whose letters have no minus of their own."""
    if value is None:
        return ""
    if kind == "share":
        return share_words(value) if sign else share_words(value).replace(display.MINUS, "-")
    return display.money(value) if sign else format_money(value, sign="")


def share_words(bp: int) -> str:
    """Hundredths of a per cent for people, one place cut off: 1234 → `12,3%`."""
    return display.percent((abs(bp) // 10) / 10 * (1 if bp >= 0 else -1))


def _columns(table: Table) -> list[Column]:
    def both(text: str) -> dict[str, str]:
        return {"az": text, "en": text}

    first = [Column(both(_("Code")), "text", 14)] if table.has_codes else []
    kinds = [
        Column(both(name), "money" if kind == "money" else "text", 18)
        for name, kind in zip(table.headings, table.kinds, strict=True)
    ]
    return [*first, Column(both(_("Item")), "text", 52), *kinds]


def _cells(table: Table) -> list[list[Any]]:
    rows = []
    for line in table.rows:
        told = [_shown(value, kind) if kind == "share" else value for value, kind in table.cells(line)]
        rows.append([*([line.code] if table.has_codes else []), "    " * line.depth + line.name, *told])
    return rows


def to_xlsx(table: Table) -> bytes:
    """The table as a workbook."""
    target = io.BytesIO()
    write_xlsx(target, _columns(table), _cells(table), made=timezone.now(), language=language())
    return target.getvalue()


def to_csv(table: Table) -> str:
    """The table as CSV."""
    target = io.StringIO(newline="")
    write_csv(target, _columns(table), _cells(table), language=language(), bom=True)
    return target.getvalue()


def to_pdf(table: Table) -> bytes:
    """The table as PDF/A; a wide one lies across the page."""
    data = {
        "language": language(), "title": table.title, "about": table.about, "note": table.note, "wide": len(table.kinds) > 6, "has_codes": table.has_codes,
        "municipality": _("%(name)s municipality") % {"name": table.place}, "address": table.place.address,
        "headings": [*([_("Code")] if table.has_codes else []), _("Item"), *table.headings], "signers": list(table.signers),
        "rows": [
            {"code": line.code, "name": line.name, "hint": line.hint.replace(display.MINUS, "-"), "depth": line.depth, "strong": line.strong, "cells": [_shown(value, kind, sign=False) for value, kind in table.cells(line)]}
            for line in table.rows
        ],
    }  # fmt: skip
    if not _press:
        _press.append(Press())
    return _press[0].pdf(TEMPLATE, data, made=timezone.now().replace(microsecond=0))


def _ledger_words(on: date) -> str:
    return _("Amounts in manat. Every figure is taken from the ledger up to %(day)s.") % {
        "day": format_date(on)
    }


def of_report(report: queries.Report) -> Table:
    """Plan against outturn by a classification."""
    headings = (_("Initial"), _("Adjusted"), _("Plan of the period"), _("Committed"), _("Owed"), _("Outturn"), _("Available"), _("Outturn, %"))  # fmt: skip

    def line(row: queries.Row, strong: bool = False) -> Line:
        values = (row.initial, row.adjusted, row.period, row.committed, row.obliged, row.paid, row.available, row.percent_bp)  # fmt: skip
        return Line(row.code, row.name, values, row.depth, strong)

    title = _("Plan and outturn: %(side)s by %(axis)s") % {
        "side": Side(report.side).label,
        "axis": Axis(report.axis).label,
    }
    return Table(
        title, str(report.budget), headings, ("money",) * 7 + ("share",), [*(line(row) for row in report.rows), line(report.total, strong=True)],
        _ledger_words(report.on), report.budget.municipality,
    )  # fmt: skip


def of_execution(budget: Budget, on: date, *, half_year: bool) -> Table:
    """The half-year or yearly report in the form of the law: all sides, by the classifications that the law names."""
    parts = [
        (_("Revenue"), Side.REVENUE, Axis.REVENUE), (_("Expenditure by functional classification"), Side.EXPENDITURE, Axis.FUNCTIONAL),
        (_("Expenditure by economic classification"), Side.EXPENDITURE, Axis.ECONOMIC), (_("Financing"), Side.FINANCING, Axis.REVENUE),
    ]  # fmt: skip
    rows = []
    for title, side, axis in parts:
        report = queries.report(budget, side, axis, on)
        if not report.rows:
            continue
        rows.append(Line("", title, strong=True))
        for row in [*report.rows, report.total]:
            values = (row.initial, row.adjusted, row.period, row.paid, row.difference, row.percent_bp)
            rows.append(Line(row.code, row.name, values, row.depth, row is report.total))
    title = (
        _("Half-year report on the execution of the budget of %(year)s")
        if half_year
        else _("Report on the execution of the budget of %(year)s")
    )
    decision = _("Budget adopted by decision %(number)s of %(day)s") % {
        "number": budget.decision_number, "day": format_date(budget.adopted_on) if budget.adopted_on else ""
    }  # fmt: skip
    headings = (
        _("Initial"),
        _("Adjusted"),
        _("Plan of the period"),
        _("Outturn"),
        _("Difference"),
        _("Outturn, %"),
    )
    return Table(
        title % {"year": budget.year}, decision, headings, ("money",) * 5 + ("share",), rows, _ledger_words(on), budget.municipality, signers=(_("Chair"), _("Accountant"))
    )  # fmt: skip


def of_years(years: queries.Years) -> Table:
    """Years side by side: adjusted plan, outturn and growth of each."""
    headings: list[str] = []
    kinds: list[Kind] = []
    for place, budget in enumerate(years.budgets):
        headings += [
            _("%(year)s, plan") % {"year": budget.year},
            _("%(year)s, outturn") % {"year": budget.year},
        ]
        kinds += ["money", "money"]
        if place:
            headings.append(_("Growth, %"))
            kinds.append("share")

    def line(row: Any, strong: bool = False) -> Line:
        values: list[int | None] = []
        for place, (cell, growth) in enumerate(row.beside):
            values += [cell.adjusted, cell.paid, *([growth] if place else [])]
        return Line(row.code, row.name, tuple(values), row.depth, strong)

    title = _("Years side by side: %(side)s by %(axis)s") % {
        "side": Side(years.side).label,
        "axis": Axis(years.axis).label,
    }
    days = ", ".join(
        f"{one.year}: {format_date(day)}" for one, day in zip(years.budgets, years.days, strict=True)
    )
    note = _(
        "Amounts in manat, from the ledger up to: %(days)s. Older years under the codes of %(year)s."
    ) % {
        "days": days,
        "year": years.budgets[-1].year,
    }
    note += " " + _growth_words()
    rows = [*(line(row) for row in years.rows), line(years.total, strong=True)]
    return Table(title, "", tuple(headings), tuple(kinds), rows, note, years.budgets[-1].municipality)


def of_analysis(sheet: queries.Sheet) -> Table:
    """The economic analysis sheet: a measure a row, money and shares each as they are, growth beside money."""
    headings: list[str] = []
    kinds: list[Kind] = []
    for place, year in enumerate(sheet.years):
        headings += [str(year.budget.year), *([_("Growth, %")] if place else [])]
        kinds += ["money", *(["share"] if place else [])]
    rows = []
    for row in sheet.rows:
        values: list[int | None] = []
        each: list[Kind] = []
        for place, (value, growth) in enumerate(row.beside):
            values += [value, *([growth] if place else [])]
            each += ["share" if row.measure.is_share else "money", *(["share"] if place else [])]
        rows.append(
            Line("", str(row.measure.title), tuple(values), kinds=tuple(each), hint=str(row.measure.formula))
        )
    return Table(
        _("Economic analysis of the budget"), "", tuple(headings), tuple(kinds), rows, _analysis_note(sheet), sheet.years[-1].budget.municipality, has_codes=False
    )  # fmt: skip


def _analysis_note(sheet: queries.Sheet) -> str:
    days = ", ".join(f"{year.budget.year}: {format_date(year.on)}" for year in sheet.years)
    people = sheet.years[-1].residents
    said = (
        _("Residents: %(count)s.") % {"count": display.number(people)}
        if people
        else _("The number of residents is not known.")
    )
    return " ".join([_("From the ledger up to: %(days)s.") % {"days": days}, said, _growth_words()])


def _growth_words() -> str:
    return _("Growth is told between years that are over.")
