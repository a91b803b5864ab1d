"""Files that were given as evidence: kept by their content in the house's store, named by a row."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from belediyye.core import files
from belediyye.core.actions import Refused
from belediyye.core.actors import Actor
from belediyye.core.models import StoredFile


def keep(given: Any, actor: Actor) -> StoredFile:
    """Keeps an uploaded file; the same bytes are kept once. Refuses, in words for people, what is empty or too large."""
    try:
        stored = files.store(Path(settings.FILES_ROOT), given.chunks())
    except files.BadFile as bad:
        raise Refused(bad.words["en" if (get_language() or "az").startswith("en") else "az"]) from bad
    return StoredFile.objects.create(
        digest=stored.digest,
        name=Path(given.name).name[:250],
        media_type=stored.media_type,
        size=stored.size,
        given_by=actor.user_id,
    )


def bytes_of(stored: StoredFile) -> bytes:
    """The file's bytes, verified. Raises `BadFile` where the disk lost or damaged them."""
    return files.read(Path(settings.FILES_ROOT), stored.digest)


def kept_by(actor: Actor, number: str) -> StoredFile | None:
    """A file by its number, if this account gave it."""
    if not number.isdecimal() or len(number) > 17 or actor.user_id is None:
        return None
    return StoredFile.objects.filter(pk=int(number), given_by=actor.user_id).first()
