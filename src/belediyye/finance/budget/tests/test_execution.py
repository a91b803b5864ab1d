"""Execution stage by stage: nothing is counted twice, nothing overspent, two people sign."""

from datetime import date, timedelta

import pytest
from django_scopes import scopes_disabled

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.models import Amendment
from belediyye.finance.budget.tests import town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_scopes():
    with scopes_disabled():
        yield


@pytest.fixture
def budget(cast):
    return town.adopted(cast)


def test_one_amount_moves_through_the_stages_once(cast, budget):
    rauf, leyla, roads = cast.actor("rauf"), cast.actor("leyla"), town.line(budget, "Yollar")
    town.fund(cast, budget)
    made = actions.commit(
        actor=rauf, line=roads, day=town.DAY, amount=30_000, paper=actions.Paper("Usta MMC", "asfalt")
    )
    assert (queries.position(roads).committed, queries.position(roads).available) == (30_000, 5_000)
    owed = actions.oblige(
        actor=rauf, line=roads, day=town.DAY, amount=18_000, paper=actions.Paper("Akt 1"), commitment=made
    )
    now = queries.position(roads)
    assert (now.committed, now.obliged, now.available) == (12_000, 18_000, 5_000)
    with pytest.raises(Refused):  # an order is not older than what it pays
        actions.prepare_order(
            actor=rauf, obligation=owed, day=town.DAY - timedelta(days=1), amount=18_000, payee="Usta MMC", account="AZ"
        )  # fmt: skip
    order = actions.prepare_order(
        actor=rauf, obligation=owed, day=town.DAY, amount=18_000, payee="Usta MMC", account="AZ"
    )
    with pytest.raises(Refused):
        actions.prepare_order(
            actor=rauf, obligation=owed, day=town.DAY, amount=1, payee="Usta MMC", account="AZ"
        )
    with pytest.raises(Refused):
        actions.pay_order(actor=rauf, order=order, day=town.DAY)
    actions.sign_order(actor=rauf, order=order)
    with pytest.raises(Refused):
        actions.sign_order(actor=rauf, order=order)
    actions.sign_order(actor=leyla, order=order)
    actions.pay_order(actor=rauf, order=order, day=town.DAY)
    now = queries.position(roads)
    assert (now.adjusted, now.committed, now.obliged, now.paid, now.available) == (
        35_000,
        12_000,
        0,
        18_000,
        5_000,
    )
    assert queries.available_in_ledger(roads) == 5_000
    actions.release(actor=rauf, commitment=made, day=town.DAY, amount=12_000, reason="ucuz başa gəldi")
    assert queries.position(roads).available == 17_000


def test_more_than_available_is_stopped_or_under_warning_reasoned(cast, budget):
    rauf, roads = cast.actor("rauf"), town.line(budget, "Yollar")
    with pytest.raises(Refused, match="350"):
        actions.commit(actor=rauf, line=roads, day=town.DAY, amount=35_001, paper=actions.Paper("X"))
    actions.set_control(
        actor=cast.actor("leyla"), municipality_id=cast.home.pk, commitment="warn", obligation="stop"
    )
    with pytest.raises(Refused):
        actions.commit(actor=rauf, line=roads, day=town.DAY, amount=35_001, paper=actions.Paper("X"))
    actions.commit(
        actor=rauf, line=roads, day=town.DAY, amount=35_001, paper=actions.Paper("X"), over_reason="təcili"
    )
    assert queries.position(roads).available == -1
    with pytest.raises(Refused):
        actions.oblige(actor=rauf, line=roads, day=town.DAY, amount=1, paper=actions.Paper("Y"))


def test_an_obligation_is_taken_back_to_where_it_came_from(cast, budget):
    rauf, roads = cast.actor("rauf"), town.line(budget, "Yollar")
    made = actions.commit(actor=rauf, line=roads, day=town.DAY, amount=10_000, paper=actions.Paper("U"))
    owed = actions.oblige(
        actor=rauf, line=roads, day=town.DAY, amount=4_000, paper=actions.Paper("A"), commitment=made
    )
    actions.cancel_obligation(actor=rauf, obligation=owed, day=town.DAY, reason="səhv")
    assert (queries.open_of_commitment(made), queries.open_of_obligation(owed)) == (10_000, 0)
    direct = actions.oblige(actor=rauf, line=roads, day=town.DAY, amount=4_000, paper=actions.Paper("A"))
    actions.cancel_obligation(actor=rauf, obligation=direct, day=town.DAY, reason="səhv")
    assert queries.position(roads).available == 25_000


def test_the_bank_does_not_go_below_nothing_and_receipts_can_be_taken_back(cast, budget):
    with pytest.raises(Refused, match="0,00"):
        town.paid(cast, town.line(budget, "Əmək haqqı"), 100)
    town.fund(cast, budget, 500)
    receipt = town.line(budget, "Dotasiya").receipts.get()
    actions.reverse_receipt(actor=cast.actor("rauf"), receipt=receipt, day=town.DAY, reason="səhv")
    assert queries.bank_balance(budget) == 0
    with pytest.raises(Refused):
        actions.reverse_receipt(actor=cast.actor("rauf"), receipt=receipt, day=town.DAY, reason="səhv")


def test_virement_and_supplementary_keep_the_initial_column(cast, budget):
    rauf, leyla = cast.actor("rauf"), cast.actor("leyla")
    roads, culture, tax = (town.line(budget, t) for t in ("Yollar", "Mədəniyyət", "Torpaq vergisi"))
    with pytest.raises(Refused):
        actions.prepare_amendment(
            actor=rauf,
            budget=budget,
            kind="virement",
            reason="x",
            on=town.DAY,
            changes={roads.pk: (0, 5, 0, 0)},
        )
    moved = {roads.pk: (0, 0, 0, -5_000), culture.pk: (0, 0, 5_000, 0)}
    virement = actions.prepare_amendment(
        actor=rauf, budget=budget, kind="virement", reason="bayram", on=town.DAY, changes=moved
    )
    assert queries.position(culture).adjusted == 15_000
    actions.adopt_amendment(actor=leyla, amendment=virement, decision_number="20", on=town.DAY)
    more = actions.prepare_amendment(
        actor=rauf,
        budget=budget,
        kind="supplementary",
        reason="artıq",
        on=town.DAY,
        changes={tax.pk: (0, 0, 900, 0), roads.pk: (0, 0, 900, 0)},
    )
    actions.adopt_amendment(actor=leyla, amendment=more, decision_number="21", on=town.DAY)
    now = queries.position(roads)
    assert (now.initial, now.adjusted) == (35_000, 30_900)
    assert queries.adjusted_quarters(budget)[roads.pk] == (8_750, 8_750, 9_650, 3_750)
    assert queries.position(tax).adjusted == 40_900


def test_a_virement_cannot_take_what_is_committed(cast, budget):
    rauf, roads, culture = cast.actor("rauf"), town.line(budget, "Yollar"), town.line(budget, "Mədəniyyət")
    moved = {roads.pk: (0, 0, 0, -8_000), culture.pk: (0, 0, 8_000, 0)}
    virement = actions.prepare_amendment(
        actor=rauf, budget=budget, kind="virement", reason="x", on=town.DAY, changes=moved
    )
    actions.commit(actor=rauf, line=roads, day=town.DAY, amount=30_000, paper=actions.Paper("U"))
    with pytest.raises(Refused, match="50"):
        actions.adopt_amendment(
            actor=cast.actor("leyla"), amendment=virement, decision_number="20", on=town.DAY
        )
    virement.refresh_from_db()
    assert virement.state == Amendment.State.PREPARED


def test_others_may_not(cast, budget):
    roads = town.line(budget, "Yollar")
    for name in ("aynur", "leyla", "tural", "nigar"):
        with pytest.raises(Forbidden):
            actions.commit(
                actor=cast.actor(name), line=roads, day=town.DAY, amount=1, paper=actions.Paper("U")
            )
    with pytest.raises(Refused):
        actions.commit(
            actor=cast.actor("rauf"), line=roads, day=date(2027, 1, 1), amount=1, paper=actions.Paper("U")
        )
    with pytest.raises(Refused):
        actions.commit(
            actor=cast.actor("rauf"),
            line=town.line(budget, "Dotasiya"),
            day=town.DAY,
            amount=1,
            paper=actions.Paper("U"),
        )
