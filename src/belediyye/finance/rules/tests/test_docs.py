"""The worked tables of docs/algorithms are run: a page cannot say what the book does not answer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from belediyye.finance.rules.book import load_book
from belediyye.finance.rules.book.cases import QUESTIONS, answers

PAGES = Path(__file__).resolve().parents[5] / "docs" / "algorithms"


def rows() -> Iterator[tuple[str, str, str, dict[str, str]]]:
    """(page, chapter, case, answers by question) of every row of every table that begins with `case`."""
    for page in sorted(PAGES.glob("*.md")):
        chapter, headings = "", []
        for line in page.read_text("utf-8").splitlines():
            cells = [c.strip() for c in line.strip("|").split("|")] if line.startswith("|") else []
            if line.startswith("Chapter: "):
                chapter = line.removeprefix("Chapter: ").strip()
            if not cells:
                headings = []
            elif cells[0] == "case":
                headings = cells
            elif headings and not set(cells[0]) <= set("-:"):
                said = dict(zip(headings, cells, strict=True))
                yield page.name, chapter, said.pop("case"), {q: a for q, a in said.items() if q in QUESTIONS}


ROWS = list(rows())


@pytest.mark.parametrize(("page", "chapter", "case", "said"), ROWS, ids=[f"{p}-{c}" for p, _, c, _ in ROWS])
def test_a_row_is_true(page: str, chapter: str, case: str, said: dict[str, str]) -> None:
    found = answers(next(c for c in load_book().tax(chapter).cases if c["id"] == case))
    assert said and {q: found[q] for q in said} == said


def test_every_calculation_has_its_page_with_rows() -> None:
    pages = {page for page, *_ in ROWS}
    chapters = {f"{t.id}.md" for t in load_book().taxes if t.calculations}
    assert (
        chapters
        | {"interest.md", "instalments.md", "relief.md", "rounding.md", "apportionment.md", "limits.md"}
        <= pages
    )
    index = (PAGES / "README.md").read_text("utf-8")
    assert all(page.name in index for page in PAGES.glob("*.md") if page.name != "README.md")
