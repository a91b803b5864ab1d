"""Sessions: lists, the next one, what stands before it."""

from collections import Counter
from datetime import date

from django.db.models import BooleanField, Count, Exists, ExpressionWrapper, OuterRef, Prefetch, Q, QuerySet

from belediyye.administration.council.counting import is_quorate, quorum
from belediyye.administration.council.models import Attendance, Ballot, Item, Paper, Seat, Sitting, Vote
from belediyye.core.models import Municipality

PUBLIC_STATES = (
    Sitting.State.CALLED,
    Sitting.State.OPEN,
    Sitting.State.HELD,
    Sitting.State.FAILED,
    Sitting.State.CANCELLED,
)


def sittings_of(place: Municipality) -> QuerySet[Sitting]:
    """All sessions of a municipality's bodies, the newest first."""
    return (
        Sitting.objects.filter(municipality=place)
        .select_related("body")
        .annotate(questions=Count("items", distinct=True), passed=Count("decisions", distinct=True))
        .order_by("-starts_at", "-pk")
    )


def sittings_like(
    place: Municipality,
    *,
    state: str = "",
    year: int | None = None,
    body_id: int | None = None,
    folded: str = "",
) -> QuerySet[Sitting]:
    """The sessions that fit a filter; `folded` is looked for in the questions of the agenda."""
    rows = sittings_of(place)
    if state:
        rows = rows.filter(state=state)
    if year:
        rows = rows.filter(starts_at__year=year)
    if body_id:
        rows = rows.filter(body_id=body_id)
    if folded:
        rows = rows.filter(
            pk__in=Item.objects.filter(municipality=place, folded__contains=folded).values("sitting")
        )
    return rows


def public_sittings(place: Municipality) -> QuerySet[Sitting]:
    """What the public may know: sessions of every body once they are called."""
    return sittings_of(place).filter(state__in=PUBLIC_STATES)


def items_of(sitting: Sitting, *, public: bool = False) -> list[Item]:
    """The agenda with papers, ballots and votes, few queries whatever its length."""
    papers = Paper.objects.filter(withdrawn=False).select_related("file")
    rows = Item.objects.filter(sitting=sitting).select_related(
        "prepared_by", "touched", "decision", "again__sitting__body"
    )
    if public:
        papers, rows = papers.filter(is_public=True), rows.filter(is_public=True)
    votes = Prefetch("votes", Vote.objects.select_related("seat__person"))
    ballots = Prefetch("ballots", Ballot.objects.prefetch_related(votes))
    brought = Item.objects.filter(again=OuterRef("pk")).exclude(sitting__state=Sitting.State.CANCELLED)
    left = Q(state__in=[Item.State.REJECTED, Item.State.POSTPONED]) & ~Exists(brought)
    return list(
        rows.annotate(left=ExpressionWrapper(left, BooleanField()))
        .order_by("place", "pk")
        .prefetch_related(Prefetch("papers", papers), ballots)
    )


def open_ballot(sitting: Sitting) -> Ballot | None:
    """The vote that is running in a session, if one is."""
    return Ballot.objects.filter(item__sitting=sitting, closed_at__isnull=True).select_related("item").first()


def attendance_of(sitting: Sitting) -> QuerySet[Attendance]:
    """Who was marked, in order of names."""
    return Attendance.objects.filter(sitting=sitting).select_related("seat__person")


def present_count(sitting: Sitting) -> int:
    """How many voting members are in the room now."""
    return Attendance.objects.filter(
        sitting=sitting, state=Attendance.State.PRESENT, seat__votes=True
    ).count()


def quorum_now(sitting: Sitting, members: int) -> dict[str, object]:
    """Members, those present, those needed, and whether it is enough."""
    here = present_count(sitting)
    return {
        "members": members,
        "present": here,
        "needed": quorum(members),
        "enough": is_quorate(members, here),
    }


def last_held(place: Municipality) -> Sitting | None:
    """The council's last session that was held."""
    return (
        Sitting.objects.filter(municipality=place, state=Sitting.State.HELD, body__kind="council")
        .order_by("-starts_at")
        .first()
    )


def coming(place: Municipality) -> QuerySet[Sitting]:
    """Sessions that are prepared or called and not yet held, the nearest first."""
    states = (Sitting.State.PREPARED, Sitting.State.CALLED, Sitting.State.OPEN)
    return (
        Sitting.objects.filter(municipality=place, state__in=states)
        .select_related("body")
        .order_by("starts_at")
    )


def items_without_papers(sitting: Sitting) -> int:
    """Questions that have neither a paper nor a draft decision."""
    return Item.objects.filter(sitting=sitting, proposal="").exclude(papers__withdrawn=False).count()


def records_of(place: Municipality, on: date) -> list[dict[str, object]]:
    """Each member's attendance and open votes since the term began: the members' page."""
    seats = (
        Seat.objects.filter(municipality=place, body__kind="council", votes=True)
        .filter(Q(ends__isnull=True) | Q(ends__gte=on))
        .select_related("person", "term")
    )
    came: dict[int, Counter[str]] = {}
    for seat_id, state in Attendance.objects.filter(
        municipality=place, sitting__state=Sitting.State.HELD
    ).values_list("seat", "state"):
        came.setdefault(seat_id, Counter())[state] += 1
    voted: dict[int, Counter[str]] = {}
    for seat_id, choice in Vote.objects.filter(
        municipality=place, ballot__closed_at__isnull=False
    ).values_list("seat", "choice"):
        voted.setdefault(seat_id, Counter())[choice or "secret"] += 1
    rows = []
    for seat in seats.order_by("duty", "person__folded"):
        marks, votes = came.get(seat.pk, Counter()), voted.get(seat.pk, Counter())
        rows.append(
            {"seat": seat, "came": marks["present"] + marks["left"], "of": marks.total(), "votes": votes}
        )
    return rows
