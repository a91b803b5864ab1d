"""The book: the law of local taxes as data, and one object assessed by it.

    from belediyye.finance.rules.book import load_book, assess, Refused
    a = assess({"object_kind": "building", "use": "dwelling", "place_class": "village", "area_m2": 130}, 2025)
    a.tax, a.budget, a.tax_qepik      # "property", "municipal", 1000
    for step in a.steps: print(step.label["az"], step.amount, step.unit, step.articles)

What others may rely on:

* `load_book()` → `Book`, read once: `.edition` (sha-256), `.taxes` (label, text, parameters with dated values, cases),
  `.checks()`, `.check_constraints()`, `.cite(article, lang)`, `.plan(calculation, year, overlay)`, `.roll(year, overlay)`;
* `assess(facts, year, overlay=None)` → `Assessment`, or `Refused` with reasons in az and en;
  `.steps`, `.explanation(relief_spent_before)`, `.confidence`, `.notes`; `recompute_due(explanation)` is the way back;
* `spend_relief(rows)`: relief once for a person, year and tax; `book.columns` for the columns and code lists;
* `collection`: `instalments`, `interest`, `apportion`, limits — see `belediyye.finance.rules.book.collection`;
* `Overlay`, `Reduction`, `NotAllowed`: a council's decision or a reform laid over the law.

Only the standard library is needed. The law's numbers stand in `<tax>/parameters.toml`, its formulas in
`<tax>/formulas.py`, the signed cases in `<tax>/cases.toml`.
"""

from __future__ import annotations

from belediyye.finance.rules.engine import Step, Tampered

from .assessing import Assessment, assess, assess_stored, recompute_due
from .library import Book, Tax, load_book
from .overlay import NotAllowed, Overlay, Reduction
from .parameters import Dated, NoValue, Parameter
from .refusals import Reason, Refused
from .relief import Row, spend_relief

__all__ = [
    "RULES",
    "Assessment",
    "Book",
    "Dated",
    "NoValue",
    "NotAllowed",
    "Overlay",
    "Parameter",
    "Reason",
    "Reduction",
    "Refused",
    "Row",
    "Step",
    "Tampered",
    "Tax",
    "assess",
    "assess_stored",
    "load_book",
    "recompute_due",
    "spend_relief",
]


def __getattr__(name: str) -> object:
    if name == "RULES":
        return load_book()
    raise AttributeError(name)
