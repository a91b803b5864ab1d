"""Money in, on the pages: tables whose columns are explained once, lines for several payers, several lines for one."""

from datetime import date

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.core.identifiers import IBAN
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import BankLine, Payment
from belediyye.finance.revenue.queries.cases import spread_of
from belediyye.finance.revenue.queries.settling import would_settle
from belediyye.finance.revenue.tests import town

OTHER = "AZ81NABZ00000000137010002222"
HEAD = "Gün;Pul;Kim;Nə üçün\n"


@pytest.fixture
def two(cast: Cast):
    with scope(municipality=cast.home):
        yield cast, town.payer(cast, "Sınaqov Bir"), town.payer(cast, "Sınaqov İki")  # type: ignore[arg-type]


def upload(client, text: str, name: str = "bank.csv"):
    return client.post(reverse("revenue_bank_new"), {"file": SimpleUploadedFile(name, text.encode())})


def test_columns_are_explained_once(two) -> None:
    cast, a, b = two
    aynur = cast.client("aynur")
    asked = upload(aynur, HEAD + f"10.08.2025;3,00;{a.name};{a.code}\n")
    assert "/columns/" in asked["Location"] and not BankLine.objects.exists()
    page = aynur.get(asked["Location"])
    assert page.status_code == 200 and "Nə üçün" in page.content.decode()
    assert aynur.post(asked["Location"], {"day": "Gün"}).status_code == 422
    assert aynur.post(asked["Location"], {"day": "Gün", "amount": "Gün"}).status_code == 422
    assert cast.client("tural").get(asked["Location"]).status_code == 404
    said = {"day": "Gün", "amount": "Pul", "name": "Kim", "text": "Nə üçün"}
    assert aynur.post(asked["Location"], said)["Location"] == reverse("revenue_bank")
    assert Payment.objects.get().taxpayer_id == a.pk
    # The kind of a statement is said in the language of the page.
    assert "tarixində qəbul edilib" in aynur.get(asked["Location"]).content.decode()
    listed = aynur.get(reverse("revenue_bank")).content.decode()
    assert "cədvəl" in listed and ">table" not in listed
    again = upload(aynur, HEAD.replace("Gün;Pul", "Pul;Gün") + f"4,00;11.08.2025;{b.name};{b.code}\n")
    assert again["Location"] == reverse("revenue_bank")
    assert Payment.objects.get(taxpayer=b).amount == 400


def test_a_statement_of_an_account_not_known_asks_first(two) -> None:
    """Somebody else's file, chosen by mistake, posts nothing; said to be ours, its account is known from then on."""
    cast, a, _b = two
    aynur = cast.client("aynur")
    file = town.statement((date(2025, 8, 10), "3,00", a.name, a.code)).decode()
    other = file.replace(cast.home.account, OTHER)
    asked = upload(aynur, other, "x.sta")["Location"]
    assert "/account/" in asked and not BankLine.objects.exists()
    assert IBAN.format(OTHER) in aynur.get(asked).content.decode()
    assert cast.client("tural").get(asked).status_code == 404 and not BankLine.objects.exists()
    assert aynur.post(asked)["Location"] == reverse("revenue_bank")
    assert Payment.objects.get().amount == 300
    # Asked for again, the page says that the file was taken, and takes nothing more.
    later = aynur.get(asked).content.decode()
    assert "tarixində qəbul edilib" in later and "<form" not in later.split("<main")[1]
    assert "əvvəllər qəbul edilməyib" not in later and aynur.post(asked).status_code == 422
    # Its writing without country and bank is the same account; the municipality's own was never asked about.
    short = town.statement((date(2025, 8, 11), "4,00", a.name, a.code), number="2").decode()
    assert "/account/" not in upload(aynur, short.replace(cast.home.account, OTHER[8:]), "y.sta")["Location"]
    assert "/account/" not in upload(aynur, short.replace("4,00", "5,00"), "z.sta")["Location"]
    assert Payment.objects.count() == 3
    with pytest.raises(Refused, match="öz hesabı"):
        actions.ask_refund(actor=cast.actor("rauf"), payer=a, amount=100, account=OTHER, on=date(2025, 8, 12))


def test_what_became_of_each_line_is_said_and_nothing_that_did_not_happen(two) -> None:
    cast, a, _b = two
    aynur, day = cast.client("aynur"), date(2025, 8, 10)

    def told(*lines: tuple[date, str, str, str], number: str) -> str:
        file = SimpleUploadedFile(f"{number}.sta", town.statement(*lines, number=number))
        with override("en"):
            made = aynur.post(reverse("revenue_bank_new"), {"file": file}, HTTP_ACCEPT_LANGUAGE="en")
            return str(list(get_messages(made.wsgi_request))[-1])

    paid, out = (day, "3,00", a.name, a.code), (day, "-2,00", "Bank", "komissiya")
    assert told(paid, out, (day, "4,00", "Kimsə", "vergi"), number="1") == (
        "3 lines were taken in: 1 is posted, 1 waits for you, 1 is no receipt: money that went out."
    )
    assert told(paid, (date(2025, 8, 11), "1,00", a.name, a.code), number="2") == (
        "1 line was taken in: 1 is posted, 1 was known already."
    )


def test_one_line_to_many_and_many_lines_to_one(two) -> None:
    cast, a, b = two
    rauf = cast.client("rauf")
    town.take(
        cast,
        *(
            (date(2025, 8, d), amount, "Kimsə", "vergi")
            for d, amount in ((10, "9,00"), (11, "1,00"), (12, "2,00"))
        ),
    )
    first, second, third = BankLine.objects.filter(state=BankLine.State.QUEUE).order_by("day")
    url = reverse("revenue_bank_line", args=[first.pk])
    more = rauf.post(url, {"more": "1", "rows": "1", "code": a.code, "amount": "5"}).content.decode()
    assert 'name="code_3"' in more and a.code in more
    parts = {"rows": "3", "code": a.code, "amount": "5", "code_2": b.code, "amount_2": "4"}
    assert rauf.post(url, parts | {"code_3": b.code}).status_code == 422
    assert rauf.post(url, parts | {"amount_2": "5"}).status_code == 422
    assert rauf.post(url, parts).status_code == 302
    assert {(p.taxpayer_id, p.amount) for p in Payment.objects.all()} == {(a.pk, 500), (b.pk, 400)}
    queue = reverse("revenue_bank_assign")
    chosen = {"line": [second.pk, third.pk]}
    rauf.post(queue, chosen)
    assert Payment.objects.count() == 2
    rauf.post(queue, chosen | {"code": a.code})
    assert sorted(Payment.objects.filter(taxpayer=a).values_list("amount", flat=True)) == [100, 200, 500]
    assert not BankLine.objects.filter(state=BankLine.State.QUEUE).exists()


def test_what_a_line_would_settle_is_what_it_settles(two) -> None:
    cast, a, _b = two
    day = date(2025, 12, 1)
    foreseen, left = would_settle(a, 1030, day)
    town.take(cast, (day, "10,30", a.name, a.code))
    paid = Payment.objects.get()
    posted = spread_of(paid)
    assert [(s.what, s.amount) for s in foreseen] == [(p["what"], p["amount"]) for p in posted if p["what"]]
    assert left == 0 and [s.amount for s in foreseen][:2] == [500, 500]
