"""Comparing the register with an extract of another one: nothing changes, but the log keeps who looked through it."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core import files
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.documents.sheets import UnreadableFile, read_table
from belediyye.core.journal import log
from belediyye.finance.revenue import access
from belediyye.finance.revenue.queries.reports.extract import HEADINGS, Compared


@action(
    "revenue.extract.compare",
    says=gettext_lazy("compared the register with an extract"),
    allow=access.may_look,
)
def compare_extract(*, actor: Actor, name: str, content: bytes) -> Compared:
    """What stands only there, only here, and where area or owner differ. Neither the file nor the answer is kept."""
    assert actor.municipality is not None
    found = Compared(actor.municipality.pk)
    try:
        if not content:
            raise files.BadFile("empty")
        with files.opened(name, content) as path:
            sheet = read_table(path, HEADINGS)
            if not {"object_id", "address", "street"} & set(sheet.columns):
                raise Refused(_("The extract needs a column of register numbers or of addresses."))
            found.read(sheet)
    except (UnreadableFile, files.BadFile) as error:
        raise Refused(error.words["en" if (get_language() or "az").startswith("en") else "az"]) from error
    log(actor.municipality, municipality_id=actor.municipality.pk, file=name[:200], counts=found.counts)
    return found
