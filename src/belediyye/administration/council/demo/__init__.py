"""This room's share of the demonstration: a town council's two years, made only through the room's own actions."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from belediyye.administration.council import actions, queries
from belediyye.administration.council.demo.agenda import MEETINGS, PARKING, Meeting, Question
from belediyye.administration.council.demo.people import gather_council, gather_others, share_powers
from belediyye.administration.council.models import (
    Attendance,
    Ballot,
    Body,
    Decision,
    Dispatch,
    Item,
    Seat,
    Sitting,
)
from belediyye.core.demo import World

HALL = "Nümunəkənd bələdiyyəsi, iclas zalı"
NEWCOMER = ("Yenizadə", "Orxan", "Sınaq oğlu")


def build(world: World) -> None:
    """Bodies, powers, sessions and decisions of Nümunəkənd. `world.rooms["council"]` has `council` and `commissions`."""
    council = gather_council(world)
    commissions = gather_others(world, council)
    share_powers(world, commissions)
    failed: Sitting | None = None
    for meeting in MEETINGS:
        if meeting.on == date(2026, 2, 19):
            _replace_member(world, council)
        failed = _hold(world, council, meeting, failed)
    _look_ahead(world, council, commissions)
    world.rooms["council"] = {"council": council, "commissions": commissions}


def _at(on: date, hour: int = 10, minute: int = 0) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(hour, minute)))


def _replace_member(world: World, council: Body) -> None:
    """A member moved away; the next on the list took the seat."""
    gone = queries.voters_on(council, date(2026, 1, 31)).filter(person__surname="Misalzadə").get()
    actions.leave_seat(
        actor=world.maker, seat=gone, ends=date(2026, 1, 31), because="Daimi yaşamaq üçün başqa yerə köçüb"
    )
    surname, name, patronymic = NEWCOMER
    actions.take_seat(
        actor=world.maker, body=council, duty=Seat.Duty.MEMBER, starts=date(2026, 2, 1), surname=surname, name=name,
        patronymic=patronymic, basis="Növbəti namizəd",
    )  # fmt: skip


def _hold(world: World, council: Body, meeting: Meeting, failed: Sitting | None) -> Sitting | None:
    """One session from call to signed minutes; gives it back if it failed, so that the next repeats it."""
    secretary = world.maker
    if failed and not meeting.questions:
        sitting = actions.repeat_sitting(actor=secretary, sitting=failed, starts_at=_at(meeting.on))
    else:
        sitting = actions.prepare_sitting(
            actor=secretary, body=council, starts_at=_at(meeting.on), place=HALL, kind=meeting.kind
        )
        for question in meeting.questions:
            _put(world, sitting, question)
    late = meeting.late or ("Yetərsay olmadığı üçün təkrar çağırılır." if failed else "")
    actions.call_sitting(
        actor=secretary, sitting=sitting, on=meeting.on - timedelta(days=3 if late else 8), late_because=late
    )
    seats = list(queries.voters_on(council, meeting.on))
    # Those who stay away change from month to month; the chair is always there.
    shift = meeting.on.month % (len(seats) - 1)
    order = [seats[0], *seats[1:][shift:], *seats[1:][:shift]]
    here = order[: meeting.present]
    marks = {s.pk: Attendance.State.PRESENT if s in here else Attendance.State.EXCUSED for s in seats}
    actions.mark_attendance(actor=secretary, sitting=sitting, marks=marks)
    if not actions.open_sitting(
        actor=secretary, sitting=sitting, at=_at(meeting.on, 10, 5), presided_by=seats[0]
    ):
        actions.sign_minutes(actor=world.actor("leyla"), sitting=sitting, on=meeting.on + timedelta(days=1))
        return sitting
    asked = meeting.questions or MEETINGS[MEETINGS.index(meeting) - 1].questions
    for number, (item, question) in enumerate(zip(queries.items_of(sitting), asked, strict=True)):
        _decide(world, item, question, here, _at(meeting.on, 10, 15 + number * 12))
    actions.close_sitting(actor=secretary, sitting=sitting, at=_at(meeting.on, 11, 10))
    if meeting is not MEETINGS[-1]:
        actions.sign_minutes(actor=world.actor("leyla"), sitting=sitting, on=meeting.on + timedelta(days=4))
    for decision in sitting.decisions.order_by("number"):
        _follow_up(world, decision, last=meeting is MEETINGS[-1])
    return None


def _put(world: World, sitting: Sitting, question: Question) -> None:
    kind, title = question.touch
    touched = Decision.objects.filter(municipality=world.home, title=title).first() if kind else None
    before = Item.objects.filter(
        municipality=world.home, title=question.title, state=Item.State.REJECTED, brought_again__isnull=True
    ).first()
    if before:
        actions.bring_again(actor=world.maker, item=before, sitting=sitting)
        return
    item = actions.add_item(
        actor=world.maker, sitting=sitting, title=question.title, matter=question.matter, proposal=question.text,
        reporter=question.reporter, touch=kind, touched=touched, effect_kind=question.effect, effect_data=dict(question.data),
    )  # fmt: skip
    note = f"İzahat\n\n{question.title}\n\n{question.text}\n".encode()
    actions.add_paper(
        actor=world.maker,
        sitting=sitting,
        item=item,
        title="İzahat vərəqəsi",
        content=note,
        name="izahat.txt",
    )


def _decide(world: World, item: Item, question: Question, here: list[Seat], at: datetime) -> None:
    who = world.maker
    if question.said:
        actions.record_discussion(actor=who, item=item, discussion=question.said)
    way = Ballot.Way.SECRET if question.secret else Ballot.Way.OPEN
    ballot = actions.open_ballot(actor=who, item=item, at=at, way=way)
    yes, no, silent = question.votes
    if question.secret:
        actions.record_counts(
            actor=who,
            ballot=ballot,
            voters=[s.pk for s in here[: yes + no + silent]],
            votes_for=yes,
            against=no,
            abstained=silent,
        )
    else:
        words = ["for"] * yes + ["against"] * no + ["abstained"] * silent
        # Who is against changes too: the last ones of this day's order.
        actions.record_votes(
            actor=who, ballot=ballot, choices={s.pk: word for s, word in zip(here, words, strict=False)}
        )
    actions.close_ballot(actor=who, ballot=ballot, at=at + timedelta(minutes=8))


def _follow_up(world: World, decision: Decision, *, last: bool) -> None:
    """Signed, published, sent, answered; the newest ones still wait for some of it."""
    on = decision.adopted_on
    if last and decision.title.startswith("Bələdiyyə torpağının"):
        return
    actions.sign_decision(actor=world.actor("leyla"), decision=decision, on=on + timedelta(days=1))
    if last:
        return
    actions.publish_decision(actor=world.maker, decision=decision, on=on + timedelta(days=1))
    due = queries.supervision_due(on).act_by
    sent = due + timedelta(days=2) if decision.title == PARKING else min(due, on + timedelta(days=1))
    actions.send_decision(
        actor=world.maker, decision=decision, on=sent, reference=f"NZ-{decision.year}-{decision.number:04d}"
    )
    if on < date(2026, 10, 1):
        advice = decision.title == PARKING
        actions.record_answer(
            actor=world.maker, decision=decision, on=sent + timedelta(days=9),
            answer=Dispatch.Answer.ADVICE if advice else Dispatch.Answer.CLEAN,
            text="Ödənişin hesablanma əsası qərarda göstərilsin." if advice else "",
        )  # fmt: skip


def _look_ahead(world: World, council: Body, commissions: list[Body]) -> None:
    """December's session in preparation, and a commission that meets this week."""
    december = actions.prepare_sitting(
        actor=world.maker, body=council, starts_at=_at(date(2026, 12, 10)), place=HALL
    )
    actions.add_item(
        actor=world.maker, sitting=december, title="2027-ci il üçün yerli büdcə", matter="budget", reporter="Sədr",
        prepared_by=commissions[0], proposal="2027-ci il üçün yerli büdcə əlavəyə uyğun təsdiq edilsin.",
        effect_kind="budget.adopt", effect_data={"year": 2027},
    )  # fmt: skip
    actions.add_item(
        actor=world.maker, sitting=december, title="2027-ci ilin iş planı", matter="other", reporter="Katib"
    )
    near = actions.prepare_sitting(
        actor=world.maker, body=commissions[0], starts_at=_at(date(2026, 11, 27), 15), place=HALL
    )
    actions.add_item(
        actor=world.maker, sitting=near, title="2027-ci il büdcə layihəsinə rəy", matter="other",
        proposal="Layihə bələdiyyənin iclasına tövsiyə edilsin.",
    )  # fmt: skip
    actions.call_sitting(actor=world.maker, sitting=near, on=date(2026, 11, 20))
