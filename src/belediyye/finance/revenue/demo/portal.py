"""The demonstration's payment portal: payers who paid from the telephone, one transfer that came, one that is awaited."""

from datetime import date, timedelta

from belediyye.core.actors import machine
from belediyye.core.demo import World
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Payment, Taxpayer
from belediyye.finance.revenue.queries import balance

NAME = "Nümunə ödəniş portalı"
ACCOUNT = "AZ10NABZ00000000137010009999"
OFFICE_ACCOUNT = "AZ21NABZ00000000137010001944"


def build(world: World) -> None:
    """A token of October, a fortnight of payments, the bank's line for the first days of them."""
    opened = date(2026, 10, 5)
    portal, _token = actions.open_portal(
        actor=world.actor("leyla", opened),
        municipality=world.home,
        name=NAME,
        sender_account=ACCOUNT,
        per_minute=120,
    )
    itself = machine(NAME, world.home)
    first = world.today - timedelta(days=12)
    payers = Taxpayer.objects.filter(municipality=world.home, merged_into__isnull=True, closed__isnull=True)
    number = 0
    for payer in payers.order_by("pk")[40:100]:
        owed = balance.owed(payer, first).overdue_total
        if not owed or number == 14:
            continue
        number += 1
        day = first + timedelta(days=number * 3 // 4)
        actions.take_portal_payment(
            actor=itself,
            portal=portal,
            key=f"NP-2026-{number:05d}",
            payer=payer,
            amount=owed,
            day=day,
            on=day,
        )
    wrong = Payment.objects.filter(portal=portal).order_by("-pk").first()
    if wrong:
        actions.reverse_portal_payment(
            actor=itself, portal=portal, payment=wrong, on=wrong.day, reason="Kart sahibi imtina etdi"
        )
    until = first + timedelta(days=4)
    live = Payment.objects.filter(portal=portal, reversed_on__isnull=True, day__lte=until)
    if total := sum(p.amount for p in live):
        came = until + timedelta(days=2)
        actions.take_statement(
            actor=world.actor("rauf", came),
            content=_statement(came, total),
            name=f"cixaris-{came:%Y-%m-%d}-portal.sta",
        )


def _statement(day: date, total: int) -> bytes:
    amount = f"{total // 100},{total % 100:02d}"
    return (
        f":20:NP1\n:25:{OFFICE_ACCOUNT}\n:28C:90/1\n:60F:C{day:%y%m%d}AZN0,00\n"
        f":61:{day:%y%m%d}{day:%m%d}C{amount}NTRFNONREF//NP000001\n:86:000?20Portal odenisleri, toplu kocurme?31{ACCOUNT}?32{NAME}\n"
        f":62F:C{day:%y%m%d}AZN{amount}\n-\n"
    ).encode()
