"""Money: whole qəpik as ``int``, from people's text and back, shared out to the last qəpik.

Pure. No float is ever computed with; the only float that may come in is a cell of a workbook, and
``money_from_number`` reads it as the decimal that the workbook shows, or refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar, Final

from num2words import num2words  # type: ignore[import-untyped]

from belediyye.core.refusals import Refused

LIMIT: Final = 10**15
"""The largest amount taken from people, in qəpik (ten trillion manat): thousands of them still fit 64 bits."""


class BadMoney(Refused):
    """A text or number that is not an amount of money; see ``reason``."""

    WORDS: ClassVar = {
        "empty": {"az": "Məbləğ yazılmayıb. Məbləği manatla yazın, məsələn 1 234,50.",
                  "en": "No amount is given. Write the amount in manats, for example 1 234,50."},
        "letters": {"az": "«{value}» məbləğ deyil. Yalnız rəqəm, vergül və ya nöqtə yazın, məsələn 1 234,50.",
                    "en": "“{value}” is not an amount. Use only digits and a comma or a point, for example 1 234,50."},
        "form": {"az": "«{value}» məbləğ kimi oxunmur. Məbləği belə yazın: 1 234,50.",
                 "en": "“{value}” cannot be read as an amount. Write it like this: 1 234,50."},
        "grouping": {"az": "«{value}» məbləğində minliklər düzgün ayrılmayıb. Belə yazın: 1 234 567,50.",
                     "en": "The thousands in “{value}” are not separated correctly. Write it like this: 1 234 567,50."},
        "decimals": {"az": "«{value}» məbləğində qəpik iki rəqəmdən artıqdır. Vergüldən sonra ən çox iki rəqəm yazın.",
                     "en": "“{value}” has more than two decimals. Write at most two digits after the comma."},
        "ambiguous": {"az": "«{value}» iki cür oxuna bilər: minlik, yoxsa qəpik? Minlikləri boşluqla ayırın və ya"
                            " qəpiyi iki rəqəmlə yazın.",
                      "en": "“{value}” can be read in two ways: thousands or decimals? Separate thousands by a space"
                            " or write the decimals with two digits."},
        "too_large": {"az": "«{value}» məbləği çox böyükdür. Məbləği yoxlayın.",
                      "en": "The amount “{value}” is too large. Please check it."},
    }  # fmt: skip


_SPACES: Final = dict.fromkeys(map(ord, "\u00a0\u2007\u2009\u202f\t"), " ") | {ord("−"): "-", ord("–"): "-"}
_UNIT: Final = re.compile(r"\s*(?:₼|azn|manat|man\.?)\s*", re.IGNORECASE)
_BOTH: Final = re.compile(
    r"([+-]?[\d ]+?)\s*(?:₼|azn|manat|man\.?)\s*(\d{1,2})\s*(?:qəpik|qəp\.?)", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"([+-]?)\s*([\d.,' ]*)", re.ASCII)


def parse_money(text: str) -> int:
    """The qəpik that people mean by ``text``; raises ``BadMoney`` when it can be read in two ways or none.

    Thousands may be separated by spaces, apostrophes, points or commas, decimals by a comma or a point;
    ₼, AZN or *manat* may stand before or after. A single mark followed by three digits is ambiguous.

    >>> parse_money("1 234,50"), parse_money("1.234,50 ₼"), parse_money("-1234.5"), parse_money("12 manat 5 qəpik")
    (123450, 123450, -123450, 1205)
    """
    plain = text.translate(_SPACES).strip()
    if not plain:
        raise BadMoney("empty", text)
    if both := _BOTH.fullmatch(plain):
        manat = parse_money(both[1])
        return manat - int(both[2]) if both[1].startswith("-") else manat + int(both[2])
    number = _NUMBER.fullmatch(_without_unit(plain))
    if number is None:
        raise BadMoney("letters", text)
    sign, digits = number.groups()
    whole, decimals = _halves(digits.strip(), text)
    qepik = int(_ungrouped(whole, text) or "0") * 100 + int(decimals.ljust(2, "0"))
    if qepik > LIMIT:
        raise BadMoney("too_large", text)
    return -qepik if sign == "-" else qepik


def _without_unit(text: str) -> str:
    if found := _UNIT.match(text):
        return text[found.end() :]
    if (found := re.search(_UNIT.pattern + r"\Z", text, re.IGNORECASE)) is not None:
        return text[: found.start()]
    return text


def _halves(digits: str, text: str) -> tuple[str, str]:
    """The whole part, still grouped, and at most two decimals."""
    if len(digits) > 40:
        raise BadMoney("too_large", text)
    marks = [char for char in digits if char in ".,"]
    if not re.search(r"\d", digits):
        raise BadMoney("form", text)
    if not marks or (len(marks) > 1 and len(set(marks)) == 1):
        return digits, ""
    if marks[-1] in marks[:-1]:
        raise BadMoney("grouping", text)
    whole, _, decimals = digits.rpartition(marks[-1])
    if not decimals.isdigit():
        raise BadMoney("form", text)
    if len(decimals) == 3 and len(marks) == 1 and re.fullmatch(r"[1-9]\d{0,2}", whole):
        raise BadMoney("ambiguous", text)
    if len(decimals) > 2:
        raise BadMoney("decimals", text)
    return whole, decimals


def _ungrouped(whole: str, text: str) -> str:
    if whole.isdigit() or not whole:
        return whole
    separators = {char for char in whole if not char.isdigit()}
    if len(separators) > 1 or not re.fullmatch(r"\d{1,3}(?:[.,' ]\d{3})+", whole):
        raise BadMoney("grouping", text)
    return whole.replace(separators.pop(), "")


def money_from_number(value: int | float | Decimal) -> int:
    """The qəpik of a number of manats read from a workbook cell; raises ``BadMoney``.

    A float is read with the 15 digits that spreadsheets keep, so 0.1+0.2 is 30 qəpik; a third decimal is
    refused, not rounded.
    """
    if isinstance(value, bool):
        raise BadMoney("letters", value)
    exact = Decimal(format(value, ".15g")) if isinstance(value, float) else Decimal(value)
    if not exact.is_finite():
        raise BadMoney("letters", value)
    if exact.adjusted() > 20 or abs(exact) > LIMIT // 100:
        raise BadMoney("too_large", value)
    if exact.adjusted() < -30 or exact * 100 != (exact * 100).to_integral_value():
        raise BadMoney("decimals", value)
    return int(exact * 100)


def format_money(qepik: int, *, sign: str = "₼") -> str:
    """``1 234,50 ₼`` with no-break spaces; ``sign=""`` leaves the sign of the currency out.

    >>> format_money(-123450).replace(chr(160), "_")
    '-1_234,50_₼'
    """
    manat, rest = divmod(abs(qepik), 100)
    grouped = f"{manat:,}".replace(",", "\u00a0")
    return f"{'-' if qepik < 0 else ''}{grouped},{rest:02d}" + (f"\u00a0{sign}" if sign else "")


def round_half_up(numerator: int, denominator: int) -> int:
    """The quotient as a whole number, halves away from zero; so −x rounds to minus what x rounds to.

    Raises ``ZeroDivisionError``.

    >>> round_half_up(5, 2), round_half_up(-5, 2), round_half_up(7, 3)
    (3, -3, 2)
    """
    whole, rest = divmod(abs(numerator), abs(denominator))
    whole += 2 * rest >= abs(denominator)
    return whole if (numerator < 0) == (denominator < 0) else -whole


def split_equal(total: int, parts: int) -> list[int]:
    """``total`` in ``parts`` that differ by at most one qəpik, the larger first; the sum is exact.

    Raises ``ValueError`` when ``parts`` is not positive.

    >>> split_equal(1615, 2)
    [808, 807]
    """
    if parts < 1:
        raise ValueError("money is split into one part or more")
    each, rest = divmod(abs(total), parts)
    shares = [each + (place < rest) for place in range(parts)]
    return shares if total >= 0 else [-share for share in shares]


def split_by(total: int, weights: Sequence[int]) -> list[int]:
    """``total`` in proportion to ``weights`` by the largest remainder; equal remainders: the first wins.

    The sum is exact and every part is within one qəpik of its exact share. Raises ``ValueError`` for
    negative weights or when all are zero.

    >>> split_by(100, [1, 1, 1])
    [34, 33, 33]
    """
    whole = sum(weights)
    if whole <= 0 or min(weights) < 0:
        raise ValueError("weights must not be negative, and not all zero")
    parts = [divmod(abs(total) * weight, whole) for weight in weights]
    shares = [share for share, _ in parts]
    missing = abs(total) - sum(shares)
    for place in sorted(range(len(parts)), key=lambda i: (-parts[i][1], i))[:missing]:
        shares[place] += 1
    return shares if total >= 0 else [-share for share in shares]


def money_in_words(qepik: int, language: str = "az") -> str:
    """The amount as payment papers spell it, in ``az`` or ``en``; qəpik are named even when there are none.

    >>> money_in_words(123456)
    'min iki yüz otuz dörd manat əlli altı qəpik'
    >>> money_in_words(123456, "en")
    'one thousand two hundred thirty-four manats fifty-six qapiks'
    """
    manat, rest = divmod(abs(qepik), 100)
    if language == "az":
        minus = "mənfi " if qepik < 0 else ""
        return f"{minus}{num2words(manat, lang='az')} manat {num2words(rest, lang='az')} qəpik"
    minus = "minus " if qepik < 0 else ""
    return f"{minus}{_english(manat, 'manat')} {_english(rest, 'qapik')}"


def _english(number: int, unit: str) -> str:
    words = num2words(number, lang="en").replace(",", "").replace(" and ", " ")
    return f"{words} {unit if number == 1 else unit + 's'}"
