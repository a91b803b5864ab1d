"""Where a reduction falls that a run found: on several debts of one tax, and on what passed with a sold building."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, Sum

from belediyye.finance.revenue.models import Assessment, AssessmentRun, Entry, Head
from belediyye.finance.revenue.queries.posting import DEFERRED, IS_DEBT, OPENING
from belediyye.finance.revenue.queries.sources import CARRIED, PASSED, RAISED, is_paid

K = Entry.Kind


def several(municipality_id: int, year: int) -> tuple[int, ...]:
    """The payers whose tax of the year may stand on more debts than one: part of it was carried over, deferred, or raised
    when its day had passed."""
    rows = Entry.objects.filter(
        municipality_id=municipality_id, source_kind__in=(CARRIED, DEFERRED, RAISED), source_id__isnull=False, year=year,
        kind__in=(K.DEMAND, K.TRANSFER), demand__isnull=True, due__isnull=False, charge__isnull=True,
    )  # fmt: skip
    return tuple(sorted(set(rows.order_by().values_list("taxpayer_id", flat=True))))


def passed_debts(municipality_id: int, year: int) -> tuple[int, ...]:
    """The debts of a year that passed with a sold building, and what they became where a record was merged or they were
    deferred."""
    rows = Entry.objects.filter(
        municipality_id=municipality_id, year=year, source_kind=PASSED, source_id__isnull=False
    )
    found = rows.filter(kind=K.TRANSFER, demand__isnull=True, due__isnull=False).order_by("pk")
    return tuple(_followed(list(found.values_list("pk", flat=True)), (CARRIED, DEFERRED)))


def _followed(keys: list[int], ways: tuple[str, ...]) -> list[int]:
    """The debts, and what they became in these ways, step after step."""
    new = keys
    while new:
        rows = Entry.objects.filter(
            source_kind__in=ways,
            source_id__in=new,
            kind__in=(K.DEMAND, K.TRANSFER),
            demand__isnull=True,
            due__isnull=False,
        )
        new = list(rows.order_by("pk").values_list("pk", flat=True))
        keys = keys + new
    return keys


def shared_out(
    payer_id: int, head: int, year: int, instalment: int, amount: int, *, apart: Iterable[int]
) -> list[tuple[Entry | None, int]]:
    """A reduction by `amount` over the debts of one tax, year and part: first of what is open, then of what was paid.

    So nothing becomes credit on one while another is owed, and the interest is what it would be had there been one.
    What stands on a record that is gone, paid there whole, has no debt here. `apart` are no debts of this tax."""
    bases = list(
        Entry.objects.filter(
            IS_DEBT, taxpayer_id=payer_id, head=head, year=year, instalment=instalment, charge__isnull=True,
            reversed_by__isnull=True,
        ).exclude(pk__in=apart).exclude(source_kind=OPENING).order_by("due", "pk")
    )  # fmt: skip
    parts = dict.fromkeys(bases, 0)
    for limit in (_open, _stands):
        for base in bases:
            part = max(0, min(amount, limit(base) - parts[base]))
            parts[base] += part
            amount -= part
    found: list[tuple[Entry | None, int]] = [(base, part) for base, part in parts.items() if part]
    return [*found, (None, amount)] if amount else found


def _open(base: Entry) -> int:
    return base.amount + int(base.applied.filter(component=0).aggregate(s=Sum("amount"))["s"] or 0)


def _stands(base: Entry) -> int:
    rows = base.applied.filter(component=0).exclude(is_paid())
    return base.amount + int(rows.aggregate(s=Sum("amount"))["s"] or 0)


def roots(debt: Entry) -> list[int]:
    """The debt, and those that it was on records merged since: its own key first."""
    keys = [debt.pk]
    while debt.source_kind == CARRIED and debt.demand_id is None and debt.source_id:
        debt = Entry.objects.get(pk=debt.source_id)
        keys.append(debt.pk)
    return keys


@dataclass(frozen=True)
class Passed:
    """What of a demand passed with a share of a building: by which entries, to which debts (as they stand), how much of it
    is left to pass once the tax is what the run computed."""

    holding: int
    demand: Entry
    taken: tuple[Entry, ...]
    debts: tuple[tuple[Entry, int], ...]
    amount: int
    now: int

    @property
    def each(self) -> list[int]:
        """What each debt becomes: in the same proportion, never more than it was."""
        found, upto, before, whole = [], 0, 0, sum(part for _d, part in self.debts)
        for _debt, part in self.debts:
            upto += part
            share = self.now * upto // whole - before
            before += share
            found.append(share)
        return found


def passed_by(run: AssessmentRun) -> list[tuple[int, Entry, tuple[Entry, ...]]]:
    """(share, demand, what took it off) of the year's tax that passed, of the payers that the run took in without refusal."""
    rows = Entry.objects.filter(
        municipality_id=run.municipality_id, source_kind=PASSED, source_id__isnull=False, year=run.year,
        kind=K.TRANSFER, demand__isnull=False, reversed_by__isnull=True,
    ).select_related("demand__taxpayer").order_by("pk")  # fmt: skip
    groups: dict[tuple[int, int], list[Entry]] = {}
    for e in rows:
        if e.source_id and e.demand_id:
            groups.setdefault((e.source_id, e.demand_id), []).append(e)
    owners = {holder(taken[0]) for taken in groups.values()}
    mine = Assessment.objects.filter(run=run, head=Head.PROPERTY, taxpayer_id__in=owners)
    seen = set(mine.values_list("taxpayer_id", flat=True))
    seen -= set(mine.exclude(refusal=0).values_list("taxpayer_id", flat=True))
    found = []
    for (share, _demand), taken in groups.items():
        assert taken[0].demand is not None
        if holder(taken[0]) in seen:
            found.append((share, taken[0].demand, tuple(taken)))
    return found


def holder(taken: Entry) -> int:
    """The record of the former owner that lives."""
    payer = taken.demand.taxpayer if taken.demand else taken.taxpayer
    return payer.merged_into_id or payer.pk


def passes_now(
    run: AssessmentRun, share: int, demand: Entry, taken: tuple[Entry, ...], change: int
) -> Passed:
    """What would have passed had the tax always been what the run computed: at most the building's new half, at most what
    of the demand would then have been unpaid. `change` is what the run takes off the demand (below zero) or adds."""
    own = Assessment.objects.filter(run=run, holding_id=share, head=Head.PROPERTY, refusal=0, budget=0)
    due = int(own.aggregate(s=Sum("due_qepik"))["s"] or 0)
    half = (due + 1) // 2 if demand.instalment == 1 else due // 2
    amount = -sum(e.amount for e in taken)
    # The same half may stand on more debts than one: a raise that came late is a debt beside it.
    half_of = _followed([demand.pk], (RAISED,))
    on_it = Entry.objects.filter(Q(pk__in=half_of) | Q(demand__in=half_of), component=0)
    mine = Q(source_kind=PASSED, source_id=share)
    # Those of a run only put right what an office passed.
    last = on_it.filter(mine, run__isnull=True).order_by("-pk").values_list("pk", flat=True)[0]
    unpaid = int(on_it.filter(pk__lte=last).exclude(mine).aggregate(s=Sum("amount"))["s"] or 0)
    changed = Q(demand__in=became(demand), kind=K.ADJUSTMENT) | Q(pk__in=half_of, source_kind=RAISED)
    later = Entry.objects.filter(changed, component=0, pk__gt=last)
    unpaid += int(later.aggregate(s=Sum("amount"))["s"] or 0) + change
    debts = []
    arrived = Entry.objects.filter(mine, demand__isnull=True, year=demand.year, instalment=demand.instalment)
    for debt in arrived.select_related("taxpayer").order_by("pk"):
        put_right = debt.applied.filter(mine, kind=K.ADJUSTMENT).aggregate(s=Sum("amount"))["s"]
        debts.append((debt, debt.amount + int(put_right or 0)))
    return Passed(share, demand, taken, tuple(debts), amount, max(0, min(amount, half, unpaid)))


def became(demand: Entry) -> list[int]:
    """The demand, what raised it later, and what these became on the records into which their own was merged."""
    return _followed([demand.pk], (CARRIED, RAISED))


def takeable(debt: Entry) -> int:
    """What of a debt can still be taken off, whether it is paid or not, wherever it stands now."""
    return max(0, _stands(debt))
