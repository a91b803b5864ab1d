"""Votes: opened, given, counted. What passes becomes a numbered decision in the same transaction."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.administration.council import access, law, queries
from belediyye.administration.council.actions.decisions import pass_decision
from belediyye.administration.council.counting import BadCount, Count, is_quorate, outcome
from belediyye.administration.council.models import Attendance, Ballot, Decision, Item, Seat, Sitting, Vote
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log

FIELD = {Vote.Choice.FOR: "votes_for", Vote.Choice.AGAINST: "against", Vote.Choice.ABSTAINED: "abstained"}


@action("council.ballot.open", says=gettext_lazy("opened a vote"), allow=access.may_prepare)
def open_ballot(*, actor: Actor, item: Item, at: datetime, way: str = Ballot.Way.OPEN) -> Ballot:
    """Opens the vote on a question: members and those present are counted now, and the majority is fixed."""
    sitting = item.sitting
    if sitting.state != Sitting.State.OPEN:
        raise Refused(_("Votes are taken while the session lasts."))
    if item.state != Item.State.WAITING or queries.open_ballot(sitting):
        raise Refused(_("This question is settled, or another vote is still running."))
    if law.matters()[item.matter].decision and not item.proposal.strip():
        raise Refused(_("There are no words to vote on: write the draft decision first."))
    members = queries.voters_on(sitting.body, queries.sitting_day(sitting)).count()
    here = queries.present_count(sitting)
    if not is_quorate(members, here):
        raise Refused(
            _("There is no quorum any more: %(here)s of %(members)s are here.")
            % {"here": here, "members": members}
        )
    majority = law.majority_of(item.matter)
    made = Ballot.objects.create(
        municipality=item.municipality, item=item, round=item.ballots.count() + 1, way=way, majority=majority.code,
        members=members, present=here, needed=majority.needed(members if majority.of == "members" else here),
        opened_at=at,
    )  # fmt: skip
    log(made, way=way, majority=majority.code, members=members, present=here, needed=made.needed)
    return made


def _running(ballot: Ballot) -> Ballot:
    """The ballot, locked: two hands at once must both be counted."""
    fresh = Ballot.objects.select_for_update().get(pk=ballot.pk)
    if fresh.closed_at:
        raise Refused(_("This vote is closed."))
    return fresh


def _present(ballot: Ballot, seat: Seat) -> None:
    if not Attendance.objects.filter(
        sitting=ballot.item.sitting, seat=seat, state=Attendance.State.PRESENT, seat__votes=True
    ).exists():
        raise Refused(_("%(person)s is not marked as present with a vote.") % {"person": seat})


@action("council.ballot.vote", says=gettext_lazy("voted"), allow=access.may_vote)
def cast_vote(*, actor: Actor, ballot: Ballot, choice: str) -> None:
    """A member's own vote, once. In a secret vote neither the row nor the log says how."""
    running = _running(ballot)
    sitting = running.item.sitting
    seat = queries.seat_of(actor.person_id, sitting.body, queries.sitting_day(sitting))
    if seat is None or choice not in FIELD:
        raise Refused(_("Choose for, against or abstained."))
    _present(running, seat)
    _count(running, seat, choice)
    log(running, **({} if running.way == Ballot.Way.SECRET else {"choice": choice}))


def _count(ballot: Ballot, seat: Seat, choice: str) -> None:
    secret = ballot.way == Ballot.Way.SECRET
    _vote, made = Vote.objects.get_or_create(
        ballot=ballot,
        seat=seat,
        defaults={"municipality": ballot.municipality, "choice": "" if secret else choice},
    )
    if not made:
        raise Refused(_("%(person)s has already voted.") % {"person": seat})
    Ballot.objects.filter(pk=ballot.pk).update(**{FIELD[choice]: F(FIELD[choice]) + 1})


@action("council.ballot.record", says=gettext_lazy("recorded a show of hands"), allow=access.may_prepare)
def record_votes(*, actor: Actor, ballot: Ballot, choices: dict[int, str]) -> None:
    """Records an open vote name by name (seat key → for, against, abstained), as the secretary sees the hands."""
    running = _running(ballot)
    if running.way != Ballot.Way.OPEN:
        raise Refused(_("Of a secret vote only the counts are recorded."))
    seats = {
        s.pk: s
        for s in Seat.objects.filter(pk__in=choices, body=running.item.sitting.body).select_related("person")
    }
    if set(choices) - set(seats) or set(choices.values()) - set(FIELD):
        raise Refused(_("Choose for, against or abstained."))
    for pk, choice in choices.items():
        _present(running, seats[pk])
        _count(running, seats[pk], choice)
    log(running, votes={str(seats[pk]): choice for pk, choice in choices.items()})


@action(
    "council.ballot.count", says=gettext_lazy("recorded the count of a secret vote"), allow=access.may_prepare
)
def record_counts(
    *,
    actor: Actor,
    ballot: Ballot,
    voters: list[int],
    votes_for: int,
    against: int,
    abstained: int,
    invalid: int = 0,
) -> None:
    """Records a secret vote on paper: who took a slip, and only the sums of the slips."""
    running = _running(ballot)
    if running.way != Ballot.Way.SECRET or running.votes.exists():
        raise Refused(_("Counts are recorded once, and only of a secret vote."))
    try:
        outcome(
            Count(running.members, running.present, votes_for, against, abstained, invalid),
            law.majorities()[running.majority],
        )
    except BadCount as error:
        raise Refused(_("The counts do not fit: there cannot be more votes than people present.")) from error
    seats = list(Seat.objects.filter(pk__in=voters, body=running.item.sitting.body))
    if len(seats) != votes_for + against + abstained + invalid:
        raise Refused(_("As many members must be marked as slips were counted."))
    for seat in seats:
        _present(running, seat)
        Vote.objects.create(municipality=running.municipality, ballot=running, seat=seat)
    Ballot.objects.filter(pk=running.pk).update(
        votes_for=votes_for, against=against, abstained=abstained, invalid=invalid
    )
    log(running, voters=[str(seat) for seat in seats])


@action("council.ballot.close", says=gettext_lazy("closed a vote"), allow=access.may_prepare)
def close_ballot(*, actor: Actor, ballot: Ballot, at: datetime) -> Decision | None:
    """Counts. What passes becomes a decision with the next number; what does not can be brought again later."""
    running = _running(ballot)
    # One wrong press on an uncounted vote must not turn a question down.
    if not running.votes.exists():
        raise Refused(_("No vote is recorded yet: record the votes, then close the vote."))
    running.closed_at = at
    result = queries.ballot_outcome(running)
    running.passed = result.passed
    running.save(update_fields=["closed_at", "passed"])
    item = running.item
    item.state = Item.State.DECIDED if result.passed else Item.State.REJECTED
    item.save(update_fields=["state"])
    log(
        running, passed=result.passed, needed=result.needed, votes_for=running.votes_for, against=running.against,
        abstained=running.abstained, invalid=running.invalid,
    )  # fmt: skip
    if result.passed and law.matters()[item.matter].decision:
        return pass_decision(actor=actor, ballot=running, on=queries.sitting_day(item.sitting))
    return None
