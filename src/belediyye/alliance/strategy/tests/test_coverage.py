"""docs/coverage.md is fresh, complete and true."""

from belediyye.alliance.strategy import coverage
from belediyye.alliance.strategy.example import example_plan
from belediyye.alliance.strategy.planfile import read_plan
from belediyye.core.actors import GUEST
from belediyye.core.cast import Cast


def test_the_page_is_fresh() -> None:
    assert coverage.PAGE.read_text("utf-8") == coverage.page_text(), "./run coverage"


def test_every_activity_has_its_row_and_no_row_lies() -> None:
    codes = [f"{o.code}/{n}" for o in example_plan().objectives() for n, _a in enumerate(o.activities, 1)]
    assert list(coverage.rows_by_code()) == codes and len(codes) == 51
    assert coverage.problems() == []


def test_the_example_has_the_structure_of_the_seed_in_other_words(shared) -> None:  # type: ignore[no-untyped-def]
    seed, ours = read_plan(shared / "seed" / "strategic-plan.az.txt"), example_plan()
    assert ours.counts() == seed.counts()
    for (o, a), (p, b) in zip(ours.activities(), seed.activities(), strict=True):
        assert (o.code, a.when.periods, a.when.regular) == (p.code, b.when.periods, b.when.regular)
        assert [w.lower() for w in a.responsible] == [w.lower() for w in b.responsible]
        assert a.result != b.result


def test_a_tool_leads_only_to_pages_that_the_reader_may_open(cast: Cast) -> None:
    rows = coverage.rows_by_code()
    council, roll = rows["PV 3.1/1"], rows["PV 3.2/1"]
    assert council.url_for(cast.actor("leyla")) == council.url() and council.url_for(GUEST) == ""
    assert roll.url_for(cast.actor("rauf")) == roll.url() and roll.url_for(cast.actor("kamran")) == ""
    # What lies behind no door is open to everybody.
    assert any(row.url_for(GUEST) for row in rows.values())
