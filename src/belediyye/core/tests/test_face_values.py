"""How values look on a page, and how typed values come in."""

from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from django import forms
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core import display
from belediyye.core.form_fields import DayField, MeasureField, MoneyField
from belediyye.core.money import LIMIT
from belediyye.core.templatetags import house

S = display.NBSP


@pytest.mark.parametrize(
    ("qepik", "shown"),
    [
        (0, "0,00"),
        (5, "0,05"),
        (-5, "−0,05"),
        (123450, f"1{S}234,50"),
        (-123456789, f"−1{S}234{S}567,89"),
        (10**20, None),
    ],
)
def test_money_edges(qepik: int, shown: str | None) -> None:
    expected = shown or f"1{f'{S}000' * 6},00"
    assert house.money(qepik) == f"{expected}{S}₼"


@pytest.mark.parametrize("wrong", [1.5, Decimal("1.5"), "150", True])
def test_money_refuses_what_is_not_qepik(wrong: object) -> None:
    with pytest.raises(TypeError):
        house.money(wrong)  # type: ignore[arg-type]


@given(st.integers(-LIMIT, LIMIT))
def test_money_shown_is_money_typed(qepik: int) -> None:
    """What a page shows can be typed back into a form and means the same."""
    assert MoneyField(min_qepik=-LIMIT).clean(house.money(qepik)) == qepik


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_number_keeps_its_value(value: Decimal) -> None:
    back = display.number(value).replace(S, "").replace(",", ".").replace(display.MINUS, "-")
    assert Decimal(back) == value


@given(st.fractions(), st.integers(0, 8))
def test_number_rounds_half_up_away_from_zero(value: Fraction, places: int) -> None:
    back = Decimal(display.number(value, places).replace(S, "").replace(",", ".").replace(display.MINUS, "-"))
    assert abs(Fraction(back) - value) <= Fraction(1, 2 * 10**places)


def test_number_percent_area() -> None:
    assert display.number(Fraction(1, 3)) == "0,333333"
    assert display.number(-0.04, 1) == "0,0"
    assert display.number(10) == "10"
    assert display.percent(Decimal("12.50")) == "12,5%"
    assert display.percent(100) == "100%"
    assert display.area(Decimal("1234.5")) == f"1{S}234,5{S}m²"
    assert house.area(3, "ha") == f"3{S}ha"
    with pytest.raises(ValueError, match="finite"):
        display.number(float("nan"))


def test_nothing_is_shown_for_nothing() -> None:
    for filter_ in (
        house.money,
        house.day,
        house.day_long,
        house.moment,
        house.number,
        house.percent,
        house.area,
    ):
        assert filter_(None) == ""


def test_days_in_both_languages() -> None:
    assert house.day(date(2026, 1, 2)) == "02.01.2026"
    with translation.override("az"):
        assert house.day_long(date(2026, 11, 22)) == "22 noyabr 2026"
    with translation.override("en"):
        assert house.day_long(date(2026, 11, 22)) == "22 November 2026"


def test_a_moment_is_told_in_the_houses_time() -> None:
    late = datetime(2026, 11, 22, 21, 30, tzinfo=UTC)
    assert house.day(late) == "23.11.2026"
    assert house.moment(late) == "23.11.2026, 01:30"


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_day_shown_is_day_typed(day: date) -> None:
    field = DayField()
    assert field.clean(field.prepare_value(day)) == day
    assert not field.has_changed(day, house.day(day))


@pytest.mark.parametrize("text", ["31.02.2026", "2.3", "22.11.26", "٢٢.١١.٢٠٢٦", "sabah", "1.1.0001"])
def test_a_day_that_is_none_is_refused_in_words(text: str) -> None:
    for language in ("az", "en"):
        with translation.override(language), pytest.raises(forms.ValidationError) as refused:
            DayField().clean(text)
        assert text in refused.value.messages[0] or "22.11.2026" in refused.value.messages[0]


def test_money_field_bounds_and_doubt() -> None:
    with pytest.raises(forms.ValidationError):
        MoneyField().clean("1.234")
    with pytest.raises(forms.ValidationError, match="10,00"):
        MoneyField(min_qepik=1000).clean("9,99")
    with pytest.raises(forms.ValidationError, match="10,00"):
        MoneyField(max_qepik=1000).clean("10,01")
    assert MoneyField(required=False).clean("") is None
    assert MoneyField().prepare_value("abc") == "abc"


def test_measure_takes_comma_and_point() -> None:
    field = MeasureField(unit="m²")
    assert field.clean("1 234,5") == field.clean("1234.5") == Decimal("1234.5")
    for wrong in ("1e400", "NaN", "abc", "-3", "1,2,3", "Infinity"):
        with pytest.raises(forms.ValidationError):
            field.clean(wrong)
