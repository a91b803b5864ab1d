"""What the parts of the demonstration share: who acts on which day, and the cards made so far."""

from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from django.utils import timezone

from belediyye.alliance.relations.actions import contacts as people
from belediyye.alliance.relations.actions import stakeholders
from belediyye.alliance.relations.models import Contact, Post, Stakeholder
from belediyye.core.actors import Actor
from belediyye.core.cast import PASSWORD
from belediyye.core.models import Organisation, User
from belediyye.core.people import open_account

if TYPE_CHECKING:
    from belediyye.core.demo import World


@dataclass
class Stage:
    """The world with the alliance's coordinator in it."""

    world: "World"
    cards: dict[str, Stakeholder] = field(default_factory=dict)
    people: dict[str, Contact] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.world.today

    def kamran(self, on: date | None = None) -> Actor:
        """The coordinator on a day."""
        return self.world.actor("kamran", on)

    def card(self, key: str, name: str, kind: str, influence: int, interest: int, **more: str) -> Stakeholder:
        """An organisation with its card."""
        short = more.pop("short", "")
        organisation = Organisation(name=name, short_name=short, **more)
        row = Stakeholder(kind=kind, influence=influence, interest=interest)
        made = stakeholders.keep_stakeholder(actor=self.kamran(), organisation=organisation, card=row)
        self.cards[key] = made
        return made

    def person(
        self, key: str, surname: str, name: str, where: str, title: str, starts: date = date(2024, 9, 2)
    ) -> Contact:
        """A person with a post."""
        email = f"{key}@numune.example"
        row = people.keep_contact(
            actor=self.kamran(),
            contact=Contact(
                surname=surname, name=name, email=email, telephone=f"+994 12 555 01 {len(self.people):02d}"
            ),
        )
        post = Post(contact=row, organisation=self.cards[where].organisation, title=title, starts=starts)
        people.give_post(actor=self.kamran(), post=post)
        self.people[key] = row
        return row

    def account(
        self, username: str, surname: str, name: str, role: str, organisation: Organisation | None = None
    ) -> User:
        """An account of the house for someone of the alliance."""
        user = open_account(
            actor=self.world.maker, username=username, password=PASSWORD, surname=surname, name=name, role=role,
            organisation=organisation, starts=date(2024, 9, 2),
        )  # fmt: skip
        self.world.cast.users[username] = user
        return user


def at(day: date, hour: int, minute: int = 0) -> datetime:
    """A moment of a day in the house's time zone."""
    return datetime.combine(day, time(hour, minute), timezone.get_current_timezone())
