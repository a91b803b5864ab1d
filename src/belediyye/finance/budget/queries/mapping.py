"""What becomes of sums when codes change: the same qəpik, counted under the codes of a later day."""

from collections.abc import Mapping
from datetime import date

from django.db.models import Q

from belediyye.core.money import split_by
from belediyye.finance.budget.models import CodeChange

Sums = dict[int | None, list[int]]
Changes = list[tuple[int, list[tuple[int, int]]]]


def changes_until(axis: str, place: int | None, day: date) -> Changes:
    """Every change of codes up to a day, the oldest first: old code → its new codes with their weights."""
    rows = CodeChange.objects.filter(
        Q(old__municipality=None) | Q(old__municipality=place), old__axis=axis, on__lte=day
    ).order_by("on", "pk")
    found: dict[tuple[date, int], list[tuple[int, int]]] = {}
    for on, old, new, weight in rows.values_list("on", "old", "new", "weight"):
        found.setdefault((on, old), []).append((new, weight))
    return [(old, new) for (_on, old), new in sorted(found.items())]


def mapped(sums: Mapping[int | None, list[int]], axis: str, place: int | None, day: date) -> Sums:
    """The sums under the codes that hold on a day. A shared code is split by weight to the qəpik; the total never changes.

    Changes are followed in the order of their days, each once, so that a chain ends and a circle cannot turn.
    """
    found: Sums = {code: list(cells) for code, cells in sums.items()}
    for old, news in changes_until(axis, place, day):
        cells = found.pop(old, None)
        if cells is None:
            continue
        weights = [weight for _code, weight in news]
        parts = [split_by(cell, weights) for cell in cells]
        for at, (new, _weight) in enumerate(news):
            kept = found.setdefault(new, [0] * len(cells))
            for column, part in enumerate(parts):
                kept[column] += part[at]
    return found
