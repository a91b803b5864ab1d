"""The tax on a building: by area since 2015, by inventory value before; Tax Code, articles 197–200."""

from __future__ import annotations

from typing import Any

from belediyye.finance.rules.book.calculation import MUNICIPAL, Calculation
from belediyye.finance.rules.book.conditions import entitled, needs, owned_at_all, whole_or_less
from belediyye.finance.rules.book.refusals import NUMBER
from belediyye.finance.rules.engine import choose, first_of, larger, money, not_

building = Calculation(
    "building", folder="property_tax", tax="property", kind="building", uses=("dwelling", "non_dwelling"),
    az="Binaya görə əmlak vergisi", en="Property tax on a building",
)  # fmt: skip


@building.rule(since=2015)
def refusal(use: Any, place_class: Any, absent: Any, share_num: Any, share_den: Any) -> Any:
    in_baku = place_class.is_("baku")
    return first_of(
        *needs(absent, "use"),
        (not_(use.is_("dwelling", "non_dwelling")), NUMBER["use_does_not_fit"]),
        *needs(absent, "place_class", "area_m2"),
        *needs(absent, "baku_zone", when=in_baku),
        *whole_or_less(share_num, share_den),
    )


@building.rule(until=2014)
def refusal__by_value(absent: Any, share_num: Any, share_den: Any) -> Any:
    return first_of(*needs(absent, "inventory_value_azn"), *whole_or_less(share_num, share_den))


@building.rule("Vergi tutulan sahə", "Taxable area", "m²", since=2015)
def taxable_area(area_m2: Any, use: Any, p: Any) -> Any:
    return choose(use.is_("dwelling"), larger(area_m2 - p.dwelling_allowance, 0), area_m2)


@building.rule("Dərəcə", "Rate", "AZN/m²", since=2015)
def rate(place_class: Any, p: Any) -> Any:
    return p.rate.at(place_class, missing=0)


@building.rule("Zona əmsalı", "Zone coefficient", "", since=2015)
def zone_coefficient(place_class: Any, baku_zone: Any, p: Any) -> Any:
    return choose(place_class.is_("baku"), p.zone_coefficient.at(baku_zone, missing=1), 1)


@building.rule(
    "Bütün bina üzrə illik vergi", "Year's tax of the whole building", "AZN", "TC 198.1.1", since=2015
)
def whole_building(taxable_area: Any, rate: Any, zone_coefficient: Any) -> Any:
    return taxable_area * rate * zone_coefficient


@building.rule("Vergi tutulmayan dəyər", "Value free of tax", "AZN", until=2006)
def free_value__in_units(p: Any) -> Any:
    return p.free_value_units * p["collection.conditional_unit"]


@building.rule("Vergi tutulmayan dəyər", "Value free of tax", "AZN", since=2007, until=2014)
def free_value__in_azn(p: Any) -> Any:
    return p.free_value + 0


@building.rule(
    "Bütün bina üzrə illik vergi", "Year's tax of the whole building", "AZN", "TC 198.1.1", until=2014
)
def whole_building__by_value(inventory_value_azn: Any, free_value: Any, p: Any) -> Any:
    return larger(inventory_value_azn - free_value, 0) * p.value_rate


@building.rule(
    "Sahibin payı üzrə vergi (qəpiyə yuvarlaqlaşdırılır)",
    "Tax of the owner's share (rounded to the qəpik)",
    "AZN",
    "TC 200.2",
)
def tax_qepik(
    whole_building: Any, share_num: Any, share_den: Any, from_month: Any, to_month: Any, year: Any
) -> Any:
    whole_year = choose(owned_at_all(from_month, to_month, year), whole_building, 0)
    return money(whole_year * share_num / share_den)


@building.rule(
    "Güzəşt hüququ (ildə bir dəfə)", "Right to relief (once a year)", "AZN", "TC 199.3", since=2007
)
def relief_right_qepik(
    let_or_business: Any, relief_shehid_family: Any, relief_list_102_2: Any, relief_pensioner: Any,
    relief_conscript: Any, p: Any,
) -> Any:  # fmt: skip
    who = entitled(p.entitled, relief_shehid_family, relief_list_102_2, relief_pensioner, relief_conscript)
    return choose(let_or_business, 0, choose(who, money(p.relief), 0))


@building.rule(
    "Güzəşt hüququ (ildə bir dəfə)", "Right to relief (once a year)", "AZN", "TC 199.3", until=2006
)
def relief_right_qepik__in_units(
    let_or_business: Any, relief_shehid_family: Any, relief_list_102_2: Any, relief_pensioner: Any,
    relief_conscript: Any, p: Any,
) -> Any:  # fmt: skip
    who = entitled(p.entitled, relief_shehid_family, relief_list_102_2, relief_pensioner, relief_conscript)
    return choose(
        let_or_business, 0, choose(who, money(p.relief_units * p["collection.conditional_unit"]), 0)
    )


@building.rule()
def budget() -> Any:
    return first_of(otherwise=MUNICIPAL)


CALCULATIONS = (building,)
