"""Azerbaijani text: search form, order, capital letters, slugs, likeness of names, masking.

Python's ``lower``, ``upper``, ``title`` and plain code-point order are wrong for ə, ı and İ; every room
goes through these functions instead. Pure: no Django, no database, no clock.
"""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from typing import Final

ALPHABET: Final = "abcçdeəfgğhxıijkqlmnoöprsştuüvyz"
"""The 32 letters of the Azerbaijani alphabet in their own order."""

_LETTERS: Final = str.maketrans(
    {"İ": "i", "I": "i", "ı": "i", "Ə": "e", "ə": "e", "Ǝ": "e", "ǝ": "e", "đ": "d", "Đ": "d", "ø": "o",
     "Ø": "o", "ł": "l", "Ł": "l"}
)  # fmt: skip
_SIGNS: Final = str.maketrans(
    dict.fromkeys("‘’‛ʼʻ`´′ʹ", "'") | dict.fromkeys("‐‑‒–—―−", "-") | dict.fromkeys("“”„«»″", '"')
)
# The Azerbaijani Cyrillic alphabet of 1939–1991, then the Russian letters that it lacked.
_CYRILLIC: Final = str.maketrans(
    dict(zip("абвгғдеәжзиыјкҝлмноөпрстуүфхһчҹш", "abvqğdeəjziıykglmnoöprstuüfxhçcş", strict=True))
    | {"й": "y", "ё": "yo", "ц": "ts", "щ": "ş", "э": "e", "ю": "yu", "я": "ya", "ъ": "", "ь": ""}
)
# Cyrillic letters that look like Latin ones and slip into Latin words from the wrong keyboard.
_LOOKALIKES: Final = str.maketrans("асеорхукмтнвіјѕһәө", "aceopxykmthbijshəö")
# Every letter of the alphabet at once: nearly all text of an office needs nothing more.
_QUICK: Final = str.maketrans("ƏəIİıĞğÖöŞşÇçÜü\u00a0", "eeiiiggoossccuu ")
_CYRILLIC_WORD: Final = re.compile("[\u0400-\u052f]")
_LATIN_WORD: Final = re.compile("[a-zəğıöüşç]", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")


def fold(text: str) -> str:
    """The form in which text is searched and matched: plain lower-case letters without marks.

    ``İSMAYILLI``, ``İsmayıllı`` and ``ismayilli`` give the same answer; so do ``Şəki`` and ``SEKI``. A word
    wholly in Cyrillic is read by the Azerbaijani Cyrillic alphabet (``Бакы`` → ``baki``), single Cyrillic
    look-alikes inside a Latin word become the letter they look like. White space is collapsed, invisible
    characters vanish, typographic quotes and dashes become plain. Folding twice changes nothing.

    >>> fold("  İSMAYILLI\\u00a0 rayonu ")
    'ismayilli rayonu'
    >>> fold("Бакы")
    'baki'
    """
    text = unicodedata.normalize("NFC", text)
    quick = text if text.isascii() else text.translate(_QUICK)
    if quick.isascii():
        return " ".join(_visible(quick).lower().translate(_SIGNS).split())
    text = unicodedata.normalize("NFC", text.translate(_SIGNS))
    if _CYRILLIC_WORD.search(text):
        text = _WORD.sub(lambda found: _latin(found.group()), text)
    text = _strip(text.translate(_LETTERS))
    return " ".join(_visible(text.translate(_SIGNS)).split())


def _strip(text: str) -> str:
    # Twice: case folding can bring out new marks and decomposition new capitals (for example 'ŉ' or '℡').
    for _ in range(2):
        parts = unicodedata.normalize("NFKD", text.casefold())
        text = "".join(c for c in parts if not unicodedata.combining(c)).translate(_LETTERS)
    return text


def one_line(text: str) -> str:
    """Text as it is kept in a register: no signs that nobody sees or that turn the line around, single spaces.

    >>> one_line("Sınaqov \\u202e Misal\\n oğlu ")
    'Sınaqov Misal oğlu'
    """
    return " ".join(_visible(text).split())


def _visible(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(_or_space(c) for c in text)


def _or_space(char: str) -> str:
    category = unicodedata.category(char)
    return "" if category == "Cf" else " " if category in ("Cc", "Zl", "Zp") else char


def _latin(word: str) -> str:
    if not _CYRILLIC_WORD.search(word):
        return word
    word = az_lower(word)
    return word.translate(_LOOKALIKES if _LATIN_WORD.search(word) else _CYRILLIC)


def az_lower(text: str) -> str:
    """Small letters by Azerbaijani rules: I → ı, İ → i.

    >>> az_lower("QIZIL İLK")
    'qızıl ilk'
    """
    return unicodedata.normalize("NFC", text).replace("İ", "i").replace("I", "ı").lower()


def az_upper(text: str) -> str:
    """Capital letters by Azerbaijani rules: i → İ, ı → I.

    >>> az_upper("ismayıllı")
    'İSMAYILLI'
    """
    return unicodedata.normalize("NFC", text).replace("i", "İ").upper()


_SMALL_WORDS: Final = frozenset({"oğlu", "qızı", "və"})


def az_title(text: str) -> str:
    """A name with its capital letters; ``oğlu``, ``qızı`` and ``və`` stay small unless they come first.

    >>> az_title("ƏLİYEVA-İSMAYILOVA leyla VƏLİ QIZI")
    'Əliyeva-İsmayılova Leyla Vəli qızı'
    """
    words = re.split(r"(\s+)", az_lower(text))
    seen = False
    for place, word in enumerate(words):
        if word.strip():
            if not (seen and word in _SMALL_WORDS):
                words[place] = "-".join(_capital(part) for part in word.split("-"))
            seen = True
    return "".join(words)


def _capital(word: str) -> str:
    for place, char in enumerate(word):
        if char.isalnum():
            return word[:place] + az_upper(char) + word[place + 1 :]
    return word


def slugify_az(text: str, limit: int = 80) -> str:
    """A slug of a–z, 0–9 and single hyphens, at most ``limit`` long, cut between words where possible.

    May be empty when the text has no letter or digit: the caller must have another name then.

    >>> slugify_az("Şəki şəhəri: “Işıq” küçəsi №5")
    'seki-seheri-isiq-kucesi-no5'
    """
    slug = re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")
    if len(slug) <= limit:
        return slug
    cut = slug[: limit + 1].rpartition("-")[0]
    return cut or slug[:limit]


def similarity(left: str, right: str) -> float:
    """How alike two names are, 0 to 1, whatever the order of their words, marks and capitals.

    Each word is paired with its most similar partner; words without a partner lower the answer by their
    length. An initial (``Ə.``) counts as nine tenths of a word that begins with it.

    >>> similarity("ƏLİYEV Əli Vəli oğlu", "Eli Veli oglu Eliyev")
    1.0
    >>> similarity("Əliyev", "Quliyev") < 0.8
    True
    """
    first, second = sorted(_WORD.findall(fold(left))), sorted(_WORD.findall(fold(right)))
    if first == second:
        return 1.0 if first else 0.0
    pairs = sorted(
        ((_alike(a, b), i, j) for i, a in enumerate(first) for j, b in enumerate(second)), reverse=True
    )
    weight = sum(map(len, first)) + sum(map(len, second))
    total, used_left, used_right = 0.0, set[int](), set[int]()
    for score, i, j in pairs:
        if score and i not in used_left and j not in used_right:
            used_left.add(i)
            used_right.add(j)
            if 1 in (len(first[i]), len(second[j])):
                weight -= abs(len(first[i]) - len(second[j]))
                total += score * 2 * min(len(first[i]), len(second[j]))
            else:
                total += score * (len(first[i]) + len(second[j]))
    return total / weight if weight else 0.0


def _alike(left: str, right: str) -> float:
    if left == right:
        return 1.0
    if len(left) == 1 or len(right) == 1:
        return 0.9 if left[0] == right[0] and not left.isdigit() and not right.isdigit() else 0.0
    if left.isdigit() or right.isdigit():
        return 0.0
    # The ratio depends on the order of its arguments; the likeness of two names must not.
    return SequenceMatcher(None, min(left, right), max(left, right), autojunk=False).ratio()


def mask(identifier: str, sign: str = "•") -> str:
    """An identifier for screens that need only recognise it: first one and last two characters stay.

    Up to five letters and digits everything is hidden. Spaces and hyphens stay where they are.

    >>> mask("5ABC1Z7")
    '5••••Z7'
    """
    places = [place for place, char in enumerate(identifier) if char.isalnum()]
    hidden = set(places[1:-2] if len(places) > 5 else places)
    return "".join(sign if place in hidden else char for place, char in enumerate(identifier))


_BETWEEN: Final = re.compile(r"[\s\u00ad\u200b\ufeff_-]+|[\u2010-\u2015\u2212]")


def compact_code(text: str) -> str:
    """A code as it is stored, however it was typed from paper: without spaces and hyphens, in capitals of plain Latin.

    >>> compact_code(" ab2k-7xyz "), compact_code("AB2K 7XİZ")
    ('AB2K7XYZ', 'AB2K7XIZ')
    """
    return _BETWEEN.sub("", text).upper().replace("İ", "I")
