"""The reader with legal force: a plan compiled to a Python closure over unbounded whole numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import algebra as al
from .algebra import Expr
from .plan import Plan
from .proof import round_half_away

_INFIX = {"add": "+", "sub": "-", "mul": "*", "lt": "<", "le": "<=", "eq": "==", "and": "and", "or": "or"}


class _Writer:
    """Writes nodes as Python source; lookups become dictionaries in the closure's namespace."""

    def __init__(self) -> None:
        self.namespace: dict[str, Any] = {"_round": round_half_away, "__builtins__": {}}
        self._tables: dict[object, str] = {}

    def table(self, node: Expr) -> str:
        key = (node.args[0], node.args[1])
        if key not in self._tables:
            self._tables[key] = f"_t{len(self._tables)}"
            self.namespace[self._tables[key]] = dict(node.args[1])  # type: ignore[call-overload]
        return self._tables[key]

    def write(self, node: Expr, names: dict[Expr, str] | None = None) -> str:
        """The source of a node; nodes in `names` are already computed under that name."""
        if names and node in names:
            return names[node]
        op, args = node.op, node.args
        if op == "var":
            return str(args[0])
        if op in ("int", "bool", "param", "code"):
            return repr(args[-1])
        if op == "null":
            return "None"
        part = [self.write(a, names) for a in al.children(node)]
        if op == "lookup":
            return f"{self.table(node)}.get({part[0]}, {args[3]!r})"
        if op == "is":
            return f"({part[0]} == {args[1]!r})"
        if op in _INFIX:
            return f"({part[0]} {_INFIX[op]} {part[1]})"
        return self._other(op, part)

    @staticmethod
    def _other(op: str, part: list[str]) -> str:
        if op == "where":
            return f"({part[1]} if {part[0]} else {part[2]})"
        if op == "not":
            return f"(not {part[0]})"
        if op == "isnull":
            return f"({part[0]} is None)"
        if op == "coalesce":
            return f"({part[1]} if {part[0]} is None else {part[0]})"
        if op == "div":
            return f"_round({part[0]}, {part[1]})"
        compare = "<=" if op == "min" else ">="
        if any("(" in p for p in part):
            return f"_{op}({part[0]}, {part[1]})"
        return f"({part[0]} if {part[0]} {compare} {part[1]} else {part[1]})"


def _compile(name: str, source: str, namespace: dict[str, Any]) -> Callable[..., Any]:
    namespace.update(_min=min, _max=max)
    # The source is made only from the closed algebra above: names of columns and steps, and whole numbers.
    exec(compile(source, f"<plan {name}>", "exec"), namespace)  # noqa: S102
    function: Callable[..., Any] = namespace["_plan"]
    return function


def compile_exact(plan: Plan) -> Callable[..., tuple[Any, ...]]:
    """Stored values of the plan's columns, in order → its outputs, in order. About a microsecond a call."""
    writer = _Writer()
    lines = [f"    {s.name} = {writer.write(s.expr)}" for s in plan.steps]
    arguments = ", ".join(c.name for c in plan.columns)
    source = f"def _plan({arguments}):\n" + "\n".join(lines) + f"\n    return ({', '.join(plan.outputs)},)\n"
    return _compile(plan.key, source, writer.namespace)


def operands(expr: Expr) -> dict[str, Expr]:
    """What a step reads, by the name under which its explanation shows it: facts, earlier steps, parameters."""
    found: dict[str, Expr] = {}
    for node in al.walk(expr):
        if node.op not in ("var", "param", "lookup"):
            continue
        earlier = found.setdefault(str(node.args[0]), node)
        if repr(earlier) != repr(node):
            raise ValueError(f"one step reads {node.args[0]} in two ways: make two steps of it")
    return found


def compile_traced(plan: Plan) -> Callable[..., tuple[tuple[Any, ...], ...]]:
    """Stored values → for each step a tuple (value, operands by name)."""
    writer = _Writer()
    lines: list[str] = []
    results: list[str] = []
    for i, step in enumerate(plan.steps):
        names: dict[Expr, str] = {}
        values = []
        for j, (name, node) in enumerate(operands(step.expr).items()):
            if node.op == "lookup":
                lines.append(f"    _o{i}_{j} = {writer.write(node)}")
                names.update(
                    {
                        n: f"_o{i}_{j}"
                        for n in al.walk(step.expr)
                        if n.op == "lookup" and n.args[0] == node.args[0]
                    }
                )
                values.append(f"{name!r}: _o{i}_{j}")
            else:
                values.append(f"{name!r}: {writer.write(node)}")
        lines.append(f"    {step.name} = {writer.write(step.expr, names)}")
        results.append(f"({step.name}, {{{', '.join(values)}}})")
    arguments = ", ".join(c.name for c in plan.columns)
    source = f"def _plan({arguments}):\n" + "\n".join(lines) + f"\n    return ({', '.join(results)},)\n"
    return _compile(plan.key, source, writer.namespace)
