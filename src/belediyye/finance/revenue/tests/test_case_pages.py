"""The cases of collecting on their pages, each to its end; the neighbour finds none of them."""

import io
from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope
from python_calamine import CalamineWorkbook

from belediyye.core.actors import machine
from belediyye.core.cast import Cast
from belediyye.core.identifiers import IBAN as WRITTEN
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.forms.cases import EXAMPLE
from belediyye.finance.revenue.models import (
    Agreement,
    AssessmentRun,
    Clearance,
    Entry,
    Objection,
    Payment,
    Refund,
    Reminder,
    Taxpayer,
    WriteOffProposal,
)
from belediyye.finance.revenue.queries import balance, letters, reminding
from belediyye.finance.revenue.tests import town

IBAN = "AZ57NABZ00000000137010003333"


@pytest.fixture
def late(cast: Cast):
    """A payer who paid nothing of 2025, in the cast's town."""
    with scope(municipality=cast.home):
        p = town.payer(cast, "Sınaqov Gecikən")  # type: ignore[arg-type]
        yield cast, p


def text(answer) -> str:
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def test_an_agreement_is_proposed_signed_broken_and_ended(late) -> None:
    cast, p = late
    rauf, tural = cast.client("rauf"), cast.client("tural")
    debt = balance.owed(p, timezone.localdate()).overdue_total
    url = reverse("revenue_agreement_new", args=[p.code])
    shown = text(rauf.get(url, {"count": 3, "first": "01.12.2026"}))
    assert 'name="due_3"' in shown and 'name="due_4"' not in shown and "01.12.2026" in shown
    parts = {
        "due_1": "01.12.2026",
        "amount_1": "1",
        "due_2": "04.01.2027",
        "amount_2": "1",
        "reason": "Ərizə 5",
    }
    refused = rauf.post(url + "?count=2", parts)
    assert refused.status_code == 422 and "Ərizə 5" in refused.content.decode()
    rest = (debt - 100) / 100
    made = rauf.post(url + "?count=2", parts | {"amount_2": f"{rest:.2f}".replace(".", ",")})
    one = Agreement.objects.get()
    assert made["Location"] == reverse("revenue_agreement", args=[one.number]) and one.amount_qepik == debt
    assert p.name in text(rauf.get(made["Location"])) and p.name in text(
        rauf.get(reverse("revenue_agreements"))
    )
    assert rauf.get(reverse("revenue_agreement_pdf", args=[one.number])).content[:4] == b"%PDF"
    assert p.name not in text(rauf.get(reverse("revenue_agreements"), {"state": "broken"}))
    Agreement.objects.filter(pk=one.pk).update(day=timezone.localdate() - timedelta(days=90))
    one.parts.update(due=timezone.localdate() - timedelta(days=10))
    assert p.name in text(rauf.get(reverse("revenue_agreements"), {"state": "broken"}))
    assert p.name in text(rauf.get(reverse("revenue_collecting")))
    assert (
        rauf.post(reverse("revenue_agreement_end", args=[one.number]), {"reason": "pozulub"}).status_code
        == 302
    )
    assert "pozulub" in text(rauf.get(reverse("revenue_agreement", args=[one.number])))
    for route in ("revenue_agreement", "revenue_agreement_pdf", "revenue_agreement_end"):
        assert tural.get(reverse(route, args=[one.number])).status_code == 404


def test_an_objection_with_its_paper_is_answered_and_refunded(late) -> None:
    cast, p = late
    rauf, aynur = cast.client("rauf"), cast.client("aynur")
    demand = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment")[0]
    asked = {
        f"disputed_{demand.pk}": "2", "reason": "Sahə azdır", "on": "01.11.2026",
        "paper": SimpleUploadedFile("ərizə.pdf", b"%PDF-1.4 sinaq"),
    }  # fmt: skip
    answer = aynur.post(reverse("revenue_objection_new", args=[p.code]), asked)
    one = Objection.objects.get()
    assert answer["Location"] == reverse("revenue_objection", args=[one.number])
    page = text(aynur.get(answer["Location"]))
    assert "01.12.2026" in page and "52.1" in page and "ərizə.pdf" in page
    paper = aynur.get(reverse("revenue_objection_paper", args=[one.number]))
    assert paper.content.startswith(b"%PDF") and "attachment" in paper["Content-Disposition"]
    assert aynur.get(reverse("revenue_objection_pdf", args=[one.number])).status_code == 404
    listed = text(rauf.get(reverse("revenue_objections"), {"state": "open"}))
    assert p.name in listed and "2,00" in listed
    url = reverse("revenue_objection_answer", args=[one.number])
    wrong = rauf.post(url, {"how": "grant", f"granted_{one.pk}": "", "answer": "x", "on": "20.11.2026"})
    assert wrong.status_code == 422
    assert aynur.post(url, {"how": "refuse", "answer": "x", "on": "20.11.2026"}).status_code == 403
    done = rauf.post(
        url, {"how": "grant", f"granted_{one.pk}": "2", "answer": "Ölçü təsdiqləndi", "on": "20.11.2026"}
    )
    assert done.status_code == 302
    one.refresh_from_db()
    assert one.outcome == Objection.Outcome.UPHELD
    assert rauf.get(reverse("revenue_objection_pdf", args=[one.number])).content[:4] == b"%PDF"
    assert cast.client("tural").get(reverse("revenue_objection_paper", args=[one.number])).status_code == 404


def test_an_objection_put_right_by_reassessment_posts_nothing_twice(late) -> None:
    cast, p = late
    rauf = cast.client("rauf")
    demand = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment")[0]
    one = actions.open_objection(
        actor=cast.actor("rauf"), demand=demand, disputed=400, on=date(2026, 7, 1), reason="Sahə azdır"
    )
    thing = p.holdings.get().object
    actions.change_object(
        actor=cast.actor("aynur"), thing=thing, facts={"area_dm2": 8_000}, on=date(2024, 1, 1), reason="ölçü"
    )
    run = actions.preview_run(actor=cast.actor("rauf"), year=2025, on=date(2026, 7, 20), thing=thing)
    run = actions.approve_run(actor=cast.actor("leyla"), run=run, on=date(2026, 7, 20))
    lowered = -sum(e.amount for e in Entry.objects.filter(demand=demand, run=run))
    assert lowered > 0
    before = Entry.objects.filter(demand=demand, component=0).count()
    url = reverse("revenue_objection_answer", args=[one.number])
    assert str(run) in text(rauf.get(url))
    rauf.post(url, {"how": "run", "run": run.pk, "answer": "Yenidən ölçüldü", "on": "20.11.2026"})
    one.refresh_from_db()
    assert one.granted_qepik == min(lowered, 400) and one.run_id == run.pk
    assert Entry.objects.filter(demand=demand, component=0).count() == before


def test_a_refund_from_the_application_to_the_payment(cast: Cast) -> None:
    with scope(municipality=cast.home):
        p = town.payer(cast, "Sınaqov Artıq", years=(2026,))  # type: ignore[arg-type]
        town.take(cast, (date(2026, 8, 10), "25,00", p.name, p.code))  # type: ignore[arg-type]
        rauf = cast.client("rauf")
        url = reverse("revenue_refund_new", args=[p.code])
        assert "15,00" in text(rauf.get(url))
        bad = rauf.post(url, {"amount": "15", "account": "AZ00", "on": "20.11.2026"})
        assert bad.status_code == 422
        answer = rauf.post(url, {"amount": "15", "account": IBAN, "on": "20.11.2026", "reason": "Ərizə 9"})
        one = Refund.objects.get()
        assert answer["Location"] == reverse("revenue_refund", args=[one.pk]) and one.due == date(2027, 1, 4)
        page = text(rauf.get(answer["Location"]))
        assert "04.01.2027" in page and "87.3" in page
        assert p.name in text(rauf.get(reverse("revenue_refunds"), {"state": "open"}))
        assert (
            rauf.post(reverse("revenue_refund_pay", args=[one.pk]), {"on": "22.11.2026"}).status_code == 302
        )
        assert balance.owed(p, timezone.localdate()).credit == 0
        rauf.post(reverse("revenue_refund_drop", args=[one.pk]), {"reason": "x"})
        assert Refund.objects.get().dropped is None
        assert cast.client("tural").get(reverse("revenue_refund", args=[one.pk])).status_code == 404


def test_the_page_of_a_refund_says_that_a_debt_comes_first(cast: Cast) -> None:
    with scope(municipality=cast.home):
        p = town.payer(cast, "Sınaqov Artıq", years=(2026,))  # type: ignore[arg-type]
        town.take(cast, (date(2026, 8, 10), "25,00", p.name, p.code))  # type: ignore[arg-type]
        one = actions.ask_refund(
            actor=cast.actor("rauf"), payer=p, amount=500, account=IBAN, on=date(2026, 8, 11)
        )
        Entry.objects.create(
            municipality=cast.home, taxpayer=p, kind=Entry.Kind.DEMAND, head=3, year=2026, instalment=1, due=date(2026, 8, 17), day=date(2026, 8, 12),
            amount=700,
        )  # fmt: skip
        rauf = cast.client("rauf")
        assert "vaxtı keçmiş borc var" in text(rauf.get(reverse("revenue_refund", args=[one.pk])))
        answer = rauf.post(reverse("revenue_refund_pay", args=[one.pk]), {"on": "20.08.2026"})
        assert answer.status_code == 422 and "vaxtı keçmiş borc var" in answer.content.decode()


def test_the_page_of_a_refund_says_that_its_money_has_not_come(cast: Cast) -> None:
    with scope(municipality=cast.home):
        p = town.payer(cast, "Sınaqov Artıq", years=())  # type: ignore[arg-type]
        portal, _token = actions.open_portal(
            actor=cast.actor("leyla"), municipality=cast.home, name="Portal", sender_account="", per_minute=9
        )
        came = date(2026, 8, 10)
        actions.take_portal_payment(
            actor=machine("Portal", cast.home),
            portal=portal,
            key="1",
            payer=p,
            amount=2500,
            day=came,
            on=came,
        )
        one = actions.ask_refund(
            actor=cast.actor("rauf"), payer=p, amount=500, account=IBAN, on=date(2026, 8, 11)
        )
        rauf = cast.client("rauf")
        assert "hələ köçürməyib" in text(rauf.get(reverse("revenue_refund", args=[one.pk])))
        answer = rauf.post(reverse("revenue_refund_pay", args=[one.pk]), {"on": "20.08.2026"})
        assert answer.status_code == 422 and "hələ köçürməyib" in answer.content.decode()


def test_credit_settles_another_tax_at_a_press(cast: Cast) -> None:
    with scope(municipality=cast.home):
        p = town.payer(cast, "Sınaqov Kredit", years=(2025,))  # type: ignore[arg-type]
        town.take(cast, (date(2025, 8, 10), "30,00", p.name, p.code))  # type: ignore[arg-type]
        land = Entry.objects.create(
            municipality=cast.home, taxpayer=p, kind=Entry.Kind.DEMAND, head=3, year=2026, instalment=1, due=date(2026, 8, 17), day=date(2026, 7, 1),
            amount=700,
        )  # fmt: skip
        rauf = cast.client("rauf")
        assert rauf.post(reverse("revenue_credit_use", args=[p.code])).status_code == 302
        standing = balance.owed(p, timezone.localdate())
        assert not standing.debts and standing.credit == 2000 - 700
        assert Entry.objects.filter(demand=land, component=1).exists() is False


def test_reminders_go_out_in_steps_and_print(late) -> None:
    cast, p = late
    rauf = cast.client("rauf")
    with scope(municipality=cast.home):
        second = town.payer(cast, "Sınaqov İkinci")  # type: ignore[arg-type]
    due = reverse("revenue_reminders_due")
    assert p.name in text(rauf.get(due)) and p.name not in text(rauf.get(due, {"step": 2}))
    book = CalamineWorkbook.from_filelike(io.BytesIO(rauf.get(due, {"as": "xlsx"}).content))
    assert {p.name, second.name} <= {row[0] for row in book.get_sheet_by_index(0).to_python()}
    assert rauf.post(reverse("revenue_reminders_send"), {"step": 1, "wait": 15}).status_code == 302
    assert Reminder.objects.filter(step=1).count() == 2
    sent = Reminder.objects.get(taxpayer=p)
    standing = balance.owed(p, sent.day)
    assert (sent.principal_qepik, sent.interest_qepik) == (
        sum(d.principal for d in standing.overdue), sum(d.interest for d in standing.overdue),
    )  # fmt: skip
    assert all(not d.accruing for d in standing.debts)
    again = rauf.post(reverse("revenue_reminders_send"), {"step": 1, "wait": 15}, follow=True)
    assert Reminder.objects.count() == 2 and again.status_code == 200
    page = text(rauf.get(reverse("revenue_reminders")))
    assert p.name in page and "letters.pdf" in page
    day = f"{timezone.localdate():%d.%m.%Y}"
    assert rauf.get(reverse("revenue_reminders_pdf"), {"day": day, "step": 1}).content[:4] == b"%PDF"
    assert rauf.get(reverse("revenue_reminders_pdf"), {"day": "?", "step": 1}).status_code == 404
    later = timezone.localdate() + timedelta(days=20)
    assert {d.next_step for d in reminding.debtors(cast.home.pk, later)} == {2}
    assert {d.next_step for d in reminding.debtors(cast.home.pk, later, wait=30)} == {0}
    twice = rauf.post(reverse("revenue_remind", args=[second.code]), follow=True)
    assert Reminder.objects.filter(taxpayer=second).count() == 1
    assert "xatırlatma göndərilib" in twice.content.decode()
    assert cast.client("tural").get(reverse("revenue_reminder_pdf", args=[sent.number])).status_code == 404


def old_debt(cast: Cast) -> tuple[Taxpayer, Entry]:
    p = actions.register_payer(
        actor=cast.actor("aynur"), facts={"name": "Sınaqov Köhnə"}, on=date(2016, 1, 1)
    )
    return p, Entry.objects.create(
        municipality=cast.home, taxpayer=p, kind=Entry.Kind.DEMAND, head=1, year=2018, instalment=1, due=date(2018, 8, 15), day=date(2018, 7, 1),
        amount=1234,
    )  # fmt: skip


def test_hopeless_debt_is_proposed_decided_and_gone(late) -> None:
    cast, p = late
    old, debt = old_debt(cast)
    rauf = cast.client("rauf")
    assert old.name in text(rauf.get(reverse("revenue_limitation"), {"state": "ended"}))
    assert "31.12.2023" in text(rauf.get(reverse("revenue_card", args=[old.code])))
    new = reverse("revenue_proposal_new")
    assert old.name in text(rauf.get(new))
    young = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND)[0]
    early = rauf.post(f"{new}?payer={p.code}", {"debts": [young.pk], "ground": "term"})
    assert "85.4" in early.content.decode() and not WriteOffProposal.objects.exists()
    assert rauf.post(new, {"debts": [debt.pk], "ground": "term", "reason": "axtarılıb"}).status_code == 302
    one = WriteOffProposal.objects.get()
    assert town.balance(old) == 1234
    twice = rauf.post(new, {"debts": [debt.pk], "ground": "term"})
    assert WriteOffProposal.objects.count() == 1 and "artıq qərar gözləyən" in twice.content.decode()
    url = reverse("revenue_proposal_decide", args=[one.number])
    leyla, page = cast.client("leyla"), reverse("revenue_proposal", args=[one.number])
    assert leyla.post(url, {"decision": "", "on": "22.11.2026"}).status_code == 422
    # Who proposed it does not enter the decision too: the page says whom to ask.
    assert rauf.post(url, {"decision": "№ 7/2026", "on": "22.11.2026"}).status_code == 403
    mine = text(rauf.get(page))
    assert town.balance(old) == 1234 and url not in mine and "sədrə, katibə" in mine
    assert url in text(leyla.get(page))
    assert leyla.post(url, {"decision": "№ 7/2026", "on": "22.11.2026"}).status_code == 302
    assert town.balance(old) == 0
    assert "№ 7/2026" in text(rauf.get(reverse("revenue_proposal", args=[one.number])))
    assert old.name not in text(rauf.get(reverse("revenue_limitation")))
    assert cast.client("tural").get(url).status_code == 404


class Passed:
    """What the council hands over of a decision: its number, day, place and what it is to do."""

    pk = 1
    _meta = SimpleNamespace(label_lower="council.decision")

    def __init__(self, municipality_id: int, effect_data: dict[str, Any], adopted_on: date) -> None:
        self.municipality_id, self.effect_data, self.adopted_on = municipality_id, effect_data, adopted_on

    def __str__(self) -> str:
        return "№ 7/2026"


def test_the_councils_decision_carries_a_proposal_out(late) -> None:
    from belediyye.administration.council.models import effects
    from belediyye.core.actions import Refused
    from belediyye.core.models import Link

    cast, _p = late
    old, debt = old_debt(cast)
    one = actions.propose_write_off(
        actor=cast.actor("rauf"), demands=[debt], ground="term", on=timezone.localdate()
    )
    known = effects.get("revenue.write_off")
    assert known is not None and known.apply is not None and "№ 1" in known.describe({"proposal": 1})
    decision = Passed(cast.home.pk, {"reason": "x"}, timezone.localdate())
    with pytest.raises(Refused):
        known.apply(cast.actor("leyla"), decision)
    decision.effect_data = {"proposal": one.number}
    known.apply(cast.actor("leyla"), decision)
    assert town.balance(old) == 0 and Link.objects.filter(to_kind="revenue.writeoffproposal").exists()


def test_receipts_and_certificates_print_and_are_checked_by_anybody(cast: Cast) -> None:
    with scope(municipality=cast.home):
        p = town.payer(cast, "Sınaqov Qəbzli")  # type: ignore[arg-type]
        town.take(cast, (date(2025, 8, 10), "12,00", p.name, p.code))  # type: ignore[arg-type]
        rauf = cast.client("rauf")
        one = Payment.objects.get()
        assert rauf.get(reverse("revenue_receipt", args=[one.pk])).content[:4] == b"%PDF"
        assert p.name in text(rauf.get(reverse("revenue_receipts")))
        check = reverse("revenue_public_receipt", args=[cast.home.code])
        typed = {"il": one.year, "nomre": one.number, "kod": letters.receipt_code(one)}
        page = text(Client().get(check, typed))
        assert p.name in page and "12,00" in page
        assert p.name not in text(Client().get(check, typed | {"kod": "AAAAAAAA"}))
        assert p.name in text(Client().get(check, typed | {"kod": town.typed(typed["kod"])}))
        assert rauf.get(reverse("revenue_clearance_pdf", args=[p.code])).status_code == 404
        rauf.post(reverse("revenue_clearance", args=[p.code]))
        assert Clearance.objects.count() == 1
        assert rauf.get(reverse("revenue_clearance_pdf", args=[p.code])).content[:4] == b"%PDF"
        assert cast.client("tural").get(reverse("revenue_receipt", args=[one.pk])).status_code == 404


LISTS = (
    "collecting", "agreements", "objections", "refunds", "limitation", "proposals", "reminders", "deferrals", "reminders_due", "receipts", "charges",
)  # fmt: skip


def test_lists_ask_the_database_the_same_however_long_they_are(late, django_assert_max_num_queries) -> None:
    cast, p = late
    rauf = cast.client("rauf")
    with scope(municipality=cast.home):
        others = [town.payer(cast, f"Sınaqov Ardıcıl {n}", years=()) for n in range(4)]  # type: ignore[arg-type]
        town.assess(cast, 2025)  # type: ignore[arg-type]
        for one in (p, *others):
            demand = Entry.objects.filter(taxpayer=one, kind=Entry.Kind.DEMAND)[0]
            actions.open_objection(
                actor=cast.actor("rauf"), demand=demand, disputed=10, on=timezone.localdate(), reason="sahə"
            )
            town.take(cast, (date(2025, 12, 1), "1,00", one.name, one.code), number=one.code)  # type: ignore[arg-type]
            debt = balance.owed(one, timezone.localdate()).overdue_total
            parts = [(timezone.localdate() + timedelta(days=30), debt)]
            actions.make_agreement(actor=cast.actor("rauf"), payer=one, parts=parts, on=timezone.localdate())
    for name in LISTS:
        with django_assert_max_num_queries(38 if name == "collecting" else 18):
            assert rauf.get(reverse(f"revenue_{name}")).status_code == 200


def test_days_to_come_and_wild_numbers_are_told_not_broken(late) -> None:
    cast, p = late
    rauf = cast.client("rauf")
    later = f"{timezone.localdate() + timedelta(days=1):%d.%m.%Y}"
    demand = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).first()
    data = {f"disputed_{demand.pk}": "1,00", "reason": "Sahə", "on": later}
    answer = rauf.post(reverse("revenue_objection_new", args=[p.code]), data)
    assert answer.status_code == 422 and f"{timezone.localdate():%d.%m.%Y}" in answer.content.decode()
    assert rauf.post(reverse("revenue_settle"), {"on": later}).status_code == 422
    child = {"kind": "natural", "name": "Sınaqov Hələsiz", "born": later}
    assert rauf.post(reverse("revenue_payer_new"), child).status_code == 422
    new = reverse("revenue_agreement_new", args=[p.code])
    assert rauf.get(new, {"count": "3", "first": "31.12.2100"}).status_code == 200
    run = AssessmentRun.objects.filter(municipality=cast.home).first()
    huge = "9" * 30
    assert rauf.get(reverse("revenue_run_pdf", args=[run.number]), {"part": huge}).status_code == 404
    letters = {"day": "22.11.2026", "step": "1", "part": huge}
    assert rauf.get(reverse("revenue_reminders_pdf"), letters).status_code == 404
    rauf.cookies["dil"] = "en"
    refund = {"amount": "1", "account": "AZ00", "on": "20.11.2026"}
    town.take(cast, (date(2026, 8, 10), "99,00", p.name, p.code))  # type: ignore[arg-type]
    actions.settle_accounts(actor=cast.actor("rauf"), on=date(2026, 11, 20))
    said = rauf.post(reverse("revenue_refund_new", args=[p.code]), refund)
    assert said.status_code == 422 and "“AZ00”" in said.content.decode()


def test_the_example_of_an_account_is_nobodys(late) -> None:
    cast, p = late
    town.take(cast, (date(2025, 8, 1), "15,00", p.name, p.code))
    url, rauf = reverse("revenue_refund_new", args=[p.code]), cast.client("rauf")
    shown = text(rauf.get(url))
    assert EXAMPLE in shown and WRITTEN.format(cast.home.account) not in shown
    typed = rauf.post(url, {"amount": "1", "account": EXAMPLE, "on": "01.11.2026"})
    assert typed.status_code == 422 and not Refund.objects.exists()
