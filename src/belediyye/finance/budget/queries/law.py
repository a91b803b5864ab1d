"""The calendar of the law for a municipality: each step, its last day, whether it is done, and why that day."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import get_language

from belediyye.core.deadlines import Due, Events, due, rule_on
from belediyye.core.models import Municipality
from belediyye.core.queries import working_calendar
from belediyye.finance.budget.models import Budget

SOON = 45
"""A step is on the desk so many days before its last day."""


@dataclass(frozen=True)
class LawStep:
    """One step of the year: what, by when, whether done."""

    code: str
    year: int
    due: Due
    done: date | None
    url: str
    waits: bool

    @property
    def title(self) -> str:
        return f"{self.due.rule.name[_language()]} ({self.year})"

    @property
    def why(self) -> str:
        return "; ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        return [step.words[_language()] for step in self.due.steps] + [self.due.rule.citation(_language())]


def _language() -> str:
    return "en" if (get_language() or "az").startswith("en") else "az"


def calendar_of_law(place: Municipality, today: date) -> list[LawStep]:
    """The steps of this year's execution and of next year's budget, in the order of their days."""
    calendar = working_calendar()
    budgets = list(
        Budget.objects.filter(municipality=place, year__in=[today.year - 1, today.year, today.year + 1])
    )
    found: list[LawStep] = []
    for year in (today.year - 1, today.year, today.year + 1):
        own = [b for b in budgets if b.year == year]
        for code, done, applies in _steps(own, year):
            if not applies:
                continue
            start = (
                next((b.commission_on for b in own if b.commission_on), None)
                if code == "budget.draft_published"
                else date(year, 1, 1)
            )
            if start is None:
                continue
            day = due(rule_on(code, start), Events(start), calendar)
            waits = done is None and (day.day - today).days <= SOON and (today - day.day).days <= 400
            url = reverse("budget", args=[own[0].pk]) if own else reverse("budget_home")
            found.append(LawStep(code, year, day, done, url, waits))
    return sorted(found, key=lambda step: step.due.day)


def _steps(own: list[Budget], year: int) -> list[tuple[str, date | None, bool]]:
    """Code, day when done, whether it applies: reports only to a year that has an adopted budget."""
    running = next((b for b in own if b.is_frozen), None)

    def first(name: str) -> date | None:
        return min((getattr(b, name) for b in own if getattr(b, name)), default=None)

    adopted = running.adopted_on if running else None
    drafting = bool(own)
    return [
        ("budget.draft_to_council", first("commission_on") or adopted, True),
        ("budget.draft_published", first("published_on") or adopted, drafting),
        ("budget.adoption", adopted, True),
        ("budget.half_year_report", running.half_year_report_on if running else None, running is not None),
        ("budget.annual_report", running.year_report_on if running else None, running is not None),
    ]
