"""Notices of a large run as one PDF: set batch by batch by a worker, joined as they come, kept, fetched when ready."""

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
from belediyye.finance.revenue.models import AssessmentRun, Notice
from belediyye.finance.revenue.queries import delivering, notices
from belediyye.finance.rules.roll.joined import Joiner
from belediyye.finance.rules.roll.notices import PAGES_A_FILE

KIND = "revenue.notice.print"
LARGEST = 4 * 2**30
BLOCK = 1 << 20
# So few pages at a time that typst needs little memory, so many that it begins seldom.
BATCH = 100


@action(
    "revenue.notice.ask_print",
    says=gettext_lazy("asked a worker to print the notices of"),
    allow=access.may_look,
)
def ask_print(
    *, actor: Actor, run: AssessmentRun, settlement: str | None = None, street: str | None = None
) -> Job:
    """Asks a worker for the notices of the run, of one settlement or one street of it, as one PDF in the order of delivery.

    Refuses a run without notices, a place without one, and more pages than a printer takes as one file."""
    if not Notice.objects.filter(run=run).exists():
        raise Refused(_("The notices of this run have not been issued yet."))
    count = len(delivering.walk(run, settlement, street))
    if not count:
        raise Refused(_("There is no notice for this place."))
    if count > PAGES_A_FILE:
        raise Refused(
            _(
                "These are %(count)s notices, and no printer takes more than %(most)s pages as one file. Choose a settlement or a street."
            )
            % {"count": count, "most": PAGES_A_FILE}
        )
    language = "en" if (get_language() or "az").startswith("en") else "az"
    made = enqueue(KIND, actor=actor, run=run.number, language=language, settlement=settlement, street=street)
    log(run, job=made.pk, settlement=settlement, street=street, notices=count)
    return made


@action(
    "revenue.notice.keep_print",
    says=gettext_lazy("printed as one file the notices of"),
    allow=access.may_look,
)
def keep_print(*, actor: Actor, run: AssessmentRun, file: IO[bytes], name: str) -> StoredFile:
    """Keeps the printed file."""
    kept = files.store(settings.FILES_ROOT, _blocks(file), limit=LARGEST)
    made = StoredFile.objects.create(
        digest=kept.digest, name=name, media_type="application/pdf", size=kept.size, municipality=run.municipality, given_by=actor.user_id
    )  # fmt: skip
    log(run, file=name, digest=kept.digest)
    return made


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


@job(KIND, title=gettext_lazy("Printing of payment notices"))
def _print(
    progress: Progress, actor: Actor, run: int, language: str, settlement: str | None, street: str | None
) -> dict[str, Any]:
    from django.urls import reverse
    from django.utils.translation import override

    one = access.get_run_for(actor, run)
    chosen = delivering.walk(one, settlement, street)
    done = 0
    with TemporaryFile() as target, override(language):
        joiner = Joiner(target)
        for part in delivering.in_order(chosen, BATCH):
            joiner.add(notices.pdf_of(part, language))
            notices.press().forget()
            done += len(part)
            progress(done, len(chosen))
        joiner.finish()
        kept = keep_print(
            actor=actor, run=one, file=target, name=f"notices-{one.year}-{one.number}-{progress.job.pk}.pdf"
        )
    return {
        "digest": kept.digest, "name": kept.name, "notices": len(chosen), "size": kept.size,
        "url": reverse("revenue_run_print", args=[one.number]),
    }  # fmt: skip
