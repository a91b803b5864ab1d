"""Identifiers of people, firms, accounts and papers: FİN, VÖEN, IBAN, telephone, YVÖK, payment reference.

Each is one value with the same four verbs: ``compact`` (the stored form, no check), ``validate`` (the stored
form, or ``BadIdentifier`` with a reason), ``is_valid`` and ``format`` (for the eye). Identifiers are text and
never numbers: leading zeros count. Pure.

FİN has no published check digit; its form is seven Latin letters and digits without I and O, so the letters
that people type for 1 and 0 are mended. VÖEN and IBAN are checked by python-stdnum.

Two are our own. **YVÖK**, the local taxpayer's code: the law names it but no form of it was found; here four
digits of the municipality, six of the payer, one check digit of ISO 7064 MOD 11,10. **Payment reference**:
digits only, because payment terminals have no letters; up to 18 digits and two check digits of ISO 7064
MOD 97-10 (every single wrong digit and every swap of neighbours is caught, 99 % of the rest). The same
digits make a creditor reference of ISO 11649 for banks: ``creditor_reference``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, Final

from stdnum import iban as _iban
from stdnum import iso11649 as _iso11649
from stdnum.az import voen as _voen
from stdnum.exceptions import InvalidChecksum, InvalidComponent, InvalidLength, ValidationError
from stdnum.iso7064 import mod_11_10, mod_97_10

from belediyye.core.refusals import Refused
from belediyye.core.text import az_upper


class BadIdentifier(Refused):
    """A text that is not the identifier it should be; see ``reason``."""

    WORDS: ClassVar = {
        "empty": {"az": "Nömrə yazılmayıb.", "en": "No number is given."},
        "length": {"az": "«{value}» nömrəsinin uzunluğu düzgün deyil. Sənəddəki nömrə ilə tutuşdurun.",
                   "en": "“{value}” does not have the right length. Compare it with the document."},
        "characters": {"az": "«{value}» nömrəsində yol verilməyən işarə var. Sənəddəki nömrə ilə tutuşdurun.",
                       "en": "“{value}” has a sign that is not allowed. Compare it with the document."},
        "check_digit": {"az": "«{value}» nömrəsinin yoxlama rəqəmi düz gəlmir: rəqəmlərdən biri səhv ola bilər.",
                        "en": "The check digit of “{value}” does not fit: one of its digits may be wrong."},
        "component": {"az": "«{value}» nömrəsinin bir hissəsi belə nömrədə ola bilməz. Sənədlə tutuşdurun.",
                      "en": "A part of “{value}” cannot occur in such a number. Compare it with the document."},
        "country": {"az": "«{value}» Azərbaycan hesabı deyil: hesab AZ ilə başlamalıdır.",
                    "en": "“{value}” is not an Azerbaijani account: it must begin with AZ."},
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Identifier:
    """One kind of identifier; made below, once a kind."""

    name: str
    _compact: Callable[[str], str]
    _check: Callable[[str], str | None]
    _groups: tuple[int, ...]
    _between: str = " "

    def compact(self, text: str) -> str:
        """The form that is stored and compared, without any check."""
        return self._compact(text)

    def validate(self, text: str) -> str:
        """The stored form; raises ``BadIdentifier``."""
        number = self._compact(text)
        reason = self._check(number) if number else "empty"
        if reason:
            raise BadIdentifier(reason, text)
        return number

    def is_valid(self, text: str) -> bool:
        """Whether ``validate`` would take it."""
        number = self._compact(text)
        return bool(number) and self._check(number) is None

    def format(self, text: str) -> str:
        """The form for the eye, in groups; a text that is not valid comes back compact."""
        rest = self._compact(text)
        if self._check(rest):
            return rest
        groups = []
        for size in self._groups:
            groups.append(rest[:size])
            rest = rest[size:]
        return self._between.join(group for group in [*groups, rest] if group)


_CYRILLIC: Final = str.maketrans("АВЕКМНОРСТХУЗЈЅ", "ABEKMHOPCTXY3JS")
_NOISE: Final = re.compile(r"[\s\u200b-\u200f\u2060\ufeff./()‐‑‒–—―−-]+")


def _bare(text: str) -> str:
    return _NOISE.sub("", az_upper(text)).replace("İ", "I").translate(_CYRILLIC)


def _digits(number: str) -> bool:
    return number.isascii() and number.isdigit()


def _fin_compact(text: str) -> str:
    return _bare(text).replace("I", "1").replace("O", "0")


def _fin_check(number: str) -> str | None:
    if len(number) != 7:
        return "length"
    return None if re.fullmatch(r"[0-9A-HJ-NP-Z]{7}", number) else "characters"


def _by_stdnum(validate: Callable[[str], str]) -> Callable[[str], str | None]:
    def check(number: str) -> str | None:
        try:
            validate(number)
        except InvalidLength:
            return "length"
        except InvalidChecksum:
            return "check_digit"
        except InvalidComponent:
            return "component"
        except ValidationError:
            return "characters"
        return None

    return check


def _voen_compact(text: str) -> str:
    number = _bare(text)
    return number.zfill(10) if len(number) == 9 else number


def _voen_check(number: str) -> str | None:
    if not _digits(number):
        return "characters"
    return _by_stdnum(_voen.validate)(number)


def _iban_check(number: str) -> str | None:
    if not number.startswith("AZ"):
        return "country"
    if len(number) != 28:
        return "length"
    return _by_stdnum(_iban.validate)(number) if number.isascii() and number.isalnum() else "characters"


def _phone_compact(text: str) -> str:
    number = _bare(text).lstrip("+").removeprefix("00")
    if len(number) == 12 and number.startswith("994"):
        number = number[3:]
    elif len(number) == 10 and number.startswith("0"):
        number = number[1:]
    return f"+994{number}" if number else ""


def _phone_check(number: str) -> str | None:
    rest = number[4:]
    if not _digits(rest):
        return "characters"
    if len(rest) != 9:
        return "length"
    return "component" if rest[0] == "0" else None


def _yvok_check(number: str) -> str | None:
    if not _digits(number):
        return "characters"
    if len(number) != 11:
        return "length"
    return None if mod_11_10.is_valid(number) else "check_digit"


def _reference_check(number: str) -> str | None:
    if not _digits(number):
        return "characters"
    if not 6 <= len(number) <= 20:
        return "length"
    return None if mod_97_10.is_valid(number) else "check_digit"


FIN: Final = Identifier("FİN", _fin_compact, _fin_check, ())
"""Personal identification number.

>>> FIN.validate(" 5xyo1ab "), FIN.is_valid("5XY01A")
('5XY01AB', False)
"""
VOEN: Final = Identifier("VÖEN", _voen_compact, _voen_check, ())
"""Taxpayer's number of the state: ten digits, the last 1 for legal and 2 for natural persons.

>>> VOEN.validate("99 0000 0011"), VOEN.validate("100000141")
('9900000011', '0100000141')
"""
IBAN: Final = Identifier("IBAN", _bare, _iban_check, (4,) * 6)
"""Account number at an Azerbaijani bank.

>>> IBAN.format("az21nabz00000000137010001944")
'AZ21 NABZ 0000 0000 1370 1000 1944'
"""
PHONE: Final = Identifier("telefon", _phone_compact, _phone_check, (4, 2, 3, 2))
"""Telephone number in Azerbaijan, stored with +994.

>>> PHONE.validate("(050) 123-45-67"), PHONE.format("994501234567")
('+994501234567', '+994 50 123 45 67')
"""
YVOK: Final = Identifier("YVÖK", _bare, _yvok_check, (4, 6), "-")
"""Local taxpayer's code: municipality, payer, check digit.

>>> YVOK.format(make_yvok(17, 42)), YVOK.is_valid("0017-000024-" + make_yvok(17, 42)[-1])
('0017-000042-6', False)
"""
REFERENCE: Final = Identifier("ödəniş nömrəsi", _bare, _reference_check, (4, 4, 4, 4))
"""Payment reference of digits with two check digits at the end.

>>> REFERENCE.format(make_reference("001700004226"))
'0017 0000 4226 70'
"""


def voen_is_legal_person(voen: str) -> bool:
    """Whether a VÖEN belongs to a legal person; raises ``BadIdentifier``."""
    return VOEN.validate(voen).endswith("1")


def make_yvok(municipality: int, payer: int) -> str:
    """The local taxpayer's code; raises ``ValueError`` for numbers of more than four and six digits."""
    if not (0 < municipality < 10**4 and 0 < payer < 10**6):
        raise ValueError("a YVÖK holds a municipality of 4 digits and a payer of 6")
    body = f"{municipality:04d}{payer:06d}"
    return body + mod_11_10.calc_check_digit(body)


def make_reference(digits: str) -> str:
    """The payment reference of 4 to 18 digits; raises ``ValueError`` for anything else."""
    if not (_digits(digits) and 4 <= len(digits) <= 18):
        raise ValueError("a payment reference is made of 4 to 18 digits")
    return digits + mod_97_10.calc_check_digits(digits)


def creditor_reference(reference: str) -> str:
    """The payment reference as banks' creditor reference (ISO 11649); raises ``BadIdentifier``.

    >>> creditor_reference(make_reference("001700004226"))
    'RF7400170000422670'
    """
    number = REFERENCE.validate(reference)
    full = f"RF{98 - mod_97_10.checksum(number + 'RF00'):02d}{number}"
    return str(_iso11649.validate(full))
