"""Long work: asked for on a page or the command line, done by a worker, its progress a row that both can show.

A room declares `@job("revenue.import", title=_("Import of a roll"))` over `work(progress, actor, **arguments)`;
a page asks with `enqueue(...)`; a command runs the same with `run_here(...)` and a bar.
"""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django_scopes import scope
from django_tasks import task

from belediyye.core.actions import Refused
from belediyye.core.actors import Actor, Forbidden, actor_of, machine
from belediyye.core.models import Job, Municipality, User


@dataclass(frozen=True)
class Kind:
    """A kind of long work known to the house."""

    code: str
    title: "str | Promise"
    work: Callable[..., dict[str, Any]]


KINDS: dict[str, Kind] = {}


class Progress:
    """Told by the work how far it is; writes the job's row at most every hundredth part."""

    def __init__(self, job: Job, tell: Callable[[int, int], None] | None = None) -> None:
        self.job, self.tell, self._written = job, tell, -1

    def __call__(self, done: int, total: int) -> None:
        if self.tell:
            self.tell(done, total)
        part = done * 100 // total if total else 0
        if part != self._written:
            self._written = part
            Job.objects.filter(pk=self.job.pk).update(done=done, total=total)


def job(
    code: str, *, title: "str | Promise"
) -> Callable[[Callable[..., dict[str, Any]]], Callable[..., dict[str, Any]]]:
    """Declares long work. It gets `progress`, `actor` and its JSON arguments, and returns its result as JSON values."""

    def declare(fn: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        KINDS[code] = Kind(code, title, fn)
        return fn

    return declare


def _row(code: str, actor: Actor, arguments: dict[str, Any], title: str = "") -> Job:
    return Job.objects.create(
        kind=code,
        title=title[:200] or str(KINDS[code].title),
        municipality=actor.municipality,
        asked_by=actor.user_id,
        arguments=arguments,
    )


def enqueue(code: str, *, actor: Actor, title: str = "", **arguments: Any) -> Job:
    """Asks a worker to do it, after the transaction that asks has committed. Returns the row to look at. `title` says what
    is worked on, where the kind of work alone does not."""
    row = _row(code, actor, arguments, title)
    transaction.on_commit(lambda: run_job.enqueue(row.pk))
    return row


def run_here(
    code: str, *, actor: Actor, tell: Callable[[int, int], None] | None = None, **arguments: Any
) -> Job:
    """Does it now, in this process, for the command line. Errors come through after being kept in the row."""
    row = _row(code, actor, arguments)
    _work(row, actor, tell)
    return row


@task()
def run_job(pk: int) -> None:
    """What the worker calls. A job that already ran or runs is left alone."""
    if not Job.objects.filter(pk=pk, state=Job.State.WAITING).update(
        state=Job.State.RUNNING, started_at=timezone.now()
    ):
        return
    row = Job.objects.select_related("municipality").get(pk=pk)
    try:
        _work(row, _actor(row), None)
    except Exception:
        traceback.print_exc()


def _actor(row: Job) -> Actor:
    """The asker as of now: a role that ended meanwhile no longer does the work."""
    user = User.objects.filter(pk=row.asked_by).first()
    if user is None:
        return machine(row.kind, row.municipality)
    return actor_of(user, timezone.localdate(), row.municipality_id)


def _work(row: Job, actor: Actor, tell: Callable[[int, int], None] | None) -> None:
    place: Municipality | None = row.municipality
    try:
        with scope(municipality=place):
            result = KINDS[row.kind].work(progress=Progress(row, tell), actor=actor, **row.arguments)
    except Exception as error:
        known = isinstance(error, Refused | Forbidden)
        said = (
            str(error)
            if known
            else _("Something went wrong in the program. The technician finds it in the log.")
        )
        _end(row, Job.State.FAILED, error=said)
        raise
    _end(row, Job.State.DONE, result=result)


def _end(row: Job, state: str, **fields: Any) -> None:
    row.state, row.ended_at = state, timezone.now()
    for name, value in fields.items():
        setattr(row, name, value)
    row.save(update_fields=["state", "ended_at", *fields])
