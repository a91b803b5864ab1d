"""The plan's shape by form: its frame, its parts at any depth, what waits for what, who of the house answers."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.alliance.strategy import access, actions, forms, queries
from belediyye.alliance.strategy.models import Plan
from belediyye.core.actions import DECLARED, Refused
from belediyye.core.actors import Actor, Forbidden
from belediyye.core.journal import history
from belediyye.core.models import Role
from belediyye.core.thread import thread_of


def formed(
    request: HttpRequest,
    form: django_forms.Form,
    *,
    do: Callable[[dict[str, Any]], str],
    said: str,
    **page: Any,
) -> HttpResponse:
    """A form shown, shown again with what is wrong beside what was typed, or done. `do` takes the clean values and
    says where to go next; what the action refuses stands over the form."""
    if request.method == "POST" and form.is_valid():
        try:
            address = do(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, said)
            return redirect(address)
    return render(request, page.pop("template", "strategy/form.html"), {"form": form, **page})


def around(actor: Actor, about: Any) -> dict[str, Any]:
    """The thread at the side and the log at the foot of an object's page."""
    return {
        "strands": thread_of(actor, about),
        "log": [
            (line, DECLARED[line.code].says if line.code in DECLARED else line.code, queries.told_by(line))
            for line in history(about)[:20]
        ],
    }


def keeper(request: HttpRequest) -> None:
    """Only who keeps the plan goes on. Raises Forbidden."""
    if reason := access.may_keep_plan(request.actor):
        raise Forbidden(reason)


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """An empty plan begun by hand."""
    keeper(request)
    today = timezone.localdate()
    form = forms.PlanForm(
        request.POST or None, initial={"first_year": today.year + 1, "last_year": today.year + 4}
    )

    def do(given: dict[str, Any]) -> str:
        made = actions.begin_plan(actor=request.actor, on=today, **given)
        return reverse("strategy_plan", args=[made.code])

    return formed(
        request,
        form,
        do=do,
        said=_("The plan was begun. Add its directions, goals and objectives."),
        title=_("Begin a plan"),
        back=reverse("strategy_plans"),
    )


@require_http_methods(["GET", "POST"])
def plan_change(request: HttpRequest, code: str) -> HttpResponse:
    plan = access.get_plan_for(request.actor, code)
    keeper(request)
    names = ("title", "organisation", "first_year", "last_year", "mission", "introduction")
    form = forms.PlanForm(request.POST or None, initial={name: getattr(plan, name) for name in names})
    back = reverse("strategy_plan", args=[plan.code])

    def do(given: dict[str, Any]) -> str:
        actions.change_plan(actor=request.actor, plan=plan, **given)
        return back

    return formed(
        request,
        form,
        do=do,
        said=_("The plan was changed."),
        title=_("Change the plan"),
        plan=plan,
        back=back,
    )


@require_http_methods(["GET", "POST"])
def node_add(request: HttpRequest, code: str) -> HttpResponse:
    """A direction, goal, area, objective or a part of these; `?under=` is the part it begins under."""
    plan = access.get_plan_for(request.actor, code)
    keeper(request)
    under = _under(plan, request.GET.get("under", ""))
    form = forms.NodeForm(
        request.POST or None, plan=plan, initial={"parent": under, "kind": queries.kind_under(under)}
    )

    def do(given: dict[str, Any]) -> str:
        made = actions.add_node(actor=request.actor, plan=plan, **given)
        return reverse("strategy_node", args=[made.pk])

    return formed(
        request,
        form,
        do=do,
        said=_("The part was added."),
        title=_("Add a part to the plan"),
        plan=plan,
        back=reverse("strategy_plan", args=[plan.code]),
    )


def _under(plan: Plan, asked: str) -> Any:
    return plan.nodes.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 18 else None


@require_GET
def node(request: HttpRequest, pk: int) -> HttpResponse:
    """A part of the plan with all that belongs to it: what is under it, activities, indicators, risks."""
    one = access.get_node_for(request.actor, pk)
    page = {
        "node": one,
        "plan": one.plan,
        "children": one.children.all(),
        "activities": queries.activities_of(one.plan).filter(node=one),
        "indicators": queries.indicator_rows(one.plan, [one.pk]),
        "risks": one.risks.all(),
        "may_keep": request.actor.has(Role.COORDINATOR),
        **around(request.actor, one),
    }
    return render(request, "strategy/node.html", page)


@require_http_methods(["GET", "POST"])
def node_change(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_node_for(request.actor, pk)
    keeper(request)
    started = {"kind": one.kind, "code": one.code, "text": one.text, "parent": one.parent}
    form = forms.NodeForm(request.POST or None, plan=one.plan, changed=one, initial=started)
    back = reverse("strategy_node", args=[one.pk])

    def do(given: dict[str, Any]) -> str:
        actions.change_node(actor=request.actor, node=one, **given)
        return back

    return formed(
        request,
        form,
        do=do,
        said=_("The part was changed."),
        title=_("Change the part %(code)s") % {"code": one.code},
        plan=one.plan,
        back=back,
    )


@require_http_methods(["GET", "POST"])
def wait(request: HttpRequest, pk: int) -> HttpResponse:
    """What an activity waits for."""
    one = access.get_activity_for(request.actor, pk)
    keeper(request)
    form = forms.WaitForm(request.POST or None, activity=one)
    back = reverse("strategy_activity", args=[one.pk])

    def do(given: dict[str, Any]) -> str:
        actions.let_wait(actor=request.actor, activity=one, **given)
        return back

    return formed(
        request,
        form,
        do=do,
        said=_("It is written down what the activity waits for."),
        title=_("What the activity waits for"),
        caption=str(one),
        plan=one.plan,
        back=back,
    )


@require_POST
def wait_end(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_dependency_for(request.actor, pk)
    actions.stop_waiting(actor=request.actor, dependency=one)
    messages.success(request, _("The activity no longer waits for the other."))
    return redirect("strategy_activity", one.activity_id)


@require_http_methods(["GET", "POST"])
def tie(request: HttpRequest, pk: int) -> HttpResponse:
    """For whom of the house the plan's words stand, so that the work comes to somebody's desk."""
    one = access.get_responsible_for(request.actor, pk)
    keeper(request)
    today = timezone.localdate()
    started = {"role": one.role, "organisation": one.organisation_id, "person": one.person_id}
    form = forms.TieForm(
        request.POST or None,
        initial=started,
        roles=access.ALLIANCE,
        organisations=queries.organisations_of_the_alliance(today),
        people=queries.people_of_the_alliance(today, access.ALLIANCE),
    )
    back = reverse("strategy_activity", args=[one.activity_id])

    def do(given: dict[str, Any]) -> str:
        actions.tie_responsible(actor=request.actor, responsible=one, **given)
        return back

    return formed(
        request,
        form,
        do=do,
        said=_("It is written down who answers; the work comes to that desk."),
        title=_("Who of the house is “%(words)s”?") % {"words": one.words},
        caption=str(one.activity),
        plan=one.activity.plan,
        back=back,
    )
