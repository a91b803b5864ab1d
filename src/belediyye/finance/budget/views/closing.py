"""What is taken back, and the end of a year: release, take back, bring the balance forward, carry commitments on."""

from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core import display
from belediyye.core.actions import Refused
from belediyye.core.form_fields import DayField, MoneyField
from belediyye.finance.budget import access, actions, queries
from belediyye.finance.budget.models import Budget, Line, Side
from belediyye.finance.budget.views.pages import form_page, tabs, today, what_may

GET_POST = require_http_methods(["GET", "POST"])


class BackForm(django_forms.Form):
    """Why, and on which day, something is taken back."""

    day = DayField(label=gettext_lazy("Day"))
    reason = django_forms.CharField(label=gettext_lazy("Why"), max_length=200)


class ReleaseForm(BackForm):
    """How much of a commitment is given back."""

    amount = MoneyField(label=gettext_lazy("Amount"), min_qepik=1)
    field_order = ["amount", "day", "reason"]


class CarryForm(django_forms.Form):
    """The decision by which what lapsed is carried into this year."""

    on = DayField(label=gettext_lazy("Day"))
    decision_number = django_forms.CharField(
        label=gettext_lazy("Number of the council's decision"), max_length=40
    )


def _to(line: Line) -> str:
    return reverse("budget_line", args=[line.pk])


@GET_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives back what a commitment will not need."""
    one = access.get_commitment_for(request.actor, pk)
    left = queries.open_of_commitment(one)
    form = ReleaseForm(request.POST or None, initial={"day": today(), "amount": left})

    def do(given: dict[str, Any]) -> str:
        actions.release(actor=request.actor, commitment=one, **given)
        return _to(one.line)

    title = _("Release of %(commitment)s; open: %(left)s") % {"commitment": one, "left": display.money(left)}
    return form_page(request, form, do, title=title, back=_to(one.line), button=_("Release"))


@GET_POST
def obligation_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes back what of an obligation is unpaid."""
    one = access.get_obligation_for(request.actor, pk)
    form = BackForm(request.POST or None, initial={"day": today()})

    def do(given: dict[str, Any]) -> str:
        actions.cancel_obligation(actor=request.actor, obligation=one, **given)
        return _to(one.line)

    title = _("Take back the obligation %(obligation)s") % {"obligation": one}
    return form_page(request, form, do, title=title, back=_to(one.line), button=_("Take back"))


@GET_POST
def receipt_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a wrong receipt back by its opposite."""
    one = access.get_receipt_for(request.actor, pk)
    form = BackForm(request.POST or None, initial={"day": today()})

    def do(given: dict[str, Any]) -> str:
        actions.reverse_receipt(actor=request.actor, receipt=one, **given)
        return _to(one.line)

    title = _("Take back the receipt “%(text)s”, %(amount)s") % {
        "text": one.text, "amount": display.money(one.amount)
    }  # fmt: skip
    return form_page(request, form, do, title=title, back=_to(one.line), button=_("Take back"))


def _balance_line(budget: Budget) -> Line | None:
    """The line of this year on which last year's balance comes in."""
    rows = budget.lines.filter(side=Side.FINANCING, revenue__code=queries.BALANCE)
    return rows.select_related("budget", "revenue").first()


@require_GET
def year_end(request: HttpRequest, pk: int) -> HttpResponse:
    """What keeps a year from being closed, what lapses, and what the year before left for this one."""
    one = access.get_budget_for(request.actor, pk)
    before = queries.budgets_of(one.municipality).filter(year=one.year - 1, state__in=queries.FROZEN).first()
    closed = before is not None and before.state == Budget.State.CLOSED
    line = _balance_line(one)
    came = line.receipts.filter(source=f"balance:{one.year - 1}").first() if line else None
    page = {
        "budget": one, "tabs": tabs(one, "budget_year_end"), "may": what_may(request), "ends": queries.year_end(one), "before": before, "closed": closed, "line": line, "came": came,
        "balance": queries.bank_balance(before) if before else 0, "lapsed": actions.lapsed_commitments(before) if before else [],
        "may_close": access.may_close(request.actor) is None,
    }  # fmt: skip
    return render(request, "budget/year_end.html", page)


@GET_POST
def bring_balance(request: HttpRequest, pk: int) -> HttpResponse:
    """Last year's bank balance comes into this year's books."""
    one = access.get_budget_for(request.actor, pk)
    back = reverse("budget_year_end", args=[pk])

    def do(_given: dict[str, Any]) -> str:
        line = _balance_line(one)
        if line is None:
            raise Refused(_("This budget has no line of the balance brought from last year."))
        actions.bring_balance(actor=request.actor, budget=one, line=line)
        return back

    title = _("Bring the balance of %(year)s forward") % {"year": one.year - 1}
    return form_page(
        request,
        django_forms.Form(request.POST if request.method == "POST" else None),
        do,
        title=title,
        back=back,
        button=_("Bring forward"),
    )


@GET_POST
def carry(request: HttpRequest, pk: int) -> HttpResponse:
    """Commitments that lapsed with last year go on in this one, by decision, financed from the balance."""
    one = access.get_budget_for(request.actor, pk)
    back = reverse("budget_year_end", args=[pk])
    form = CarryForm(request.POST or None, initial={"on": today()})

    def do(given: dict[str, Any]) -> str:
        line = _balance_line(one)
        if line is None:
            raise Refused(_("This budget has no line of the balance brought from last year."))
        actions.carry_forward(actor=request.actor, budget=one, balance_line=line, **given)
        return back

    title = _("Carry commitments of %(year)s forward") % {"year": one.year - 1}
    return form_page(request, form, do, title=title, back=back, button=_("Carry forward"))
