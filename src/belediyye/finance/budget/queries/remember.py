"""Sums of adopted budgets, remembered until the ledger grows: years that are over are added up once a day."""

from datetime import date

from django.core.cache import cache
from django.db.models import Max

from belediyye.finance.budget.models import Budget, CodeChange, Entry, Line
from belediyye.finance.budget.queries.reports import sums_of

DAY = 24 * 3600


def mark(budget: Budget) -> str:
    """What changes whenever anything that a report is made of did; the key of what may be remembered."""
    entry = Entry.objects.filter(budget=budget).aggregate(n=Max("number"))["n"] or 0
    line = Line.objects.filter(budget=budget).aggregate(n=Max("pk"))["n"] or 0
    change = CodeChange.objects.aggregate(n=Max("pk"))["n"] or 0
    return f"{budget.pk}:{budget.state}:{entry}:{line}:{change}"


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
