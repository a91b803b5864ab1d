"""Who sits where on a day."""

from datetime import date

from django.db.models import Count, Q, QuerySet

from belediyye.administration.council import law
from belediyye.administration.council.models import Body, Post, Seat, Term, on_day
from belediyye.core.models import Municipality


def council_of(place: Municipality) -> Body | None:
    """The municipality's council, once it has been founded."""
    return Body.objects.filter(municipality=place, kind=Body.Kind.COUNCIL, ends__isnull=True).first()


def bodies_of(place: Municipality, on: date) -> QuerySet[Body]:
    """The bodies that exist on a day, with how many people each has."""
    members = Count(
        "members",
        filter=Q(members__starts__lte=on) & (Q(members__ends__isnull=True) | Q(members__ends__gte=on)),
    )
    return (
        Body.objects.filter(on_day(on), municipality=place).annotate(people=members).order_by("kind", "name")
    )


def members_on(body: Body, day: date) -> QuerySet[Seat]:
    """Who sits in a body on a day: chair first."""
    return (
        Seat.objects.filter(on_day(day), body=body)
        .select_related("person", "post")
        .order_by("duty", "person__folded", "pk")
    )


def voters_on(body: Body, day: date) -> QuerySet[Seat]:
    """The members of a body who may vote on a day."""
    return members_on(body, day).filter(votes=True)


def posts_on(body: Body, day: date) -> QuerySet[Post]:
    """The posts of the apparatus that exist on a day."""
    return Post.objects.filter(on_day(day), body=body).order_by("pk")


def term_on(place: Municipality, day: date) -> Term | None:
    """The convocation of a day."""
    return Term.objects.filter(on_day(day), municipality=place).first()


def seats_by_law(place: Municipality, on: date) -> int | None:
    """How many seats the population gives the council; None where population or row is not known."""
    return law.seats_for(place.population, on) if place.population is not None else None


def seat_of(person_id: int | None, body: Body, day: date) -> Seat | None:
    """The voting seat that a person holds in a body on a day."""
    return voters_on(body, day).filter(person_id=person_id).first() if person_id else None
