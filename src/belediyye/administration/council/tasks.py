"""What waits in this room for an actor, by when and why then: for the desk and the room's first page."""

from django.urls import reverse
from django.utils.translation import gettext as _

from belediyye.administration.council import access, queries
from belediyye.administration.council.models import Ballot, Sitting
from belediyye.core.actors import Actor
from belediyye.core.desk import Task
from belediyye.core.models import Municipality


def tasks_of(actor: Actor) -> list[Task]:
    """Everything of this room that waits for the actor; nothing for those who only read."""
    if not access.may_enter(actor) or actor.municipality is None:
        return []
    place = actor.municipality
    found = _running_votes(actor, place)
    if access.may_call(actor) is None:
        found += _sessions(place) + _decisions(place)
    if access.may_sign(actor) is None:
        found += _signatures(place)
    return found


def supervision_of(actor: Actor) -> list[Task]:
    """Decisions that municipalities sent and that wait for the supervising officer's answer."""
    if actor.is_machine or not access.supervises(actor):
        return []
    count = access.sent_decisions_for(actor).filter(dispatch__answer="").count()
    url = reverse("council_supervision") + "?open=1"
    return [Task(_("Decisions wait for an answer of supervision"), url, count=count)] if count else []


def _running_votes(actor: Actor, place: Municipality) -> list[Task]:
    found = []
    running = Ballot.objects.filter(municipality=place, closed_at__isnull=True).select_related(
        "item__sitting__body"
    )
    for ballot in running:
        sitting = ballot.item.sitting
        seat = queries.seat_of(actor.person_id, sitting.body, queries.sitting_day(sitting))
        if seat and not ballot.votes.filter(seat=seat).exists():
            url = reverse("council_sitting", args=[sitting.pk])
            found.append(
                Task(
                    _("Vote: %(question)s") % {"question": ballot.item.title},
                    url,
                    why=_("The vote is running."),
                )
            )
    return found


def _sessions(place: Municipality) -> list[Task]:
    found = []
    coming = list(queries.coming(place))
    for sitting in coming:
        url = reverse("council_sitting", args=[sitting.pk])
        if sitting.state == Sitting.State.PREPARED:
            due = queries.notice_due(queries.sitting_day(sitting))
            found.append(
                Task(
                    _("Call the session: %(session)s") % {"session": sitting},
                    url,
                    due.day,
                    queries.lines(due)[-1],
                )
            )
            bare = queries.items_without_papers(sitting)
            if bare:
                found.append(
                    Task(
                        _("Questions without papers: %(session)s") % {"session": sitting},
                        url,
                        due.day,
                        _("Papers go out with the call."),
                        bare,
                    )
                )
    last = queries.last_held(place)
    council = [s for s in coming if s.body.kind == "council"]
    if last and not council:
        due = queries.next_session_due(queries.sitting_day(last))
        found.append(
            Task(
                _("Prepare the next session of the council"),
                reverse("council_sitting_new"),
                due.day,
                queries.lines(due)[-1],
            )
        )
    return found


def _decisions(place: Municipality) -> list[Task]:
    found = []
    for dispatch in queries.to_send(place):
        due = queries.supervision_due(dispatch.decision.adopted_on)
        url = reverse("council_decision", args=[dispatch.decision_id])
        title = _("Send decision %(number)s to supervision") % {"number": dispatch.decision}
        found.append(Task(title, url, dispatch.due, queries.lines(due)[-1]))
    for decision in queries.unpublished(place):
        url = reverse("council_decision", args=[decision.pk])
        found.append(
            Task(
                _("Publish decision %(number)s") % {"number": decision},
                url,
                why=_("It is signed and not yet public."),
            )
        )
    for decision in queries.failed_effects(place):
        url = reverse("council_decision", args=[decision.pk])
        found.append(
            Task(
                _("Decision %(number)s had no effect") % {"number": decision}, url, why=decision.effect_reason
            )
        )
    return found


def _signatures(place: Municipality) -> list[Task]:
    found = []
    for decision in queries.unsigned(place):
        url = reverse("council_decision", args=[decision.pk])
        found.append(
            Task(
                _("Sign decision %(number)s") % {"number": decision},
                url,
                why=_("It cannot be published without the chair's signature."),
            )
        )
    waiting = Sitting.objects.filter(
        municipality=place, state__in=[Sitting.State.HELD, Sitting.State.FAILED], signed_on__isnull=True
    ).select_related("body")
    for sitting in waiting:
        url = reverse("council_sitting", args=[sitting.pk])
        found.append(
            Task(
                _("Sign the minutes: %(session)s") % {"session": sitting},
                url,
                why=_("The session has ended."),
            )
        )
    return found
