"""Two accountants, two processes, one line: together they never commit more than there is."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

START = """
from django_scopes import scopes_disabled
from belediyye.core.cast import gather
from belediyye.core.actors import machine
from belediyye.finance.budget.tests import town
with scopes_disabled():
    cast = gather()
    budget = town.adopted(cast)
    print(town.line(budget, "Yollar").pk)
"""
WORK = """
import sys
from datetime import date
from django_scopes import scopes_disabled
from belediyye.core.actions import Refused
from belediyye.core.actors import actor_of
from belediyye.core.models import User
from belediyye.finance.budget import actions
from belediyye.finance.budget.models import Line
done = 0
with scopes_disabled():
    actor = actor_of(User.objects.get(username="rauf"), date(2026, 2, 3))
    line = Line.objects.get(pk={line})
    for step in range(30):
        try:
            actions.commit(actor=actor, line=line, day=date(2026, 2, 3), amount=900, paper=actions.Paper("U"))
            done += 1
        except Refused:
            break
print(done)
"""
ASK = """
from django_scopes import scopes_disabled
from belediyye.finance.budget import queries
from belediyye.finance.budget.models import Line
with scopes_disabled():
    line = Line.objects.get(pk={line})
    now = queries.position(line)
    print(now.committed, now.available, queries.available_in_ledger(line), queries.unbalanced_entries())
"""


def test_two_accountants_never_overspend(office):
    line = office.run(START).split()[-1]
    both = [office.start(WORK.format(line=line)) for _ in range(2)]
    done = []
    for process in both:
        out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
        done.append(int(out))
    committed, available, in_ledger, broken = map(int, office.run(ASK.format(line=line)).split())
    # 350.00 holds 38 commitments of 9.00; 60 were tried.
    assert (sum(done), committed, available, in_ledger, broken) == (38, 34_200, 800, 800, 0)
