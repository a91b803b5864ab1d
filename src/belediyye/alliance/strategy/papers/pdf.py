"""A report as PDF, set by the house's press: A4 pages, wide pictures on A3 sheets at the end."""

from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

from belediyye.alliance.strategy.papers.content import Heading, Paper, Table, Text
from belediyye.core.documents.pdf import Press

TEMPLATE = Path(__file__).resolve().parents[1] / "typst" / "report.typ"
DRAWING = TEMPLATE.with_name("drawing.typ")


@cache
def _press() -> Press:
    return Press()


def pdf_of(paper: Paper, language: str, made: date) -> bytes:
    """The PDF's bytes. All text goes in as data, so nothing that a person wrote can become a command."""
    told = {
        "language": language,
        "title": paper.title,
        "organisation": paper.organisation,
        "subtitle": paper.subtitle,
        "blocks": [_block(b) for b in paper.blocks],
        "pictures": [{"svg": _spoken(svg), "caption": caption} for svg, caption in paper.pictures],
        "wide": [
            {"svgs": [_spoken(svg) for svg in svgs], "caption": caption} for svgs, caption in paper.wide
        ],
    }
    return _press().pdf(TEMPLATE, told, made=datetime(made.year, made.month, made.day, tzinfo=UTC))


def pictures_of(paper: Paper) -> tuple[list[tuple[bytes, str]], list[tuple[bytes, str]]]:
    """The pictures in the text and the wide ones as PNG with captions, for programs that show no SVG."""
    sheets = [(svg, caption) for svgs, caption in paper.wide for svg in svgs]
    drawn = [
        _png(svg, wide) for wide, group in ((False, paper.pictures), (True, sheets)) for svg, _c in group
    ]
    captions = [caption for _svg, caption in (*paper.pictures, *sheets)]
    both = list(zip(drawn, captions, strict=True))
    return both[: len(paper.pictures)], both[len(paper.pictures) :]


def _png(svg: str, wide: bool) -> bytes:
    return _press().pngs(DRAWING, {"svg": _spoken(svg), "width": 396 if wide else 174}, ppi=150)[0]


def _spoken(svg: str) -> str:
    """Inter is the screen's font; on paper the picture speaks with the paper's voice."""
    return str(svg).replace("Inter Variable, Inter, Noto Sans, sans-serif", "Noto Sans")


def _block(block: Heading | Text | Table) -> dict[str, object]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Text):
        return {"kind": "text", "text": block.text}
    return {
        "kind": "table",
        "caption": block.caption,
        "head": list(block.head),
        "rows": [list(row) for row in block.rows],
        "widths": list(block.widths),
        "right": sorted(block.right),
    }
