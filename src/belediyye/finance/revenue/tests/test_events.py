"""What follows from a mass: the planner of SQLite knows the tables as they are."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django_scopes import scope

from belediyye.core.databases import LARGE, learn_sizes
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.events import MASSES
from belediyye.finance.revenue.tests.town import Town, payer

sqlite_alone = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks by itself")


def known() -> dict[str, int]:
    """Rows of each table as the planner believes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl, stat FROM sqlite_stat1")
        return {name: int(stat.split()[0]) for name, stat in cursor.fetchall()}


@sqlite_alone
def test_after_a_run_the_planner_knows_how_many_entries_there_are(
    db: None, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[Any]]
) -> None:
    town = Town()
    learn_sizes()
    with scope(municipality=town.home):
        payer(town, years=())
        run = actions.preview_run(actor=town.actor("rauf"), year=2026, on=date(2026, 7, 20))
        assert "revenue_entry" not in known()
        with django_capture_on_commit_callbacks(execute=True):
            actions.approve_run(actor=town.actor("leyla"), run=run, on=date(2026, 7, 20))
    assert known()["revenue_entry"] == 2 and known()["revenue_taxpayer"] == 1


@sqlite_alone
def test_of_small_tables_the_planner_knows_sizes_alone(db: None) -> None:
    """With statistics of an index SQLite 3.40 may answer wrongly to a list and a range over it."""
    town = Town()
    with scope(municipality=town.home):
        payer(town)
    learn_sizes()
    learn_sizes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), COUNT(idx), COUNT(DISTINCT tbl) FROM sqlite_stat1")
        rows, indexes, tables = cursor.fetchone()
    assert indexes == 0 and rows == tables > 10


def many_entries(town: Town, count: int) -> None:
    """Demands of 10 qəpik of 300 accounts on 28 days, written by the database."""
    day = "'2026-01-' || substr('0' || (i % 28 + 1), -2)"
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) "
            "INSERT INTO revenue_entry (municipality_id, taxpayer_id, kind, component, head, year, instalment, due, day, amount, source_kind, note) "
            f"SELECT %s, i %% 300 + 1, 1, 0, 1, 2026, 1, '2026-08-15', {day}, 10, '', '' FROM n",
            [count, town.home.pk],
        )


@sqlite_alone
def test_in_a_large_table_a_list_and_a_range_are_still_answered_rightly(db: None) -> None:
    """Of a large table the planner is told of the indexes that begin with the municipality, and of no others."""
    town = Town()
    many_entries(town, LARGE + 2_000)
    learn_sizes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl, idx FROM sqlite_stat1 WHERE idx IS NOT NULL ORDER BY idx")
        assert cursor.fetchall() == [
            ("revenue_entry", index) for index in ("entry_by_account", "entry_of_money")
        ]
        for length in (1, 2, 50, 300):
            for day in (1, 13, 27):
                where = "{0}municipality_id = %s AND taxpayer_id IN ({1}) AND day <= %s"
                found = []
                for sign in ("", "+"):
                    text = where.format(sign, ", ".join(map(str, range(1, length + 1))))
                    cursor.execute(
                        f"SELECT COUNT(*), SUM(amount) FROM revenue_entry WHERE {text}",
                        [town.home.pk, f"2026-01-{day:02d}"],
                    )
                    found.append(cursor.fetchone())
                assert found[0] == found[1]


@sqlite_alone
def test_one_account_of_a_city_is_not_looked_for_in_all_of_them(db: None) -> None:
    """Told nothing, SQLite takes the way by municipality for as narrow as that by the object."""
    town = Town()
    with scope(municipality=town.home):
        person = payer(town, years=())
        held = person.holdings.get()
        held.pk, held.withdrawn = LARGE, True
        held.save(force_insert=True)
    learn_sizes()
    with connection.cursor() as cursor:
        cursor.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM revenue_holding WHERE municipality_id = %s AND object_id = %s",
            [town.home.pk, held.object_id],
        )
        assert "revenue_holding_object_id" in str(cursor.fetchall())


@pytest.mark.skipif(connection.vendor != "postgresql", reason="how PostgreSQL is told")
def test_postgresql_looks_again_at_what_has_grown(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    town = Town()

    def seen() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'revenue_entry'::regclass")
            return int(cursor.fetchone()[0])

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE revenue_entry")
        cursor.execute(
            "INSERT INTO revenue_entry (municipality_id, taxpayer_id, kind, component, head, year, instalment, due, day, amount, source_kind, note) "
            "SELECT %s, i, 1, 0, 1, 2026, 1, '2026-08-15', '2026-08-15', 10, '', '' FROM generate_series(1, 5000) AS i",
            [town.home.pk],
        )
    learn_sizes()
    assert seen() == 0, "little has changed for a table of a city"
    monkeypatch.setattr("belediyye.core.databases.GROWN", 10)
    learn_sizes()
    assert seen() == 5000


def test_every_mass_is_an_action() -> None:
    from belediyye.core.actions import DECLARED

    assert set(MASSES) <= set(DECLARED)


def test_every_sentence_of_the_log_is_whole_without_the_name_of_its_object() -> None:
    """The log of the house sets the name behind a colon; on the object's own page no name follows."""
    from django.utils.translation import override

    from belediyye.core.actions import DECLARED

    ours = [d for code, d in DECLARED.items() if code.startswith("revenue.")]
    with override("en"):
        in_the_air = [
            str(d.says) for d in ours if re.search(r" (of|to|for|with|against|by|in|into)$", str(d.says))
        ]
    with override("az"):
        # A sentence of Azerbaijani ends in its verb.
        no_verb = [str(d.says) for d in ours if not re.search(r"(d|t)[ıiuü]$", str(d.says))]
    assert len(ours) > 90 and (in_the_air, no_verb) == ([], [])
