"""Classifications: dated, one's own beside the country's, whole lists from a file, and sums that follow a changed code."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scopes_disabled

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.models import Axis, Code, CodeChange, Side
from belediyye.finance.budget.queries.mapping import mapped
from belediyye.finance.budget.tests import town

pytestmark = pytest.mark.django_db
NEW_YEAR = date(2027, 1, 1)


@pytest.fixture(autouse=True)
def _everything():
    with scopes_disabled():
        yield


def national(value, axis="functional", **about):
    return Code.objects.create(axis=axis, code=value, name_az=value, starts=date(2020, 1, 1), **about)


def test_a_shared_code_is_split_to_the_qepik_and_chains_are_followed(cast):
    a, b, c, d = (national(letter) for letter in "ABCD")
    boss = cast.actor("texnik")
    actions.change_code(actor=boss, old=a, new=b, on=NEW_YEAR, weight=1)
    actions.change_code(actor=boss, old=a, new=c, on=NEW_YEAR, weight=2)
    actions.change_code(actor=boss, old=c, new=d, on=date(2028, 1, 1))
    sums = {a.pk: [100, -100], None: [7, 0]}
    assert mapped(sums, "functional", None, date(2026, 12, 31)) == sums
    assert mapped(sums, "functional", None, NEW_YEAR) == {None: [7, 0], b.pk: [33, -33], c.pk: [67, -67]}
    assert mapped(sums, "functional", None, date(2028, 1, 1)) == {
        None: [7, 0],
        b.pk: [33, -33],
        d.pk: [67, -67],
    }
    a.refresh_from_db()
    assert a.ends == date(2026, 12, 31)


def test_years_are_compared_under_the_newest_codes(cast):
    rauf = cast.actor("rauf")
    old = town.adopted(cast, 2026)
    town.fund(cast, old)
    town.paid(cast, town.line(old, "Yollar"), 10_000)
    roads = town.code("functional", "12.1.1")
    streets = Code.objects.create(axis="functional", code="12.9", name_az="Küçə və yollar", starts=NEW_YEAR)
    actions.change_code(actor=cast.actor("texnik"), old=roads, new=streets, on=NEW_YEAR)
    new = actions.start_draft(actor=rauf, municipality=cast.home, year=2027, title="Yeni")
    with pytest.raises(Refused):  # the old code no longer holds
        actions.set_line(
            actor=rauf, budget=new, plan=actions.Plan(2, "Yollar", (1, 0, 0, 0), "s", functional=roads)
        )
    actions.set_line(
        actor=rauf, budget=new, plan=actions.Plan(2, "Yollar", (300, 0, 0, 0), "s", functional=streets)
    )
    both = queries.over_years([new, old], Side.EXPENDITURE, Axis.FUNCTIONAL)
    assert [one.year for one in both.budgets] == [2026, 2027]
    told = {row.code: [(cell.adjusted, cell.paid) for cell in row.cells] for row in both.rows}
    assert told["12.9"] == [(35_000, 10_000), (300, 0)] and "12.1.1" not in told
    # The year's own report keeps its own codes, and the totals are the same.
    own = queries.report(old, Side.EXPENDITURE, Axis.FUNCTIONAL)
    assert "12.1.1" in {row.code for row in own.rows}
    assert both.total.cells[0].adjusted == own.total.adjusted


def test_what_cannot_become_another_is_refused(cast):
    boss, rauf = cast.actor("texnik"), cast.actor("rauf")
    actions.load_codes(actor=boss)
    roads, wages = town.code("functional", "12.1.1"), town.code("economic", "211100")
    with pytest.raises(Refused):
        actions.change_code(actor=boss, old=roads, new=wages, on=NEW_YEAR)
    with pytest.raises(Refused):
        actions.change_code(actor=boss, old=roads, new=roads, on=NEW_YEAR)
    with pytest.raises(Forbidden):
        actions.change_code(actor=rauf, old=roads, new=town.code("functional", "13"), on=NEW_YEAR)
    mine = actions.add_code(
        actor=rauf, municipality=cast.home, axis="place", code="K1", name_az="Kənd", starts=NEW_YEAR
    )
    other = actions.add_code(
        actor=rauf, municipality=cast.home, axis="place", code="K2", name_az="Kənd 2", starts=NEW_YEAR
    )
    actions.change_code(actor=rauf, old=mine, new=other, on=date(2028, 1, 1))
    with pytest.raises(Forbidden):
        actions.close_code(actor=cast.actor("tural"), code=other, on=NEW_YEAR)


def test_a_code_in_use_later_is_not_closed(cast):
    budget = town.draft(cast.actor("rauf"), cast, 2027)
    roads = town.code("functional", "12.1.1")
    with pytest.raises(Refused, match="1"):
        actions.close_code(actor=cast.actor("texnik"), code=roads, on=date(2026, 12, 31))
    actions.remove_line(actor=cast.actor("rauf"), line=town.line(budget, "Yollar"))
    actions.close_code(actor=cast.actor("texnik"), code=roads, on=date(2026, 12, 31))
    roads.refresh_from_db()
    assert roads.ends == date(2026, 12, 31)


LIST = """təsnifat,kod,ad,name_en,yuxarı kod,başlanğıc,son,yeni kod
proqram,P1.2,Küçə işıqları,Street lights,P1,,31.12.2027,P2
proqram,P1,Abadlıq,Improvement,,,,
proqram,P2,İşıqlandırma,Lighting,,,,
proqram,P9,Yetim,Orphan,P8,,,
başqa,X,Y,,,,,
proqram,,Adsız,,,,,
"""


def test_a_whole_list_from_a_file(client, cast, tmp_path):
    client.force_login(cast.users["rauf"])
    about = {"axis": "programme", "starts": "01.01.2027"}
    page = client.post(
        "/finance/budget/codes/import/", about | {"file": SimpleUploadedFile("k.csv", LIST.encode())}
    )
    text = page.content.decode()
    assert page.status_code == 200 and "P8" in text and "başqa" in text
    lights = Code.objects.get(code="P1.2")
    assert (lights.parent.code, lights.municipality, lights.starts) == ("P1", cast.home, NEW_YEAR)
    assert CodeChange.objects.get(old=lights).new.code == "P2"
    page = client.post(
        "/finance/budget/codes/import/", about | {"file": SimpleUploadedFile("k.csv", LIST.encode())}
    )
    assert Code.objects.filter(axis="programme").count() == 3 and CodeChange.objects.count() == 1
    shown = client.get("/finance/budget/codes/?axis=programme&on=05.05.2027").content.decode()
    assert "Küçə işıqları" in shown
    assert (
        "Küçə işıqları"
        not in client.get("/finance/budget/codes/?axis=programme&on=05.05.2028").content.decode()
    )
    book = client.get("/finance/budget/codes/?axis=programme&on=05.05.2027&format=xlsx").content
    file = tmp_path / "codes.xlsx"
    file.write_bytes(book)
    again = actions.import_codes(actor=cast.actor("rauf"), municipality=cast.home, file=file, axis="programme", starts=NEW_YEAR)  # fmt: skip
    assert (again.new, again.same, again.refused) == (0, 3, [])


def test_the_pages_of_a_code(client, cast):
    actions.load_codes(actor=cast.actor("texnik"))
    client.force_login(cast.users["rauf"])
    new = {
        "axis": "functional",
        "code": "12.7",
        "name_az": "Körpülər",
        "parent": "12",
        "starts": "01.01.2026",
    }
    assert client.post("/finance/budget/codes/new/", new | {"parent": "99"}).status_code == 422
    url = client.post("/finance/budget/codes/new/", new)["Location"]
    assert "Körpülər" in client.get(url).content.decode()
    target = town.code("functional", "12.1.1")
    assert (
        client.post(f"{url}change/", {"new": target.pk, "on": "01.01.2027", "weight": 1}).status_code == 302
    )
    assert "12.1.1" in client.get(url).content.decode()
    roads = f"/finance/budget/codes/{target.pk}/"
    assert "12.7" in client.get(roads).content.decode()
    client.force_login(cast.users["tural"])
    assert client.get(url).status_code == 404
    assert "12.7" not in client.get(roads).content.decode()
    client.force_login(cast.users["kamran"])
    assert client.get("/finance/budget/codes/?axis=functional").status_code == 200
    assert client.post(f"{roads}close/", {"on": "31.12.2030"}).status_code == 302


@pytest.mark.parametrize("share", ["²", "0", "99999999999999999999"])
def test_a_share_that_is_no_number_is_said(client, cast, share):
    actions.load_codes(actor=cast.actor("texnik"))
    client.force_login(cast.users["rauf"])
    rows = f"təsnifat,kod,ad,yeni kod,çəki\nproqram,P1,Bir,,\nproqram,P2,İki,P1,{share}\n"
    about = {"axis": "programme", "starts": "01.01.2027", "file": SimpleUploadedFile("k.csv", rows.encode())}
    assert client.post("/finance/budget/codes/import/", about).status_code == 200
    assert not CodeChange.objects.exists()
    with scopes_disabled():
        old = Code.objects.get(code="P1")
    other = client.post(
        f"/finance/budget/codes/{old.pk}/change/", {"new": "", "on": "01.01.2028", "weight": share}
    )
    assert "weight" in other.context["form"].errors
