"""A session from its preparation to its signed minutes."""

from datetime import date, datetime

from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.administration.council import access, files, minutes, queries
from belediyye.administration.council.counting import is_quorate, quorum
from belediyye.administration.council.models import Attendance, Body, Item, Seat, Sitting
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.numbering import take_number
from belediyye.core.period import format_date as day
from belediyye.core.thread import tie

State = Sitting.State


def _must_be(sitting: Sitting, *states: str) -> None:
    if sitting.state not in states:
        raise Refused(
            _("This cannot be done now: the session is “%(state)s”.") % {"state": sitting.get_state_display()}
        )


def _save(sitting: Sitting, *fields: str) -> None:
    sitting.save(update_fields=list(fields))


@action("council.sitting.prepare", says=gettext_lazy("began to prepare a session"), allow=access.may_call)
def prepare_sitting(
    *, actor: Actor, body: Body, starts_at: datetime, place: str, kind: str = Sitting.Kind.ORDINARY,
    initiative: str = Sitting.Initiative.CHAIR, is_public: bool = True, repeats: Sitting | None = None,
) -> Sitting:  # fmt: skip
    """Writes a session into the calendar. The call comes later, with its agenda."""
    if body.kind == Body.Kind.APPARATUS:
        raise Refused(_("The executive apparatus holds no sessions."))
    made = Sitting(
        municipality=body.municipality, body=body, starts_at=starts_at, place=place, kind=kind,
        initiative=initiative, is_public=is_public, repeats=repeats,
    )  # fmt: skip
    on = queries.sitting_day(made)
    made.year, made.term = on.year, queries.term_on(body.municipality, on)
    made.save()
    if repeats:
        tie(made, repeats, relation="repeats")
    log(made, starts_at=starts_at, kind=kind, initiative=initiative)
    return made


@action(
    "council.sitting.move", says=gettext_lazy("changed the day or place of a session"), allow=access.may_call
)
def move_sitting(*, actor: Actor, sitting: Sitting, starts_at: datetime, place: str) -> None:
    """Changes day, hour or place while the session is not yet called; a called one is cancelled and called anew."""
    _must_be(sitting, State.PREPARED)
    log(sitting, before=sitting.starts_at, starts_at=starts_at, place=place)
    sitting.starts_at, sitting.place = starts_at, place
    on = queries.sitting_day(sitting)
    sitting.year, sitting.term = on.year, queries.term_on(sitting.municipality, on)
    _save(sitting, "starts_at", "place", "year", "term")


@action("council.sitting.call", says=gettext_lazy("called a session"), allow=access.may_call)
def call_sitting(*, actor: Actor, sitting: Sitting, on: date, late_because: str = "") -> None:
    """Calls the members: the agenda is fixed and public from here. A notice after its last day needs a reason."""
    _must_be(sitting, State.PREPARED)
    held = queries.sitting_day(sitting)
    if on > held:
        raise Refused(_("The session's day has passed; choose another day."))
    if not sitting.items.exists():
        raise Refused(_("Put at least one question on the agenda before you call the session."))
    due = queries.notice_due(held)
    if on > due.day and not late_because.strip():
        raise Refused(
            _("Members had to know by %(day)s. Choose a later day, or say why it cannot wait.")
            % {"day": day(due.day)}
        )
    sitting.number = take_number(
        owner=sitting.municipality_id, code=f"council.sitting.{sitting.body_id}", year=sitting.year
    )
    sitting.called_on, sitting.state, sitting.late_because = on, State.CALLED, late_because.strip()
    _save(sitting, "number", "called_on", "state", "late_because")
    log(sitting, on=on, notice_due=due.day, late_because=late_because)


@action("council.sitting.cancel", says=gettext_lazy("cancelled a session"), allow=access.may_call)
def cancel_sitting(*, actor: Actor, sitting: Sitting, because: str) -> None:
    """Takes a session back before it is opened; its number stays used, so that no gap appears."""
    _must_be(sitting, State.PREPARED, State.CALLED)
    sitting.state, sitting.why_not_held = State.CANCELLED, because
    _save(sitting, "state", "why_not_held")
    log(sitting, because=because)


@action("council.sitting.attend", says=gettext_lazy("marked who came"), allow=access.may_prepare)
def mark_attendance(*, actor: Actor, sitting: Sitting, marks: dict[int, str]) -> int:
    """Marks members (seat key → state). Returns how many voting members are in the room now."""
    _must_be(sitting, State.CALLED, State.OPEN)
    on = queries.sitting_day(sitting)
    seats = {seat.pk: seat for seat in queries.members_on(sitting.body, on)}
    unknown = set(marks) - set(seats)
    if unknown or set(marks.values()) - set(Attendance.State.values):
        raise Refused(_("Only the members of this body are marked, as present, excused, absent or gone."))
    for pk, state in marks.items():
        Attendance.objects.update_or_create(
            sitting=sitting, seat=seats[pk], defaults={"municipality": sitting.municipality, "state": state}
        )
    here = queries.present_count(sitting)
    log(sitting, present=here, marks={str(seats[pk]): state for pk, state in marks.items()})
    return here


@action("council.sitting.open", says=gettext_lazy("opened a session"), allow=access.may_prepare)
def open_sitting(*, actor: Actor, sitting: Sitting, at: datetime, presided_by: Seat) -> bool:
    """Opens the session if there is a quorum. Without one it is recorded as failed; returns whether it opened."""
    _must_be(sitting, State.CALLED)
    members = queries.voters_on(sitting.body, queries.sitting_day(sitting)).count()
    here = queries.present_count(sitting)
    sitting.members, sitting.present, sitting.presided_by = members, here, presided_by
    if not is_quorate(members, here):
        sitting.state, sitting.closed_at = State.FAILED, at
        sitting.why_not_held = _("%(here)s of %(members)s members came; %(needed)s were needed.") % {
            "here": here, "members": members, "needed": quorum(members),
        }  # fmt: skip
        _save(sitting, "members", "present", "presided_by", "state", "closed_at", "why_not_held")
        log(sitting, members=members, present=here, quorum=quorum(members), opened=False)
        return False
    sitting.state, sitting.opened_at = State.OPEN, at
    _save(sitting, "members", "present", "presided_by", "state", "opened_at")
    log(sitting, members=members, present=here, quorum=quorum(members), opened=True)
    return True


@action(
    "council.sitting.repeat",
    says=gettext_lazy("set a new day for a session that failed"),
    allow=access.may_call,
)
def repeat_sitting(*, actor: Actor, sitting: Sitting, starts_at: datetime) -> Sitting:
    """Prepares the session anew with the questions that were left, after it failed for lack of a quorum."""
    _must_be(sitting, State.FAILED, State.CANCELLED)
    if Sitting.objects.filter(repeats=sitting).exclude(state=State.CANCELLED).exists():
        raise Refused(_("This session has already been set anew."))
    made = prepare_sitting(
        actor=actor, body=sitting.body, starts_at=starts_at, place=sitting.place, kind=sitting.kind,
        initiative=sitting.initiative, is_public=sitting.is_public, repeats=sitting,
    )  # fmt: skip
    for place, item in enumerate(queries.items_of(sitting), 1):
        if item.state == Item.State.WAITING:
            _copy(item, made, place)
    log(made, repeats=str(sitting), starts_at=starts_at)
    return made


def _copy(item: Item, sitting: Sitting, place: int) -> Item:
    """The same question on a later agenda, with its draft and papers."""
    from belediyye.administration.council.models import Paper

    copy = Item.objects.create(
        municipality=sitting.municipality, sitting=sitting, place=place, title=item.title, matter=item.matter,
        reporter=item.reporter, prepared_by=item.prepared_by, proposal=item.proposal, is_public=item.is_public,
        again=item, touch=item.touch, touched=item.touched, effect_kind=item.effect_kind, effect_data=item.effect_data,
    )  # fmt: skip
    for paper in item.papers.filter(withdrawn=False):
        Paper.objects.create(
            municipality=sitting.municipality, sitting=sitting, item=copy, title=paper.title, file=paper.file,
            is_public=paper.is_public,
        )  # fmt: skip
    return copy


@action("council.item.bring_again", says=gettext_lazy("brought a question again"), allow=access.may_prepare)
def bring_again(*, actor: Actor, item: Item, sitting: Sitting) -> Item:
    """Puts a question that did not pass or was postponed on the agenda of a later session."""
    _must_be(sitting, State.PREPARED)
    if item.state not in (Item.State.REJECTED, Item.State.POSTPONED):
        raise Refused(_("Only a question that did not pass or was postponed is brought again."))
    if Item.objects.filter(again=item).exclude(sitting__state=State.CANCELLED).exists():
        raise Refused(_("This question has already been brought again."))
    last = sitting.items.aggregate(last=Max("place"))["last"] or 0
    made = _copy(item, sitting, last + 1)
    tie(made, item, relation="brought again")
    log(made, again=str(item.sitting))
    return made


@action("council.sitting.close", says=gettext_lazy("closed a session"), allow=access.may_prepare)
def close_sitting(*, actor: Actor, sitting: Sitting, at: datetime) -> None:
    """Ends the session. A running vote is closed first; a question not reached counts as postponed."""
    _must_be(sitting, State.OPEN)
    if queries.open_ballot(sitting):
        raise Refused(_("A vote is still running; close it first."))
    if sitting.opened_at and at < sitting.opened_at:
        raise Refused(_("A session cannot end before it began."))
    left = sitting.items.filter(state=Item.State.WAITING).update(state=Item.State.POSTPONED)
    sitting.state, sitting.closed_at = State.HELD, at
    _save(sitting, "state", "closed_at")
    log(sitting, at=at, postponed=left)


@action("council.minutes.sign", says=gettext_lazy("signed the minutes of a session"), allow=access.may_sign)
def sign_minutes(*, actor: Actor, sitting: Sitting, on: date) -> None:
    """Signs the minutes: the paper as it is now is kept for good, and nothing of the session changes after."""
    _must_be(sitting, State.HELD, State.FAILED)
    if sitting.signed_on:
        raise Refused(_("The minutes were signed on %(day)s.") % {"day": day(sitting.signed_on)})
    name = f"protokol-{sitting.year}-{sitting.number or sitting.pk}.pdf"
    sitting.signed_on, sitting.signed_by = on, actor.name
    document = minutes.minutes_pdf(sitting)
    sitting.minutes = files.keep(
        document, name=name, municipality=sitting.municipality, given_by=actor.user_id
    )
    _save(sitting, "minutes", "signed_on", "signed_by")
    log(sitting, on=on, digest=sitting.minutes.digest)
