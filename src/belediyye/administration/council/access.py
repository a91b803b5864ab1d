"""Who may see and do what in the council's room. Public pages ask only what is published."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django_scopes import scope, scopes_disabled

from belediyye.administration.council import queries
from belediyye.administration.council.models import (
    Ballot,
    Body,
    Decision,
    Item,
    Paper,
    Post,
    Power,
    Seat,
    Sitting,
)
from belediyye.core.actors import Actor, Forbidden, Permission, in_own_municipality, only
from belediyye.core.models import Municipality, Role

READERS = (Role.CHAIR, Role.SECRETARY, Role.COUNCILLOR, Role.ACCOUNTANT, Role.CLERK, Role.ARCHIVIST)


def at_home(*roles: str) -> Permission:
    """A permission held by roles, and only over things of the actor's own municipality."""
    role = only(*roles)

    def ask(actor: Actor, **about: Any) -> str | None:
        if reason := role(actor, **about):
            return reason
        for thing in about.values():
            here = thing.pk if isinstance(thing, Municipality) else getattr(thing, "municipality_id", None)
            if here is not None and not in_own_municipality(actor, here):
                return _("This belongs to another municipality.")
        return None

    return ask


may_prepare = at_home(Role.SECRETARY)
may_call = at_home(Role.CHAIR, Role.SECRETARY)
may_sign = at_home(Role.CHAIR)


def may_answer(actor: Actor, **about: Any) -> str | None:
    """The supervising officer answers herself; what was answered on paper the municipality records."""
    return None if actor.has(Role.SUPERVISOR) else may_call(actor, **about)


def supervises(actor: Actor) -> bool:
    """Whether the actor reads what municipalities sent to supervision."""
    return not actor.is_guest and actor.has(Role.SUPERVISOR)


def may_vote(actor: Actor, ballot: Ballot, **about: Any) -> str | None:
    """A member of the body votes for herself; nobody votes for another here."""
    if not actor.is_machine and (reason := at_home(*READERS)(actor, ballot=ballot)):
        return reason
    seat = queries.seat_of(
        actor.person_id, ballot.item.sitting.body, queries.sitting_day(ballot.item.sitting)
    )
    return None if seat else _("Only a member of this body votes here.")


def may_enter(actor: Actor) -> bool:
    """Whether the actor reads this room's working pages."""
    return actor.municipality_id is not None and actor.has(*READERS)


def get_place_for(actor: Actor) -> Municipality:
    """The municipality whose working pages the actor reads. Raises Forbidden for everyone else."""
    if not may_enter(actor) or actor.municipality is None:
        raise Forbidden(
            _("The council's working pages are read by its members and the municipality's officers.")
        )
    return actor.municipality


def get_sitting_for(actor: Actor, pk: int) -> Sitting:
    """A session of the actor's municipality, or 404."""
    rows = Sitting.objects.select_related("body", "term", "presided_by__person", "repeats__body", "minutes")
    return get_object_or_404(rows, pk=pk, municipality=get_place_for(actor))


def sent_decisions_for(actor: Actor) -> QuerySet[Decision]:
    """What every municipality sent to supervision, the newest first: the one question here that crosses municipalities.

    Raises Forbidden for everyone but a supervising officer."""
    if not supervises(actor):
        raise Forbidden(_("Decisions sent to supervision are read by the supervising officer."))
    with scopes_disabled():
        rows = Decision.objects.filter(dispatch__sent_on__isnull=False)
    return rows.select_related("municipality", "dispatch", "sitting__body").order_by(
        "-dispatch__sent_on", "-pk"
    )


def get_item_for(actor: Actor, pk: int) -> Item:
    """A question of the actor's municipality, or 404."""
    return get_object_or_404(
        Item.objects.select_related("sitting__body"), pk=pk, municipality=get_place_for(actor)
    )


def get_ballot_for(actor: Actor, pk: int) -> Ballot:
    """A vote of the actor's municipality, or 404."""
    return get_object_or_404(
        Ballot.objects.select_related("item__sitting__body"), pk=pk, municipality=get_place_for(actor)
    )


def get_decision_for(actor: Actor, pk: int) -> Decision:
    """A decision of the actor's municipality, or 404."""
    return get_object_or_404(queries.decisions_of(get_place_for(actor)), pk=pk)


def get_body_for(actor: Actor, pk: int) -> Body:
    """A body of the actor's municipality, or 404."""
    return get_object_or_404(Body, pk=pk, municipality=get_place_for(actor))


def get_seat_for(actor: Actor, pk: int) -> Seat:
    """A seat of the actor's municipality, or 404."""
    return get_object_or_404(
        Seat.objects.select_related("body", "person"), pk=pk, municipality=get_place_for(actor)
    )


def get_post_for(actor: Actor, pk: int) -> Post:
    """A post of the actor's municipality, or 404."""
    return get_object_or_404(Post.objects.select_related("body"), pk=pk, municipality=get_place_for(actor))


def get_power_for(actor: Actor, pk: int) -> Power:
    """A function of the actor's municipality, or 404."""
    return get_object_or_404(Power, pk=pk, municipality=get_place_for(actor))


def get_paper_for(actor: Actor, pk: int) -> Paper:
    """A paper: public once its session is called; everything to those who read the working pages."""
    # The neighbour's clerk is also a member of the public: what is public is found whatever the asker's own scope.
    with scope(municipality=None):
        paper = get_object_or_404(
            Paper.objects.select_related("file", "sitting", "item"), pk=pk, withdrawn=False
        )
    if may_enter(actor) and in_own_municipality(actor, paper.municipality_id):
        return paper
    shown = paper.is_public and (paper.item is None or paper.item.is_public)
    if not shown or paper.sitting.state == Sitting.State.PREPARED:
        raise Http404
    return paper


def get_public_place(code: str) -> Municipality:
    """A municipality by the word in its address."""
    return get_object_or_404(Municipality.objects.select_related("area"), code=code)


def get_public_sitting(place: Municipality, pk: int) -> Sitting:
    """A session that has been called, or 404."""
    return get_object_or_404(queries.public_sittings(place), pk=pk)


def get_public_decision(place: Municipality, year: int, number: int) -> Decision:
    """A published decision, or 404."""
    return get_object_or_404(queries.published(place), year=year, number=number)


def visible_items(actor: Actor) -> QuerySet[Item]:
    """The questions that the search box may find: a reader's own, for others the public ones of called sessions."""
    if may_enter(actor):
        return Item.objects.filter(municipality=actor.municipality)
    return Item.objects.filter(is_public=True, sitting__state__in=[Sitting.State.HELD, Sitting.State.CALLED])
