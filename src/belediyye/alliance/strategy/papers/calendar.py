"""The plan as a calendar feed: every period an all-day event, every next report of a regular activity a to-do."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event, Todo

from belediyye.alliance.strategy import queries
from belediyye.alliance.strategy.models import Activity, Plan


def calendar_of(plan: Plan, host: str, on: date) -> bytes:
    """The iCalendar bytes (RFC 5545). `host` makes the identifiers and addresses; `on` stamps them, so that the
    same plan on the same day is the same file."""
    feed = Calendar()
    feed.add("prodid", "-//belediyye//strategy//AZ")
    feed.add("version", "2.0")
    feed.add("x-wr-calname", str(plan))
    stamp = datetime(on.year, on.month, on.day, tzinfo=UTC)
    name = host.split("://")[-1].split("/")[0]
    for activity in queries.activities_of(plan):
        if activity.state == Activity.State.DROPPED:
            continue
        for period in activity.periods.all():
            event = Event()
            event.add("uid", f"plan-{plan.pk}-activity-{activity.pk}-{period.starts:%Y%m%d}@{name}")
            event.add("summary", f"{activity.code}. {activity.result}")
            event.add("dtstart", period.starts)
            # The end of an all-day event is the day after its last.
            event.add("dtend", period.ends + timedelta(days=1))
            _rest(event, activity, stamp, host)
            feed.add_component(event)
        due = queries.next_due(activity)
        if activity.regular and due:
            todo = Todo()
            todo.add("uid", f"plan-{plan.pk}-report-{activity.pk}@{name}")
            todo.add("summary", f"{activity.code}. {activity.result}")
            todo.add("due", due)
            _rest(todo, activity, stamp, host)
            feed.add_component(todo)
    return bytes(feed.to_ical())


def _rest(component: Event | Todo, activity: Activity, stamp: datetime, host: str) -> None:
    component.add("dtstamp", stamp)
    component.add("description", ", ".join(r.words for r in activity.responsible.all()))
    component.add("url", f"{host}/alyans/plan#a{activity.pk}")
    if isinstance(component, Event):
        component.add("transp", "TRANSPARENT")
