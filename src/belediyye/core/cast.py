"""The fixed cast of the tests and the demonstration. All of them are invented."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from belediyye.core.actors import Actor, actor_of, machine
from belediyye.core.models import Area, Membership, Municipality, Role, User
from belediyye.core.offices import keep_office
from belediyye.core.people import open_account
from belediyye.core.territory import Listed, import_municipalities, load_areas

if TYPE_CHECKING:
    from django.test import Client

PASSWORD = "nümunə-şifrə-2026"  # noqa: S105 — of invented people, shown on the first page
FIRST_DAY = date(2024, 1, 1)
# Invented: no such bank code is given to anybody, and the telephones begin with zeros.
OFFICES = (
    {"address": "Quba rayonu, Nümunəkənd qəsəbəsi, Nümunə küçəsi 1", "telephone": "+994 23 330 00 01", "email": "idare@numunekend.example",
     "head": "Sədr L. S. Nümunəli", "voen": "9900770091", "account": "AZ21NABZ00000000137010001944", "bank": "Nümunə Bankı, Quba filialı",
     "bank_code": "500000", "bic": "NABZAZ2X"},
    {"address": "Qusar rayonu, Qonşukənd, Sınaq küçəsi 1", "telephone": "+994 23 380 00 01", "email": "idare@qonsukend.example",
     "head": "Sədr M. Ö. Qonşuyev", "voen": "9900770111", "account": "AZ10NABZ00000000137010009999", "bank": "Nümunə Bankı, Qusar filialı",
     "bank_code": "500000", "bic": "NABZAZ2X"},
)  # fmt: skip

# username: surname, name, patronymic, role, where (0 = home town, 1 = the neighbour, None = the whole house)
PEOPLE = {
    "leyla": ("Nümunəli", "Leyla", "Sınaq qızı", Role.CHAIR, 0),
    "rauf": ("Sınaqov", "Rauf", "Nümunə oğlu", Role.ACCOUNTANT, 0),
    "aynur": ("Misalova", "Aynur", "Sınaq qızı", Role.CLERK, 0),
    "sevda": ("Örnəkli", "Sevda", "Misal qızı", Role.SECRETARY, 0),
    "elcin": ("Üzvlü", "Elçin", "Nümunə oğlu", Role.COUNCILLOR, 0),
    "nigar": ("Təcrübəli", "Nigar", "Örnək qızı", Role.RESIDENT, 0),
    "tural": ("Qonşuyev", "Tural", "Sınaq oğlu", Role.ACCOUNTANT, 1),
    "kamran": ("Əlaqəli", "Kamran", "Misal oğlu", Role.COORDINATOR, None),
    "zaur": ("Nəzarətli", "Zaur", "Örnək oğlu", Role.SUPERVISOR, None),
    "texnik": ("Qurucu", "Texnik", "Sınaq oğlu", Role.TECHNICIAN, None),
}


@dataclass(frozen=True)
class Cast:
    """The two municipalities and their people."""

    home: Municipality
    neighbour: Municipality
    users: dict[str, User]

    def actor(self, name: str, on: date = date(2026, 11, 22)) -> Actor:
        """The actor of one of the cast on a day."""
        return actor_of(self.users[name], on)

    def client(self, name: str | None = None) -> "Client":
        """A browser in which one of the cast (or nobody) is logged in."""
        from django.test import Client

        client = Client()
        if name:
            client.force_login(
                self.users[name], backend="allauth.account.auth_backends.AuthenticationBackend"
            )
        return client


def gather() -> Cast:
    """Brings the cast on, through the house's own actions."""
    maker = machine("demonstration")
    if not Area.objects.exists():
        load_areas(actor=maker)
    import_municipalities(
        actor=maker,
        on=FIRST_DAY,
        demonstration=True,
        rows=[
            Listed(
                "AZ-QBA",
                "Nümunəkənd",
                "qəsəbə",
                4_812,
                "Nümunəkənd qəsəbəsi\nYuxarı Nümunə kəndi\nSınaq kəndi",
            ),
            Listed("AZ-QUS", "Qonşukənd", "kənd", 2_140, "Qonşukənd kəndi"),
        ],
    )
    places = [Municipality.objects.get(name=name) for name in ("Nümunəkənd", "Qonşukənd")]
    for one, facts in zip(places, OFFICES, strict=True):
        keep_office(actor=maker, place=one, facts=facts)
    users = {}
    for username, (surname, name, patronymic, role, place) in PEOPLE.items():
        users[username] = open_account(
            actor=maker, username=username, password=PASSWORD, surname=surname, name=name, patronymic=patronymic,
            role=role, municipality=None if place is None else places[place], starts=FIRST_DAY,
        )  # fmt: skip
    return Cast(places[0], places[1], users)


def ready_accounts() -> list[dict[str, str]]:
    """The demonstration's accounts, for its first page and the command that starts it: the cast, then whom the rooms added.

    Who holds several roles is listed with the first.
    """
    held = Membership.objects.filter(person__user__isnull=False, ends__isnull=True).order_by(
        "person__user", "pk"
    )
    roles: dict[str, str] = {}
    for username, role in held.values_list("person__user__username", "role"):
        roles.setdefault(username, role)
    return [
        {"username": username, "role": str(Role(role).label), "password": PASSWORD}
        for username, role in roles.items()
    ]
