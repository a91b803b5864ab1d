"""Papers that go out together on paper: few at once, many by a worker, whole or place by place."""

from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core import files
from belediyye.core.actions import Refused
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.printing import PrintForm
from belediyye.finance.revenue.queries import delivering, lots, mailing
from belediyye.finance.revenue.views.pages import answer_pdf
from belediyye.finance.rules.queries import language

GET_POST = require_http_methods(["GET", "POST"])
# So many pages are set while the reader waits.
AT_ONCE = 250


def lot_of(request: HttpRequest, **arguments: Any) -> lots.Lot:
    """The papers that an address names: those of a run, whether there are any or not; others only where there are some."""
    if "run" in arguments:
        return lots.of_run(access.get_run_for(request.actor, arguments["run"]))
    found = access.get_lot_for(request.actor, arguments)
    if not found.papers().exists():
        raise Http404
    return found


@require_GET
def run_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The notices of a small run, in the order of delivery; a large one goes by the page that asks a worker."""
    lot = lot_of(request, run=number)
    chosen = delivering.walk(lot, None, None)
    if not chosen:
        raise Http404
    if len(chosen) > AT_ONCE:
        return redirect(lot.url("print"))
    (rows,) = lot.in_order(chosen, AT_ONCE)
    return answer_pdf(lot.pdf(rows, language()), f"{lot.name}.pdf")


@GET_POST
def run_print(request: HttpRequest, number: int) -> HttpResponse:
    return _print(request, lot_of(request, run=number), reverse("revenue_run", args=[number]))


@GET_POST
def again_print(request: HttpRequest, year: int, issued: str) -> HttpResponse:
    return _print(request, lot_of(request, year=year, issued=issued), reverse("revenue_notices"))


@GET_POST
def reminders_print(request: HttpRequest, day: str, step: int) -> HttpResponse:
    return _print(request, lot_of(request, day=day, step=step), reverse("revenue_reminders"))


def _print(request: HttpRequest, lot: lots.Lot, back: str) -> HttpResponse:
    """Asks a worker for all papers, or for those of a settlement or street, as one file; below, what was printed."""
    places = delivering.places_of(lot)
    form = PrintForm(places, request.POST or None, mailed=mailing.was_sent(lot))
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_print(actor=request.actor, lot=lot, **form.chosen())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(reverse("job", args=[asked.pk]))
    page = {
        "form": form, "lot": lot, "back": back, "count": sum(n for *_place, n in places), "printed": access.prints_for(request.actor, lot)[:50]
    }  # fmt: skip
    return render(request, "revenue/run_print.html", page, status=422 if form.errors else 200)


@require_GET
def printed(request: HttpRequest, job: int) -> HttpResponse:
    """A printed file."""
    done = access.get_print_for(request.actor, job)
    path = files.path_of(settings.FILES_ROOT, done.result["digest"])
    return FileResponse(path.open("rb"), content_type="application/pdf", filename=done.result["name"])
