"""One row of a roll: its cells become the stored columns of the book, or refusals with their reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from belediyye.finance.rules.book.columns import BY_FACT, RELIEFS, USES_OF
from belediyye.finance.rules.book.facts import ownership
from belediyye.finance.rules.roll import cells as read
from belediyye.finance.rules.roll.choices import code_of, codes_of, said
from belediyye.finance.rules.roll.columns import Headings
from belediyye.finance.rules.roll.reasons import CellRefused, Refusal, refusal
from belediyye.finance.rules.roll.source import BrokenRow

_NUMBERS: Final = (
    "baku_zone", "area_m2", "inventory_value_azn", "points_per_ha", "engine_cm3", "market_price_azn", "volume_m3",
    "profit_azn",
)  # fmt: skip
_CHOICES: Final = ("object_kind", "use", "place_class")
_FIRST_DAY: Final = date(1800, 1, 1)
_LAST_DAY: Final = date(2199, 12, 31)
_REMEMBERED: Final = 5000
_RELIEF_FLAGS: Final = {code: f"relief_{code}" for code in RELIEFS}


@dataclass(slots=True)
class Facts:
    """A row that could be read: who, what, and the stored columns that the law asks for.

    ``owned`` are the first and last day of ownership where given. ``share`` is as written.
    """

    row: int
    taxpayer_id: str = ""
    taxpayer_name: str = ""
    object_id: str = ""
    address: str = ""
    stored: dict[str, Any] = field(default_factory=dict)
    share: tuple[int, int] = (1, 1)
    owned: tuple[date | None, date | None] = (None, None)


class Checker:
    """Reads the rows of one roll, by its headings, for one year."""

    def __init__(self, headings: Headings, year: int) -> None:
        self._year = year
        self._width = headings.width
        self._places = headings.places
        numbers = [n for n in _NUMBERS if n in headings.places]
        self._numbers = [(n, headings.places[n], _number_of(n)) for n in numbers]
        self._choices = [
            (n, headings.places[n], dict[object, str]()) for n in _CHOICES if n in headings.places
        ]
        self._texts = [(n, headings.places[n]) for n in ("taxpayer_id", "object_id", "taxpayer_name", "address")
                       if n in headings.places]  # fmt: skip
        rare = ("share", "owned_from", "owned_to", "let_or_business", "relief")
        self._rare = [(n, headings.places[n]) for n in rare if n in headings.places]
        self._flags: dict[object, dict[str, bool]] = {}

    def row(self, number: int, cells: Sequence[object]) -> Facts | list[Refusal] | None:
        """The facts of a row, or every reason against it; None for an empty row."""
        if isinstance(cells, BrokenRow):
            return [refusal(number, "", cells[0], cells.code)]
        if not any(cells) and all(read.is_empty(cell) for cell in cells):
            return None
        if len(cells) < self._width:
            cells = [*cells, *[""] * (self._width - len(cells))]
        elif len(cells) > self._width and any(not read.is_empty(cell) for cell in cells[self._width :]):
            return [refusal(number, "", cells[self._width], "too_many_cells")]
        facts = Facts(number)
        against: list[Refusal] = []
        self._read_texts(facts, cells, against)
        self._read_choices(facts, cells, against)
        self._read_numbers(facts, cells, against)
        self._read_rare(facts, cells, against)
        return against or facts

    def _read_texts(self, facts: Facts, cells: Sequence[object], against: list[Refusal]) -> None:
        for name, place in self._texts:
            cell = cells[place]
            if cell is None or cell == "":
                text = ""
            else:
                try:
                    text = read.read_text(cell)
                except CellRefused as refused:
                    against.append(refusal(facts.row, name, cell, refused.code, refused.fields))
                    continue
            if not text and name in ("taxpayer_id", "object_id"):
                against.append(refusal(facts.row, name, cell, "missing"))
            setattr(facts, name, text)

    def _read_choices(self, facts: Facts, cells: Sequence[object], against: list[Refusal]) -> None:
        for name, place, known in self._choices:
            cell = cells[place]
            code = known.get(cell)
            if code is None:
                if read.is_empty(cell):
                    continue
                try:
                    code = code_of(name, read.read_text(cell))
                    if code is None:
                        raise CellRefused("unknown_choice", choices=said(name, codes_of(name)))
                except CellRefused as refused:
                    against.append(refusal(facts.row, name, cell, refused.code, refused.fields))
                    continue
                if len(known) < _REMEMBERED:
                    known[cell] = code
            facts.stored[name] = code
        kind, use = facts.stored.get("object_kind"), facts.stored.get("use")
        if kind and use and USES_OF[kind] and use not in USES_OF[kind]:
            possible = {"choices": said("use", USES_OF[kind])}
            against.append(refusal(facts.row, "use", cells[self._places["use"]], "wrong_use", possible))

    def _read_numbers(self, facts: Facts, cells: Sequence[object], against: list[Refusal]) -> None:
        for name, place, (stored, scale, low, high) in self._numbers:
            cell = cells[place]
            if cell is None or cell == "" or read.is_empty(cell):
                continue
            try:
                facts.stored[stored] = read.read_number(cell, scale, low, high)
            except CellRefused as refused:
                against.append(refusal(facts.row, name, cell, refused.code, refused.fields))

    def _read_rare(self, facts: Facts, cells: Sequence[object], against: list[Refusal]) -> None:
        found: dict[str, date] = {}
        for name, place in self._rare:
            cell = cells[place]
            if cell is None or cell == "" or read.is_empty(cell):
                continue
            try:
                if name in ("owned_from", "owned_to"):
                    found[name] = read.read_date(cell, _FIRST_DAY, _LAST_DAY)
                else:
                    self._read_one(name, cell, facts)
            except CellRefused as refused:
                against.append(refusal(facts.row, name, cell, refused.code, refused.fields))
        if found:
            first, last = found.get("owned_from"), found.get("owned_to")
            if first and last and last < first:
                against.append(
                    refusal(facts.row, "owned_to", cells[self._places["owned_to"]], "owned_to_before_from")
                )
                return
            facts.owned = first, last
            facts.stored.update(ownership(first, last, self._year))

    def _read_one(self, name: str, cell: object, facts: Facts) -> None:
        if name == "share":
            facts.share = read.read_share(cell)
            facts.stored["share_num"], facts.stored["share_den"] = facts.share
        elif name == "let_or_business":
            facts.stored["let_or_business"] = read.read_yes_no(cell)
        else:
            flags = self._flags.get(cell)
            if flags is None:
                flags = _relief_flags(cell)
                if len(self._flags) < _REMEMBERED:
                    self._flags[cell] = flags
            facts.stored.update(flags)


def _number_of(name: str) -> tuple[str, int, int, int]:
    """Stored name, number of decimals, lowest and highest stored value, as the book declares them."""
    column = BY_FACT[name]
    return column.name, len(str(column.scale)) - 1, column.lo, column.hi


def _relief_flags(cell: object) -> dict[str, bool]:
    flags = {}
    for word in read.read_codes(cell):
        code = code_of("relief", word)
        if code is None:
            raise CellRefused("unknown_relief", code=word, choices=said("relief", RELIEFS))
        flags[_RELIEF_FLAGS[code]] = True
    return flags
