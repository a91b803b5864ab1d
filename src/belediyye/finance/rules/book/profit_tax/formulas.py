"""Profit tax of enterprises in municipal ownership; Tax Code, 105, 151, 152."""

from __future__ import annotations

from typing import Any

from belediyye.finance.rules.book.calculation import MUNICIPAL, Calculation
from belediyye.finance.rules.book.conditions import needs
from belediyye.finance.rules.engine import first_of, larger, money

enterprise = Calculation(
    "enterprise", folder="profit_tax", tax="profit", kind="enterprise", uses=(),
    az="Bələdiyyə müəssisəsinin mənfəət vergisi", en="Profit tax of a municipal enterprise",
)  # fmt: skip


@enterprise.rule()
def refusal(absent: Any) -> Any:
    return first_of(*needs(absent, "profit_azn"))


@enterprise.rule("Vergi tutulan mənfəət", "Taxable profit", "AZN")
def taxable_profit(profit_azn: Any) -> Any:
    return larger(profit_azn, 0)


@enterprise.rule(
    "Mənfəət vergisi (qəpiyə yuvarlaqlaşdırılır)", "Profit tax (rounded to the qəpik)", "AZN", "TC 105.1"
)
def tax_qepik(taxable_profit: Any, p: Any) -> Any:
    return money(taxable_profit * p.rate)


@enterprise.rule()
def relief_right_qepik() -> Any:
    return first_of(otherwise=0)


@enterprise.rule()
def budget() -> Any:
    return first_of(otherwise=MUNICIPAL)


CALCULATIONS = (enterprise,)
