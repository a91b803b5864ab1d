"""The worked table of docs/algorithms/budget.md is what the actions do."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django_scopes import scopes_disabled

from belediyye.core.money import parse_money
from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.tests import town

PAGE = Path(settings.SOURCE).parents[1] / "docs" / "algorithms" / "budget.md"
ROW = re.compile(
    r"^\| (commit|owe|pay|release) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \| ([\d,]+) \|$",
    re.MULTILINE,
)


@pytest.mark.django_db
def test_the_table_holds(cast):
    rows = ROW.findall(PAGE.read_text("utf-8"))
    assert [row[0] for row in rows] == ["commit", "owe", "pay", "release"]
    with scopes_disabled():
        budget, rauf = town.adopted(cast), cast.actor("rauf")
        town.fund(cast, budget)
        roads, made, owed = town.line(budget, "Yollar"), None, None
        for step, *cells in rows:
            amount, committed, obliged, paid, available = map(parse_money, cells)
            if step == "commit":
                made = actions.commit(
                    actor=rauf, line=roads, day=town.DAY, amount=amount, paper=actions.Paper("U")
                )
            elif step == "owe":
                owed = actions.oblige(
                    actor=rauf,
                    line=roads,
                    day=town.DAY,
                    amount=amount,
                    paper=actions.Paper("A"),
                    commitment=made,
                )
            elif step == "pay":
                order = actions.prepare_order(
                    actor=rauf, obligation=owed, day=town.DAY, amount=amount, payee="U", account="AZ"
                )
                actions.sign_order(actor=rauf, order=order)
                actions.sign_order(actor=cast.actor("leyla"), order=order)
                actions.pay_order(actor=rauf, order=order, day=town.DAY)
            else:
                actions.release(actor=rauf, commitment=made, day=town.DAY, amount=amount, reason="x")
            now = queries.position(roads)
            assert (now.committed, now.obliged, now.paid, now.available) == (
                committed,
                obliged,
                paid,
                available,
            ), step
