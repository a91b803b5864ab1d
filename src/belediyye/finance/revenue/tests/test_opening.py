"""The old books: debts and overpayments of an office that begins today."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Entry, Opening, Taxpayer
from belediyye.finance.revenue.queries import balance, forecast, openings, posting, register
from belediyye.finance.revenue.queries.reports import ageing, roll
from belediyye.finance.rules.book.collection import interest

DAY = date(2026, 3, 1)
DEBT = {"head": 1, "year": 2025, "due": date(2025, 11, 17), "principal": 10_000, "interest": 700}


@pytest.fixture
def office(cast: Cast):
    with scope(municipality=cast.home):
        yield cast


def payer(cast: Cast, name: str = "Sınaqov Nümunə") -> Taxpayer:
    return actions.register_payer(actor=cast.actor("aynur"), facts={"name": name}, on=date(2026, 1, 5))


def enter(cast: Cast, one: Taxpayer, **facts: object) -> Opening:
    return actions.enter_opening(
        actor=cast.actor("rauf"), payer=one, facts=DEBT | facts, day=DAY, document="Kitab 2025, s. 12"
    )


def test_a_debt_stands_and_its_interest_runs_on_from_the_day(office: Cast) -> None:
    one = payer(office)
    enter(office, one)
    assert [balance.owed(one, DAY + timedelta(days=n)).total for n in (-1, 0, 1, 10)] == [
        0,
        10_700,
        10_710,
        10_800,
    ]
    assert balance.clear_on(one, DAY) == "overdue"
    with pytest.raises(Refused):
        actions.give_clearance(actor=office.actor("aynur"), payer=one, on=DAY)
    # No longer than the year after the due day: 17.11.2026 is the last day that bears interest.
    assert balance.owed(one, date(2027, 5, 1)).total == 10_700 + 10 * (date(2026, 11, 17) - DAY).days
    # Posted in one pass by the database, it is the same.
    actions.settle_accounts(actor=office.actor("rauf"), on=date(2026, 11, 22))
    posted = Entry.objects.filter(kind=Entry.Kind.INTEREST, day=date(2026, 11, 22)).get()
    assert posted.amount == 10 * (date(2026, 11, 17) - DAY).days
    assert interest(10_000, DEBT["due"], date(2027, 5, 1), working_calendar()).days == 365  # type: ignore[arg-type]


def test_the_account_by_year_tells_what_was_brought_from_what_was_paid(office: Cast) -> None:
    one, actor = payer(office), office.actor("rauf")
    debt, over = enter(office, one), enter(office, one, principal=0, interest=0, credit=300)

    def years(on: date) -> list[tuple[int, ...]]:
        found = register.years_of([one.pk], balance.owed(one, on))
        return [tuple(y[part] for part in ("year", "demanded", "interest", "other", "open")) for y in found]

    assert years(DAY) == [(2026, 0, 0, -300, -300), (2025, 10_000, 700, 0, 10_700)]
    gone = actions.write_off(
        actor=actor, payer=one, demands=[Entry.objects.get(source_id=debt.pk, source_kind=posting.OPENING, component=0)],
        ground="court", decision="№ 1", on=DAY,
    )  # fmt: skip
    assert years(DAY)[1] == (2025, 10_000, 700, -10_700, 0)
    actions.reverse_write_off(actor=actor, write_off=gone, on=DAY, reason="Ləğv")
    for made in (over, debt):
        actions.reverse_opening(actor=actor, opening=made, on=DAY, reason="Səhv")
    assert years(DAY) == [(2026, 0, 0, 0, 0), (2025, 0, 0, 0, 0)]


def test_the_table_of_the_page(office: Cast) -> None:
    from belediyye.finance.revenue.tests.test_money_docs import day, rows

    one = payer(office)
    enter(office, one)
    for row in rows("account.md", "on"):
        debts = balance.owed(one, day(row["on"])).debts
        found = (sum(d.principal for d in debts), sum(d.interest + d.accruing for d in debts))
        assert found == (int(row["principal"]), int(row["interest"])), row


def test_reports_show_it_as_opening_and_by_age(office: Cast) -> None:
    one = payer(office)
    enter(office, one)
    enter(office, payer(office, "Artıq Ödəyən"), principal=0, interest=0, credit=300)
    table = roll.by_tax(roll.Scope(office.home.pk, date(2026, 1, 1), date(2026, 12, 31)))
    assert table.totals[1:] == (10_400, 0, 0, 0, 0, 0, 0, 10_400)
    aged = ageing.debtors(ageing.Scope(office.home.pk, date(2026, 3, 10)))
    assert [line.cells[3] for line in aged.lines] == [10_700]
    assert forecast.collected(office.home.pk, 2026) == {}
    assert posting.OPENING == "revenue.opening"


def test_an_overpayment_is_credit_and_settles_debts(office: Cast) -> None:
    one = payer(office)
    made = enter(office, one, principal=0, interest=0, credit=500)
    assert balance.owed(one, DAY).credit == 500
    enter(office, one, head=3, principal=300, interest=0)
    actions.settle_accounts(actor=office.actor("rauf"), on=DAY)
    assert balance.owed(one, DAY).credit == 200 and balance.owed(one, DAY).total == 0
    actions.reverse_opening(actor=office.actor("rauf"), opening=made, on=DAY, reason="Səhv")
    assert balance.owed(one, DAY).credit == 0 and balance.owed(one, DAY).total == 300


def test_it_is_entered_once_and_reversed(office: Cast) -> None:
    one = payer(office)
    with pytest.raises(Refused, match=r"100\s000\s000,00"):
        enter(office, one, principal=openings.MOST + 1)
    made = enter(office, one)
    for facts in (
        {},
        {"principal": 5},
        {"interest": 1, "due": date(2026, 8, 1), "year": 2026},
        {"year": 2030},
        {"credit": 1},
    ):
        with pytest.raises(Refused):
            enter(office, one, **facts)
    actions.settle_accounts(actor=office.actor("rauf"), on=date(2026, 4, 1))
    actions.reverse_opening(actor=office.actor("rauf"), opening=made, on=date(2026, 4, 1), reason="Səhv ad")
    assert balance.owed(one, date(2026, 4, 1)).total == 0 and balance.clear_on(one, date(2026, 4, 1)) == ""
    assert sum(Entry.objects.values_list("amount", flat=True)) == 0
    with pytest.raises(Refused):
        actions.reverse_opening(actor=office.actor("rauf"), opening=made, on=date(2026, 4, 1), reason="Yenə")
    enter(office, one, principal=5, interest=0)


def test_a_year_assessed_here_is_not_brought_in(office: Cast) -> None:
    one = payer(office)
    actions.register_object(
        actor=office.actor("aynur"), kind="building", details={}, facts={"use": "dwelling", "place_class": "village", "area_dm2": 13_000},
        holders=[(one, 1, 1)], on=date(2025, 1, 1),
    )  # fmt: skip
    run = actions.preview_run(actor=office.actor("rauf"), year=2025, on=date(2026, 2, 1))
    actions.approve_run(actor=office.actor("leyla"), run=run, on=date(2026, 2, 1))
    with pytest.raises(Refused):
        enter(office, one)
    enter(office, one, year=2024, due=date(2024, 11, 15))
    before = balance.owed(one, DAY).total
    again = actions.preview_run(actor=office.actor("rauf"), year=2024, on=DAY)
    actions.approve_run(actor=office.actor("leyla"), run=again, on=DAY)
    assert balance.owed(one, DAY).total == before


def test_debtors_of_the_old_books_are_reminded_and_merged_like_others(office: Cast) -> None:
    from belediyye.finance.revenue.queries import reminding

    one, other = payer(office), payer(office, "Sınaqov N.")
    enter(office, one)
    assert [(d.taxpayer_id, d.total) for d in reminding.debtors(office.home.pk, DAY)] == [(one.pk, 10_700)]
    actions.merge_payers(actor=office.actor("aynur"), kept=other, merged=one, on=DAY, reason="Eyni şəxs")
    assert balance.owed(one, DAY).total == 0 and balance.owed(other, DAY).total == 10_700
    with pytest.raises(Refused):
        actions.reverse_opening(
            actor=office.actor("rauf"), opening=Opening.objects.get(), on=DAY, reason="Səhv"
        )


def test_the_pages(office: Cast) -> None:
    one = payer(office)
    rauf, url = office.client("rauf"), reverse("revenue_opening_new", args=[one.code])
    today = timezone.localdate()
    assert rauf.get(url).status_code == 200
    assert rauf.post(url, {"what": "debt", "day": "01.03.2026"}).status_code == 422
    page = rauf.post(
        url, {"what": "credit", "day": "01.03.2026", "credit": "100000000,01", "document": "Kitab"}
    )
    assert "100 000 000,00" in str(page.context["form"].errors["credit"]).replace("\u00a0", " ")
    answer = rauf.post(
        url, {"what": "debt", "day": f"{today:%d.%m.%Y}", "head": "1", "year": "2025", "principal": "100", "interest": "7", "document": "Kitab"}, follow=True
    )  # fmt: skip
    assert answer.status_code == 200 and "Kitab" in answer.content.decode()
    made = Opening.objects.get()
    assert made.due == date(2025, 11, 17)
    assert "Kitab" in rauf.get(reverse("revenue_openings")).content.decode()
    undo = reverse("revenue_opening_reverse", args=[made.pk])
    assert rauf.get(undo).status_code == 200
    for name, expected in (("tural", 404), ("zaur", 403)):
        assert office.client(name).get(url).status_code == expected
        assert office.client(name).get(undo).status_code == expected
    rauf.post(undo, {"on": f"{today:%d.%m.%Y}", "reason": "Səhv"}, follow=True)
    made.refresh_from_db()
    assert made.reversed_on == today


def old_house(cast: Cast, name: str, on: date = date(2026, 1, 5)) -> Taxpayer:
    one = actions.register_payer(actor=cast.actor("aynur"), facts={"name": name}, on=on)
    actions.register_object(
        actor=cast.actor("aynur"), kind="building", details={}, facts={"use": "dwelling", "place_class": "village", "area_dm2": 13_000},
        holders=[(one, 1, 1)], on=date(2020, 1, 1),
    )  # fmt: skip
    return one


def bill(cast: Cast, year: int = 2025):
    run = actions.preview_run(actor=cast.actor("rauf"), year=year, on=date(2026, 11, 22))
    return actions.approve_run(actor=cast.actor("leyla"), run=run, on=date(2026, 11, 22))


def test_who_paid_in_full_in_the_old_books_is_not_billed_again(office: Cast) -> None:
    paid, other = old_house(office, "Ödəmiş Nümunə"), old_house(office, "Borclu Nümunə")
    line = enter(office, paid, principal=0, interest=0)
    assert not Entry.objects.exists()
    run = bill(office)
    assert run.totals["openings"] == 1 and run.posted_qepik == 1000
    assert {e.taxpayer_id for e in Entry.objects.all()} == {other.pk}
    actions.reverse_opening(actor=office.actor("rauf"), opening=line, on=date(2026, 11, 22), reason="səhv")
    assert bill(office).posted_qepik == 1000


def test_a_zero_in_a_list_says_that_it_was_billed(office: Cast) -> None:
    from belediyye.finance.revenue.queries import openings

    said = openings.read({"head": 1, "year": 2025, "principal": 0}, DAY)
    assert said.amounts == (0, 0, 0) and said.key == (1, 2025, date(2025, 11, 17))
    for facts in ({"head": 1, "year": 2025}, {"principal": 0}):
        with pytest.raises(openings.Fault):
            openings.read(facts, DAY)


def test_a_year_billed_whole_is_left_alone(office: Cast) -> None:
    old_house(office, "Ödəmiş Nümunə")
    rauf, client = office.actor("rauf"), office.client("rauf")
    draft = actions.preview_run(actor=rauf, year=2025, on=date(2026, 11, 22))
    address = reverse("revenue_run", args=[draft.number])
    asks = reverse("revenue_billed_year_new")
    assert asks in client.get(address).content.decode()
    assert client.post(asks, {"year": 2025, "document": "2025-ci ilin kitabı"}).status_code == 302
    with pytest.raises(Refused):  # what was shown is not what would be posted
        actions.approve_run(actor=office.actor("leyla"), run=draft, on=date(2026, 11, 22))
    # Whoever begins a preview reads it before.
    asked = client.get(reverse("revenue_run_new")).content.decode()
    assert "2025-ci ilin vergisi köhnə kitablarda" in asked
    new = old_house(office, "Yeni Tapılmış", on=date(2027, 1, 5))
    run = bill(office)
    assert (
        run.totals["billed"] == {"until": f"{timezone.localdate()}", "count": 1, "amount": 1000}
        and run.posted_qepik == 1000
    )
    assert {e.taxpayer_id for e in Entry.objects.all()} == {new.pk}
    page = client.get(reverse("revenue_run", args=[run.number])).content.decode()
    assert "10,00" in page and asks not in page
    with pytest.raises(Refused):
        actions.bill_year(actor=rauf, year=2025, on=date(2026, 11, 22), document="yenə")


def test_a_preview_of_a_year_billed_whole_says_so_whatever_it_takes_in(office: Cast) -> None:
    rauf, client = office.actor("rauf"), office.client("rauf")
    actions.bill_year(actor=rauf, year=2025, on=date(2026, 11, 22), document="kitab")

    def told() -> str:
        run = actions.preview_run(actor=rauf, year=2025, on=date(2026, 11, 22))
        return client.get(reverse("revenue_run", args=[run.number])).content.decode()

    demanded, mark = "il üzrə artıq tələb olunur", "22.11.2026 tarixində və ya ondan əvvəl"
    nothing = told()
    assert "ödənilməli vergi hesablamır" in nothing and mark in nothing and "heç kim" in nothing
    # Registered on the day of the mark, after it was made: the whole day counts.
    one = old_house(office, "Ödəmiş Nümunə", on=date(2026, 11, 22))
    actions.register_object(
        actor=office.actor("aynur"), kind="building", details={}, facts={"use": "dwelling", "place_class": "village", "area_dm2": 5_000},
        holders=[(one, 1, 1)], on=date(2026, 11, 22),
    )  # fmt: skip
    alone = told()
    assert "hər kəsə toxunulmur" in alone and mark in alone and demanded not in alone
    # Known only from a day after the year: an earlier first day would not make the old books bill it here.
    assert "sonrakı gündən görünür" not in alone


def test_the_mark_of_a_year_is_taken_back(office: Cast) -> None:
    old_house(office, "Ödəmiş Nümunə")
    rauf = office.actor("rauf")
    made = actions.bill_year(actor=rauf, year=2025, on=date(2026, 11, 22), document="kitab")
    with pytest.raises(Refused):
        actions.bill_year(actor=rauf, year=2025, on=date(2026, 11, 22), document="kitab")
    assert "2025" in office.client("rauf").get(reverse("revenue_openings")).content.decode()
    address = reverse("revenue_billed_year_drop", args=[made.pk])
    assert office.client("tural").get(address).status_code == 404
    actions.drop_billed_year(actor=rauf, billed=made, on=date(2026, 11, 22), reason="kitab tapılmadı")
    with pytest.raises(Refused):
        actions.drop_billed_year(actor=rauf, billed=made, on=date(2026, 11, 22), reason="yenə")
    assert bill(office).posted_qepik == 1000
    with pytest.raises(Refused):  # it stands on the accounts now
        actions.bill_year(actor=rauf, year=2025, on=date(2026, 11, 22), document="kitab")


def test_a_day_before_the_book_is_told_as_such_and_not_as_years_turned_round() -> None:
    from belediyye.finance.revenue.queries import openings

    with pytest.raises(openings.Fault) as fault:
        openings.read({"head": 1, "year": 1999, "principal": 100}, date(1999, 5, 1))
    assert fault.value.code == "day_early" and "2004" in fault.value.words["az"]
    with pytest.raises(openings.Fault) as fault:
        openings.read({"head": 1, "year": 2099, "principal": 100}, DAY)
    assert fault.value.words["en"].endswith(f"2004 and {DAY.year}.")
