"""What of a sold building's tax is unpaid on its due days, and who held the building then (Tax Code, 200.5)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.db.models import Q, Sum

from belediyye.finance.revenue.models import Entry, Head, Holding, Objection, Taxpayer
from belediyye.finance.revenue.queries.lowering import roots
from belediyye.finance.revenue.queries.notices import family
from belediyye.finance.revenue.queries.posting import IS_DEBT
from belediyye.finance.revenue.queries.runs import current_assessments
from belediyye.finance.revenue.queries.sources import CARRIED, PASSED, RAISED


@dataclass(frozen=True)
class Part:
    """`amount` qəpik of a demand that pass to `to`."""

    demand: Entry
    to: Taxpayer
    amount: int


def shares_of(amount: int, shares: list[Fraction]) -> list[int]:
    """A sum of whole qəpik divided by shares; what rounding leaves goes to the first."""
    whole = sum(shares, Fraction(0))
    parts = [int(amount * share / whole) for share in shares]
    parts[0] += amount - sum(parts)
    return parts


def may_pass(holding: Holding, on: date) -> list[int]:
    """The years whose unpaid tax may pass from this ended share of a building, newest first."""
    if holding.withdrawn or holding.until is None or holding.object.kind != "building":
        return []
    years = range(on.year, holding.until.year - 1, -1)
    return [year for year in years if unpaid_parts(holding, year, on)]


def unpaid_parts(holding: Holding, year: int, on: date) -> list[Part]:
    """What passes: of each half that fell due after the sale and by the day, the building's own part as far as it is open.

    Where the former owner's record was merged into another, the half is found there, as what it became."""
    due = _assessed(holding, year)
    if not due or holding.until is None:
        return []
    debts = Entry.objects.filter(
        IS_DEBT, taxpayer_id=holding.taxpayer_id, head=Head.PROPERTY, year=year, charge__isnull=True, reversed_by__isnull=True,
        due__gt=holding.until, due__lte=on,
    ).filter(Q(kind=Entry.Kind.DEMAND) | Q(source_kind=CARRIED)).order_by("instalment", "pk")  # fmt: skip
    found: list[Part] = []
    left = {n: half - _passed(holding, year, n) for n, half in ((1, (due + 1) // 2), (2, due // 2))}
    for demand in debts:
        if Objection.objects.filter(demand=demand, answered__isnull=True).exists() or not _is_own(demand):
            continue
        amount = min(left.get(demand.instalment, 0), _open(demand, on))
        takers = _holders(holding, _day_of_half(demand))
        if amount > 0 and takers:
            left[demand.instalment] -= amount
            amounts = shares_of(amount, [Fraction(h.share_num, h.share_den) for h in takers])
            found += [
                Part(demand, h.taxpayer, part)
                for h, part in zip(takers, amounts, strict=True)
                if part and h.taxpayer_id != holding.taxpayer_id
            ]
    return found


def _assessed(holding: Holding, year: int) -> int:
    """What the share was assessed at, by the latest run that took it in, on whatever record of its owner."""
    own = [a for a in current_assessments(family(holding.taxpayer), year) if a.holding_id == holding.pk and a.head == Head.PROPERTY]  # fmt: skip
    latest = max(own, key=lambda a: a.run_id, default=None)
    return latest.due_qepik if latest and latest.refusal == 0 and latest.budget == 0 else 0


def _is_own(demand: Entry) -> bool:
    """Whether the debt began as a demand of the owner's own tax: not one that passed to him, or stood in old books."""
    return Entry.objects.filter(pk=roots(demand)[-1], kind=Entry.Kind.DEMAND).exists()


def _day_of_half(debt: Entry) -> date:
    """The day on which the half fell due: of a raise that came late, that of the half which it raises."""
    first = Entry.objects.get(pk=roots(debt)[-1])
    while first.source_kind == RAISED and first.source_id:
        first = Entry.objects.get(pk=first.source_id)
    assert first.due is not None
    return first.due


def _holders(holding: Holding, day: date) -> list[Holding]:
    """Who held, on the due day, what was taken over from this share."""
    assert holding.until is not None
    return list(
        Holding.objects.filter(
            Q(until__isnull=True) | Q(until__gt=day), object=holding.object, withdrawn=False,
            since__gte=holding.until, since__lte=day,
        ).select_related("taxpayer").order_by("pk")
    )  # fmt: skip


def _open(demand: Entry, on: date) -> int:
    rows = Entry.objects.filter(Q(pk=demand.pk) | Q(demand=demand), component=0, day__lte=on)
    return max(0, rows.aggregate(s=Sum("amount"))["s"] or 0)


def _passed(holding: Holding, year: int, instalment: int) -> int:
    rows = Entry.objects.filter(
        source_kind=PASSED, source_id=holding.pk, year=year, instalment=instalment, demand__isnull=False
    ).exclude(kind=Entry.Kind.ADJUSTMENT)  # fmt: skip
    return -(rows.aggregate(s=Sum("amount"))["s"] or 0)
