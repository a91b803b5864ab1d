"""The signed cases hold, every published example is among them, and every chapter has some."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from belediyye.finance.rules.book import load_book
from belediyye.finance.rules.book.cases import run_all, run_case

CASES = [(t.id, case) for t in load_book().taxes for case in t.cases]
SHARED = Path(os.environ.get("BELEDIYYE_SHARED", Path(__file__).resolve().parents[6] / "shared"))


@pytest.mark.parametrize(("tax", "case"), CASES, ids=[f"{t}-{c['id']}" for t, c in CASES])
def test_case_holds(tax: str, case: dict[str, object]) -> None:
    outcome = run_case(case)
    assert outcome.holds, outcome.answers


def test_every_worked_example_is_signed() -> None:
    examples = SHARED / "law" / "worked_examples.md"
    if not examples.exists():
        pytest.skip("the reference library is not here")
    wanted = set(re.findall(r"^\| ([PHD]\d+) \|", examples.read_text("utf-8"), re.MULTILINE))
    have = {str(case["id"]).split("-")[0] for _, case in CASES}
    assert wanted - have == set()


def test_cases_are_told_in_both_languages_with_a_source() -> None:
    for _, case in CASES:
        assert case["az"] and case["en"] and case["source"]
        assert case["kind"] in ("PUB", "HAND", "CONV", "EDGE")


def test_every_chapter_has_cases_and_words() -> None:
    for tax in load_book().taxes:
        assert tax.cases and tax.label["az"] and tax.text["az"] and tax.text["en"]
    assert all(outcome.holds for _, _, outcome in run_all())


def test_identifiers_are_unique_within_a_chapter() -> None:
    for tax in load_book().taxes:
        identifiers = [c["id"] for c in tax.cases]
        assert len(identifiers) == len(set(identifiers))
