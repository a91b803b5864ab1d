"""Certificates of registration: given by number, checked by anybody."""

from datetime import date
from secrets import choice

from django.utils.translation import gettext_lazy

from belediyye.core.actions import action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.numbering import take_number
from belediyye.finance.revenue import access
from belediyye.finance.revenue.actions.merging import refuse_merged
from belediyye.finance.revenue.models import Registration, Taxpayer
from belediyye.finance.revenue.queries.notices import CODE_SIGNS

CODE_LENGTH = 12


@action("revenue.registration.give", says=gettext_lazy("certified the registration"), allow=access.may_keep)
def give_registration(*, actor: Actor, payer: Taxpayer, on: date) -> Registration:
    """A numbered certificate that the payer is registered, with a code that anybody can check."""
    refuse_merged(payer)
    made = Registration.objects.create(
        municipality_id=payer.municipality_id, taxpayer=payer, day=on, by=actor.user_id, code="".join(choice(CODE_SIGNS) for _n in range(CODE_LENGTH)),
        number=take_number(owner=payer.municipality_id, code="revenue.registration", year=0),
    )  # fmt: skip
    log(payer, number=made.number)
    return made
