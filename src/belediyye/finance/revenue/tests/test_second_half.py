"""Notices before the second half: what was paid, arrears and interest as of their day."""

import io
import zipfile
from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.jobs import run_here
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import AssessmentRun, Notice
from belediyye.finance.revenue.queries import balance as asked
from belediyye.finance.revenue.queries import notices as noticed
from belediyye.finance.revenue.tests.test_money import office  # noqa: F401 - the fixture
from belediyye.finance.revenue.tests.town import Town, payer, take
from belediyye.finance.revenue.views import runs as pages

ON = date(2026, 10, 20)


def test_only_who_still_owes_and_exactly_what(office: Town) -> None:  # noqa: F811
    late = payer(office, "Sınaqov Gecikən", years=())
    prompt = payer(office, "Sınaqov Vaxtında", years=())
    half = payer(office, "Sınaqov Yarı", years=(2025, 2026))
    for number, (who, day, amount) in enumerate(
        (
            (prompt, date(2025, 8, 1), "10,00"), (prompt, date(2026, 8, 1), "10,00"),
            (half, date(2025, 8, 1), "10,00"), (half, date(2026, 8, 3), "5,00"),
        )
    ):  # fmt: skip
        take(office, (day, amount, who.name, who.code), number=str(number))
    rauf = office.actor("rauf")
    first = actions.issue_notices(
        actor=rauf, run=AssessmentRun.objects.order_by("-pk")[0], on=date(2026, 7, 20)
    )
    assert first == 3
    assert actions.issue_notices_again(actor=rauf, year=2026, on=ON) == 2
    of = {n.taxpayer_id: n for n in Notice.objects.filter(year=2026, run__isnull=True)}
    assert set(of) == {late.pk, half.pk} and {n.number for n in of.values()} == {4, 5}
    mine = of[late.pk]
    standing = asked.owed(late, ON)
    assert mine.total_qepik == standing.total and mine.paid_qepik == 0 and mine.arrears_qepik == 1000
    assert mine.interest_qepik == sum(d.interest + d.accruing for d in standing.debts) > 0
    told = of[half.pk]
    assert (told.due_qepik, told.paid_qepik, told.total_qepik) == (1000, 500, 500)
    data = noticed.form_data(told, "az")
    assert [p["amount"] for p in data["instalments"]] == ["5,00 ₼", "0,00 ₼"]
    assert noticed.pdf_of([mine], "az")[:4] == b"%PDF"
    with pytest.raises(Refused):
        actions.issue_notices_again(actor=rauf, year=2026, on=ON)


def test_credit_lowers_what_is_asked_for(office: Town) -> None:  # noqa: F811
    p = payer(office, "Sınaqov Qabaqcadan", years=(2025,))
    take(office, (date(2025, 8, 1), "13,00", p.name, p.code))
    run = actions.preview_run(actor=office.actor("rauf"), year=2026, on=date(2026, 7, 20))
    run = actions.approve_run(actor=office.actor("leyla"), run=run, on=date(2026, 7, 20))
    actions.issue_notices(actor=office.actor("rauf"), run=run, on=date(2026, 7, 20))
    notice = Notice.objects.get(run=run)
    assert (notice.paid_qepik, notice.arrears_qepik, notice.total_qepik) == (300, 0, 700)


def test_every_part_of_a_large_issue_can_be_printed(cast, monkeypatch) -> None:
    monkeypatch.setattr(pages, "MASS", 2)
    with scope(municipality=cast.home):
        for n in range(3):
            payer(cast, f"Sınaqov {n}", years=(2026,) if n == 2 else ())
        run = AssessmentRun.objects.get()
        actions.issue_notices(actor=cast.actor("rauf"), run=run, on=date(2026, 7, 20))
        rauf = cast.client("rauf")
        page = rauf.get(reverse("revenue_run", args=[run.number])).content.decode()
        url = reverse("revenue_run_pdf", args=[run.number])
        assert f"{url}?part=1" in page and f"{url}?part=2" in page and f"{url}?part=3" not in page
        assert rauf.get(url, {"part": "2"}).content[:4] == b"%PDF"
        assert rauf.get(url, {"part": "3"}).status_code == 404
        monkeypatch.setattr(noticed, "PAGES", 2)
        zipped = reverse("revenue_run_print", args=[run.number])
        assert zipped in page and rauf.get(zipped).status_code == 404
        done = run_here("revenue.notice.print", actor=cast.actor("rauf"), run=run.number, language="az")
        done.refresh_from_db()
        assert done.result["url"] == zipped and (done.done, done.total) == (3, 3)
        parcel = zipfile.ZipFile(io.BytesIO(b"".join(rauf.get(zipped).streaming_content)))
        assert parcel.namelist() == ["2026-000001-000002.pdf", "2026-000003-000003.pdf"]
        assert parcel.read("2026-000003-000003.pdf")[:4] == b"%PDF"
        assert rauf.post(zipped).status_code == 302 and cast.client("tural").get(zipped).status_code == 404
