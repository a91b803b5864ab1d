"""What is true in the council's room."""

from belediyye.administration.council.models.bodies import Body, Post, Seat, Term, on_day
from belediyye.administration.council.models.decisions import Change, Decision, Dispatch
from belediyye.administration.council.models.effects import EffectKind, Effects, effects
from belediyye.administration.council.models.powers import Holding, Power
from belediyye.administration.council.models.sittings import Attendance, Item, Paper, Sitting
from belediyye.administration.council.models.votes import Ballot, Vote

__all__ = [
    "Attendance", "Ballot", "Body", "Change", "Decision", "Dispatch", "EffectKind", "Effects", "Holding", "Item",
    "Paper", "Post", "Power", "Seat", "Sitting", "Term", "Vote", "effects", "on_day",
]  # fmt: skip
