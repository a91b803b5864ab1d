"""The old books: every line that was brought in, one more for a payer, and taking one back."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.money import ReverseForm
from belediyye.finance.revenue.forms.opening import BilledYearForm, OpeningForm
from belediyye.finance.revenue.queries import openings as asked
from belediyye.finance.revenue.queries import runs
from belediyye.finance.revenue.views.pages import form_page, paged

GET_POST = require_http_methods(["GET", "POST"])


@require_GET
def openings(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    state = "all" if request.GET.get("show") == "all" else ""
    page = paged(request, asked.openings_of(place, state))
    for one in page.object_list:
        one.what = runs.head_label(one.head) if one.head else _("overpaid")
    return render(
        request,
        "revenue/openings.html",
        {
            "page": page, "sums": asked.sums_of(place), "state": state, "today": timezone.localdate(),
            "years": asked.billed_years(place),
            "may_run": access.may_run(actor=request.actor) is None,
            "tabs": [
                {"title": _("Standing"), "url": "?", "current": not state},
                {"title": _("All, reversed ones too"), "url": "?show=all", "current": bool(state)},
            ],
        },
    )  # fmt: skip


@GET_POST
def opening_new(request: HttpRequest, code: str) -> HttpResponse:
    payer = access.get_payer_for(request.actor, code)
    form = OpeningForm(request.POST or None, initial={"what": "debt"})
    back = reverse("revenue_card", args=[code])

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        actions.enter_opening(
            actor=request.actor, payer=payer, facts=form.facts(), day=c["day"], document=c["document"]
        )
        return back, _("Brought in: it stands on the account.")

    intro = _(
        "For an office that begins here with debts and overpayments in its old books. Each is entered once; a mistake is reversed, not changed."
    )
    title = _("Bring in from the old books: %(name)s") % {"name": payer.name}
    return form_page(
        request, form, do, title=title, button=_("Bring in"), back=back, intro=intro, may=access.may_run
    )


@GET_POST
def opening_reverse(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_opening_for(request.actor, pk)
    form = ReverseForm(request.POST or None, initial={"on": timezone.localdate()})
    back = reverse("revenue_card", args=[one.taxpayer.code])

    def do(form: Any) -> tuple[str, str]:
        actions.reverse_opening(
            actor=request.actor, opening=one, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]
        )
        return back, _("The line is reversed.")

    intro = _("Opposite entries are written. What was paid on the debt becomes an overpayment.")
    return form_page(
        request,
        form,
        do,
        title=_("Reverse a line of the old books"),
        button=_("Take it back"),
        back=back,
        intro=intro,
        may=access.may_run,
    )


@GET_POST
def year_new(request: HttpRequest) -> HttpResponse:
    """Says that the old books billed a whole year."""
    access.require_reader(request.actor)
    form = BilledYearForm(request.POST or None, initial={"year": request.GET.get("year", "")})
    back = reverse("revenue_openings")

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        actions.bill_year(
            actor=request.actor, year=c["year"], on=timezone.localdate(), document=c["document"]
        )
        return back, _("Marked: no run bills that year to anybody who is registered today or was before.")

    intro = _(
        "Whoever was registered before, or is registered today, was billed for that year in the old books: what is still owed is brought in as opening balances, who paid in full needs no line. The whole of today counts. Whoever is registered from tomorrow on is billed here."
    )
    title = _("The old books billed a whole year")
    return form_page(
        request, form, do, title=title, button=_("Mark the year"), back=back, intro=intro, may=access.may_run
    )


@GET_POST
def year_drop(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_billed_year_for(request.actor, pk)
    form = ReverseForm(request.POST or None, initial={"on": timezone.localdate()})
    back = reverse("revenue_openings")

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        actions.drop_billed_year(actor=request.actor, billed=one, on=c["on"], reason=c["reason"])
        return back, _("Taken back: the next run of that year bills it.")

    title = _("Take back that the old books billed %(year)s") % {"year": one.year}
    intro = _("The next run of that year then bills everybody whom no line of the old books names.")
    return form_page(
        request, form, do, title=title, button=_("Take it back"), back=back, intro=intro, may=access.may_run
    )
