"""The files of a run: whole or not at all, the same bytes for the same roll, and notices as offices know them."""

from __future__ import annotations

import subprocess
import sys
import time
import zlib
from pathlib import Path

import pytest
import zxingcpp

from belediyye.finance.rules.roll.joined import Joiner, UnknownShape
from belediyye.finance.rules.roll.outputs import FILES, SUMMARY
from belediyye.finance.rules.tests.roll_kit import GOOD, HEAD, assess_file, assess_text
from belediyye.finance.rules.tests.test_roll_cases import recomputed

REPOSITORY = Path(__file__).resolve().parents[5]
PAYER = "88,Sınaq Leyla #strong[x] $1$,h-1,land,dwelling,city_or_rayon_centre,12000,,,,list_102_2"


def test_the_same_roll_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (
        assess_text(tmp_path, f"{HEAD}\n{PAYER}\n{GOOD}\n", "--notices", "--force") for _ in range(2)
    )
    copies = [(first.folder / name).read_bytes() for name in FILES]
    again = assess_file(tmp_path / "roll.csv", "--notices", out="again")
    assert copies == [(again.folder / name).read_bytes() for name in FILES]
    assert {k: v for k, v in second.summary.items() if k != "seconds"} == {
        k: v for k, v in again.summary.items() if k != "seconds"
    }


def test_results_are_not_overwritten_unless_told(tmp_path: Path) -> None:
    assert assess_text(tmp_path, f"{HEAD}\n{GOOD}\n").code == 0
    before = (tmp_path / "out" / "totals.csv").read_bytes()
    assert assess_text(tmp_path, f"{HEAD}\n{PAYER}\n").code == 1
    assert (tmp_path / "out" / "totals.csv").read_bytes() == before
    assert assess_text(tmp_path, f"{HEAD}\n{PAYER}\n", "--force").code == 0
    assert (tmp_path / "out" / "totals.csv").read_bytes() != before


def test_a_run_that_fails_leaves_the_folder_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = assess_text(tmp_path, f"{HEAD}\n{GOOD}\n")
    before = {p.name: p.read_bytes() for p in result.folder.iterdir()}
    monkeypatch.setattr(
        "belediyye.finance.rules.roll.command.write_totals",
        lambda *_: (_ for _ in ()).throw(OSError(28, "No space left")),
    )
    assert assess_text(tmp_path, f"{HEAD}\n{PAYER}\n", "--force").code == 1
    assert {p.name: p.read_bytes() for p in result.folder.iterdir()} == before


def test_a_killed_run_leaves_nothing_half_written(tmp_path: Path) -> None:
    roll = tmp_path / "roll.csv"
    row = "{0},A,{0},building,dwelling,village,130,,,,\n"
    roll.write_text(HEAD + "\n" + "".join(row.format(n) for n in range(300_000)), encoding="utf-8")
    command = [sys.executable, "-m", "belediyye.finance.rules.roll.command", str(roll), "--year", "2025", "--out",
               str(tmp_path / "out"), "--no-notices"]  # fmt: skip
    run = subprocess.Popen(command, env={"PYTHONPATH": str(REPOSITORY / "src")}, stderr=subprocess.PIPE)
    while not (tmp_path / "out").exists() and run.poll() is None:
        time.sleep(0.05)
    with pytest.raises(subprocess.TimeoutExpired):
        run.wait(0.5)
    run.terminate()
    assert run.wait(20) == 1
    assert not list((tmp_path / "out").iterdir())


def test_no_database_and_no_django_is_needed() -> None:
    code = "import sys; import belediyye.finance.rules.roll.command; sys.exit('django' in sys.modules)"
    assert (
        subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(REPOSITORY / "src")}).returncode
        == 0
    )


def test_the_example_village(tmp_path: Path) -> None:
    result = assess_file(_copy("village.xlsx", tmp_path))
    assert result.code == 0 and len(result.assessments) == 400
    for row, explained in zip(result.assessments, result.explanations, strict=True):
        assert explained["object_id"] == row["object_id"]
        assert recomputed(explained) == tuple(int(row[f"{n}_qepik"]) for n in ("tax", "relief", "due"))
    summary = result.summary
    municipal = [row for row in result.assessments if row["budget"] == "municipal"]
    assert summary["due_qepik"] == sum(int(row["due_qepik"]) for row in municipal)
    assert summary["due_qepik"] == sum(int(row["due_qepik"]) for row in result.totals)
    assert len(summary["edition"]) == len(summary["input"]["sha256"]) == 64


def test_the_example_town_without_notices(tmp_path: Path) -> None:
    result = assess_file(_copy("town.csv", tmp_path), "--no-explanations")
    assert result.code == 0 and len(result.assessments) == 20_000
    assert not (result.folder / "explanations.jsonl").exists()


def _copy(name: str, folder: Path) -> Path:
    path = folder / name
    path.write_bytes((REPOSITORY / "examples" / name).read_bytes())
    return path


@pytest.mark.parametrize("lang", ["az", "en"])
def test_a_notice_says_what_offices_expect(tmp_path: Path, lang: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    result = assess_text(
        tmp_path, f"{HEAD}\n{PAYER}\n{GOOD}\n", "--notices", "--lang", lang, "--municipality", "Nümunə bələdiyyəsi",
        "--voen", "1234567890", "--issued", "2025-07-20",
    )  # fmt: skip
    reader = pypdf.PdfReader(result.folder / "notices.pdf", strict=True)
    assert len(reader.pages) == 2
    text = " ".join(reader.pages[0].extract_text().split())
    for expected in ("Nümunə bələdiyyəsi", "Sınaq Leyla #strong[x] $1$", "88", "000001", "1234567890", "h-1", "206.3",
                     "42", "32", "15.08.2025", "17.11.2025", "16", "YVÖK", "20.07.2025"):  # fmt: skip
        assert expected in text
    for expected in {"az": ("TƏDİYƏ BİLDİRİŞİ", "otuz iki manat sıfır qəpik", "Faiz", "Maliyyə sanksiyası", "CƏMİ", "M.Y."),
                     "en": ("PAYMENT NOTICE", "thirty-two manats zero qapiks", "Interest", "TOTAL", "Seal")}[lang]:  # fmt: skip
        assert expected in text
    catalog = reader.trailer["/Root"]
    assert catalog["/Lang"] == lang and catalog["/MarkInfo"]["/Marked"]
    metadata = catalog["/Metadata"].get_data()
    assert b"pdfuaid:part" in metadata and b"pdfaid:conformance" in metadata


def test_the_code_on_a_printed_notice_reads_back_to_its_sums(tmp_path: Path) -> None:
    pytest.importorskip("numpy")
    pdfium = pytest.importorskip("pypdfium2")

    result = assess_text(tmp_path, f"{HEAD}\n{PAYER}\n{GOOD}\n", "--notices")
    printed = pdfium.PdfDocument(result.folder / "notices.pdf")[0].render(scale=200 / 72, grayscale=True)
    (code,) = zxingcpp.read_barcodes(printed.to_numpy().squeeze())
    due = int(result.totals[0]["due_qepik"])
    fields = code.text.split(":")
    assert fields[:2] == ["BLD1", "A000001"] and fields[4] == f"{due // 100}.{due % 100:02d}"
    assert fields[-1] == f"{zlib.crc32(code.text.rpartition(':')[0].encode()):08X}"


def test_a_payer_with_many_objects_still_has_one_page(tmp_path: Path) -> None:
    pypdf = pytest.importorskip("pypdf")
    rows = [f"5,{'Uzun ' * 30},{n}-{'9' * 40},building,non_dwelling,village,{n + 1},,,," for n in range(60)]
    result = assess_text(tmp_path, "\n".join([HEAD, *rows]), "--notices")
    pages = pypdf.PdfReader(result.folder / "notices.pdf").pages
    assert len(pages) == 1
    due = int(result.totals[0]["due_qepik"])
    assert f"{due // 100},{due % 100:02d}" in pages[0].extract_text().replace("\xa0", "")


def test_nothing_due_makes_no_notice(tmp_path: Path) -> None:
    result = assess_text(tmp_path, f"{HEAD}\n1,A,x,building,dwelling,village,20,,,,\n", "--notices")
    assert result.code == 0 and result.summary["notices"] == []


def test_batches_are_joined_into_one_tagged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pypdf = pytest.importorskip("pypdf")
    monkeypatch.setattr("belediyye.finance.rules.roll.notices.BATCH", 2)
    monkeypatch.setattr("belediyye.finance.rules.roll.notices.WORKERS", 1)
    rows = [f"{n},Ödəyici 12 0 R) ({n},o{n},building,dwelling,village,{130 + n},,,," for n in range(5)]
    result = assess_text(tmp_path, "\n".join([HEAD, *rows]), "--notices")
    reader = pypdf.PdfReader(result.folder / "notices.pdf", strict=True)
    assert [f"Ödəyici 12 0 R) ({n}" in page.extract_text() for n, page in enumerate(reader.pages)] == [
        True
    ] * 5
    assert len(reader.outline) == 5
    tree = reader.trailer["/Root"]["/StructTreeRoot"]
    parents = tree["/ParentTree"]["/Nums"]
    assert parents[::2] == list(range(5))
    for place, page in enumerate(reader.pages):
        assert page["/StructParents"] == place
        for element in parents[2 * place + 1].get_object():
            assert element.get_object().get("/Pg", page).get_object() == page
    names = [str(name) for name in tree["/IDTree"]["/Names"][::2]]
    assert names == sorted(set(names)) and len(tree["/K"]) == 1
    assert not (result.folder / SUMMARY).read_text(encoding="utf-8").count("notices-0001")


def test_the_joiner_refuses_what_it_does_not_know(tmp_path: Path) -> None:
    with (tmp_path / "x.pdf").open("wb") as out, pytest.raises(UnknownShape):
        Joiner(out).add(b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<<>>\nstartxref\n9\n%%EOF")


def test_no_formula_leaves_in_a_csv(tmp_path: Path) -> None:
    row = '@1,"@SUM(1,1)",+cmd|x,building,dwelling,village,130,,,,\n-9,-Əli,-1,building,dwelling,village,130,,,-R1C1,'
    result = assess_text(tmp_path, f"{HEAD}\n{GOOD}\n{row}\n")
    assert {(r["taxpayer_id"], r["object_id"]) for r in result.assessments} >= {("'@1", "'+cmd|x")}
    assert {r["taxpayer_name"] for r in result.totals} >= {"'@SUM(1,1)"}
    assert {r["taxpayer_id"] for r in result.totals} >= {"'@1", "77"}
    assert {r["value"] for r in result.refused} == {"'-R1C1"}
    assert {r["object_id"] for r in result.explanations} >= {"+cmd|x"}  # for machines as it is
