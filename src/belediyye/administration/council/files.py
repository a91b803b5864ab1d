"""Files that people give this room and papers that it makes, kept under the sha-256 of their bytes."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from belediyye.core.actions import Refused
from belediyye.core.models import Municipality, StoredFile

MOST = 20 * 1024 * 1024
# What a browser or an office opens; nothing that a browser would run.
KINDS = {
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xls": "application/vnd.ms-excel",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ods": "application/vnd.oasis.opendocument.spreadsheet",
    ".csv": "text/csv",
    ".txt": "text/plain",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}


def place_of(digest: str) -> Path:
    """Where the bytes of a digest lie."""
    return Path(settings.FILES_ROOT) / digest[:2] / digest


def keep(content: bytes, *, name: str, municipality: Municipality, given_by: int | None) -> StoredFile:
    """Keeps a file. Refuses, in words for people, what is empty, too big or of a kind that offices do not exchange."""
    kind = KINDS.get(Path(name).suffix.lower())
    if kind is None:
        raise Refused(_("Files of this kind are not kept. Use one of: %(kinds)s.") % {"kinds": ", ".join(sorted(KINDS))})
    if not content or len(content) > MOST:
        raise Refused(_("The file is empty or larger than %(n)s MB.") % {"n": MOST // 1024 // 1024})
    digest = hashlib.sha256(content).hexdigest()
    path = place_of(digest)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        part.write_bytes(content)
        part.replace(path)
    return StoredFile.objects.create(
        digest=digest, name=Path(name).name[:250], media_type=kind, size=len(content),
        municipality=municipality, given_by=given_by,
    )  # fmt: skip


def read(stored: StoredFile) -> bytes:
    """The bytes of a kept file. Raises FileNotFoundError where the disk lost it."""
    return place_of(stored.digest).read_bytes()
