"""From a file of contacts to lines with their problems: workbooks, CSV and vCard. Writes nothing."""

import re
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from belediyye.alliance.relations.actions.contacts import ReadRow
from belediyye.alliance.relations.queries.contacts import known_as, plain_telephone
from belediyye.alliance.relations.tongue import language
from belediyye.alliance.relations.vcard import Card, read_cards
from belediyye.core.documents.sheets import UnreadableFile, as_text, read_table
from belediyye.core.text import fold

HEADINGS = {
    "surname": ["soyad", "soyadı", "surname", "last name", "family name"],
    "name": ["ad", "adı", "name", "first name", "given name"],
    "patronymic": ["ata adı", "atasının adı", "patronymic", "middle name"],
    "full": [
        "ad soyad",
        "soyad ad",
        "soyadı, adı",
        "S.A.A.",
        "ad, soyad",
        "full name",
        "adı, soyadı, ata adı",
    ],
    "email": ["e-poçt", "elektron poçt", "e-mail", "email", "poçt ünvanı"],
    "telephone": ["telefon", "mobil", "əlaqə nömrəsi", "telephone", "phone", "mobile"],
    "organisation": ["təşkilat", "qurum", "iş yeri", "bələdiyyə", "organisation", "organization", "company"],
    "post": ["vəzifə", "vəzifəsi", "post", "position", "title", "job title"],
    "address": ["ünvan", "address"],
    "note": ["qeyd", "qeydlər", "note", "notes"],
}
LONGEST = {
    "surname": 80,
    "name": 80,
    "patronymic": 80,
    "telephone": 60,
    "address": 250,
    "organisation": 200,
    "post": 160,
}


class UnreadableContacts(Exception):
    """The file holds no contacts that can be read; the text says why, for people."""


def read_contacts(path: Path, data: bytes) -> list[ReadRow]:
    """The lines of a file, each with its problems in words. Raises UnreadableContacts."""
    if b"BEGIN:VCARD" in data[:4096].upper().replace(b"\0", b""):
        rows = [_of_card(card) for card in read_cards(data)]
    else:
        rows = _of_table(path)
    if not rows:
        raise UnreadableContacts(_("The file has no line with a contact."))
    return _repeated(rows)


def _of_table(path: Path) -> list[ReadRow]:
    try:
        table = read_table(path, HEADINGS)
        if "surname" not in table.columns and "full" not in table.columns:
            raise UnreadableContacts(
                _("No column is headed with a surname (“Soyad”) or a full name (“Ad, soyad”).")
            )
        return [
            _checked(row.number, {key: as_text(cell) for key, cell in row.cells.items()}, []) for row in table
        ]
    except UnreadableFile as error:
        raise UnreadableContacts(error.words[language()]) from error


def _of_card(card: Card) -> ReadRow:
    words = {"no end": _("the card has no end"), "no name": _("there is no name")}
    problems = [
        words.get(p) or _("line %(number)s cannot be read") % {"number": p.removeprefix("line ")}
        for p in card.problems
    ]
    values = {
        "surname": card.surname, "name": card.name, "patronymic": card.patronymic,
        "email": card.emails[0] if card.emails else "", "telephone": ", ".join(card.telephones[:2]),
        "organisation": card.organisation, "post": card.post, "address": card.address, "note": card.note,
    }  # fmt: skip
    return _checked(card.line, values, problems)


def _checked(line: int, raw: dict[str, str], problems: list[str]) -> ReadRow:
    values = {key: " ".join(raw.get(key, "").split()) for key in HEADINGS}
    full = values.pop("full")
    if not values["surname"] and full:
        values["surname"], _space, rest = full.partition(" ")
        values["name"], _space, values["patronymic"] = rest.partition(" ")
    problems = list(problems)
    if not values["surname"] and _("there is no name") not in problems:
        problems.append(_("there is no name"))
    if values["email"]:
        try:
            validate_email(values["email"])
        except ValidationError:
            problems.append(_("“%(text)s” is no e-mail address") % {"text": values["email"]})
    if values["telephone"] and len(re.sub(r"\D", "", values["telephone"])) < 7:
        problems.append(_("“%(text)s” is no telephone number") % {"text": values["telephone"]})
    for key, most in LONGEST.items():
        if len(values[key]) > most:
            problems.append(
                _("the value is longer than %(most)s signs: %(key)s") % {"most": most, "key": key}
            )
    known = (
        None
        if problems
        else known_as(values["surname"], values["name"], values["email"], values["telephone"])
    )
    return ReadRow(line=line, **values, problems=tuple(problems), same_as=known.pk if known else None)


def _repeated(rows: list[ReadRow]) -> list[ReadRow]:
    """Marks a line that repeats an earlier one of the same file."""
    seen: dict[tuple[str, str], int] = {}
    marked = []
    for row in rows:
        name = fold(f"{row.surname} {row.name}")
        keys = [(name, key) for key in (row.email.casefold(), plain_telephone(row.telephone)) if key]
        earlier = next((seen[key] for key in keys if key in seen), None)
        if earlier is not None:
            repeats = _("the same person as in line %(line)s") % {"line": earlier}
            row = ReadRow(**{**row.__dict__, "problems": (*row.problems, repeats)})
        for key in keys:
            seen.setdefault(key, row.line)
        marked.append(row)
    return marked
