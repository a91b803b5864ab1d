"""The navigation by the four wings: only rooms that exist and that the actor may enter."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from belediyye.core.access import OFFICERS
from belediyye.core.actors import GUEST, Actor
from belediyye.core.models import Role
from belediyye.core.version import VERSION

WINGS = {
    "finance": _("Finance"),
    "administration": _("Administration"),
    "law": _("Law"),
    "alliance": _("Alliance"),
}


@dataclass(frozen=True)
class Door:
    """A room's door: its wing, title, first page, and who sees it."""

    wing: str
    title: "str | Promise"
    route: str
    visible: Callable[[Actor], bool]


@dataclass(frozen=True)
class Wing:
    title: str
    rooms: list[dict[str, object]] = field(default_factory=list)
    current: bool = False


_doors: list[Door] = []


def door(
    wing: str, title: "str | Promise", route: str, visible: Callable[[Actor], bool] = lambda actor: True
) -> None:
    """Registers a room's first page (a route without arguments) in the navigation. Called in `apps.ready()`."""
    _doors.append(Door(wing, title, route, visible))


def wings_for(actor: Actor, path: str) -> list[Wing]:
    """The wings that have a room for this actor, with their rooms; the current one is marked."""
    wings = []
    for code, title in WINGS.items():
        rooms = []
        for one in _doors:
            if one.wing == code and one.visible(actor):
                url = reverse(one.route)
                rooms.append({"title": str(one.title), "url": url, "current": path.startswith(url)})
        if rooms:
            wings.append(Wing(str(title), rooms, any(room["current"] for room in rooms)))
    return wings


def may_open(actor: Actor, url: str) -> bool:
    """Whether an address lies behind a door that this actor sees; behind no door it is open to all."""
    doors = [(reverse(one.route), one) for one in _doors]
    behind = [one for address, one in doors if url.startswith(address)]
    return not behind or any(one.visible(actor) for one in behind)


def account_menu(actor: Actor) -> list[dict[str, str]]:
    """What a signed-in person finds under the own name, beside password and second factor."""
    if actor.is_guest:
        return []
    menu = [{"title": _("My desk"), "url": reverse("home")}]
    if actor.has(*OFFICERS, Role.TECHNICIAN, Role.COORDINATOR):
        menu.append({"title": _("The log"), "url": reverse("journal")})
    return menu


def context(request: HttpRequest) -> dict[str, object]:
    """What every page needs: navigation, the actor, the demonstration's band, the version."""
    actor = getattr(request, "actor", GUEST)
    return {
        "navigation": wings_for(actor, request.path),
        "actor": actor,
        "place": actor.municipality,
        "account_menu": account_menu(actor),
        "foot_links": [{"title": _("Working calendar"), "url": reverse("working_days")}],
        "demo": settings.DEMO,
        "version": VERSION,
    }
