"""This room's share of the demonstration: a register of invented payers, two years assessed, notices on their way."""

from datetime import date
from random import Random
from typing import Any

from belediyye.core.demo import World
from belediyye.finance.revenue import actions, demo_contracts, demo_money, demo_portal
from belediyye.finance.revenue.models import AssessmentRun, Head, Notice, TaxObject, Taxpayer

SURNAMES = (
    "Nümunəli",
    "Sınaqov",
    "Misalova",
    "Örnəkli",
    "Təcrübəli",
    "Göstərişov",
    "Mətnli",
    "Şablonov",
    "Əlavəli",
    "İlkinov",
)
NAMES = (
    "Aytən",
    "Elşən",
    "Günel",
    "Həsən",
    "İlahə",
    "Kənan",
    "Ləman",
    "Murad",
    "Nərgiz",
    "Orxan",
    "Pərvin",
    "Ülviyyə",
)
FATHERS = ("Sınaq", "Nümunə", "Misal", "Örnək")
STREETS = ("Nümunə küçəsi", "Sınaq küçəsi", "Bulaq küçəsi", "Məktəb küçəsi", "Bağ döngəsi")
ROLL_HEAD = "Ödəyicinin kodu;Ödəyicinin adı;Obyektin nömrəsi;Obyektin növü;İstifadəsi;Yerin dərəcəsi;Sahə, m²;Şərti bal (1 ha);Pay;Mülkiyyətin başlanğıcı;İcarə və ya sahibkarlıq;Güzəşt;Ünvan"
PAYERS = 120


def _roll(chance: Random) -> str:
    """The office's own workbook, as it was kept until the house came: a house and a yard each, here and there a field."""
    lines = [ROLL_HEAD]
    for n in range(1, PAYERS + 1):
        sex = chance.choice(("oğlu", "qızı"))
        name = f"{chance.choice(SURNAMES)} {chance.choice(NAMES)} {chance.choice(FATHERS)} {sex}"
        where = f"{chance.choice(STREETS)} {n}"
        relief = chance.choices(("", "pensiyaçı", "102.2", "şəhid ailəsi"), (80, 14, 4, 2))[0]
        let = "bəli" if chance.random() < 0.06 else ""
        lines.append(
            f"K-{n:03d};{name};B-{n:03d};bina;yaşayış;kənd;{chance.randint(52, 240)};;1;01.03.2015;{let};{relief};{where}"
        )
        lines.append(
            f"K-{n:03d};{name};T-{n:03d};torpaq;həyətyanı;kənd;{chance.randint(400, 1500)};;1;01.03.2015;;;{where}"
        )
        if n % 9 == 0:
            lines.append(
                f"K-{n:03d};{name};S-{n:03d};torpaq;kənd təsərrüfatı;kənd;{chance.randint(1, 6) * 10_000};{chance.choice((60, 75, 98))};1;01.03.2015;;;Əkin sahəsi {n}"
            )
        if n % 20 == 0:
            lines.append(
                f"K-{n:03d};{name};Q-{n:03d};bina;qeyri-yaşayış;kənd;{chance.randint(30, 90)};;1;01.03.2015;;;{where}, mağaza"
            )
    # What every real workbook has: a size that is a word, a share too many, a missing kind.
    lines.append(
        f"K-{PAYERS + 1};Səhvli Nümunə Sınaq oğlu;B-900;bina;yaşayış;kənd;bilinmir;;1;;;;{STREETS[0]} 900"
    )
    lines.append(f"K-{PAYERS + 2};Artıq Paylı Misal qızı;B-001;bina;yaşayış;kənd;80;;1/2;;;;{STREETS[0]} 1")
    lines.append(f"K-{PAYERS + 3};Növsüz Örnək Misal oğlu;B-901;;yaşayış;kənd;80;;1;;;;{STREETS[0]} 901")
    return "\n".join(lines)


def build(world: World) -> None:
    """Two years of the town's revenue, only through the actions; hands the payers and runs to higher rooms."""
    chance = Random(world.seed)
    clerk = lambda on: world.actor("aynur", on)  # noqa: E731
    roll = actions.upload_roll(
        actor=clerk(date(2025, 1, 13)),
        name="vergi-siyahisi-2025.csv",
        content=_roll(chance).encode(),
        since=date(2025, 1, 1),
    )
    actions.match_columns(actor=clerk(date(2025, 1, 13)), roll=roll, mapping=roll.mapping)
    actions.check_import(actor=clerk(date(2025, 1, 13)), roll=roll)
    actions.take_import(actor=clerk(date(2025, 1, 14)), roll=roll, on=date(2025, 1, 14))
    market = actions.register_payer(actor=clerk(date(2025, 2, 3)), on=date(2025, 2, 3), facts={
        "kind": "legal", "name": "Nümunə Bazar MMC", "settlement": "Nümunəkənd qəsəbəsi", "street": STREETS[3], "house": "2"})  # fmt: skip
    for head, price, quantity, unit, basis in (
        (Head.TRADE, 250, 4000, "m²", "Müqavilə 3/2025"),
        (Head.ADVERTISING, 600, 1200, "m²", "Qərar 11"),
    ):
        actions.register_charge(actor=clerk(date(2025, 2, 3)), payer=market, terms={
            "head": head, "basis": basis, "signed": date(2025, 2, 3), "since": date(2025, 3, 1), "every": "quarter", "unit": unit, "unit_price": price, "quantity": quantity})  # fmt: skip
    first = _year(world, 2025, date(2025, 6, 20), date(2025, 7, 7))
    _events(world)
    second = _year(world, 2026, date(2026, 6, 22), date(2026, 7, 6))
    _deliver(world, first, 1.0, chance)
    _deliver(world, second, 0.82, chance)
    actions.raise_charges(actor=world.actor("rauf"), on=world.today)
    _later(world)
    demo_money.build(world)
    demo_contracts.build(world)
    demo_portal.build(world)
    world.rooms["revenue"] = {
        "payers": list(Taxpayer.objects.filter(municipality=world.home)),
        "runs": [first, second],
    }


def _year(world: World, year: int, previewed: date, approved: date) -> AssessmentRun:
    run = actions.preview_run(actor=world.actor("rauf", previewed), year=year, on=previewed)
    run = actions.approve_run(actor=world.actor("leyla", approved), run=run, on=approved)
    actions.issue_notices(actor=world.actor("rauf", approved), run=run, on=approved)
    return run


def _thing(external: str) -> TaxObject:
    return TaxObject.objects.get(external_id=external, ended__isnull=True)


def _events(world: World) -> None:
    """What happened between the two assessments: a sale, an extension, a division, a demolition, a closed status."""

    def clerk(on: date) -> Any:
        return world.actor("aynur", on)

    buyer = actions.register_payer(actor=clerk(date(2025, 9, 4)), on=date(2025, 9, 4), facts={
        "name": "Alıcılı Sevinc Nümunə qızı", "settlement": "Nümunəkənd qəsəbəsi", "street": STREETS[1], "house": "17", "telephone": "+994 50 000 00 00"})  # fmt: skip
    for external in ("B-017", "T-017"):
        held = _thing(external).holdings.get(withdrawn=False, until__isnull=True)
        actions.transfer_holding(
            actor=clerk(date(2025, 9, 4)),
            holding=held,
            to=[(buyer, 1, 1)],
            on=date(2025, 9, 1),
            document="çıxarış 4417, 01.09.2025",
        )
    actions.change_object(
        actor=clerk(date(2025, 10, 6)),
        thing=_thing("B-023"),
        facts={"area_dm2": 31_050},
        on=date(2025, 10, 1),
        reason="əlavə tikili, ölçü aktı 12",
    )
    field = _thing("S-009")
    area = field.states.get(withdrawn=False, until__isnull=True).area_dm2 or 0
    actions.split_object(actor=clerk(date(2025, 11, 3)), thing=field, on=date(2025, 11, 1), document="bölgü planı 3",
                         parts=[({"external_id": "S-009/1"}, {"area_dm2": area // 2}), ({"external_id": "S-009/2"}, {"area_dm2": area - area // 2})])  # fmt: skip
    actions.demolish_object(
        actor=clerk(date(2025, 12, 8)), thing=_thing("B-041"), on=date(2025, 12, 5), reason="sökülmə aktı 2"
    )
    pensioner = Taxpayer.objects.get(external_id="K-052")
    actions.add_status(actor=clerk(date(2025, 12, 15)), payer=pensioner, category="list_102_2", since=date(2025, 12, 1),
                       proof={"document": "vəsiqə", "series": "NM", "number": "000123", "issuer": "Nümunə idarəsi", "issued": date(2025, 11, 28)})  # fmt: skip


def _deliver(world: World, run: AssessmentRun, part: float, chance: Random) -> None:
    """The clerk walks the streets in July: most sign the stub, some are not at home."""
    for notice in Notice.objects.filter(run=run).select_related("taxpayer").order_by("number"):
        if chance.random() > part:
            continue
        day = date(run.year, 7, 8 + notice.number % 20)
        actor = world.actor("aynur", day)
        if chance.random() < 0.1:
            actions.record_delivery(actor=actor, notice=notice, day=day, way="hand", outcome="absent")
            day = date(run.year, 7, 29)
        actions.record_delivery(
            actor=world.actor("aynur", day),
            notice=notice,
            day=day,
            way="hand",
            outcome="delivered",
            proof=f"kötük, {notice.taxpayer.name.split(' ')[0]}",
        )


def _later(world: World) -> None:
    """This autumn: a house measured anew and its year put right, and a preview that waits for the chair."""
    thing = _thing("B-030")
    actions.change_object(
        actor=world.actor("aynur", date(2026, 10, 12)),
        thing=thing,
        facts={"area_dm2": 16_000},
        on=date(2026, 1, 1),
        reason="ölçü aktı 31: keçmiş ölçü səhv idi",
    )
    run = actions.preview_run(
        actor=world.actor("rauf", date(2026, 10, 13)),
        year=2026,
        on=date(2026, 10, 13),
        thing=thing,
        reason="ərizə 118",
    )
    actions.approve_run(actor=world.actor("leyla", date(2026, 10, 14)), run=run, on=date(2026, 10, 14))
    other = _thing("B-077")
    actions.change_object(
        actor=world.actor("aynur", date(2026, 11, 18)),
        thing=other,
        facts={"let_or_business": True},
        on=date(2026, 1, 1),
        reason="icarə müqaviləsi görüldü",
    )
    actions.preview_run(
        actor=world.actor("rauf", date(2026, 11, 20)),
        year=2026,
        on=date(2026, 11, 20),
        thing=other,
        reason="yoxlama aktı 9",
    )
