"""The walk with the notices: its list on paper, and what became of every door on one page."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core.actions import Refused
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.walk import DoorsForm, WalkFilter
from belediyye.finance.revenue.queries import walking
from belediyye.finance.revenue.views.pages import XLSX, answer_file, answer_pdf

LARGEST = 200


def _asked(request: HttpRequest) -> tuple[int, dict[str, Any], WalkFilter]:
    """The municipality, the year and street asked for, and the form that asks."""
    place = access.require_reader(request.actor)
    form = WalkFilter(request.GET or None, place=place, today=timezone.localdate())
    chosen = form.cleaned_data if form.is_bound and form.is_valid() else {}
    year = chosen.get("year") or timezone.localdate().year
    return place, {"year": year, "street": chosen.get("street") or ""}, form


@require_http_methods(["GET", "POST"])
def walk(request: HttpRequest) -> HttpResponse:
    """The doors of a street with a row each; a POST records every row that has an outcome, or none of them."""
    place, asked, form = _asked(request)
    found = walking.stops(place, **asked)
    shown = found[:LARGEST]
    rows = DoorsForm(request.POST or None, stops=shown, initial={"day": timezone.localdate(), "way": "hand"})
    if request.method == "POST" and rows.is_valid():
        try:
            count = actions.record_deliveries(actor=request.actor, **rows.cleaned_data)
        except Refused as refused:
            rows.add_error(None, str(refused))
        else:
            messages.success(request, _("Recorded: %(count)s.") % {"count": count})
            return redirect(f"{reverse('revenue_walk')}?{request.GET.urlencode()}")
    page = {
        "form": form, "rows": rows, "stops": [(s, rows[f"outcome_{s.notice.pk}"], rows[f"proof_{s.notice.pk}"]) for s in shown],
        "asked": asked, "count": len(found), "query": request.GET.urlencode(), "more": len(found) > LARGEST,
        "may_keep": access.may_keep(actor=request.actor) is None,
    }  # fmt: skip
    return render(request, "revenue/walk.html", page, status=422 if rows.is_bound and rows.errors else 200)


@require_GET
def walk_pdf(request: HttpRequest) -> HttpResponse:
    place, asked, _form = _asked(request)
    assert request.actor.municipality is not None
    on: date = timezone.localdate()
    found = walking.stops(place, **asked)
    return answer_pdf(
        walking.walk_pdf(request.actor.municipality, asked["year"], found, on), f"walk-{asked['year']}.pdf"
    )


@require_GET
def walk_table(request: HttpRequest) -> HttpResponse:
    place, asked, _form = _asked(request)
    found = walking.stops(place, **asked)
    return answer_file(walking.walk_xlsx(found, timezone.localtime()), f"walk-{asked['year']}.xlsx", XLSX)
