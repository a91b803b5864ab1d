"""Makes the example rolls: village.xlsx (400 objects, Azerbaijani headings) and town.csv (20,000, English headings).

    python examples/make_rolls.py            both files, always the same bytes
    python examples/make_rolls.py FILE ROWS  a roll of any size beside them, for benchmarks

Everybody in them is invented: the surnames are made of words for “example”, “trial” and “specimen”, which nobody
bears. The chance is seeded and passed along, so the same call always makes the same roll.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from random import Random

import xlsxwriter

from belediyye.finance.rules.roll.columns import NAMES, column_title

HERE = Path(__file__).parent
SEED = 20251122
YEAR = 2025

_STEMS = ("Nümunə", "Sınaq", "Misal", "Örnək", "Təcrübə", "Üslub", "Qəlib", "Maket")
_ENDS = (("yev", "yeva"), ("li", "li"), ("zadə", "zadə"), ("soy", "soy"), ("çı", "çı"))
_MEN = ("Anar", "Elçin", "Rəşad", "Tural", "Vüsal", "Kamran", "Orxan", "İlqar", "Ceyhun", "Şahin")
_WOMEN = ("Aysel", "Günel", "Leyla", "Nigar", "Səbinə", "Ülviyyə", "Könül", "Xəyalə", "İradə", "Çinarə")
_STREETS = ("Çinar", "Nar", "Badam", "Bulaq", "Məktəb", "Günəş", "Zeytun", "İpək", "Körpü", "Bahar")

Roll = Iterator[dict[str, object]]


def person(chance: Random, number: int) -> dict[str, object]:
    """An invented payer with a code; no two codes are alike."""
    woman = chance.random() < 0.45
    surname = chance.choice(_STEMS) + chance.choice(_ENDS)[woman]
    first = chance.choice(_WOMEN if woman else _MEN)
    parent = chance.choice(_MEN)
    address = f"{chance.choice(_STREETS)} küçəsi, {chance.randint(1, 180)}"
    return {
        "taxpayer_id": f"{9_000_000 + number}",
        "taxpayer_name": f"{surname} {first} {parent} {'qızı' if woman else 'oğlu'}",
        "address": address,
    }


def objects_of(chance: Random, place: str, farm: float) -> Roll:
    """The objects of one payer: usually a home and its plot, sometimes more."""
    if chance.random() < 0.86:
        yield {"object_kind": "building", "use": "dwelling", "area_m2": chance.randint(240, 2600) / 10,
               "let_or_business": "yes" if chance.random() < 0.04 else ""}  # fmt: skip
    if chance.random() < 0.7:
        yield {"object_kind": "land", "use": "dwelling", "area_m2": chance.randint(60, 2500)}
    if chance.random() < farm:
        yield {"object_kind": "land", "use": "agricultural", "area_m2": chance.randint(20, 600) * 100,
               "points_per_ha": chance.choice((98, 75, 62, 41, 9.8))}  # fmt: skip
    if chance.random() < farm / 12:
        yield {"object_kind": "land", "use": "agricultural_unused", "area_m2": chance.randint(20, 300) * 100}
    if chance.random() < 0.09:
        yield {"object_kind": "building", "use": "non_dwelling", "area_m2": chance.randint(150, 9000) / 10}
        yield {"object_kind": "land", "use": "business", "area_m2": chance.randint(40, 14000)}
    if chance.random() < 0.008:
        yield {"object_kind": "vehicle", "use": "water", "engine_cm3": chance.choice((1200, 2400, 3000))}


def rows(place: str, farm: float, seed: int) -> Roll:
    """An endless roll, payer after payer; now and then a share with a neighbour or a sale within the year."""
    chance = Random(seed)
    before: dict[str, object] | None = None
    for number in range(1, 10**9):
        who = person(chance, number)
        relief = chance.choices(
            ("", "pensioner", "list_102_2", "shehid_family", "conscript"), (78, 16, 3, 2, 1)
        )[0]
        for place_in, thing in enumerate(objects_of(chance, place, farm), 1):
            row = {
                **who,
                "object_id": f"{number:07d}-{place_in}",
                "place_class": place,
                "relief": relief,
                **thing,
            }
            if thing["object_kind"] == "vehicle" or thing["use"] in ("agricultural", "agricultural_unused"):
                row.pop("place_class")
            draw = chance.random()
            if draw < 0.03 and before and thing["object_kind"] != "vehicle":
                yield {**row, "share": "1/2"}
                yield {**row, **before, "relief": "", "share": "1/2"}
            elif draw < 0.05 and thing["object_kind"] == "land":
                yield {
                    **row,
                    "owned_from": date(YEAR, chance.randint(1, 12), chance.randint(1, 28)).isoformat(),
                }
            else:
                yield row
        before = who


def enterprise() -> dict[str, object]:
    """The one municipal enterprise of the example village."""
    return {"taxpayer_id": "9999001", "taxpayer_name": "Nümunə Abadlıq bələdiyyə müəssisəsi", "object_id": "M-1",
            "object_kind": "enterprise", "profit_azn": 18250.4}  # fmt: skip


def write_village(path: Path) -> None:
    """400 objects of a village, as an office would keep them: a title above, Azerbaijani headings, real dates."""
    columns = [
        c
        for c in NAMES
        if c not in ("baku_zone", "inventory_value_azn", "market_price_azn", "volume_m3", "owned_to")
    ]
    book = xlsxwriter.Workbook(str(path), {"strings_to_numbers": False})
    book.set_properties({"title": "Nümunə kəndinin siyahısı", "created": datetime(2025, 1, 1)})  # noqa: DTZ001
    bold = book.add_format({"bold": True, "text_wrap": True, "bottom": 1})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet("Siyahı")
    sheet.write(
        0,
        0,
        "Nümunə kənd bələdiyyəsi: vergitutma obyektləri (uydurma məlumat)",
        book.add_format({"bold": True}),
    )
    sheet.write_row(2, 0, [column_title(c, "az") for c in columns], bold)
    for place, row in enumerate([*islice(rows("village", 0.45, SEED), 399), enterprise()], 3):
        for at, name in enumerate(columns):
            value = row.get(name, "")
            if name == "owned_from" and value:
                sheet.write_datetime(place, at, datetime.fromisoformat(str(value)), day)
            elif isinstance(value, str):
                if value:
                    sheet.write_string(place, at, value)
            else:
                sheet.write_number(place, at, value)
    sheet.freeze_panes(3, 0)
    sheet.set_column(0, len(columns), 16)
    book.close()


def write_csv(path: Path, size: int, seed: int) -> None:
    """A town's roll as csv with English headings."""
    columns = [c for c in NAMES if c not in ("baku_zone", "inventory_value_azn", "market_price_azn", "volume_m3",
                                             "profit_azn", "owned_to")]  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(islice(rows("city_or_rayon_centre", 0.06, seed), size))


if __name__ == "__main__":
    if len(sys.argv) == 3:
        write_csv(Path(sys.argv[1]), int(sys.argv[2]), SEED + 2)
    else:
        write_village(HERE / "village.xlsx")
        write_csv(HERE / "town.csv", 20_000, SEED + 1)
