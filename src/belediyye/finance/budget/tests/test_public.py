"""What residents see: their manat, years and neighbours beside each other, and open data that keeps its standard."""

import csv
import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import jsonschema
import pytest
from django_scopes import scopes_disabled

from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.models import Amendment, Side
from belediyye.finance.budget.tests import town
from belediyye.finance.revenue.models import Notice, Taxpayer
from belediyye.finance.revenue.queries.notices import notice_code

pytestmark = pytest.mark.django_db
SCHEMA = json.loads((Path(__file__).parent / "fiscal-data-package.schema.json").read_text("utf-8"))
# The column types of the budget taxonomy that this house uses, and the type of data that each asks for.
TAXONOMY = {
    "budget-line-id": "string", "date:fiscal-year": "integer", "direction": "string", "functional-classification:generic:code": "string",
    "economic-classification:generic:code": "string", "fin-source:generic:code": "string", "activity:generic:program:code": "string", "geo:target:code": "string",
    "date:generic": "date", "value": "number", "phase:id": "string", "value-currency:code": "string",
}  # fmt: skip


@pytest.fixture
def budget(cast):
    with scopes_disabled():
        made = town.adopted(cast)
        town.fund(cast, made)
        town.paid(cast, town.line(made, "Yollar"), 10_000)
        yield made


def address(cast, rest=""):
    return f"/b/{cast.home.code}/büdcə/{rest}"


def test_the_package_keeps_its_standard(client, cast, budget):
    package = client.get(address(cast, "2026/datapackage.json")).json()
    jsonschema.validate(package, SCHEMA)
    (resource,) = package["resources"]
    own = {
        one["name"]: one["dataType"]
        for part in package["columnTypes"]
        if isinstance(part, list)
        for one in part
    }
    fields = resource["schema"]["fields"]
    for field in [*fields, *resource["schema"]["extraFields"]]:
        if "columnType" in field:
            assert (TAXONOMY | own)[field["columnType"]] == field["type"], field
    extra = {field["name"]: field for field in resource["schema"]["extraFields"]}
    assert all(set(field.get("normalize", {})) <= set(extra) for field in fields)
    body = client.get(resource["path"]).content
    assert len(body) == resource["bytes"]
    rows = list(csv.DictReader(io.StringIO(body.decode(resource["encoding"]))))
    assert list(rows[0]) == [field["name"] for field in fields]
    key = resource["schema"]["primaryKey"]
    assert len({row[key] for row in rows}) == len(rows) == 5
    read = {"string": str, "integer": int, "number": Decimal, "date": date.fromisoformat}
    for row in rows:
        for field in fields:
            if row[field["name"]]:
                read[field["type"]](row[field["name"]])


@pytest.mark.parametrize(
    ("path", "value"),
    [(("resources", 0, "schema", "fields", 0, "columnType"), None), (("profile",), "data-package"), (("columnTypes",), [])],
)  # fmt: skip
def test_the_schema_refuses_a_broken_package(client, cast, budget, path, value):
    package = client.get(address(cast, "2026/datapackage.json")).json()
    *to, last = path
    thing = package
    for step in to:
        thing = thing[step]
    if value is None:
        del thing[last]
    else:
        thing[last] = value
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(package, SCHEMA)


def test_open_data_is_what_the_ledger_says(client, cast, budget):
    told = client.get(address(cast, "2026/lines.json")).json()
    assert told["on"] == "2026-02-03"
    spent = [row for row in told["lines"] if row["side"] == "expenditure"]
    total = queries.report(budget, Side.EXPENDITURE, "functional").total
    assert sum(row["outturn"] for row in spent) == total.paid == 10_000
    assert sum(row["adjusted"] for row in spent) == total.adjusted


def notice(cast, due=3_520):
    payer = Taxpayer.objects.create(municipality=cast.home, number=1, code="00010000017", name="Nərgiz Nümunəli", registered=date(2026, 1, 1))  # fmt: skip
    return Notice.objects.create(
        municipality=cast.home, taxpayer=payer, year=2026, number=7, issued=date(2026, 7, 1), due_qepik=due
    )


def test_where_my_manat_goes_from_an_amount_and_from_a_notice(client, cast, budget):
    page = client.get(address(cast) + "?amount=35,20").content.decode()
    assert "17,60" in page and "12,32" in page and "5,28" in page  # 50, 35 and 15 per cent
    one = notice(cast)
    asked = {"il": one.year, "nomre": one.number, "kod": notice_code(one)}
    page = client.get(address(cast), asked).content.decode()
    assert "17,60" in page and "Nərgiz" not in page
    wrong = client.get(address(cast), asked | {"kod": "AAAAAAAA"}).content.decode()
    assert "17,60" not in wrong and "govuk-error" in wrong
    other = client.get(f"/b/{cast.neighbour.code}/büdcə/", asked)
    assert "17,60" not in other.content.decode()
    assert "govuk-error" in client.get(address(cast), {"il": 2026, "nomre": 7, "kod": ""}).content.decode()


def test_nothing_due_has_nothing_to_share(client, cast, budget):
    one = notice(cast, due=0)
    page = client.get(address(cast), {"il": 2026, "nomre": 7, "kod": notice_code(one)})
    assert page.status_code == 200 and "govuk-error" in page.content.decode()


def test_neighbours_of_like_size_stand_beside_with_their_day(client, cast, budget):
    with scopes_disabled():
        for place, people in ((cast.home, 1000), (cast.neighbour, 900)):
            place.population = people
            place.save()
        tural = cast.actor("tural")
        theirs = actions.start_draft(actor=tural, municipality=cast.neighbour, year=2026, title="B")
        actions.add_lines(
            actor=tural, budget=theirs,
            plans=[
                actions.Plan(Side.REVENUE, "D", (90_000, 0, 0, 0), "s", revenue=town.code("revenue", "V.DOTATION")),
                actions.Plan(Side.EXPENDITURE, "Y", (90_000, 0, 0, 0), "s", functional=town.code("functional", "12.1.1"), economic=town.code("economic", "225000")),
            ],
        )  # fmt: skip
        type(theirs).objects.filter(pk=theirs.pk).update(
            state="adopted", decision_number="1", adopted_on=date(2025, 12, 1)
        )
        budget.refresh_from_db()
        alike = queries.similar(budget)
        assert {one.place.pk: (one.per_resident, one.revenue_a_head) for one in alike} == {
            cast.home.pk: (100, 100),
            cast.neighbour.pk: (100, 100),
        }
        # An amendment counts at once, whatever was remembered.
        made = actions.prepare_amendment(
            actor=cast.actor("rauf"), budget=budget, kind=Amendment.Kind.SUPPLEMENTARY, reason="artıq gəlir", on=date(2026, 3, 1),
            changes={town.line(budget, "Torpaq vergisi").pk: (0, 10_000, 0, 0), town.line(budget, "Yollar").pk: (0, 10_000, 0, 0)},
        )  # fmt: skip
        actions.adopt_amendment(
            actor=cast.actor("leyla"), amendment=made, decision_number="2", on=date(2026, 3, 2)
        )
        assert {one.place.pk: one.per_resident for one in queries.similar(budget)} == {
            cast.home.pk: 110,
            cast.neighbour.pk: 100,
        }
    page = client.get(address(cast)).content.decode()
    assert f"/b/{cast.neighbour.code}/" in page and "01.12.2025" in page


def test_what_is_remembered_follows_the_ledger(client, cast, budget):
    before = client.get(address(cast)).content.decode()
    assert "133,33" not in before
    with scopes_disabled():
        town.paid(cast, town.line(budget, "Yollar"), 3_333)
    assert "133,33" in client.get(address(cast)).content.decode()


def test_the_warm_page_asks_few_questions(client, cast, budget, django_assert_max_num_queries):
    client.get(address(cast))
    with django_assert_max_num_queries(26):
        client.get(address(cast))
