"""The law for everyone: the taxes, their parameters and cases, and the calculator. No login."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from belediyye.finance.rules import queries
from belediyye.finance.rules.forms import KINDS, CalculatorForm


@require_GET
def taxes(request: HttpRequest) -> HttpResponse:
    """The chapters of the book."""
    chapters = [(tax.id, tax.label[queries.language()], tax) for tax in queries.chapters()]
    return render(request, "rules/taxes.html", {"chapters": chapters, "book": queries.load_book()})


@require_GET
def tax(request: HttpRequest, identifier: str) -> HttpResponse:
    """One tax: plain words, parameters by day, the formula as steps, the signed cases computed now."""
    chapter = queries.chapter(identifier)
    if chapter is None:
        raise Http404
    lang = queries.language()
    page = {
        "title": chapter.label[lang],
        "text": chapter.text[lang],
        "parameters": [
            (p, p.label[lang], queries.unit_in_words(p.unit), queries.values_of(p))
            for p in chapter.parameters
        ],
        "formulas": queries.formulas_of(chapter, timezone.localdate().year),
        "cases": queries.cases_of(chapter),
        "kind": next((c.kind for c in chapter.calculations), None),
        "book": queries.load_book(),
    }
    return render(request, "rules/tax.html", page)


@require_GET
def calculator(request: HttpRequest) -> HttpResponse:
    """Which tax? Then its questions; then the amount, growing step by step."""
    kind = request.GET.get("object_kind", "")
    if kind not in KINDS:
        kinds = [(code, title, about) for code, (title, about) in KINDS.items()]
        return render(request, "rules/calculator_kinds.html", {"kinds": kinds})
    asked = "year" in request.GET
    form = CalculatorForm(request.GET if asked else None, kind=kind, today=timezone.localdate())
    found = None
    if asked and form.is_valid():
        try:
            found = queries.answer(form.facts(), form.cleaned_data["year"])
        except queries.Refused as refused:
            form.add_error(
                refused.column if refused.column in form.fields else None, refused.reason[queries.language()]
            )
    page = {
        "form": form,
        "kind": kind,
        "title": KINDS[kind][0],
        "found": found,
        "link": request.build_absolute_uri(),
    }
    return render(request, "rules/calculator.html", page)
