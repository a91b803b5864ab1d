"""The law of one year over the rows of a roll: amounts at once, explanations as ready lines of JSON.

The amounts come from the book's exact reader. An explanation is the book's own (`Assessment.explanation`), written
fast: for objects that read the same parameters everything but the numbers is the same, so the text is made once
and the numbers are filled in. Both ways are held equal by a test.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from belediyye.finance.rules.book import Assessment, Book, Refused, load_book
from belediyye.finance.rules.book.calculation import STATE, Calculation
from belediyye.finance.rules.book.columns import BY_FACT
from belediyye.finance.rules.book.refusals import BY_NUMBER
from belediyye.finance.rules.book.relief import due_steps, relief_of
from belediyye.finance.rules.engine import algebra
from belediyye.finance.rules.engine.explain import natural, to_json
from belediyye.finance.rules.engine.plan import Plan

_OPEN_ENDED: Final = ("from_month", "to_month", "held_on_1_january")
_REMEMBERED: Final = 5000
_VALUE, _AMOUNT = "\ue010", "\ue011"


@dataclass(frozen=True, slots=True)
class Amounts:
    """What the law says of one object, before relief is spent."""

    sort: Sort
    tax_qepik: int
    relief_right_qepik: int
    state: bool


class Sort:
    """One calculation of the book in one year: its plan, and the texts of its explanations made so far."""

    def __init__(self, book: Book, calculation: Calculation, year: int) -> None:
        self.book, self.calculation, self.year = book, calculation, year
        self.tax = calculation.tax
        self.plan: Plan = book.plan(calculation.name, year)
        self.columns = tuple(column.name for column in self.plan.columns)
        self._keys = tuple(c for c in self.columns if c in _lookup_columns(self.plan))
        self._keys_dated = (*self._keys, *(_OPEN_ENDED if self.tax == "property" else ()))
        self._texts: dict[tuple[Any, ...], _Text] = {}
        self._months = "months" in self.plan.step_of

    def amounts(self, stored: Mapping[str, Any]) -> tuple[int, int, int, int]:
        """Refusal number (0 for none), tax, right to relief, budget."""
        get = stored.get
        return self.plan.exact(*[get(c) for c in self.columns])

    def months(self, stored: Mapping[str, Any]) -> int | None:
        """The months of the year that are charged, where the law charges by months; else None."""
        if not self._months:
            return None
        if not any(name in stored for name in _OPEN_ENDED):
            return 12
        position = [step.name for step in self.plan.steps].index("months")
        return int(self.plan.traced(*[stored.get(c) for c in self.columns])[position][0])

    def explanation(self, amounts: Amounts, stored: Mapping[str, Any], spent: int) -> str:
        """The explanation of one object, a JSON object without its closing and opening braces."""
        return self._text(amounts, stored).fill(
            self.plan, [stored.get(c) for c in self.columns], amounts, spent
        )

    def articles(self, amounts: Amounts, stored: Mapping[str, Any]) -> tuple[str, ...]:
        """The articles behind the tax, the one that sets it first; and nothing about relief."""
        return self._text(amounts, stored).articles

    def confidence(self, amounts: Amounts, stored: Mapping[str, Any]) -> str:
        """The weakest confidence among the values used: read, likely or inferred."""
        return self._text(amounts, stored).confidence

    def _text(self, amounts: Amounts, stored: Mapping[str, Any]) -> _Text:
        # What the book says beside a building's amount depends on when it was owned.
        key = tuple([stored.get(c) for c in (self._keys_dated if "from_month" in stored else self._keys)])
        text = self._texts.get(key)
        if text is None:
            if len(self._texts) > _REMEMBERED:
                self._texts.clear()
            text = self._texts[key] = _Text(self, amounts, stored)
        return text


class _Text:
    """The explanation of objects that read the same parameters, with places for their numbers."""

    def __init__(self, sort: Sort, amounts: Amounts, stored: Mapping[str, Any]) -> None:
        budget = "state" if amounts.state else "municipal"
        one = Assessment(
            sort.calculation, sort.year, budget, amounts.tax_qepik, amounts.relief_right_qepik, stored,
            sort.book.edition, sort.book, sort.plan, None,
        )  # fmt: skip
        names = [step.name for step in sort.plan.steps]
        self.confidence = one.confidence
        self.articles = tuple(
            dict.fromkeys(
                a
                for start in ("whole", "tax")
                for s in one.steps
                if s.name.startswith(start)
                for a in s.articles
            )
        ) or tuple(dict.fromkeys(a for s in one.steps for a in s.articles))
        last = due_steps(amounts.tax_qepik, amounts.relief_right_qepik, 0, budget)
        parts = [_with_places(step) for step in to_json([*one.steps, *last])]
        whole = {
            "calculation": sort.calculation.name, "tax": sort.tax, "budget": budget, "year": sort.year,
            "confidence": one.confidence, "steps": parts, "notes": one.notes,
        }  # fmt: skip
        text = json.dumps(whole, ensure_ascii=False, separators=(",", ":"))[1:-1].replace("%", "%%")
        self._text = text.replace(f'"{_VALUE}"', "%s").replace(_AMOUNT, "%s")
        self._places = [(names.index(step.name), step.scale) for step in one.steps]
        self._state = amounts.state

    def fill(self, plan: Plan, values: list[Any], amounts: Amounts, spent: int) -> str:
        found = plan.traced(*values)
        numbers: list[str] = []
        add = numbers.append
        for place, scale in self._places:
            value, inputs = found[place]
            add(str(value) if type(value) is int else _WORDS.get(value) or _word(value))
            if scale == 100 and value >= 0:
                add(f"{value // 100}.{value % 100:02d}")
            else:
                add(_natural(value, scale))
            for operand in inputs.values():
                add(str(operand) if type(operand) is int else _WORDS.get(operand) or _word(operand))
        tax, right = amounts.tax_qepik, amounts.relief_right_qepik
        relief = 0 if self._state else relief_of(tax, right, spent)
        add(str(relief))
        add(f"{relief // 100}.{relief % 100:02d}")
        if not self._state:
            numbers += (str(tax), str(right), str(spent))
        due = tax - relief
        numbers += (str(due), f"{due // 100}.{due % 100:02d}", str(tax), str(relief))
        return self._text % tuple(numbers)


def _with_places(step: dict[str, Any]) -> dict[str, Any]:
    return {**step, "value": _VALUE, "amount": _AMOUNT, "with": dict.fromkeys(step["with"], _VALUE)}


_WORDS: Final[dict[object, str]] = {None: "null", True: "true", False: "false"}


def _word(value: object) -> str:
    """What is not a whole number, as JSON; codes are few and remembered. (Whole numbers never come here: 1 is True.)"""
    return _WORDS.setdefault(value, json.dumps(value, ensure_ascii=False))


@lru_cache(maxsize=100_000)
def _natural(value: int, scale: int) -> str:
    return natural(value, scale)


def _lookup_columns(plan: Plan) -> set[str]:
    found = set()
    for step in plan.steps:
        for node in algebra.walk(step.expr):
            if node.op == "lookup":
                found |= {str(n.args[0]) for n in algebra.walk(node.args[2]) if n.op == "var"}  # type: ignore[arg-type]
    return found


class Law:
    """The book over one year. Raises Refused when the book does not reach the year at all."""

    def __init__(self, year: int, book: Book | None = None) -> None:
        self.book = book or load_book()
        self.year = year
        self._sorts: dict[tuple[object, object], Sort | Refused] = {}

    def sort(self, stored: Mapping[str, Any]) -> Sort:
        """Which calculation an object belongs to; raises the book's Refused."""
        key = (stored.get("object_kind"), stored.get("use"))
        found = self._sorts.get(key)
        if found is None:
            try:
                calculation = self.book.which(stored.get("object_kind") or "", stored.get("use"))
                found = self._known(calculation)
            except Refused as refused:
                found = refused
            self._sorts[key] = found
        if isinstance(found, Refused):
            raise found
        return found

    def _known(self, calculation: Calculation) -> Sort:
        for sort in self._sorts.values():
            if isinstance(sort, Sort) and sort.calculation is calculation:
                return sort
        return Sort(self.book, calculation, self.year)

    def amounts(self, stored: Mapping[str, Any]) -> Amounts | list[Refused]:
        """What an object owes, or every reason why it cannot be said."""
        try:
            sort = self.sort(stored)
        except Refused as refused:
            return [refused]
        number, tax, right, budget = sort.amounts(stored)
        if number:
            return list(_refusals(number, sort, stored))
        return Amounts(sort, tax, right, budget == STATE)


def _refusals(number: int, sort: Sort, stored: Mapping[str, Any]) -> Iterator[Refused]:
    """Every reason: a missing fact is named, then thought to be there, and the law is asked again."""
    supposed = dict(stored)
    for _ in range(12):
        reason = BY_NUMBER[number]
        yield Refused(reason.code, reason.column, stored.get(reason.column))
        column = BY_FACT.get(reason.column)
        if column is None or supposed.get(column.name) is not None:
            return
        supposed[column.name] = column.codes[-1] if column.kind == "code" else max(1, column.lo)
        number = sort.amounts(supposed)[0]
        if not number:
            return
