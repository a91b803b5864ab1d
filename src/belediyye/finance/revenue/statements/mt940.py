"""MT940: the customer statement of SWIFT as banks really write it — with or without envelope, long lines, odd endings."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from belediyye.finance.revenue.statements.facts import BadStatement, Balance, Line, Statement, amount_of

_TAG: Final = re.compile(r"^:(NS|\d{2}[A-Z]?):", re.MULTILINE)
_BALANCE: Final = re.compile(r"\s*([DC])\s*(\d{6})\s*([A-Z]{3})\s*([\d.]*,?\d*)\s*")
_MOVE: Final = re.compile(
    r"""(?P<value>\d{6})(?P<booked>\d{4})?
        (?P<sign>R?[DC])(?P<funds>[A-Z])??(?P<amount>\d+(?:,\d*)?)
        (?P<code>[A-Z][A-Z0-9 ]{3})?
        (?P<owner>.*?)(?://(?P<bank>[^\n]*))?\s*$""",
    re.VERBOSE,
)
_SUB: Final = re.compile(r"[?>](\d{2})")
_REFERENCE: Final = re.compile(r"\bRF\d{2}[A-Z0-9]{1,21}\b")
_ACCOUNT: Final = re.compile(r"\b[A-Z]{2}\d{2}[A-Z0-9]{10,30}\b")


def looks_like_mt940(content: bytes) -> bool:
    """Whether any of the tags that a statement is made of stands at the beginning of a line."""
    return (
        re.search(rb"(?m)^:(20|25|28C?|60[FM]|61|62[FM]|86):", content[:4000].replace(b"\r", b"")) is not None
    )


@dataclass
class _Draft:
    """A statement while its tags are read."""

    account: str = ""
    number: str = ""
    opening: Balance | None = None
    closing: Balance | None = None
    lines: list[Line] = field(default_factory=list)


def read_mt940(content: bytes, name: str) -> list[Statement]:
    """The statements of a file. Raises `BadStatement` for a line that cannot be read: nothing is skipped."""
    drafts: list[_Draft] = []
    now: _Draft | None = None
    for tag, body in _fields(_decoded(content)):
        if tag == "20" or (now is not None and now.closing is not None and tag in ("25", "60F", "60M")):
            now = _Draft()
            drafts.append(now)
        if now is None:
            now = _Draft()
            drafts.append(now)
        _take(now, tag, body)
    whole = [d for d in drafts if d.account or d.opening or d.closing or d.lines]
    if not whole:
        raise BadStatement("no_statement", name)
    if any(not d.account or d.opening is None or d.closing is None for d in whole):
        raise BadStatement("incomplete", name)
    return [_statement(d) for d in whole]


def _statement(d: _Draft) -> Statement:
    assert d.opening is not None
    return Statement("MT940", d.number, d.account, d.opening.currency, tuple(d.lines), d.opening, d.closing)


def _decoded(content: bytes) -> str:
    for code in ("utf-8-sig", "cp1254"):
        try:
            return content.decode(code).replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")


def _fields(text: str) -> list[tuple[str, str]]:
    """The tags in their order; what ends a message (a line of “-” or “-}…”) belongs to none."""
    marks = list(_TAG.finditer(text))
    found = []
    for mark, following in zip(marks, [*marks[1:], None], strict=True):
        body = text[mark.end() : following.start() if following else len(text)]
        body = re.split(r"(?m)^-(?:\}.*|XXX|\s*)?$", body)[0]
        found.append((mark[1], body.strip("\n")))
    return found


def _take(now: _Draft, tag: str, body: str) -> None:
    if tag == "25":
        now.account = body.strip()
    elif tag in ("28", "28C"):
        now.number = body.strip()
    elif tag in ("60F", "60M"):
        now.opening = _balance(body)
    elif tag in ("62F", "62M"):
        now.closing = _balance(body)
    elif tag == "61":
        now.lines.append(_move(body, len(now.lines), now.opening.currency if now.opening else ""))
    elif tag == "86" and now.lines and now.closing is None:
        now.lines[-1] = _described(now.lines[-1], body)


def _balance(body: str) -> Balance:
    found = _BALANCE.match(body)
    if found is None:
        raise BadStatement("line", body[:60])
    sign, day, currency, amount = found.groups()
    value = amount_of(amount or "0", currency)
    return Balance(value if sign == "C" else -value, currency, _day(day))


def _day(text: str) -> date:
    # Two digits of the year: banks have no statements from before 1970.
    year = int(text[:2])
    try:
        return date(2000 + year if year < 70 else 1900 + year, int(text[2:4]), int(text[4:6]))
    except ValueError:
        raise BadStatement("day", text) from None


def _booked(text: str | None, value: date) -> date:
    """The booking day has no year: the one that brings it nearest to the value day."""
    if not text:
        return value
    found = []
    for year in (value.year - 1, value.year, value.year + 1):
        try:
            found.append(date(year, int(text[:2]), int(text[2:])))
        except ValueError:
            continue
    if not found:
        raise BadStatement("day", text)
    return min(found, key=lambda d: abs(d - value) / timedelta(days=1))


def _move(body: str, place: int, currency: str) -> Line:
    first, _, rest = body.partition("\n")
    found = _MOVE.match(first.rstrip())
    if found is None:
        raise BadStatement("line", first[:60])
    amount = amount_of(found["amount"], currency)
    # RD takes a debit back: money comes; RC takes a credit back.
    plus = found["sign"] in ("C", "RD")
    value = _day(found["value"])
    owner = (found["owner"] or "").strip()
    reference = (found["bank"] or "").strip() or ("" if owner == "NONREF" else owner)
    return Line(
        place, amount if plus else -amount, currency, _booked(found["booked"], value), value, reference,
        text=" ".join(t for t in ("" if owner == "NONREF" else owner, " ".join(rest.split())) if t), is_reversal=found["sign"].startswith("R"),
    )  # fmt: skip


def _described(line: Line, body: str) -> Line:
    """The line with what its :86: says: sub-fields ?20–?29 and ?60–?63 are text, ?31 the account, ?32–?33 the name."""
    marks = list(_SUB.finditer(body))
    name = account = ""
    if marks and marks[0].start() <= 6:
        joined = body.replace("\n", "")
        parts = _SUB.split(joined)
        said = {}
        for code, text in zip(parts[1::2], parts[2::2], strict=True):
            said[int(code)] = said.get(int(code), "") + text
        text = (
            "".join(said[n] for n in sorted(said) if n == 0 or 20 <= n <= 29 or 60 <= n <= 63)
            if said
            else joined
        )
        name = " ".join((said.get(32, "") + said.get(33, "")).split())
        account = (said.get(38, "") or said.get(31, "")).replace(" ", "")
    else:
        text = " ".join(body.split())
    whole = " ".join(t for t in (line.text, " ".join(text.split())) if t)
    structured = _REFERENCE.search(whole)
    iban = "" if account else next(iter(_ACCOUNT.findall(whole)), "")
    return Line(
        line.place, line.amount, line.currency, line.booked, line.value, line.reference, structured[0] if structured else "",
        name or line.name, account or iban or line.account, whole, line.is_booked, line.is_reversal,
    )  # fmt: skip
