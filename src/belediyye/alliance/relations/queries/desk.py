"""What waits in this room, for whom, by when and why then; and what the house's search box finds here."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Model, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.alliance.relations.models import (
    Award,
    Call,
    Contact,
    DevelopmentStep,
    Engagement,
    Event,
    Expert,
    Issue,
    Item,
    Member,
    PolicyDocument,
    Proposal,
    Stakeholder,
)
from belediyye.alliance.relations.queries import contacts, fundraising, members, stakeholders, things
from belediyye.alliance.relations.queries.finding import matching
from belediyye.core.actors import Actor
from belediyye.core.desk import Task
from belediyye.core.models import Role
from belediyye.core.search import Hit
from belediyye.core.thread import End

AHEAD = timedelta(days=30)


def tasks(actor: Actor) -> list[Task]:
    """The desk's question, asked today."""
    return tasks_for(actor, timezone.localdate())


def tasks_for(actor: Actor, on: date) -> list[Task]:
    """What waits for this actor on a day: only by its roles."""
    found: list[Task] = []
    if actor.has(Role.COORDINATOR):
        found += [*_applications(), *_conversations(on), *_calls(on), *_documents(on)]
    if actor.has(Role.COORDINATOR, Role.OPERATOR):
        found += [*_reports(on), *_dues(on), *_loans(on), *_steps(on)]
    if actor.has(Role.MEMBER) and actor.organisations and not actor.is_machine:
        found += _own_dues(actor, on)
    if actor.has(Role.EXPERT) and actor.person_id:
        found += _own_tasks(actor)
    return found


def _applications() -> Iterable[Task]:
    for row in members.applications(state="open"):
        words = (
            _("Decide the application of %(name)s")
            if row.state == "examined"
            else _("Examine the application of %(name)s")
        )
        why = _("The applicant was promised a decision within 30 days.")
        yield Task(
            words % {"name": row.organisation},
            reverse("relations_application", args=[row.pk]),
            row.decide_by,
            why,
        )


def _conversations(on: date) -> Iterable[Task]:
    for row in stakeholders.open_steps(on + AHEAD):
        why = _("It was promised on %(day)s.") % {"day": f"{row.on:%d.%m.%Y}"}
        url = reverse("relations_stakeholder", args=[row.stakeholder_id])
        yield Task(f"{row.stakeholder}: {row.next_step}", url, row.next_by, why)
    for issue in Issue.objects.filter(state="raised", answer_by__lte=on).order_by("answer_by"):
        words = _("Ask again: no answer to “%(title)s”") % {"title": issue.title}
        yield Task(
            words,
            reverse("relations_issue", args=[issue.pk]),
            issue.answer_by,
            _("Until then an answer was expected."),
        )


def _calls(on: date) -> Iterable[Task]:
    open_calls, writing = fundraising.deadlines(on)
    for call in open_calls:
        words = _("Begin a proposal for “%(title)s”") % {"title": call.title}
        yield Task(
            words, reverse("relations_call", args=[call.pk]), call.deadline, _("The donor's deadline.")
        )
    for proposal in writing:
        words = _("Submit the proposal “%(title)s”") % {"title": proposal.title}
        yield Task(
            words,
            reverse("relations_proposal", args=[proposal.pk]),
            proposal.deadline,
            _("The donor's deadline."),
        )


def _documents(on: date) -> Iterable[Task]:
    waiting = PolicyDocument.objects.filter(versions__state="submitted").distinct()
    for row in waiting:
        yield Task(
            _("Approve “%(title)s”") % {"title": row.title}, reverse("relations_document", args=[row.pk])
        )
    for row in PolicyDocument.objects.filter(review_by__lte=on + AHEAD):
        words = _("Review “%(title)s”") % {"title": row.title}
        yield Task(
            words,
            reverse("relations_document", args=[row.pk]),
            row.review_by,
            _("The day set for its review."),
        )


def _reports(on: date) -> Iterable[Task]:
    for row in fundraising.reports_due().filter(due__lte=on + AHEAD * 2):
        words = _("Send the %(kind)s to %(donor)s") % {
            "kind": row.get_kind_display(),
            "donor": row.award.donor,
        }
        yield Task(words, reverse("relations_award", args=[row.award_id]), row.due, row.why)


def _dues(on: date) -> Iterable[Task]:
    owing = members.with_dues(Member.objects.all(), on).filter(overdue__gt=0).count()
    if owing:
        url = f"{reverse('relations_members')}?state=owing"
        yield Task(
            _("Remind members of overdue dues"), url, why=_("Their day of payment has passed."), count=owing
        )


def _loans(on: date) -> Iterable[Task]:
    for loan in things.overdue_loans(on)[:10]:
        words = _("Ask %(person)s to return “%(thing)s”") % {"person": loan.contact, "thing": loan.item.title}
        yield Task(
            words,
            reverse("relations_item", args=[loan.item_id]),
            loan.due,
            _("It was issued until this day."),
        )


def _steps(on: date) -> Iterable[Task]:
    steps = DevelopmentStep.objects.filter(done_on__isnull=True, due__lte=on + AHEAD)
    for step in steps:
        why = _("Planned after the self-assessment; responsible: %(who)s.") % {"who": step.who}
        yield Task(step.title, reverse("relations_operator"), step.due, why)


def _own_dues(actor: Actor, on: date) -> list[Task]:
    rows = members.with_dues(Member.objects.filter(organisation__in=actor.organisations), on).filter(
        balance__gt=0
    )
    found = []
    for row in rows.select_related("organisation"):
        due = row.dues.filter(kind="charge").order_by("-due").values_list("due", flat=True).first()
        url = reverse("relations_member", args=[row.pk])
        found.append(
            Task(_("Pay the dues of %(name)s") % {"name": row}, url, due, _("The assembly set this day."))
        )
    return found


def _own_tasks(actor: Actor) -> list[Task]:
    rows = Engagement.objects.filter(expert__contact__person=actor.person_id, done_on__isnull=True)
    return [
        Task(
            row.task,
            reverse("relations_expert", args=[row.expert_id]),
            row.due,
            _("Agreed with the alliance."),
        )
        for row in rows.order_by("due", "pk")
    ]


def search(actor: Actor, folded: str, limit: int) -> list[Hit]:
    """What the house's search box finds: everything for the coordinator, published things for everyone."""
    if actor.has(Role.COORDINATOR):
        return _search_all(folded, limit)
    hits = [
        Hit(str(row), reverse("alliance_event", args=[row.pk]), row.get_kind_display())
        for row in Event.objects.filter(matching(folded, "folded"), is_public=True).exclude(state="planned")[
            :limit
        ]
    ]
    hits += [
        Hit(str(row), reverse("alliance_issue", args=[row.pk]), row.get_state_display())
        for row in Issue.objects.filter(matching(folded, "folded"), is_public=True)[:limit]
    ]
    documents = PolicyDocument.objects.filter(
        matching(folded, "folded"), is_public=True, versions__state="approved"
    )
    hits += [
        Hit(str(row), reverse("alliance_document", args=[row.pk]), row.get_kind_display())
        for row in documents[:limit]
    ]
    return hits[:limit]


def _search_all(folded: str, limit: int) -> list[Hit]:
    hits = []
    for card in Stakeholder.objects.filter(matching(folded, "organisation__folded")).select_related(
        "organisation"
    )[:limit]:
        hits.append(
            Hit(
                card.organisation.name,
                reverse("relations_stakeholder", args=[card.pk]),
                card.get_kind_display(),
            )
        )
    for person in contacts.find_contacts(folded)[:limit]:
        hits.append(Hit(str(person), reverse("relations_contact", args=[person.pk]), _("person")))
    for model, route in (
        (Event, "relations_event"), (Issue, "relations_issue"), (Award, "relations_award"), (Proposal, "relations_proposal"),
        (Call, "relations_call"), (PolicyDocument, "relations_document"), (Item, "relations_item"),
    ):  # fmt: skip
        for row in model.objects.filter(matching(folded, "folded"))[:limit]:
            hits.append(Hit(str(row), reverse(route, args=[row.pk]), str(model._meta.verbose_name)))
    return hits[:limit]


SHOWN: dict[type[Model], tuple[str, tuple[str, ...]]] = {
    Stakeholder: ("relations_stakeholder", (Role.COORDINATOR,)),
    Issue: ("relations_issue", (Role.COORDINATOR,)),
    Award: ("relations_award", (Role.COORDINATOR, Role.OPERATOR)),
    Proposal: ("relations_proposal", (Role.COORDINATOR,)),
    Call: ("relations_call", (Role.COORDINATOR,)),
    Event: ("relations_event", (Role.COORDINATOR, Role.OPERATOR, Role.MEMBER, Role.EXPERT)),
    PolicyDocument: ("relations_document", (Role.COORDINATOR, Role.OPERATOR, Role.MEMBER, Role.EXPERT)),
    Expert: ("relations_expert", (Role.COORDINATOR,)),
}


def ends_of(model: type[Model]) -> object:
    """How objects of a model stand at the end of a thread: for those whose role opens its page; events, issues and
    documents that are published also for visitors, on their public page."""
    route, roles = SHOWN[model]
    public = {Issue: "alliance_issue", Event: "alliance_event", PolicyDocument: "alliance_document"}.get(
        model
    )

    def find(actor: Actor, pks: Iterable[str]) -> dict[str, End]:
        rows = model._default_manager.filter(pk__in=list(pks))
        inside = actor.has(*roles)
        if not inside:
            if public is None:
                return {}
            rows = rows.filter(Q(is_public=True))
            if model is PolicyDocument:
                rows = rows.filter(versions__state="approved")
        kind = str(model._meta.verbose_name)
        return {
            str(row.pk): End(str(row), reverse(route if inside else str(public), args=[row.pk]), kind)
            for row in rows
        }

    return find


def contact_of(person_id: int | None) -> Contact | None:
    """The card of the person behind an account, if it has one."""
    return Contact.objects.filter(person=person_id).first() if person_id else None
