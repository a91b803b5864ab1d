"""While the session lasts: who is here, votes opened, given and counted."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from belediyye.administration.council import access, actions, forms
from belediyye.administration.council.models import Ballot
from belediyye.administration.council.views.pages import after
from belediyye.core.actions import Refused


def _marks(request: HttpRequest, prefix: str) -> dict[int, str]:
    """The radio buttons of a table: `prefix<seat>` = value; what is not a seat's number is left out."""
    found = {}
    for name, value in request.POST.items():
        key = name.removeprefix(prefix)
        if name.startswith(prefix) and key.isdecimal() and value:
            found[int(key)] = str(value)
    return found


def _back(pk: int) -> str:
    return reverse("council_sitting", args=[pk])


@require_POST
def attend(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_sitting_for(request.actor, pk)
    marks = _marks(request, "seat-")
    return after(
        request,
        _back(pk),
        lambda: actions.mark_attendance(actor=request.actor, sitting=one, marks=marks),
        _("Attendance is recorded."),
    )


@require_POST
def open_session(request: HttpRequest, pk: int) -> HttpResponse:
    one = access.get_sitting_for(request.actor, pk)
    form = forms.OpenForm(request.POST, sitting=one)

    def do() -> None:
        if not form.is_valid():
            raise Refused(_("Choose who chairs the session."))
        actions.open_sitting(
            actor=request.actor, sitting=one, at=timezone.now(), presided_by=form.cleaned_data["presided_by"]
        )

    return after(request, _back(pk), do, _("Quorum was counted and recorded."))


@require_POST
def ballot_open(request: HttpRequest, pk: int) -> HttpResponse:
    item = access.get_item_for(request.actor, pk)
    way = Ballot.Way.SECRET if request.POST.get("way") == Ballot.Way.SECRET else Ballot.Way.OPEN
    return after(
        request, _back(item.sitting_id),
        lambda: actions.open_ballot(actor=request.actor, item=item, at=timezone.now(), way=way), _("The vote is open."),
    )  # fmt: skip


@require_POST
def vote(request: HttpRequest, pk: int) -> HttpResponse:
    ballot = access.get_ballot_for(request.actor, pk)
    choice = request.POST.get("choice", "")
    return after(
        request, _back(ballot.item.sitting_id),
        lambda: actions.cast_vote(actor=request.actor, ballot=ballot, choice=choice), _("Your vote is counted."),
    )  # fmt: skip


@require_POST
def hands(request: HttpRequest, pk: int) -> HttpResponse:
    ballot = access.get_ballot_for(request.actor, pk)
    choices = _marks(request, "hand-")
    return after(
        request, _back(ballot.item.sitting_id),
        lambda: actions.record_votes(actor=request.actor, ballot=ballot, choices=choices), _("The votes are recorded."),
    )  # fmt: skip


@require_POST
def count(request: HttpRequest, pk: int) -> HttpResponse:
    ballot = access.get_ballot_for(request.actor, pk)
    form = forms.CountForm(request.POST)
    voters = [int(v) for v in request.POST.getlist("voter") if v.isdecimal()]

    def do() -> Any:
        if not form.is_valid():
            raise Refused(_("Write each count as a whole number."))
        return actions.record_counts(actor=request.actor, ballot=ballot, voters=voters, **form.cleaned_data)

    return after(request, _back(ballot.item.sitting_id), do, _("The counts are recorded."))


@require_POST
def ballot_close(request: HttpRequest, pk: int) -> HttpResponse:
    ballot = access.get_ballot_for(request.actor, pk)
    return after(
        request, _back(ballot.item.sitting_id),
        lambda: actions.close_ballot(actor=request.actor, ballot=ballot, at=timezone.now()), _("The vote is counted."),
    )  # fmt: skip
