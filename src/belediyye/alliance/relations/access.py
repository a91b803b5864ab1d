"""Who may see and do what among the alliance's relations.

The coordinator does everything; the operator organisation keeps the books, the things and its self-assessment; a
member sees its own card, dues and the events; an expert sees its own profile; visitors see what is published.
"""

from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from belediyye.alliance.relations.models import (
    Application,
    Confirmation,
    Contact,
    Event,
    Expert,
    Issue,
    Member,
    PolicyDocument,
    Registration,
)
from belediyye.core.actors import Actor, only
from belediyye.core.models import Role

M = TypeVar("M", bound=models.Model)

may_coordinate = only(Role.COORDINATOR)
may_keep = only(Role.COORDINATOR, Role.OPERATOR)
may_enter = only(Role.COORDINATOR, Role.OPERATOR, Role.MEMBER, Role.EXPERT)
may_see_events = only(Role.COORDINATOR, Role.OPERATOR, Role.MEMBER, Role.EXPERT)


def coordinates(actor: Actor) -> bool:
    return may_coordinate(actor) is None


def keeps(actor: Actor) -> bool:
    return may_keep(actor) is None


def may_change_own_profile(actor: Actor, expert: Expert, **about: Any) -> str | None:
    """The coordinator changes every profile, an expert its own."""
    own = actor.person_id is not None and expert.contact.person_id == actor.person_id
    return (
        None if own or coordinates(actor) else _("A profile is changed by the expert or by the coordinator.")
    )


def get_for(actor: Actor, rows: QuerySet[M], **key: object) -> M:
    """A row of what the actor's role opens, or 404. The page asked for the role already."""
    found = rows.filter(**key).first()
    if found is None:
        raise Http404
    return found


def members_for(actor: Actor) -> QuerySet[Member]:
    """All members for those who keep the books, its own for a member organisation, none for others."""
    rows = Member.objects.select_related("organisation", "municipality")
    return rows if keeps(actor) else rows.filter(organisation_id__in=actor.organisations)


def get_member_for(actor: Actor, pk: int) -> Member:
    """A member's card with dues: the coordinator's, the operator's, or the member's own; else 404."""
    return get_for(actor, members_for(actor), pk=pk)


def get_contact_for(actor: Actor, pk: int) -> Contact:
    """A person's card, for the coordinator."""
    return get_for(actor, Contact.objects.filter(pk=pk) if coordinates(actor) else Contact.objects.none())


def get_expert_for(actor: Actor, pk: int) -> Expert:
    """An expert's profile: any for the coordinator, its own for the expert; else 404."""
    rows = Expert.objects.select_related("contact").prefetch_related("topics")
    if not coordinates(actor):
        rows = rows.filter(contact__person_id=actor.person_id, contact__person_id__isnull=False)
    return get_for(actor, rows, pk=pk)


def get_public_event_for(actor: Actor, pk: int) -> Event:
    """An event that is open to everyone (members and experts see all events), or 404."""
    rows = Event.objects.exclude(state=Event.State.PLANNED)
    if may_see_events(actor):
        rows = rows.filter(is_public=True)
    return get_for(actor, rows, pk=pk)


def get_registration_by_key(key: str) -> Registration:
    """The registration whose badge carries the key; the key is the permission to see it."""
    found = Registration.objects.select_related("event").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def get_application_by_key(key: str) -> Application:
    """The application that its applicant follows by key, or 404."""
    found = Application.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def get_confirmation_by_key(key: str) -> Confirmation:
    """What the link in the letter asks to confirm; the key is the permission, or 404."""
    found = Confirmation.objects.select_related("event").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def get_public_issue(pk: int) -> Issue:
    """An issue shown to visitors, or 404."""
    found = Issue.objects.select_related("stakeholder__organisation").filter(pk=pk, is_public=True).first()
    if found is None:
        raise Http404
    return found


def get_public_document(pk: int) -> PolicyDocument:
    """A policy document with a version in force that is shown to visitors, or 404."""
    found = PolicyDocument.objects.filter(pk=pk, is_public=True, versions__state="approved").first()
    if found is None:
        raise Http404
    return found
