"""The demonstration's contracts, a sanction by two persons, and a debtor followed to the executor."""

from datetime import date, timedelta
from typing import Any

from belediyye.core.demo import World
from belediyye.finance.revenue import actions
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


def build(world: World) -> None:
    """Only through actions. Rent and sales are not here: their money is in the budget's own demonstration, by hand."""
    clerk = world.actor("aynur", SIGNED)
    guest = actions.register_payer(
        actor=clerk, on=SIGNED,
        facts={"kind": "legal", "name": "Nümunə Sahil MMC", "settlement": "Nümunəkənd qəsəbəsi", "street": "Nümunə küçəsi", "house": "14"},
    )  # fmt: skip
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
    actions.raise_charges(actor=world.actor("rauf", world.today), on=world.today)
    _bill_and_correct(world, guest)
    _court(world)


def _bill_and_correct(world: World, payer: Taxpayer) -> None:
    rows = Entry.objects.filter(taxpayer=payer, kind=Entry.Kind.DEMAND)
    board = rows.filter(head=Head.ADVERTISING).order_by("year", "instalment").first()
    hotel = rows.filter(head=Head.HOTEL).order_by("year", "instalment").first()
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
