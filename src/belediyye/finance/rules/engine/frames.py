"""The reader for columns: a plan as lazy Polars expressions, streaming from Parquet to Parquet.

Polars wraps silently at 64 bits, so `gate` must pass first: it compares each column's smallest and largest value with
the ranges that the proof assumed. Code columns may be text or an Enum of the codes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from . import algebra as al
from .algebra import Expr
from .columns import Column
from .plan import Plan
from .sql import levels

if TYPE_CHECKING:
    import polars as pl


class OutOfRange(ValueError):
    """Stored values lie outside the ranges that the proof assumes. `columns`: name → (smallest, largest, allowed)."""

    def __init__(self, columns: Mapping[str, tuple[object, object, object]]) -> None:
        self.columns = dict(columns)
        found = "; ".join(f"{n}: {lo} … {hi}, allowed {allowed}" for n, (lo, hi, allowed) in columns.items())
        super().__init__(f"values outside the proved ranges: {found}")


def gate(frame: pl.LazyFrame, columns: Sequence[Column]) -> frozenset[str]:
    """One streaming pass over the columns → the names of those without any NULL, for `compute(full=…)`.

    Raises OutOfRange, naming every column that does not fit."""
    import polars as pl

    schema = frame.collect_schema()
    asked: list[pl.Expr] = []
    for c in columns:
        asked.append(pl.col(c.name).null_count().alias(f"{c.name}|nulls"))
        if c.kind == "int":
            asked += [pl.col(c.name).min().cast(pl.Int64).alias(f"{c.name}|lo"),
                      pl.col(c.name).max().cast(pl.Int64).alias(f"{c.name}|hi")]  # fmt: skip
        elif c.kind == "code" and not _is_enum_of(schema[c.name], c):
            strange = ~pl.col(c.name).cast(pl.String).is_in(list(c.codes))
            asked.append(strange.sum().alias(f"{c.name}|strange"))
    found = frame.select(asked).collect(engine="streaming").row(0, named=True) if asked else {}
    wrong: dict[str, tuple[object, object, object]] = {}
    for c in columns:
        lo, hi = found.get(f"{c.name}|lo"), found.get(f"{c.name}|hi")
        if lo is not None and hi is not None and not (c.lo <= lo and hi <= c.hi):
            wrong[c.name] = (lo, hi, f"{c.lo} … {c.hi}")
        if found.get(f"{c.name}|strange"):
            wrong[c.name] = ("", f"{found[f'{c.name}|strange']} unknown codes", ", ".join(c.codes))
        if not c.nullable and found[f"{c.name}|nulls"]:
            wrong[c.name] = ("", "NULL", "no NULL")
    if wrong:
        raise OutOfRange(wrong)
    return frozenset(c.name for c in columns if not found[f"{c.name}|nulls"])


def _is_enum_of(kind: Any, column: Column) -> bool:
    """Whether a Polars type can hold nothing but the column's codes."""
    import polars as pl

    return isinstance(kind, pl.Enum) and set(kind.categories) <= set(column.codes)


class _Writer:
    """Turns nodes into Polars expressions. Lookups are when/then chains: `replace_strict` leaves streaming."""

    def __init__(self, columns: Mapping[str, Column], full: frozenset[str]) -> None:
        import polars as pl

        self.pl, self.columns, self.full = pl, columns, full

    def write(self, node: Expr) -> Any:
        pl, op, args = self.pl, node.op, node.args
        if op == "var":
            column = self.columns.get(str(args[0]))
            expr = pl.col(str(args[0]))
            return expr.cast(pl.Int64) if column is not None and column.kind == "int" else expr
        if op in ("int", "param"):
            return pl.lit(args[-1], pl.Int64)
        if op == "bool":
            return pl.lit(args[0])
        if op == "null":
            return pl.lit(None, pl.Int64)
        if op == "lookup":
            return self._lookup(node)
        if op == "isnull":
            return pl.col(str(args[0].args[0])).is_null()  # type: ignore[attr-defined]
        if op == "is":
            return self._is(node)
        if op == "coalesce" and args[0].op == "var" and args[0].args[0] in self.full:  # type: ignore[attr-defined]
            return self.write(args[0])  # type: ignore[arg-type]
        return self._operation(
            op, [self.write(a) for a in al.children(node)], plain=isinstance(args[-1], str)
        )

    def _operation(self, op: str, part: list[Any], plain: bool) -> Any:
        pl = self.pl
        if op == "where":
            return pl.when(part[0]).then(part[1]).otherwise(part[2])
        if op == "div":
            n, d = part
            if plain:
                return (2 * n + d) // (2 * d)
            away = (2 * n.abs() + d) // (2 * d)
            return pl.when(n < 0).then(-away).otherwise(away)
        operations: dict[str, Callable[..., Any]] = {
            "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b,
            "lt": lambda a, b: a < b, "le": lambda a, b: a <= b, "eq": lambda a, b: a == b,
            "and": lambda a, b: a & b, "or": lambda a, b: a | b, "not": lambda a: ~a,
            "min": pl.min_horizontal, "max": pl.max_horizontal, "coalesce": lambda a, b: a.fill_null(b),
        }  # fmt: skip
        return operations[op](*part)

    def _is(self, node: Expr) -> Any:
        name = str(node.args[0].args[0])  # type: ignore[attr-defined]
        test = self.pl.col(name).eq(node.args[1])
        return test if name in self.full else test.fill_null(False)

    def _lookup(self, node: Expr) -> Any:
        pl = self.pl
        _, table, key, default = node.args
        assert isinstance(key, Expr)
        column = self.write(key) if key.op != "var" else self.pl.col(str(key.args[0]))
        chain: Any = pl
        for k, v in table:  # type: ignore[attr-defined]
            chain = chain.when(column == k).then(pl.lit(v, pl.Int64))
        return chain.otherwise(pl.lit(default, pl.Int64))


def compute(
    plan: Plan,
    frame: pl.LazyFrame,
    keep: Sequence[str] = (),
    *,
    full: Sequence[str] = (),
    every_step: bool = False,
) -> pl.LazyFrame:
    """`keep` columns and the plan's outputs (or every step). `full` names columns known to hold no NULL (a
    NOT NULL column): their defaults are left out. Run `gate` first on data that no CHECK constraint guards."""
    writer = _Writer(plan.column_of, frozenset(full))
    found, _ = levels(plan, every_step)
    for level in found:
        frame = frame.with_columns(*(writer.write(e).alias(n) for n, e in level))
    outputs = [s.name for s in plan.steps] if every_step else list(plan.outputs)
    return frame.select(*keep, *outputs)


def running_relief(frame: pl.LazyFrame, person: str, tax: str, order: str) -> pl.LazyFrame:
    """Adds `relief_qepik` and `due_qepik`: relief once a person, tax and year, spent in `order`.

    The frame has tax_qepik, relief_right_qepik, budget. Only entitled rows are windowed."""
    import polars as pl

    entitled = (pl.col("relief_right_qepik") > 0) & (pl.col("budget") == 0)
    tax_of = pl.when(entitled).then(pl.col("tax_qepik")).otherwise(0)
    before = tax_of.cum_sum().over(person, tax, order_by=order) - pl.col("tax_qepik")
    left = pl.max_horizontal(pl.col("relief_right_qepik") - before, pl.lit(0, pl.Int64))
    relief = pl.when(entitled).then(pl.min_horizontal(pl.col("tax_qepik"), left)).otherwise(0)
    return frame.with_columns(relief.cast(pl.Int64).alias("relief_qepik")).with_columns(
        (pl.col("tax_qepik") - pl.col("relief_qepik")).alias("due_qepik")
    )
