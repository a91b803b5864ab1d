"""A small town for the tests of money: payers assessed in time, statements that add up."""

from datetime import date

from django.db.models import Sum

from belediyye.core.actors import Actor, machine
from belediyye.core.models import Area, Municipality
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import BankStatement, Entry, Taxpayer


class Town:
    """A municipality without accounts of people: its machine acts; lighter than the whole cast."""

    def __init__(self) -> None:
        area = Area.objects.create(
            code="AZ-QBA",
            name="Quba",
            name_en="Quba",
            kind="rayon",
            centre_class="city_or_rayon_centre",
            village_class="village",
        )
        self.home, self.neighbour = (
            Municipality.objects.create(
                area=area, name=n, code=c, place_class="village", account="AZ21NABZ00000000137010001944"
            )
            for n, c in (("Nümunəkənd", "numune"), ("Qonşukənd", "qonsu"))
        )

    def actor(self, name: str) -> Actor:
        return machine(name, self.home)


def payer(
    cast: Town,
    name: str = "Sınaqov Nümunə Misal oğlu",
    area: int = 13_000,
    years: tuple[int, ...] = (2025,),
    **facts: object,
) -> Taxpayer:
    """A payer with one house, assessed in time for each year: 10 AZN a year in two halves for 130 m²."""
    p = actions.register_payer(actor=cast.actor("aynur"), facts={"name": name, **facts}, on=date(2024, 1, 1))
    actions.register_object(
        actor=cast.actor("aynur"), kind="building", details={"settlement": "Nümunəkənd", "street": "Sınaq küçəsi", "house": "1"},
        facts={"use": "dwelling", "place_class": "village", "area_dm2": area}, holders=[(p, 1, 1)], on=date(2024, 1, 1),
    )  # fmt: skip
    for year in years:
        assess(cast, year)
    return p


def assess(cast: Town, year: int) -> None:
    run = actions.preview_run(actor=cast.actor("rauf"), year=year, on=date(year, 7, 20))
    actions.approve_run(actor=cast.actor("leyla"), run=run, on=date(year, 7, 20))


def statement(*lines: tuple[date, str, str, str], start: str = "100,00", number: str = "1") -> bytes:
    """An MT940 statement that adds up: (day, signed amount, name, text)."""
    total = round(float(start.replace(",", ".")) * 100) + sum(
        round(float(a.replace(",", ".")) * 100) for _d, a, _n, _t in lines
    )
    body = "".join(
        f":61:{d:%y%m%d}{d:%m%d}{'C' if not a.startswith('-') else 'D'}{a.lstrip('-')}NTRFNONREF\n:86:000?20{t[:500]}?32{n}\n"
        for d, a, n, t in lines
    )
    return f":20:X\n:25:AZ21NABZ00000000137010001944\n:28C:{number}\n:60F:C260101AZN{start}\n{body}:62F:C260101AZN{total // 100},{total % 100:02d}\n-\n".encode()


def take(cast: Town, *lines: tuple[date, str, str, str], number: str = "1") -> list[BankStatement]:
    return actions.take_statement(
        actor=cast.actor("rauf"), content=statement(*lines, number=number), name=f"{number}.sta"
    )


def typed(code: str) -> str:
    """A code as people type it from paper: small letters, in groups."""
    return f" {code[:4].lower()} {code[4:6].lower()}-{code[6:]} "


def balance(p: Taxpayer, on: date | None = None) -> int:
    rows = Entry.objects.filter(taxpayer=p)
    return (rows.filter(day__lte=on) if on else rows).aggregate(s=Sum("amount"))["s"] or 0
