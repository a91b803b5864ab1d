"""Broken rolls: a refusal with a reason in both languages, no traceback, and the good rows of the file still assessed."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from belediyye.finance.rules.roll.command import main
from belediyye.finance.rules.roll.reasons import REASONS
from belediyye.finance.rules.tests.roll_kit import GOOD, HEAD, assess_file, assess_text, shared

# name, the bad row under HEAD, the column blamed, the code of the reason
ROWS = [
    ("day that is not", "1,A,x,land,dwelling,village,10,,31.02.2025,,", "owned_from", "not_a_date"),
    ("date in words", "1,A,x,land,dwelling,village,10,,keçən il,,", "owned_from", "not_a_date"),
    ("serial number for a date", "1,A,x,land,dwelling,village,10,,45000,,", "owned_from", "not_a_date"),
    ("year 9999", "1,A,x,land,dwelling,village,10,,31.12.9999,,", "owned_from", "date_out_of_range"),
    ("sold before bought", "1,A,x,land,dwelling,village,10,,2025-05-01,2025-04-01,", "owned_to", "owned_to_before_from"),
    ("formula", "1,A,x,land,dwelling,village,=B2*2,,,,", "area_m2", "cell_error"),
    ("failed formula", "1,A,x,land,dwelling,village,#DIV/0!,,,,", "area_m2", "cell_error"),
    ("1e400", "1,A,x,land,dwelling,village,1e400,,,,", "area_m2", "out_of_range"),
    ("-1e400", "1,A,x,land,dwelling,village,-1e400,,,,", "area_m2", "out_of_range"),
    ("negative area", "1,A,x,land,dwelling,village,-130,,,,", "area_m2", "out_of_range"),
    ("typographic minus", "1,A,x,land,dwelling,village,−130,,,,", "area_m2", "out_of_range"),
    ("not a number", "1,A,x,land,dwelling,village,NaN,,,,", "area_m2", "not_a_number"),
    ("infinity", "1,A,x,land,dwelling,village,inf,,,,", "area_m2", "not_a_number"),
    ("Arabic figures", "1,A,x,land,dwelling,village,١٣٠,,,,", "area_m2", "not_a_number"),
    ("underscored number", "1,A,x,land,dwelling,village,1_000,,,,", "area_m2", "not_a_number"),
    ("ambiguous thousands", "1,A,x,land,dwelling,village,1.234,,,,", "area_m2", "too_many_decimals"),
    ("hexadecimal", "1,A,x,land,dwelling,village,0x10,,,,", "area_m2", "not_a_number"),
    ("share above one", "1,A,x,land,dwelling,village,10,3/2,,,", "share", "share_above_whole"),
    ("share of nothing", "1,A,x,land,dwelling,village,10,1/0,,,", "share", "bad_share"),
    ("share of words", "1,A,x,land,dwelling,village,10,yarısı,,,", "share", "bad_share"),
    ("share too fine", "1,A,x,land,dwelling,village,10,1/99999,,,", "share", "share_term_too_large"),
    ("other alphabet", "1,A,x,土地,dwelling,village,10,,,,", "object_kind", "unknown_choice"),
    ("use of another kind", "1,A,x,land,water,village,10,,,,", "use", "wrong_use"),
    ("unknown place", "1,A,x,land,dwelling,Atlantida,10,,,,", "place_class", "unknown_choice"),
    ("unknown relief", "1,A,x,land,dwelling,village,10,,,,sevimli", "relief", "unknown_relief"),
    ("no payer", ",A,x,land,dwelling,village,10,,,,", "taxpayer_id", "missing"),
    ("no object", "1,A,  ,land,dwelling,village,10,,,,", "object_id", "missing"),
    ("no kind", "1,A,x,,dwelling,village,10,,,,", "object_kind", "object_kind_missing"),
    ("no use", "1,A,x,land,,village,10,,,,", "use", "use_missing"),
    ("no area", "1,A,x,land,dwelling,village,,,,,", "area_m2", "area_m2_missing"),
    ("Bakı without a zone", "1,A,x,building,dwelling,baku,80,,,,", "baku_zone", "baku_zone_missing"),
    ("vehicle with nothing", "1,A,x,vehicle,water,,,,,,", "engine_cm3", "engine_cm3_missing"),
    ("code with a sign of no width", "1\u200b,A,x,land,dwelling,village,10,,,,", "taxpayer_id", "control_sign"),
    ("name turned round", "1,A\u202eB,x,land,dwelling,village,10,,,,", "taxpayer_name", "control_sign"),
    ("NUL in a name", "1,A\0B,x,land,dwelling,village,10,,,,", "taxpayer_name", "control_sign"),
    ("cell of ten megabytes", f"1,{'A' * 10_000_000},x,land,dwelling,village,10,,,,", "taxpayer_name", "text_too_long"),
    ("too many cells", "1,A,x,land,dwelling,village,10,,,,,more,more", "", "too_many_cells"),
    ("quotation mark never closed", '1,"A,x,land,dwelling,village,10,,,,', "", "unclosed_quote"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "row", "column", "code"), ROWS, ids=[row[0] for row in ROWS])
def test_a_bad_row_is_refused_and_the_good_ones_are_assessed(
    tmp_path: Path, name: str, row: str, column: str, code: str
) -> None:
    result = assess_text(tmp_path, f"{HEAD}\n{row}\n{GOOD}\n")
    assert result.code == 2
    assert [one["object_id"] for one in result.assessments] == ["good"]
    assert (column, code) in {(one["column"], one["code"]) for one in result.refused}
    for one in result.refused:
        assert one["row"] == "2"
        assert one["reason_az"] and one["reason_en"] and len(one["value"]) <= 130
        assert "{" not in one["reason_az"] + one["reason_en"]


def test_all_faults_of_a_row_are_named_at_once(tmp_path: Path) -> None:
    result = assess_text(
        tmp_path, f"{HEAD}\n1,A,x,building,dwelling,,-4,5/4,x,,y\n2,B,y,building,dwelling,,,,,,\n{GOOD}"
    )
    by_row = {row: [one["column"] for one in result.refused if one["row"] == row] for row in ("2", "3")}
    assert by_row == {"2": ["area_m2", "share", "owned_from", "relief"], "3": ["place_class", "area_m2"]}


def test_the_engine_has_no_negative_size(tmp_path: Path) -> None:
    result = assess_text(
        tmp_path, "taxpayer_id,object_id,object_kind,use,engine_cm3\n1,x,vehicle,water,-1\n1,y,vehicle,air,50"
    )
    assert [one["code"] for one in result.refused] == ["out_of_range"]
    assert [one["object_id"] for one in result.assessments] == ["y"]


def test_a_duplicate_is_refused_but_co_owners_and_a_sale_are_not(tmp_path: Path) -> None:
    rows = [
        "1,A,x,building,dwelling,village,130,,,,", "1,A,x,building,dwelling,village,130,,,,",  # the same again
        "1,A,y,building,dwelling,village,130,1/2,,,", "2,B,y,building,dwelling,village,130,1/2,,,",
        "3,C,y,building,dwelling,village,130,1/2,,,",  # a third half
        "1,A,z,land,dwelling,village,130,,,2025-05-20,", "2,B,z,land,dwelling,village,130,,2025-05-20,,",
        "3,C,z,land,dwelling,village,130,,2025-09-01,,",  # while B still owns it
    ]  # fmt: skip
    result = assess_text(tmp_path, "\n".join([HEAD, *rows]))
    assert [(one["row"], one["code"]) for one in result.refused] == [
        ("3", "duplicate_object"), ("6", "shares_exceed_object"), ("9", "shares_exceed_object"),
    ]  # fmt: skip
    assert len(result.assessments) == 5


def test_a_building_that_was_sold_is_said_to_stand_twice(tmp_path: Path) -> None:
    """A building's tax is not divided by months: seller and buyer both show it whole, and somebody must be told."""
    rows = [
        "1,A,x,building,dwelling,village,130,,,2025-05-20,", "2,B,x,building,dwelling,village,130,,2025-05-20,,",
        "1,A,y,building,dwelling,village,130,,,2024-05-20,", "2,B,y,building,dwelling,village,130,,2024-05-20,,",
        "1,A,z,building,dwelling,village,130,1/2,,,", "2,B,z,building,dwelling,village,130,1/2,,,",
        "1,A,w,land,dwelling,village,130,,,2025-05-20,", "2,B,w,land,dwelling,village,130,,2025-05-20,,",
    ]  # fmt: skip
    result = assess_text(tmp_path, "\n".join([HEAD, *rows]))
    notes = {note["code"]: note["rows"] for note in result.summary["notes"]}
    assert result.code == 0 and notes == {"building_sold": 1, "not_owned_in_year": 1}


def test_lines_may_lie_about_their_letters(tmp_path: Path) -> None:
    """Rows of two encodings in one file: the readable ones are taken."""
    rows = HEAD.encode() + b"\n1,\xc7\xe4nnat,x,land,dwelling,village,10,,,,\n" + GOOD.encode() + b"\n"
    result = assess_text(tmp_path, rows)
    assert [(one["column"], one["code"]) for one in result.refused] == [("taxpayer_name", "encoding")]
    assert [one["object_id"] for one in result.assessments] == ["good"]


@pytest.mark.parametrize(
    "form", ["utf-8-sig", "utf-16", "crlf", "cr-free tail", "semicolons", "tabs", "sep="]
)
def test_files_of_other_programs_are_read(tmp_path: Path, form: str) -> None:
    text = f"{HEAD}\n{GOOD}\n"
    made: dict[str, str | bytes] = {
        "utf-8-sig": text.encode("utf-8-sig"), "utf-16": text.encode("utf-16"), "crlf": text.replace("\n", "\r\n"),
        "cr-free tail": text.rstrip(), "semicolons": text.replace(",", ";"), "tabs": text.replace(",", "\t"),
        "sep=": "sep=;\r\n" + text.replace(",", ";"),
    }  # fmt: skip
    result = assess_text(tmp_path, made[form])
    assert result.code == 0 and result.assessments[0]["due_qepik"] == "1000"


def test_headings_in_azerbaijani_in_any_order_and_unknown_ones_set_aside(tmp_path: Path) -> None:
    text = (
        "SAHƏ, M²;Rəng;obyektin №-si;İstifadəsi;obyektin növü;yer;YVÖK\n130,5;göy;o1;Yaşayış;Bina;Kənd;007\n"
    )
    result = assess_text(tmp_path, text)
    assert result.code == 0
    assert result.assessments[0]["taxpayer_id"] == "007" and result.assessments[0]["due_qepik"] == "1005"
    assert result.summary["columns_set_aside"] == ["Rəng"]


def workbook(path: Path, fill: Callable[[Any, Any], None]) -> Path:
    book = xlsxwriter.Workbook(str(path))
    fill(book, book.add_worksheet("Siyahı"))
    book.close()
    return path


def test_a_workbook_with_merged_cells_formulas_and_dates_for_shares(tmp_path: Path) -> None:
    day = {"num_format": "dd.mm.yyyy"}

    def fill(book: Any, sheet: Any) -> None:
        sheet.merge_range(0, 0, 0, 5, "Siyahı")
        sheet.write_row(1, 0, HEAD.split(","))
        sheet.write_row(2, 0, ["1", "A", "ok", "building", "dwelling", "village"])
        sheet.write_formula(2, 6, "=100+30", None, 130)
        sheet.merge_range(3, 0, 4, 0, "2")
        sheet.write_row(3, 1, ["B", "b1", "building", "dwelling", "village", 0.1 + 0.2])
        sheet.write_row(4, 1, ["B", "b2", "building", "dwelling", "village", 50])
        sheet.write_row(5, 0, ["3", "C", "c", "building", "dwelling", "village", 50])
        sheet.write_datetime(5, 7, dt.date(2025, 2, 1), book.add_format(day))
        sheet.write_row(6, 0, ["4", "D", "d", "building", "dwelling", "village", True])
        sheet.write_row(7, 0, [5, "E", 12.0, "building", "dwelling", "village", 1e300])

    result = assess_file(workbook(tmp_path / "a.xlsx", fill))
    assert [one["object_id"] for one in result.assessments] == ["ok", "b1"]
    assert [(one["row"], one["code"]) for one in result.refused] == [
        ("5", "missing"), ("6", "share_became_date"), ("7", "not_a_number"), ("8", "out_of_range"),
    ]  # fmt: skip


def test_the_sheet_with_the_roll_is_found(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        sheet.write(0, 0, "Qeydlər")
        roll = book.add_worksheet("Obyektlər")
        roll.write_row(0, 0, HEAD.split(","))
        roll.write_row(1, 0, GOOD.split(","))

    result = assess_file(workbook(tmp_path / "two.xlsx", fill))
    assert result.code == 0 and result.summary["sheets_set_aside"] == ["Siyahı"]


ODS = """<?xml version="1.0" encoding="UTF-8"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet><table:table table:name="S">
 {rows}</table:table></office:spreadsheet></office:body></office:document-content>"""


def test_an_open_document_is_read(tmp_path: Path) -> None:
    def row(cells: list[str]) -> str:
        made = "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in cells
        )
        return f"<table:table-row>{made}</table:table-row>"

    path = tmp_path / "roll.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", ODS.format(rows=row(HEAD.split(",")) + row(GOOD.split(","))))
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    result = assess_file(path)
    assert result.code == 0 and result.assessments[0]["due_qepik"] == "1000"


def far_corner() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write(0, 0, "x")
    sheet.write(1_048_575, 16_383, "y")
    book.close()
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", b"<a>" + b" " * 50_000_000)
    return out.getvalue()


UNREADABLE: dict[str, bytes] = {
    "nothing": b"",
    "only spaces": b" \r\n\r\n ",
    "only a mark": b"\xef\xbb\xbf",
    "a picture": b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
    "a PDF": b"%PDF-1.7\n1 0 obj",
    "a torn workbook": b"PK\x03\x04" + b"junk" * 50,
    "an old encrypted workbook": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000,
    "a zip of nothing": b"PK\x05\x06" + b"\0" * 18,
    "a far corner": far_corner(),
    "a bomb": bomb(),
    "no headings": b"1,2,3\n4,5,6\n",
    "a heading missing": b"taxpayer_id,object_kind,area_m2\n1,building,5\n",
    "a heading twice": b"taxpayer_id,object_id,object_kind,area_m2,Sah\xc9\x99\n1,2,building,5,6\n",
    "only headings": HEAD.encode(),
    "zeros": b"\0" * 5000,
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_roll_is_refused_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    for ending in ("csv", "xlsx"):
        result = assess_text(tmp_path, UNREADABLE[name], name=f"roll.{ending}")
        said = capsys.readouterr().err
        assert result.code == 1 and said.strip() and "Traceback" not in said
        assert not list(result.folder.iterdir()) if result.folder.exists() else True


def test_there_is_no_file(tmp_path: Path) -> None:
    assert assess_file(tmp_path / "nowhere.csv").code == 1
    assert assess_file(tmp_path).code == 1


def test_years_outside_the_book(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for year in (1990, 2101, -5):
        assert assess_text(tmp_path, f"{HEAD}\n{GOOD}\n", year=year).code == 1
        said = capsys.readouterr().err
        assert "Qaydalar kitabı" in said and "The rule book" in said


@pytest.mark.parametrize("arguments", [["roll.csv", "--year", "abc", "--out", "x"], ["roll.csv"], []])
def test_a_misspelt_command_does_not_end_like_a_run(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """2 means that some rows were refused; a script must be able to tell the two apart."""
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    said = capsys.readouterr().err
    assert ended.value.code == 1
    assert "Əmr düzgün yazılmayıb" in said and "The command is not written" in said


def test_results_that_cannot_be_written_are_told_in_both_languages(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be", encoding="utf-8")
    result = assess_text(tmp_path, f"{HEAD}\n{GOOD}\n")
    assert result.code == 0
    assert main([str(tmp_path / "roll.csv"), "--year", "2025", "--out", str(tmp_path / "taken")]) == 1
    said = capsys.readouterr().err
    assert "Yazmaq alınmadı" in said and "Could not write" in said and "taken" in said


def test_the_naughty_files_of_the_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [p for p in sorted(shared("data", "12_naughty").rglob("*")) if p.is_file()]
    assert len(files) > 100
    for place, path in enumerate(files):
        copy = tmp_path / f"{place}{path.suffix}"
        copy.write_bytes(path.read_bytes())
        if path.suffix in (".xls", ".xlsx", ".ods") and place % 3:
            continue  # each starts a process of its own; a third of them is enough here
        assert assess_file(copy, out=f"out{place}").code == 1, path.name
        assert "Traceback" not in capsys.readouterr().err


def test_naughty_strings_in_every_text_column(tmp_path: Path) -> None:
    lines = shared("data", "12_naughty", "blns", "blns.txt").read_text(encoding="utf-8").splitlines()
    strings = [line for line in lines if line and not line.startswith("#")]
    rows = [
        f's{n},"{s.replace(chr(34), chr(34) * 2)}","{n}",building,dwelling,village,130,,,,'
        for n, s in enumerate(strings)
    ]
    result = assess_text(tmp_path, "\n".join([HEAD, *rows, GOOD]))
    assert result.code in (0, 2)
    taken = {row["taxpayer_id"] for row in result.assessments}
    assert len(taken) + len({row["row"] for row in result.refused}) == len(rows) + 1
    assert "77" in taken and all(row["tax_qepik"] == "1000" for row in result.assessments)


def test_every_reason_speaks_both_languages() -> None:
    for code, words in REASONS.items():
        assert set(words) == {"az", "en"} and all(words.values()), code
