"""The mining tax on local building materials; Tax Code, 213–217. Municipal until 31 December 2021."""

from __future__ import annotations

from typing import Any

from belediyye.finance.rules.book.calculation import MUNICIPAL, STATE, Calculation
from belediyye.finance.rules.book.conditions import needs
from belediyye.finance.rules.book.refusals import NUMBER
from belediyye.finance.rules.engine import choose, first_of, money, not_

extraction = Calculation(
    "extraction", folder="mining_tax", tax="extraction", kind="extraction",
    uses=("clay", "sand", "gravel", "saw_stone"),
    az="Yerli əhəmiyyətli tikinti materiallarına görə mədən vergisi", en="Mining tax on local building materials",
)  # fmt: skip


@extraction.rule()
def refusal(use: Any, absent: Any) -> Any:
    return first_of(
        *needs(absent, "use"),
        (not_(use.is_("clay", "sand", "gravel", "saw_stone")), NUMBER["use_does_not_fit"]),
        *needs(absent, "volume_m3"),
    )


@extraction.rule("1 m³ üçün dərəcə", "Rate per m³", "AZN/m³")
def rate(use: Any, p: Any) -> Any:
    return p.rate.at(use, missing=0)


@extraction.rule(
    "Çıxarılmış həcm üzrə vergi (qəpiyə yuvarlaqlaşdırılır)",
    "Tax on the volume extracted (rounded to the qəpik)", "AZN", "TC 216.2",
)  # fmt: skip
def tax_qepik(volume_m3: Any, rate: Any) -> Any:
    return money(volume_m3 * rate)


@extraction.rule()
def relief_right_qepik() -> Any:
    return first_of(otherwise=0)


@extraction.rule("Büdcə (0 – bələdiyyə, 1 – dövlət)", "Budget (0 municipal, 1 state)", "", "TC 217.5")
def budget(use: Any, p: Any) -> Any:
    return choose(p.local.at(use, missing=0).equals(1), MUNICIPAL, STATE)


CALCULATIONS = (extraction,)
