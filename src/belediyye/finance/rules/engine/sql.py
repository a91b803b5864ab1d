# ruff: noqa: S608 - the text is made of the names and whole numbers of proved plans, and of trusted SQL of the caller
"""The reader for databases: SELECT text for SQLite, PostgreSQL, DuckDB and Spark.

A step that is read once is written in place; a step that is read more often becomes a column of a level, and a level
whose columns are read again and again is fenced, so that the database computes it once a row (inlining it would grow
exponentially). Every stored column is widened once. The text holds no parameters: only
names, whole numbers and codes of the book, so it can stand behind INSERT and be recorded by its hash.

`source` is trusted SQL written by the caller (a quoted table name or a parenthesised SELECT), never user input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from . import algebra as al
from .algebra import Expr
from .columns import Column
from .plan import Plan, count_uses


@dataclass(frozen=True)
class Dialect:
    """How one database writes what differs: quotes, 64-bit type, whole division, least and greatest.

    `materialized` and `fence`, before and behind a level's SELECT, keep it from being written into its reader. An OFFSET
    of nothing does so on SQLite and PostgreSQL while rows go through one after another; MATERIALIZED would first keep
    them all."""

    name: str
    quote: str = '"'
    integer: str = "BIGINT"
    divide: str = "({} / {})"
    greatest: str = "GREATEST"
    least: str = "LEAST"
    casts: bool = True
    booleans: bool = True
    materialized: str = ""
    fence: str = ""


DIALECTS = {
    d.name: d
    for d in (
        Dialect(
            "sqlite",
            integer="INTEGER",
            greatest="MAX",
            least="MIN",
            casts=False,
            booleans=False,
            fence=" LIMIT -1 OFFSET 0",
        ),
        Dialect("postgresql", fence=" OFFSET 0"),
        Dialect("duckdb", divide="({} // {})", materialized="MATERIALIZED "),
        Dialect("spark", quote="`", divide="({} div {})"),
    )
}


class _Writer:
    """Writes nodes for one dialect. `stored` maps columns to the caller's own SQL for them."""

    def __init__(self, dialect: Dialect, columns: Mapping[str, Column], stored: Mapping[str, str]) -> None:
        self.d, self.columns, self.stored = dialect, columns, stored

    def name(self, identifier: str) -> str:
        return f"{self.d.quote}{identifier}{self.d.quote}"

    def column(self, name: str) -> str:
        column = self.columns[name]
        raw = self.stored.get(name, self.name(name))
        return f"CAST({raw} AS {self.d.integer})" if self.d.casts and column.kind == "int" else raw

    def literal(self, value: object) -> str:
        if isinstance(value, bool):
            return str(value).upper() if self.d.booleans else str(int(value))
        if isinstance(value, int):
            return (
                str(value) if abs(value) < 2**31 or not self.d.casts else f"CAST({value} AS {self.d.integer})"
            )
        if value is None:
            return "NULL"
        return "'" + str(value).replace("'", "''") + "'"

    def write(self, node: Expr) -> str:
        op, args = node.op, node.args
        if op == "var":
            return self.name(str(args[0]))
        if op in ("int", "bool", "param", "code"):
            return self.literal(args[-1])
        if op == "null":
            return "NULL"
        if op == "lookup":
            return self._lookup(node)
        part = [self.write(a) for a in al.children(node)]
        if op == "is":
            return f"COALESCE({part[0]} = {self.literal(args[1])}, {self.literal(False)})"
        if op == "div":
            return self._division(part[0], part[1], node)
        return self._template(op).format(*part)

    def _template(self, op: str) -> str:
        return {
            "add": "({} + {})", "sub": "({} - {})", "mul": "({} * {})", "lt": "({} < {})", "le": "({} <= {})",
            "eq": "({} = {})", "and": "({} AND {})", "or": "({} OR {})", "not": "(NOT {})",
            "isnull": "({} IS NULL)", "where": "CASE WHEN {} THEN {} ELSE {} END", "coalesce": "COALESCE({}, {})",
            "min": self.d.least + "({}, {})", "max": self.d.greatest + "({}, {})",
        }[op]  # fmt: skip

    def _lookup(self, node: Expr) -> str:
        _, table, key, default = node.args
        branches = " ".join(f"WHEN {self.literal(k)} THEN {self.literal(v)}" for k, v in table)  # type: ignore[attr-defined]
        text = f"CASE {self.write(key)} {branches} ELSE {self.literal(default)} END"  # type: ignore[arg-type]
        return f"CAST({text} AS {self.d.integer})" if self.d.casts else f"({text})"

    def _division(self, n: str, den: str, node: Expr) -> str:
        if isinstance(node.args[-1], str):  # proved never negative: the plain form is enough
            return self.d.divide.format(f"(2 * {n} + {den})", f"(2 * {den})")
        away = self.d.divide.format(f"(2 * ABS({n}) + {den})", f"(2 * {den})")
        return f"CASE WHEN {n} < 0 THEN -{away} ELSE {away} END"


def levels(plan: Plan, keep_all: bool) -> tuple[list[list[tuple[str, Expr]]], dict[str, Expr]]:
    """The steps that become columns, in levels, and the outputs as they read from those columns."""
    counts = plan.uses()
    level = {c.name: 0 for c in plan.columns}
    inlined: dict[str, Expr] = {}
    found: list[list[tuple[str, Expr]]] = []

    def replaced(node: Expr) -> Expr | None:
        return inlined.get(str(node.args[0])) if node.op == "var" else None

    for step in plan.steps:
        expr = al.rebuild(_plain_division(step.expr, plan), replaced)
        trivial = expr.op in ("int", "var", "param", "bool")
        if not (keep_all or step.name in plan.outputs or (counts.get(step.name, 0) > 1 and not trivial)):
            inlined[step.name] = expr
            continue
        reads: dict[str, int] = {}
        count_uses(expr, reads)
        depth = max((level[name] for name in reads), default=0) + 1
        level[step.name] = depth
        while len(found) < depth:
            found.append([])
        found[depth - 1].append((step.name, expr))
    return found, inlined


def _plain_division(expr: Expr, plan: Plan) -> Expr:
    """Marks the divisions whose numerator is proved never negative."""
    from .proof import bounds, of_column

    known = {**{c.name: of_column(c) for c in plan.columns}, **plan.bounds}

    def mark(node: Expr) -> Expr | None:
        if node.op == "div" and len(node.args) == 2 and bounds(node.args[0], known, "").lo >= 0:  # type: ignore[arg-type]
            n, d = (al.rebuild(a, mark) for a in node.args)  # type: ignore[arg-type]
            return Expr("div", n, d, "plain")
        return None

    return al.rebuild(expr, mark)


def _reads(level: Sequence[tuple[str, Expr]]) -> dict[str, int]:
    """How often the expressions of a level read each name."""
    found: dict[str, int] = {}
    for _name, expr in level:
        count_uses(expr, found)
    return found


def select(
    plan: Plan,
    dialect: str,
    source: str,
    keep: Sequence[str] = (),
    *,
    stored: Mapping[str, str] | None = None,
    where: str = "",
    every_step: bool = False,
) -> str:
    """A SELECT of `keep` columns and the plan's outputs (or every step) from `source`.

    `stored` gives the caller's SQL for columns that are stored under another name or must be computed (a month from a
    date). `where` is a condition of the caller. Raises KeyError for an unknown dialect."""
    writer = _Writer(DIALECTS[dialect], plan.column_of, stored or {})
    found, _ = levels(plan, every_step)
    columns = [c.name for c in plan.columns]
    outputs = [s.name for s in plan.steps] if every_step else list(plan.outputs)
    reads = [_reads(level) for level in found]
    q = writer.name
    first = [f"{q(k)}" for k in keep if k not in columns] + [f"{writer.column(c)} AS {q(c)}" for c in columns]
    condition = f" WHERE {where}" if where else ""
    ctes = [f"objects AS ({'SELECT ' + ', '.join(first) + f' FROM {source}{condition}'})"]
    names = [*(k for k in keep if k not in columns), *columns]
    for i, level in enumerate(found):
        new = [f"{writer.write(e)} AS {q(n)}" for n, e in level]
        # Only what somebody still reads is carried on, and only what is read again and again is kept for it.
        later = {*keep, *outputs}.union(*reads[i + 1 :])
        names = [n for n in names if n in later]
        again = any(sum(r.get(n, 0) for r in reads[i + 1 :]) > 1 for n, _ in level)
        before, behind = (writer.d.materialized, writer.d.fence) if again else ("", "")
        body = f"SELECT {', '.join([*map(q, names), *new])} FROM {'objects' if i == 0 else f'level_{i}'}"
        ctes.append(f"level_{i + 1} AS {before}({body}{behind})")
        names += [n for n, _ in level]
    chosen = ", ".join(q(n) for n in [*keep, *outputs])
    return f"WITH {', '.join(ctes)} SELECT {chosen} FROM level_{len(found)}"


def running_relief(
    dialect: str, source: str, keep: Sequence[str], *, person: str, tax: str, order: str
) -> str:
    """Adds `relief_qepik` and `due_qepik` to a SELECT (`source`, parenthesised) that has tax_qepik,
    relief_right_qepik, budget and refusal: once a person, tax and year, spent in `order`. All names are columns."""
    d = DIALECTS[dialect]
    q = _Writer(d, {}, {}).name
    entitled = f"{q('relief_right_qepik')} > 0 AND {q('budget')} = 0"
    running = (
        f"SUM(CASE WHEN {entitled} THEN {q('tax_qepik')} ELSE 0 END) OVER (PARTITION BY {q(person)}, {q(tax)} "
        f"ORDER BY {q(order)} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) - {q('tax_qepik')}"
    )
    before = f"CAST({running} AS {d.integer})"
    relief = (
        f"CASE WHEN {entitled} THEN {d.least}({q('tax_qepik')}, "
        f"{d.greatest}(0, {q('relief_right_qepik')} - {before})) ELSE 0 END"
    )
    outputs = ["tax_qepik", "relief_right_qepik", "budget", "refusal"]
    carried = ", ".join(q(n) for n in dict.fromkeys([*keep, person, tax, order, *outputs]))
    inner = (
        f"SELECT {carried}, CAST({relief} AS {d.integer}) AS {q('relief_qepik')} FROM {source} AS assessed"
    )
    return f"SELECT {carried}, {q('relief_qepik')}, {q('tax_qepik')} - {q('relief_qepik')} AS {q('due_qepik')} FROM ({inner}) AS relieved"
