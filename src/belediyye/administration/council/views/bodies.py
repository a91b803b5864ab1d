"""Bodies, the people in them by day, posts of the apparatus, terms of the council."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.administration.council import access, actions, forms, queries
from belediyye.administration.council.models import Body, Term
from belediyye.administration.council.views.pages import (
    after,
    form_page,
    table_response,
    tabs,
    today,
    what_may,
)
from belediyye.core.period import format_date


def _asked_day(request: HttpRequest) -> date:
    """The day that the page is asked for; today where none, or none that can be read, is given."""
    form = forms.OnForm(request.GET or None)
    return form.cleaned_data["on"] if form.is_bound and form.is_valid() else today()


@require_GET
def bodies(request: HttpRequest) -> HttpResponse:
    place = access.get_place_for(request.actor)
    on = _asked_day(request)
    council = queries.council_of(place)
    page = {
        "tabs": tabs(request.actor, "council_bodies"),
        "bodies": queries.bodies_of(place, on),
        "terms": Term.objects.filter(municipality=place),
        "term": queries.term_on(place, on),
        "members": queries.members_on(council, on) if council else [],
        "by_law": queries.seats_by_law(place, on),
        "place": place,
        "on": on,
        "form": forms.OnForm(initial={"on": on}),
        "may": what_may(request.actor),
    }
    return render(request, "council/bodies.html", page)


@require_GET
def people_table(request: HttpRequest) -> HttpResponse:
    place = access.get_place_for(request.actor)
    on = _asked_day(request)
    headings = [_("Body"), _("Kind"), _("Name"), _("Duty"), _("Post"), _("From"), _("To"), _("Basis")]
    rows = [
        [body.name, body.get_kind_display(), str(seat.person), seat.get_duty_display(), str(seat.post or ""),
         format_date(seat.starts), format_date(seat.ends) if seat.ends else "", seat.basis]
        for body in queries.bodies_of(place, on) for seat in queries.members_on(body, on)
    ]  # fmt: skip
    return table_response(request, "orqanlar", headings, rows)


@require_GET
def body(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_body_for(request.actor, pk)
    on = _asked_day(request)
    page = {
        "body": one,
        "on": on,
        "form": forms.OnForm(initial={"on": on}),
        "members": queries.members_on(one, on),
        "former": one.members.filter(ends__lt=on).select_related("person", "post").order_by("-ends"),
        "posts": queries.posts_on(one, on).prefetch_related("holders__person"),
        "is_apparatus": one.kind == Body.Kind.APPARATUS,
        "sittings": queries.sittings_of(one.municipality).filter(body=one)[:10],
        "may": what_may(request.actor),
    }
    return render(request, "council/body.html", page)


def _to_body(pk: int) -> str:
    return reverse("council_body", args=[pk])


@require_http_methods(["GET", "POST"])
def body_new(request: HttpRequest) -> HttpResponse:
    place = access.get_place_for(request.actor)

    def do(given: dict[str, Any]) -> str:
        return _to_body(actions.found_body(actor=request.actor, municipality=place, **given).pk)

    return form_page(
        request,
        forms.BodyForm(request.POST or None),
        do,
        title=_("Found a body"),
        back=reverse("council_bodies"),
        button=_("Found"),
    )


@require_http_methods(["GET", "POST"])
def body_change(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_body_for(request.actor, pk)
    start = {name: getattr(one, name) for name in ("name", "purpose", "territory", "basis")}
    seats = queries.members_on(one, today()).filter(ends__isnull=True)
    form = forms.BodyChangeForm(request.POST or None, body=one, seats=seats, initial=start)

    def do(given: dict[str, Any]) -> str:
        actions.change_body(actor=request.actor, body=one, **given)
        return _to_body(pk)

    return form_page(
        request,
        form,
        do,
        title=_("Change the body: %(name)s") % {"name": one},
        back=_to_body(pk),
        button=_("Save"),
    )


@require_http_methods(["GET", "POST"])
def body_close(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_body_for(request.actor, pk)

    def do(given: dict[str, Any]) -> str:
        actions.close_body(actor=request.actor, body=one, ends=given["on"])
        return reverse("council_bodies")

    form = forms.OnForm(request.POST or None)
    return form_page(
        request,
        form,
        do,
        title=_("Close the body: %(name)s") % {"name": one},
        back=_to_body(pk),
        button=_("Close the body"),
    )


@require_http_methods(["GET", "POST"])
def term_new(request: HttpRequest) -> HttpResponse:
    place = access.get_place_for(request.actor)

    def do(given: dict[str, Any]) -> str:
        actions.open_term(actor=request.actor, municipality=place, **given)
        return reverse("council_bodies")

    form = forms.TermForm(request.POST or None, initial={"population": place.population})
    return form_page(
        request,
        form,
        do,
        title=_("Open a term of the council"),
        back=reverse("council_bodies"),
        button=_("Open"),
    )


@require_http_methods(["GET", "POST"])
def seat_new(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_body_for(request.actor, pk)

    def do(given: dict[str, Any]) -> str:
        actions.take_seat(actor=request.actor, body=one, **given)
        return _to_body(pk)

    form = forms.SeatForm(request.POST or None, body=one, on=today())
    return form_page(
        request,
        form,
        do,
        title=_("A person for: %(body)s") % {"body": one},
        back=_to_body(pk),
        button=_("Add"),
    )


@require_http_methods(["GET", "POST"])
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    seat = access.get_seat_for(request.actor, pk)

    def do(given: dict[str, Any]) -> str:
        actions.leave_seat(actor=request.actor, seat=seat, **given)
        return _to_body(seat.body_id)

    title = _("End of the seat: %(person)s") % {"person": seat}
    return form_page(
        request,
        forms.EndForm(request.POST or None),
        do,
        title=title,
        back=_to_body(seat.body_id),
        button=_("End"),
    )


@require_http_methods(["GET", "POST"])
def post_new(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_body_for(request.actor, pk)

    def do(given: dict[str, Any]) -> str:
        actions.make_post(actor=request.actor, body=one, **given)
        return _to_body(pk)

    return form_page(
        request,
        forms.PostForm(request.POST or None),
        do,
        title=_("A post of the apparatus"),
        back=_to_body(pk),
        button=_("Add"),
    )


@require_POST
def post_end(request: HttpRequest, pk: int) -> HttpResponse:
    post = access.get_post_for(request.actor, pk)
    return after(
        request,
        _to_body(post.body_id),
        lambda: actions.end_post(actor=request.actor, post=post, ends=today()),
        _("The post has ended."),
    )
