"""A page in one language holds no sentence of the other's catalogue: what is kept is words of data, what is said is said now."""

import re
from typing import Any

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from lxml import html
from tests.test_access import ARGUMENTS, LOGGED, TABLE, WHO, of
from tests.test_words import SOURCE

from belediyye.core import words

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# What stands on these is the log's own record, or the headings of somebody's file.
OTHERS_WORDS = {"journal", "budget_import"}
# Each page is read by the first of these who may.
READERS = ("rauf", "kamran", "sevda", "texnik", "guest")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]|%%")
SHORTEST = 14


def catalogue() -> tuple[set[str], set[str]]:
    """(what is said in English, what is said in Azerbaijani): whole sentences, and the longest piece of those with gaps."""
    said: tuple[set[str], set[str]] = (set(), set())
    for po in words.catalogues(SOURCE):
        for message in read_po(po.open("rb")):
            for side, texts in zip(said, (message.id, message.string), strict=True):
                side.update((texts,) if isinstance(texts, str) else texts)
    said[0].discard(""), said[1].discard("")
    return said


def split(texts: set[str]) -> tuple[set[str], set[str]]:
    """(sentences without gaps, long pieces of those with)."""
    whole = {" ".join(t.split()) for t in texts if not PLACEHOLDER.search(t)}
    pieces = {max(PLACEHOLDER.split(t), key=len).strip() for t in texts if PLACEHOLDER.search(t)}
    return whole, {p for p in pieces if len(p) >= SHORTEST}


def spoken(content: bytes) -> set[str]:
    """What a page says: its texts and the names of its parts, without what is marked as of another language."""
    page = html.fromstring(content)
    for away in page.xpath("//script|//style|//textarea|//*[@lang][not(self::html)]"):
        away.drop_tree()
    texts = page.xpath("//body//text()|//@aria-label|//@title|//@placeholder|//title/text()|//@alt")
    return {" ".join(t.split()) for t in texts} - {""}


def is_data(text: str) -> bool:
    """Whether some row holds the text: then it is what somebody wrote, in whatever language."""
    from django.apps import apps
    from django.db import models
    from django_scopes import scopes_disabled

    with scopes_disabled():
        return any(
            model._base_manager.filter(**{f"{field.name}__contains": text}).exists()
            for model in apps.get_models()
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField)
        )


@pytest.mark.parametrize("language", ["az", "en"])
def test_no_page_speaks_two_languages(whole_house: Any, language: str) -> None:
    from django.urls import reverse

    en, az = catalogue()
    foreign, own = (en, az) if language == "az" else (az, en)
    whole, pieces = split(foreign)
    whole -= {" ".join(t.split()) for t in own}
    pieces = {p for p in pieces if not any(p in o for o in own)}
    home, found = whole_house.home, {}
    clients = {who: whole_house.client(None if who == "guest" else who) for who in READERS}
    for client in clients.values():
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    for route, line in TABLE.items():
        who = next((one for one in READERS if line[WHO.index(one)] == "2"), None)
        if who is None or route in {*LOGGED, *OTHERS_WORDS}:
            continue
        given = [one.found(home) if isinstance(one, of) else one for one in ARGUMENTS.get(route, [])]
        answer = clients[who].get(reverse(route, args=given))
        if not answer.get("Content-Type", "").startswith("text/html"):
            continue
        said = spoken(answer.content)
        joined = "\n".join(said)
        for text in (said & whole) | {p for p in pieces if p in joined}:
            found.setdefault(text, set()).add(f"{route} as {who}")
    for text in [t for t in found if is_data(t)]:
        del found[text]
    assert not found, "\n".join(f"{text!r}: {sorted(where)[:4]}" for text, where in sorted(found.items()))
