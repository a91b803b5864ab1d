"""Formulas that failed or were never computed: the reader gives an empty cell, the roll must not take it for one."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from belediyye.core.tests import binary_books
from belediyye.finance.rules.tests.roll_kit import HEAD, assess_file

COLUMN = {name: place for place, name in enumerate(HEAD.split(","))}
BUILDING = ["building", "dwelling", "village", 100]


def test_a_failed_formula_in_a_workbook_is_not_an_empty_cell(tmp_path: Path) -> None:
    path = tmp_path / "roll.xlsx"
    book = xlsxwriter.Workbook(str(path))
    book.add_worksheet("Qeyd & siyahı")
    sheet = book.add_worksheet("“Obyektlər” & <b>")
    first = 2  # a sheet whose first columns are empty
    sheet.write_row(1, first, HEAD.split(","))
    for row in range(2, 8):
        sheet.write_row(row, first, [f"T{row}", "Nümunə", f"O{row}", *BUILDING])
    sheet.write_formula(2, first + COLUMN["share"], "=1/0", None, "#DIV/0!")
    sheet.write_formula(3, first + COLUMN["relief"], "=VLOOKUP(1,A1:A2,1)", None, "#N/A")
    sheet.write_formula(4, first + COLUMN["owned_to"], "=B99", None, "")  # never computed
    sheet.write_formula(5, first + COLUMN["share"], '=IF(1=1,"","1/2")', None, "")
    sheet.write_formula(6, first + COLUMN["area_m2"], "=50+50", None, 100)
    sheet.write_formula(20, first + COLUMN["share"], "=A99/0", None, "#REF!")  # drawn down past the roll
    book.close()
    _say_that_an_empty_text_was_computed(path, "J6")

    result = assess_file(path)
    assert [(r["row"], r["column"], r["code"]) for r in result.refused] == [
        ("3", "share", "cell_error"), ("4", "relief", "cell_error"), ("5", "owned_to", "cell_error"),
    ]  # fmt: skip
    assert result.refused[0]["value"] == "#DIV/0!" and result.refused[2]["value"] == "'=B99"
    assert [a["object_id"] for a in result.assessments] == ["O5", "O6", "O7"]


@pytest.mark.parametrize("write", [binary_books.xls, binary_books.xlsb])
def test_a_failed_formula_in_a_binary_workbook_is_not_an_empty_cell(tmp_path: Path, write: Any) -> None:
    def row(number: int, **cells: str) -> list[object]:
        made = dict(zip(COLUMN, [f"T{number}", "Nümunə", f"O{number}", *BUILDING], strict=False)) | cells
        return [None, *(made.get(name) for name in COLUMN)]

    rows = [
        [],
        [None, *COLUMN],
        row(3, share="#DIV/0!"),
        row(4, relief="#N/A"),
        row(5),
        row(6, area_m2="#REF!"),
    ]
    result = assess_file(write(tmp_path / "Obyektlər", "Obyektlər", rows))
    assert [(r["row"], r["column"], r["code"], r["value"]) for r in result.refused] == [
        ("3", "share", "cell_error", "#DIV/0!"), ("4", "relief", "cell_error", "#N/A"), ("6", "area_m2", "cell_error", "#REF!"),
    ]  # fmt: skip
    assert [a["object_id"] for a in result.assessments] == ["O5"]


def _say_that_an_empty_text_was_computed(path: Path, place: str) -> None:
    """Mark a formula's empty result as text, as spreadsheets do and xlsxwriter does not."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    sheet = "xl/worksheets/sheet2.xml"
    before = f'<c r="{place}"'.encode()
    assert before in parts[sheet]
    parts[sheet] = parts[sheet].replace(before, before + b' t="str"')
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def test_a_failed_formula_in_an_open_document_is_not_an_empty_cell(tmp_path: Path) -> None:
    def row(*cells: str) -> str:
        made = (
            c if c.startswith("<")
            else f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in cells
        )  # fmt: skip
        return f"<table:table-row>{''.join(made)}</table:table-row>"

    error = (
        '<table:table-cell table:formula="of:=1/0" office:value-type="string" office:string-value=""'
        ' calcext:value-type="error"><text:p>#DIV/0!</text:p></table:table-cell>'
    )
    good = [str(value) for value in BUILDING]
    rows = [
        row(*HEAD.split(",")),
        '<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>',
        row("1", "A", "x", *good, error),
        row("2", "B", "y", *good, '<table:table-cell table:number-columns-repeated="3"/>', error),
        row("3", "C", "z", *good),
    ]
    urn = "urn:oasis:names:tc:opendocument:xmlns"
    text = (
        f'<office:document-content xmlns:office="{urn}:office:1.0" xmlns:table="{urn}:table:1.0"'
        f' xmlns:text="{urn}:text:1.0" xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="S">{"".join(rows)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "roll.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", text)
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    result = assess_file(path)
    assert [(r["row"], r["column"], r["code"]) for r in result.refused] == [
        ("5", "share", "cell_error"), ("6", "relief", "cell_error"),
    ]  # fmt: skip
    assert [a["object_id"] for a in result.assessments] == ["z"]
