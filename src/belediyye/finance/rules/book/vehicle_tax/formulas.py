"""The tax on water and air vehicles: part of the property tax by law (198.1.2), a tax of its own in the results."""

from __future__ import annotations

from typing import Any

from belediyye.finance.rules.book.calculation import MUNICIPAL, Calculation
from belediyye.finance.rules.book.conditions import needs, no_share
from belediyye.finance.rules.book.refusals import NUMBER
from belediyye.finance.rules.engine import both, choose, first_of, money, not_

vehicle = Calculation(
    "vehicle", folder="vehicle_tax", tax="vehicle", kind="vehicle", uses=("water", "air"),
    az="Su və hava nəqliyyatı vasitəsinə görə əmlak vergisi", en="Property tax on a water or air vehicle",
)  # fmt: skip


@vehicle.rule()
def refusal(use: Any, engine_cm3: Any, absent: Any, share_num: Any, share_den: Any) -> Any:
    return first_of(
        *needs(absent, "use"),
        (not_(use.is_("water", "air")), NUMBER["use_does_not_fit"]),
        (both(engine_cm3.equals(0), absent("market_price_azn")), NUMBER["engine_cm3_missing"]),
        *no_share(share_num, share_den),
    )


@vehicle.rule("1 sm³ üçün dərəcə", "Rate per cm³", "AZN/cm³", since=2007)
def engine_rate(use: Any, p: Any) -> Any:
    return p.engine_rate.at(use, missing=0)


@vehicle.rule("1 sm³ üçün dərəcə", "Rate per cm³", "AZN/cm³", until=2006)
def engine_rate__in_units(p: Any) -> Any:
    return p.engine_rate_units * p["collection.conditional_unit"]


@vehicle.rule(
    "Nəqliyyat vasitəsi üzrə illik vergi (qəpiyə yuvarlaqlaşdırılır)",
    "Year's tax of the vehicle (rounded to the qəpik)", "AZN", "TC 198.1.2", "TC 200.3",
)  # fmt: skip
def tax_qepik(
    engine_cm3: Any, market_price_azn: Any, engine_rate: Any, held_on_1_january: Any, p: Any
) -> Any:
    # An engine of 0 cm³ is written for a vehicle without an engine as often as an empty cell.
    without_engine = engine_cm3.equals(0)
    amount = choose(without_engine, market_price_azn * p.price_rate, engine_cm3 * engine_rate)
    return choose(held_on_1_january, money(amount), 0)


@vehicle.rule()
def relief_right_qepik() -> Any:
    return first_of(otherwise=0)


@vehicle.rule()
def budget() -> Any:
    return first_of(otherwise=MUNICIPAL)


CALCULATIONS = (vehicle,)
