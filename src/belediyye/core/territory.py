"""The territory of the country: its areas from our own table, its municipalities from a list that somebody brings."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core import access
from belediyye.core.actions import action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Area, Municipality, PlaceClass
from belediyye.core.text import fold, slugify_az

AREAS = Path(__file__).parent / "data" / "areas.csv"


@action("core.area.load", says=gettext_lazy("loaded the rayons and cities"), allow=access.may_keep_territory)
def load_areas(*, actor: Actor) -> int:
    """Brings the table of rayons and cities up to date with `data/areas.csv`. Returns how many there are."""
    with AREAS.open(encoding="utf-8", newline="") as source:
        rows = list(csv.DictReader(source))
    for row in rows:
        area, _made = Area.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "name_en": row["name_en"],
                "kind": row["kind"],
                "centre_class": row["centre_class"],
                "village_class": row["village_class"],
                "in_nakhchivan": row["in_nakhchivan"] == "1",
            },
        )
    log(area, areas=len(rows))
    return len(rows)


@dataclass(frozen=True)
class Listed:
    """One line of a list of municipalities, after reading."""

    area: str
    name: str
    kind: str = ""
    population: int | None = None
    covers: str = ""


@dataclass(frozen=True)
class Outcome:
    """What became of a list: how many were added, how many changed, and what could not be taken and why."""

    added: int
    changed: int
    refused: list[tuple[int, str]]


# In Bakı, Sumqayıt and Abşeron every settlement has the class of the whole; elsewhere only the centre and the
# republican cities leave the village class (Tax Code 198.1.1).
_CENTRE_WORDS = ("şəhər", "seher", "city")


def place_class_of(area: Area, kind: str, name: str) -> str:
    """The tax class of a municipality from its area and what it is."""
    is_city = any(fold(word) in fold(kind) for word in _CENTRE_WORDS)
    is_centre = is_city and (
        area.kind == Area.Kind.CITY or fold(name).startswith(fold(area.name)) or fold(name) == "xirdalan"
    )
    return area.centre_class if is_centre else area.village_class


@action(
    "core.municipality.import",
    says=gettext_lazy("imported a list of municipalities"),
    allow=access.may_keep_territory,
)
def import_municipalities(
    *, actor: Actor, rows: Iterable[Listed], on: date, demonstration: bool = False
) -> Outcome:
    """Adds the municipalities of a list and brings those already here up to date (same area and name).

    A line whose area is not known is refused with its number and reason; the others are taken.
    """
    areas = {fold(a.name): a for a in Area.objects.order_by("-kind")}
    areas |= {fold(f"{a.name} {a.get_kind_display()}"): a for a in areas.values()} | {
        a.code.lower(): a for a in areas.values()
    }
    added, changed, refused = 0, 0, []
    last: Municipality | None = None
    for number, row in enumerate(rows, 2):
        area = areas.get(fold(row.area)) or areas.get(
            fold(row.area).removesuffix(" rayonu").removesuffix(" seheri")
        )
        if area is None or not row.name:
            refused.append(
                (
                    number,
                    _("No rayon or city is called “%(name)s”.") % {"name": row.area}
                    if row.name
                    else _("The name is missing."),
                )
            )
            continue
        last, made = Municipality.objects.update_or_create(
            code=slugify_az(f"{area.name}-{row.name}")[:60],
            defaults={
                "name": row.name, "area": area, "population": row.population, "covers": row.covers,
                "place_class": place_class_of(area, row.kind, row.name), "is_demonstration": demonstration,
            },
        )  # fmt: skip
        added, changed = added + made, changed + (not made)
    log(
        last or Area.objects.first(),
        name=_("List of municipalities"),
        municipality_id=0,
        added=added,
        changed=changed,
        refused=len(refused),
    )
    return Outcome(added, changed, refused)


def classes() -> list[tuple[str, str]]:
    """The place classes for a form, in the order of the law."""
    return list(PlaceClass.choices)
