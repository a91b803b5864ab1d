"""Reports over several years, the economic analysis sheet, and the report in the form of the law; each as page and file."""

from collections.abc import Callable
from datetime import date

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from belediyye.core.models import Municipality
from belediyye.finance.budget import access, forms, queries, tables
from belediyye.finance.budget.models import Axis, Budget, Side
from belediyye.finance.budget.views.pages import today
from belediyye.finance.budget.views.reports import XLSX, attached

YEARS = 5


def told(
    request: HttpRequest, table: tables.Table, name: str, form: django_forms.Form | None = None
) -> HttpResponse:
    """A table as the page, or as the file or sheet that `?format=` asks for."""
    wanted = request.GET.get("format")
    if wanted == "xlsx":
        return attached(tables.to_xlsx(table), XLSX, f"{name}.xlsx")
    if wanted == "csv":
        return attached(tables.to_csv(table), "text/csv; charset=utf-8", f"{name}.csv")
    if wanted == "pdf":
        return attached(tables.to_pdf(table), "application/pdf", f"{name}.pdf")
    page = {"table": table, "form": form, "back": request.path}
    return render(request, "budget/table_print.html" if wanted == "print" else "budget/table_page.html", page)


def _years_of(place: Municipality) -> list[Budget]:
    """The newest adopted years, the oldest first."""
    return list(queries.public_years(place)[:YEARS])[::-1]


def _over_years(request: HttpRequest, make: Callable[[list[Budget]], HttpResponse]) -> HttpResponse:
    budgets = _years_of(access.get_place_for(request.actor))
    if budgets:
        return make(budgets)
    return render(request, "budget/no_years.html", {"back": reverse("budget_home")})


@require_GET
def years(request: HttpRequest) -> HttpResponse:
    """Up to five adopted years side by side, by any classification; older years under the newest codes."""
    form = forms.ReportForm(request.GET or None, initial={"side": Side.EXPENDITURE, "axis": Axis.FUNCTIONAL})
    del form.fields["on"]

    def make(budgets: list[Budget]) -> HttpResponse:
        side, axis, _on = form.chosen(budgets[-1], today())
        days = [queries.known_on(one) for one in budgets]
        table = tables.of_years(queries.over_years(budgets, side, axis, days))
        return told(request, table, f"budget-years-{axis}", form)

    return _over_years(request, make)


@require_GET
def analysis(request: HttpRequest) -> HttpResponse:
    """The economic analysis sheet over up to five adopted years."""
    return _over_years(
        request,
        lambda budgets: told(request, tables.of_analysis(queries.analysis(budgets)), "budget-analysis"),
    )


@require_GET
def execution(request: HttpRequest, pk: int, half: str) -> HttpResponse:
    """The half-year or yearly report in the form of the law."""
    if half not in ("half", "year"):
        raise Http404
    one = access.get_budget_for(request.actor, pk)
    on = date(one.year, 6, 30) if half == "half" else date(one.year, 12, 31)
    return told(request, tables.of_execution(one, on, half_year=half == "half"), f"budget-{one.year}-{half}")


@require_GET
def report_pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """Plan against outturn by any classification and day, as PDF."""
    one = access.get_budget_for(request.actor, pk)
    side, axis, on = forms.ReportForm(request.GET or None).chosen(one, today())
    table = tables.of_report(queries.report(one, side, axis, on))
    return attached(tables.to_pdf(table), "application/pdf", f"budget-{one.year}-{axis}.pdf")
