"""This room's share of the demonstration: a register of invented payers, two years assessed, notices on their way."""

from datetime import date
from random import Random
from typing import Any

from belediyye.core.demo import World
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.demo import cases, contracts, mail, money, neighbour, people, portal, register
from belediyye.finance.revenue.demo.people import SETTLEMENT, STREETS, fin, voen
from belediyye.finance.revenue.demo.register import payer_of, thing_of
from belediyye.finance.revenue.models import AssessmentRun, Delivery, Head, Notice, Taxpayer

OUTCOME, WAY = Delivery.Outcome, Delivery.Way


def build(world: World) -> None:
    """Two years of the town's revenue, only through the actions; hands the payers and runs to higher rooms."""
    chance = Random(world.seed)
    clerk = lambda on: world.actor("aynur", on)  # noqa: E731
    roll = actions.upload_roll(
        actor=clerk(date(2025, 1, 13)),
        name="vergi-siyahisi-2025.csv",
        content=people.roll(chance).encode(),
        since=date(2025, 1, 1),
    )
    actions.match_columns(actor=clerk(date(2025, 1, 13)), roll=roll, mapping=roll.mapping)
    actions.check_import(actor=clerk(date(2025, 1, 13)), roll=roll)
    actions.take_import(actor=clerk(date(2025, 1, 14)), roll=roll, on=date(2025, 1, 14))
    market = actions.register_payer(actor=clerk(date(2025, 2, 3)), on=date(2025, 2, 3), facts={
        "kind": "legal", "name": "Nümunə Bazar MMC", "voen": voen(0), "settlement": SETTLEMENT, "street": STREETS[3], "house": "2"})  # fmt: skip
    for head, price, quantity, unit, basis in (
        (Head.TRADE, 250, 4000, "m²", "Müqavilə 3/2025"),
        (Head.ADVERTISING, 600, 1200, "m²", "Qərar 11"),
    ):
        actions.register_charge(actor=clerk(date(2025, 2, 3)), payer=market, terms={
            "head": head, "basis": basis, "signed": date(2025, 2, 3), "since": date(2025, 3, 1), "every": "quarter", "unit": unit, "unit_price": price, "quantity": quantity})  # fmt: skip
    register.build(world)
    first = _year(world, 2025, date(2025, 6, 20), date(2025, 7, 7))
    _events(world)
    register.between(world)
    register.second_roll(world)
    second = _year(world, 2026, date(2026, 6, 22), date(2026, 7, 6))
    _deliver(world, first, 1.0, chance)
    _deliver(world, second, 0.82, chance)
    _sold(world)
    contracts.build(world)
    actions.raise_charges(actor=world.actor("rauf"), on=world.today)
    _later(world)
    money.build(world)
    cases.build(world)
    contracts.follow(world)
    mail.build(world, second)
    portal.build(world)
    neighbour.build(world)
    world.rooms["revenue"] = {
        "payers": list(Taxpayer.objects.filter(municipality=world.home)),
        "runs": [first, second],
    }


def _year(world: World, year: int, previewed: date, approved: date) -> AssessmentRun:
    run = actions.preview_run(actor=world.actor("rauf", previewed), year=year, on=previewed)
    run = actions.approve_run(actor=world.actor("leyla", approved), run=run, on=approved)
    actions.issue_notices(actor=world.actor("rauf", approved), run=run, on=approved)
    return run


def _events(world: World) -> None:
    """What happened between the two assessments: a sale, an extension, a division, a demolition, a closed status."""

    def clerk(on: date) -> Any:
        return world.actor("aynur", on)

    buyer = actions.register_payer(actor=clerk(date(2025, 9, 4)), on=date(2025, 9, 4), facts={
        "name": "Alıcılı Sevinc Nümunə qızı", "fin": fin(4), "settlement": SETTLEMENT, "street": STREETS[1], "house": "17", "telephone": "+994 50 000 00 00"})  # fmt: skip
    for external in ("B-017", "T-017"):
        held = thing_of(external).holdings.get(withdrawn=False, until__isnull=True)
        actions.transfer_holding(
            actor=clerk(date(2025, 9, 4)),
            holding=held,
            to=[(buyer, 1, 1)],
            on=date(2025, 9, 1),
            document="çıxarış 4417, 01.09.2025",
        )
    actions.change_object(
        actor=clerk(date(2025, 10, 6)),
        thing=thing_of("B-023"),
        facts={"area_dm2": 31_050},
        on=date(2025, 10, 1),
        reason="əlavə tikili, ölçü aktı 12",
    )
    field = thing_of("S-009")
    area = field.states.get(withdrawn=False, until__isnull=True).area_dm2 or 0
    actions.split_object(actor=clerk(date(2025, 11, 3)), thing=field, on=date(2025, 11, 1), document="bölgü planı 3",
                         parts=[({"external_id": "S-009/1"}, {"area_dm2": area // 2}), ({"external_id": "S-009/2"}, {"area_dm2": area - area // 2})])  # fmt: skip
    actions.demolish_object(
        actor=clerk(date(2025, 12, 8)), thing=thing_of("B-041"), on=date(2025, 12, 5), reason="sökülmə aktı 2"
    )
    pensioner = payer_of("K-052")
    actions.add_status(actor=clerk(date(2025, 12, 15)), payer=pensioner, category="list_102_2", since=date(2025, 12, 1),
                       proof={"document": "vəsiqə", "series": "NM", "number": "000123", "issuer": "Nümunə idarəsi", "issued": date(2025, 11, 28)})  # fmt: skip


def _deliver(world: World, run: AssessmentRun, part: float, chance: Random) -> None:
    """The clerk walks the streets in July: most sign the stub; for the others it goes on by letter, or ends otherwise."""
    odd = {
        3: (WAY.HAND, OUTCOME.REFUSED, "iki şahid: Örnəkli M., Sınaqov H."), 7: (WAY.HAND, OUTCOME.WRONG_ADDRESS, "qonşu dedi: köçüb"),
        11: (WAY.POST, OUTCOME.DELIVERED, "sifarişli məktub 4471"), 15: (WAY.ELECTRONIC, OUTCOME.DELIVERED, "e-poçt, oxundu bildirişi"),
    }  # fmt: skip
    for notice in Notice.objects.filter(run=run).select_related("taxpayer").order_by("number"):
        if chance.random() > part:
            continue
        day = date(run.year, 7, 8 + notice.number % 20)
        stub = (WAY.HAND, OUTCOME.DELIVERED, f"kötük, {notice.taxpayer.name.split(' ')[0]}")
        tries = [(day, *odd.get(notice.number, stub))]
        if chance.random() < 0.1:
            tries = [(day, WAY.HAND, OUTCOME.ABSENT, ""), (date(run.year, 7, 29), *tries[0][1:])]
        for on, way, outcome, proof in tries:
            actions.record_delivery(
                actor=world.actor("aynur", on), notice=notice, day=on, way=way, outcome=outcome, proof=proof
            )


def _sold(world: World) -> None:
    """A house sold in September: what its seller left unpaid of the year passes on with it in November."""
    on = date(2026, 9, 7)
    buyer = register.register(world, "Təzəyev Kamal Misal oğlu", on, "19", fin=fin(5))
    held = thing_of("B-019").holdings.get(withdrawn=False, until__isnull=True)
    actions.transfer_holding(
        actor=world.actor("aynur", on),
        holding=held,
        to=[(buyer, 1, 1)],
        on=date(2026, 9, 1),
        document="çıxarış 6032",
    )


def _later(world: World) -> None:
    """This autumn: a house measured anew and its year put right, and a preview that waits for the chair."""
    thing = thing_of("B-030")
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
    other = thing_of("B-077")
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
    dropped = actions.preview_run(
        actor=world.actor("rauf", date(2026, 11, 19)), year=2026, on=date(2026, 11, 19), street=STREETS[4], reason="sınaq"
    )  # fmt: skip
    actions.drop_run(actor=world.actor("rauf", date(2026, 11, 19)), run=dropped)
