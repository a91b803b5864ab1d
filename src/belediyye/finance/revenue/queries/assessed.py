"""Which assessments a notice names: those of its own day, of the records that were the payer's then."""

from datetime import date

from django.db.models import Min
from django.utils import timezone

from belediyye.finance.revenue.models import Assessment, Entry, Merge, Notice, Taxpayer
from belediyye.finance.revenue.queries import runs
from belediyye.finance.revenue.queries.computation import next_year


def merged_on(payer: Taxpayer, day: date) -> dict[int, Merge]:
    """The records that were merged into the payer's at the end of a day, step after step, each with its merger; also where
    that was taken back since."""
    found: dict[int, Merge] = {}
    keys = [payer.pk]
    while keys:
        known, keys = keys, []
        for one in Merge.objects.filter(kept_id__in=known).order_by("pk"):
            began, ended = _stood(one)
            if began <= day and (ended is None or ended > day) and one.merged_id not in found:
                found[one.merged_id] = one
                keys.append(one.merged_id)
    return found


def _stood(merge: Merge) -> tuple[date, date | None]:
    """From which day to which a merger stood: the days of what it moved on the accounts, or, where nothing stood there, of
    its own making and taking back."""
    carried = Entry.objects.filter(pk__in=merge.moved["entries"])
    began = carried.aggregate(d=Min("day"))["d"] or timezone.localdate(merge.at)
    if merge.undone is None:
        return began, None
    given_back = Entry.objects.filter(reverses__in=carried).aggregate(d=Min("day"))["d"]
    return began, given_back or timezone.localdate(merge.undone)


def assessed_of(notice: Notice) -> list[Assessment]:
    """The assessments that a notice names, as they stood when it was made: of a building that was taken over within the
    year only the one that owes this year, not the one that owes from the next; of a record that was merged only what no
    run since took in with its heir's."""
    year, merged = notice.year, merged_on(notice.taxpayer, notice.issued)
    found = runs.current_assessments(
        [notice.taxpayer_id, *merged], year, on=notice.issued, upto=notice.run_id
    )
    assessed = {(a.taxpayer_id, a.head): a.run.approved_at for a in found}

    def taken_in(a: Assessment) -> bool:
        heir = a.taxpayer_id
        while one := merged.get(heir):
            heir = one.kept_id
            anew = assessed.get((heir, a.head))
            if anew and anew > merged[a.taxpayer_id].at:
                return True
        return False

    return [
        a
        for a in found
        if not a.refusal and (a.tax_qepik or a.from_month != next_year(year)) and not taken_in(a)
    ]
