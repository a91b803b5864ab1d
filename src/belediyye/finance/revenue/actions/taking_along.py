"""Taking the register along as a workbook: nothing changes, but the log keeps who took whose contacts out of the house."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.finance.revenue import access
from belediyye.finance.revenue.queries import taking_along
from belediyye.finance.rules.queries import language


@action(
    "revenue.register.take_along",
    says=gettext_lazy("took the register along as a workbook"),
    allow=access.may_keep,
)
def take_along(*, actor: Actor, street: str = "") -> bytes:
    """The register's rows of a street, or of all, in the columns of a roll. Refuses what nobody could carry."""
    assert actor.municipality is not None
    rows = taking_along.holdings(actor.municipality.pk, street)
    count = rows.count()
    if not count:
        raise Refused(_("No object with a holder stands there."), field="street")
    if count > taking_along.LARGEST:
        raise Refused(
            _("%(count)s rows are too many for one workbook: choose a street.") % {"count": count},
            field="street",
        )
    now = timezone.localtime()
    above = [
        str(actor.municipality),
        street or _("all streets"),
        _("As of %(day)s") % {"day": f"{now:%d.%m.%Y}"},
    ]
    content = taking_along.workbook(actor.municipality.pk, rows, language(), now, above)
    log(actor.municipality, municipality_id=actor.municipality.pk, street=street, rows=count)
    return content
