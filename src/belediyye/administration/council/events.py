"""What this room does after its own actions have been committed."""

from django_scopes import scope

from belediyye.administration.council.actions import apply_effect
from belediyye.administration.council.models import Decision, effects
from belediyye.core.actors import machine
from belediyye.core.journal import when
from belediyye.core.models import LogEntry


@when("council.decision.pass")
def carry_out(line: LogEntry) -> None:
    """Asks the room that a decision concerns to carry it out. Where no such room is, the effect waits."""
    with scope(municipality=None):
        decision = Decision.objects.select_related("municipality").get(pk=line.object_id)
    known = effects.get(decision.effect_kind)
    if known is None or known.apply is None or decision.effect_state != Decision.Effect.WAITING:
        return
    with scope(municipality=decision.municipality):
        apply_effect(actor=machine("council", decision.municipality), decision=decision)
