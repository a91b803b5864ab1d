"""The roll assessed in a stream: row by row in the order of the file, nothing kept but what the law needs.

Kept are one line a taxpayer (the totals), one line an object (who holds it, for duplicates and shares) and, for
those with a right to relief, what their earlier rows have used of it. Rows themselves are never kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, Final, Protocol

from belediyye.finance.rules.book import Refused
from belediyye.finance.rules.book.relief import relief_of
from belediyye.finance.rules.roll.check import Checker, Facts
from belediyye.finance.rules.roll.choices import TAXES
from belediyye.finance.rules.roll.law import Amounts, Law
from belediyye.finance.rules.roll.reasons import Refusal, refusal, shown

TAX_ORDER: Final = tuple(TAXES)
NOTICE_LINES: Final = 10
"""A notice has room for this many objects; the rest of a payer's objects stand in one line together."""


class Sink(Protocol):
    """Where results go, in the order of the file."""

    def assessed(self, one: Assessed) -> None: ...

    def refused(self, found: Sequence[Refusal]) -> None: ...


@dataclass(slots=True)
class Assessed:
    """One object of the roll with its amounts; ``spent`` is what earlier rows had used of the person's relief."""

    facts: Facts
    amounts: Amounts
    spent: int
    relief_qepik: int

    @property
    def due_qepik(self) -> int:
        return self.amounts.tax_qepik - self.relief_qepik


@dataclass(slots=True)
class Payer:
    """What one taxpayer owes the municipality: by tax in TAX_ORDER, relief and state money apart."""

    taxpayer_id: str
    name: str = ""
    address: str = ""
    objects: int = 0
    tax_qepik: int = 0
    relief_qepik: int = 0
    state_qepik: int = 0
    due: list[int] = field(default_factory=lambda: [0] * len(TAX_ORDER))
    lines: list[Any] | None = None
    more: list[int] | None = None

    @property
    def due_qepik(self) -> int:
        return sum(self.due)


@dataclass(slots=True)
class Counts:
    """The figures of a run: rows, objects and money by tax and budget, refusals by reason, notes."""

    rows: int = 0
    empty: int = 0
    assessed: int = 0
    refused: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    notes: Counter[str] = field(default_factory=Counter)
    money: dict[tuple[str, str], list[int]] = field(default_factory=dict)


class Stream:
    """Assesses rows one after another into a sink; ``payers`` and ``counts`` hold the outcome."""

    def __init__(self, law: Law, checker: Checker, sink: Sink, *, notices: bool) -> None:
        self._law = law
        self._checker = checker
        self._sink = sink
        self._notices = notices
        self._holders: dict[tuple[str, str], list[Any]] = {}
        self._spent: dict[tuple[str, str], int] = {}
        self.payers: dict[str, Payer] = {}
        self.counts = Counts()

    def take(self, number: int, cells: Sequence[object]) -> None:
        """Assess or refuse one row of the file."""
        found = self._checker.row(number, cells)
        if found is None:
            self.counts.empty += 1
            return
        self.counts.rows += 1
        if isinstance(found, list):
            self._refuse(found)
            return
        amounts = self._law.amounts(found.stored)
        if isinstance(amounts, list):
            self._refuse([_from_book(found.row, refused) for refused in amounts])
        elif (against := self._held(found)) is not None:
            self._refuse([against])
        else:
            self._assess(found, amounts)

    def _refuse(self, found: list[Refusal]) -> None:
        self.counts.refused += 1
        self.counts.reasons.update({f.code for f in found})
        self._sink.refused(found)

    def _assess(self, facts: Facts, amounts: Amounts) -> None:
        spent = relief = 0
        if amounts.relief_right_qepik > 0 and not amounts.state:
            key = (facts.taxpayer_id, amounts.sort.tax)
            spent = self._spent.get(key, 0)
            relief = relief_of(amounts.tax_qepik, amounts.relief_right_qepik, spent)
            self._spent[key] = spent + amounts.tax_qepik
        one = Assessed(facts, amounts, spent, relief)
        self._sink.assessed(one)
        self._count(one)
        self._note(facts)

    def _count(self, one: Assessed) -> None:
        facts, amounts = one.facts, one.amounts
        tax = amounts.sort.tax
        payer = self.payers.get(facts.taxpayer_id)
        if payer is None:
            payer = self.payers[facts.taxpayer_id] = Payer(
                facts.taxpayer_id, facts.taxpayer_name, facts.address
            )
        elif facts.taxpayer_name and facts.taxpayer_name != payer.name:
            if payer.name:
                self.counts.notes["name_differs"] += 1
            payer.name = payer.name or facts.taxpayer_name
        payer.objects += 1
        if amounts.state:
            payer.state_qepik += one.due_qepik
        else:
            payer.tax_qepik += amounts.tax_qepik
            payer.relief_qepik += one.relief_qepik
            payer.due[TAX_ORDER.index(tax)] += one.due_qepik
            if self._notices:
                _keep_line(payer, one)
        self.counts.assessed += 1
        money = self.counts.money.setdefault((tax, "state" if amounts.state else "municipal"), [0, 0, 0, 0])
        for place, amount in enumerate((1, amounts.tax_qepik, one.relief_qepik, one.due_qepik)):
            money[place] += amount

    def _note(self, facts: Facts) -> None:
        stored = facts.stored
        if "baku_zone" in stored and stored.get("place_class") != "baku":
            self.counts.notes["zone_outside_baku"] += 1
        last, year = facts.owned[1], self._law.year
        if (facts.owned[0] and facts.owned[0].year > year) or (last and last.year < year):
            self.counts.notes["not_owned_in_year"] += 1

    def _held(self, facts: Facts) -> Refusal | None:
        """Whether someone already holds the object so that this row cannot be true as well."""
        key = (facts.stored["object_kind"], facts.object_id)
        holders = self._holders.get(key)
        if holders is None:
            plain = facts.share == (1, 1) and facts.owned == (None, None)
            self._holders[key] = [facts.taxpayer_id, facts.row] if plain else [_Holding.of(facts)]
            return None
        if not isinstance(holders[0], _Holding):
            holders[:] = [_Holding(holders[0], holders[1], date.min, date.max, Fraction(1))]
        mine = _Holding.of(facts)
        for other in holders:
            if other.taxpayer_id == mine.taxpayer_id:
                return refusal(
                    facts.row, "object_id", facts.object_id, "duplicate_object", {"row": str(other.row)}
                )
        for moment in (mine, *(h for h in holders if mine.first < h.first < mine.last)):
            together = [h for h in holders if h.first <= moment.first < h.last]
            if sum((h.share for h in together), mine.share) > 1:
                share = f"{facts.share[0]}/{facts.share[1]}"
                return refusal(
                    facts.row, "share", share, "shares_exceed_object", {"row": str(together[0].row)}
                )
        holders.append(mine)
        if facts.stored["object_kind"] == "building" and self._billed_more_than_once(holders):
            self.counts.notes["building_sold"] += 1
        return None

    def _billed_more_than_once(self, holders: Sequence[_Holding]) -> bool:
        """Whether those who had a building at some time of the year carry more than its whole tax together."""
        first, after = date(self._law.year, 1, 1), date(self._law.year + 1, 1, 1)
        return sum((h.share for h in holders if h.first < after and h.last >= first), Fraction(0)) > 1


@dataclass(slots=True)
class _Holding:
    """One person's share of an object over some days; the day of sale counts as the buyer's alone."""

    taxpayer_id: str
    row: int
    first: date
    last: date
    share: Fraction

    @classmethod
    def of(cls, facts: Facts) -> _Holding:
        first, last = facts.owned
        return cls(facts.taxpayer_id, facts.row, first or date.min, last or date.max, Fraction(*facts.share))


def _from_book(row: int, refused: Refused) -> Refusal:
    return Refusal(
        row, refused.column, shown(refused.value), refused.code, refused.reason["az"], refused.reason["en"]
    )


def _keep_line(payer: Payer, one: Assessed) -> None:
    if payer.lines is None:
        payer.lines = []
    if len(payer.lines) < NOTICE_LINES:
        payer.lines.append(one)
        return
    if payer.more is None:
        payer.more = [0, 0, 0, 0]
    for place, amount in enumerate((1, one.amounts.tax_qepik, one.relief_qepik, one.due_qepik)):
        payer.more[place] += amount


NOTES: Final = {
    "name_differs": {
        "az": "Eyni ödəyici kodu müxtəlif adlarla yazılıb; ilk ad götürülüb.",
        "en": "One taxpayer code stands with different names; the first name was taken.",
    },
    "zone_outside_baku": {
        "az": "Bakıdan kənarda zona yazılıb; nəzərə alınmayıb.",
        "en": "A zone is given outside Bakı; it was ignored.",
    },
    "building_sold": {
        "az": "Bina il ərzində əldən-ələ keçib, vergi aylara bölünmür: həm satanın, həm alanın sətrində tam vergi "
        "durur. Onu yalnız birindən tutun (Vergi Məcəlləsi, 200.5).",
        "en": "A building changed hands in the year and its tax is not divided by months: it stands whole in the rows "
        "of the seller and of the buyer. Charge only one of them (Tax Code, 200.5).",
    },
    "not_owned_in_year": {
        "az": "Obyekt il ərzində ödəyicinin mülkiyyətində olmayıb; vergi hesablanmayıb.",
        "en": "The object was not the taxpayer's in the year; no tax was charged.",
    },
}
"""Remarks that refuse nothing, counted in the summary."""
