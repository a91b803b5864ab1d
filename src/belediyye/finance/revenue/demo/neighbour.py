"""The neighbour municipality's small year, so that whoever supervises has something to compare."""

from datetime import date
from random import Random

from django_scopes import scope

from belediyye.core.cast import FIRST_DAY, PASSWORD
from belediyye.core.demo import World
from belediyye.core.models import Role
from belediyye.core.people import open_account
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.demo import people
from belediyye.finance.revenue.demo.money import statement
from belediyye.finance.revenue.models import Entry, Taxpayer
from belediyye.finance.revenue.queries.notices import reference_of

ACCOUNT = "AZ10NABZ00000000137010009999"
PAYERS = 24
PAID = ((date(2026, 8, 14), 60), (date(2026, 11, 13), 40))


def build(world: World) -> None:
    """A roll, a run with its notices, two statements; the neighbour's chair approves."""
    world.cast.users["mahir"] = open_account(
        actor=world.maker, username="mahir", password=PASSWORD, surname="Qonşuyev", name="Mahir", patronymic="Örnək oğlu", role=Role.CHAIR,
        municipality=world.neighbour, starts=FIRST_DAY,
    )  # fmt: skip
    with scope(municipality=world.neighbour):
        _year(world, Random(world.seed + 2))


def _year(world: World, chance: Random) -> None:
    on = date(2026, 2, 3)
    keeper = world.actor("tural", on)
    content = people.roll(chance, PAYERS, "Qonşukənd kəndi").encode()
    roll = actions.upload_roll(
        actor=keeper, name="qonsukend-2026.csv", content=content, since=date(2026, 1, 1)
    )
    actions.match_columns(actor=keeper, roll=roll, mapping=roll.mapping)
    actions.check_import(actor=keeper, roll=roll)
    actions.take_import(actor=keeper, roll=roll, on=on)
    on = date(2026, 7, 13)
    run = actions.preview_run(actor=world.actor("tural", on), year=2026, on=on)
    run = actions.approve_run(actor=world.actor("mahir", on), run=run, on=on)
    actions.issue_notices(actor=world.actor("tural", on), run=run, on=on)
    standing = 80_000
    for number, (day, part) in enumerate(PAID, 1):
        lines = []
        for p in Taxpayer.objects.filter(municipality=world.neighbour).order_by("pk"):
            half = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND, year=2026, due__lte=day.replace(day=28))  # fmt: skip
            amount = sum(half.filter(due__gte=day.replace(day=1)).values_list("amount", flat=True))
            if amount and chance.random() * 100 < part:
                lines.append((day, amount, p.name, f"Vergi {reference_of(p, 2026)}"))
        if lines:
            content, standing = statement(f"QB{number}", standing, lines, ACCOUNT)
            actions.take_statement(actor=world.actor("tural", day), content=content, name=f"qonsu-{day}.sta")
