"""What follows from a mass: the planner of SQLite knows the tables as they are."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django_scopes import scope

from belediyye.core.databases import learn_sizes
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.events import MASSES
from belediyye.finance.revenue.tests.town import Town, payer


def known() -> dict[str, int]:
    """Rows of each table as the planner believes."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tbl, stat FROM sqlite_stat1")
        return {name: int(stat.split()[0]) for name, stat in cursor.fetchall()}


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks by itself")
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


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL looks by itself")
def test_the_planner_knows_no_single_index(db: None) -> None:
    """With statistics of an index SQLite 3.40 answers wrongly to a list and a range over it."""
    town = Town()
    with scope(municipality=town.home):
        payer(town)
    learn_sizes()
    learn_sizes()
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*), COUNT(idx), COUNT(DISTINCT tbl) FROM sqlite_stat1")
        rows, indexes, tables = cursor.fetchone()
    assert indexes == 0 and rows == tables > 10


def test_every_mass_is_an_action() -> None:
    from belediyye.core.actions import DECLARED

    assert set(MASSES) <= set(DECLARED)
