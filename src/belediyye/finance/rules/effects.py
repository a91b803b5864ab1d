"""What a decision of the council does here: it sets a local rate or relief; its repeal ends that."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.administration.council.models import Decision, effects
from belediyye.core.actions import Refused
from belediyye.core.actors import Actor
from belediyye.core.models import Municipality
from belediyye.core.thread import tie
from belediyye.finance.rules import actions
from belediyye.finance.rules.models import LocalRule
from belediyye.finance.rules.queries import local


def register() -> None:
    """Makes the effect known to the council. Its data: `{"local_rule": key}`."""
    effects.register(
        "rules.local_rate",
        label=gettext_lazy("Sets a local rate or relief"),
        describe=_words,
        apply=_decide,
        undo=_end,
        options=_waiting,
        matter="taxes",
    )


def _words(data: dict[str, Any]) -> str:
    rule = LocalRule.objects.filter(pk=data.get("local_rule") or 0).first()
    if rule is None:
        return "—"
    lines = local.words(rule.values, rule.reductions, rule.since.year)
    since = _("from %(year)s") % {"year": rule.since.year}
    return f"{rule} ({since}). " + "; ".join(lines)


def _waiting(place: Municipality) -> list[tuple[str, dict[str, Any]]]:
    rows = local.rules_of(place).filter(state=LocalRule.State.PREPARED)
    return [(f"{rule} ({rule.since.year})", {"local_rule": rule.pk}) for rule in rows]


def _rule(decision: Decision) -> LocalRule:
    rule = LocalRule.objects.filter(
        pk=decision.effect_data.get("local_rule") or 0, municipality_id=decision.municipality_id
    ).first()
    if rule is None:
        raise Refused(_("The decision does not name a rate or relief that was prepared here."))
    return rule


def _decide(actor: Actor, decision: Decision) -> None:
    rule = _rule(decision)
    actions.decide_local(
        actor=actor, rule=rule, decision_number=f"{decision.number}/{decision.year}", on=decision.adopted_on
    )
    tie(decision, rule, relation="sets")


def _end(actor: Actor, decision: Decision, by: Decision) -> None:
    actions.end_local(
        actor=actor, rule=_rule(decision), decision_number=f"{by.number}/{by.year}", on=by.adopted_on
    )
