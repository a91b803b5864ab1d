"""Decisions as an Atom feed and sessions as iCalendar, for the readers that people already have."""

from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any

import icalendar
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from belediyye.administration.council.models import Decision, Sitting
from belediyye.core.models import Municipality

# Nobody writes beforehand how long a session will last; calendars need an end.
USUAL = timedelta(hours=2)


def address(name: str, *arguments: Any) -> str:
    """A full address of this house."""
    return settings.HOST + reverse(name, args=arguments)


def _midday(on: Any) -> datetime:
    return timezone.make_aware(datetime.combine(on, time(12)))


def atom(place: Municipality, decisions: Sequence[Decision], language: str) -> str:
    """The newest published decisions. Times of day are not recorded: noon stands for the day."""
    feed = Atom1Feed(
        title=_("Decisions: %(name)s municipality") % {"name": place.name},
        link=address("public_decisions", place.code),
        description=_("Numbered decisions of the council as they are published."),
        feed_url=address("council_feed", place.code),
        language=language,
        author_name=place.name,
    )
    for one in decisions:
        assert one.published_on is not None
        feed.add_item(
            title=f"{one} {one.title}",
            link=address("public_decision", place.code, one.year, one.number),
            description=one.text,
            pubdate=_midday(one.published_on),
            updateddate=_midday(one.published_on),
            unique_id=address("public_decision", place.code, one.year, one.number),
        )
    return str(feed.writeString("utf-8"))


STATUS = {Sitting.State.CANCELLED: "CANCELLED", Sitting.State.FAILED: "CANCELLED"}


def ical(place: Municipality, sittings: Sequence[Sitting]) -> bytes:
    """Called, held, failed and cancelled sessions; each keeps its UID, so that a change replaces it in the calendar."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", "-//belediyye//council//AZ")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _("Sessions: %(name)s municipality") % {"name": place.name})
    for one in sittings:
        event = icalendar.Event()
        event.add("uid", f"sitting-{one.pk}@{place.code}.belediyye")
        event.add("dtstamp", one.closed_at or one.opened_at or one.starts_at)
        event.add("dtstart", one.starts_at.astimezone(UTC))
        event.add(
            "dtend", ((one.closed_at if one.opened_at else None) or one.starts_at + USUAL).astimezone(UTC)
        )
        event.add("summary", f"{one.body.name}: {one.get_kind_display()}")
        event.add("location", one.place)
        event.add("status", STATUS.get(Sitting.State(one.state), "CONFIRMED"))
        event.add("url", address("public_sitting", place.code, one.pk))
        calendar.add_component(event)
    return bytes(calendar.to_ical())
