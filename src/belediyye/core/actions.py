"""What an action is: the only way anything changes, in every room."""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.db import transaction
from django.utils.functional import Promise

from belediyye.core import journal
from belediyye.core.actors import Actor, Forbidden, Permission

P = ParamSpec("P")
R = TypeVar("R")


class ForgottenLogLine(Exception):
    """An action ended without saying in the log what it did; everything it did was taken back."""


class Refused(Exception):
    """An action cannot be done as asked. The text is for people: what happened, why, what to do next.

    `field` names the form's field whose value is the reason, where there is one: the words then stand beside it.
    """

    def __init__(self, *said: object, field: str = "") -> None:
        super().__init__(*said)
        self.field = field


@dataclass(frozen=True)
class Declared:
    """An action known to the house: its code, its sentence for the log's readers, and who may do it."""

    code: str
    says: "str | Promise"
    allow: Permission
    function: Callable[..., Any]


DECLARED: dict[str, Declared] = {}


def action(
    code: str, *, says: "str | Promise", allow: Permission
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declares a change: permission first, one transaction, at least one log line, or nothing happened.

    `says` is what the log shows ("registered the taxpayer"). `allow(actor, **arguments)` returns None or the reason
    why not. Raises Forbidden with that reason, and ForgottenLogLine where `log()` was never called.
    """

    def declare(fn: Callable[P, R]) -> Callable[P, R]:
        parameters = inspect.signature(fn).parameters.values()
        if any(p.kind is not p.KEYWORD_ONLY for p in parameters) or "actor" not in {
            p.name for p in parameters
        }:
            raise TypeError(f"{fn.__qualname__}: an action takes keywords only, `actor` among them")
        if code in DECLARED:
            raise TypeError(f"two actions are called {code}")

        @wraps(fn)
        def run(*args: P.args, **about: P.kwargs) -> R:
            if args:
                raise TypeError(f"{fn.__qualname__} takes keywords only")
            actor = about["actor"]
            assert isinstance(actor, Actor)
            if reason := allow(**about):
                raise Forbidden(reason)
            frame = journal.Frame(code, actor)
            token = journal.enter(frame)
            try:
                with transaction.atomic():
                    result = fn(*args, **about)
                    if not frame.lines:
                        raise ForgottenLogLine(code)
            finally:
                journal.leave(token)
            return result

        DECLARED[code] = Declared(code, says, allow, run)
        return run

    return declare
