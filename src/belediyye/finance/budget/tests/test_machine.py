"""Whatever is done in whatever order: available = adjusted − committed − obligations − paid, and every entry balances."""

import contextlib

from django_scopes import scopes_disabled
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from belediyye.core.actions import Refused
from belediyye.core.cast import gather
from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.models import AmendmentLine, Commitment, Entry, Obligation, PaymentOrder, Side
from belediyye.finance.budget.tests import town

AMOUNT = st.integers(1, 25_000)
PICK = st.integers(0, 7)


class Office(RuleBasedStateMachine):
    """Two lines, a virement between them, and every stage of execution in any order. Refusals are fine; lies are not."""

    cast = None

    def __init__(self) -> None:
        super().__init__()
        self.rauf, self.leyla = self.cast.actor("rauf"), self.cast.actor("leyla")
        self.budget = town.adopted(self.cast, type(self).next_year())
        self.day = town.DAY.replace(year=self.budget.year)
        self.lines = [town.line(self.budget, title) for title in ("Yollar", "Mədəniyyət")]
        actions.receive(
            actor=self.rauf,
            line=town.line(self.budget, "Dotasiya"),
            day=self.day,
            amount=30_000,
            text="Dotasiya",
        )

    year = 2025

    @classmethod
    def next_year(cls) -> int:
        cls.year += 1
        return cls.year

    def tried(self, act, **about) -> None:
        with contextlib.suppress(Refused):
            act(actor=about.pop("actor", self.rauf), **about)

    def one_of(self, model, pick):
        rows = list(model.objects.filter(year=self.budget.year, municipality=self.cast.home).order_by("pk"))
        return rows[pick % len(rows)] if rows else None

    @rule(which=st.booleans(), amount=AMOUNT)
    def commit(self, which, amount):
        self.tried(
            actions.commit, line=self.lines[which], day=self.day, amount=amount, paper=actions.Paper("U")
        )

    @rule(which=st.booleans(), amount=AMOUNT)
    def owe(self, which, amount):
        self.tried(
            actions.oblige, line=self.lines[which], day=self.day, amount=amount, paper=actions.Paper("A")
        )

    @rule(pick=PICK, amount=AMOUNT)
    def owe_committed(self, pick, amount):
        if found := self.one_of(Commitment, pick):
            self.tried(
                actions.oblige,
                line=found.line,
                day=self.day,
                amount=amount,
                paper=actions.Paper("A"),
                commitment=found,
            )

    @rule(pick=PICK, amount=AMOUNT)
    def release(self, pick, amount):
        if found := self.one_of(Commitment, pick):
            self.tried(actions.release, commitment=found, day=self.day, amount=amount, reason="x")

    @rule(pick=PICK)
    def take_back(self, pick):
        if found := self.one_of(Obligation, pick):
            self.tried(actions.cancel_obligation, obligation=found, day=self.day, reason="x")

    @rule(pick=PICK, amount=AMOUNT)
    def order(self, pick, amount):
        if found := self.one_of(Obligation, pick):
            self.tried(
                actions.prepare_order, obligation=found, day=self.day, amount=amount, payee="p", account="a"
            )

    @rule(pick=PICK, chair=st.booleans())
    def sign(self, pick, chair):
        if found := self.one_of(PaymentOrder, pick):
            self.tried(actions.sign_order, actor=self.leyla if chair else self.rauf, order=found)

    @rule(pick=PICK)
    def pay(self, pick):
        if found := self.one_of(PaymentOrder, pick):
            self.tried(actions.pay_order, order=found, day=self.day)

    @rule(pick=PICK)
    def cancel_order(self, pick):
        if found := self.one_of(PaymentOrder, pick):
            self.tried(actions.cancel_order, order=found, reason="x")

    @precondition(lambda self: self.budget.pk)
    @rule(amount=st.integers(-9_000, 9_000))
    def virement(self, amount):
        changes = {self.lines[0].pk: (0, 0, 0, amount), self.lines[1].pk: (0, 0, 0, -amount)}
        try:
            made = actions.prepare_amendment(
                actor=self.rauf, budget=self.budget, kind="virement", reason="x", on=self.day, changes=changes
            )
            actions.adopt_amendment(actor=self.leyla, amendment=made, decision_number="1", on=self.day)
        except Refused:
            pass

    @invariant()
    def books_agree(self):
        assert queries.unbalanced_entries() == 0
        for line in self.lines:
            now = queries.position(line)
            changes = AmendmentLine.objects.filter(line=line, amendment__state="adopted").values_list(
                "amount", flat=True
            )
            commitments = sum(queries.open_of_commitment(c) for c in Commitment.objects.filter(line=line))
            owed = sum(queries.open_of_obligation(o) for o in Obligation.objects.filter(line=line))
            paid = sum(
                PaymentOrder.objects.filter(obligation__line=line, state="paid").values_list(
                    "amount", flat=True
                )
            )
            assert (now.committed, now.obliged, now.paid) == (commitments, owed, paid)
            assert now.adjusted == line.initial + sum(changes)
            assert (
                queries.available_in_ledger(line)
                == now.available
                == now.adjusted - commitments - owed - paid
                >= 0
            )
        assert queries.bank_balance(self.budget) >= 0
        assert Entry.objects.filter(budget=self.budget, seal=None).count() == 0
        assert (
            sum(
                p.adjusted
                for p in queries.positions(self.budget.lines.filter(side=Side.EXPENDITURE)).values()
            )
            == 100_000
        )


class TestOffice(TestCase):
    def test_available_always_agrees(self) -> None:
        with scopes_disabled():
            Office.cast = gather()
            run_state_machine_as_test(
                Office,
                settings=settings(
                    max_examples=8,
                    stateful_step_count=18,
                    deadline=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
