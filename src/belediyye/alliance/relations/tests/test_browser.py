"""The journeys of the coordinator, a member and the operator in a real browser; axe finds nothing on their way."""

from pathlib import Path

import pytest
from django.urls import reverse

from belediyye.alliance.relations import models as m
from belediyye.core.demo import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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


def test_the_coordinator(living, axe) -> None:
    page = living("kamran", "az")
    for route in (
        "home",
        "members",
        "contacts",
        "grid",
        "issues",
        "awards",
        "books",
        "events",
        "documents",
        "items",
        "operator",
        "dues",
        "duplicates",
        "imports",
    ):
        page.goto(reverse(f"relations_{route}"))
        axe(page)
    page.goto(reverse("relations_application", args=[m.Application.objects.get(state="received").pk]))
    page.click("text=Baxın")
    page.fill("textarea", "Sənədlər tamdır.")
    page.click("button:has-text('Saxla')")
    page.click("text=Qərar verin")
    page.check("input[value=yes]")
    page.fill("textarea", "Ümumi yığıncağın qərarı")
    page.click("button:has-text('Saxla')")
    assert m.Application.objects.filter(state="accepted").count() == 2
    page.goto(reverse("relations_book", args=[m.Award.objects.get().pk]))
    axe(page)
    page.click("text=Xərc daxil edin")
    axe(page)
    page.select_option("select", index=1)
    page.fill("#id_amount", "100000")
    page.fill("#id_party", "Sınaq MMC")
    page.fill("#id_words", "xidmət")
    page.fill("#id_paper_number", "№ 1")
    page.set_input_files(
        "input[type=file]", {"name": "faktura.txt", "mimeType": "text/plain", "buffer": b"faktura"}
    )
    page.click("main button:has-text('Saxla')")
    assert page.locator(".govuk-error-summary").is_visible()
    axe(page)
    page.fill("#id_amount", "12,50")
    page.click("main button:has-text('Saxla')")
    page.wait_for_selector(".house-notice--success")
    assert m.BookEntry.objects.order_by("-pk").first().amount == 12_50


def test_a_member_registers_and_the_door_marks_presence(living, axe) -> None:
    page = living("mehriban", "en", 375)
    page.goto(reverse("relations_home"))
    axe(page)
    page.goto(reverse("relations_members"))
    page.click("text=Nümunəkənd bələdiyyəsi")
    page.wait_for_selector("text=Owes today")
    axe(page)
    page.goto(reverse("alliance_events"))
    axe(page)
    page.click("text=Bələdiyyə büdcəsi hamı üçün")
    page.click("main >> text=Register")
    page.fill("#id_surname", "Üzvlü")
    page.fill("#id_name", "Mehriban")
    page.fill("#id_email", "mehriban@numune.example")
    page.check("input[type=checkbox]")
    page.click("button:has-text('Register')")
    page.wait_for_selector(".relations-qr svg")
    axe(page)
    assert m.Registration.objects.get(surname="Üzvlü").waits
    guest = living(None, "az", 375)
    guest.goto(reverse("alliance_apply"))
    axe(guest)
    guest.click("main button:has-text('göndər')")
    assert guest.locator(".govuk-error-summary").is_visible()
    for route in ("alliance_members", "alliance_issues", "alliance_documents", "alliance_experts"):
        guest.goto(reverse(route))
        axe(guest)


def test_the_operator(living, axe) -> None:
    page = living("orxan", "en")
    page.goto(reverse("relations_operator"))
    axe(page)
    page.click("text=Begin a self-assessment")
    page.fill("#id_by", "everyone")
    page.click("main button:has-text('Save')")
    page.click("main td a:has-text('Answer') >> nth=0")
    axe(page)
    for code in ("A1", "A2", "A3"):
        page.check(f"#id_{code}_3")
    page.click("text=Save and go on")
    page.wait_for_selector("h1:has-text('Planning')")
    assert m.Answer.objects.filter(assessment__closed_on__isnull=True).count() == 3
    page.goto(reverse("relations_items"))
    page.click("text=I-2025/1")
    page.click("main a:has-text('Issue')")
    page.fill("#id_person", "Misalqızı")
    page.fill("#id_due", "20.12.2026")
    page.fill("#id_condition", "good")
    page.click("main button:has-text('Save')")
    page.wait_for_selector("text=Take it back")
    page.goto(reverse("relations_counts"))
    page.click("text=Begin a count")
    page.fill("#id_by", "A, B")
    page.click("main button:has-text('Save')")
    axe(page)
    page.goto(reverse("relations_sign_in", args=[page.world.rooms["relations"]["event"].pk]))
    axe(page)
    page.goto(reverse("relations_badges", args=[page.world.rooms["relations"]["event"].pk]))
    axe(page)
