"""By what a line of a plan is known: its code, its number, its first words. Azerbaijani and English."""

import re
from dataclasses import dataclass

from belediyye.core.text import fold

LETTERS = "A-ZÇƏĞIİÖŞÜ"
# "AV 1.1." and, with the number of a footnote grown into it, "PV2 1.1."
CODE = re.compile(
    rf"^(?P<prefix>[{LETTERS}]{{2,4}})(?P<note>\d)?\s*(?P<number>\d{{1,2}}(?:\.\d{{1,2}})+)\s*[.:)]?\s*(?P<text>.*)$",
    re.S,
)
OBJECTIVE = re.compile(
    r"^(?:vəzifə|VƏZİFƏ|Vəzifə|objective|Objective|OBJECTIVE)\s*(?P<number>\d{1,2}(?:\.\d{1,2})+)\s*[.:)]?\s*(?P<text>.*)$",
    re.S,
)
GOAL = re.compile(
    r"^(?:məqsəd|Məqsəd|MƏQSƏD|goal|Goal|GOAL)\s*(?P<number>\d{1,2})(?!\.\d)\s*[.:)]?\s*(?P<text>.*)$", re.S
)
NUMBERED = re.compile(r"^(?P<number>\d{1,2})\s*[.)]\s*(?P<text>[^\d].*)$", re.S)
BULLET = re.compile(r"^[·•▪◦∙*\-–—\uf0b7]+\s*(?P<text>.+)$", re.S)
MISSION = re.compile(
    r"^(?:missiya|Missiya|MİSSİYA|mission|Mission|MISSION)\w*\s*[:.–-]\s*(?P<text>.*)$", re.S
)
YEARS = re.compile(r"\b((?:19|20)\d{2})\b(?:\s*[-–—]\s*((?:19|20)\d{2})\b)?")
HEADERS = {
    "tarix",
    "ne vaxt",
    "vaxt",
    "muddet",
    "date",
    "when",
    "netice",
    "ne",
    "result",
    "what",
    "cavabdeh",
    "kim",
    "responsible",
    "who",
    "mesul",
    "icraci",
}


@dataclass(frozen=True)
class Mark:
    """What a line is: kind, its number or code, and the rest of its text."""

    kind: str
    code: str
    text: str
    oddity: str = ""


def joined(text: str) -> str:
    """Text on one line, single spaces."""
    return " ".join(text.split())


def mark_of(text: str) -> Mark | None:
    """What the line is by itself: a coded or plain objective, a goal, or nothing of the kind."""
    text = joined(text)
    plain = BULLET.match(text)
    bare = plain["text"] if plain else text
    if found := CODE.match(bare):
        odd = "" if re.match(rf"^[{LETTERS}]{{2,4}} \d", bare) else bare[: found.start("text")].strip()
        return Mark(
            "coded",
            f"{found['prefix']} {found['number']}",
            found["text"].strip(),
            "" if found["note"] else odd,
        )
    if found := OBJECTIVE.match(bare):
        return Mark("objective", found["number"], found["text"].strip(), _glued(bare))
    if found := GOAL.match(bare):
        return Mark("goal", found["number"], found["text"].strip(), _glued(bare))
    return None


def _glued(text: str) -> str:
    """The heading when its number has grown together with the word."""
    head = re.match(r"^[^\W\d]+", text)
    word = head.group() if head else ""
    glued = bool(re.match(r"^[^\W\d]+\d", text))
    return text[: len(word) + 3].strip(" .") if glued else ""


def numbered(text: str) -> tuple[int | None, str]:
    """A bullet or a number before a text, taken off: (number or None, text)."""
    text = joined(text)
    if found := BULLET.match(text):
        text = found["text"]
    if found := NUMBERED.match(text):
        return int(found["number"]), found["text"].strip()
    return None, text.strip()


def is_area_heading(text: str) -> bool:
    """A row of a table such as «· 2. Institutional development»: a number, alone in its row."""
    number, rest = numbered(text)
    return number is not None and len(rest) > 3


def is_header(text: str) -> bool:
    """A cell of the table's head: Tarix (Nə vaxt), Nəticə (Nə), Cavabdeh (Kim)."""
    words = {w for w in re.split(r"[()\s/]+", fold(text)) if w}
    return bool(words) and len(words) <= 4 and fold(re.split(r"[(\n/]", text)[0]) in HEADERS


def is_heading(text: str) -> bool:
    """Whether a cell stands alone in its row."""
    return mark_of(text) is not None or is_area_heading(text)


def years_in(text: str) -> tuple[int, int] | None:
    """The first years or span of years that a heading names: «2009-2012», «2009-cu ildən»."""
    plain = re.sub(r"-?(?:ci|cu|cı|cü)\b", "", text)
    found = YEARS.search(plain)
    if not found:
        return None
    return int(found[1]), int(found[2] or found[1])
