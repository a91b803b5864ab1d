"""Sessions: the list, one session, and what is done with it before and after it meets."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.administration.council import access, actions, files, forms, queries
from belediyye.administration.council import minutes as paper
from belediyye.administration.council.models import Attendance, Ballot, Sitting, Vote, effects
from belediyye.administration.council.views.pages import (
    after,
    form_page,
    page_of,
    table_response,
    tabs,
    today,
    what_may,
)
from belediyye.core.period import format_date
from belediyye.core.text import fold
from belediyye.core.thread import thread_of

ORDERS = {"day": "starts_at", "-day": "-starts_at", "state": "state", "-state": "-state"}


def _filtered(request: HttpRequest) -> tuple[Any, forms.SittingFilter]:
    place = access.get_place_for(request.actor)
    asked = forms.SittingFilter(request.GET or None, place=place)
    given = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
    rows = queries.sittings_like(
        place, state=given.get("state", ""), year=given.get("year"), folded=fold(given.get("q", "")),
        body_id=given["body"].pk if given.get("body") else None,
    )  # fmt: skip
    return rows.order_by(ORDERS.get(request.GET.get("sort", ""), "-starts_at"), "-pk"), asked


@require_GET
def sittings(request: HttpRequest) -> HttpResponse:
    rows, asked = _filtered(request)
    page = {
        "tabs": tabs(request.actor, "council_sittings"),
        "filter": asked,
        "page": page_of(request, rows),
        "may": what_may(request.actor),
    }
    return render(request, "council/sittings.html", page)


@require_GET
def sittings_table(request: HttpRequest) -> HttpResponse:
    rows, _asked = _filtered(request)
    headings = [
        _("Number"),
        _("Body"),
        _("Day"),
        _("Place"),
        _("State"),
        _("Members"),
        _("Present"),
        _("Questions"),
        _("Decisions"),
    ]
    return table_response(request, "iclaslar", headings, (
        [f"{s.number}/{s.year}" if s.number else "", s.body.name, format_date(queries.sitting_day(s)), s.place,
         s.get_state_display(), s.members, s.present, s.questions, s.passed]
        for s in rows
    ))  # fmt: skip


@require_GET
def sitting(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_sitting_for(request.actor, pk)
    on = queries.sitting_day(one)
    seats = list(queries.members_on(one.body, on))
    marks = {a.seat_id: a.state for a in queries.attendance_of(one)}
    voters = [s for s in seats if s.votes]
    running = queries.open_ballot(one)
    due = queries.notice_due(on)
    page = {
        "sitting": one,
        "on": on,
        "items": queries.items_of(one),
        "papers": one.papers.filter(item=None, withdrawn=False).select_related("file"),
        "people": [{"seat": s, "state": marks.get(s.pk, "")} for s in voters],
        "states": Attendance.State.choices,
        "quorum": queries.quorum_now(one, one.members if one.members is not None else len(voters)),
        "notice": {"day": due.day, "lines": queries.lines(due)},
        "today": today(),
        "open_form": forms.OpenForm(sitting=one) if one.state == Sitting.State.CALLED else None,
        "again": _brought_again(one),
        "may": what_may(request.actor),
        "thread": thread_of(request.actor, one),
        "effects": effects,
    } | (_vote(request, one, running, voters, marks) if running else {})
    return render(request, "council/sitting.html", page)


def _brought_again(one: Sitting) -> Sitting | None:
    """The session that is being prepared, to which a question that was left may go."""
    return (
        Sitting.objects.filter(body=one.body, state=Sitting.State.PREPARED)
        .exclude(pk=one.pk)
        .order_by("starts_at")
        .first()
    )


def _vote(
    request: HttpRequest, one: Sitting, running: Ballot, voters: list[Any], marks: dict[int, str]
) -> dict[str, Any]:
    """The running vote: who may still vote, and the reader's own place in it. Never how a secret one stands."""
    voted = {v.seat_id: v for v in running.votes.select_related("seat__person")}
    here = [s for s in voters if marks.get(s.pk) == Attendance.State.PRESENT]
    mine = queries.seat_of(request.actor.person_id, one.body, queries.sitting_day(one))
    return {
        "ballot": running,
        "waiting": [s for s in here if s.pk not in voted],
        "voted": list(voted.values()),
        "choices": Vote.Choice.choices,
        "mine": mine
        if mine and mine.pk not in voted and marks.get(mine.pk) == Attendance.State.PRESENT
        else None,
        "i_voted": bool(mine and mine.pk in voted),
        "count_form": forms.CountForm() if running.way == Ballot.Way.SECRET and not voted else None,
    }


@require_http_methods(["GET", "POST"])
def sitting_new(request: HttpRequest) -> HttpResponse:
    place = access.get_place_for(request.actor)
    form = forms.SittingForm(request.POST or None, place=place, on=today(), initial={"place": place.address})

    def do(given: dict[str, Any]) -> str:
        made = actions.prepare_sitting(
            actor=request.actor, body=given["body"], starts_at=form.moment(), place=given["place"],
            kind=given["kind"], initiative=given["initiative"], is_public=given["is_public"],
        )  # fmt: skip
        return reverse("council_sitting", args=[made.pk])

    return form_page(
        request,
        form,
        do,
        title=_("Prepare a session"),
        back=reverse("council_sittings"),
        button=_("Prepare"),
        may=access.may_call,
    )


@require_http_methods(["GET", "POST"])
def sitting_call(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_sitting_for(request.actor, pk)
    due = queries.notice_due(queries.sitting_day(one))
    form = forms.CallForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        actions.call_sitting(actor=request.actor, sitting=one, on=today(), late_because=given["late_because"])
        return reverse("council_sitting", args=[one.pk])

    return form_page(
        request, form, do, title=_("Call the session"), back=reverse("council_sitting", args=[pk]), button=_("Call"),
        intro=queries.lines(due), done=_("The session is called; its agenda is public now."), may=access.may_call,
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def sitting_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_sitting_for(request.actor, pk)

    def do(given: dict[str, Any]) -> str:
        actions.cancel_sitting(actor=request.actor, sitting=one, because=given["because"])
        return reverse("council_sitting", args=[one.pk])

    back = reverse("council_sitting", args=[pk])
    return form_page(
        request,
        forms.WhyForm(request.POST or None),
        do,
        title=_("Cancel the session"),
        back=back,
        button=_("Cancel the session"),
        may=access.may_call,
    )


@require_http_methods(["GET", "POST"])
def sitting_repeat(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_sitting_for(request.actor, pk)
    form = forms.RepeatForm(request.POST or None)

    def do(given: dict[str, Any]) -> str:
        made = actions.repeat_sitting(actor=request.actor, sitting=one, starts_at=form.moment())
        return reverse("council_sitting", args=[made.pk])

    back = reverse("council_sitting", args=[pk])
    return form_page(
        request,
        form,
        do,
        title=_("Set the session anew"),
        back=back,
        button=_("Set the day"),
        intro=[one.why_not_held],
        may=access.may_call,
    )


@require_POST
def sitting_close(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_sitting_for(request.actor, pk)
    return after(
        request, reverse("council_sitting", args=[pk]),
        lambda: actions.close_sitting(actor=request.actor, sitting=one, at=timezone.now()), _("The session is closed."),
    )  # fmt: skip


@require_POST
def sitting_sign(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_sitting_for(request.actor, pk)
    return after(
        request, reverse("council_sitting", args=[pk]),
        lambda: actions.sign_minutes(actor=request.actor, sitting=one, on=today()), _("The minutes are signed and kept."),
    )  # fmt: skip


@require_GET
def minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """The signed paper as it was kept; before that, the draft as it stands."""
    one = access.get_sitting_for(request.actor, pk)
    content = files.read(one.minutes) if one.minutes else paper.minutes_pdf(one)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="protokol-{one.year}-{one.number or one.pk}.pdf"'
    return response
