"""The mail that the operator configured: whether letters leave the house at all, in words, and who they are from."""

from email.utils import formataddr, parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

# What these backends are given is read by nobody.
GOES_NOWHERE = ("console", "dummy")
HERE = ("127.0.0.1", "localhost", "::1", "")


def why_no_mail() -> str | None:
    """Why no letter can be sent from here, for people to read; None where it can."""
    backend = settings.EMAIL_BACKEND.rsplit(".", 2)[-2]
    if backend in GOES_NOWHERE:
        return _(
            "No mail server is configured, so no letter can be sent. The technician sets the mail server and the sender; until then print the papers."
        )
    if backend == "smtp" and _domain() in HERE:
        return _(
            "The sender's address is not configured, so nobody could answer a letter. The technician sets it; until then print the papers."
        )
    return None


def is_kept_in_folder() -> bool:
    """Whether letters are put into a folder instead of being sent, as the demonstration does."""
    return ".filebased." in settings.EMAIL_BACKEND


def sender(name: str) -> str:
    """The From line: the configured address under the name of who writes."""
    return formataddr((name, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]))


def message_id(key: str) -> str:
    """The Message-ID of a letter that has such a key in this house: the same whenever it is asked for."""
    return f"<{key}@{_domain() or 'localhost'}>"


def is_reachable() -> bool:
    """Whether a link to this house opens on the machine of whoever reads a letter."""
    return urlsplit(settings.HOST).hostname not in HERE


def _domain() -> str:
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]
