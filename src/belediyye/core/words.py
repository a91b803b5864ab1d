"""The words of the house: each room's catalogue in its own `locale`, compiled at start, checked for gaps.

Only the text form (.po) is kept in the repository. Compiling with Babel instead of GNU gettext means that a bare
machine needs nothing but Python.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po


class Phrase(NamedTuple):
    """One string for people, as it stands in the source: context, singular, plural."""

    context: str | None
    text: str
    plural: str | None


CALLS = {
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "_": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
    "npgettext_lazy": (0, 1, 2),
}


def catalogues(source: Path) -> list[Path]:
    """Every .po file under `source`, in order."""
    return sorted(source.glob("**/locale/*/LC_MESSAGES/*.po"))


def compile_catalogues(source: Path) -> None:
    """Writes the .mo beside each .po that is newer. A read-only disk with up-to-date files is fine."""
    for po in catalogues(source):
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        catalogue = read_po(po.open("rb"))
        part = mo.with_name(f".{mo.name}.part")
        with part.open("wb") as out:
            write_mo(out, catalogue)
        part.replace(mo)


def phrases_of_python(text: str) -> Iterator[Phrase]:
    """The phrases that a Python source marks for translation."""
    for node in ast.walk(ast.parse(text)):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name not in CALLS:
            continue
        context, single, plural = CALLS[name]
        words = [
            a.value if isinstance(a, ast.Constant) and isinstance(a.value, str) else None for a in node.args
        ]

        def at(place: int | None, words: list[str | None] = words) -> str | None:
            return words[place] if place is not None and place < len(words) else None

        if found := at(single):
            yield Phrase(at(context), found, at(plural))


_TEMPLATE_CALL = re.compile(
    r"""\b(?P<call>n?p?gettext|_)\(\s*(?P<args>(?:u?"(?:\\.|[^"\\])*"|u?'(?:\\.|[^'\\])*'|u?\"\"\".*?\"\"\"|[\s,]|[A-Za-z_0-9.]+)*)\)""",
    re.S,
)
_STRING = re.compile(r"""u?(?:\"{3}.*?\"{3}|'{3}.*?'{3}|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')""", re.S)


def phrases_of_template(text: str) -> Iterator[Phrase]:
    """The phrases of a Django template, through Django's own translation of templates into calls."""
    from django.utils.translation.template import templatize

    for match in _TEMPLATE_CALL.finditer(templatize(text)):
        strings = [ast.literal_eval(s.lstrip("u")) for s in _STRING.findall(match["args"])]
        context, single, plural = CALLS["gettext" if match["call"] == "_" else match["call"]]
        if len(strings) > max(p for p in (context, single, plural) if p is not None):
            yield Phrase(
                strings[context] if context is not None else None,
                strings[single],
                strings[plural] if plural is not None else None,
            )


def phrases(folder: Path) -> dict[Phrase, str]:
    """Every phrase under `folder` (tests apart) with the first file that uses it."""
    found: dict[Phrase, str] = {}
    for path in sorted(folder.rglob("*")):
        if "tests" in path.parts or "vendor" in path.parts or path.suffix not in {".py", ".html", ".txt"}:
            continue
        if path.suffix == ".py":
            read = phrases_of_python
        elif "templates" in path.parts:
            read = phrases_of_template
        else:
            continue
        for phrase in read(path.read_text("utf-8")):
            found.setdefault(phrase, path.relative_to(folder).as_posix())
    return found


def untranslated(folder: Path, known: set[tuple[str | None, str]]) -> list[Phrase]:
    """The phrases of `folder` that no catalogue translates. `known` = (context, text) pairs that one does."""
    return [p for p in phrases(folder) if (p.context, p.text) not in known]


def translations(source: Path, language: str) -> set[tuple[str | None, str]]:
    """(context, text) of every phrase with a full, not fuzzy translation into `language` in the house."""
    known: set[tuple[str | None, str]] = set()
    for po in catalogues(source):
        if po.parts[-3] != language:
            continue
        for message in read_po(po.open("rb")):
            if message.id and not message.fuzzy:
                text = message.id if isinstance(message.id, str) else message.id[0]
                strings = [message.string] if isinstance(message.string, str) else list(message.string)
                if all(strings):
                    known.add((message.context or None, text))
    return known


def add_missing(room: Path, language: str, known: set[tuple[str | None, str]]) -> int:
    """Appends the room's phrases that nobody translates to the room's own catalogue, empty; returns how many."""
    from babel.messages.catalog import Catalog

    po = room / "locale" / language / "LC_MESSAGES" / "django.po"
    catalogue = read_po(po.open("rb")) if po.exists() else Catalog(locale=language, project="belediyye")
    missing = untranslated(room, known)
    for phrase in missing:
        key = phrase.text if phrase.plural is None else (phrase.text, phrase.plural)
        if phrase.text not in catalogue:
            catalogue.add(key, context=phrase.context)
    if missing:
        po.parent.mkdir(parents=True, exist_ok=True)
        with po.open("wb") as out:
            write_po(out, catalogue, width=110, omit_header=False)
    return len(missing)
