"""./run bench rules: the law engine beside OpenFisca and beside the limits of the machine, in one run.

Every reader works in a process of its own over the same objects; rounds alternate, the best of each counts. Amounts
are compared one by one with the exact reader's. Ends in a table and in var/bench/rules.json, a list of
{"measure", "value", "unit", "bar", "holds"}. `--quick` takes 100,000 objects. The PostgreSQL server is
BELEDIYYE_BENCH_POSTGRES (default: the local one); the Python that has OpenFisca is BELEDIYYE_BENCH_PYTHON.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import polars as pl
from rich.console import Console
from rich.table import Table

HERE = Path(__file__).resolve().parent
POSTGRES = os.environ.get("BELEDIYYE_BENCH_POSTGRES", "postgresql://postgres@127.0.0.1:5432/postgres")
OPENFISCA = os.environ.get("BELEDIYYE_BENCH_PYTHON", sys.executable)
SIZES = (1_000_000, 5_000_000)
IN_DATABASES = 1_000_000  # loading five million rows into a database takes minutes and shows nothing new

Result = dict[str, float]
Measures = list[dict[str, Any]]


def child(program: str, *arguments: object, python: str = sys.executable) -> Result | None:
    """Runs one measurement in its own process; None where it cannot run here."""
    environment = {**os.environ, "PYTHONPATH": f"{HERE.parent / 'src'}{os.pathsep}{HERE}"}
    done = subprocess.run(
        [python, str(HERE / program), *map(str, arguments)],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    if done.returncode:
        print(
            f"  {program} {arguments[0]}: {done.stderr.strip().splitlines()[-1] if done.stderr else done.returncode}"
        )
        return None
    found: Result = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def best(results: list[Result | None]) -> Result | None:
    taken = [r for r in results if r is not None]
    return min(taken, key=lambda r: r["seconds"]) if taken else None


def measure_objects(folder: Path, n: int, rounds: int, console: Console) -> dict[str, Result]:
    """Every reader over the buildings, the rounds interleaved so that other load falls on all alike."""
    import rules_data

    source, parcels = rules_data.make(folder, n, n * 3 // 5)
    quick = ["scan", "copy", "polars", "duckdb", "nation_scan", "nation_untaxed", "nation", "openfisca"]
    once = ["exact", *(["sqlite", "postgresql"] if n <= IN_DATABASES else [])]
    found: dict[str, list[Result | None]] = {}
    for i in range(rounds):
        for name in [*quick, *(once if i == 0 else [])]:
            console.print(f"  {n:>9,} objects, round {i + 1}: {name}", highlight=False)
            out = folder / f"{name}-{n}.parquet"
            if name == "openfisca":
                result = child("rules_openfisca.py", source, out, python=OPENFISCA)
            else:
                result = child(
                    "rules_readers.py", name, source, out, POSTGRES if name == "postgresql" else parcels
                )
            found.setdefault(name, []).append(result)
    return {name: result for name, results in found.items() if (result := best(results)) is not None}


def differing(folder: Path, name: str, n: int) -> int | None:
    """How many amounts of a reader are not the exact reader's."""
    exact = pl.read_parquet(
        folder / f"exact-{n}.parquet", columns=["id", "tax_qepik", "relief_right_qepik"]
    ).sort("id")
    other = pl.read_parquet(folder / f"{name}-{n}.parquet", columns=exact.columns).sort("id")
    if other.height != exact.height:
        return abs(other.height - exact.height)
    return int(
        (exact["tax_qepik"] != other["tax_qepik"]).sum()
        + (exact["relief_right_qepik"] != other["relief_right_qepik"]).sum()
    )


def nation_is_exact(folder: Path, n: int) -> int:
    """How many payers' totals differ from an independent way: the exact reader and relief row by row in Python."""
    import rules_data
    from rules_readers import YEAR, land_plan

    from belediyye.finance.rules.book import Row, load_book, spend_relief

    source, parcels = rules_data.make(folder, n, n * 3 // 5)
    totals: dict[int, int] = {}
    for path, plan in ((source, load_book().plan("building", YEAR)), (parcels, land_plan())):
        frame = pl.read_parquet(path, columns=["payer", *plan.names])
        tax, right = plan.outputs.index("tax_qepik"), plan.outputs.index("relief_right_qepik")
        found = map(plan.exact, *(frame[name].to_list() for name in plan.names))
        rows = [
            Row(payer, "", r[tax], r[right]) for payer, r in zip(frame["payer"].to_list(), found, strict=True)
        ]
        for row, (relief, _) in zip(rows, spend_relief(rows), strict=True):
            totals[int(str(row.person))] = totals.get(int(str(row.person)), 0) + row.tax_qepik - relief
    ours = pl.read_parquet(folder / f"nation-{n}.parquet")
    instalments = pl.col("instalment_1_qepik") + pl.col("instalment_2_qepik")
    wrong = sum(
        totals.pop(payer, None) != due for payer, due in ours.select("payer", instalments).iter_rows()
    )
    return wrong + len(totals)


def five_objects_ms() -> float:
    """The best time to assess and explain five objects of one payer."""
    from belediyye.finance.rules.book import assess_stored
    from belediyye.finance.rules.book.facts import stored

    facts: list[dict[str, Any]] = [
        {
            "object_kind": "building",
            "use": "dwelling",
            "place_class": "baku",
            "baku_zone": 3,
            "area_m2": 130,
            "relief": "pensioner",
        },
        {
            "object_kind": "building",
            "use": "non_dwelling",
            "place_class": "village",
            "area_m2": 55,
            "share": "1/3",
        },
        {
            "object_kind": "land",
            "use": "dwelling",
            "place_class": "baku",
            "area_m2": 600,
            "owned_from": "2025-05-20",
        },
        {"object_kind": "land", "use": "agricultural", "area_m2": 25000, "points_per_ha": 75},
        {"object_kind": "vehicle", "use": "water", "engine_cm3": 3000},
    ]
    objects = [stored(f, 2025) for f in facts]
    quickest = 1.0
    for _ in range(300):
        started = time.perf_counter()
        for _ in range(10):
            for one in objects:
                _ = assess_stored(one, 2025).steps
        quickest = min(quickest, (time.perf_counter() - started) / 10)
    return quickest * 1000


def line(
    measure: str, value: float, unit: str, bar: float | None = None, at_most: bool = True
) -> dict[str, Any]:
    holds = None if bar is None else (value <= bar if at_most else value >= bar)
    return {"measure": measure, "value": round(value, 4), "unit": unit, "bar": bar, "holds": holds}


def judge(folder: Path, n: int, found: dict[str, Result]) -> Measures:
    lines = [line(f"{name}, {n:,} objects", r["seconds"], "s") for name, r in found.items()]
    lines += [line(f"{name}, {n:,} objects: peak memory", r["peak_mb"], "MB") for name, r in found.items()]
    for name in found:
        if name in ("polars", "duckdb", "sqlite", "postgresql"):
            lines.append(
                line(
                    f"amounts of {name} that differ from exact, {n:,}",
                    differing(folder, name, n) or 0,
                    "amounts",
                    0,
                )
            )
        if name == "openfisca":
            lines.append(
                line(
                    f"amounts of openfisca that differ from exact, {n:,}",
                    differing(folder, name, n) or 0,
                    "amounts",
                )
            )
    ours = min((found[r] for r in ("polars", "duckdb") if r in found), key=lambda r: r["seconds"])
    lines.append(
        line(
            f"fastest reader / copying the same columns, {n:,}",
            ours["seconds"] / found["copy"]["seconds"],
            "times",
            1.5,
        )
    )
    lines.append(
        line(
            f"national roll / pure scan, {n:,} buildings",
            found["nation"]["seconds"] / found["nation_scan"]["seconds"],
            "times",
            4,
        )
    )
    ratio = found["nation"]["seconds"] / found["nation_untaxed"]["seconds"]
    lines.append(line(f"national roll / same grouping and file without tax, {n:,} buildings", ratio, "times"))
    if "openfisca" not in found:
        # A bar that could not be measured is not held.
        lines.append(
            {"measure": f"openfisca could not run, {n:,}", "value": 0, "unit": "", "bar": 3.0, "holds": False}
        )
    else:
        theirs = found["openfisca"]
        bars = (3.0, 0.25) if n >= 5_000_000 else (None, None)
        lines.append(
            line(
                f"openfisca / fastest reader, {n:,}",
                theirs["seconds"] / ours["seconds"],
                "times",
                bars[0],
                at_most=False,
            )
        )
        lines.append(
            line(
                f"memory of fastest reader / openfisca, {n:,}",
                ours["peak_mb"] / theirs["peak_mb"],
                "times",
                bars[1],
            )
        )
    return lines


def show(lines: Measures, console: Console) -> None:
    table = Table(title="The law engine")
    for heading in ("measure", "value", "unit", "bar", "holds"):
        table.add_column(heading, justify="left" if heading in ("measure", "unit") else "right")
    for row in lines:
        holds = "" if row["holds"] is None else "yes" if row["holds"] else "NO"
        table.add_row(
            row["measure"],
            f"{row['value']:,}",
            row["unit"],
            "" if row["bar"] is None else str(row["bar"]),
            holds,
        )
    console.print(table)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        description="Measures the law engine beside OpenFisca and the machine's limits."
    )
    parser.add_argument("--quick", action="store_true", help="100,000 objects only, one round")
    quick = parser.parse_args(arguments).quick
    console = Console()
    sys.path.insert(0, str(HERE))
    lines: Measures = []
    with tempfile.TemporaryDirectory(prefix="belediyye-bench-") as name:
        folder = Path(name)
        sizes, rounds = ((100_000,), 1) if quick else (SIZES, 3)
        for n in sizes:
            found = measure_objects(folder, n, rounds, console)
            lines += judge(folder, n, found)
            if n <= IN_DATABASES:
                lines.append(
                    line(
                        f"payers whose total differs from exact, {n:,} buildings",
                        nation_is_exact(folder, n),
                        "payers",
                        0,
                    )
                )
            if "openfisca" in found:
                lines.append(
                    line("openfisca: five objects of one payer", found["openfisca"]["five_ms"], "ms")
                )
    lines.append(line("one payer with five objects assessed and explained", five_objects_ms(), "ms", 0.1))
    show(lines, console)
    target = HERE.parent / "var" / "bench" / "rules.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(lines, indent=1, ensure_ascii=False) + "\n", "utf-8")
    console.print(f"Written to {target.relative_to(HERE.parent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
