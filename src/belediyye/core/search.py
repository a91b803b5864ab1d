"""One search box for the whole house. A room registers how it is searched; what the asker may not see is not found."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from belediyye.core.actors import Actor
from belediyye.core.text import fold


@dataclass(frozen=True)
class Hit:
    """One thing found."""

    title: str
    url: str
    detail: str = ""


Searcher = Callable[[Actor, str, int], list[Hit]]
_searchers: list[tuple["str | Promise", Searcher]] = []


def searchable(title: "str | Promise", searcher: Searcher) -> None:
    """Registers a room's search: `searcher(actor, folded_text, limit)` gives its hits, best first."""
    _searchers.append((title, searcher))


def search_house(actor: Actor, text: str, limit: int = 10) -> list[tuple[str, list[Hit]]]:
    """What the house knows under `text` for this actor, by kind; kinds without hits are left out."""
    folded = fold(text)
    if len(folded) < 2:
        return []
    found = [(str(title), searcher(actor, folded, limit)) for title, searcher in _searchers]
    return [(title, hits) for title, hits in found if hits]
