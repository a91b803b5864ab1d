"""What is cheap is counted whenever it is asked; what is dear is remembered, and says since when."""

from itertools import count

import pytest
from django.utils import timezone

from belediyye.core import counted as module
from belediyye.core.counted import counted

pytestmark = pytest.mark.django_db


def test_what_is_cheap_is_counted_each_time() -> None:
    numbers = count()
    found = [counted("cheap", lambda: next(numbers)) for _ in range(3)]
    assert [f.value for f in found] == [0, 1, 2] and not any(f.at for f in found)


def test_what_is_dear_is_remembered_with_its_hour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHEAP", 0)
    monkeypatch.setattr(module, "TIMES", 1e9)
    numbers = count()
    first, second = (counted("dear", lambda: next(numbers)) for _ in range(2))
    assert (first.value, first.at, second.value) == (0, None, 0)
    assert second.at is not None and second.at <= timezone.now()
    assert counted("another", lambda: next(numbers)).value == 1


def test_what_is_remembered_is_forgotten_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CHEAP", 0)
    monkeypatch.setattr(module, "OLDEST", 0)
    numbers = count()
    assert [counted("old", lambda: next(numbers)).value for _ in range(2)] == [0, 1]
