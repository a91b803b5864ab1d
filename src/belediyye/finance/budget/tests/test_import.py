"""Budgets of others: every total that a file states is checked; what does not add up is said with its row."""

import csv
from pathlib import Path

import pytest
import xlsxwriter

from belediyye.finance.budget.importing import ReadError, read_rows, reconcile
from belediyye.finance.budget.importing.wide import treasury


def written(folder: Path, text: str) -> Path:
    file = folder / "plan.csv"
    file.write_text(text, "utf-8")
    return file


def test_levels_are_checked(tmp_path):
    good = written(
        tmp_path,
        "section,level,line,amount_azn\ngəlir,0,Ümumi,30\ngəlir,1,Vergilər,10\ngəlir,2,Torpaq,4\ngəlir,2,Əmlak,6\ngəlir,1,Digər,20\n",
    )
    found = reconcile(read_rows(good))
    assert (found.total, found.checked, found.differences, len(found.lines)) == (3_000, 2, [], 3)
    bad = written(
        tmp_path, "section,level,line,amount_azn\ngəlir,0,Ümumi,31\ngəlir,1,Vergilər,10\ngəlir,1,Digər,20\n"
    )
    (broken,) = reconcile(read_rows(bad)).differences
    assert (broken.number, broken.missing) == (2, 100)


def test_a_flat_list_with_a_total(tmp_path):
    found = reconcile(
        read_rows(
            written(
                tmp_path, 'line,amount_azn\nTorpaq,"1 000,50"\nƏmlak,2000\nBoş,\nCƏMİ (gəlir),"3 000,50"\n'
            )
        )
    )
    assert (found.total, found.checked, found.differences) == (300_050, 1, [])


def test_what_is_no_amount_is_named_with_its_row(tmp_path):
    with pytest.raises(ReadError, match="sətir 3"):
        read_rows(written(tmp_path, "line,amount_azn\nTorpaq,10\nƏmlak,on manat\n"))


def test_an_amount_cut_off_by_the_spreadsheet_is_said_in_words(tmp_path):
    file = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(file) as book:
        sheet = book.add_worksheet()
        for n, row in enumerate([["line", "amount_azn"], ["Torpaq", 10], ["Əmlak", 123456789012345678]]):
            sheet.write_row(n, 0, row)
    with pytest.raises(ReadError, match="sətir 3: «rəqəmləri itib»"):
        read_rows(file)


def test_mingachevir_and_sumgait(shared):
    folder = shared / "data" / "02_budgets"
    plan = reconcile(read_rows(folder / "az_mingachevir_2020_plan.csv"))
    stated = {d.title: d.missing for d in plan.differences}
    # The source cuts the children of three rows off; revenue adds up whole.
    assert sum(row.amounts["amount"] for row in plan.lines if row.cells["side"] == "gəlir") == 48_470_000
    assert set(stated) <= {
        "Malların (işlərin və xidmətlərin) satın alınması",
        "Nəqliyyat xidmətləri haqqının ödənilməsi",
        "Dövlət Sosial Müdafiə Fonduna ayırmalar",
    }
    sumgait = reconcile(read_rows(folder / "az_sumqayit_2017_forecast.csv"))
    assert (sumgait.total, sumgait.checked, sumgait.differences) == (137_450_000, 1, [])


def test_madrid_to_the_cent(shared):
    folder = shared / "data" / "02_budgets" / "madrid"
    rows = read_rows(folder / "gastos_2012-2013.csv")
    assert len(rows) == 10_259
    with (folder / "EXPECTED_TOTALS.csv").open() as source:
        for expected in csv.DictReader(source):
            chapter = None if expected["chapter"] == "ALL" else expected["chapter"]
            found = sum(
                r.amounts["amount"]
                for r in rows
                if r.cells["year"] == expected["year"] and chapter in (None, r.cells["chapter"])
            )
            assert found == int(expected["sum_importe_computed"]) * 100, expected


def test_georgias_wide_tables(shared):
    folder = shared / "data" / "02_budgets" / "georgia"
    with (folder / "EXPECTED_TOTALS.csv").open() as source:
        for expected in csv.DictReader(source):
            found = treasury(read_rows(folder / expected["file"])).stated
            for name, column in (
                ("amount", "plan_total_code_00"),
                ("committed", "commitment_total"),
                ("paid", "paid_total"),
            ):
                whole, _dot, rest = expected[column].partition(".")
                assert found[name] == int(whole) * 100 + int(rest.ljust(2, "0") or "0"), (
                    expected["file"],
                    name,
                )
