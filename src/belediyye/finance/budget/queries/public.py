"""What residents are told: groups they know, per head, years side by side, neighbours alike, and where their manat goes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Max, QuerySet

from belediyye.core.models import Municipality
from belediyye.core.money import round_half_up, split_by
from belediyye.finance.budget.models import AmendmentLine, Budget, Entry, Line, Side
from belediyye.finance.budget.queries.plan import FROZEN, PUBLIC, axis_of
from belediyye.finance.budget.queries.remember import mark
from belediyye.finance.budget.queries.reports import Report, Row, report

ALIKE = (60, 160)
"""Similar municipalities have between 60 and 160 per cent of the residents."""


def public_years(place: Municipality) -> QuerySet[Budget]:
    """Adopted years, newest first."""
    return (
        Budget.objects.filter(municipality=place, state__in=FROZEN)
        .select_related("municipality")
        .order_by("-year")
    )


def public_drafts(place: Municipality) -> QuerySet[Budget]:
    """Published drafts that are still discussed."""
    return (
        Budget.objects.filter(municipality=place, state__in=PUBLIC)
        .exclude(state__in=FROZEN)
        .order_by("-year", "version")
    )


def public_version(place: Municipality, year: int) -> Budget | None:
    """What a year's address shows: the adopted budget, else the published draft."""
    return public_years(place).filter(year=year).first() or public_drafts(place).filter(year=year).first()


def known_on(budget: Budget) -> date:
    """The day up to which the figures are known: the last entry's, never past the year."""
    last = Entry.objects.filter(budget=budget).aggregate(day=Max("day"))["day"]
    return last or budget.adopted_on or budget.published_on or date(budget.year, 1, 1)


def remembered_report(budget: Budget, side: int, axis: str, on: date, language: str) -> Report:
    """A report of an adopted budget, remembered until its ledger grows. Drafts are always told anew."""
    if not budget.is_frozen:
        return report(budget, side, axis, on)
    key = f"budget:{mark(budget)}:{side}:{axis}:{on}:{language}"
    found = cache.get(key)
    if found is None:
        found = report(budget, side, axis, on)
        cache.set(key, found, 24 * 3600)
    return found


@dataclass(frozen=True)
class Story:
    """A budget as residents read it."""

    budget: Budget
    on: date
    revenue: Report
    expenditure: Report
    financing: Report

    @property
    def per_resident(self) -> int | None:
        """Adjusted expenditure a head, in qəpik, rounded half up; None where the number of residents is not known."""
        people = self.budget.municipality.population
        return round_half_up(self.expenditure.total.adjusted, people) if people else None


def story(budget: Budget, language: str) -> Story:
    """Both sides of a budget by what residents understand."""
    on = known_on(budget)
    one, two, three = (
        remembered_report(budget, side, axis_of(side), on, language)
        for side in (Side.REVENUE, Side.EXPENDITURE, Side.FINANCING)
    )
    return Story(budget, on, one, two, three)


def manat(expenditure: Report, amount: int) -> list[tuple[Row, int]]:
    """How an amount that somebody paid is shared over the plan's groups; the parts add up to the amount."""
    tops = [row for row in expenditure.tops if row.adjusted > 0]
    if not tops or amount <= 0:
        return []
    shares = split_by(amount, [row.adjusted for row in tops])
    return sorted(zip(tops, shares, strict=True), key=lambda pair: -pair[1])


@dataclass(frozen=True)
class Alike:
    """A similar municipality in the same year."""

    place: Municipality
    revenue: int
    expenditure: int
    per_resident: int


def similar(budget: Budget) -> list[Alike]:
    """Municipalities of like size with an adopted budget of the same year, this one among them, by spending a head."""
    place = budget.municipality
    if not place.population:
        return []
    low, high = (place.population * share // 100 for share in ALIKE)
    others = Budget.objects.filter(
        year=budget.year, state__in=FROZEN, municipality__population__range=(low, high)
    ).select_related("municipality")
    found = []
    for other in others:
        spent = report(other, Side.EXPENDITURE, axis_of(Side.EXPENDITURE)).total.adjusted
        come = report(other, Side.REVENUE, axis_of(Side.REVENUE)).total.adjusted
        found.append(
            Alike(other.municipality, come, spent, round_half_up(spent, other.municipality.population or 1))
        )
    return sorted(found, key=lambda one: -one.per_resident)


def open_rows(budget: Budget, on: date) -> Iterator[dict[str, Any]]:
    """Every line with its codes and columns, as open data: amounts in qəpik."""
    from belediyye.finance.budget.queries.balances import positions

    lines = list(
        Line.objects.filter(budget=budget).select_related(
            "functional", "economic", "revenue", "source", "programme", "place"
        )
    )
    standing = positions(lines, on) if budget.is_frozen else {}
    changed: dict[int, int] = {}
    for pk, amount in AmendmentLine.objects.filter(
        amendment__budget=budget, amendment__state="adopted"
    ).values_list("line", "amount"):
        changed[pk] = changed.get(pk, 0) + amount
    names = {Side.REVENUE: "revenue", Side.EXPENDITURE: "expenditure", Side.FINANCING: "financing"}
    for line in lines:
        now = standing.get(line.pk)
        codes = {
            axis: getattr(line, axis).code if getattr(line, f"{axis}_id") else ""
            for axis in ("functional", "economic", "revenue", "source", "programme", "place")
        }
        yield {
            "line": line.pk, "year": budget.year, "side": names[Side(line.side)], "title": line.title, **codes,
            "initial": line.initial, "adjusted": now.adjusted if now else line.initial + changed.get(line.pk, 0), "committed": now.committed if now else 0,
            "owed": now.obliged if now else 0, "outturn": now.paid if now else 0, "on": on.isoformat(),
        }  # fmt: skip
