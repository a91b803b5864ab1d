"""A report as a Word document from the same blocks as the PDF."""

import io

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from belediyye.alliance.strategy.papers.content import Heading, Paper, Table

DEEP = RGBColor(0x0F, 0x44, 0x52)
WIDE = 17.4


def word_of(paper: Paper, language: str) -> bytes:
    """The .docx file's bytes: real headings and table heads, so that it can be navigated, edited and read aloud."""
    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(1.8)
    page.top_margin = page.bottom_margin = Cm(1.8)
    _styles(document, language)
    document.core_properties.title = paper.title
    document.core_properties.language = language
    document.add_heading(paper.title, 0)
    document.add_paragraph(f"{paper.organisation} · {paper.subtitle}")
    for block in paper.blocks:
        if isinstance(block, Heading):
            document.add_heading(block.text, block.level)
        elif isinstance(block, Table):
            _table(document, block)
        else:
            document.add_paragraph(block.text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _styles(document: "Document", language: str) -> None:  # type: ignore[valid-type]
    for name, size in (("Normal", 10), ("Title", 20), ("Heading 1", 14), ("Heading 2", 11)):
        style = document.styles[name]  # type: ignore[attr-defined]
        style.font.name, style.font.size = "Noto Sans", Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for part in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(part), None)
        for part in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(part), "Noto Sans")
        if name != "Normal":
            style.font.color.rgb = DEEP
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), "az-Latn-AZ" if language == "az" else "en-GB")
    document.styles["Normal"].element.get_or_add_rPr().append(spoken)  # type: ignore[attr-defined]


def _table(document: "Document", block: Table) -> None:  # type: ignore[valid-type]
    if block.caption:
        caption = document.add_paragraph()  # type: ignore[attr-defined]
        caption.add_run(block.caption).bold = True
        caption.paragraph_format.keep_with_next = True
    table = document.add_table(rows=1, cols=len(block.head), style="Table Grid")  # type: ignore[attr-defined]
    table.autofit = False
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    total = sum(block.widths)
    for row in (block.head, *block.rows):
        cells = table.rows[0].cells if row is block.head else table.add_row().cells
        for column, (cell, text) in enumerate(zip(cells, row, strict=True)):
            cell.width = Cm(WIDE * block.widths[column] / total)
            paragraph = cell.paragraphs[0]
            run = paragraph.add_run(text)
            run.font.size = Pt(9)
            run.bold = row is block.head
            if column in block.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()  # type: ignore[attr-defined]
