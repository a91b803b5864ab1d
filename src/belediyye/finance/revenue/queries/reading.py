"""What posted runs read of the register: the years that a correction would reach."""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet

from belediyye.finance.revenue.models import (
    Assessment,
    AssessmentRun,
    Holding,
    ObjectEvent,
    ObjectState,
    PrivilegeStatus,
    TaxObject,
)
from belediyye.finance.revenue.queries import computation, what_if
from belediyye.finance.revenue.queries.explained import told_to_count

POSTED = AssessmentRun.State.POSTED


def _posted(municipality_id: int, payers: Iterable[int]) -> QuerySet[Assessment]:
    # By run and payer: the index that assessments have.
    return Assessment.objects.filter(
        run__municipality_id=municipality_id, run__state=POSTED, taxpayer_id__in=set(payers)
    )


def _holders(things: Iterable[int]) -> list[int]:
    return list(Holding.objects.filter(object_id__in=things).values_list("taxpayer_id", flat=True))


def _years(rows: QuerySet[Assessment]) -> list[int]:
    return sorted(set(rows.order_by().values_list("run__year", flat=True)))


def years_of_state(state: ObjectState) -> list[int]:
    """The posted years that were computed from a period of characteristics."""
    return _years(_posted(state.municipality_id, _holders([state.object_id])).filter(state=state))


def years_of_object(thing: TaxObject, since: date) -> list[int]:
    """The posted years from that of a day on in which the object was assessed."""
    rows = _posted(thing.municipality_id, _holders([thing.pk])).filter(object=thing)
    return _years(rows.filter(run__year__gte=since.year))


def years_of_event(event: ObjectEvent) -> list[int]:
    """The posted years that read what an event made or ended: since it was recorded, of its year or later ones."""
    did = event.did
    if event.kind == ObjectEvent.Kind.CHANGE:  # only what read the new period depends on it
        rows = _posted(event.municipality_id, _holders(event.after.values_list("pk", flat=True)))
        return _years(rows.filter(state_id__in=did.get("states_made", [])))
    things = {
        *did.get("objects_made", []), *did.get("objects_ended", []),
        *event.before.values_list("pk", flat=True), *event.after.values_list("pk", flat=True),
    }  # fmt: skip
    rows = _posted(event.municipality_id, _holders(things)).filter(object_id__in=things)
    return _years(rows.filter(run__year__gte=event.day.year, run__prepared_at__gte=event.at))


def years_of_status(status: PrivilegeStatus, before: date | None, after: date | None) -> list[int]:
    """The posted years of the payer whose 1 January lies between two ends of a status; None is no end."""
    far = date.max
    first, last = sorted((before or far, after or far))
    years = _years(_posted(status.municipality_id, [status.taxpayer_id]))
    return [y for y in years if first < date(y, 1, 1) <= last]


def counts_from(state: ObjectState) -> int:
    """The first year whose tax is computed from a period: a year reads what held on 1 January or, of an object that began
    within it, its first period."""
    starts = (state.since.month, state.since.day) == (1, 1)
    return state.since.year if starts or state.is_first else state.since.year + 1


def years_changed_by(state: ObjectState) -> list[int]:
    """The posted years that would be computed otherwise from the period that holds now: not those that would stay as they are."""
    rows = _posted(state.municipality_id, _holders([state.object_id])).filter(
        object_id=state.object_id, run__year__gte=counts_from(state)
    )
    rows = rows.select_related("run", "holding", "state", "taxpayer").order_by("run__year", "pk")
    facts = {name: getattr(state, name) for name in computation.STATE_COLUMNS}
    counting = [a for a in told_to_count(rows) if a.counts]
    return sorted({a.run.year for a in counting if what_if.due(a, **facts) != what_if.due(a)})
