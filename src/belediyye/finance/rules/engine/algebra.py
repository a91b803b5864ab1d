"""The closed algebra: 64-bit integers, booleans, codes from finite lists, NULL, and nothing else.

Operations: + − ×, comparisons, and/or/not, where, min, max, coalesce, is-null, lookup, and one division,
`divide(numerator, denominator)`, which rounds half away from zero. There is no other way to divide, so every
rounding in the law is named. A float cannot enter: constructing a node from one raises `NotExact`.

Every operation is total: for any values within the declared ranges it has a value on every engine. That is what lets
a database evaluate both branches of a CASE, or none, and still give the same integer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

INT64_MAX = 2**63 - 1


class NotExact(TypeError):
    """Something that is not an exact integer, boolean or NULL was given to a rule."""


class Expr:
    """A node: `op` names the operation, `args` are nodes or plain constants, as listed in `OPERATIONS`."""

    __slots__ = ("args", "op")

    def __init__(self, op: str, *args: object) -> None:
        self.op = op
        self.args = args

    def __repr__(self) -> str:
        return f"{self.op}({', '.join(map(repr, self.args))})"

    def __add__(self, other: object) -> Expr:
        return Expr("add", self, lift(other))

    def __radd__(self, other: object) -> Expr:
        return lift(other) + self

    def __sub__(self, other: object) -> Expr:
        return Expr("sub", self, lift(other))

    def __rsub__(self, other: object) -> Expr:
        return lift(other) - self

    def __mul__(self, other: object) -> Expr:
        return Expr("mul", self, lift(other))

    def __rmul__(self, other: object) -> Expr:
        return lift(other) * self

    def __lt__(self, other: object) -> Expr:
        return Expr("lt", self, lift(other))

    def __le__(self, other: object) -> Expr:
        return Expr("le", self, lift(other))

    def __gt__(self, other: object) -> Expr:
        return Expr("lt", lift(other), self)

    def __ge__(self, other: object) -> Expr:
        return Expr("le", lift(other), self)

    def equals(self, other: object) -> Expr:
        """Integer equality. (`==` stays Python's identity, so that trees can be dictionary keys.)"""
        return Expr("eq", self, lift(other))

    def __bool__(self) -> bool:
        raise NotExact("a rule may not branch in Python on a symbol: use where(condition, a, b)")

    def __truediv__(self, other: object) -> Expr:
        raise NotExact(
            "there is no plain division: use divide(numerator, denominator), which names its rounding"
        )

    __floordiv__ = __mod__ = __rtruediv__ = __rfloordiv__ = __truediv__


# op → the kinds of its arguments: e = node, others are constants. The readers and the proof follow this list.
OPERATIONS = {
    "var": "name", "int": "value", "bool": "value", "code": "value", "null": "",
    "param": "id value", "lookup": "id table e default",
    "add": "e e", "sub": "e e", "mul": "e e", "div": "e e",
    "lt": "e e", "le": "e e", "eq": "e e", "is": "e code",
    "and": "e e", "or": "e e", "not": "e", "isnull": "e",
    "where": "e e e", "min": "e e", "max": "e e", "coalesce": "e e",
}  # fmt: skip


def lift(value: object) -> Expr:
    """A constant as a node. Raises NotExact for anything but int, bool, None or a node."""
    if isinstance(value, Expr):
        return value
    if isinstance(value, bool):
        return Expr("bool", value)
    if isinstance(value, int):
        return Expr("int", value)
    if value is None:
        return Expr("null")
    raise NotExact(
        f"only whole numbers, true/false and nothing may enter a rule, not {type(value).__name__} {value!r}"
    )


def var(name: str) -> Expr:
    return Expr("var", name)


def where(condition: Expr, then: object, otherwise: object) -> Expr:
    """`then` where the condition holds, else `otherwise`."""
    return Expr("where", condition, lift(then), lift(otherwise))


def both(a: Expr, b: Expr) -> Expr:
    return Expr("and", a, b)


def either(a: Expr, b: Expr) -> Expr:
    return Expr("or", a, b)


def not_(a: Expr) -> Expr:
    return Expr("not", a)


def least(a: object, b: object) -> Expr:
    return Expr("min", lift(a), lift(b))


def greatest(a: object, b: object) -> Expr:
    return Expr("max", lift(a), lift(b))


def coalesce(a: Expr, default: object) -> Expr:
    return Expr("coalesce", a, lift(default))


def divide(numerator: object, denominator: object) -> Expr:
    """The quotient rounded to a whole number, halves away from zero; the denominator is proved to be at least 1."""
    return Expr("div", lift(numerator), lift(denominator))


def param(identifier: str, value: int) -> Expr:
    """A constant of the law that remembers which parameter it is."""
    return Expr("param", identifier, lift(value).args[0])


def lookup(identifier: str, table: dict[int | str, int], key: Expr, default: int | None = None) -> Expr:
    """The value of a parameter by its key. Without a default the proof demands that every key is in the table."""
    for value in table.values():
        lift(value)
    return Expr("lookup", identifier, tuple(sorted(table.items(), key=lambda kv: str(kv[0]))), key, default)


def children(node: Expr) -> Iterator[Expr]:
    for a in node.args:
        if isinstance(a, Expr):
            yield a


def walk(node: Expr) -> Iterator[Expr]:
    """The node and everything under it."""
    yield node
    for child in children(node):
        yield from walk(child)


def rebuild(node: Expr, change: Callable[[Expr], Expr | None]) -> Expr:
    """A copy in which `change(node)` (where it is not None) replaces a node; untouched trees are shared."""
    replaced = change(node)
    if replaced is not None:
        return replaced
    args = tuple(rebuild(a, change) if isinstance(a, Expr) else a for a in node.args)
    return node if all(a is b for a, b in zip(args, node.args, strict=True)) else Expr(node.op, *args)
