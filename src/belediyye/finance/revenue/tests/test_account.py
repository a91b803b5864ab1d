"""The account under any sequence of payments, reversals, reassessments and closes, on the same law computed twice."""

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from belediyye.finance.revenue import actions
from belediyye.finance.revenue.actions import payments, posting
from belediyye.finance.revenue.models import BankLine, Entry, Payment, Taxpayer
from belediyye.finance.revenue.queries.interest import interest_of
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town

K = Entry.Kind
FIRST, LAST = date(2025, 7, 1), date(2026, 11, 22)
DAYS = st.integers(0, (LAST - FIRST).days).map(lambda n: FIRST + timedelta(days=n))
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("pay"), DAYS, st.integers(1, 3000)),
        st.tuples(st.just("reverse"), DAYS, st.integers(0, 9)),
        st.tuples(st.just("raise"), DAYS, st.integers(1, 900)),
        st.tuples(st.just("lower"), DAYS, st.integers(1, 400)),
        st.tuples(st.just("settle"), DAYS, st.just(0)),
    ),
    max_size=9,
)


def opened(rows: list[Entry]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    for e in rows:
        key = (e.demand_id or (e.pk if e.kind == K.DEMAND else 0), e.component)
        found[key] = found.get(key, 0) + e.amount
    return found


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
    phases=[Phase.generate],
)
@given(steps=STEPS)
def test_the_account_always_agrees(office: Town, steps: list[Any]) -> None:  # noqa: F811
    actor = office.actor("rauf")
    # Another person in each example: the same facts on the same day would be one record.
    facts = {"name": "Sınaqov Hesab", "house": str(Taxpayer.objects.count())}
    p = actions.register_payer(actor=actor, facts=facts, on=FIRST)
    common = {"municipality": office.home, "taxpayer": p, "head": 1, "year": 2025, "day": date(2025, 7, 20)}
    demands = [
        Entry.objects.create(kind=K.DEMAND, instalment=n, due=due, amount=500, **common)
        for n, due in ((1, date(2025, 8, 15)), (2, date(2025, 11, 17)))
    ]
    lowered = 0
    for what, day, n in steps:
        if what == "pay":
            payments.make_payments(
                actor,
                office.home.pk,
                [
                    {
                        "taxpayer": p,
                        "amount": n,
                        "channel": "bank",
                        "day": day,
                        "reason": BankLine.Reason.PERSON,
                    }
                ],
            )
        elif what == "reverse":
            live = list(Payment.objects.filter(taxpayer=p, reversed_on__isnull=True))
            if live:
                one = live[n % len(live)]
                actions.reverse_payment(actor=actor, payment=one, on=max(day, one.day), reason="sınaq")
        elif what in ("raise", "lower"):
            if what == "lower" and (lowered := lowered + n) > 500:
                continue
            Entry.objects.create(
                kind=K.ADJUSTMENT,
                demand=demands[0],
                amount=n if what == "raise" else -n,
                due=day + timedelta(days=30) if what == "raise" else None,
                **{**common, "day": day},
            )
        else:
            actions.settle_accounts(actor=actor, on=day)
    actions.settle_accounts(actor=actor, on=LAST)
    rows = list(Entry.objects.filter(taxpayer=p).order_by("pk"))
    # Demands and what was put on them, less the payments that stand: nothing else moves the sum, on any day.
    for day in {FIRST, LAST, *(e.day for e in rows)}:
        owed = sum(e.amount for e in rows if e.day <= day and e.kind in (K.DEMAND, K.ADJUSTMENT, K.INTEREST))
        paid = sum(
            x.amount
            for x in Payment.objects.filter(taxpayer=p, day__lte=day)
            if not (x.reversed_on and x.reversed_on <= day)
        )
        moved = sum(
            e.amount
            for e in rows
            if e.day <= day
            and (e.kind == K.TRANSFER or (e.kind == K.REVERSAL and e.source_kind == posting.posting.SET_OFF))
        )
        assert sum(e.amount for e in rows if e.day <= day) == owed - paid + moved and moved == 0
    for found in interest_of([d.pk for d in demands], LAST).values():
        assert found.missing_qepik == 0
    open_ = opened(rows)
    credit = -open_.pop((0, 0), 0)
    assert credit >= 0 and all(v >= 0 for v in open_.values())
    late_raise = sum(e.amount for e in rows if e.kind == K.ADJUSTMENT and e.due and e.due > LAST)
    assert credit == 0 or sum(open_.values()) <= late_raise
    before = len(rows)
    actions.settle_accounts(actor=actor, on=LAST)
    assert Entry.objects.filter(taxpayer=p).count() == before
