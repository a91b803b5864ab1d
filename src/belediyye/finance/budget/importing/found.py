"""What reconciling a file found: its own lines, the totals that were checked, and those that do not agree."""

from dataclasses import dataclass, field

from belediyye.finance.budget.importing.rows import Found


@dataclass(frozen=True)
class Difference:
    """A total of the file that its parts do not make."""

    number: int
    title: str
    stated: int
    found: int

    @property
    def missing(self) -> int:
        return self.stated - self.found


@dataclass(frozen=True)
class Reconciled:
    """What a file holds: its own lines, their sum, how many totals were checked, those that differ, and the totals' rows."""

    lines: list[Found]
    total: int
    checked: int
    differences: list[Difference]
    totals: list[int] = field(default_factory=list)
