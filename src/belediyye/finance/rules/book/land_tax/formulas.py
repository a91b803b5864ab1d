"""The tax on land: agricultural by conditional points, other land by area in two tiers; Tax Code, 203–208."""

from __future__ import annotations

from typing import Any

from belediyye.finance.rules.book.calculation import MUNICIPAL, STATE, Calculation
from belediyye.finance.rules.book.conditions import entitled, months_after, needs, owned_at_all, whole_or_less
from belediyye.finance.rules.engine import choose, first_of, larger, money, smaller

M2_IN_HECTARE = 10_000
M2_IN_TARIFF_UNIT = 100  # article 206.3 sets its rates for 100 m²

agricultural = Calculation(
    "land_agricultural", folder="land_tax", tax="land", kind="land", uses=("agricultural",),
    az="Kənd təsərrüfatı torpağına görə torpaq vergisi", en="Land tax on agricultural land",
)  # fmt: skip
unused = Calculation(
    "land_unused", folder="land_tax", tax="land", kind="land", uses=("agricultural_unused",),
    az="İstifadə edilməyən kənd təsərrüfatı torpağına görə torpaq vergisi",
    en="Land tax on unused agricultural land",
)  # fmt: skip
plot = Calculation(
    "land_plot", folder="land_tax", tax="land", kind="land", uses=("dwelling", "business"),
    az="Sənaye, ticarət, yaşayış və digər torpağa görə torpaq vergisi",
    en="Land tax on industrial, commercial, residential and other land",
)  # fmt: skip

_MONTHS = ("Mülkiyyətdə olduğu aylar", "Months of ownership", "months", "TC 208.5-2")
_TAX = (
    "Sahibin payı və ayları üzrə vergi (qəpiyə yuvarlaqlaşdırılır)",
    "Tax of the owner's share and months (rounded to the qəpik)", "AZN",
)  # fmt: skip
_POINTS = ("Bütün sahə üzrə illik vergi", "Year's tax of the whole parcel", "AZN", "TC 206.1-1")


def months(from_month: Any, to_month: Any, year: Any) -> Any:
    return months_after(from_month, to_month, year)


def tax_qepik(whole_parcel: Any, months: Any, share_num: Any, share_den: Any) -> Any:
    return money(whole_parcel * months / 12 * share_num / share_den)


def tax_qepik__undivided(
    whole_parcel: Any, from_month: Any, to_month: Any, share_num: Any, share_den: Any, year: Any
) -> Any:
    # Before 2024 nothing was divided by months: the year is owed whole by whoever owned in it.
    whole_year = choose(owned_at_all(from_month, to_month, year), whole_parcel, 0)
    return money(whole_year * share_num / share_den)


def relief_right_qepik(
    relief_shehid_family: Any, relief_list_102_2: Any, relief_pensioner: Any, relief_conscript: Any, p: Any
) -> Any:
    who = entitled(p.entitled, relief_shehid_family, relief_list_102_2, relief_pensioner, relief_conscript)
    return choose(who, money(p.relief), 0)


def relief_right_qepik__in_units(
    relief_shehid_family: Any, relief_list_102_2: Any, relief_pensioner: Any, relief_conscript: Any, p: Any
) -> Any:
    who = entitled(p.entitled, relief_shehid_family, relief_list_102_2, relief_pensioner, relief_conscript)
    return choose(who, money(p.relief_units * p["collection.conditional_unit"]), 0)


def budget() -> Any:
    return first_of(otherwise=MUNICIPAL)


for _each in (agricultural, unused, plot):
    _each.rule(*_MONTHS, since=2024)(months)
    _each.rule(*_TAX, since=2024)(tax_qepik)
    _each.rule(*_TAX, until=2023)(tax_qepik__undivided)
    _relief = ("Güzəşt hüququ (ildə bir dəfə)", "Right to relief (once a year)", "AZN", "TC 207.2")
    _each.rule(*_relief, since=2007)(relief_right_qepik)
    _each.rule(*_relief, until=2006)(relief_right_qepik__in_units)
agricultural.rule()(budget)
plot.rule()(budget)
unused.rule(until=2016)(budget)


def refusal__by_points(absent: Any, share_num: Any, share_den: Any) -> Any:
    return first_of(*needs(absent, "area_m2", "points_per_ha"), *whole_or_less(share_num, share_den))


def whole_parcel__by_points(area_m2: Any, points_per_ha: Any, p: Any) -> Any:
    return area_m2 * points_per_ha * p.point_rate / M2_IN_HECTARE


def whole_parcel__by_points_in_units(area_m2: Any, points_per_ha: Any, p: Any) -> Any:
    return area_m2 * points_per_ha * (p.point_rate_units * p["collection.conditional_unit"]) / M2_IN_HECTARE


# Until 2016 the law knew no separate rate for unused agricultural land: it paid by its points like any other.
for _each, _last in ((agricultural, 9999), (unused, 2016)):
    _each.rule(until=_last)(refusal__by_points)
    _each.rule(*_POINTS, since=2007, until=_last)(whole_parcel__by_points)
    _each.rule(*_POINTS, until=2006)(whole_parcel__by_points_in_units)


@unused.rule(since=2017)
def refusal(absent: Any, share_num: Any, share_den: Any) -> Any:
    return first_of(*needs(absent, "area_m2"), *whole_or_less(share_num, share_den))


@unused.rule("Bütün sahə üzrə illik vergi", "Year's tax of the whole parcel", "AZN", "TC 206.1", since=2017)
def whole_parcel(area_m2: Any, p: Any) -> Any:
    return area_m2 * p.unused_rate / M2_IN_TARIFF_UNIT


@unused.rule(since=2017)
def budget__state() -> Any:
    # Article 208.6: this tax goes to the state budget. It is computed so that nobody bills it by mistake.
    return first_of(otherwise=STATE)


def refusal__of_plot(absent: Any, share_num: Any, share_den: Any) -> Any:
    return first_of(*needs(absent, "place_class", "area_m2"), *whole_or_less(share_num, share_den))


plot.rule()(refusal__of_plot)


@plot.rule("100 m² üçün dərəcə", "Rate per 100 m²", "AZN/100 m²")
def rate(use: Any, place_class: Any, p: Any) -> Any:
    return choose(
        use.is_("business"),
        p.business_rate.at(place_class, missing=0),
        p.residential_rate.at(place_class, missing=0),
    )


@plot.rule("Həddən yuxarı hissə üçün dərəcə", "Rate above the threshold", "AZN/100 m²", since=2015)
def rate_above(use: Any, place_class: Any, p: Any) -> Any:
    return choose(
        use.is_("business"),
        p.business_rate_above.at(place_class, missing=0),
        p.residential_rate_above.at(place_class, missing=0),
    )


@plot.rule("Həddən yuxarı sahə", "Area above the threshold", "m²", since=2015)
def area_above(area_m2: Any, p: Any) -> Any:
    return larger(area_m2 - p.threshold, 0)


@plot.rule("Bütün sahə üzrə illik vergi", "Year's tax of the whole parcel", "AZN", "TC 206.3", since=2015)
def whole_parcel__in_two_tiers(area_m2: Any, area_above: Any, rate: Any, rate_above: Any, p: Any) -> Any:
    below = smaller(area_m2, p.threshold + 0)
    return (below * rate + area_above * rate_above) / M2_IN_TARIFF_UNIT


@plot.rule("Bütün sahə üzrə illik vergi", "Year's tax of the whole parcel", "AZN", "TC 206.3", until=2014)
def whole_parcel__in_one_tier(area_m2: Any, rate: Any) -> Any:
    return area_m2 * rate / M2_IN_TARIFF_UNIT


CALCULATIONS = (agricultural, unused, plot)
