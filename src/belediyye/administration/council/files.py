"""Files that people give this room and papers that it makes: kept by their content, named by a row."""

from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from belediyye.core import files
from belediyye.core.actions import Refused
from belediyye.core.models import Municipality, StoredFile

MOST = 20 * 2**20
# What an office opens; nothing that a browser would run.
ENDINGS = (".csv", ".doc", ".docx", ".jpeg", ".jpg", ".ods", ".odt", ".pdf", ".png", ".txt", ".xls", ".xlsx")


def keep(content: bytes, *, name: str, municipality: Municipality, given_by: int | None) -> StoredFile:
    """Keeps a file. Refuses, in words for people, what is empty, too big or of a kind that offices do not exchange."""
    if Path(name).suffix.lower() not in ENDINGS:
        raise Refused(
            _("Files of this kind are not kept. Use one of: %(kinds)s.") % {"kinds": ", ".join(ENDINGS)}
        )
    try:
        stored = files.store(Path(settings.FILES_ROOT), content, limit=MOST)
    except files.BadFile as bad:
        raise Refused(bad.words["en" if (get_language() or "az").startswith("en") else "az"]) from bad
    return StoredFile.objects.create(
        digest=stored.digest, name=Path(name).name[:250], media_type=stored.media_type, size=stored.size,
        municipality=municipality, given_by=given_by,
    )  # fmt: skip


def read(stored: StoredFile) -> bytes:
    """The bytes of a kept file, verified. Raises `BadFile` where the disk lost or damaged it."""
    return files.read(Path(settings.FILES_ROOT), stored.digest)
