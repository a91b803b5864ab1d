"""The bank's statement beside the ledger: what is settled, what waits, and what only one side has."""

from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.core.actions import Refused
from belediyye.finance.budget import access, actions
from belediyye.finance.budget.models import BankLine, Budget, Line, PaymentOrder, Receipt, Side
from belediyye.finance.budget.queries import bank
from belediyye.finance.budget.views.pages import after, form_page, page_of, today, what_may

SHOWN = 20


class StatementForm(django_forms.Form):
    """A statement of the budget's account."""

    file = django_forms.FileField(
        label=gettext_lazy("Statement"),
        help_text=gettext_lazy("camt.053, camt.054, MT940, or a workbook of the bank."),
    )


class SettleForm(django_forms.Form):
    """What a line is: money on a line of the budget, or words."""

    on = django_forms.ModelChoiceField(
        label=gettext_lazy("Money of this line of the budget"), queryset=Line.objects.none(), required=False
    )
    words = django_forms.CharField(
        label=gettext_lazy("Or: what it is"), max_length=200, required=False,
        help_text=gettext_lazy("For example: a transfer between the municipality's own accounts."),
    )  # fmt: skip

    def __init__(self, *args: Any, line: BankLine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if line.amount > 0:
            rows = Line.objects.filter(
                municipality=line.municipality_id,
                budget__year=line.day.year,
                budget__state=Budget.State.ADOPTED,
            )
            self.fields["on"].queryset = rows.exclude(side=Side.EXPENDITURE)  # type: ignore[attr-defined]
        else:
            del self.fields["on"]
            self.fields["words"].label = gettext_lazy("What this is")
            self.fields["words"].required = True


@require_GET
def lines(request: HttpRequest) -> HttpResponse:
    """What waits, or every line; both sides by month; what only the ledger has."""
    place = access.get_place_for(request.actor)
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 and 1990 <= int(text) <= 2200 else today().year
    every = request.GET.get("show") == "all"
    rows = bank.lines_of(place).filter(day__year=year) if every else bank.waiting(place)
    count = bank.waiting(place).count()
    papers = bank.papers_without_line(place, year)
    page = page_of(request, rows)
    for line in page:
        line.why_words = bank.why_words(line)
    tabs = [
        {"title": _("To be settled"), "url": "?", "current": not every, "count": count},
        {
            "title": _("All lines of %(year)s") % {"year": year},
            "url": f"?show=all&year={year}",
            "current": every,
        },
    ]
    context = {
        "page": page, "tabs": tabs, "every": every, "months": bank.by_month(place, year), "year": year, "may": what_may(request), "last": bank.last_day(place),
        "in_statements": bank.lines_of(place).filter(day__year=year).exists(),
        "orders": papers["orders"][:SHOWN], "orders_count": papers["orders"].count(), "receipts": papers["receipts"][:SHOWN], "receipts_count": papers["receipts"].count(),
        "years": [year - 1, year + 1] if year < today().year else [year - 1],
    }  # fmt: skip
    return render(request, "budget/bank.html", context)


def _said(took: actions.Took) -> str:
    return _("New lines: %(new)s; known already: %(known)s; settled at once: %(matched)s; waiting for you: %(waiting)s.") % {
        "new": took.new, "known": took.known, "matched": took.matched, "waiting": took.waiting
    }  # fmt: skip


@require_http_methods(["GET", "POST"])
def statement_new(request: HttpRequest) -> HttpResponse:
    """A statement is taken in; what is certain is matched."""
    place = access.get_place_for(request.actor)

    def do(given: dict[str, Any]) -> str:
        took = actions.take_bank_statement(
            actor=request.actor, municipality=place, content=given["file"].read(), name=given["file"].name
        )
        messages.info(request, _said(took))
        return reverse("budget_bank")

    form = StatementForm(request.POST or None, request.FILES or None)
    return form_page(
        request, form, do, title=_("Take in a bank statement"), back=reverse("budget_bank"), button=_("Take in")
    )  # fmt: skip


@require_POST
def from_revenue(request: HttpRequest) -> HttpResponse:
    """Takes over the statements of the revenue room."""
    place = access.get_place_for(request.actor)

    def do() -> None:
        messages.info(request, _said(actions.take_revenue_lines(actor=request.actor, municipality=place)))

    return after(request, reverse("budget_bank"), do)


@require_http_methods(["GET", "POST"])
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: the papers that it may be, and what else it can be."""
    one = access.get_bank_line_for(request.actor, pk)
    settled = bool(one.order_id or one.receipt_id or one.why)
    form = SettleForm(request.POST or None, line=one)
    if request.method == "POST" and form.is_valid():
        try:
            if target := form.cleaned_data.get("on"):
                actions.receive_bank_line(actor=request.actor, line=one, on=target)
            else:
                actions.explain_bank_line(actor=request.actor, line=one, words=form.cleaned_data["words"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Done."))
            return redirect("budget_bank")
    page = {
        "line": one, "why": bank.why_words(one), "settled": settled, "form": form, "may": what_may(request),
        "orders": bank.free_orders(one)[:SHOWN] if one.amount < 0 and not settled else [],
        "receipts": bank.free_receipts(one)[:SHOWN] if one.amount > 0 and not settled else [],
    }  # fmt: skip
    return render(
        request, "budget/bank_line.html", page, status=422 if form.is_bound and form.errors else 200
    )


@require_POST
def match(request: HttpRequest, pk: int, kind: str, paper: int) -> HttpResponse:
    """The line is this order, or this receipt."""
    one = access.get_bank_line_for(request.actor, pk)
    models: dict[str, Any] = {"order": PaymentOrder, "receipt": Receipt}
    found = (
        models[kind].objects.filter(municipality=one.municipality_id, pk=paper).first()
        if kind in models
        else None
    )
    if found is None:
        raise Http404
    return after(
        request,
        reverse("budget_bank"),
        lambda: actions.match_bank_line(actor=request.actor, line=one, paper=found),
    )


@require_POST
def free(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a match back."""
    one = access.get_bank_line_for(request.actor, pk)
    reason = request.POST.get("reason", "")[:200] or _("Taken back")
    return after(
        request,
        reverse("budget_bank_line", args=[pk]),
        lambda: actions.free_bank_line(actor=request.actor, line=one, reason=reason),
    )
