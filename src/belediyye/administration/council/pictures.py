"""Pictures of this room, each beside its table: the matrix as squares, the posts as bars, a vote as a strip."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from belediyye.administration.council import queries
from belediyye.administration.council.models import Ballot, Holding
from belediyye.core import display
from belediyye.core.svg import TONES, Bar, Picture, horizontal_bars, stacked_bar
from belediyye.core.svg.canvas import PAPER, box, clean, fitted, group, picture, text_at

# Narrow enough to be read on a phone, where the whole is shrunk to its width.
LEFT, SIDE, STEP = 250, 58, 20


def matrix_picture(rows: Sequence[Any]) -> Picture:
    """A square an act: full where one body holds it, accented with a number where two do, empty where nobody does."""
    acts = list(Holding.Act)
    shapes = [
        text_at(
            LEFT + SIDE * i + SIDE / 2,
            14,
            fitted(clean(str(act.label)), SIDE - 4, 11),
            anchor="middle",
            size=11,
        )
        for i, act in enumerate(acts)
    ]
    for place, row in enumerate(rows):
        y = 24.0 + STEP * place
        name = row.power.title_en if queries.tongue() == "en" and row.power.title_en else row.power.title
        shapes.append(text_at(0, y + 14, fitted(clean(name), LEFT - 8, 12), size=12))
        for i, (_act, held, _trouble) in enumerate(row.acts):
            names = ", ".join(map(str, held)) or _("nobody")
            x = LEFT + SIDE * i + SIDE / 2 - 9
            fill = PAPER if not held else TONES["deep"] if len(held) == 1 else TONES["accent"]
            square = [box(x, y, 17, 17, fill, stroke=TONES["bad"] if not held else "", radius=3)]
            if len(held) > 1:
                square.append(text_at(x + 9, y + 13.5, str(len(held)), anchor="middle", size=12, bold=True))
            shapes.append(group(square, f"{name}, {acts[i].label}: {names}"))
    return picture(
        shapes, title=_("Powers matrix"),
        description=_("Full square: one body; a number: so many bodies; empty square: nobody. The table below says the same in words."),
        height=30 + STEP * len(rows), width=LEFT + SIDE * len(acts),
    )  # fmt: skip


def units_picture(posts: Sequence[tuple[str, int]]) -> Picture:
    """The posts of the apparatus by their units."""
    bars = [Bar(name, units, display.number(units / 100, 2)) for name, units in posts]
    return horizontal_bars(
        bars, title=_("Posts by units"), description=_("Units of each post; 1 is a full post.")
    )


def vote_picture(ballot: Ballot) -> Picture:
    """A vote as one strip: for, against, abstained, and members who did not vote."""
    silent = ballot.members - ballot.votes_for - ballot.against - ballot.abstained - ballot.invalid
    parts = [
        (_("for"), ballot.votes_for, "good"), (_("against"), ballot.against, "bad"),
        (_("abstained"), ballot.abstained, "accent"), (_("invalid"), ballot.invalid, "mid"), (_("did not vote"), silent, "pale"),
    ]  # fmt: skip
    bars = [Bar(label, value, str(value), tone) for label, value, tone in parts if value]
    return stacked_bar(bars, title=_("The vote"), description=", ".join(f"{b.label} {b.shown}" for b in bars))
