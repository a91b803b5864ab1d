"""Calls, concept notes, proposals and their versions, awards, and the reports that awards ask for."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations import access
from belediyye.alliance.relations.keeping import checked, keep, numbered, put
from belediyye.alliance.relations.models import (
    Award,
    AwardLine,
    Call,
    ConceptNote,
    GrantReport,
    Proposal,
    ProposalLine,
    ProposalVersion,
)
from belediyye.core import display
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import StoredFile
from belediyye.core.period import format_date
from belediyye.core.thread import tie


@action("relations.call.keep", says=gettext_lazy("kept a donor's call"), allow=access.may_coordinate)
def keep_call(*, actor: Actor, call: Call) -> Call:
    """Writes down an opportunity, or keeps its changes."""
    return keep(call)


@action("relations.concept.keep", says=gettext_lazy("kept a concept note"), allow=access.may_coordinate)
def keep_concept(*, actor: Actor, note: ConceptNote) -> ConceptNote:
    """Keeps a concept note. Refuses to change one that was sent."""
    if note.pk and note.state != ConceptNote.State.DRAFT:
        raise Refused(_("This concept note was sent; it no longer changes."))
    return keep(note)


@action("relations.concept.answer", says=gettext_lazy("moved a concept note on"), allow=access.may_coordinate)
def move_concept(*, actor: Actor, note: ConceptNote, state: str, answer: str, on: date) -> None:
    """Draft → sent → invited or declined."""
    steps = {"draft": {"sent"}, "sent": {"invited", "declined"}}
    if state not in steps.get(note.state, set()):
        raise Refused(_("A concept note goes from draft to sent and from sent to the donor's answer."))
    put(note, state=state, answer=answer, answered_on=on)


@action(
    "relations.proposal.begin", says=gettext_lazy("began a proposal to a donor"), allow=access.may_coordinate
)
def begin_proposal(*, actor: Actor, proposal: Proposal, on: date) -> Proposal:
    """Begins a proposal; its deadline is the call's where there is one."""
    proposal.number = numbered("L", on.year)
    if proposal.call and not proposal.deadline:
        proposal.deadline = proposal.call.deadline
    keep(proposal)
    for origin in (proposal.call, proposal.concept):
        if origin is not None:
            tie(proposal, origin, relation="answers")
    return proposal


@action(
    "relations.proposal.write",
    says=gettext_lazy("wrote a version of a proposal"),
    allow=access.may_coordinate,
)
def write_version(
    *, actor: Actor, version: ProposalVersion, lines: Sequence[ProposalLine], on: date
) -> ProposalVersion:
    """Adds the next version with its budget. Refuses after submission; versions never change."""
    proposal = version.proposal
    if proposal.state != Proposal.State.WRITING:
        raise Refused(_("This proposal was submitted; its versions no longer change."))
    last = proposal.versions.order_by("-number").first()
    version.number, version.made_on, version.made_by = (last.number + 1 if last else 1), on, actor.name[:120]
    checked(version).save()
    for line in lines:
        line.version = version
        checked(line).save()
    log(version, lines=len(lines), total=display.money(sum(line.amount for line in lines)))
    return version


@action("relations.proposal.submit", says=gettext_lazy("submitted a proposal"), allow=access.may_coordinate)
def submit_proposal(*, actor: Actor, proposal: Proposal, on: date) -> None:
    """Submits the last version. Refuses one without a budget, and after the deadline."""
    version = proposal.versions.order_by("-number").first()
    if version is None or not version.lines.exists():
        raise Refused(_("Write a version with a budget first."))
    if proposal.state != Proposal.State.WRITING:
        raise Refused(_("This proposal was submitted already."))
    if proposal.deadline and on > proposal.deadline:
        raise Refused(_("The deadline was %(day)s.") % {"day": format_date(proposal.deadline)})
    put(proposal, state=Proposal.State.SUBMITTED, submitted_on=on, said={"version": version.number})


@action(
    "relations.proposal.decline",
    says=gettext_lazy("recorded that a proposal was declined"),
    allow=access.may_coordinate,
)
def decline_proposal(*, actor: Actor, proposal: Proposal, answer: str, on: date) -> None:
    """Records the donor's refusal with its reasons, for the next time."""
    if proposal.state != Proposal.State.SUBMITTED:
        raise Refused(_("Only a submitted proposal is answered."))
    put(proposal, state=Proposal.State.DECLINED, decided_on=on, answer=answer)


@action("relations.award.record", says=gettext_lazy("recorded a grant"), allow=access.may_coordinate)
def record_award(*, actor: Actor, award: Award, lines: Sequence[AwardLine]) -> Award:
    """Records a grant agreement with its budget. Refuses one without lines."""
    if not lines:
        raise Refused(_("A grant has at least one line of budget."))
    proposal = award.proposal
    if proposal and proposal.state != Proposal.State.SUBMITTED:
        raise Refused(_("Only a submitted proposal is answered."))
    checked(award).save()
    for line in lines:
        line.award = award
        checked(line).save()
    log(award, lines=len(lines), total=display.money(sum(line.amount for line in lines)))
    if proposal:
        put(proposal, state=Proposal.State.AWARDED, decided_on=award.signed_on)
        tie(award, proposal, relation="grows from")
    return award


@action(
    "relations.award.register",
    says=gettext_lazy("recorded the registration of a grant"),
    allow=access.may_coordinate,
)
def register_award(*, actor: Actor, award: Award, registration: str, on: date) -> None:
    """Records under which number and on which day the Ministry of Justice registered the agreement."""
    put(award, registration=registration, registered_on=on)


@action("relations.award.close", says=gettext_lazy("closed a grant"), allow=access.may_coordinate)
def close_award(*, actor: Actor, award: Award, on: date) -> None:
    """Closes a grant: its books take no more entries. Refuses while a report is due."""
    if award.reports.filter(sent_on__isnull=True).exists():
        raise Refused(_("A report of this grant was not sent yet."))
    put(award, closed_on=on)


@action(
    "relations.report.plan", says=gettext_lazy("planned a report to a donor"), allow=access.may_coordinate
)
def plan_report(*, actor: Actor, report: GrantReport) -> GrantReport:
    """Puts a report that the agreement asks for into the calendar."""
    return keep(report)


@action("relations.report.send", says=gettext_lazy("sent a report to a donor"), allow=access.may_coordinate)
def send_report(*, actor: Actor, report: GrantReport, on: date, paper: StoredFile | None = None) -> None:
    """Records that the report was sent, with its file."""
    if report.sent_on:
        raise Refused(_("This report was sent already."))
    put(report, sent_on=on, **({"paper": paper} if paper else {}))


@action(
    "relations.report.accept",
    says=gettext_lazy("recorded that a report was accepted"),
    allow=access.may_coordinate,
)
def accept_report(*, actor: Actor, report: GrantReport, remarks: str, on: date) -> None:
    """Records the donor's acceptance and remarks."""
    if not report.sent_on or report.accepted_on:
        raise Refused(_("Only a report that was sent is accepted, once."))
    put(report, accepted_on=on, remarks=remarks)
