"""What the reports say: headings, texts and tables, the same whether they become PDF or Word."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from belediyye.alliance.strategy import queries
from belediyye.alliance.strategy.models import Activity, Node, Plan, ReportState, Update
from belediyye.core.display import number, percent
from belediyye.core.period import format_date as day


@dataclass(frozen=True)
class Heading:
    text: str
    level: int = 1


@dataclass(frozen=True)
class Text:
    text: str


@dataclass(frozen=True)
class Table:
    """A table with its head; `widths` are shares of the page; columns named in `right` hold numbers."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...]
    right: frozenset[int] = frozenset()
    caption: str = ""


@dataclass
class Paper:
    """A whole report. `pictures` are SVG texts with captions; `wide` ones stand on an A3 sheet at the end."""

    title: str
    organisation: str
    subtitle: str
    blocks: list[Heading | Text | Table] = field(default_factory=list)
    pictures: list[tuple[str, str]] = field(default_factory=list)
    wide: list[tuple[list[str], str]] = field(default_factory=list)

    def add(self, *blocks: Heading | Text | Table) -> None:
        self.blocks += blocks


def _value(value: Fraction | None, of_percent: bool) -> str:
    if value is None:
        return "–"
    return percent(value * 100, 1) if of_percent else number(value)


def _when(activity: Activity) -> str:
    return activity.when_text.replace("\n", "; ")


def board_report(plan: Plan, on: date) -> Paper:
    """For the board: the plan in numbers, each goal, what is late and whose turn it is, indicators, risks, timeline."""
    roots = queries.tree(plan, on)
    goals = queries.progress_by_goal(roots)
    paper = Paper(
        _("Report to the board"),
        plan.organisation or plan.title,
        f"{plan.first_year}–{plan.last_year} · {day(on)}",
    )
    told = queries.summary(plan, on)
    words = _(
        "Of %(all)s activities %(done)s are done, %(going)s are under way, %(late)s are late. The plan stands at %(percent)s%%, counted from approved reports only."
    )
    paper.add(Heading(_("The plan in short")))
    paper.add(
        Text(
            words
            % {
                "all": told.activities,
                "done": told.done,
                "going": told.going,
                "late": told.late,
                "percent": told.percent,
            }
        )
    )
    rows = tuple((b.node.heading, str(b.count), str(b.done), str(b.late), f"{b.percent}%") for b in goals)
    head = (_("Goal or area"), _("Activities"), _("Done"), _("Late"), _("How far"))
    paper.add(Table(head, rows, (54, 15, 11, 10, 10), frozenset({1, 2, 3, 4}), _("Progress by goal")))
    paper.pictures.append((queries.progress_picture(goals), _("Progress by goal")))
    _late(paper, plan, on)
    _indicators(paper, plan, None)
    _slips(paper, plan)
    _risks(paper, plan)
    paper.wide.append((queries.timeline_sheets(plan, on), _("Timeline of the plan")))
    return paper


def _late(paper: Paper, plan: Plan, on: date) -> None:
    turns = queries.turns_of(plan, on)
    paper.add(Heading(_("What waits, and for whom")))
    if not turns:
        paper.add(Text(_("Nothing waits and nothing is late.")))
        return
    rows = tuple(
        (t.activity.code, t.activity.result, t.who, day(t.due) if t.due else "–", t.why) for t in turns[:40]
    )
    paper.add(
        Table((_("Code"), _("Result"), _("Whose turn"), _("Since"), _("Why")), rows, (10, 36, 20, 13, 21))
    )
    if len(turns) > 40:
        paper.add(Text(_("%(more)s more are in the house.") % {"more": len(turns) - 40}))


def _indicators(paper: Paper, plan: Plan, nodes: Sequence[int] | None) -> None:
    found = queries.indicator_rows(plan, nodes)
    if not found:
        return
    paper.add(Heading(_("Indicators")))
    rows = []
    for row in found:
        of_percent = row.indicator.kind == row.indicator.Kind.PERCENT
        for period, reached, way in row.periods:
            actual = _value(reached.value if reached else None, of_percent)
            if reached and reached.groups:
                actual += " (" + ", ".join(f"{g}: {_value(v, of_percent)}" for g, v in reached.groups) + ")"
            rows.append(
                (
                    row.indicator.name + (f", {row.indicator.unit}" if row.indicator.unit else ""),
                    str(period),
                    _value(row.indicator.baseline, of_percent),
                    _value(period.target, of_percent),
                    actual,
                    percent(way * 100, 0) if way is not None else "–",
                )
            )
    head = (_("What is measured"), _("Days"), _("Baseline"), _("Target"), _("Reached"), _("Way"))
    paper.add(Table(head, tuple(rows), (34, 20, 11, 10, 16, 9), frozenset({2, 3, 4, 5})))


def _slips(paper: Paper, plan: Plan) -> None:
    baseline = plan.baselines.first()
    slips = queries.slippage(baseline) if baseline else []
    if baseline is None or not slips:
        return
    paper.add(Heading(_("What moved since the baseline")), Text(f"{baseline.name}, {day(baseline.taken_on)}"))
    rows = tuple(
        (
            s.activity.code,
            s.activity.result,
            day(s.was[1]) if s.was[1] else "–",
            day(s.activity.ends) if s.activity.ends else "–",
            _("given up") if s.gone else str(s.days if s.days is not None else "–"),
        )
        for s in slips[:30]
    )
    paper.add(
        Table(
            (_("Code"), _("Result"), _("Was to end"), _("Ends"), _("Days later")),
            rows,
            (10, 48, 14, 14, 14),
            frozenset({4}),
        )
    )


def _risks(paper: Paper, plan: Plan) -> None:
    risks = sorted(plan.risks.exclude(state="closed"), key=lambda r: -r.weight)
    if risks:
        rows = tuple((r.get_kind_display(), r.text, str(r.weight), r.response, r.owner) for r in risks)
        paper.add(Heading(_("Risks and assumptions")))
        paper.add(
            Table(
                (_("Kind"), _("What"), _("Weight"), _("What is done"), _("Who watches")),
                rows,
                (12, 34, 9, 28, 17),
                frozenset({2}),
            )
        )


def donor_report(plan: Plan, on: date, since: date, node: Node | None = None) -> Paper:
    """For a donor: what was done since a day under the whole plan or one goal, with results and what proves them.

    Only approved reports are told; every one names its evidence.
    """
    roots = queries.tree(plan, on)
    paper = Paper(
        _("Report to the donor"),
        plan.organisation or plan.title,
        f"{day(since)}–{day(on)}" + (f" · {node.heading}" if node else ""),
    )
    if plan.mission:
        paper.add(Text(plan.mission))
    chosen = [b for b in queries.progress_by_goal(roots) if node is None or b.node.pk == node.pk]
    updates: dict[int, list[Update]] = {}
    approved = Update.objects.filter(
        activity__plan=plan, state=ReportState.APPROVED, on__gte=since, on__lte=on
    )
    for update in approved.prefetch_related("proofs__evidence").order_by("on", "pk"):
        updates.setdefault(update.activity_id, []).append(update)
    ids: list[int] = []
    for branch in chosen:
        paper.add(Heading(branch.node.heading))
        paper.add(
            Text(
                _("%(done)s of %(count)s activities are done; this part stands at %(percent)s%%.")
                % {"done": branch.done, "count": branch.count, "percent": branch.percent}
            )
        )
        told = _told(paper, branch, updates, ids)
        if not told:
            paper.add(Text(_("In these days nothing was approved here.")))
    _indicators(paper, plan, ids)
    paper.pictures.append((queries.progress_picture(chosen), _("Progress by goal")))
    return paper


def _told(paper: Paper, branch: queries.Branch, updates: dict[int, list[Update]], ids: list[int]) -> int:
    ids.append(branch.node.pk)
    count = 0
    for activity in branch.activities:
        rows = updates.get(activity.pk)
        if not rows:
            continue
        count += 1
        paper.add(Heading(f"{activity.code} · {_when(activity)}", 2))
        paper.add(Text(_("Planned result: %(text)s") % {"text": activity.result}))
        if activity.achieved:
            paper.add(Text(_("Result achieved: %(text)s") % {"text": activity.achieved}))
        table = tuple(
            (day(u.on), u.text, f"{u.percent}%", "; ".join(_proof(p.evidence) for p in u.proofs.all()) or "–")
            for u in rows
        )
        paper.add(
            Table(
                (_("As of"), _("What was done"), _("How far"), _("Evidence")),
                table,
                (12, 48, 10, 30),
                frozenset({2}),
            )
        )
    return count + sum(_told(paper, child, updates, ids) for child in branch.branches)


def _proof(evidence: object) -> str:
    title, url, on = evidence.title, evidence.url, evidence.on  # type: ignore[attr-defined]
    return f"{title} ({day(on)}{', ' + url if url else ''})"


def conference_pack(plan: Plan, on: date, year: int) -> Paper:
    """For the yearly conference: agenda of the year by goal, what was reached, what was learned, what comes next."""
    paper = Paper(_("Conference pack %(year)s") % {"year": year}, plan.organisation or plan.title, day(on))
    review = plan.reviews.filter(year=year).first()
    if review:
        paper.add(Heading(_("The year in short")), Text(review.summary))
    roots = queries.tree(plan, on)
    goals = queries.progress_by_goal(roots)
    paper.pictures.append((queries.progress_picture(goals), _("Progress by goal")))
    approved = Update.objects.filter(
        activity__plan=plan, state=ReportState.APPROVED, on__year=year
    ).select_related("activity")
    latest = {u.activity_id: u for u in approved.order_by("on", "pk")}
    rows = tuple(
        (u.activity.code, u.activity.result, u.text, f"{u.percent}%")
        for u in sorted(latest.values(), key=lambda u: u.activity.place)
    )
    paper.add(Heading(_("What was done")))
    if rows:
        paper.add(
            Table(
                (_("Code"), _("Planned result"), _("What was done"), _("How far")),
                rows,
                (10, 38, 42, 10),
                frozenset({3}),
            )
        )
    else:
        paper.add(Text(_("In this year nothing was approved.")))
    _indicators(paper, plan, None)
    if review and review.lessons:
        paper.add(Heading(_("What was learned")), Text(review.lessons))
    if review and review.changes:
        paper.add(Heading(_("What changes in the plan")), Text(review.changes))
    coming = plan.activities.filter(
        periods__starts__lte=date(year + 1, 12, 31), periods__ends__gte=date(year + 1, 1, 1)
    ).distinct()
    nexts = tuple(
        (a.code, a.result, _when(a))
        for a in coming.exclude(state__in=[Activity.State.DONE, Activity.State.DROPPED])
    )
    if nexts:
        paper.add(
            Heading(_("What comes in %(year)s") % {"year": year + 1}),
            Table((_("Code"), _("Result"), _("When")), nexts, (12, 64, 24)),
        )
    return paper
