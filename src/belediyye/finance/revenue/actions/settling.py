"""A month's close: interest up to a day, credit freed and used. May be done again at any time; the second time does nothing."""

from datetime import date

from django.utils.translation import gettext_lazy

from belediyye.core.actions import action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions import posting


@action("revenue.account.settle", says=gettext_lazy("brought the accounts up to a day"), allow=access.may_run)
def settle_accounts(*, actor: Actor, on: date) -> dict[str, int]:
    """Posts interest up to the day, makes credit of what was paid on reduced demands, and lets credit settle what is due."""
    assert actor.municipality is not None
    place = actor.municipality.pk
    posting.lock_accounts(place)
    counts = posting.settle(place, on, actor)
    log(actor.municipality, municipality_id=place, on=on, **counts)
    return counts
