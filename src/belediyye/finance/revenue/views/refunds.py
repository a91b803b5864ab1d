"""Overpayments: asked back within 45 days, paid, closed, or used for debts of another tax."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.core.actions import Refused
from belediyye.core.display import money
from belediyye.core.period import format_date
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.cases import PayRefundForm, RefundFilter, RefundForm
from belediyye.finance.revenue.forms.register import ReasonForm
from belediyye.finance.revenue.models import Refund
from belediyye.finance.revenue.queries import balance, cases, overpaid
from belediyye.finance.revenue.views.listing import Link, Listing, Tag, case_page, list_page
from belediyye.finance.revenue.views.pages import form_page, told

GET_POST = require_http_methods(["GET", "POST"])


def _state(one: Refund) -> Tag:
    if one.paid:
        return Tag("done", _("paid"))
    if one.dropped:
        return Tag("draft", _("closed without payment"))
    return Tag("late", _("late")) if one.due < timezone.localdate() else Tag("waiting", _("to be paid"))


def _cells(one: Refund) -> list[Any]:
    open_ = not (one.paid or one.dropped)
    return [
        Link(one.taxpayer.name, reverse("revenue_refund", args=[one.pk])), one.amount_qepik, one.day, one.due,
        (one.due - timezone.localdate()).days if open_ else None, one.paid, one.interest_qepik or None, _state(one),
    ]  # fmt: skip


@require_GET
def refund_list(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    form = RefundFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    listing = Listing(
        title=_("Refunds"), name="refunds", cells=_cells,
        intro=_("An overpayment that is asked back is paid within 45 days of the application; after that the municipality owes interest."),
        columns=[(_("Taxpayer"), "text"), (_("Amount"), "money"), (_("Asked on"), "date"), (_("To be paid by"), "date"), (_("Days left"), "int"),
                 (_("Paid on"), "date"), (_("Interest for being late"), "money"), (_("State"), "text")],
        empty=(_("No refund is found"), _("A refund is asked for from a taxpayer's account card, where something is overpaid.")),
    )  # fmt: skip
    return list_page(
        request, listing, cases.of_payer(cases.refunds_of(place, chosen.get("state", "")), chosen.get("q", "")), form
    )  # fmt: skip


@require_GET
def refund(request: HttpRequest, pk: int) -> HttpResponse:
    one, today = access.get_refund_for(request.actor, pk), timezone.localdate()
    standing = balance.owed(one.taxpayer, today)
    facts: list[Any] = [
        (_("Taxpayer"), one.taxpayer.name, reverse("revenue_card", args=[one.taxpayer.code]), _("Account card")), (_("Amount"), money(one.amount_qepik)),
        (_("To the account"), one.account), (_("Asked on"), format_date(one.day)), (_("Application"), one.reason or "–"),
        (_("Stands as overpayment now"), money(standing.credit)),
    ]  # fmt: skip
    does, notes, more = [], [], {}
    if one.paid:
        facts += [
            (_("Paid on"), format_date(one.paid)),
            (_("Interest for being late"), money(one.interest_qepik)),
        ]
    elif one.dropped:
        facts.append((_("Closed without payment on"), format_date(one.dropped)))
    else:
        lines = [
            _("%(day)s: the application came in") % {"day": format_date(one.day)},
            _("45 calendar days after it (Tax Code, 87.3); the day is not moved"),
            _("after that the municipality owes 0.1 % a day (59.3)"),
        ]
        more = {"due_label": _("To be paid by"), "due": one.due, "due_lines": lines, "today": today}
        if standing.overdue:
            notes.append(("", _("%(amount)s is past its day: the overpayment settles it first. Only a payment of a day before that can be recorded.") % {"amount": money(standing.overdue_total)}))  # fmt: skip
        if why := overpaid.why_it_waits(one.taxpayer, standing.credit, one.amount_qepik):
            notes.append(("", why))
        if access.may_run(actor=request.actor) is None:
            does.append((_("Record the payment"), reverse("revenue_refund_pay", args=[pk]), True))
        if access.may_keep(actor=request.actor) is None:
            does.append((_("Close without payment"), reverse("revenue_refund_drop", args=[pk]), False))
    return case_page(
        request, title=(_("Refund paid to %(name)s") if one.paid else _("Refund asked by %(name)s")) % {"name": one.taxpayer.name}, above=(_("Refunds"), reverse("revenue_refunds")), facts=facts, does=does,
        notes=notes, lines=told(one.taxpayer), **more,
    )  # fmt: skip


@GET_POST
def refund_new(request: HttpRequest, code: str) -> HttpResponse:
    payer, today = access.get_payer_for(request.actor, code), timezone.localdate()
    standing = balance.owed(payer, today)
    waiting = sum(r.amount_qepik for r in balance.open_refunds(payer.municipality_id).filter(taxpayer=payer))
    form = RefundForm(
        request.POST or None, initial={"amount": max(0, standing.credit - waiting), "on": today}
    )

    def do(form: Any) -> tuple[str, str]:
        made = actions.ask_refund(actor=request.actor, payer=payer, **form.cleaned_data)
        return reverse("revenue_refund", args=[made.pk]), _("Recorded. It is to be paid by %(day)s.") % {
            "day": format_date(made.due)
        }

    intro = _("%(amount)s is overpaid. Debts that are due are settled first; the rest is paid back within 45 days (Tax Code, 87).") % {
        "amount": money(standing.credit)}  # fmt: skip
    return form_page(
        request, form, do, title=_("Overpayment asked back by %(name)s") % {"name": payer.name}, button=_("Record the application"),
        back=reverse("revenue_card", args=[code]), intro=intro,
        may=access.may_keep,
    )  # fmt: skip


@GET_POST
def refund_pay(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_refund_for(request.actor, pk)

    def do(form: Any) -> tuple[str, str]:
        actions.pay_refund(actor=request.actor, refund=one, on=form.cleaned_data["on"])
        return reverse("revenue_refund", args=[pk]), _("The refund is recorded.")

    return form_page(
        request, PayRefundForm(request.POST or None, initial={"on": timezone.localdate()}), do, title=_("Payment of the refund"),
        button=_("Record"), back=reverse("revenue_refund", args=[pk]), intro=f"{one.taxpayer.name} · {money(one.amount_qepik)} · {one.account}",
        may=access.may_run,
    )  # fmt: skip


@GET_POST
def refund_drop(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_refund_for(request.actor, pk)

    def do(form: Any) -> tuple[str, str]:
        actions.drop_refund(
            actor=request.actor, refund=one, on=timezone.localdate(), reason=form.cleaned_data["reason"]
        )
        return reverse("revenue_refund", args=[pk]), _("Closed; the overpayment stays on the account.")

    return form_page(
        request, ReasonForm(request.POST or None), do, title=_("Close the refund without payment"), button=_("Close it"),
        back=reverse("revenue_refund", args=[pk]), intro=f"{one.taxpayer.name} · {money(one.amount_qepik)}",
        may=access.may_keep,
    )  # fmt: skip


@require_POST
def credit_use(request: HttpRequest, code: str) -> HttpResponse:
    """The overpayment settles what is due, of whatever tax."""
    payer = access.get_payer_for(request.actor, code)
    try:
        used = actions.set_off(actor=request.actor, payer=payer, on=timezone.localdate())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(amount)s of the overpayment settled debts.") % {"amount": money(used)})
    return redirect(reverse("revenue_card", args=[code]))
