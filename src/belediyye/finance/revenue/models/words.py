"""What a payer or an object is found by: one column of words, folded, that the database's own text index reads.

The words are written wherever the row is saved, one by one or in bulk, so nothing else has to be kept in step.
`queries.finding` asks them; the index of each engine is made by `finding.install`.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from django.db import models

from belediyye.core.text import fold

WORD = re.compile(r"[^\W_]+")
# A part of a YVÖK is found from its end: people read the last digits aloud.
SHORTEST_PART = 4
NATIONAL, LOCAL = 9, 7


# Kinds of streets as people shorten them.
WHOLE = {
    **dict.fromkeys(("kuc", "kuce"), "kucesi"), **dict.fromkeys(("pr", "prosp", "prospekt"), "prospekti"),
    **dict.fromkeys(("dong", "donge"), "dongesi"), **dict.fromkeys(("meh", "mehelle"), "mehellesi"),
}  # fmt: skip
KINDS_OF_STREET = frozenset(WHOLE.values())


def split(text: str) -> list[str]:
    """The folded words of a text, without signs; a shortened kind of street is written out.

    >>> split("Gülüstan küç. 12-A")
    ['gulustan', 'kucesi', '12', 'a']
    """
    return [WHOLE.get(word, word) for word in WORD.findall(fold(text))]


def place_of(municipality_id: int) -> str:
    """What every word of a municipality begins with, four digits as in the YVÖK: no search meets a neighbour's word."""
    return f"{municipality_id:04d}"


def telephone(text: str) -> str:
    """The digits that a telephone has inside the country, however it was written; empty for no telephone.

    >>> telephone("+994 (50) 123-45-67"), telephone("050 123 45 67"), telephone("12")
    ('501234567', '501234567', '')
    """
    digits = "".join(c for c in text if c.isdigit()).removeprefix("00")
    digits = digits.removeprefix("994") if len(digits) > NATIONAL + 1 else digits.removeprefix("0")
    return digits if LOCAL <= len(digits) <= 12 else ""


def _together(municipality_id: int, words: Iterable[str]) -> str:
    place = place_of(municipality_id)
    return " ".join(place + w for w in dict.fromkeys(words) if w)


def payer_words(payer: Any) -> str:
    """Name, YVÖK and its end, the office's own number, telephones, e-mail, address. Never FİN, VÖEN or birth."""
    names = split(payer.name)
    code = payer.code or ""
    own = split(payer.external_id)
    found = [*(f"_{w}" for w in names), *names, code]
    found += [code[n:] for n in range(4, len(code) - SHORTEST_PART + 1)]
    found += [*own, "".join(own)]
    for text in re.split(r"[,;/]", payer.telephone):
        if number := telephone(text):
            found += [number, number[-LOCAL:]]
    email = split(payer.email or "")
    found += [*email, "".join(email)]
    found += [w for text in (payer.settlement, payer.street, payer.house) for w in split(text or "")]
    return _together(payer.municipality_id, found)


def object_words(thing: Any) -> str:
    """Numbers, address, title document. Who holds it is found through the payer."""
    own = split(thing.external_id)
    found = [str(thing.number), *own, "".join(own)]
    found += [
        w for text in (thing.settlement, thing.street, thing.house, thing.title) for w in split(text or "")
    ]
    return _together(thing.municipality_id, found)


class WordsField(models.TextField):
    """The words of a row, made anew by `made_by(instance)` at every save."""

    derived = True

    def __init__(self, *args: Any, made_by: Callable[[Any], str] | None = None, **kwargs: Any) -> None:
        self.made_by = made_by
        super().__init__(*args, **kwargs | {"editable": False, "blank": True, "default": ""})

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for made in ("editable", "blank", "default"):
            kwargs.pop(made, None)
        return name, path, args, kwargs

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = self.made_by(instance) if self.made_by else getattr(instance, self.attname)
        setattr(instance, self.attname, value)
        return str(value)
