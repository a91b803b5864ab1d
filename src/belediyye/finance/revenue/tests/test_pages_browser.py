"""The working pages of the register, contracts, cases and notices in a real browser: nothing wider than a telephone, nothing
for axe to find."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import (
    AssessmentRun,
    Clearance,
    Entry,
    Holding,
    Notice,
    ObjectState,
    PrivilegeStatus,
    Registration,
    TaxObject,
    Taxpayer,
)
from belediyye.finance.revenue.queries.notices import notice_code
from belediyye.finance.revenue.tests.town import Town, assess, payer, take

K = Entry.Kind
LATE = date(2025, 12, 28)


@dataclass
class Lived:
    late: Taxpayer
    clear: Taxpayer
    firm: Taxpayer
    paths: list[str]


def at(name: str, *args: Any) -> str:
    return reverse(f"revenue_{name}", args=args)


def furnish(cast: Cast) -> Lived:
    """A little of everything that the pages show, made by the actions."""
    town = Town.__new__(Town)
    town.home = cast.home
    rauf, aynur, leyla = (town.actor(name) for name in ("rauf", "aynur", "leyla"))
    with scope(municipality=cast.home):
        late, clear, waiting = (
            payer(town, f"Sınaqov {n}", years=(), street="Bulaq küçəsi", house=n) for n in "123"
        )
        firm = actions.register_payer(
            actor=aynur, facts={"kind": "legal", "name": "Nümunə Bazar MMC"}, on=date(2025, 1, 1)
        )
        actions.add_status(actor=aynur, payer=clear, category="pensioner", since=date(2024, 1, 1), proof={})
        assess(town, 2025)
        actions.issue_notices(actor=rauf, run=AssessmentRun.objects.get(year=2025), on=date(2025, 7, 20))
        take(town, (date(2025, 8, 1), "500,00", clear.name, clear.code), (date(2025, 8, 2), "1,00", "?", "?"))
        demand = Entry.objects.filter(taxpayer=late, kind=K.DEMAND).order_by("instalment")[0]
        about = {"demand": demand, "article": "Qanun, maddə 1", "document": "Akt 4", "on": date(2025, 11, 1)}
        charged = actions.propose_sanction(actor=rauf, amount=300, **about)
        actions.charge_sanction(actor=leyla, sanction=charged, on=date(2025, 11, 1))
        proposed = actions.propose_sanction(actor=rauf, amount=200, **about)
        for n in range(3):
            for one in (late, waiting):
                actions.remind(actor=rauf, payer=one, on=date(2025, 11, 20) + timedelta(days=n * 16))
        case = actions.open_case(
            actor=rauf, payer=late, court="Nümunə Rayon Məhkəməsi", document="1", on=LATE
        )
        parts = [(d, 100) for d in Entry.objects.filter(taxpayer=waiting, kind=K.DEMAND)]
        objection = actions.open_objections(actor=aynur, parts=parts, on=LATE, reason="Sahə azdır")[0]
        charge = actions.register_charge(
            actor=aynur, payer=firm,
            terms={"head": 12, "basis": "Qərar 7", "signed": date(2026, 1, 1), "since": date(2026, 1, 1), "every": "month", "unit": "nəfər-gecə",
                   "unit_price": 150, "quantity": 100, "declared": True, "due_day": 15},
        )  # fmt: skip
        actions.declare_quantity(
            actor=aynur,
            charge=charge,
            year=2026,
            number=1,
            quantity=12_000,
            document="Arayış 1",
            on=date(2026, 2, 2),
        )
        actions.raise_charges(actor=rauf, on=date(2026, 3, 1))
        raised = Entry.objects.filter(charge=charge, kind=K.DEMAND)[0]
        actions.give_clearance(actor=aynur, payer=clear, on=date(2026, 3, 1))
        actions.give_registration(actor=aynur, payer=clear, on=date(2026, 3, 1))
        thing, holding = TaxObject.objects.all()[0], Holding.objects.all()[0]
        notice, status = Notice.objects.all()[0], PrivilegeStatus.objects.all()[0]
        state, given, paper = (
            ObjectState.objects.all()[0],
            Clearance.objects.all()[0],
            Registration.objects.all()[0],
        )
    many = ["imports", "import_opening", "extract", "openings", "walk", "collecting", "agreements", "deferrals", "objections", "refunds", "limitation",
            "proposals", "reminders", "reminders_due", "court_cases", "court_candidates", "sanctions", "charges", "receipts", "notices", "notices_again",
            "bank", "bank_queue", "settle"]  # fmt: skip
    return Lived(late, clear, firm, [
        reverse("revenue"), reverse("office"), *(at(name) for name in many),
        *(at(name, late.code) for name in ("payer", "card", "court_new", "sanction_new", "agreement_new", "objection_new", "opening_new")),
        *(at(name, clear.code) for name in ("payer", "card", "refund_new", "clearance")), at("clearance_revoke", given.number),
        *(at(name, thing.number) for name in ("object", "object_update", "holder_add", "object_join", "object_end")), at("state_correct", state.pk),
        *(at(name, holding.pk) for name in ("holding_transfer", "holding_withdraw", "holding_pass")), at("status_end", status.pk),
        *(at(name, charge.pk) for name in ("charge", "charge_declare", "charge_end")), at("charge_correct", raised.pk), at("bill_issue", raised.pk),
        at("court_case", case.number), at("court_step", case.number), *(at("sanction", one.number) for one in (charged, proposed)),
        at("sanction_reverse", charged.number), at("sanction_drop", proposed.number), at("objection", objection.number),
        at("objection_answer", objection.number), at("run", 1), at("notice_deliver", notice.year, notice.number), at("card", firm.code),
        at("deferral_new", firm.code),
        reverse("revenue_public_registration", args=[cast.home.code]) + f"?nomre={paper.number}&kod={paper.code}",
        reverse("revenue_public_clearance", args=[cast.home.code]) + f"?nomre={given.number}&kod={given.code}",
        reverse("revenue_public_notice", args=[cast.home.code]) + f"?nomre={notice.number}&il={notice.year}&kod={notice_code(notice)}",
        reverse("revenue_public_receipt", args=[cast.home.code]),
    ])  # fmt: skip


@pytest.mark.browser
@pytest.mark.parametrize(("language", "width"), [("az", 1280), ("en", 375)])
def test_working_pages(browse, axe, language: str, width: int) -> None:
    page = browse("rauf", language, width)
    lived = furnish(page.cast)
    broken: list[str] = []
    page.on("console", lambda message: broken.append(message.text) if message.type == "error" else None)
    for address in lived.paths:
        assert page.goto(address).status == 200, address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
        axe(page)
    assert not broken


def town_of(page: Any) -> Town:
    """The town whose people stand in the browser."""
    town = Town.__new__(Town)
    town.home = page.cast.home
    return town


@pytest.mark.browser
def test_arrows_choose_lines_from_the_start_of_the_page(browse) -> None:
    page = browse("rauf")
    town = town_of(page)
    with scope(municipality=town.home):
        take(town, *((date(2026, 8, n), "1,00", f"Naməlum {n}", "?") for n in (3, 4, 5)))
    page.goto(at("bank_queue"))
    boxes = page.locator("input[name=line]")
    for key in ("ArrowDown", "Space", "ArrowDown", "ArrowDown", "Space"):
        page.keyboard.press(key)
    assert [boxes.nth(n).is_checked() for n in range(3)] == [True, False, True]
    # In a field the arrows are the field's.
    page.locator("#code").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == "code"
    # Where there is no such table they move the page.
    page.goto(at("collecting"))
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement === document.body")


@pytest.mark.browser
def test_a_box_of_records_alike_ends_where_its_words_end(browse) -> None:
    page = browse("rauf")
    town = town_of(page)
    with scope(municipality=town.home):
        one, _other = (payer(town, "Sınaqov Eyni", years=(), telephone=n) for n in ("", "050 111 22 33"))
    page.goto(at("payer", one.code))
    foot = """box => box.getBoundingClientRect().bottom - box.querySelector("button").getBoundingClientRect().bottom"""
    assert page.locator(".house-notice--warning").evaluate(foot) < 22
