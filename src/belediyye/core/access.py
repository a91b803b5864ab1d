"""Who may see and do what in the cellar."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from belediyye.core.actors import Actor, Forbidden, in_own_municipality, only
from belediyye.core.models import Job, LogEntry, Municipality, Role
from belediyye.core.queries import jobs_for

OFFICERS = (Role.CHAIR, Role.SECRETARY, Role.ACCOUNTANT, Role.CLERK, Role.ARCHIVIST)

may_keep_territory = only(Role.TECHNICIAN, Role.COORDINATOR)
may_keep_people = only(Role.TECHNICIAN)
OFFICE_KEEPERS = (Role.CHAIR, Role.ACCOUNTANT)


def may_keep_office(actor: Actor, place: Municipality, **about: Any) -> str | None:
    """The chair and the accountant, of the municipality where they act."""
    if reason := only(*OFFICE_KEEPERS)(actor):
        return str(reason)
    return None if in_own_municipality(actor, place.pk) else _("This belongs to another municipality.")


may_move_days = only(Role.TECHNICIAN, Role.COORDINATOR)


def get_municipality_for(actor: Actor, code: str) -> Municipality:
    """A municipality's public face; everyone may see it."""
    return get_object_or_404(Municipality.objects.select_related("area", "successor"), code=code)


def require_own_office(actor: Actor) -> Municipality:
    """The municipality whose details this actor keeps. Raises Forbidden with the reason."""
    if reason := only(*OFFICE_KEEPERS)(actor):
        raise Forbidden(reason)
    if actor.municipality is None:
        raise Forbidden(_("Choose first the municipality in which you act."))
    return actor.municipality


def get_job_for(actor: Actor, pk: int) -> Job:
    """A job that this actor asked for, or 404."""
    job = jobs_for(actor).filter(pk=pk).first()
    if job is None:
        raise Http404
    return job


def get_log_for(actor: Actor, text: str = "") -> QuerySet[LogEntry]:
    """The lines that this actor may read: the own municipality's for its officers, the house's for a technician."""
    chains = {actor.municipality_id} if actor.municipality_id and actor.has(*OFFICERS) else set()
    if actor.has(Role.TECHNICIAN, Role.COORDINATOR):
        chains.add(0)
    if not chains:
        raise Forbidden(_("The log is read by the officers of the municipality."))
    lines = LogEntry.objects.filter(chain__in=chains).order_by("-at", "-pk")
    if text:
        lines = lines.filter(
            Q(object_name__icontains=text) | Q(actor_name__icontains=text) | Q(code__startswith=text)
        )
    return lines
