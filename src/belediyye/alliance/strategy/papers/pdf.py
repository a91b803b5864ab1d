"""A report as PDF, set by typst: A4 pages with numbers, wide pictures on A3 sheets at the end."""

import json

import typst

from belediyye.alliance.strategy.papers.content import Heading, Paper, Table, Text

TEMPLATE = """
#let paper = json("paper.json")
#set document(title: paper.title)
#set text(font: ("Noto Sans", "Inter", "Liberation Sans", "DejaVu Sans"), size: 9.5pt, lang: paper.lang, fallback: true)
#set page(paper: "a4", margin: (x: 18mm, y: 18mm), footer: context align(center, text(size: 8pt, fill: rgb("#46555a"))[#paper.title · #counter(page).display("1 / 1", both: true)]))
#set par(leading: 0.62em, justify: false)
#show heading: set text(fill: rgb("#0f4452"))
#show heading.where(level: 1): set block(above: 1.4em, below: 0.7em)
#show heading.where(level: 2): set text(size: 10pt)
#text(size: 20pt, weight: "bold", fill: rgb("#0f4452"), paper.title) \\
#text(fill: rgb("#46555a"), paper.subtitle)
#v(2mm)
#line(length: 100%, stroke: 1.5pt + rgb("#f0a13a"))
#for block_ in paper.blocks {
  if block_.kind == "heading" { heading(level: block_.level, block_.text) }
  else if block_.kind == "text" { par(block_.text) }
  else {
    if block_.caption != "" { text(weight: "bold", block_.caption) }
    table(
      columns: block_.widths.map(w => w * 1fr),
      stroke: (x, y) => (bottom: 0.5pt + rgb("#c9d3d6")),
      fill: (x, y) => if y == 0 { rgb("#eef3f4") },
      inset: (x: 4pt, y: 4pt),
      align: (x, y) => if block_.right.contains(x) { right } else { left },
      table.header(..block_.head.map(h => text(weight: "bold", size: 8.5pt, h))),
      ..block_.rows.flatten().map(c => text(size: 8.5pt, c)),
    )
  }
}
#for p in paper.pictures { v(4mm); figure(image(p.file, width: 88%), caption: p.caption, supplement: none, numbering: none) }
#for p in paper.wide {
  page(paper: "a3", flipped: true, margin: 12mm, footer: none)[
    #text(size: 14pt, weight: "bold", p.caption)
    #v(2mm)
    #image(p.file, width: 100%, height: 255mm, fit: "contain")
  ]
}
"""


def pdf_of(paper: Paper, language: str) -> bytes:
    """The PDF's bytes. All text goes in as data, so nothing that a person wrote can become a command."""
    files: dict[str, bytes] = {"main.typ": TEMPLATE.encode()}
    told: dict[str, object] = {"title": paper.title, "subtitle": paper.subtitle, "lang": language, "blocks": [_block(b) for b in paper.blocks]}
    for name, pictures in (("pictures", paper.pictures), ("wide", paper.wide)):
        rows = []
        for number, (svg, caption) in enumerate(pictures):
            file = f"{name}{number}.svg"
            # Inter is the screen's font; on paper the picture speaks with the paper's voice.
            files[file] = str(svg).replace("Inter Variable, Inter, Noto Sans, sans-serif", "Noto Sans, Liberation Sans, DejaVu Sans").encode()
            rows.append({"file": file, "caption": caption})
        told[name] = rows
    files["paper.json"] = json.dumps(told, ensure_ascii=False).encode()
    return bytes(typst.compile(files, format="pdf"))


def _block(block: Heading | Text | Table) -> dict[str, object]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Text):
        return {"kind": "text", "text": block.text}
    return {
        "kind": "table",
        "caption": block.caption,
        "head": block.head,
        "rows": block.rows,
        "widths": block.widths,
        "right": sorted(block.right),
    }
