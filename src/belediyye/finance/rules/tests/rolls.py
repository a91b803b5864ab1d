"""Rows for the tests: every edge of every range, NULLs, ties, and seeded random objects; nothing about real people."""

from __future__ import annotations

import random
from typing import Any

from belediyye.finance.rules.book.columns import COLUMNS, USES_OF
from belediyye.finance.rules.engine.columns import Column

NAMES = [c.name for c in COLUMNS]


def edges(column: Column, year: int) -> list[Any]:
    """The values of a column at which something may break."""
    if column.kind == "bool":
        return [None, True, False]
    if column.kind == "code":
        return [None, *column.codes]
    inside = {
        "area_dm2": [2999, 3000, 3001, 999_999, 1_000_000, 1_000_001],
        "inventory_value_qepik": [499_999, 500_000, 500_001, 549_999, 550_000, 550_001],
        "from_month": [year * 12 - 1, year * 12, year * 12 + 4, year * 12 + 11, year * 12 + 12],
        "to_month": [year * 12 - 1, year * 12, year * 12 + 4, year * 12 + 11, year * 12 + 12],
    }.get(column.name, [])
    return [None, column.lo, min(column.lo + 1, column.hi), max(column.hi - 1, column.lo), column.hi, *inside]


def adversarial(year: int, count: int, seed: int = 1) -> list[dict[str, Any]]:
    """Rows whose columns sit on the edges, combined at random; two thirds have a kind and a use that fit."""
    chance = random.Random(seed * 10_000 + year)
    choices = {c.name: edges(c, year) for c in COLUMNS}
    rows = []
    for _ in range(count):
        row = {name: chance.choice(values) for name, values in choices.items()}
        if chance.random() < 0.8:
            kind = chance.choice(list(USES_OF))
            row["object_kind"] = kind
            if USES_OF[kind] and chance.random() < 0.9:
                row["use"] = chance.choice(USES_OF[kind])
        if chance.random() < 0.7:
            for name in choices:
                if row[name] is None and name not in ("from_month", "to_month", "engine_cm3"):
                    row[name] = chance.choice([v for v in choices[name] if v is not None])
            den = row["share_den"] or 1
            row["share_num"] = min(row["share_num"] or 1, den)
        rows.append(row)
    return rows


def people(count: int, seed: int = 7) -> list[dict[str, Any]]:
    """A roll with persons who own several objects and reliefs that run out in the middle of their rows."""
    chance = random.Random(seed)
    rows = []
    for i in range(count):
        kind = chance.choice(["building", "building", "land", "vehicle"])
        row: dict[str, Any] = dict.fromkeys(NAMES)
        row.update(
            object_kind=kind, use=chance.choice(USES_OF[kind]), place_class=chance.choice(["baku", "village"]),
            baku_zone=chance.randint(1, 12), area_dm2=chance.randint(0, 60_000), points_per_ha_tenths=chance.randint(0, 1500),
            engine_cm3=chance.choice([0, 1600]), market_price_qepik=chance.randint(0, 10**7),
            relief_pensioner=chance.random() < 0.5, relief_list_102_2=chance.random() < 0.3,
            let_or_business=chance.random() < 0.1, share_num=1, share_den=chance.randint(1, 3) if kind != "vehicle" else 1,
        )  # fmt: skip
        rows.append({"row": i, "person": chance.randint(1, max(1, count // 4)), **row})
    return rows
