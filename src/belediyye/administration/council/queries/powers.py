"""The powers matrix on a day, and where it has gaps."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, QuerySet

from belediyye.administration.council.models import Holding, Power, on_day
from belediyye.core.models import Municipality

ACTS = tuple(Holding.Act.values)


@dataclass(frozen=True)
class Row:
    """A function with, for each act, who holds it; and what is wrong: `nobody`, `two`, `money`, `self`."""

    power: Power
    cells: dict[str, list[Holding]]
    troubles: dict[str, str]

    @property
    def acts(self) -> list[tuple[str, list[Holding], str]]:
        return [(act, self.cells[act], self.troubles.get(act, "")) for act in ACTS]

    @property
    def unfunded(self) -> bool:
        return "money" in self.troubles

    @property
    def self_controlled(self) -> bool:
        return "self" in self.troubles


def powers_on(place: Municipality, day: date) -> QuerySet[Power]:
    """The functions of a day with the holdings of that day."""
    held = Holding.objects.filter(on_day(day)).select_related("body")
    return Power.objects.filter(on_day(day), municipality=place).prefetch_related(
        Prefetch("holdings", held, to_attr="held")
    )


def _who(holding: Holding) -> tuple[str, int | None]:
    return holding.holder, holding.body_id


def row_of(power: Power, held: list[Holding]) -> Row:
    """One function's row: an act without a holder, with two, or a controller who also executes, is a trouble."""
    cells = {act: [h for h in held if h.act == act] for act in ACTS}
    troubles = {act: "nobody" if not found else "two" for act, found in cells.items() if len(found) != 1}
    if power.kind == Power.Kind.DELEGATED and not power.money:
        troubles["money"] = "money"
    if {_who(h) for h in cells["executes"]} & {_who(h) for h in cells["controls"]}:
        troubles["self"] = "self"
    return Row(power, cells, troubles)


def matrix(place: Municipality, day: date, *, kind: str = "", only_troubles: bool = False) -> list[Row]:
    """The whole matrix; two queries."""
    powers = powers_on(place, day)
    if kind:
        powers = powers.filter(kind=kind)
    rows = [row_of(power, power.held) for power in powers]
    return [row for row in rows if row.troubles] if only_troubles else rows


def tally(rows: list[Row]) -> dict[str, int]:
    """How many functions have each kind of trouble."""
    kinds = [set(row.troubles.values()) for row in rows]
    return {kind: sum(kind in found for found in kinds) for kind in ("nobody", "two", "money", "self")}
