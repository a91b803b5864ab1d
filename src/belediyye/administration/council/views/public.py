"""What everyone may read: sessions, agendas, decisions, members and their votes, powers; feed and calendar."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET
from django_scopes import scope

from belediyye.administration.council import access, feeds, files, forms, queries
from belediyye.administration.council.models import Ballot, Holding, Paper, Sitting
from belediyye.administration.council.pictures import matrix_picture, vote_picture
from belediyye.administration.council.views.pages import page_of, today
from belediyye.core.models import Municipality
from belediyye.core.text import fold


def _parts(place: Municipality, current: str) -> dict[str, Any]:
    return {"place": place, "current": current}


@require_GET
def sittings(request: HttpRequest, code: str) -> HttpResponse:
    place = access.get_public_place(code)
    with scope(municipality=place):
        now = Sitting.State
        coming = list(
            queries.public_sittings(place).filter(state__in=[now.CALLED, now.OPEN]).order_by("starts_at")
        )
        past = queries.public_sittings(place).exclude(state__in=[now.CALLED, now.OPEN])
        page = {**_parts(place, "sittings"), "coming": coming, "page": page_of(request, past)}
        return render(request, "council/public/sittings.html", page)


@require_GET
def sitting(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    place = access.get_public_place(code)
    with scope(municipality=place):
        one = access.get_public_sitting(place, pk)
        items = queries.items_of(one, public=True)
        for item in items:
            item.shown = [_shown(b) for b in item.ballots.all() if b.closed_at]
        papers = Paper.objects.filter(sitting=one, item=None, is_public=True, withdrawn=False).select_related(
            "file"
        )
        came = queries.attendance_of(one) if one.state in (Sitting.State.HELD, Sitting.State.FAILED) else []
        page = {**_parts(place, "sittings"), "sitting": one, "items": items, "papers": papers, "came": came}
        return render(request, "council/public/sitting.html", page)


def _shown(ballot: Ballot) -> dict[str, Any]:
    """A closed vote for the page: steps, picture, and names only where the vote was open."""
    names = list(ballot.votes.all()) if ballot.way == Ballot.Way.OPEN else []
    steps = [queries.said(step) for step in queries.ballot_outcome(ballot).steps]
    return {"ballot": ballot, "steps": steps, "picture": vote_picture(ballot), "names": names}


@require_GET
def decisions(request: HttpRequest, code: str) -> HttpResponse:
    place = access.get_public_place(code)
    with scope(municipality=place):
        asked = forms.DecisionFilter(request.GET or None)
        given = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
        rows = queries.decisions_like(
            place, matter=given.get("matter", ""), year=given.get("year"), state=given.get("state", ""),
            folded=fold(given.get("q", "")),
        ).filter(published_on__isnull=False, is_public=True)  # fmt: skip
        page = {**_parts(place, "decisions"), "filter": asked, "page": page_of(request, rows)}
        return render(request, "council/public/decisions.html", page)


@require_GET
def decision(request: HttpRequest, code: str, year: int, number: int) -> HttpResponse:
    place = access.get_public_place(code)
    with scope(municipality=place):
        one = access.get_public_decision(place, year, number)
        page = {
            **_parts(place, "decisions"),
            "decision": one,
            "matter": queries.matter_words(one.matter),
            "vote": _shown(Ballot.objects.prefetch_related("votes__seat__person").get(pk=one.ballot_id)),
            "changes": [c for c in queries.changes_of(one) if c.by.published_on],
            "changed": [c for c in queries.changes_by(one) if c.target.published_on],
            "papers": Paper.objects.filter(item=one.item_id, is_public=True, withdrawn=False).select_related(
                "file"
            ),
        }
        return render(request, "council/public/decision.html", page)


@require_GET
def members(request: HttpRequest, code: str) -> HttpResponse:
    place = access.get_public_place(code)
    on = today()
    with scope(municipality=place):
        bodies = [
            (b, list(queries.members_on(b, on))) for b in queries.bodies_of(place, on).exclude(kind="council")
        ]
        council = queries.council_of(place)
        page = {
            **_parts(place, "members"),
            "records": queries.records_of(place, on),
            "council": council,
            "term": queries.term_on(place, on),
            "bodies": bodies,
            "on": on,
        }
        return render(request, "council/public/members.html", page)


@require_GET
def powers(request: HttpRequest, code: str) -> HttpResponse:
    place = access.get_public_place(code)
    with scope(municipality=place):
        rows = queries.matrix(place, today())
        page = {
            **_parts(place, "powers"), "rows": rows, "acts": Holding.Act.choices, "on": today(),
            "picture": matrix_picture(rows) if rows else "", "tongue": queries.tongue(),
        }  # fmt: skip
        return render(request, "council/public/powers.html", page)


@require_GET
def minutes(request: HttpRequest, code: str, pk: int) -> HttpResponse:
    """The signed minutes of a public session. Minutes of a closed one are not for the public."""
    place = access.get_public_place(code)
    with scope(municipality=place):
        one = access.get_public_sitting(place, pk)
        if not one.minutes_id or not one.is_public or one.items.filter(is_public=False).exists():
            raise Http404
        response = HttpResponse(files.read(one.minutes), content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="protokol-{one.year}-{one.number or one.pk}.pdf"'
        return response


@require_GET
def atom(request: HttpRequest, code: str) -> HttpResponse:
    place = access.get_public_place(code)
    with scope(municipality=place):
        text = feeds.atom(
            place,
            list(queries.published(place).order_by("-published_on", "-year", "-number")[:50]),
            get_language() or "az",
        )
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


@require_GET
def calendar(request: HttpRequest, code: str) -> HttpResponse:
    place = access.get_public_place(code)
    with scope(municipality=place):
        text = feeds.ical(place, list(queries.public_sittings(place)[:200]))
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{place.code}.ics"'
    return response
