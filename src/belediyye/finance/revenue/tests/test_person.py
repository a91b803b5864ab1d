"""A person's whole picture on one page, with the account card's own numbers; certificates; merged records."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.core.display import money
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Registration, Taxpayer
from belediyye.finance.revenue.queries import balance, register
from belediyye.finance.revenue.tests.town import payer, take, typed

TODAY = date(2026, 11, 22)


@pytest.fixture
def person(cast: Cast):
    with scope(municipality=cast.home):
        one = payer(cast, telephone="050 123 45 67", email="bir@example.com", born=date(1980, 2, 3))
        yield cast, one


def test_the_page_and_the_card_say_one_number(person: tuple[Cast, Taxpayer]) -> None:
    cast, one = person
    take(cast, (date(2025, 9, 1), "3,00", one.name, f"YVÖK {one.code}"))
    today = timezone.localdate()
    rauf = cast.client("rauf")
    owed = balance.owed(one, today)
    assert owed.overdue_total and any(d.accruing for d in owed.debts)
    page, card = (rauf.get(reverse(n, args=[one.code])) for n in ("revenue_payer", "revenue_card"))
    for amount in (owed.total, owed.overdue_total):
        assert money(amount) in page.content.decode() and money(amount) in card.content.decode()
    picture = page.context["picture"]
    assert sum(y["open"] for y in picture.years) == owed.total - owed.credit
    assert all(y["demanded"] + y["interest"] + y["other"] == y["open"] for y in picture.years)
    assert picture.payments and str(picture.payments[0]) in page.content.decode()


def test_contacts_birth_contracts_cases_and_reminders_are_on_the_page(person: tuple[Cast, Taxpayer]) -> None:
    cast, one = person
    clerk, rauf = cast.actor("aynur"), cast.client("rauf")
    terms = {"head": 20, "basis": "Müqavilə", "number": "7", "signed": date(2025, 1, 1), "since": date(2025, 1, 1), "until": None, "every": "month", "unit": "m²",
             "unit_price": 500, "quantity": 100, "due_day": 15, "in_advance": False}  # fmt: skip
    from belediyye.finance.revenue.models.heads import PAYMENTS

    charge = actions.register_charge(actor=clerk, payer=one, terms=terms | {"head": int(PAYMENTS[0].value)})
    actions.raise_charges(actor=cast.actor("rauf"), on=date(2025, 4, 1))
    actions.remind(actor=cast.actor("rauf"), payer=one, on=TODAY)
    page = rauf.get(reverse("revenue_payer", args=[one.code]))
    text = page.content.decode()
    for said in ("bir@example.com", "03.02.1980", "050 123 45 67"):
        assert said in text
    open_of = dict(page.context["picture"].charges)[charge]
    debts = [d for d in balance.owed(one, timezone.localdate()).debts if d.demand.charge_id == charge.pk]
    assert open_of == sum(d.total for d in debts) > 0 and money(open_of) in text
    assert page.context["cases"]
    assert cast.client("tural").get(reverse("revenue_payer", args=[one.code])).status_code == 404


def test_a_certificate_of_registration_has_a_number_and_anybody_checks_it(
    person: tuple[Cast, Taxpayer],
) -> None:
    cast, one = person
    aynur, pdf = cast.client("aynur"), reverse("revenue_certificate", args=[one.code])
    assert aynur.get(pdf).status_code == 404
    give = reverse("revenue_certificate_give", args=[one.code])
    assert cast.client("tural").post(give).status_code == 404
    assert aynur.post(give, follow=True)["Content-Type"] == "application/pdf"
    made = Registration.objects.get()
    assert made.number == 1 and cast.client("tural").get(pdf).status_code == 404
    check = reverse("revenue_public_registration", args=[cast.home.code])
    right = {"nomre": made.number, "kod": made.code}
    assert one.name in cast.client().get(check, right).content.decode()
    assert one.name not in cast.client().get(check, right | {"kod": "AAAAAAAAAAAA"}).content.decode()
    assert one.name in cast.client().get(check, right | {"kod": typed(made.code)}).content.decode()
    other = reverse("revenue_public_registration", args=[cast.neighbour.code])
    assert one.name not in cast.client().get(other, right).content.decode()


def test_a_merged_record_offers_nothing_and_its_actions_refuse(person: tuple[Cast, Taxpayer]) -> None:
    cast, one = person
    clerk = cast.actor("aynur")
    double = actions.register_payer(actor=clerk, facts={"name": one.name}, on=date(2024, 1, 1))
    actions.merge_payers(actor=clerk, kept=one, merged=double, on=TODAY, reason="eyni şəxs")
    double.refresh_from_db()
    text = cast.client("rauf").get(reverse("revenue_payer", args=[double.code])).content.decode()
    for name in ("certificate_give", "payer_status", "charge_new", "objection_new", "payer_edit"):
        assert reverse(f"revenue_{name}", args=[double.code]) not in text, name
    card = cast.client("rauf").get(reverse("revenue_card", args=[double.code])).content.decode()
    assert f'action="{reverse("revenue_clearance", args=[double.code])}"' not in card
    with pytest.raises(Refused, match=one.code):
        actions.give_registration(actor=clerk, payer=double, on=TODAY)
    with pytest.raises(Refused, match=one.code):
        actions.give_clearance(actor=clerk, payer=double, on=TODAY)
    with pytest.raises(Refused, match=one.code):
        actions.add_status(
            actor=clerk, payer=double, category="pensioner", since=TODAY, proof={"number": "1"}
        )
    with pytest.raises(Refused):
        actions.register_charge(actor=clerk, payer=double, terms={"since": TODAY})
    assert register.picture_of(one, TODAY).merges
