"""Decisions on the working side: signed, published, sent, answered; what they did elsewhere."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.administration.council import access, actions, forms, queries
from belediyye.administration.council.models import effects
from belediyye.administration.council.views.pages import (
    after,
    form_page,
    page_of,
    table_response,
    tabs,
    today,
    what_may,
)
from belediyye.core import journal
from belediyye.core.actions import DECLARED
from belediyye.core.period import format_date
from belediyye.core.text import fold
from belediyye.core.thread import thread_of

ORDERS = {
    "number": ("year", "number"), "-number": ("-year", "-number"), "title": ("folded",), "-title": ("-folded",),
    "due": ("dispatch__due",), "-due": ("-dispatch__due",),
}  # fmt: skip


def _filtered(request: HttpRequest) -> tuple[Any, forms.DecisionFilter]:
    place = access.get_place_for(request.actor)
    asked = forms.DecisionFilter(request.GET or None)
    given = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
    rows = queries.decisions_like(
        place, matter=given.get("matter", ""), year=given.get("year"), state=given.get("state", ""),
        folded=fold(given.get("q", "")),
    )  # fmt: skip
    return rows.order_by(*ORDERS.get(request.GET.get("sort", ""), ("-year", "-number"))), asked


@require_GET
def decisions(request: HttpRequest) -> HttpResponse:
    rows, asked = _filtered(request)
    page = {
        "tabs": tabs(request.actor, "council_decisions"),
        "filter": asked,
        "page": page_of(request, rows),
        "today": today(),
    }
    return render(request, "council/decisions.html", page)


@require_GET
def decisions_table(request: HttpRequest) -> HttpResponse:
    rows, _asked = _filtered(request)
    headings = [
        _("Number"),
        _("Adopted"),
        _("Title"),
        _("Matter"),
        _("State"),
        _("Signed"),
        _("Published"),
        _("Send by"),
        _("Sent"),
        _("Answer"),
    ]
    return table_response(request, "qerarlar", headings, (
        [f"{d.number}/{d.year}", format_date(d.adopted_on), d.title, queries.matter_words(d.matter), d.get_state_display(),
         *(format_date(on) if on else "" for on in (d.signed_on, d.published_on, d.dispatch.due, d.dispatch.sent_on)),
         d.dispatch.get_answer_display()]
        for d in rows
    ))  # fmt: skip


@require_GET
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_decision_for(request.actor, pk)
    lines = journal.history(one)[:20]
    for line in lines:
        line.says = str(DECLARED[line.code].says) if line.code in DECLARED else line.code
    page = {
        "decision": one,
        "matter": queries.matter_words(one.matter),
        "steps": [queries.said(step) for step in queries.ballot_outcome(one.ballot).steps],
        "due_lines": queries.lines(queries.supervision_due(one.adopted_on)),
        "changes": queries.changes_of(one),
        "changed": queries.changes_by(one),
        "effect": effects.words(one.effect_kind, one.effect_data) if one.effect_kind else "",
        "effect_known": effects.get(one.effect_kind) is not None,
        "effect_open": one.effect_state in ("waiting", "failed") and one.state != one.State.REPEALED,
        "thread": thread_of(request.actor, one),
        "log": lines,
        "today": today(),
        "may": what_may(request.actor),
    }
    return render(request, "council/decision.html", page)


def _back(pk: int) -> str:
    return reverse("council_decision", args=[pk])


@require_POST
def decision_sign(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_decision_for(request.actor, pk)
    return after(
        request,
        _back(pk),
        lambda: actions.sign_decision(actor=request.actor, decision=one, on=today()),
        _("The decision is signed."),
    )


@require_POST
def decision_publish(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_decision_for(request.actor, pk)
    return after(
        request,
        _back(pk),
        lambda: actions.publish_decision(actor=request.actor, decision=one, on=today()),
        _("The decision is public."),
    )


@require_POST
def decision_effect(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_decision_for(request.actor, pk)
    return after(
        request,
        _back(pk),
        lambda: actions.apply_effect(actor=request.actor, decision=one),
        _("The effect was tried again."),
    )


@require_http_methods(["GET", "POST"])
def decision_send(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_decision_for(request.actor, pk)
    form = forms.SendForm(request.POST or None, initial={"on": today()})

    def do(given: dict[str, Any]) -> str:
        actions.send_decision(actor=request.actor, decision=one, on=given["on"], reference=given["reference"])
        return _back(pk)

    lines = queries.lines(queries.supervision_due(one.adopted_on))
    return form_page(
        request,
        form,
        do,
        title=_("Sent to supervision"),
        back=_back(pk),
        button=_("Record"),
        intro=lines,
        may=access.may_call,
    )


@require_http_methods(["GET", "POST"])
def decision_answer(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_decision_for(request.actor, pk)
    form = forms.AnswerForm(request.POST or None, initial={"on": today()})

    def do(given: dict[str, Any]) -> str:
        actions.record_answer(
            actor=request.actor, decision=one, on=given["on"], answer=given["answer"], text=given["text"]
        )
        return _back(pk)

    return form_page(
        request,
        form,
        do,
        title=_("The supervision's answer"),
        back=_back(pk),
        button=_("Record"),
        may=access.may_call,
    )
