"""Drafting: versions side by side, lines by quarter with their reason, seeded from what is known."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Municipality
from belediyye.core.money import round_half_up, split_by, split_equal
from belediyye.core.thread import tie
from belediyye.finance.budget import access, queries
from belediyye.finance.budget.actions.codes import load_codes
from belediyye.finance.budget.models import Axis, Budget, Code, Line, Side

CHANGEABLE = (Budget.State.DRAFT, Budget.State.COMMISSION, Budget.State.PUBLISHED, Budget.State.HEARING)
OUTTURN = "outturn"
CODED = tuple(axis.value for axis in Axis)


@dataclass(frozen=True)
class Plan:
    """What a line plans: title, its quarters in qəpik, reason, the codes by classification, a delegated power's name."""

    side: int
    title: str
    quarters: tuple[int, int, int, int]
    reason: str = ""
    functional: Code | None = None
    economic: Code | None = None
    revenue: Code | None = None
    source: Code | None = None
    programme: Code | None = None
    place: Code | None = None
    delegated: str = ""
    assessed: int | None = None
    collection_bp: int | None = None

    def columns(self) -> dict[str, Any]:
        """The columns of a line."""
        values = {name: getattr(self, name) for name in asdict(self) if name != "quarters"}
        q1, q2, q3, q4 = self.quarters
        return values | {"q1": q1, "q2": q2, "q3": q3, "q4": q4, "initial": q1 + q2 + q3 + q4}


def forecast(assessed: int, collection_bp: int) -> int:
    """What a tax will bring: assessed × expected collection (hundredths of a per cent), rounded half up to the qəpik."""
    return round_half_up(assessed * collection_bp, 10_000)


def changeable(budget: Budget) -> Budget:
    """The budget held until the transaction ends; raises Refused where it may not change any more."""
    held = Budget.objects.select_for_update().get(pk=budget.pk)
    if held.state not in CHANGEABLE:
        raise Refused(
            _("This version is %(state)s: it does not change any more.") % {"state": held.get_state_display()}
        )
    return held


@action("budget.draft.start", says=gettext_lazy("started a budget draft"), allow=access.may_draft)
def start_draft(
    *, actor: Actor, municipality: Municipality, year: int, title: str, made_from: Budget | None = None, basis: str = "plan"
) -> Budget:  # fmt: skip
    """A new version for a year: empty, or with the lines of another version (an alternative) or of another year.

    Of another year `basis` takes the adjusted plan, or the expected outturn: what came and went up to today, and the
    plan of the quarters to come."""
    if not Code.objects.filter(municipality=None).exists():
        load_codes(actor=actor)
    Municipality.objects.select_for_update().get(pk=municipality.pk)
    last = Budget.objects.filter(municipality=municipality, year=year).order_by("-version").first()
    made = Budget.objects.create(
        municipality=municipality,
        year=year,
        version=last.version + 1 if last else 1,
        title=title,
        made_from=made_from,
    )
    if made_from:
        if made_from.municipality_id != municipality.pk:
            raise Refused(_("This belongs to another municipality."))
        _copy(made_from, made, basis)
        tie(made, made_from, relation="made_from")
    log(made, year=year, made_from=made_from.pk if made_from else None, basis=basis)
    return made


def _copy(source: Budget, target: Budget, basis: str) -> None:
    """Every line of the source: its plan as adjusted by amendments, with last year's outturn in the reason."""
    lines = list(source.lines.all())
    adjusted = queries.adjusted_quarters(source)
    another = source.is_frozen and source.year != target.year
    standing = queries.positions(lines) if another else {}
    if another and basis == OUTTURN:
        adjusted |= queries.expected_outturn(source)
    made = []
    for line in lines:
        quarters = adjusted.get(line.pk, line.quarters)
        reason = line.reason
        if line.pk in standing:
            reason = queries.seed_words(source.year, standing[line.pk])
        q1, q2, q3, q4 = quarters
        made.append(
            Line(
                municipality_id=target.municipality_id, budget=target, side=line.side, position=line.position, title=line.title, reason=reason,
                functional_id=line.functional_id, economic_id=line.economic_id, revenue_id=line.revenue_id, source_id=line.source_id,
                programme_id=line.programme_id, place_id=line.place_id, delegated=line.delegated, assessed=None if another else line.assessed,
                collection_bp=None if another else line.collection_bp, q1=q1, q2=q2, q3=q3, q4=q4, initial=q1 + q2 + q3 + q4,
            )
        )  # fmt: skip
    Line.objects.bulk_create(made, batch_size=2000)


@action("budget.line.set", says=gettext_lazy("planned a budget line"), allow=access.may_draft)
def set_line(*, actor: Actor, budget: Budget, plan: Plan, line: Line | None = None) -> Line:
    """Adds a line to a draft, or plans an existing one anew. Where a forecast is given, it must be the year's amount."""
    held = changeable(budget)
    line = plan_line(held, plan, line)
    log(line, budget=held.pk, amount=line.initial, reason=plan.reason)
    return line


def plan_line(held: Budget, plan: Plan, line: Line | None) -> Line:
    """Writes a plan into a line of a draft that is held, or into a new one at its end. Call inside an action."""
    _sensible(plan, held)
    if line is None:
        last = held.lines.order_by("-position").first()
        line = Line(
            municipality_id=held.municipality_id, budget=held, position=last.position + 1 if last else 1
        )
    elif line.budget_id != held.pk:
        raise Refused(_("The line belongs to another version."))
    for name, value in plan.columns().items():
        setattr(line, name, value)
    line.save()
    return line


@action("budget.lines.add", says=gettext_lazy("planned many budget lines"), allow=access.may_draft)
def add_lines(*, actor: Actor, budget: Budget, plans: list[Plan]) -> int:
    """Adds many lines at once, as an import does; returns how many."""
    held = changeable(budget)
    last = held.lines.order_by("-position").first()
    first = last.position + 1 if last else 1
    for plan in plans:
        _sensible(plan, held)
    rows = (
        Line(municipality_id=held.municipality_id, budget=held, position=place, **plan.columns())
        for place, plan in enumerate(plans, first)
    )
    Line.objects.bulk_create(rows, batch_size=2000)
    log(held, lines=len(plans), total=sum(sum(plan.quarters) for plan in plans))
    return len(plans)


def _sensible(plan: Plan, budget: Budget) -> None:
    if plan.side != Side.FINANCING and min(plan.quarters) < 0:
        raise Refused(
            _("A plan of revenue or expenditure is not below nothing: “%(line)s”.") % {"line": plan.title}
        )
    if plan.collection_bp is not None and plan.collection_bp > 10_000:
        raise Refused(_("More than everything that is assessed cannot be collected."))
    if (
        plan.assessed is not None
        and plan.collection_bp is not None
        and sum(plan.quarters) != forecast(plan.assessed, plan.collection_bp)
    ):
        raise Refused(_("The year's amount of “%(line)s” is not its forecast.") % {"line": plan.title})
    for axis in CODED:
        code = getattr(plan, axis)
        if code is None:
            continue
        if code.axis != axis or code.municipality_id not in (None, budget.municipality_id):
            raise Refused(_("The code %(code)s belongs to another classification.") % {"code": code.code})
        if not code.starts <= date(budget.year, 12, 31) or (
            code.ends and code.ends < date(budget.year, 1, 1)
        ):
            raise Refused(
                _("The code %(code)s does not hold in %(year)s.") % {"code": code.code, "year": budget.year}
            )


@action("budget.line.remove", says=gettext_lazy("removed a line from a draft"), allow=access.may_draft)
def remove_line(*, actor: Actor, line: Line) -> None:
    """Takes a line out of a draft."""
    held = changeable(line.budget)
    log(held, removed=line.title, amount=line.initial)
    line.delete()


@action("budget.draft.explain", says=gettext_lazy("explained a budget draft"), allow=access.may_draft)
def explain(*, actor: Actor, budget: Budget, gap_words: str, note: str) -> None:
    """Writes how the gap is financed, and the explanatory note."""
    held = changeable(budget)
    held.gap_words, held.note = gap_words, note
    held.save(update_fields=["gap_words", "note"])
    log(held, gap=bool(gap_words), note=bool(note))


@action(
    "budget.draft.scale", says=gettext_lazy("changed the lines of a draft by a share"), allow=access.may_draft
)
def scale(*, actor: Actor, budget: Budget, side: int, percent_bp: int) -> int:
    """Multiplies the plan of a side by hundredths of a per cent (10 500 = five per cent more); quarters stay in proportion."""
    held = changeable(budget)
    rows = list(held.lines.filter(side=side))
    for line in rows:
        year = round_half_up(line.initial * percent_bp, 10_000)
        parts = (
            split_by(year, line.quarters)
            if any(line.quarters) and min(line.quarters) >= 0
            else split_equal(year, 4)
        )
        line.q1, line.q2, line.q3, line.q4 = parts
        line.initial, line.assessed, line.collection_bp = year, None, None
    Line.objects.bulk_update(
        rows, ["q1", "q2", "q3", "q4", "initial", "assessed", "collection_bp"], batch_size=1000
    )
    log(held, side=side, percent_bp=percent_bp, lines=len(rows))
    return len(rows)
