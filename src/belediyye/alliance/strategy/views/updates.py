"""Reports: writing, handing in, looking over; evidence; and everything that waits for the reader."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.alliance.strategy import access, actions, files, queries
from belediyye.alliance.strategy.forms import EvidenceForm, ReportForm, ReviewNoteForm
from belediyye.alliance.strategy.models import Measurement, ReportState
from belediyye.alliance.strategy.views.shape import formed
from belediyye.core.actors import Forbidden
from belediyye.core.models import Role
from belediyye.core.thread import object_at


@require_GET
def my_work(request: HttpRequest) -> HttpResponse:
    """What waits for this actor: to look over, to correct, to do."""
    access.plans_for(request.actor)
    today = timezone.localdate()
    reviewer = request.actor.has(Role.COORDINATOR, Role.OPERATOR)
    updates = access.updates_for(request.actor)
    values = Measurement.objects.filter(state=ReportState.SUBMITTED).select_related("period__indicator")
    own = updates.filter(by=request.actor.user_id).exclude(state=ReportState.APPROVED)
    mine = sorted(
        ((queries.next_due(a), a) for a in queries.work_of(request.actor).prefetch_related("responsible")),
        key=lambda p: (p[0] is None, p[0] or today, p[1].place),
    )
    page = {
        "waiting": updates.filter(state=ReportState.SUBMITTED).exclude(by=request.actor.user_id)
        if reviewer
        else [],
        "values": values.exclude(by=request.actor.user_id) if reviewer else [],
        "own": own,
        "mine": [(due, activity, due is not None and due < today) for due, activity in mine],
        "today": today,
    }
    return render(request, "strategy/my_work.html", page)


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes a report on an activity: kept as a draft, or handed in at once."""
    one, today = access.get_activity_for(request.actor, pk), timezone.localdate()
    if reason := access.may_report(request.actor):
        raise Forbidden(reason)
    form = ReportForm(
        request.POST or None,
        today=today,
        initial={"on": today, "percent": one.percent, "achieved": one.achieved},
    )
    if request.method == "POST" and form.is_valid():
        made = actions.report(
            actor=request.actor, activity=one, submit="submit" in request.POST, **form.cleaned_data
        )
        done = (
            _("The report was handed in.")
            if made.state == ReportState.SUBMITTED
            else _("The report was kept as a draft.")
        )
        messages.success(request, done)
        return redirect("strategy_update", made.pk)
    return render(request, "strategy/report.html", {"form": form, "activity": one, "plan": one.plan})


@require_http_methods(["GET", "POST"])
def update(request: HttpRequest, pk: int) -> HttpResponse:
    """One report; its writer may change it until it is handed in."""
    one, today = access.get_update_for(request.actor, pk), timezone.localdate()
    open_ = (
        one.state in {ReportState.DRAFT, ReportState.RETURNED}
        and access.may_change_update(request.actor, update=one) is None
    )
    form = None
    if open_:
        started = {"on": one.on, "text": one.text, "achieved": one.achieved, "percent": one.percent}
        form = ReportForm(request.POST or None, today=today, initial=started)
        if request.method == "POST" and form.is_valid():
            actions.change_update(actor=request.actor, update=one, **form.cleaned_data)
            if "submit" in request.POST:
                actions.submit_update(actor=request.actor, update=one)
                messages.success(request, _("The report was handed in."))
            else:
                messages.success(request, _("The report was kept."))
            return redirect("strategy_update", one.pk)
    may_review = one.state == ReportState.SUBMITTED and access.may_review(request.actor, of=one) is None
    return render(
        request,
        "strategy/update.html",
        _update_page(one, form, may_review, ReviewNoteForm(auto_id="return_%s")),
    )


def _update_page(one: Any, form: ReportForm | None, may_review: bool, note: ReviewNoteForm) -> dict[str, Any]:
    return {
        "update": one,
        "activity": one.activity,
        "plan": one.activity.plan,
        "form": form,
        "may_review": may_review,
        "note": note,
        "proofs": one.proofs.select_related("evidence"),
    }


@require_POST
def update_submit(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_update_for(request.actor, pk)
    actions.submit_update(actor=request.actor, update=one)
    messages.success(request, _("The report was handed in."))
    return redirect("strategy_update", one.pk)


@require_POST
def update_approve(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_update_for(request.actor, pk)
    actions.approve_update(actor=request.actor, of=one, on=timezone.localdate())
    messages.success(request, _("The report was approved."))
    return redirect("strategy_activity", one.activity_id)


@require_POST
def update_return(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_update_for(request.actor, pk)
    note = ReviewNoteForm(request.POST, auto_id="return_%s")
    if not note.is_valid():
        may = access.may_review(request.actor, of=one) is None
        return render(request, "strategy/update.html", _update_page(one, None, may, note), status=422)
    actions.return_update(
        actor=request.actor, of=one, on=timezone.localdate(), note=note.cleaned_data["note"]
    )
    messages.success(request, _("The report was returned for correction."))
    return redirect("strategy_update", one.pk)


@require_http_methods(["GET", "POST"])
def evidence(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Adds a proof to an activity, a report or a measured value."""
    finders = {
        "activity": access.get_activity_for,
        "report": access.get_update_for,
        "value": access.get_measurement_for,
    }
    of: Any = finders[kind](request.actor, pk)
    if reason := access.may_report(request.actor):
        raise Forbidden(reason)
    if kind == "value":
        back = reverse("strategy_indicators", args=[of.period.indicator.plan.code])
    else:
        back = reverse("strategy_activity" if kind == "activity" else "strategy_update", args=[of.pk])
    plan = (
        of.period.indicator.plan if kind == "value" else of.plan if kind == "activity" else of.activity.plan
    )
    form = EvidenceForm(
        request.POST or None,
        request.FILES or None,
        plan=plan,
        house=settings.HOST,
        initial={"on": timezone.localdate()},
    )

    def do(given: dict[str, Any]) -> str:
        if given.get("known"):
            actions.reuse_evidence(actor=request.actor, evidence=given["known"], of=of)
            return back
        new = {name: given[name] for name in ("title", "on", "source", "quote")}
        url, sent = given["url"], given["file"]
        thing = object_at(request.actor, url) if url.startswith("/") else None
        stored = files.keep(sent, request.actor) if sent else None
        where = {"thing": thing, "place": url} if thing else {"url": url}
        actions.add_evidence(actor=request.actor, of=of, file=stored, **new, **where)
        return back

    said = _("The evidence was added.")
    return formed(
        request, form, do=do, said=said, title=_("Add evidence"), back=back, with_file=True, plan=plan
    )
