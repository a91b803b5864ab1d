"""Open data of a budget: CSV, JSON and a Fiscal Data Package that describes the CSV. No login, no person in it."""

import io
import json
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_GET
from django_scopes import scope

from belediyye.core.documents.sheets import CsvWriter
from belediyye.finance.budget import access, queries
from belediyye.finance.budget.models import Budget

MONEY = ("initial", "adjusted", "committed", "owed", "outturn")
CODES = ("functional", "economic", "revenue", "source", "programme", "place")
# field → (type of the table schema, column type: of the budget taxonomy, or one of OWN_TYPES)
FIELDS = {
    "line": ("string", "budget-line-id"),
    "year": ("integer", "date:fiscal-year"),
    "side": ("string", "direction"),
    "title": ("string", "line:label"),
    "functional": ("string", "functional-classification:generic:code"),
    "economic": ("string", "economic-classification:generic:code"),
    "revenue": ("string", "revenue-classification:generic:code"),
    "source": ("string", "fin-source:generic:code"),
    "programme": ("string", "activity:generic:program:code"),
    "place": ("string", "geo:target:code"),
    # A measure has no column type of its own: `normalize` tells its phase, the extra field `amount` is the value.
    **dict.fromkeys(MONEY, ("number", "")),
    "on": ("date", "date:generic"),
}
TAXONOMY = "https://frictionlessdata.io/taxonomies/fiscal/budgets.json"
OWN_TYPES = [
    {"name": "line:label", "dataType": "string", "labelOf": "budget-line-id"},
    {"name": "revenue-classification:generic:code", "dataType": "string", "unique": True},
]


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


def table(budget: Budget, on: date) -> str:
    """The lines as CSV: money as manat with a point, the columns of FIELDS."""
    target = io.StringIO(newline="")
    writer = CsvWriter(target)
    writer.writerow(FIELDS)
    for row in queries.open_rows(budget, on):
        writer.writerow([_decimal(row[name]) if name in MONEY else row[name] for name in FIELDS])
    return target.getvalue()


def description(budget: Budget, on: date, path: str, size: int) -> dict[str, Any]:
    """The Fiscal Data Package (1.0rc1) of a budget; `tests/fiscal-data-package.schema.json` holds what it must keep."""
    fields: list[dict[str, Any]] = []
    for name, (kind, column) in FIELDS.items():
        if name in MONEY:
            fields.append({"name": name, "type": kind, "decimalChar": ".", "normalize": {"phase": name}})
        else:
            fields.append({"name": name, "type": kind, "columnType": column})
    extra = [
        {"name": "amount", "type": "number", "columnType": "value", "normalizationTarget": True},
        {"name": "phase", "type": "string", "columnType": "phase:id"},
        {"name": "currency", "type": "string", "columnType": "value-currency:code", "constant": "AZN"},
    ]
    return {
        "name": f"budget-{budget.municipality.code}-{budget.year}",
        "title": f"{budget.municipality} — {budget.year}",
        "description": "Texts that a spreadsheet would run as a formula have an apostrophe before them; lines.json has them as they are.",
        "profile": "fiscal-data-package",
        "created": f"{on.isoformat()}T00:00:00Z",
        "licenses": [{"name": "CC-BY-4.0", "path": "https://creativecommons.org/licenses/by/4.0/"}],
        "countryCode": "AZ",
        "fiscalPeriod": {"start": f"{budget.year}-01-01", "end": f"{budget.year}-12-31"},
        "columnTypes": [TAXONOMY, OWN_TYPES],
        "resources": [
            {
                "name": "lines", "path": path, "profile": "tabular-data-resource", "mediatype": "text/csv", "encoding": "utf-8", "bytes": size,
                "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "header": True},
                "schema": {"fields": fields, "extraFields": extra, "primaryKey": "line", "missingValues": [""]},
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
