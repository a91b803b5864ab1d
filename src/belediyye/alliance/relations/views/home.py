"""The room's first page: what waits, and the doors to everything in it."""

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.queries import desk
from belediyye.alliance.relations.views.frame import page, today
from belediyye.core import files
from belediyye.core.models import Role, StoredFile


def crumbs(*more: tuple[str, str]) -> list[tuple[str, str]]:
    """Where a page of the room stands: the room first, then what is given as (title, address)."""
    return [(_("Relations of the alliance"), reverse("relations_home")), *more]


@page(access.may_enter)
def home(request: HttpRequest) -> HttpResponse:
    """What needs the actor in this room, and the doors that the actor's role opens."""
    actor = request.actor
    doors = [
        (_("Members"), _("Member organisations, their roles, rights and dues; applications."), "relations_members", ()),
        (_("People"), _("Contacts, their posts and consent; import and merging."), "relations_contacts", (Role.COORDINATOR,)),
        (_("Stakeholders"), _("State bodies, media, donors: conversations, positions, influence."), "relations_stakeholders", (Role.COORDINATOR,)),
        (_("Issues raised with the state"), _("What hinders self-government, and where each matter stands."), "relations_issues", (Role.COORDINATOR,)),
        (_("Partners"), _("Found, assessed, agreed."), "relations_partners", (Role.COORDINATOR,)),
        (_("Fundraising"), _("Calls, concept notes, proposals, grants and the reports due."), "relations_awards", (Role.COORDINATOR, Role.OPERATOR)),
        (_("Books"), _("What came in and went out of each grant; statements."), "relations_books", (Role.COORDINATOR, Role.OPERATOR)),
        (_("Experts"), _("Who knows what, and who is doing what for the alliance."), "relations_experts", (Role.COORDINATOR, Role.EXPERT)),
        (_("Events"), _("Conferences, round tables, debates, trainings."), "relations_events", ()),
        (_("Policy documents"), _("Versions and approvals."), "relations_documents", ()),
        (_("Inventory and library"), _("Things and books: issued, returned, counted."), "relations_items", (Role.COORDINATOR, Role.OPERATOR)),
        (_("Operator organisation"), _("Self-assessment and development steps."), "relations_operator", (Role.COORDINATOR, Role.OPERATOR)),
    ]  # fmt: skip
    shown = [
        (title, text, reverse(route)) for title, text, route, roles in doors if not roles or actor.has(*roles)
    ]
    context = {
        "title": _("Relations of the alliance"),
        "tasks": sorted(desk.tasks_for(actor, today()), key=lambda t: (t.due is None, t.due or today())),
        "doors": shown, "today": today(), "crumbs": [(_("Relations of the alliance"), "")],
    }  # fmt: skip
    return render(request, "relations/home.html", context)


@page(access.may_keep)
def paper(request: HttpRequest, pk: int) -> FileResponse:
    """A kept paper, as a file to download."""
    row = access.get_for(request.actor, StoredFile.objects.filter(municipality__isnull=True), pk=pk)
    try:
        content = files.stream(settings.FILES_ROOT, row.digest)
        response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.media_type)
    except files.BadFile as error:
        raise Http404 from error
    return response
