"""Days that a decision made working or not, laid over what the holiday rules propose."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core import access
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import CalendarDay


@action("core.day.move", says=gettext_lazy("moved a day of the working calendar"), allow=access.may_move_days)
def move_day(*, actor: Actor, day: date, is_working: bool, decision: str) -> CalendarDay:
    """Makes a day working or free by a decision, which must be named. A second decision on the day takes its place;
    the log keeps both."""
    if not decision.strip():
        raise Refused(_("Name the decision that moves the day: body, number, date."))
    before = CalendarDay.objects.filter(day=day).first()
    moved, _made = CalendarDay.objects.update_or_create(
        day=day, defaults={"is_working": is_working, "decision": decision.strip()}
    )
    log(moved, is_working=is_working, decision=decision, before=before.decision if before else "")
    return moved
