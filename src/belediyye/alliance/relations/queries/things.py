"""Questions about experts, events, documents, the inventory and the operator organisation."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count as CountOf
from django.db.models import OuterRef, Prefetch, Q, QuerySet, Subquery

from belediyye.alliance.relations import questionnaire
from belediyye.alliance.relations.models import (
    Assessment,
    Consent,
    Count,
    CountLine,
    DevelopmentStep,
    DocumentVersion,
    Event,
    Expert,
    Item,
    Loan,
    Operator,
    PolicyDocument,
    Topic,
)
from belediyye.alliance.relations.queries.finding import matching


def find_experts(on: date, text: str = "", topic: str = "") -> QuerySet[Expert]:
    """Experts on the roster on a day, by topic and by words of name, profile and topics."""
    rows = Expert.objects.filter(Q(until__isnull=True) | Q(until__gte=on))
    if text:
        by_topic = Expert.topics.through.objects.filter(
            topic__in=Topic.objects.filter(matching(text, "folded"))
        ).values("expert")
        rows = rows.filter(matching(text, "folded", "contact__folded") | Q(pk__in=by_topic))
    if topic:
        rows = rows.filter(topics__code=topic)
    return rows.select_related("contact").prefetch_related("topics").annotate(
        tasks=CountOf("engagements", distinct=True)
    )  # fmt: skip


def public_experts(on: date, topic: str = "") -> QuerySet[Expert]:
    """The experts that visitors see: those who consented to be published."""
    allowed = Consent.objects.filter(purpose=Consent.Purpose.PUBLIC, withdrawn_on__isnull=True)
    return find_experts(on, topic=topic).filter(contact__in=allowed.values("contact"))


def with_attendance(rows: QuerySet[Event]) -> QuerySet[Event]:
    """The events with `registered`, `waiting`, `present` and `invited`."""
    alive = Q(registrations__cancelled_at__isnull=True)
    return rows.annotate(
        registered=CountOf("registrations", filter=alive & Q(registrations__waits=False), distinct=True),
        waiting=CountOf("registrations", filter=alive & Q(registrations__waits=True), distinct=True),
        present=CountOf("registrations", filter=Q(registrations__attended_at__isnull=False), distinct=True),
        invited=CountOf("invitations", distinct=True),
    )


def find_events(text: str = "", kind: str = "", state: str = "") -> QuerySet[Event]:
    """Events by words, kind and state."""
    rows = Event.objects.filter(matching(text, "folded"))
    if kind:
        rows = rows.filter(kind=kind)
    if state:
        rows = rows.filter(state=state)
    return with_attendance(rows)


def events_of_the_feed() -> QuerySet[Event]:
    """What visitors' calendars show: announced events, held ones and cancelled ones, oldest first."""
    return Event.objects.filter(is_public=True).exclude(state=Event.State.PLANNED).order_by("starts", "pk")


def public_events(at: datetime) -> tuple[QuerySet[Event], QuerySet[Event]]:
    """What visitors see: events to come (the nearest first) and events held with their outcome."""
    rows = with_attendance(Event.objects.filter(is_public=True))
    coming = rows.filter(state__in=["open", "cancelled"], ends__gte=at).order_by("starts", "pk")
    held = rows.filter(Q(state=Event.State.HELD) | Q(state=Event.State.OPEN, ends__lt=at))
    return coming, held.order_by("-starts", "-pk")


def documents(public: bool = False) -> QuerySet[PolicyDocument]:
    """Policy documents with `in_force` (list of none or one version) and `newest_state`."""
    newest = DocumentVersion.objects.filter(document=OuterRef("pk")).order_by("-number")
    rows = PolicyDocument.objects.annotate(newest_state=Subquery(newest.values("state")[:1]))
    in_force = DocumentVersion.objects.filter(state=DocumentVersion.State.APPROVED)
    rows = rows.prefetch_related(Prefetch("versions", queryset=in_force, to_attr="in_force"))
    return rows.filter(is_public=True, versions__state="approved") if public else rows


def find_items(text: str = "", kind: str = "", state: str = "") -> QuerySet[Item]:
    """Things by number, title or author, with `out` (list of none or one open loan)."""
    rows = Item.objects.filter(matching(text, "folded"))
    if kind:
        rows = rows.filter(kind=kind)
    out = Loan.objects.filter(returned_on__isnull=True)
    if state == "out":
        rows = rows.filter(pk__in=out.values("item"))
    elif state == "here":
        rows = rows.filter(written_off__isnull=True).exclude(pk__in=out.values("item"))
    elif state == "off":
        rows = rows.filter(written_off__isnull=False)
    return rows.prefetch_related(Prefetch("loans", queryset=out.select_related("contact"), to_attr="out"))


def overdue_loans(on: date) -> QuerySet[Loan]:
    """Things that should have come back before the day, the longest overdue first."""
    rows = Loan.objects.filter(returned_on__isnull=True, due__lt=on)
    return rows.select_related("item", "contact").order_by("due", "pk")


@dataclass(frozen=True)
class CountResult:
    """How a count came out: things expected, found (with those known to be issued), and the differences."""

    expected: int
    found: int
    unseen: int
    differences: list[CountLine]
    missing_value: int


def result_of(count: Count) -> CountResult:
    """The result of a count so far; values in qəpik."""
    lines = list(count.lines.select_related("item"))
    differing = {CountLine.Found.MISSING, CountLine.Found.DAMAGED}
    differences = [line for line in lines if line.found in differing]
    return CountResult(
        expected=len(lines),
        found=sum(line.found in {"here", "issued", "damaged"} for line in lines),
        unseen=sum(line.found == "not_yet" for line in lines),
        differences=differences,
        missing_value=sum(line.item.value for line in differences if line.found == "missing"),
    )


def operator_on(on: date) -> Operator | None:
    """The operator organisation in charge on a day."""
    rows = Operator.objects.filter(Q(ends__isnull=True) | Q(ends__gt=on), starts__lte=on)
    return rows.select_related("organisation").first()


@dataclass(frozen=True)
class AreaProgress:
    """An area now and at the closed assessment before, in hundredths; `before` is None the first time."""

    result: questionnaire.AreaResult
    before: int | None


def progress(assessment: Assessment) -> list[AreaProgress]:
    """Each area of an assessment beside the closed assessment before it."""
    earlier = (
        Assessment.objects.filter(operator=assessment.operator_id, closed_on__isnull=False, on__lt=assessment.on)
        .order_by("-on", "-pk").prefetch_related("answers").first()
    )  # fmt: skip
    now = questionnaire.results({a.question: a.score for a in assessment.answers.all()})
    then = (
        questionnaire.results({a.question: a.score for a in earlier.answers.all()})
        if earlier
        else [None] * len(now)
    )
    return [AreaProgress(result, old.percent if old else None) for result, old in zip(now, then, strict=True)]


def open_development_steps() -> QuerySet[DevelopmentStep]:
    """Steps not done yet, the nearest day first."""
    return DevelopmentStep.objects.filter(done_on__isnull=True).select_related("operator__organisation")
