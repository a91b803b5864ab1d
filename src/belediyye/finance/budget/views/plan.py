"""Working pages of the plan: versions, lines, checks, adoption, amendments."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.core import display
from belediyye.core.text import fold
from belediyye.core.thread import thread_of
from belediyye.finance.budget import access, actions, forms, queries
from belediyye.finance.budget.models import Amendment, Budget, Line, Side
from belediyye.finance.budget.queries.forecast import fed_by_register
from belediyye.finance.budget.views.pages import after, form_page, page_of, said_log, tabs, today, what_may


def _to(budget: Budget) -> str:
    return reverse("budget", args=[budget.pk])


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The running year at a glance, the calendar of the law, every version."""
    place = access.get_place_for(request.actor)
    running = queries.adopted(place, today().year) or queries.latest_adopted(place)
    now = (
        queries.report(running, Side.EXPENDITURE, "functional", min(today(), today())).total
        if running
        else None
    )
    come = queries.report(running, Side.REVENUE, "revenue").total if running else None
    steps = [step for step in queries.calendar_of_law(place, today()) if step.year >= today().year]
    page = {
        "running": running,
        "now": now,
        "come": come,
        "steps": steps,
        "today": today(),
        "versions": page_of(request, queries.budgets_of(place)),
        "may": what_may(request),
    }
    return render(request, "budget/home.html", page)


@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    place = access.get_place_for(request.actor)
    form = forms.StartForm(
        request.POST or None, place=place, initial={"year": today().year + 1, "title": _("Draft")}
    )

    def do(given: dict[str, Any]) -> str:
        return _to(actions.start_draft(actor=request.actor, municipality=place, **given))

    return form_page(
        request, form, do, title=_("New version of a budget"), back=reverse("budget_home"), button=_("Start")
    )


@require_GET
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: state, totals, checks in words, its lines."""
    one = access.get_budget_for(request.actor, pk)
    form = forms.LineFilter(request.GET or None)
    rows = Line.objects.filter(budget=one).select_related("functional", "economic", "revenue")
    given = form.cleaned_data if form.is_valid() else {}
    if given.get("side"):
        rows = rows.filter(side=given["side"])
    if given.get("q"):
        wanted = fold(given["q"])
        rows = rows.filter(
            pk__in=[pk for pk, title in rows.values_list("pk", "title") if wanted in fold(title)]
        )
    lines = page_of(request, rows)
    standing = queries.positions(lines.object_list)
    before = None if one.is_frozen else queries.adopted(one.municipality, one.year - 1)
    last = queries.last_year(lines.object_list, before) if before else {}
    page = {
        "budget": one, "before": before, "thread": thread_of(request.actor, one), "log": said_log(one), "tabs": tabs(one, "budget"), "totals": queries.totals(one), "checks": [] if one.is_frozen else queries.checks(one),
        "form": form, "lines": lines, "rows": [(line, standing[line.pk], last.get(line.pk)) for line in lines], "may": what_may(request), "versions": queries.budgets_of(one.municipality).filter(year=one.year),
    }  # fmt: skip
    return render(request, "budget/budget.html", page)


@require_GET
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions of a year side by side."""
    one = access.get_budget_for(request.actor, pk)
    versions = list(queries.budgets_of(one.municipality).filter(year=one.year).order_by("version"))
    sums = [queries.totals(version) for version in versions]
    page = {
        "budget": one,
        "versions": list(zip(versions, sums, strict=True)),
        "rows": page_of(request, queries.side_by_side(versions)),
    }
    return render(request, "budget/compare.html", page)


@require_http_methods(["GET", "POST"])
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_budget_for(request.actor, pk)
    form = forms.ExplainForm(request.POST or None, initial={"gap_words": one.gap_words, "note": one.note})

    def do(given: dict[str, Any]) -> str:
        actions.explain(actor=request.actor, budget=one, **given)
        return _to(one)

    return form_page(request, form, do, title=_("Words of the draft"), back=_to(one))


STEPS: dict[str, tuple[Any, Any]] = {
    "commission": (actions.to_commission, forms.CommissionForm),
    "publish": (actions.publish, forms.StepForm),
    "hearing": (actions.set_hearing, forms.HearingForm),
    "adopt": (actions.adopt, forms.DecisionForm),
}


@require_http_methods(["GET", "POST"])
def step(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The next step of adoption."""
    one = access.get_budget_for(request.actor, pk)
    titles = {
        "commission": _("Give to the commission"),
        "publish": _("Publish the draft"),
        "hearing": _("Set the hearing"),
        "adopt": _("Adopt by decision"),
    }
    act, made = STEPS[name]
    form = made(request.POST or None, initial={"on": today()})

    def do(given: dict[str, Any]) -> str:
        act(actor=request.actor, budget=one, **given)
        return _to(one)

    return form_page(request, form, do, title=titles[name], back=_to(one), button=titles[name])


@require_http_methods(["GET", "POST"])
def line_new(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_budget_for(request.actor, pk)
    form = forms.LineForm(request.POST or None, budget=one)

    def do(_given: dict[str, Any]) -> str:
        actions.set_line(actor=request.actor, budget=one, plan=form.plan())
        return _to(one)

    return form_page(request, form, do, title=_("New line"), back=_to(one))


@require_http_methods(["GET", "POST"])
def line_edit(request: HttpRequest, pk: int) -> HttpResponse:
    line = access.get_line_for(request.actor, pk)
    form = forms.LineForm(request.POST or None, budget=line.budget, initial=forms.line_initial(line))

    def do(_given: dict[str, Any]) -> str:
        actions.set_line(actor=request.actor, budget=line.budget, plan=form.plan(), line=line)
        return _to(line.budget)

    return form_page(request, form, do, title=line.title, back=_to(line.budget))


@require_POST
def line_remove(request: HttpRequest, pk: int) -> HttpResponse:
    line = access.get_line_for(request.actor, pk)
    return after(request, _to(line.budget), lambda: actions.remove_line(actor=request.actor, line=line))


@require_GET
def line(request: HttpRequest, pk: int) -> HttpResponse:
    """One line: its columns, what changed it, what was done on it."""
    one = access.get_line_for(request.actor, pk)
    share = None if one.collection_bp is None else f"{display.number(one.collection_bp / 100)} %"
    page = {
        "line": one, "share": share, "fed": fed_by_register(one), "now": queries.position(one), "may": what_may(request), "side": Side,
        "quarters": list(zip(one.quarters, queries.adjusted_quarters(one.budget)[one.pk], strict=True)),
        "changes": one.changes.select_related("amendment__budget"), "commitments": [(c, queries.open_of_commitment(c)) for c in one.commitments.all()[:100]],
        "obligations": [(o, queries.open_of_obligation(o)) for o in one.obligations.all()[:100]], "receipts": one.receipts.select_related("reversed_by")[:100],
    }  # fmt: skip
    return render(request, "budget/line.html", page)


@require_GET
def amendments(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_budget_for(request.actor, pk)
    page = {
        "budget": one,
        "tabs": tabs(one, "budget_amendments"),
        "amendments": page_of(request, one.amendments.all()),
        "may": what_may(request),
    }
    return render(request, "budget/amendments.html", page)


@require_http_methods(["GET", "POST"])
def amend(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_budget_for(request.actor, pk)
    form = forms.AmendForm(request.POST or None, budget=one, initial={"on": today()})

    def do(given: dict[str, Any]) -> str:
        made = actions.prepare_amendment(
            actor=request.actor,
            budget=one,
            kind=given["kind"],
            reason=given["reason"],
            on=given["on"],
            changes=form.changes(),
        )
        return reverse("budget_amendment", args=[made.pk])

    return form_page(
        request,
        form,
        do,
        title=_("New amendment"),
        back=reverse("budget_amendments", args=[pk]),
        button=_("Prepare"),
    )


@require_GET
def amendment(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_amendment_for(request.actor, pk)
    page = {
        "amendment": one,
        "lines": one.lines.select_related("line"),
        "may": what_may(request),
        "prepared": Amendment.State.PREPARED,
    }
    return render(request, "budget/amendment.html", page)


@require_http_methods(["GET", "POST"])
def amendment_adopt(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_amendment_for(request.actor, pk)
    form = forms.DecisionForm(request.POST or None, initial={"on": today()})
    to = reverse("budget_amendment", args=[pk])

    def do(given: dict[str, Any]) -> str:
        actions.adopt_amendment(actor=request.actor, amendment=one, **given)
        return to

    return form_page(request, form, do, title=_("Adopt by decision"), back=to, button=_("Adopt by decision"))
