"""Objects: list, one object's life, and the events that may befall it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.core.actions import Refused
from belediyye.core.identifiers import YVOK
from belediyye.core.thread import thread_of
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.objects import JoinForm, ObjectForm
from belediyye.finance.revenue.forms.register import (
    ChangeForm,
    DayReasonForm,
    FactsForm,
    ObjectFilter,
    ReasonForm,
    SplitForm,
    TransferForm,
)
from belediyye.finance.revenue.models import Assessment, Holding, ObjectState, TaxObject, Taxpayer
from belediyye.finance.revenue.queries import brought, finding, reading, register
from belediyye.finance.revenue.queries.explained import told_to_count
from belediyye.finance.revenue.queries.passing import may_pass
from belediyye.finance.revenue.views.pages import form_page, paged, refuse, told
from belediyye.finance.rules.queries import language

GET_POST = require_http_methods(["GET", "POST"])


@require_GET
def objects(request: HttpRequest) -> HttpResponse:
    place = access.require_reader(request.actor)
    form = ObjectFilter(request.GET)
    form.is_valid()
    chosen = form.cleaned_data
    order = {"address": ("folded", "pk"), "-address": ("-folded", "-pk"), "-number": ("-number",)}.get(
        request.GET.get("sort", ""), ("number",)
    )
    rows, more = register.objects_found(
        place, chosen.get("q", ""), chosen.get("kind", ""), chosen.get("state", "")
    )
    page = paged(request, rows.order_by(*order))
    page.object_list = register.with_holders(page.object_list)
    return render(
        request, "revenue/objects.html",
        {"form": form, "page": page, "kinds": TaxObject.Kind.choices, "more": more, "most": finding.MOST,
         "may_keep": access.may_keep(actor=request.actor) is None},
    )  # fmt: skip


@require_GET
def thing(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_object_for(request.actor, number)
    lang = language()
    states = list(ObjectState.objects.filter(object=one, withdrawn=False).order_by("-since"))
    holdings = list(
        Holding.objects.filter(object=one, withdrawn=False)
        .select_related("taxpayer")
        .order_by("-since", "pk")
    )
    assessed = Assessment.objects.filter(
        run__municipality_id=one.municipality_id,
        run__state="posted",
        taxpayer_id__in={h.taxpayer_id for h in holdings},
        object=one,
    )
    today, may_run = timezone.localdate(), access.may_run(actor=request.actor) is None
    ended = [h for h in holdings if h.until]
    page = {
        "thing": one, "states": [(s, register.facts_shown(s, lang)) for s in states], "holdings": [h for h in holdings if h.until is None],
        "past": ended, "passable": {h.pk for h in ended if may_run and may_pass(h, today)}, "events": register.events_of(one), "lines": told(one), "brought": brought.of_object(one), "undoable": actions.righting.UNDOABLE,
        "free": register.free_share(holdings), "buildings": list(TaxObject.objects.filter(on_land=one, ended__isnull=True)[:20]) if one.kind == TaxObject.Kind.LAND else [],
        "assessments": told_to_count(assessed.select_related("run", "taxpayer").order_by("-run__year", "-run_id")[:20]), "strands": thread_of(request.actor, one),
        "may_keep": access.may_keep(actor=request.actor) is None, "may_run": may_run, "today": today,
    }  # fmt: skip
    return render(request, "revenue/object.html", page)


def payer_called(request: HttpRequest, code: str, field: str = "") -> Taxpayer:
    """The payer with a typed YVÖK, or a refusal at the field."""
    if YVOK.is_valid(code):
        try:
            return access.get_payer_for(request.actor, YVOK.compact(code))
        except Http404:
            pass
    raise Refused(_("No taxpayer with the YVÖK %(code)s is registered here.") % {"code": code}, field=field)


MORE_HOLDERS = 3
MOST_HOLDERS = 30


@GET_POST
def object_new(request: HttpRequest, kind: str) -> HttpResponse:
    """Registers an object with one holder or with co-owners; "more" adds rows and keeps what was typed."""
    access.require_reader(request.actor)
    if kind not in TaxObject.Kind.values:
        raise Http404
    asked = request.POST.get("holders") or request.GET.get("holders") or "1"
    holders = min(MOST_HOLDERS, max(1, int(asked))) if asked.isdecimal() and len(asked) < 3 else 1
    initial = {"holder_1": request.GET.get("payer", ""), "on": timezone.localdate()}
    if request.method == "POST" and "more" in request.POST:
        typed = {k: v for k, v in request.POST.dict().items() if k not in ("more", "csrfmiddlewaretoken")}
        holders = min(MOST_HOLDERS, holders + MORE_HOLDERS)
        form = ObjectForm(None, kind=kind, holders=holders, initial=typed)
        return _object_form(request, form, kind)
    form = ObjectForm(request.POST or None, kind=kind, holders=holders, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.register_object(
                actor=request.actor,
                kind=kind,
                details=form.details(),
                facts=form.facts(),
                holders=[(payer_called(request, code), num, den) for code, num, den in form.shares],
                on=form.cleaned_data["on"],
                right=form.cleaned_data["right"] or Holding.Right.OWNERSHIP,
            )
        except Refused as refused:
            refuse(form, refused)
        else:
            messages.success(request, _("The object is registered."))
            return redirect(reverse("revenue_object", args=[made.number]))
    return _object_form(request, form, kind)


def _object_form(request: HttpRequest, form: ObjectForm, kind: str) -> HttpResponse:
    page = {
        "form": form,
        "title": _("Register an object: %(kind)s") % {"kind": TaxObject.Kind(kind).label},
        "button": _("Enter in the register"),
        "back": reverse("revenue_objects"),
        "may_share": kind != TaxObject.Kind.VEHICLE and form.count < MOST_HOLDERS,
    }
    return render(request, "revenue/object_new.html", page, status=422 if form.is_bound else 200)


@GET_POST
def object_join(request: HttpRequest, number: int) -> HttpResponse:
    """Joins the object with others of its kind and holders into a new one."""
    one = access.get_object_for(request.actor, number)
    back = reverse("revenue_object", args=[number])

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        details = {n: getattr(one, n) for n in ("settlement", "street", "house")}
        made = actions.merge_objects(
            actor=request.actor,
            things=[one, *(object_called(request, text) for text in c["others"])],
            details=details | {"external_id": c["external_id"], "title": c["title"]},
            facts={},
            on=c["on"],
            document=c["document"],
        )
        return reverse("revenue_object", args=[made.number]), _("The objects are joined into one.")

    alike = register.joinable(one)
    found = "; ".join(f"{o.external_id or o.number} ({o.address or '–'})" for o in alike)
    intro = str(one) + (" · " + _("Held by the same: %(objects)s") % {"objects": found} if found else "")
    return form_page(
        request,
        JoinForm(request.POST or None, initial={"on": timezone.localdate()}),
        do,
        title=_("Join objects into one"),
        button=_("Join"),
        back=back,
        intro=intro,
        may=access.may_keep,
    )


def object_called(request: HttpRequest, text: str, field: str = "") -> TaxObject:
    """A standing object by its own number or its register number."""
    place = access.require_reader(request.actor)
    rows = TaxObject.objects.filter(municipality_id=place, ended__isnull=True)
    found = rows.filter(external_id=text).first()
    if found is None and text.isdecimal() and len(text) < 10:
        found = rows.filter(number=int(text)).first()
    if found is None:
        raise Refused(_("No standing object has the number %(number)s here.") % {"number": text}, field=field)
    return found


@GET_POST
def object_change(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_object_for(request.actor, number)
    state = ObjectState.objects.filter(object=one, withdrawn=False).order_by("-since").first()
    form = ChangeForm(
        request.POST or None,
        kind=one.kind,
        initial=FactsForm.initial_of(state, one.kind) if state else {},
    )

    def do(form: Any) -> tuple[str, str]:
        new = actions.change_object(
            actor=request.actor,
            thing=one,
            facts=form.facts(),
            on=form.cleaned_data["on"],
            reason=form.cleaned_data["reason"],
        )
        said = _(
            "The characteristics are changed. They count from the tax of %(year)s, by what holds on 1 January."
        )
        said %= {"year": reading.counts_from(new)}
        if years := reading.years_changed_by(new):
            said += " " + _("Posted before with another amount: %(years)s. Assess the object anew to post the difference.") % {"years": ", ".join(map(str, years))}  # fmt: skip
        return reverse("revenue_object", args=[number]), said

    return form_page(
        request,
        form,
        do,
        title=_("Change the characteristics"),
        button=_("Save"),
        back=reverse("revenue_object", args=[number]),
        intro=str(one),
        may=access.may_keep,
    )


@GET_POST
def holding_transfer(request: HttpRequest, pk: int) -> HttpResponse:
    holding = access.get_holding_for(request.actor, pk)
    back = reverse("revenue_object", args=[holding.object.number])
    form = TransferForm(
        request.POST or None,
        initial={"share": f"{holding.share_num}/{holding.share_den}", "right": holding.right},
    )

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        actions.transfer_holding(
            actor=request.actor,
            holding=holding,
            to=[(payer_called(request, c["to"], "to"), *c["share"])],
            on=c["on"],
            document=c["document"],
            right=c["right"],
        )
        return back, _("The transfer is recorded.")

    intro = _("%(payer)s holds %(share)s of %(object)s.") % {
        "payer": holding.taxpayer,
        "share": holding,
        "object": holding.object,
    }
    return form_page(
        request,
        form,
        do,
        title=_("Transfer a share"),
        button=_("Record the transfer"),
        back=back,
        intro=intro,
        may=access.may_keep,
    )


@GET_POST
def holding_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    holding = access.get_holding_for(request.actor, pk)
    back = reverse("revenue_object", args=[holding.object.number])

    def do(form: Any) -> tuple[str, str]:
        actions.withdraw_holding(actor=request.actor, holding=holding, reason=form.cleaned_data["reason"])
        return back, _("The share is withdrawn.")

    return form_page(
        request,
        ReasonForm(request.POST or None),
        do,
        title=_("Withdraw a wrongly recorded share"),
        button=_("Withdraw"),
        back=back,
        intro=f"{holding.taxpayer} · {holding} · {holding.object}",
        may=access.may_keep,
    )


@GET_POST
def object_demolish(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_object_for(request.actor, number)
    back = reverse("revenue_object", args=[number])

    def do(form: Any) -> tuple[str, str]:
        actions.demolish_object(
            actor=request.actor, thing=one, on=form.cleaned_data["on"], reason=form.cleaned_data["reason"]
        )
        return back, _("The end of the object is recorded.")

    return form_page(
        request,
        DayReasonForm(request.POST or None),
        do,
        title=_("Demolished or otherwise ended"),
        button=_("Record the end"),
        back=back,
        intro=str(one),
        may=access.may_keep,
    )


@GET_POST
def object_split(request: HttpRequest, number: int) -> HttpResponse:
    one = access.get_object_for(request.actor, number)
    back = reverse("revenue_object", args=[number])

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        made = actions.split_object(
            actor=request.actor,
            thing=one,
            parts=[({}, {"area_dm2": a}) for a in c["areas"]],
            on=c["on"],
            document=c["document"],
        )
        return back, _("The object is divided into %(count)s.") % {"count": len(made)}

    return form_page(
        request,
        SplitForm(request.POST or None),
        do,
        title=_("Divide the object"),
        button=_("Divide"),
        back=back,
        intro=str(one),
        may=access.may_keep,
    )
