"""What revenue is expected to be: from the live register, the contracts and the collection of the years before.

The heads of the revenue room are counted here under the kinds of revenue of the classification.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from belediyye.core import display
from belediyye.core.money import round_half_up
from belediyye.core.period import format_date
from belediyye.finance.budget.models import Axis, Budget, Code, Line, Side
from belediyye.finance.revenue.models import Entry, Head
from belediyye.finance.revenue.queries import forecast as register
from belediyye.finance.rules.book import Overlay

CODE_OF = {
    0: "V.OTHER", Head.PROPERTY: "V.PROPERTY", Head.VEHICLE: "V.PROPERTY", Head.LAND: "V.LAND", Head.EXTRACTION: "V.MINING",
    Head.PROFIT: "V.PROFIT", Head.ADVERTISING: "V.ADVERT", Head.HOTEL: "V.HOTEL", Head.PARKING: "V.PARKING", Head.TRADE: "V.TRADE",
    Head.RENT: "1.4.1.6.3", Head.SALE: "1.4.2.1.8.1",
}  # fmt: skip
"""Head of the revenue room → kind of revenue. Head 0 is money on accounts that no demand has taken yet."""
YEARS = 3


def by_code(amounts: dict[int, int]) -> dict[str, int]:
    """Amounts by head as amounts by kind of revenue."""
    found: dict[str, int] = defaultdict(int)
    for head, amount in amounts.items():
        found[CODE_OF[head]] += amount
    return dict(found)


@dataclass(frozen=True)
class YearOf:
    """One year of a kind of revenue: what was demanded, what came in, and whether the year is over."""

    year: int
    demanded: int
    collected: int
    over: bool

    @property
    def rate_bp(self) -> int | None:
        """Hundredths of a per cent of what was demanded; at most all of it. None where nothing was demanded."""
        if self.demanded <= 0:
            return None
        return min(10_000, max(0, round_half_up(self.collected * 10_000, self.demanded)))

    @property
    def percent(self) -> str:
        return "–" if self.rate_bp is None else f"{display.number(self.rate_bp / 100)} %"


@dataclass(frozen=True)
class Expected:
    """A kind of revenue in the year to come: what will be assessed, how it was collected, the line that plans it."""

    code: Code
    assessed: int
    years: tuple[YearOf, ...]
    weights: tuple[int, int, int, int]
    line: Line | None
    today: date

    @property
    def suggested_bp(self) -> int | None:
        """The rate of the last year that is over; where none is, of the running year."""
        known = [y for y in self.years if y.rate_bp is not None]
        whole = [y for y in known if y.over]
        chosen = (whole or known)[-1:]
        return chosen[0].rate_bp if chosen else None

    @property
    def planned_bp(self) -> int | None:
        """What the draft plans with, or else what is suggested."""
        kept = self.line.collection_bp if self.line else None
        return self.suggested_bp if kept is None else kept

    @property
    def amount(self) -> int | None:
        return None if self.planned_bp is None else round_half_up(self.assessed * self.planned_bp, 10_000)

    def reason(self, year: int, rate_bp: int) -> str:
        """The line's reason: what was multiplied, and how the years before were collected."""
        said = _("Register as of %(day)s: assessed for %(year)s %(amount)s, expected collection %(rate)s %%.") % {
            "day": format_date(self.today), "year": year, "amount": display.money(self.assessed), "rate": display.number(rate_bp / 100),
        }  # fmt: skip
        before = "; ".join(
            f"{y.year}: {y.percent}" if y.over else _("%(year)s so far: %(rate)s") % {"year": y.year, "rate": y.percent}
            for y in self.years
            if y.rate_bp is not None
        )  # fmt: skip
        return said + (" " + _("Collected: %(years)s.") % {"years": before} if before else "")


def expectations(budget: Budget, today: date, overlay: Overlay | None = None) -> list[Expected]:
    """What the register and the contracts bring in the budget's year, by kind of revenue, with what the draft makes of it.

    With an overlay the register is assessed under it instead of what the council decided."""
    place, year = budget.municipality_id, budget.year
    ahead = by_code(register.assessed(place, year, overlay) | register.contracted(place, year))
    seen = list(range(today.year - YEARS + 1, today.year + 1))
    demanded = {y: by_code(register.demanded(place, y)) for y in seen}
    collected = {y: by_code(register.collected(place, y, today)) for y in seen}
    seen = [y for y in seen if demanded[y] or collected[y]]
    quarters = _quarters(place, today.year - 1)
    lines = {
        line.revenue_id: line
        for line in budget.lines.filter(side=Side.REVENUE, revenue__code__in=ahead).order_by("-position")
    }
    codes = Code.objects.filter(axis=Axis.REVENUE, municipality=None, code__in=ahead).order_by("code")
    return [
        Expected(
            code, ahead[code.code],
            tuple(YearOf(y, demanded[y].get(code.code, 0), collected[y].get(code.code, 0), y < today.year) for y in seen),
            quarters.get(code.code, (0, 0, 1, 1)), lines.get(code.pk), today,
        )
        for code in codes
    ]  # fmt: skip


def _quarters(place: int, year: int) -> dict[str, tuple[int, int, int, int]]:
    """How a year's money came by quarter; a tax of which nothing came yet is planned where the law has it paid."""
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for (head, day), amount in register.collected_by_day(place, year).items():
        found[CODE_OF[head]][(day.month - 1) // 3] += amount
    return {code: (q[0], q[1], q[2], q[3]) for code, q in found.items() if min(q) >= 0 and any(q)}


def fed_by_register(line: Line) -> bool:
    """Whether the money of a line comes from the revenue room by itself: it keeps accounts of that kind for that year."""
    if line.side != Side.REVENUE or not line.revenue:
        return False
    heads = [head for head, code in CODE_OF.items() if code == line.revenue.code and head]
    year = line.budget.year
    return bool(heads) and Entry.objects.filter(
        municipality_id=line.municipality_id, head__in=heads, day__gte=date(year, 1, 1), day__lte=date(year, 12, 31)
    ).exists()  # fmt: skip


def outturn_by_line(budget: Budget) -> tuple[dict[tuple[int, date], int], dict[str, int]]:
    """What revenue collected in the budget's year, by line and day; and by kind what no line takes."""
    lines: dict[str, int] = {}
    for pk, code in (
        budget.lines.filter(side=Side.REVENUE).order_by("-position").values_list("pk", "revenue__code")
    ):
        lines[code] = pk
    taken: dict[tuple[int, date], int] = defaultdict(int)
    left: dict[str, int] = defaultdict(int)
    for (head, day), amount in register.collected_by_day(budget.municipality_id, budget.year).items():
        code = CODE_OF[head]
        if code in lines:
            taken[lines[code], day] += amount
        else:
            left[code] += amount
    return dict(taken), {code: amount for code, amount in left.items() if amount}
