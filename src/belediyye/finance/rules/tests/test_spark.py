"""Spark reads the same SQL to the same integers. Needs Java; about half a minute."""

from __future__ import annotations

import shutil
from typing import Any

import pytest

from belediyye.finance.rules.book import load_book
from belediyye.finance.rules.book.columns import COLUMNS
from belediyye.finance.rules.engine import sql

from . import engines, rolls


@pytest.fixture(scope="module")
def spark() -> Any:
    if shutil.which("java") is None:
        pytest.skip("no Java")
    session = pytest.importorskip("pyspark.sql").SparkSession
    built = (
        session.builder.master("local[2]").config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1").config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.sql.ansi.enabled", "true").config("spark.sql.shuffle.partitions", "2").getOrCreate()
    )  # fmt: skip
    yield built
    built.stop()


@pytest.mark.slow
@pytest.mark.parametrize("year", [2004, 2014, 2025])
def test_spark_is_identical(spark: Any, year: int) -> None:
    plan = load_book().roll(year)
    rows = rolls.adversarial(year, 400)
    types = {"int": "BIGINT", "bool": "BOOLEAN", "code": "STRING"}
    schema = "n BIGINT, " + ", ".join(f"`{c.name}` {types[c.kind]}" for c in COLUMNS)
    frame = spark.createDataFrame([(i, *(r[c.name] for c in COLUMNS)) for i, r in enumerate(rows)], schema)
    frame.createOrReplaceTempView("objects_in")
    found = spark.sql(sql.select(plan, "spark", "objects_in", ["n"])).orderBy("n").collect()
    assert [tuple(r)[1:] for r in found] == engines.exact(plan, rows)


@pytest.mark.slow
def test_spark_spends_relief_alike(spark: Any) -> None:
    from .test_relief import COLUMNS as NAMES
    from .test_relief import _assessed, _expected

    assessed = _assessed(rolls.people(1000))
    frame = spark.createDataFrame(
        [tuple(int(a[c]) for c in NAMES) for a in assessed], ", ".join(f"`{c}` BIGINT" for c in NAMES)
    )
    frame.createOrReplaceTempView("assessed_in")
    text = sql.running_relief("spark", "assessed_in", ["row"], person="person", tax="tax_kind", order="row")
    found = spark.sql(f"SELECT relief_qepik, due_qepik FROM ({text}) AS x ORDER BY `row`").collect()
    assert [tuple(r) for r in found] == _expected(assessed)
