"""The budget's pages in a real browser, in both languages: nothing for axe to find, readable at 375 px."""

import pytest
from django_scopes import scopes_disabled

from belediyye.finance.budget import actions
from belediyye.finance.budget.models import BankLine, Code
from belediyye.finance.budget.tests import town

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STATEMENT = "Tarix,Məbləğ,Ödəyici,Təyinat,Sənəd №\n05.02.2026,-100.00,Başqası,nə isə,B1\n20.01.2026,600.00,Xəzinə,,B2\n"
PLAN = "section,line,amount_azn,iqtisadi\ngəlir,Torpaq vergisi,400,\nxərc,Bağ,200,999999\nxərc,Cəmi,201,\n"


@pytest.fixture
def pages(browse, settings, tmp_path):
    """The addresses of the room's pages, with something on each."""
    settings.FILES_ROOT = tmp_path
    cast = browse().cast
    rauf = cast.actor("rauf")
    with scopes_disabled():
        budget = town.adopted(cast)
        town.fund(cast, budget)
        line = town.line(budget, "Yollar")
        made = actions.commit(
            actor=rauf, line=line, day=town.DAY, amount=9_000, paper=actions.Paper("U", "x")
        )
        town.paid(cast, line, 10_000)
        taken = actions.read_import(actor=rauf, municipality=cast.home, name="plan.csv", content=PLAN.encode(), year=2027)  # fmt: skip
        actions.take_bank_statement(
            actor=rauf, municipality=cast.home, content=STATEMENT.encode(), name="h.csv"
        )
        room = "/finance/budget"
        inside = [
            "/", f"/{budget.pk}/", f"/{budget.pk}/report/", f"/{budget.pk}/cash/", f"/{budget.pk}/ledger/", f"/{budget.pk}/amendments/", f"/{budget.pk}/year-end/", f"/line/{line.pk}/",
            f"/commitment/{made.pk}/release/", f"/imports/{taken.pk}/", "/imports/", "/imports/new/", "/bank/", f"/bank/{BankLine.objects.latest('pk').pk}/", "/codes/?axis=economic", f"/codes/{Code.objects.latest('pk').pk}/", "/codes/new/",
            "/codes/import/", "/reports/years/", "/reports/analysis/", f"/reports/{budget.pk}/half/", f"/reports/{budget.pk}/half/?format=print", "/orders/",
        ]  # fmt: skip
        return [f"{room}{path}" for path in inside], f"/b/{cast.home.code}/büdcə/?amount=35,20"


@pytest.mark.parametrize(("language", "width"), [("az", 375), ("en", 1280)])
def test_every_page_is_for_everyone(browse, axe, pages, language, width):
    inside, public = pages
    page = browse("rauf", language, width=width)
    for path in inside:
        answer = page.goto(path)
        assert answer.ok, (path, answer.status)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
        axe(page)
    visitor = browse(None, language, width=width)
    visitor.goto(public)
    assert visitor.evaluate("document.documentElement.scrollWidth") <= width
    axe(visitor)
    assert "17,60" in visitor.content()
