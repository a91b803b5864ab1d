"""The room's first answer: what came in this year, what is late, when the next day is."""

from dataclasses import dataclass
from datetime import date, datetime

from belediyye.core.counted import counted
from belediyye.finance.revenue.models import AssessmentRun
from belediyye.finance.revenue.queries.reports import income, months, supervision


@dataclass(frozen=True)
class Money:
    """Qəpik collected this year and by the same day of the last, qəpik past their day and not disputed (where they were counted
    earlier, when), the next due day or None."""

    collected: int
    before: int
    late: int
    late_at: datetime | None
    next_due: date | None


def money_of(municipality_id: int, on: date) -> Money:
    """The figures of a day: entries as posted, interest of the day apart."""

    def came(year: int, until: date) -> int:
        found = months.collected(municipality_id, year, until)
        return sum(sum(by.values()) for by in found.values())

    late = counted(
        f"revenue-late:{municipality_id}:{on}",
        lambda: int(supervision.arrears(on, municipality_id).get(municipality_id, (0,))[0]),
    )
    return Money(
        came(on.year, on),
        came(on.year - 1, income.same_day(on, on.year - 1)),
        late.value,
        late.at,
        _next_due(municipality_id, on),
    )


def _next_due(municipality_id: int, on: date) -> date | None:
    """The next due day of the posted runs."""
    posted = AssessmentRun.objects.filter(municipality_id=municipality_id, state=AssessmentRun.State.POSTED)
    days = posted.filter(second_due__gte=on).values_list("first_due", "second_due")
    return min((day for pair in days for day in pair if day >= on), default=None)
