"""The budget for residents: where it comes from, where it goes, what was done, and where my manat goes."""

from django import forms as django_forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET
from django_scopes import scope

from belediyye.core import display, svg
from belediyye.core.form_fields import MoneyField
from belediyye.core.models import Municipality
from belediyye.finance.budget import access, papers, queries


class ManatForm(django_forms.Form):
    """An amount of a notice. Asked by GET and kept nowhere."""

    amount = MoneyField(
        label=gettext_lazy("How much did you pay?"),
        min_qepik=1,
        max_qepik=10**9,
        help_text=gettext_lazy("The amount of your notice, for example 35,20."),
    )


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
    story = queries.story(budget, papers.language())
    form = ManatForm(request.GET if "amount" in request.GET else None)
    amount = form.cleaned_data["amount"] if form.is_bound and form.is_valid() else None
    years = [queries.story(one, papers.language()) for one in queries.public_years(place)[:5]]
    with scope(municipality=None):
        alike = queries.similar(budget) if budget.is_frozen else []
    page = {
        "place": place, "budget": budget, "story": story, "form": form, "amount": amount, "years": years, "alike": alike,
        "drafts": queries.public_drafts(place), "manat": queries.manat(story.expenditure, amount) if amount else [],
        "come": _bars(story.revenue, _("Where the money comes from")), "go": _bars(story.expenditure, _("Where the money goes")),
    }  # fmt: skip
    return render(request, "budget/public.html", page)


def _bars(report: queries.Report, title: str) -> str:
    """The groups with their parts, the largest first."""

    def bar(row: queries.Row, parts: tuple[svg.Bar, ...] = ()) -> svg.Bar:
        return svg.Bar(row.name, row.adjusted, display.money(row.adjusted), children=parts)

    tops = sorted((row for row in report.tops if row.adjusted), key=lambda row: -row.adjusted)
    bars = [bar(row, tuple(bar(child) for child in row.children if child.adjusted)) for row in tops]
    return svg.nested_bars(bars, title=title, description=_("The table below holds the same figures."))
