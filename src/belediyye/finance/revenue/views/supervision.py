"""The supervisor's page: every municipality's local revenue in figures."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from belediyye.finance.revenue import access
from belediyye.finance.revenue.forms.reports import ReportForm
from belediyye.finance.revenue.queries.reports import supervision
from belediyye.finance.revenue.queries.reports.tables import Table
from belediyye.finance.revenue.views.pages import XLSX, answer_file
from belediyye.finance.revenue.views.reports import as_workbook

FILTERS = ("year", "on", "area")


def _asked(request: HttpRequest) -> tuple[ReportForm, dict[str, Any], Table]:
    access.require_supervisor(request.actor)
    today = timezone.localdate()
    form = ReportForm(request.GET, FILTERS, {"year": today.year, "on": today}, 0)
    chosen = form.chosen()
    area = chosen["area"].pk if chosen["area"] else None
    return form, chosen, supervision.table(supervision.Scope(chosen["year"], chosen["on"], area))


@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    form, chosen, table = _asked(request)
    page = {"form": form, "chosen": chosen, "table": table.shown(), "asked": request.GET.urlencode()}
    return render(request, "revenue/supervision.html", page)


@require_GET
def overview_table(request: HttpRequest) -> HttpResponse:
    _form, chosen, table = _asked(request)
    return answer_file(
        as_workbook(table, (table.caption, f"{chosen['year']}; {chosen['on']:%d.%m.%Y}")),
        f"supervision-{chosen['on']:%Y-%m-%d}.xlsx",
        XLSX,
    )
