"""What the money asks of an officer today: lines of the bank, refunds with their day, debt whose term ends."""

from django.db.models import Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from belediyye.core.actors import Actor
from belediyye.core.desk import Task
from belediyye.core.models import Role
from belediyye.finance.revenue.models import BankLine
from belediyye.finance.revenue.queries.balance import lapsing, open_refunds


def money_tasks(actor: Actor) -> list[Task]:
    """For the accountant and the clerk, in the municipality where they act."""
    place = actor.municipality_id
    if place is None or not actor.has(Role.ACCOUNTANT, Role.CLERK):
        return []
    found = []
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
        url = reverse("revenue_card", args=[refund.taxpayer.code])
        found.append(
            Task(
                _("Refund to %(name)s") % {"name": refund.taxpayer.name},
                url,
                refund.due,
                _("45 days after the application (Tax Code, 87.3)"),
            )
        )
    for row in lapsing(place, timezone.localdate()):
        if not row["ended"]:
            title = _("Debts of %(year)s can be collected until their term ends") % {"year": row["year"]}
            found.append(
                Task(
                    title,
                    reverse("revenue_bank"),
                    row["last"],
                    _("Five years after the tax year (Tax Code, 85.4)"),
                )
            )
    return found
