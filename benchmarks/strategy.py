"""The plan at size: 10,000 activities with 100,000 reports. Timeline, check, tree; and how fast a plan is read from a file.

Run by `./run bench strategy`. Works in a database of its own in a temporary folder; prints a table and writes
var/bench/strategy.json as a list of {"measure", "value", "unit", "bar", "holds"}.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("BELEDIYYE_SHARED", ROOT.parent / "shared"))
ACTIVITIES, UPDATES_EACH = 10_000, 10
TODAY = date(2026, 11, 22)


def timed(work: Callable[[], object], times: int = 5) -> float:
    """The median of some runs, in seconds, after one to warm up."""
    work()
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def big_plan() -> object:
    """A plan of four goals with 10,000 activities, each with ten approved reports, made in bulk."""
    from belediyye.alliance.strategy.models import (
        Activity,
        ActivityPeriod,
        Dependency,
        Node,
        Plan,
        Responsible,
        Update,
    )

    plan = Plan.objects.create(
        code="boyuk", title="Böyük plan", first_year=2025, last_year=2028, made_on=TODAY
    )
    nodes = []
    for g in range(1, 5):
        goal = Node.objects.create(plan=plan, kind="goal", code=str(g), text=f"Məqsəd {g}", place=g * 1000)
        nodes += [
            Node.objects.create(
                plan=plan,
                parent=goal,
                kind="objective",
                code=f"PV {g}.{n}",
                text="Vəzifə",
                place=g * 1000 + n,
            )
            for n in range(1, 51)
        ]
    made = []
    for n in range(ACTIVITIES):
        starts = date(2025, 1, 1) + timedelta(days=(n * 37) % 1300)
        made.append(
            Activity(
                plan=plan, node=nodes[n % len(nodes)], code=f"{nodes[n % len(nodes)].code}/{n}", result=f"Nəticə {n}: sənəd hazırlanır və dərc edilir",
                folded=f"netice {n}", when_text="2026", starts=starts, ends=starts + timedelta(days=90), percent=n % 101, place=n,
            )
        )  # fmt: skip
    Activity.objects.bulk_create(made, batch_size=2000)
    ActivityPeriod.objects.bulk_create(
        (ActivityPeriod(activity=a, starts=a.starts, ends=a.ends) for a in made), batch_size=2000
    )
    Responsible.objects.bulk_create(
        (Responsible(activity=a, words=f"rol {a.place % 40}", role="member") for a in made), batch_size=2000
    )
    Dependency.objects.bulk_create(
        (Dependency(activity=made[n], after=made[n - 1]) for n in range(1, ACTIVITIES, 2)), batch_size=2000
    )
    updates = (
        Update(
            activity=a,
            on=a.starts + timedelta(days=9 * k),
            text="Görüldü",
            percent=min(10 * k, 100),
            state="approved",
            by_name="Sınaq",
        )
        for a in made
        for k in range(UPDATES_EACH)
    )
    Update.objects.bulk_create(updates, batch_size=2000)
    return plan


def taken(read: object) -> None:
    """Takes a plan as the command does, under a name of its own each time."""
    from belediyye.alliance.strategy import actions
    from belediyye.alliance.strategy.models import Plan
    from belediyye.core.actors import machine

    actions.take_plan(actor=machine("bench"), read=read, on=TODAY, code=f"seed-{Plan.objects.count()}")  # type: ignore[arg-type]


def measure() -> list[dict[str, object]]:
    """All measures of this script."""
    from belediyye.alliance.strategy import planfile, queries
    from belediyye.alliance.strategy.check import check_plan
    from belediyye.alliance.strategy.example import FILE

    seed = SHARED / "seed" / "strategic-plan.az.txt"
    read = seed if seed.is_file() else FILE
    rows: list[dict[str, object]] = []

    def row(name: str, seconds: float, bar: float) -> None:
        rows.append(
            {
                "measure": name,
                "value": round(seconds * 1000, 1),
                "unit": "ms",
                "bar": bar,
                "holds": seconds * 1000 <= bar,
            }
        )

    row(
        "import of the seed" if read is seed else "import of the example plan (the seed is not here)",
        timed(lambda: planfile.read_plan(read)),
        1000,
    )
    row("the same, taken into the database", timed(lambda: taken(planfile.read_plan(read)), 3), 1000)
    plan = big_plan()
    row(
        "timeline of 10,000 activities, from the database to the picture",
        timed(lambda: queries.timeline_picture(plan, TODAY), 3),
        500,
    )
    row("check of 10,000 activities with 100,000 reports", timed(lambda: check_plan(plan), 3), 2000)
    return rows


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BELEDIYYE_VAR"], os.environ["DJANGO_SETTINGS_MODULE"] = folder, "belediyye.settings"
        os.environ.pop("DATABASE_URL", None)
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        rows = measure()
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    print(
        f"{time.strftime('%Y-%m-%d')} · {platform.processor() or platform.machine()}, {os.cpu_count()} cores · {commit}"
    )
    for one in rows:
        print(
            f"  {one['measure']:<66} {one['value']:>9} ms   bar {one['bar']:>6}   {'holds' if one['holds'] else 'MISSED'}"
        )
    out = ROOT / "var" / "bench" / "strategy.json"
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(json.dumps(rows, ensure_ascii=False, indent=1), "utf-8")
    return 0 if all(one["holds"] for one in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
