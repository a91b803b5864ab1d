"""Open data of a budget: CSV, JSON and a Fiscal Data Package that describes the CSV. No login, no person in it."""

import csv
import io
import json
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET
from django_scopes import scope

from belediyye.finance.budget import access, queries
from belediyye.finance.budget.models import Budget

MONEY = ("initial", "adjusted", "committed", "owed", "outturn")
CODES = ("functional", "economic", "revenue", "source", "programme", "place")
# field → (JSON table schema type, column type of the Fiscal Data Package)
FIELDS = {
    "line": ("integer", "transaction-id:code"),
    "year": ("year", "date:fiscal-year"),
    "side": ("string", "direction"),
    "title": ("string", "activity:generic:name"),
    "functional": ("string", "functional-classification:generic:code"),
    "economic": ("string", "economic-classification:generic:code"),
    "revenue": ("string", "revenue-classification:generic:code"),
    "source": ("string", "fin-source:generic:code"),
    "programme": ("string", "activity:generic:program:code"),
    "place": ("string", "geo:target:code"),
    **dict.fromkeys(MONEY, ("number", "value")),
    "on": ("date", "date:generic"),
}


def _found(code: str, year: int) -> tuple[Budget, date]:
    place = access.get_public_place(code)
    with scope(municipality=place):
        budget = queries.public_version(place, year)
        if budget is None:
            raise Http404
        return budget, queries.known_on(budget)


def _decimal(qepik: int) -> str:
    sign, rest = ("-" if qepik < 0 else ""), abs(qepik)
    return f"{sign}{rest // 100}.{rest % 100:02d}"


def _safe(text: object) -> object:
    return f"'{text}" if isinstance(text, str) and text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def table(budget: Budget, on: date) -> str:
    """The lines as CSV: money as manat with a point, the columns of FIELDS."""
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(FIELDS)
    for row in queries.open_rows(budget, on):
        writer.writerow([_decimal(row[name]) if name in MONEY else _safe(row[name]) for name in FIELDS])
    return target.getvalue()


def description(budget: Budget, on: date, path: str, size: int) -> dict[str, Any]:
    """The Fiscal Data Package of a budget."""
    fields = [{"name": name, "type": kind, "columnType": column} for name, (kind, column) in FIELDS.items()]
    for field in fields:
        if field["name"] in MONEY:
            field |= {"currency": "AZN", "decimalChar": ".", "groupChar": ""}
    return {
        "name": f"budget-{budget.municipality.code}-{budget.year}",
        "title": f"{budget.municipality} — {budget.year}",
        "profile": "fiscal-data-package",
        "created": f"{on.isoformat()}T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "countryCode": "AZ",
        "granularity": "aggregated",
        "fiscalPeriod": {"start": f"{budget.year}-01-01", "end": f"{budget.year}-12-31"},
        "resources": [
            {
                "name": "lines", "path": path, "profile": "tabular-data-resource", "mediatype": "text/csv", "encoding": "utf-8", "bytes": size,
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
                "schema": {"fields": fields, "primaryKey": "line", "missingValues": [""]},
            }
        ],
    }  # fmt: skip


@require_GET
def lines_csv(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Every line of a year."""
    budget, on = _found(code, year)
    with scope(municipality=budget.municipality):
        response = HttpResponse(table(budget, on), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{code}-{year}.csv"'
    return response


@require_GET
def lines_json(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """Every line of a year; amounts as whole qəpik."""
    budget, on = _found(code, year)
    with scope(municipality=budget.municipality):
        rows = list(queries.open_rows(budget, on))
    about = {
        "municipality": code,
        "year": year,
        "state": budget.state,
        "unit": "qəpik",
        "on": on.isoformat(),
        "lines": rows,
    }
    return JsonResponse(about, json_dumps_params={"ensure_ascii": False})


@require_GET
def datapackage(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The Fiscal Data Package."""
    budget, on = _found(code, year)
    with scope(municipality=budget.municipality):
        size = len(table(budget, on).encode())
    path = request.build_absolute_uri(reverse("public_budget_csv", args=[code, year]))
    return HttpResponse(
        json.dumps(description(budget, on, path, size), ensure_ascii=False, indent=1),
        content_type="application/json",
    )
