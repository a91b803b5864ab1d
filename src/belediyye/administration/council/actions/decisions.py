"""Decisions: passed, signed, published, sent to supervision, answered; their effect elsewhere marked."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.administration.council import access, queries
from belediyye.administration.council.models import Ballot, Change, Decision, Dispatch, Item, effects
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor, Forbidden, machine
from belediyye.core.journal import log
from belediyye.core.numbering import take_number
from belediyye.core.period import format_date as day
from belediyye.core.thread import tie


@action("council.decision.pass", says=gettext_lazy("passed a decision"), allow=access.may_prepare)
def pass_decision(*, actor: Actor, ballot: Ballot, on: date) -> Decision:
    """Writes the decision of a vote that passed, with the next number of the year, and carries out what it does.

    Its effect elsewhere happens in this transaction. Where it cannot, the decision stands, nothing of the effect
    happened, and `effect_reason` says why; it can be tried again.
    """
    if not ballot.passed or ballot.closed_at is None:
        raise Refused(_("Only what passed becomes a decision."))
    item = ballot.item
    made = Decision.objects.create(
        municipality=item.municipality, year=on.year,
        number=take_number(owner=item.municipality_id, code="council.decision", year=on.year),
        sitting=item.sitting, item=item, ballot=ballot, matter=item.matter, title=item.title, text=item.proposal,
        adopted_on=on, is_public=item.is_public, effect_kind=item.effect_kind, effect_data=item.effect_data,
        effect_state=Decision.Effect.WAITING if item.effect_kind else Decision.Effect.NONE,
    )  # fmt: skip
    Dispatch.objects.create(
        municipality=item.municipality, decision=made, due=queries.supervision_due(on).day
    )
    if item.touched:
        _touch(made, item, on)
    log(
        made,
        title=made.title,
        effect_kind=made.effect_kind,
        effect_data=made.effect_data,
        touches=str(item.touched or ""),
    )
    known = effects.get(made.effect_kind)
    if known and known.apply:
        apply_effect(actor=machine(str(made), made.municipality), decision=made)
        made.refresh_from_db()
    return made


def _touch(made: Decision, item: Item, on: date) -> None:
    """Marks the earlier decision as amended or repealed; both stay readable for ever."""
    target = item.touched
    assert target is not None
    if target.state == Decision.State.REPEALED:
        raise Refused(_("Decision %(number)s is already repealed.") % {"number": target})
    repeal = item.touch == Item.Touch.REPEAL
    Change.objects.create(
        municipality=made.municipality, target=target, by=made, on=on, words=made.text,
        kind=Change.Kind.REPEAL if repeal else Change.Kind.AMEND,
    )  # fmt: skip
    target.state = Decision.State.REPEALED if repeal else Decision.State.AMENDED
    target.save(update_fields=["state"])
    tie(made, target, relation=item.touch)
    if repeal and target.effect_kind:
        _end_effect(target, made)


def _end_effect(target: Decision, by: Decision) -> None:
    """What a repealed decision did elsewhere is ended there, or stays; either way the decision says which and why."""
    actor, known = machine(str(by), target.municipality), effects.get(target.effect_kind)
    state, reason = target.effect_state, ""
    if state != Decision.Effect.APPLIED:
        state, reason = Decision.Effect.ENDED, _("Repealed by %(by)s before it was carried out.") % {"by": by}
    elif known and known.undo:
        try:
            with transaction.atomic():
                known.undo(actor, target, by)
        except Refused as refusal:
            reason = str(refusal)
        else:
            state, reason = Decision.Effect.ENDED, _("Ended by decision %(by)s.") % {"by": by}
    else:
        reason = str(known.after_repeal) if known else ""
    reason = reason or str(_("What it did stays; only another decision changes it."))
    mark_effect(actor=actor, decision=target, state=state, reason=reason)


@action("council.decision.sign", says=gettext_lazy("signed a decision"), allow=access.may_sign)
def sign_decision(*, actor: Actor, decision: Decision, on: date) -> None:
    """The chair signs; only then it may be published."""
    if decision.signed_on:
        raise Refused(_("The decision was signed on %(day)s.") % {"day": day(decision.signed_on)})
    if on < decision.adopted_on:
        raise Refused(
            _("It cannot be signed before it was adopted (%(day)s).") % {"day": day(decision.adopted_on)}
        )
    decision.signed_on, decision.signed_by = on, actor.name
    decision.save(update_fields=["signed_on", "signed_by"])
    log(decision, on=on)


@action("council.decision.publish", says=gettext_lazy("published a decision"), allow=access.may_call)
def publish_decision(*, actor: Actor, decision: Decision, on: date) -> None:
    """Puts a signed decision on the public pages, the feed and the open data."""
    if not decision.signed_on:
        raise Refused(_("The chair signs the decision first."))
    if decision.published_on or not decision.is_public:
        raise Refused(_("The decision is already published, or it is not for the public."))
    decision.published_on = on
    decision.save(update_fields=["published_on"])
    log(decision, on=on)


@action("council.decision.send", says=gettext_lazy("sent a decision to supervision"), allow=access.may_call)
def send_decision(*, actor: Actor, decision: Decision, on: date, reference: str = "") -> Dispatch:
    """Records that the decision was entered in the supervision's information system."""
    dispatch = decision.dispatch
    if dispatch.sent_on:
        raise Refused(_("The decision was sent on %(day)s.") % {"day": day(dispatch.sent_on)})
    if on < decision.adopted_on:
        raise Refused(
            _("It cannot be sent before it was adopted (%(day)s).") % {"day": day(decision.adopted_on)}
        )
    dispatch.sent_on, dispatch.reference = on, reference
    dispatch.save(update_fields=["sent_on", "reference"])
    log(decision, on=on, due=dispatch.due, late=on > dispatch.due, reference=reference)
    return dispatch


@action(
    "council.decision.answer", says=gettext_lazy("recorded the supervision's answer"), allow=access.may_answer
)
def record_answer(*, actor: Actor, decision: Decision, on: date, answer: str, text: str = "") -> None:
    """Records what the supervising authority answered, once."""
    dispatch = decision.dispatch
    if dispatch.answer:
        raise Refused(_("Supervision has already answered."))
    if not dispatch.sent_on or on < dispatch.sent_on:
        raise Refused(_("An answer comes after the decision was sent."))
    if answer not in Dispatch.Answer.values or not answer:
        raise Refused(_("Choose what was answered."))
    if answer != Dispatch.Answer.CLEAN and not text.strip():
        raise Refused(_("Write the words of the recommendation or objection."))
    dispatch.answer, dispatch.answered_on, dispatch.answer_text = answer, on, text
    dispatch.save(update_fields=["answer", "answered_on", "answer_text"])
    log(decision, on=on, answer=answer)


@action(
    "council.effect.mark", says=gettext_lazy("marked what a decision did elsewhere"), allow=access.may_call
)
def mark_effect(*, actor: Actor, decision: Decision, state: str, reason: str = "") -> None:
    """Marks the effect as applied, failed (with the reason, for people) or waiting. Higher rooms call this."""
    if not decision.effect_kind:
        raise Refused(_("This decision has no effect elsewhere."))
    if state not in Decision.Effect.values or not state:
        raise Refused(_("An effect is waiting, applied or failed."))
    if state == Decision.Effect.FAILED and not reason:
        raise Refused(_("Say why the effect could not be made."))
    decision.effect_state, decision.effect_reason = state, reason[:500]
    decision.effect_at = timezone.now()
    decision.save(update_fields=["effect_state", "effect_reason", "effect_at"])
    log(decision, effect_kind=decision.effect_kind, state=state, reason=reason)


@action("council.effect.apply", says=gettext_lazy("applied a decision in its room"), allow=access.may_call)
def apply_effect(*, actor: Actor, decision: Decision) -> str:
    """Asks the room that knows the effect to make it true; returns the state. A refusal is kept as the reason.

    An effect whose room is not in this house stays waiting. One that is applied is not applied twice.
    """
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.effect_state == Decision.Effect.APPLIED:
        raise Refused(_("The effect has already been applied."))
    if decision.state == Decision.State.REPEALED:
        raise Refused(_("Decision %(number)s is repealed: it has no effect any more.") % {"number": decision})
    known = effects.get(decision.effect_kind)
    if known is None or known.apply is None:
        mark_effect(
            actor=actor,
            decision=decision,
            state=Decision.Effect.WAITING,
            reason=_("No room has taken it up yet."),
        )
        log(decision, effect_kind=decision.effect_kind, state=Decision.Effect.WAITING)
        return str(Decision.Effect.WAITING)
    try:
        with transaction.atomic():
            known.apply(actor, decision)
    except (Refused, Forbidden) as refusal:
        mark_effect(actor=actor, decision=decision, state=Decision.Effect.FAILED, reason=str(refusal))
    else:
        mark_effect(actor=actor, decision=decision, state=Decision.Effect.APPLIED)
    log(decision, effect_kind=decision.effect_kind, state=decision.effect_state)
    return decision.effect_state
