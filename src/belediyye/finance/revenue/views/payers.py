"""Payers: list, one payer's whole picture, and everything that may be done to the record."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from belediyye.core.actions import Refused
from belediyye.core.display import money
from belediyye.core.identifiers import YVOK
from belediyye.core.text import mask
from belediyye.core.thread import thread_of
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.contracts import ChargeForm
from belediyye.finance.revenue.forms.register import (
    DayReasonForm,
    LookForm,
    PayerFilter,
    PayerForm,
    ReasonForm,
    StatusForm,
)
from belediyye.finance.revenue.models import Registration, Taxpayer
from belediyye.finance.revenue.queries import brought, finding, mailing, papers, register
from belediyye.finance.revenue.queries.cases import called
from belediyye.finance.revenue.views import accounts
from belediyye.finance.revenue.views.pages import answer_pdf, form_page, paged, told

GET_POST = require_http_methods(["GET", "POST"])


@require_GET
def payers(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    form = PayerFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    order = {"name": ("folded", "pk"), "-name": ("-folded", "-pk"), "code": ("code",), "-code": ("-code",)}[
        request.GET.get("sort", "name")
        if request.GET.get("sort") in ("name", "-name", "code", "-code")
        else "name"
    ]
    rows, more = register.payers_found(
        place, chosen.get("q", ""), chosen.get("state", ""), chosen.get("kind", "")
    )
    rows = register.in_order(rows, *order) if chosen.get("q") else rows.order_by(*order)
    return render(
        request,
        "revenue/payers.html",
        {
            "form": form,
            "page": paged(request, rows),
            "more": more,
            "most": finding.MOST,
            "may_keep": access.may_keep(actor=request.actor) is None,
        },
    )


@require_GET
def payer(request: HttpRequest, code: str) -> HttpResponse:
    return _payer_page(request, access.get_payer_for(request.actor, code), LookForm())


def _payer_page(request: HttpRequest, one: Taxpayer, look: LookForm) -> HttpResponse:
    today = timezone.localdate()
    page = {
        "payer": one, "picture": register.picture_of(one, today), "today": today, "fin": mask(one.fin) if one.fin else "",
        "voen": mask(one.voen) if one.voen else "", "lines": told(one), "brought": brought.of_payer(one), "strands": thread_of(request.actor, one),
        "shown": request.session.pop("revenue_look", {}).get(one.code),
        "may_keep": access.may_keep(actor=request.actor) is None, "may_run": access.may_run(actor=request.actor) is None, "look": look, "form": look,
        "cases": accounts.cases_of(one, today), "consents": list(mailing.consents_of(one)),
    }  # fmt: skip
    return render(request, "revenue/payer.html", page, status=422 if look.is_bound else 200)


def _responsible(request: HttpRequest, code: str) -> Taxpayer | None:
    if not code.strip():
        return None
    found = (
        register.payers_of(access.require_reader(request.actor), code).first()
        if YVOK.is_valid(code)
        else None
    )
    if found is None:
        raise Refused(
            _("No taxpayer with the YVÖK %(code)s is registered here.") % {"code": code},
            field="responsible_code",
        )
    return found


@GET_POST
def payer_new(request: HttpRequest) -> HttpResponse:
    access.require_reader(request.actor)
    form = PayerForm(request.POST or None)

    def do(form: Any) -> tuple[str, str]:
        facts = form.facts(_responsible(request, form.cleaned_data["responsible_code"]))
        try:
            made = actions.register_payer(actor=request.actor, facts=facts, on=timezone.localdate())
        except actions.Registered as twice:
            return reverse("revenue_payer", args=[twice.payer.code]), str(twice)
        return reverse("revenue_payer", args=[made.code]), _("%(name)s is registered; YVÖK %(code)s.") % {
            "name": made.name,
            "code": YVOK.format(made.code),
        }

    return form_page(
        request,
        form,
        do,
        title=_("Register a taxpayer"),
        button=_("Enter in the register"),
        back=reverse("revenue_payers"),
        may=access.may_keep,
    )


@GET_POST
def payer_edit(request: HttpRequest, code: str) -> HttpResponse:
    one = access.get_payer_for(request.actor, code)
    form = PayerForm(request.POST or None, instance=one)
    fresh = access.get_payer_for(request.actor, code)

    def do(form: Any) -> tuple[str, str]:
        facts = form.facts(_responsible(request, form.cleaned_data["responsible_code"]))
        actions.update_payer(actor=request.actor, payer=fresh, facts=facts)
        return reverse("revenue_payer", args=[code]), _("The record is changed.")

    return form_page(
        request,
        form,
        do,
        title=one.name,
        button=_("Save"),
        back=reverse("revenue_payer", args=[code]),
        may=access.may_keep,
    )


@require_POST
def payer_look(request: HttpRequest, code: str) -> HttpResponse:
    """Shows the identifiers once, on the next page; the log keeps the look."""
    one = access.get_payer_for(request.actor, code)
    if reason := access.may_look(actor=request.actor):
        raise PermissionDenied(reason)
    look = LookForm(request.POST)
    if not look.is_valid():
        return _payer_page(request, one, look)
    shown = actions.look_at_identifiers(actor=request.actor, payer=one, why=look.cleaned_data["why"])
    request.session["revenue_look"] = {one.code: shown}
    return redirect(reverse("revenue_payer", args=[code]))


@GET_POST
def payer_status(request: HttpRequest, code: str) -> HttpResponse:
    one = access.get_payer_for(request.actor, code)

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        actions.add_status(
            actor=request.actor,
            payer=one,
            category=c["category"],
            since=c["since"],
            until=c["until"],
            proof=form.proof(),
        )
        return reverse("revenue_payer", args=[code]), _(
            "The status is recorded. It counts in the next assessment."
        )

    intro = _("A yearly tax reads the statuses in force on 1 January of its year.")
    return form_page(
        request,
        StatusForm(request.POST or None),
        do,
        title=_("Privilege status of %(name)s") % {"name": one.name},
        button=_("Record"),
        back=reverse("revenue_payer", args=[code]),
        intro=intro,
        may=access.may_keep,
    )


@GET_POST
def status_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    status = access.get_status_for(request.actor, pk)
    back = reverse("revenue_payer", args=[status.taxpayer.code])

    def do(form: Any) -> tuple[str, str]:
        actions.withdraw_status(actor=request.actor, status=status, reason=form.cleaned_data["reason"])
        return back, _("The status is withdrawn.")

    return form_page(
        request,
        ReasonForm(request.POST or None),
        do,
        title=_("Withdraw the status: %(status)s") % {"status": status},
        button=_("Withdraw"),
        back=back,
        may=access.may_keep,
    )


@GET_POST
def payer_close(request: HttpRequest, code: str) -> HttpResponse:
    one = access.get_payer_for(request.actor, code)
    back = reverse("revenue_payer", args=[code])

    def do(form: Any) -> tuple[str, str]:
        actions.close_payer(
            actor=request.actor, payer=one, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]
        )
        return back, _("The taxpayer is closed.")

    intro = _("A record is closed, never deleted. What stands on the account stays and is still collected.")
    return form_page(
        request,
        DayReasonForm(request.POST or None),
        do,
        title=_("Close %(name)s") % {"name": one.name},
        button=_("Close"),
        back=back,
        intro=intro,
        may=access.may_keep,
    )


@GET_POST
def payer_reopen(request: HttpRequest, code: str) -> HttpResponse:
    one = access.get_payer_for(request.actor, code)
    back = reverse("revenue_payer", args=[code])

    def do(form: Any) -> tuple[str, str]:
        actions.reopen_payer(actor=request.actor, payer=one, reason=form.cleaned_data["reason"])
        return back, _("The taxpayer is open again.")

    return form_page(
        request,
        ReasonForm(request.POST or None),
        do,
        title=_("Reopen %(name)s") % {"name": one.name},
        button=_("Reopen"),
        back=back,
        may=access.may_keep,
    )


@GET_POST
def payer_merge(request: HttpRequest, code: str, other: str) -> HttpResponse:
    kept, merged = access.get_payer_for(request.actor, code), access.get_payer_for(request.actor, other)
    back = reverse("revenue_payer", args=[code])

    def do(form: Any) -> tuple[str, str]:
        actions.merge_payers(
            actor=request.actor,
            kept=kept,
            merged=merged,
            on=timezone.localdate(),
            reason=form.cleaned_data["reason"],
        )
        return back, _("The two records are one. This can be taken back.")

    intro = _("%(merged)s is closed; objects, statuses and what stands on the account go to %(kept)s.") % {
        "merged": called(merged),
        "kept": called(kept),
    }
    return form_page(
        request,
        ReasonForm(request.POST or None),
        do,
        title=_("Make one of two records"),
        button=_("Merge"),
        back=back,
        intro=intro,
        may=access.may_keep,
    )


@require_POST
def payer_apart(request: HttpRequest, code: str, other: str) -> HttpResponse:
    one, second = access.get_payer_for(request.actor, code), access.get_payer_for(request.actor, other)
    actions.keep_apart(actor=request.actor, one=one, other=second)
    messages.success(request, _("These are two persons; they will not be suggested again."))
    return redirect(reverse("revenue_payer", args=[code]))


@require_GET
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """The payer's newest certificate of registration as PDF."""
    one = access.get_payer_for(request.actor, code)
    given = Registration.objects.filter(taxpayer=one).select_related("municipality", "taxpayer")
    newest = given.order_by("-pk").first()
    if newest is None:
        raise Http404
    return answer_pdf(papers.certificate_pdf(newest), f"YVOK-{one.code}-{newest.number}.pdf")


@require_POST
def certificate_give(request: HttpRequest, code: str) -> HttpResponse:
    """Gives a numbered certificate of today and shows it."""
    one = access.get_payer_for(request.actor, code)
    try:
        actions.give_registration(actor=request.actor, payer=one, on=timezone.localdate())
    except Refused as refused:
        messages.error(request, str(refused))
        return redirect(reverse("revenue_payer", args=[code]))
    return redirect(reverse("revenue_certificate", args=[code]))


@GET_POST
def charge_new(request: HttpRequest, code: str) -> HttpResponse:
    one = access.get_payer_for(request.actor, code)
    back = reverse("revenue_payer", args=[code])

    def do(form: Any) -> tuple[str, str]:
        thing, parts = None, form.cleaned_data["instalments"]
        if number := form.cleaned_data["object_number"]:
            try:
                thing = access.get_object_for(request.actor, number)
            except Http404:
                raise Refused(_("No object with the number %(number)s is registered here.") % {"number": number}) from None  # fmt: skip
        made = actions.register_charge(
            actor=request.actor, payer=one, terms=form.terms(), thing=thing, parts=parts
        )
        return reverse("revenue_charge", args=[made.pk]), _(
            "The local payment is recorded. Its periods are raised when they begin."
        )

    return form_page(
        request,
        ChargeForm(request.POST or None),
        do,
        title=_("Local payment of %(name)s") % {"name": one.name},
        button=_("Record"),
        back=back,
        may=access.may_keep,
    )


@GET_POST
def charge_end(request: HttpRequest, pk: int) -> HttpResponse:
    charge = access.get_charge_for(request.actor, pk)
    back = reverse("revenue_charge", args=[pk])

    def do(form: Any) -> tuple[str, str]:
        lowered = actions.end_charge(
            actor=request.actor, charge=charge, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]
        )
        if lowered:
            return back, _("The contract ends early; %(amount)s raised beyond the day is taken back.") % {"amount": money(lowered)}  # fmt: skip
        return back, _("The contract ends early.")

    return form_page(
        request,
        DayReasonForm(request.POST or None),
        do,
        title=_("End early: %(charge)s") % {"charge": charge},
        button=_("End"),
        back=back,
        intro=_("What was raised beyond the day is taken back: later periods whole, the last one by days."),
        may=access.may_keep,
    )


@require_POST
def charges_raise(request: HttpRequest) -> HttpResponse:
    count = actions.raise_charges(actor=request.actor, on=timezone.localdate())
    messages.success(request, _("Demands raised: %(count)s.") % {"count": count})
    return redirect(reverse("revenue"))
