"""Notices of a run on paper: a small run at once, a large one by a worker, whole or place by place."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core import files
from belediyye.core.actions import Refused
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms_printing import PrintForm
from belediyye.finance.revenue.queries import delivering
from belediyye.finance.revenue.queries import notices as noticed
from belediyye.finance.revenue.views.pages import answer_pdf
from belediyye.finance.rules.queries import language

# So many pages are set while the reader waits.
AT_ONCE = 250


@require_GET
def run_pdf(request: HttpRequest, number: int) -> HttpResponse:
    """The notices of a small run, in the order of delivery; a large one goes by the page that asks a worker."""
    run = access.get_run_for(request.actor, number)
    chosen = delivering.walk(run, None, None)
    if not chosen:
        raise Http404
    if len(chosen) > AT_ONCE:
        return redirect(reverse("revenue_run_print", args=[number]))
    (rows,) = delivering.in_order(chosen, AT_ONCE)
    return answer_pdf(noticed.pdf_of(rows, language()), f"notices-{run.year}-{run.number}.pdf")


@require_http_methods(["GET", "POST"])
def run_print(request: HttpRequest, number: int) -> HttpResponse:
    """Asks a worker for all notices, or for those of a settlement or street, as one file; below, what was printed."""
    run = access.get_run_for(request.actor, number)
    places = delivering.places_of(run)
    form = PrintForm(places, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            asked = actions.ask_print(actor=request.actor, run=run, **form.chosen())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(reverse("job", args=[asked.pk]))
    page = {
        "form": form, "run": run, "count": sum(n for *_place, n in places), "printed": access.prints_for(request.actor, run)[:50]
    }  # fmt: skip
    return render(request, "revenue/run_print.html", page, status=422 if form.errors else 200)


@require_GET
def run_printed(request: HttpRequest, number: int, job: int) -> HttpResponse:
    """A printed file."""
    run = access.get_run_for(request.actor, number)
    done = access.get_print_for(request.actor, run, job)
    path = files.path_of(settings.FILES_ROOT, done.result["digest"])
    return FileResponse(path.open("rb"), content_type="application/pdf", filename=done.result["name"])
