"""Payment portals in the office: who has a token, what they took, what the bank has not yet brought."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.portals import PlacedPortalForm, PortalForm, TransferForm, WithdrawForm
from belediyye.finance.revenue.models import Payment
from belediyye.finance.revenue.queries import portals
from belediyye.finance.revenue.views.pages import form_page, paged, told

GET_POST = require_http_methods(["GET", "POST"])


@require_GET
def portal_list(request: HttpRequest) -> HttpResponse:
    of_house = access.is_house_technician(request.actor)
    page = {
        "portals": portals.all_portals()
        if of_house
        else portals.portals_of(access.require_portals(request.actor)),
        "of_house": of_house,
        "may_change": access.may_keep_portals(actor=request.actor) is None,
    }
    return render(request, "revenue/portals.html", page)


def _token_page(request: HttpRequest, portal: Any, token: str) -> HttpResponse:
    door = request.build_absolute_uri(reverse("revenue_portal_health")).removesuffix("health")
    return render(request, "revenue/portal_token.html", {"portal": portal, "token": token, "door": door})


@never_cache
@GET_POST
def portal_new(request: HttpRequest) -> HttpResponse:
    """Registers a portal where the actor acts, or where the technician of the house says. The answer shows the token: this once."""
    if reason := access.may_keep_portals(actor=request.actor):
        raise Forbidden(reason)
    if access.is_house_technician(request.actor):
        form = PlacedPortalForm(timezone.localdate(), request.POST or None)
    else:
        form = PortalForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        facts = {"municipality": request.actor.municipality, **form.cleaned_data}
        try:
            with scope(municipality=facts["municipality"]):
                made, token = actions.open_portal(actor=request.actor, **facts)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _token_page(request, made, token)
    page = {
        "form": form, "title": _("Open the door to a payment portal"), "button": _("Make the token"), "back": reverse("revenue_portals"),
        "intro": _("The portal can then ask for debts by payment reference and post payments. Its token is shown once, after this form."),
    }  # fmt: skip
    return render(request, "revenue/form.html", page, status=422 if request.method == "POST" else 200)


@require_GET
def portal(request: HttpRequest, pk: int) -> HttpResponse:
    """A portal: its token for who keeps tokens, what it took for who may read the municipality's accounts."""
    one = access.get_portal_for(request.actor, pk)
    page = {
        "portal": one, "may_read": access.may_look(actor=request.actor) is None, "today": timezone.localdate(),
        "may_change": access.may_keep_portals(actor=request.actor) is None, "may_keep": access.may_keep(actor=request.actor) is None,
        "lines": told(one),
    }  # fmt: skip
    if page["may_read"]:
        days = portals.by_day(one)
        payments = Payment.objects.filter(portal=one).select_related("taxpayer").order_by("-pk")
        page |= {"days": days, "waiting": sum(d["sum"] for d in days), "page": paged(request, payments)}
        page["transfers"] = portals.transfers_of(one)[:20]
    return render(request, "revenue/portal.html", page)


@never_cache
@require_POST
def portal_token(request: HttpRequest, pk: int) -> HttpResponse:
    """A new token, shown this once; the old one works no longer."""
    one = access.get_portal_for(request.actor, pk)
    return _token_page(request, one, actions.renew_portal_token(actor=request.actor, portal=one))


@GET_POST
def portal_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_portal_for(request.actor, pk)
    back = reverse("revenue_portal", args=[pk])

    def do(form: Any) -> tuple[str, str]:
        actions.withdraw_portal_token(actor=request.actor, portal=one, reason=form.cleaned_data["reason"])
        return back, _("The token no longer works.")

    form = WithdrawForm(request.POST or None)
    title = _("Withdraw the token of %(portal)s") % {"portal": one.name}
    return form_page(
        request, form, do, title=title, button=_("Withdraw it"), back=back, may=access.may_keep_portals
    )


@GET_POST
def portal_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    """Joins a line of the bank with the days of the portal whose payments it brings."""
    one = access.get_portal_for(request.actor, pk)
    back = reverse("revenue_portal", args=[pk])
    days = portals.by_day(one)

    def do(form: Any) -> tuple[str, str]:
        count = actions.settle_transfer(actor=request.actor, portal=one, **form.cleaned_data)
        return back, _("The line is joined with %(count)s payments.") % {"count": count}

    initial = {"first": days[0]["day"], "last": days[-1]["day"]} if days else {}
    form = TransferForm(one, request.POST or None, initial=initial)
    intro = _(
        "The payments of the days must make exactly the line: they were posted when the portal took them, and are not posted again."
    )
    return form_page(
        request, form, do, title=_("Join a line of the bank with payments of %(portal)s") % {"portal": one.name}, button=_("Join them"),
        back=back, intro=intro,
        may=partial(access.may_keep, portal=one),
    )  # fmt: skip
