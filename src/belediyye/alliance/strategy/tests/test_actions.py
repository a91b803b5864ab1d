"""Taking a plan whole, reporting with two pairs of eyes, measuring exactly, what is late and whose turn it is."""

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from belediyye.alliance.strategy import actions, queries
from belediyye.alliance.strategy.check import check_plan
from belediyye.alliance.strategy.example import example_plan
from belediyye.alliance.strategy.models import Activity, Indicator, Plan, ReportState
from belediyye.alliance.strategy.papers import plan_of
from belediyye.alliance.strategy.planfile import read_plan, write_docx
from belediyye.alliance.strategy.queries.measures import total_of
from belediyye.alliance.strategy.tests.conftest import TODAY, Alliance
from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden, machine

pytestmark = pytest.mark.django_db


def test_a_plan_is_taken_whole_and_comes_out_the_same(plan: Plan, tmp_path: Path) -> None:
    assert plan.activities.count() == 51 and plan.nodes.count() == 3 + 3 + 12 + 5 + 5
    out = plan_of(plan)
    assert out == example_plan(16)
    write_docx(out, tmp_path / "p.docx")
    assert read_plan(tmp_path / "p.docx") == out


def test_a_plan_is_never_written_over(plan: Plan) -> None:
    with pytest.raises(Refused):
        actions.take_plan(actor=machine("test"), read=example_plan(16), on=TODAY, code="numune")


def test_the_tree_goes_to_any_depth(plan: Plan, alliance: Alliance) -> None:
    actor, parent = alliance.actor("coordinator"), plan.nodes.get(code="PV 1.1")
    for depth in range(4):
        parent = actions.add_node(
            actor=actor, plan=plan, kind="part", code=f"{parent.code}.{depth}", text="Hissə", parent=parent
        )
    actions.add_activity(
        actor=actor, node=parent, result="Siyahı hazırlanır", when_text="Mart, 2027", responsible=["ekspert"]
    )
    root = next(b for b in queries.tree(plan, TODAY) if b.node.text.startswith("Bələdiyyələr üçün"))
    assert root.count == 9 + 1


class TestReports:
    def test_draft_submitted_returned_approved(self, plan: Plan, alliance: Alliance) -> None:
        one, member, operator = (
            plan.activities.get(code="PV 2.3/1"),
            alliance.actor("member"),
            alliance.actor("operator"),
        )
        update = actions.report(actor=member, activity=one, on=date(2026, 4, 1), text="Başlandı", percent=40)
        with pytest.raises(Refused):
            actions.approve_update(actor=operator, of=update, on=TODAY)
        actions.submit_update(actor=member, update=update)
        actions.return_update(actor=operator, of=update, on=TODAY, note="Sübut yoxdur")
        actions.change_update(
            actor=member,
            update=update,
            on=date(2026, 6, 30),
            text="Bitdi",
            percent=100,
            achieved="Təklif var",
        )
        actions.submit_update(actor=member, update=update)
        actions.approve_update(actor=operator, of=update, on=TODAY)
        one.refresh_from_db()
        assert (one.state, one.percent, one.achieved, one.last_approved) == (
            "done",
            100,
            "Təklif var",
            date(2026, 6, 30),
        )
        assert update.reviewed_by_name and update.state == ReportState.APPROVED

    def test_nobody_approves_the_own_report(self, plan: Plan, alliance: Alliance) -> None:
        operator = alliance.actor("operator")
        update = actions.report(
            actor=operator, activity=plan.activities.first(), on=TODAY, text="x", percent=5, submit=True
        )
        with pytest.raises(Forbidden):
            actions.approve_update(actor=operator, of=update, on=TODAY)
        with pytest.raises(Forbidden):
            actions.approve_update(actor=alliance.actor("member"), of=update, on=TODAY)
        with pytest.raises(Forbidden):
            actions.change_update(
                actor=alliance.actor("member"), update=update, on=TODAY, text="y", percent=6
            )
        actions.approve_update(actor=alliance.actor("coordinator"), of=update, on=TODAY)

    def test_an_older_report_does_not_turn_progress_back(self, plan: Plan, alliance: Alliance) -> None:
        one, member, coordinator = (
            plan.activities.get(code="PV 2.3/1"),
            alliance.actor("member"),
            alliance.actor("coordinator"),
        )
        later = actions.report(
            actor=member, activity=one, on=date(2026, 6, 1), text="b", percent=70, submit=True
        )
        earlier = actions.report(
            actor=member, activity=one, on=date(2026, 3, 1), text="a", percent=20, submit=True
        )
        actions.approve_update(actor=coordinator, of=later, on=TODAY)
        actions.approve_update(actor=coordinator, of=earlier, on=TODAY)
        one.refresh_from_db()
        assert one.percent == 70

    def test_evidence_is_one_thing(self, plan: Plan, alliance: Alliance) -> None:
        one, member = plan.activities.first(), alliance.actor("member")
        with pytest.raises(Refused):
            actions.add_evidence(
                actor=member, of=one, title="x", on=TODAY, url="https://x.example", quote="y"
            )
        proof = actions.add_evidence(
            actor=member, of=one, title="Bələdiyyə", on=TODAY, thing=alliance.cast.home
        )
        assert (proof.kind, proof.object_id) == ("object", str(alliance.cast.home.pk))


class TestTime:
    def test_what_is_late_and_whose_turn(self, plan: Plan, alliance: Alliance) -> None:
        turns = {t.activity.code: t for t in queries.turns_of(plan, TODAY)}
        assert turns["PV 1.4/2"].late and turns["PV 1.4/2"].who == "heç kim göstərilməyib"
        assert "PV 3.1/2" not in turns and turns["AV 1.1/1"].due == date(2025, 4, 1)
        actions.report(
            actor=alliance.actor("member"),
            activity=plan.activities.get(code="PV 1.4/2"),
            on=TODAY,
            text="x",
            percent=9,
            submit=True,
        )
        turns = {t.activity.code: t for t in queries.turns_of(plan, TODAY)}
        assert not turns["PV 1.4/2"].late and "koordinator" in turns["PV 1.4/2"].who

    def test_slippage_against_the_baseline(self, plan: Plan, alliance: Alliance) -> None:
        actor, one = alliance.actor("coordinator"), plan.activities.get(code="PV 2.3/1")
        baseline = actions.take_baseline(actor=actor, plan=plan, name="B", on=TODAY)
        assert queries.slippage(baseline) == []
        actions.change_activity(
            actor=actor,
            activity=one,
            result=one.result,
            when_text="Fevral-İyul, 2026",
            responsible=["ekspert"],
            every=3,
            why="uzandı",
        )
        (slip,) = queries.slippage(baseline)
        assert (slip.days, slip.was) == (31, (date(2026, 2, 1), date(2026, 6, 30)))
        with pytest.raises(Refused):
            actions.change_activity(
                actor=actor, activity=one, result="x", when_text="bir gün", responsible=[], every=3, why="y"
            )

    def test_no_circle_of_waiting(self, plan: Plan, alliance: Alliance) -> None:
        actor, (a, b, c) = alliance.actor("coordinator"), plan.activities.all()[:3]
        actions.let_wait(actor=actor, activity=a, after=b)
        actions.let_wait(actor=actor, activity=b, after=c)
        with pytest.raises(Refused):
            actions.let_wait(actor=actor, activity=c, after=a)

    def test_the_desk_knows(self, plan: Plan, alliance: Alliance) -> None:
        actions.report(
            actor=alliance.actor("member"),
            activity=plan.activities.first(),
            on=TODAY,
            text="x",
            percent=9,
            submit=True,
        )
        titles = [t.title for t in queries.tasks_for(alliance.actor("operator"))]
        assert "Plan üzrə baxılacaq hesabatlar" in titles and len(titles) > 3
        assert queries.tasks_for(alliance.cast.actor("rauf")) == []


class TestMeasures:
    @pytest.mark.parametrize(
        "values, percent, cumulative, expected",
        [
            ([], False, False, None),
            ([(3, 1), (4, 1)], False, False, (7, 1)),
            ([(3, 1), (7, 1)], False, True, (7, 1)),
            ([(1, 2), (1, 3)], False, False, (5, 6)),
            ([(1, 2), (90, 100)], True, False, (91, 102)),
            ([(1, 2), (90, 100)], True, True, (90, 100)),
        ],
    )
    def test_totals(self, values: list, percent: bool, cumulative: bool, expected: object) -> None:
        assert total_of(values, percent=percent, cumulative=cumulative) == expected

    def test_groups_shares_locks_and_children(self, plan: Plan, alliance: Alliance) -> None:
        boss, operator, node = (
            alliance.actor("coordinator"),
            alliance.actor("operator"),
            plan.nodes.get(code="PV 3.3"),
        )
        parent = actions.add_indicator(
            actor=boss,
            node=node,
            name="Pay",
            kind="percent",
            baseline=Fraction(10, 100),
            groups=["q", "k"],
            dimension="cins",
        )
        child = actions.add_indicator(actor=boss, node=node, name="Alt", kind="percent", parent=parent)
        days = {"starts": date(2026, 1, 1), "ends": date(2026, 12, 31)}
        span = actions.add_period(actor=boss, indicator=parent, target=Fraction(30, 100), **days)
        under = actions.add_period(actor=boss, indicator=child, locked=False, **days)
        with pytest.raises(Refused):
            actions.add_period(actor=boss, indicator=parent, **days)
        with pytest.raises(Refused):
            actions.measure(actor=operator, period=span, on=TODAY, top=1, bottom=4)
        actions.set_lock(actor=boss, period=span, locked=False)
        for group, top, bottom in (("q", 1, 4), ("k", 2, 6)):
            value = actions.measure(
                actor=operator, period=span, on=TODAY, top=top, bottom=bottom, group=group
            )
            actions.review_measurement(actor=boss, of=value, approve=True, on=TODAY)
        value = actions.measure(actor=operator, period=under, on=TODAY, top=5, bottom=10)
        for bad in ({"group": "x"}, {"bottom": 0}, {"on": date(2027, 1, 1)}):
            with pytest.raises(Refused):
                actions.measure(**{"actor": operator, "period": span, "on": TODAY, "top": 1, **bad})
        row = next(r for r in queries.indicator_rows(plan) if r.indicator == parent)
        _period, reached, way = row.periods[0]
        assert reached and reached.value == Fraction(3, 10) and way == 1
        assert reached.groups == (("q", Fraction(1, 4)), ("k", Fraction(1, 3)))
        actions.review_measurement(actor=boss, of=value, approve=True, on=TODAY)
        row = next(r for r in queries.indicator_rows(plan) if r.indicator == parent)
        assert row.periods[0][1].value == Fraction(8, 20)  # type: ignore[union-attr]

    def test_falling_is_better_too(self, plan: Plan, alliance: Alliance) -> None:
        boss = alliance.actor("coordinator")
        one = actions.add_indicator(
            actor=boss,
            node=plan.nodes.get(code="PV 1.4"),
            name="Boşluq",
            baseline=Fraction(10),
            ascending=False,
        )
        span = actions.add_period(
            actor=boss,
            indicator=one,
            starts=date(2026, 1, 1),
            ends=date(2026, 12, 31),
            target=Fraction(4),
            locked=False,
        )
        value = actions.measure(actor=alliance.actor("operator"), period=span, on=TODAY, top=7)
        actions.review_measurement(actor=boss, of=value, approve=True, on=TODAY)
        assert queries.indicator_rows(plan)[0].periods[0][2] == Fraction(1, 2)
        assert Indicator.objects.get().baseline == 10


class TestCheck:
    def test_the_known_faults_are_found(self, plan: Plan) -> None:
        found = {(r.rule, r.about) for r in check_plan(plan).open}
        assert {("P02", c) for c in ("PV 3.1/2", "PV 3.2/1", "PV 3.2/2", "PV 3.2/3")} == {
            f for f in found if f[0] == "P02"
        }
        assert ("P03", "PV 1.4/2") in found and ("P04", "PV 2.2/2") in found and ("P06", "PV 1.1") in found
        assert any(rule == "P08" for rule, _about in found)

    def test_a_remark_is_accepted_with_a_reason_and_opened_again(
        self, plan: Plan, alliance: Alliance
    ) -> None:
        actor = alliance.actor("coordinator")
        actions.accept_remark(
            actor=actor, plan=plan, rule="P03", about="PV 1.4/2", reason="üzvlər seçir", on=TODAY
        )
        found = check_plan(plan)
        assert [(r.about, s.reason) for r, s in found.accepted] == [("PV 1.4/2", "üzvlər seçir")]
        actions.reopen_remark(actor=actor, plan=plan, rule="P03", about="PV 1.4/2")
        assert not check_plan(plan).accepted

    def test_outside_the_plan_nothing_dated_vague_twice(self, plan: Plan, alliance: Alliance) -> None:
        actor, node = alliance.actor("coordinator"), plan.nodes.get(code="PV 1.1")
        first = actions.add_activity(
            actor=actor,
            node=node,
            result="İş yaxşılaşdırılır və gücləndirilir",
            when_text="2031",
            responsible=["Cəmiyyət"],
        )
        second = actions.add_activity(
            actor=actor, node=node, result=first.result, when_text="Müntəzəm", responsible=["ekspert"]
        )
        Activity.objects.filter(pk=second.pk).update(regular=False)
        found = {(r.rule, r.about) for r in check_plan(plan).open}
        assert {
            ("P01", first.code),
            ("P07", first.code),
            ("P12", first.code),
            ("P09", second.code),
            ("P11", second.code),
        } <= found
