"""The worked cases of the law through the command, to the qəpik, and every amount computed again from its steps."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from belediyye.finance.rules.book import assess_stored
from belediyye.finance.rules.book.facts import stored
from belediyye.finance.rules.roll.law import Law
from belediyye.finance.rules.tests.roll_kit import Result, assess_text

COLUMNS = (
    "taxpayer_id", "object_id", "object_kind", "use", "place_class", "baku_zone", "area_m2", "inventory_value_azn",
    "points_per_ha", "engine_cm3", "market_price_azn", "volume_m3", "profit_azn", "share", "owned_from", "owned_to",
    "let_or_business", "relief",
)  # fmt: skip


def building(**facts: Any) -> dict[str, Any]:
    return {"object_kind": "building", "use": "dwelling", **facts}


def land(**facts: Any) -> dict[str, Any]:
    return {"object_kind": "land", **facts}


# case, year, rows of one payer each, due of each row in qəpik (worked_examples.md, retyped)
CASES: list[tuple[str, int, list[dict[str, Any]], list[int]]] = [
    ("P1", 2025, [building(place_class="baku", baku_zone=3, area_m2=130)], [5200]),
    ("P2", 2025, [building(place_class="baku", baku_zone=1, area_m2=140),
                  building(place_class="baku", baku_zone=11, area_m2=60)], [6600, 900]),
    ("P4", 2025, [building(place_class="ganja_sumgait_absheron", area_m2=30)], [0]),
    ("P6", 2025, [land(use="agricultural", area_m2=25000, points_per_ha=75)], [1125]),
    ("P8", 2025, [land(use="business", place_class="village", area_m2=200)], [400]),
    ("H1", 2025, [building(place_class="baku", baku_zone=6, area_m2=80)], [2000]),
    ("H2", 2025, [building(place_class="ganja_sumgait_absheron", area_m2=110, relief="pensioner")], [0]),
    ("H3", 2025, [building(place_class="baku", baku_zone=1, area_m2=120, relief="pensioner")], [2400]),
    ("H4", 2025, [building(place_class="baku", baku_zone=1, area_m2=120, relief="pensioner", let_or_business="yes")],
     [5400]),
    ("H8", 2025, [building(place_class="ganja_sumgait_absheron", area_m2=130)], [3000]),
    ("H9", 2025, [building(place_class="village", area_m2=130)], [1000]),
    ("H12", 2025, [land(use="business", place_class="ganja_sumgait_absheron", area_m2=15000)], [160000]),
    ("H14", 2025, [land(use="dwelling", place_class="city_or_rayon_centre", area_m2=12000, relief="list_102_2")], [3200]),
    ("H17", 2025, [{"object_kind": "vehicle", "use": "water", "engine_cm3": 3000}], [6000]),
    ("H19 buyer", 2025, [land(use="dwelling", place_class="baku", area_m2=600, owned_from="2025-05-20")], [210]),
    ("H19 seller", 2025, [land(use="dwelling", place_class="baku", area_m2=600, owned_to="2025-05-20")], [150]),
    ("H21", 2012, [building(inventory_value_azn=18000)], [1300]),
    ("H21 free", 2012, [building(inventory_value_azn=5000)], [0]),
    ("H23 2015", 2015, [{"object_kind": "extraction", "use": "sand", "volume_m3": 500}], [25000]),
    ("H23 2019", 2019, [{"object_kind": "extraction", "use": "sand", "volume_m3": 500}], [50000]),
    ("H23 2022", 2022, [{"object_kind": "extraction", "use": "sand", "volume_m3": 500}], [50000]),
    ("D7", 2025, [building(place_class="village", area_m2=191.5)], [1615]),
    ("D8", 2025, [building(place_class="village", area_m2=100, share="1/2", object_id="shared", taxpayer_id="a"),
                  building(place_class="village", area_m2=100, share="1/2", object_id="shared", taxpayer_id="b")],
     [350, 350]),
    ("unused", 2025, [land(use="agricultural_unused", area_m2=10000)], [20000]),
    ("profit", 2025, [{"object_kind": "enterprise", "profit_azn": 1000}], [20000]),
    ("no engine", 2025, [{"object_kind": "vehicle", "use": "water", "market_price_azn": 1234.5}], [1235]),
]  # fmt: skip


def run_case(folder: Path, year: int, rows: list[dict[str, Any]]) -> Result:
    lines = [",".join(COLUMNS)]
    for place, row in enumerate(rows):
        whole = {"taxpayer_id": "1", "object_id": f"o{place}", **row}
        lines.append(",".join(f'"{whole.get(column, "")}"' for column in COLUMNS))
    return assess_text(folder, "\n".join(lines), year=year)


@pytest.mark.parametrize(("case", "year", "rows", "due"), CASES, ids=[case[0] for case in CASES])
def test_a_worked_case_through_the_command(
    tmp_path: Path, case: str, year: int, rows: list[dict[str, Any]], due: list[int]
) -> None:
    result = run_case(tmp_path, year, rows)
    assert result.code == 0, result.refused
    assert [int(row["due_qepik"]) for row in result.assessments] == due
    for row, explained in zip(result.assessments, result.explanations, strict=True):
        assert recomputed(explained) == tuple(int(row[f"{n}_qepik"]) for n in ("tax", "relief", "due"))
    municipal = sum(int(row["due_qepik"]) for row in result.assessments if row["budget"] == "municipal")
    assert sum(int(row["due_qepik"]) for row in result.totals) == municipal
    for row in result.totals:
        first, second = int(row["instalment_1_qepik"]), int(row["instalment_2_qepik"])
        assert first + second == int(row["due_qepik"]) and first - second in (0, 1)


def test_what_belongs_to_the_state_is_listed_and_never_billed(tmp_path: Path) -> None:
    result = run_case(tmp_path, 2025, [land(use="agricultural_unused", area_m2=10000)])
    assert [row["budget"] for row in result.assessments] == ["state"]
    assert result.totals[0]["due_qepik"] == "0"
    assert result.summary["state_qepik"] == 20000


def test_due_days_move_to_the_next_working_day(tmp_path: Path) -> None:
    result = run_case(tmp_path, 2026, [building(place_class="village", area_m2=191.5)])
    row = result.totals[0]
    assert (row["instalment_1_qepik"], row["instalment_1_due"]) == ("808", "2026-08-17")
    assert (row["instalment_2_qepik"], row["instalment_2_due"]) == ("807", "2026-11-16")


def test_relief_is_spent_once_a_person_and_tax_in_the_order_of_the_file(tmp_path: Path) -> None:
    rows = [
        building(place_class="village", area_m2=230, relief="pensioner"),  # 20.00, all of it relieved
        building(place_class="village", area_m2=230, relief="pensioner", taxpayer_id="2"),
        building(place_class="village", area_m2=230, relief="pensioner"),  # 10.00 of the right is left
        land(use="dwelling", place_class="city_or_rayon_centre", area_m2=12000, relief="list_102_2"),
        building(place_class="village", area_m2=230, relief="pensioner"),  # nothing is left
    ]
    result = run_case(tmp_path, 2025, rows)
    assert [int(row["relief_qepik"]) for row in result.assessments] == [2000, 2000, 1000, 1000, 0]
    used: dict[tuple[str, str], int] = {}
    for explained in result.explanations:
        steps = {step["step"]: step for step in explained["steps"]}
        if "used_before" not in steps["relief_qepik"]["with"]:
            continue
        key = (explained["taxpayer_id"], explained["tax"])
        assert steps["relief_qepik"]["with"]["used_before"] == used.get(key, 0)
        if steps["relief_right_qepik"]["value"]:
            used[key] = used.get(key, 0) + steps["tax_qepik"]["value"]


def test_the_fast_explanation_is_the_books_own() -> None:
    for case, year, rows, _ in CASES:
        law = Law(year)
        for row in rows:
            facts = {k: str(v) for k, v in row.items() if k not in ("taxpayer_id", "object_id")}
            columns = stored(facts, year)
            amounts = law.amounts(columns)
            assert not isinstance(amounts, list), case
            wanted = assess_stored(columns, year).explanation(700)
            for name in ("edition", "overlay"):
                wanted.pop(name)
            import json

            assert json.loads("{" + amounts.sort.explanation(amounts, columns, 700) + "}") == json.loads(
                json.dumps(wanted)
            )


def recomputed(explained: dict[str, Any]) -> tuple[int, int, int]:
    """Tax, relief and due computed from an explanation's own numbers by an evaluator written for this test alone."""
    known: dict[str, Any] = {}
    for step in explained["steps"]:
        for name, value in step["with"].items():
            assert known.get(name, value) == value, f"{name} is read in two ways"
        value = _value(step["op"], step["with"])
        assert value == step["value"], step["step"]
        if step["amount"] and "/" not in step["amount"]:
            assert Fraction(step["amount"]) == Fraction(value, step["scale"])
        known[step["step"]] = value
    return known["tax_qepik"], known["relief_qepik"], known["due_qepik"]


def _value(op: Any, names: dict[str, Any]) -> Any:
    if isinstance(op, str):
        return names[op]
    if not isinstance(op, list):
        return op
    name, *rest = op
    if name == "code":
        return rest[0]
    parts = [_value(part, names) for part in rest]
    match name, parts:
        case "add", [a, b]:
            return a + b
        case "sub", [a, b]:
            return a - b
        case "mul", [a, b]:
            return a * b
        case "div", [a, b]:
            sign = -1 if a < 0 else 1
            return sign * int(Fraction(abs(a), b) + Fraction(1, 2))
        case "min", [a, b]:
            return a if a < b else b
        case "max", [a, b]:
            return a if a > b else b
        case "lt", [a, b]:
            return a < b
        case "le", [a, b]:
            return a <= b
        case (("eq" | "is"), [a, b]):
            return a == b
        case "and", [a, b]:
            return a and b
        case "or", [a, b]:
            return a or b
        case "not", [a]:
            return not a
        case "isnull", [a]:
            return a is None
        case "coalesce", [a, b]:
            return b if a is None else a
        case "where", [a, b, c]:
            return b if a else c
    raise AssertionError(f"unknown operation {name}")
