"""Dates of a plan as people write them: months, several months, ranges across years, whole years, quarters, «regular».

Pure. What cannot be read is kept and named, never guessed: `When.doubts` says which rule and why.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches

from belediyye.core.period import MONTH_NAMES, Days, Month
from belediyye.core.text import fold

MONTHS = {fold(name): number for names in MONTH_NAMES.values() for number, name in enumerate(names, 1)}
SHORT = {name[:3]: number for name, number in MONTHS.items()}
SHORT |= {"sen": 9, "sept": 9, "avq": 8}
REGULAR = ("muntezem", "mutemadi", "daimi", "davamli", "fasilesiz", "her ay", "her il", "her hefte", "her rub", "her gun",
           "regular", "ongoing", "continuous", "permanent", "monthly", "quarterly", "weekly", "annually")  # fmt: skip
QUARTER = re.compile(r"\b(iv|i{1,3}|[1-4])(?:-?(?:ci|cu))? (?:rub|kvartal|quarter)\w*")
HALF = re.compile(r"\b(i{1,2}|[12])(?:-?(?:ci|cu))? yarimil\w*")
ISO = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
DOTTED = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
TOKEN = re.compile(r"@\d+-\d+-\d+|q[1-4]@|h[12]@|\d{1,4}|[a-z]+|[-;,\n]")
SILENT = {
    "il",
    "ili",
    "ilin",
    "iller",
    "illeri",
    "ilde",
    "ci",
    "cu",
    "of",
    "the",
    "year",
    "years",
    "ve",
    "and",
    "in",
    "ile",
    "qeder",
    "erzinde",
    "ayi",
    "ayinda",
    "ayinin",
}


@dataclass(frozen=True)
class When:
    """When something is to be done: the file's own words, whether it is regular, the closed periods read from them.

    `doubts` are pairs (rule, sentence). Two are equal when words, regularity and periods are.
    """

    text: str
    regular: bool = False
    periods: tuple[Days, ...] = ()
    doubts: tuple[tuple[str, str], ...] = field(default=(), compare=False)

    @property
    def first(self) -> date | None:
        return min((p.first for p in self.periods), default=None)

    @property
    def last(self) -> date | None:
        return max((p.last for p in self.periods if p.last), default=None)


@dataclass
class _Point:
    """A day, a month, a quarter, a half or a year; the year may still be missing."""

    months: tuple[int, int]
    year: int | None
    day: int | None = None

    def first(self) -> date:
        return date(self.year or 1, self.months[0], self.day or 1)

    def last(self) -> date:
        month = Month(self.year or 1, self.months[1])
        return date(self.year or 1, self.months[1], self.day) if self.day else month.last


def looks_like_when(text: str) -> bool:
    """Whether a cell can only be a date: regular, or something read and nothing left over."""
    when = read_when(text)
    unread = any(rule in {"date-unread", "date-missing"} for rule, _ in when.doubts)
    return len(text) < 120 and bool(when.regular or when.periods) and not unread


def read_when(text: str) -> When:
    """Reads a date cell. Never raises: what is doubtful is in `doubts`."""
    shown = "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
    plain = "\n".join(fold(line) for line in shown.splitlines())
    doubts: list[tuple[str, str]] = []
    if not plain.strip():
        return When("", doubts=(("date-missing", "The activity has no date."),))
    regular = any(word in plain for word in REGULAR)
    for word in REGULAR:
        plain = plain.replace(word, " ")
    chains = [_read_chain(part, shown, doubts) for part in _split(_tokens(plain, shown, doubts))]
    periods = _periods([c for c in chains if c], shown, doubts)
    if not periods and not regular and not doubts:
        doubts.append(("date-unread", f"“{shown}” could not be read as a date."))
    _small_forms(shown, doubts)
    return When(shown, regular, tuple(periods), tuple(doubts))


def _small_forms(shown: str, doubts: list[tuple[str, str]]) -> None:
    month_then_year = re.findall(r"([^\W\d_]{3,})\s+\d{4}", shown)
    if any(fold(w) in MONTHS for w in month_then_year) and not re.search(
        r"\d{1,2}\s+[^\W\d_]{3,}\s+\d{4}", shown
    ):
        doubts.append(("date-punctuation", f"“{shown}”: the comma between month and year is missing."))
    names = [w for w in re.findall(r"[^\W\d_]{3,}", shown) if fold(w) in MONTHS]
    if len({w[0].isupper() for w in names}) > 1:
        doubts.append(
            ("spelling-variant", f"“{shown}”: months are written with and without a capital letter.")
        )


def _tokens(plain: str, shown: str, doubts: list[tuple[str, str]]) -> list[str]:
    roman = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
    plain = ISO.sub(lambda m: f" @{int(m[3])}-{int(m[2])}-{m[1]} ", plain)
    plain = DOTTED.sub(lambda m: f" @{int(m[1])}-{int(m[2])}-{m[3]} ", plain)
    plain = QUARTER.sub(lambda m: f" q{roman.get(m[1], m[1])}@ ", plain)
    plain = HALF.sub(lambda m: f" h{roman.get(m[1], m[1])}@ ", plain)
    plain = re.sub(r"(\d{4})-?(?:ci|cu)\b", r"\1", plain)
    # 1-15 may: both days belong to the month.
    plain = re.sub(r"\b(\d{1,2}) ?- ?(\d{1,2}) ([a-z]{3,})", r"\1 \3 - \2 \3", plain)
    found = []
    for token in TOKEN.findall(plain):
        if not token[0].isalpha() or token.endswith("@"):
            found.append(token)
        elif token not in SILENT:
            if month := _month(token, shown, doubts):
                found.append(f"m{month}")
            else:
                doubts.append(
                    ("date-unread", f"“{token}” in “{shown}” was not understood; the words are kept.")
                )
    return found


def _month(word: str, shown: str, doubts: list[tuple[str, str]]) -> int | None:
    for name, number in MONTHS.items():
        # Case endings: martda, iyunun, dekabradek.
        if word == name or (word.startswith(name) and len(word) - len(name) <= 5 and len(name) > 2):
            return number
    if word in SHORT:
        return SHORT[word]
    close = get_close_matches(word, MONTHS, 1, 0.8) if len(word) > 3 else []
    if close:
        doubts.append(("date-spelling", f"“{word}” in “{shown}” was read as {close[0]}."))
        return MONTHS[close[0]]
    return None


def _split(tokens: list[str]) -> list[list[str]]:
    """Parts between commas, semicolons and ends of lines; a comma before a year or after a dash binds instead."""
    parts: list[list[str]] = [[]]
    for place, sign in enumerate(tokens):
        after = tokens[place + 1] if place + 1 < len(tokens) else ""
        if sign in {",", ";", "\n"}:
            year_next = (
                re.fullmatch(r"\d{4}", after) and parts[-1] and not re.fullmatch(r"\d{4}", parts[-1][-1])
            )
            if (year_next and sign != ";") or after == "-" or (parts[-1] and parts[-1][-1] == "-"):
                continue
            parts.append([])
        else:
            parts[-1].append(sign)
    return [p for p in parts if p]


def _read_chain(tokens: list[str], shown: str, doubts: list[tuple[str, str]]) -> list[list[_Point]]:
    """Ranges (two points) and single points of one part; a range cut off at an end is said."""
    while tokens and tokens[0] == "-":
        tokens = tokens[1:]
        doubts.append(("open-range", f"“{shown}”: the range has no beginning."))
    sides: list[list[str]] = [[]]
    for sign in tokens:
        if sign == "-":
            sides.append([])
        else:
            sides[-1].append(sign)
    if len(sides) > 1 and not sides[-1]:
        doubts.append(
            ("open-range", f"“{shown}”: the range is cut off, its end is missing; what stands is kept.")
        )
        sides = [s for s in sides if s]
    points = [_points(side, shown, doubts) for side in sides]
    if len(points) == 2 and points[0] and points[1]:
        whole = [*([p] for p in points[0][:-1]), [points[0][-1], points[1][0]], *([p] for p in points[1][1:])]
        return whole
    if len(points) > 2:
        doubts.append(("date-unread", f"“{shown}” has several dashes; the first and the last end are taken."))
        return [[points[0][0], points[-1][-1]]] if points[0] and points[-1] else []
    return [[p] for side in points for p in side]


def _points(tokens: list[str], shown: str, doubts: list[tuple[str, str]]) -> list[_Point]:
    points: list[_Point] = []
    day: int | None = None
    for token in tokens:
        if token.startswith("@"):
            d, m, y = (int(x) for x in token[1:].split("-"))
            points.append(_Point((m, m), y, d))
        elif token.startswith("m"):
            month = int(token[1:])
            _place(points, _Point((month, month), None, day))
            day = None
        elif token[0] in "qh":
            size = 3 if token[0] == "q" else 6
            end = int(token[1]) * size
            _place(points, _Point((end - size + 1, end), None))
        elif len(token) == 4 and points and points[-1].year is None:
            points[-1].year = int(token)
        elif len(token) == 4:
            points.append(_Point((1, 12), int(token)))
        elif len(token) <= 2 and 1 <= int(token) <= 31 and day is None:
            day = int(token)
        else:
            doubts.append(("date-unread", f"“{token}” in “{shown}” was not understood; the words are kept."))
    if day is not None:
        doubts.append(("date-unread", f"“{day}” in “{shown}” belongs to no month; the words are kept."))
    return points


def _place(points: list[_Point], point: _Point) -> None:
    """Adds a point; a whole year just before it was only its year (2009-cu ilin mart ayı)."""
    if points and points[-1].year and points[-1].months == (1, 12):
        point.year = points.pop().year
    points.append(point)


def _periods(chains: list[list[list[_Point]]], shown: str, doubts: list[tuple[str, str]]) -> list[Days]:
    spans = [span for chain in chains for span in chain]
    flat = [p for span in spans for p in span]
    if flat and all(p.year is None for p in flat):
        doubts.append(("date-no-year", f"“{shown}” names no year."))
        return []
    for place, point in enumerate(flat):
        if point.year is None:
            later = next((p.year for p in flat[place + 1 :] if p.year), None)
            point.year = later or next(p.year for p in reversed(flat[:place]) if p.year)
    periods = []
    for span in spans:
        try:
            periods.append(_closed(span[0], span[-1], shown, doubts))
        except ValueError:
            doubts.append(("date-unread", f"“{shown}” has a day that no calendar knows."))
    return periods


def _closed(start: _Point, end: _Point, shown: str, doubts: list[tuple[str, str]]) -> Days:
    if start.first() > end.last() and start.year == end.year:
        # November–February 2010: the beginning belongs to the year before.
        start.year = (start.year or 1) - 1
        doubts.append(("range-wraps", f"“{shown}”: the range was read as beginning in the year before."))
    elif start.first() > end.last():
        doubts.append(
            ("range-backwards", f"“{shown}”: the range ends before it begins; the ends were turned round.")
        )
        start, end = end, start
    return Days(start.first(), end.last())
