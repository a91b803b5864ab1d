"""What the cellar is asked. Nothing here writes."""

from django.db.models import Q, QuerySet
from django.urls import reverse

from belediyye.core.actors import Actor
from belediyye.core.calendar import Mark, WorkingCalendar
from belediyye.core.fields import beginning
from belediyye.core.models import Area, CalendarDay, Job, Municipality
from belediyye.core.search import Hit

# From the first year of local taxes in the book to as far as the holiday rules are worth proposing.
FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR = 2001, 2040


def municipalities_in(area: Area | None = None, folded: str = "") -> QuerySet[Municipality]:
    """Municipalities that are open, by area and by the beginning of any word of the name."""
    rows = Municipality.objects.filter(closed__isnull=True).select_related("area")
    if area:
        rows = rows.filter(area=area)
    if folded:
        rows = rows.filter(beginning("folded", folded) | Q(folded__contains=f" {folded}"))
    return rows


def search_municipalities(actor: Actor, folded: str, limit: int) -> list[Hit]:
    """The municipalities that the search box finds; they are public."""
    rows = municipalities_in(folded=folded)[:limit]
    return [Hit(str(m), reverse("municipality", args=[m.code]), str(m.area)) for m in rows]


def working_calendar() -> WorkingCalendar:
    """The country's working calendar: what the holiday rules propose, and over it the days that decisions moved."""
    moved = [
        Mark(day, working, {"az": decision, "en": decision}, decision)
        for day, working, decision in CalendarDay.objects.values_list("day", "is_working", "decision")
    ]
    return WorkingCalendar.build(FIRST_CALENDAR_YEAR, LAST_CALENDAR_YEAR, moved)


def jobs_for(actor: Actor) -> QuerySet[Job]:
    """The long work that this actor asked for."""
    return Job.objects.filter(asked_by=actor.user_id) if actor.user_id else Job.objects.none()
