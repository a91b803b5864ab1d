"""Wrong records of the register put right: details, holders, periods, events, the end of a status."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.forms.objects import CorrectForm, DetailsForm, HolderForm
from belediyye.finance.revenue.forms.register import FactsForm, ReasonForm, StatusEndForm
from belediyye.finance.revenue.models import Holding
from belediyye.finance.revenue.queries import reading, register
from belediyye.finance.revenue.views.objects import object_called, payer_called
from belediyye.finance.revenue.views.pages import form_page

GET_POST = require_http_methods(["GET", "POST"])


def assess_anew(years: list[int]) -> str:
    """What is said where posted years were computed from what was just corrected; empty where there are none."""
    if not years:
        return ""
    return _("Computed from it and still as posted: %(years)s. Assess it anew to post the difference.") % {
        "years": ", ".join(map(str, years))
    }


@GET_POST
def object_update(request: HttpRequest, number: int) -> HttpResponse:
    """Corrects address, register number, title document and parcel."""
    one = access.get_object_for(request.actor, number)
    form = DetailsForm(request.POST or None, instance=access.get_object_for(request.actor, number))
    back = reverse("revenue_object", args=[number])

    def do(form: Any) -> tuple[str, str]:
        details = {n: form.cleaned_data[n] for n in form.Meta.fields}
        if "parcel" in form.fields:
            parcel = form.cleaned_data["parcel"].strip()
            details["on_land"] = object_called(request, parcel, "parcel") if parcel else None
        actions.update_object(
            actor=request.actor, thing=one, details=details, reason=form.cleaned_data["reason"]
        )
        return back, _("The record of the object is corrected.")

    intro = _("Area and use are not here: they change from a day, or their period is corrected.")
    return form_page(
        request, form, do, title=_("Correct address, numbers, document"), button=_("Save"), back=back, intro=f"{one}. {intro}",
        may=access.may_keep,
    )  # fmt: skip


@GET_POST
def holder_add(request: HttpRequest, number: int) -> HttpResponse:
    """Gives an object without an owner, or its free share, a holder."""
    one = access.get_object_for(request.actor, number)
    back = reverse("revenue_object", args=[number])
    free = register.free_share(Holding.objects.filter(object=one, withdrawn=False))
    initial = {
        "holder": request.GET.get("payer", ""),
        "share": free or "1/1",
        "right": Holding.Right.OWNERSHIP,
    }

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        actions.add_holder(
            actor=request.actor,
            thing=one,
            holder=(payer_called(request, c["holder"], "holder"), *c["share"]),
            since=c["since"],
            document=c["document"],
            right=c["right"] or Holding.Right.OWNERSHIP,
        )
        years = reading.years_of_object(one, c["since"])
        return back, f"{_('The holder is recorded.')} {assess_anew(years)}".strip()

    intro = (
        _("%(share)s of it is held by nobody today.") % {"share": free}
        if free
        else _("It is wholly held today; a holder of an earlier time is recorded by the day.")
    )
    return form_page(
        request, HolderForm(request.POST or None, initial=initial), do, title=_("Record a holder"), button=_("Record"), back=back,
        intro=f"{one}. {intro}",
        may=access.may_keep,
    )  # fmt: skip


@GET_POST
def state_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Corrects a period of characteristics; says before and after which posted years were computed from it."""
    state = access.get_state_for(request.actor, pk)
    one = state.object
    back = reverse("revenue_object", args=[one.number])
    initial = FactsForm.initial_of(state, one.kind) | {"since": state.since}

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        _new, years = actions.correct_state(
            actor=request.actor, state=state, facts=form.facts(), since=c["since"], reason=c["reason"]
        )
        return back, f"{_('The period is corrected.')} {assess_anew(years)}".strip()

    intro = _("The wrong period stays in the log and is read by no later run.")
    if years := reading.years_of_state(state):
        intro += " " + _("These posted years were computed from it: %(years)s. They change only when the object is assessed anew.") % {"years": ", ".join(map(str, years))}  # fmt: skip
    return form_page(
        request, CorrectForm(request.POST or None, kind=one.kind, initial=initial), do, title=_("Correct a period of characteristics"),
        button=_("Save"), back=back, intro=f"{one}. {intro}",
        may=access.may_keep,
    )  # fmt: skip


@GET_POST
def event_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a wrong event back; where it cannot be, says why and what to do instead."""
    event = access.get_event_for(request.actor, pk)
    things = sorted({*event.before.all(), *event.after.all()}, key=lambda o: o.number)
    back = reverse("revenue_object", args=[things[0].number])
    if why := actions.righting.why_not_undone(event):
        messages.error(request, why)
        return redirect(back)

    def do(form: Any) -> tuple[str, str]:
        today: date = timezone.localdate()
        actions.undo_event(actor=request.actor, event=event, on=today, reason=form.cleaned_data["reason"])
        return back, _("The event is taken back; everything stands as before it.")

    intro = f"{event} · {event.document} · " + "; ".join(str(o) for o in things)
    return form_page(
        request, ReasonForm(request.POST or None), do, title=_("Take back a wrong event"), button=_("Take back"), back=back, intro=intro,
        may=access.may_keep,
    )  # fmt: skip


@GET_POST
def status_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets another last day of a status."""
    status = access.get_status_for(request.actor, pk)
    back = reverse("revenue_payer", args=[status.taxpayer.code])

    def do(form: Any) -> tuple[str, str]:
        c = form.cleaned_data
        years = actions.end_status(actor=request.actor, status=status, until=c["until"], reason=c["reason"])
        return back, f"{_('The last day of the status is recorded.')} {assess_anew(years)}".strip()

    intro = f"{status.taxpayer} · {status} · {status.since:%d.%m.%Y}–" + (
        f"{status.until:%d.%m.%Y}" if status.until else ""
    )
    return form_page(
        request, StatusEndForm(request.POST or None, initial={"until": status.until}), do, title=_("End or prolong the status"), button=_("Save"),
        back=back, intro=f"{intro}. " + _("A yearly tax reads the statuses in force on 1 January of its year."),
        may=access.may_keep,
    )  # fmt: skip
