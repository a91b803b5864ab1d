"""Personal identifiers at rest: encrypted with rotating keys, found through a keyed hash. Pure: keys are arguments."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from belediyye.core.text import fold

_SEAL = b"belediyye sealed 1\n"


class Unreadable(ValueError):
    """None of the keys opens what the database holds: the keys were lost or changed without rotation."""


@lru_cache(maxsize=8)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet(
        [Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys]
    )


def encrypt(text: str, keys: Sequence[str]) -> str:
    """The text under the first key. The same text gives another result each time."""
    return _box(tuple(keys)).encrypt(text.encode()).decode("ascii")


def decrypt(token: str, keys: Sequence[str]) -> str:
    """The clear text, whichever of the keys it was encrypted with. Raises Unreadable."""
    try:
        return _box(tuple(keys)).decrypt(token.encode("ascii")).decode()
    except InvalidToken as error:
        raise Unreadable("no key opens this value") from error


def seal(content: bytes, keys: Sequence[str]) -> bytes:
    """The bytes of a file under the first key; told by its beginning, see `is_sealed`."""
    return _SEAL + _box(tuple(keys)).encrypt(content)


def is_sealed(content: bytes) -> bool:
    """Whether the bytes are what `seal` made."""
    return content.startswith(_SEAL)


def unseal(content: bytes, keys: Sequence[str]) -> bytes:
    """The clear bytes; what was never sealed comes back as it is. Raises Unreadable."""
    if not is_sealed(content):
        return content
    try:
        return _box(tuple(keys)).decrypt(content[len(_SEAL) :])
    except InvalidToken as error:
        raise Unreadable("no key opens this file") from error


def blind_index(text: str, key: str) -> str:
    """A keyed hash (HMAC-SHA256, hex) of the folded text: equal texts give equal hashes, and nothing else is told."""
    return hmac.new(key.encode(), fold(text).encode(), hashlib.sha256).hexdigest()
