"""What the budget asks of an officer today: the calendar of the law, orders that wait for a signature, what is due."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.core.actors import Actor
from belediyye.core.desk import Task
from belediyye.core.models import Role
from belediyye.finance.budget import access, queries
from belediyye.finance.budget.models import PaymentOrder


def tasks_of(actor: Actor) -> list[Task]:
    """The waiting work of this room for the actor."""
    if not access.may_enter(actor) or not actor.has(Role.ACCOUNTANT, Role.CHAIR, Role.SECRETARY):
        return []
    assert actor.municipality is not None
    return [*_calendar(actor, timezone.localdate()), *_signatures(actor)]


def _calendar(actor: Actor, today: date) -> list[Task]:
    assert actor.municipality is not None
    steps = queries.calendar_of_law(actor.municipality, today)
    return [Task(step.title, step.url, step.due.day, step.why) for step in steps if step.waits]


def _signatures(actor: Actor) -> list[Task]:
    if not actor.has(Role.ACCOUNTANT, Role.CHAIR):
        return []
    waiting = PaymentOrder.objects.filter(municipality=actor.municipality, state=PaymentOrder.State.PREPARED)
    waiting = (
        waiting.filter(second_by=None, first_at__isnull=False)
        if actor.has(Role.CHAIR)
        else waiting.filter(first_by=None)
    )
    count = waiting.count()
    url = reverse("budget_orders")
    return (
        [
            Task(
                _("Payment orders wait for your signature"),
                url,
                why=_("An order goes to the bank with two signatures."),
                count=count,
            )
        ]
        if count
        else []
    )
