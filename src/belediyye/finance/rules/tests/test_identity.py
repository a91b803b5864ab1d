"""Every reader gives the same integers as the exact one, on every edge of every range and on NULLs."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from belediyye.finance.rules.book import load_book
from belediyye.finance.rules.book.columns import COLUMNS

from . import engines, rolls

YEARS = (2004, 2005, 2006, 2007, 2012, 2014, 2015, 2016, 2017, 2021, 2022, 2023, 2024, 2025)


def _server() -> bool:
    psycopg = pytest.importorskip("psycopg")
    if not engines.POSTGRES.startswith("postgres"):
        return False
    try:
        psycopg.connect(engines.POSTGRES, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


@pytest.mark.parametrize("reader", list(engines.READERS))
@pytest.mark.parametrize("year", YEARS)
def test_edges_are_identical(reader: str, year: int) -> None:
    plan = load_book().roll(year)
    rows = rolls.adversarial(year, 400)
    expected = engines.exact(plan, rows)
    assert any(r[0] == 0 and r[2] > 0 for r in expected)
    assert engines.READERS[reader](plan, rows) == expected


@pytest.mark.postgres
@pytest.mark.parametrize("year", YEARS)
def test_edges_are_identical_on_postgresql(year: int) -> None:
    if not _server():
        pytest.skip("no PostgreSQL server")
    plan = load_book().roll(year)
    rows = rolls.adversarial(year, 400)
    assert engines.postgresql(plan, rows) == engines.exact(plan, rows)


def _column(year: int) -> dict[str, st.SearchStrategy[object]]:
    found: dict[str, st.SearchStrategy[object]] = {}
    for c in COLUMNS:
        anything: st.SearchStrategy[object] = st.sampled_from(rolls.edges(c, year))
        if c.kind == "int":
            anything = anything | st.integers(c.lo, c.hi)
        found[c.name] = anything
    return found


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_drawn_objects_are_identical(data: st.DataObject) -> None:
    year = data.draw(st.sampled_from(YEARS))
    rows = data.draw(st.lists(st.fixed_dictionaries(_column(year)), min_size=1, max_size=25))
    plan = load_book().roll(year)
    expected = engines.exact(plan, rows)
    for name, reader in engines.READERS.items():
        assert reader(plan, rows) == expected, name


@pytest.mark.parametrize("year", (2006, 2014, 2025))
def test_every_step_is_identical(year: int) -> None:
    plan = load_book().roll(year)
    rows = rolls.adversarial(year, 200, seed=3)
    names = [c.name for c in plan.columns]
    expected = [tuple(s[0] for s in plan.traced(*(r.get(n) for n in names))) for r in rows]
    assert engines.sqlite(plan, rows, every_step=True) == expected
    assert engines.duckdb(plan, rows, every_step=True) == expected
    assert engines.polars(plan, rows, every_step=True) == expected
