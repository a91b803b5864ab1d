"""The algebra in which the law is written, and its readers.

A rule is a small Python function over symbols. Called once, it yields a tree over 64-bit integers, booleans and NULL
(`algebra`); people write it in natural units with exact scales (`units`); a `Plan` orders the rules of one
calculation and `proof` shows that no intermediate value can leave 64 bits. The same plan is then read by

* `exact`   a compiled Python closure over unbounded integers: the meaning that has legal force;
* `explain` the same, step by step, and the way back: an amount recomputed from its explanation alone;
* `sql`     SELECT text for SQLite, PostgreSQL, DuckDB and Spark;
* `frames`  lazy Polars expressions (the only module that needs a library, imported when used).

Nothing here knows of Django, of taxes or of Azerbaijan.
"""

from .algebra import Expr, NotExact, both, either, not_
from .columns import Column
from .explain import Step, Tampered, recompute
from .plan import Plan, Rule, build, combine
from .proof import Unproved
from .units import (
    Code,
    Quantity,
    between_days,
    by_days,
    choose,
    first_of,
    larger,
    money,
    rounded,
    smaller,
)

__all__ = [
    "Code",
    "Column",
    "Expr",
    "NotExact",
    "Plan",
    "Quantity",
    "Rule",
    "Step",
    "Tampered",
    "Unproved",
    "between_days",
    "both",
    "build",
    "by_days",
    "choose",
    "combine",
    "either",
    "first_of",
    "larger",
    "money",
    "not_",
    "recompute",
    "rounded",
    "smaller",
]
