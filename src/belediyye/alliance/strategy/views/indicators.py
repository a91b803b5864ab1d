"""Indicators: what was to be and what is; values handed in and looked over; spans opened and locked."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.alliance.strategy import access, actions, queries
from belediyye.alliance.strategy.forms import IndicatorForm, MeasureForm, SpanForm
from belediyye.alliance.strategy.models import Measurement, ReportState
from belediyye.alliance.strategy.views.plans import tabs
from belediyye.alliance.strategy.views.shape import around, formed, keeper
from belediyye.core.actors import Forbidden
from belediyye.core.models import Role


@require_GET
def indicators(request: HttpRequest, code: str) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    waiting = Measurement.objects.filter(
        period__indicator__plan=plan, state=ReportState.SUBMITTED
    ).select_related("period__indicator")
    page = {
        "plan": plan,
        "tabs": tabs(plan, "strategy_indicators"),
        "rows": queries.indicator_rows(plan),
        "waiting": [(one, access.may_review(request.actor, of=one) is None) for one in waiting],
        "may_keep": request.actor.has(Role.COORDINATOR),
        "may_report": access.may_report(request.actor) is None,
    }
    return render(request, "strategy/indicators.html", page)


@require_http_methods(["GET", "POST"])
def measure(request: HttpRequest, pk: int) -> HttpResponse:
    period = access.get_indicator_period_for(request.actor, pk)
    if reason := access.may_report(request.actor):
        raise Forbidden(reason)
    plan = period.indicator.plan
    back = reverse("strategy_indicators", args=[plan.code])
    form = MeasureForm(request.POST or None, period=period, initial={"on": timezone.localdate()})

    def do(given: dict[str, Any]) -> str:
        actions.measure(actor=request.actor, period=period, **given)
        return back

    return formed(
        request,
        form,
        do=do,
        said=_("The value was handed in; it counts when it is approved."),
        title=period.indicator.name,
        caption=str(period),
        plan=plan,
        back=back,
    )


@require_GET
def indicator(request: HttpRequest, pk: int) -> HttpResponse:
    """One indicator: its spans, every value with who looked it over, its thread and log."""
    one = access.get_indicator_for(request.actor, pk)
    values = Measurement.objects.filter(period__indicator=one).select_related("period").order_by("-on", "-pk")
    page = {
        "indicator": one,
        "plan": one.plan,
        "row": next(r for r in queries.indicator_rows(one.plan, [one.node_id]) if r.indicator == one),
        "values": values.prefetch_related("proofs__evidence"),
        "may_keep": request.actor.has(Role.COORDINATOR),
        "may_report": access.may_report(request.actor) is None,
        **around(request.actor, one),
    }
    return render(request, "strategy/indicator.html", page)


@require_http_methods(["GET", "POST"])
def indicator_add(request: HttpRequest, code: str) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    keeper(request)
    form = IndicatorForm(request.POST or None, plan=plan, initial={"node": request.GET.get("node")})

    def do(given: dict[str, Any]) -> str:
        made = actions.add_indicator(actor=request.actor, **given)
        return reverse("strategy_span_add", args=[made.pk])

    return formed(
        request,
        form,
        do=do,
        said=_("The indicator was added. Now its first span and target."),
        title=_("Add an indicator"),
        plan=plan,
        back=reverse("strategy_indicators", args=[plan.code]),
    )


@require_http_methods(["GET", "POST"])
def indicator_change(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_indicator_for(request.actor, pk)
    keeper(request)
    names = ("node", "name", "unit", "ascending", "baseline", "baseline_year", "dimension", "means")
    started = {name: getattr(one, name) for name in names} | {"groups": one.categories}
    form = IndicatorForm(request.POST or None, plan=one.plan, changed=one, initial=started)
    back = reverse("strategy_indicator", args=[one.pk])

    def do(given: dict[str, Any]) -> str:
        actions.change_indicator(actor=request.actor, indicator=one, **given)
        return back

    said = _("The indicator was changed.")
    return formed(
        request,
        form,
        do=do,
        said=said,
        title=_("Change the indicator"),
        caption=one.name,
        plan=one.plan,
        back=back,
    )


@require_http_methods(["GET", "POST"])
def span_add(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_indicator_for(request.actor, pk)
    keeper(request)
    started = queries.next_span(one, timezone.localdate())
    form = SpanForm(request.POST or None, indicator=one, initial=started)
    back = reverse("strategy_indicator", args=[one.pk])

    def do(given: dict[str, Any]) -> str:
        actions.add_period(actor=request.actor, indicator=one, **given)
        return back

    said = _("The span and its target were kept.")
    return formed(
        request,
        form,
        do=do,
        said=said,
        title=_("Add a span with its target"),
        caption=one.name,
        plan=one.plan,
        back=back,
    )


@require_http_methods(["GET", "POST"])
def span_change(request: HttpRequest, pk: int) -> HttpResponse:
    period = access.get_indicator_period_for(request.actor, pk)
    keeper(request)
    one = period.indicator
    started = {"target": period.target, "narrative": period.narrative}
    form = SpanForm(request.POST or None, indicator=one, changed=period, initial=started)
    back = reverse("strategy_indicator", args=[one.pk])

    def do(given: dict[str, Any]) -> str:
        actions.change_period(actor=request.actor, period=period, **given)
        return back

    said = _("The target was changed.")
    return formed(
        request,
        form,
        do=do,
        said=said,
        title=_("Change the target"),
        caption=f"{one.name}, {period}",
        plan=one.plan,
        back=back,
    )


@require_POST
def lock(request: HttpRequest, pk: int) -> HttpResponse:
    period = access.get_indicator_period_for(request.actor, pk)
    actions.set_lock(actor=request.actor, period=period, locked=not period.locked)
    return redirect("strategy_indicators", period.indicator.plan.code)


@require_POST
def review_value(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_measurement_for(request.actor, pk)
    approve = request.POST.get("answer") == "approve"
    actions.review_measurement(
        actor=request.actor,
        of=one,
        approve=approve,
        on=timezone.localdate(),
        note=request.POST.get("note", "")[:500],
    )
    messages.success(request, _("The value was approved.") if approve else _("The value was returned."))
    return redirect("strategy_indicators", one.period.indicator.plan.code)
