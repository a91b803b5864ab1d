"""A report as a Word document from the same blocks as the PDF."""

import io

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from belediyye.alliance.strategy.papers.content import Heading, Paper, Table
from belediyye.alliance.strategy.papers.pdf import pictures_of

DEEP = RGBColor(0x0F, 0x44, 0x52)
WIDE = 17.4
# Every office machine has it, with all letters of Azerbaijani; the house's own font is not on them.
FONT = "Arial"


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
    _pictures(document, paper)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _styles(document: "Document", language: str) -> None:  # type: ignore[valid-type]
    for name, size in (("Normal", 10), ("Title", 20), ("Heading 1", 14), ("Heading 2", 11)):
        style = document.styles[name]  # type: ignore[attr-defined]
        style.font.name, style.font.size = FONT, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for part in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(part), None)
        for part in ("w:ascii", "w:hAnsi", "w:cs"):
            fonts.set(qn(part), FONT)
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
    widths = [Cm(WIDE * share / total) for share in block.widths]
    # Word believes the cells, other programs the columns: both are told.
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for number, row in enumerate((block.head, *block.rows)):
        line = table.rows[0] if number == 0 else table.add_row()
        # A row that breaks over two pages is read wrongly on both.
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for column, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
            cell.width = widths[column]
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
            run = paragraph.add_run(text)
            run.font.size = Pt(9)
            run.bold = number == 0
            if column in block.right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    document.add_paragraph()  # type: ignore[attr-defined]


def _pictures(document: "Document", paper: Paper) -> None:  # type: ignore[valid-type]
    """The pictures of the PDF: small ones in the text, wide ones on A3 sheets at the end."""
    small, wide = pictures_of(paper)
    for data, caption in small:
        title = document.add_paragraph()  # type: ignore[attr-defined]
        title.add_run(caption).bold = True
        title.paragraph_format.keep_with_next = True
        _drawing(document, data, Cm(12), caption)
    for data, caption in wide:
        page = document.add_section(WD_SECTION.NEW_PAGE)  # type: ignore[attr-defined]
        page.orientation, page.page_width, page.page_height = WD_ORIENT.LANDSCAPE, Cm(42), Cm(29.7)
        page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Cm(1.2)
        _drawing(document, data, Cm(39.6), caption)


def _drawing(document: "Document", data: bytes, width: int, told: str) -> None:  # type: ignore[valid-type]
    """A picture with the words that a screen reader says for it."""
    shape = document.add_picture(io.BytesIO(data), width=width)  # type: ignore[attr-defined]
    shape._inline.docPr.set("descr", told)
