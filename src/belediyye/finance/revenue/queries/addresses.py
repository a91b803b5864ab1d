"""An address as offices write it, in one piece, parted into settlement, street and house where that is plain."""

import re
from typing import Final, NamedTuple

from belediyye.core.text import fold

# How a kind of street is written short, and in full. Longest first: “d.” must not eat the beginning of “dalan”.
_STREETS: Final = {
    "küçəsi": ("küçəsi", "küçə", "küç.", "küç", "k."),
    "prospekti": ("prospekti", "prospekt", "pr-ti", "pros.", "pr."),
    "döngəsi": ("döngəsi", "döngə", "dön.", "döng."),
    "dalanı": ("dalanı", "dalan", "dal."),
    "xiyabanı": ("xiyabanı", "xiy."),
    "şosesi": ("şosesi", "şose"),
    "meydanı": ("meydanı", "meydan"),
    "bulvarı": ("bulvarı",),
}
_SHORT: Final = {fold(w): full for full, words in _STREETS.items() for w in words}
_KIND: Final = "|".join(re.escape(w) for w in sorted(_SHORT, key=len, reverse=True))
_STREET: Final = re.compile(rf"(?P<name>.*\S)\s+(?P<kind>{_KIND})(?=[\s,.]|\d|$)[.,]?(?P<rest>.*)\Z")
_NUMBER: Final = r"\d{1,4}\s?(?:[a-zəıöüğşç]|[/-]\s?\d{1,4}[a-zəıöüğşç]?)?"
_HOUSE: Final = re.compile(
    rf"[\s,.]*(?:(?:(?:ev|bina|nomre)\b[.:\s]*)?(?P<house>{_NUMBER})"
    rf"(?:[\s,]+(?:menzil|men|m)\b[.:\s]*(?P<flat>{_NUMBER}))?)?[\s.,]*\Z"
)
_SETTLEMENT: Final = re.compile(
    r".*(kendi|kend|qesebesi|qesebe|qes\.|seheri|seher|rayonu|r-nu|k\.|s\.|ş\.)\Z"
)


class Address(NamedTuple):
    """Settlement, street and house; `whole` where the text could not be parted and stands in `street`."""

    settlement: str = ""
    street: str = ""
    house: str = ""
    whole: bool = False

    def __bool__(self) -> bool:
        return bool(self.settlement or self.street or self.house)

    @property
    def text(self) -> str:
        return ", ".join(filter(None, self[:3]))


def parted(text: str) -> Address:
    """The parts of an address in one piece; kept whole where it is not plain which part is which.

    >>> parted("Nümunə küç., ev 30, m. 5")[:3]
    ('', 'Nümunə küçəsi', '30, m. 5')
    >>> parted("Sınaqlı kəndi, Nümunə küçəsi 30")[:3]
    ('Sınaqlı kəndi', 'Nümunə küçəsi', '30')
    >>> parted("məktəbin yanında").whole
    True
    """
    text = " ".join(text.replace("№", " ").split())
    if not text:
        return Address()
    folded = fold(text)
    # Folding keeps the length for the letters that are written here; where it does not, nothing is cut.
    if len(folded) != len(text):
        return Address(street=text[:120], whole=True)
    found = _STREET.match(folded)
    house = _HOUSE.match(found["rest"]) if found else None
    if found is None or house is None:
        return Address(street=text[:120], whole=True)
    *before, name = (p.strip() for p in text[: found.end("name")].split(","))
    if not name or not all(_SETTLEMENT.match(fold(p)) for p in before if p):
        return Address(street=text[:120], whole=True)
    start = found.start("rest")
    number = text[start + house.start("house") : start + house.end("house")] if house["house"] else ""
    flat = text[start + house.start("flat") : start + house.end("flat")] if house["flat"] else ""
    return Address(
        ", ".join(p for p in before if p)[:80],
        f"{name} {_SHORT[found['kind']]}"[:120],
        (number + (f", m. {flat}" if flat else ""))[:40],
    )
