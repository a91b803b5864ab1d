"""Money from people's hands, and shared out to the last qəpik."""

import csv
import doctest
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core import money
from belediyye.core.money import (
    LIMIT,
    BadMoney,
    format_money,
    money_from_number,
    money_in_words,
    parse_money,
    round_half_up,
    split_by,
    split_equal,
)
from belediyye.core.tests.shared import shared_file

AMOUNTS = st.integers(-LIMIT, LIMIT)


def test_examples_in_the_docstrings_are_true():
    assert doctest.testmod(money).failed == 0


@pytest.mark.parametrize(
    ("text", "qepik"),
    [("0", 0), ("1 234,50", 123450), ("1.234,50 ₼", 123450), ("1234.5", 123450), ("1,234.50", 123450),
     ("1'234'567,00", 123456700), ("1.234.567", 123456700), ("₼ 5", 500), ("5 AZN", 500), ("5 manat", 500),
     ("5 man.", 500), ("12 manat 50 qəpik", 1250), ("-12 manat 5 qəpik", -1205), (",50", 50), ("−3,10", -310),
     ("1\u00a0234,50\u00a0₼", 123450), ("+7", 700), ("007,5", 750), ("1234567", 123456700), ("0.10", 10)],
)  # fmt: skip
def test_what_people_write_is_understood(text, qepik):
    assert parse_money(text) == qepik


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "empty"), ("  ", "empty"), ("1.234", "ambiguous"), ("12,345", "ambiguous"), ("0,125", "decimals"),
     ("1234,567", "decimals"), ("1,2345", "decimals"), ("1e400", "letters"), ("nan", "letters"), ("inf", "letters"),
     ("on manat", "letters"), ("12 34", "grouping"), ("1.23.456", "grouping"), ("1,234,56.7", "grouping"),
     ("1.234,567,89", "grouping"), ("5,", "form"), (",", "form"), ("-", "form"), ("₼", "form"), ("5-", "letters"),
     ("١٢", "letters"), ("9" * 17, "too_large"), ("9" * 400, "too_large"), ("0x10", "letters"), ("(5)", "letters"),
     ("=1+1", "letters"), ("1_000", "letters")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_reason(text, reason):
    with pytest.raises(BadMoney) as caught:
        parse_money(text)
    assert caught.value.reason == reason
    assert set(caught.value.words) == {"az", "en"}


@given(AMOUNTS)
def test_what_is_shown_can_be_typed_again(qepik):
    assert parse_money(format_money(qepik)) == parse_money(format_money(qepik, sign="")) == qepik


@given(st.text(max_size=20) | st.text("0123456789.,' -+₼", max_size=14))
def test_no_text_does_more_than_be_refused(text):
    try:
        assert isinstance(parse_money(text), int)
    except BadMoney as refusal:
        assert refusal.reason in BadMoney.WORDS


@pytest.mark.parametrize(
    ("number", "qepik"),
    [(1234.5, 123450), (0.1 + 0.2, 30), (5, 500), (Decimal("0.07"), 7), (-0.01, -1), (1e3, 100000), (0.0, 0),
     (9999999999.99, 999999999999)],
)  # fmt: skip
def test_cells_of_workbooks(number, qepik):
    assert money_from_number(number) == qepik


@pytest.mark.parametrize(
    ("number", "reason"),
    [(0.125, "decimals"), (float("nan"), "letters"), (float("inf"), "letters"), (1e300, "too_large"), (True, "letters"),
     (Decimal("1e400"), "too_large"), (Decimal("1e-400"), "decimals"), (10**14, "too_large")],
)  # fmt: skip
def test_cells_that_are_no_money(number, reason):
    with pytest.raises(BadMoney) as caught:
        money_from_number(number)
    assert caught.value.reason == reason


@given(st.integers(0, 9_999_999_999_99))
def test_a_float_cell_of_up_to_fifteen_digits_is_exact(qepik):
    assert money_from_number(qepik / 100) == qepik


@given(st.integers(), st.integers(min_value=1))
def test_rounding_is_to_the_nearest_and_has_no_side(numerator, denominator):
    rounded = round_half_up(numerator, denominator)
    assert abs(Fraction(numerator, denominator) - rounded) <= Fraction(1, 2)
    assert round_half_up(-numerator, denominator) == round_half_up(numerator, -denominator) == -rounded
    if numerator >= 0:
        assert rounded == (2 * numerator + denominator) // (2 * denominator)


@given(AMOUNTS, st.integers(1, 40))
def test_equal_parts_add_up(total, parts):
    shares = split_equal(total, parts)
    assert sum(shares) == total and len(shares) == parts
    assert shares == sorted(shares, key=abs, reverse=True)
    assert max(shares) - min(shares) <= 1


@given(AMOUNTS, st.lists(st.integers(0, 10**12), min_size=1, max_size=12).filter(any))
def test_weighted_parts_add_up_and_stay_near_their_share(total, weights):
    shares = split_by(total, weights)
    assert sum(shares) == total
    for share, weight in zip(shares, weights, strict=True):
        assert abs(share - Fraction(total * weight, sum(weights))) < 1


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1, 5]])
def test_weights_that_mean_nothing(weights):
    with pytest.raises(ValueError, match="weights"):
        split_by(100, weights)
    with pytest.raises(ValueError, match="one part"):
        split_equal(100, 0)


def test_words():
    assert money_in_words(0) == "sıfır manat sıfır qəpik"
    assert money_in_words(-205) == "mənfi iki manat beş qəpik"
    assert money_in_words(100_000_000_01) == "yüz milyon manat bir qəpik"
    assert money_in_words(101, "en") == "one manat one qapik"


def test_words_agree_with_the_published_table():
    with shared_file("data/11_civic/az_number_words_expected.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "CURRENCY_TEST_CASES"]
    assert rows
    for row in rows:
        assert money_in_words(int(Decimal(row["number"]) * 100)) == row["words"].replace(",", "")
