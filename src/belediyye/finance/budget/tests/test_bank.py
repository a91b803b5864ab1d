"""The bank's side and the ledger's: certain lines are matched, an order is executed by its line, the rest waits for a person."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scopes_disabled

from belediyye.core.actions import Refused
from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.models import BankLine, Line, PaymentOrder, Receipt
from belediyye.finance.budget.queries import bank
from belediyye.finance.budget.tests import town

pytestmark = pytest.mark.django_db
HEAD = "Tarix,Məbləğ,Ödəyici,Təyinat,Sənəd №\n"


@pytest.fixture(autouse=True)
def _everything():
    with scopes_disabled():
        yield


@pytest.fixture
def budget(cast):
    made = town.adopted(cast)
    town.fund(cast, made)
    return made


def order(cast, budget, amount, payee="Nümunə Yol MMC", title="Yollar"):
    rauf, leyla = cast.actor("rauf"), cast.actor("leyla")
    owed = actions.oblige(
        actor=rauf, line=town.line(budget, title), day=town.DAY, amount=amount, paper=actions.Paper("Akt")
    )
    made = actions.prepare_order(
        actor=rauf, obligation=owed, day=town.DAY, amount=amount, payee=payee, account="AZ12"
    )
    actions.sign_order(actor=rauf, order=made)
    actions.sign_order(actor=leyla, order=made)
    return made


def take(cast, rows):
    return actions.take_bank_statement(
        actor=cast.actor("rauf"), municipality=cast.home, content=(HEAD + rows).encode(), name="hesab.csv"
    )


def test_a_line_executes_its_order_once(cast, budget):
    one, two = order(cast, budget, 10_000), order(cast, budget, 10_000)
    rows = f"05.02.2026,-100.00,Kimsə,Ödəniş tapşırığı {two.number}/{two.year},B1\n06.02.2026,-100.00,Nümunə Yol MMC,təmir,B2\n"
    took = take(cast, rows)
    assert (took.new, took.matched, took.waiting) == (2, 2, 0)
    for made, day in ((two, 5), (one, 6)):
        made.refresh_from_db()
        assert (made.state, made.paid_on) == (PaymentOrder.State.PAID, date(2026, 2, day))
    again = take(cast, rows)
    assert (again.new, again.known) == (0, 2)
    assert queries.position(town.line(budget, "Yollar")).paid == 20_000


def test_an_amount_alone_is_not_enough(cast, budget):
    made = order(cast, budget, 10_000)
    assert take(cast, "05.02.2026,-100.00,Başqası,nə isə,B1\n").waiting == 1
    made.refresh_from_db()
    assert made.state == PaymentOrder.State.SIGNED
    line = BankLine.objects.get()
    actions.match_bank_line(actor=cast.actor("rauf"), line=line, paper=made)
    made.refresh_from_db()
    assert made.state == PaymentOrder.State.PAID
    with pytest.raises(Refused):
        actions.explain_bank_line(actor=cast.actor("rauf"), line=line, words="başqa bir şey")
    actions.free_bank_line(actor=cast.actor("rauf"), line=line, reason="səhv")
    assert list(bank.waiting(cast.home)) == [line]
    made.refresh_from_db()
    assert made.state == PaymentOrder.State.PAID  # the ledger keeps what was done


def test_money_that_came_in(cast, budget):
    rauf = cast.actor("rauf")
    took = take(
        cast,
        "20.01.2026,600.00,Xəzinə,dotasiya,B1\n25.01.2026,50.00,Naməlum,,B2\n26.01.2026,70.00,Öz hesabımız,köçürmə,B3\n",
    )
    assert (took.matched, took.waiting) == (1, 2)
    stranger, own = bank.waiting(cast.home).order_by("day")
    actions.receive_bank_line(actor=rauf, line=stranger, on=town.line(budget, "Torpaq vergisi"))
    assert queries.position(town.line(budget, "Torpaq vergisi")).paid == 5_000
    with pytest.raises(Refused):
        actions.receive_bank_line(actor=rauf, line=stranger, on=town.line(budget, "Torpaq vergisi"))
    actions.explain_bank_line(actor=rauf, line=own, words="Öz hesablarımız arasında köçürmə")
    assert not bank.waiting(cast.home)
    (january,) = bank.by_month(cast.home, 2026)
    assert (january.bank_in, january.ledger_in, january.difference) == (72_000, 65_000, 7_000)
    assert all(not rows for rows in bank.papers_without_line(cast.home, 2026).values())


def test_what_only_the_ledger_has_is_listed(cast, budget):
    town.paid(cast, town.line(budget, "Yollar"), 10_000)
    papers = bank.papers_without_line(cast.home, 2026)
    assert [one.amount for one in papers["orders"]] == [10_000]
    assert [one.amount for one in papers["receipts"]] == [60_000]


def test_what_taxpayers_wrote_lies_encrypted(cast, budget):
    from django.db import connection

    take(cast, "25.01.2026,50.00,Nərgiz Nümunəli,torpaq vergisi,B2\n")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM budget_bankline")
        assert "Nərgiz" not in cursor.fetchone()[0]
    assert "Nərgiz" in BankLine.objects.get().text


def test_a_broken_statement_takes_nothing(cast, budget):
    with pytest.raises(Refused):
        actions.take_bank_statement(
            actor=cast.actor("rauf"), municipality=cast.home, content=b"salam", name="a.txt"
        )
    assert not BankLine.objects.exists()


def test_the_pages_of_the_bank(client, cast, budget):
    made = order(cast, budget, 10_000)
    client.force_login(cast.users["rauf"])
    rows = HEAD + "05.02.2026,-100.00,Başqası,nə isə,B1\n25.01.2026,50.00,Naməlum,,B2\n"
    page = client.post("/finance/budget/bank/new/", {"file": SimpleUploadedFile("h.csv", rows.encode())})
    assert page.status_code == 302, page.content.decode()
    assert (
        "B2" in client.get("/finance/budget/bank/").content.decode()
        or "Naməlum" in client.get("/finance/budget/bank/").content.decode()
    )
    out, come = BankLine.objects.order_by("amount")
    assert str(made) in client.get(f"/finance/budget/bank/{out.pk}/").content.decode()
    client.post(f"/finance/budget/bank/{out.pk}/is/order/{made.pk}/")
    made.refresh_from_db()
    assert made.state == PaymentOrder.State.PAID
    assert client.post(f"/finance/budget/bank/{come.pk}/", {"words": ""}).status_code == 422
    land = town.line(budget, "Torpaq vergisi")
    assert client.post(f"/finance/budget/bank/{come.pk}/", {"on": land.pk, "words": ""}).status_code == 302
    assert Receipt.objects.filter(line=land, amount=5_000).exists()
    assert client.get("/finance/budget/bank/?show=all&year=2026").status_code == 200
    client.post("/finance/budget/bank/revenue/")
    client.force_login(cast.users["tural"])
    assert client.get(f"/finance/budget/bank/{out.pk}/").status_code == 404
    assert client.post(f"/finance/budget/bank/{out.pk}/is/order/{made.pk}/").status_code == 404
    assert Line.objects.filter(budget=budget).exists()


def test_the_bank_list_asks_few_questions(client, cast, budget, django_assert_max_num_queries):
    take(cast, "".join(f"25.01.2026,{n}.00,Naməlum,,N{n}\n" for n in range(1, 60)))
    client.force_login(cast.users["rauf"])
    with django_assert_max_num_queries(30):
        client.get("/finance/budget/bank/")


@pytest.mark.parametrize("year", ["0000", "²²²²", "9999", "x"])
def test_a_year_that_is_none_shows_this_one(client, cast, year):
    client.force_login(cast.users["rauf"])
    assert client.get("/finance/budget/bank/", {"show": "all", "year": year}).status_code == 200
