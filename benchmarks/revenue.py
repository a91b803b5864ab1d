"""`./run bench revenue`: the assessment of a million objects of 600 thousand payers, beside what the ORM would need.

Builds its own database (SQLite in var/bench, or the one in DATABASE_URL when that is PostgreSQL and its name begins
with `bench_`), filled with invented rows; then previews and posts through the actions, as an office does.
Then pages and searches (revenue_pages.py), a bank's statement and a roll's import (revenue_money.py).
Options: --objects N --payers N --lines N (for a quick look), --skip-orm. Ends in a table and var/bench/revenue.json.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT / "benchmarks"))
OUT = ROOT / "var" / "bench"
OUT.mkdir(parents=True, exist_ok=True)
FILE = OUT / "revenue.sqlite3"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "belediyye.settings")
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FILE}")
TODAY = date(2026, 11, 22)
BARS = {"sqlite": {"run": 6.0, "orm": 12.0}, "postgresql": {"run": 25.0, "orm": 4.0}}


class Table:
    """The measures, printed as they come and kept as JSON."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(
        self, measure: str, value: float, unit: str, bar: float | None = None, least: bool = False
    ) -> None:
        """`bar` is the most that is allowed, or with `least` the least."""
        holds = None if bar is None else (value >= bar if least else value <= bar)
        self.rows.append(
            {"measure": measure, "value": round(value, 4), "unit": unit, "bar": bar, "holds": holds}
        )
        sign = "" if bar is None else f"  (bar {'≥' if least else '≤'} {bar}) {'holds' if holds else 'FAILS'}"
        print(f"{measure:<70} {value:>12.3f} {unit}{sign}", flush=True)


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def fill(municipality_id: int, payers: int, objects: int, on: date) -> None:
    """Invented rows by executemany: payers, objects (six in ten buildings), states, holdings, statuses."""
    from django.db import connection, transaction

    from belediyye.core.databases import learn_sizes
    from belediyye.core.fields import natural
    from belediyye.core.identifiers import make_yvok
    from belediyye.core.numbering import take_numbers
    from belediyye.core.text import fold
    from belediyye.finance.revenue.models import Holding, ObjectState, PrivilegeStatus, TaxObject, Taxpayer
    from belediyye.finance.revenue.queries import finding

    first_payer = (Taxpayer.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    first_object = (TaxObject.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    day = on.isoformat()
    streets = [f"Nümunə küçəsi {n}" for n in range(200)]
    folded = {s: fold(s) for s in streets}
    routes = [f"numunekend\x01{natural(s)}\x01" for s in streets]

    def payer_rows() -> Iterator[tuple[Any, ...]]:
        for n in range(payers):
            name = f"Sınaqov{n % 9973} Nümunə{n % 613} Misal oğlu"
            yield (first_payer + n, municipality_id, "natural", n + 1, make_yvok(municipality_id, n + 1), name, f"sinaqov{n % 9973} numune{n % 613} misal oglu",
                   "", "", "", "", "", f"+994 50 {n:07d}", f"p{n}@example.com", "Nümunəkənd", streets[n % 200], str(n % 97), routes[n % 200] + natural(str(n % 97)), day, "", payer_words_of(n))  # fmt: skip

    def object_rows() -> Iterator[tuple[Any, ...]]:
        for n in range(objects):
            street = streets[n * 7 % 200]
            yield (
                first_object + n,
                municipality_id,
                kind(n),
                n + 1,
                f"OB-{n + 1}",
                "Nümunəkənd",
                street,
                str(n % 211),
                f"numunekend {folded[street]} {n % 211}",
                "",
                day,
                "",
                told(f"{n + 1} ob ob{n + 1} numunekend {folded[street]} {n % 211}"),
            )

    def payer_words_of(n: int) -> str:
        code = make_yvok(municipality_id, n + 1)
        names = (f"sinaqov{n % 9973}", f"numune{n % 613}", "misal", "oglu")
        ends = (code, *(code[k:] for k in range(4, 8)))
        marked = (f"_{w}" for w in names)
        reached = (f"50{n:07d}", f"{n:07d}", f"p{n}", "example", "com", f"p{n}examplecom")
        address = ("numunekend", folded[streets[n % 200]], str(n % 97))
        return told(" ".join((*marked, *names, *ends, *reached, *address)))

    def told(words: str) -> str:
        return " ".join(f"{municipality_id:04d}{w}" for w in dict.fromkeys(words.split()))

    def kind(n: int) -> str:
        return "building" if n % 10 < 6 else "land" if n % 10 < 9 or n % 50 else "vehicle"

    def state_rows() -> Iterator[tuple[Any, ...]]:
        for n in range(objects):
            k = kind(n)
            use = {
                "building": ("dwelling", "non_dwelling")[n % 20 == 0],
                "land": ("dwelling", "business", "agricultural")[n % 3],
                "vehicle": "water",
            }[k]
            points = 750 if use == "agricultural" else None
            yield (municipality_id, first_object + n, day, True, False, k, use, "village", None if n % 997 == 0 and k == "building" else 4000 + n * 37 % 20000,
                   points, 2400 if k == "vehicle" else None, n % 40 == 0, "")  # fmt: skip

    def holding_rows() -> Iterator[tuple[Any, ...]]:
        for n in range(objects):
            yield (
                municipality_id,
                first_payer + (n if n < payers else n * 7919 % payers),
                first_object + n,
                "ownership",
                1,
                1,
                None,
                "",
                False,
            )

    def status_rows() -> Iterator[tuple[Any, ...]]:
        for n in range(0, payers, 6):
            yield (
                municipality_id,
                first_payer + n,
                ("pensioner", "list_102_2", "shehid_family")[n % 3],
                "",
                "",
                "",
                "",
                day,
                False,
            )

    columns = {
        Taxpayer: ("id, municipality_id, kind, number, code, name, folded, external_id, fin, fin_index, voen, voen_index, telephone, email, settlement, street, house, route, registered, closed_because, words", payer_rows),
        TaxObject: ("id, municipality_id, kind, number, external_id, settlement, street, house, folded, title, began, ended_because, words", object_rows),
        ObjectState: ("municipality_id, object_id, since, is_first, withdrawn, object_kind, \"use\", place_class, area_dm2, points_per_ha_tenths, engine_cm3, let_or_business, reason", state_rows),
        Holding: ("municipality_id, taxpayer_id, object_id, \"right\", share_num, share_den, since, document, withdrawn", holding_rows),
        PrivilegeStatus: ("municipality_id, taxpayer_id, category, document, series, number, issuer, since, withdrawn", status_rows),
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor, ExitStack() as indexes:
        for table in (finding.PAYERS, finding.OBJECTS):
            indexes.enter_context(finding.together(table))
        for model, (names, made) in columns.items():
            table = model._meta.db_table
            if connection.vendor == "postgresql":
                with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                    for row in made():
                        copy.write_row(row)
                cursor.execute(
                    f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT MAX(id) FROM {table}))"
                )
            else:
                marks = ", ".join("?" * len(names.split(",")))
                connection.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", made())
        for code, count in (("revenue.payer", payers), ("revenue.object", objects)):
            take_numbers(owner=municipality_id, code=code, year=0, count=count)
    learn_sizes()


def settle() -> None:
    """What happens by itself while people work: PostgreSQL's watchman passes by, where it has been left on. Here it is
    called, so that a server without one measures the same."""
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")


def build(payers: int, objects: int) -> Any:
    """The database with one giant municipality and one of 5,000 objects."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django_scopes import scopes_disabled

    from belediyye.core.cast import gather

    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "postgresql":
        if not name.startswith("bench_"):
            sys.exit("the database's name must begin with bench_: everything in it is thrown away")
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    else:
        connection.close()
        for path in OUT.glob("revenue.sqlite3*"):
            path.unlink()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with scopes_disabled():
        cast = gather()
        took, _ = timed(
            lambda: (
                fill(cast.home.pk, payers, objects, date(2020, 1, 1)),
                fill(cast.neighbour.pk, 3_000, 5_000, date(2020, 1, 1)),
            )
        )
    settle()
    print(
        f"filled in {took:.0f} s: {objects:,} objects, {payers:,} payers, and a municipality of 5,000 objects",
        flush=True,
    )
    return cast


def measure_runs(cast: Any, table: Table) -> float:
    from django.db import connection
    from django_scopes import scope

    from belediyye.core.actors import Actor, machine
    from belediyye.finance.revenue.actions import approve_run, preview_run
    from belediyye.finance.revenue.models import TaxObject

    bars = BARS[connection.vendor]

    def run_of(place: Any, year: int, number: int | None = None) -> tuple[float, float, Any]:
        preparer: Actor = machine("bench", place)
        with scope(municipality=place):
            thing = TaxObject.objects.get(municipality=place, number=number) if number else None
            seen, run = timed(lambda: preview_run(actor=preparer, year=year, on=TODAY, thing=thing))
            posted, run = timed(lambda: approve_run(actor=machine("bench 2", place), run=run, on=TODAY))
        return seen, posted, run

    best: tuple[float, float, Any] = min(
        (run_of(cast.neighbour, y) for y in (2024, 2025)), key=lambda r: r[0] + r[1]
    )
    table.add("5,000 objects: previewed and posted", best[0] + best[1], "s", 0.3)
    seen, posted, run = run_of(cast.home, 2025)
    table.add(f"{run.objects_count:,} objects: preview", seen, "s")
    table.add(f"{run.objects_count:,} objects: approval and posting", posted, "s")
    table.add(f"{run.objects_count:,} objects: previewed and posted", seen + posted, "s", bars["run"])
    settle()
    took, _ = timed(lambda: run_of(cast.home, 2025, number=7))
    table.add("one object of the million assessed anew: previewed and posted", took, "s", 0.3)
    seen2, posted2, run2 = run_of(cast.home, 2026)
    table.add(
        f"{run2.objects_count:,} objects, next year, compared with the last: previewed and posted",
        seen2 + posted2,
        "s",
        bars["run"],
    )
    return seen + posted


def measure_orm(cast: Any, table: Table, ours: float) -> None:
    """The same rows of the same run written by bulk_create, with the values already computed and in memory by chunks."""
    from django.db import connection, transaction
    from django_scopes import scope

    from belediyye.finance.revenue.models import Assessment, Entry

    def copy_of(model: Any, rows: Any, size: int = 10_000) -> None:
        # Without the bound the copies would themselves be read, and copied.
        rows = rows.filter(pk__lte=model.objects.order_by("-pk").first().pk).order_by("pk")
        chunk = []
        for row in rows.iterator(chunk_size=size):
            row.pk, row._state.adding = None, True
            chunk.append(row)
            if len(chunk) == size:
                model.objects.bulk_create(chunk, batch_size=2_000)
                chunk = []
        model.objects.bulk_create(chunk, batch_size=2_000)

    def work() -> None:
        with transaction.atomic():
            copy_of(Assessment, Assessment.objects.filter(run__year=2025))
            copy_of(Entry, Entry.objects.filter(year=2025))
            transaction.set_rollback(True)

    with scope(municipality=cast.home):
        took, _ = timed(work)
    table.add("the same rows by bulk_create", took, "s")
    table.add(
        "bulk_create against INSERT … SELECT", took / ours, "×", BARS[connection.vendor]["orm"], least=True
    )


def measure_copy(cast: Any, table: Table, ours: float) -> None:
    """What this machine needs to write the same rows once more, nothing computed: how much of a run is the law's."""
    from django.db import connection, transaction

    from belediyye.finance.revenue.models import Assessment, AssessmentRun, Entry

    def columns(model: Any) -> str:
        return ", ".join(
            connection.ops.quote_name(f.column) for f in model._meta.concrete_fields if not f.primary_key
        )

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for model in (Assessment, Entry):
                name, into = model._meta.db_table, columns(model)
                other = into.replace('"run_id"', f"{run} + 1000000")
                cursor.execute(
                    f"INSERT INTO {name} ({into}) SELECT {other} FROM {name} WHERE run_id + 0 = {run}"
                )
            transaction.set_rollback(True)

    run = AssessmentRun.objects.filter(municipality=cast.home, year=2025).order_by("pk").first().pk
    took = timed(work)[0]
    table.add("the same rows copied by the database, nothing computed", took, "s")
    table.add("previewed and posted against mere copying", ours / took, "×")


def measure_balance(cast: Any, table: Table) -> None:
    from django.db import connection

    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT SUM(amount) FROM revenue_entry WHERE municipality_id = %s AND day <= %s",
                [cast.home.pk, TODAY.isoformat()],
            )
            cursor.fetchone()

    table.add(
        "balance of the whole municipality as of a day", min(timed(work)[0] for _ in range(3)), "s", 0.5
    )


def main() -> int:
    from revenue_money import measure_import, measure_lowering, measure_money
    from revenue_pages import measure_pages

    parser = argparse.ArgumentParser()
    parser.add_argument("--objects", type=int, default=1_000_000)
    parser.add_argument("--payers", type=int, default=600_000)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--skip-orm", action="store_true")
    chosen = parser.parse_args()
    table = Table()
    cast = build(chosen.payers, chosen.objects)
    from django.db import connection
    from django_scopes import scopes_disabled

    ours = measure_runs(cast, table)
    settle()
    with scopes_disabled():
        measure_copy(cast, table, ours)
    settle()
    measure_balance(cast, table)
    measure_pages(cast, table, timed, chosen.payers)
    measure_money(cast, table, timed, chosen.lines)
    measure_import(cast, table, timed)
    measure_lowering(cast, table, timed, TODAY)
    if not chosen.skip_orm:
        measure_orm(cast, table, ours)
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True
    ).stdout.strip()
    head = {
        "date": f"{date.today()}",
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "database": connection.vendor,
        "commit": commit,
    }
    name = "revenue.json" if connection.vendor == "sqlite" else f"revenue-{connection.vendor}.json"
    (OUT / name).write_text(json.dumps(table.rows, ensure_ascii=False, indent=1) + "\n", "utf-8")
    print(" · ".join(map(str, head.values())))
    return 0 if all(r["holds"] is not False for r in table.rows) else 1


if __name__ == "__main__":
    raise SystemExit(main())
