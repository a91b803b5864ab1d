"""A write-off of an earlier day: no more than is open, no more than was proposed, and no money to be paid out."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from belediyye.finance.revenue import actions
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.models import Entry, Payment, Taxpayer, WriteOff
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.tests.test_case_pages import late  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.test_money_docs import day, rows
from belediyye.finance.revenue.tests.town import Town, balance, payer, take

K = Entry.Kind
PAID, LAST = date(2025, 11, 16), date(2025, 12, 20)


def demands_of(p: Taxpayer) -> list[Entry]:
    return list(Entry.objects.filter(taxpayer=p, kind=K.DEMAND).order_by("instalment"))


def settled_credit(office: Town, p: Taxpayer) -> int:  # noqa: F811
    actions.settle_accounts(actor=office.actor("rauf"), on=LAST)
    return asked.owed(p, LAST).credit


@pytest.mark.parametrize("r", rows("collecting.md", "decided on"), ids=lambda r: r["decided on"])
def test_what_a_write_off_takes_off(r: dict[str, str], office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    first, _second = demands_of(p)
    take(office, (PAID, "3,00", p.name, p.code))
    gone = actions.write_off(
        actor=actor, payer=p, demands=[first], ground="court", decision="№ 1", on=day(r["decided on"])
    )
    assert (gone.day, gone.amount_qepik) == (day(r["counts from"]), int(r["written off"]))
    left = {d.demand.pk: d for d in asked.owed(p, LAST).debts}
    assert first.pk not in left and settled_credit(office, p) == 0


def test_interest_posted_for_later_days_falls_with_the_debt(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    actions.settle_accounts(actor=actor, on=LAST)
    on = date(2025, 10, 1)
    gone = actions.write_off(
        actor=actor, payer=p, demands=demands_of(p)[:1], ground="court", decision="№ 1", on=on
    )
    assert (gone.day, gone.amount_qepik) == (on, 500 + 24)  # 47 days after 15.08, rounded once
    actions.settle_accounts(actor=actor, on=LAST)
    assert [d.demand.instalment for d in asked.owed(p, LAST).debts] == [2]
    assert posting.credit_of(p.pk) == 0
    actions.reverse_write_off(actor=actor, write_off=gone, on=LAST, reason="Qərar ləğv edilib")
    assert balance(p) == asked.owed(p, LAST).total == 1000 + 64 + 17


def test_a_decision_takes_off_no_more_than_was_proposed(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    first, second = demands_of(p)
    proposed, decided = date(2025, 12, 1), date(2025, 12, 11)
    one = actions.propose_write_off(actor=actor, demands=[first, second], ground="court", on=proposed)
    of = dict(one.lines.values_list("demand_id", "amount_qepik"))
    Entry.objects.create(
        municipality=office.home, taxpayer=p, kind=K.ADJUSTMENT, amount=400, day=date(2025, 12, 5), demand=second, head=second.head,
        year=second.year, instalment=second.instalment,
    )  # fmt: skip
    take(office, (date(2025, 12, 3), "1,00", p.name, p.code))
    done = actions.carry_out_write_off(actor=actor, proposal=one, decision="№ 1", on=decided)
    assert done.state == "done"
    off = {
        d: -sum(Entry.objects.filter(demand=d, kind=K.WRITE_OFF).values_list("amount", flat=True)) for d in of
    }
    assert off[second.pk] == of[second.pk] and off[first.pk] < of[first.pk]
    assert WriteOff.objects.get().amount_qepik == sum(off.values())
    # What was raised since, and the interest that ran since, is still owed: nobody decided on it.
    left = {d.demand.pk: d for d in asked.owed(p, decided).debts}
    assert set(left) == {second.pk}
    assert left[second.pk].total == 900 + left[second.pk].late.amount_qepik - off[second.pk]
    assert settled_credit(office, p) == 0


def test_the_page_of_a_decision_on_paper_takes_an_earlier_day(late) -> None:  # noqa: F811
    cast, p = late
    actor = cast.actor("rauf")
    first, second = demands_of(p)
    take(cast, (PAID, "6,00", p.name, p.code))
    case = actions.open_objection(actor=actor, demand=second, disputed=100, on=PAID, reason="Sahə azdır")
    actions.answer_objection(actor=actor, objection=case, granted=100, on=PAID, answer="Haqlıdır")
    one = actions.propose_write_off(actor=actor, demands=[first, second], ground="court", on=PAID)
    leyla: Client = cast.client("leyla")
    url = reverse("revenue_proposal_decide", args=[one.number])
    assert leyla.post(url, {"decision": "№ 3", "on": "01.10.2025"}).status_code == 302
    gone = WriteOff.objects.get()
    assert gone.day == PAID and 0 < gone.amount_qepik <= one.amount_qepik
    for demand in (first, second):
        parts = [0, 0, 0]
        for e in Entry.objects.filter(taxpayer=p):
            if (e.demand_id or e.pk) == demand.pk:
                parts[e.component] += e.amount
        assert min(parts) >= 0
    assert posting.credit_of(p.pk) == 0
    again = leyla.post(url, {"decision": "№ 3", "on": "01.10.2025"})
    page = again.content.decode()
    assert again.status_code == 422 and "artıq bağlanıb" in page and 'name="decision"' not in page


def test_a_payment_is_not_taken_back_on_a_day_before_it(late) -> None:  # noqa: F811
    cast, p = late
    take(cast, (PAID, "6,00", p.name, p.code))
    one, rauf = Payment.objects.get(), cast.client("rauf")
    url = reverse("revenue_payment_reverse", args=[one.pk])
    early = rauf.post(url, {"on": "15.11.2025", "reason": "Səhv"})
    assert early.status_code == 422 and "16.11.2025" in early.content.decode()
    assert rauf.post(url, {"on": "16.11.2025", "reason": "Səhv"}).status_code == 302
