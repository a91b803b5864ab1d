"""Votes are whole people: the count, its quorum and its majorities, against real councils and drawn ones."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belediyye.administration.council import law
from belediyye.administration.council.counting import BadCount, Count, is_quorate, outcome, quorum

MAJORITIES = law.majorities()


@st.composite
def counts(draw: st.DrawFn) -> Count:
    members = draw(st.integers(0, 60))
    present = draw(st.integers(0, members))
    cuts = sorted(draw(st.lists(st.integers(0, present), min_size=4, max_size=4)))
    parts = [b - a for a, b in zip([0, *cuts], cuts, strict=False)]
    return Count(members, present, *parts)


@given(counts(), st.sampled_from(sorted(MAJORITIES)))
def test_outcome_is_what_the_fractions_say(count: Count, code: str) -> None:
    majority = law.majorities()[code]
    base = count.members if majority.of == "members" else count.present
    share = Fraction(majority.top, majority.bottom) * base
    enough = count.votes_for > share if majority.over else count.votes_for >= share
    quorate = count.members > 0 and Fraction(count.present) > Fraction(count.members, 2)
    found = outcome(count, majority)
    assert found.passed == (enough and quorate)
    assert found.quorate == quorate
    assert found.needed - 1 <= share <= found.needed + 1
    assert all(
        step["az"] and step["en"] and str(count.votes_for) in found.steps[2]["az"] for step in found.steps
    )


@given(counts(), st.sampled_from(sorted(MAJORITIES)))
def test_one_more_vote_for_never_undoes_a_decision(count: Count, code: str) -> None:
    majority = law.majorities()[code]
    if count.voted < count.present and outcome(count, majority).passed:
        more = Count(
            count.members, count.present, count.votes_for + 1, count.against, count.abstained, count.invalid
        )
        assert outcome(more, majority).passed


@given(st.integers(1, 200))
def test_two_quorums_cannot_meet_apart(members: int) -> None:
    assert quorum(members) * 2 > members
    assert is_quorate(members, quorum(members)) and not is_quorate(members, quorum(members) - 1)


@pytest.mark.parametrize(
    ("members", "simple", "two_thirds"),
    [(5, 3, 4), (7, 4, 5), (9, 5, 6), (11, 6, 8), (13, 7, 9), (15, 8, 10), (17, 9, 12), (19, 10, 13)],
)
def test_every_size_of_council_that_the_law_knows(members: int, simple: int, two_thirds: int) -> None:
    assert law.majorities()["simple"].needed(members) == simple
    assert law.majorities()["two_thirds"].needed(members) == two_thirds


@pytest.mark.parametrize("bad", [(9, 10, 1, 0, 0), (9, 5, 6, 0, 0), (9, 9, -1, 0, 0), (9, 5, 3, 2, 1)])
def test_counts_that_no_room_can_give_are_refused(bad: tuple[int, ...]) -> None:
    with pytest.raises(BadCount):
        outcome(Count(*bad), law.majorities()["simple"])


def test_taxes_and_payments_need_two_thirds_of_all_members() -> None:
    assert {code for code, m in law.matters().items() if m.majority == "two_thirds"} == {"taxes", "payments"}
    assert law.majority_of("taxes").of == "members"


def test_seats_are_those_of_the_shared_table(shared: Path) -> None:
    from csv import DictReader
    from datetime import date

    with (shared / "law" / "tables" / "legal_council_seats.csv").open() as table:
        for row in DictReader(table):
            low, high, members = (int(row[k]) for k in ("population_min", "population_max", "members"))
            assert law.seats_for(low, date(2026, 1, 1)) == law.seats_for(high, date(2026, 1, 1)) == members
    assert law.seats_for(300_000, date(2026, 1, 1)) is None


def test_a_real_council_counts_alike(shared: Path) -> None:
    """Every vote of Santa Ana whose outcome is given: recounted by a majority of those who sat."""
    folder = shared / "data" / "11_civic" / "cityvotes_santa_ana" / "votes"
    read = 0
    for path in sorted(folder.glob("*.json")):
        vote = json.loads(path.read_text("utf-8"))["vote"]
        cast = [m["vote_choice"] for m in vote.get("member_votes", [])]
        if not cast or vote.get("outcome") not in ("PASS", "FAIL"):
            continue
        here = [c for c in cast if c != "ABSENT"]
        if not is_quorate(len(cast), len(here)):
            continue  # one file of the source has a single vote of seven: its list is not whole
        ayes, nays = here.count("AYE"), here.count("NAY")
        count = Count(len(cast), len(here), ayes, nays, len(here) - ayes - nays)
        assert outcome(count, law.majorities()["simple"]).passed == (vote["outcome"] == "PASS"), path.name
        read += 1
    assert read > 50
