"""A write-off of an earlier day: no more than is open, no more than was proposed, and no money to be paid out."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.models import Entry, Payment, Taxpayer, WriteOff, WriteOffProposal
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.queries import waiting
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
    assert of[first.pk] - off[first.pk] == 100
    # What was raised since, and the interest that ran since, is still owed: nobody decided on it.
    left = {d.demand.pk: d for d in asked.owed(p, decided).debts}
    assert left[second.pk].total == 900 + left[second.pk].late.amount_qepik - off[second.pk]
    assert left[first.pk].total == 500 + left[first.pk].late.amount_qepik - of[first.pk]
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


def decided_late(office: Town, p: Taxpayer, on: date) -> WriteOff:  # noqa: F811
    one = WriteOffProposal.objects.get()
    actions.carry_out_write_off(actor=office.actor("leyla"), proposal=one, decision="№ 1", on=on)
    return WriteOff.objects.get()


def test_a_raise_that_was_taken_back_takes_nothing_off_a_proposal(office: Town) -> None:  # noqa: F811
    actor, p, on = office.actor("rauf"), payer(office), date(2025, 8, 1)
    one = actions.propose_write_off(actor=actor, demands=demands_of(p), ground="court", on=on)
    for area in (23_000, 13_000):
        state = p.holdings.get().object.states.get(withdrawn=False)
        actions.correct_state(
            actor=office.actor("aynur"), state=state, facts={"area_dm2": area}, since=state.since, reason="ölçülüb"
        )  # fmt: skip
        run = actions.preview_run(actor=actor, year=2025, on=on)
        actions.approve_run(actor=office.actor("leyla"), run=run, on=on)
    take(office, (date(2025, 8, 2), "3,00", p.name, p.code))
    assert decided_late(office, p, date(2025, 8, 5)).amount_qepik == one.amount_qepik - 300 == 700
    assert balance(p) == 0


def test_interest_that_ran_since_does_not_take_the_place_of_what_was_paid(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    proposed, decided = date(2025, 12, 1), date(2026, 9, 1)
    one = actions.propose_write_off(actor=actor, demands=demands_of(p), ground="court", on=proposed)
    take(office, (date(2025, 12, 20), "3,00", p.name, p.code))
    assert decided_late(office, p, decided).amount_qepik == one.amount_qepik - 300 == 1061 - 300
    left = asked.owed(p, decided)
    assert left.total > 0 and not any(d.principal for d in left.debts) and settled_credit(office, p) == 0


def test_interest_that_ran_since_does_not_take_the_place_of_what_fell(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    first = demands_of(p)[0]
    actions.propose_write_off(actor=actor, demands=[first], ground="court", on=date(2025, 12, 1))
    case = actions.open_objection(
        actor=actor, demand=first, disputed=300, on=date(2025, 12, 2), reason="Sahə azdır"
    )
    actions.answer_objection(actor=actor, objection=case, granted=300, on=date(2026, 3, 2), answer="Haqlıdır")
    # What would have been proposed had the demand been 2.00: with its interest of 108 days.
    assert decided_late(office, p, date(2026, 9, 1)).amount_qepik == 200 + 22


def test_nothing_is_written_off_where_more_came_than_was_proposed(office: Town) -> None:  # noqa: F811
    actor, p = office.actor("rauf"), payer(office)
    first = demands_of(p)[0]
    one = actions.propose_write_off(actor=actor, demands=[first], ground="court", on=date(2025, 12, 1))
    take(office, (date(2026, 8, 20), "10,80", p.name, p.code))
    open_ = {d.demand.pk: d.total for d in asked.owed(p, date(2026, 9, 1)).debts}
    assert open_[first.pk] > 0 and one.amount_qepik < 500 + 80
    with pytest.raises(Refused):
        decided_late(office, p, date(2026, 9, 1))
    assert not WriteOff.objects.exists()


def test_who_may_decide_has_it_on_the_desk_and_finds_the_way(late) -> None:  # noqa: F811
    cast, p = late
    actions.propose_write_off(
        actor=cast.actor("rauf"), demands=demands_of(p), ground="court", on=date(2026, 3, 2)
    )
    one = WriteOffProposal.objects.get()
    url, title = reverse("revenue_proposal", args=[one.number]), f"{one} qərar gözləyir"
    for name in ("aynur", "rauf", "leyla", "sevda", "elcin", "tural"):
        actor = cast.actor(name)
        asks = access.may_enter_decision(actor=actor, proposal=one) is None
        assert asks == (name in ("leyla", "sevda"))
        assert (url in [task.url for task in waiting.money_tasks(actor)]) == asks, name
    for page in ("home", "revenue", "revenue_collecting"):
        assert title in cast.client("leyla").get(reverse(page)).content.decode()
    assert title not in cast.client("rauf").get(reverse("revenue")).content.decode()


def test_the_secretary_reads_what_is_proposed_decides_it_and_nothing_else(late) -> None:  # noqa: F811
    cast, p = late
    one = actions.propose_write_off(
        actor=cast.actor("rauf"), demands=demands_of(p), ground="court", on=date(2026, 3, 2)
    )
    sevda: Client = cast.client("sevda")
    decide = reverse("revenue_proposal_decide", args=[one.number])
    pages = [reverse("revenue_proposals"), reverse("revenue_proposal", args=[one.number]), decide]
    assert pages[0] in sevda.get(reverse("home")).content.decode()
    for url in pages:
        shown = sevda.get(url)
        assert shown.status_code == 200
        for way in re.findall(r'href="(/finance/revenue/[^"?#]*)"', shown.content.decode()):
            assert sevda.get(way).status_code == 200, (url, way)
    assert sevda.post(decide, {"decision": "№ 3", "on": "03.03.2026"}).status_code == 302
    gone = WriteOff.objects.get()
    again = sevda.get(pages[1]).content.decode()
    assert p.name in again and reverse("revenue_write_off_restore", args=[gone.pk]) not in again
    shut = ("revenue_write_off_restore", [gone.pk]), ("revenue_card", [p.code]), ("revenue_limitation", [])
    for name, args in shut:
        assert sevda.get(reverse(name, args=args)).status_code == 403
    with pytest.raises(Forbidden):
        actions.reverse_write_off(actor=cast.actor("sevda"), write_off=gone, on=gone.day, reason="№ 4")
