"""A budget from a file: read, reconciled, taken once, taken back; by page and by command; real files where they are at hand."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django_scopes import scopes_disabled

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.importing.rows import amount_of
from belediyye.finance.budget.models import Budget, BudgetImport, Code, ImportedRow, Line, Side
from belediyye.finance.budget.queries.imports import problem_words
from belediyye.finance.budget.tests import town

pytestmark = pytest.mark.django_db

PLAN = """section,level,line,amount_azn,iqtisadi
gəlir,0,Ümumi gəlirlər,1 000,
gəlir,1,Torpaq vergisi,400,
gəlir,1,Dotasiya,600,
xərc,0,Ümumi xərclər,1 001,
xərc,1,Əmək haqqı,700,211100
xərc,1,Bağ,"200,50",999999
xərc,1,Yollar,yüz,225000
"""


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


def read(cast, text=PLAN, **about):
    with scopes_disabled():
        return actions.read_import(
            actor=cast.actor("rauf"), municipality=cast.home, name="plan.csv", content=text.encode(), year=2027, **about
        )  # fmt: skip


def words(made):
    rows = ImportedRow.objects.filter(made_by=made).exclude(problems=[])
    return {row.row: [problem_words(one) for one in row.problems] for row in rows}


def test_every_problem_stands_in_its_row(cast):
    with scopes_disabled():
        made = read(cast)
        said = words(made)
        assert set(said) == {5, 7, 8}
        assert "001,00" in said[5][0] and "900,50" in said[5][0]
        assert "999999" in said[7][0] and "yüz" in said[8][0]
        assert made.counts["rows"] == {"total": 1, "line": 4, "differs": 1, "refused": 1}
        assert made.counts["sums"] == {"revenue": 100_000, "expenditure": 90_050}
        assert not Budget.objects.exists()


def test_taken_once_and_taken_back(cast):
    rauf = cast.actor("rauf")
    with scopes_disabled():
        made = read(cast)
        assert [actions.take_import(actor=rauf, made=made) for _ in range(2)] == [4, 4]
        made.refresh_from_db()
        land, gift, wages, garden = Line.objects.order_by("position")
        assert (land.side, land.initial, land.revenue.code) == (Side.REVENUE, 40_000, "V.LAND")
        assert gift.revenue.code == "V.DOTATION" and "plan.csv" in gift.reason
        assert (wages.economic.code, garden.economic, garden.initial) == ("211100", None, 20_050)
        # The same file again is the same import; nothing is planned twice.
        assert read(cast).pk == made.pk and Line.objects.count() == 4
        actions.set_line(
            actor=rauf, budget=made.budget, plan=actions.Plan(2, "Bağ", (1, 1, 1, 1), "səbəb"), line=garden
        )
        assert actions.undo_import(actor=rauf, made=made) == (3, 1)
        assert Line.objects.get().title == "Bağ"
        with pytest.raises(Refused):
            actions.undo_import(actor=rauf, made=made)
        assert read(cast).pk != made.pk


def test_unknown_codes_may_become_own_ones(cast):
    with scopes_disabled():
        made = read(cast, choice=actions.Choice(new_codes=True))
        assert 7 not in words(made)
        actions.take_import(actor=cast.actor("rauf"), made=made)
        assert Line.objects.get(title="Bağ").economic.municipality == cast.home


def test_an_adopted_budget_takes_no_file(cast):
    rauf, leyla = cast.actor("rauf"), cast.actor("leyla")
    with scopes_disabled():
        budget = town.adopted(cast, 2027)
        made = read(cast, budget=budget)
        with pytest.raises(Refused, match="dəyişmir"):
            actions.take_import(actor=rauf, made=made)
        draft = town.draft(rauf, cast, 2028)
        with pytest.raises(Refused):
            read(cast, budget=draft)
        mine = actions.read_import(actor=rauf, municipality=cast.home, name="a.csv", content=PLAN.encode(), year=2028, budget=draft)  # fmt: skip
        actions.take_import(actor=rauf, made=mine)
        mine.refresh_from_db()
        Budget.objects.filter(pk=draft.pk).update(state="set_aside")
        with pytest.raises(Refused):
            actions.undo_import(actor=leyla, made=mine)


def test_quarters_and_thousands(cast):
    with scopes_disabled():
        text = "maddə,I rüb,II rüb,III rüb,IV rüb\nDotasiya,1,2,3,4\nTorpaq vergisi,1,,,\n"
        made = read(cast, text, choice=actions.Choice(side=1, unit=1000))
        actions.take_import(actor=cast.actor("rauf"), made=made)
        assert [line.quarters for line in Line.objects.order_by("position")] == [
            (100_000, 200_000, 300_000, 400_000),
            (100_000, 0, 0, 0),
        ]


def test_what_is_no_budget_is_refused_in_words(cast):
    with pytest.raises(Refused, match=r"plan\.csv"):
        read(cast, "a,b\n1,2\n")
    with pytest.raises(Forbidden):
        actions.read_import(
            actor=cast.actor("tural"), municipality=cast.home, name="p.csv", content=PLAN.encode(), year=2027
        )


def test_the_pages_from_upload_to_undo(client, cast):
    client.force_login(cast.users["rauf"])
    about = {
        "file": SimpleUploadedFile("plan.csv", PLAN.encode()),
        "year": 2027,
        "unit": 1,
        "budget": "",
        "side": "",
    }
    page = client.post("/finance/budget/imports/new/", about)
    assert page.status_code == 302, page.content.decode()
    url = page["Location"]
    shown = client.get(url).content.decode()
    assert "999999" in shown and "900,50" in shown
    assert client.get(f"{url}?show=refused").content.decode().count("<tr") == 2
    assert client.get(f"{url}?format=xlsx").content[:2] == b"PK"
    with scopes_disabled():
        made = BudgetImport.objects.get()
    columns = {f"column_{key}": heading for key, heading in made.columns.items() if key != "economic"}
    client.post(f"{url}match/", columns | {"side": "", "unit": 1, "column_title": "section"})
    assert "section" in client.get(url).content.decode()
    client.post(f"{url}match/", columns | {"side": "", "unit": 1})
    client.post(f"{url}take/")
    with scopes_disabled():
        assert Line.objects.count() == 4
    client.post(f"{url}undo/")
    with scopes_disabled():
        assert not Line.objects.exists()
    assert client.get("/finance/budget/imports/").status_code == 200


def test_a_long_import_asks_few_questions(client, cast, django_assert_max_num_queries):
    rows = "".join(f"Maddə {n},{n}\n" for n in range(1, 400))
    with scopes_disabled():
        made = read(cast, "line,amount_azn\n" + rows, choice=actions.Choice(side=2))
        with django_assert_max_num_queries(60):
            actions.take_import(actor=cast.actor("rauf"), made=made)
    client.force_login(cast.users["rauf"])
    with django_assert_max_num_queries(22):
        client.get(f"/finance/budget/imports/{made.pk}/")


def test_the_command_reports_takes_and_takes_back(cast, tmp_path):
    file = tmp_path / "plan.csv"
    file.write_text(PLAN, "utf-8")

    def run(*more):
        out = io.StringIO()
        call_command(
            "import_budget", file, "--municipality", cast.home.code, "--year", "2027", *more, stdout=out
        )
        return out.getvalue()

    assert "only tried" in run("--try")
    said = run()
    assert "4 lines planned" in said and "row 8" in said
    assert "already taken: 4" in run()
    with scopes_disabled():
        assert Line.objects.count() == 4
    assert "4 lines taken out" in run("--undo")
    with pytest.raises(CommandError, match="no municipality"):
        call_command("import_budget", file, "--municipality", "yoxdur", "--year", "2027")


@pytest.mark.parametrize(
    ("name", "side", "lines", "total", "checked"),
    [
        ("az_mingachevir_2019_revenue_plan.csv", 1, 12, 56_245_000, 0),
        ("az_mingachevir_2020_plan.csv", None, 23, 72_265_000, 15),
        ("az_sumqayit_2017_forecast.csv", 1, 9, 137_450_000, 1),
        ("georgia/monthly_spreadsheet-06.2013.xlsx", None, 120, 354_367_290_700, 318),
    ],
)
def test_real_files_become_drafts(cast, shared, name, side, lines, total, checked):
    file = shared / "data" / "02_budgets" / name
    with scopes_disabled():
        made = actions.read_import(
            actor=cast.actor("rauf"), municipality=cast.home, name=file.name, content=file.read_bytes(), year=2027,
            choice=actions.Choice(side=side, new_codes=True),
        )  # fmt: skip
        assert actions.take_import(actor=cast.actor("rauf"), made=made) == lines
        assert sum(Line.objects.values_list("initial", flat=True)) == total
        assert made.counts["checked"] == checked


def test_madrid_becomes_a_draft(cast, shared):
    file = shared / "data" / "02_budgets" / "madrid" / "gastos_2012-2013.csv"
    with scopes_disabled():
        made = actions.read_import(
            actor=cast.actor("rauf"), municipality=cast.home, name=file.name, content=file.read_bytes(), year=2013, choice=actions.Choice(new_codes=True)
        )  # fmt: skip
        assert made.file_year == 2013 and made.years == [2012, 2013]
        actions.take_import(actor=cast.actor("rauf"), made=made)
        made.refresh_from_db()
        assert queries.totals(made.budget).expenditure == 456_412_502_400
        assert Code.objects.filter(municipality=cast.home, axis="functional").count() > 100


def test_amounts_and_levels_that_are_none_are_said_in_their_row(cast):
    huge = "section,level,line,amount_azn\nxərc,²,Bağ,5\nxərc,99999999999999999999,Yol,1\nxərc,,Park,99999999999999999999999\n"
    with scopes_disabled():
        made = read(cast, huge)
        assert set(words(made)) == {4} and made.counts["sums"]["expenditure"] == 600
        assert amount_of(Decimal(10) ** 14) == 10**16
        with pytest.raises(ValueError):
            amount_of(Decimal(10) ** 18)
