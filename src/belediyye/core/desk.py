"""The desk: what needs an officer today, and what a visitor may use, told by the rooms that know.

A room registers in `apps.ready()`: `desk.task_source(fn)` with `fn(actor) -> list[Task]`, and `desk.offer(...)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.functional import Promise

from belediyye.core.actors import Actor
from belediyye.core.models import Municipality


@dataclass(frozen=True)
class Task:
    """Something that waits for this actor: by when, and why then."""

    title: str
    url: str
    due: date | None = None
    why: str = ""
    count: int | None = None


@dataclass(frozen=True)
class Offer:
    """A public page, for people who do not know the house. `of_place` pages take the municipality's code."""

    title: "str | Promise"
    detail: "str | Promise"
    route: str
    of_place: bool = False

    def url(self, place: Municipality | None = None) -> str:
        return reverse(self.route, args=[place.code] if self.of_place and place else [])


_sources: list[Callable[[Actor], list[Task]]] = []
_offers: list[Offer] = []


def task_source(source: Callable[[Actor], list[Task]]) -> None:
    """Registers who knows about waiting work."""
    _sources.append(source)


def offer(one: Offer) -> None:
    """Registers a public page."""
    _offers.append(one)


def tasks_for(actor: Actor) -> list[Task]:
    """Everything that waits for the actor, the nearest due day first, then what has no day."""
    tasks = [task for source in _sources for task in source(actor)]
    return sorted(tasks, key=lambda t: (t.due is None, t.due or date.max, t.title))


def offers(place: Municipality | None = None) -> list[dict[str, str]]:
    """The public pages, of the house or of one municipality, ready for a page."""
    shown = [o for o in _offers if o.of_place == (place is not None)]
    return [{"title": str(o.title), "detail": str(o.detail), "url": o.url(place)} for o in shown]
