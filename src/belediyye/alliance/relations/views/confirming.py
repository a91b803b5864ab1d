"""The letter that was sent, and the page that its link opens."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from belediyye.alliance.relations import access
from belediyye.alliance.relations.actions import confirming as act
from belediyye.alliance.relations.models import Confirmation, Event
from belediyye.alliance.relations.views.frame import FORM
from belediyye.core.actions import Refused

TO = {"registration": "alliance_badge", "application": "alliance_application"}


def ask(request: HttpRequest, *, purpose: str, given: dict[str, Any], event: Event | None = None) -> str:
    """Sends the letter; returns where the visitor goes on: the page that says so. Raises Refused."""
    row = act.ask_to_confirm(
        actor=request.actor,
        purpose=purpose,
        email=given["email"],
        given=given,
        event=event,
        address_of=lambda key: request.build_absolute_uri(reverse("alliance_confirm", args=[key])),
        at=timezone.now(),
    )
    # The visitor must not see the key anywhere but in the letter; a demonstration has no mailbox to look into.
    request.session["letter"] = {"email": row.email, "key": row.key if settings.DEMO else ""}
    return reverse("alliance_letter")


@require_GET
def letter(request: HttpRequest) -> HttpResponse:
    """Says to which address the letter went, and what to do now."""
    sent = request.session.get("letter") or {}
    page = {"title": _("Look into your mailbox"), "email": sent.get("email", ""), "key": sent.get("key", "")}
    return render(request, "relations/letter.html", page)


@require_http_methods(FORM)
def confirm(request: HttpRequest, key: str) -> HttpResponse:
    """What is to be confirmed, with one button; following the link alone changes nothing."""
    row = access.get_confirmation_by_key(key)
    trouble = ""
    if request.method == "POST":
        try:
            row = act.confirm(actor=request.actor, confirmation=row, at=timezone.now())
        except Refused as refusal:
            trouble = str(refusal)
    if row.done_at:
        return redirect(reverse(TO[row.purpose], args=[row.leads_to]))
    page = {
        "title": row.event.title if row.event else _("Application for membership"),
        "caption": row.get_purpose_display(),
        "row": row,
        "old": timezone.now() > row.until,
        "trouble": trouble,
        "again": reverse("alliance_register", args=[row.event_id])
        if row.event_id
        else reverse("alliance_apply"),
        "is_application": row.purpose == Confirmation.Purpose.APPLICATION,
    }
    return render(request, "relations/confirm.html", page, status=422 if trouble else 200)
