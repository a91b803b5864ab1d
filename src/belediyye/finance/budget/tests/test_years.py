"""The example town's two years: the reports agree with the ledger to the qəpik, and the public pages tell the same."""

import csv
import io
import json
from datetime import date

import pytest
from django_scopes import scopes_disabled

from belediyye.core.demo import World
from belediyye.finance.budget import demo, queries
from belediyye.finance.budget.models import Amendment, Axis, Commitment, Side

pytestmark = pytest.mark.django_db


def test_two_years(cast, client):
    world = World(cast)
    with scopes_disabled():
        demo.build(world)
        closed, running = world.rooms["budget"]["closed"], world.rooms["budget"]["running"]
        closed.refresh_from_db()
        assert (closed.state, running.state) == ("closed", "adopted")
        for budget in (closed, running):
            for on in (date(budget.year, 6, 30), date(budget.year, 9, 30), date(budget.year, 12, 31)):
                assert [one.what for one in queries.agreement(budget, on) if not one.holds] == []
        assert queries.unbalanced_entries() == 0
        assert {a.kind for a in Amendment.objects.filter(state="adopted")} == {
            "virement",
            "supplementary",
            "carry",
        }
        carried = Commitment.objects.exclude(carried_from=None).get()
        assert carried.amount == 120_000 == queries.open_of_commitment(carried)
        opening = running.lines.get(revenue__code="V.BALANCE").receipts.get()
        assert opening.amount == queries.bank_balance(closed)
        for axis in (Axis.FUNCTIONAL, Axis.ECONOMIC, Axis.SOURCE, Axis.PROGRAMME):
            total = queries.report(running, Side.EXPENDITURE, axis).total
            assert (total.initial, total.paid) == (
                9_800_000,
                queries.report(running, Side.EXPENDITURE, Axis.FUNCTIONAL).total.paid,
            )
        months = queries.cash_plan(running, date(2026, 10, 31))
        assert months[9].balance == queries.bank_balance(running, date(2026, 10, 31))
        spent = queries.report(running, Side.EXPENDITURE, Axis.FUNCTIONAL, queries.known_on(running))
        assert sum(share for _row, share in queries.manat(spent, 3_521)) == 3_521
    page = client.get(f"/b/{cast.home.code}/büdcə/2026/?amount=35,21")
    assert page.status_code == 200 and page["Content-Type"].startswith("text/html")
    told = page.content.decode()
    assert "17/2025" in told and "35,21" in told
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"/b/{cast.home.code}/büdcə/2026/lines.csv").content.decode()))
    )
    data = client.get(f"/b/{cast.home.code}/büdcə/2026/lines.json").json()
    assert len(rows) == len(data["lines"]) == 14
    assert sum(line["outturn"] for line in data["lines"] if line["side"] == "expenditure") == spent.total.paid
    package = json.loads(client.get(f"/b/{cast.home.code}/büdcə/2026/datapackage.json").content)
    assert [field["name"] for field in package["resources"][0]["schema"]["fields"]] == list(rows[0])
    for url in ("", "2025/", "2027/"):
        assert client.get(f"/b/{cast.home.code}/büdcə/{url}").status_code == 200
    assert client.get(f"/b/{cast.home.code}/büdcə/2019/").status_code == 404
    rauf, tural = cast.client("rauf"), cast.client("tural")
    with scopes_disabled():
        line = running.lines.filter(side=2).first()
        change = running.amendments.last()
    paths = ["", "orders/", f"{running.pk}/", f"{running.pk}/compare/", f"{running.pk}/ledger/", f"{running.pk}/cash/", f"{running.pk}/amendments/",
             f"{running.pk}/report/", f"{running.pk}/report/?side=2&axis=economic&on=30.06.2026", f"{running.pk}/report/?format=print",
             f"{running.pk}/report/?format=csv", f"{running.pk}/report/?format=xlsx", f"{running.pk}/report/half.pdf", f"{running.pk}/note.docx",
             f"line/{line.pk}/", f"line/{line.pk}/commit/", f"line/{line.pk}/owe/", f"amendment/{change.pk}/", f"{running.pk}/amend/", "start/"]  # fmt: skip
    for path in paths:
        assert rauf.get(f"/finance/budget/{path}").status_code == 200, path
    for path in paths[2:-1]:
        assert tural.get(f"/finance/budget/{path}").status_code == 404, path
    assert rauf.get("/axtar/?q=bulağın").status_code == 200
