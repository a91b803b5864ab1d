"""The working calendar: which days are free, why, and the decisions that moved a day."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from belediyye.core import access, queries
from belediyye.core.calendar_days import move_day
from belediyye.core.forms import MoveDayForm


@require_http_methods(["GET", "POST"])
def working_days(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """A year's days off and moved days; who may, adds a decision."""
    year = year or timezone.localdate().year
    if not queries.FIRST_CALENDAR_YEAR <= year <= queries.LAST_CALENDAR_YEAR:
        raise Http404
    may_move = access.may_move_days(request.actor) is None
    form = MoveDayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        moved = move_day(actor=request.actor, **form.cleaned_data)
        messages.success(request, _("The working calendar knows the decision now."))
        return redirect("working_days_of", moved.day.year)
    lang = "en" if (get_language() or "az").startswith("en") else "az"
    marks = [m for m in queries.working_calendar().marks.values() if m.day.year == year]
    page = {
        "year": year,
        "days": [(m.day, m.name[lang], m.working, m.decision, m.estimated) for m in marks],
        "form": form if may_move else None,
        "before": year - 1 if year > queries.FIRST_CALENDAR_YEAR else None,
        "after": year + 1 if year < queries.LAST_CALENDAR_YEAR else None,
    }
    return render(request, "core/working_days.html", page)
