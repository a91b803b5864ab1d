"""Natural units on top of the integers: rules are written in AZN, m² and shares, the scales are carried exactly.

A quantity is n / (d × v): `n` a whole-number node, `d` a positive constant scale, `v` nodes to divide by (the
denominator of a share). Nothing is rounded until `money` or `rounded`, and each of those emits one division.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from math import gcd, lcm

from . import algebra as al
from .algebra import Expr, NotExact


class Quantity:
    """An exact amount with its scale. Add, subtract, multiply, compare; divide by a constant or by a column."""

    __slots__ = ("d", "n", "v")

    def __init__(self, n: object, d: int = 1, v: tuple[Expr, ...] = ()) -> None:
        self.n = al.lift(n)
        self.d = d
        self.v = v

    @staticmethod
    def of(value: object) -> Quantity:
        if isinstance(value, Quantity):
            return value
        if isinstance(value, Expr):
            return Quantity(value)
        if isinstance(value, int | Fraction | Decimal) and not isinstance(value, bool):
            fraction = Fraction(value)
            return Quantity(fraction.numerator, fraction.denominator)
        raise NotExact(
            f"{value!r}: a quantity is made of whole numbers, Decimals, fractions or symbols, never floats"
        )

    def _common(self, other: object) -> tuple[Expr, Expr, int, tuple[Expr, ...]]:
        a, b = self, Quantity.of(other)
        if a.v != b.v:
            if a.v and b.v:
                raise NotExact(
                    "amounts by different share denominators cannot be added: round each of them first"
                )
            a, b = (_spread(a, b.v), b) if b.v else (a, _spread(b, a.v))
        d = lcm(a.d, b.d)
        return _times(a.n, d // a.d), _times(b.n, d // b.d), d, a.v

    def __add__(self, other: object) -> Quantity:
        a, b, d, v = self._common(other)
        return Quantity(a + b, d, v)

    __radd__ = __add__

    def __sub__(self, other: object) -> Quantity:
        a, b, d, v = self._common(other)
        return Quantity(a - b, d, v)

    def __rsub__(self, other: object) -> Quantity:
        return Quantity.of(other) - self

    def __mul__(self, other: object) -> Quantity:
        o = Quantity.of(other)
        return Quantity(_product(self.n, o.n), self.d * o.d, self.v + o.v)

    __rmul__ = __mul__

    def __truediv__(self, other: object) -> Quantity:
        o = Quantity.of(other)
        if o.n.op == "int" and not o.v:
            value = o.n.args[0]
            if not isinstance(value, int) or value <= 0:
                raise NotExact("a constant divisor must be above zero")
            return Quantity(_times(self.n, o.d), self.d * value, self.v)
        if o.v:
            raise NotExact("divide by a column or a constant, not by another quotient")
        return Quantity(_times(self.n, o.d), self.d, (*self.v, o.n))

    def _compare(self, other: object, operation: Callable[[Expr, Expr], Expr]) -> Expr:
        a, b, _, _ = self._common(other)
        return operation(a, b)

    def __lt__(self, other: object) -> Expr:
        return self._compare(other, lambda a, b: a < b)

    def __le__(self, other: object) -> Expr:
        return self._compare(other, lambda a, b: a <= b)

    def __gt__(self, other: object) -> Expr:
        return self._compare(other, lambda a, b: a > b)

    def __ge__(self, other: object) -> Expr:
        return self._compare(other, lambda a, b: a >= b)

    def equals(self, other: object) -> Expr:
        return self._compare(other, lambda a, b: a.equals(b))

    def __bool__(self) -> bool:
        raise NotExact("a rule may not branch in Python on a symbol: use where(condition, a, b)")


class Code:
    """A column of codes. It can be compared with a code and looked up, nothing else."""

    __slots__ = ("codes", "n")

    def __init__(self, name: str, codes: tuple[str, ...]) -> None:
        self.n = al.var(name)
        self.codes = codes

    def is_(self, *codes: str) -> Expr:
        """True where the column holds one of the codes; a NULL holds none."""
        unknown = set(codes) - set(self.codes)
        if unknown:
            raise NotExact(f"{self.n.args[0]} has no code {sorted(unknown)}")
        tests = [Expr("is", self.n, code) for code in codes]
        result = tests[0]
        for test in tests[1:]:
            result = al.either(result, test)
        return result


class Table:
    """A parameter with a key: `table.at(column)`; `missing` answers for a NULL or a key that is not listed."""

    __slots__ = ("identifier", "scale", "values")

    def __init__(self, identifier: str, values: Mapping[int | str, Fraction]) -> None:
        self.identifier = identifier
        self.scale = decimal_scale(values.values())
        self.values = {key: int(value * self.scale) for key, value in values.items()}

    def at(self, key: Code | Quantity, missing: int | None = None) -> Quantity:
        default = None if missing is None else missing * self.scale
        return Quantity(al.lookup(self.identifier, self.values, key.n, default), self.scale)


def decimal_scale(values: object) -> int:
    """The smallest power of ten (or exact denominator) in which all the values are whole."""
    scale = 1
    for value in values:  # type: ignore[attr-defined]
        scale = lcm(scale, Fraction(value).denominator)
    power = 1
    while power % scale and power < 10**9:
        power *= 10
    return power if power % scale == 0 else scale


def constant(identifier: str, value: Fraction) -> Quantity:
    """A parameter without a key, as a quantity that remembers its name."""
    scale = decimal_scale([value])
    return Quantity(al.param(identifier, int(value * scale)), scale)


def _times(node: Expr, factor: int) -> Expr:
    if factor == 1:
        return node
    if node.op == "int":
        return Expr("int", int(node.args[0]) * factor)  # type: ignore[call-overload]
    if node.op == "mul" and node.args[0].op == "int":  # type: ignore[attr-defined]
        return _times(node.args[0], factor) * node.args[1]  # type: ignore[arg-type]
    return Expr("int", factor) * node


def _product(a: Expr, b: Expr) -> Expr:
    if a.op == "int":
        return _times(b, int(a.args[0]))  # type: ignore[call-overload]
    if b.op == "int":
        return _times(a, int(b.args[0]))  # type: ignore[call-overload]
    return a * b


def _spread(a: Quantity, v: tuple[Expr, ...]) -> Quantity:
    n = a.n
    for node in v:
        n = _product(n, node)
    return Quantity(n, a.d, v)


def rounded(quantity: object, scale: int) -> Quantity:
    """The quantity in whole 1/`scale`, rounded once, halves away from zero."""
    q = Quantity.of(quantity) * scale
    lead = q.n.args[0] if q.n.op == "mul" and q.n.args[0].op == "int" else q.n if q.n.op == "int" else None  # type: ignore[attr-defined]
    factor = int(lead.args[0]) if isinstance(lead, Expr) else 1  # type: ignore[call-overload]
    common = gcd(factor, q.d) or 1
    n = q.n if common == 1 else _reduced(q.n, common)
    d: Expr = Expr("int", q.d // common)
    for node in q.v:
        d = _product(d, node)
    return Quantity(n if d.op == "int" and d.args[0] == 1 else al.divide(n, d), scale)


def _reduced(node: Expr, factor: int) -> Expr:
    if node.op == "int":
        return Expr("int", int(node.args[0]) // factor)  # type: ignore[call-overload]
    return _times(node.args[1], int(node.args[0].args[0]) // factor)  # type: ignore[arg-type, attr-defined]


def money(quantity: object) -> Quantity:
    """AZN in whole qəpik, rounded once, halves away from zero."""
    return rounded(quantity, 100)


def choose(condition: Expr, then: object, otherwise: object) -> Quantity:
    a, b, d, v = Quantity.of(then)._common(otherwise)
    return Quantity(al.where(condition, a, b), d, v)


def larger(a: object, b: object) -> Quantity:
    x, y, d, v = Quantity.of(a)._common(b)
    return Quantity(al.greatest(x, y), d, v)


def smaller(a: object, b: object) -> Quantity:
    x, y, d, v = Quantity.of(a)._common(b)
    return Quantity(al.least(x, y), d, v)


def first_of(*pairs: tuple[Expr, int], otherwise: int = 0) -> Quantity:
    """The number beside the first condition that holds, else `otherwise`."""
    result: object = otherwise
    for condition, number in reversed(pairs):
        result = al.where(condition, number, result)
    return Quantity.of(result)


def by_days(amount: Quantity, days: object, of_days: object) -> Quantity:
    """The part of an amount that falls on `days` of `of_days`, rounded once to qəpik; the amount may be negative."""
    return money(amount * Quantity.of(days) / Quantity.of(of_days))


def between_days(amount: Quantity, start: object, end: object, of_days: object) -> Quantity:
    """The part from day `start` to day `end` (days from the period's beginning). Adjoining parts add up exactly:
    each is the difference of two amounts accrued from the beginning, so no qəpik is lost or made."""
    return by_days(amount, end, of_days) - by_days(amount, start, of_days)
