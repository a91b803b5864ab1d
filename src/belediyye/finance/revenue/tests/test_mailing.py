"""Papers by e-mail: only to who agreed, once only, and what does not arrive goes on foot."""

import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pypdf
import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.core.cast import Cast
from belediyye.core.jobs import run_here, run_job
from belediyye.core.models import Job, LogEntry, Municipality
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.actions import mailing as sending
from belediyye.finance.revenue.models import AssessmentRun, Consent, Delivery, Mailing, Notice, Taxpayer
from belediyye.finance.revenue.queries import lots, mailing, notices, walking
from belediyye.finance.revenue.queries.reports import noticed
from belediyye.finance.revenue.tests.smtp import mail_server
from belediyye.finance.revenue.tests.town import Town, assess, payer

ON = date(2026, 7, 20)
NAMES = ("Əli", "Bahar", "Cəmil", "Dəniz", "Eldar")
S = Mailing.State


@pytest.fixture(autouse=True)
def on_the_internet(settings: Any) -> None:
    settings.HOST = "https://vergi.numune.example"
    settings.DEFAULT_FROM_EMAIL = "vergi@numune.example"


@pytest.fixture
def run(cast: Cast) -> Iterator[AssessmentRun]:
    """Five payers with notices; Əli, Bahar and Cəmil agreed to e-mail, Dəniz has an address only."""
    town = Town.__new__(Town)
    town.home = cast.home
    Municipality.objects.filter(pk=cast.home.pk).update(email="idare@numune.example")
    with scope(municipality=cast.home):
        for name in NAMES:
            email = "" if name == "Eldar" else f"{name.lower().replace('ə', 'e')}@ev.example"
            payer(town, name, years=(), email=email, telephone="050 111 22 33")
        assess(town, 2026)
        one = AssessmentRun.objects.select_related("municipality").get()
        actions.issue_notices(actor=town.actor("rauf"), run=one, on=ON)
        for name in NAMES[:3]:
            agree(cast, name)
        yield one


def agree(cast: Cast, name: str, **more: Any) -> Consent:
    facts: dict[str, Any] = {
        "day": date(2026, 3, 3),
        "given_by": name,
        "way": "signed",
        "document": "Ə-12, 03.03.2026",
    } | more
    return actions.give_consent(actor=cast.actor("aynur"), payer=Taxpayer.objects.get(name=name), **facts)


def send(cast: Cast, lot: lots.Lot) -> dict[str, Any]:
    done = run_here(sending.KIND, actor=cast.actor("aynur"), **lot.arguments)
    return Job.objects.get(pk=done.pk).result


def states(lot: lots.Lot) -> dict[str, str]:
    return {(m.notice or m.reminder).taxpayer.name: m.state for m in mailing.mailings_of(lot)}  # type: ignore[union-attr]


def test_who_agreed_gets_the_notice_once_with_nothing_personal_in_the_text(
    run: AssessmentRun, cast: Cast
) -> None:
    lot = lots.of_run(run)
    assert mailing.standing(lot) == mailing.Standing(5, 3, 3, {})
    assert send(cast, lot)["states"] == {"sent": 3}
    assert [m.to for m in mail.outbox] == [["eli@ev.example"], ["bahar@ev.example"], ["cemil@ev.example"]]
    first = mail.outbox[0]
    notice = Notice.objects.get(taxpayer__name="Əli")
    assert first.from_email.endswith("<vergi@numune.example>") and first.reply_to == ["idare@numune.example"]
    assert notices.public_url(notice) in first.body and "03.03.2026" in first.body
    assert str(notice) in first.subject and first.subject.startswith("Tədiyə bildirişi")
    assert not any(
        said in first.subject + first.body for said in ("Əli", notice.taxpayer.code, "10,00", "5,00")
    )
    assert len({m.extra_headers["Message-ID"] for m in mail.outbox}) == 3
    (name, content, kind) = first.attachments[0]
    assert name == f"bildiris-2026-{notice.number:06d}.pdf" and kind == "application/pdf"
    paper = pypdf.PdfReader(io.BytesIO(content))
    assert len(paper.pages) == 1 and "Əli" in paper.pages[0].extract_text()
    tries = Delivery.objects.filter(notice=notice)
    assert [(d.way, d.outcome) for d in tries] == [("electronic", "sent")]
    assert tries[0].proof.startswith("e…@ev.example: ")
    assert {s.name for s in walking.stops(run.municipality_id, 2026)} == {"Dəniz", "Eldar"}
    assert notices.object_until(notice) > notices.object_until(Notice.objects.get(taxpayer__name="Eldar"))
    assert "elektron" in str(noticed.line_of(notice, list(tries), False).cells)
    assert send(cast, lot)["letters"] == 0 and len(mail.outbox) == 3
    assert mailing.standing(lot).on_foot == 2
    line = LogEntry.objects.filter(code="revenue.mail.end").latest("pk")
    assert "@" not in line.data


def test_killed_at_any_moment_and_repeated_nobody_gets_it_twice(
    run: AssessmentRun, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The worker dies before the letter's row, between the row and the letter, after the letter, before the answer."""
    lot, real_begin, real_send, real_end = (
        lots.of_run(run),
        sending.begin_letter,
        sending._Server.send,
        sending.end_letter,
    )
    dead = RuntimeError("the machine lost power")

    def dies(*_args: Any, **_more: Any) -> Any:
        raise dead

    def sends_and_dies(self: Any, message: Any) -> Any:
        real_send(self, message)
        raise dead

    def killed() -> None:
        with pytest.raises(RuntimeError, match="power"):
            send(cast, lot)
        # Who is killed writes no end either.
        Job.objects.filter(kind=sending.KIND, state=Job.State.FAILED).update(state=Job.State.RUNNING)

    monkeypatch.setattr(sending, "begin_letter", dies)
    killed()
    assert not Mailing.objects.exists() and not mail.outbox
    monkeypatch.setattr(sending, "begin_letter", real_begin)
    monkeypatch.setattr(sending._Server, "send", dies)
    killed()
    monkeypatch.setattr(sending._Server, "send", sends_and_dies)
    killed()
    monkeypatch.setattr(sending._Server, "send", real_send)
    monkeypatch.setattr(sending, "end_letter", dies)
    killed()
    monkeypatch.setattr(sending, "end_letter", real_end)
    assert states(lot) == {"Əli": S.SENDING, "Bahar": S.SENDING, "Cəmil": S.SENDING}
    assert [m.to[0] for m in mail.outbox] == ["bahar@ev.example", "cemil@ev.example"]
    assert send(cast, lot)["states"] == {}  # it may still be alive
    Mailing.objects.update(begun=timezone.now() - mailing.GIVEN_UP - timedelta(seconds=1))
    assert send(cast, lot)["states"] == {"unsure": 3}
    assert len(mail.outbox) == 2 and set(states(lot).values()) == {S.UNSURE}
    assert send(cast, lot)["letters"] == 0 and len(mail.outbox) == 2
    assert Delivery.objects.filter(outcome="unsure").count() == 3
    assert len(walking.stops(run.municipality_id, 2026)) == 5


def test_two_workers_cannot_begin_one_letter(run: AssessmentRun, cast: Cast) -> None:
    notice, aynur, now = Notice.objects.get(taxpayer__name="Əli"), cast.actor("aynur"), timezone.now()
    consent = Consent.objects.get(taxpayer__name="Əli")
    letter = actions.begin_letter(actor=aynur, paper=notice, consent=consent, made_by=None, at=now)
    with pytest.raises(Refused):
        actions.begin_letter(actor=aynur, paper=notice, consent=consent, made_by=None, at=now)
    actions.end_letter(actor=aynur, letter=letter, state=S.LATER, at=now, said="451")
    assert not Delivery.objects.exists()
    again = actions.begin_letter(actor=aynur, paper=notice, consent=consent, made_by=None, at=now)
    assert again.pk == letter.pk
    actions.end_letter(actor=aynur, letter=again, state=S.SENT, at=now)
    with pytest.raises(Refused):
        actions.end_letter(actor=aynur, letter=again, state=S.REFUSED, at=now)
    actions.withdraw_consent(actor=aynur, consent=Consent.objects.get(taxpayer__name="Bahar"), on=ON)
    with pytest.raises(Refused):
        bahar = Notice.objects.get(taxpayer__name="Bahar")
        old = Consent.objects.get(taxpayer__name="Bahar")
        actions.begin_letter(actor=aynur, paper=bahar, consent=old, made_by=None, at=now)
    with pytest.raises(Forbidden):
        actions.begin_letter(actor=cast.actor("leyla"), paper=notice, consent=consent, made_by=None, at=now)


def test_what_the_server_refuses_goes_on_foot_and_what_it_puts_off_is_tried_again(
    run: AssessmentRun, cast: Cast, settings: Any
) -> None:
    lot = lots.of_run(run)
    with mail_server(settings) as server:
        server.answers = {
            "eli@ev.example": "550 5.1.1 no such mailbox",
            "bahar@ev.example": "451 4.7.1 try later",
        }
        assert send(cast, lot)["states"] == {"refused": 1, "later": 1, "sent": 1}
        assert states(lot) == {"Əli": S.REFUSED, "Bahar": S.LATER, "Cəmil": S.SENT}
        tried = Delivery.objects.get(notice__taxpayer__name="Əli")
        assert tried.outcome == "bounced" and "550 5.1.1 no such mailbox" in tried.proof
        server.answers, server.close_after = {}, 1
        agree(cast, "Dəniz")
        # The server closes the line after every letter: it is opened anew, and no letter is lost to that.
        assert send(cast, lot)["states"] == {"sent": 2}
        assert [m["To"] for m in server.taken] == ["cemil@ev.example", "bahar@ev.example", "deniz@ev.example"]
        assert server.taken[0]["Auto-Submitted"] == "auto-generated"
    assert {s.name for s in walking.stops(run.municipality_id, 2026)} == {"Əli", "Eldar"}


def test_a_line_that_breaks_and_a_server_that_is_not_there(
    run: AssessmentRun, cast: Cast, settings: Any
) -> None:
    lot = lots.of_run(run)
    with mail_server(settings) as server:
        server.hang_up = 1
        with pytest.raises(Refused):
            send(cast, lot)
        assert states(lot) == {"Əli": S.SENT, "Bahar": S.UNSURE}
        assert Job.objects.latest("pk").state == Job.State.FAILED
    with pytest.raises(Refused, match="server"):
        send(cast, lot)
    assert set(states(lot)) == {"Əli", "Bahar"}


def test_where_no_mail_is_configured_the_page_says_so_and_refuses(
    run: AssessmentRun, cast: Cast, settings: Any
) -> None:
    address = lots.of_run(run).url("mail")
    aynur = cast.client("aynur")
    assert "göndər (3)" in aynur.get(address).content.decode()
    for backend, sender in (("console", "vergi@numune.example"), ("smtp", "belediyye@localhost")):
        settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
        settings.DEFAULT_FROM_EMAIL = sender
        shown = aynur.get(address).content.decode()
        assert "qurulmayıb" in shown and "göndər (3)" not in shown
        answer = aynur.post(address)
        assert answer.status_code == 409 and "qurulmayıb" in answer.content.decode()
        with pytest.raises(Refused):
            send(cast, lots.of_run(run))
    assert not Mailing.objects.exists()


def test_the_page_asks_the_worker_tells_and_takes_what_came_back(run: AssessmentRun, cast: Cast) -> None:
    lot = lots.of_run(run)
    address, aynur = lot.url("mail"), cast.client("aynur")
    assert address in aynur.get(reverse("revenue_run", args=[run.number])).content.decode()
    assert cast.client("leyla").post(address).status_code == 403
    assert cast.client("tural").post(address).status_code == 404
    assert aynur.post(address).status_code == 302
    asked = Job.objects.latest("pk")
    run_job.call(asked.pk)
    asked.refresh_from_db()
    assert (asked.state, asked.done, asked.total, asked.result["url"]) == (Job.State.DONE, 3, 3, address)
    letter = Mailing.objects.get(notice__taxpayer__name="Əli")
    back = reverse("revenue_mail_back", args=[letter.pk])
    for language, said in (("az", "Elektron poçtla göndər"), ("en", "Send by e-mail")):
        aynur.cookies["dil"] = language
        shown = aynur.get(address).content.decode()
        assert said in shown and back in shown and "bahar" not in shown
    assert aynur.post(back, {"reason": ""}).status_code == 422
    assert aynur.post(back, {"reason": "poçt qutusu yoxdur"}).status_code == 302
    assert aynur.post(back, {"reason": "yenə"}).status_code == 422
    letter.refresh_from_db()
    assert (
        letter.state == S.REFUSED
        and Delivery.objects.filter(notice=letter.notice, outcome="bounced").count() == 1
    )
    assert "Əli" in {s.name for s in walking.stops(run.municipality_id, 2026)}
    listed = aynur.get(reverse("revenue_notices"), {"state": "waiting"}).content.decode()
    assert "Əli" in listed and "Bahar" not in listed
    assert aynur.post(address).status_code == 409


def test_reminders_go_the_same_way_in_the_language_of_the_consent(run: AssessmentRun, cast: Cast) -> None:
    on = date(2026, 12, 1)
    actions.withdraw_consent(
        actor=cast.actor("aynur"), consent=Consent.objects.get(taxpayer__name="Əli"), on=on
    )
    agree(cast, "Əli", language="en", day=on)
    actions.remind_all(actor=cast.actor("rauf"), on=on, step=1)
    lot = lots.of_reminders(cast.home, on, 1)
    assert send(cast, lot)["states"] == {"sent": 3}
    mine = next(m for m in mail.outbox if m.to == ["eli@ev.example"])
    assert mine.subject.startswith("Reminder № ") and "municipality" in mine.body
    assert mine.attachments[0][0].startswith("reminder-") and "/bildiri" in mine.body
    text = pypdf.PdfReader(io.BytesIO(mine.attachments[0][1])).pages[0].extract_text()
    assert "Əli" in text and "Reminder" in text
    assert next(m for m in mail.outbox if m.to == ["bahar@ev.example"]).subject.startswith("Xatırlatma № ")
    assert not Delivery.objects.exists() and len(states(lot)) == 3
    printed = actions.ask_print(actor=cast.actor("rauf"), lot=lot, paper=True)
    run_job.call(printed.pk)
    assert Job.objects.get(pk=printed.pk).result["notices"] == 2


def test_without_an_address_on_the_internet_the_letter_has_no_link(
    run: AssessmentRun, cast: Cast, settings: Any
) -> None:
    settings.HOST = "http://127.0.0.1:8000"
    send(cast, lots.of_run(run))
    assert "http" not in mail.outbox[0].body


def test_a_newer_notice_is_sent_instead(run: AssessmentRun, cast: Cast) -> None:
    actions.issue_notices_again(actor=cast.actor("rauf"), year=2026, on=date(2026, 10, 20))
    assert not mailing.waiting(lots.of_run(run))
    assert len(mailing.waiting(lots.again(cast.home, 2026, date(2026, 10, 20)))) == 3


def test_consent_is_to_an_address_by_a_document_and_of_who_receives(run: AssessmentRun, cast: Cast) -> None:
    aynur, lot = cast.actor("aynur"), lots.of_run(run)
    with pytest.raises(Refused):
        agree(cast, "Əli")
    with pytest.raises(Refused, match="ünvanı"):
        agree(cast, "Eldar")
    with pytest.raises(Refused):
        agree(cast, "Dəniz", document=" ")
    with pytest.raises(Refused, match="1999"):
        agree(cast, "Dəniz", day=date(1900, 1, 1))
    with pytest.raises(Forbidden):
        actions.give_consent(
            actor=cast.actor("tural"), payer=Taxpayer.objects.get(name="Dəniz"), day=ON, given_by="x", way="signed", document="x"
        )  # fmt: skip
    people = {p.name: p for p in Taxpayer.objects.all()}
    actions.update_payer(actor=aynur, payer=people["Əli"], facts={"email": "yeni@ev.example"})
    assert mailing.standing(lot).agreed == 2
    client = cast.client("aynur")
    shown = client.get(reverse("revenue_payer", args=[people["Əli"].code])).content.decode()
    assert "başqa ünvana aiddir" in shown and "Ə-12" in shown
    # Eldar's papers go to Bahar, who agreed.
    actions.update_payer(actor=aynur, payer=people["Eldar"], facts={"responsible": people["Bahar"]})
    assert mailing.standing(lot).agreed == 3
    consent = Consent.objects.get(taxpayer__name="Cəmil")
    with pytest.raises(Refused):
        actions.withdraw_consent(actor=aynur, consent=consent, on=date(2026, 1, 1))
    actions.withdraw_consent(actor=aynur, consent=consent, on=ON, reason="ərizə 3")
    with pytest.raises(Refused):
        actions.withdraw_consent(actor=aynur, consent=consent, on=ON)
    assert mailing.standing(lot).agreed == 2
    send(cast, lot)
    assert [m.to for m in mail.outbox] == [["bahar@ev.example"], ["bahar@ev.example"]]
    assert "ev.example" not in "".join(LogEntry.objects.filter(code__startswith="revenue.consent").values_list("data", flat=True))  # fmt: skip


def test_consent_is_recorded_and_withdrawn_on_the_page_of_the_payer(run: AssessmentRun, cast: Cast) -> None:
    deniz, aynur = Taxpayer.objects.get(name="Dəniz"), cast.client("aynur")
    page, form = reverse("revenue_payer", args=[deniz.code]), reverse("revenue_consent", args=[deniz.code])
    assert form in aynur.get(page).content.decode()
    assert "deniz@ev.example" in aynur.get(form).content.decode()
    said = {
        "day": "03.03.2026",
        "given_by": "Dəniz",
        "way": "office",
        "document": "forma 7",
        "language": "en",
    }
    assert aynur.post(form, {**said, "document": ""}).status_code == 422
    assert aynur.post(form, {**said, "day": "03.03.2999"}).status_code == 422
    assert cast.client("leyla").post(form, said).status_code == 403
    assert aynur.post(form, said).status_code == 302
    consent = Consent.objects.get(taxpayer=deniz)
    assert (consent.language, consent.way, consent.by) == ("en", "office", cast.actor("aynur").user_id)
    end = reverse("revenue_consent_withdraw", args=[consent.pk])
    shown = aynur.get(page).content.decode()
    assert end in shown and "forma 7" in shown
    assert aynur.post(end, {"on": "01.03.2026"}).status_code == 422
    assert aynur.post(end, {"on": "04.03.2026", "reason": "ərizə"}).status_code == 302
    aynur.cookies["dil"] = "en"
    assert "Earlier consent" in aynur.get(page).content.decode()


def test_consent_goes_along_when_records_are_merged(run: AssessmentRun, cast: Cast) -> None:
    aynur, people = cast.actor("aynur"), {p.name: p for p in Taxpayer.objects.all()}
    merge = actions.merge_payers(
        actor=aynur, kept=people["Dəniz"], merged=people["Əli"], on=ON, reason="bir nəfər"
    )
    assert Consent.objects.get(email="eli@ev.example").taxpayer == people["Dəniz"]
    assert mailing.consent_of(people["Dəniz"]) is None  # it is to another address
    actions.undo_merge(actor=aynur, merge=merge, on=ON, reason="iki nəfər")
    assert Consent.objects.get(email="eli@ev.example").taxpayer == people["Əli"]
