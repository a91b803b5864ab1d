"""The portal's door: what it tells, what it takes once and only once, and how its money meets the bank's."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden, machine
from belediyye.core.cast import Cast
from belediyye.core.models import LogEntry, Role
from belediyye.core.people import open_account
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.api import door
from belediyye.finance.revenue.models import BankLine, Entry, Payment, Portal, Taxpayer
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.queries import portals
from belediyye.finance.revenue.queries.notices import reference_of
from belediyye.finance.revenue.tests.town import Town, balance, payer, statement, take

TODAY = date(2025, 8, 20)
ACCOUNT = "AZ21NABZ00000000137010001944"
S, R = BankLine.State, BankLine.Reason


class Caller:
    """A portal's program."""

    def __init__(self, town: Town, portal: Portal, token: str) -> None:
        self.town, self.portal, self.token = town, portal, token
        self.client = Client()

    def get(self, path: str, language: str = "az", token: str | None = None, **query: str) -> Any:
        headers = {"Authorization": f"Bearer {token or self.token}", "Accept-Language": language}
        return self.client.get(f"/{door.ROOT}{path}", query, headers=headers)

    def post(
        self, path: str, body: Any, key: str = "", language: str = "az", token: str | None = None
    ) -> Any:
        headers = {"Authorization": f"Bearer {token or self.token}", "Accept-Language": language}
        if key:
            headers["Idempotency-Key"] = key
        return self.client.post(f"/{door.ROOT}{path}", body, content_type="application/json", headers=headers)

    def pay(self, p: Taxpayer, amount: int, key: str, on: date = TODAY) -> Any:
        return self.post("payments", {"reference": p.code, "amount_qepik": amount, "paid_on": f"{on}"}, key)


@pytest.fixture
def caller(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Caller]:
    monkeypatch.setattr(door, "today", lambda: TODAY)
    town = Town()
    with scope(municipality=town.home):
        portal, token = actions.open_portal(
            actor=town.actor("leyla"),
            municipality=town.home,
            name="Nümunə portalı",
            sender_account=ACCOUNT,
            per_minute=1000,
        )
        yield Caller(town, portal, token)


def from_portal(town: Town, *lines: tuple[date, str], number: str = "1") -> list[BankLine]:
    """The bank's statement with transfers from the portal's account."""
    content = statement(*((d, a, "Nümunə portalı", "toplu") for d, a in lines), number=number).decode()
    content = content.replace("?32Nümunə portalı", f"?31{ACCOUNT}?32Nümunə portalı")
    (made,) = actions.take_statement(actor=town.actor("rauf"), content=content.encode(), name=f"{number}.sta")
    return list(made.lines.order_by("place"))


def test_debts_say_what_is_owed_and_hardly_who(caller: Caller) -> None:
    p = payer(caller.town, "Sınaqov Nümunə Misal oğlu", telephone="+994 50 000 00 00")
    for said in (p.code, reference_of(p, 2025), f"{p.code[:4]} {p.code[4:]}"):
        answer = caller.get(f"debts/{said}")
        assert answer.status_code == 200
    told = answer.json()
    assert told["payer"] == "S•••••• N••••• M•••• o•••" and "994" not in answer.content.decode()
    assert (told["code"], told["as_of"], told["total_qepik"], told["overdue_qepik"]) == (
        p.code,
        "2025-08-20",
        1003,
        503,
    )
    assert [(i["due"], i["principal_qepik"], i["interest_qepik"], i["overdue"]) for i in told["items"]] == [
        ("2025-08-15", 500, 3, True),
        ("2025-11-17", 500, 0, False),
    ]
    assert told["items"][0]["name"] == "binalara görə əmlak vergisi"
    assert caller.get(f"debts/{p.code}", "en").json()["items"][0]["name"] == "property tax on buildings"


def test_what_is_wrong_is_said_in_the_language_of_the_call(caller: Caller) -> None:
    p = payer(caller.town, years=())
    wrong = p.code[:-1] + str((int(p.code[-1]) + 1) % 10)
    for language, word in (("az", "rəqəm"), ("en", "digit")):
        answer = caller.get(f"debts/{wrong}", language)
        told = answer.json()
        assert answer.status_code == 422 and answer["Content-Type"].startswith("application/problem+json")
        assert told["type"] == "urn:belediyye:problem:bad-reference" and word in told["title"]
    with scope(municipality=caller.town.neighbour):
        theirs = actions.register_payer(
            actor=machine("test", caller.town.neighbour), facts={"name": "Qonşu"}, on=date(2024, 1, 1)
        )
    for said in (theirs.code, reference_of(theirs, 2025)):
        assert caller.get(f"debts/{said}").status_code == 404
    body = {"reference": p.code, "amount_qepik": 100, "paid_on": f"{TODAY}"}
    for changed, status in (
        ({"amount_qepik": 0}, 422), ({"amount_qepik": "5"}, 422), ({"amount_qepik": 1.5}, 422), ({"paid_on": "20.08.2025"}, 422),
        ({"paid_on": "2025-02-30"}, 422), ({"more": 1}, 422), ({"reference": "x"}, 422), ({"reference": theirs.code}, 404),
        ({"paid_on": "2025-08-21"}, 409), ({"paid_on": "2025-07-01"}, 409),
    ):  # fmt: skip
        answer = caller.post("payments", body | changed, "k1")
        assert answer.status_code == status, (changed, answer.content)
        assert answer["Content-Type"].startswith("application/problem+json") and answer.json()["title"]
    assert caller.post("payments", body).status_code == 422
    assert caller.post("payments", body, "açar?").status_code == 422
    assert caller.client.post(
        f"/{door.ROOT}payments", "{", content_type="application/json",
        headers={"Authorization": f"Bearer {caller.token}", "Idempotency-Key": "k1"},
    ).status_code == 400  # fmt: skip
    assert not Payment.objects.exists()


def test_a_payment_goes_the_way_of_all_money_and_its_key_counts_once(caller: Caller) -> None:
    p = payer(caller.town)
    first = caller.pay(p, 700, "A-1")
    assert first.status_code == 201 and "Idempotent-Replayed" not in first
    again = caller.pay(p, 700, "A-1")
    assert (
        again.status_code == 201 and again.content == first.content and again["Idempotent-Replayed"] == "true"
    )
    by_reference = {"reference": reference_of(p, 2025), "amount_qepik": 700, "paid_on": f"{TODAY}"}
    assert caller.post("payments", by_reference, "A-1").content == first.content
    told = first.json()
    assert told["receipt"].endswith("/1")
    assert sorted((x["year"], x["component"], x["amount_qepik"]) for x in told["parts"]) == [
        (2025, "interest", 3), (2025, "principal", 197), (2025, "principal", 500),
    ]  # fmt: skip
    for other in (caller.pay(p, 701, "A-1"), caller.pay(p, 700, "A-1", date(2025, 8, 19)), caller.pay(payer(caller.town, "Başqası", years=()), 700, "A-1")):  # fmt: skip
        assert other.status_code == 422 and other.json()["type"].endswith("key-used")
    made = Payment.objects.get()
    assert (made.channel, made.portal, made.key, made.line, made.reason) == (
        "portal",
        caller.portal,
        "A-1",
        None,
        R.PORTAL,
    )
    assert balance(p) == 1003 - 700
    line = LogEntry.objects.filter(code="revenue.portal.pay").get()
    assert line.actor_name == "Nümunə portalı" and p.code in line.data
    assert caller.get("payments/A-1").json() == told | {"reversed_on": None, "passed_on": False}
    assert caller.get("payments/A-2").status_code == 404
    listed = caller.get("payments", paid_on=f"{TODAY}").json()
    assert (listed["count"], listed["total_qepik"], [x["key"] for x in listed["payments"]]) == (
        1,
        700,
        ["A-1"],
    )


def test_a_payment_is_taken_back_until_its_money_has_come(caller: Caller) -> None:
    p = payer(caller.town)
    caller.pay(p, 700, "A-1")
    assert caller.post("payments/A-1/reversal", {"reason": " "}).status_code == 422
    back = caller.post("payments/A-1/reversal", {"reason": "Kart ləğv edildi"})
    assert back.status_code == 200 and back.json()["reversed_on"] == f"{TODAY}"
    assert caller.post("payments/A-1/reversal", {"reason": "yenə"}).json() == back.json()
    assert balance(p) == 1003 and caller.get("payments", paid_on=f"{TODAY}").json()["total_qepik"] == 0
    again = caller.pay(p, 700, "A-1")
    assert again.status_code == 422 and again.json()["type"].endswith("key-reversed") and balance(p) == 1003
    caller.pay(p, 700, "A-2")
    from_portal(caller.town, (date(2025, 8, 21), "7,00"))
    late = caller.post("payments/A-2/reversal", {"reason": "gec"}, language="en")
    assert (
        late.status_code == 409
        and late.json()["type"].endswith("passed-on")
        and "arrived" in late.json()["title"]
    )
    assert caller.post("payments/A-9/reversal", {"reason": "yox"}).status_code == 404


def test_the_transfer_of_the_bank_is_no_second_payment(caller: Caller) -> None:
    one, two = payer(caller.town, "Bir"), payer(caller.town, "İki", years=())
    for key, who, amount, on in (
        ("1", one, 500, 18),
        ("2", two, 300, 18),
        ("3", one, 200, 19),
        ("4", two, 100, 20),
    ):
        assert caller.pay(who, amount, key, date(2025, 8, on)).status_code == 201
    caller.pay(one, 999, "5", date(2025, 8, 19))
    caller.post("payments/5/reversal", {"reason": "səhv"})
    before = Entry.objects.count()
    first, odd = from_portal(caller.town, (date(2025, 8, 20), "10,00"), (date(2025, 8, 21), "0,99"))
    assert (first.state, first.reason, first.confidence, first.taxpayer_id) == (S.POSTED, R.PORTAL, 100, None)
    assert (odd.state, odd.reason, odd.taxpayer_id) == (S.QUEUE, R.PORTAL, None)
    assert Entry.objects.count() == before and Payment.objects.filter(channel="bank").count() == 0
    assert {p.key for p in Payment.objects.filter(line=first)} == {"1", "2", "3"}
    assert [row["sum"] for row in portals.by_day(caller.portal)] == [100]
    assert caller.get("payments/1").json()["passed_on"] is True
    actor = caller.town.actor("rauf")
    with pytest.raises(
        Refused, match="portal"
    ):  # what the portal has posted is not somebody's money once more
        actions.assign_line(actor=actor, line=odd, parts=[(one, odd.amount)])
    with pytest.raises(Refused, match="portal"):  # its line is still to come, and would wait for nobody
        actions.reverse_payment(
            actor=actor, payment=Payment.objects.get(key="4"), on=date(2025, 8, 22), reason="Səhv"
        )
    (second,) = from_portal(caller.town, (date(2025, 8, 22), "1,00"), number="2")
    assert second.state == S.POSTED and not portals.by_day(caller.portal)
    actions.reverse_payment(
        actor=actor, payment=Payment.objects.get(key="4"), on=date(2025, 8, 23), reason="Səhv"
    )
    second.refresh_from_db()
    assert second.state == S.QUEUE
    actions.assign_line(actor=actor, line=second, parts=[(one, 100)])
    assert balance(one) + balance(two) == 1002 - 500 - 300 - 200 - 100


def test_a_person_joins_what_was_not_exact_by_itself(caller: Caller) -> None:
    p, actor = payer(caller.town), caller.town.actor("rauf")
    Portal.objects.update(sender_account="")
    caller.portal.refresh_from_db()
    for key, on in (("1", 18), ("2", 19), ("3", 20)):
        caller.pay(p, 100, key, date(2025, 8, on))
    (line,) = from_portal(caller.town, (date(2025, 8, 21), "2,00"))
    assert line.state == S.QUEUE
    with pytest.raises(Refused, match="3,00"):
        actions.settle_transfer(
            actor=actor, portal=caller.portal, line=line, first=date(2025, 8, 18), last=date(2025, 8, 20)
        )
    count = actions.settle_transfer(
        actor=actor, portal=caller.portal, line=line, first=date(2025, 8, 19), last=date(2025, 8, 20)
    )
    line.refresh_from_db()
    assert count == 2 and line.state == S.POSTED and line.payments.count() == 2
    with pytest.raises(Refused):
        actions.settle_transfer(
            actor=actor, portal=caller.portal, line=line, first=date(2025, 8, 18), last=date(2025, 8, 18)
        )


def test_lines_that_a_payer_sent_are_matched_as_before(caller: Caller) -> None:
    p = payer(caller.town)
    (made,) = take(caller.town, (date(2025, 8, 10), "5,00", p.name, p.code))
    assert made.lines.get().reason == R.CODE and Payment.objects.get().channel == "bank"


def test_a_token_is_kept_as_a_hash_counted_and_withdrawn(
    caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    p, actor = payer(caller.town, years=()), caller.town.actor("leyla")
    assert caller.token not in str(vars(caller.portal)) and caller.token not in "".join(
        LogEntry.objects.values_list("data", flat=True)
    )
    assert caller.get(f"debts/{p.code}").status_code == 200
    Portal.objects.update(per_minute=3, minute=0)
    moment = door.timezone.now()
    monkeypatch.setattr(door.timezone, "now", lambda: moment)
    answers = [caller.get(f"debts/{p.code}") for _n in range(5)]
    assert [a.status_code for a in answers] == [200, 200, 200, 429, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60 and answers[-1].json()["status"] == 429
    later = moment + door.timezone.timedelta(seconds=61)
    monkeypatch.setattr(door.timezone, "now", lambda: later)
    assert caller.get(f"debts/{p.code}").status_code == 200
    new = actions.renew_portal_token(actor=actor, portal=caller.portal)
    assert caller.get(f"debts/{p.code}").status_code == 401
    assert caller.get(f"debts/{p.code}", token=new).status_code == 200
    actions.withdraw_portal_token(actor=actor, portal=caller.portal, reason="Müqavilə bitdi")
    stopped = caller.get(f"debts/{p.code}", token=new)
    assert stopped.status_code == 401 and stopped["WWW-Authenticate"] == "Bearer"
    with pytest.raises(Refused):
        actions.withdraw_portal_token(actor=actor, portal=caller.portal, reason="yenə")
    assert caller.client.get(f"/{door.ROOT}health").json()["status"] == "ok"


def test_two_municipalities_of_one_portal_do_not_know_each_other(caller: Caller) -> None:
    p = payer(caller.town)
    with scope(municipality=caller.town.neighbour):
        chair = machine("leyla", caller.town.neighbour)
        _other, token = actions.open_portal(
            actor=chair,
            municipality=caller.town.neighbour,
            name="Nümunə portalı",
            sender_account=ACCOUNT,
            per_minute=100,
        )
    assert caller.get(f"debts/{p.code}", token=token).status_code == 404
    caller.pay(p, 100, "A-1")
    assert caller.get("payments/A-1", token=token).status_code == 404
    assert caller.post("payments/A-1/reversal", {"reason": "x"}, token=token).status_code == 404


def test_what_a_merged_record_was_asked_goes_to_the_one_that_stands(caller: Caller) -> None:
    kept, merged = payer(caller.town, "Bir", years=()), payer(caller.town, "Biri", years=())
    actions.merge_payers(
        actor=caller.town.actor("a"), kept=kept, merged=merged, on=date(2025, 8, 1), reason="eyni"
    )
    assert caller.pay(merged, 100, "A-1").json()["code"] == kept.code and balance(kept) == -100


def test_a_merger_between_two_calls_of_one_key_changes_no_answer(caller: Caller) -> None:
    kept, merged, other = (payer(caller.town, name, years=()) for name in ("Bir", "Biri", "Başqası"))
    about = {"actor": caller.town.actor("a"), "on": date(2025, 8, 1)}
    before = caller.pay(merged, 100, "A-1").content
    one = actions.merge_payers(kept=kept, merged=merged, reason="eyni", **about)
    during = caller.pay(merged, 200, "A-2").content
    for key, amount, first in (("A-1", 100, before), ("A-2", 200, during)):
        again = caller.pay(merged, amount, key)
        assert again.status_code == 201 and again.content == first
    actions.undo_merge(merge=one, reason="iki nəfərdir", **about)
    for key, amount, first in (("A-1", 100, before), ("A-2", 200, during)):
        again = caller.pay(merged, amount, key)
        assert again.status_code == 201 and again.content == first
    assert Payment.objects.count() == 2
    for key, amount in (("A-1", 100), ("A-2", 200)):
        assert caller.pay(other, amount, key).json()["type"].endswith("key-used")
    assert caller.pay(kept, 100, "A-1").json()["type"].endswith("key-used")


def test_what_was_taken_out_of_a_joined_line_is_given_to_its_payer(caller: Caller) -> None:
    one, two = payer(caller.town, "Bir", years=()), payer(caller.town, "İki", years=())
    caller.pay(one, 300, "1", date(2025, 8, 18))
    caller.pay(one, 200, "2", date(2025, 8, 18))
    (line,) = from_portal(caller.town, (date(2025, 8, 20), "5,00"))
    assert line.state == S.POSTED
    caller.pay(two, 900, "3", date(2025, 8, 19))
    actor, day = caller.town.actor("rauf"), date(2025, 8, 19)
    wrong = Payment.objects.get(key="2")
    actions.reverse_payment(actor=actor, payment=wrong, on=date(2025, 8, 23), reason="Səhv")
    line.refresh_from_db()
    assert (line.state, line.reason) == (S.QUEUE, R.NONE)
    with pytest.raises(Refused, match="3,00"):
        actions.settle_transfer(actor=actor, portal=caller.portal, line=line, first=day, last=day)
    with pytest.raises(Refused, match="2,00"):
        actions.assign_line(actor=actor, line=line, parts=[(two, 201)])
    actions.assign_line(actor=actor, line=line, parts=[(two, 200)])
    line.refresh_from_db()
    assert line.state == S.POSTED and balance(one) == -300 and balance(two) == -1100


def test_no_money_is_paid_back_before_it_has_come(caller: Caller) -> None:
    p, actor = payer(caller.town, years=()), caller.town.actor("rauf")
    about = {"actor": actor, "payer": p, "account": "AZ57NABZ00000000137010003333", "on": TODAY}
    take(caller.town, (TODAY, "3,00", p.name, p.code))
    caller.pay(p, 1000, "A-1")
    small, great = (actions.ask_refund(amount=amount, **about) for amount in (300, 1000))
    with pytest.raises(Refused, match="10,00"):
        actions.pay_refund(actor=actor, refund=great, on=TODAY)
    actions.pay_refund(actor=actor, refund=small, on=TODAY)
    assert balance(p) == -1000
    caller.post("payments/A-1/reversal", {"reason": "Kart ləğv edildi"})
    caller.pay(p, 1000, "A-2")
    from_portal(caller.town, (TODAY, "10,00"), number="2")
    actions.pay_refund(actor=actor, refund=great, on=TODAY)
    assert balance(p) == 0


def test_what_became_credit_when_a_debt_fell_waits_for_its_money_too(caller: Caller) -> None:
    p, actor = payer(caller.town), caller.town.actor("rauf")
    caller.pay(p, 503, "A-1")
    demand = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment")[0]
    case = actions.open_objection(actor=actor, demand=demand, disputed=200, on=TODAY, reason="Sahə azdır")
    actions.answer_objection(actor=actor, objection=case, granted=200, on=TODAY, answer="Ölçüldü")
    about = {"actor": actor, "payer": p, "account": "AZ57NABZ00000000137010003333", "on": TODAY}
    refund = actions.ask_refund(amount=200, **about)
    with pytest.raises(Refused, match="portal"):
        actions.pay_refund(actor=actor, refund=refund, on=TODAY)
    from_portal(caller.town, (TODAY, "5,03"))
    actions.pay_refund(actor=actor, refund=refund, on=TODAY)


def waits(town: Town, p: Taxpayer, amount: int) -> None:
    """Nobody pays out what a portal may still take back."""
    actor = town.actor("rauf")
    assert balance(p) == -amount
    refund = actions.ask_refund(actor=actor, payer=p, amount=amount, account="AZ57NABZ00000000137010003333", on=TODAY)  # fmt: skip
    with pytest.raises(Refused, match="portal"):
        actions.pay_refund(actor=actor, refund=refund, on=TODAY)


def test_what_was_set_off_before_the_portal_took_money_was_other_money(caller: Caller) -> None:
    p, actor = payer(caller.town, years=()), caller.town.actor("rauf")
    take(caller.town, (TODAY, "10,00", p.name, p.code))
    Entry.objects.create(
        municipality=caller.town.home, taxpayer=p, kind=Entry.Kind.DEMAND, head=3, year=TODAY.year, instalment=1, due=TODAY, day=TODAY, amount=1000,
    )  # fmt: skip
    actions.set_off(actor=actor, payer=p, on=TODAY)
    caller.pay(p, 500, "A-1")
    waits(caller.town, p, 500)


def merged(caller: Caller, away: Taxpayer) -> Taxpayer:
    actor = caller.town.actor("rauf")
    kept = actions.register_payer(actor=actor, facts={"name": "Sınaqov Varis"}, on=date(2024, 1, 1))
    actions.merge_payers(actor=actor, kept=kept, merged=away, on=TODAY, reason="bir nəfərdir")
    return kept


def test_credit_of_a_debt_that_fell_after_a_merger_waits_too(caller: Caller) -> None:
    away, actor = payer(caller.town, years=()), caller.town.actor("rauf")
    Entry.objects.create(
        municipality=caller.town.home, taxpayer=away, kind=Entry.Kind.DEMAND, head=3, year=TODAY.year, instalment=1, due=TODAY, day=TODAY, amount=500,
    )  # fmt: skip
    caller.pay(away, 300, "A-1")
    kept = merged(caller, away)
    debt = Entry.objects.get(taxpayer=kept, due__isnull=False)
    case = actions.open_objection(actor=actor, demand=debt, disputed=400, on=TODAY, reason="Sahə azdır")
    actions.answer_objection(actor=actor, objection=case, granted=400, on=TODAY, answer="Ölçüldü")
    waits(caller.town, kept, 200)


def test_a_reduction_of_what_a_portal_had_paid_waits_after_a_merger(caller: Caller) -> None:
    away, actor = payer(caller.town), caller.town.actor("rauf")
    caller.pay(away, asked.owed(away, TODAY).total, "A-1")
    kept = merged(caller, away)
    assert balance(kept) == 0
    state = kept.holdings.get().object.states.get(withdrawn=False)
    actions.correct_state(
        actor=caller.town.actor("aynur"), state=state, facts={"area_dm2": 8_000}, since=state.since, reason="ölçülüb"
    )  # fmt: skip
    run = actions.preview_run(actor=actor, year=2025, on=TODAY)
    actions.approve_run(actor=caller.town.actor("leyla"), run=run, on=TODAY)
    waits(caller.town, kept, asked.owed(kept, TODAY).credit)


def test_a_call_costs_a_bounded_number_of_questions(
    caller: Caller, django_assert_max_num_queries: Callable[..., Any]
) -> None:
    p = payer(caller.town)
    caller.pay(p, 100, "A-1")
    with django_assert_max_num_queries(10):
        caller.get(f"debts/{p.code}")
    with django_assert_max_num_queries(6):
        caller.get("payments/A-1")
    with django_assert_max_num_queries(6):
        caller.pay(p, 100, "A-1")


def test_the_office_makes_a_token_and_sees_what_was_taken(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "today", lambda: TODAY)
    leyla, rauf = cast.client("leyla"), cast.client("rauf")
    form = {"name": "Nümunə portalı", "sender_account": ACCOUNT, "per_minute": "60"}
    for method in (rauf.get, rauf.post, cast.client("aynur").get):
        assert method(reverse("revenue_portal_new"), form).status_code == 403
    assert leyla.post(reverse("revenue_portal_new"), form | {"sender_account": "AZ00"}).status_code == 422
    page = leyla.post(reverse("revenue_portal_new"), form)
    token = page.content.decode().split('value="bld_')[1].split('"')[0]
    assert page.status_code == 200 and "no-store" in page["Cache-Control"]
    assert leyla.post(reverse("revenue_portal_new"), form).status_code == 422
    with scope(municipality=cast.home):
        portal = Portal.objects.get()
        town = Town.__new__(Town)
        town.home = cast.home
        p = payer(town)
        answer = Caller(town, portal, f"bld_{token}").pay(p, 300, "A-1")
        assert answer.status_code == 201
        made = Payment.objects.get().pk
        odd = from_portal(town, (date(2025, 8, 21), "9,00"), number="odd")[0]
        Portal.objects.update(sender_account="")
        line = from_portal(town, (date(2025, 8, 21), "3,00"))[0]
    # Its money has not come: the card says so and leads to no form, nor is there one.
    taken_back = reverse("revenue_payment_reverse", args=[made])
    card = rauf.get(reverse("revenue_card", args=[p.code])).content.decode()
    assert "pul portaldan hələ gəlməyib" in card and taken_back not in card
    shown = rauf.get(taken_back)
    assert shown.status_code == 200 and "Portal bu pulu" in shown.content.decode()
    assert 'name="reason"' not in shown.content.decode()
    assert rauf.post(taken_back, {"on": "21.08.2025", "reason": "Səhv"}).status_code == 422
    warned = rauf.get(reverse("revenue_bank_line", args=[odd.pk])).content.decode()
    assert reverse("revenue_portals") in warned
    here = reverse("revenue_portal", args=[portal.pk])
    shown = rauf.get(here).content.decode()
    assert p.name in shown and "A-1" in shown and token not in shown
    assert rauf.get(reverse("revenue_portals")).status_code == 200
    join = reverse("revenue_portal_transfer", args=[portal.pk])
    wrong = rauf.post(join, {"line": line.pk, "first": "19.08.2025", "last": "19.08.2025"})
    assert wrong.status_code == 422 and "3,00" in wrong.content.decode()
    assert rauf.post(join, {"line": line.pk, "first": "20.08.2025", "last": "20.08.2025"}).status_code == 302
    card = rauf.get(reverse("revenue_card", args=[p.code])).content.decode()
    assert "pul portaldan hələ gəlməyib" not in card and taken_back in card
    assert rauf.post(reverse("revenue_portal_token", args=[portal.pk])).status_code == 403
    assert 'value="bld_' in leyla.post(reverse("revenue_portal_token", args=[portal.pk])).content.decode()
    assert (
        leyla.post(reverse("revenue_portal_withdraw", args=[portal.pk]), {"reason": "bitdi"}).status_code
        == 302
    )
    for route in ("revenue_portal", "revenue_portal_transfer", "revenue_portal_withdraw"):
        assert cast.client("tural").get(reverse(route, args=[portal.pk])).status_code == 404


def test_a_technician_who_acts_in_the_municipality_makes_tokens_and_reads_no_accounts(cast: Cast) -> None:
    user = open_account(
        actor=machine("test"), username="usta", password="nümunə-şifrə-2026", surname="Ustalı", name="Sınaq", patronymic="",
        role=Role.TECHNICIAN, municipality=cast.home, starts=date(2024, 1, 1),
    )  # fmt: skip
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    made = client.post(
        reverse("revenue_portal_new"), {"name": "Portal", "sender_account": "", "per_minute": "60"}
    )
    assert 'value="bld_' in made.content.decode()
    assert client.get(reverse("revenue_portals")).status_code == 200
    assert client.get(reverse("revenue_payers")).status_code == 403
    with scope(municipality=cast.home):
        portal = Portal.objects.get()
    with scope(municipality=cast.neighbour), pytest.raises(Forbidden):
        actions.open_portal(
            actor=cast.actor("leyla"),
            municipality=cast.neighbour,
            name="Özgə",
            sender_account="",
            per_minute=60,
        )
    assert client.get(reverse("revenue_portal", args=[portal.pk])).status_code == 200
    assert client.get(reverse("revenue_portal_transfer", args=[portal.pk])).status_code == 403


def test_the_technician_of_the_house_makes_tokens_in_every_municipality_and_reads_no_accounts(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(door, "today", lambda: TODAY)
    client = cast.client("texnik")
    assert reverse("revenue_portals") in client.get("/").content.decode()  # its own door: the room is shut
    form = {"name": "Portal", "sender_account": "", "per_minute": "60"}
    assert client.post(reverse("revenue_portal_new"), form).status_code == 422  # where?
    tokens = {}
    for place in (cast.home, cast.neighbour):
        made = client.post(reverse("revenue_portal_new"), form | {"municipality": place.pk})
        tokens[place] = made.content.decode().split('value="bld_')[1].split('"')[0]
        line = LogEntry.objects.filter(code="revenue.portal.open").latest("pk")
        assert (line.chain, line.actor) == (place.pk, cast.users["texnik"].pk)
    assert (
        client.post(reverse("revenue_portal_new"), form | {"municipality": cast.home.pk}).status_code == 422
    )
    listed = client.get(reverse("revenue_portals")).content.decode()
    assert cast.home.name in listed and cast.neighbour.name in listed
    with scope(municipality=cast.home):
        portal, town = Portal.objects.get(), Town.__new__(Town)
        town.home = cast.home
        p = payer(town)
        assert Caller(town, portal, f"bld_{tokens[cast.home]}").pay(p, 300, "A-1").status_code == 201
    here = [portal.pk]
    shown = client.get(reverse("revenue_portal", args=here))
    assert shown.status_code == 200 and p.name not in shown.content.decode()
    assert client.get(reverse("revenue_portal_transfer", args=here)).status_code == 403
    renewed = client.post(reverse("revenue_portal_token", args=here)).content.decode()
    assert 'value="bld_' in renewed and tokens[cast.home] not in renewed
    gone = client.post(reverse("revenue_portal_withdraw", args=here), {"reason": "bitdi"}, follow=True)
    assert gone.status_code == 200
    with scope(municipality=cast.home):
        assert Portal.objects.get().ended_at
    for name in ("kamran", "zaur"):
        assert cast.client(name).get(reverse("revenue_portals")).status_code == 403
