"""Files that were given as evidence, kept under the sha-256 of their bytes beside the house's other files."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings

from belediyye.core.actors import Actor
from belediyye.core.models import StoredFile


def _path(digest: str) -> Path:
    return Path(settings.FILES_ROOT) / digest[:2] / digest


def keep(given: Any, actor: Actor) -> StoredFile:
    """Keeps an uploaded file; the same bytes are kept once. The row says who gave it under which name."""
    data = given.read()
    digest = hashlib.sha256(data).hexdigest()
    path = _path(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(data)
        part.replace(path)
    kind = getattr(given, "content_type", "") or "application/octet-stream"
    return StoredFile.objects.create(digest=digest, name=Path(given.name).name[:250], media_type=kind[:100], size=len(data), given_by=actor.user_id)


def bytes_of(stored: StoredFile) -> bytes:
    """The file's bytes. Raises OSError where the disk lost them, ValueError where they were touched."""
    data = _path(stored.digest).read_bytes()
    if hashlib.sha256(data).hexdigest() != stored.digest:
        raise ValueError(f"{stored.digest} was changed on the disk")
    return data
