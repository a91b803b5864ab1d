"""What a plan in a file says: the tree, the activities with their dates in the plan's own words, and what is doubtful."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from belediyye.alliance.strategy.planfile.dates import When


@dataclass(frozen=True)
class Finding:
    """Something doubtful: the rule's name, where in the plan, and a sentence for people."""

    rule: str
    where: str
    message: str


@dataclass
class Activity:
    """A row of the three-column form: when, what result, who. Wording is kept as the file has it."""

    when: When
    result: str
    responsible: list[str]


@dataclass
class Objective:
    """An objective with its code ("PV 2.3", "AV 1.1"), its text and its activities."""

    code: str
    text: str
    activities: list[Activity] = field(default_factory=list)


@dataclass
class Goal:
    """A goal of a strategic direction, with its objectives."""

    number: int
    text: str
    objectives: list[Objective] = field(default_factory=list)


@dataclass
class Area:
    """A priority area of the organisation's own development, with its objectives."""

    number: int
    text: str
    objectives: list[Objective] = field(default_factory=list)


@dataclass
class Section:
    """An action plan inside the plan: its heading and the years that the heading names."""

    title: str
    first_year: int | None = None
    last_year: int | None = None
    of_goals: bool = True


@dataclass
class Plan:
    """A whole plan. `findings` is not part of what two plans are compared by."""

    title: str = ""
    organisation: str = ""
    first_year: int | None = None
    last_year: int | None = None
    introduction: list[str] = field(default_factory=list)
    mission: str = ""
    directions: list[str] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list, compare=False)

    def objectives(self) -> Iterator[Objective]:
        """Development objectives first, then those of the goals: the order of the action plans."""
        for part in (*self.areas, *self.goals):
            yield from part.objectives

    def activities(self) -> Iterator[tuple[Objective, Activity]]:
        """Every activity with its objective, in the plan's order."""
        for objective in self.objectives():
            for activity in objective.activities:
                yield objective, activity

    def section_of(self, of_goals: bool) -> Section | None:
        """The action plan that lists the goals' activities, or the one of the organisation's own development."""
        return next((s for s in self.sections if s.of_goals == of_goals), None)

    def counts(self) -> dict[str, int]:
        """How many there are of each part."""
        return {
            "directions": len(self.directions),
            "goals": len(self.goals),
            "objectives": sum(len(g.objectives) for g in self.goals),
            "priority_areas": len(self.areas),
            "development_objectives": sum(len(a.objectives) for a in self.areas),
            "activities": sum(1 for _ in self.activities()),
        }

    def as_json(self) -> dict[str, Any]:
        """The plan as the command prints it: counts, activities with ISO days, findings."""
        return {
            "counts": self.counts(),
            "activities": [
                {
                    "objective": objective.code,
                    "result": activity.result,
                    "responsible": activity.responsible,
                    "regular": activity.when.regular,
                    "periods": [
                        {"start": p.first.isoformat(), "end": p.last.isoformat()}
                        for p in activity.when.periods
                        if p.last
                    ],
                }
                for objective, activity in self.activities()
            ],
            "findings": [{"rule": f.rule, "where": f.where, "message": f.message} for f in self.findings],
        }
