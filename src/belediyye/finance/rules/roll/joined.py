"""Joining the PDF batches that typst writes into one file, with their tags, bookmarks and identifiers.

typst holds a whole document in memory, about 2 MB a page; a town's notices therefore come in batches, and the
batches are joined here as they arrive. The output stays what each batch was, tagged PDF/A-2a and PDF/UA-1: one page
tree, one structure tree under one Document element, one parent tree, one tree of cell identifiers, one outline.
No general PDF reader: it reads the plain objects and plain cross-reference table that typst 0.15 writes and refuses
anything else (UnknownShape), rather than write a file that only looks right.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from dataclasses import dataclass, field
from typing import BinaryIO, Final

_HEAD: Final = b"%PDF-1.7\n%\x80\x80\x80\x80\n"
_PAGES, _OUTLINES, _STRUCT, _DOCUMENT, _CATALOG, _INFO, _META = range(1, 8)
_RESERVED: Final = 7

# A string is skipped whole, for it may hold what looks like a reference; brackets in it nest at most twice.
_TOKEN: Final = re.compile(
    rb"\((?:[^()\\]|\\.|\((?:[^()\\]|\\.|\([^()]*\))*\))*\)|/StructParents? (\d+)|(\d+) 0 R", re.DOTALL
)
_CELL: Final = re.compile(rb"\((U\d+x\d+y\d+)\)")
_CELL_FOLLOWS: Final = re.compile(rb"U\d+x\d+y\d+\)")
_REFERENCE: Final = re.compile(rb"(\d+) 0 R")


class UnknownShape(Exception):
    """A batch is not the plain PDF that typst writes, so it cannot be joined safely."""


@dataclass(slots=True)
class _Batch:
    """One parsed batch: its objects by number and the numbers of its roots."""

    objects: dict[int, bytes]
    roots: dict[bytes, int]

    def root(self, key: bytes) -> bytes:
        return self.objects[self.roots[key]]


@dataclass(slots=True)
class _Tree:
    """What the joined roots will list."""

    pages: list[int] = field(default_factory=list)
    elements: list[int] = field(default_factory=list)
    parents: list[int] = field(default_factory=list)
    cells: list[bytes] = field(default_factory=list)
    first_mark: int = 0
    marks: int = 0


class Joiner:
    """Writes batches into ``out`` one after another; ``finish`` closes the file.

    The first batch gives the title, the date, the language and the colour profile of the whole.
    """

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._offsets = array("Q", [0] * (_RESERVED + 1))
        self._place = out.write(_HEAD)
        self._tree = _Tree()
        self._batches = 0
        self._first: _Batch | None = None
        self._first_base = 0
        self._held: tuple[int, bytes] | None = None
        self._same: dict[bytes, int] = {}
        self._digest = hashlib.sha256()

    @property
    def pages(self) -> int:
        """How many pages have been written so far."""
        return len(self._tree.pages)

    def add(self, pdf: bytes) -> None:
        """Append one batch; raises UnknownShape before anything of it is written."""
        batch = _parse(pdf)
        base = len(self._offsets) - 1
        self._offsets.extend([0] * max(batch.objects))
        self._batches += 1
        self._digest.update(hashlib.sha256(pdf).digest())
        names = {
            batch.roots[b"Pages"]: _PAGES,
            batch.roots[b"StructTreeRoot"]: _STRUCT,
            batch.roots[b"Document"]: _DOCUMENT,
            batch.roots[b"Outlines"]: _OUTLINES,
        }
        same = self._shared(batch, base)
        renumber = _Renumber(base, names | same, len(self._tree.parents), b"N%04d" % self._batches)
        self._collect(batch, renumber)
        skipped = set(names) | set(same) | {batch.roots[k] for k in (b"Root", b"Info", b"Metadata")}
        last = batch.roots[b"LastMark"]
        for number, body in batch.objects.items():
            if number in skipped:
                continue
            body = renumber(body)
            if number == batch.roots[b"FirstMark"] and self._held:
                body = body.replace(b">>", b"/Prev %d 0 R>>" % self._held[0], 1)
                self._release(b"/Next %d 0 R" % (base + number))
            if number == last:
                self._held = (base + number, body)
            else:
                self._write(base + number, body)
        if self._first is None:
            self._first, self._first_base = batch, base

    def finish(self) -> None:
        """Write the joined roots, the cross-reference table and the end of the file."""
        if self._first is None:
            raise UnknownShape("there is no batch to join")
        self._release(b"")
        first, tree = self._first, self._tree
        self._write(_PAGES, b"<</Type/Pages/Count %d/Kids[%s]>>\n" % (len(tree.pages), _list(tree.pages)))
        self._write(_OUTLINES, b"<</Type/Outlines/First %d 0 R/Last %d 0 R/Count %d>>\n"
                    % (tree.first_mark, self._last_mark, tree.marks))  # fmt: skip
        self._write(_STRUCT, self._struct_root(first))
        self._write(
            _DOCUMENT, b"<</Type/StructElem/S/Document/P %d 0 R/K[%s]>>\n" % (_STRUCT, _list(tree.elements))
        )
        renumber = _Renumber(self._first_base, {
            first.roots[b"Pages"]: _PAGES, first.roots[b"Outlines"]: _OUTLINES,
            first.roots[b"StructTreeRoot"]: _STRUCT, first.roots[b"Metadata"]: _META,
        }, 0, b"")  # fmt: skip
        self._write(_CATALOG, renumber(first.root(b"Root")))
        self._write(_INFO, first.root(b"Info"))
        self._write(_META, first.root(b"Metadata"))
        self._trailer()

    def _struct_root(self, first: _Batch) -> bytes:
        tree = self._tree
        roles = re.search(rb"/RoleMap<<.*?>>", first.root(b"StructTreeRoot"), re.DOTALL)
        nums = b" ".join(b"%d %d 0 R" % pair for pair in enumerate(tree.parents))
        return b"<</Type/StructTreeRoot%s/K[%d 0 R]/ParentTree<</Nums[%s]>>%s/ParentTreeNextKey %d>>\n" % (
            roles.group() if roles else b"",
            _DOCUMENT,
            nums,
            b"/IDTree<</Names[%s]>>" % b"".join(tree.cells) if tree.cells else b"",
            len(tree.parents),
        )

    def _collect(self, batch: _Batch, renumber: _Renumber) -> None:
        tree = self._tree
        tree.pages += renumber.references(_array(batch.root(b"Pages"), b"/Kids["))
        tree.elements += renumber.references(_array(batch.root(b"Document"), b"/K["))
        struct = batch.root(b"StructTreeRoot")
        parents = re.findall(rb"(\d+) (\d+) 0 R", _array(struct, b"/Nums["))
        if [int(key) for key, _ in parents] != list(range(len(parents))):
            raise UnknownShape("the parent tree does not count from 0")
        tree.parents += [renumber.of(int(number)) for _, number in parents]
        if b"/IDTree" in struct:
            tree.cells.append(renumber(_array(struct, b"/Names[")))
        tree.marks += int(re.search(rb"/Count (\d+)", batch.root(b"Outlines")).group(1))  # type: ignore[union-attr]
        tree.first_mark = tree.first_mark or renumber.of(batch.roots[b"FirstMark"])

    def _shared(self, batch: _Batch, base: int) -> dict[int, int]:
        """Streams without references that an earlier batch had byte for byte (the colour profile): written once."""
        found = {}
        for number, body in batch.objects.items():
            if b"/N 3" not in body[:200] or b"stream" not in body[:300] or b"/ICCBased" in body:
                continue
            known = self._same.setdefault(hashlib.sha256(body).digest(), base + number)
            if known != base + number:
                found[number] = known
        return found

    def _release(self, link: bytes) -> None:
        if self._held:
            number, body = self._held
            self._write(number, body.replace(b">>", link + b">>", 1))
            self._last_mark = number
            self._held = None

    def _write(self, number: int, body: bytes) -> None:
        self._offsets[number] = self._place
        self._place += self._out.write(b"%d 0 obj\n%sendobj\n" % (number, body))

    def _trailer(self) -> None:
        free = [n for n, offset in enumerate(self._offsets) if not offset]
        after = dict(zip(free, [*free[1:], 0], strict=True))
        start = self._place
        size = len(self._offsets)
        self._out.write(b"xref\n0 %d\n" % size)
        for number, offset in enumerate(self._offsets):
            if offset:
                self._out.write(b"%010d 00000 n\r\n" % offset)
            else:
                self._out.write(b"%010d 65535 f\r\n" % after[number])
        name = self._digest.hexdigest()[:32].encode()
        self._out.write(
            b"trailer\n<</Size %d/Root %d 0 R/Info %d 0 R/ID[<%s><%s>]>>\nstartxref\n%d\n%%%%EOF"
            % (size, _CATALOG, _INFO, name, name, start)
        )


class _Renumber:
    """Rewrites an object's references, parent-tree keys and cell identifiers for its place in the joined file."""

    def __init__(self, base: int, fixed: dict[int, int], marks: int, prefix: bytes) -> None:
        self._base = base
        self._fixed = fixed
        self._marks = marks
        self._prefix = prefix

    def of(self, number: int) -> int:
        return self._fixed.get(number) or self._base + number

    def references(self, text: bytes) -> list[int]:
        return [self.of(int(number)) for number in _REFERENCE.findall(text)]

    def __call__(self, body: bytes) -> bytes:
        head, mark, stream = body.partition(b"stream\n")
        first, *strings = head.split(b"(")
        if b"/StructParent" in head or not all(map(_CELL_FOLLOWS.match, strings)):
            return _TOKEN.sub(self._token, head) + mark + stream
        # Nearly every object: no string but identifiers of cells, which need no reading sign by sign.
        head = (b"(" + self._prefix).join([first, *strings])
        return _REFERENCE.sub(self._reference, head) + mark + stream

    def _reference(self, found: re.Match[bytes]) -> bytes:
        number = int(found.group(1))
        return b"%d 0 R" % (self._fixed.get(number) or self._base + number)

    def _token(self, found: re.Match[bytes]) -> bytes:
        if number := found.group(2):
            return b"%d 0 R" % (self._fixed.get(int(number)) or self._base + int(number))
        if key := found.group(1):
            name = found.group().partition(b" ")[0]
            return b"%s %d" % (name, self._marks + int(key))
        text = found.group()
        return b"(" + self._prefix + text[1:] if _CELL.fullmatch(text) else text


def _parse(pdf: bytes) -> _Batch:
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    lines = pdf[start : pdf.rindex(b"trailer")].split(b"\n")
    if lines[0] != b"xref" or b"/ObjStm" in pdf:
        raise UnknownShape("a plain cross-reference table was expected")
    places = sorted((int(line[:10]), number) for number, line in enumerate(lines[2:]) if b"n" in line)
    if not places:
        raise UnknownShape("the batch has no objects")
    objects = {}
    for (place, number), (end, _) in zip(places, [*places[1:], (start, 0)], strict=True):
        head = b"%d 0 obj\n" % number
        stop = pdf.rindex(b"endobj", place, end)
        if not pdf.startswith(head, place):
            raise UnknownShape(f"object {number} is not where the table says")
        objects[number] = pdf[place + len(head) : stop]
    return _Batch(objects, _roots(objects, pdf[pdf.rindex(b"trailer") :]))


def _roots(objects: dict[int, bytes], trailer: bytes) -> dict[bytes, int]:
    roots: dict[bytes, int] = {}

    def follow(text: bytes, *keys: bytes) -> None:
        for key in keys:
            found = re.search(b"/" + key + rb"[ \[]*(\d+) 0 R", text)
            if found is None:
                raise UnknownShape(f"no {key.decode()} in the batch")
            roots[key] = int(found.group(1))

    follow(trailer, b"Root", b"Info")
    follow(objects[roots[b"Root"]], b"Pages", b"Metadata", b"StructTreeRoot", b"Outlines")
    follow(objects[roots[b"Outlines"]], b"First", b"Last")
    roots[b"FirstMark"], roots[b"LastMark"] = roots.pop(b"First"), roots.pop(b"Last")
    follow(objects[roots[b"StructTreeRoot"]], b"K")
    roots[b"Document"] = roots.pop(b"K")
    if b"/S/Document" not in objects[roots[b"Document"]]:
        raise UnknownShape("the structure tree does not begin with a Document")
    return roots


def _array(body: bytes, opening: bytes) -> bytes:
    start = body.index(opening) + len(opening)
    return body[start : body.index(b"]", start)]


def _list(numbers: list[int]) -> bytes:
    return b" ".join(b"%d 0 R" % number for number in numbers)
