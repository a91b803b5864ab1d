"""The register as a workbook that goes along where the house cannot: into the yards of a street, to a place without a line.

It has the columns of a roll. What is changed in it there comes back by the import, which shows every difference before
anything is kept; a row that nobody touched changes nothing.
"""

import io
from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from django.db.models import Prefetch, QuerySet
from django.db.models.expressions import RawSQL

from belediyye.core.documents.sheets import Column, write_xlsx
from belediyye.finance.revenue.models import Holding, ObjectState, PrivilegeStatus
from belediyye.finance.revenue.queries.reports.streets import plain
from belediyye.finance.revenue.queries.roll_columns import TITLES
from belediyye.finance.revenue.queries.rolls import own_key
from belediyye.finance.rules.roll.choices import said

BATCH = 2_000
# More do not go into the hands of one walker; a larger place takes them street by street.
LARGEST = 100_000
# Column → what its cells hold, and how wide it is. A FİN or VÖEN never goes along: the YVÖK names the payer.
COLUMNS: Final[dict[str, tuple[Any, int]]] = {
    "taxpayer_id": ("text", 14), "taxpayer_name": ("text", 34), "telephone": ("text", 18), "email": ("text", 24),
    "object_id": ("text", 14), "object_kind": ("text", 12), "use": ("text", 18),
    "settlement": ("text", 18), "street": ("text", 24), "house": ("text", 10), "place_class": ("text", 14), "baku_zone": ("int", 8),
    "area_m2": ("money", 12), "inventory_value_azn": ("money", 14), "points_per_ha": ("text", 10), "engine_cm3": ("int", 10),
    "market_price_azn": ("money", 14), "volume_m3": ("text", 12), "profit_azn": ("money", 14), "let_or_business": ("text", 12),
    "share": ("text", 8), "right": ("text", 12), "owned_from": ("date", 12), "owned_to": ("date", 12), "relief": ("text", 18),
}  # fmt: skip
_WORDS: Final = {
    "az": {"yes": "bəli", "no": "xeyr", "ownership": "mülkiyyət", "use": "istifadə", "lease": "icarə"},
    "en": {"yes": "yes", "no": "no", "ownership": "ownership", "use": "use", "lease": "lease"},
}


def holdings(municipality_id: int, street: str = "") -> QuerySet[Holding]:
    """Who holds what today, in the order of a walk; of one street or of all."""
    found = Holding.objects.filter(
        municipality_id=municipality_id, withdrawn=False, until__isnull=True, object__ended__isnull=True
    )
    if street:
        here = f"SELECT id FROM revenue_taxobject WHERE municipality_id = %s AND {plain('street')} = %s"
        found = found.filter(object_id__in=RawSQL(here, [municipality_id, street]))  # noqa: S611
    return found.select_related("object", "taxpayer").order_by(
        "object__settlement", "object__street", "object__house", "object_id", "pk"
    )


def workbook(
    municipality_id: int, rows: QuerySet[Holding], lang: str, made: datetime, above: Sequence[str]
) -> bytes:
    """The rows as XLSX, with the headings of the language."""
    columns = [Column(TITLES[name], kind, width) for name, (kind, width) in COLUMNS.items()]
    target = io.BytesIO()
    write_xlsx(target, columns, _rows(municipality_id, rows, lang), made=made, language=lang, above=above)
    return target.getvalue()


def _rows(municipality_id: int, rows: QuerySet[Holding], lang: str) -> Iterator[list[Any]]:
    reliefs: dict[int, list[str]] = {}
    now = PrivilegeStatus.objects.filter(municipality_id=municipality_id, withdrawn=False, until__isnull=True)
    for payer, category in now.order_by("pk").values_list("taxpayer_id", "category"):
        reliefs.setdefault(payer, []).append(said("relief", [category])[lang])
    states = ObjectState.objects.filter(withdrawn=False, until__isnull=True)
    with_states = rows.prefetch_related(Prefetch("object__states", states, to_attr="in_force"))
    for held in with_states.iterator(chunk_size=BATCH):
        cells = _cells(held, next(iter(held.object.in_force), None), lang)
        cells["relief"] = ", ".join(dict.fromkeys(reliefs.get(held.taxpayer_id, ())))
        yield [cells.get(name) for name in COLUMNS]


def _cells(h: Holding, state: ObjectState | None, lang: str) -> dict[str, Any]:
    words, thing, payer = _WORDS[lang], h.object, h.taxpayer
    cells: dict[str, Any] = {
        "taxpayer_id": payer.code, "taxpayer_name": payer.name, "telephone": payer.telephone, "email": payer.email,
        "object_id": own_key(thing), "object_kind": said("object_kind", [thing.kind])[lang],
        "settlement": thing.settlement, "street": thing.street, "house": thing.house,
        "share": f"{h.share_num}/{h.share_den}", "right": words[h.right], "owned_from": h.since,
    }  # fmt: skip
    if state is not None:
        cells |= {
            "use": said("use", [state.use])[lang] if state.use else "",
            "place_class": said("place_class", [state.place_class])[lang] if state.place_class else "",
            "baku_zone": state.baku_zone, "area_m2": state.area_dm2, "inventory_value_azn": state.inventory_value_qepik,
            "points_per_ha": _decimal(state.points_per_ha_tenths, 1), "engine_cm3": state.engine_cm3,
            "market_price_azn": state.market_price_qepik, "volume_m3": _decimal(state.volume_litres, 3), "profit_azn": state.profit_qepik,
            "let_or_business": words["yes" if state.let_or_business else "no"],
        }  # fmt: skip
    return cells


def _decimal(value: int | None, scale: int) -> str:
    return "" if value is None else f"{Decimal(value).scaleb(-scale).normalize():f}".replace(".", ",")
