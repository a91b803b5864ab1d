"""Reading and writing vCard 3.0 (RFC 2426) and 4.0 (RFC 6350): the properties that a list of contacts needs. Pure.

What programs get wrong is read as meant: 2.1 files of old telephones (quoted-printable, charset), groups
(`item1.EMAIL`), lines folded in the middle of a letter, missing END. What cannot be read is told with its line.
"""

import quopri
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

_ESCAPED = re.compile(r"\\(.)")
_LINE = re.compile(
    r"(?:(?P<group>[\w-]+)\.)?(?P<name>[A-Za-z][\w-]*)(?P<params>(?:;(?:[^:\";]|\"[^\"]*\")*)*):(?P<value>.*)",
    re.S,
)


@dataclass
class Card:
    """One person of a file; `line` is where the card begins, from 1."""

    line: int
    surname: str = ""
    name: str = ""
    patronymic: str = ""
    full: str = ""
    organisation: str = ""
    post: str = ""
    emails: list[str] = field(default_factory=list)
    telephones: list[str] = field(default_factory=list)
    address: str = ""
    note: str = ""
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Property:
    name: str
    params: dict[str, str]
    value: str


def _text(data: bytes) -> str:
    for encoding in ("utf-8-sig", "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8", "cp1254"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _unfold(data: bytes) -> list[tuple[int, str]]:
    """The logical lines with the number of their first physical line. A folded line goes on after a space or tab."""
    lines: list[tuple[int, str]] = []
    soft = False
    for number, line in enumerate(re.split(r"\r\n|\n|\r", _text(data)), 1):
        if lines and soft:
            lines[-1] = (lines[-1][0], lines[-1][1][:-1] + line)
        elif lines and line[:1] in (" ", "\t"):
            lines[-1] = (lines[-1][0], lines[-1][1] + line[1:])
        else:
            lines.append((number, line))
        # Quoted-printable of vCard 2.1 goes on after a final "=".
        soft = lines[-1][1].endswith("=") and "QUOTED-PRINTABLE" in lines[-1][1].upper().partition(":")[0]
    return [(number, line) for number, line in lines if line.strip()]


def _property(line: str) -> _Property | None:
    match = _LINE.fullmatch(line)
    if not match:
        return None
    params: dict[str, str] = {}
    for part in re.findall(r";((?:[^:\";]|\"[^\"]*\")*)", match["params"]):
        key, _, value = part.partition("=")
        # vCard 2.1 writes types bare: TEL;CELL:…
        params[(key if value else "TYPE").upper()] = (value or key).strip('"')
    value = match["value"]
    if (
        params.get("ENCODING", "").upper() == "QUOTED-PRINTABLE"
        or params.get("TYPE", "").upper() == "QUOTED-PRINTABLE"
    ):
        value = quopri.decodestring(value.encode()).decode(params.get("CHARSET", "utf-8"), "replace")
    return _Property(match["name"].upper(), params, value)


def _plain(text: str) -> str:
    return _ESCAPED.sub(lambda m: "\n" if m[1] in "nN" else m[1], text).strip()


def _parts(value: str, separator: str = ";") -> list[str]:
    """The components of a structured value; an escaped separator does not part."""
    # A backslash takes the sign after it along, so that an escaped backslash before a separator parts all the same.
    found = re.finditer(rf"((?:\\.|[^\\{separator}]|\\$)*)({separator}|$)", value, re.S)
    parts = []
    for one in found:
        parts.append(one[1])
        if not one[2]:
            break
    return [_plain(part) for part in parts]


def read_cards(data: bytes) -> list[Card]:
    """Every card of a file, with the problems of each (codes: `line N`, `no end`, `no name`). Empty for no vCard."""
    cards: list[Card] = []
    card: Card | None = None
    for number, line in _unfold(data):
        one = _property(line)
        if one is None:
            if card is not None:
                card.problems.append(f"line {number}")
        elif one.name == "BEGIN" and one.value.strip().upper() == "VCARD":
            if card is not None:
                card.problems.append("no end")
            card = Card(number)
            cards.append(card)
        elif one.name == "END" and one.value.strip().upper() == "VCARD":
            card = None
        elif card is not None:
            _take(card, one)
    if card is not None:
        card.problems.append("no end")
    for card in cards:
        _name(card)
    return cards


def _take(card: Card, one: _Property) -> None:
    if one.name == "N":
        surname, name, more = [*_parts(one.value), "", "", ""][:3]
        card.surname, card.name, card.patronymic = surname, name, more
    elif one.name == "FN":
        card.full = card.full or _plain(one.value)
    elif one.name == "ORG":
        card.organisation = card.organisation or ", ".join(filter(None, _parts(one.value)[:1]))
    elif one.name in {"TITLE", "ROLE"}:
        card.post = card.post or _plain(one.value)
    elif one.name == "EMAIL":
        address = _plain(one.value).removeprefix("mailto:")
        if address:
            card.emails.append(address)
    elif one.name == "TEL":
        number = _plain(one.value).removeprefix("tel:").partition(";")[0]
        if number:
            card.telephones.append(number)
    elif one.name == "ADR":
        card.address = card.address or ", ".join(filter(None, _parts(one.value)))
    elif one.name == "NOTE":
        card.note = "\n".join(filter(None, [card.note, _plain(one.value)]))


def _name(card: Card) -> None:
    """Where N is missing, the formatted name is parted: the last word is taken as the surname."""
    if not card.surname and not card.name and card.full:
        *first, last = card.full.split()
        card.surname, card.name = last, " ".join(first)
    if not card.surname and card.name:
        card.surname, card.name = card.name, ""
    if not card.surname:
        card.problems.append("no name")


def _escaped(text: str) -> str:
    return re.sub(r"([\\;,])", r"\\\1", text).replace("\r\n", "\n").replace("\n", "\\n")


def _folded(line: str) -> str:
    """At most 75 bytes a line, never cut inside a letter."""
    rows, row = [], b""
    for char in line:
        data = char.encode()
        if len(row) + len(data) > (75 if not rows else 74):
            rows.append(row)
            row = b""
        row += data
    return "\r\n ".join(part.decode() for part in [*rows, row])


def write_cards(cards: Iterable[Card]) -> bytes:
    """The cards as vCard 4.0, UTF-8; `read_cards` gives the same values back."""
    out = []
    for card in cards:
        lines = ["BEGIN:VCARD", "VERSION:4.0"]
        lines.append(
            f"FN:{_escaped(card.full or ' '.join(filter(None, [card.surname, card.name, card.patronymic])))}"
        )
        lines.append(f"N:{_escaped(card.surname)};{_escaped(card.name)};{_escaped(card.patronymic)};;")
        lines += [f"ORG:{_escaped(card.organisation)}"] if card.organisation else []
        lines += [f"TITLE:{_escaped(card.post)}"] if card.post else []
        lines += [f"EMAIL:{_escaped(email)}" for email in card.emails]
        lines += [f"TEL;VALUE=text:{_escaped(number)}" for number in card.telephones]
        lines += [f"ADR:;;{_escaped(card.address)};;;;"] if card.address else []
        lines += [f"NOTE:{_escaped(card.note)}"] if card.note else []
        out += [*lines, "END:VCARD"]
    return "".join(f"{_folded(line)}\r\n" for line in out).encode()
