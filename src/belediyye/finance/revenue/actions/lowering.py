"""What a run takes off where one statement cannot: what passed with a sold building, and taxes that stand on several debts."""

from collections.abc import Iterable
from datetime import date

from django.db import connection
from django.utils import timezone

from belediyye.core.actors import Actor
from belediyye.finance.revenue.actions import merging, posting
from belediyye.finance.revenue.models import AssessmentRun, Entry, Head
from belediyye.finance.revenue.queries import lowering
from belediyye.finance.revenue.queries.demanding import Posting, changes_of
from belediyye.finance.revenue.queries.sources import PASSED, REDUCED

K = Entry.Kind
PAYERS_AT_ONCE = 1_000


def _changes(plan: Posting, payers: Iterable[int] | None) -> dict[lowering.Key, tuple[int, int]]:
    """{tax: (change, the most that can be taken off)} of payers, or of all whose tax stands on several debts."""
    statement = changes_of(plan, payers)
    with connection.cursor() as cursor:
        cursor.execute(statement.text, statement.params)
        return {(p, h, n): (int(change), int(most)) for p, h, n, change, most in cursor.fetchall()}


def lower_passed(run: AssessmentRun, plan: Posting, actor: Actor) -> list[Entry]:
    """Before a run is posted: what passed with a sold building becomes what would have passed had the tax always been so.

    What no longer passes is the former owner's again, from whom the run takes it off, and is taken off the new holder.
    Gives the debts whose history changed: `after_posting` brings their interest in line."""
    found = sorted(lowering.passed_by(run), key=lambda one: (one[1].due, one[1].pk))
    falls = _falls(run, plan, found) if found else {}
    halves = {(s, d.instalment): lowering.half_of(run, s, d.instalment) for s, d, _taken in found}
    touched: list[Entry] = []
    for share, demand, taken in found:
        half = (share, demand.instalment)
        one = lowering.passes_now(share, demand, taken, falls.get(demand.pk, 0), halves[half])
        halves[half] -= one.now
        if one.now < one.amount:
            touched += [demand, *_put_right(run, one, plan.day, actor)]
            # What is the former owner's again must stand where the run takes it off.
            merging.follow(demand.taxpayer, [demand.pk], plan.day, actor)
    return touched


def _falls(
    run: AssessmentRun, plan: Posting, found: list[tuple[int, Entry, tuple[Entry, ...]]]
) -> dict[int, int]:
    """{demand of which something passed: what the run takes off it}, on whatever record it stands now."""
    payers = sorted({lowering.holder(taken[0]) for _s, _d, taken in found})
    gone: dict[int, int] = {}
    for _share, demand, taken in found:
        gone[demand.pk] = gone.get(demand.pk, 0) - sum(e.amount for e in taken)
    changes = _changes(plan, payers)
    falls: dict[int, int] = {}
    for key, debts in lowering.debts_of(payers, run.year, plan.passed).items():
        change = changes.get(key, (0, 0))[0] if key[1] == Head.PROPERTY else 0
        lines = {one.base.pk: lowering.roots(one.base) for one in debts if change < 0}
        passed = {pk: sum(gone.get(k, 0) for k in keys) for pk, keys in lines.items()}
        for base, part in lowering.shared_out(debts, max(0, -change), passed):
            falls |= dict.fromkeys(lines[base.pk], part) if base else {}
    return falls


def _put_right(run: AssessmentRun, one: lowering.Passed, on: date, actor: Actor) -> list[Entry]:
    """The entries of one passing; gives the new holders' debts that fell."""
    demand = one.demand
    common = {
        "municipality_id": run.municipality_id, "head": demand.head, "year": demand.year, "instalment": demand.instalment,
        "source_kind": PASSED, "source_id": one.holding, "run": run, "at": timezone.now(), "by": actor.user_id,
    }  # fmt: skip
    about = {"taxpayer_id": demand.taxpayer_id, "demand": demand, "day": demand.due} | common
    for e in one.taken:
        Entry.objects.create(kind=K.REVERSAL, reverses=e, amount=-e.amount, **about)
    if one.now:
        Entry.objects.create(kind=K.TRANSFER, amount=-one.now, **about)
    fell = []
    for (debt, part), left in zip(one.debts, one.each, strict=True):
        off = min(part - left, lowering.takeable(debt))
        if off > 0:
            Entry.objects.create(
                kind=K.ADJUSTMENT, amount=-off, taxpayer_id=debt.taxpayer_id, demand=debt, day=max(on, debt.day), **common
            )  # fmt: skip
            fell.append(debt)
    return fell


def lower_several(run: AssessmentRun, plan: Posting) -> int:
    """After a run was posted: shares a reduction out over the debts on which one tax stands; the number of entries."""
    if not plan.several:
        return 0
    falls: dict[int, list[tuple[lowering.Key, int]]] = {}
    for key, (change, most) in sorted(_changes(plan, None).items()):
        if change < 0 < most:
            falls.setdefault(key[0], []).append((key, min(-change, most)))
    made, payers = 0, list(falls)
    for start in range(0, len(payers), PAYERS_AT_ONCE):
        some = payers[start : start + PAYERS_AT_ONCE]
        debts, entries = lowering.debts_of(some, run.year, plan.passed), []
        for key, amount in (one for payer in some for one in falls[payer]):
            payer, head, part = key
            entries += [
                Entry(
                    municipality_id=run.municipality_id, taxpayer_id=payer, kind=K.ADJUSTMENT if base else K.TRANSFER, head=head,
                    year=run.year, instalment=part, day=plan.day, amount=-off, demand=base, run=run,
                    source_kind="" if base else REDUCED,
                )
                for base, off in lowering.shared_out(debts.get(key, []), amount)
            ]  # fmt: skip
        Entry.objects.bulk_create(entries)
        made += len(entries)
    return made


def after_posting(touched: list[Entry], on: date, actor: Actor) -> None:
    """Brings interest and credit of debts in line; what stands on a record that was merged goes after the rest."""
    for one in touched:
        day = max(on, one.day)
        merging.follow(one.taxpayer, [one.pk], day, actor)
        posting.interest_after_change(lowering.became(one), day, actor)
