"""What revenue may be: the forecast of a draft from the register, and what another rate or relief would bring."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from belediyye.core.actions import Refused
from belediyye.finance.budget import access, actions, queries
from belediyye.finance.budget.forms.forecast import ForecastForm, PrepareForm, RatesForm
from belediyye.finance.budget.models import Budget
from belediyye.finance.budget.queries.forecast import expectations
from belediyye.finance.budget.views.pages import after, tabs, today, what_may
from belediyye.finance.revenue.models import Head
from belediyye.finance.revenue.queries import forecast as register
from belediyye.finance.rules.actions import prepare_local, withdraw_local
from belediyye.finance.rules.book import NotAllowed
from belediyye.finance.rules.book import Refused as NotInBook
from belediyye.finance.rules.queries import language, local

GET_POST = require_http_methods(["GET", "POST"])


@GET_POST
def forecast(request: HttpRequest, pk: int) -> HttpResponse:
    """Assessed × expected collection, kind by kind; every assumption is seen and may be changed."""
    one = access.get_budget_for(request.actor, pk)
    form = ForecastForm(request.POST or None, expected=expectations(one, today()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_forecast(actor=request.actor, budget=one, rates=form.rates(), on=today())
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("The lines are planned from the register, each with its reason."))
            return redirect("budget", pk)
    page = {
        "budget": one, "tabs": tabs(one, "budget_forecast"), "form": form, "today": today(), "may": what_may(request),
        "years": list(form.expected[0].years) if form.expected else [], "changeable": one.state in actions.CHANGEABLE,
        "held": local.in_force(one.municipality_id, one.year),
    }  # fmt: skip
    return render(request, "budget/forecast.html", page, status=422 if form.is_bound and form.errors else 200)


def _asked(request: HttpRequest, place: Any) -> RatesForm:
    data = request.POST if request.method == "POST" else request.GET
    year = data.get("year", "")
    fits = year.isdecimal() and len(year) == 4 and 2015 <= int(year) <= 2100
    chosen = int(year) if fits else today().year + 1
    # A draft's page leads here with its year alone: nothing is tried yet, so nothing is wrong yet.
    tried = None if fits and set(data) <= {"year"} else data or None
    return RatesForm(tried, place=place, year=chosen, initial={"year": chosen})


@GET_POST
def rates(request: HttpRequest) -> HttpResponse:
    """Try other rates on the register of today; bring them to the council, or into an alternative draft."""
    place = access.get_place_for(request.actor)
    form = _asked(request, place)
    found, said = None, []
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        if not given["values"] and not given["reductions"]:
            form.add_error(None, _("Write at least one other rate, or one relief."))
        else:
            found = _computed(form, place)
            said = local.words(given["values"], given["reductions"], given["year"])
    prepare = PrepareForm(request.POST if request.POST.get("title") is not None else None)
    if request.method == "POST" and found and prepare.is_valid():
        given = form.cleaned_data
        try:
            made = prepare_local(
                actor=request.actor, municipality=place, since=today().replace(given["year"], 1, 1), values=given["values"],
                reductions=given["reductions"], on=today(), **prepare.cleaned_data,
            )  # fmt: skip
        except Refused as refusal:
            prepare.add_error(None, str(refusal))
        else:
            messages.success(
                request,
                _("“%(rule)s” waits for the council: the secretary finds it among the effects of a question.") % {"rule": made},
            )  # fmt: skip
            return redirect("budget_rates")
    drafts = queries.budgets_of(place).filter(state__in=actions.CHANGEABLE)
    page = {
        "form": form, "found": found, "said": said, "prepare": prepare, "may": what_may(request), "today": today(),
        "taxes": [(str(Head(one.head).label), one) for one in found.taxes] if found else [],
        "rules": [(rule, local.words(rule.values, rule.reductions, rule.since.year)) for rule in local.rules_of(place)],
        "drafts": drafts.filter(year=form.cleaned_data["year"]) if found else [],
        "asked": [(name, value) for name, value in form.data.items() if name in form.fields and value] if found else [],
    }  # fmt: skip
    broken = (form.is_bound and form.errors) or prepare.errors
    return render(request, "budget/rates.html", page, status=422 if broken else 200)


def _computed(form: RatesForm, place: Any) -> register.WhatIf | None:
    given = form.cleaned_data
    try:
        changed = local.overlay_with(place.pk, given["year"], given["values"], given["reductions"])
        return register.what_if(place.pk, given["year"], changed)
    except (NotAllowed, NotInBook) as error:
        form.add_error(None, error.reason[language()])
        return None


@require_POST
def rates_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """An alternative of a draft, with revenue as the tried rates would bring it."""
    one: Budget = access.get_budget_for(request.actor, pk)
    form = _asked(request, one.municipality)
    if not form.is_valid():
        return redirect("budget_rates")
    given = form.cleaned_data
    try:
        made = actions.draft_with_rates(
            actor=request.actor,
            budget=one,
            values=given["values"],
            reductions=given["reductions"],
            on=today(),
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("budget_rates")
    messages.success(request, _("The alternative stands beside the draft it was made from."))
    return redirect("budget_compare", made.pk)


@require_POST
def rate_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    rule = access.get_local_rule_for(request.actor, pk)
    return after(request, reverse("budget_rates"), lambda: withdraw_local(actor=request.actor, rule=rule))
