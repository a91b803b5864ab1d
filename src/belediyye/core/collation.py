"""Azerbaijani order: ``az_key`` sorts as PostgreSQL does with the ICU collation ``az-x-icu``.

The same order must come out of SQLite, PostgreSQL and Python lists; ``az_compare`` is registered on SQLite
under PostgreSQL's name. The weights are those of the Unicode collation algorithm for what municipal records
hold (Latin, Azerbaijani, digits, usual signs, Cyrillic and Greek after Latin); a test compares them with a
live PostgreSQL. Other scripts follow in code-point order.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import Final, TypeAlias

from belediyye.core.text import ALPHABET, az_lower

SortKey: TypeAlias = tuple[tuple[int, ...], tuple[int, ...], tuple[int, ...], str]
_Elements: TypeAlias = tuple[tuple[int, int, int], ...]

# ICU puts w at the end (it is foreign), and the other foreign Latin letters after their nearest letter.
_LATIN: Final = (
    ALPHABET.replace("z", "zwʒþƿ")
    .replace("ə", "əǝɛ")
    .replace("g", "gɠ")
    .replace("n", "nŋ")
    .replace("t", "tŧ")
)
_SIGNS: Final = "\t\n\v\f\r\u0085\u2028\u2029 _‿-‐‑‒–—―,;:!¡?¿.…·'‘’‚‹›\"“”„«»()[]{}§¶@*/\\&#%‰†‡•`´˜^¯˘˙¨˛¸°©®+±÷×<=>¬|¦~¤¢$£¥€₼₽₺"
_MARKS: Final = (
    "\u0301\u0300\u0306\u0302\u030c\u030a\u0308\u030b\u0303\u0307\u0338\u0335\u0334\u0328\u0327\u0304"
)
_BASE: Final = 5
_SIGN_WEIGHT: Final = {sign: place + 1 for place, sign in enumerate(_SIGNS)}
_LETTER_WEIGHT: Final = {letter: 1000 + place for place, letter in enumerate(_LATIN)}
_PAIRS: Final = {"æ": "ae", "œ": "oe", "ß": "ss", "ĳ": "ij"}
_STROKES: Final = {"ø": "o\u0338", "đ": "d\u0335", "ð": "d\u0334", "ħ": "h\u0335", "ł": "l\u0335"}


def az_key(text: str) -> SortKey:
    """The key by which Azerbaijani texts are ordered: letters first, then marks, then capitals, then code.

    >>> sorted(["zal", "şam", "sal", "10", "Ələt", "elat", "ışıq", "işıq", "xan", "haqq"], key=az_key)
    ['10', 'elat', 'Ələt', 'haqq', 'xan', 'ışıq', 'işıq', 'sal', 'şam', 'zal']
    """
    first: list[int] = []
    second: list[int] = []
    third: list[int] = []
    for char in unicodedata.normalize("NFC", text):
        for primary, secondary, tertiary in _elements(char):
            if primary:
                first.append(primary)
            second.append(secondary)
            third.append(tertiary)
    return tuple(first), tuple(second), tuple(third), text


def az_compare(left: str, right: str) -> int:
    """-1, 0 or 1 as ``left`` comes before, with or after ``right``; for ``sqlite3.create_collation``."""
    if left == right:
        return 0
    return -1 if _kept_key(left) < _kept_key(right) else 1


@lru_cache(maxsize=1 << 16)
def _kept_key(text: str) -> SortKey:
    # SQLite compares one text with many others while it sorts.
    return az_key(text)


@lru_cache(maxsize=4096)
def _elements(char: str) -> _Elements:
    lower = az_lower(char)
    if len(lower) == 1 and lower in _LETTER_WEIGHT:
        return ((_LETTER_WEIGHT[lower], _BASE, _BASE if lower == char else _BASE + 3),)
    if char in _SIGN_WEIGHT:
        return ((_SIGN_WEIGHT[char], _BASE, _BASE),)
    if "0" <= char <= "9":
        return ((500 + ord(char) - ord("0"), _BASE, _BASE),)
    if unicodedata.combining(char):
        place = _MARKS.find(char)
        return ((0, _BASE + 1 + place if place >= 0 else 50 + ord(char), _BASE),)
    if lower in _PAIRS:
        return _pair(_PAIRS[lower], upper=lower != char)
    return _foreign(char)


def _pair(letters: str, *, upper: bool) -> _Elements:
    # 'æ' is 'ae' with a difference that shows only when all letters are the same.
    rise = _BASE + 3 if upper else _BASE
    one, two = (_LETTER_WEIGHT[letter] for letter in letters)
    return ((one, _BASE, rise), (0, 49, rise), (two, _BASE, rise))


def _foreign(char: str) -> _Elements:
    parts = _STROKES.get(char.lower(), "")
    parts = (parts if char.islower() else parts.upper()) or unicodedata.normalize("NFD", char)
    whole = char in "йЙ"  # a letter of its own, not и with a mark
    if len(parts) > 1 and not whole:
        return tuple(element for part in parts for element in _elements(part))
    parts = unicodedata.normalize("NFKD", char)
    if parts != char and not whole:
        return tuple((p, s, t + 4) for part in parts for p, s, t in _elements(part))
    if unicodedata.category(char) in ("Cc", "Cf"):
        return ()
    lower = char.lower()
    if len(lower) == 1 and lower != char:
        return ((10_000 + ord(lower), _BASE, _BASE + 3),)
    # A sign without a place of its own still comes before digits and letters.
    before = not char.isalnum()
    return ((200 if before else 10_000 + ord(char), _BASE, ord(char) if before else _BASE),)
