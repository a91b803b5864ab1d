"""This room's share of the demonstration: a town council's two years, made only through the room's own actions.

What the council decides about rates, budgets and debts is prepared in rooms above it. So the sessions are held as those
rooms get ready: `world.rooms["council"]["assembly"].will(question, data)` tells what a question shall do elsewhere,
`.until(day)` holds every session up to a day; the topmost room calls `.finish()`.
"""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from belediyye.administration.council import actions, queries
from belediyye.administration.council.demo.agenda import (
    BEFORE_MONEY,
    KEYS,
    MEETINGS,
    NEXT_AMENDMENT,
    NEXT_BUDGET,
    PARKING,
    Meeting,
    Question,
)
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
    """Bodies, powers and the first sessions of Nümunəkənd; `world.rooms["council"]` has `council`, `commissions`, `assembly`."""
    council = gather_council(world)
    commissions = gather_others(world, council)
    share_powers(world, commissions)
    assembly = Assembly(world, council, commissions)
    assembly.until(BEFORE_MONEY)
    world.rooms["council"] = {"council": council, "commissions": commissions, "assembly": assembly}


class Assembly:
    """The council through its two years, session after session, as the rooms above it get ready."""

    def __init__(self, world: World, council: Body, commissions: list[Body]) -> None:
        self.world, self.council, self.commissions = world, council, commissions
        self.effects: dict[str, dict[str, Any]] = {}
        self._held = 0
        self._failed: Sitting | None = None

    def will(self, question: str, data: dict[str, Any]) -> None:
        """What a question (a short word of `agenda.KEYS`) shall do elsewhere when it passes."""
        self.effects[KEYS[question]] = data

    def until(self, day: date) -> None:
        """Holds every session up to and including a day that was not held yet."""
        while self._held < len(MEETINGS) and MEETINGS[self._held].on <= day:
            meeting = MEETINGS[self._held]
            if meeting.on == date(2026, 2, 19):
                _replace_member(self.world, self.council)
            self._failed = _hold(self.world, self.council, meeting, self._failed, self.effects)
            self._held += 1

    def number(self, question: str) -> str:
        """Number and year of the decision on a question (a short word). Raises Decision.DoesNotExist."""
        found = Decision.objects.filter(municipality=self.world.home, title=KEYS[question]).latest("pk")
        return f"{found.number}/{found.year}"

    def finish(self) -> None:
        """Holds what is left, and prepares what lies ahead."""
        self.until(self.world.today)
        _look_ahead(self.world, self.council, self.commissions, self.effects)


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


def _hold(
    world: World, council: Body, meeting: Meeting, failed: Sitting | None, effects: dict[str, dict[str, Any]]
) -> Sitting | None:
    """One session from call to signed minutes; gives it back if it failed, so that the next repeats it."""
    secretary = world.maker
    if failed and not meeting.questions:
        sitting = actions.repeat_sitting(actor=secretary, sitting=failed, starts_at=_at(meeting.on))
    else:
        sitting = actions.prepare_sitting(
            actor=secretary, body=council, starts_at=_at(meeting.on), place=HALL, kind=meeting.kind
        )
        for question in meeting.questions:
            _put(world, sitting, question, effects)
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


def _put(world: World, sitting: Sitting, question: Question, effects: dict[str, dict[str, Any]]) -> None:
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
        reporter=question.reporter, touch=kind, touched=touched, effect_kind=question.effect, effect_data=effects[question.title] if question.effect else {},
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


def _look_ahead(
    world: World, council: Body, commissions: list[Body], effects: dict[str, dict[str, Any]]
) -> None:
    """December's session in preparation, and a commission that meets this week."""
    december = actions.prepare_sitting(
        actor=world.maker, body=council, starts_at=_at(date(2026, 12, 10)), place=HALL
    )
    actions.add_item(
        actor=world.maker, sitting=december, title=NEXT_BUDGET, matter="budget", reporter="Sədr",
        prepared_by=commissions[0], proposal="2027-ci il üçün yerli büdcə əlavəyə uyğun təsdiq edilsin.",
        effect_kind="budget.adopt", effect_data=effects[NEXT_BUDGET],
    )  # fmt: skip
    actions.add_item(
        actor=world.maker, sitting=december, title=NEXT_AMENDMENT, matter="budget", reporter="Mühasib",
        prepared_by=commissions[0], proposal="Elektrik enerjisi üzrə qənaət bulağın hasarına yönəldilsin.",
        effect_kind="budget.amend", effect_data=effects[NEXT_AMENDMENT],
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
