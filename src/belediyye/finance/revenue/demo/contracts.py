"""The demonstration's contracts of every kind, a sanction by two persons, and a debtor followed to the executor."""

from datetime import date, timedelta
from typing import Any

from belediyye.core.demo import World
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.demo import register
from belediyye.finance.revenue.demo.people import voen
from belediyye.finance.revenue.models import CourtCase, Entry, Head, Reminder, Taxpayer
from belediyye.finance.revenue.queries import charging, enforcing, reminding

# kind, basis, subject, price in qəpik, quantity in hundredths, unit, how often, and what else the contract says
CONTRACTS: tuple[tuple[Any, ...], ...] = (
    (
        Head.HOTEL,
        "Qərar 14",
        "“Sahil” istirahət evi, 24 yer",
        50,
        100,
        "nəfər-gecə",
        "month",
        {"declared": True},
    ),
    (Head.PARKING, "Qərar 15", "Bazarın yanında dayanacaq", 300, 4000, "yer", "month", {}),
    (
        Head.ADVERTISING,
        "Reklam müqaviləsi 8",
        "Meydanda lövhə, 12 m²",
        1_500,
        1200,
        "m²",
        "month",
        {"in_advance": True},
    ),
)
SIGNED, SINCE = date(2026, 5, 11), date(2026, 5, 18)
STATED = ((5, 14_000), (6, 61_000), (7, 70_500), (8, 68_000), (9, 33_000))


# Rent: basis, subject, price of a month, since, until; the first is of the leased field.
RENTS = (
    ("İcarə müqaviləsi 1/2025", "Bələdiyyə əkin sahəsi 1", 96_000, date(2025, 1, 1), date(2034, 12, 31)),
    ("İcarə müqaviləsi 2/2025", "Keçmiş klubun binası", 130_000, date(2025, 1, 1), date(2029, 12, 31)),
    ("İcarə müqaviləsi 3/2025", "Bazarın anbarı", 91_000, date(2025, 1, 1), date(2027, 12, 31)),
    ("İcarə müqaviləsi 4/2026", "Su anbarının yanında sahə", 48_000, date(2026, 5, 1), date(2030, 12, 31)),
    ("İcarə müqaviləsi 5/2026", "Köhnə kitabxananın zirzəmisi", 6_000, date(2026, 3, 1), date(2028, 2, 28)),
)  # fmt: skip
SALE = [(date(year, month, 16), 158_000) for year in (2025, 2026) for month in (3, 6, 9, 12)]


def build(world: World) -> None:
    """What was signed and stated, before the money comes. Only through actions."""
    _rents_and_sale(world)
    clerk = world.actor("aynur", SIGNED)
    guest = register.register(world, "Nümunə Sahil MMC", SIGNED, "14", kind="legal", voen=voen(4))
    for head, basis, subject, price, quantity, unit, every, more in CONTRACTS:
        terms = {
            "head": head, "basis": basis, "subject": subject, "signed": SIGNED, "since": SINCE, "every": every, "unit": unit, "unit_price": price,
            "quantity": quantity, **more,
        }  # fmt: skip
        one = actions.register_charge(actor=clerk, payer=guest, terms=terms)
        if one.declared:
            for month, stated in STATED:
                on = date(2026, month + 1, 4)
                actions.declare_quantity(
                    actor=world.actor("aynur", on), charge=one, year=2026, number=month, quantity=stated, document=f"Arayış {month}/2026", on=on
                )  # fmt: skip


def _rents_and_sale(world: World) -> None:
    """Tenants pay in advance; a parcel is sold by instalments; one contract ends before its term."""
    on = date(2025, 1, 20)
    farm = Taxpayer.objects.get(name="Nümunə Əkin MMC", municipality=world.home)
    shop = register.register(world, "Nümunə Ticarət MMC", on, "9", kind="legal", voen=voen(5))
    field = register.thing_of("L-001")
    for n, (basis, subject, price, since, until) in enumerate(RENTS):
        one = actions.register_charge(
            actor=world.actor("aynur", max(on, since)), payer=shop if n in (1, 2, 4) else farm, thing=None if n else field,
            terms={
                "head": Head.RENT, "basis": basis, "subject": subject, "signed": since, "since": since, "until": until, "every": "month",
                "unit": "ay", "unit_price": price, "quantity": 100, "in_advance": True,
            },
        )  # fmt: skip
    actions.raise_charges(actor=world.actor("rauf", date(2026, 8, 5)), on=date(2026, 8, 5))
    ended = date(2026, 8, 31)
    actions.end_charge(actor=world.actor("rauf", ended), charge=one, on=ended, reason="Zirzəmi su altında qalıb", day=ended)  # fmt: skip
    buyer = register.register(world, "Alıcıyev Nümunə Sınaq oğlu", on, "40", voen=voen(0, 2))
    actions.register_charge(
        actor=world.actor("aynur", on), payer=buyer, parts=SALE,
        terms={
            "head": Head.SALE, "basis": "Hərrac protokolu 2/2025", "subject": "Torpaq sahəsi, 0,12 ha", "signed": on, "since": on, "every": "once",
            "unit_price": sum(amount for _day, amount in SALE), "quantity": 100,
        },
    )  # fmt: skip


def follow(world: World) -> None:
    """After the money: a bill, a corrected demand, a sanction, the court."""
    guest = Taxpayer.objects.get(name="Nümunə Sahil MMC", municipality=world.home)
    _bill_and_correct(world, guest)
    _court(world)


def _bill_and_correct(world: World, payer: Taxpayer) -> None:
    rows = Entry.objects.filter(taxpayer=payer, kind=Entry.Kind.DEMAND)
    board = rows.filter(head=Head.ADVERTISING).order_by("year", "instalment").last()
    hotel = rows.filter(head=Head.HOTEL).order_by("year", "instalment").last()
    if board is None or hotel is None:
        return
    accountant = world.actor("rauf", world.today)
    actions.correct_charge(
        actor=accountant, demand=board, amount=charging.standing(board) // 2, reason="Lövhə ayın yarısı sökülmüşdü", document="Akt 12", on=world.today
    )  # fmt: skip
    actions.issue_bill(actor=accountant, demand=board, on=world.today)
    sanction = actions.propose_sanction(
        actor=accountant, demand=hotel, amount=4_000, article="Qərar 14, bənd 6", document="Yoxlama aktı 3", on=world.today,
        reason="Gecələyənlərin sayı az göstərilib",
    )  # fmt: skip
    actions.charge_sanction(actor=world.actor("leyla", world.today), sanction=sanction, on=world.today)


def _court(world: World) -> None:
    """Two more letters to some who had the first; one of them goes to court and to the executor."""
    first = Reminder.objects.filter(municipality=world.home, step=Reminder.Step.REMINDER).order_by("pk")
    debtors = {d.taxpayer_id for d in reminding.debtors(world.home.pk, world.today)}
    for reminder in [r for r in first.select_related("taxpayer") if r.taxpayer_id in debtors][:2]:
        for days in (8, 14):
            on = reminder.day + timedelta(days=days)
            actions.remind(actor=world.actor("aynur", on), payer=reminder.taxpayer, on=on)
    if not (ripe := enforcing.candidates(world.home.pk, world.today)):
        return
    payer = Taxpayer.objects.get(pk=ripe[0].debtor.taxpayer_id)
    on = world.today - timedelta(days=12)
    case = actions.open_case(
        actor=world.actor("rauf", on), payer=payer, court="Nümunə Rayon Məhkəməsi", document="01-41", on=on
    )
    for state, days, more in (
        (CourtCase.State.ORDER, 8, {"document": "1(041)-77/2026", "amount": case.total_qepik}),
        (CourtCase.State.EXECUTOR, 3, {"executor": "Nümunə İcra Şöbəsi"}),
    ):
        on = world.today - timedelta(days=days)
        actions.record_step(actor=world.actor("rauf", on), case=case, state=state, on=on, **more)
