"""Risks and assumptions, remarks of the check that are accepted with a reason, the yearly review."""

from datetime import date

from django.utils.translation import gettext_lazy

from belediyye.alliance.strategy import access
from belediyye.alliance.strategy.models import Node, Plan, Review, Risk, Suppression
from belediyye.core.actions import action
from belediyye.core.actors import Actor
from belediyye.core.journal import log


@action(
    "strategy.risk.write", says=gettext_lazy("wrote down a risk or assumption"), allow=access.may_keep_plan
)
def write_risk(
    *,
    actor: Actor,
    plan: Plan,
    text: str,
    on: date,
    kind: str = Risk.Kind.RISK,
    likelihood: int = 3,
    impact: int = 3,
    response: str = "",
    owner: str = "",
    node: Node | None = None,
) -> Risk:
    """Writes a risk or an assumption down, open."""
    risk = Risk.objects.create(
        plan=plan,
        node=node,
        kind=kind,
        text=text,
        likelihood=likelihood,
        impact=impact,
        response=response,
        owner=owner,
        looked_at=on,
    )
    log(risk, on=on, likelihood=likelihood, impact=impact, state=risk.state)
    return risk


@action("strategy.risk.change", says=gettext_lazy("looked a risk over"), allow=access.may_keep_plan)
def change_risk(
    *,
    actor: Actor,
    risk: Risk,
    on: date,
    likelihood: int,
    impact: int,
    response: str,
    state: str,
    text: str | None = None,
    owner: str | None = None,
    why: str = "",
) -> None:
    """Weighs a risk anew on a day, with other words or another watcher where given; the log keeps how it was before."""
    was = {"likelihood": risk.likelihood, "impact": risk.impact, "state": risk.state}
    was |= {"text": risk.text} if text not in (None, risk.text) else {}
    risk.likelihood, risk.impact, risk.response, risk.state, risk.looked_at = (
        likelihood,
        impact,
        response,
        state,
        on,
    )
    risk.text = risk.text if text is None else text
    risk.owner = risk.owner if owner is None else owner
    risk.save(update_fields=["likelihood", "impact", "response", "state", "looked_at", "text", "owner"])
    log(risk, was=was, why=why, on=on, likelihood=likelihood, impact=impact, state=state)


@action(
    "strategy.check.accept",
    says=gettext_lazy("accepted a remark of the plan check"),
    allow=access.may_keep_plan,
)
def accept_remark(*, actor: Actor, plan: Plan, rule: str, about: str, reason: str, on: date) -> Suppression:
    """A remark is no longer shown among the open ones, with the reason why."""
    row, _made = Suppression.objects.update_or_create(
        plan=plan, rule=rule, about=about, defaults={"reason": reason, "by_name": actor.name, "on": on}
    )
    log(plan, rule=rule, remark=about, reason=reason)
    return row


@action(
    "strategy.check.reopen",
    says=gettext_lazy("opened a remark of the plan check again"),
    allow=access.may_keep_plan,
)
def reopen_remark(*, actor: Actor, plan: Plan, rule: str, about: str) -> None:
    """A remark that was accepted is shown again."""
    plan.suppressions.filter(rule=rule, about=about).delete()
    log(plan, rule=rule, remark=about)


@action("strategy.review.hold", says=gettext_lazy("held the yearly review"), allow=access.may_keep_plan)
def hold_review(
    *,
    actor: Actor,
    plan: Plan,
    year: int,
    on: date,
    summary: str,
    lessons: str = "",
    changes: str = "",
    closed: bool = False,
) -> Review:
    """Writes the yearly review, or goes on with it until it is closed."""
    review, _made = Review.objects.update_or_create(
        plan=plan,
        year=year,
        defaults={
            "summary": summary,
            "lessons": lessons,
            "changes": changes,
            "held_on": on,
            "closed": closed,
        },
    )
    log(review, year=year, closed=closed)
    return review
