"""The signed cases: inputs and answers with their source, run against the book at any time.

A case of objects has `year`, `objects` (a list of facts, all of one person) and some of the answers `tax`, `relief`,
`due`, `instalments` (AZN, over all the objects), `each` (tax of each object), `budget`, or `refused` (a code).
A case of collection has `do` (interest, apportion, instalments, advances, limit, roll …), its inputs and `answer`.
`kind` says what signs it: PUB printed in a source, HAND computed by hand from articles that were read, CONV the same
with a convention that is named, EDGE a boundary of an article.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from belediyye.finance.rules.engine.explain import natural

from . import collection
from .assessing import assess
from .library import Book, Tax, load_book
from .refusals import Refused
from .relief import Row, spend_relief


@dataclass(frozen=True)
class Outcome:
    """One case, run: whether it holds, and question by question what was expected and what came."""

    id: str
    holds: bool
    answers: tuple[tuple[str, str, str], ...]


class _Weekdays:
    """A calendar for cases: Monday to Friday, but for the days that the case names."""

    def __init__(self, closed: Any = ()) -> None:
        self._closed = set(closed)

    def is_working_day(self, day: dt.date) -> bool:
        return day.weekday() < 5 and day not in self._closed


def azn(qepik: int) -> str:
    return natural(qepik, 100)


def _objects(case: Mapping[str, Any]) -> dict[str, str]:
    try:
        found = [assess(facts, case["year"]) for facts in case["objects"]]
    except Refused as refused:
        return {"refused": refused.code}
    rows = [Row("person", a.tax, a.tax_qepik, a.relief_right_qepik, a.budget == "municipal") for a in found]
    relief = [r for r, _ in spend_relief(rows)]
    tax = sum(a.tax_qepik for a in found)
    due = sum(a.tax_qepik - r for a, r in zip(found, relief, strict=True) if a.budget == "municipal")
    parts = collection.instalments(due, case["year"], _Weekdays())
    return {
        "refused": "",
        "tax": azn(tax),
        "each": " + ".join(azn(a.tax_qepik) for a in found),
        "relief": azn(sum(relief)),
        "due": azn(due),
        "instalments": " + ".join(azn(p.amount_qepik) for p in parts),
        "budget": ", ".join(sorted({a.budget for a in found})),
        "confidence": max((a.confidence for a in found), key=("read", "likely", "inferred").index),
    }


def _qepik(text: str) -> int:
    whole, _, part = text.partition(".")
    return int(whole) * 100 + int(part.ljust(2, "0"))


def _interest(case: Mapping[str, Any]) -> str:
    paid = [(day, _qepik(amount)) for day, amount in case.get("payments", [])]
    found = collection.interest(
        _qepik(case["principal"]), case["due"], case["as_of"], _Weekdays(case.get("closed", ())), paid
    )
    return f"{azn(found.amount_qepik)} / {found.days} / {found.due.isoformat()}"


def _apportion(case: Mapping[str, Any]) -> str:
    debts = [collection.Debt(name, kind, due, _qepik(amount)) for name, kind, due, amount in case["debts"]]
    found, left = collection.apportion(_qepik(case["payment"]), debts)
    return "; ".join(
        [*(f"{a.id} {azn(a.paid_qepik)} ({azn(a.left_qepik)})" for a in found), f"left {azn(left)}"]
    )


def _parts(parts: Any) -> str:
    return "; ".join(f"{azn(p.amount_qepik)} {p.due.isoformat()}" for p in parts)


def _limits(case: Mapping[str, Any]) -> str:
    year = case["year"]
    functions = (
        collection.assess_until,
        collection.collect_until,
        collection.claim_recalculation_until,
        collection.claim_refund_until,
    )
    return "; ".join(f(year).isoformat() for f in functions)


_DO: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "interest": _interest,
    "apportion": _apportion,
    "instalments": lambda c: _parts(
        collection.instalments(_qepik(c["due"]), c["year"], _Weekdays(c.get("closed", ())))
    ),
    "advances": lambda c: _parts(collection.profit_advances(_qepik(c["last_year"]), c["year"], _Weekdays())),
    "roll": lambda c: collection.roll(c["day"], _Weekdays(c.get("closed", ()))).isoformat(),
    "mining_due": lambda c: collection.mining_due_day(c["year"], c["month"], _Weekdays()).isoformat(),
    "limits": _limits,
    "refund_due": lambda c: collection.refund_due(c["requested"]).isoformat(),
    "overpayment": lambda c: azn(
        collection.overpayment_interest(_qepik(c["amount"]), c["requested"], c["refunded"]).amount_qepik
    ),
}


def answers(case: Mapping[str, Any]) -> dict[str, str]:
    """Everything the book answers to a case, by question, whether the case asks it or not."""
    return {"answer": _DO[case["do"]](case)} if "do" in case else _objects(case)


QUESTIONS = ("answer", "refused", "tax", "each", "relief", "due", "instalments", "budget", "confidence")


def run_case(case: Mapping[str, Any]) -> Outcome:
    """Runs one case. Raises KeyError for a case that asks nothing the book can answer."""
    found = answers(case)
    # A case of instalments is given its `due`; only cases of objects ask for it.
    asked = ["answer"] if "do" in case else [q for q in QUESTIONS if q in case]
    if not asked:
        raise KeyError(f"{case['id']} asks nothing")
    compared = tuple((q, case[q], found.get(q, found.get("refused", ""))) for q in asked)
    return Outcome(case["id"], all(want == got for _, want, got in compared), compared)


def run_all(book: Book | None = None) -> Iterator[tuple[Tax, Mapping[str, Any], Outcome]]:
    """Every case of every chapter, with its outcome."""
    for tax in (book or load_book()).taxes:
        for case in tax.cases:
            yield tax, case, run_case(case)
