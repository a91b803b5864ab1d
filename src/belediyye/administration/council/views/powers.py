"""The powers matrix and the calculator of the apparatus."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.administration.council import access, actions, apparatus, forms, law, queries
from belediyye.administration.council.models import Body, Holding, Power
from belediyye.administration.council.pictures import matrix_picture, units_picture
from belediyye.administration.council.views.pages import (
    after,
    form_page,
    table_response,
    tabs,
    today,
    what_may,
)
from belediyye.core import display
from belediyye.core.queries import working_calendar


def _matrix(request: HttpRequest) -> tuple[list[Any], forms.PowerFilter]:
    place = access.get_place_for(request.actor)
    asked = forms.PowerFilter(request.GET or None)
    given = asked.cleaned_data if asked.is_bound and asked.is_valid() else {}
    return queries.matrix(
        place, today(), kind=given.get("kind", ""), only_troubles=bool(given.get("troubles"))
    ), asked


@require_GET
def powers(request: HttpRequest) -> HttpResponse:
    rows, asked = _matrix(request)
    page = {
        "tabs": tabs(request.actor, "council_powers"),
        "rows": rows,
        "filter": asked,
        "tally": queries.tally(rows),
        "picture": matrix_picture(rows) if rows else "",
        "acts": Holding.Act.choices,
        "tongue": queries.tongue(),
        "on": today(),
        "may": what_may(request.actor),
        "empty": not rows and not request.GET,
    }
    return render(request, "council/powers.html", page)


@require_GET
def powers_table(request: HttpRequest) -> HttpResponse:
    rows, _asked = _matrix(request)
    acts = [str(label) for _code, label in Holding.Act.choices]
    headings = [
        _("Kind"),
        _("Function"),
        _("Legal basis"),
        _("How sure the basis is"),
        *acts,
        _("Money a year"),
        _("Where the money comes from"),
        _("Gaps"),
    ]
    return table_response(request, "selahiyyetler", headings, (
        [r.power.get_kind_display(), r.power.title, r.power.basis, r.power.get_confidence_display(),
         *("; ".join(map(str, held)) for _act, held, _trouble in r.acts),
         display.money(r.power.money) if r.power.money is not None else "", r.power.money_source,
         "; ".join(f"{act}: {trouble}" for act, trouble in r.troubles.items())]
        for r in rows
    ))  # fmt: skip


@require_POST
def powers_seed(request: HttpRequest) -> HttpResponse:
    place = access.get_place_for(request.actor)
    return after(
        request, reverse("council_powers"),
        lambda: actions.seed_powers(actor=request.actor, municipality=place, on=today()), _("The functions that the law names are in the matrix."),
    )  # fmt: skip


@require_http_methods(["GET", "POST"])
def power(request: HttpRequest, pk: int) -> HttpResponse:
    """A function: who holds what; the form gives an act to a holder from a day."""
    one = access.get_power_for(request.actor, pk)
    form = forms.AssignForm(request.POST or None, place=one.municipality, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        return after(
            request,
            reverse("council_power", args=[pk]),
            lambda: actions.assign(actor=request.actor, power=one, **form.cleaned_data),
            _("The distribution is changed."),
        )
    held = list(one.holdings.select_related("body"))
    page = {
        "power": one,
        "row": queries.row_of(one, [h for h in held if h.ends is None or h.ends >= today()]),
        "former": [h for h in held if h.ends and h.ends < today()],
        "form": form,
        "may": what_may(request.actor),
        "labels": dict(Holding.Act.choices),
    }
    return render(request, "council/power.html", page, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def power_money(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_power_for(request.actor, pk)
    form = forms.MoneyForm(
        request.POST or None, initial={"money": one.money, "money_source": one.money_source}
    )

    def do(given: dict[str, Any]) -> str:
        actions.fund_power(actor=request.actor, power=one, **given)
        return reverse("council_power", args=[pk])

    return form_page(
        request,
        form,
        do,
        title=_("Money behind: %(function)s") % {"function": one},
        back=reverse("council_power", args=[pk]),
        button=_("Save"),
    )


@require_http_methods(["GET", "POST"])
def power_new(request: HttpRequest) -> HttpResponse:
    place = access.get_place_for(request.actor)

    def do(given: dict[str, Any]) -> str:
        return reverse(
            "council_power", args=[actions.add_power(actor=request.actor, municipality=place, **given).pk]
        )

    form = forms.PowerForm(
        request.POST or None, initial={"starts": today(), "confidence": Power.Confidence.READ}
    )
    return form_page(
        request,
        form,
        do,
        title=_("Write down a function"),
        back=reverse("council_powers"),
        button=_("Write down"),
    )


@require_POST
def power_release(request: HttpRequest, pk: int) -> HttpResponse:
    place = access.get_place_for(request.actor)
    holding = get_object_or_404(Holding.objects.select_related("power"), pk=pk, municipality=place)
    return after(
        request, reverse("council_power", args=[holding.power_id]),
        lambda: actions.release(actor=request.actor, holding=holding, on=today()), _("The distribution is changed."),
    )  # fmt: skip


@require_GET
def size(request: HttpRequest) -> HttpResponse:
    """How big an apparatus the work asks for; every assumption stands in a box and in the address."""
    place = access.get_place_for(request.actor)
    on = today()
    people = place.population or 3000
    members = law.seats_for(people, on) or 19
    form = forms.assumptions_form(
        apparatus.assumed(), request.GET, people=people, members=members, year=on.year
    )
    given = (
        {k: v for k, v in form.cleaned_data.items() if v is not None}
        if form.is_bound and form.is_valid()
        else {}
    )
    people, members, year = (
        given.pop("people", people),
        given.pop("members", members),
        given.pop("year", on.year),
    )
    chosen = apparatus.assumed(given)
    calendar = working_calendar()
    days = calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))
    posts = apparatus.suggest(people, members, days, chosen)
    body = Body.objects.filter(municipality=place, kind=Body.Kind.APPARATUS, ends__isnull=True).first()
    now = sum(post.units for post in queries.posts_on(body, on)) if body else None
    page = {
        "tabs": tabs(request.actor, "council_apparatus"),
        "form": form,
        "works": [
            (
                w,
                form[f"{w.code}.per_1000"],
                form[f"{w.code}.fixed"],
                form[f"{w.code}.minutes"],
                queries.said(w.words),
                w.pieces(people, members),
            )
            for w in chosen.works
        ],
        "plain": [
            form[name]
            for name in ("people", "members", "year", "hours_per_day", "leave_days", "other_absence_days")
        ],
        "posts": [
            {
                "name": queries.said(p.words),
                "hours": p.minutes // 60,
                "units": p.units / 100,
                "least": p.least,
            }
            for p in posts
        ],
        "total": sum(p.units for p in posts) / 100,
        "now": now / 100 if now is not None else None,
        "days": days,
        "year": year,
        "hours": chosen.minutes_of_post(days) // 60,
        "picture": units_picture([(queries.said(p.words), p.units) for p in posts]),
        "edited": bool(request.GET),
    }
    return render(request, "council/size.html", page, status=422 if form.errors else 200)
