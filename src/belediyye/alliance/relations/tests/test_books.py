"""The books attacked: the future, other years, reversals across the year's end, more spent than received, empty grants."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from belediyye.alliance.relations import models as m
from belediyye.alliance.relations.actions import books
from belediyye.alliance.relations.queries import books as ask
from belediyye.core.actions import Refused
from belediyye.core.demo import World

pytestmark = pytest.mark.django_db


def spending(award: m.Award, day: date, amount: int = 10_00) -> m.BookEntry:
    return m.BookEntry(
        award=award, line=award.lines.get(code="3"), kind="spending", day=day, amount=amount, party="Sınaq MMC", words="xidmət", paper_number="№ 1"
    )  # fmt: skip


def test_a_reversal_in_the_next_year_leaves_both_years_adding_up(world: World) -> None:
    award, kamran = world.rooms["relations"]["award"], world.actor("kamran")
    before = [ask.statement(award, date(y, 1, 1), date(y, 12, 31)) for y in (2025, 2026)]
    entry = books.enter(actor=kamran, entry=spending(award, date(2025, 12, 30)))
    with pytest.raises(Refused):
        books.reverse(actor=kamran, entry=entry, words="səhv", on=date(2025, 12, 29))
    books.reverse(actor=kamran, entry=entry, words="səhv", on=date(2026, 1, 5))
    after = [ask.statement(award, date(y, 1, 1), date(y, 12, 31)) for y in (2025, 2026)]
    assert after[0].spent == before[0].spent + 10_00 and after[1].spent == before[1].spent - 10_00
    assert after[0].closing == after[1].opening and after[1].closing == before[1].closing
    # What was taken back is free to be spent again, to the last qəpik and not beyond.
    left = next(x.left for x in ask.whole_statement(award).lines if x.line.code == "3")
    books.enter(actor=kamran, entry=spending(award, date(2026, 2, 1), left))
    with pytest.raises(Refused):
        books.enter(actor=kamran, entry=spending(award, date(2026, 2, 1), 1))


def test_the_books_do_not_know_the_future_nor_absurd_years(world: World) -> None:
    award, client = world.rooms["relations"]["award"], world.cast.client("kamran")
    tomorrow = timezone.localdate() + timedelta(days=1)
    given = {
        "line": award.lines.get(code="3").pk,
        "day": f"{tomorrow:%d.%m.%Y}",
        "amount": "1",
        "party": "X",
        "words": "x",
        "paper_number": "1",
    }
    count = award.entries.count()
    assert client.post(reverse("relations_spending", args=[award.pk]), given).status_code == 422
    assert award.entries.count() == count
    for year in ("99999", "0", "-1", "abc", "²⁰²⁶", "20260", "2026"):
        for route in ("relations_book", "relations_book_pdf", "relations_entries"):
            assert (
                client.get(
                    reverse(route, args=[award.pk] if "book" in route else []), {"year": year}
                ).status_code
                == 200
            )
        assert client.get(reverse("relations_books"), {"year": year}).status_code == 200


def test_more_spent_than_received_is_said_and_an_empty_grant_is_a_page(world: World) -> None:
    award, client = world.rooms["relations"]["award"], world.cast.client("orxan")
    for receipt in award.entries.filter(kind="receipt", reverses=None, reversed_by=None):
        books.reverse(
            actor=world.actor("kamran"), entry=receipt, words="bank qaytardı", on=date(2026, 11, 22)
        )
    whole = ask.whole_statement(award)
    assert whole.received == 0 and whole.closing == -whole.spent
    assert "12 251,40" in client.get(reverse("relations_book", args=[award.pk])).content.decode().replace(
        "\u00a0", " "
    )
    empty = m.Award.objects.create(
        donor=award.donor, number="B-0", title="Boş qrant", signed_on=award.signed_on, starts=date(2030, 1, 1), ends=date(2031, 12, 31)
    )  # fmt: skip
    page = client.get(reverse("relations_book", args=[empty.pk]))
    assert (
        page.status_code == 200
        and client.get(reverse("relations_book_pdf", args=[empty.pk])).status_code == 200
    )
    assert ask.years_of(empty) == [2030, 2031]
