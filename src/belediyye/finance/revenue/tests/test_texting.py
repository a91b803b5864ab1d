"""Lists of telephones: who still has to pay and has a mobile number, with a text whose parts are counted."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.core.cast import Cast
from belediyye.core.models import LogEntry
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import AssessmentRun, Taxpayer
from belediyye.finance.revenue.queries import lots, texting
from belediyye.finance.revenue.queries.notices import reference_of
from belediyye.finance.revenue.tests.town import Town, assess, payer, take

ON = date(2026, 7, 20)
PHONES = {"Əli": "050 111 22 33", "Bahar": "012 498 12 34", "Cəmil": "(055) 111-22-44", "Dəniz": "+994 70 111 22 55", "Eldar": ""}  # fmt: skip


@pytest.fixture
def run(cast: Cast) -> Iterator[AssessmentRun]:
    """Əli and Dəniz have mobile numbers and owe; Bahar's telephone stands in a house; Cəmil has paid; Eldar has none."""
    town = Town.__new__(Town)
    town.home = cast.home
    with scope(municipality=cast.home):
        made = {name: payer(town, name, years=(), telephone=number) for name, number in PHONES.items()}
        assess(town, 2026)
        one = AssessmentRun.objects.select_related("municipality").get()
        actions.issue_notices(actor=town.actor("rauf"), run=one, on=ON)
        take(town, (date(2026, 8, 1), "10,00", "Cəmil", made["Cəmil"].code), number="1")
        take(town, (date(2026, 8, 2), "5,00", "Dəniz", made["Dəniz"].code), number="2")
        yield one


@pytest.mark.parametrize(
    ("text", "measured"),
    [
        ("a" * 160, (160, 1)), ("a" * 161, (161, 2)), ("a" * 306, (306, 2)), ("a" * 307, (307, 3)), ("€" * 80, (160, 1)), ("€" * 81, (162, 2)),
        ("ə" * 70, (70, 1)), ("a" * 70 + "ə", (71, 2)), ("ə" * 134, (134, 2)), ("ə" * 135, (135, 3)), ("😀" * 35, (70, 1)), ("öüÇ" * 53, (159, 1)), ("ç", (1, 1)),
    ],
)  # fmt: skip
def test_parts_are_counted_as_telephones_count_them(text: str, measured: tuple[int, int]) -> None:
    assert texting.measure(text) == measured


def test_plain_letters_are_those_of_the_short_alphabet() -> None:
    text = "Əğışçöü İIĞŞÇÖÜ ₼ № – “a”"
    assert texting.plain(text) == 'Egiscöü IIGSÇÖÜ AZN No  - "a"'
    assert all(c in texting.GSM for c in texting.plain(text))


def test_who_owes_and_has_a_mobile_number_with_what_is_left_to_pay(run: AssessmentRun, cast: Cast) -> None:
    asked = texting.Asked(cast.home, lots.of_run(run))
    made = texting.messages(asked, asked.template, "plain", date(2026, 8, 20))
    assert [m.number for m in made.rows] == ["+994501112233", "+994701112255"] and (
        made.without,
        made.paid,
    ) == (2, 1)
    ali = Taxpayer.objects.get(name="Əli")
    said = "Nümunekend belediyyesi: 2026 ili üzre vergi 10,00 AZN, son gün 16.11.2026. Ödenis nömresi "
    assert made.rows[0].text == said.replace("16.11.2026", f"{run.second_due:%d.%m.%Y}") + reference_of(
        ali, 2026
    )
    assert made.rows[0].parts == 1 and " 5,00 AZN" in made.rows[1].text
    full = texting.messages(asked, asked.template, "az", date(2026, 8, 20))
    assert "Nümunəkənd bələdiyyəsi" in full.rows[0].text and full.rows[0].parts == 2


def test_the_responsible_party_is_written_to_and_debtors_by_step(run: AssessmentRun, cast: Cast) -> None:
    people = {p.name: p for p in Taxpayer.objects.all()}
    actions.update_payer(
        actor=cast.actor("aynur"), payer=people["Eldar"], facts={"responsible": people["Əli"]}
    )
    late = date(2026, 12, 1)
    due = texting.Asked(cast.home, None, 1, 15)
    made = texting.messages(due, due.template, "plain", late)
    assert sorted(m.number for m in made.rows) == ["+994501112233", "+994501112233", "+994701112255"]
    assert all("vaxti kecmis borcunuz" in m.text for m in made.rows)
    actions.remind_all(actor=cast.actor("rauf"), on=late, step=1)
    assert not texting.messages(due, due.template, "plain", late).rows
    letters = texting.Asked(cast.home, lots.of_reminders(cast.home, late, 1))
    assert len(texting.messages(letters, letters.template, "plain", late).rows) == 3


def test_only_with_a_reason_and_a_role_and_the_log_knows(run: AssessmentRun, cast: Cast) -> None:
    asked = texting.Asked(cast.home, lots.of_run(run))
    how: dict[str, Any] = {
        "asked": asked,
        "template": asked.template,
        "signs": "plain",
        "on": date(2026, 8, 20),
    }
    with pytest.raises(Refused):
        actions.take_messages(actor=cast.actor("aynur"), why=" ", **how)
    for who in ("leyla", "tural"):
        with pytest.raises(Forbidden):
            actions.take_messages(actor=cast.actor(who), why="x", **how)
    assert len(actions.take_messages(actor=cast.actor("aynur"), why="ikinci yarı", **how).rows) == 2
    line = LogEntry.objects.get(code="revenue.telephones.take")
    assert "ikinci yarı" in line.data and '"telephones": 2' in line.data and "50111" not in line.data


def test_the_page_tries_a_text_and_gives_the_file(run: AssessmentRun, cast: Cast) -> None:
    address, aynur = lots.of_run(run).url("sms"), cast.client("aynur")
    assert address in aynur.get(reverse("revenue_run", args=[run.number])).content.decode()
    for language, said in (("az", "Telefon siyahısı (SMS)"), ("en", "List of telephones (SMS)")):
        aynur.cookies["dil"] = language
        assert said in aynur.get(address).content.decode()
    said = {"text": "=1+1 {mebleg} {nomre}", "signs": "plain", "file": "csv", "why": "sınaq"}
    tried = aynur.post(address, {**said, "why": "", "try": "1"}).content.decode()
    assert (
        "=1+1 1234,50 0017000042267012" in tried
        and not LogEntry.objects.filter(code="revenue.telephones.take").exists()
    )
    assert aynur.post(address, {**said, "text": "{fin}"}).status_code == 422
    assert aynur.post(address, {**said, "why": ""}).status_code == 422
    answer = aynur.post(address, said)
    assert answer["Content-Type"].startswith("text/csv") and answer["Content-Disposition"].startswith(
        "attachment"
    )
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 3 and rows[1][0] == "+994501112233" and rows[1][2] == "1"
    assert rows[1][1].startswith("'=1+1 ")
    book = aynur.post(address, {**said, "file": "xlsx"})
    assert book.content[:2] == b"PK"
    assert cast.client("leyla").post(address, said).status_code == 403
    assert cast.client("tural").post(address, said).status_code == 404
    due = reverse("revenue_due_sms")
    assert aynur.get(due + "?step=1&wait=0").status_code == 200
    assert aynur.get(due + "?step=9").status_code == 404 and aynur.get(due + "?wait=x").status_code == 404


def test_who_was_assessed_late_is_told_his_own_day(run: AssessmentRun, cast: Cast) -> None:
    """A bill of November is due a month later, not on the year's days, which have passed."""
    town = Town.__new__(Town)
    town.home = cast.home
    late = payer(town, "Fərid", years=(), telephone="050 999 88 77")
    day = date(2026, 11, 20)
    again = actions.preview_run(actor=town.actor("rauf"), year=2026, on=day)
    again = actions.approve_run(actor=town.actor("leyla"), run=again, on=day)
    actions.issue_notices(actor=town.actor("rauf"), run=again, on=day)
    due = late.entries.filter(kind=1).order_by("due").first().due
    asked = texting.Asked(cast.home, lots.of_run(again))
    (one,) = texting.messages(asked, asked.template, "plain", day).rows
    assert due > run.second_due and f"son gün {due:%d.%m.%Y}" in one.text
