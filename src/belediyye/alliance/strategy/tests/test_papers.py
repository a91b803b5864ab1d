"""Reports, IATI and the calendar from the same facts."""

import io
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar
from lxml import etree

from belediyye.alliance.strategy import papers
from belediyye.alliance.strategy.models import Plan
from belediyye.alliance.strategy.tests.conftest import TODAY

pytestmark = pytest.mark.django_db


def text_of(docx: bytes) -> str:
    document = Document(io.BytesIO(docx))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def test_only_what_is_approved_is_told_to_the_donor(told: Plan) -> None:
    paper = papers.donor_report(told, TODAY, date(2026, 1, 1))
    said = text_of(papers.word_of(paper, "az"))
    assert "Təklif <b>#hazırdır</b>" in said and "Protokol 7" in said and "Bir təklif" in said
    assert "GÖZLƏYİR" not in said and "12,5" in said
    assert papers.pdf_of(paper, "az", TODAY).startswith(b"%PDF")


def test_the_board_sees_numbers_late_work_and_the_timeline(told: Plan) -> None:
    paper = papers.board_report(told, TODAY)
    said = text_of(papers.word_of(paper, "az"))
    assert "PV 1.4/2" in said and "Planın zaman xətti" not in said
    assert len(paper.wide[0][0]) == 2 and papers.pdf_of(paper, "az", TODAY) == papers.pdf_of(
        paper, "az", TODAY
    )


def test_the_conference_pack(told: Plan) -> None:
    said = text_of(papers.word_of(papers.conference_pack(told, TODAY, 2026), "az"))
    assert "Yaxşı il" in said and "Dərs" in said and "PV 3.1/2" in said


def test_the_calendar_is_a_calendar(told: Plan) -> None:
    feed = Calendar.from_ical(papers.calendar_of(told, "https://plan.example", TODAY))
    events = {str(e["summary"])[:8]: e for e in feed.walk("VEVENT")}
    assert (events["PV 2.3/1"]["dtstart"].dt, events["PV 2.3/1"]["dtend"].dt) == (
        date(2026, 2, 1),
        date(2026, 7, 1),
    )
    assert len(feed.walk("VTODO")) == 20 and len({str(e["uid"]) for e in feed.walk("VEVENT")}) == len(
        feed.walk("VEVENT")
    )


def iati(plan: Plan) -> etree._Element:
    """The plan's IATI file, read back."""
    return etree.fromstring(papers.iati_of(plan, TODAY, "AZ-VOEN-1234567890"))


def test_iati_says_what_is_true(told: Plan) -> None:
    root = iati(told)
    assert root.get("version") == "2.03" and len(root) == 17
    one = next(a for a in root if a.findtext("iati-identifier", "").endswith("PV2-3"))
    values = [(a.get("value"), a.find("dimension") is not None) for a in one.iter("actual")]
    assert values == [("7", True), ("7", False)] and one.find(".//target").get("value") == "12.5"
    assert len({a.findtext("iati-identifier") for a in root}) == 17


def test_iati_keeps_to_what_the_official_examples_show(told: Plan, shared: Path) -> None:
    """Every element, attribute and order of ours occurs in the official files that pass (2.02 and 2.03)."""
    children: dict[str, set[str]] = defaultdict(set)
    attributes: dict[str, set[str]] = defaultdict(set)
    before: set[tuple[str, str, str]] = set()
    files = [*(shared / "data" / "09_me").glob("iati_2.0*/**/*.xml")]
    for path in files:
        for element in etree.parse(path).iter("{*}*"):
            if not isinstance(element.tag, str):
                continue
            children[element.tag].update(c.tag for c in element if isinstance(c.tag, str))
            attributes[element.tag].update(map(str, element.attrib))
            tags = [c.tag for c in element if isinstance(c.tag, str)]
            before |= {(element.tag, a, b) for i, a in enumerate(tags) for b in tags[i + 1 :] if a != b}
    # Written in the schema, but in none of these examples.
    attributes["iati-activities"].add("generated-datetime")
    attributes["iati-activity"] |= {
        "default-currency",
        "last-updated-datetime",
        "{http://www.w3.org/XML/1998/namespace}lang",
    }
    wrong = []
    for element in iati(told).iter():
        wrong += [f"{element.tag}/{c.tag}" for c in element if c.tag not in children[element.tag]]
        wrong += [f"{element.tag}@{a}" for a in element.attrib if a not in attributes[element.tag]]
        tags = [c.tag for c in element]
        for i, first in enumerate(tags):
            for second in tags[i + 1 :]:
                known_other_way = (element.tag, second, first) in before and (
                    element.tag,
                    first,
                    second,
                ) not in before
                wrong += (
                    [f"{element.tag}: {first} before {second}"] if first != second and known_other_way else []
                )
    assert files and not sorted(set(wrong))
