"""Every string for people is in Azerbaijani and in English, and the machine form of the catalogues is whole."""

import re
from pathlib import Path

from babel.messages.pofile import read_po

from belediyye.core import words

SOURCE = Path(__file__).resolve().parents[1] / "src" / "belediyye"


def django_words() -> set[tuple[str | None, str]]:
    """What Django and allauth themselves say in Azerbaijani."""
    import allauth
    import django

    known = set()
    for package in (django, allauth):
        known |= words.translations(Path(package.__file__).parent, "az")
    return known


def test_nothing_is_untranslated() -> None:
    known = words.translations(SOURCE, "az") | django_words()
    missing = words.untranslated(SOURCE, known)
    assert not missing, (
        f"{len(missing)} strings have no Azerbaijani, first {missing[:5]}; ./run words adds them to the catalogues"
    )


def test_placeholders_survive_translation() -> None:
    wrong = []
    for po in words.catalogues(SOURCE):
        for message in read_po(po.open("rb")):
            if not message.id or not message.string:
                continue
            ids = [message.id] if isinstance(message.id, str) else list(message.id)
            strings = [message.string] if isinstance(message.string, str) else list(message.string)
            wanted = set().union(*(re.findall(r"%\(\w+\)[sd]", i) for i in ids))
            wrong += [(po.name, s) for s in strings if s and set(re.findall(r"%\(\w+\)[sd]", s)) - wanted]
            wrong += [
                (po.name, ids[0]) for s in strings[-1:] if s and wanted - set(re.findall(r"%\(\w+\)[sd]", s))
            ]
    assert not wrong


def test_no_phrase_is_translated_twice_differently() -> None:
    seen: dict[tuple[str, str | None, str], tuple[str, str]] = {}
    twice = []
    for po in words.catalogues(SOURCE):
        for message in read_po(po.open("rb")):
            if isinstance(message.id, str) and message.id and message.string:
                key = (po.parts[-3], message.context, message.id)
                if key in seen and seen[key][0] != message.string:
                    twice.append((message.id, seen[key], (message.string, str(po.relative_to(SOURCE)))))
                seen.setdefault(key, (str(message.string), str(po.relative_to(SOURCE))))
    assert not twice


def test_the_reader_of_templates_finds_what_django_finds() -> None:
    text = """{% load i18n %}{% translate "One" %}{% blocktranslate count n=3 %}{{ n }} line{% plural %}{{ n }} lines{% endblocktranslate %}
    {% translate "Open" context "door" %}{{ _("Three")|upper }}"""
    found = set(words.phrases_of_template(text))
    assert words.Phrase(None, "One", None) in found
    assert words.Phrase(None, "%(n)s line", "%(n)s lines") in found
    assert words.Phrase("door", "Open", None) in found
    assert words.Phrase(None, "Three", None) in found


# One-word messages that several rooms say with one meaning, as somebody has looked at them. A short word means different
# things in different rooms ("Post" is a button and a job, "For" a vote and a purpose) and has one translation.
SHARED = Path(__file__).with_name("words_shared.txt")


def test_a_short_word_shared_by_rooms_was_looked_at_or_has_a_context() -> None:
    said: dict[str, set[str]] = {}
    rooms = [p.parent for p in SOURCE.glob("*/*/__init__.py") if p.parent.parent.name != "core"]
    for room in (*rooms, SOURCE / "core"):
        for phrase in words.phrases(room):
            if phrase.context is None and " " not in phrase.text:
                said.setdefault(phrase.text, set()).add(room.relative_to(SOURCE).as_posix())
    seen = set(SHARED.read_text("utf-8").split("\n"))
    new = {text: sorted(where) for text, where in said.items() if len(where) > 1 and text not in seen}
    assert not new, (
        f"shared by several rooms: {new}. Same meaning in all of them: add the word to {SHARED.name}; "
        "another meaning: give it a context or say more than one word."
    )
