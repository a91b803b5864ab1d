"""Sums of adopted budgets, remembered until the ledger grows: years that are over are added up once a day."""

from collections.abc import Iterable
from datetime import date

from django.core.cache import cache
from django.db.models import Max

from belediyye.finance.budget.models import Budget, CodeChange, Entry
from belediyye.finance.budget.queries.reports import sums_of

DAY = 24 * 3600


def marks(budgets: Iterable[Budget]) -> dict[int, str]:
    """By budget, what changes whenever anything that an adopted budget's report is made of did: state, ledger, codes.

    Amendments post to the ledger and lines are frozen, so the number of the last entry tells of both.
    """
    kept = list(budgets)
    last = dict(
        Entry.objects.filter(budget__in=[one.pk for one in kept])
        .order_by()
        .values_list("budget")
        .annotate(n=Max("number"))
    )
    change = CodeChange.objects.aggregate(n=Max("pk"))["n"] or 0
    return {one.pk: f"{one.pk}:{one.state}:{last.get(one.pk, 0)}:{change}" for one in kept}


def mark(budget: Budget) -> str:
    """The mark of one budget."""
    return marks([budget])[budget.pk]


def remembered_sums(
    budget: Budget, side: int, axis: str, on: date, codes_of: date | None = None, marked: str = ""
) -> dict[int | None, list[int]]:
    """`sums_of`, kept while nothing of an adopted budget changes. Drafts are always added up anew."""
    if not budget.is_frozen:
        return sums_of(budget, side, axis, on, codes_of)
    key = f"budget-sums:{marked or mark(budget)}:{side}:{axis}:{on}:{codes_of}"
    found = cache.get(key)
    if found is None:
        found = sums_of(budget, side, axis, on, codes_of)
        cache.set(key, found, DAY)
    return {code: list(cells) for code, cells in found.items()}
