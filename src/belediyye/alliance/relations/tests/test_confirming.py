"""Double opt-in: nothing that a visitor asks under an e-mail address is real before the letter's link is followed."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from belediyye.alliance.relations import models as m
from belediyye.alliance.relations.actions import confirming, contacts
from belediyye.core.actions import Refused
from belediyye.core.actors import GUEST
from belediyye.core.cast import Cast
from belediyye.core.models import LogEntry

pytestmark = pytest.mark.django_db

PERSON = {
    "surname": "Sınaqlı",
    "name": "Vüsal",
    "organisation": "",
    "email": "vusal@numune.example",
    "telephone": "",
    "consent": "on",
}
WISH = {
    "organisation": "Sınaq QHT", "kind": "ngo", "voen": "", "population": "", "address": "", "contact_surname": "Sınaqlı",
    "contact_name": "Vüsal", "contact_post": "sədr", "email": "vusal@numune.example", "telephone": "", "reasons": "Birlikdə.", "consent": "on",
}  # fmt: skip


@pytest.fixture
def event(cast: Cast) -> m.Event:
    """An event whose registration is open today, with a free seat."""
    now = timezone.now()
    return m.Event.objects.create(
        number="T-2026/99", kind="debate", title="Sınaq debatı", about="Proqram", starts=now + timedelta(days=9), ends=now + timedelta(days=9, hours=3),
        place="Sınaq zalı", seats=1, register_until=timezone.localdate() + timedelta(days=5), state="open",
    )  # fmt: skip


def link() -> str:
    """The path of the link in the newest letter."""
    found = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))
    assert found
    return found[1]


def test_a_registration_waits_for_its_letter(event: m.Event, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    guest = Client()
    with django_capture_on_commit_callbacks(execute=True):
        answer = guest.post(reverse("alliance_register", args=[event.pk]), PERSON, follow=True)
    assert "vusal@numune.example" in answer.content.decode() and not event.registrations.exists()
    key = m.Confirmation.objects.get().key
    assert key not in answer.content.decode(), "only the letter knows the key"
    assert "vusal" not in "".join(LogEntry.objects.values_list("data", flat=True))
    assert mail.outbox[-1].to == ["vusal@numune.example"]
    assert guest.get(link()).status_code == 200 and not event.registrations.exists(), (
        "a look confirms nothing"
    )
    badge = guest.post(link(), follow=True)
    made = event.registrations.get()
    assert str(made) in badge.content.decode() and not made.waits
    done = m.Confirmation.objects.get()
    assert (done.given, done.email, done.leads_to) == ({}, "", made.key)
    guest.post(link())
    assert event.registrations.count() == 1
    assert guest.get(link()).status_code == 302


def test_who_is_registered_already_is_told_only_in_the_mailbox(
    event: m.Event, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    pages = []
    for _turn in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            pages.append(Client().post(reverse("alliance_register", args=[event.pk]), PERSON).status_code)
        Client().post(link())
    assert pages == [302, 302] and event.registrations.count() == 1


def test_links_grow_old_and_letters_are_not_without_end(event: m.Event) -> None:
    now = timezone.now()
    about = {
        "actor": GUEST,
        "purpose": "registration",
        "email": "a@numune.example",
        "event": event,
        "address_of": str,
    }
    given = {"surname": "A", "name": "B", "email": "a@numune.example"}
    old = confirming.ask_to_confirm(**about, given=given, at=now - timedelta(days=4))
    with pytest.raises(Refused):
        confirming.confirm(actor=GUEST, confirmation=old, at=now)
    for _turn in range(3):
        confirming.ask_to_confirm(**about, given=given, at=now)
    with pytest.raises(Refused):
        confirming.ask_to_confirm(**about, given=given, at=now)
    old.refresh_from_db()
    assert (old.given, old.email) == ({}, "") and not event.registrations.exists()
    assert "Sınaq debatı" in Client().get(reverse("alliance_confirm", args=[old.key])).content.decode()


def test_an_application_waits_for_its_letter_and_takes_its_number_then(
    cast: Cast, django_capture_on_commit_callbacks
) -> None:  # type: ignore[no-untyped-def]
    before, guest = m.Application.objects.count(), Client()
    with django_capture_on_commit_callbacks(execute=True):
        guest.post(reverse("alliance_apply"), WISH)
    assert m.Application.objects.count() == before
    page = guest.post(link(), follow=True)
    made = m.Application.objects.get(organisation="Sınaq QHT")
    assert made.number in page.content.decode()


def test_the_coordinator_writes_down_who_came_on_paper(cast: Cast, event: m.Event) -> None:
    client = cast.client("kamran")
    client.post(reverse("alliance_register", args=[event.pk]), PERSON)
    assert event.registrations.count() == 1 and not m.Confirmation.objects.exists()


def test_events_stand_in_a_calendar(event: m.Event) -> None:
    hidden = m.Event.objects.exclude(pk=event.pk).filter(state="planned") | m.Event.objects.filter(
        is_public=False
    )
    feed = Calendar.from_ical(Client().get(reverse("alliance_events_feed")).content)
    titles = {str(one["summary"]) for one in feed.walk("VEVENT")}
    assert event.title in titles and not titles & set(hidden.values_list("title", flat=True))
    one = Calendar.from_ical(Client().get(reverse("alliance_event_feed", args=[event.pk])).content).walk(
        "VEVENT"
    )[0]
    assert one["dtstart"].dt == event.starts.replace(microsecond=0) and one["status"] == "CONFIRMED"
    m.Event.objects.filter(pk=event.pk).update(state="cancelled")
    one = Calendar.from_ical(Client().get(reverse("alliance_event_feed", args=[event.pk])).content).walk(
        "VEVENT"
    )[0]
    assert one["status"] == "CANCELLED"
    m.Event.objects.filter(pk=event.pk).update(is_public=False)
    assert Client().get(reverse("alliance_event_feed", args=[event.pk])).status_code == 404


def test_who_is_forgotten_is_forgotten_where_the_card_never_reached(cast: Cast, event: m.Event) -> None:
    card = m.Contact.objects.create(surname="Unudulan", name="Vüsal", email="Vusal@numune.example")
    loose = m.Registration.objects.create(
        event=event, key="k", surname="Unudulan", name="Vüsal", email="vusal@numune.example", registered_at=timezone.now()
    )  # fmt: skip
    about = {
        "actor": GUEST,
        "purpose": "registration",
        "email": "vusal@numune.example",
        "event": event,
        "address_of": str,
    }
    asked = confirming.ask_to_confirm(**about, given={"surname": "Unudulan"}, at=timezone.now())
    contacts.anonymise(actor=cast.actor("kamran"), contact=card, because="məktub", on=timezone.localdate())
    loose.refresh_from_db()
    asked.refresh_from_db()
    assert (loose.surname, loose.email, asked.given, asked.email) == ("—", "", {}, "")


def test_an_application_of_the_small_hours_is_of_the_day_here(cast: Cast) -> None:
    night = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)  # three in the morning of the 23rd here
    given = {name: WISH[name] for name in WISH if name not in ("population", "consent")} | {"population": 0}
    asked = m.Confirmation.objects.create(
        key="k", purpose="application", email=WISH["email"], given=given, asked_at=night, until=night + timedelta(days=3)
    )  # fmt: skip
    done = confirming.confirm(actor=GUEST, confirmation=asked, at=night)
    assert m.Application.objects.get(key=done.leads_to).submitted_on == date(2026, 11, 23)
