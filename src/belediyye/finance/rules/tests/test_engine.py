"""The algebra lets no float in, the proof refuses what could differ or overflow, the rounding is what it says."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belediyye.finance.rules.engine import (
    Column,
    NotExact,
    Quantity,
    Rule,
    Unproved,
    between_days,
    build,
    by_days,
    choose,
    money,
)
from belediyye.finance.rules.engine.proof import round_half_away

from . import engines

BIG = Column("big", hi=10**18, nullable=False)
SIGNED = Column("signed", lo=-(10**13), hi=10**13, scale=100, nullable=False)
DAYS = Column("days", hi=366, nullable=False)
START = Column("start", hi=366, nullable=False)
MAYBE = Column("maybe", hi=10)
PLACE = Column("place", "code", codes=("a", "b"))


def plan(function: Any, *columns: Column, output: str = "out") -> Any:
    return build("test", columns, [Rule(output, function)], [output])


@pytest.mark.parametrize("wrong", [0.5, 1e3, float("nan"), "1", Decimal("NaN")])
def test_only_exact_numbers_enter(wrong: Any) -> None:
    with pytest.raises((NotExact, ValueError, TypeError)):
        plan(lambda big: big * wrong, BIG)


def test_division_must_name_its_rounding() -> None:
    with pytest.raises(NotExact):
        plan(lambda big: big.n // 2, BIG)
    with pytest.raises(Unproved, match="unrounded"):
        plan(lambda big, days: big / (days + 1), BIG, DAYS)


def test_a_rule_cannot_branch_in_python() -> None:
    with pytest.raises(NotExact):
        plan(lambda big: 1 if big > 3 else 2, BIG)


def test_what_could_leave_64_bits_is_refused() -> None:
    with pytest.raises(Unproved, match="above 64 bits"):
        plan(lambda big: big * 10, BIG)
    with pytest.raises(Unproved, match="above 64 bits"):
        plan(lambda big: money(big * 4 / 3), BIG)


def test_a_denominator_of_zero_is_refused() -> None:
    with pytest.raises(Unproved, match="denominator"):
        plan(lambda big, days: money(big / 10**6 / days), BIG, DAYS)


def test_null_meets_only_what_treats_it_alike() -> None:
    with pytest.raises(Unproved, match="NULL"):
        plan(lambda absent: Quantity(_raw("maybe")) + 1, MAYBE)
    assert plan(lambda maybe: maybe + 1, MAYBE).exact(None) == (1,)


def _raw(name: str) -> Any:
    from belediyye.finance.rules.engine.algebra import var

    return var(name)


def test_unknown_names_and_circles_are_refused() -> None:
    with pytest.raises(KeyError, match="nothing"):
        plan(lambda nothing: nothing, BIG)
    with pytest.raises(ValueError, match="circle"):
        build("test", [BIG], [Rule("a", lambda b: b), Rule("b", lambda a: a)], ["a"])
    with pytest.raises(NotExact, match="no code"):
        plan(lambda place: choose(place.is_("c"), 1, 0), PLACE)


@given(st.integers(-(10**12), 10**12), st.integers(1, 10**6))
def test_halves_go_away_from_zero(numerator: int, denominator: int) -> None:
    exact = Fraction(numerator, denominator)
    got = round_half_away(numerator, denominator)
    assert abs(exact - got) <= Fraction(1, 2)
    if abs(exact - got) == Fraction(1, 2):
        assert abs(got) > abs(exact)
    assert round_half_away(-numerator, denominator) == -got


def _signed_rows() -> list[dict[str, Any]]:
    values = [
        0,
        1,
        -1,
        5,
        -5,
        15,
        -15,
        10**13,
        -(10**13),
        10**13 - 1,
        1 - 10**13,
        333,
        -333,
        50,
        -50,
        150,
        -150,
    ]
    return [
        {"signed": v, "days": d, "start": s} for v in values for d in (0, 1, 31, 183, 365) for s in (0, 30)
    ]


def test_signed_rounding_and_days_are_identical_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "COLUMNS", (SIGNED, DAYS, START))
    rules = [
        Rule("part", lambda signed, days: by_days(signed, days, 365)),
        Rule("slice", lambda signed, start, days: between_days(signed, start, days, 365)),
        Rule("third", lambda signed: money(signed / 3)),
    ]
    proved = build("signed", [SIGNED, DAYS, START], rules, ["part", "slice", "third"])
    rows = _signed_rows()
    expected = engines.exact(proved, rows)
    for row, (part, _, third) in zip(rows, expected, strict=True):
        assert part == round_half_away(row["signed"] * row["days"], 365)
        assert third == round_half_away(row["signed"], 3)
    for name, reader in engines.READERS.items():
        assert reader(proved, rows) == expected, name


@given(st.integers(-(10**9), 10**9), st.lists(st.integers(0, 365), max_size=6))
def test_slices_of_a_year_add_up(amount: int, cuts: list[int]) -> None:
    proved = build("slices", [SIGNED, START, DAYS],
                   [Rule("slice", lambda signed, start, days: between_days(signed, start, days, 365))], ["slice"])  # fmt: skip
    days = [0, *sorted(cuts), 365]
    values = {c.name: None for c in proved.columns}
    total = 0
    for start, end in pairwise(days):
        values.update(signed=amount, start=start, days=end)
        total += proved.exact(*(values[c.name] for c in proved.columns))[0]
    assert total == amount


def test_a_step_read_often_stays_cheap() -> None:
    """Forty doublings would be 2⁴⁰ nodes if they were written in place."""
    small = Column("x", hi=3, nullable=False)

    def doubling(before: str) -> Any:
        source = f"lambda {before}: {before} + {before}"
        return eval(source)

    rules = [Rule(f"s{i}", doubling("x" if i == 0 else f"s{i - 1}")) for i in range(40)]
    proved = build("chain", [small], rules, ["s39"])
    from belediyye.finance.rules.engine import sql

    assert len(sql.select(proved, "sqlite", "t")) < 20_000
    assert proved.exact(3) == (3 * 2**40,)
