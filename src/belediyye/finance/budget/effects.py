"""What a decision of the council does here: it adopts a budget, adopts an amendment, approves the yearly report."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.administration.council.models import Decision, effects
from belediyye.core.actions import Refused
from belediyye.core.actors import Actor
from belediyye.core.thread import tie
from belediyye.finance.budget import actions
from belediyye.finance.budget.models import Amendment, Budget


def register() -> None:
    """Makes the three effects known to the council. Their data: `{"budget": key}` or `{"amendment": key}`."""
    effects.register(
        "budget.adopt", label=gettext_lazy("Adopts a budget"), describe=_words(Budget, "budget"), apply=_adopt
    )
    effects.register(
        "budget.amend",
        label=gettext_lazy("Amends a budget"),
        describe=_words(Amendment, "amendment"),
        apply=_amend,
    )
    effects.register(
        "budget.report",
        label=gettext_lazy("Approves the report on a budget"),
        describe=_words(Budget, "budget"),
        apply=_approve,
    )


def _words(model: Any, key: str) -> Any:
    def describe(data: dict[str, Any]) -> str:
        found = model.objects.filter(pk=data.get(key) or 0).first()
        return str(found) if found else "—"

    return describe


def _found(model: Any, key: str, decision: Decision) -> Any:
    """What the decision names, in its own municipality only."""
    found = model.objects.filter(
        pk=decision.effect_data.get(key) or 0, municipality_id=decision.municipality_id
    ).first()
    if found is None:
        raise Refused(_("The decision does not name a budget of this municipality."))
    return found


def _number(decision: Decision) -> str:
    return f"{decision.number}/{decision.year}"


def _adopt(actor: Actor, decision: Decision) -> None:
    budget = _found(Budget, "budget", decision)
    actions.adopt(actor=actor, budget=budget, decision_number=_number(decision), on=decision.adopted_on)
    tie(decision, budget, relation="adopts")


def _amend(actor: Actor, decision: Decision) -> None:
    amendment = _found(Amendment, "amendment", decision)
    actions.adopt_amendment(
        actor=actor, amendment=amendment, decision_number=_number(decision), on=decision.adopted_on
    )
    tie(decision, amendment, relation="adopts")


def _approve(actor: Actor, decision: Decision) -> None:
    budget = _found(Budget, "budget", decision)
    actions.approve_report(actor=actor, budget=budget, decision_number=_number(decision))
    tie(decision, budget, relation="approves")
