"""Stakeholders, what they think, what was said; issues and their steps; partners on their way."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations import access
from belediyye.alliance.relations.keeping import checked, keep, numbered, put
from belediyye.alliance.relations.models import (
    Agreement,
    Interaction,
    Issue,
    IssueStep,
    PartnerScore,
    Partnership,
    Position,
    Stakeholder,
)
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.models import Organisation


@action(
    "relations.stakeholder.keep", says=gettext_lazy("kept a stakeholder's card"), allow=access.may_coordinate
)
def keep_stakeholder(*, actor: Actor, organisation: Organisation, card: Stakeholder) -> Stakeholder:
    """Keeps an organisation and the alliance's card of it, new or changed."""
    checked(organisation).save()
    card.organisation = organisation
    return keep(card)


@action("relations.position.record", says=gettext_lazy("recorded a position"), allow=access.may_coordinate)
def record_position(*, actor: Actor, position: Position) -> Position:
    """Records what a stakeholder thinks of a matter on a day; an older position stays as history."""
    return keep(position)


@action("relations.interaction.log", says=gettext_lazy("logged a conversation"), allow=access.may_coordinate)
def log_interaction(*, actor: Actor, interaction: Interaction) -> Interaction:
    """Logs a meeting, letter or call, once, for everyone."""
    return keep(interaction)


@action("relations.interaction.done", says=gettext_lazy("did what was promised"), allow=access.may_coordinate)
def finish_next_step(*, actor: Actor, interaction: Interaction, on: date) -> None:
    """Marks what was promised as done."""
    if not interaction.next_step or interaction.next_done_on:
        raise Refused(_("Nothing is promised here, or it was done already."))
    put(interaction, next_done_on=on)


@action("relations.issue.note", says=gettext_lazy("noted an issue"), allow=access.may_coordinate)
def note_issue(*, actor: Actor, issue: Issue) -> Issue:
    """Notes an issue, or keeps its changed text."""
    if not issue.pk:
        issue.number = numbered("P", issue.noted_on.year)
    return keep(issue)


@action("relations.issue.step", says=gettext_lazy("took a step in an issue"), allow=access.may_coordinate)
def take_issue_step(*, actor: Actor, step: IssueStep) -> IssueStep:
    """Adds a step; the issue then stands where the step says. Refuses a step before the last one."""
    issue = step.issue
    last = issue.steps.order_by("-on", "-pk").first()
    if step.on < (last.on if last else issue.noted_on):
        raise Refused(_("A step cannot lie before the one before it."))
    keep(step)
    issue.state, issue.answer_by = step.state, step.answer_by
    issue.save(update_fields=["state", "answer_by"])
    return step


@action("relations.partner.find", says=gettext_lazy("found a possible partner"), allow=access.may_coordinate)
def find_partner(*, actor: Actor, partnership: Partnership) -> Partnership:
    """Puts an organisation on the list of possible partners."""
    partnership.state = Partnership.State.FOUND
    return keep(partnership)


@action("relations.partner.assess", says=gettext_lazy("assessed a partner"), allow=access.may_coordinate)
def assess_partner(
    *, actor: Actor, partnership: Partnership, scores: dict[str, tuple[int, str]], on: date
) -> Partnership:
    """Scores every criterion, 0 to 4 with its reason. Refuses an incomplete assessment."""
    if set(scores) != set(PartnerScore.Criterion.values):
        raise Refused(_("Every criterion needs a score."))
    if partnership.state in {Partnership.State.ENDED, Partnership.State.DROPPED}:
        raise Refused(_("This partnership is over."))
    for criterion, (score, why) in scores.items():
        checked(
            PartnerScore(partnership=partnership, criterion=criterion, score=score, why=why, on=on)
        ).save()
    state = partnership.state if partnership.state == Partnership.State.AGREED else Partnership.State.ASSESSED
    put(partnership, state=state, said={"points": sum(score for score, _why in scores.values())})
    return partnership


@action(
    "relations.partner.agree",
    says=gettext_lazy("recorded an agreement with a partner"),
    allow=access.may_coordinate,
)
def agree(*, actor: Actor, agreement: Agreement) -> Agreement:
    """Records what was signed. Refuses a partner that was not assessed."""
    partnership = agreement.partnership
    if not partnership.scores.exists():
        raise Refused(_("A partner is assessed before an agreement is signed."))
    keep(agreement)
    put(partnership, state=Partnership.State.AGREED)
    return agreement


@action("relations.partner.end", says=gettext_lazy("ended a partnership"), allow=access.may_coordinate)
def end_partnership(*, actor: Actor, partnership: Partnership, because: str) -> None:
    """Ends an agreed partnership, or gives up one that never came about."""
    if partnership.state in {Partnership.State.ENDED, Partnership.State.DROPPED}:
        raise Refused(_("This partnership is over."))
    over = Partnership.State.ENDED if partnership.agreements.exists() else Partnership.State.DROPPED
    put(partnership, state=over, ended_because=because)
