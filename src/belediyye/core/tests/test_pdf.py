"""The press: PDF/A that is the same each time, hostile names, batches, QR codes."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from belediyye.core.documents.glyphs import MISSING, clean, drawable
from belediyye.core.documents.pdf import BATCH, Press, PressError
from belediyye.core.documents.qr import qr_svg

MADE = datetime(2026, 11, 22, tzinfo=UTC)
SAMPLE = Path(__file__).parent / "typst" / "sample.typ"
HOSTILE = '#image("/etc/passwd") *Əli* $x$ <b> @ref \\ 😀 العربية'


@pytest.fixture(scope="module")
def press():
    return Press()


def sample(**more):
    return {
        "language": "az", "title": "Tədiyə bildirişi", "municipality": "Nümunə bələdiyyəsi", "address": "Nümunə küç. 1",
        "number": "TB-2026/1", "day": "22.11.2026", "note": "Nümayiş", "subtitle": "Vergilər",
        "facts": [["Vergi ödəyicisi", HOSTILE]], "head": ["№", "Obyekt", "Məbləğ, ₼"], "rows": [["1", "Ev ğışİ", "1\u00a0234,50"]],
        "totals": ["", "Cəmi", "1\u00a0234,50"], "qr": qr_svg("https://example.org/1"), "caption": "Ödəniş",
        "alt": "Ödəniş səhifəsi", "people": [["Bələdiyyənin sədri", "N. Nümunəli"]], **more,
    }  # fmt: skip


def text_of(pdf):
    pypdfium2 = pytest.importorskip("pypdfium2")
    return "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf))


def test_an_archival_pdf_is_the_same_each_time(press):
    pdf = press.pdf(SAMPLE, sample(), made=MADE, archival=True)
    assert pdf == Press().pdf(SAMPLE, sample(), made=MADE, archival=True)
    assert b"<pdfaid:part>2</pdfaid:part>" in pdf and b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert b"NotoSans" in pdf and b"/Lang" in pdf


def test_markup_in_a_name_is_printed_as_it_is(press):
    text = text_of(press.pdf(SAMPLE, sample(), made=MADE))
    assert '#image("/etc/passwd") *Əli* $x$ <b> @ref \\' in text
    assert "M.Y." in text and "Səhifə 1 / 1" in text and "1\u00a0234,50" in text.replace(" 234", "\u00a0234")


def test_pages_are_counted_and_heads_repeat(press):
    text = text_of(
        press.pdf(SAMPLE, sample(rows=[[str(n), "Ev", "1,00"] for n in range(90)], language="en"), made=MADE)
    )
    assert "Page 1 / 3" in text and text.count("Məbləğ, ₼") == 3
    assert len(press.pngs(SAMPLE, sample(), ppi=40)) == 1


def test_batches(press, tmp_path):
    root = tmp_path / "list.typ"
    root.write_text(
        '#let data = json(bytes(sys.inputs.data))\n#for item in data.items [#data.at("of") #item #pagebreak(weak: true)]'
    )
    parts = list(
        Press(tmp_path).batches(root, (f"n{n}" for n in range(BATCH + 1)), {"of": "bildiriş"}, made=MADE)
    )
    assert len(parts) == 2 and "bildiriş n250" in text_of(parts[1]) and "n249" in text_of(parts[0])


def test_a_faulty_template_says_so(press, tmp_path):
    (tmp_path / "bad.typ").write_text("#nothing()")
    with pytest.raises(PressError, match=r"bad\.typ"):
        Press(tmp_path).pdf(tmp_path / "bad.typ", {}, made=MADE)


def test_the_font_draws_our_letters_and_the_manat():
    assert {ord(c) for c in "ƏəĞğİıÖöŞşÇçÜü₼№«»“”–—…•\u00a0йЖ"} | {ord(MISSING)} <= drawable()
    assert clean({"a": ["😀x", 1, None], "b": "Əli"}) == {"a": [MISSING + "x", 1, None], "b": "Əli"}


@settings(max_examples=25)
@given(st.text(max_size=40))
def test_any_text_can_be_archived(press, text):
    assert press.pdf(SAMPLE, sample(facts=[["Ad", text or "-"]]), made=MADE, archival=True).startswith(
        b"%PDF"
    )


def test_qr_codes_are_the_same_each_time_and_have_their_margin():
    svg = qr_svg("https://example.org/ödəniş?n=00170000422670")
    assert svg == qr_svg("https://example.org/ödəniş?n=00170000422670")
    assert svg.startswith("<svg") and "<script" not in svg and "style=" not in svg
    size = int(svg.partition('width="')[2].partition('"')[0])
    assert all(4 <= int(x) < size - 4 for x in re.findall(r"M(\d+) ", svg.partition("<path d=")[2]))
    with pytest.raises(ValueError, match="cannot hold"):
        qr_svg("x" * 5000)
