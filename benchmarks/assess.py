"""A roll of a million rows through ``./run assess``: time, memory, and whether every amount is the exact one.

    ./run bench assess [--quick]

The roll is made by examples/make_rolls.py with its own seed. The command runs in a process of its own; its largest
resident memory is what the kernel says. Reading the same file with Python's csv module and writing the same bytes
is measured beside it, as the floor that no program of this kind goes under.
"""

from __future__ import annotations

import argparse
import csv
import importlib.util
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from belediyye.finance.rules.book import assess

ROOT = Path(__file__).resolve().parent.parent
YEAR = 2025
LIMIT_MB = 1536


def make(path: Path, rows: int) -> None:
    """The benchmark's roll; always the same for the same size."""
    spec = importlib.util.spec_from_file_location("make_rolls", ROOT / "examples" / "make_rolls.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.write_csv(path, rows, module.SEED + 2)


def run(roll: Path, out: Path, *options: str) -> tuple[float, float]:
    """Seconds and megabytes of one run of the command."""
    code = (
        "import resource, sys; from belediyye.finance.rules.roll.command import main; code = main(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr); sys.exit(code)"
    )
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, str(roll), "--year", str(YEAR), "--out", str(out), "--no-notices", *options],
        capture_output=True, text=True,
    )  # fmt: skip
    seconds = time.perf_counter() - started
    if done.returncode:
        raise SystemExit(done.stderr)
    return seconds, int(done.stderr.split()[-1]) / 1024


def floor(roll: Path, out: Path) -> float:
    """Seconds to read the same rows and write the same bytes, computing nothing."""
    started = time.perf_counter()
    with roll.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass
    for name in ("assessments.csv", "explanations.jsonl", "totals.csv"):
        with (out / name).open("rb") as source, (out / "copy").open("wb") as target:
            while block := source.read(1 << 20):
                target.write(block)
    return time.perf_counter() - started


def wrong_amounts(roll: Path, out: Path, sample: int) -> int:
    """Of rows drawn by chance, how many amounts differ from the book asked one object at a time."""
    chance, wrong = Random(1), 0
    with roll.open(encoding="utf-8") as rolls, (out / "assessments.csv").open(encoding="utf-8") as results:
        for facts, result in zip(csv.DictReader(rolls), csv.DictReader(results), strict=True):
            if chance.random() * 50 > 1 or sample <= 0:
                continue
            sample -= 1
            known = ("taxpayer_id", "taxpayer_name", "object_id", "address")
            one = assess({k: v for k, v in facts.items() if v and k not in known}, YEAR)
            wrong += one.tax_qepik != int(result["tax_qepik"]) or one.budget != result["budget"]
    return wrong


def measure(rows: int) -> list[dict[str, Any]]:
    """The figures, each with its bar and whether it holds."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        roll, full, short = folder / "roll.csv", folder / "full", folder / "short"
        make(roll, rows)
        seconds, memory = run(roll, full)
        least = floor(roll, full)
        wrong = wrong_amounts(roll, full, 5000)
        quick, _ = run(roll, short, "--no-explanations")
        size = (full / "explanations.jsonl").stat().st_size / 1e9
    bar = 120 * rows / 1_000_000
    return [
        _figure(
            f"{rows:,} rows: time with explanations", round(seconds, 1), "s", f"<= {bar:g}", seconds <= bar
        ),
        _figure("the same without explanations", round(quick, 1), "s", "", None),
        _figure("rows a second", round(rows / seconds), "rows/s", "", None),
        _figure("largest resident memory", round(memory), "MiB", f"<= {LIMIT_MB}", memory <= LIMIT_MB),
        _figure("reading and writing the same bytes only", round(least, 1), "s", "", None),
        _figure("explanations", round(size, 2), "GB", "", None),
        _figure("amounts of 5,000 rows that differ from the exact reader", wrong, "", "0", wrong == 0),
    ]


def _figure(name: str, value: Any, unit: str, bar: str, holds: bool | None) -> dict[str, Any]:
    return {"measure": name, "value": value, "unit": unit, "bar": bar, "holds": holds}


def report(name: str, found: list[dict[str, Any]]) -> None:
    """Print the figures and write them to var/bench."""
    width = max(len(row["measure"]) for row in found)
    for row in found:
        verdict = {True: "holds", False: "NOT REACHED", None: ""}[row["holds"]]
        print(f"{row['measure']:{width}}  {row['value']!s:>10} {row['unit']:8} {row['bar']:9} {verdict}")
    folder = ROOT / "var" / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(
        json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def main(argv: list[str] | None = None) -> int:
    """Measure, print, write; the code is 1 where a bar is not reached."""
    parser = argparse.ArgumentParser(prog="./run bench assess", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="50,000 rows")
    found = measure(50_000 if parser.parse_args(argv).quick else 1_000_000)
    report("assess", found)
    return int(any(row["holds"] is False for row in found))


if __name__ == "__main__":
    sys.exit(main())
