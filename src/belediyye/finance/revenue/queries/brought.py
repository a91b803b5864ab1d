"""Which rows of which files brought a payer or an object in, or changed it: the import has one line in the log, not one a row."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from belediyye.finance.revenue.models import (
    Holding,
    ImportRow,
    ObjectState,
    Opening,
    RollImport,
    TaxObject,
    Taxpayer,
)

Outcome = ImportRow.Outcome
# By what a row remembers that it changed what stood before it.
REPLACED = ("before", "moved", "replaced_state", "replaced_holding", "displaced", "answered")


@dataclass(frozen=True)
class Brought:
    """A row of an import that made (`first`) or changed what a page is about."""

    roll: RollImport
    row: int
    first: bool


def of_payer(payer: Taxpayer) -> list[Brought]:
    """The rows that registered a payer or changed the record, the oldest first."""
    files = {
        *Holding.objects.filter(taxpayer=payer).values_list("made_by", flat=True),
        *Opening.objects.filter(taxpayer=payer).values_list("made_by", flat=True),
    }
    return _told(payer.municipality_id, files, "payer", payer.pk, Q(did__record=payer.pk))


def of_object(thing: TaxObject) -> list[Brought]:
    """The rows that registered an object or changed what it is, where it is or who holds it, the oldest first."""
    states = dict(ObjectState.objects.filter(object=thing).values_list("pk", "made_by"))
    shares = dict(Holding.objects.filter(object=thing).values_list("pk", "made_by"))
    changed = Q(did__moved=thing.pk) | Q(did__replaced_state__in=list(states))
    changed |= Q(did__replaced_holding__in=list(shares))
    return _told(thing.municipality_id, {*states.values(), *shares.values()}, "object", thing.pk, changed)


def going(roll: RollImport) -> list[tuple[str, int]]:
    """What undoing an import takes away, and what stands again in its place: (what, how many)."""
    rows = ImportRow.objects.filter(roll_import=roll)
    made = {"municipality_id": roll.municipality_id, "made_by": roll}
    return [
        (_("taxpayers registered by it, closed again"), rows.filter(did__has_key="payer").count()),
        (_("objects registered by it, ended again"), rows.filter(did__has_key="object").count()),
        (_("shares recorded by it"), Holding.objects.filter(**made, withdrawn=False).count()),
        (_("periods of characteristics recorded by it"), ObjectState.objects.filter(**made, withdrawn=False).count()),
        (_("rows whose privilege statuses go"), rows.filter(did__has_key="statuses").count()),
        (_("lines of the old books, by opposite entries"), Opening.objects.filter(made_by=roll, reversed_on__isnull=True).count()),
        (_("rows that had changed something, where what was before stands again"), rows.filter(did__has_any_keys=REPLACED).count()),
    ]  # fmt: skip


def _told(
    municipality_id: int, files: Iterable[int | None], made: str, key: int, changed: Q
) -> list[Brought]:
    found = [(roll, row, True) for roll in files if roll and (row := _row(roll, made, key))]
    taken = RollImport.objects.filter(municipality_id=municipality_id, taken_at__isnull=False).order_by()
    rows = ImportRow.objects.filter(
        changed, roll_import__in=list(taken.values_list("pk", flat=True)), outcome=Outcome.CHANGED
    )
    found += [(roll, row, False) for roll, row in rows.order_by().values_list("roll_import", "row")]
    rolls = RollImport.objects.select_related("file").in_bulk({roll for roll, _row, _first in found})
    return [Brought(rolls[roll], row, first) for roll, row, first in sorted(found)]


def _row(roll: int, made: str, key: int) -> int:
    """The row of a file that made something; 0 where none did. Keys grow with the rows, so halving finds it among fifty
    thousand in a few looks; reading them all takes a tenth of a second."""
    rows: Any = ImportRow.objects.filter(roll_import=roll, outcome=Outcome.NEW).order_by("row")
    last = rows.last()
    low, high = 1, last.row if last else 0
    while low <= high:
        middle = (low + high) // 2
        near = rows.filter(row__gte=middle, row__lte=high, did__has_key=made)
        found = near.values_list("row", "did").first()
        if found is None or found[1][made] > key:
            high = middle - 1
        elif found[1][made] == key:
            return int(found[0])
        else:
            low = found[0] + 1
    return 0
