"""The columns of a roll: their names, headings in both languages, and how headings are matched.

Headings may stand in any order and in any letters (``Sahə, m²`` = ``SAHƏ_M2`` = ``sahe m2``). A heading nobody
knows is kept aside and named; it never stops a roll. A heading that stands twice does, for nobody could say which
of the two is meant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from belediyye.core.text import fold


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its machine name, its heading in each language, other headings met in offices, must it stand."""

    name: str
    az: str
    en: str
    others: tuple[str, ...] = ()
    obligatory: bool = False


COLUMNS: Final = (
    Column("taxpayer_id", "Ödəyicinin kodu", "Taxpayer code",
           ("YVÖK", "ödəyici kodu", "vergi ödəyicisinin kodu", "yerli vergi ödəyicisinin kodu", "VÖEN", "FİN",
            "payer id", "taxpayer"), True),
    Column("taxpayer_name", "Ödəyicinin adı", "Taxpayer name",
           ("soyadı, adı, atasının adı", "S.A.A.", "SAA", "ad soyad", "vergi ödəyicisi", "ödəyici", "vergi ödəyicisinin adı", "vergi ödəyicisinin S.A.A.", "mülkiyyətçi", "name",
            "payer name")),
    Column("object_id", "Obyektin nömrəsi", "Object number",
           ("obyekt", "obyekt №", "obyektin №-si", "obyekt kodu", "obyektin kodu", "reyestr nömrəsi", "reyestr №", "reyestrin nömrəsi", "qeydiyyat №",
            "qeydiyyat nömrəsi", "object"), True),
    Column("object_kind", "Obyektin növü", "Object kind",
           ("vergitutma obyekti", "vergitutma obyektinin növü", "növ", "obyekt növü", "kind"), True),
    Column("use", "İstifadəsi", "Use",
           ("təyinat", "təyinatı", "istifadə", "istifadə növü", "istifadə təyinatı", "obyektin təyinatı", "purpose")),
    Column("place_class", "Yerin dərəcəsi", "Place class",
           ("yaşayış məntəqəsinin növü", "yer", "yerin növü", "ərazi", "məntəqə", "place")),
    Column("baku_zone", "Bakı zonası", "Baku zone", ("zona", "zone")),
    Column("area_m2", "Sahə, m²", "Area, m²",
           ("sahə", "sahəsi", "ümumi sahə", "ümumi sahəsi", "ümumi sahə, m²", "ümumi sahəsi, m²", "ümumi sahə (kv.m)", "sahə (kv.m)", "sahə kv.m", "area", "area sq m")),
    Column("inventory_value_azn", "İnventar dəyəri, manat", "Inventory value, AZN",
           ("inventar dəyəri", "inventarlaşdırma dəyəri", "inventory value")),
    Column("points_per_ha", "Şərti bal (1 ha)", "Conditional points per ha",
           ("şərti bal", "bal", "1 ha üçün şərti bal", "bal/ha", "points", "points per hectare")),
    Column("engine_cm3", "Mühərrikin həcmi, sm³", "Engine, cm³",
           ("mühərrik", "mühərrikin həcmi", "mühərrik sm3", "engine", "engine size")),
    Column("market_price_azn", "Bazar qiyməti, manat", "Market price, AZN",
           ("bazar qiyməti", "market price", "price")),
    Column("volume_m3", "Həcm, m³", "Volume, m³", ("həcm", "hasilat", "hasilat m3", "çıxarılan həcm", "volume")),
    Column("profit_azn", "Mənfəət, manat", "Profit, AZN", ("mənfəət", "vergi tutulan mənfəət", "profit")),
    Column("share", "Pay", "Share", ("payı", "mülkiyyət payı", "hissə", "hissəsi", "ownership share")),
    Column("owned_from", "Mülkiyyətin başlanğıcı", "Owned from",
           ("alınma tarixi", "mülkiyyət tarixi", "əldə etmə tarixi", "başlanğıc", "from")),
    Column("owned_to", "Mülkiyyətin sonu", "Owned to", ("satılma tarixi", "özgəninkiləşdirmə tarixi", "son", "to")),
    Column("let_or_business", "İcarə və ya sahibkarlıq", "Let or used for business",
           ("icarə", "icarəyə verilib", "icarədədir", "sahibkarlıq", "kommersiya", "let", "business")),
    Column("relief", "Güzəşt", "Relief", ("güzəştlər", "güzəşt kodu", "imtiyaz", "reliefs")),
    Column("address", "Ünvan", "Address", ("ünvanı", "obyektin ünvanı", "əmlakın ünvanı", "object address")),
)  # fmt: skip

NAMES: Final = tuple(column.name for column in COLUMNS)

_SIGN: Final = re.compile(r"[^0-9a-z]+")


def heading_key(heading: str) -> str:
    """The form in which headings are compared: folded, letters and digits only.

    >>> heading_key("Sahə, m²") == heading_key("SAHE_M2")
    True
    """
    return _SIGN.sub("", fold(heading[:200]))


_KNOWN: Final = {
    heading_key(heading): column.name
    for column in COLUMNS
    for heading in (column.name, column.az, column.en, *column.others)
}


@dataclass(frozen=True, slots=True)
class Headings:
    """What the heading row says: where each known column stands, and what nobody asked for.

    ``places`` maps a column's name to its position from 0; ``written`` to the heading as the file has it.
    ``missing`` are obligatory columns that do not stand, ``doubled`` those that stand more than once.
    """

    places: dict[str, int]
    written: dict[str, str]
    aside: tuple[str, ...]
    missing: tuple[str, ...]
    doubled: tuple[str, ...]
    width: int

    @property
    def usable(self) -> bool:
        """Whether rows can be read by these headings."""
        return not self.missing and not self.doubled


def match_headings(cells: Sequence[object]) -> Headings:
    """Find the known columns in a heading row; never raises, the answer says what is missing or stands twice."""
    places: dict[str, int] = {}
    written: dict[str, str] = {}
    aside: list[str] = []
    doubled: list[str] = []
    for place, cell in enumerate(cells):
        heading = "" if cell is None else str(cell)
        if not (key := heading_key(heading)):
            continue
        name = _KNOWN.get(key)
        if name is None:
            aside.append(heading.strip()[:80])
        elif name in places:
            doubled.append(name)
        else:
            places[name] = place
            written[name] = heading.strip()
    missing = tuple(c.name for c in COLUMNS if c.obligatory and c.name not in places)
    width = max((n for n, cell in enumerate(cells, 1) if cell not in (None, "")), default=0)
    return Headings(places, written, tuple(aside), missing, tuple(doubled), width)


def column_title(name: str, lang: str) -> str:
    """The heading of a column for people, in Azerbaijani or English."""
    column = next(c for c in COLUMNS if c.name == name)
    return column.az if lang == "az" else column.en
