"""What the money asks of an officer today: lines of the bank, refunds with their day, debt whose term ends."""

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.core.actors import Actor
from belediyye.core.counted import counted
from belediyye.core.desk import Task
from belediyye.core.models import Role
from belediyye.finance.revenue.models import BankLine, WriteOffProposal
from belediyye.finance.revenue.queries import agreements, cases
from belediyye.finance.revenue.queries.balance import lapsing, open_refunds

# Who enters a decision to write off: `access.may_enter_decision` asks besides for another than who proposed it.
DECIDERS = (Role.ACCOUNTANT, Role.CHAIR, Role.SECRETARY)


def _to_decide(actor: Actor) -> list[Task]:
    """Proposals to write off that wait for a decision which this actor may enter."""
    if not actor.has(*DECIDERS):
        return []
    rows = cases.proposals_of(actor.municipality_id or 0).filter(state=WriteOffProposal.State.OPEN)
    return [
        Task(
            _("Proposal to write off %(number)s waits for its decision") % {"number": one},
            reverse("revenue_proposal", args=[one.number]),
            why=str(one.get_ground_display()),
        )
        for one in rows.exclude(by=actor.user_id)
    ]


def _cases(place: int) -> list[Task]:
    """Objections with their day, agreements that were broken."""
    today, found = timezone.localdate(), []
    seen: set[int] = set()
    for one in cases.answerable(cases.objections_of(place, "open")):
        if one.objection.number in seen:  # a case that disputes several demands is one task
            continue
        seen.add(one.objection.number)
        title = _("Answer the objection %(number)s of %(name)s") % {
            "number": one.objection,
            "name": one.objection.taxpayer.name,
        }
        url = reverse("revenue_objection", args=[one.objection.number])
        found.append(Task(title, url, one.due.day, one.due.rule.citation(cases.language())))
    for s in agreements.standings(cases.agreements_of(place).filter(ended__isnull=True), today):
        if s.state == agreements.BROKEN and s.broken:
            title = _("The agreement %(number)s of %(name)s is broken") % {
                "number": s.agreement,
                "name": s.agreement.taxpayer.name,
            }
            why = _("The part due on %(day)s was not paid.") % {"day": f"{s.broken:%d.%m.%Y}"}
            found.append(Task(title, reverse("revenue_agreement", args=[s.agreement.number]), None, why))
    return found


def money_tasks(actor: Actor) -> list[Task]:
    """For the accountant and the clerk, in the municipality where they act; what is to be decided, for whoever decides."""
    place = actor.municipality_id
    if place is None:
        return []
    found = _to_decide(actor)
    if not actor.has(Role.ACCOUNTANT, Role.CLERK):
        return found
    waiting = BankLine.objects.filter(municipality_id=place, state=BankLine.State.QUEUE)
    if count := waiting.count():
        oldest = waiting.aggregate(d=Min("day"))["d"]
        found.append(
            Task(
                _("Lines that need a person"),
                reverse("revenue_bank_queue"),
                why=_("The oldest is of %(day)s.") % {"day": f"{oldest:%d.%m.%Y}"},
                count=count,
            )
        )
    for refund in open_refunds(place):
        url = reverse("revenue_refund", args=[refund.pk])
        found.append(
            Task(
                _("Refund to %(name)s") % {"name": refund.taxpayer.name},
                url,
                refund.due,
                _("45 days after the application (Tax Code, 87.3)"),
            )
        )
    found += _cases(place)
    today = timezone.localdate()
    for row in counted(f"revenue-lapsing:{place}:{today}", lambda: lapsing(place, today)).value:
        if not row["ended"]:
            title = _("Debts of %(year)s can be collected until their term ends") % {"year": row["year"]}
            found.append(
                Task(
                    title,
                    reverse("revenue_limitation") + "?state=near",
                    row["last"],
                    _("Five years after the tax year (Tax Code, 85.4)"),
                )
            )
    return found
