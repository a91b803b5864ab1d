"""Files kept by their content: the name of a file is its SHA-256, so that it can neither change nor double.

Pure functions over a root folder. Who uploaded what, and under which name, is a row elsewhere.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import IO, ClassVar, Final

from belediyye.core.encryption import seal, unseal
from belediyye.core.refusals import Refused

LIMIT: Final = 50 * 2**20
"""The largest file taken unless a caller says otherwise: 50 MiB."""
_BLOCK: Final = 1 << 20
_DIGEST: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class BadFile(Refused):
    """A file that is not taken or not given out; see ``reason``."""

    WORDS: ClassVar = {
        "empty": {"az": "Fayl boşdur.", "en": "The file is empty."},
        "too_large": {"az": "Fayl həddən artıq böyükdür: ən çoxu {value} bayt ola bilər.",
                      "en": "The file is too large: at most {value} bytes are taken."},
        "missing": {"az": "Fayl anbarda tapılmadı ({value}).", "en": "The file is not in the store ({value})."},
        "damaged": {"az": "Fayl anbarda zədələnib ({value}): onu ehtiyat nüsxədən bərpa edin.",
                    "en": "The file is damaged in the store ({value}): restore it from the backup."},
        "digest": {"az": "«{value}» faylın ünvanı deyil.", "en": "“{value}” is not the address of a file."},
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stored:
    """A file in the store: its digest, its size in bytes and its type by content (never by its name)."""

    digest: str
    size: int
    media_type: str


def path_of(root: Path, digest: str) -> Path:
    """Where a digest lies: ``ab/cd/abcd…``; raises ``BadFile`` for anything that is not a digest."""
    if not _DIGEST.fullmatch(digest):
        raise BadFile("digest", digest)
    return root / digest[:2] / digest[2:4] / digest


def store(root: Path, content: bytes | Iterable[bytes], *, limit: int = LIMIT) -> Stored:
    """Write the content, whole or not at all, and return where it is; storing it again changes nothing.

    Raises ``BadFile`` when it is empty or larger than ``limit`` bytes, ``OSError`` when the disk refuses.
    """
    root.mkdir(parents=True, exist_ok=True)
    hashed, size = hashlib.sha256(), 0
    temporary = NamedTemporaryFile(dir=root, prefix=".new-", delete=False)  # noqa: SIM115 - renamed, not deleted
    try:
        with temporary:
            for block in [content] if isinstance(content, bytes) else content:
                size += len(block)
                if size > limit:
                    raise BadFile("too_large", limit)
                hashed.update(block)
                temporary.write(block)
            if not size:
                raise BadFile("empty")
            temporary.flush()
            os.fsync(temporary.fileno())
        target = path_of(root, hashed.hexdigest())
        kind = media_type(Path(temporary.name))
        if not (target.exists() and _digest_of(target) == hashed.hexdigest()):
            target.parent.mkdir(parents=True, exist_ok=True)
            Path(temporary.name).chmod(0o440)
            Path(temporary.name).replace(target)
            for folder in (target.parent, target.parent.parent, root):
                _sync(folder)
    finally:
        Path(temporary.name).unlink(missing_ok=True)
    return Stored(hashed.hexdigest(), size, kind)


def store_sealed(root: Path, content: bytes, keys: Sequence[str], *, limit: int = LIMIT) -> Stored:
    """Write content that holds personal identifiers so that the disk has it only encrypted; `opened` gives it back.

    The digest is that of the encrypted bytes (another each time), size and type are those of the content."""
    if not content:
        raise BadFile("empty")
    if len(content) > limit:
        raise BadFile("too_large", limit)
    kept = store(root, seal(content, keys), limit=2 * limit)
    return Stored(kept.digest, len(content), _type_of(io.BytesIO(content)))


@contextmanager
def opened(name: str, content: bytes) -> Iterator[Path]:
    """The bytes as a file of this name for as long as somebody reads it, for readers that need a path; then it is gone."""
    with TemporaryDirectory(prefix="belediyye-") as folder:
        path = Path(folder) / (re.sub(r"[/\\\0-\x1f]+", "_", name)[-100:].lstrip(".") or "file")
        path.write_bytes(content)
        yield path


def read_sealed(root: Path, digest: str, keys: Sequence[str]) -> bytes:
    """The clear content of a file that was stored sealed (or, long ago, in clear), verified. Raises ``BadFile``."""
    return unseal(read(root, digest), keys)


def _sync(folder: Path) -> None:
    # A rename survives a power cut only once the folder itself is on the disk.
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def read(root: Path, digest: str) -> bytes:
    """The whole content, verified; raises ``BadFile`` when it is missing or damaged."""
    path = _existing(root, digest)
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise BadFile("damaged", digest)
    return content


def stream(root: Path, digest: str) -> Iterator[bytes]:
    """The content in blocks; it is verified before the first is given. Raises ``BadFile``."""
    path = _existing(root, digest)
    if _digest_of(path) != digest:
        raise BadFile("damaged", digest)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block


def _existing(root: Path, digest: str) -> Path:
    path = path_of(root, digest)
    if not path.is_file():
        raise BadFile("missing", digest)
    return path


def damaged(root: Path) -> Iterator[str]:
    """The digests whose content no longer fits, for the regular check of the store."""
    for path in sorted(root.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")):
        if _digest_of(path) != path.name:
            yield path.name


def _digest_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


UNKNOWN_TYPE: Final = "application/octet-stream"
_BEGINNINGS: Final = (
    (b"%PDF-", "application/pdf"), (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"), (b"GIF89a", "image/gif"), (b"\x1f\x8b", "application/gzip"),
    (b"II*\0", "image/tiff"), (b"MM\0*", "image/tiff"), (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
)  # fmt: skip
_OFFICE: Final = (
    ("word/document.xml", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ("xl/workbook.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("ppt/presentation.xml", "application/vnd.openxmlformats-officedocument.presentationml.presentation"),
)


def media_type(path: Path) -> str:
    """The type of a file by what it holds; ``application/octet-stream`` when nothing is recognised.

    Markup of any kind (HTML, SVG, XML) is told as plain text, so that no browser ever runs it.
    """
    with path.open("rb") as file:
        return _type_of(file)


def _type_of(file: IO[bytes]) -> str:
    head = file.read(4096)
    for beginning, name in _BEGINNINGS:
        if head.startswith(beginning):
            return name
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(file)
    if b"\0" in head:
        return UNKNOWN_TYPE
    try:
        head[:-4].decode("utf-8") if len(head) == 4096 else head.decode("utf-8")
    except UnicodeDecodeError as fault:
        # The block may end inside a letter; anything earlier is not UTF-8.
        if fault.start < len(head) - 8:
            return UNKNOWN_TYPE
    return "text/plain"


def _zipped(path: IO[bytes]) -> str:
    try:
        with zipfile.ZipFile(path) as parcel:
            names = set(parcel.namelist())
            if "mimetype" in names and parcel.getinfo("mimetype").file_size < 100:
                kind = parcel.read("mimetype").decode("ascii", "replace").strip()
                if re.fullmatch(r"application/(vnd\.oasis\.opendocument\.[a-z-]+|epub\+zip)", kind):
                    return kind
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError, EOFError, ValueError):
        return UNKNOWN_TYPE
    return next((kind for name, kind in _OFFICE if name in names), "application/zip")
