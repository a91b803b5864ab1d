"""The account as a machine: any order of what may befall it; after every step the sums hold, on every day there was."""

from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from belediyye.core.actions import Refused
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.actions import bank
from belediyye.finance.revenue.models import BankLine, Entry, Objection, Payment
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.queries.interest import interest_of
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town

K = Entry.Kind
FIRST, LAST = date(2025, 7, 1), date(2026, 11, 22)
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n))
IBAN = "AZ21NABZ00000000137010001944"
CHARGED = (K.DEMAND, K.ADJUSTMENT, K.INTEREST, K.SANCTION, K.WRITE_OFF, K.REFUND)


class Account(RuleBasedStateMachine):
    """One payer with two halves of a tax and one of another; clerks pay, take back, object, refund, write off, close months."""

    town: Town

    @initialize()
    def begin(self) -> None:
        self.actor = self.town.actor("rauf")
        self.payer = actions.register_payer(actor=self.actor, facts={"name": "Sınaqov Hesab"}, on=FIRST)
        common = {
            "municipality": self.town.home,
            "taxpayer": self.payer,
            "year": 2025,
            "day": date(2025, 7, 20),
        }
        self.demands = [
            Entry.objects.create(kind=K.DEMAND, head=head, instalment=n, due=due, amount=amount, **common)
            for head, n, due, amount in (
                (1, 1, date(2025, 8, 15), 500), (1, 2, date(2025, 11, 17), 500), (3, 1, date(2025, 8, 15), 300),
            )
        ]  # fmt: skip

    @rule(day=DAYS, amount=st.integers(1, 2500))
    def pay(self, day: date, amount: int) -> None:
        facts = {
            "taxpayer": self.payer,
            "amount": amount,
            "channel": "bank",
            "day": day,
            "reason": BankLine.Reason.PERSON,
        }
        bank.make_payments(self.actor, self.town.home.pk, [facts])

    @precondition(lambda self: Payment.objects.filter(taxpayer=self.payer, reversed_on__isnull=True).exists())
    @rule(day=DAYS, which=st.integers(0, 9))
    def take_back(self, day: date, which: int) -> None:
        live = list(Payment.objects.filter(taxpayer=self.payer, reversed_on__isnull=True).order_by("pk"))
        # Where its money was refunded already it is refused, and the invariants see that nothing changed.
        with suppress(Refused):
            actions.reverse_payment(actor=self.actor, payment=live[which % len(live)], on=day, reason="səhv")

    @rule(day=DAYS, which=st.integers(0, 2), granted=st.integers(0, 100))
    def object_and_answer(self, day: date, which: int, granted: int) -> None:
        demand = self.demands[which]
        done = Objection.objects.filter(demand=demand)
        if sum(o.granted_qepik for o in done) + 100 > demand.amount:
            return
        try:
            case = actions.open_objection(
                actor=self.actor, demand=demand, disputed=100, on=day, reason="sahə"
            )
        except Refused:  # too little of the demand stands
            return
        actions.answer_objection(actor=self.actor, objection=case, granted=granted, on=day, answer="baxıldı")

    @rule(day=DAYS)
    def close_a_month(self, day: date) -> None:
        actions.settle_accounts(actor=self.actor, on=day)

    @rule(part=st.integers(1, 100))
    def refund(self, part: int) -> None:
        standing = asked.owed(self.payer, LAST)
        if standing.overdue or standing.credit <= 0:
            return
        amount = max(1, standing.credit * part // 100)
        try:
            made = actions.ask_refund(
                actor=self.actor, payer=self.payer, amount=amount, account=IBAN, on=LAST
            )
        except Refused:
            return
        actions.pay_refund(actor=self.actor, refund=made, on=LAST)

    @rule(which=st.integers(0, 2))
    def write_off(self, which: int) -> None:
        open_ = {d.demand.pk for d in asked.owed(self.payer, LAST).debts if d.total > 0}
        if self.demands[which].pk in open_:
            actions.write_off(
                actor=self.actor, payer=self.payer, demands=[self.demands[which]], ground="court", decision="№ 1", on=LAST
            )  # fmt: skip

    @invariant()
    def every_day_adds_up(self) -> None:
        rows = list(Entry.objects.filter(taxpayer=self.payer).select_related("reverses"))
        payments = list(Payment.objects.filter(taxpayer=self.payer))
        for day in {LAST, *(e.day for e in rows)}:
            until = [e for e in rows if e.day <= day]
            charged = sum(e.amount for e in until if e.kind in CHARGED)
            paid = sum(
                p.amount for p in payments if p.day <= day and not (p.reversed_on and p.reversed_on <= day)
            )
            moved = sum(
                e.amount
                for e in until
                if e.kind == K.TRANSFER or (e.reverses_id and e.reverses.kind == K.TRANSFER)
            )
            assert moved == 0 and sum(e.amount for e in until) == charged - paid, day

    def teardown(self) -> None:
        if not hasattr(self, "payer"):
            return
        actions.settle_accounts(actor=self.actor, on=LAST)
        for found in interest_of([d.pk for d in self.demands], LAST).values():
            assert found.missing_qepik == 0
        standing = asked.owed(self.payer, LAST)
        assert standing.credit >= 0 and all(
            min(d.principal, d.interest, d.sanction) >= 0 for d in standing.debts
        )
        assert not (standing.credit and standing.overdue)
        before = Entry.objects.filter(taxpayer=self.payer).count()
        actions.settle_accounts(actor=self.actor, on=LAST)
        assert Entry.objects.filter(taxpayer=self.payer).count() == before


def test_any_order_of_events(office: Town) -> None:  # noqa: F811
    Account.town = office
    run_state_machine_as_test(
        Account,
        settings=settings(
            max_examples=6, stateful_step_count=8, deadline=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
