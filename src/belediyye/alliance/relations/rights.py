"""Which rights a member's role brings. The statute says it; here it is said once, for pages and checks."""

from django.utils.translation import gettext_lazy as _

from belediyye.alliance.relations.models import MemberRole

VOTE = _("votes at the assembly")
STAND = _("may be elected to the board")
PROPOSE = _("puts matters on the agenda")
ATTEND = _("takes part in events and trainings")
BORROW = _("borrows from the library")
DECIDE = _("decides between assemblies")
CHECK = _("checks the alliance's books")

RIGHTS = {
    MemberRole.Kind.FULL: (VOTE, STAND, PROPOSE, ATTEND, BORROW),
    MemberRole.Kind.OBSERVER: (ATTEND, BORROW),
    MemberRole.Kind.BOARD: (DECIDE,),
    MemberRole.Kind.AUDIT: (CHECK,),
}


def rights_of(kinds: list[str]) -> list[str]:
    """The rights that these roles bring together, each once, in a steady order."""
    return list(
        dict.fromkeys(str(right) for kind in MemberRole.Kind if kind in kinds for right in RIGHTS[kind])
    )
