"""The thread: typed links between objects of any rooms, shown on every detail page, both ways.

A room says once, in its `apps.ready()`, how its objects are found and shown: `thread.show(Model, find)`, where
`find(actor, pks)` returns the objects that this actor may see. What an actor may not see is not on the thread.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.urls import Resolver404, resolve
from django.utils import timezone

from belediyye.core.actors import Actor
from belediyye.core.models import Link


@dataclass(frozen=True)
class End:
    """One end of a thread as a page shows it."""

    title: str
    url: str
    kind: str


Find = Callable[[Actor, Iterable[str]], dict[str, End]]
_shown: dict[str, Find] = {}


def show(model: type[models.Model], find: Find) -> None:
    """Registers how objects of `model` appear at the end of a thread."""
    _shown[model._meta.label_lower] = find


def tie(start: models.Model, end: models.Model, *, relation: str, reason: str = "") -> Link:
    """Links two objects, once. To be called inside an action, which writes the log line."""
    link, _made = Link.objects.get_or_create(
        from_kind=start._meta.label_lower, from_id=str(start.pk),
        to_kind=end._meta.label_lower, to_id=str(end.pk),
        relation=relation, ended=None,
        defaults={"reason": reason, "municipality_id": getattr(start, "municipality_id", None)},
    )  # fmt: skip
    return link


def untie(link: Link) -> None:
    """Ends a link; it stays in the record."""
    link.ended = timezone.now()
    link.save(update_fields=["ended"])


@dataclass(frozen=True)
class Strand:
    """One link as seen from one of its ends."""

    relation: str
    reason: str
    other: End
    outward: bool


def thread_of(actor: Actor, about: models.Model) -> list[Strand]:
    """What hangs on the object's thread for this actor, both ways; one query a kind of object."""
    kind, pk = about._meta.label_lower, str(about.pk)
    links = Link.objects.filter(
        Q(from_kind=kind, from_id=pk) | Q(to_kind=kind, to_id=pk), ended__isnull=True
    ).order_by("pk")
    wanted: dict[str, list[str]] = defaultdict(list)
    others = []
    for link in links:
        outward = (link.from_kind, link.from_id) == (kind, pk)
        other = (link.to_kind, link.to_id) if outward else (link.from_kind, link.from_id)
        wanted[other[0]].append(other[1])
        others.append((link, other, outward))
    ends = {k: _shown[k](actor, pks) for k, pks in wanted.items() if k in _shown}
    return [
        Strand(link.relation, link.reason, ends[k][pk], outward)
        for link, (k, pk), outward in others
        if pk in ends.get(k, {})
    ]


def object_at(actor: Actor, address: str) -> models.Model | None:
    """The object whose own page lies at an address of this house, if this actor may see it on a thread; else None."""
    path = unquote(urlsplit(address).path)
    try:
        named = {str(value) for value in resolve(path).kwargs.values()}
    except Resolver404:
        return None
    for kind, find in _shown.items():
        for pk, end in find(actor, [one for one in named if one.isdecimal() and len(one) < 18]).items():
            if unquote(urlsplit(end.url).path) == path:
                return apps.get_model(kind)._default_manager.filter(pk=pk).first()
    return None
