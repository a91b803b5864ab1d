"""Where and how to pay: on the notice in words and as a code that a machine reads back."""

import io
from datetime import date

import pytest
import zxingcpp
from django.test import Client
from django.urls import reverse
from django_scopes import scope
from PIL import Image
from stdnum import iso11649

from belediyye.core.actions import Refused
from belediyye.core.actors import machine
from belediyye.core.cast import Cast
from belediyye.core.identifiers import creditor_reference
from belediyye.core.models import Municipality
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import AssessmentRun, Notice
from belediyye.finance.revenue.queries import notices as noticed
from belediyye.finance.revenue.tests import town

ISSUED = date(2026, 7, 20)


@pytest.fixture
def notice(db):
    place = town.Town()
    with scope(municipality=place.home):
        town.payer(place, years=(2026,))
        run = AssessmentRun.objects.get(year=2026)
        actions.issue_notices(actor=place.actor("rauf"), run=run, on=ISSUED)
        yield Notice.objects.select_related("taxpayer", "municipality").get()


def test_an_office_without_an_account_issues_no_notice(db) -> None:
    place = town.Town()
    with scope(municipality=place.home):
        town.payer(place, years=(2026,))
        Municipality.objects.filter(pk=place.home.pk).update(account="")
        with pytest.raises(Refused):
            actions.issue_notices(actor=place.actor("rauf"), run=AssessmentRun.objects.get(), on=ISSUED)
        assert not Notice.objects.exists()


def test_the_code_on_the_paper_is_read_back(notice: Notice) -> None:
    data = noticed.notice_data([notice], "az")
    picture = Image.open(io.BytesIO(noticed.press().pngs(noticed.FORM, data, ppi=220)[0]))
    read = {b.text for b in zxingcpp.read_barcodes(picture)}
    reference = creditor_reference(noticed.reference_of(notice.taxpayer, 2026))
    assert iso11649.is_valid(reference) and noticed.public_url(notice) in read
    (paying,) = read - {noticed.public_url(notice)}
    lines = paying.split("\n")
    assert lines[:4] == ["BCD", "002", "1", "SCT"] and lines[6] == notice.municipality.account
    assert lines[7] == "AZN10.00" and lines[9] == reference and len(lines) == 10


def test_without_anything_to_pay_there_is_no_code(notice: Notice) -> None:
    notice.paid_qepik = notice.due_qepik
    assert noticed.payment_text(notice) == ""


def test_the_public_page_says_where_to_pay_what_stands_today_and_what_replaced_it(notice: Notice) -> None:
    client, url = Client(), reverse("revenue_public_notice", args=[notice.municipality.code])
    right = {"il": 2026, "nomre": notice.number, "kod": noticed.notice_code(notice)}
    page = client.get(url, right)
    assert page.context["newer"] is None and noticed.object_until(notice) == date(2026, 8, 19)
    shown = page.content.decode()
    assert "AZ21 NABZ 0000 0000 1370 1000 1944" in shown and "19.08.2026" in shown
    assert page.context["owed"].total >= notice.total_qepik
    place = machine("rauf", notice.municipality)
    actions.issue_notices_again(actor=place, year=2026, on=date(2026, 8, 20))
    newer = client.get(url, right).context["newer"]
    assert newer and newer.number == notice.number + 1


def test_a_refused_button_leads_back_to_its_page(cast: Cast) -> None:
    with scope(municipality=cast.home):
        town.payer(cast)
        number = AssessmentRun.objects.get().number
    rauf, page = cast.client("rauf"), reverse("revenue_run", args=[number])
    drop = reverse("revenue_run_drop", args=[number])
    assert rauf.post(drop).status_code == 409
    back = rauf.post(drop, HTTP_REFERER="http://testserver" + page)
    assert back.status_code == 302 and back["Location"] == page
    assert "house-notice--error" in rauf.get(page).content.decode()
    away = rauf.post(drop, HTTP_REFERER="https://elsewhere.example" + page)
    assert away.status_code == 409


def test_the_first_page_tells_the_money(cast: Cast) -> None:
    with scope(municipality=cast.home):
        town.payer(cast, years=(2025,))
    page = cast.client("rauf").get(reverse("revenue"))
    assert page.context["money"].late >= 1000 and len(page.context["areas"]) == 9


def test_the_card_gathers_the_interest_of_a_month(cast: Cast) -> None:
    from belediyye.finance.revenue.models import Entry

    with scope(municipality=cast.home):
        payer = town.payer(cast, years=(2025,))
        for day in (date(2026, 3, 5), date(2026, 3, 6), date(2026, 4, 2)):
            actions.settle_accounts(actor=cast.actor("rauf"), on=day)
        kept = Entry.objects.filter(taxpayer=payer).count()
    rows = cast.client("rauf").get(reverse("revenue_card", args=[payer.code])).context["rows"]
    gathered = [r for r in rows if r.get("parts")]
    assert gathered and sum(len(r.get("parts", [r])) for r in rows) == kept
    assert all(r["up"] == sum(p["up"] or 0 for p in r["parts"]) for r in gathered)
