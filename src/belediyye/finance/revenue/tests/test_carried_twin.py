"""A record merged in the middle of its life owes from that day on what one owes that never was, to the qəpik."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, assume, example, given, settings
from hypothesis import strategies as st

from belediyye.finance.revenue import actions
from belediyye.finance.revenue.actions import payments
from belediyye.finance.revenue.models import BankLine, Entry, Payment, Taxpayer
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town

K = Entry.Kind
FIRST, LAST = date(2025, 8, 1), date(2026, 11, 22)
DAY = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n))
# (what, day, amount in per cent of the demand): in the order in which they are written.
STEP = st.tuples(st.sampled_from(["pay", "lower", "raise", "back", "close"]), DAY, st.integers(1, 90))


class Life:
    """One person with one half of a tax; the same is done to each, and one of them is merged."""

    def __init__(self, town: Town, amount: int) -> None:
        self.actor, self.town, self.amount = town.actor("rauf"), town, amount
        self.first = self.live = self._payer()
        Entry.objects.create(
            municipality=town.home, taxpayer=self.first, kind=K.DEMAND, head=1, year=2025, instalment=1,
            due=date(2025, 8, 15), day=date(2025, 7, 20), amount=amount,
        )  # fmt: skip

    def _payer(self) -> Taxpayer:
        facts = {"name": "Sınaqov Əkiz", "house": str(Taxpayer.objects.count())}
        return actions.register_payer(actor=self.actor, facts=facts, on=date(2024, 1, 1))

    def merge(self, on: date) -> None:
        heir = self._payer()
        actions.merge_payers(actor=self.actor, kept=heir, merged=self.live, on=on, reason="bir nəfərdir")
        self.live = heir

    def do(self, what: str, day: date, part: int) -> None:
        amount = max(1, self.amount * part // 100)
        records = {self.first, self.live}
        if what == "pay":
            facts: dict[str, Any] = {
                "taxpayer": self.live, "amount": amount, "channel": "bank", "day": day, "reason": BankLine.Reason.PERSON,
            }  # fmt: skip
            payments.make_payments(self.actor, self.town.home.pk, [facts])
        elif what == "back":
            live = Payment.objects.filter(taxpayer__in=records, reversed_on=None).order_by("pk")
            if one := live.first():
                actions.reverse_payment(actor=self.actor, payment=one, on=max(day, one.day), reason="səhv")
        elif what == "close":
            actions.settle_accounts(actor=self.actor, on=day)
        else:
            self._change(day, amount if what == "raise" else -amount)

    def _change(self, day: date, amount: int) -> None:
        """As a run does: on what is owed on now, no more off than stands."""
        bases = [e for e in Entry.objects.filter(taxpayer=self.live) if e.is_debt]
        if not bases:
            return
        base = bases[-1]
        stands = base.amount + sum(e.amount for e in base.applied.filter(kind=K.ADJUSTMENT))
        amount = max(amount, -stands)
        if amount:
            Entry.objects.create(
                municipality=self.town.home, taxpayer=self.live, kind=K.ADJUSTMENT, head=1, year=2025, instalment=1, demand=base,
                amount=amount, day=day, due=day + timedelta(days=30) if amount > 0 else None,
            )  # fmt: skip

    def stands(self, day: date) -> tuple[int, int, int]:
        """(principal, interest of the day, credit) over the records of the person."""
        found = [asked.owed(p, day) for p in {self.first, self.live}]
        debts = [d for one in found for d in one.debts]
        return (
            sum(d.principal for d in debts), sum(d.interest + d.accruing for d in debts), sum(one.credit for one in found),
        )  # fmt: skip


@settings(
    max_examples=10, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
@given(
    amount=st.integers(50, 90_000), before=st.lists(STEP, max_size=4), on=DAY, after=st.lists(STEP, min_size=1, max_size=4)
)  # fmt: skip
# Money that counts from a day before the merger settles no interest of later days, carried over or not.
@example(amount=176, before=[("lower", date(2026, 4, 25), 53)], on=date(2026, 10, 30), after=[("pay", date(2025, 10, 19), 89), ("back", date(2025, 9, 28), 74)])  # fmt: skip
@example(amount=33_333, before=[("pay", date(2025, 9, 3), 41)], on=date(2025, 12, 1), after=[("lower", date(2026, 2, 2), 37)])  # fmt: skip
def test_on_every_day_as_if_never_merged(
    office: Town, amount: int, before: list[Any], on: date, after: list[Any]  # noqa: F811
) -> None:  # fmt: skip
    # A merger is made today: nothing that was written before it counts from a later day.
    on = max([on, *(day for _w, day, _p in before)])
    merged, plain = Life(office, amount), Life(office, amount)
    for step in before:
        merged.do(*step)
        plain.do(*step)
    merged.merge(on)
    # Where nothing was open nothing is carried: a later reduction is credit (`sources.REDUCED`), not of this test.
    assume(Entry.objects.filter(taxpayer=merged.live, due__isnull=False).exists())
    for step in after:
        merged.do(*step)
        plain.do(*step)
    days = {on, LAST, *(day for _w, day, _p in (*before, *after))}
    # What was written since for a day before the merger stands as credit of the heir until the debt itself comes.
    for day in sorted({d + timedelta(days=n) for d in days for n in (0, 1, 40) if d >= on}):
        # Credit that waits beside interest until the month's close counts against it.
        (principal, interest, credit), like = merged.stands(day), plain.stands(day)
        assert (principal, interest - credit) == (like[0], like[1] - like[2]), day
