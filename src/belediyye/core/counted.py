"""Figures that take long to count are remembered for a while, and the page says of when they are."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from django.core.cache import cache
from django.utils import timezone

T = TypeVar("T")
# What is counted in less time than this is counted whenever it is asked, so a village never sees an old figure.
CHEAP = 0.5
# A figure may be so many times as old as it took to count, and no older than the seconds below.
TIMES = 60
OLDEST = 15 * 60


@dataclass(frozen=True)
class Counted(Generic[T]):
    """A figure; `at` is when it was counted, None for just now."""

    value: T
    at: datetime | None = None


def counted(key: str, work: Callable[[], T]) -> Counted[T]:
    """What `work` counts. In a city some sums over all accounts take seconds: those are counted anew a minute later for
    each second they took. The key names the question whole, with municipality and day; the value can be pickled."""
    found: Counted[T] | None = cache.get(key)
    if found is not None:
        return found
    start = time.perf_counter()
    value = work()
    took = time.perf_counter() - start
    if took >= CHEAP:
        cache.set(key, Counted(value, timezone.now()), min(took * TIMES, OLDEST))
    return Counted(value)
