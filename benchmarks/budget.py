"""Twenty thousand budget lines in each of five years: reports, the public page, and taking a budget in from a file.

    ./run bench budget [--lines 4000] [--years 5]

Works in a database of its own in a temporary folder, filled in bulk with the postings that the actions would have
written, every entry sealed by the database's own check. Prints a table and writes var/bench/budget.json as a list of
{"measure", "value", "unit", "bar", "holds"}. Reports of one year are added up anew each time; those over years remember
the years that are over, so their first run is told beside, without a bar.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import subprocess
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
    """An adopted budget a year, half its lines revenue, each year begun with the one before; three months of money."""
    from belediyye.core.cast import gather
    from belediyye.finance.budget import actions
    from belediyye.finance.budget.models import Budget

    cast = gather()
    rauf, leyla = cast.actor("rauf"), cast.actor("leyla")
    before = None
    for year in range(2026 - years, 2026):
        budget = actions.start_draft(
            actor=rauf, municipality=cast.home, year=year, title=str(year), made_from=before
        )
        if before is None:
            actions.add_lines(actor=rauf, budget=budget, plans=plans(lines))
        actions.to_commission(actor=leyla, budget=budget, on=date(year - 1, 10, 10))
        actions.publish(actor=leyla, budget=budget, on=date(year - 1, 10, 12))
        actions.adopt(actor=leyla, budget=budget, decision_number="1", on=date(year - 1, 12, 15))
        before = Budget.objects.get(pk=budget.pk)
        carry_out(before, rauf.name)
    return cast.home


def plans(lines: int) -> list[Any]:
    """Pairs of a line of revenue and one of expenditure of the same quarters, so that the budget balances."""
    from belediyye.finance.budget import actions
    from belediyye.finance.budget.models import Code, Side

    random = Random(7)
    codes = {
        axis: list(Code.objects.filter(axis=axis)) for axis in ("functional", "economic", "revenue", "source")
    }
    made = []
    for number in range(lines // 2):
        one, two, three, four = (random.randrange(1_000, 900_000) for _ in range(4))
        quarters = one, two, three, four
        spend = {axis: random.choice(codes[axis]) for axis in ("functional", "economic", "source")}
        kind = random.choice(codes["revenue"])
        made.append(actions.Plan(Side.REVENUE, f"Gəlir {number}", quarters, "s", revenue=kind))
        made.append(actions.Plan(Side.EXPENDITURE, f"Xərc {number}", quarters, "s", **spend))
    return made


def carry_out(budget: Any, by: str) -> None:
    """Three months of money on every line, an entry a month: the postings that the actions write, made by the database."""
    import uuid

    from django.db import connection, transaction
    from django.utils import timezone

    from belediyye.core.numbering import take_number
    from belediyye.finance.budget.models import Account as A
    from belediyye.finance.budget.models import Entry, Posting, Seal, Side

    moves = {
        Side.REVENUE: [(A.RECEIVED, A.TO_COME), (A.BANK, A.REVENUE)],
        Side.EXPENDITURE: [
            (A.COMMITTED, A.AVAILABLE), (A.OBLIGED, A.COMMITTED), (A.EXPENSE, A.PAYABLE), (A.PAID, A.OBLIGED), (A.PAYABLE, A.BANK),
        ],
    }  # fmt: skip
    for month in (3, 6, 10):
        key, day = uuid.uuid4(), date(budget.year, month, 15)
        with transaction.atomic(), connection.cursor() as cursor:
            number = take_number(owner=budget.municipality_id, code="budget.entry", year=budget.year)
            entry = Entry.objects.create(
                id=key, seal_id=key, municipality_id=budget.municipality_id, budget=budget, day=day, at=timezone.now(), by=by, text="ay", number=number
            )  # fmt: skip
            prepared = Entry._meta.pk.get_db_prep_value(entry.pk, connection)
            for side, pairs in moves.items():
                for accounts in pairs:
                    for account, debit, credit in ((accounts[0], 1, 0), (accounts[1], 0, 1)):
                        cursor.execute(
                            f"""INSERT INTO budget_posting (entry_id, municipality_id, budget_id, account, line_id, day, debit, credit)
                            SELECT %s, municipality_id, budget_id, {account:d}, id, %s, {debit} * (initial / 5), {credit} * (initial / 5)
                            FROM budget_line WHERE budget_id = %s AND side = %s AND initial >= 5""",
                            [prepared, day, budget.pk, side],
                        )
            total = sum(Posting.objects.filter(entry=entry).values_list("debit", flat=True))
            Seal.objects.create(id=key, total=total)


def worst(act: Any, times: int = 20) -> float:
    """The 95th percentile in milliseconds; the first run warms and is not counted."""
    act()
    taken = []
    for _ in range(times):
        began = time.perf_counter()
        act()
        taken.append((time.perf_counter() - began) * 1000)
    return sorted(taken)[int(len(taken) * 0.95) - 1]


Measured = tuple[str, float, str, float | None]


def first(act: Any) -> float:
    """One run, in milliseconds."""
    began = time.perf_counter()
    act()
    return (time.perf_counter() - began) * 1000


def measure(place: Any) -> list[Measured]:
    """Every report by every classification, the worst of them; reports over years; the public page."""
    from django.core.cache import cache
    from django.test import Client

    from belediyye.finance.budget import queries, tables
    from belediyye.finance.budget.models import Axis, Side

    budgets = list(queries.public_years(place))
    budget = budgets[0]
    on = date(budget.year, 9, 30)
    reports = [
        worst(lambda side=side, axis=axis: queries.report(budget, side, axis, on), 10)
        for side, axis in [*((Side.EXPENDITURE, axis) for axis in Axis), (Side.REVENUE, Axis.REVENUE)]
    ]
    broken = [one.what for one in queries.agreement(budget) if not one.holds]
    assert not broken, broken

    def years() -> object:
        return queries.over_years(budgets, Side.EXPENDITURE, Axis.ECONOMIC)

    def sheet() -> object:
        return queries.analysis(budgets)

    def form() -> object:
        return tables.of_execution(budget, on, half_year=False)

    client = Client(HTTP_HOST="localhost")

    def page() -> None:
        answer = client.get(f"/b/{place.code}/büdcə/{budget.year}/")
        assert answer.status_code == 200, answer.status_code

    cache.clear()
    cold = {"years": first(years), "sheet": first(sheet), "page": first(page)}
    return [
        ("slowest report by a classification, p95", max(reports), "ms", 300),
        ("report in the form of the law (four reports), p95", worst(form, 10), "ms", 300),
        ("years side by side by a classification, p95", worst(years, 10), "ms", 300),
        ("  the same, first time", cold["years"], "ms", None),
        ("economic analysis sheet of the years, p95", worst(sheet, 10), "ms", 300),
        ("  the same, first time", cold["sheet"], "ms", None),
        (
            "cash plan, p95",
            worst(lambda: queries.cash_plan(budget, date(budget.year, 12, 31)), 10),
            "ms",
            300,
        ),
        ("trial balance, p95", worst(lambda: queries.trial_balance(budget), 10), "ms", 300),
        ("public page warm, p95", worst(page, 20), "ms", 100),
        ("  the same, first time", cold["page"], "ms", None),
    ]


def taking(folder: Path, place: Any) -> list[Measured]:
    """Madrid's file where it is at hand, else a generated one: read, reconciled, and made lines of a draft."""
    from belediyye.core.actors import machine
    from belediyye.finance.budget import actions

    file = SHARED / "data" / "02_budgets" / "madrid" / "gastos_2012-2013.csv"
    name = "Madrid's file"
    if not file.is_file():
        file, name = folder / "made.csv", "a generated file"
        with file.open("w", encoding="utf-8", newline="") as target:
            writer = csv.writer(target)
            writer.writerow(["functional", "economic", "line", "amount"])
            writer.writerows(
                [f"{n % 97:05}", f"{n % 83:05}", f"Maddə {n}", n * 7 + 100_000] for n in range(10_259)
            )
    content, actor = file.read_bytes(), machine("bench", place)
    began = time.perf_counter()
    made = actions.read_import(
        actor=actor,
        municipality=place,
        name=file.name,
        content=content,
        year=2030,
        choice=actions.Choice(0, 2, 1, True),
    )
    read = time.perf_counter() - began
    lines = actions.take_import(actor=actor, made=made)
    whole = time.perf_counter() - began
    return [
        (f"import of {name}, {lines:,} lines: read and reconciled", read, "s", None),
        (f"import of {name}: until the draft stands", whole, "s", 5),
    ]


def head() -> str:
    """The day, the machine and the commit of a run."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True)
    machine = platform.processor() or platform.machine()
    return f"{time.strftime('%Y-%m-%d')} · {machine}, {os.cpu_count()} cores · {commit.stdout.strip()}"


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
            print(
                f"{head()}\n{asked.lines:,} lines × {asked.years} years made in {time.perf_counter() - began:.0f} s"
            )
            rows = [*measure(place), *taking(Path(name), place)]
    told = [
        {
            "measure": what.strip(),
            "value": round(value, 3),
            "unit": unit,
            "bar": bar,
            "holds": bar is None or value <= bar,
        }
        for what, value, unit, bar in rows
    ]
    for (what, *_rest), row in zip(rows, told, strict=True):
        said = "" if row["bar"] is None else f"≤ {row['bar']:<5} {'holds' if row['holds'] else 'MISSED'}"
        print(f"  {what:<70} {row['value']:>10.1f} {row['unit']:<3} {said}")
    target = ROOT / "var" / "bench" / "budget.json"
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps(told, indent=1, ensure_ascii=False), "utf-8")
    return 0 if all(row["holds"] for row in told) else 1


if __name__ == "__main__":
    sys.exit(main())
