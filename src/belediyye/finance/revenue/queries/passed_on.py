"""What of a year's demands passed with a sold building, told on papers: which building, from whom, to whom, which part; and
what was taken off without a new assessment."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from belediyye.finance.revenue.models import Entry, Holding, Taxpayer
from belediyye.finance.revenue.queries.posting import DEFERRED
from belediyye.finance.revenue.queries.sources import CARRIED, GRANTED, PASSED, RAISED, WRITTEN_OFF
from belediyye.finance.rules.roll.notice_words import cut, cut_front

# On a notice a long address or name leaves room for the other.
ADDRESS, NAME = 52, 44


@dataclass(frozen=True)
class PassedOn:
    """`amount` qəpik that came with a share of a building (above zero), or went with it to its new holders."""

    holding: Holding
    instalment: int
    amount: int
    takers: tuple[Taxpayer, ...]

    @property
    def title(self) -> str:
        """The row of a notice."""
        if self.amount > 0:
            return _("Tax taken over with a building, instalment %(n)s") % {"n": self.instalment}
        return _("Tax passed to the new holder, instalment %(n)s") % {"n": self.instalment}

    @property
    def about(self) -> str:
        """Which building, and who stood on the other side."""
        thing = self.holding.object
        place = cut_front(thing.address, ADDRESS) if thing.address else str(thing)
        if self.amount > 0:
            return _("%(place)s; former holder: %(name)s") % {
                "place": place,
                "name": cut(self.holding.taxpayer.name, NAME),
            }
        names = cut(", ".join(p.name for p in self.takers), NAME)
        return _("%(place)s; new holder: %(name)s") % {"place": place, "name": names}


def began(debt: Entry) -> Entry:
    """The debt as it first was, whatever record or day it was carried to since."""
    while debt.source_kind in (CARRIED, DEFERRED) and debt.demand_id is None and debt.source_id:
        debt = Entry.objects.get(pk=debt.source_id)
    return debt


def share_of(debt: Entry) -> int | None:
    """The share of a building with which a debt came; else None."""
    debt = began(debt)
    return debt.source_id if debt.source_kind == PASSED and debt.demand_id is None else None


def buildings_of(entries: Iterable[Entry]) -> dict[int, str]:
    """{entry: address} of those entries of an account by which tax passed with a building, to it or away from it."""
    shares = {e.pk: e.source_id for e in entries if e.source_kind == PASSED and e.source_id}
    known = Holding.objects.select_related("object").in_bulk(set(shares.values()))
    return {pk: known[share].object.address or str(known[share].object) for pk, share in shares.items()}


def raise_of(debt: Entry) -> str:
    """Of a raise that is a debt of its own: which instalment it raises, and that it does; of any other entry empty."""
    if not debt.is_debt or began(debt).source_kind != RAISED:
        return ""
    return _("instalment %(n)s, raised later") % {"n": debt.instalment}


def apart(debt: Entry) -> str:
    """What tells a debt from the payer's own others of its tax and year, after a comma: with which building it came, or
    which instalment it raises; empty where nothing does."""
    if raised := raise_of(debt):
        return f", {raised}"
    share = share_of(debt)
    if share is None:
        return ""
    thing = Holding.objects.select_related("object").get(pk=share).object
    return ", " + _("taken over with the building: %(place)s") % {"place": thing.address or thing}


def set_apart(demanded: Iterable[Entry]) -> tuple[dict[int, int], list[PassedOn], dict[str, int]]:
    """What is demanded, tax by tax as the payer's own; beside it what passed; and what was taken off without a new
    assessment, so below the objects' own lines: by objection (GRANTED), by decision (WRITTEN_OFF). Together they are the whole."""
    own: dict[int, int] = defaultdict(int)
    passed: dict[tuple[int, int, bool], int] = defaultdict(int)
    lowered: dict[str, int] = defaultdict(int)
    shares: dict[int, int | None] = {}
    for e in demanded:
        if e.demand_id and e.source_kind in (GRANTED, WRITTEN_OFF):
            lowered[e.source_kind] += e.amount
            continue
        base = e.demand or e
        if base.pk not in shares:
            shares[base.pk] = share_of(base)
        share = shares[base.pk]
        if share is not None:
            passed[share, e.instalment, True] += e.amount
        elif e.source_kind == PASSED and e.source_id:
            # The former holder's own tax stands whole, and below it what went with the building.
            passed[e.source_id, e.instalment, False] += e.amount
        else:
            own[e.head] += e.amount
    known = Holding.objects.select_related("object", "taxpayer").in_bulk({key[0] for key in passed})
    rows = [
        PassedOn(known[share], part, amount, () if came else _takers(share, part))
        for (share, part, came), amount in sorted(passed.items())
        if amount
    ]
    return dict(own), rows, {kind: amount for kind, amount in sorted(lowered.items()) if amount}


def _takers(share: int, instalment: int) -> tuple[Taxpayer, ...]:
    rows = Entry.objects.filter(
        source_kind=PASSED, source_id=share, instalment=instalment, demand__isnull=True
    ).select_related("taxpayer").order_by("pk")  # fmt: skip
    return tuple(dict.fromkeys(e.taxpayer for e in rows))
