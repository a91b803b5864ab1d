"""The store of files by content."""

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from belediyye.core import files
from belediyye.core.encryption import Unreadable
from belediyye.core.files import BadFile, damaged, media_type, path_of, read, store, stream


def test_a_file_lies_under_its_own_digest_and_only_once(tmp_path):
    kept = store(tmp_path, "Qərar № 5".encode())
    assert kept.digest == hashlib.sha256("Qərar № 5".encode()).hexdigest()
    assert kept.media_type == "text/plain" and kept.size == 12
    again = store(tmp_path, iter(["Qərar".encode(), " № 5".encode()]))
    assert again == kept
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files == [path_of(tmp_path, kept.digest)]
    assert (
        read(tmp_path, kept.digest).decode()
        == "Qərar № 5"
        == b"".join(stream(tmp_path, kept.digest)).decode()
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [(b"", "empty"), (b"x" * 11, "too_large"), ([], "empty"), ([b"x" * 6] * 2, "too_large")],
)
def test_what_is_refused_leaves_nothing_behind(tmp_path, content, reason):
    with pytest.raises(BadFile) as caught:
        store(tmp_path, content, limit=10)
    assert caught.value.reason == reason
    assert not list(tmp_path.rglob("*"))


def test_a_broken_upload_leaves_nothing_behind(tmp_path):
    def breaks():
        yield b"half"
        raise ConnectionError("gone")

    with pytest.raises(ConnectionError):
        store(tmp_path, breaks())
    assert not list(tmp_path.rglob("*"))


def test_damage_is_found_and_mended_by_storing_again(tmp_path):
    kept = store(tmp_path, b"minutes")
    path = path_of(tmp_path, kept.digest)
    path.chmod(0o640)
    path.write_bytes(b"minutEs")
    assert list(damaged(tmp_path)) == [kept.digest]
    for way in (lambda: read(tmp_path, kept.digest), lambda: list(stream(tmp_path, kept.digest))):
        with pytest.raises(BadFile) as caught:
            way()
        assert caught.value.reason == "damaged"
    store(tmp_path, b"minutes")
    assert not list(damaged(tmp_path)) and read(tmp_path, kept.digest) == b"minutes"


@pytest.mark.parametrize(
    ("digest", "reason"),
    [("0" * 64, "missing"), ("../../etc/passwd", "digest"), ("A" * 64, "digest"), ("", "digest")],
)
def test_addresses_that_lead_nowhere(tmp_path, digest, reason):
    with pytest.raises(BadFile) as caught:
        read(tmp_path, digest)
    assert caught.value.reason == reason


def parcel(*names, mimetype=None):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as file:
        if mimetype:
            file.writestr("mimetype", mimetype)
        for name in names:
            file.writestr(name, "x")
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [(b"%PDF-1.7\n", "application/pdf"), (b"\x89PNG\r\n\x1a\n..", "image/png"), (b"\xff\xd8\xff\xe0", "image/jpeg"),
     (b"RIFF....WEBPVP8", "image/webp"), (b"<script>alert(1)</script>", "text/plain"), (b"<svg onload=x>", "text/plain"),
     (b"\0\1\2", "application/octet-stream"), (("x" + "ə" * 3000).encode(), "text/plain"),
     (b"abc\xff\xfeabcdefghijk", "application/octet-stream"), (b"PK\x03\x04broken", "application/octet-stream"),
     (parcel("a.txt"), "application/zip"),
     (parcel("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
     (parcel("content.xml", mimetype="application/vnd.oasis.opendocument.text"), "application/vnd.oasis.opendocument.text"),
     (parcel("a", mimetype="text/html"), "application/zip")],
)  # fmt: skip
def test_types_are_told_by_content(tmp_path, content, kind):
    (tmp_path / "evil.pdf.html").write_bytes(content)
    assert media_type(tmp_path / "evil.pdf.html") == kind


def test_a_sealed_file_is_clear_only_to_its_keys(tmp_path: Path) -> None:
    content = "5XY01AB;Sınaqov\n".encode() * 3
    kept = files.store_sealed(tmp_path, content, ["bir"])
    assert (kept.size, kept.media_type) == (len(content), "text/plain")
    on_disk = files.path_of(tmp_path, kept.digest).read_bytes()
    assert b"5XY01AB" not in on_disk and not list(files.damaged(tmp_path))
    assert files.read_sealed(tmp_path, kept.digest, ["iki", "bir"]) == content
    with pytest.raises(Unreadable):
        files.read_sealed(tmp_path, kept.digest, ["iki"])
    plain = files.store(tmp_path, content)
    assert files.read_sealed(tmp_path, plain.digest, ["bir"]) == content
    for bad in (b"", b"x" * 11):
        with pytest.raises(files.BadFile):
            files.store_sealed(tmp_path, bad, ["bir"], limit=10)
    with files.opened("../siyahı.csv", content) as path:
        assert path.name == "_siyahı.csv" and path.read_bytes() == content
    assert not path.exists()
