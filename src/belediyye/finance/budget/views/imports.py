"""Taking in somebody else's budget: upload → columns, codes and totals with every problem in its row → lines → undo."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.core.actions import Refused
from belediyye.core.documents.sheets import Column
from belediyye.finance.budget import access, actions, papers
from belediyye.finance.budget.forms.importing import ImportForm, MatchForm
from belediyye.finance.budget.models import BudgetImport, ImportedRow, Side
from belediyye.finance.budget.queries.imports import problem_words
from belediyye.finance.budget.views.pages import form_page, page_of, today, what_may
from belediyye.finance.budget.views.reports import XLSX, attached

Outcome = ImportedRow.Outcome
SHOWN = {
    "lines": Outcome.LINE,
    "totals": Outcome.TOTAL,
    "differs": Outcome.DIFFERS,
    "refused": Outcome.REFUSED,
}


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """Every file taken in or read."""
    place = access.get_place_for(request.actor)
    rows = BudgetImport.objects.filter(municipality=place).select_related("file", "budget")
    return render(request, "budget/imports.html", {"page": page_of(request, rows), "may": what_may(request)})


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """A file is read and shown; nothing is planned yet."""
    place = access.get_place_for(request.actor)
    start = {"year": today().year + 1, "unit": 1, "budget": request.GET.get("version")}
    form = ImportForm(request.POST or None, request.FILES or None, place=place, initial=start)

    def do(given: dict[str, Any]) -> str:
        made = actions.read_import(
            actor=request.actor, municipality=place, name=given["file"].name, content=given["file"].read(), year=given["year"], budget=given["budget"],
            choice=actions.Choice(None, given["side"], given["unit"], given["new_codes"]),
        )  # fmt: skip
        return reverse("budget_import", args=[made.pk])

    return form_page(
        request, form, do, title=_("Take in a budget from a file"), back=reverse("budget_imports"), button=_("Read the file")
    )  # fmt: skip


def _problems(made: BudgetImport) -> int:
    return ImportedRow.objects.filter(made_by=made).exclude(problems=[]).count()


@require_GET
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: its totals, columns and codes; every row with what is wrong with it. `?format=xlsx`: the problems."""
    made = access.get_import_for(request.actor, pk)
    if request.GET.get("format") == "xlsx":
        return attached(_problem_book(made), XLSX, f"budget-import-{made.pk}.xlsx")
    return _page(request, made, MatchForm(made=made))


def _page(request: HttpRequest, made: BudgetImport, match: MatchForm, status: int = 200) -> HttpResponse:
    shown = request.GET.get("show", "")
    rows = ImportedRow.objects.filter(made_by=made)
    if shown in SHOWN:
        rows = rows.filter(outcome=SHOWN[shown])
    elif shown == "problems":
        rows = rows.exclude(problems=[])
    page = page_of(request, rows)
    for row in page:
        row.words = [problem_words(problem) for problem in row.problems]
        row.code_words = " · ".join(row.codes.values())
    counts = made.counts["rows"]
    parts = [
        ("", _("All rows"), sum(counts.values())), ("lines", _("Lines"), counts.get("line", 0)), ("totals", _("Totals that agree"), counts.get("total", 0)),
        ("differs", _("Totals that do not agree"), counts.get("differs", 0)), ("refused", _("Not taken"), counts.get("refused", 0)), ("problems", _("With a remark"), _problems(made)),
    ]  # fmt: skip
    context = {
        "made": made, "page": page, "match": match, "may": what_may(request), "lines": counts.get("line", 0), "refused": counts.get("refused", 0), "problems": parts[-1][2],
        "sums": [(Side[name.upper()].label, amount) for name, amount in made.counts["sums"].items()],
        "tabs": [{"title": title, "url": f"?show={key}" if key else "?", "current": shown == key, "count": count} for key, title, count in parts],
    }  # fmt: skip
    return render(request, "budget/import.html", context, status=status)


def _problem_book(made: BudgetImport) -> bytes:
    """The rows with a remark, with their words, as a workbook."""
    columns = [
        Column({"az": "Sətir", "en": "Row"}, "int", 10), Column({"az": "Maddə", "en": "Line"}, "text", 50), Column({"az": "Məbləğ", "en": "Amount"}, "money", 18),
        Column({"az": "Nəticə", "en": "Outcome"}, "text", 26), Column({"az": "Qeyd", "en": "Remark"}, "text", 80),
    ]  # fmt: skip
    rows = (
        [row.row, row.title, row.amount, row.get_outcome_display(), " ".join(problem_words(one) for one in row.problems)]
        for row in ImportedRow.objects.filter(made_by=made).exclude(problems=[])
    )  # fmt: skip
    return papers.workbook(columns, rows)


@require_POST
def import_match(request: HttpRequest, pk: int) -> HttpResponse:
    """Reads the file again with other columns."""
    made = access.get_import_for(request.actor, pk)
    form = MatchForm(request.POST, made=made)
    if not form.is_valid():
        return _page(request, made, form, 422)
    try:
        actions.match_import(actor=request.actor, made=made, columns=form.columns(), choice=form.choice())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return _page(request, made, form, 422)
    messages.success(request, _("The file was read again; nothing is planned yet."))
    return redirect("budget_import", pk)


def _told(request: HttpRequest, pk: int, do: Any) -> HttpResponse:
    try:
        messages.success(request, do())
    except Refused as refusal:
        messages.error(request, str(refusal))
    return redirect("budget_import", pk)


@require_POST
def import_take(request: HttpRequest, pk: int) -> HttpResponse:
    made = access.get_import_for(request.actor, pk)
    return _told(
        request,
        pk,
        lambda: (
            _("Lines planned: %(count)s.") % {"count": actions.take_import(actor=request.actor, made=made)}
        ),
    )


@require_POST
def import_undo(request: HttpRequest, pk: int) -> HttpResponse:
    made = access.get_import_for(request.actor, pk)

    def do() -> str:
        gone, stayed = actions.undo_import(actor=request.actor, made=made)
        return _("Lines taken out: %(gone)s; changed since and kept: %(stayed)s.") % {
            "gone": gone,
            "stayed": stayed,
        }

    return _told(request, pk, do)
