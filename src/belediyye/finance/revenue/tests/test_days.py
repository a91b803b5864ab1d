"""Days that can be written and that no account reaches: a sentence at the field, and no page breaks."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from belediyye.finance.revenue.forms.money import AccountDayField
from belediyye.finance.revenue.models import Deferral, Entry, Opening, Taxpayer
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.tests.test_case_pages import late  # noqa: F401 - the fixture

OLD = ("01.01.1900", "01.01.1990", "31.12.2000", "31.12.2003")
FAR = ("31.12.2040", "31.12.2045", "31.12.2099")
SAID = "01.01.2004"


def refused(answer) -> bool:  # type: ignore[no-untyped-def]
    return answer.status_code == 422 and SAID in answer.content.decode()


@pytest.fixture
def asks(late) -> tuple[Client, Taxpayer]:  # noqa: F811
    """The accountant, and a payer with a debt that is not yet due beside those that are late."""
    cast, p = late
    Entry.objects.create(
        municipality=cast.home, taxpayer=p, kind=Entry.Kind.DEMAND, head=3, year=2026, instalment=1, due=date(2039, 8, 15), day=date(2026, 7, 1),
        amount=500,
    )  # fmt: skip
    return cast.client("rauf"), p


def test_forms_that_take_a_day_of_an_account_say_which_days_there_are(asks: tuple[Client, Taxpayer]) -> None:
    rauf, p = asks
    first = Entry.objects.filter(taxpayer=p, head=1)[0]
    coming = Entry.objects.get(taxpayer=p, head=3)
    pages = [
        ("settle", [], {}, "on"),
        ("court_new", [p.code], {"court": "Quba"}, "on"),
        ("sanction_new", [p.code], {"demand": first.pk, "amount": "1", "article": "58", "document": "№ 1"}, "on"),
        ("objection_new", [p.code], {"reason": "Sahə", f"disputed_{first.pk}": "1"}, "on"),
        ("opening_new", [p.code], {"what": "credit", "credit": "5", "document": "Kitab"}, "day"),
        ("refund_new", [p.code], {"amount": "1", "account": "AZ57NABZ00000000137010003333"}, "on"),
    ]  # fmt: skip
    for name, args, facts, field in pages:
        for text in OLD:
            assert refused(rauf.post(reverse(f"revenue_{name}", args=args), facts | {field: text})), (
                name,
                text,
            )
    for text in (*OLD, *FAR):
        url = reverse("revenue_deferral_new", args=[p.code])
        assert refused(rauf.post(url, {"demand": coming.pk, "until": text, "reason": "Ərizə"})), text
        debt = {
            "what": "debt",
            "day": "01.01.2025",
            "head": 1,
            "year": 2023,
            "principal": "5",
            "document": "K",
        }
        assert refused(rauf.post(reverse("revenue_opening_new", args=[p.code]), debt | {"due": text})), text
        plan = rauf.get(reverse("revenue_agreement_new", args=[p.code]), {"count": 2, "first": text})
        assert plan.status_code in (200, 422), text
        contract = {
            "head": 11, "basis": "№ 1", "subject": "Lövhə", "signed": "01.01.2026", "since": text, "every": 12, "unit_price": "5", "quantity": "1",
            "due_day": 15,
        }  # fmt: skip
        assert refused(rauf.post(reverse("revenue_charge_new", args=[p.code]), contract)), text
    assert not Opening.objects.exists() and not Deferral.objects.exists()


def test_the_last_day_that_is_taken_can_still_be_moved_to_a_working_day(
    asks: tuple[Client, Taxpayer],
) -> None:
    rauf, p = asks
    coming = Entry.objects.get(taxpayer=p, head=3)
    url = reverse("revenue_deferral_new", args=[p.code])
    facts = {"demand": coming.pk, "until": f"{AccountDayField.last:%d.%m.%Y}", "reason": "Ərizə"}
    assert rauf.post(url, facts).status_code == 302
    assert Deferral.objects.get().until > AccountDayField.last
    due_of_another_year = {
        "what": "debt", "day": "01.01.2025", "head": 1, "year": 2023, "principal": "5", "document": "K", "due": "31.12.2039",
    }  # fmt: skip
    answer = rauf.post(reverse("revenue_opening_new", args=[p.code]), due_of_another_year)
    assert answer.status_code == 422 and 'id="id_due_error"' in answer.content.decode()


def test_an_account_answers_on_every_day_and_a_report_shows_today_for_one_out_of_reach(
    asks: tuple[Client, Taxpayer],
) -> None:
    rauf, p = asks
    assert rauf.post(reverse("revenue_settle"), {"on": "31.12.2006"}).status_code == 302
    assert asked.owed(p, date(1990, 1, 1)).total == 0
    for text in (*OLD, *FAR, "31.12.2006", "01.01.2004"):
        for key in ("ageing", "roll", "income", "months"):
            for name in ("revenue_report", "revenue_report_table"):
                answer = rauf.get(reverse(name, args=[key]), {"on": text})
                assert answer.status_code == 200, (key, name, text)
            if text in OLD:
                page = rauf.get(reverse("revenue_report", args=[key]), {"on": text}).content.decode()
                assert SAID in page or 'name="on"' not in page
