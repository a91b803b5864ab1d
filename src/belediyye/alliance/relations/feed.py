"""The alliance's events as iCalendar (RFC 5545), for anybody's calendar."""

from collections.abc import Iterable
from datetime import UTC, datetime
from urllib.parse import quote

from icalendar import Calendar
from icalendar import Event as Entry

from belediyye.alliance.relations.models import Event

STATES = {Event.State.CANCELLED: "CANCELLED"}


def calendar_of(
    events: Iterable[Event], *, title: str, address_of: "dict[int, str]", host: str, at: datetime
) -> bytes:
    """The feed's bytes. `address_of` gives each event's page; `at` stamps the entries. A cancelled event stays in the
    feed as cancelled, so that it goes from the calendars that have it."""
    feed = Calendar()
    feed.add("prodid", "-//belediyye//relations//AZ")
    feed.add("version", "2.0")
    feed.add("method", "PUBLISH")
    feed.add("x-wr-calname", title)
    name = host.split("://")[-1].split("/")[0]
    for event in events:
        entry = Entry()
        entry.add("uid", f"event-{event.pk}@{name}")
        entry.add("dtstamp", at.astimezone(UTC))
        entry.add("dtstart", event.starts.astimezone(UTC))
        entry.add("dtend", event.ends.astimezone(UTC))
        entry.add("summary", event.title)
        entry.add("location", event.place)
        entry.add("description", event.about)
        entry.add("url", host + quote(address_of[event.pk]))
        entry.add("status", STATES.get(Event.State(event.state), "CONFIRMED"))
        feed.add_component(entry)
    return bytes(feed.to_ical())
