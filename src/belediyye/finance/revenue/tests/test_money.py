"""Money in: taken once, matched, spread in the law's order, taken back; the account's sum holds at every day."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.identifiers import REFERENCE
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import BankLine, Entry, Payment
from belediyye.finance.revenue.queries.notices import reference_of
from belediyye.finance.revenue.tests.town import Town, assess, balance, payer, take
from belediyye.finance.rules.book.collection import interest

DAY = date(2026, 11, 22)
K, S, R = Entry.Kind, BankLine.State, BankLine.Reason


@pytest.fixture
def office(db: None) -> Iterator[Town]:
    town = Town()
    with scope(municipality=town.home):
        yield town


def test_a_line_with_a_reference_pays_the_oldest_principal_and_posts_the_interest_of_its_day(
    office: Town,
) -> None:
    p = payer(office)
    paid_on = date(2025, 12, 1)
    (made,) = take(office, (paid_on, "6,00", "Kimsə", f"Vergi {REFERENCE.format(reference_of(p, 2025))}"))
    line = made.lines.get()
    assert (line.state, line.reason, line.taxpayer_id, line.confidence) == (S.POSTED, R.REFERENCE, p.pk, 100)
    demands = list(Entry.objects.filter(taxpayer=p, kind=K.DEMAND).order_by("instalment"))
    assert [d.due for d in demands] == [date(2025, 8, 15), date(2025, 11, 17)]
    wanted = [interest(500, d.due, paid_on, working_calendar()).amount_qepik for d in demands]
    assert (
        [e.amount for e in Entry.objects.filter(kind=K.INTEREST).order_by("demand")]
        == [w for w in wanted if w]
        == [54, 7]
    )
    paid = [(e.demand_id, e.component, e.amount) for e in Entry.objects.filter(kind=K.PAYMENT).order_by("pk")]
    assert paid == [(demands[0].pk, 0, -500), (demands[1].pk, 0, -100)]
    assert balance(p) == 1000 + 61 - 600


def test_too_much_stays_as_credit_and_settles_the_next_year(office: Town) -> None:
    p = payer(office)
    take(office, (date(2025, 8, 10), "25,00", p.name, p.code))
    assert balance(p) == -1500
    assert Entry.objects.filter(taxpayer=p, kind=K.PAYMENT, demand=None).get().amount == -1500
    assess(office, 2026)
    actions.settle_accounts(actor=office.actor("rauf"), on=date(2026, 8, 31))
    used = Entry.objects.filter(taxpayer=p, kind=K.TRANSFER)
    assert sorted(e.amount for e in used) == [-500, 500]
    actions.settle_accounts(actor=office.actor("rauf"), on=date(2026, 8, 31))
    assert used.count() == 2 and balance(p) == -500


def test_interest_at_the_month_end_is_never_doubled_and_agrees_with_the_payment(office: Town) -> None:
    p = payer(office)
    for on in (date(2025, 9, 30), date(2025, 9, 30), date(2025, 10, 31)):
        actions.settle_accounts(actor=office.actor("rauf"), on=on)
    take(office, (date(2025, 12, 1), "20,00", p.name, p.code))
    posted = Entry.objects.filter(taxpayer=p, kind=K.INTEREST).aggregate(s=Sum("amount"))["s"]
    assert posted == 61 and balance(p) == 1061 - 2000
    for on in (date(2025, 12, 31), DAY):
        actions.settle_accounts(actor=office.actor("rauf"), on=on)
    assert Entry.objects.filter(taxpayer=p, kind=K.INTEREST).aggregate(s=Sum("amount"))["s"] == 61


def test_money_of_an_earlier_day_takes_foreseen_interest_back(office: Town) -> None:
    p = payer(office)
    actions.settle_accounts(actor=office.actor("rauf"), on=date(2025, 12, 31))
    take(office, (date(2025, 8, 12), "10,00", p.name, p.code))
    assert (
        balance(p) == 0
        and Entry.objects.filter(taxpayer=p, kind=K.INTEREST).aggregate(s=Sum("amount"))["s"] == 0
    )


def test_the_same_file_and_the_same_line_are_known_again(office: Town) -> None:
    p = payer(office)
    lines = [(date(2025, 8, 10), "3,00", p.name, p.code), (date(2025, 8, 10), "3,00", p.name, p.code)]
    take(office, *lines)
    with pytest.raises(Refused, match=r"already taken in|artıq"):
        take(office, *lines)
    (again,) = take(office, *lines, (date(2025, 8, 11), "4,00", p.name, p.code), number="2")
    assert (again.repeated, again.lines.count()) == ([0, 1], 1)
    assert balance(p) == 0 and Payment.objects.count() == 3


def test_what_is_not_certain_waits_and_is_split_by_a_person(office: Town) -> None:
    one = payer(office, "Sınaqov Nümunə Misal oğlu")
    two = payer(office, "Misalova Örnək Sınaq qızı", years=())
    (made,) = take(
        office,
        (date(2025, 8, 10), "10,00", one.name, "vergi"),
        (date(2025, 8, 11), "7,00", "Kimsə", "vergi"),
        (date(2025, 8, 12), "-1,00", "Bank", "haqq"),
    )
    first, second, third = made.lines.order_by("place")
    assert (first.state, first.reason, first.taxpayer_id) == (S.QUEUE, R.NAME_AMOUNT, one.pk)
    assert (second.state, second.reason, second.taxpayer_id, third.state) == (S.QUEUE, R.NONE, None, S.OUT)
    with pytest.raises(Refused):
        actions.assign_line(actor=office.actor("aynur"), line=first, parts=[(one, 1001)])
    actions.assign_line(actor=office.actor("aynur"), line=first, parts=[(one, 600), (two, 300)])
    first.refresh_from_db()
    assert first.state == S.QUEUE and balance(one) == 400 and balance(two) == -300
    actions.assign_line(actor=office.actor("aynur"), line=first, parts=[(one, 100)])
    first.refresh_from_db()
    assert first.state == S.POSTED
    actions.set_aside(
        actor=office.actor("aynur"), line=second, state=S.SUSPENSE, remark="Kim olduğu bilinmir"
    )
    assert sorted(p.number for p in Payment.objects.all()) == [1, 2, 3]


def test_a_reversal_is_the_exact_opposite_and_the_interest_runs_as_if_never_paid(office: Town) -> None:
    p = payer(office)
    take(office, (date(2025, 8, 10), "12,00", p.name, p.code))
    payment = Payment.objects.get()
    actions.reverse_payment(
        actor=office.actor("rauf"), payment=payment, on=date(2025, 12, 1), reason="Başqasının pulu"
    )
    assert balance(p) == 1061 and balance(p, date(2025, 11, 30)) == -200
    assert Payment.objects.get().line.state == S.QUEUE
    with pytest.raises(Refused):
        actions.reverse_payment(actor=office.actor("rauf"), payment=payment, on=DAY, reason="yenə")


def test_credit_that_was_used_comes_back_when_its_payment_is_reversed(office: Town) -> None:
    p = payer(office)
    take(office, (date(2025, 8, 10), "25,00", p.name, p.code))
    assess(office, 2026)
    actions.settle_accounts(actor=office.actor("rauf"), on=date(2026, 8, 31))
    actions.reverse_payment(
        actor=office.actor("rauf"), payment=Payment.objects.get(), on=date(2026, 8, 31), reason="Səhv"
    )
    rows = Entry.objects.filter(taxpayer=p)
    assert balance(p) == 2000 + rows.filter(kind=K.INTEREST).aggregate(s=Sum("amount"))["s"]
    assert rows.filter(demand=None).exclude(kind=K.DEMAND).aggregate(s=Sum("amount"))["s"] == 0


def test_a_line_whose_payment_was_reversed_waits_for_a_person(office: Town) -> None:
    """Matched again it would go back to the payer from whom it was taken on purpose."""
    p = payer(office)
    (made,) = take(office, (DAY, "6,00", "Kimsə", f"Vergi {REFERENCE.format(reference_of(p, 2025))}"))
    one = Payment.objects.get()
    actions.reverse_payment(actor=office.actor("rauf"), payment=one, on=DAY, reason="başqasınındır")
    assert actions.match_again(actor=office.actor("aynur")) == {"posted": 0, "queue": 1}
    assert made.lines.get().state == S.QUEUE and Payment.objects.count() == 1


def test_a_line_of_a_day_to_come_is_refused(office: Town) -> None:
    p = payer(office)
    coming = timezone.localdate() + timedelta(days=40)
    with pytest.raises(Refused, match=rf"{coming:%d\.%m\.%Y}"):
        take(office, (coming, "6,00", p.name, p.code))
    assert not BankLine.objects.exists()


def test_nobody_is_given_what_he_already_has(office: Town) -> None:
    p = payer(office)
    with pytest.raises(Refused):
        actions.transfer_holding(
            actor=office.actor("aynur"), holding=p.holdings.get(), to=[(p, 1, 1)], on=DAY, document="müqavilə"
        )
    assert p.holdings.get().until is None
