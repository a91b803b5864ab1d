"""The log: one line an action, in its transaction, chained by hash; and the events that grow from it."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC
from typing import Any

from django.db import connection, models, transaction
from django.utils import timezone

from belediyye.core.actors import Actor
from belediyye.core.models import LogEntry

START = "0" * 64
Listener = Callable[[LogEntry], None]
_listeners: dict[str, list[Listener]] = defaultdict(list)


@dataclass
class Frame:
    """The action that is running: whose lines the log takes."""

    code: str
    actor: Actor
    lines: list[LogEntry] = field(default_factory=list)


_frames: ContextVar[tuple[Frame, ...]] = ContextVar("frames", default=())


def enter(frame: Frame) -> Any:
    """Makes `frame` the running action; give the token back to `leave`."""
    return _frames.set((*_frames.get(), frame))


def leave(token: Any) -> None:
    _frames.reset(token)


def log(about: models.Model, *, municipality_id: int | None = None, name: str = "", **data: Any) -> LogEntry:
    """Writes the running action's line about an object, with what changed as `data` (JSON values, never secrets).

    The chain is the object's municipality, or `municipality_id` where the object has none, or the house.
    Raises RuntimeError outside of an action: nothing changes in this house without one.
    """
    frames = _frames.get()
    if not frames:
        raise RuntimeError("log() belongs inside an action")
    frame = frames[-1]
    chain = municipality_id or getattr(about, "municipality_id", None) or 0
    line = _append(
        frame,
        chain,
        about,
        name or str(about),
        json.dumps(data, ensure_ascii=False, sort_keys=True, default=str),
    )
    frame.lines.append(line)
    for listener in (*_listeners[frame.code], *_listeners["*"]):
        transaction.on_commit(lambda listener=listener: listener(line), robust=True)
    return line


def _append(frame: Frame, chain: int, about: models.Model, name: str, data: str) -> LogEntry:
    if connection.vendor == "postgresql":
        # The next place in the chain is scarce. SQLite has one writer anyway; here the chain is locked to commit.
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(7001, %s)", [chain % 2**31])
    last = LogEntry.objects.filter(chain=chain).order_by("-place").only("place", "digest").first()
    line = LogEntry(
        chain=chain,
        place=last.place + 1 if last else 1,
        at=timezone.now(),
        actor=frame.actor.user_id,
        actor_name=frame.actor.name[:250],
        code=frame.code,
        kind=about._meta.label_lower,
        object_id=str(about.pk),
        object_name=name[:250],
        data=data,
        previous=last.digest if last else START,
    )
    line.digest = digest_of(line)
    line.save(force_insert=True)
    return line


def digest_of(line: LogEntry) -> str:
    """The sha-256 that binds a line to everything in it and to the line before."""
    parts = [
        line.previous, line.chain, line.place, line.at.astimezone(UTC).isoformat(),
        line.actor, line.actor_name, line.code, line.kind, line.object_id, line.object_name, line.data,
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, default=str).encode()).hexdigest()


def when(code: str) -> Callable[[Listener], Listener]:
    """Hears an action of a lower room after its commit: `@when("revenue.run.post")`. `"*"` hears all.

    A listener that fails is logged by Django and does not touch what was done.
    """

    def listen(fn: Listener) -> Listener:
        _listeners[code].append(fn)
        return fn

    return listen


@dataclass(frozen=True)
class Broken:
    """Where a chain does not hold, and why."""

    chain: int
    place: int
    why: str


def verify() -> Iterator[Broken | int]:
    """Walks every chain; yields each break, and at the end the number of lines read."""
    count, chain, place, previous = 0, None, 0, START
    for line in LogEntry.objects.order_by("chain", "place").iterator(2000):
        if line.chain != chain:
            chain, place, previous = line.chain, 0, START
        if line.place != place + 1:
            yield Broken(line.chain, line.place, f"place {place + 1} is missing")
        if line.previous != previous:
            yield Broken(line.chain, line.place, "does not follow the line before")
        if digest_of(line) != line.digest:
            yield Broken(line.chain, line.place, "was changed after it was written")
        place, previous, count = line.place, line.digest, count + 1
    yield count


def history(about: models.Model) -> models.QuerySet[LogEntry]:
    """The lines about one object, newest first."""
    return LogEntry.objects.filter(kind=about._meta.label_lower, object_id=str(about.pk)).order_by(
        "-at", "-pk"
    )
