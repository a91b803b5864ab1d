"""Who acts: a person in a municipality on a day, the machine itself, or a guest. And how a permission is asked."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from belediyye.core.models import Membership, Municipality, Role, User

HOUSE_ROLES = frozenset(
    {Role.COORDINATOR, Role.OPERATOR, Role.SUPERVISOR, Role.TECHNICIAN, Role.EXPERT, Role.MEMBER}
)


@dataclass(frozen=True)
class Actor:
    """Everything that a permission may depend on. Built once a request; rooms never look at the account itself."""

    name: str = ""
    user_id: int | None = None
    person_id: int | None = None
    municipality: Municipality | None = None
    roles: frozenset[str] = frozenset()
    organisations: frozenset[int] = frozenset()
    municipalities: frozenset[int] = frozenset()
    is_machine: bool = field(default=False, compare=False)

    @property
    def municipality_id(self) -> int | None:
        return self.municipality.pk if self.municipality else None

    @property
    def is_guest(self) -> bool:
        return self.user_id is None and not self.is_machine

    def has(self, *roles: str) -> bool:
        """Whether the actor holds one of the roles where it acts. The machine (importers, the demonstration) may all."""
        return self.is_machine or not self.roles.isdisjoint(roles)


GUEST = Actor()


def machine(name: str, municipality: Municipality | None = None) -> Actor:
    """The actor of a command or a scheduled job: may do everything, and the log shows its name."""
    return Actor(name=name, municipality=municipality, is_machine=True)


def actor_of(user: User, on: date, municipality_id: int | None = None) -> Actor:
    """The actor behind an account on a day, in the municipality asked for or in its only or first one.

    A municipality where the person holds no role that day is not entered: the actor then stands in none.
    """
    if not user.is_active or user.person_id is None:
        return Actor(name=user.get_username(), user_id=user.pk)
    held = list(
        Membership.objects.filter(
            Q(ends__isnull=True) | Q(ends__gte=on), person_id=user.person_id, starts__lte=on
        )
        .select_related("municipality", "person")
        .order_by("pk")
    )
    places = {m.municipality_id: m.municipality for m in held if m.municipality_id}
    chosen = places.get(municipality_id) if municipality_id else next(iter(places.values()), None)
    here = {
        m.role
        for m in held
        if m.municipality_id == (chosen.pk if chosen else None) or m.municipality_id is None
    }
    return Actor(
        name=str(held[0].person) if held else user.get_username(),
        user_id=user.pk,
        person_id=user.person_id,
        municipality=chosen,
        roles=frozenset(here),
        organisations=frozenset(m.organisation_id for m in held if m.organisation_id),
        municipalities=frozenset(places),
    )


class Forbidden(Exception):
    """The actor is known and the object is the actor's to see, but this may not be done. The text says why."""


Permission = Callable[..., "str | None"]


def only(*roles: str) -> Permission:
    """A permission that the given roles hold. Returns None when allowed, else the reason in the actor's language."""

    def ask(actor: Actor, **about: Any) -> str | None:
        if actor.has(*roles):
            return None
        names = ", ".join(str(Role(role).label) for role in roles)
        return _("This may be done by: %(roles)s.") % {"roles": names}

    ask.roles = frozenset(roles)  # type: ignore[attr-defined]
    return ask


def anyone(actor: Actor, **about: Any) -> None:
    """The permission of what the law leaves open to everyone."""


def in_own_municipality(actor: Actor, municipality_id: int | None) -> bool:
    """Whether the object's municipality is where the actor acts. The machine acts everywhere."""
    return actor.is_machine or (municipality_id is not None and municipality_id == actor.municipality_id)


def role_labels(roles: Iterable[str]) -> list[str]:
    """The roles' names for people, in a steady order."""
    return [str(r.label) for r in Role if r in set(roles)]
