"""Numbers without gaps or doubles, whoever takes them at once."""

import pytest
from django.db import transaction

from belediyye.core.numbering import take_number, take_numbers


@pytest.mark.django_db
def test_each_series_counts_for_itself() -> None:
    assert take_number(owner=1, code="notice", year=2026) == 1
    assert list(take_numbers(owner=1, code="notice", year=2026, count=3)) == [2, 3, 4]
    assert take_number(owner=1, code="notice", year=2027) == 1
    assert take_number(owner=2, code="notice", year=2026) == 1
    assert not take_numbers(owner=1, code="notice", year=2026, count=0)


@pytest.mark.django_db
def test_a_rollback_gives_the_number_back() -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        take_number(owner=1, code="act", year=2026)
        1 / 0
    assert take_number(owner=1, code="act", year=2026) == 1


@pytest.mark.django_db(transaction=True)
def test_only_inside_a_transaction() -> None:
    with pytest.raises(RuntimeError):
        take_number(owner=1, code="act", year=2026)


def test_two_processes_and_failures_leave_no_gap(office) -> None:
    take = """
import random
from django.db import transaction
from belediyye.core.numbering import take_number
taken = []
for i in range(60):
    try:
        with transaction.atomic():
            n = take_number(owner=1, code='notice', year=2026)
            if i % 7 == 3: raise KeyError
        taken.append(n)
    except KeyError: pass
print(*taken)
"""
    running = [office.start(take) for _ in range(2)]
    taken: list[int] = []
    for process in running:
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        taken += map(int, out.split())
    assert sorted(taken) == list(range(1, len(taken) + 1))
