"""What came to a record since another was merged into it: taking the merger back leaves it where it is."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum

from belediyye.finance.revenue.models import AssessmentRun, Entry, Merge, Payment

K = Entry.Kind
# What people record on an account beside payments; the rest of the kinds follows by itself.
RECORDED = (K.ADJUSTMENT, K.SANCTION, K.REFUND, K.WRITE_OFF)


@dataclass(frozen=True)
class Staying:
    """Receipts, what runs demanded, and other entries of the kept record since the merger."""

    payments: tuple[Payment, ...]
    runs: tuple[tuple[AssessmentRun, int], ...]
    entries: tuple[tuple[str, date, int], ...]

    def __bool__(self) -> bool:
        return bool(self.payments or self.runs or self.entries)


def stays(merge: Merge) -> Staying:
    """What would stay with the kept record if the merger were taken back now."""
    kept, carried = merge.kept, merge.moved.get("entries", [])
    payments = Payment.objects.filter(taxpayer=kept, at__gt=merge.at, reversed_on__isnull=True)
    own = Entry.objects.filter(taxpayer=kept).exclude(pk__in=carried).exclude(demand_id__in=carried)
    posted = own.filter(run__approved_at__gt=merge.at).order_by().values_list("run").annotate(s=Sum("amount"))
    sums = {run: amount for run, amount in posted if amount}
    runs = AssessmentRun.objects.in_bulk(sums)
    entries = own.filter(at__gt=merge.at, run__isnull=True, kind__in=RECORDED, reversed_by__isnull=True)
    return Staying(
        tuple(payments.order_by("day", "pk")),
        tuple((runs[pk], amount) for pk, amount in sorted(sums.items())),
        tuple((str(e.get_kind_display()), e.day, e.amount) for e in entries.order_by("day", "pk")),
    )
