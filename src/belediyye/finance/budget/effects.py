"""What a decision of the council does here: it adopts a budget, adopts an amendment, approves a report."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.administration.council.models import Decision, effects
from belediyye.core.actions import Refused
from belediyye.core.actors import Actor
from belediyye.core.models import Municipality
from belediyye.core.thread import tie
from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.models import Amendment, Budget

Offered = list[tuple[str, dict[str, Any]]]


def register() -> None:
    """Makes the three effects known to the council.

    Their data: `{"budget": key}`, `{"amendment": key}`, `{"budget": key, "half": whether of the half-year}`."""
    effects.register(
        "budget.adopt",
        label=gettext_lazy("Adopts a budget"),
        describe=_words(Budget, "budget"),
        apply=_adopt,
        options=_drafts,
        matter="budget",
        after_repeal=gettext_lazy("The adopted budget stays as it is; only an amendment changes it."),
    )
    effects.register(
        "budget.amend",
        label=gettext_lazy("Amends a budget"),
        describe=_words(Amendment, "amendment"),
        apply=_amend,
        options=_amendments,
        matter="budget",
        after_repeal=gettext_lazy(
            "The amendment stays in the ledger; another amendment moves the money back."
        ),
    )
    effects.register(
        "budget.report",
        label=gettext_lazy("Approves the report on a budget"),
        describe=_report_words,
        apply=_approve,
        undo=_unapprove,
        options=_reports,
        matter="budget_report",
    )


def _drafts(place: Municipality) -> Offered:
    """What has been published and not yet adopted."""
    rows = queries.budgets_of(place).filter(state__in=[Budget.State.PUBLISHED, Budget.State.HEARING])
    return [(str(budget), {"budget": budget.pk}) for budget in rows]


def _amendments(place: Municipality) -> Offered:
    rows = Amendment.objects.filter(
        municipality=place, state=Amendment.State.PREPARED, budget__state=Budget.State.ADOPTED
    ).select_related("budget")
    return [(f"{one}: {one.reason[:80]}", {"amendment": one.pk}) for one in rows]


def _reports(place: Municipality) -> Offered:
    """Reports that were handed in and wait for approval."""
    found: Offered = []
    for budget in queries.budgets_of(place).filter(state__in=queries.FROZEN):
        for half, handed, approved in (
            (True, budget.half_year_report_on, budget.half_year_decision),
            (False, budget.year_report_on, budget.report_decision),
        ):
            if handed and not approved:
                data = {"budget": budget.pk, "half": half}
                found.append((_report_words(data), data))
    return found


def _words(model: Any, key: str) -> Any:
    def describe(data: dict[str, Any]) -> str:
        found = model.objects.filter(pk=data.get(key) or 0).first()
        return str(found) if found else "—"

    return describe


def _report_words(data: dict[str, Any]) -> str:
    budget = Budget.objects.filter(pk=data.get("budget") or 0).first()
    if budget is None:
        return "—"
    words = _("half-year report, %(year)s") if data.get("half") else _("yearly report, %(year)s")
    return words % {"year": budget.year}


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


def _half(decision: Decision) -> bool:
    return bool(decision.effect_data.get("half"))


def _approve(actor: Actor, decision: Decision) -> None:
    budget = _found(Budget, "budget", decision)
    actions.approve_report(
        actor=actor, budget=budget, decision_number=_number(decision), half_year=_half(decision)
    )
    tie(decision, budget, relation="approves")


def _unapprove(actor: Actor, decision: Decision, by: Decision) -> None:
    budget = _found(Budget, "budget", decision)
    actions.unapprove_report(actor=actor, budget=budget, by=_number(by), half_year=_half(decision))
