"""Activities: the list with search and filters, one activity with its whole history, adding and changing."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.alliance.strategy import access, actions, coverage, queries
from belediyye.alliance.strategy.forms import ActivitiesFilter, ActivityForm
from belediyye.alliance.strategy.models import Activity, Plan, ReportState, Responsible
from belediyye.alliance.strategy.views.plans import tabs
from belediyye.alliance.strategy.views.shape import around, formed, keeper
from belediyye.core.models import Role
from belediyye.core.text import fold

ORDERS = {"code": "place", "ends": "ends", "percent": "percent", "state": "state"}


def chosen(request: HttpRequest, plan: Plan) -> tuple[ActivitiesFilter, QuerySet[Activity]]:
    """The list as the address asks for it."""
    roles = list(
        Responsible.objects.filter(activity__plan=plan)
        .values_list("words", flat=True)
        .distinct()
        .order_by("words")
    )
    form = ActivitiesFilter(request.GET or None, roles=roles)
    rows = queries.activities_of(plan)
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    if asked.get("q"):
        rows = rows.filter(folded__contains=fold(asked["q"]))
    if asked.get("role"):
        rows = rows.filter(responsible__words=asked["role"]).distinct()
    if asked.get("state") == "late":
        rows = rows.filter(
            pk__in=[t.activity.pk for t in queries.turns_of(plan, timezone.localdate()) if t.late]
        )
    elif asked.get("state"):
        rows = rows.filter(state=asked["state"])
    order = request.GET.get("sort", "code")
    column = ORDERS.get(order.lstrip("-"), "place")
    return form, rows.order_by(f"-{column}" if order.startswith("-") else column, "pk")


@require_GET
def activities(request: HttpRequest, code: str) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    form, rows = chosen(request, plan)
    page = {
        "plan": plan,
        "tabs": tabs(plan, "strategy_activities"),
        "form": form,
        "page": Paginator(rows, 25).get_page(request.GET.get("page")),
        "today": timezone.localdate(),
        "query": request.GET.urlencode(),
    }
    return render(request, "strategy/activities.html", page)


@require_GET
def activity(request: HttpRequest, pk: int) -> HttpResponse:
    one, today = access.get_activity_for(request.actor, pk), timezone.localdate()
    updates = access.updates_for(request.actor).filter(activity=one).prefetch_related("proofs__evidence")
    page = {
        "activity": one,
        "plan": one.plan,
        "updates": updates,
        "due": queries.next_due(one),
        "proofs": one.proofs.filter(update=None).select_related("evidence"),
        "responsible": one.responsible.select_related("organisation", "person"),
        "waits": one.waits_for.select_related("after"),
        "needed": one.needed_by.select_related("activity"),
        "tool": coverage.rows_for(list(one.plan.activities.values_list("code", flat=True))).get(one.code),
        "events": [
            {"when": u.on, "who": u.by_name, "title": f"{u.percent}%", "text": u.text}
            for u in updates
            if u.state == ReportState.APPROVED
        ],
        **around(request.actor, one),
        "today": today,
        "may_keep": request.actor.has(Role.COORDINATOR),
        "may_report": access.may_report(request.actor) is None and one.state != Activity.State.DROPPED,
    }
    return render(request, "strategy/activity.html", page)


@require_http_methods(["GET", "POST"])
def activity_add(request: HttpRequest, code: str, node: int) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    keeper(request)
    under = get_object_or_404(plan.nodes, pk=node)
    form = ActivityForm(request.POST or None, new=True)

    def do(given: dict[str, Any]) -> str:
        made = actions.add_activity(actor=request.actor, node=under, **given)
        return reverse("strategy_activity", args=[made.pk])

    return formed(
        request,
        form,
        do=do,
        said=_("The activity was added."),
        title=_("Add an activity"),
        plan=plan,
        under=under,
        back=reverse("strategy_plan", args=[plan.code]),
    )


@require_http_methods(["GET", "POST"])
def activity_change(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_activity_for(request.actor, pk)
    keeper(request)
    started: dict[str, Any] = {
        "result": one.result,
        "when_text": one.when_text,
        "every": one.every,
        "responsible": ", ".join(r.words for r in one.responsible.all()),
    }
    form = ActivityForm(request.POST or None, initial=started)
    back = reverse("strategy_activity", args=[one.pk])

    def do(given: dict[str, Any]) -> str:
        actions.change_activity(actor=request.actor, activity=one, **given)
        return back

    return formed(
        request,
        form,
        do=do,
        said=_("The activity was changed."),
        title=_("Change the activity %(code)s") % {"code": one.code},
        plan=one.plan,
        back=back,
    )


@require_POST
def activity_drop(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_activity_for(request.actor, pk)
    why = request.POST.get("why", "").strip()[:300]
    if not why:
        messages.warning(request, _("Say why the activity is given up."))
    else:
        actions.drop_activity(actor=request.actor, activity=one, why=why)
        messages.success(request, _("The activity was given up; it stays in the plan with the reason."))
    return redirect("strategy_activity", one.pk)
