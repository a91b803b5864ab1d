"""The reader for people, and the way back.

`trace` gives the labelled steps of one calculation: value, unit, articles, confidence, and every operand. `to_json`
writes them with each step's operation in a small form, so that `recompute` can compute the amount again from the
explanation alone, without the book, and notice any number that was changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from . import algebra as al
from .algebra import Expr
from .exact import operands
from .plan import Plan
from .proof import round_half_away


class Tampered(ValueError):
    """An explanation does not follow from its own numbers."""


class Source(NamedTuple):
    """Where a value of the law comes from: article, how sure we are, the natural value and its unit."""

    article: str
    confidence: str
    label: Mapping[str, str]
    value: str
    unit: str


class Step(NamedTuple):
    """One line of an explanation. The amount is `value` / `scale` in `unit`; `inputs` are the stored operands."""

    name: str
    label: Mapping[str, str]
    value: Any
    scale: int
    unit: str
    articles: tuple[str, ...]
    confidence: str
    inputs: Mapping[str, Any]
    op: Any

    @property
    def amount(self) -> str:
        """The value in natural units, exact, as text."""
        return natural(self.value, self.scale)


def natural(value: int | None, scale: int) -> str:
    """value/scale as the shortest exact decimal; money-like scales keep both digits."""
    if value is None:
        return ""
    if scale == 1:
        return str(int(value))
    digits = len(str(scale)) - 1
    if scale == 10**digits:
        whole, part = divmod(abs(value), scale)
        text = f"{part:0{digits}d}"
        text = text if scale == 100 else text.rstrip("0")
        sign = "-" if value < 0 else ""
        return f"{sign}{whole}.{text}" if text else f"{sign}{whole}"
    fraction = Fraction(value, scale)
    return (
        str(fraction.numerator)
        if fraction.denominator == 1
        else f"{fraction.numerator}/{fraction.denominator}"
    )


def operation(expr: Expr) -> Any:
    """The small form of a node: a whole number, true/false/None, the name of an operand, or [operation, …]."""
    if expr.op in ("var", "param", "lookup"):
        return str(expr.args[0])
    if expr.op in ("int", "bool"):
        return expr.args[0]
    if expr.op == "null":
        return None
    if expr.op == "is":
        return ["is", operation(expr.args[0]), ["code", expr.args[1]]]  # type: ignore[arg-type]
    return [expr.op, *(operation(a) for a in al.children(expr))]


class Shape(NamedTuple):
    """What does not change from object to object about a step's explanation."""

    name: str
    label: Mapping[str, str]
    scale: int
    unit: str
    own_articles: tuple[str, ...]
    names: tuple[str, ...]
    lookups: tuple[tuple[int, str, str], ...]
    params: tuple[str, ...]
    op: Any
    shown: bool


def _shapes(steps: tuple[Any, ...]) -> tuple[Shape, ...]:
    shapes = []
    for step in steps:
        found = operands(step.expr)
        lookups = []
        for i, (name, node) in enumerate(found.items()):
            if node.op == "lookup":
                key = next(n for n in al.walk(node.args[2]) if n.op == "var")  # type: ignore[arg-type]
                lookups.append((i, name, str(key.args[0])))
        params = tuple(n for n, node in found.items() if node.op == "param")
        rule = step.rule
        shapes.append(
            Shape(rule.name, rule.label, step.scale, rule.unit, rule.articles, tuple(found), tuple(lookups), params,
                  operation(step.expr), bool(rule.label))
        )  # fmt: skip
    return tuple(shapes)


Sources = Callable[[str, object], Source | None]
_WEIGHT = {"read": 0, "likely": 1, "inferred": 2}


def trace(
    plan: Plan, stored: Mapping[str, Any], sources: Sources, *, everything: bool = False
) -> tuple[Step, ...]:
    """The steps of a plan for one object. `stored` are scaled integers by column name; `sources(parameter, key)`
    says where a value of the law comes from. Steps without a label are left out unless `everything`."""
    get = stored.get
    values = plan.traced(*[get(name) for name in plan.names])
    steps = []
    for place, name, label, scale, unit, op, columns, cited_of, shape in _prepared(plan, sources):
        if not (everything or shape.shown):
            continue
        value, inputs = values[place]
        key = None if not columns else get(columns[0]) if len(columns) == 1 else tuple(map(get, columns))
        cited = cited_of.get(key)
        if cited is None:
            cited = cited_of[key] = _cited(shape, stored, sources)
        # tuple.__new__ skips the wrapper of NamedTuple: a third of the time of an explanation.
        steps.append(_NEW(Step, (name, label, value, scale, unit, cited[0], cited[1], inputs, op)))
    return tuple(steps)


_NEW = tuple.__new__


def _prepared(plan: Plan, sources: Sources) -> list[Any]:
    """What does not change from object to object, with a memory of what each step cites: that depends only on the
    keys that were looked up."""
    held = plan.__dict__.get("_prepared")
    if held is None or held[0] is not sources:
        rows: list[Any] = [
            (i, s.name, s.label, s.scale, s.unit, s.op, tuple(column for _, _, column in s.lookups), {}, s)
            for i, s in enumerate(_shapes(plan.steps))
        ]
        held = plan.__dict__["_prepared"] = (sources, rows)
    found: list[Any] = held[1]
    return found


def _cited(shape: Shape, stored: Mapping[str, Any], sources: Sources) -> tuple[tuple[str, ...], str]:
    articles, confidence = list(shape.own_articles), "read"
    for name, key in _read_parameters(shape, stored):
        source = sources(name, key)
        if source is None:
            continue
        if source.article not in articles:
            articles.append(source.article)
        if _WEIGHT[source.confidence] > _WEIGHT[confidence]:
            confidence = source.confidence
    return tuple(articles), confidence


def _read_parameters(shape: Shape, stored: Mapping[str, Any]) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [(name, None) for name in shape.params]
    for _, name, column in shape.lookups:
        if stored.get(column) is not None:
            found.append((name, stored[column]))
    return found


def to_json(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """The steps as plain data for JSON; `recompute` reads this form."""
    return [
        {
            "step": s.name, "az": s.label.get("az", ""), "en": s.label.get("en", ""), "value": s.value,
            "scale": s.scale, "amount": s.amount, "unit": s.unit, "articles": list(s.articles),
            "confidence": s.confidence, "op": s.op, "with": dict(s.inputs),
        }
        for s in steps
    ]  # fmt: skip


def recompute(steps: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Computes every step again from its own operands → name: value of each step.

    Raises Tampered where a step's value does not follow, or where two steps disagree on an operand."""
    agreed: dict[str, Any] = {}
    computed: dict[str, Any] = {}
    for step in steps:
        inputs = step["with"]
        for name, value in inputs.items():
            if agreed.setdefault(name, value) != value:
                raise Tampered(f"{step['step']}: reads {name} as {value}, but elsewhere it is {agreed[name]}")
        try:
            value = evaluate(step["op"], inputs)
        except (TypeError, ValueError, ZeroDivisionError) as wrong:
            raise Tampered(f"{step['step']}: cannot be computed ({wrong})")
        if value != step["value"]:
            raise Tampered(f"{step['step']}: gives {value}, but {step['value']} is written")
        if agreed.setdefault(step["step"], value) != value:
            raise Tampered(f"{step['step']} is {value}, but another step read it as {agreed[step['step']]}")
        computed[step["step"]] = value
    return computed


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "div": round_half_away,
    "min": min, "max": max, "lt": lambda a, b: a < b, "le": lambda a, b: a <= b, "eq": lambda a, b: a == b,
    "is": lambda a, b: a == b, "and": lambda a, b: a and b, "or": lambda a, b: a or b,
    "coalesce": lambda a, b: b if a is None else a,
}  # fmt: skip


def evaluate(op: Any, inputs: Mapping[str, Any]) -> Any:
    """The value of an operation in its small form. Raises Tampered for an operation or operand it does not know."""
    if op is None or isinstance(op, bool | int):
        return op
    if isinstance(op, str):
        if op not in inputs:
            raise Tampered(f"the explanation does not say what {op} is")
        return inputs[op]
    name, *args = op
    if name == "code":
        return args[0]
    if name == "where":
        return evaluate(args[1] if evaluate(args[0], inputs) else args[2], inputs)
    if name == "not":
        return not evaluate(args[0], inputs)
    if name == "isnull":
        return evaluate(args[0], inputs) is None
    if name not in _ARITHMETIC:
        raise Tampered(f"unknown operation {name!r}")
    return _ARITHMETIC[name](*(evaluate(a, inputs) for a in args))


_SIGNS = {"add": " + ", "sub": " − ", "mul": " × ", "lt": " < ", "le": " ≤ ", "eq": " = ", "is": " = ",
          "and": " ∧ ", "or": " ∨ ", "div": " ÷ "}  # fmt: skip


def in_words(op: Any, names: Mapping[str, str], inner: bool = False) -> str:
    """An operation as a line for people: `names` gives the label of each operand."""
    if not isinstance(op, list):
        return names.get(op, op) if isinstance(op, str) else str(op)
    name, *args = op
    if name == "code":
        return f"«{args[0]}»"
    if name == "coalesce":
        return in_words(args[0], names, inner)
    if name in _SIGNS:
        text = _SIGNS[name].join(in_words(a, names, True) for a in args)
        return f"({text})" if inner else text
    parts = [in_words(a, names) for a in args]
    if name == "where":
        return f"[{parts[0]} → {parts[1]}; {parts[2]}]"
    if name in ("not", "isnull"):
        return f"{'¬' if name == 'not' else '∄'} {parts[0]}"
    return f"{name}({'; '.join(parts)})"
