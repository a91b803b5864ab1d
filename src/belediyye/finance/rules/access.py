"""Who may prepare and record a municipality's own rates. The book itself is open to everyone."""

from typing import Any

from django.utils.translation import gettext as _

from belediyye.core.actors import Actor, Permission, in_own_municipality, only
from belediyye.core.models import Municipality, Role


def _at_home(*roles: str) -> Permission:
    """A permission held by roles, and only over things of the actor's own municipality."""
    role = only(*roles)

    def ask(actor: Actor, **about: Any) -> str | None:
        if reason := role(actor, **about):
            return reason
        for thing in about.values():
            here = thing.pk if isinstance(thing, Municipality) else getattr(thing, "municipality_id", None)
            if here is not None and not in_own_municipality(actor, here):
                return _("This belongs to another municipality.")
        return None

    return ask


may_prepare = _at_home(Role.ACCOUNTANT, Role.CHAIR)
may_decide = _at_home(Role.CHAIR, Role.SECRETARY)
