"""Papers given with an entry, a step or a version: kept by their content, whole or not at all."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.relations import access
from belediyye.alliance.relations.tongue import language
from belediyye.core import files
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import StoredFile


@action("relations.paper.keep", says=_("kept a paper"), allow=access.may_keep)
def keep_paper(*, actor: Actor, name: str, content: bytes) -> StoredFile:
    """Keeps a file and says who gave it. Refuses an empty or too large one."""
    try:
        kept = files.store(settings.FILES_ROOT, content)
    except files.BadFile as error:
        raise Refused(error.words[language()]) from error
    row = StoredFile.objects.create(
        digest=kept.digest,
        name=name[:250],
        media_type=kept.media_type,
        size=kept.size,
        given_by=actor.user_id,
    )
    log(row, digest=kept.digest)
    return row
