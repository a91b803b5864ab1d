"""What a decision does elsewhere: a register that higher rooms fill, so that the council needs to know none of them.

A higher room says once, in its `apps.ready()`:

    from belediyye.administration.council.models import effects
    effects.register("rules.local_rate", label=_("Sets a local rate"), describe=describe, apply=apply, options=options)

* `describe(data) -> str` puts the typed data of the effect into words.
* `apply(actor, decision) -> None` makes it true through the room's own actions and raises Refused, for people, where it
  cannot. It runs in the transaction in which the decision passes: what it did half is taken back, the decision stands
  and says why it could not be carried out.
* `options(place) -> [(words, data)]` is what of the room waits for a decision; the agenda's form offers it.
* `undo(actor, decision, by) -> None` ends what the decision did when `by` repeals it. A kind without it says in
  `after_repeal` what then becomes of what was done.
* `matter` is the council's matter under which such a thing is decided, so that nothing passes by too small a majority.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from belediyye.administration.council.models.decisions import Decision
    from belediyye.core.actors import Actor
    from belediyye.core.models import Municipality

Describe = Callable[[dict[str, Any]], str]
Apply = Callable[["Actor", "Decision"], None]
Undo = Callable[["Actor", "Decision", "Decision"], None]
Options = Callable[["Municipality"], list[tuple[str, dict[str, Any]]]]


def _plain(data: dict[str, Any]) -> str:
    return "; ".join(f"{key}: {value}" for key, value in data.items())


def _nothing(place: "Municipality") -> list[tuple[str, dict[str, Any]]]:
    return []


@dataclass(frozen=True)
class EffectKind:
    """One thing that a decision can do in another room."""

    kind: str
    label: "str | Promise"
    describe: Describe = _plain
    apply: Apply | None = None
    undo: Undo | None = None
    options: Options = _nothing
    matter: str = ""
    after_repeal: "str | Promise" = ""


class Effects:
    """The kinds of effect known in this house, by their code."""

    def __init__(self) -> None:
        self._kinds: dict[str, EffectKind] = {}

    def register(self, kind: str, *, label: "str | Promise", **more: Any) -> None:
        """Makes a kind known; `more` as in EffectKind. Raises TypeError where two rooms claim one kind."""
        if kind in self._kinds:
            raise TypeError(f"two rooms claim the effect {kind}")
        self._kinds[kind] = EffectKind(kind, label, **more)

    def forget(self, kind: str) -> None:
        """Takes a kind out again (tests)."""
        self._kinds.pop(kind, None)

    def get(self, kind: str) -> EffectKind | None:
        """The kind of that code, or None where its room is not in this house."""
        return self._kinds.get(kind)

    def choices(self, place: "Municipality") -> list[tuple[str, list[tuple[str, dict[str, Any]]]]]:
        """By label of the kind, what of it waits for a decision: its words, and kind and data to be kept."""
        found = []
        for one in self._kinds.values():
            offered = [(words, {"kind": one.kind, "data": data}) for words, data in one.options(place)]
            if offered:
                found.append((str(one.label), offered))
        return found

    def words(self, kind: str, data: dict[str, Any]) -> str:
        """An effect in words; an unknown kind is shown as it was written."""
        known = self._kinds.get(kind)
        return f"{known.label}: {known.describe(data)}" if known else f"{kind}: {_plain(data)}"


effects = Effects()
