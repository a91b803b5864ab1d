"""A plan: the rules of one calculation in the order in which they can be computed, proved and ready to be read."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from . import algebra as al
from .algebra import Expr
from .columns import Column
from .proof import Bounds, Unproved, bounds, of_column
from .units import Code, Quantity


@dataclass(frozen=True)
class Rule:
    """One named step of the law: a function over symbols, with its label, unit and articles.

    The function's parameters say what it reads: a fact (`area_m2`), an earlier step, `p` (the parameters in force), `year`,
    or `absent` (a question: `absent("area_m2")` holds where the fact is missing). A rule without a label is
    machinery and is not shown to people. `since`/`until` bound the years in which this wording is the law.
    """

    name: str
    function: Callable[..., Any]
    label: Mapping[str, str] = field(default_factory=dict)
    unit: str = ""
    articles: tuple[str, ...] = ()
    since: int = 0
    until: int = 9999


@dataclass(frozen=True)
class Computed:
    """A rule that has been turned into a tree: the value is `expr` / `scale` in the rule's unit."""

    rule: Rule
    expr: Expr
    scale: int

    @property
    def name(self) -> str:
        return self.rule.name


@dataclass(frozen=True)
class Plan:
    """Proved steps over columns. `key` tells plans apart in caches and logs."""

    key: str
    columns: tuple[Column, ...]
    steps: tuple[Computed, ...]
    outputs: tuple[str, ...]
    bounds: Mapping[str, Bounds]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in the order in which `exact` takes them."""
        return tuple(c.name for c in self.columns)

    @cached_property
    def column_of(self) -> Mapping[str, Column]:
        return {c.name: c for c in self.columns}

    @cached_property
    def step_of(self) -> Mapping[str, Computed]:
        return {s.name: s for s in self.steps}

    @cached_property
    def exact(self) -> Callable[..., tuple[Any, ...]]:
        """The compiled closure: stored values of `columns` in order → `outputs` in order."""
        from .exact import compile_exact

        return compile_exact(self)

    @cached_property
    def traced(self) -> Callable[..., tuple[tuple[Any, ...], ...]]:
        """The compiled closure that also returns every operand; `explain` reads it."""
        from .exact import compile_traced

        return compile_traced(self)

    def uses(self) -> dict[str, int]:
        """How often each step is read by others, as the readers would print it."""
        counts: dict[str, int] = {}
        for step in self.steps:
            count_uses(step.expr, counts)
        return counts


def count_uses(node: Expr, counts: dict[str, int], times: int = 1) -> None:
    """Adds the reads of each variable; a division prints its denominator twice, a signed one its numerator too."""
    if node.op == "var":
        counts[str(node.args[0])] = counts.get(str(node.args[0]), 0) + times
    for child in al.children(node):
        count_uses(child, counts, times * 2 if node.op == "div" else times)


class _Missing:
    """Asks whether a fact is missing."""

    def __init__(self, columns: Mapping[str, Column], used: set[str]) -> None:
        self._columns = columns
        self._used = used

    def __call__(self, fact: str) -> Expr:
        column = self._columns[fact]
        self._used.add(column.name)
        return Expr("isnull", al.var(column.name))


def _symbol(column: Column) -> Quantity | Code | Expr:
    if column.kind == "code":
        return Code(column.name, column.codes)
    node: Expr = al.var(column.name)
    if column.nullable:
        default = column.absent if column.absent is not None else (False if column.kind == "bool" else 0)
        node = al.coalesce(node, default)
    return node if column.kind == "bool" else Quantity(node, column.scale)


class _Builder:
    """Turns rules into proved steps, each after the steps it reads."""

    def __init__(
        self, key: str, columns: Sequence[Column], rules: Iterable[Rule], given: Mapping[str, object]
    ) -> None:
        self.key, self.given = key, given
        self.facts = {c.symbol: c for c in columns}
        self.rules = {r.name: r for r in rules}
        self.known = {c.name: of_column(c) for c in columns}
        self.steps: dict[str, Computed] = {}
        self.used: set[str] = set()
        self._path: list[str] = []

    def _argument(self, name: str) -> object:
        if name in self.given:
            return self.given[name]
        if name == "absent":
            return _Missing(self.facts, self.used)
        if name in self.facts:
            return _symbol(self.facts[name])
        self.need(name)
        if self.known[name].kind == "bool":
            return al.var(name)
        return Quantity(al.var(name), self.steps[name].scale)

    def need(self, name: str) -> None:
        if name in self.steps:
            return
        if name not in self.rules:
            raise KeyError(f"{self.key}: {name} is neither a fact nor a rule")
        if name in self._path:
            raise ValueError(f"{self.key}: rules go in a circle: {' → '.join([*self._path, name])}")
        self._path.append(name)
        rule = self.rules[name]
        result = rule.function(**{a: self._argument(a) for a in inspect.signature(rule.function).parameters})
        self._path.pop()
        if isinstance(result, Quantity) and result.v:
            raise Unproved(f"{name}: ends in an unrounded share; close the step with money() or rounded()")
        expr, scale = (result.n, result.d) if isinstance(result, Quantity) else (al.lift(result), 1)
        self.known[name] = bounds(expr, self.known, name)
        self.steps[name] = Computed(rule, expr, scale)


def build(
    key: str,
    columns: Sequence[Column],
    rules: Iterable[Rule],
    outputs: Sequence[str],
    given: Mapping[str, object] | None = None,
) -> Plan:
    """Orders, symbolises and proves. `given` are plain things that rules may ask for by name, such as `p` (the
    parameters in force) and `year`. Raises Unproved, KeyError (unknown name) or ValueError (a circle)."""
    builder = _Builder(key, columns, rules, given or {})
    for output in outputs:
        builder.need(output)
    used = builder.used
    for step in builder.steps.values():
        used.update(str(n.args[0]) for n in al.walk(step.expr) if n.op == "var")
    kept = tuple(c for c in columns if c.name in used)
    steps = builder.steps
    return Plan(key, kept, tuple(steps.values()), tuple(outputs), {n: builder.known[n] for n in steps})


def prefixed(plan: Plan, prefix: str) -> Plan:
    """The same plan with every step renamed, so that several can live side by side."""
    names = {s.name: prefix + s.name for s in plan.steps}

    def rename(node: Expr) -> Expr | None:
        return al.var(names[str(node.args[0])]) if node.op == "var" and node.args[0] in names else None

    steps = tuple(
        Computed(replace(s.rule, name=names[s.name]), al.rebuild(s.expr, rename), s.scale) for s in plan.steps
    )
    outputs = tuple(names[o] for o in plan.outputs)
    return Plan(plan.key, plan.columns, steps, outputs, {names[n]: b for n, b in plan.bounds.items()})


def combine(
    key: str,
    columns: Sequence[Column],
    plans: Mapping[str, Plan],
    dispatch: Mapping[str, Callable[..., Expr]],
) -> Plan:
    """One plan out of several: each plan's steps under its own prefix, then for each name in `dispatch` a step
    `function(get)` that picks among them, where `get(plan, output)` is the node of a plan's output."""
    parts = {name: prefixed(plan, f"{name}__") for name, plan in plans.items()}
    steps = [s for part in parts.values() for s in part.steps]
    known: dict[str, Bounds] = {c.name: of_column(c) for c in columns}
    for part in parts.values():
        known.update(part.bounds)
    for output, function in dispatch.items():
        expr = function(lambda plan, name: al.var(f"{plan}__{name}"))
        known[output] = bounds(expr, known, output)
        steps.append(Computed(Rule(output, function), expr, 1))
    used = {str(n.args[0]) for s in steps for n in al.walk(s.expr) if n.op == "var"}
    kept = tuple(c for c in columns if c.name in used)
    return Plan(key, kept, tuple(steps), tuple(dispatch), {s.name: known[s.name] for s in steps})
