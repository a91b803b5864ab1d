"""Questions about stakeholders, issues and partners."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, OuterRef, Prefetch, QuerySet, Subquery

from belediyye.alliance.relations.models import (
    Interaction,
    Issue,
    PartnerScore,
    Partnership,
    Position,
    Stakeholder,
)
from belediyye.alliance.relations.queries.finding import matching


def find_stakeholders(text: str = "", kind: str = "") -> QuerySet[Stakeholder]:
    """Cards by name and kind, with the day of the last conversation as `last_on`."""
    rows = Stakeholder.objects.filter(matching(text, "organisation__folded")).select_related("organisation")
    if kind:
        rows = rows.filter(kind=kind)
    return rows.annotate(last_on=Max("interactions__on"))


@dataclass(frozen=True)
class GridPoint:
    """A stakeholder's place on the grid: number in the list beside it, both scores, the latest known stance."""

    number: int
    stakeholder: Stakeholder
    stance: int | None


def grid(kind: str = "") -> list[GridPoint]:
    """The stakeholders in the order of the list, with the latest stance on any matter."""
    latest = Position.objects.filter(stakeholder=OuterRef("pk")).order_by("-on", "-pk").values("stance")[:1]
    rows = (
        find_stakeholders(kind=kind)
        .annotate(stance=Subquery(latest))
        .order_by("-influence", "-interest", "organisation__folded", "pk")
    )
    return [GridPoint(n, row, row.stance) for n, row in enumerate(rows[:60], 1)]


@dataclass(frozen=True)
class MatterStance:
    """What everyone thinks of one matter: the latest position of each stakeholder."""

    matter: str
    positions: list[Position]

    @property
    def total(self) -> int:
        """Stances weighed by influence: above zero, those for it weigh more."""
        return sum(p.stance * p.stakeholder.influence for p in self.positions)


def matters() -> list[MatterStance]:
    """Every matter with the latest position of each stakeholder, the newest matter first."""
    rows = Position.objects.select_related("stakeholder__organisation").order_by("-on", "-pk")
    seen: dict[str, dict[int, Position]] = defaultdict(dict)
    for position in rows:
        seen[position.matter].setdefault(position.stakeholder_id, position)
    return [
        MatterStance(matter, sorted(by.values(), key=lambda p: (-p.stance, -p.stakeholder.influence)))
        for matter, by in seen.items()
    ]


def open_steps(on: date | None = None) -> QuerySet[Interaction]:
    """What was promised and not done yet, the nearest day first; with `on`, only what is due by then."""
    rows = Interaction.objects.filter(next_by__isnull=False, next_done_on__isnull=True)
    if on:
        rows = rows.filter(next_by__lte=on)
    return rows.select_related("stakeholder__organisation").order_by("next_by", "pk")


def find_issues(text: str = "", state: str = "") -> QuerySet[Issue]:
    """Issues by words and state; `open` = not solved and not declined."""
    rows = Issue.objects.filter(matching(text, "folded")).select_related("stakeholder__organisation")
    rows = rows.annotate(last_on=Max("steps__on"))
    if state == "open":
        return rows.exclude(state__in=["solved", "declined"])
    return rows.filter(state=state) if state else rows


def partners(state: str = "") -> QuerySet[Partnership]:
    """Partners with `scores_all` (newest first), by state."""
    rows = Partnership.objects.select_related("stakeholder__organisation").prefetch_related(
        Prefetch("scores", queryset=PartnerScore.objects.order_by("-on", "pk"), to_attr="scores_all")
    )
    return rows.filter(state=state) if state else rows


def latest_points(scores: list[PartnerScore]) -> tuple[int, int]:
    """(points, possible) of the newest assessment among the scores (newest first); (0, 0) without one."""
    newest = [s for s in scores if s.on == scores[0].on] if scores else []
    return sum(s.score for s in newest), 4 * len(newest)
