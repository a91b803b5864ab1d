"""Another register's extract beside ours: what stands only there, only here, and where area or owner differ. Keeps nothing."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.core.documents.sheets import CellError
from belediyye.core.documents.sheets import Table as Sheet
from belediyye.core.fields import index_of, natural
from belediyye.core.text import fold
from belediyye.finance.revenue.models import Holding, ObjectState, TaxObject
from belediyye.finance.revenue.queries import roll_columns
from belediyye.finance.revenue.queries.addresses import Address
from belediyye.finance.revenue.queries.import_words import natural as measured
from belediyye.finance.revenue.queries.reports.tables import Column, Line, Table
from belediyye.finance.revenue.queries.roll_person import Reader, identifiers
from belediyye.finance.rules.roll.columns import heading_key

_WANTED = ("object_id", "area_m2", "taxpayer_name", "fin", "voen", "address", "settlement", "street", "house")
HEADINGS = {c.name: (c.az, c.en, *c.others) for c in roll_columns.ROLL if c.name in _WANTED}
KINDS = (TaxObject.Kind.BUILDING, TaxObject.Kind.LAND)


@dataclass
class Ours:
    """An object of the register as it is compared: where it is, how large, who holds it."""

    number: int
    external: str
    address: str
    without_settlement: str
    area: int | None = None
    names: list[str] = field(default_factory=list)
    indexes: set[str] = field(default_factory=set)
    found: bool = False


class Compared:
    """The findings of one extract."""

    def __init__(self, municipality_id: int) -> None:
        self.ours = _register(municipality_id)
        self.by_number = {heading_key(o.external): o for o in self.ours if o.external}
        places: dict[str, list[Ours]] = defaultdict(list)
        for one in self.ours:
            for key in {natural(one.address), natural(one.without_settlement)}:
                places[key].append(one)
        # An address at which several objects stand names none of them.
        self.by_place = {key: some[0] for key, some in places.items() if key and len(some) == 1}
        self.lines: list[Line] = []
        self.counts = {"there": 0, "here": 0, "area": 0, "owner": 0, "same": 0, "unread": 0}
        self.owners: dict[int, tuple[Ours, list[str], set[str]]] = {}

    def read(self, sheet: Sheet) -> None:
        """Compares every row, then names what no row spoke of. Raises UnreadableFile."""
        for row in sheet:
            self._row({n: c.code if isinstance(c, CellError) else c for n, c in row.cells.items()})
        for one, names, numbers in self.owners.values():
            self._owner(one, names, numbers)
        for one in self.ours:
            if not one.found:
                self._say(
                    "here",
                    _("Only in our register"),
                    one.external,
                    one.address,
                    "",
                    ", ".join(one.names),
                    one,
                )

    def _row(self, cells: dict[str, Any]) -> None:
        problems: list[list[Any]] = []
        reader = Reader(cells, problems)
        number, place = reader.text("object_id"), reader.address("", "address")
        area, name, known = (
            reader.whole("area_m2", 0, 10**9, 2),
            reader.text("taxpayer_name"),
            identifiers(reader),
        )
        if not number and not place:
            self.counts["unread"] += 1
            return
        one = self.by_number.get(heading_key(number)) if number else None
        one = one or (self.by_place.get(_key(place)) if place else None)
        if one is None:
            self._say(
                "there",
                _("Only in the extract"),
                number,
                place.text,
                ", ".join(filter(None, (name, _area(area)))),
                "",
            )
            return
        if not one.found:
            one.found = True
            if area is not None and one.area is not None and area != one.area:
                self._say(
                    "area", _("Another area"), one.external, one.address, _area(area), _area(one.area), one
                )
        _one, names, numbers = self.owners.setdefault(one.number, (one, [], set()))
        names.extend([name] if name else [])
        numbers |= {index_of(v) for v in known.values()}

    def _owner(self, one: Ours, names: list[str], numbers: set[str]) -> None:
        """By number where both sides have one, by name otherwise; a co-owner whom either side does not know differs too."""
        if numbers and one.indexes:
            differs = numbers != one.indexes
        else:
            differs = bool(names) and {fold(n) for n in names} != {fold(n) for n in one.names}
        if differs:
            self._say(
                "owner",
                _("Another owner"),
                one.external,
                one.address,
                ", ".join(names),
                ", ".join(one.names),
                one,
            )
        else:
            self.counts["same"] += 1

    def _say(
        self, key: str, what: str, number: str, address: str, there: str, here: str, one: Ours | None = None
    ) -> None:
        self.counts[key] += 1
        url = reverse("revenue_object", args=[one.number]) if one else ""
        self.lines.append(Line((number or "–", address, what, there, here), url))

    def table(self) -> Table:
        columns = tuple(
            Column(title)
            for title in (
                _("Register number"),
                _("Address"),
                _("What differs"),
                _("In the extract"),
                _("In our register"),
            )
        )
        return Table(_("Differences"), columns, self.lines, (), _("Nothing differs."))


def _area(area: int | None) -> str:
    return "" if area is None else measured(area, 100, "m²")


def _key(place: Address) -> str:
    return natural(", ".join(filter(None, (place.settlement, place.street, place.house))))


def _register(municipality_id: int) -> list[Ours]:
    """Buildings and parcels that stand now, with their area and holders."""
    objects = TaxObject.objects.filter(municipality_id=municipality_id, ended__isnull=True, kind__in=KINDS)
    found = {
        o.pk: Ours(o.number, o.external_id, o.address, ", ".join(filter(None, (o.street, o.house))))
        for o in objects.only("pk", "number", "external_id", "settlement", "street", "house")
    }
    states = ObjectState.objects.filter(municipality_id=municipality_id, withdrawn=False, until__isnull=True)
    for key, area in states.values_list("object_id", "area_dm2"):
        if key in found:
            found[key].area = area
    held = Holding.objects.filter(
        municipality_id=municipality_id, withdrawn=False, until__isnull=True, right=Holding.Right.OWNERSHIP
    )
    for key, name, fin, voen in held.order_by("pk").values_list(
        "object_id", "taxpayer__name", "taxpayer__fin_index", "taxpayer__voen_index"
    ):
        if key in found:
            found[key].names.append(name)
            found[key].indexes |= {index for index in (fin, voen) if index}
    return list(found.values())
