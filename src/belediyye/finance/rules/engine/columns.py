"""The columns that rules read, with the ranges that the proof assumes and a database must therefore enforce."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Column:
    """A stored input. `kind` is int, bool or code.

    `fact` is the natural name that rules and people use (`area_m2`), `name` the stored one (`area_dm2`).
    An int column holds whole numbers of 1/`scale` of `unit` (area in 0.01 m² has scale 100) from `lo` to `hi`.
    A code column holds one of `codes`. `nullable` columns may be NULL; `absent` is what a rule then reads
    (only a rule that asks `is_absent` learns the difference).
    """

    name: str
    kind: str = "int"
    lo: int = 0
    hi: int = 0
    scale: int = 1
    unit: str = ""
    nullable: bool = True
    absent: int | bool | None = None
    codes: tuple[str, ...] = ()
    fact: str = ""
    label: Mapping[str, str] = field(default_factory=dict)

    @property
    def symbol(self) -> str:
        return self.fact or self.name

    def accepts(self, value: object) -> bool:
        """Whether a stored value lies in the declared range."""
        if value is None:
            return self.nullable
        if self.kind == "bool":
            return value is True or value is False or value == 0 or value == 1
        if self.kind == "code":
            return value in self.codes
        return isinstance(value, int) and not isinstance(value, bool) and self.lo <= value <= self.hi


def check_sql(column: Column, expression: str | None = None) -> str:
    """The CHECK condition that mirrors the proof's assumption, in SQL that all four databases read."""
    name = expression or f'"{column.name}"'
    if column.kind == "bool":
        condition = f"{name} IN (TRUE, FALSE)"
    elif column.kind == "code":
        condition = f"{name} IN ({', '.join(repr(c) for c in column.codes)})"
    else:
        condition = f"{name} BETWEEN {column.lo} AND {column.hi}"
    return f"({name} IS NULL OR {condition})" if column.nullable else f"({name} IS NOT NULL AND {condition})"


def ranges(columns: Iterable[Column]) -> dict[str, tuple[int, int]]:
    """name → (lowest, highest) of every whole-number column."""
    return {c.name: (c.lo, c.hi) for c in columns if c.kind == "int"}
