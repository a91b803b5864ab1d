"""Interval analysis: before a plan may be read by anyone, it is proved that it means the same on every machine.

Proved, given the declared ranges of the columns:

* no intermediate value leaves 64 bits (a rounding needs 2 × |numerator| + denominator);
* no denominator can be below one;
* a NULL meets only is-null, coalesce, code comparison and lookup, which treat it alike everywhere;
* every lookup finds a value, or has a default;
* numbers, conditions and codes are not mixed up.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from .algebra import INT64_MAX, Expr
from .columns import Column


class Unproved(ValueError):
    """The plan is refused: a value could leave 64 bits, or could differ between two engines."""


class Bounds(NamedTuple):
    """What is known of a node: its kind (int, bool, code, null), its interval, whether it may be NULL."""

    kind: str
    lo: int
    hi: int
    nullable: bool = False
    codes: tuple[str, ...] = ()


Known = Mapping[str, Bounds]


def of_column(column: Column) -> Bounds:
    if column.kind == "int":
        return Bounds("int", column.lo, column.hi, column.nullable)
    return Bounds(column.kind, 0, 1, column.nullable, column.codes)


def bounds(node: Expr, known: Known, step: str) -> Bounds:
    """The interval of a node. Raises Unproved, naming the step, the operation and the reach."""
    return _RULES[node.op](node, known, step)


def _fit(lo: int, hi: int, node: Expr, step: str) -> Bounds:
    if hi > INT64_MAX or lo < -INT64_MAX:
        reach = max(abs(lo), abs(hi))
        raise Unproved(f"{step}: {node.op} may reach {reach:.3e}, above 64 bits ({INT64_MAX:.3e})")
    return Bounds("int", lo, hi)


def _operands(node: Expr, known: Known, step: str, kind: str) -> list[Bounds]:
    found = [bounds(a, known, step) for a in node.args if isinstance(a, Expr)]
    for b in found:
        if b.kind != kind:
            raise Unproved(f"{step}: {node.op} needs {kind}, not {b.kind}")
        if b.nullable:
            raise Unproved(
                f"{step}: {node.op} would meet a NULL, which engines treat differently: coalesce it first"
            )
    return found


def _var(node: Expr, known: Known, step: str) -> Bounds:
    name = str(node.args[0])
    if name not in known:
        raise Unproved(f"{step}: {name} is neither a column nor an earlier step")
    return known[name]


def _constant(node: Expr, known: Known, step: str) -> Bounds:
    value = int(node.args[-1])  # type: ignore[call-overload]
    return _fit(value, value, node, step)


def _arithmetic(node: Expr, known: Known, step: str) -> Bounds:
    x, y = _operands(node, known, step, "int")
    if node.op == "add":
        return _fit(x.lo + y.lo, x.hi + y.hi, node, step)
    if node.op == "sub":
        return _fit(x.lo - y.hi, x.hi - y.lo, node, step)
    if node.op == "mul":
        corners = [i * j for i in (x.lo, x.hi) for j in (y.lo, y.hi)]
        return _fit(min(corners), max(corners), node, step)
    pick = min if node.op == "min" else max
    return _fit(pick(x.lo, y.lo), pick(x.hi, y.hi), node, step)


def _division(node: Expr, known: Known, step: str) -> Bounds:
    x, y = _operands(node, known, step, "int")
    if y.lo < 1:
        raise Unproved(f"{step}: the denominator of a rounding may be {y.lo}")
    _fit(-(2 * max(abs(x.lo), abs(x.hi)) + y.hi), 2 * max(abs(x.lo), abs(x.hi)) + y.hi, node, step)
    corners = [round_half_away(n, d) for n in (x.lo, x.hi) for d in (y.lo, y.hi)]
    return _fit(min(corners), max(corners), node, step)


def round_half_away(numerator: int, denominator: int) -> int:
    """The meaning of the one division: to the nearest whole number, halves away from zero. `denominator` ≥ 1."""
    if numerator < 0:
        return -((-2 * numerator + denominator) // (2 * denominator))
    return (2 * numerator + denominator) // (2 * denominator)


def _comparison(node: Expr, known: Known, step: str) -> Bounds:
    _operands(node, known, step, "int")
    return Bounds("bool", 0, 1)


def _logic(node: Expr, known: Known, step: str) -> Bounds:
    _operands(node, known, step, "bool")
    return Bounds("bool", 0, 1)


def _is(node: Expr, known: Known, step: str) -> Bounds:
    column = bounds(node.args[0], known, step)  # type: ignore[arg-type]
    if column.kind != "code" or node.args[1] not in column.codes:
        raise Unproved(f"{step}: {node.args[0]!r} can never be the code {node.args[1]!r}")
    return Bounds("bool", 0, 1)


def _isnull(node: Expr, known: Known, step: str) -> Bounds:
    bounds(node.args[0], known, step)  # type: ignore[arg-type]
    return Bounds("bool", 0, 1)


def _where(node: Expr, known: Known, step: str) -> Bounds:
    condition, x, y = (bounds(a, known, step) for a in node.args)  # type: ignore[arg-type]
    if condition.kind != "bool" or condition.nullable:
        raise Unproved(f"{step}: where needs a condition that is never NULL")
    return _merge(x, y, node, step)


def _merge(x: Bounds, y: Bounds, node: Expr, step: str) -> Bounds:
    if x.kind == "null":
        return y._replace(nullable=True)
    if y.kind == "null":
        return x._replace(nullable=True)
    if x.kind != y.kind:
        raise Unproved(f"{step}: {node.op} would give {x.kind} on one side and {y.kind} on the other")
    return Bounds(x.kind, min(x.lo, y.lo), max(x.hi, y.hi), x.nullable or y.nullable)


def _coalesce(node: Expr, known: Known, step: str) -> Bounds:
    x, y = (bounds(a, known, step) for a in node.args)  # type: ignore[arg-type]
    if y.nullable or y.kind == "null":
        raise Unproved(f"{step}: the default of coalesce may itself be NULL")
    return _merge(x._replace(nullable=False), y, node, step)


LOOKUP_LIMIT = 64


def _lookup(node: Expr, known: Known, step: str) -> Bounds:
    identifier, table, key, default = node.args
    column = bounds(key, known, step)  # type: ignore[arg-type]
    values = [value for _, value in table]  # type: ignore[attr-defined]
    if len(values) > LOOKUP_LIMIT:
        raise Unproved(
            f"{step}: {identifier} has {len(values)} keys; above {LOOKUP_LIMIT} store the value with the object"
        )
    if default is None:
        keys = {k for k, _ in table}  # type: ignore[attr-defined]
        possible = (
            set(column.codes)
            if column.kind == "code"
            else set(range(column.lo, min(column.hi, column.lo + 99) + 1))
        )
        if column.nullable or possible - keys:
            raise Unproved(
                f"{step}: {identifier} may be asked for a key it does not have; give a value for the missing"
            )
    else:
        values.append(default)
    return _fit(min(values), max(values), node, step)


def _null(node: Expr, known: Known, step: str) -> Bounds:
    return Bounds("null", 0, 0, True)


def _bool(node: Expr, known: Known, step: str) -> Bounds:
    return Bounds("bool", 0, 1)


_RULES = {
    "var": _var, "int": _constant, "param": _constant, "bool": _bool, "null": _null, "lookup": _lookup,
    "add": _arithmetic, "sub": _arithmetic, "mul": _arithmetic, "min": _arithmetic, "max": _arithmetic,
    "div": _division, "lt": _comparison, "le": _comparison, "eq": _comparison, "is": _is,
    "and": _logic, "or": _logic, "not": _logic, "isnull": _isnull, "where": _where, "coalesce": _coalesce,
}  # fmt: skip
