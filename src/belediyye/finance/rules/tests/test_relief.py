"""Relief once a person, year and tax: the same in Python, in SQL windows and in Polars sums."""

from __future__ import annotations

import sqlite3
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belediyye.finance.rules.book import Row, load_book, spend_relief
from belediyye.finance.rules.engine import frames, sql

from . import engines, rolls


def _assessed(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    plan = load_book().roll(2025)
    found = []
    for row, values in zip(rows, engines.exact(plan, rows), strict=True):
        found.append(
            {"row": row["row"], "person": row["person"], **dict(zip(plan.outputs, values, strict=True))}
        )
    return found


COLUMNS = ["row", "person", "refusal", "tax_kind", "tax_qepik", "relief_right_qepik", "budget"]


def _expected(assessed: list[dict[str, Any]]) -> list[tuple[int, int]]:
    rows = [
        Row(a["person"], a["tax_kind"], a["tax_qepik"], a["relief_right_qepik"], a["budget"] == 0)
        for a in assessed
    ]
    return [(r, a["tax_qepik"] - r) for a, (r, _) in zip(assessed, spend_relief(rows), strict=True)]


@pytest.mark.parametrize("database", ["sqlite", "duckdb"])
def test_sql_windows_agree(database: str) -> None:
    assessed = _assessed(rolls.people(2000))
    db: Any = sqlite3.connect(":memory:") if database == "sqlite" else __import__("duckdb").connect()
    db.execute(f"CREATE TABLE a ({', '.join(c + ' BIGINT' for c in COLUMNS)})")
    body = ", ".join(str(tuple(int(a[c]) for c in COLUMNS)) for a in assessed)
    db.execute(f"INSERT INTO a VALUES {body}")
    text = sql.running_relief(database, "a", ["row"], person="person", tax="tax_kind", order="row")
    found = db.execute(f'SELECT relief_qepik, due_qepik FROM ({text}) AS x ORDER BY "row"').fetchall()
    assert [tuple(r) for r in found] == _expected(assessed)
    db.close()


def test_polars_sums_agree() -> None:
    assessed = _assessed(rolls.people(2000))
    frame = pl.DataFrame(assessed, schema=dict.fromkeys(COLUMNS, pl.Int64)).sample(
        fraction=1, shuffle=True, seed=3
    )
    found = frames.running_relief(frame.lazy(), "person", "tax_kind", "row").collect().sort("row")
    assert found.select("relief_qepik", "due_qepik").rows() == _expected(assessed)


@given(
    st.lists(st.tuples(st.integers(1, 3), st.integers(0, 10_000), st.sampled_from([0, 3000])), max_size=12)
)
def test_no_one_gets_more_than_the_right_nor_less_than_zero(rows: list[tuple[int, int, int]]) -> None:
    given_rows = [Row(person, "property", tax, right) for person, tax, right in rows]
    spent: dict[object, int] = {}
    for row, (relief, _) in zip(given_rows, spend_relief(given_rows), strict=True):
        assert 0 <= relief <= row.tax_qepik
        spent[row.person] = spent.get(row.person, 0) + relief
    for person, total in spent.items():
        eligible = sum(r.tax_qepik for r in given_rows if r.person == person and r.relief_right_qepik)
        assert total == min(3000, eligible)


def test_state_money_gets_no_municipal_relief() -> None:
    assert spend_relief([Row(1, "land", 5000, 1000, False), Row(1, "land", 5000, 1000)]) == [
        (0, 0),
        (1000, 0),
    ]
