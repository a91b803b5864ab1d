"""The plan as a whole: the list, taking one from a file, the tree, the timeline, progress, and the public page."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.alliance.strategy import access, actions, coverage, planfile, queries
from belediyye.alliance.strategy.forms import ImportForm
from belediyye.alliance.strategy.models import Plan
from belediyye.core.actors import Forbidden
from belediyye.core.models import Role


def tabs(plan: Plan, current: str) -> list[dict[str, Any]]:
    """The pages of a plan, for the row of tabs."""
    pages = [
        ("strategy_plan", _("Tree")),
        ("strategy_activities", _("Activities")),
        ("strategy_timeline", _("Timeline")),
        ("strategy_progress", _("Progress")),
        ("strategy_indicators", _("Indicators")),
        ("strategy_risks", _("Risks")),
        ("strategy_check", _("Check")),
        ("strategy_reports", _("Reports")),
    ]
    return [
        {"title": title, "url": reverse(route, args=[plan.code]), "current": route == current}
        for route, title in pages
    ]


@require_GET
def plans(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    rows = [(plan, queries.summary(plan, today)) for plan in access.plans_for(request.actor)]
    return render(
        request, "strategy/plans.html", {"rows": rows, "may_keep": request.actor.has(Role.COORDINATOR)}
    )


@require_http_methods(["GET", "POST"])
def import_plan(request: HttpRequest) -> HttpResponse:
    """A file is read and reported on; taken only when asked for, so that looking changes nothing."""
    if reason := access.may_keep_plan(request.actor):
        raise Forbidden(reason)
    form = ImportForm(request.POST or None, request.FILES or None)
    read = None
    if request.method == "POST" and form.is_valid():
        try:
            read = _read(form.cleaned_data["file"])
        except planfile.UnreadablePlan as error:
            form.add_error("file", str(error))
        else:
            if form.cleaned_data["take"]:
                plan = actions.take_plan(actor=request.actor, read=read, on=timezone.localdate())
                messages.success(request, _("The plan was taken into the house."))
                return redirect("strategy_plan", plan.code)
    return render(
        request,
        "strategy/import.html",
        {"form": form, "read": read, "counts": read.counts() if read else None},
    )


def _read(given: Any) -> planfile.Plan:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"plan{Path(given.name).suffix.lower()}"
        path.write_bytes(given.read())
        return planfile.read_plan(path)


@require_GET
def plan(request: HttpRequest, code: str) -> HttpResponse:
    plan, today = access.get_plan_for(request.actor, code), timezone.localdate()
    turns = queries.turns_of(plan, today)
    page = {
        "plan": plan,
        "tabs": tabs(plan, "strategy_plan"),
        "tree": queries.tree(plan, today),
        "summary": queries.summary(plan, today),
        "turns": turns[:8],
        "turn_count": len(turns),
        "today": today,
        "may_keep": request.actor.has(Role.COORDINATOR),
    }
    return render(request, "strategy/plan.html", page)


@require_GET
def timeline(request: HttpRequest, code: str) -> HttpResponse:
    plan, today = access.get_plan_for(request.actor, code), timezone.localdate()
    page = {"plan": plan, "tabs": tabs(plan, "strategy_timeline"), "today": today}
    if "print" in request.GET:
        page["sheets"] = queries.timeline_sheets(plan, today)
        return render(request, "strategy/timeline_print.html", page)
    page["picture"] = queries.timeline_picture(plan, today)
    return render(request, "strategy/timeline.html", page)


@require_GET
def progress(request: HttpRequest, code: str) -> HttpResponse:
    plan, today = access.get_plan_for(request.actor, code), timezone.localdate()
    goals = queries.progress_by_goal(queries.tree(plan, today))
    loads = queries.load_by_role(plan)
    baseline = plan.baselines.first()
    page = {
        "plan": plan,
        "tabs": tabs(plan, "strategy_progress"),
        "goals": goals,
        "goals_picture": queries.progress_picture(goals),
        "loads": loads,
        "load_picture": queries.load_picture(loads),
        "baseline": baseline,
        "slips": queries.slippage(baseline) if baseline else [],
        "today": today,
        "may_keep": request.actor.has(Role.COORDINATOR),
    }
    return render(request, "strategy/progress.html", page)


@require_POST
def baseline(request: HttpRequest, code: str) -> HttpResponse:
    plan, today = access.get_plan_for(request.actor, code), timezone.localdate()
    name = request.POST.get("name", "").strip()[:120] or _("Baseline of %(day)s") % {
        "day": f"{today:%d.%m.%Y}"
    }
    actions.take_baseline(actor=request.actor, plan=plan, name=name, on=today)
    messages.success(request, _("The plan's days were kept as a baseline."))
    return redirect("strategy_progress", plan.code)


@require_POST
def publish(request: HttpRequest, code: str) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    actions.publish_plan(actor=request.actor, plan=plan, public=not plan.is_public)
    return redirect("strategy_plan", plan.code)


@require_GET
def public(request: HttpRequest) -> HttpResponse:
    """The alliance's plan for visitors: goals, activities, how far, and which tool of this house serves each."""
    plan, today = access.public_plan(), timezone.localdate()
    roots = queries.tree(plan, today) if plan else []
    page = {
        "plan": plan,
        "tree": roots,
        "summary": queries.summary(plan, today) if plan else None,
        "goals_picture": queries.progress_picture(queries.progress_by_goal(roots)),
        "coverage": coverage.rows_for(list(plan.activities.values_list("code", flat=True))) if plan else {},
        "today": today,
    }
    return render(request, "strategy/public.html", page)
