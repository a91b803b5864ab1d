"""Cases of several demands, deferrals, and what is taken back, on their pages; the neighbour finds none of them."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.core.display import money
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Agreement, Clearance, Deferral, Entry, Objection, WriteOff
from belediyye.finance.revenue.queries import balance
from belediyye.finance.revenue.tests import town
from belediyye.finance.revenue.tests.test_case_pages import late, old_debt, text  # noqa: F401 - the fixture

TODAY = timezone.localdate


def tag(day: date) -> str:
    return f"{day:%d.%m.%Y}"


def test_one_case_disputes_several_demands_and_is_answered_in_two_steps(late) -> None:  # noqa: F811
    cast, p = late
    rauf, aynur = cast.client("rauf"), cast.client("aynur")
    first, second = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment")
    url = reverse("revenue_objection_new", args=[p.code])
    shown = text(aynur.get(url, {"demand": second.pk}))
    assert f'name="disputed_{first.pk}"' in shown and f'name="disputed_{second.pk}"' in shown
    asked = {"reason": "Sahə azdır", "on": "01.11.2026"}
    empty = aynur.post(url, asked)
    assert empty.status_code == 422 and "Sahə azdır" in empty.content.decode()
    much = aynur.post(url, asked | {f"disputed_{first.pk}": "1", f"disputed_{second.pk}": "99"})
    assert not Objection.objects.exists() and "5,00" in much.content.decode()
    made = aynur.post(url, asked | {f"disputed_{first.pk}": "2", f"disputed_{second.pk}": "3"})
    one, two = Objection.objects.order_by("part")
    assert one.number == two.number and made["Location"] == reverse("revenue_objection", args=[one.number])
    page = text(aynur.get(made["Location"]))
    assert "2,00" in page and "3,00" in page and "17.11.2025" in page
    answer = reverse("revenue_objection_answer", args=[one.number])
    facts = {"how": "grant", "answer": "Ölçü təsdiqləndi", "on": "20.11.2026", f"granted_{one.pk}": "2"}
    nothing = rauf.post(answer, facts | {"which": [two.pk]})
    assert nothing.status_code == 422 and "Ölçü təsdiqləndi" in nothing.content.decode()
    assert rauf.post(answer, facts | {"which": [one.pk]}).status_code == 302
    left = text(rauf.get(answer))
    assert f"granted_{two.pk}" in left and f"granted_{one.pk}" not in left
    assert rauf.get(reverse("revenue_objection_pdf", args=[one.number])).content[:4] == b"%PDF"
    assert rauf.post(answer, {"how": "refuse", "answer": "Düzgündür", "on": "21.11.2026"}).status_code == 302
    assert rauf.get(answer).status_code == 302
    one.refresh_from_db(), two.refresh_from_db()
    assert (one.outcome, one.granted_qepik) == ("upheld", 200) and (two.outcome, two.granted_qepik) == (
        "refused",
        0,
    )
    page = text(rauf.get(made["Location"]))
    assert "Düzgündür" in page and "Ölçü təsdiqləndi" in page
    # What was demanded is what it was when the objection came in; what was granted lowers what is demanded today.
    row = page[page.index("<tbody") : page.index("</tr>", page.index("<tbody"))]
    assert re.findall(r"(\d,\d\d)\s₼", row) == ["5,00", "2,00", "2,00", "3,00"]
    for route in ("revenue_objection", "revenue_objection_answer", "revenue_objection_pdf"):
        assert cast.client("tural").get(reverse(route, args=[one.number])).status_code == 404


def test_both_parts_of_a_case_are_answered_together(late) -> None:  # noqa: F811
    cast, p = late
    rauf = cast.client("rauf")
    demands = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment")
    parts = [(d, 500) for d in demands]
    made = actions.open_objections(
        actor=cast.actor("aynur"), parts=parts, on=date(2026, 11, 1), reason="Başqasınındır"
    )
    answer = reverse("revenue_objection_answer", args=[made[0].number])
    facts = {"how": "grant", "answer": "Haqlıdır", "on": "20.11.2026", "which": [o.pk for o in made]}
    assert rauf.post(answer, facts | {f"granted_{o.pk}": "5" for o in made}).status_code == 302
    assert town.balance(p) == 0 and not balance.owed(p, TODAY()).debts


def test_a_due_day_is_deferred_and_taken_back(late) -> None:  # noqa: F811
    cast, p = late
    rauf, aynur, tural = cast.client("rauf"), cast.client("aynur"), cast.client("tural")
    url = reverse("revenue_deferral_new", args=[p.code])
    nothing = text(rauf.get(url))
    assert "möhlət veriləcək heç nə yoxdur" in nothing
    due = TODAY() + timedelta(days=20)
    debt = Entry.objects.create(
        municipality=cast.home, taxpayer=p, kind=Entry.Kind.DEMAND, head=3, year=2026, instalment=2, due=due, day=TODAY(), amount=700
    )  # fmt: skip
    assert url in text(rauf.get(reverse("revenue_card", args=[p.code])))
    early = rauf.post(url, {"demand": debt.pk, "until": tag(due - timedelta(days=10)), "reason": "Ərizə 3"})
    assert "Ərizə 3" in early.content.decode() and not Deferral.objects.exists()
    asked = {"demand": debt.pk, "until": tag(due + timedelta(days=60)), "reason": "Ərizə 3"}
    assert aynur.post(url, asked).status_code == 403
    made = rauf.post(url, asked)
    one = Deferral.objects.get()
    assert made["Location"] == reverse("revenue_deferral", args=[one.number])
    page = text(rauf.get(made["Location"]))
    assert "7,00" in page and tag(one.until) in page
    assert p.name in text(rauf.get(reverse("revenue_deferrals"), {"state": "force"}))
    undo = reverse("revenue_deferral_undo", args=[one.number])
    assert rauf.post(undo, {"reason": "Səhv olub"}).status_code == 302
    assert "Səhv olub" in text(rauf.get(made["Location"]))
    assert p.name not in text(rauf.get(reverse("revenue_deferrals"), {"state": "force"}))
    assert {d.demand.due for d in balance.owed(p, TODAY()).debts if d.demand.head == 3} == {due}
    for address in (url, made["Location"], undo):
        assert tural.get(address).status_code == 404
    assert p.name not in text(tural.get(reverse("revenue_deferrals")))


def test_a_write_off_is_taken_back_on_its_page(late) -> None:  # noqa: F811
    cast, _p = late
    old, debt = old_debt(cast)
    rauf = cast.client("rauf")
    proposal = actions.propose_write_off(actor=cast.actor("rauf"), demands=[debt], ground="term", on=TODAY())
    actions.carry_out_write_off(actor=cast.actor("rauf"), proposal=proposal, decision="№ 7", on=TODAY())
    gone = WriteOff.objects.get()
    url = reverse("revenue_write_off_restore", args=[gone.pk])
    assert url in text(rauf.get(reverse("revenue_proposal", args=[proposal.number])))
    assert rauf.post(url, {"reason": "", "on": tag(TODAY())}).status_code == 422
    assert cast.client("aynur").post(url, {"reason": "№ 8", "on": tag(TODAY())}).status_code == 403
    assert rauf.post(url, {"reason": "№ 8: səhv ödəyici", "on": tag(TODAY())}).status_code == 302
    assert town.balance(old) >= 1234
    assert "№ 8: səhv ödəyici" in text(rauf.get(reverse("revenue_proposal", args=[proposal.number])))
    assert "səhv ödəyici" in text(rauf.get(url))
    assert cast.client("tural").get(url).status_code == 404


def test_a_certificate_is_revoked_and_whoever_checks_it_is_told(cast: Cast) -> None:
    with scope(municipality=cast.home):
        p = town.payer(cast, "Sınaqov Təmiz")  # type: ignore[arg-type]
        town.take(cast, (date(2025, 8, 10), "12,00", p.name, p.code))  # type: ignore[arg-type]
        one = actions.give_clearance(actor=cast.actor("aynur"), payer=p, on=TODAY())
    rauf, check = cast.client("rauf"), reverse("revenue_public_clearance", args=[cast.home.code])
    asked = {"nomre": one.number, "kod": one.code}
    assert "house-notice--success" in text(Client().get(check, asked))
    url = reverse("revenue_clearance_revoke", args=[one.number])
    assert url in text(rauf.get(reverse("revenue_card", args=[p.code])))
    assert cast.client("aynur").post(url, {"reason": "x", "on": tag(TODAY())}).status_code == 403
    early = {"reason": "Borc tapılıb", "on": tag(TODAY() - timedelta(days=1))}
    assert "Borc tapılıb" in rauf.post(url, early).content.decode()
    assert rauf.post(url, {"reason": "Borc tapılıb", "on": tag(TODAY())}).status_code == 302
    page = text(Client().get(check, asked))
    assert "Borc tapılıb" in page and "house-notice--success" not in page
    assert "Borc tapılıb" in text(rauf.get(reverse("revenue_clearance", args=[p.code])))
    assert rauf.get(reverse("revenue_clearance_pdf", args=[p.code])).content[:4] == b"%PDF"
    assert cast.client("tural").get(url).status_code == 404
    with scope(municipality=cast.home):
        assert Clearance.objects.get().revoked == TODAY()


def test_an_agreement_shows_what_fell_and_what_it_covers(late) -> None:  # noqa: F811
    cast, p = late
    debt = balance.owed(p, TODAY()).overdue_total
    days = [TODAY() + timedelta(days=n) for n in (30, 60)]
    parts = [(days[0], 500), (days[1], debt - 500)]
    actions.make_agreement(actor=cast.actor("rauf"), payer=p, parts=parts, on=TODAY())
    demand = Entry.objects.filter(taxpayer=p, kind=Entry.Kind.DEMAND).order_by("instalment")[0]
    case = actions.open_objection(
        actor=cast.actor("aynur"), demand=demand, disputed=200, on=TODAY(), reason="Sahə"
    )
    actions.answer_objection(
        actor=cast.actor("rauf"), objection=case, granted=200, on=TODAY(), answer="Haqlıdır"
    )
    one = Agreement.objects.get()
    page = text(cast.client("rauf").get(reverse("revenue_agreement", args=[one.number])))
    fell = 200 + 73  # its interest of a whole year
    assert (
        f"{fell // 100},{fell % 100:02d}" in page
        and f"{(debt - 500 - fell) // 100},{(debt - 500 - fell) % 100:02d}" in page
    )
    assert "15.08.2025" in page


def test_of_a_broken_agreement_no_part_is_to_come_and_what_is_owed_is_the_cards(late) -> None:  # noqa: F811
    cast, p = late
    rauf, then = cast.client("rauf"), date(2026, 3, 2)
    debt = balance.owed(p, then).overdue_total
    parts = [(date(2026, 4, 1), 500), (TODAY() + timedelta(days=60), debt - 500)]
    one = actions.make_agreement(actor=cast.actor("rauf"), payer=p, parts=parts, on=then)
    owed = balance.owed(p, TODAY()).overdue_total
    assert owed > debt
    url = reverse("revenue_agreement", args=[one.number])
    broken = text(rauf.get(url))
    assert money(owed) in broken and money(owed) in text(rauf.get(reverse("revenue_card", args=[p.code])))
    assert "gözlənilir" not in broken and broken.count(">gecikib<") == 1 and "pozulma ilə" in broken
    actions.end_agreement(actor=cast.actor("rauf"), agreement=one, on=TODAY(), reason="pozulub")
    ended = text(rauf.get(url))
    assert money(owed) in ended and "razılaşma ilə bitib" in ended and "pozulma ilə" not in ended


@pytest.mark.parametrize("route", ["revenue_agreement_new", "revenue_refund_new", "revenue_deferral_new"])
def test_a_merged_record_offers_no_new_case(late, route: str) -> None:  # noqa: F811
    cast, p = late
    with scope(municipality=cast.home):
        kept = actions.register_payer(
            actor=cast.actor("aynur"), facts={"name": "Sınaqov Varis"}, on=date(2024, 1, 1)
        )
        actions.merge_payers(
            actor=cast.actor("aynur"), kept=kept, merged=p, on=TODAY(), reason="bir nəfərdir"
        )
    page = text(cast.client("rauf").get(reverse("revenue_card", args=[p.code])))
    assert reverse(route, args=[p.code]) not in page and reverse("revenue_card", args=[kept.code]) in page
