"""Tables out of people's files and into ours."""

import csv
import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import islice

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core.documents.sheets import (
    CellError,
    Column,
    UnreadableFile,
    as_text,
    read_table,
    write_csv,
    write_xlsx,
)
from belediyye.core.tests import binary_books
from belediyye.core.tests.shared import shared_file

MADE = datetime(2026, 11, 22, tzinfo=UTC)
HEADINGS = {"voen": ["VÖEN"], "name": ["Ad, soyad", "Name"], "sum": ["Məbləğ"], "day": ["Tarix"]}
COLUMNS = [Column({"az": "VÖEN", "en": "TIN"}), Column({"az": "Ad, soyad", "en": "Name"}),
           Column({"az": "Məbləğ", "en": "Amount"}, "money", total=True), Column({"az": "Tarix", "en": "Day"}, "date")]  # fmt: skip
ROWS = [["0100000141", "=1+1", 123450, date(2026, 11, 22)], ["@x", "Əliyev ıİğ", -5, None]]


def refused(path, headings=HEADINGS):
    with pytest.raises(UnreadableFile) as caught:
        list(read_table(path, headings))
    assert set(caught.value.words) == {"az", "en"}
    return caught.value.reason


def workbook(path, fill):
    book = xlsxwriter.Workbook(str(path))
    fill(book)
    book.close()
    return path


def test_what_we_write_we_can_read(tmp_path):
    path = tmp_path / "a.xlsx"
    assert write_xlsx(path, COLUMNS, iter(ROWS), made=MADE) == 2
    rows = list(read_table(path, HEADINGS))
    assert rows[0].cells == {
        "voen": "0100000141",
        "name": "=1+1",
        "sum": Decimal("1234.5"),
        "day": date(2026, 11, 22),
    }
    assert rows[1].cells == {"voen": "@x", "name": "Əliyev ıİğ", "sum": Decimal("-0.05"), "day": None}
    assert rows[2].cells["voen"] == "CƏMİ" and rows[2].cells["sum"] == Decimal("1234.45")
    assert [row.number for row in rows] == [2, 3, 4]


def test_the_same_rows_give_the_same_bytes():
    one, two = io.BytesIO(), io.BytesIO()
    for target in (one, two):
        write_xlsx(target, COLUMNS, ROWS, made=MADE, language="en")
    assert one.getvalue() == two.getvalue()
    sheet = zipfile.ZipFile(one).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet  # no text has become a formula, and totals are values


def test_csv_is_harmless_and_comes_back(tmp_path):
    path = tmp_path / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        assert write_csv(file, COLUMNS, ROWS, bom=True, separator=";") == 2
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert "'=1+1" in path.read_text("utf-8-sig") and "'@x" in path.read_text("utf-8-sig")
    assert next(iter(read_table(path, HEADINGS))).cells["sum"] == "1234.50"


def test_no_text_of_a_table_is_run_by_a_spreadsheet():
    texts = ["=1+1", "@x", "-cmd", "\t=1", "\r=1", "＝1", "+A1", "-2", "+3,5", "+994 50 000 00 00", "Əli", ""]
    file, book = io.StringIO(newline=""), io.BytesIO()
    write_csv(file, COLUMNS[:1], [[text] for text in texts])
    told = [row[0] if row else "" for row in csv.reader(io.StringIO(file.getvalue(), newline=""))][1:]
    assert told == [f"'{text}" for text in texts[:7]] + texts[7:]
    write_xlsx(book, COLUMNS[:1], [[text] for text in texts], made=MADE)
    parcel = zipfile.ZipFile(book)
    sheet = parcel.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet and sheet.count(b"inlineStr") == len(
        texts
    )  # heading and texts, the empty one not


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1254", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators(tmp_path, encoding, separator):
    path = tmp_path / "a.csv"
    lines = [["VÖEN", "Name", "Tarix"], ["0012", "Çıraq Gülüş İsa", "22.11.2026"], ["0013", "", "x"]]
    path.write_bytes("\r\n".join(f'"{a}"{separator}{b}{separator}{c}' for a, b, c in lines).encode(encoding))
    rows = list(read_table(path, HEADINGS))
    assert rows[0].cells["voen"] == "0012" and rows[0].cells["name"] == "Çıraq Gülüş İsa"
    assert rows[1].cells["name"] is None


def test_cyrillic_of_old_programs(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("VOEN;Name\n1;Алиев Али\n2;Гасымова\n".encode("cp1251"))
    assert [row.cells["name"] for row in read_table(path, HEADINGS)] == ["Алиев Али", "Гасымова"]


def test_cells_keep_what_they_are(tmp_path):
    def fill(book):
        sheet = book.add_worksheet("hesab")
        day = book.add_format({"num_format": "dd.mm.yyyy"})
        sheet.write_row(2, 1, ["VÖEN", "name", "Məbləğ", "Tarix", "Qeyd", "voen"])
        sheet.write_row(3, 1, [123.0, "0012", 0.1 + 0.2, 12345678901234567890])
        sheet.write_formula(4, 1, "=1/0", None, "#DIV/0!")
        sheet.write_formula(4, 3, "=2*3", None, 6)
        sheet.write_datetime(4, 4, date(2026, 1, 2), day)
        sheet.write_boolean(4, 5, True)
        sheet.merge_range("B7:C8", "birgə")

    table = read_table(workbook(tmp_path / "a.xlsx", fill), HEADINGS)
    first, second, third = table
    assert (first.number, second.number, third.number) == (4, 5, 7)
    assert as_text(first.cells["voen"]) == "123" and first.cells["name"] == "0012"
    assert first.cells["sum"] == Decimal("0.3") and first.cells["day"] == CellError("#DIGITS!")
    assert second.cells == {"voen": CellError("#DIV/0!"), "name": None, "sum": 6, "day": date(2026, 1, 2)}
    assert second.aside == {"Qeyd": True}
    assert (table.sheet, table.heading_row, table.merged) == ("hesab", 3, ("B7:C8",))
    assert (table.unknown, table.repeated, table.missing) == (("Qeyd",), ("voen",), ())


def test_the_sheet_with_our_headings_is_chosen(tmp_path):
    def fill(book):
        book.add_worksheet("izahat").write_row(0, 0, ["Bu nədir?", "Name"])
        sheet = book.add_worksheet('R&D "1"')
        sheet.write_row(0, 0, ["V.Ö.E.N", "AD SOYAD"])
        sheet.write_formula(1, 0, "=A9", None, "#REF!")

    table = read_table(workbook(tmp_path / "a.xlsx", fill), HEADINGS)
    assert table.sheet == 'R&D "1"' and list(table.columns) == ["voen", "name"]
    assert table.missing == ("sum", "day")
    assert next(iter(table)).cells["voen"] == CellError("#REF!")


@pytest.mark.parametrize("write", [binary_books.xls, binary_books.xlsb])
def test_a_failed_formula_of_a_binary_workbook_is_an_error_of_its_cell(tmp_path, write):
    rows = [[None], [None, "VÖEN", "Name", "Məbləğ"], [None, "1", "Əli", 5], [None, "2", "#REF!", ("#N/A",)],
            [None, "#DIV/0!", "x" * 300, 7]]  # fmt: skip
    path = write(tmp_path / "Köhnə cədvəl", "Rəsmi «ü»", rows)
    table = read_table(path, HEADINGS)
    assert table.sheet == "Rəsmi «ü»"
    assert [(row.number, *(row.cells[key] for key in ("voen", "name", "sum"))) for row in table] == [
        (3, "1", "Əli", 5),
        (4, "2", CellError("#REF!"), CellError("#N/A")),
        (5, CellError("#DIV/0!"), "x" * 300, 7),
    ]


@pytest.mark.parametrize("write", [binary_books.xls, binary_books.xlsb])
def test_a_binary_workbook_that_cannot_be_followed_is_refused(tmp_path, write):
    good = write(tmp_path / "good", "S", [["VÖEN", "Name"], ["1", "#REF!"]])
    if write is binary_books.xls:
        whole = good.read_bytes()
        for cut in (600, 1500, len(whole) - 4000):
            (tmp_path / "torn").write_bytes(whole[:cut])
            assert refused(tmp_path / "torn") == "damaged"
        ring = whole.replace(b"\x03\0\0\0\x04\0\0\0", b"\x03\0\0\0\x02\0\0\0")
        (tmp_path / "ring").write_bytes(ring)
        assert ring != whole and refused(tmp_path / "ring") == "damaged"
    else:
        torn = rezipped(good, tmp_path / "torn", "xl/worksheets/sheet3.bin", lambda part: part[:-12])
        giant = write(tmp_path / "giant", "S", [["VÖEN"], *[[None]] * 3000, [None] * 16_000 + [1]])
        assert refused(torn) == "damaged" and refused(giant) == "too_large"


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b" \n ", "empty"), (b"%PDF-1.7", "not_a_table"), (b"\x1f\x8b\x08", "not_a_table"),
     (b"PK\x03\x04 torn", "damaged"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "damaged"),
     (b"<html><table>", "not_a_table"), (b"a\0b\1c", "not_a_table"), (b"a,b\n1,2\n", "no_headings"),
     (b'VOEN,Name\n1,"open\n' + b"x" * 200_000, "broken_line")],
)  # fmt: skip
def test_files_that_are_no_table(tmp_path, content, reason):
    path = tmp_path / "roll.xlsx"
    path.write_bytes(content)
    assert refused(path) == reason
    assert refused(tmp_path / "absent.csv") == "missing"


def test_an_archive_is_told_from_a_damaged_workbook(tmp_path):
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as parcel:
        parcel.writestr("2026/çıxarış.xml", "<Document/>")
    assert refused(path) == "archive"
    with zipfile.ZipFile(path, "w") as parcel:
        parcel.writestr("[Content_Types].xml", "<Types/>")
    assert refused(path) == "damaged"


def rezipped(source, target, part, change):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(old.read(name)) if name == part else old.read(name))
    return target


def test_a_small_file_that_claims_a_giant_sheet_is_refused(tmp_path):
    good = workbook(
        tmp_path / "good.xlsx", lambda book: book.add_worksheet().write_row(0, 0, ["VÖEN", "Name"])
    )
    giant = rezipped(good, tmp_path / "giant.xlsx", "xl/worksheets/sheet1.xml",
                     lambda xml: xml.replace(b'r="B1"', b'r="XFD1048576"'))  # fmt: skip
    assert refused(giant) == "too_large"
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"):
        torn = rezipped(good, tmp_path / "torn.xlsx", part, lambda xml: xml[: len(xml) // 2])
        assert part.startswith("[") or refused(torn) in ("damaged", "no_headings")


def test_a_parcel_that_was_made_to_fill_memory_is_refused_by_its_directory(tmp_path, monkeypatch):
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parcel:
        parcel.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 10_000_000)
    monkeypatch.setattr(zipfile.ZipFile, "open", None)  # nothing is unpacked
    assert refused(path) == "too_large"


def test_a_giant_open_document_is_refused(tmp_path):
    row = b'<table:table-row table:number-rows-repeated="1000000"><table:table-cell table:number-columns-repeated="1000" office:value="1"/></table:table-row>'
    path = tmp_path / "giant.ods"
    with zipfile.ZipFile(path, "w") as parcel:
        parcel.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        parcel.writestr("content.xml", row)
    assert refused(path) == "too_large"


def test_a_long_csv_is_never_held_whole(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("VÖEN,Name\n")
        file.writelines(f"{n},x\n" for n in range(200_000))
        file.write("\xff")
    rows = iter(read_table(path, HEADINGS))
    assert [row.cells["voen"] for row in islice(rows, 2)] == ["0", "1"]


@given(st.binary(max_size=300))
def test_no_bytes_do_more_than_be_refused(tmp_path_factory, content):
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"VOEN,Name\n"):
        path = tmp_path_factory.getbasetemp() / "any.csv"
        path.write_bytes(start + content)
        try:
            list(read_table(path, HEADINGS))
        except UnreadableFile as refusal:
            assert refusal.reason in UnreadableFile.WORDS


def test_every_naughty_file_is_read_or_refused():
    folder = shared_file("data/12_naughty")
    headings = {"id": ["id", "a", "number", "text", "name"], "day": ["date"]}
    read = 0
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        try:
            read += sum(1 for _ in read_table(path, headings)) > 0
        except UnreadableFile as refusal:
            assert refusal.words["az"] and refusal.words["en"]
    assert read > 100
