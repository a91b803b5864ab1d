"""Working pages of execution: commit, owe, order, sign, pay, receive."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.finance.budget import access, actions, forms, queries
from belediyye.finance.budget.models import Control, PaymentOrder
from belediyye.finance.budget.views.pages import after, form_page, page_of, tabs, today, what_may


def _to(pk: int) -> str:
    return reverse("budget_line", args=[pk])


@require_http_methods(["GET", "POST"])
def commit(request: HttpRequest, pk: int) -> HttpResponse:
    line = access.get_line_for(request.actor, pk)
    form = forms.CommitForm(request.POST or None, initial={"day": today()})

    def do(given: dict[str, Any]) -> str:
        paper = actions.Paper(given["partner"], given["subject"])
        actions.commit(
            actor=request.actor,
            line=line,
            day=given["day"],
            amount=given["amount"],
            paper=paper,
            over_reason=given["over_reason"],
        )
        return _to(pk)

    return form_page(
        request,
        form,
        do,
        title=_("Commit money of “%(line)s”") % {"line": line.title},
        back=_to(pk),
        button=_("Commit"),
    )


@require_http_methods(["GET", "POST"])
def oblige(request: HttpRequest, pk: int) -> HttpResponse:
    """An obligation on a line, without a commitment before it."""
    line = access.get_line_for(request.actor, pk)
    return _oblige(request, line, None)


@require_http_methods(["GET", "POST"])
def oblige_committed(request: HttpRequest, pk: int) -> HttpResponse:
    """An obligation out of a commitment."""
    commitment = access.get_commitment_for(request.actor, pk)
    return _oblige(request, commitment.line, commitment)


def _oblige(request: HttpRequest, line: Any, commitment: Any) -> HttpResponse:
    left = queries.open_of_commitment(commitment) if commitment else None
    form = forms.ObligeForm(request.POST or None, initial={"day": today(), "amount": left})

    def do(given: dict[str, Any]) -> str:
        paper = actions.Paper(given["document"], due=given["due"])
        about = {
            "line": line,
            "commitment": commitment,
            "day": given["day"],
            "amount": given["amount"],
            "over_reason": given["over_reason"],
        }
        actions.oblige(actor=request.actor, paper=paper, **about)
        return _to(line.pk)

    return form_page(
        request,
        form,
        do,
        title=_("Record what is owed on “%(line)s”") % {"line": line.title},
        back=_to(line.pk),
        button=_("Record"),
    )


@require_POST
def obligation_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_obligation_for(request.actor, pk)
    reason = request.POST.get("reason", "")[:200] or _("Taken back")
    return after(
        request,
        _to(one.line_id),
        lambda: actions.cancel_obligation(actor=request.actor, obligation=one, day=today(), reason=reason),
    )


@require_http_methods(["GET", "POST"])
def order_new(request: HttpRequest, pk: int) -> HttpResponse:
    owed = access.get_obligation_for(request.actor, pk)
    left = queries.open_of_obligation(owed) - queries.ordered_of_obligation(owed)
    payee = owed.commitment.partner if owed.commitment else ""
    form = forms.OrderForm(request.POST or None, initial={"day": today(), "amount": left, "payee": payee})

    def do(given: dict[str, Any]) -> str:
        actions.prepare_order(actor=request.actor, obligation=owed, **given)
        return reverse("budget_orders")

    return form_page(
        request, form, do, title=_("New payment order"), back=_to(owed.line_id), button=_("Prepare")
    )


@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """Payment orders, those that wait first."""
    place = access.get_place_for(request.actor)
    rows = (
        PaymentOrder.objects.filter(municipality=place)
        .select_related("obligation__line")
        .order_by("state", "-year", "-number")
    )
    state = request.GET.get("state", "")
    if state in PaymentOrder.State.values:
        rows = rows.filter(state=state)
    page = {
        "orders": page_of(request, rows),
        "may": what_may(request),
        "states": PaymentOrder.State,
        "state": state,
    }
    return render(request, "budget/orders.html", page)


@require_POST
def order_sign(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_order_for(request.actor, pk)
    return after(
        request, reverse("budget_orders"), lambda: actions.sign_order(actor=request.actor, order=one)
    )


@require_POST
def order_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_order_for(request.actor, pk)
    reason = request.POST.get("reason", "")[:200] or _("Taken back")
    return after(
        request,
        reverse("budget_orders"),
        lambda: actions.cancel_order(actor=request.actor, order=one, reason=reason),
    )


@require_http_methods(["GET", "POST"])
def order_pay(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_order_for(request.actor, pk)
    form = forms.StepForm(request.POST or None, initial={"on": today()})

    def do(given: dict[str, Any]) -> str:
        actions.pay_order(actor=request.actor, order=one, day=given["on"])
        return reverse("budget_orders")

    return form_page(
        request, form, do, title=_("Executed by the bank"), back=reverse("budget_orders"), button=_("Record")
    )


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, pk: int) -> HttpResponse:
    line = access.get_line_for(request.actor, pk)
    form = forms.ReceiptForm(request.POST or None, initial={"day": today()})

    def do(given: dict[str, Any]) -> str:
        actions.receive(actor=request.actor, line=line, **given)
        return _to(pk)

    return form_page(
        request,
        form,
        do,
        title=_("Money came in on “%(line)s”") % {"line": line.title},
        back=_to(pk),
        button=_("Record"),
    )


@require_http_methods(["GET", "POST"])
def control(request: HttpRequest) -> HttpResponse:
    place = access.get_place_for(request.actor)
    now = Control.objects.filter(municipality=place).first() or Control()
    form = forms.ControlForm(
        request.POST or None, initial={"commitment": now.commitment, "obligation": now.obligation}
    )

    def do(given: dict[str, Any]) -> str:
        actions.set_control(actor=request.actor, municipality_id=place.pk, **given)
        return reverse("budget_home")

    return form_page(
        request, form, do, title=_("How strictly the budget is checked"), back=reverse("budget_home")
    )


@require_GET
def ledger(request: HttpRequest, pk: int) -> HttpResponse:
    """The ledger: trial balance, agreement with the reports, and every entry."""
    one = access.get_budget_for(request.actor, pk)
    page = {
        "budget": one, "tabs": tabs(one, "budget_ledger"), "trial": queries.trial_balance(one), "agreement": queries.agreement(one),
        "entries": page_of(request, queries.entries_of(one)),
    }  # fmt: skip
    return render(request, "budget/ledger.html", page)
