"""The IATI file against the standard 2.03: our own table of its rules everywhere, the official schema where it lies at hand."""

from importlib.util import find_spec
from pathlib import Path

import pytest
from lxml import etree

from belediyye.alliance.strategy import papers
from belediyye.alliance.strategy.models import Plan
from belediyye.alliance.strategy.tests.conftest import TODAY

pytestmark = pytest.mark.django_db

# What the standard lets an element hold: its children in their order, each with how often at least and at most
# (0 = without end), and the attributes that it must have. Only the elements that we write.
RULES: dict[str, tuple[tuple[tuple[str, int, int], ...], tuple[str, ...]]] = {
    "iati-activities": ((("iati-activity", 1, 0),), ("version",)),
    "iati-activity": (
        (
            ("iati-identifier", 1, 1), ("reporting-org", 1, 1), ("title", 1, 1), ("description", 1, 0), ("participating-org", 1, 0),
            ("activity-status", 1, 1), ("activity-date", 1, 0), ("recipient-country", 0, 0), ("sector", 0, 0), ("result", 0, 0),
        ),
        (),
    ),
    "reporting-org": ((("narrative", 1, 0),), ("ref", "type")),
    "title": ((("narrative", 1, 0),), ()),
    "description": ((("narrative", 1, 0),), ()),
    "participating-org": ((("narrative", 0, 0),), ("role",)),
    "activity-status": ((), ("code",)),
    "activity-date": ((), ("type", "iso-date")),
    "recipient-country": ((), ("code",)),
    "sector": ((), ("code",)),
    "result": ((("title", 1, 1), ("indicator", 1, 0)), ("type",)),
    "indicator": ((("title", 1, 1), ("baseline", 0, 0), ("period", 0, 0)), ("measure",)),
    "baseline": ((), ("year",)),
    "period": ((("period-start", 1, 1), ("period-end", 1, 1), ("target", 0, 0), ("actual", 0, 0)), ()),
    "period-start": ((), ("iso-date",)),
    "period-end": ((), ("iso-date",)),
    "target": ((), ()),
    "actual": ((("dimension", 0, 0),), ()),
    "dimension": ((), ("name", "value")),
    "narrative": ((), ()),
    "iati-identifier": ((), ()),
}  # fmt: skip


def faults(root: etree._Element) -> list[str]:
    """What breaks the rules: unknown or missing children and attributes, wrong order, too many, dates that are none."""
    wrong = []
    for element in root.iter():
        children, needed = RULES[element.tag]
        names = [name for name, _least, _most in children]
        tags = [child.tag for child in element]
        wrong += [f"{element.tag} holds {tag}" for tag in tags if tag not in names]
        if not set(tags) - set(names) and [*map(names.index, tags)] != sorted(map(names.index, tags)):
            wrong.append(f"{element.tag}: order {tags}")
        for name, least, most in children:
            if not least <= tags.count(name) <= (most or len(tags)):
                wrong.append(f"{element.tag}: {tags.count(name)} × {name}")
        wrong += [f"{element.tag} without @{name}" for name in needed if not element.get(name)]
    return wrong


def file_of(plan: Plan) -> etree._Element:
    return etree.fromstring(papers.iati_of(plan, TODAY, "AZ-VOEN-1234567890"))


def test_the_file_keeps_the_rules_of_the_standard(told: Plan) -> None:
    assert faults(file_of(told)) == []


def test_the_table_of_rules_sees_what_is_wrong(told: Plan) -> None:
    """Each known defect of the official files that must fail, made in ours, is found by our table."""
    for path, spoil in (
        (".//title/narrative", lambda e: e.getparent().remove(e)),
        (".//activity-status", lambda e: e.getparent().append(e)),
        (".//iati-identifier", lambda e: e.getparent().remove(e)),
        (".//activity-date", lambda e: e.attrib.pop("iso-date")),
        (".//period/period-end", lambda e: e.getparent().remove(e)),
    ):
        root = file_of(told)
        spoil(root.find(path))
        assert faults(root), path


def official() -> Path | None:
    """The official schema where the package pyIATI is installed (`pip install --no-deps pyIATI==0.4.1`).

    It is no locked dependency of ours: it pins an lxml of 2018.
    """
    package = find_spec("iati")
    places = (package.submodule_search_locations or []) if package else []
    return next(
        (
            p
            for place in places
            for p in Path(place).glob("resources/standard/2-03/schemas/iati-activities-schema.xsd")
        ),
        None,
    )


def test_the_file_is_valid_by_the_official_schema(told: Plan) -> None:
    path = official()
    if path is None:
        pytest.skip("the official schema is not installed: pip install --no-deps pyIATI==0.4.1")
    etree.XMLSchema(etree.parse(path)).assertValid(file_of(told))
