"""A building was sold and the former owner has not paid: what is unpaid passes to who holds it on the due day (TC 200.5)."""

from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.queries import working_calendar
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting
from belediyye.finance.revenue.models import Entry, Holding
from belediyye.finance.revenue.queries import passing
from belediyye.finance.revenue.queries.previewing import LATER_DAYS
from belediyye.finance.revenue.queries.sources import PASSED
from belediyye.finance.rules.book.collection.days import roll


@action(
    "revenue.holding.pass", says=gettext_lazy("passed unpaid tax to the new holder"), allow=access.may_run
)
def pass_unpaid(*, actor: Actor, holding: Holding, year: int, on: date) -> int:
    """Moves what is unpaid of a sold building's tax to those who held it on each due day; gives what was moved, in qəpik.

    It leaves the former owner as of the due day, so that his interest falls with it; the new holder owes it 30 days after he
    is told (the run's convention), without interest before. Refuses where nothing may pass, with the reason."""
    posting.lock_accounts(holding.municipality_id)
    parts = passing.unpaid_parts(holding, year, on)
    if not parts:
        raise Refused(
            _(
                "Nothing of %(year)s passes: it is paid, not yet due, under an objection, or nobody else held the building on the due day."
            )
            % {"year": year}
        )
    at, later = timezone.now(), roll(on + timedelta(days=LATER_DAYS), working_calendar())
    for part in parts:
        base = part.demand
        common = {
            "municipality_id": holding.municipality_id, "kind": Entry.Kind.TRANSFER, "head": base.head, "year": base.year,
            "instalment": base.instalment, "day": base.due, "at": at, "by": actor.user_id, "source_kind": PASSED, "source_id": holding.pk,
        }  # fmt: skip
        Entry.objects.create(taxpayer_id=base.taxpayer_id, amount=-part.amount, demand=base, **common)
        Entry.objects.create(taxpayer=part.to, amount=part.amount, due=later, **common)
    posting.interest_after_change(sorted({p.demand.pk for p in parts}), on, actor)
    moved = sum(p.amount for p in parts)
    log(
        holding.object,
        year=year,
        amount=moved,
        before=holding.taxpayer.code,
        after=sorted({p.to.code for p in parts}),
    )
    return moved
