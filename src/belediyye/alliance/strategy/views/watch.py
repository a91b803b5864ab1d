"""The plan check, risks and assumptions, the yearly review, and the page of all reports."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.alliance.strategy import access, actions, queries
from belediyye.alliance.strategy.check import RULES, check_plan
from belediyye.alliance.strategy.forms import AcceptForm, ReviewForm, RiskForm, WeighForm
from belediyye.alliance.strategy.views.plans import tabs
from belediyye.alliance.strategy.views.shape import around, formed, keeper
from belediyye.core.actors import Forbidden
from belediyye.core.models import Role


@require_GET
def check(request: HttpRequest, code: str) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    found = check_plan(plan)
    groups = [(rule, [r for r in found.open if r.rule == rule.number]) for rule in RULES]
    page = {
        "plan": plan,
        "tabs": tabs(plan, "strategy_check"),
        "groups": [(rule, remarks[:100], len(remarks)) for rule, remarks in groups if remarks],
        "clean": [rule for rule, remarks in groups if not remarks],
        "accepted": found.accepted,
        "count": len(found.open),
        "may_keep": request.actor.has(Role.COORDINATOR),
    }
    return render(request, "strategy/check.html", page)


@require_http_methods(["GET", "POST"])
def check_accept(request: HttpRequest, code: str) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    if reason := access.may_keep_plan(request.actor):
        raise Forbidden(reason)
    back = reverse("strategy_check", args=[plan.code])
    asked = {"rule": request.GET.get("rule", ""), "about": request.GET.get("about", "")}
    form = AcceptForm(request.POST or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        actions.accept_remark(actor=request.actor, plan=plan, on=timezone.localdate(), **form.cleaned_data)
        messages.success(request, _("The remark was accepted with its reason."))
        return redirect(back)
    page = {
        "form": form,
        "title": _("Accept the remark"),
        "caption": f"{asked['rule']} · {asked['about']}",
        "plan": plan,
        "back": back,
    }
    return render(request, "strategy/form.html", page)


@require_POST
def check_reopen(request: HttpRequest, code: str) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    actions.reopen_remark(
        actor=request.actor, plan=plan, rule=request.POST.get("rule", ""), about=request.POST.get("about", "")
    )
    return redirect("strategy_check", plan.code)


@require_http_methods(["GET", "POST"])
def risks(request: HttpRequest, code: str) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    form = RiskForm(request.POST or None, plan=plan, initial={"node": request.GET.get("node")})
    if request.method == "POST" and form.is_valid():
        actions.write_risk(actor=request.actor, plan=plan, on=timezone.localdate(), **form.cleaned_data)
        messages.success(request, _("It was written down."))
        return redirect("strategy_risks", plan.code)
    rows = sorted(plan.risks.select_related("node"), key=lambda r: (r.state, -r.weight, r.pk))
    page = {
        "plan": plan,
        "tabs": tabs(plan, "strategy_risks"),
        "rows": rows,
        "form": form,
        "may_keep": request.actor.has(Role.COORDINATOR),
    }
    return render(request, "strategy/risks.html", page)


@require_GET
def risk(request: HttpRequest, pk: int) -> HttpResponse:
    """One risk or assumption, how it was weighed over time, and its log."""
    one = access.get_risk_for(request.actor, pk)
    page = {
        "risk": one,
        "plan": one.plan,
        "may_keep": request.actor.has(Role.COORDINATOR),
        "weighings": queries.weighings(one),
        **around(request.actor, one),
    }
    return render(request, "strategy/risk.html", page)


@require_http_methods(["GET", "POST"])
def risk_weigh(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_risk_for(request.actor, pk)
    keeper(request)
    names = ("text", "likelihood", "impact", "state", "response", "owner")
    form = WeighForm(request.POST or None, initial={name: getattr(one, name) for name in names})
    back = reverse("strategy_risk", args=[one.pk])

    def do(given: dict[str, Any]) -> str:
        actions.change_risk(actor=request.actor, risk=one, on=timezone.localdate(), **given)
        return back

    said = _("It was weighed anew; the earlier weight stays in its history.")
    return formed(
        request, form, do=do, said=said, title=_("Weigh anew"), caption=str(one), plan=one.plan, back=back
    )


@require_GET
def reports(request: HttpRequest, code: str) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    today = timezone.localdate()
    years = [y for y in range(plan.first_year, plan.last_year + 1) if y <= today.year] or [today.year]
    held = {r.year: r for r in plan.reviews.all()}
    page = {
        "plan": plan,
        "tabs": tabs(plan, "strategy_reports"),
        "years": [(year, held.get(year)) for year in reversed(years)],
        "goals": plan.nodes.filter(kind__in=["goal", "area"]),
        "may_keep": request.actor.has(Role.COORDINATOR),
    }
    return render(request, "strategy/reports.html", page)


@require_http_methods(["GET", "POST"])
def review(request: HttpRequest, code: str, year: int) -> HttpResponse:
    """The yearly review: read by the alliance, written by the coordinator until it is closed."""
    plan = access.get_plan_for(request.actor, code)
    held = plan.reviews.filter(year=year).first()
    open_ = request.actor.has(Role.COORDINATOR) and not (held and held.closed)
    form = None
    if open_:
        started = {"summary": held.summary, "lessons": held.lessons, "changes": held.changes} if held else {}
        form = ReviewForm(request.POST or None, initial=started)
        if request.method == "POST" and form.is_valid():
            actions.hold_review(
                actor=request.actor, plan=plan, year=year, on=timezone.localdate(), **form.cleaned_data
            )
            messages.success(request, _("The review was kept."))
            return redirect("strategy_reports", plan.code)
    return render(request, "strategy/review.html", {"plan": plan, "year": year, "held": held, "form": form})
