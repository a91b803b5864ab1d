"""What residents are told: groups they know, per head, years side by side, neighbours alike, and where their manat goes."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Max, QuerySet, Sum

from belediyye.core.models import Municipality
from belediyye.core.money import round_half_up, split_by
from belediyye.finance.budget.models import AmendmentLine, Budget, Entry, Line, Side
from belediyye.finance.budget.queries.plan import FROZEN, PUBLIC, axis_of
from belediyye.finance.budget.queries.remember import DAY, mark, marks, remembered_sums
from belediyye.finance.budget.queries.reports import Report, Row, tree
from belediyye.finance.budget.queries.years import Years, over_years

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
    return known_days([budget])[budget.pk]


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


def story(budget: Budget, on: date | None = None, marked: str = "") -> Story:
    """Both sides of a budget by what residents understand; an adopted one's sums are remembered until its ledger grows."""
    day = on or known_on(budget)
    marked = marked or (mark(budget) if budget.is_frozen else "")

    def side_of(side: int) -> Report:
        sums = remembered_sums(budget, side, axis_of(side), day, marked=marked)
        return Report(budget, side, axis_of(side), day, *tree(axis_of(side), sums, budget.municipality_id))

    return Story(budget, day, side_of(Side.REVENUE), side_of(Side.EXPENDITURE), side_of(Side.FINANCING))


def years_told(budgets: Sequence[Budget], language: str) -> "Told | None":
    """Several adopted years as one picture: their stories, and what they spent on by group under the newest codes.

    Remembered as a whole until a ledger of them grows, so that the public page asks little.
    """
    if not budgets:
        return None
    known, days = marks(budgets), known_days(budgets)
    parts = "|".join(f"{known[one.pk]}@{days[one.pk]}" for one in budgets)
    key = f"budget-told:{language}:{hashlib.sha256(parts.encode()).hexdigest()}"
    found: Told | None = cache.get(key)
    if found is None:
        stories = [story(one, days[one.pk], known[one.pk]) for one in budgets]
        groups = over_years(
            budgets,
            Side.EXPENDITURE,
            axis_of(Side.EXPENDITURE),
            [days[one.pk] for one in sorted(budgets, key=lambda one: one.year)],
        )
        found = Told(stories, replace(groups, rows=[row for row in groups.rows if not row.depth]))
        cache.set(key, found, DAY)
    return found


@dataclass(frozen=True)
class Told:
    """Adopted years as residents read them: a story each, the newest first, and spending by group over the years."""

    stories: list[Story]
    groups: Years

    def of(self, budget: Budget) -> Story | None:
        """The story of a year that is among them."""
        return next((one for one in self.stories if one.budget.pk == budget.pk), None)


def known_days(budgets: Iterable[Budget]) -> dict[int, date]:
    """`known_on` of several budgets, in one question."""
    kept = list(budgets)
    rows = Entry.objects.filter(budget__in=[one.pk for one in kept]).order_by()
    last = dict(rows.values_list("budget").annotate(day=Max("day")))
    return {
        one.pk: last.get(one.pk) or one.adopted_on or one.published_on or date(one.year, 1, 1) for one in kept
    }


def manat(expenditure: Report, amount: int) -> list[tuple[Row, int]]:
    """How an amount that somebody paid is shared over the plan's groups; the parts add up to the amount."""
    tops = [row for row in expenditure.tops if row.adjusted > 0]
    if not tops or amount <= 0:
        return []
    shares = split_by(amount, [row.adjusted for row in tops])
    return sorted(zip(tops, shares, strict=True), key=lambda pair: -pair[1])


@dataclass(frozen=True)
class Alike:
    """A similar municipality in the same year: adjusted plan, and a head, in qəpik."""

    place: Municipality
    on: date
    revenue: int
    expenditure: int
    revenue_a_head: int
    per_resident: int


def similar(budget: Budget) -> list[Alike]:
    """Municipalities of like size with an adopted budget of the same year, this one among them, by spending a head.

    The plan of an adopted budget never changes, so its sums are remembered; amendments are asked anew for all at once.
    """
    people = budget.municipality.population
    if not people:
        return []
    low, high = (people * share // 100 for share in ALIKE)
    others = list(
        Budget.objects.filter(
            year=budget.year, state__in=FROZEN, municipality__population__range=(low, high)
        ).select_related("municipality")
    )
    initial = _initial_sums(others)
    changed: dict[tuple[int, int], int] = {}
    rows = AmendmentLine.objects.filter(
        amendment__budget__in=[one.pk for one in others], amendment__state="adopted"
    )
    for pk, side, amount in (
        rows.order_by().values_list("amendment__budget", "line__side").annotate(sum=Sum("amount"))
    ):
        changed[pk, side] = amount
    days = known_days(others)
    found = []
    for other in others:
        come, spent = (
            initial[other.pk].get(side, 0) + changed.get((other.pk, side), 0)
            for side in (Side.REVENUE, Side.EXPENDITURE)
        )
        heads = other.municipality.population or 1
        found.append(
            Alike(
                other.municipality,
                days[other.pk],
                come,
                spent,
                round_half_up(come, heads),
                round_half_up(spent, heads),
            )
        )
    return sorted(found, key=lambda one: -one.per_resident)


def _initial_sums(budgets: list[Budget]) -> dict[int, dict[int, int]]:
    """By budget and side, what was adopted."""
    keys = {f"budget-initial:{one.pk}": one.pk for one in budgets}
    found = {keys[key]: sums for key, sums in cache.get_many(list(keys)).items()}
    missing = [pk for pk in keys.values() if pk not in found]
    if missing:
        fresh: dict[int, dict[int, int]] = {pk: {} for pk in missing}
        rows = Line.objects.filter(budget__in=missing).order_by().values_list("budget", "side")
        for pk, side, amount in rows.annotate(sum=Sum("initial")):
            fresh[pk][side] = amount
        cache.set_many({f"budget-initial:{pk}": sums for pk, sums in fresh.items()}, DAY)
        found |= fresh
    return found


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
