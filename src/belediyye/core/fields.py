"""Fields of the house: identifiers encrypted at rest and found through a keyed index; text folded for search."""

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.db import models

from belediyye.core import encryption
from belediyye.core.text import fold


class EncryptedField(models.TextField):
    """Text that the database holds only encrypted. Equality in queries goes through an `IndexField` beside it."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encryption.encrypt(text, settings.FIELD_KEYS) if text else text

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return encryption.decrypt(value, settings.FIELD_KEYS) if value else value


class IndexField(models.CharField):
    """The keyed hash of the encrypted field `of`, kept up to date on save. Ask with `index_of(value)`."""

    derived = True

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        kwargs |= {"max_length": 64, "editable": False, "blank": True, "default": "", "db_index": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for made in ("max_length", "editable", "blank", "default", "db_index"):
            kwargs.pop(made, None)
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = index_of(getattr(instance, self.of))
        setattr(instance, self.attname, value)
        return value


class FoldedField(models.CharField):
    """What the fields `of` are searched by: folded text, ordered by code point, indexed on both engines.

    PostgreSQL gets the collation "C" so that `beginning()` is one range of the index, as it is on SQLite.
    """

    derived = True

    def __init__(self, *args: Any, of: Sequence[str] = (), **kwargs: Any) -> None:
        self.of = tuple(of)
        kwargs = (
            {"max_length": 300} | kwargs | {"editable": False, "blank": True, "default": "", "db_index": True}
        )
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for made in ("editable", "blank", "default", "db_index"):
            kwargs.pop(made, None)
        return name, path, args, {**kwargs, "of": self.of}

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": "C"} if connection.vendor == "postgresql" else parameters

    def pre_save(self, instance: models.Model, add: bool) -> str:
        value = fold(" ".join(filter(None, (str(getattr(instance, name) or "") for name in self.of))))[
            : self.max_length
        ]
        setattr(instance, self.attname, value)
        return value


def natural(text: str) -> str:
    """Folded text whose numbers sort as numbers: house 2 before house 10, 10 before 10a.

    >>> natural("Nümunə küç. 2") < natural("Nümunə küç. 10")
    True
    """
    return re.sub(r"\d+", lambda found: found.group().zfill(6), fold(text))


class NaturalField(models.CharField):
    """What rows are sorted by: the fields `of`, folded, their numbers as numbers; compared by code point on both engines."""

    derived = True

    def __init__(self, *args: Any, of: Sequence[str] = (), **kwargs: Any) -> None:
        self.of = tuple(of)
        kwargs = (
            {"max_length": 300} | kwargs | {"editable": False, "blank": True, "default": "", "db_default": ""}
        )
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        for made in ("editable", "blank", "default", "db_default"):
            kwargs.pop(made, None)
        return name, path, args, {**kwargs, "of": self.of}

    def db_parameters(self, connection: Any) -> Any:
        parameters = super().db_parameters(connection)
        return {**parameters, "collation": "C"} if connection.vendor == "postgresql" else parameters

    def pre_save(self, instance: models.Model, add: bool) -> str:
        # Between the parts stands the lowest sign, so that a short street never mixes with the houses of a longer one.
        value = "\x01".join(natural(str(getattr(instance, name) or "")) for name in self.of)[
            : self.max_length
        ]
        setattr(instance, self.attname, value)
        return value


def beginning(field: str, folded: str) -> models.Q:
    """The rows whose folded field begins with the text: a range that the index answers on both engines."""
    return models.Q(**{f"{field}__gte": folded, f"{field}__lt": folded + "\U0010ffff"})


def index_of(value: str) -> str:
    """What an `IndexField` holds for this clear value; empty for empty."""
    return encryption.blind_index(value, settings.INDEX_KEY) if value else ""
