"""The economic analysis sheet: what a budget's outturn means, as ratios with their formula, over the years.

Every ratio is computed from the reports, which agree with the ledger; shares are hundredths of a per cent cut off, amounts
a head are qəpik rounded half up.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from belediyye.core.money import round_half_up
from belediyye.finance.budget.models import Axis, Budget, Code, Side
from belediyye.finance.budget.queries.balances import bank_balance
from belediyye.finance.budget.queries.public import known_on
from belediyye.finance.budget.queries.remember import mark, remembered_sums
from belediyye.finance.budget.queries.years import growth, is_whole

WAGES = "210000"
INVESTMENT = "310000"
ADJUSTED, PAID = 1, 5


@dataclass(frozen=True)
class Basis:
    """The sums of one year that the ratios are made of, in qəpik, and the day up to which they are known."""

    budget: Budget
    on: date
    residents: int | None
    revenue: int
    revenue_plan: int
    own: int
    taxes: int
    property_: int
    state: int
    spent: int
    spent_plan: int
    bodies: int
    wages: int
    investment: int
    cash: int


def basis(budget: Budget) -> Basis:
    """What one year's sheet is made of."""
    on, marked = known_on(budget), mark(budget)
    come = _by_group(budget, Side.REVENUE, Axis.REVENUE, on, marked)
    gone = _by_group(budget, Side.EXPENDITURE, Axis.FUNCTIONAL, on, marked)
    kinds = _by_top(budget, on, marked)

    def paid(groups: dict[str, list[int]], *names: str) -> int:
        return sum(cells[PAID] for name, cells in groups.items() if not names or name in names)

    return Basis(
        budget, on, budget.municipality.population,
        paid(come), sum(cells[ADJUSTED] for cells in come.values()), paid(come) - paid(come, "STATE"), paid(come, "TAXES"), paid(come, "PROPERTY"), paid(come, "STATE"),
        paid(gone), sum(cells[ADJUSTED] for cells in gone.values()), paid(gone, "BODIES"), kinds.get(WAGES, 0), kinds.get(INVESTMENT, 0),
        bank_balance(budget, on),
    )  # fmt: skip


def _by_group(budget: Budget, side: int, axis: str, on: date, marked: str) -> dict[str, list[int]]:
    groups = dict(_codes(budget, axis).values_list("pk", "group"))
    found: dict[str, list[int]] = {}
    for code, cells in remembered_sums(budget, side, axis, on, marked=marked).items():
        kept = found.setdefault(groups.get(code, "") if code else "", [0] * len(cells))
        for at, amount in enumerate(cells):
            kept[at] += amount
    return found


def _by_top(budget: Budget, on: date, marked: str) -> dict[str, int]:
    """Outturn of expenditure by the topmost economic code."""
    codes = {
        pk: (code, above)
        for pk, code, above in _codes(budget, Axis.ECONOMIC).values_list("pk", "code", "parent")
    }
    found: dict[str, int] = {}
    for code, cells in remembered_sums(budget, Side.EXPENDITURE, Axis.ECONOMIC, on, marked=marked).items():
        top = code
        while top and codes[top][1]:
            top = codes[top][1]
        name = codes[top][0] if top else ""
        found[name] = found.get(name, 0) + cells[PAID]
    return found


def _codes(budget: Budget, axis: str) -> "object":
    return Code.objects.filter(Q(municipality=None) | Q(municipality=budget.municipality_id), axis=axis)


@dataclass(frozen=True)
class Measure:
    """One ratio: its words, its formula in words, whether it is a share (hundredths of a per cent) or money (qəpik)."""

    title: "str | Promise"
    formula: "str | Promise"
    is_share: bool
    of: Callable[[Basis], int | None]


def _share(part: int, whole: int) -> int | None:
    return part * 10_000 // whole if whole > 0 else None


def _head(amount: int, residents: int | None) -> int | None:
    return round_half_up(amount, residents) if residents else None


MEASURES = (
    Measure(_("Revenue"), _("everything that came in, without financing"), False, lambda b: b.revenue),
    Measure(_("Own revenue"), _("revenue without what came from the state budget"), False, lambda b: b.own),
    Measure(_("Share of own revenue"), _("own revenue ÷ revenue"), True, lambda b: _share(b.own, b.revenue)),
    Measure(_("Share of local taxes"), _("taxes ÷ revenue"), True, lambda b: _share(b.taxes, b.revenue)),
    Measure(_("Share of property sold and let"), _("revenue from property ÷ revenue"), True, lambda b: _share(b.property_, b.revenue)),
    Measure(_("Dependence on the state budget"), _("revenue from the state budget ÷ revenue"), True, lambda b: _share(b.state, b.revenue)),
    Measure(_("Revenue a resident"), _("revenue ÷ residents"), False, lambda b: _head(b.revenue, b.residents)),
    Measure(_("Own revenue a resident"), _("own revenue ÷ residents"), False, lambda b: _head(b.own, b.residents)),
    Measure(_("Revenue against plan"), _("revenue ÷ adjusted plan of the year"), True, lambda b: _share(b.revenue, b.revenue_plan)),
    Measure(_("Expenditure"), _("everything that was paid"), False, lambda b: b.spent),
    Measure(_("Expenditure a resident"), _("expenditure ÷ residents"), False, lambda b: _head(b.spent, b.residents)),
    Measure(_("Expenditure against plan"), _("expenditure ÷ adjusted plan of the year"), True, lambda b: _share(b.spent, b.spent_plan)),
    Measure(_("Share of administration"), _("upkeep of the municipality's bodies ÷ expenditure"), True, lambda b: _share(b.bodies, b.spent)),
    Measure(_("Share of labour"), _("labour (economic code 210000) ÷ expenditure"), True, lambda b: _share(b.wages, b.spent)),
    Measure(_("Share of investment"), _("acquisition of assets (economic code 310000) ÷ expenditure"), True, lambda b: _share(b.investment, b.spent)),
    Measure(_("Own revenue covers administration"), _("own revenue ÷ upkeep of the bodies"), True, lambda b: _share(b.own, b.bodies)),
    Measure(_("Result"), _("revenue − expenditure"), False, lambda b: b.revenue - b.spent),
    Measure(_("Bank account"), _("what stands on it on the day"), False, lambda b: b.cash),
)  # fmt: skip


@dataclass(frozen=True)
class MeasureRow:
    """A measure over the years: values, and for money the growth against the year before (hundredths of a per cent)."""

    measure: Measure
    values: tuple[int | None, ...]
    whole: tuple[bool, ...]

    @property
    def growth_bp(self) -> list[int | None]:
        """Growth of amounts between years that are over; none for shares."""
        return growth([None] * len(self.values) if self.measure.is_share else self.values, self.whole)

    @property
    def beside(self) -> list[tuple[int | None, int | None]]:
        """Each year's value with its growth, for a table."""
        return list(zip(self.values, self.growth_bp, strict=True))


@dataclass(frozen=True)
class Sheet:
    """The economic analysis sheet: years, the oldest first, and the measures."""

    years: tuple[Basis, ...]
    rows: list[MeasureRow]


def analysis(budgets: Sequence[Budget]) -> Sheet:
    """The sheet over adopted budgets of one municipality."""
    years = tuple(basis(one) for one in sorted(budgets, key=lambda one: one.year))
    whole = tuple(is_whole(year.budget, year.on) for year in years)
    return Sheet(years, [MeasureRow(m, tuple(m.of(year) for year in years), whole) for m in MEASURES])
