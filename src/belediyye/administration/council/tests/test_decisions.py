"""Decisions: signed, published, sent, changed by later ones; their effect in rooms that the council does not know."""

from datetime import date

import pytest
from django.urls import reverse

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


def test_effects_wait_are_applied_or_say_why_not(council: Council) -> None:
    done: list[str] = []

    def apply(actor: object, decision: Decision) -> None:
        done.append(str(decision))
        actions.record_discussion(actor=council.maker, item=decision.item, discussion="yarımçıq")
        if decision.effect_data["year"] == 2028:
            raise Refused("2028-ci il üçün layihə yoxdur.")

    waiting = council.decide(date(2026, 7, 16), effect_kind="test.adopt", effect_data={"year": 2027})
    assert waiting is not None and waiting.effect_state == Decision.Effect.WAITING
    effects.register("test.adopt", label="Adopts", apply=apply, matter="budget")
    try:
        with pytest.raises(Refused):  # what belongs to the budget is not decided under another matter
            council.decide(date(2026, 8, 6), effect_kind="test.adopt", effect_data={"year": 2027})
        good = {"matter": "budget", "effect_kind": "test.adopt"}
        passed = council.decide(date(2026, 8, 20), effect_data={"year": 2027}, **good)
        failed = council.decide(date(2026, 9, 17), effect_data={"year": 2028}, **good)
        assert passed and failed
        # In the transaction of the vote itself; of what could not be applied nothing is left but the reason.
        assert passed.effect_state == Decision.Effect.APPLIED and done == [str(passed), str(failed)]
        assert failed.effect_state == Decision.Effect.FAILED and "2028" in failed.effect_reason
        passed.item.refresh_from_db()
        failed.item.refresh_from_db()
        assert passed.item.discussion == "yarımçıq" and failed.item.discussion == ""
        assert failed.state == Decision.State.IN_FORCE
        with pytest.raises(Refused):
            actions.apply_effect(actor=council.maker, decision=passed)
        assert actions.apply_effect(actor=council.maker, decision=waiting) == Decision.Effect.APPLIED
        with pytest.raises(TypeError):
            effects.register("test.adopt", label="Again")
    finally:
        effects.forget("test.adopt")


def test_a_rejected_question_has_no_effect(council: Council) -> None:
    effects.register("test.never", label="Never", apply=lambda actor, decision: pytest.fail("applied"))
    try:
        assert council.decide(yes=3, effect_kind="test.never", effect_data={}) is None
    finally:
        effects.forget("test.never")


@pytest.mark.parametrize("undoes", [True, False])
def test_a_repeal_ends_the_effect_or_says_that_it_stays(council: Council, undoes: bool) -> None:
    undone: list[Decision] = []
    more = {"undo": lambda actor, decision, by: undone.append(by)} if undoes else {"after_repeal": "Qalır."}
    effects.register("test.stays", label="Stays", apply=lambda actor, decision: None, **more)
    try:
        old = council.decide(date(2026, 7, 16), title="Köhnə", effect_kind="test.stays")
        late = council.decide(date(2026, 8, 6), title="Gec", effect_kind="test.unknown")
        assert old and late
        by = council.decide(date(2026, 8, 20), title="Ləğv", touch="repeal", touched=old)
        council.decide(date(2026, 9, 17), title="Gecin ləğvi", touch="repeal", touched=late)
        old.refresh_from_db()
        late.refresh_from_db()
        assert late.effect_state == Decision.Effect.ENDED and late.effect_reason
        with pytest.raises(Refused):  # a repealed decision is not carried out after all
            actions.apply_effect(actor=council.maker, decision=late)
        if undoes:
            assert undone == [by] and old.effect_state == Decision.Effect.ENDED
        else:
            assert old.effect_state == Decision.Effect.APPLIED and old.effect_reason == "Qalır."
    finally:
        effects.forget("test.stays")


def test_supervision_reads_what_was_sent_and_answers_once(council: Council) -> None:
    unsent = council.decide(date(2026, 7, 16), title="Göndərilməyib")
    sent = council.decide(date(2026, 9, 17), title="Göndərilib")
    assert unsent and sent
    actions.send_decision(actor=council.maker, decision=sent, on=ON, reference="NZ-1")
    zaur = council.cast.client("zaur")
    told = zaur.get(reverse("council_supervision")).content.decode()
    assert "Göndərilib" in told and "Göndərilməyib" not in told
    assert zaur.get(reverse("council_supervised", args=[unsent.pk])).status_code == 404
    url = reverse("council_supervised", args=[sent.pk])
    answer = {"on": "21.09.2026", "answer": "clean"}
    assert zaur.post(url, answer).status_code == 302
    sent.dispatch.refresh_from_db()
    assert (sent.dispatch.answer, sent.dispatch.answered_on) == ("clean", date(2026, 9, 21))
    assert zaur.post(url, answer).status_code == 422  # an answer is not given twice
    assert "Göndərilib" not in zaur.get(reverse("council_supervision"), {"open": "1"}).content.decode()
    assert council.cast.client("leyla").get(url).status_code == 403
