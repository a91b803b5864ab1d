"""Where and how to pay: on the notice in words and as a code that a machine reads back."""

import io
from datetime import date

import pytest
import zxingcpp
from django_scopes import scope
from PIL import Image
from stdnum import iso11649

from belediyye.core.actions import Refused
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
