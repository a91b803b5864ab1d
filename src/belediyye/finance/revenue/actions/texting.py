"""Lists of telephones with a text to each: taken out only with a reason, which the log keeps."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.finance.revenue import access
from belediyye.finance.revenue.queries import texting


@action(
    "revenue.telephones.take", says=gettext_lazy("took out a list of telephones with texts"), allow=access.may_keep
)  # fmt: skip
def take_messages(
    *, actor: Actor, asked: texting.Asked, template: str, signs: str, on: date, why: str
) -> texting.Messages:
    """The messages to everybody asked for who has to pay and has a mobile number. Telephones are personal: the log keeps
    who took how many of them out, and why. Refuses an empty list."""
    if not why.strip():
        raise Refused(_("Say why you need the telephones: the log keeps it."), field="why")
    made = texting.messages(asked, template, signs, on)
    if not made.rows:
        raise Refused(_("Nobody of these has a mobile number and something to pay."))
    about = asked.lot.about if asked.lot else asked.municipality
    named = asked.lot.arguments if asked.lot else {"step": asked.step, "wait": asked.wait}
    log(
        about,
        municipality_id=asked.municipality_id,
        of=named,
        telephones=len(made.rows),
        text=template,
        why=why,
    )
    return made
