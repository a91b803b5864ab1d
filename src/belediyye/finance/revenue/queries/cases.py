"""The cases of collecting as lists and papers ask them: by when an objection is answered, which debts near their term, what waits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import get_language

from belediyye.core.calendar import WorkingCalendar
from belediyye.core.deadlines import Due, Events, due, rule_on
from belediyye.core.fields import beginning
from belediyye.core.identifiers import YVOK
from belediyye.core.queries import working_calendar
from belediyye.core.text import fold
from belediyye.finance.revenue.models import (
    Agreement,
    Clearance,
    CourtCase,
    CourtDebt,
    Deferral,
    Entry,
    Objection,
    Payment,
    Refund,
    Reminder,
    Taxpayer,
    WriteOffProposal,
)
from belediyye.finance.revenue.queries import runs
from belediyye.finance.revenue.queries.balance import LAPSING_DAYS
from belediyye.finance.revenue.queries.passed_on import apart, began
from belediyye.finance.revenue.queries.posting import IS_DEBT
from belediyye.finance.revenue.queries.sources import GRANTED, RAISED, is_paid
from belediyye.finance.rules.book.collection import collect_until

K = Entry.Kind
# The book's first year; what is older has long passed its term by the same count.
FIRST_YEAR = 2004
UNDER_ORDER = (CourtCase.State.ORDER, CourtCase.State.EXECUTOR, CourtCase.State.RETURNED)


def language() -> str:
    """The language of the page, az or en."""
    return "en" if (get_language() or "az").startswith("en") else "az"


def answer_due(day: date, calendar: WorkingCalendar) -> Due:
    """By when an objection that came on a day is answered: thirty days (law on administrative procedure, 52)."""
    return due(rule_on("procedure.decision", day), Events(day), calendar)


def due_lines(found: Due) -> list[str]:
    """A due day opened to its explanation, with the article."""
    said = language()
    lines = [f"{step.day:%d.%m.%Y}: {step.words[said]}" for step in found.steps]
    return [*lines, found.rule.citation(said)]


def of_payer(rows: QuerySet[Any], text: str, prefix: str = "taxpayer__") -> QuerySet[Any]:
    """Rows whose payer's name begins so, or whose YVÖK it is."""
    if not text.strip():
        return rows
    compact = "".join(c for c in text if c.isdigit())
    found = beginning(f"{prefix}folded", fold(text))
    return rows.filter(found | Q(**{f"{prefix}code": compact}) if len(compact) == 11 else found)


def agreements_of(municipality_id: int) -> QuerySet[Agreement]:
    return Agreement.objects.filter(municipality_id=municipality_id).order_by("-number")


def objections_of(municipality_id: int, state: str = "") -> QuerySet[Objection]:
    """Objections, the longest waiting first where open ones are asked for, else the newest."""
    rows = Objection.objects.filter(municipality_id=municipality_id).select_related("taxpayer", "demand")
    if state == "open":
        return rows.filter(answered__isnull=True).order_by("day", "pk")
    if state:
        rows = rows.filter(outcome=state)
    return rows.order_by("-number")


def parts_of(one: Objection) -> list[Objection]:
    """All demands that the case of an objection disputes."""
    rows = Objection.objects.filter(municipality_id=one.municipality_id, number=one.number)
    return list(rows.select_related("taxpayer", "municipality", "demand", "run").order_by("part"))


def deferrals_of(municipality_id: int) -> QuerySet[Deferral]:
    rows = Deferral.objects.filter(municipality_id=municipality_id)
    return rows.select_related("taxpayer", "demand").order_by("-number")


def refunds_of(municipality_id: int, state: str = "") -> QuerySet[Refund]:
    """Refunds: waiting ones by their day, else the newest first."""
    rows = Refund.objects.filter(municipality_id=municipality_id).select_related("taxpayer")
    if state == "open":
        return rows.filter(paid__isnull=True, dropped__isnull=True).order_by("due", "pk")
    if state == "paid":
        rows = rows.filter(paid__isnull=False)
    elif state == "dropped":
        rows = rows.filter(dropped__isnull=False)
    return rows.order_by("-pk")


def reminders_of(municipality_id: int) -> QuerySet[Reminder]:
    return (
        Reminder.objects.filter(municipality_id=municipality_id)
        .select_related("taxpayer")
        .order_by("-number")
    )


def proposals_of(municipality_id: int) -> QuerySet[WriteOffProposal]:
    return WriteOffProposal.objects.filter(municipality_id=municipality_id).order_by("-number")


def payments_of_place(municipality_id: int) -> QuerySet[Payment]:
    return (
        Payment.objects.filter(municipality_id=municipality_id)
        .select_related("taxpayer")
        .order_by("-day", "-pk")
    )


def clearances_of(municipality_id: int) -> QuerySet[Clearance]:
    return (
        Clearance.objects.filter(municipality_id=municipality_id)
        .select_related("taxpayer")
        .order_by("-number")
    )


@lru_cache(maxsize=512)
def term_of(year: int) -> date:
    """The last day on which tax of the year may be collected (85.4); of years before the book, that of its first."""
    return collect_until(max(year, FIRST_YEAR))


def lapsing_years(on: date) -> tuple[list[int], list[int]]:
    """Years whose term of collection has ended by the day, and those whose term ends within half a year."""
    years = range(FIRST_YEAR - 14, on.year + 1)
    ended = [y for y in years if term_of(y) < on]
    return ended, [y for y in years if on <= term_of(y) and (term_of(y) - on).days <= LAPSING_DAYS]


def lapsing_debts(municipality_id: int, on: date, state: str = "") -> QuerySet[Entry]:
    """Debts with something open whose term has ended ("ended"), ends within half a year ("near"), or both; oldest first.

    Each has `open`: principal, interest and sanction together, as posted by the day. A debt
    under a court's order is left out: it is collected by the order, whose own term the executor keeps."""
    ended, near = lapsing_years(on)
    years = {"ended": ended, "near": near}.get(state, ended + near)
    applied = (
        Entry.objects.filter(demand=OuterRef("pk"), day__lte=on)
        .order_by().values("demand").annotate(s=Sum("amount")).values("s")
    )  # fmt: skip
    return (
        Entry.objects.filter(municipality_id=municipality_id, year__in=years, day__lte=on)
        .filter(IS_DEBT)
        .annotate(open=F("amount") + Coalesce(Subquery(applied), 0)).filter(open__gt=0)
        .exclude(pk__in=CourtDebt.objects.filter(case__municipality_id=municipality_id, case__state__in=UNDER_ORDER).values("demand_id"))
        .select_related("taxpayer").order_by("year", "due", "pk")
    )  # fmt: skip


def called(payer: Taxpayer) -> str:
    """A payer by name and YVÖK: two records may bear one name."""
    return f"{payer.name} (YVÖK {YVOK.format(payer.code)})"


def taxed(demand: Entry) -> str:
    """What a debt is: of which tax or payment and year, with which building it came or which instalment it raises."""
    return f"{runs.head_label(demand.head)}, {demand.year}{apart(demand)}"


def said_of(demand: Entry) -> str:
    """A debt in words: what tax or payment, of which year, due when, with which building it came or what it raises."""
    day = f", {demand.due:%d.%m.%Y}" if demand.due else ""
    return f"{runs.head_label(demand.head)}, {demand.year}{day}{apart(demand)}"


def _lowered(demands: QuerySet[Entry]) -> QuerySet[Entry]:
    """Demands with `lowered`: what reassessments, answered objections, deferrals and write-offs changed of the principal."""
    changed = Q(applied__component=0) & ~is_paid("applied__")
    return demands.annotate(lowered=Coalesce(Sum("applied__amount", filter=changed), 0))


def reassessed(demand: Entry) -> list[Entry]:
    """What runs took off a demand, or off a raise of it that came late and so stands beside it: a run lowers that first.
    What is taken off a raise that is disputed itself answers that objection."""
    rows = Entry.objects.filter(
        kind=K.ADJUSTMENT, amount__lt=0, run__isnull=False, demand__isnull=False, taxpayer_id=demand.taxpayer_id,
        head=demand.head, year=demand.year, instalment=demand.instalment, charge__isnull=True,
    ).select_related("demand").order_by("pk")  # fmt: skip
    first, found = began(demand).pk, []
    others = set(
        Objection.objects.filter(taxpayer_id=demand.taxpayer_id)
        .filter(Q(answered__isnull=True) | Q(run__isnull=False))
        .values_list("demand_id", flat=True)
    )
    for e in rows:
        assert e.demand is not None
        if e.demand_id == demand.pk or (e.demand_id not in others and _raised_by(e.demand) == first):
            found.append(e)
    return found


def _raised_by(debt: Entry) -> int | None:
    """The demand, as it first was, that a debt raises; None where it raises none."""
    raised = began(debt)
    if raised.source_kind != RAISED or raised.source_id is None:
        return None
    return began(Entry.objects.get(pk=raised.source_id)).pk


def stands_of(demand: Entry) -> int:
    """What of a demand's principal is still demanded, in qəpik, whether it is paid or not."""
    return demand.amount + _lowered(Entry.objects.filter(pk=demand.pk)).values_list("lowered", flat=True)[0]


def demanded_of(one: Objection) -> int:
    """What of the disputed demand's principal was demanded when the objection came in, in qəpik."""
    before = one.demand.applied.filter(component=0, at__lte=one.at).exclude(is_paid())
    own = Q(source_kind=GRANTED, source_id=one.pk) | (Q(run=one.run_id) if one.run_id else Q())
    return one.demand.amount + int(before.exclude(own).aggregate(s=Sum("amount"))["s"] or 0)


def disputable(payer: Taxpayer) -> list[Entry]:
    """The payer's debts to which an objection can be made, the newest first; of each `stands`, what is still demanded."""
    rows = _lowered(Entry.objects.filter(IS_DEBT, taxpayer=payer)).filter(amount__gt=-F("lowered"))
    open_ = Objection.objects.filter(taxpayer=payer, answered__isnull=True).values("demand_id")
    found = list(
        rows.exclude(pk__in=open_).filter(reversed_by__isnull=True).order_by("-year", "due", "pk")[:60]
    )
    for one in found:
        one.stands = one.amount + one.lowered
    return found


def spread_of(payment: Payment) -> list[dict[str, Any]]:
    """What a payment settled: of each debt and component the amount; what was left is on the account."""
    rows = Entry.objects.filter(source_kind="revenue.payment", source_id=payment.pk, kind=K.PAYMENT)
    return [
        {
            "what": said_of(e.demand) if e.demand else "",
            "component": str(e.get_component_display()),
            "amount": -e.amount,
        }
        for e in rows.select_related("demand").order_by("component", "pk")
    ]


@dataclass(frozen=True)
class Answerable:
    """An objection with the day by which it is answered."""

    objection: Objection
    due: Due


def answerable(rows: Iterable[Objection]) -> list[Answerable]:
    """Each objection with its day."""
    calendar = working_calendar()
    return [Answerable(o, answer_due(o.day, calendar)) for o in rows]
