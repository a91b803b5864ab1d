"""Twenty thousand budget lines over five years: reports, the public page, and reading a workbook of that size.

    ./run bench budget [--lines 4000] [--years 5]

A database of its own is made beside var/ (SQLite, or a PostgreSQL one where DATABASE_URL says so), filled in bulk with the
postings that the actions would have written, and every entry sealed by the database's own check.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("BELEDIYYE_SHARED", ROOT.parent / "shared"))
sys.path.insert(0, str(ROOT / "src"))


def start(folder: Path) -> None:
    """Django over an empty database in the folder."""
    os.environ["BELEDIYYE_VAR"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    os.environ["DJANGO_SETTINGS_MODULE"] = "belediyye.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("prepare", verbosity=0)


def fill(lines: int, years: int) -> Any:
    """An adopted budget a year, half its lines revenue; three payments or receipts a line. Returns the municipality."""
    from belediyye.core.cast import gather
    from belediyye.finance.budget import actions
    from belediyye.finance.budget.models import Budget, Code, Side

    cast, random = gather(), Random(7)
    rauf = cast.actor("rauf")
    actions.load_codes(actor=rauf)
    codes = {
        axis: list(Code.objects.filter(axis=axis)) for axis in ("functional", "economic", "revenue", "source")
    }
    for year in range(2026 - years, 2026):
        budget = actions.start_draft(actor=rauf, municipality=cast.home, year=year, title=str(year))
        plans = []
        for number in range(lines // 2):
            quarters = tuple(random.randrange(1_000, 900_000) for _ in range(4))
            plans.append(
                actions.Plan(
                    Side.REVENUE, f"Gəlir {number}", quarters, "s", revenue=random.choice(codes["revenue"])
                )
            )
            spend = {
                "functional": random.choice(codes["functional"]),
                "economic": random.choice(codes["economic"]),
                "source": random.choice(codes["source"]),
            }
            plans.append(actions.Plan(Side.EXPENDITURE, f"Xərc {number}", quarters, "s", **spend))
        actions.add_lines(actor=rauf, budget=budget, plans=plans)
        leyla = cast.actor("leyla")
        actions.to_commission(actor=leyla, budget=budget, on=date(year - 1, 10, 10))
        actions.publish(actor=leyla, budget=budget, on=date(year - 1, 10, 12))
        actions.adopt(actor=leyla, budget=budget, decision_number="1", on=date(year - 1, 12, 15))
        carry_out(Budget.objects.get(pk=budget.pk), rauf)
    return cast.home


def carry_out(budget: Any, actor: Any) -> None:
    """Three months of money on every line, an entry a month."""
    from django.db import transaction

    from belediyye.finance.budget.actions.posting import Move, post
    from belediyye.finance.budget.models import Account, Side

    lines = list(budget.lines.all())
    for month in (3, 6, 10):
        moves = []
        for line in lines:
            amount = line.initial // 5
            if line.side == Side.REVENUE:
                moves += [
                    Move(Account.RECEIVED, Account.TO_COME, amount, line.pk),
                    Move(Account.BANK, Account.REVENUE, amount, line.pk),
                ]
            else:
                moves += [
                    Move(Account.COMMITTED, Account.AVAILABLE, amount, line.pk),
                    Move(Account.OBLIGED, Account.COMMITTED, amount, line.pk),
                ]
                moves += [
                    Move(Account.PAID, Account.OBLIGED, amount, line.pk),
                    Move(Account.EXPENSE, Account.BANK, amount, line.pk),
                ]
        with transaction.atomic():
            post(budget, moves, actor=actor, day=date(budget.year, month, 15), text="ay")


def worst(act: Any, times: int = 20) -> float:
    """The 95th percentile in milliseconds; the first run warms and is not counted."""
    act()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[int(len(taken) * 0.95) - 1]


def measure(place: Any, years: int) -> list[tuple[str, float, str, float]]:
    """Every report by every classification, the worst of them; the public page."""
    from django.test import Client

    from belediyye.finance.budget import queries
    from belediyye.finance.budget.models import Axis, Side

    budget = queries.latest_adopted(place)
    reports = {}
    for side, axis in [(Side.EXPENDITURE, a) for a in Axis] + [(Side.REVENUE, Axis.REVENUE)]:
        reports[side, axis] = worst(
            lambda side=side, axis=axis: queries.report(budget, side, axis, date(budget.year, 9, 30)), 10
        )
    broken = [one.what for one in queries.agreement(budget) if not one.holds]
    assert not broken, broken
    client = Client()
    pages = worst(lambda: client.get(f"/b/{place.code}/büdcə/{budget.year}/"), 20)
    cash = worst(lambda: queries.cash_plan(budget, date(budget.year, 12, 31)), 10)
    trial = worst(lambda: queries.trial_balance(budget), 10)
    return [
        ("slowest report by a classification, p95", max(reports.values()), "ms", 300),
        ("cash plan, p95", cash, "ms", 300), ("trial balance, p95", trial, "ms", 300), ("public page warm, p95", pages, "ms", 100),
    ]  # fmt: skip


def reading(folder: Path) -> tuple[str, float, str, float]:
    """Madrid's file where it is at hand, else a generated one of the same size; read and reconciled."""
    from belediyye.finance.budget.importing import read_rows, reconcile

    file = SHARED / "data" / "02_budgets" / "madrid" / "gastos_2012-2013.csv"
    name = "import of Madrid's file"
    if not file.is_file():
        file, name = folder / "made.csv", "import of a generated file"
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(["year", "functional", "economic", "line", "amount"])
            writer.writerows(
                [2013, f"{n % 97:05}", f"{n % 83:05}", f"Maddə {n}", n * 7 + 100_000] for n in range(20_217)
            )
    began = time.perf_counter()
    found = reconcile(read_rows(file))
    return f"{name}, {len(found.lines)} lines", time.perf_counter() - began, "s", 5


def main() -> int:
    """Prints the table and writes var/bench/budget.json; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--lines", type=int, default=20_000)
    parser.add_argument("--years", type=int, default=5)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        start(Path(name))
        from django_scopes import scopes_disabled

        began = time.perf_counter()
        with scopes_disabled():
            place = fill(asked.lines, asked.years)
            print(f"{asked.lines} lines × {asked.years} years made in {time.perf_counter() - began:.0f} s")
            rows = [*measure(place, asked.years), reading(Path(name))]
    told = [
        {"measure": what, "value": round(value, 3), "unit": unit, "bar": bar, "holds": value <= bar}
        for what, value, unit, bar in rows
    ]
    for row in told:
        print(
            f"{row['measure']:<55} {row['value']:>10.1f} {row['unit']:<3} ≤ {row['bar']:<5} {'holds' if row['holds'] else 'MISSED'}"
        )
    target = ROOT / "var" / "bench" / "budget.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")
    return 0 if all(row["holds"] for row in told) else 1


if __name__ == "__main__":
    sys.exit(main())
