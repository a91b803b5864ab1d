"""What the working pages share: one form on a page, a button that acts, the tabs of a budget."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.core import journal
from belediyye.core.actions import DECLARED, Refused
from belediyye.core.models import LogEntry
from belediyye.finance.budget import access
from belediyye.finance.budget.models import Budget

ROWS = 50


def today() -> date:
    """The day in the house's time zone."""
    return timezone.localdate()


def tabs(budget: Budget, current: str) -> list[dict[str, Any]]:
    """The pages of one budget."""
    parts = [
        ("budget", _("Plan")), ("budget_forecast", _("Forecast")), ("budget_report", _("Reports")), ("budget_cash", _("Cash plan")),
        ("budget_ledger", _("Ledger")), ("budget_amendments", _("Amendments")),
    ]  # fmt: skip
    shown = [parts[0], *parts[2:]] if budget.is_frozen else parts[:3]
    return [
        {"title": title, "url": reverse(name, args=[budget.pk]), "current": name == current}
        for name, title in shown
    ]


def page_of(request: HttpRequest, rows: Any) -> Page:
    """One page of a list."""
    return Paginator(rows, ROWS).get_page(request.GET.get("page"))


def form_page(
    request: HttpRequest,
    form: forms.Form,
    do: Callable[[dict[str, Any]], str],
    *,
    title: str,
    back: str,
    button: str = "",
) -> HttpResponse:
    """Shows a form; a whole one is passed to `do`, which returns where to go. A refusal stays beside the form."""
    if request.method == "POST" and form.is_valid():
        try:
            goes_to = do(form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done."))
            return redirect(goes_to)
    page = {"form": form, "title": title, "back": back, "button": button or _("Save")}
    return render(request, "budget/form.html", page, status=422 if form.is_bound and form.errors else 200)


def after(request: HttpRequest, goes_to: str, do: Callable[[], Any]) -> HttpResponse:
    """A button: does it, says so and goes on; a refusal is said on the page one comes back to."""
    try:
        do()
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Done."))
    return redirect(goes_to)


def said_log(about: Model) -> list[LogEntry]:
    """The last lines of the log about an object, each with its sentence."""
    lines = list(journal.history(about)[:20])
    for line in lines:
        line.says = str(DECLARED[line.code].says) if line.code in DECLARED else line.code  # type: ignore[attr-defined]
    return lines


def what_may(request: HttpRequest) -> dict[str, bool]:
    """What the reader may do here, for the buttons of a page."""
    actor = request.actor  # type: ignore[attr-defined]
    asked = {
        "draft": access.may_draft,
        "lead": access.may_lead,
        "account": access.may_account,
        "sign": access.may_sign,
        "control": access.may_set_control,
    }
    return {name: ask(actor) is None for name, ask in asked.items()}
