"""A council of nine with its secretary, ready to meet."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from django_scopes import scope

from belediyye.administration.council import actions, queries
from belediyye.administration.council.models import Ballot, Body, Decision, Item, Seat, Sitting
from belediyye.core.actors import Actor, machine
from belediyye.core.cast import Cast

ELECTED = date(2025, 1, 29)


def at(on: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour)))


@dataclass
class Council:
    """The home council and what a test does with it again and again."""

    cast: Cast
    body: Body
    seats: list[Seat]
    maker: Actor

    def sitting(self, on: date = date(2026, 9, 17), **item: object) -> Sitting:
        """A session that has been called with one question."""
        made = actions.prepare_sitting(actor=self.maker, body=self.body, starts_at=at(on), place="Zal")
        actions.add_item(
            actor=self.maker,
            sitting=made,
            **({"title": "Sual", "matter": "other", "proposal": "Mətn"} | item),
        )
        actions.call_sitting(actor=self.maker, sitting=made, on=on - timedelta(days=6))
        return made

    def gather(self, sitting: Sitting, here: int) -> bool:
        marks = {s.pk: "present" if i < here else "absent" for i, s in enumerate(self.seats)}
        actions.mark_attendance(actor=self.maker, sitting=sitting, marks=marks)
        return actions.open_sitting(
            actor=self.maker, sitting=sitting, at=sitting.starts_at, presided_by=self.seats[0]
        )

    def vote(self, item: Item, yes: int, no: int = 0, silent: int = 0) -> Decision | None:
        ballot = actions.open_ballot(actor=self.maker, item=item, at=item.sitting.starts_at)
        words = ["for"] * yes + ["against"] * no + ["abstained"] * silent
        actions.record_votes(
            actor=self.maker,
            ballot=ballot,
            choices={s.pk: w for s, w in zip(self.seats, words, strict=False)},
        )
        return actions.close_ballot(actor=self.maker, ballot=ballot, at=item.sitting.starts_at)

    def decide(self, on: date = date(2026, 9, 17), yes: int = 9, **item: object) -> Decision | None:
        """A whole session for one question, to its vote."""
        sitting = self.sitting(on, **item)
        assert self.gather(sitting, 9)
        made = self.vote(sitting.items.get(), yes, 9 - yes)
        actions.close_sitting(actor=self.maker, sitting=sitting, at=at(on, 12))
        return made

    def secret(self, sitting: Sitting) -> Ballot:
        return actions.open_ballot(
            actor=self.maker, item=sitting.items.get(), at=sitting.starts_at, way="secret"
        )


def found(cast: Cast) -> Council:
    """The council of the home town: Leyla in the chair, Elçin beside her, seven more."""
    maker = machine("test", cast.home)
    actions.open_term(actor=maker, municipality=cast.home, number=6, starts=ELECTED, population=4812)
    body = actions.found_body(
        actor=maker, municipality=cast.home, kind="council", name="Nümunəkənd bələdiyyəsi", starts=ELECTED
    )
    for name, duty in (("leyla", "chair"), ("elcin", "deputy")):
        actions.take_seat(actor=maker, body=body, duty=duty, starts=ELECTED, person=cast.users[name].person)
    for i in range(7):
        actions.take_seat(
            actor=maker, body=body, duty="member", starts=ELECTED, surname=f"Üzv{chr(97 + i)}", name="Sınaq"
        )
    return Council(cast, body, list(queries.voters_on(body, date(2026, 9, 17))), maker)


@pytest.fixture
def council(cast: Cast):
    with scope(municipality=cast.home):
        yield found(cast)
