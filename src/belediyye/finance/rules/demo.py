"""This room's share of the demonstration: a lower rate that the council first refuses, then decides."""

from datetime import date

from belediyye.core.demo import World
from belediyye.finance.rules import actions

DECIDED = date(2025, 6, 12)


def build(world: World) -> None:
    """Yard land from 0.10 to 0.08 AZN per 100 m² from 2026: one vote short in May, two thirds in June."""
    on = date(2025, 5, 5)
    rule = actions.prepare_local(
        actor=world.actor("rauf", on), municipality=world.home, title="Həyətyanı torpaq: 100 m² üçün 0,08 manat", since=date(2026, 1, 1),
        values={"land_tax.residential_rate": {"village": "0.08"}}, reductions=[], on=on,
        reason="Sakinlərin əksəriyyəti həyətini əkib-becərir; azalma icarə gəlirinin artımı ilə örtülür.",
    )  # fmt: skip
    assembly = world.rooms["council"]["assembly"]
    assembly.will("tax", {"local_rule": rule.pk})
    assembly.until(DECIDED)
    world.rooms["rules"] = {"local": rule}
