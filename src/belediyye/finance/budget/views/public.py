"""The budget for residents: where it comes from, where it goes, what was done, and where my manat goes."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django_scopes import scope, scopes_disabled

from belediyye.core import display, svg
from belediyye.core.models import Municipality
from belediyye.finance.budget import access, papers, queries
from belediyye.finance.budget.forms.public import ManatForm
from belediyye.finance.revenue.queries import notices

YEARS = 5


@require_GET
def overview(request: HttpRequest, code: str) -> HttpResponse:
    """The newest budget, and the other years."""
    place = access.get_public_place(code)
    with scope(municipality=place):
        newest = queries.public_years(place).first() or queries.public_drafts(place).first()
        return _page(request, place, newest.year if newest else None)


@require_GET
def year(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """One year's budget."""
    place = access.get_public_place(code)
    with scope(municipality=place):
        if queries.public_version(place, year) is None:
            raise Http404
        return _page(request, place, year)


def _page(request: HttpRequest, place: Municipality, year: int | None) -> HttpResponse:
    budget = queries.public_version(place, year) if year else None
    if budget is None:
        return render(request, "budget/public.html", {"place": place, "budget": None})
    told = queries.years_told(list(queries.public_years(place)[:YEARS]), papers.language())
    story = (told.of(budget) if told else None) or queries.story(budget)
    asked = request.GET if {"amount", "il", "nomre", "kod"} & request.GET.keys() else None
    form = ManatForm(asked)
    amount, notice = _asked(form, place) if form.is_bound and form.is_valid() else (None, None)
    with scope(municipality=None):
        alike = queries.similar(budget) if budget.is_frozen else []
    shares = queries.manat(story.expenditure, amount) if amount else []
    page = {
        "place": place, "budget": budget, "story": story, "form": form, "amount": amount, "notice": notice, "years": told.stories if told else [],
        "groups": told.groups if told and len(told.stories) > 1 else None, "alike": alike, "drafts": queries.public_drafts(place), "manat": shares,
        "manat_picture": _shares(shares), "come": _bars(story.revenue, _("Where the money comes from")), "go": _bars(story.expenditure, _("Where the money goes")),
    }  # fmt: skip
    return render(request, "budget/public.html", page)


def _asked(form: ManatForm, place: Municipality) -> tuple[int | None, Any]:
    """The amount that was asked for, or that of the notice that was named; the notice opens only with its code."""
    given = form.cleaned_data
    if given["amount"] is not None:
        return given["amount"], None
    # The visitor acts in no municipality: number and code open one notice, whoever asks.
    with scopes_disabled():
        notice = notices.public_notice(place, given["il"], given["nomre"])
        if notice is None or not notices.is_code(notice, given["kod"]):
            form.add_error(None, _("Number and code do not belong together. Compare them with the notice."))
            return None, None
    if notice.due_qepik <= 0:
        form.add_error(None, _("Nothing is due on this notice, so there is nothing to share out."))
        return None, None
    return notice.due_qepik, notice


def _shares(shares: list[tuple[queries.Row, int]]) -> str:
    """The parts of one payer's amount, the largest first."""
    bars = [svg.Bar(row.name, share, display.money(share)) for row, share in shares]
    return svg.horizontal_bars(
        bars, title=_("Where my manat goes"), description=_("The table below holds the same figures.")
    ) if bars else ""  # fmt: skip


def _bars(report: queries.Report, title: str) -> str:
    """The groups with their parts, the largest first."""

    def bar(row: queries.Row, parts: tuple[svg.Bar, ...] = ()) -> svg.Bar:
        return svg.Bar(row.name, row.adjusted, display.money(row.adjusted), children=parts)

    tops = sorted((row for row in report.tops if row.adjusted), key=lambda row: -row.adjusted)
    bars = [bar(row, tuple(bar(child) for child in row.children if child.adjusted)) for row in tops]
    return svg.nested_bars(bars, title=title, description=_("The table below holds the same figures."))
