"""Where a reduction falls that a run found: on several debts of one tax, and on what passed with a sold building."""

import itertools
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, Sum

from belediyye.finance.revenue.models import Assessment, AssessmentRun, Entry, Head
from belediyye.finance.revenue.queries.passed_on import began
from belediyye.finance.revenue.queries.posting import DEFERRED, IS_DEBT, OPENING
from belediyye.finance.revenue.queries.sources import CARRIED, PASSED, RAISED, is_paid

K = Entry.Kind


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


@dataclass(frozen=True)
class Standing:
    """A debt of a tax as a reduction meets it: what is open of it, and what of it was not taken off yet, paid or not."""

    base: Entry
    open: int
    stands: int


Key = tuple[int, int, int]
"""(payer, head, instalment): one tax of a year, which may stand on more debts than one."""


def debts_of(payers: Iterable[int], year: int, apart: Iterable[int]) -> dict[Key, list[Standing]]:
    """The debts of each tax of a year in the order in which a reduction takes them off: the last raise that came late first,
    then what was demanded in time, the oldest first. `apart` are no debts of these taxes."""
    bases = list(
        Entry.objects.filter(IS_DEBT, taxpayer_id__in=payers, year=year, charge__isnull=True, reversed_by__isnull=True)
        .exclude(pk__in=apart).exclude(source_kind=OPENING).order_by("due", "pk")
    )  # fmt: skip
    on_them = Entry.objects.filter(demand__in=[b.pk for b in bases], component=0).order_by().values("demand")
    sums = {
        row["demand"]: (row["all"], row["unpaid"] or 0)
        for row in on_them.annotate(all=Sum("amount"), unpaid=Sum("amount", filter=~is_paid()))
    }
    raised, others = defaultdict(list), defaultdict(list)
    for base in bases:
        everything, unpaid = sums.get(base.pk, (0, 0))
        one = Standing(base, base.amount + everything, base.amount + unpaid)
        side = raised if began(base).source_kind == RAISED else others
        side[base.taxpayer_id, base.head, base.instalment].append(one)
    return {key: raised[key][::-1] + others[key] for key in {*raised, *others}}


def shared_out(
    debts: list[Standing], amount: int, passed: Mapping[int, int] | None = None
) -> list[tuple[Entry | None, int]]:
    """A reduction by `amount` over the debts of one tax: first of what is open, then of what was paid.

    So nothing becomes credit on one while another is owed, a raise that is taken back was never there, and the interest is
    what it would be had there been one debt. What stands on a record that is gone, paid there whole, has no debt here.
    `passed` with a building counts as open: {debt: how much}."""
    passed = passed or {}
    parts = dict.fromkeys((one.base for one in debts), 0)
    for of_paid in (False, True):
        for one in debts:
            limit = (one.stands if of_paid else one.open) + passed.get(one.base.pk, 0)
            part = max(0, min(amount, limit - parts[one.base]))
            parts[one.base] += part
            amount -= part
    found: list[tuple[Entry | None, int]] = [(base, part) for base, part in parts.items() if part]
    return [*found, (None, amount)] if amount else found


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
            share = self.now * upto // whole - before if whole else 0
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


def half_of(run: AssessmentRun, share: int, instalment: int) -> int:
    """The building's own half, as the run computed it."""
    own = Assessment.objects.filter(run=run, holding_id=share, head=Head.PROPERTY, refusal=0, budget=0)
    due = int(own.aggregate(s=Sum("due_qepik"))["s"] or 0)
    return (due + 1) // 2 if instalment == 1 else due // 2


def passes_now(share: int, demand: Entry, taken: tuple[Entry, ...], falls: int, half: int) -> Passed:
    """What would have passed had the tax always been what the run computed: at most the building's new `half`, at most what
    of the demand would then have been unpaid. `falls` is what the run takes off the demand."""
    amount = -sum(e.amount for e in taken)
    on_it = Entry.objects.filter(Q(pk=demand.pk) | Q(demand=demand), component=0)
    mine = Q(source_kind=PASSED, source_id=share)
    # Those of a run only put right what an office passed.
    last = on_it.filter(mine, run__isnull=True).order_by("-pk").values_list("pk", flat=True)[0]
    unpaid = int(on_it.filter(pk__lte=last).exclude(mine).aggregate(s=Sum("amount"))["s"] or 0)
    later = Entry.objects.filter(demand__in=became(demand), kind=K.ADJUSTMENT, component=0, pk__gt=last)
    unpaid += int(later.aggregate(s=Sum("amount"))["s"] or 0) - falls
    debts = []
    for debt in _arrived(demand, share):
        put_right = debt.applied.filter(mine, kind=K.ADJUSTMENT).aggregate(s=Sum("amount"))["s"]
        debts.append((debt, debt.amount + int(put_right or 0)))
    return Passed(share, demand, taken, tuple(debts), amount, max(0, min(amount, half, unpaid)))


def _arrived(demand: Entry, share: int) -> list[Entry]:
    """The debts as which parts of the demand arrived at the new holders: each was written just after what left."""
    rows = Entry.objects.filter(
        source_kind=PASSED, source_id=share, kind=K.TRANSFER, run__isnull=True, year=demand.year,
        instalment=demand.instalment,
    ).select_related("taxpayer").order_by("pk")  # fmt: skip
    pairs = itertools.pairwise(rows)
    return [debt for left, debt in pairs if left.demand_id == demand.pk and debt.demand_id is None]


def became(demand: Entry) -> list[int]:
    """The demand, and what it became on the records into which its own was merged."""
    return _followed([demand.pk], (CARRIED,))


def takeable(debt: Entry) -> int:
    """What of a debt can still be taken off, whether it is paid or not, wherever it stands now."""
    rows = debt.applied.filter(component=0).exclude(is_paid())
    return max(0, debt.amount + int(rows.aggregate(s=Sum("amount"))["s"] or 0))
