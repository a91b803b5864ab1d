"""The pages of the law: taxes with their live cases, and the calculator that gives every signed case its answer."""

import html
import re

import pytest
from django.test import Client
from django.utils import translation

from belediyye.core.money import format_money
from belediyye.finance.rules import queries
from belediyye.finance.rules.book import load_book

pytestmark = pytest.mark.django_db
SINGLE = [
    (tax, case)
    for tax in load_book().taxes
    for case in tax.cases
    if len(case.get("objects", [])) == 1 and "refused" not in case and ("tax" in case or "due" in case)
]


def text_of(page) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode())))


def test_the_chapters() -> None:
    page = Client().get("/vergilər/")
    assert page.status_code == 200 and all(t.label["az"] in text_of(page) for t in load_book().taxes)


@pytest.mark.parametrize("tax", load_book().taxes, ids=lambda t: t.id)
@pytest.mark.parametrize("language", ["az", "en"])
def test_a_tax(tax, language: str) -> None:
    page = Client().get(f"/vergilər/{tax.id}/", headers={"accept-language": language})
    shown = text_of(page)
    assert page.status_code == 200 and tax.label[language] in shown
    assert all(p.label[language] in shown for p in tax.parameters)
    assert page.content.decode().count("govuk-tag--red") == sum(
        v.confidence == "inferred" for p in tax.parameters for v in p.values
    ), "a signed case differs"
    assert Client().get("/vergilər/yoxdur/").status_code == 404


@pytest.mark.parametrize(("tax", "case"), SINGLE, ids=lambda x: x["id"] if isinstance(x, dict) else x.id)
def test_the_calculator_gives_the_signed_answer(tax, case) -> None:
    """Every signed case of one object through the page, to the qəpik."""
    with translation.override("az"):
        link = queries._calculator_link(case)
    page = Client().get(link)
    expected = case.get("due", case.get("tax"))
    qepik = int(expected.replace(".", ""))
    title = re.search(r'<h2[^>]*id="answer">(.*?)</h2>', page.content.decode(), re.S)
    assert title, text_of(page)[:3000]
    assert format_money(qepik) in html.unescape(title[1])


@pytest.mark.parametrize(
    ("place", "amount"),
    [("AZ-QBA:centre", "20,00"), ("AZ-QBA:around", "10,00"), ("AZ-SM:centre", "30,00"), ("village", "10,00")],
)
def test_a_place_is_chosen_by_its_name(cast, place: str, amount: str) -> None:
    """100 m² of a building that is no dwelling, by Tax Code 198.1.1: 0.1 to 0.3 manats a square metre."""
    address = f"/kalkulyator/?object_kind=building&year=2026&use=non_dwelling&place_class={place}&area_m2=100"
    page = Client().get(address)
    title = re.search(r'<h2[^>]*id="answer">(.*?)</h2>', page.content.decode(), re.S)
    assert title and amount in html.unescape(title[1])
    assert f'<option value="{place}" selected>' in page.content.decode()
    assert b"AZ-XXX" in Client().get(address.replace(place, "AZ-XXX:centre")).content


def test_a_mistake_is_told_beside_its_field_and_nothing_is_lost() -> None:
    page = Client().get(
        "/kalkulyator/?object_kind=building&year=2026&use=dwelling&place_class=baku&area_m2=-5"
    )
    shown = page.content.decode()
    assert page.status_code == 200 and "govuk-error-summary" in shown and 'value="-5"' in shown
    page = Client().get(
        "/kalkulyator/?object_kind=building&year=2026&use=dwelling&place_class=baku&area_m2=80"
    )
    assert "govuk-error-summary" in page.content.decode(), "Bakı without a zone"
    page = Client().get(
        "/kalkulyator/?object_kind=building&year=1999&use=dwelling&place_class=village&area_m2=80"
    )
    assert "govuk-error-summary" in page.content.decode()


@pytest.mark.parametrize(
    "query",
    [
        "object_kind=x",
        "object_kind=land&year=abc",
        "object_kind=land&year=2026&area_m2=1e400&use=dwelling",
        "object_kind=building&year=2026&use=%00&area_m2=%F0%9F%92%A9",
        "object_kind=vehicle&year=2026&use=water&engine_cm3=99999999999999999999",
    ],
)
def test_bad_input_never_breaks_the_page(query: str) -> None:
    assert Client().get(f"/kalkulyator/?{query}").status_code == 200


def test_what_belongs_to_the_state_is_said() -> None:
    page = Client().get(
        "/kalkulyator/?object_kind=extraction&year=2022&use=sand&volume_m3=500",
        headers={"accept-language": "en"},
    )
    assert "to the state budget" in text_of(page)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["az", "en"])
def test_a_resident_computes_by_keyboard(browse, axe, language: str) -> None:
    page = browse(None, language, width=375)
    page.goto("/kalkulyator/")
    axe(page)
    page.get_by_role("link", name="Bina" if language == "az" else "Building", exact=True).focus()
    page.keyboard.press("Enter")
    page.select_option("#id_use", "dwelling")
    page.select_option("#id_place_class", "village")
    page.fill("#id_area_m2", "130,5")
    page.keyboard.press("Enter")
    page.wait_for_selector("#answer")
    assert "10,05" in page.inner_text("#answer")
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    axe(page)
    again = page.locator(".house-link").get_attribute("href")
    page.goto(again)
    assert "10,05" in page.inner_text("#answer")
