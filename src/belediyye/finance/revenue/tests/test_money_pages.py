"""The path of money on the pages: statement, queue, card, certificate; the neighbour sees nothing of it."""

import io
import re
import zipfile
from datetime import date

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext, override
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.finance.revenue.models import BankLine, Clearance, Payment
from belediyye.finance.revenue.tests import town


def test_from_the_statement_to_the_certificate(cast: Cast) -> None:
    with scope(municipality=cast.home):
        p = town.payer(cast)  # type: ignore[arg-type]
    rauf, tural = cast.client("rauf"), cast.client("tural")
    assert rauf.get(reverse("revenue_bank")).status_code == 200
    content = town.statement(
        (date(2025, 8, 10), "6,00", p.name, p.code),
        (date(2025, 8, 11), "4,00", "Kimsə", "vergi"),
        (date(2025, 8, 12), "1,00", "Naməlum", "?"),
    )
    answer = rauf.post(reverse("revenue_bank_new"), {"file": SimpleUploadedFile("c.sta", content)})
    assert answer.status_code == 302 and answer["Location"] == reverse("revenue_bank_queue")
    again = rauf.post(reverse("revenue_bank_new"), {"file": SimpleUploadedFile("c.sta", content)})
    assert again.status_code == 422
    with scope(municipality=cast.home):
        first, second = BankLine.objects.filter(state=BankLine.State.QUEUE).order_by("day")
    assert str(first.pk) in rauf.get(reverse("revenue_bank_queue")).content.decode()
    page = rauf.get(reverse("revenue_bank_line", args=[first.pk]), {"q": "sinaqov", "payer": p.code})
    assert page.status_code == 200 and p.code in page.content.decode()
    assert (
        rauf.post(reverse("revenue_bank_line", args=[first.pk]), {"code": p.code, "amount": "9"}).status_code
        == 422
    )
    answer = rauf.post(reverse("revenue_bank_line", args=[first.pk]), {"code": p.code, "amount": "4"})
    assert answer["Location"] == reverse("revenue_bank_line", args=[second.pk])
    answer = rauf.post(
        reverse("revenue_bank_aside", args=[second.pk]),
        {"state": BankLine.State.SUSPENSE, "remark": "bilinmir"},
    )
    assert answer["Location"] == reverse("revenue_bank_queue")
    card = rauf.get(reverse("revenue_card", args=[p.code])).content.decode()
    assert "6,00" in card and "4,00" in card
    _years_are_whole(rauf.get(reverse("revenue_card_table", args=[p.code])).content)
    assert rauf.post(reverse("revenue_settle"), {"on": "22.11.2026"}).status_code == 302
    answer = rauf.post(reverse("revenue_clearance", args=[p.code]))
    assert answer["Location"] == reverse("revenue_clearance", args=[p.code])
    assert rauf.get(answer["Location"]).status_code == 200
    with scope(municipality=cast.home):
        given, payment = Clearance.objects.get(), Payment.objects.order_by("pk")[0]
    check = reverse("revenue_public_clearance", args=[cast.home.code])
    assert p.name in Client().get(check, {"nomre": given.number, "kod": given.code}).content.decode()
    spaced = {"nomre": given.number, "kod": town.typed(given.code)}
    assert p.name in Client().get(check, spaced).content.decode()
    assert p.name not in Client().get(check, {"nomre": given.number, "kod": "A" * 12}).content.decode()
    for url in (
        reverse("revenue_bank_line", args=[first.pk]), reverse("revenue_card", args=[p.code]), reverse("revenue_clearance", args=[p.code]),
        reverse("revenue_payment_reverse", args=[payment.pk]), reverse("revenue_bank_aside", args=[first.pk]),
    ):  # fmt: skip
        assert tural.get(url).status_code == 404
    assert p.name not in tural.get(reverse("revenue_bank_queue")).content.decode()
    answer = rauf.post(
        reverse("revenue_payment_reverse", args=[payment.pk]), {"on": "22.11.2026", "reason": "Səhv"}
    )
    assert answer.status_code == 302


def test_the_card_leads_from_its_last_balance_to_what_is_owed(cast: Cast) -> None:
    from belediyye.finance.revenue.queries import balance
    from belediyye.finance.revenue.views.accounts import _agreeing

    with scope(municipality=cast.home):
        late, prompt = town.payer(cast, "Sınaqov Gecikən"), town.payer(cast, "Sınaqov Vaxtında")  # type: ignore[arg-type]
        town.take(
            cast,
            (date(2025, 9, 10), "6,00", late.name, late.code),
            (date(2025, 8, 1), "13,00", prompt.name, prompt.code),
        )  # type: ignore[arg-type]
        for who, on in ((late, date(2025, 12, 1)), (prompt, date(2025, 8, 10)), (prompt, date(2026, 3, 1))):
            standing, rows = balance.owed(who, on), balance.card(who, on)
            first, *between, last = [amount for _label, amount in _agreeing(standing, rows)]
            assert between and first == rows[-1]["balance"] and first + sum(between) == last == standing.total
        accruing = sum(d.accruing for d in balance.owed(late, date(2026, 11, 22)).debts)
    with override("az"):
        words = gettext("Interest of arrears up to today, not posted yet")
    page = cast.client("rauf").get(reverse("revenue_card", args=[late.code])).content.decode()
    assert accruing > 0 and words in page.split("<tfoot>")[1]
    # What of a payment went to interest is told apart from what went to the tax.
    assert (
        "ödəniş: " in page
        and cast.client("rauf").get(reverse("revenue_card_table", args=[late.code])).status_code == 200
    )


def _years_are_whole(workbook: bytes) -> None:
    """A year in a workbook is a number without thousands or decimals: the format "0"."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as parts:
        sheet, styles = (parts.read(f"xl/{n}.xml").decode() for n in ("worksheets/sheet1", "styles"))
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])
    years = re.findall(r'<c r="E\d+" s="(\d+)"><v>(\d+)</v>', sheet)
    assert years and {formats[int(style)] for style, _year in years} == {"1"}
    assert all(2000 < int(year) < 2100 for _style, year in years)
