"""What a decision does elsewhere: a register that higher rooms fill, so that the council needs to know none of them.

A higher room says once, in its `apps.ready()`:

    from belediyye.administration.council.actions import effects
    effects.register("rules.local_rate", label=_("Sets a local rate"), describe=describe, apply=apply)

`describe(data) -> str` puts the typed data of the effect into words; `apply(actor, decision) -> None` makes it true
through the room's own actions and raises Refused, for people, where it cannot. It runs after the passing has been
committed. A room that would rather listen itself leaves `apply` out, hears `@when("council.decision.pass")` (the line's
data has `effect_kind` and `effect_data`) and calls the action `mark_effect(actor=…, decision=…, state=…, reason=…)`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from belediyye.administration.council.models.decisions import Decision
    from belediyye.core.actors import Actor

Describe = Callable[[dict[str, Any]], str]
Apply = Callable[["Actor", "Decision"], None]


@dataclass(frozen=True)
class EffectKind:
    """One thing that a decision can do in another room."""

    kind: str
    label: "str | Promise"
    describe: Describe
    apply: Apply | None


def _plain(data: dict[str, Any]) -> str:
    return "; ".join(f"{key}: {value}" for key, value in data.items())


class Effects:
    """The kinds of effect known in this house, by their code."""

    def __init__(self) -> None:
        self._kinds: dict[str, EffectKind] = {}

    def register(
        self, kind: str, *, label: "str | Promise", describe: Describe = _plain, apply: Apply | None = None
    ) -> None:
        """Makes a kind known. Raises TypeError where two rooms claim one kind."""
        if kind in self._kinds:
            raise TypeError(f"two rooms claim the effect {kind}")
        self._kinds[kind] = EffectKind(kind, label, describe, apply)

    def forget(self, kind: str) -> None:
        """Takes a kind out again (tests)."""
        self._kinds.pop(kind, None)

    def get(self, kind: str) -> EffectKind | None:
        """The kind of that code, or None where its room is not in this house."""
        return self._kinds.get(kind)

    def choices(self) -> list[tuple[str, str]]:
        """Codes and labels for a form."""
        return [(one.kind, str(one.label)) for one in self._kinds.values()]

    def words(self, kind: str, data: dict[str, Any]) -> str:
        """An effect in words; an unknown kind is shown as it was written."""
        known = self._kinds.get(kind)
        return f"{known.label}: {known.describe(data)}" if known else f"{kind}: {_plain(data)}"


effects = Effects()
