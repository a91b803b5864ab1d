"""Enforcement: who is to be taken to court, how each case stands, which debts a court's order covers; sanctions in lists."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet, Sum

from belediyye.finance.revenue.models import CourtCase, CourtDebt, Entry, Reminder, Sanction, Taxpayer
from belediyye.finance.revenue.queries import balance, cases, reminding
from belediyye.finance.rules.book.collection import may_collect

S = CourtCase.State
# What may follow what; nothing follows the last three.
NEXT = {
    S.APPLIED: (S.ORDER, S.REFUSED, S.PAID, S.WITHDRAWN),
    S.ORDER: (S.EXECUTOR, S.PAID, S.WITHDRAWN),
    S.EXECUTOR: (S.RETURNED, S.PAID, S.WITHDRAWN),
    S.RETURNED: (S.EXECUTOR, S.PAID, S.WITHDRAWN),
    S.PAID: (),
    S.REFUSED: (),
    S.WITHDRAWN: (),
}
OPEN = tuple(state for state, after in NEXT.items() if after)


def cases_of(municipality_id: int, state: str = "") -> QuerySet[CourtCase]:
    """Court cases of a municipality, the newest first."""
    rows = CourtCase.objects.filter(municipality_id=municipality_id).select_related("taxpayer")
    if state == "open":
        rows = rows.filter(state__in=OPEN)
    elif state:
        rows = rows.filter(state=state)
    return rows.order_by("-number")


def sanctions_of(municipality_id: int, state: str = "") -> QuerySet[Sanction]:
    """Sanctions of a municipality, the newest first."""
    rows = Sanction.objects.filter(municipality_id=municipality_id).select_related("taxpayer", "demand")
    return (rows.filter(state=state) if state else rows).order_by("-number")


def under_order(municipality_id: int) -> QuerySet[CourtDebt]:
    """Debts that a court's order covers and that are not yet paid or given up: their term does not end."""
    return CourtDebt.objects.filter(case__municipality_id=municipality_id, case__state__in=cases.UNDER_ORDER)


def open_case_of(payer: Taxpayer) -> CourtCase | None:
    """The payer's case that is not at its end."""
    return CourtCase.objects.filter(taxpayer=payer, state__in=OPEN).order_by("-number").first()


def states_of(payer_ids: Iterable[int]) -> dict[int, CourtCase]:
    """payer → the open case."""
    rows = CourtCase.objects.filter(taxpayer_id__in=list(payer_ids), state__in=OPEN).order_by("number")
    return {c.taxpayer_id: c for c in rows}


def suable(payer: Taxpayer, on: date) -> list[balance.Debt]:
    """The payer's undisputed late debts that may still be collected and that neither an open case nor a kept agreement holds."""
    held = set(
        CourtDebt.objects.filter(case__taxpayer=payer, case__state__in=OPEN).values_list(
            "demand_id", flat=True
        )
    )
    return [
        d for d in balance.owed(payer, on).reminded
        if d.demand.pk not in held and may_collect(max(d.demand.year, cases.FIRST_YEAR), on)
    ]  # fmt: skip


def ripe(payer: Taxpayer, debts: list[balance.Debt], on: date) -> bool:
    """Whether the third letter went out since the oldest of these debts fell due, or the term of one ends within half a year."""
    if any((cases.term_of(d.demand.year) - on).days <= balance.LAPSING_DAYS for d in debts):
        return True
    oldest = min((d.demand.due for d in debts if d.demand.due), default=on)
    return Reminder.objects.filter(
        taxpayer=payer, step=Reminder.Step.COURT, day__gt=oldest, day__lte=on
    ).exists()


@dataclass(frozen=True)
class Candidate:
    """A payer to be taken to court and why: the third letter's day, or the end of the term of the oldest debt."""

    debtor: reminding.Debtor
    letter: date | None
    term: date | None


def candidates(municipality_id: int, on: date) -> list[Candidate]:
    """Debtors past the third letter, or with a debt whose term ends within half a year; those with an open case left out."""
    debtors = reminding.debtors(municipality_id, on)
    taken = states_of(d.taxpayer_id for d in debtors)
    near: dict[int, date] = {}
    for debt in cases.lapsing_debts(municipality_id, on, "near"):
        near.setdefault(debt.taxpayer_id, cases.term_of(debt.year))
    found = []
    for d in debtors:
        letter = (
            d.last_day
            if d.last_step == Reminder.Step.COURT and d.last_day and d.last_day > d.oldest
            else None
        )
        if d.taxpayer_id not in taken and (letter or d.taxpayer_id in near):
            found.append(Candidate(d, letter, near.get(d.taxpayer_id)))
    return found


def open_of(case: CourtCase, on: date) -> int:
    """What is still open on the case's debts as posted by a day."""
    keys = list(case.debts.values_list("demand_id", flat=True))
    own = Entry.objects.filter(pk__in=keys).aggregate(s=Sum("amount"))["s"] or 0
    applied = Entry.objects.filter(demand_id__in=keys, day__lte=on).aggregate(s=Sum("amount"))["s"] or 0
    return int(own) + int(applied)
