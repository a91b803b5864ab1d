"""The same plan read by each engine over the same rows, as lists of tuples in the order of the rows."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any

from belediyye.finance.rules.book.columns import COLUMNS
from belediyye.finance.rules.engine import Plan, frames, sql

Rows = Sequence[dict[str, Any]]
# Only temporary tables are made, in any database that the tests may reach.
POSTGRES = os.environ.get("BELEDIYYE_TEST_POSTGRES") or os.environ.get(
    "DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres"
)
Reader = Callable[[Plan, Rows], list[tuple[Any, ...]]]


def _ddl(dialect: str) -> str:
    types = {"int": "BIGINT", "bool": "BOOLEAN", "code": "VARCHAR(40)"}
    quote = "`" if dialect == "spark" else '"'
    return ", ".join(f"{quote}{c.name}{quote} {types[c.kind]}" for c in COLUMNS)


def exact(plan: Plan, rows: Rows) -> list[tuple[Any, ...]]:
    names = [c.name for c in plan.columns]
    return [plan.exact(*(row.get(n) for n in names)) for row in rows]


def traced(plan: Plan, rows: Rows) -> list[tuple[Any, ...]]:
    names = [c.name for c in plan.columns]
    places = [[s.name for s in plan.steps].index(o) for o in plan.outputs]
    found = (plan.traced(*(row.get(n) for n in names)) for row in rows)
    return [tuple(steps[i][0] for i in places) for steps in found]


def _values(rows: Rows) -> list[tuple[Any, ...]]:
    return [(i, *(row.get(c.name) for c in COLUMNS)) for i, row in enumerate(rows)]


def sqlite(plan: Plan, rows: Rows, every_step: bool = False) -> list[tuple[Any, ...]]:
    with sqlite3.connect(":memory:") as db:
        db.execute(f"CREATE TABLE objects_in (n INTEGER, {_ddl('sqlite')})")
        db.executemany(
            f"INSERT INTO objects_in VALUES ({', '.join('?' * (len(COLUMNS) + 1))})", _values(rows)
        )
        text = sql.select(plan, "sqlite", "objects_in", ["n"], every_step=every_step)
        return [r[1:] for r in db.execute(f"{text} ORDER BY n").fetchall()]


def duckdb(plan: Plan, rows: Rows, every_step: bool = False) -> list[tuple[Any, ...]]:
    import duckdb as library

    with library.connect() as db:
        _duck_table(db, rows)
        text = sql.select(plan, "duckdb", "objects_in", ["n"], every_step=every_step)
        return [r[1:] for r in db.execute(f"{text} ORDER BY n").fetchall()]


def _duck_table(db: Any, rows: Rows) -> None:
    # The literal list is quicker to load than executemany, and needs no further library.
    def literal(value: Any) -> str:
        return "NULL" if value is None else f"'{value}'" if isinstance(value, str) else str(value).upper()

    db.execute(f"CREATE TABLE objects_in (n BIGINT, {_ddl('duckdb')})")
    body = ", ".join("(" + ", ".join(map(literal, row)) + ")" for row in _values(rows))
    db.execute(f"INSERT INTO objects_in VALUES {body}")


def polars(plan: Plan, rows: Rows, every_step: bool = False) -> list[tuple[Any, ...]]:
    import polars as pl

    types = {"int": pl.Int64, "bool": pl.Boolean, "code": pl.String}
    data = {c.name: pl.Series([r.get(c.name) for r in rows], dtype=types[c.kind]) for c in COLUMNS}
    frame = pl.DataFrame(data).with_row_index("n").lazy()
    full = sorted(frames.gate(frame, plan.columns))
    result = (
        frames.compute(plan, frame, ["n"], full=full, every_step=every_step)
        .collect(engine="streaming")
        .sort("n")
    )
    return [tuple(r[1:]) for r in result.rows()]


def postgresql(plan: Plan, rows: Rows, every_step: bool = False) -> list[tuple[Any, ...]]:
    import psycopg

    with psycopg.connect(POSTGRES) as db, db.cursor() as cursor:
        cursor.execute("SET jit = off")
        cursor.execute(f"CREATE TEMPORARY TABLE objects_in (n BIGINT, {_ddl('postgresql')}) ON COMMIT DROP")
        with cursor.copy("COPY objects_in FROM STDIN") as copy:
            for row in _values(rows):
                copy.write_row(row)
        cursor.execute(
            sql.select(plan, "postgresql", "objects_in", ["n"], every_step=every_step) + " ORDER BY n"
        )
        return [r[1:] for r in cursor.fetchall()]


READERS: dict[str, Reader] = {"traced": traced, "sqlite": sqlite, "duckdb": duckdb, "polars": polars}
