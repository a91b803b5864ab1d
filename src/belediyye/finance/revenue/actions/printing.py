"""Notices of a large run as one file: printed part by part by a worker, kept, and fetched when it is ready."""

import zipfile
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
from belediyye.finance.revenue.queries import notices

KIND = "revenue.notice.print"
LARGEST = 4 * 2**30
BLOCK = 1 << 20


@action(
    "revenue.notice.ask_print",
    says=gettext_lazy("asked a worker to print the notices of"),
    allow=access.may_look,
)
def ask_print(*, actor: Actor, run: AssessmentRun) -> Job:
    """Asks a worker for all notices of the run in one file. Refuses a run without notices."""
    if not Notice.objects.filter(run=run).exists():
        raise Refused(_("The notices of this run have not been issued yet."))
    language = "en" if (get_language() or "az").startswith("en") else "az"
    made = enqueue(KIND, actor=actor, run=run.number, language=language)
    log(run, job=made.pk)
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
        digest=kept.digest, name=name, media_type="application/zip", size=kept.size, municipality=run.municipality, given_by=actor.user_id
    )  # fmt: skip
    log(run, file=name, digest=kept.digest)
    return made


def _blocks(file: IO[bytes]) -> Iterator[bytes]:
    file.seek(0)
    while block := file.read(BLOCK):
        yield block


@job(KIND, title=gettext_lazy("Printing of payment notices"))
def _print(progress: Progress, actor: Actor, run: int, language: str) -> dict[str, Any]:
    from django.urls import reverse
    from django.utils.translation import override

    one = access.get_run_for(actor, run)
    rows = notices.notices_of(one).select_related("taxpayer__responsible", "municipality")
    total = rows.count()
    with TemporaryFile() as target, override(language):
        with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as parcel:
            for start in range(0, total, notices.PAGES):
                part = list(rows[start : start + notices.PAGES])
                parcel.writestr(
                    f"{one.year}-{part[0].number:06d}-{part[-1].number:06d}.pdf",
                    notices.pdf_of(part, language),
                )
                progress(min(total, start + notices.PAGES), total)
        kept = keep_print(actor=actor, run=one, file=target, name=f"notices-{one.year}-{one.number}.zip")
    return {"digest": kept.digest, "url": reverse("revenue_run_print", args=[one.number])}
