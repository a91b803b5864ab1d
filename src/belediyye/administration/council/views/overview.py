"""The room's first page: what waits, the next session, the council at a glance."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from belediyye.administration.council import access, queries, tasks
from belediyye.administration.council.views.pages import tabs, today, what_may


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    place = access.get_place_for(request.actor)
    on = today()
    council = queries.council_of(place)
    coming = list(queries.coming(place)[:5])
    page = {
        "tabs": tabs(request.actor, "council_home"),
        "tasks": sorted(tasks.tasks_of(request.actor), key=lambda t: (t.due is None, t.due or on)),
        "council": council,
        "term": queries.term_on(place, on),
        "filled": queries.voters_on(council, on).count() if council else 0,
        "by_law": queries.seats_by_law(place, on),
        "coming": coming,
        "last": queries.last_held(place),
        "decisions": queries.decisions_of(place)[:6],
        "decided": queries.decisions_of(place).filter(year=on.year).count(),
        "gaps": queries.tally(queries.matrix(place, on)),
        "place": place,
        "today": on,
        "may": what_may(request.actor),
    }
    return render(request, "council/home.html", page)
