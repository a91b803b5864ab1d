"""Notices of a large run, notices issued again, letters of a reminder as one PDF: set batch by batch by a worker, joined as they come, kept, fetched when ready."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from belediyye.core import files
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.jobs import Progress, enqueue, job
from belediyye.core.journal import log
from belediyye.core.models import Job, StoredFile
from belediyye.finance.revenue import access
from belediyye.finance.revenue.queries import delivering, lots, mailing, notices
from belediyye.finance.rules.roll.joined import Joiner
from belediyye.finance.rules.roll.notices import PAGES_A_FILE

KIND = "revenue.notice.print"
LARGEST = 4 * 2**30
BLOCK = 1 << 20
# So few pages at a time that typst needs little memory, so many that it begins seldom.
BATCH = 100


@action(
    "revenue.notice.ask_print",
    says=gettext_lazy("asked a worker to print the papers"),
    allow=access.may_look,
)
def ask_print(
    *,
    actor: Actor,
    lot: lots.Lot,
    settlement: str | None = None,
    street: str | None = None,
    paper: bool = False,
) -> Job:
    """Asks a worker for the papers of the lot, of one settlement or one street of it, as one PDF in the order of delivery;
    with `paper`, without those that went by e-mail.

    Refuses a lot without papers, a place without one, and more pages than a printer takes as one file."""
    if not lot.papers().exists():
        raise Refused(_("The notices of this run have not been issued yet."))
    count = len(_chosen(lot, settlement, street, paper))
    if not count:
        raise Refused(_("There is no paper for this place."))
    if count > PAGES_A_FILE:
        raise Refused(
            _(
                "These are %(count)s papers, and no printer takes more than %(most)s pages as one file. Choose a settlement or a street."
            )
            % {"count": count, "most": PAGES_A_FILE}
        )
    language = "en" if (get_language() or "az").startswith("en") else "az"
    title = _("Printing: %(papers)s") % {"papers": lot.title_of_papers}
    made = enqueue(KIND, actor=actor, title=title, language=language, settlement=settlement, street=street, paper=paper, **lot.arguments)  # fmt: skip
    log(lot.about, municipality_id=lot.municipality_id, job=made.pk, settlement=settlement, street=street, notices=count, lot=lot.arguments)  # fmt: skip
    return made


@action(
    "revenue.notice.keep_print",
    says=gettext_lazy("printed the papers as one file"),
    allow=access.may_look,
)
def keep_print(*, actor: Actor, lot: lots.Lot, file: IO[bytes], name: str) -> StoredFile:
    """Keeps the printed file."""
    kept = files.store(settings.FILES_ROOT, _blocks(file), limit=LARGEST)
    made = StoredFile.objects.create(
        digest=kept.digest, name=name, media_type="application/pdf", size=kept.size, municipality_id=lot.municipality_id, given_by=actor.user_id
    )  # fmt: skip
    log(lot.about, municipality_id=lot.municipality_id, file=name, digest=kept.digest, lot=lot.arguments)
    return made


def _chosen(lot: lots.Lot, settlement: str | None, street: str | None, paper: bool) -> list[int]:
    found = delivering.walk(lot, settlement, street)
    return mailing.on_paper(lot, found) if paper else found


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


@job(KIND, title=gettext_lazy("Printing of papers"))
def _print(
    progress: Progress,
    actor: Actor,
    language: str,
    settlement: str | None,
    street: str | None,
    paper: bool = False,
    **about: Any,
) -> dict[str, Any]:
    from django.utils.translation import override

    lot = access.get_lot_for(actor, about)
    chosen = _chosen(lot, settlement, street, paper)
    done = 0
    with TemporaryFile() as target, override(language):
        joiner = Joiner(target)
        for part in lot.in_order(chosen, BATCH):
            joiner.add(lot.pdf(part, language))
            notices.press().forget()
            done += len(part)
            progress(done, len(chosen))
        joiner.finish()
        kept = keep_print(actor=actor, lot=lot, file=target, name=f"{lot.name}-{progress.job.pk}.pdf")
    return {
        "digest": kept.digest, "name": kept.name, "notices": len(chosen), "size": kept.size, "url": lot.url("print")
    }  # fmt: skip
