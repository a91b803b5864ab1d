"""What the office entered by hand beside its workbook: every kind of object, shares, a lease, a guardian, two mergers."""

from datetime import date
from typing import Any

from belediyye.core.demo import World
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.demo.people import SETTLEMENT, STREETS, fin, voen
from belediyye.finance.revenue.models import Head, Holding, RollImport, TaxObject, Taxpayer

VILLAGE = {"place_class": "village"}
# External number, kind, street and house, title, characteristics; whose it is stands in `_holders`.
THINGS: tuple[tuple[str, str, str, str, str, dict[str, Any]], ...] = (
    ("N-001", "vehicle", "", "", "“Nümunə” motorlu qayıq", {"use": "water", "engine_cm3": 1_800}),
    ("M-001", "extraction", "Çay vadisi", "", "Çınqıl karxanası", {"use": "gravel", "volume_litres": 1_400_000}),
    ("E-001", "enterprise", STREETS[0], "3", "“Nümunəkənd Kommunal” müəssisəsi", {"profit_qepik": 480_000}),
    ("B-201", "building", STREETS[2], "201", "", {"use": "dwelling", "area_dm2": 12_400, **VILLAGE}),
    ("B-202", "building", STREETS[3], "202", "", {"use": "dwelling", "area_dm2": 9_600, **VILLAGE}),
    ("L-001", "land", "Bələdiyyə əkin sahəsi 1", "", "", {"use": "agricultural", "area_dm2": 12_000_000, "points_per_ha_tenths": 750, **VILLAGE}),
    ("T-064/2", "land", STREETS[0], "64", "", {"use": "dwelling", "area_dm2": 38_000, **VILLAGE}),
    ("B-203", "building", STREETS[1], "203", "Qaraj", {"use": "non_dwelling", "area_dm2": 3_600, **VILLAGE}),
)  # fmt: skip
OLD_BOOKS = (
    "Ödəyicinin kodu;Gəlir növü;İl;Ödəniş müddəti;Əsas borc;Faiz;Artıq ödəniş;Sənəd",
    "K-005;əmlak vergisi;2024;15.11.2024;6,40;0,30;;Kitab 7, vərəq 12",
    "K-012;torpaq vergisi;2024;15.11.2024;4,10;0,18;;Kitab 7, vərəq 14",
    "K-018;;;;;;2,50;Kitab 7, vərəq 15",
    "K-071;əmlak vergisi;2019;15.11.2019;9,80;;;Kitab 3, vərəq 41",
    "K-093;torpaq vergisi;2018;15.11.2018;3,60;;;Kitab 3, vərəq 8",
    "K-999;torpaq vergisi;2024;15.11.2024;1,00;;;Kitab 7, vərəq 16",
)


def thing_of(external: str) -> TaxObject:
    return TaxObject.objects.get(external_id=external, ended__isnull=True)


def payer_of(external: str) -> Taxpayer:
    return Taxpayer.objects.get(external_id=external, merged_into__isnull=True)


def register(world: World, name: str, on: date, house: str, **more: Any) -> Taxpayer:
    """A payer entered by the clerk, living in the first street."""
    facts = {"name": name, "settlement": SETTLEMENT, "street": STREETS[0], "house": house, **more}
    return actions.register_payer(actor=world.actor("aynur", on), on=on, facts=facts)


def build(world: World) -> None:
    """Before the first assessment."""
    on = date(2025, 2, 10)
    clerk = world.actor("aynur", on)
    owners = _holders(world, on)
    for external, kind, street, house, title, facts in THINGS:
        details = {
            "external_id": external,
            "settlement": SETTLEMENT,
            "street": street,
            "house": house,
            "title": title,
        }
        right = Holding.Right.LEASE if external == "L-001" else Holding.Right.OWNERSHIP
        actions.register_object(
            actor=clerk, kind=kind, details=details, facts=facts, holders=owners[external], on=date(2025, 1, 1), right=right
        )  # fmt: skip
    _old_books(world)
    _alike(world)


def _holders(world: World, on: date) -> dict[str, list[tuple[Taxpayer, int, int]]]:
    legal = {"kind": Taxpayer.Kind.LEGAL}
    quarry = register(world, "Nümunə Karxana MMC", on, "5", voen=voen(1), **legal)
    works = register(world, "Nümunəkənd Kommunal BMM", on, "3", voen=voen(2), **legal)
    farm = register(world, "Nümunə Əkin MMC", on, "7", voen=voen(3), telephone="+994 12 000 00 07", **legal)
    mother = register(world, "Nümunəli Sevda Misal qızı", on, "202", fin=fin(1), email="sevda@numune.example")
    child = register(world, "Nümunəli Tural Sınaq oğlu", on, "202", fin=fin(2), born=date(2014, 5, 3), responsible=mother)  # fmt: skip
    brothers = [register(world, f"Misalov {n} Örnək oğlu", on, "201") for n in ("Anar", "Samir", "Vüqar")]
    twin = register(world, payer_of("K-064").name, on, "64, arxa giriş")
    return {
        "N-001": [(payer_of("K-033"), 1, 1)], "M-001": [(quarry, 1, 1)], "E-001": [(works, 1, 1)], "L-001": [(farm, 1, 1)],
        "B-201": [(one, 1, 3) for one in brothers], "B-202": [(mother, 1, 2), (child, 1, 2)],
        "T-064/2": [(payer_of("K-064"), 1, 1)], "B-203": [(twin, 1, 1)],
    }  # fmt: skip


def _old_books(world: World) -> None:
    """What stood open or overpaid when the house began, from the office's book."""
    on = date(2025, 2, 12)
    clerk = world.actor("aynur", on)
    accountant = world.actor("rauf", on)
    text = "\n".join(OLD_BOOKS).encode()
    books = actions.upload_roll(actor=clerk, name="kohne-kitab.csv", content=text, since=date(2025, 1, 1), kind=RollImport.Kind.OPENING)  # fmt: skip
    actions.match_columns(actor=clerk, roll=books, mapping=books.mapping)
    actions.check_import(actor=clerk, roll=books)
    actions.take_import(actor=accountant, roll=books, on=on)
    facts = {"head": Head.LAND, "year": 2024, "due": date(2024, 11, 15), "principal": 520}
    wrong = actions.enter_opening(
        actor=accountant, payer=payer_of("K-009"), facts=facts, day=date(2025, 1, 1), document="Kitab 7, vərəq 13"
    )  # fmt: skip
    actions.reverse_opening(actor=accountant, opening=wrong, on=on, reason="Qəbz tapıldı: ödənilib")


def _alike(world: World) -> None:
    """Two who only share a name: merged by mistake, given back two days later."""
    on = date(2025, 3, 10)
    kept, other = (register(world, "Adaşov Elşən Nümunə oğlu", on, house) for house in ("301", "302"))
    merge = actions.merge_payers(actor=world.actor("aynur", on), kept=kept, merged=other, on=on, reason="Ad və küçə eynidir")  # fmt: skip
    later = date(2025, 3, 12)
    actions.undo_merge(actor=world.actor("rauf", later), merge=merge, on=later, reason="İki ayrı adamdır: əmioğludurlar")  # fmt: skip
    actions.keep_apart(actor=world.actor("aynur", later), one=kept, other=other)


def between(world: World) -> None:
    """Between the two assessments: parcels joined, a household gone and closed, a record that stood twice, a service ended."""
    on = date(2025, 10, 20)
    clerk = world.actor("aynur", on)
    actions.merge_objects(
        actor=clerk, things=[thing_of("T-064"), thing_of("T-064/2")], details={"external_id": "T-064/B", "settlement": SETTLEMENT, "street": STREETS[0], "house": "64"},
        facts={}, on=on, document="birləşmə planı 2",
    )  # fmt: skip
    on = date(2025, 12, 22)
    buyer = register(world, "Köçəri Ülviyyə Sınaq qızı", on, "88", fin=fin(3))
    gone = payer_of("K-088")
    for held in Holding.objects.filter(taxpayer=gone, withdrawn=False, until__isnull=True):
        actions.transfer_holding(actor=world.actor("aynur", on), holding=held, to=[(buyer, 1, 1)], on=on, document="çıxarış 5120")  # fmt: skip
    actions.close_payer(
        actor=world.actor("aynur", on), payer=gone, on=on, reason="Bakıya köçüb, hər şeyini satıb"
    )
    on = date(2026, 2, 9)
    soldier = actions.add_status(
        actor=world.actor("aynur", on), payer=payer_of("K-047"), category="conscript", since=date(2025, 1, 20),
        proof={"document": "hərbi bilet", "series": "NM", "number": "000456", "issuer": "Nümunə idarəsi", "issued": date(2025, 1, 20)},
    )  # fmt: skip
    actions.end_status(actor=world.actor("aynur", on), status=soldier, until=date(2026, 7, 20), reason="Xidmət başa çatır")  # fmt: skip
    on = date(2026, 2, 11)
    kept = payer_of("K-064")
    twin = Taxpayer.objects.filter(name=kept.name, external_id="", merged_into__isnull=True).get()
    actions.merge_payers(actor=world.actor("aynur", on), kept=kept, merged=twin, on=on, reason="Eyni adamın ikinci yazısı")  # fmt: skip


def second_roll(world: World) -> None:
    """A second workbook with what changed; and one with wrong areas that was taken back the same day."""
    head = "Ödəyicinin kodu;Ödəyicinin adı;Obyektin nömrəsi;Obyektin növü;İstifadəsi;Yerin dərəcəsi;Sahə, m²;Pay;Telefon"
    on = date(2026, 1, 15)
    clerk = world.actor("aynur", on)
    for name, rows, back in (
        ("yeni-tikililer-2026.csv", [f"K-{n};Yenili Orxan Misal oğlu;B-{n};bina;yaşayış;kənd;{n - 200};1;050 000 09 {n % 100}" for n in (310, 311, 312)], False),
        ("sahv-siyahi-2026.csv", [f"K-{n};Səhvli Günel Örnək qızı;B-{n};bina;yaşayış;kənd;9999;1;" for n in (320, 321)], True),
    ):  # fmt: skip
        roll = actions.upload_roll(actor=clerk, name=name, content="\n".join([head, *rows]).encode(), since=date(2026, 1, 1))  # fmt: skip
        actions.match_columns(actor=clerk, roll=roll, mapping=roll.mapping)
        actions.check_import(actor=clerk, roll=roll)
        actions.take_import(actor=clerk, roll=roll, on=on)
        if back:
            actions.undo_import(actor=clerk, roll=roll, on=on)
