"""A mass of notices on paper: one PDF in the order of delivery, whole or place by place, in bounded memory."""

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pypdf
import pytest
from django.test import Client
from django.urls import reverse
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.core.jobs import run_here, run_job
from belediyye.core.models import Job, LogEntry
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.actions import printing
from belediyye.finance.revenue.models import AssessmentRun, Notice
from belediyye.finance.revenue.queries import delivering, lots
from belediyye.finance.revenue.tests.town import Town, assess, payer
from belediyye.finance.revenue.views import printing as pages

# Who lives where; the last two have no address of their own, so their object's counts (payer() builds it).
PEOPLE = [
    ("Şəfa", "Yuxarı Nümunə", "Çinar küçəsi", "10"), ("Əli", "Yuxarı Nümunə", "Çinar küçəsi", "2A"), ("Cəmil", "Yuxarı Nümunə", "Çinar küçəsi", "2"),
    ("Bahar", "Aşağı Nümunə", "Üzüm küçəsi 12", ""), ("Ceyhun", "Aşağı Nümunə", "Üzüm küçəsi 9", ""), ("Dəniz", "Aşağı Nümunə", "Zeytun küçəsi", "1"),
    ("Eldar", "", "", ""), ("Fidan", "", "", ""),
]  # fmt: skip
WALK = ["Ceyhun", "Bahar", "Dəniz", "Eldar", "Fidan", "Cəmil", "Əli", "Şəfa"]


@pytest.fixture
def run(cast: Cast) -> Iterator[AssessmentRun]:
    town = Town.__new__(Town)
    town.home = cast.home
    with scope(municipality=cast.home):
        made = {}
        for name, settlement, street, house in PEOPLE:
            made[name] = payer(town, name, years=(), settlement=settlement, street=street, house=house)
        actions.update_payer(
            actor=town.actor("aynur"), payer=made["Fidan"], facts={"responsible": made["Eldar"]}
        )
        assess(town, 2026)
        one = AssessmentRun.objects.get()
        actions.issue_notices(actor=town.actor("rauf"), run=one, on=date(2026, 7, 20))
        yield one


def names(pks: list[int]) -> list[str]:
    of = Notice.objects.select_related("taxpayer").in_bulk(pks)
    return [of[pk].taxpayer.name for pk in pks]


def printed(client: Client, job: Job) -> pypdf.PdfReader:
    answer: Any = client.get(reverse("revenue_printed", args=[job.pk]))
    assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
    return pypdf.PdfReader(io.BytesIO(b"".join(answer.streaming_content)))


def test_the_walk_goes_from_house_to_house(run: AssessmentRun) -> None:
    assert names(delivering.walk(lots.of_run(run), None, None)) == WALK
    assert names(delivering.walk(lots.of_run(run), "Yuxarı Nümunə", "Çinar küçəsi")) == WALK[-3:]
    assert names(delivering.walk(lots.of_run(run), "Aşağı Nümunə", None)) == WALK[:3]
    assert delivering.places_of(lots.of_run(run)) == [
        ("Aşağı Nümunə", "Üzüm küçəsi", 2), ("Aşağı Nümunə", "Zeytun küçəsi", 1), ("Nümunəkənd", "Sınaq küçəsi", 2),
        ("Yuxarı Nümunə", "Çinar küçəsi", 3),
    ]  # fmt: skip


def test_a_large_run_is_one_joined_file_in_the_order_of_delivery(
    run: AssessmentRun, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "AT_ONCE", 3)
    monkeypatch.setattr(printing, "BATCH", 3)
    rauf, ask = cast.client("rauf"), reverse("revenue_run_print", args=[run.number])
    at_once = rauf.get(reverse("revenue_run_pdf", args=[run.number]))
    assert at_once.status_code == 302 and at_once.headers["Location"] == ask
    shown = rauf.get(ask).content.decode()
    assert "Çinar küçəsi (3)" in shown and "(8)" in shown
    assert rauf.post(ask, {"place": "Yoxdur\t"}).status_code == 422
    assert rauf.post(ask, {"place": ""}).status_code == 302
    waiting = Job.objects.latest("pk")
    run_job.call(waiting.pk)
    whole = Job.objects.get(pk=waiting.pk)
    assert (whole.state, whole.done, whole.total) == (Job.State.DONE, 8, 8)
    paper = printed(rauf, whole)
    assert len(paper.pages) == 8
    assert all(name in page.extract_text() for name, page in zip(WALK, paper.pages, strict=True))
    assert rauf.post(ask, {"place": "Yuxarı Nümunə\t\tÇinar küçəsi"}).status_code == 302
    line = LogEntry.objects.filter(code="revenue.notice.ask_print").latest("pk")
    assert "Çinar küçəsi" in line.data
    listed = rauf.get(ask).content.decode()
    assert reverse("revenue_printed", args=[whole.pk]) in listed
    for other in (cast.client("tural"), cast.client("zaur")):
        assert other.get(reverse("revenue_printed", args=[whole.pk])).status_code in (
            403,
            404,
        )
    assert rauf.get(reverse("revenue_printed", args=[whole.pk + 99])).status_code == 404


def test_one_street_is_a_file_of_its_own(run: AssessmentRun, cast: Cast) -> None:
    done = run_here(
        printing.KIND, actor=cast.actor("rauf"), run=run.number, language="en", settlement="Aşağı Nümunə", street="Üzüm küçəsi",
    )  # fmt: skip
    done.refresh_from_db()
    assert len(printed(cast.client("rauf"), done).pages) == 2


def test_what_no_printer_takes_is_asked_for_by_place(
    run: AssessmentRun, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "PAGES_A_FILE", 5)
    rauf = cast.actor("rauf")
    with pytest.raises(Refused, match="8"):
        actions.ask_print(actor=rauf, lot=lots.of_run(run))
    with pytest.raises(Refused):
        actions.ask_print(actor=rauf, lot=lots.of_run(run), settlement="Yoxdur")
    assert (
        actions.ask_print(actor=rauf, lot=lots.of_run(run), settlement="Yuxarı Nümunə").arguments["street"]
        is None
    )


def test_what_is_issued_again_and_what_reminds_is_joined_the_same_way(
    run: AssessmentRun, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(printing, "BATCH", 3)
    actor, on = cast.actor("rauf"), date(2026, 12, 1)
    actions.issue_notices_again(actor=actor, year=2026, on=on)
    actions.remind_all(actor=actor, on=on, step=1)
    again, letters = lots.again(cast.home, 2026, on), lots.of_reminders(cast.home, on, 1)
    rauf = cast.client("rauf")
    for lot, listed in ((again, "revenue_notices"), (letters, "revenue_reminders")):
        ask = lot.url("print")
        assert ask in rauf.get(reverse(listed)).content.decode()
        assert "Çinar küçəsi (3)" in rauf.get(ask).content.decode()
        assert rauf.post(ask, {"place": ""}).status_code == 302
        waiting = Job.objects.latest("pk")
        # The work and its file say which papers they are.
        assert lot.title in waiting.title and lot.name.startswith("second" if lot.of_notices else "reminders")
        run_job.call(waiting.pk)
        done = Job.objects.get(pk=waiting.pk)
        assert (done.state, done.done, done.total) == (Job.State.DONE, 8, 8)
        paper = printed(rauf, done)
        # A letter names who receives it: Eldar gets Fidan's.
        walk = WALK if lot.of_notices else ["Eldar" if name == "Fidan" else name for name in WALK]
        assert all(name in page.extract_text() for name, page in zip(walk, paper.pages, strict=True))
        assert done.result["name"] == f"{lot.name}-{done.pk}.pdf" and done.result["url"] == ask
        assert reverse("revenue_printed", args=[done.pk]) in rauf.get(ask).content.decode()
        assert cast.client("tural").get(ask).status_code == 404
    assert rauf.get(reverse("revenue_again_print", args=[2026, "dünən"])).status_code == 404
    assert rauf.get(reverse("revenue_reminders_print", args=["2026-12-01", 2])).status_code == 404
