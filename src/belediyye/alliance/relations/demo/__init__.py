"""The demonstration's alliance: two years of members, dues, conversations, grants and events. All of it invented."""

from datetime import date
from typing import TYPE_CHECKING

from belediyye.alliance.relations.demo import around, funding, inside
from belediyye.alliance.relations.demo.stage import Stage

if TYPE_CHECKING:
    from belediyye.core.demo import World


def build(world: "World") -> None:
    """Fills the room, only through its actions; hands the members, the grant and the event to higher rooms."""
    stage = Stage(world)
    members = around.organisations(stage)
    around.members(stage, members)
    around.conversations(stage)
    experts = inside.experts(stage)
    award = funding.fundraising(stage)
    funding.books(stage, award)
    event = inside.events(stage, members)
    inside.documents(stage)
    inside.inventory(stage, award)
    inside.operator(stage)
    world.rooms["relations"] = {
        "cards": stage.cards, "award": award, "event": event, "experts": experts, "since": date(2024, 9, 2),
    }  # fmt: skip
