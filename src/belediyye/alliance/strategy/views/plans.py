"""The plan as a whole: the list, taking one from a file, the tree, the timeline, progress, and the public page."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_valid_filename
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.alliance.strategy import access, actions, coverage, files, planfile, queries
from belediyye.alliance.strategy.forms import ImportForm
from belediyye.alliance.strategy.models import Plan
from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.core.models import Role, StoredFile


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
    page: dict[str, Any] = {"form": form, "read": None}
    if request.method == "POST":
        stored = files.kept_by(request.actor, request.POST.get("kept", ""))
        form.fields["file"].required = stored is None
        if form.is_valid():
            given = form.cleaned_data["file"]
            try:
                # The file is kept while it is looked at, so that taking the plan needs no second choosing.
                stored = files.keep(given, request.actor) if given else stored
                assert stored is not None
                page |= {"read": _read(stored), "kept": stored}
                if form.cleaned_data["take"]:
                    today = timezone.localdate()
                    made = actions.take_plan(actor=request.actor, read=page["read"], on=today)
                    messages.success(request, _("The plan was taken into the house."))
                    return redirect("strategy_plan", made.code)
            except planfile.UnreadablePlan as error:
                form.add_error("file", str(error))
            except Refused as error:
                form.add_error(None, str(error))
    read = page["read"]
    return render(request, "strategy/import.html", {**page, "counts": read.counts() if read else None})


def _read(stored: StoredFile) -> planfile.Plan:
    """The plan of a kept file. Raises UnreadablePlan, which names the file as the person does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / (get_valid_filename(stored.name) or "plan.txt")
        path.write_bytes(files.bytes_of(stored))
        return planfile.read_plan(path.rename(path.with_suffix(path.suffix.lower())))


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
