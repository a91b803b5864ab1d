"""The demonstration's bodies: who was elected, who works where. All of them are plainly invented."""

from datetime import date

from belediyye.administration.council import actions, queries
from belediyye.administration.council.models import Body, Holding, Power, Seat
from belediyye.core.demo import World

ELECTED = date(2025, 1, 29)
FOUNDED = date(2025, 2, 5)
BASIS = "Bələdiyyə seçkiləri, 29.01.2025"

MEMBERS = (
    ("Misallı", "Akif", "Nümunə oğlu"), ("Örnəkzadə", "Gülnar", "Sınaq qızı"), ("Təsəvvürlü", "Vüqar", "Misal oğlu"),
    ("Nümunəzadə", "İlhamə", "Örnək qızı"), ("Sınaqlı", "Şahin", "Sınaq oğlu"), ("Misalzadə", "Əsgər", "Nümunə oğlu"),
    ("Örnəkov", "Səbinə", "Misal qızı"),
)  # fmt: skip
COMMISSIONS = (
    (
        "Büdcə və vergi komissiyası",
        "Büdcə layihəsini, vergi və ödəniş məsələlərini hazırlayır, icrasına nəzarət edir.",
    ),
    (
        "Torpaq və ekologiya komissiyası",
        "Bələdiyyə torpaqları, abadlıq və ekoloji proqramlar üzrə təklif verir.",
    ),
    ("Sosial məsələlər komissiyası", "Sosial proqramları və məhəllə komitələri ilə işi hazırlayır."),
)
POSTS = (
    ("Katib-kargüzar", 100),
    ("Mühasib", 100),
    ("Vergi üzrə mütəxəssis", 100),
    ("Torpaq üzrə mütəxəssis", 50),
)
STAFF = (("Vergi üzrə mütəxəssis", "Kargüzarlı", "Tural", "Misal oğlu"),)
COMMITTEE = (
    ("Məhəlləli", "Ruhiyyə", "Sınaq qızı"),
    ("Məhəllə", "Namiq", "Örnək oğlu"),
    ("Qonşulu", "Tamilla", "Misal qızı"),
)


def gather_council(world: World) -> Body:
    """The council of nine with its term. Chair and councillor with accounts are of the cast."""
    who, home = world.maker, world.home
    actions.open_term(
        actor=who, municipality=home, number=6, starts=ELECTED, population=home.population or 4812
    )
    council = actions.found_body(
        actor=who, municipality=home, kind=Body.Kind.COUNCIL, name="Nümunəkənd bələdiyyəsi", starts=ELECTED,
        purpose="Bələdiyyənin nümayəndəli orqanı.", basis=BASIS,
    )  # fmt: skip
    for name, duty in (("leyla", Seat.Duty.CHAIR), ("elcin", Seat.Duty.DEPUTY)):
        actions.take_seat(
            actor=who,
            body=council,
            duty=duty,
            starts=ELECTED,
            person=world.cast.users[name].person,
            basis=BASIS,
        )
    for surname, name, patronymic in MEMBERS:
        actions.take_seat(
            actor=who, body=council, duty=Seat.Duty.MEMBER, starts=ELECTED, surname=surname, name=name,
            patronymic=patronymic, basis=BASIS,
        )  # fmt: skip
    actions.take_seat(
        actor=who, body=council, duty=Seat.Duty.SECRETARY, starts=ELECTED, person=world.cast.users["sevda"].person,
        basis="Sədrin sərəncamı",
    )  # fmt: skip
    return council


def gather_others(world: World, council: Body) -> list[Body]:
    """Commissions, the apparatus with its posts, a neighbourhood committee. Gives the commissions."""
    who, home = world.maker, world.home
    seats = list(queries.voters_on(council, FOUNDED))
    commissions = []
    for place, (name, purpose) in enumerate(COMMISSIONS):
        body = actions.found_body(
            actor=who, municipality=home, kind=Body.Kind.COMMISSION, name=name, purpose=purpose, starts=FOUNDED,
            basis="Qərar № 3/2025",
        )  # fmt: skip
        for i in range(3):
            seat = seats[(2 + place * 2 + i) % len(seats)]
            duty = Seat.Duty.CHAIR if i == 0 else Seat.Duty.MEMBER
            actions.take_seat(
                actor=who, body=body, duty=duty, starts=FOUNDED, person=seat.person, basis="Qərar № 3/2025"
            )
        commissions.append(body)
    _apparatus(world)
    committee = actions.found_body(
        actor=who, municipality=home, kind=Body.Kind.NEIGHBOURHOOD, name="Yuxarı məhəllə komitəsi",
        territory="Bulaq, Bağ və Məktəb küçələri", starts=date(2025, 5, 15), basis="Sakinlərin yığıncağı",
    )  # fmt: skip
    for place, (surname, name, patronymic) in enumerate(COMMITTEE):
        duty = Seat.Duty.CHAIR if place == 0 else Seat.Duty.MEMBER
        actions.take_seat(
            actor=who,
            body=committee,
            duty=duty,
            starts=date(2025, 5, 15),
            surname=surname,
            name=name,
            patronymic=patronymic,
        )
    return commissions


def _apparatus(world: World) -> None:
    who = world.maker
    body = actions.found_body(
        actor=who, municipality=world.home, kind=Body.Kind.APPARATUS, name="İcra aparatı", starts=FOUNDED,
        purpose="Qərarları icra edir, sənədləri və uçotu aparır.", basis="Qərar № 5/2025",
    )  # fmt: skip
    posts = {
        title: actions.make_post(actor=who, body=body, title=title, units=units, starts=FOUNDED)
        for title, units in POSTS
    }
    known = {"Katib-kargüzar": "sevda", "Mühasib": "rauf"}
    for title, name in known.items():
        actions.take_seat(
            actor=who,
            body=body,
            duty=Seat.Duty.STAFF,
            starts=FOUNDED,
            person=world.cast.users[name].person,
            post=posts[title],
        )
    for title, surname, name, patronymic in STAFF:
        actions.take_seat(
            actor=who, body=body, duty=Seat.Duty.STAFF, starts=FOUNDED, surname=surname, name=name,
            patronymic=patronymic, post=posts[title],
        )  # fmt: skip


def share_powers(world: World, commissions: list[Body]) -> None:
    """The functions of the law, one of them funded, one given to a named commission."""
    who = world.maker
    actions.seed_powers(actor=who, municipality=world.home, on=FOUNDED)
    powers = {p.code: p for p in Power.objects.filter(municipality=world.home)}
    actions.fund_power(
        actor=who,
        power=powers["subvention"],
        money=450_000,
        money_source="Dövlət büdcəsindən subvensiya, 2027",
    )
    for code in ("budget_report", "tax_debts"):
        actions.assign(
            actor=who, power=powers[code], act=Holding.Act.CONTROLS, holder=Holding.Holder.COMMISSION, body=commissions[0],
            on=date(2026, 4, 16), basis="Qərar",
        )  # fmt: skip
