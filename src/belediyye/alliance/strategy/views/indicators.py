"""Indicators: what was to be and what is; values handed in and looked over; spans opened and locked."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.alliance.strategy import access, actions, queries
from belediyye.alliance.strategy.forms import MeasureForm
from belediyye.alliance.strategy.models import Measurement, ReportState
from belediyye.alliance.strategy.views.plans import tabs
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
    if request.method == "POST" and form.is_valid():
        actions.measure(actor=request.actor, period=period, **form.cleaned_data)
        messages.success(request, _("The value was handed in; it counts when it is approved."))
        return redirect(back)
    return render(
        request,
        "strategy/form.html",
        {"form": form, "title": period.indicator.name, "caption": str(period), "plan": plan, "back": back},
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
