"""The first page, the search box, a municipality's face, long work, and choosing where to act."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from belediyye.core import access, cast, desk
from belediyye.core import search as house_search
from belediyye.core.actors import role_labels
from belediyye.core.middleware import CHOSEN
from belediyye.core.models import Municipality, Role


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """For a guest, what this place offers; for an officer, what needs her today."""
    if request.actor.is_guest:
        people = cast.ready_accounts() if settings.DEMO else []
        return render(request, "core/welcome.html", {"offers": desk.offers(), "demo_people": people})
    page = {
        "tasks": desk.tasks_for(request.actor),
        "offers": desk.offers(request.actor.municipality) if request.actor.has(Role.RESIDENT) else [],
        "places": Municipality.objects.filter(pk__in=request.actor.municipalities),
        "roles": role_labels(request.actor.roles),
        "may_read_log": request.actor.has(*access.OFFICERS, Role.TECHNICIAN, Role.COORDINATOR),
    }
    return render(request, "core/desk.html", page)


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    text = request.GET.get("q", "")[:200]
    return render(
        request, "core/search.html", {"text": text, "found": house_search.search_house(request.actor, text)}
    )


@require_GET
def municipality(request: HttpRequest, code: str) -> HttpResponse:
    place = access.get_municipality_for(request.actor, code)
    return render(request, "core/municipality.html", {"place": place, "offers": desk.offers(place)})


@require_GET
def job(request: HttpRequest, pk: int) -> HttpResponse:
    return render(request, "core/job.html", {"job": access.get_job_for(request.actor, pk)})


@require_POST
def choose_municipality(request: HttpRequest) -> HttpResponseRedirect:
    """Where an officer of several municipalities acts from now on. A place without a role is not entered."""
    chosen = request.POST.get("municipality", "")
    if chosen.isdecimal() and int(chosen) in request.actor.municipalities:
        request.session[CHOSEN] = int(chosen)
    return redirect(reverse("home"))


@require_GET
def healthz(request: HttpRequest) -> JsonResponse:
    """For the machine that watches: the program answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"ok": True})
