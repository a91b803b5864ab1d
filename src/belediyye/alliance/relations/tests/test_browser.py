"""The journeys of the coordinator, a member, a visitor and the operator in a real browser, in both languages; axe
finds nothing on their way."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from belediyye.alliance.relations import models as m
from belediyye.alliance.relations.actions import members as member_acts
from belediyye.core.actors import machine
from belediyye.core.demo import World

WORDS = {
    "az": {
        "save": "Saxla", "examine": "Baxın", "decide": "Qərar verin", "expense": "Xərc daxil edin", "reverse": "Geri qaytar", "owes": "Bu günə borcu",
        "register": "Qeydiyyatdan keç", "apply": "göndər", "confirm": "Təsdiq edin", "present": "İştirak", "begin": "Özünüqiymətləndirməyə başla",
    },
    "en": {
        "save": "Save", "examine": "Examine", "decide": "Decide", "expense": "Enter an expense", "reverse": "Reverse", "owes": "Owes today",
        "register": "Register", "apply": "Send the application", "confirm": "Confirm", "present": "Mark as present", "begin": "Begin a self-assessment",
    },
}  # fmt: skip

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ROUTES = (
    "home", "members", "contacts", "books", "events", "applications", "grid", "issues", "awards", "documents", "items", "operator",
    "dues", "duplicates", "imports", "stakeholders", "positions", "partners", "calls", "concepts", "proposals", "reports", "entries",
    "experts", "counts",
)  # fmt: skip


@pytest.fixture
def living(browse, settings, tmp_path: Path):
    """`page = living("orxan", "en")`: a page on the living alliance."""
    from belediyye.alliance.relations import demo

    settings.FILES_ROOT = tmp_path / "files"
    made: list[World] = []

    def open_as(name: str | None, language: str = "az", width: int = 1280):
        if not made:
            first = browse(None, language, width)
            made.append(World(first.cast))
            demo.build(made[0])
        page = browse(name, language, width)
        page.world = made[0]
        return page

    return open_as


def _application(language: str) -> m.Application:
    row = m.Application(
        organisation=f"Sınaq QHT {language}", kind="ngo", contact_surname="Sınaqlı", contact_name="Vüsal",
        contact_post="sədr", email=f"{language}@numune.example", reasons="Birlikdə.",
    )  # fmt: skip
    return member_acts.submit_application(actor=machine("test"), application=row, on=date(2026, 11, 20))


def test_the_coordinator(living, axe) -> None:
    for language, words in WORDS.items():
        page = living("kamran", language)
        # Every page once; in the second language the first of them, for what words can break.
        for route in ROUTES if language == "az" else ROUTES[:6]:
            page.goto(reverse(f"relations_{route}"))
            axe(page)
        row = _application(language)
        page.goto(reverse("relations_application", args=[row.pk]))
        page.click(f"main >> text={words['examine']}")
        page.fill("textarea", "Sənədlər tamdır.")
        page.click(f"main button:has-text('{words['save']}')")
        page.click(f"main >> text={words['decide']}")
        page.check("input[value=yes]")
        page.fill("textarea", "Ümumi yığıncağın qərarı")
        page.click(f"main button:has-text('{words['save']}')")
        page.wait_for_load_state()
        row.refresh_from_db()
        assert row.state == "accepted" and row.member_id
        page.goto(reverse("relations_book", args=[m.Award.objects.get().pk]))
        axe(page)
        page.click(f"text={words['expense']}")
        axe(page)
        page.select_option("select", index=1)
        page.fill("#id_amount", "100000")
        page.fill("#id_party", "Sınaq MMC")
        page.fill("#id_words", f"xidmət {language}")
        page.fill("#id_paper_number", "№ 1")
        paper = {"name": "faktura.txt", "mimeType": "text/plain", "buffer": b"faktura"}
        page.set_input_files("input[type=file]", paper)
        page.click(f"main button:has-text('{words['save']}')")
        assert page.locator(".govuk-error-summary").is_visible()
        axe(page)
        page.fill("#id_amount", "12,50")
        page.click(f"main button:has-text('{words['save']}')")
        page.wait_for_selector(".house-notice--success")
        entry = m.BookEntry.objects.order_by("-pk").first()
        assert (entry.amount, entry.words) == (12_50, f"xidmət {language}")
        page.goto(reverse("relations_entry_reverse", args=[entry.pk]))
        page.fill("#id_words", "səhv sətir")
        page.click(f"main button:has-text('{words['reverse']}')")
        page.wait_for_selector(".house-notice--success")
        assert entry.award.entries.filter(reverses=entry, amount=-12_50).exists()


def test_a_member_sees_its_card(living, axe) -> None:
    for language, words in WORDS.items():
        page = living("mehriban", language, 375)
        page.goto(reverse("relations_home"))
        axe(page)
        page.goto(reverse("relations_members"))
        page.click("text=Nümunəkənd bələdiyyəsi")
        page.wait_for_selector(f"text={words['owes']}")
        axe(page)
        page.goto(reverse("relations_events"))
        axe(page)
        assert page.goto(reverse("relations_books")).status == 403


def test_a_visitor_registers_by_letter_and_the_door_marks_presence(living, axe) -> None:
    for language, words in WORDS.items():
        guest = living(None, language, 375)
        now = timezone.now()
        event = m.Event.objects.create(
            number=f"T-2026/9{language}", kind="debate", title=f"Sınaq debatı {language}", about="Proqram", starts=now - timedelta(minutes=5),
            ends=now + timedelta(hours=3), place="Sınaq zalı", seats=5, register_until=timezone.localdate() + timedelta(days=1), state="open",
        )  # fmt: skip
        for route in ("members", "events", "issues", "documents", "experts", "apply"):
            guest.goto(reverse(f"alliance_{route}"))
            axe(guest)
        guest.click(f"main button:has-text('{words['apply']}')")
        assert guest.locator(".govuk-error-summary").is_visible()
        guest.goto(reverse("alliance_event", args=[event.pk]))
        axe(guest)
        assert (
            guest.request.get(reverse("alliance_event_feed", args=[event.pk]))
            .body()
            .startswith(b"BEGIN:VCALENDAR")
        )
        guest.click(f"main a:has-text('{words['register']}')")
        for name, value in (
            ("surname", "Qonaqlı"),
            ("name", "Vüsal"),
            ("email", f"{language}@numune.example"),
        ):
            guest.fill(f"#id_{name}", value)
        guest.check("input[type=checkbox]")
        axe(guest)
        guest.click(f"main button:has-text('{words['register']}')")
        guest.wait_for_selector(f"text={language}@numune.example")
        axe(guest)
        assert not event.registrations.exists()
        link = re.search(r"https?://[^/]+(/\S+)", str(mail.outbox[-1].body))[1]  # type: ignore[index]
        guest.goto(link)
        axe(guest)
        guest.click(f"main button:has-text('{words['confirm']}')")
        guest.wait_for_selector(".relations-qr svg")
        axe(guest)
        # What the badge's code leads to, opened at the door on the operator's telephone.
        ticket = guest.url
        door = living("orxan", language, 375)
        door.goto(ticket)
        axe(door)
        door.click(f"main button:has-text('{words['present']}')")
        door.wait_for_selector(".house-notice--success")
        one = event.registrations.get()
        assert one.attended_at and one.marked_by
        guest.goto(ticket)
        assert guest.locator(f"button:has-text('{words['present']}')").count() == 0


def test_the_operator(living, axe) -> None:
    for language, words in WORDS.items():
        page = living("orxan", language)
        page.goto(reverse("relations_operator"))
        axe(page)
        m.Assessment.objects.filter(closed_on=None).update(closed_on=date(2026, 11, 1))
        page.goto(reverse("relations_assessment_new"))
        page.fill("#id_by", "A, B")
        page.click(f"main button:has-text('{words['save']}')")
        made = m.Assessment.objects.get(closed_on=None)
        page.goto(reverse("relations_assessment", args=[made.pk]))
        axe(page)
        page.locator("main td a").first.click()
        axe(page)
        for code in ("A1", "A2", "A3"):
            page.check(f"#id_{code}_3")
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
        assert m.Answer.objects.filter(assessment=made).count() == 3
        item = m.Item.objects.filter(loans=None).first()
        page.goto(reverse("relations_loan", args=[item.pk]))
        page.fill("#id_person", "Misalqızı")
        page.fill("#id_due", "20.12.2026")
        page.fill("#id_condition", "yaxşı")
        page.click(f"main button:has-text('{words['save']}')")
        page.wait_for_load_state()
        assert item.loans.filter(returned_on=None).exists()
        if language == "az":
            page.goto(reverse("relations_count_new"))
            page.fill("#id_by", "A, B")
            page.click(f"main button:has-text('{words['save']}')")
        page.goto(reverse("relations_count", args=[m.Count.objects.order_by("-pk").first().pk]))
        axe(page)
        event = page.world.rooms["relations"]["event"].pk
        for route in ("relations_sign_in", "relations_badges", "relations_event"):
            page.goto(reverse(route, args=[event]))
            axe(page)
