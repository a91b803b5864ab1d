"""The demonstration: one seed, one fixed day, the same living town every time, made only through the rooms' actions."""

import hashlib
import importlib
import importlib.util
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.apps import apps
from django.utils import translation
from django_scopes import scope

from belediyye.core.actors import Actor, machine
from belediyye.core.cast import Cast, gather
from belediyye.core.models import Municipality

TODAY = date(2026, 11, 22)
SEED = 7


@dataclass
class World:
    """What a room's `demo.build(world)` may use; `rooms` hands what a lower room made to those above it."""

    cast: Cast
    today: date = TODAY
    seed: int = SEED
    rooms: dict[str, Any] = field(default_factory=dict)

    @property
    def home(self) -> Municipality:
        return self.cast.home

    @property
    def neighbour(self) -> Municipality:
        return self.cast.neighbour

    @property
    def maker(self) -> Actor:
        """The machine, acting in the home town."""
        return machine("demonstration", self.cast.home)

    def actor(self, name: str, on: date | None = None) -> Actor:
        """One of the cast, on a day."""
        return self.cast.actor(name, on or self.today)


class RealDataHere(Exception):
    """The database holds a municipality that is not of the demonstration: nothing invented may be put beside it."""


def rooms() -> list[str]:
    """The modules `demo` of the rooms, from the bottom of the ladder up (the order of the settings)."""
    names = [config.name for config in apps.get_app_configs() if config.name.startswith("belediyye.")]
    return [f"{n}.demo" for n in names if n != "belediyye.core" and importlib.util.find_spec(f"{n}.demo")]


def build(tell: Callable[[str], None] = lambda room: None) -> World:
    """Builds the example town in the current, empty database, room by room. Raises RealDataHere."""
    if Municipality.objects.filter(is_demonstration=False).exists():
        raise RealDataHere
    with translation.override("az"):
        world = World(gather())
        for name in rooms():
            tell(name)
            with scope(municipality=world.home):
                importlib.import_module(name).build(world)
    return world


def fingerprint() -> str:
    """Changes when the tables or anything that fills them did: an older demonstration is then built anew."""
    source = Path(__file__).resolve().parents[1]
    parts = sorted(p for p in source.rglob("*.py") if "tests" not in p.parts)
    digest = hashlib.sha256()
    for path in parts:
        digest.update(path.read_bytes())
    return digest.hexdigest()
