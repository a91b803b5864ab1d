"""A municipality's own rates and reliefs: prepared, decided by the council, ended by another decision."""

from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Municipality
from belediyye.finance.rules import access
from belediyye.finance.rules.book import NotAllowed, load_book
from belediyye.finance.rules.models import LocalRule
from belediyye.finance.rules.queries import language, local


def _held_to_the_law(values: dict[str, Any], reductions: list[Any], since: date) -> None:
    """Raises Refused with the law's own words where a council may not decide this."""
    try:
        overlay = local.overlay(values, reductions, since, "–")
        for name in load_book().calculations:
            load_book().plan(name, since.year, overlay)
    except NotAllowed as error:
        raise Refused(error.reason[language()]) from error


@action("rules.local.prepare", says=gettext_lazy("prepared a local rate or relief"), allow=access.may_prepare)
def prepare_local(
    *, actor: Actor, municipality: Municipality, title: str, since: date, values: dict[str, Any], reductions: list[Any], on: date, reason: str = "",
) -> LocalRule:  # fmt: skip
    """Prepares what the council shall decide; computes nothing until it did. Refuses what goes beyond the law."""
    if not values and not reductions:
        raise Refused(_("Change at least one rate, or name one relief."))
    if (since.month, since.day) != (1, 1):
        raise Refused(
            _("Yearly taxes read what holds on 1 January: choose the year from which it shall hold.")
        )
    _held_to_the_law(values, reductions, since)
    made = LocalRule.objects.create(
        municipality=municipality,
        title=title,
        reason=reason,
        values=values,
        reductions=reductions,
        since=since,
        prepared_on=on,
    )
    log(made, since=since, values=values, reductions=reductions)
    return made


@action(
    "rules.local.decide", says=gettext_lazy("recorded a local rate or relief decided by the council"), allow=access.may_decide
)  # fmt: skip
def decide_local(*, actor: Actor, rule: LocalRule, decision_number: str, on: date) -> None:
    """The council decided it: from now on every run of the years from `since` computes with it."""
    held = LocalRule.objects.select_for_update().get(pk=rule.pk)
    if held.state != LocalRule.State.PREPARED:
        raise Refused(
            _("“%(rule)s” is %(state)s already.") % {"rule": held, "state": held.get_state_display()}
        )
    if not decision_number.strip():
        raise Refused(_("A local rate is set by a decision: name its number."))
    if held.since.year < on.year:
        raise Refused(
            _("The tax of %(year)s began before the decision: choose a later year.")
            % {"year": held.since.year}
        )
    _held_to_the_law(held.values, held.reductions, held.since)
    held.state, held.decision_number, held.adopted_on = LocalRule.State.DECIDED, decision_number.strip(), on
    held.save(update_fields=["state", "decision_number", "adopted_on"])
    log(held, decision=decision_number, on=on)


@action("rules.local.end", says=gettext_lazy("ended a local rate or relief"), allow=access.may_decide)
def end_local(*, actor: Actor, rule: LocalRule, decision_number: str, on: date) -> None:
    """Another decision ended it: it holds for the year that has begun, and no more. Before its first year it never holds."""
    held = LocalRule.objects.select_for_update().get(pk=rule.pk)
    if held.state != LocalRule.State.DECIDED or held.until:
        raise Refused(_("“%(rule)s” does not hold any more.") % {"rule": held})
    held.until = date(on.year, 12, 31) if held.since <= on else held.since - timedelta(days=1)
    held.ended_by = decision_number
    held.save(update_fields=["until", "ended_by"])
    log(held, decision=decision_number, until=held.until)


@action("rules.local.withdraw", says=gettext_lazy("withdrew a prepared local rate"), allow=access.may_prepare)
def withdraw_local(*, actor: Actor, rule: LocalRule) -> None:
    """Takes back what was only prepared; it stays readable."""
    held = LocalRule.objects.select_for_update().get(pk=rule.pk)
    if held.state != LocalRule.State.PREPARED:
        raise Refused(_("Only what is prepared and not yet decided is withdrawn."))
    held.state = LocalRule.State.WITHDRAWN
    held.save(update_fields=["state"])
    log(held)
