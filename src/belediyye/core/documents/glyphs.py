"""Which characters the house's font can draw.

PDF/A does not allow a character without a glyph: one emoji in a payer's name would stop a whole run of
notices. So every text is cleaned before it goes to the press. The font's own table of characters (formats 4
and 12 of ``cmap``) is read here; a library for it would be large.
"""

from __future__ import annotations

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

FONT: Final = Path(__file__).parents[1] / "fonts" / "NotoSans-Regular.ttf"
MISSING: Final = "\ufffd"


@lru_cache(maxsize=1)
def drawable() -> frozenset[int]:
    """The code points that the font draws, and the line feed."""
    data = FONT.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    for place in range(12, 12 + 16 * tables, 16):
        tag, _, offset, _ = struct.unpack_from(">4sIII", data, place)
        if tag == b"cmap":
            return frozenset(_cmap(data, offset)) | {10}
    raise ValueError("the font has no table of characters")


def _cmap(data: bytes, start: int) -> set[int]:
    points: set[int] = set()
    for place in range(struct.unpack_from(">H", data, start + 2)[0]):
        offset = start + struct.unpack_from(">I", data, start + 8 + 8 * place)[0]
        form = struct.unpack_from(">H", data, offset)[0]
        if form == 12:
            for group in range(struct.unpack_from(">I", data, offset + 12)[0]):
                first, last, _ = struct.unpack_from(">III", data, offset + 16 + 12 * group)
                points.update(range(first, last + 1))
        elif form == 4:
            count = struct.unpack_from(">H", data, offset + 6)[0] // 2
            ends = struct.unpack_from(f">{count}H", data, offset + 14)
            starts = struct.unpack_from(f">{count}H", data, offset + 16 + 2 * count)
            for first, last in zip(starts, ends, strict=True):
                points.update(range(first, last + 1))
    # What the font maps to an empty glyph (controls, joiners, marks of direction) PDF/A refuses as text.
    return {p for p in points if p != 0xFFFF and unicodedata.category(chr(p))[0] != "C"}


def clean(value: Any) -> Any:
    """The same data (str, numbers, lists, dicts) in which every character can be drawn."""
    if isinstance(value, str):
        if value.isascii() and value.isprintable():
            return value
        return "".join(c if ord(c) in drawable() else " " if c.isspace() else MISSING for c in value)
    if isinstance(value, dict):
        return {key: clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [clean(inner) for inner in value]
    return value
