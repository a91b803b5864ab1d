"""Questions to the alliance's books: the entries, and statements that add up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Coalesce

from belediyye.alliance.relations.models import Award, AwardLine, BookEntry


def entries(award: Award | None = None, year: int | None = None, text: str = "") -> QuerySet[BookEntry]:
    """Entries of a grant and year, oldest first."""
    rows = BookEntry.objects.select_related("award", "line", "paper", "reverses", "reversed_by")
    if award:
        rows = rows.filter(award=award)
    if year:
        rows = rows.filter(day__year=year)
    if text:
        rows = rows.filter(
            Q(party__icontains=text)
            | Q(words__icontains=text)
            | Q(number=text)
            | Q(paper_number__icontains=text)
        )
    return rows.order_by("day", "pk")


@dataclass(frozen=True)
class StatementLine:
    """A budget line in a statement, all in qəpik: agreed, spent before the period, in it, since the beginning, left."""

    line: AwardLine
    budget: int
    before: int
    period: int

    @property
    def total(self) -> int:
        return self.before + self.period

    @property
    def left(self) -> int:
        return self.budget - self.total


@dataclass(frozen=True)
class Statement:
    """What a grant did in a period. `opening + received − spent = closing`, and the lines sum up to the totals."""

    award: Award
    first: date
    last: date
    lines: list[StatementLine]
    received_before: int
    received: int

    @property
    def budget(self) -> int:
        return sum(line.budget for line in self.lines)

    @property
    def before(self) -> int:
        return sum(line.before for line in self.lines)

    @property
    def spent(self) -> int:
        return sum(line.period for line in self.lines)

    @property
    def opening(self) -> int:
        """Money on hand when the period began."""
        return self.received_before - self.before

    @property
    def closing(self) -> int:
        """Money on hand when the period ended."""
        return self.opening + self.received - self.spent

    @property
    def left(self) -> int:
        """Of the budget, what is not spent since the beginning."""
        return self.budget - self.before - self.spent


def statement(award: Award, first: date, last: date) -> Statement:
    """The statement of a grant from day to day, both included."""
    sums = award.entries.filter(day__lte=last).order_by().values("line", "kind").annotate(
        before=Coalesce(Sum("amount", filter=Q(day__lt=first)), 0), period=Coalesce(Sum("amount", filter=Q(day__gte=first)), 0)
    )  # fmt: skip
    spent: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    received = (0, 0)
    for row in sums:
        if row["kind"] == BookEntry.Kind.RECEIPT:
            received = (row["before"], row["period"])
        else:
            spent[row["line"]] = (row["before"], row["period"])
    lines = [StatementLine(line, line.amount, *spent[line.pk]) for line in award.lines.order_by("pk")]
    return Statement(award, first, last, lines, *received)


def whole_statement(award: Award) -> Statement:
    """The statement over the whole life of a grant, entries outside of its term included."""
    days = list(award.entries.values_list("day", flat=True))
    return statement(award, min([award.starts, *days]), max([award.ends, *days]))


def year_statements(year: int) -> list[Statement]:
    """One statement a grant that ran or had an entry in the year, in the order of the agreements' numbers."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    touched = BookEntry.objects.filter(day__year=year).values("award")
    awards = Award.objects.filter(Q(starts__lte=last, ends__gte=first) | Q(pk__in=touched))
    return [
        statement(award, first, last)
        for award in awards.select_related("donor__organisation").order_by("number")
    ]


def years_of(award: Award) -> list[int]:
    """The years of a grant: those that it runs in, and those of entries outside of its term."""
    found = set(range(award.starts.year, award.ends.year + 1))
    return sorted(found | {day.year for day in award.entries.dates("day", "year")})


def years() -> list[int]:
    """The years that have entries or a running grant, newest first."""
    found = {day.year for day in BookEntry.objects.dates("day", "year")}
    for starts, ends in Award.objects.values_list("starts", "ends"):
        found |= set(range(starts.year, ends.year + 1))
    return sorted(found, reverse=True)
