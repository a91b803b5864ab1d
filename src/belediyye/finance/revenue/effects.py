"""What a decision of the council does here: it writes off the hopeless debts that a proposal named."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.administration.council.models import Decision, effects
from belediyye.core import thread
from belediyye.core.actions import Refused
from belediyye.core.actors import Actor
from belediyye.core.models import Municipality
from belediyye.core.money import format_money
from belediyye.core.thread import tie
from belediyye.finance.revenue import access, actions
from belediyye.finance.revenue.models import WriteOffProposal


def register() -> None:
    """Makes the effect known to the council. Its data: `{"proposal": number}`."""
    effects.register(
        "revenue.write_off",
        label=gettext_lazy("Writes off hopeless debt"),
        describe=_words,
        apply=_write_off,
        options=_waiting,
        after_repeal=gettext_lazy("What was written off stays written off; a new demand is raised by a run."),
    )
    thread.show(WriteOffProposal, _ends)


def _words(data: dict[str, Any]) -> str:
    number = data.get("proposal")
    return _("proposal № %(number)s") % {"number": number} if number else "—"


def _waiting(place: Municipality) -> list[tuple[str, dict[str, Any]]]:
    """The proposals that wait for a decision, for the form of the agenda."""
    rows = WriteOffProposal.objects.filter(municipality=place, state=WriteOffProposal.State.OPEN)
    words = _("Proposal to write off %(number)s, %(amount)s")
    return [
        (words % {"number": p, "amount": format_money(p.amount_qepik)}, {"proposal": p.number}) for p in rows
    ]


def _write_off(actor: Actor, decision: Decision) -> None:
    proposal = WriteOffProposal.objects.filter(
        municipality_id=decision.municipality_id, number=decision.effect_data.get("proposal") or 0
    ).first()
    if proposal is None:
        raise Refused(_("The decision does not name a proposal to write off of this municipality."))
    said = f"{decision}, {decision.adopted_on:%d.%m.%Y}"
    actions.carry_out_write_off(actor=actor, proposal=proposal, decision=said, on=decision.adopted_on)
    tie(decision, proposal, relation="decides")


def _ends(actor: Actor, pks: Any) -> dict[str, thread.End]:
    if access.may_see_proposals(actor=actor):
        return {}
    rows = WriteOffProposal.objects.filter(pk__in=list(pks), municipality_id=actor.municipality_id)
    return {
        str(p.pk): thread.End(
            _("Proposal to write off %(number)s, %(amount)s")
            % {"number": p, "amount": format_money(p.amount_qepik)},
            reverse("revenue_proposal", args=[p.number]),
            str(WriteOffProposal._meta.verbose_name),
        )
        for p in rows
    }
