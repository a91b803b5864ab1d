"""Decisions: signed, published, sent, changed by later ones; their effect in rooms that the council does not know."""

from datetime import date

import pytest

from belediyye.administration.council import actions, queries
from belediyye.administration.council.actions import effects
from belediyye.administration.council.models import Change, Decision
from belediyye.administration.council.tests.conftest import Council
from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden

ON = date(2026, 9, 18)


def test_a_decision_is_signed_then_published_then_answered(council: Council) -> None:
    one = council.decide()
    assert one is not None
    chair, secretary = council.cast.actor("leyla", ON), council.cast.actor("sevda", ON)
    with pytest.raises(Refused):
        actions.publish_decision(actor=secretary, decision=one, on=ON)
    with pytest.raises(Forbidden):
        actions.sign_decision(actor=secretary, decision=one, on=ON)
    actions.sign_decision(actor=chair, decision=one, on=ON)
    actions.publish_decision(actor=secretary, decision=one, on=ON)
    with pytest.raises(Refused):
        actions.record_answer(actor=secretary, decision=one, on=ON, answer="clean")
    actions.send_decision(actor=secretary, decision=one, on=ON)
    with pytest.raises(Refused):
        actions.record_answer(actor=secretary, decision=one, on=ON, answer="objection")
    actions.record_answer(actor=secretary, decision=one, on=ON, answer="advice", text="Əsas göstərilsin.")
    assert list(queries.published(council.cast.home)) == [one]


@pytest.mark.parametrize(
    ("adopted", "due"), [(date(2024, 11, 14), date(2024, 11, 19)), (date(2025, 4, 17), date(2025, 4, 22))]
)
def test_supervision_waits_five_days_before_december_2024_and_three_working_days_since(
    adopted: date, due: date
) -> None:
    from belediyye.core import deadlines
    from belediyye.core.calendar import WorkingCalendar

    rule = deadlines.rule_on("supervision.act_sent", adopted)
    assert deadlines.due(rule, deadlines.Events(adopted), WorkingCalendar.build(2024, 2025)).day == due


def test_repeal_and_amendment_leave_the_old_words_readable(council: Council) -> None:
    old = council.decide(date(2026, 7, 16), title="Köhnə", matter="payments", proposal="Köhnə mətn")
    assert old is not None
    amending = council.decide(
        date(2026, 8, 20), title="Dəyişiklik", matter="payments", touch="amend", touched=old
    )
    with pytest.raises(Refused):  # a simple majority cannot undo what two thirds decided
        council.decide(date(2026, 9, 3), title="Asan yol", matter="other", touch="repeal", touched=old)
    repealing = council.decide(
        date(2026, 9, 17), title="Ləğv", matter="payments", touch="repeal", touched=old
    )
    old.refresh_from_db()
    assert old.state == Decision.State.REPEALED and old.text == "Köhnə mətn"
    assert [(c.kind, c.by) for c in queries.changes_of(old)] == [
        (Change.Kind.AMEND, amending),
        (Change.Kind.REPEAL, repealing),
    ]
    assert (
        queries.decision_on(old, date(2026, 9, 16))["in_force"]
        and not queries.decision_on(old, date(2026, 9, 17))["in_force"]
    )
    with pytest.raises(Refused):
        council.decide(date(2026, 10, 15), title="Yenə", matter="payments", touch="repeal", touched=old)


def test_effects_wait_are_applied_or_say_why_not(
    council: Council, django_capture_on_commit_callbacks
) -> None:
    done: list[str] = []

    def apply(actor: object, decision: Decision) -> None:
        if decision.effect_data["year"] == 2028:
            raise Refused("2028-ci il üçün layihə yoxdur.")
        done.append(str(decision))

    with django_capture_on_commit_callbacks(execute=True):
        waiting = council.decide(date(2026, 7, 16), effect_kind="test.adopt", effect_data={"year": 2027})
    assert waiting is not None
    waiting.refresh_from_db()
    assert waiting.effect_state == Decision.Effect.WAITING
    effects.register("test.adopt", label="Adopts", apply=apply)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            passed = council.decide(date(2026, 8, 20), effect_kind="test.adopt", effect_data={"year": 2027})
            failed = council.decide(date(2026, 9, 17), effect_kind="test.adopt", effect_data={"year": 2028})
        assert passed and failed
        passed.refresh_from_db()
        failed.refresh_from_db()
        assert passed.effect_state == Decision.Effect.APPLIED and done == [str(passed)]
        assert failed.effect_state == Decision.Effect.FAILED and "2028" in failed.effect_reason
        with pytest.raises(Refused):
            actions.apply_effect(actor=council.maker, decision=passed)
        assert actions.apply_effect(actor=council.maker, decision=waiting) == Decision.Effect.APPLIED
        with pytest.raises(TypeError):
            effects.register("test.adopt", label="Again")
    finally:
        effects.forget("test.adopt")


def test_a_rejected_question_has_no_effect(council: Council, django_capture_on_commit_callbacks) -> None:
    effects.register("test.never", label="Never", apply=lambda actor, decision: pytest.fail("applied"))
    try:
        with django_capture_on_commit_callbacks(execute=True):
            assert council.decide(yes=3, effect_kind="test.never", effect_data={}) is None
    finally:
        effects.forget("test.never")
