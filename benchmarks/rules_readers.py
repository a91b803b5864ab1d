"""One reader over one file, in a process of its own, so that its time and its peak of memory are its own."""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# One row group ahead instead of as many as fit: a third less memory for every Polars reader here, no slower.
os.environ.setdefault("POLARS_ROW_GROUP_PREFETCH_SIZE", "1")
import polars as pl

from belediyye.finance.rules.book import load_book
from belediyye.finance.rules.engine import frames, sql

YEAR = 2025
KEEP = ["id", "payer", "municipality"]
OUT = ["tax_qepik", "relief_right_qepik"]


def peak_mb() -> float:
    line = next(x for x in Path("/proc/self/status").read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def building_plan() -> Any:
    return load_book().plan("building", YEAR)


def columns() -> list[str]:
    return [c.name for c in building_plan().columns]


def summed(frame: pl.LazyFrame) -> None:
    """Decodes every value of every column and adds them up: nothing can be answered from the file's statistics."""
    kinds = frame.collect_schema().items()
    frame.select(
        (pl.col(n).to_physical() if isinstance(k, pl.Enum) else pl.col(n)).sum() for n, k in kinds
    ).collect(engine="streaming")


def scan(source: Path, out: Path) -> float:
    """Reads the same columns and sums them up; writes nothing."""
    started = time.perf_counter()
    summed(pl.scan_parquet(source).select(KEEP + columns()))
    return time.perf_counter() - started


def copy(source: Path, out: Path) -> float:
    """Parquet to Parquet, the same columns, no tax."""
    started = time.perf_counter()
    pl.scan_parquet(source).select(KEEP + columns()).sink_parquet(out, compression="zstd")
    return time.perf_counter() - started


def polars(source: Path, out: Path) -> float:
    """Parquet to Parquet with the tax, after the gate."""
    plan = building_plan()
    started = time.perf_counter()
    frame = pl.scan_parquet(source)
    full = sorted(frames.gate(frame, plan.columns))
    frames.compute(plan, frame, KEEP, full=full).select(*KEEP, *OUT).sink_parquet(out, compression="zstd")
    return time.perf_counter() - started


def duckdb(source: Path, out: Path) -> float:
    import duckdb as library

    plan = building_plan()
    text = sql.select(plan, "duckdb", f"read_parquet('{source}')", KEEP)
    with library.connect() as db:
        started = time.perf_counter()
        db.execute(
            f"COPY (SELECT {', '.join(KEEP + OUT)} FROM ({text})) TO '{out}' (FORMAT parquet, COMPRESSION zstd)"
        )
        return time.perf_counter() - started


def exact(source: Path, out: Path) -> float:
    """The compiled closure on one core, row after row."""
    plan = building_plan()
    started = time.perf_counter()
    found: list[pl.DataFrame] = []
    n = pl.scan_parquet(source).select(pl.len()).collect().item()
    for offset in range(0, n, 250_000):
        part = pl.scan_parquet(source).select("id", *plan.names).slice(offset, 250_000).collect()
        results = list(map(plan.exact, *(part[name].to_list() for name in plan.names)))
        tax, right = [r[1] for r in results], [r[2] for r in results]
        found.append(pl.DataFrame({"id": part["id"], "tax_qepik": tax, "relief_right_qepik": right}))
    pl.concat(found).write_parquet(out, compression="zstd")
    return time.perf_counter() - started


def _rows(source: Path) -> tuple[list[str], Any]:
    names = KEEP + columns()
    frame = pl.read_parquet(source, columns=names).with_columns(pl.col(pl.Enum).cast(pl.String)).select(names)
    return names, frame


def sqlite(source: Path, out: Path) -> float:
    """INSERT … SELECT within the database, on a file; the loading of the objects is not counted."""
    names, frame = _rows(source)
    path = out.with_suffix(".sqlite")
    path.unlink(missing_ok=True)
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("PRAGMA synchronous=NORMAL")
    db.execute(f"CREATE TABLE objects_in ({', '.join(names)})")
    db.executemany(f"INSERT INTO objects_in VALUES ({', '.join('?' * len(names))})", frame.iter_rows())
    db.execute(f"CREATE TABLE assessments ({', '.join(n + ' INTEGER' for n in KEEP + OUT)})")
    db.commit()
    text = sql.select(building_plan(), "sqlite", "objects_in", KEEP)
    started = time.perf_counter()
    db.execute(f"INSERT INTO assessments SELECT {', '.join(KEEP + OUT)} FROM ({text})")
    db.commit()
    seconds = time.perf_counter() - started
    rows = db.execute("SELECT id, tax_qepik, relief_right_qepik FROM assessments").fetchall()
    db.close()
    path.unlink()
    pl.DataFrame(rows, schema=["id", *OUT], orient="row").write_parquet(out)
    return seconds


def postgresql(source: Path, out: Path) -> float:
    """INSERT … SELECT within the database; the loading of the objects is not counted."""
    import psycopg

    names, frame = _rows(source)
    kinds = {"use": "varchar(40)", "place_class": "varchar(40)", "let_or_business": "boolean"}
    ddl = ", ".join(
        f'"{n}" {kinds.get(n, "boolean" if n.startswith("relief_") else "integer")}' for n in names
    )
    with psycopg.connect(sys.argv[4]) as db, db.cursor() as cursor:
        cursor.execute("SET jit = off")
        cursor.execute(f"CREATE TEMPORARY TABLE objects_in ({ddl})")
        with cursor.copy("COPY objects_in FROM STDIN (FORMAT csv)") as copying:
            copying.write(frame.write_csv(include_header=False))
        cursor.execute(f"CREATE TEMPORARY TABLE assessments ({', '.join(n + ' bigint' for n in KEEP + OUT)})")
        cursor.execute("ANALYZE objects_in")
        text = sql.select(building_plan(), "postgresql", "objects_in", KEEP)
        started = time.perf_counter()
        cursor.execute(f"INSERT INTO assessments SELECT {', '.join(KEEP + OUT)} FROM ({text}) AS x")
        seconds = time.perf_counter() - started
        cursor.execute("SELECT id, tax_qepik, relief_right_qepik FROM assessments")
        pl.DataFrame(cursor.fetchall(), schema=["id", *OUT], orient="row").write_parquet(out)
    return seconds


def land_plan() -> Any:
    return load_book().roll(YEAR, kinds=("land",))


def nation_scan(source: Path, out: Path) -> float:
    """Both files, the same columns, read and summed: the limit of the national roll."""
    started = time.perf_counter()
    for path, plan in ((source, building_plan()), (Path(sys.argv[4]), land_plan())):
        summed(pl.scan_parquet(path).select("payer", *plan.names))
    return time.perf_counter() - started


def _written(totals: pl.LazyFrame, out: Path) -> None:
    """payer, due_qepik → the two instalments of each payer, in a Parquet file."""
    first = ((pl.col("due_qepik") + 1) // 2).alias("instalment_1_qepik")
    second = (pl.col("due_qepik") // 2).alias("instalment_2_qepik")
    totals.select("payer", first, second).sink_parquet(out, compression="zstd")


def nation_untaxed(source: Path, out: Path) -> float:
    """The same grouping and the same file as the national roll, over the areas instead of the taxes."""
    started = time.perf_counter()
    amounts = [pl.scan_parquet(path).select("payer", pl.col("area_dm2").cast(pl.Int64).alias("due_qepik"))
               for path in (source, Path(sys.argv[4]))]  # fmt: skip
    _written(pl.concat(amounts).group_by("payer").agg(pl.col("due_qepik").sum()), out)
    return time.perf_counter() - started


def nation(source: Path, out: Path) -> float:
    """5 M buildings and 3 M parcels → what each payer owes, after relief, in two instalments.

    The relief of a person for a tax over all the rows is min(right, taxes of the entitled rows), so that only the
    entitled rows, one in eight, are grouped a second time; it enters the sum as an amount below zero."""
    started = time.perf_counter()
    tax, right = pl.col("tax_qepik"), pl.col("relief_right_qepik")
    amounts, reliefs = [], []
    for path, plan in ((source, building_plan()), (Path(sys.argv[4]), land_plan())):
        frame = pl.scan_parquet(path)
        full = sorted(frames.gate(frame, plan.columns))
        narrow = frames.compute(plan, frame, ["payer"], full=full).select("payer", tax, right.cast(pl.Int32))
        computed = narrow.collect(engine="streaming").lazy()
        amounts.append(computed.select("payer", tax.alias("due_qepik")))
        met = computed.filter(right > 0).group_by("payer").agg(tax.sum(), right.max())
        reliefs.append(met.select("payer", (-pl.min_horizontal(tax, right)).alias("due_qepik")))
    _written(pl.concat([*amounts, *reliefs]).group_by("payer").agg(pl.col("due_qepik").sum()), out)
    return time.perf_counter() - started


READERS: dict[str, Callable[[Path, Path], float]] = {
    f.__name__: f
    for f in (scan, copy, polars, duckdb, exact, sqlite, postgresql, nation_scan, nation_untaxed, nation)
}

if __name__ == "__main__":
    name, source, out = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    seconds = READERS[name](source, out)
    print(json.dumps({"seconds": seconds, "cpu": time.process_time(), "peak_mb": peak_mb()}))
