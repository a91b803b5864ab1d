"""Working pages of the reports, and the files they give."""

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core import display, svg
from belediyye.finance.budget import access, actions, forms, papers, queries
from belediyye.finance.budget.models import Axis, Side
from belediyye.finance.budget.views.pages import form_page, tabs, today, what_may

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def attached(body: bytes | str, kind: str, name: str) -> HttpResponse:
    """A file to keep."""
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_GET
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan against outturn by any classification and day; as page, sheet for printing, workbook or CSV."""
    one = access.get_budget_for(request.actor, pk)
    form = forms.ReportForm(request.GET or None, initial={"side": Side.EXPENDITURE, "axis": Axis.FUNCTIONAL})
    side, axis, on = form.chosen(one, today())
    made = queries.report(one, side, axis, on)
    name = f"budget-{one.year}-{axis}"
    wanted = request.GET.get("format")
    if wanted == "xlsx":
        return attached(papers.xlsx(made), XLSX, f"{name}.xlsx")
    if wanted == "csv":
        return attached(papers.csv_text(made), "text/csv; charset=utf-8", f"{name}.csv")
    page = {
        "budget": one,
        "tabs": tabs(one, "budget_report"),
        "report": made,
        "form": form,
        "on": on,
        "may": what_may(request),
    }
    return render(request, "budget/report_print.html" if wanted == "print" else "budget/report.html", page)


@require_GET
def report_pdf(request: HttpRequest, pk: int, half: str) -> HttpResponse:
    """The half-year or yearly report in the form of the law."""
    if half not in ("half", "year"):
        raise Http404
    one = access.get_budget_for(request.actor, pk)
    half_year = half == "half"
    on = date(one.year, 6, 30) if half_year else date(one.year, 12, 31)
    return attached(
        papers.execution_pdf(one, on, half_year=half_year), "application/pdf", f"budget-{one.year}-{half}.pdf"
    )


@require_GET
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """The explanatory note to go on writing in."""
    one = access.get_budget_for(request.actor, pk)
    return attached(papers.note_docx(one), DOCX, f"budget-{one.year}-note.docx")


@require_http_methods(["GET", "POST"])
def hand_in(request: HttpRequest, pk: int, half: str) -> HttpResponse:
    if half not in ("half", "year"):
        raise Http404
    one = access.get_budget_for(request.actor, pk)
    form = forms.StepForm(request.POST or None, initial={"on": today()})

    def do(given: dict[str, Any]) -> str:
        actions.hand_in_report(actor=request.actor, budget=one, half_year=half == "half", on=given["on"])
        return reverse("budget_report", args=[pk])

    return form_page(
        request,
        form,
        do,
        title=_("Hand in the report"),
        back=reverse("budget_report", args=[pk]),
        button=_("Hand in"),
    )


@require_http_methods(["GET", "POST"])
def close(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_budget_for(request.actor, pk)
    form = forms.StepForm(request.POST or None, initial={"on": today()})

    def do(given: dict[str, Any]) -> str:
        actions.close_year(actor=request.actor, budget=one, on=given["on"])
        return reverse("budget", args=[pk])

    return form_page(
        request,
        form,
        do,
        title=_("Close the year"),
        back=reverse("budget", args=[pk]),
        button=_("Close the year"),
    )


@require_GET
def cash(request: HttpRequest, pk: int) -> HttpResponse:
    """The cash plan by month."""
    one = access.get_budget_for(request.actor, pk)
    rows = queries.cash_plan(one, min(max(today(), date(one.year, 1, 1)), date(one.year, 12, 31)))
    picture = svg.month_columns(
        [svg.Pair(f"{row.month}", max(row.plan_out, 0), None if row.out is None else max(row.out, 0)) for row in rows],
        title=_("Expenditure by month"), description=_("Plan and outturn of expenditure by month."), names=(_("plan"), _("outturn")),
        shown=lambda value: display.money(int(value)),
    )  # fmt: skip
    return render(
        request,
        "budget/cash.html",
        {"budget": one, "tabs": tabs(one, "budget_cash"), "rows": rows, "picture": picture},
    )
