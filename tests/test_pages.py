"""The public pages in a real browser: readable at 375 px, and nothing for axe to find, in both languages."""

import pytest

PAGES = (
    "/",
    "/vergilər/",
    "/vergilər/land_tax/",
    "/kalkulyator/?object_kind=building",
    "/üslub/",
    "/ev/iş-təqvimi/2026/",
    "/hesab/login/",
)


@pytest.mark.browser
@pytest.mark.parametrize("language", ["az", "en"])
@pytest.mark.parametrize("width", [1280, 375])
def test_public_pages(browse, axe, language: str, width: int) -> None:
    page = browse(None, language, width)
    broken = []
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    for address in PAGES:
        assert page.goto(address).status == 200
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        assert page.get_attribute("html", "lang") == language
        axe(page)
    assert not broken, "the content security policy or a missing file"
