"""Terms, bodies, posts, and people who take and leave their seats."""

from collections.abc import Mapping
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.administration.council import access, law, queries
from belediyye.administration.council.models import Body, Post, Seat, Term
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Municipality, Person
from belediyye.core.period import add_months
from belediyye.core.period import format_date as day
from belediyye.core.text import az_title


@action("council.term.open", says=gettext_lazy("opened a term of the council"), allow=access.may_prepare)
def open_term(
    *,
    actor: Actor,
    municipality: Municipality,
    number: int,
    starts: date,
    population: int,
    seats: int | None = None,
) -> Term:
    """Opens a convocation of five years. The seats come from the population; where the table is silent, give them."""
    by_law = law.seats_for(population, starts)
    if by_law is None and seats is None:
        raise Refused(
            _("The law's table says nothing for a population of %(n)s; give the number of seats.")
            % {"n": population}
        )
    if by_law is not None and seats not in (None, by_law):
        raise Refused(
            _("For a population of %(n)s the law gives %(seats)s seats.") % {"n": population, "seats": by_law}
        )
    ends = add_months(starts, 12 * law.term_years()) - timedelta(days=1)
    other = Term.objects.filter(municipality=municipality, starts__lte=ends, ends__gte=starts).first()
    if other:
        raise Refused(_("Term %(term)s already covers these days; end it first.") % {"term": other})
    if Term.objects.filter(municipality=municipality, number=number).exists():
        raise Refused(_("There already is a convocation %(n)s.") % {"n": number})
    made = Term.objects.create(
        municipality=municipality, number=number, starts=starts, ends=ends, population=population,
        seats=by_law or seats, source=law.source("election_210")["az"],
    )  # fmt: skip
    log(made, seats=made.seats, population=population, starts=starts, ends=ends)
    return made


@action("council.body.found", says=gettext_lazy("founded a body"), allow=access.may_prepare)
def found_body(
    *, actor: Actor, municipality: Municipality, kind: str, name: str, starts: date,
    purpose: str = "", territory: str = "", basis: str = "",
) -> Body:  # fmt: skip
    """Founds a body. A municipality has one council at a time."""
    if kind == Body.Kind.COUNCIL and queries.council_of(municipality):
        raise Refused(_("The municipality already has a council."))
    made = Body.objects.create(
        municipality=municipality,
        kind=kind,
        name=name,
        starts=starts,
        purpose=purpose,
        territory=territory,
        basis=basis,
    )
    log(made, kind=kind, starts=starts, basis=basis)
    return made


@action("council.body.change", says=gettext_lazy("changed a body"), allow=access.may_prepare)
def change_body(
    *, actor: Actor, body: Body, name: str, purpose: str = "", territory: str = "", basis: str = "",
    duties: Mapping[int, str] | None = None, starts: date | None = None,
) -> int:  # fmt: skip
    """Changes a body's name and words and, from a day, who in it has which duty (seat key → duty). Returns the duties changed.

    A changed duty ends the old seat the day before and opens a new one, so that every past day stays as it was."""
    before = {field: getattr(body, field) for field in ("name", "purpose", "territory", "basis")}
    body.name, body.purpose, body.territory, body.basis = name, purpose, territory, basis
    body.save()
    seats = Seat.objects.filter(body=body, ends__isnull=True, pk__in=duties or {}).select_related("person")
    moved = [seat for seat in seats if (duties or {})[seat.pk] != seat.duty]
    if moved and starts is None:
        raise Refused(_("Say from which day the duties change."))
    for seat in moved:
        assert starts is not None
        leave_seat(actor=actor, seat=seat, ends=starts - timedelta(days=1), because=_("another duty"))
    for seat in moved:
        assert starts is not None
        take_seat(
            actor=actor, body=body, duty=(duties or {})[seat.pk], starts=starts, person=seat.person, post=seat.post, basis=basis
        )  # fmt: skip
    log(body, before=before, duties={str(seat): (duties or {})[seat.pk] for seat in moved}, starts=starts)
    return len(moved)


@action("council.body.close", says=gettext_lazy("closed a body"), allow=access.may_prepare)
def close_body(*, actor: Actor, body: Body, ends: date) -> None:
    """Closes a body with the end of a day; its seats end with it."""
    if ends < body.starts:
        raise Refused(_("A body cannot end before it was founded (%(day)s).") % {"day": day(body.starts)})
    body.ends = ends
    body.save(update_fields=["ends"])
    ended = 0
    for seat in Seat.objects.filter(body=body, ends__isnull=True, starts__lte=ends):
        seat.ends, seat.ended_because = ends, _("the body was closed")
        seat.save(update_fields=["ends", "ended_because"])
        ended += 1
    log(body, ends=ends, seats=ended)


@action("council.post.make", says=gettext_lazy("made a post of the apparatus"), allow=access.may_prepare)
def make_post(
    *, actor: Actor, body: Body, title: str, units: int = 100, starts: date, duties: str = "", basis: str = ""
) -> Post:
    """Adds a post to the apparatus; `units` in hundredths, 100 = one full post."""
    if body.kind != Body.Kind.APPARATUS:
        raise Refused(_("Only the executive apparatus has posts."))
    if units < 1:
        raise Refused(_("A post has a part of a unit at least."))
    made = Post.objects.create(
        municipality=body.municipality,
        body=body,
        title=title,
        units=units,
        duties=duties,
        starts=starts,
        basis=basis,
    )
    log(made, units=units, starts=starts, basis=basis)
    return made


@action("council.post.end", says=gettext_lazy("ended a post of the apparatus"), allow=access.may_prepare)
def end_post(*, actor: Actor, post: Post, ends: date) -> None:
    """Ends a post; whoever still holds it must have left first."""
    if Seat.objects.filter(post=post, ends__isnull=True).exists():
        raise Refused(_("Someone still holds this post; end that first."))
    post.ends = ends
    post.save(update_fields=["ends"])
    log(post, ends=ends)


@action("council.seat.take", says=gettext_lazy("gave a seat in a body"), allow=access.may_prepare)
def take_seat(
    *, actor: Actor, body: Body, duty: str, starts: date, person: Person | None = None, surname: str = "",
    name: str = "", patronymic: str = "", post: Post | None = None, basis: str = "",
) -> Seat:  # fmt: skip
    """Puts a person, known or new, into a body from a day. A council has no more voting members than seats."""
    if person is None:
        person = Person.objects.create(
            surname=az_title(surname), name=az_title(name), patronymic=az_title(patronymic)
        )
    if Seat.objects.filter(body=body, person=person, ends__isnull=True).exists():
        raise Refused(_("%(person)s already sits in this body.") % {"person": person})
    votes = body.kind != Body.Kind.APPARATUS and duty not in (Seat.Duty.SECRETARY, Seat.Duty.STAFF)
    term = queries.term_on(body.municipality, starts) if body.kind == Body.Kind.COUNCIL else None
    if votes and body.kind == Body.Kind.COUNCIL:
        if term is None:
            raise Refused(_("No term of the council covers %(day)s; open it first.") % {"day": day(starts)})
        if queries.voters_on(body, starts).count() >= term.seats:
            raise Refused(_("All %(n)s seats of the council are taken.") % {"n": term.seats})
    if duty == Seat.Duty.CHAIR and queries.members_on(body, starts).filter(duty=Seat.Duty.CHAIR).exists():
        raise Refused(_("This body already has a chair on that day."))
    made = Seat.objects.create(
        municipality=body.municipality, body=body, person=person, duty=duty, post=post, term=term,
        votes=votes, starts=starts, basis=basis,
    )  # fmt: skip
    log(made, body=str(body), duty=duty, starts=starts, basis=basis)
    return made


@action("council.seat.leave", says=gettext_lazy("ended a seat in a body"), allow=access.may_prepare)
def leave_seat(*, actor: Actor, seat: Seat, ends: date, because: str) -> None:
    """Ends a seat with the close of a day; that it was held stays in the record."""
    if ends < seat.starts:
        raise Refused(_("A seat cannot end before it began (%(day)s).") % {"day": day(seat.starts)})
    if seat.ends is not None:
        raise Refused(_("This seat ended on %(day)s.") % {"day": day(seat.ends)})
    seat.ends, seat.ended_because = ends, because
    seat.save(update_fields=["ends", "ended_because"])
    log(seat, ends=ends, because=because)
