"""What the supervising officer sees: decisions that municipalities sent, each with how it was decided, and the answer."""

from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django_scopes import scope

from belediyye.administration.council import access, actions, forms, queries
from belediyye.administration.council.models import Decision, Paper
from belediyye.administration.council.views.pages import page_of, today
from belediyye.core.actions import Refused


@require_GET
def supervision(request: HttpRequest) -> HttpResponse:
    """Decisions sent by every municipality; those without an answer on request."""
    rows = access.sent_decisions_for(request.actor)
    waiting = rows.filter(dispatch__answer="")
    open_only = request.GET.get("open") == "1"
    page = {
        "page": page_of(request, waiting if open_only else rows), "waiting": waiting.count(), "open_only": open_only,
        "late": rows.filter(dispatch__sent_on__gt=F("dispatch__due")).count(),
    }  # fmt: skip
    return render(request, "council/supervision.html", page)


@require_http_methods(["GET", "POST"])
def supervised(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision with its papers and vote; the answer beside it."""
    one = get_object_or_404(access.sent_decisions_for(request.actor), pk=pk)
    form = forms.AnswerForm(request.POST or None, initial={"on": today()})
    with scope(municipality=one.municipality):
        if request.method == "POST" and form.is_valid() and _answered(request, one, form):
            return redirect("council_supervision")
        page = _about(one) | {"form": form}
        return render(request, "council/supervised.html", page, status=422 if form.errors else 200)


def _answered(request: HttpRequest, one: Decision, form: Any) -> bool:
    given = form.cleaned_data
    try:
        actions.record_answer(
            actor=request.actor, decision=one, on=given["on"], answer=given["answer"], text=given["text"]
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _about(one: Decision) -> dict[str, Any]:
    papers = Paper.objects.filter(item=one.item_id, withdrawn=False, is_public=True).select_related("file")
    return {
        "decision": one,
        "matter": queries.matter_words(one.matter),
        "steps": [queries.said(step) for step in queries.ballot_outcome(one.ballot).steps],
        "changes": list(queries.changes_of(one)),
        "changed": list(queries.changes_by(one)),
        "papers": list(papers),
        "late": one.dispatch.sent_on > one.dispatch.due,
        "title": _("Decision %(number)s") % {"number": one},
    }
