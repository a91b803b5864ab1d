"""Reports as page, sheet, workbook, CSV and PDF; the analysis sheet's ratios; the year's end on its pages."""

import io
from datetime import date

import pypdf
import pytest
from django_scopes import scopes_disabled

from belediyye.core.documents.sheets import read_table
from belediyye.finance.budget import actions, queries, tables
from belediyye.finance.budget.models import Budget, Commitment, Receipt, Side
from belediyye.finance.budget.tests import town

pytestmark = pytest.mark.django_db


@pytest.fixture
def budget(cast):
    with scopes_disabled():
        made = town.adopted(cast)
        town.fund(cast, made, 60_000)
        actions.receive(
            actor=cast.actor("rauf"),
            line=town.line(made, "Torpaq vergisi"),
            day=town.DAY,
            amount=20_000,
            text="vergi",
        )
        town.paid(cast, town.line(made, "Əmək haqqı"), 12_000)
        town.paid(cast, town.line(made, "Yollar"), 8_000)
        cast.home.population = 200
        cast.home.save()
        made.municipality.refresh_from_db()
        yield made


def test_the_analysis_sheet_by_hand(budget):
    values = {str(row.measure.title): row.values[0] for row in queries.analysis([budget]).rows}
    by_order = list(values.values())
    # revenue 800.00, own 200.00 of it (25 %), taxes 25 %, property 0, from the state 75 %
    assert by_order[:6] == [80_000, 20_000, 2_500, 2_500, 0, 7_500]
    # a head of 200 residents: 4.00 and 1.00; 80 % of the plan of 1,000.00
    assert by_order[6:9] == [400, 100, 8_000]
    # spent 200.00, 1.00 a head, 20 % of the plan; administration 60 %, labour 60 %, investment 0
    assert by_order[9:15] == [20_000, 100, 2_000, 6_000, 6_000, 0]
    # own 200.00 over administration 120.00; result 600.00; the bank holds 600.00
    assert by_order[15:] == [16_666, 60_000, 60_000]


def test_growth_needs_a_year_before(cast, budget):
    sheet = queries.analysis([budget])
    assert sheet.rows[0].growth_bp == [None]
    row = type(sheet.rows[0])(sheet.rows[0].measure, (10_000, 12_500, 0), (True, True, False))
    assert row.growth_bp == [None, 2_500, None]  # the last year is not over
    assert [tables.share_words(bp) for bp in (2_500, -1_234, 0, 9)] == ["25%", "−12,3%", "0%", "0%"]


PAGES = [
    "reports/years/?side=2&axis=economic",
    "reports/analysis/?x=1",
    "reports/{pk}/half/?x=1",
    "reports/{pk}/year/?x=1",
]


@pytest.mark.parametrize("page", PAGES)
def test_every_report_in_every_form(client, cast, budget, tmp_path, page):
    client.force_login(cast.users["rauf"])
    url = f"/finance/budget/{page.format(pk=budget.pk)}"
    shown = client.get(url)
    assert shown.status_code == 200
    assert client.get(f"{url}&format=print").content.decode().count("<table") == 1
    assert "\ufeff" in client.get(f"{url}&format=csv").content.decode()
    file = tmp_path / "a.xlsx"
    file.write_bytes(client.get(f"{url}&format=xlsx").content)
    rows = list(read_table(file, {"name": {"Maddə", "Göstərici", "Item"}}))
    assert len(rows) == shown.content.decode().count("<tr") - 1
    text = "".join(part.extract_text() for part in pypdf.PdfReader(io.BytesIO(client.get(f"{url}&format=pdf").content)).pages)  # fmt: skip
    assert cast.home.name in text


def test_the_plain_report_as_pdf_holds_its_total(client, cast, budget):
    client.force_login(cast.users["rauf"])
    body = client.get(f"/finance/budget/reports/{budget.pk}/report.pdf?side=2&axis=economic").content
    text = pypdf.PdfReader(io.BytesIO(body)).pages[0].extract_text().replace("\xa0", " ")
    assert "1 000,00" in text and "200,00" in text
    client.force_login(cast.users["tural"])
    assert client.get(f"/finance/budget/reports/{budget.pk}/report.pdf").status_code == 404


def test_release_and_taking_back_on_their_pages(client, cast, budget):
    rauf = cast.actor("rauf")
    with scopes_disabled():
        roads = town.line(budget, "Yollar")
        promised = actions.commit(
            actor=rauf, line=roads, day=town.DAY, amount=10_000, paper=actions.Paper("U", "x")
        )
        owed = actions.oblige(actor=rauf, line=roads, day=town.DAY, amount=4_000, paper=actions.Paper("A"), commitment=promised)  # fmt: skip
        free = queries.position(roads).available
        wrong = Receipt.objects.get(text="vergi")
    client.force_login(cast.users["rauf"])
    day = {"day": "04.02.2026", "reason": "artıqdır"}
    page = client.post(f"/finance/budget/commitment/{promised.pk}/release/", day | {"amount": "7000,00"})
    assert page.status_code == 422 and "7000,00" in page.content.decode()
    assert (
        client.post(
            f"/finance/budget/commitment/{promised.pk}/release/", day | {"amount": "50,00"}
        ).status_code
        == 302
    )
    assert client.post(f"/finance/budget/obligation/{owed.pk}/back/", day).status_code == 302
    assert client.post(f"/finance/budget/receipt/{wrong.pk}/back/", day).status_code == 302
    with scopes_disabled():
        now = queries.position(roads)
        assert (now.available, now.committed, now.obliged) == (free + 5_000, 5_000, 0)
        assert queries.position(town.line(budget, "Torpaq vergisi")).paid == 0


def test_the_years_end_from_page_to_page(client, cast, budget):
    rauf, leyla = cast.actor("rauf"), cast.actor("leyla")
    with scopes_disabled():
        roads = town.line(budget, "Yollar")
        actions.commit(
            actor=rauf, line=roads, day=town.DAY, amount=5_000, paper=actions.Paper("Nümunə MMC", "daş")
        )
        actions.close_year(actor=leyla, budget=budget, on=date(2027, 1, 11))
        draft = actions.start_draft(
            actor=rauf, municipality=cast.home, year=2027, title="Yeni", made_from=budget
        )
        balance = actions.Plan(
            Side.FINANCING, "Qalıq", (0, 0, 0, 0), "bank", revenue=town.code("revenue", "V.BALANCE")
        )
        actions.set_line(actor=rauf, budget=draft, plan=balance)
        actions.to_commission(actor=leyla, budget=draft, on=date(2026, 10, 10))
        actions.publish(actor=leyla, budget=draft, on=date(2026, 10, 12))
        actions.adopt(actor=leyla, budget=draft, decision_number="3", on=date(2026, 12, 15))
    end = f"/finance/budget/{draft.pk}/year-end/"
    client.force_login(cast.users["rauf"])
    assert "Nümunə MMC" in client.get(end).content.decode()
    assert client.post(f"/finance/budget/{draft.pk}/bring/").status_code == 302
    assert client.post(f"/finance/budget/{draft.pk}/bring/").status_code == 422
    client.force_login(cast.users["leyla"])
    page = client.post(
        f"/finance/budget/{draft.pk}/carry/", {"on": "15.01.2027", "decision_number": "1/2027"}
    )
    assert page.status_code == 302, page.content.decode()
    with scopes_disabled():
        new = Budget.objects.get(pk=draft.pk)
        assert queries.bank_balance(new) == 60_000
        (carried,) = Commitment.objects.filter(line__budget=new)
        assert (carried.amount, carried.carried_from.line.budget_id) == (5_000, budget.pk)
        assert all(one.holds for one in queries.agreement(new))
    assert "Nümunə MMC" not in client.get(end).content.decode()


def test_the_cash_plan_holds_the_adjusted_plan_and_the_bank(cast, budget):
    with scopes_disabled():
        changes = {
            town.line(budget, "Torpaq vergisi").pk: (0, 0, 9_001, 0),
            town.line(budget, "Yollar").pk: (0, 0, 9_001, 0),
        }
        made = actions.prepare_amendment(
            actor=cast.actor("rauf"), budget=budget, kind="supplementary", reason="artıq gəlir", on=town.DAY, changes=changes
        )  # fmt: skip
        actions.adopt_amendment(actor=cast.actor("leyla"), amendment=made, decision_number="5", on=town.DAY)
        rows = queries.cash_plan(budget, date(2026, 2, 28))
    assert sum(row.plan_out for row in rows) == sum(row.plan_in for row in rows) == 109_001
    assert [row.plan_out for row in rows[6:9]] == [11_334, 11_334, 11_333]
    assert [(row.in_, row.out) for row in rows[:2]] == [(60_000, 0), (20_000, 20_000)]
    assert rows[1].balance == 60_000 and rows[2].in_ is None and rows[2].planned


def test_only_the_half_year_and_the_year_are_reported(client, cast, budget):
    client.force_login(cast.users["leyla"])
    assert client.get(f"/finance/budget/{budget.pk}/report/other.pdf").status_code == 404
    assert (
        client.post(f"/finance/budget/{budget.pk}/report/other/hand-in/", {"on": "13.07.2026"}).status_code
        == 404
    )
