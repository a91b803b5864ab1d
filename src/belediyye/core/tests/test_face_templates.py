"""What holds for every template of the house and for what other people made."""

import re
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.test import Client
from django.utils import translation

import belediyye

SOURCE = Path(belediyye.__file__).parent
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))
STATIC = SOURCE / "core" / "static" / "core"
FORBIDDEN = {
    "a style attribute": r"<[^>]*\sstyle\s*=",
    "a style element": r"<style\b",
    "an event attribute": r"<[^>]*\son[a-z]+\s*=",
    "a script without a source": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
    "a javascript address": r"javascript:",
    "an address of another site for script, style or picture": r"<(?:script|link|img)[^>]*(?:src|href)=\"https?:",
    "an htmx attribute that evaluates": r"\shx-(?:on|vals=['\"]js|headers=['\"]js)",
}


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_a_template_loads_and_keeps_the_content_policy(path: Path) -> None:
    text = path.read_text("utf-8")
    found = [what for what, pattern in FORBIDDEN.items() if re.search(pattern, text, re.I | re.S)]
    assert not found, f"{name_of(path)} has {', '.join(found)}"
    get_template(path.as_posix().partition("/templates/")[2])


def test_nothing_of_gov_uk_alone_is_here() -> None:
    for path in STATIC.rglob("*"):
        assert path.suffix not in {".woff", ".png", ".ico", ".jpg", ".map"}, path
        if path.suffix in {".css", ".js", ".svg"}:
            text = path.read_text("utf-8")
            assert not re.search(
                r"GDS Transport|govuk-crest|__crown|copyright-logo|sourceMappingURL", text
            ), path
    fonts = sorted(path.name for path in STATIC.rglob("*.woff2"))
    assert fonts == ["inter-latin-ext-wght-normal.woff2", "inter-latin-wght-normal.woff2"]


def test_each_vendored_folder_has_its_licence() -> None:
    for folder in (STATIC / "vendor").iterdir():
        if folder.is_dir():
            assert any(path.name.startswith("LICENSE") for path in folder.iterdir()), folder


def test_every_file_that_the_style_sheet_names_exists() -> None:
    for address in re.findall(r'url\("?([^")]+)"?\)', (STATIC / "house.css").read_text("utf-8")):
        assert (STATIC / address).is_file(), address


def test_the_azerbaijani_signs_are_in_the_font() -> None:
    ttlib = pytest.importorskip("fontTools.ttLib")
    signs: set[int] = set()
    for path in STATIC.rglob("*.woff2"):
        signs |= set(ttlib.TTFont(path).getBestCmap())
    # № stands in Inter's Cyrillic part, which is not shipped: it comes from the reader's own font.
    assert {ord(sign) for sign in "ƏəĞğİıÖöÜüÇçŞş₼²×−–…«»"} <= signs


@pytest.mark.parametrize("language", ["az", "en"])
@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_stand_without_a_request(name: str, language: str) -> None:
    with translation.override(language):
        text = get_template(name).render()
    assert "<h1" in text and text.count("<main") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["az", "en"])
def test_the_component_page_keeps_what_is_asked(client: Client, language: str) -> None:
    client.cookies["dil"] = language
    page = client.get("/üslub/", {"page": "2", "sort": "-amount", "f-q": "x"}, headers={"host": "127.0.0.1"})
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{language}"' in text
    assert 'aria-sort="descending"' in text and "sort=-amount&amp;f-q=x" in text
    assert len(re.findall(r"<svg[^>]*role=\"img\"", text)) == 6
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
