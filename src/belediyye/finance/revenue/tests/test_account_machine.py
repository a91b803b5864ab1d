"""The account as a machine: any order of what may befall it; after every step the sums hold, on every day there was.

The person's record may be merged into another, and that taken back: what stands on both together stays what it was, and
nothing is left on the record that is gone."""

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
from belediyye.finance.revenue.actions import payments
from belediyye.finance.revenue.models import BankLine, Entry, Merge, Objection, Payment, Taxpayer, WriteOff
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.queries.interest import interest_of
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town

K = Entry.Kind
FIRST, LAST = date(2025, 7, 1), date(2026, 11, 22)
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n))
IBAN = "AZ57NABZ00000000137010003333"
CHARGED = (K.DEMAND, K.ADJUSTMENT, K.INTEREST, K.SANCTION, K.WRITE_OFF, K.REFUND)


def person(name: str) -> dict[str, str]:
    """Another person each time: the same facts on the same day would be one record."""
    return {"name": name, "house": str(Taxpayer.objects.count())}


class Account(RuleBasedStateMachine):
    """One payer with two halves of a tax and one of another; clerks pay, take back, object, refund, write off and restore,
    defer, close months, merge the record into another and take that back."""

    town: Town

    @initialize()
    def begin(self) -> None:
        self.actor = self.town.actor("rauf")
        self.payer = actions.register_payer(actor=self.actor, facts=person("Sınaqov Hesab"), on=FIRST)
        self.records, self.family = [self.payer], [self.payer]
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
        payments.make_payments(self.actor, self.town.home.pk, [facts])

    @precondition(lambda self: Payment.objects.filter(taxpayer__in=self.records, reversed_on=None).exists())
    @rule(day=DAYS, which=st.integers(0, 9))
    def take_back(self, day: date, which: int) -> None:
        live = list(Payment.objects.filter(taxpayer__in=self.records, reversed_on=None).order_by("pk"))
        # Where its money was refunded already it is refused, and the invariants see that nothing changed.
        with suppress(Refused):
            actions.reverse_payment(actor=self.actor, payment=live[which % len(live)], on=day, reason="səhv")

    def debts(self) -> list[Entry]:
        """What is owed on now: the demands, or what they became."""
        return [e for e in Entry.objects.filter(taxpayer=self.payer).order_by("pk") if e.is_debt]

    @rule(day=DAYS, which=st.integers(0, 9), disputed=st.integers(1, 100))
    def object_to(self, day: date, which: int, disputed: int) -> None:
        debts = self.debts()
        with suppress(Refused):  # too little of the demand stands, or it is disputed already
            actions.open_objection(
                actor=self.actor, demand=debts[which % len(debts)], disputed=disputed, on=day, reason="sahə"
            )

    @precondition(lambda self: Objection.objects.filter(taxpayer__in=self.family, answered=None).exists())
    @rule(day=DAYS, part=st.integers(0, 100))
    def answer(self, day: date, part: int) -> None:
        case = Objection.objects.filter(taxpayer__in=self.family, answered=None).order_by("pk")[0]
        assert case.taxpayer_id == self.payer.pk and case.demand.taxpayer_id == self.payer.pk
        granted = case.disputed_qepik * part // 100
        with suppress(Refused):  # less than that stands by now
            actions.answer_objection(
                actor=self.actor, objection=case, granted=granted, on=max(day, case.day), answer="baxıldı"
            )

    @precondition(lambda self: self.payer.merged_into_id is None)
    @rule()
    def merge(self) -> None:
        heir = actions.register_payer(actor=self.actor, facts=person("Sınaqov Varis"), on=FIRST)
        before = self.together()
        actions.merge_payers(actor=self.actor, kept=heir, merged=self.payer, on=LAST, reason="bir nəfərdir")
        self.records.append(heir)
        self.family.append(heir)
        self.payer = heir
        assert self.together() == before

    @precondition(lambda self: len(self.records) > 1)
    @rule()
    def undo_merger(self) -> None:
        merge = Merge.objects.filter(kept__in=self.family, undone=None).order_by("-pk")[0]
        before = self.together()
        try:
            actions.undo_merge(actor=self.actor, merge=merge, on=LAST, reason="iki nəfərdir")
        except Refused:  # something was paid or changed since
            return
        assert self.total(merge.kept) == 0 and not asked.owed(merge.kept, LAST).debts
        self.payer = Taxpayer.objects.get(pk=merge.merged_id)
        self.records.remove(merge.kept)
        assert self.together() == before

    @rule(day=DAYS, which=st.integers(0, 9), later=st.integers(1, 200))
    def defer(self, day: date, which: int, later: int) -> None:
        debts = self.debts()
        chosen = debts[which % len(debts)]
        with suppress(Refused):  # it is due, disputed, or nothing is open
            until = chosen.due + timedelta(days=later)
            actions.defer(actor=self.actor, demand=chosen, until=until, on=day, reason="ərizə")

    def total(self, payer: Taxpayer) -> int:
        return sum(Entry.objects.filter(taxpayer=payer).values_list("amount", flat=True))

    def together(self) -> int:
        """What is owed by the person on the last day, interest of that day included, less credit."""
        standing = [asked.owed(p, LAST) for p in self.records]
        return sum(s.total - s.credit for s in standing)

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

    def below_zero(self) -> int:
        """What would become credit: what stands below zero on the parts of the debts."""
        sums: dict[tuple[int, int], int] = {}
        for e in Entry.objects.filter(taxpayer=self.payer):
            if e.demand_id or e.is_debt:
                key = (e.demand_id or e.pk, e.component)
                sums[key] = sums.get(key, 0) + e.amount
        return sum(min(0, amount) for amount in sums.values())

    @rule(day=DAYS, which=st.integers(0, 9))
    def write_off(self, day: date, which: int) -> None:
        open_ = [d.demand for d in asked.owed(self.payer, LAST).debts if d.total > 0]
        if open_:
            one, before = [open_[which % len(open_)]], self.below_zero()
            with suppress(Refused):
                actions.write_off(
                    actor=self.actor, payer=self.payer, demands=one, ground="court", decision="№ 1", on=day
                )
            # A write-off of whatever day makes no credit.
            assert self.below_zero() >= before

    @precondition(lambda self: WriteOff.objects.filter(taxpayer__in=self.family, reversed_on=None).exists())
    @rule()
    def restore(self) -> None:
        gone = WriteOff.objects.filter(taxpayer__in=self.family, reversed_on=None).order_by("pk")[0]
        actions.reverse_write_off(actor=self.actor, write_off=gone, on=LAST, reason="qərar ləğv edilib")

    @invariant()
    def every_day_adds_up(self) -> None:
        rows = list(Entry.objects.filter(taxpayer__in=self.family).select_related("reverses"))
        payments = list(Payment.objects.filter(taxpayer__in=self.family))
        for day in {LAST, *(e.day for e in rows)}:
            until = [e for e in rows if e.day <= day]
            kinds = [(e, e.reverses.kind if e.reverses else e.kind) for e in until]
            charged = sum(e.amount for e, kind in kinds if kind in CHARGED)
            paid = sum(
                p.amount for p in payments if p.day <= day and not (p.reversed_on and p.reversed_on <= day)
            )
            moved = sum(e.amount for e, kind in kinds if kind == K.TRANSFER)
            assert moved == 0 and sum(e.amount for e in until) == charged - paid, day
        for gone in self.records[:-1]:
            assert self.total(gone) == 0 and not asked.owed(gone, LAST).debts

    def teardown(self) -> None:
        if not hasattr(self, "payer"):
            return
        actions.settle_accounts(actor=self.actor, on=LAST)
        for found in interest_of([d.pk for d in self.debts()], LAST).values():
            assert found.missing_qepik == 0
        standing = asked.owed(self.payer, LAST)
        assert standing.credit >= 0 and all(
            min(d.principal, d.interest, d.sanction) >= 0 for d in standing.debts
        )
        assert not (standing.credit and standing.overdue)
        before = Entry.objects.filter(taxpayer__in=self.family).count()
        actions.settle_accounts(actor=self.actor, on=LAST)
        assert Entry.objects.filter(taxpayer__in=self.family).count() == before


def test_any_order_of_events(office: Town) -> None:  # noqa: F811
    Account.town = office
    run_state_machine_as_test(
        Account,
        settings=settings(
            max_examples=8, stateful_step_count=10, deadline=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
