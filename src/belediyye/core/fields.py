"""Fields for personal identifiers: encrypted at rest, found through a keyed index, never readable in the database."""

from typing import Any

from django.conf import settings
from django.db import models

from belediyye.core import encryption


class EncryptedField(models.TextField):
    """Text that the database holds only encrypted. Equality in queries goes through an `IndexField` beside it."""

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encryption.encrypt(text, settings.FIELD_KEYS) if text else text

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        return encryption.decrypt(value, settings.FIELD_KEYS) if value else value


class IndexField(models.CharField):
    """The keyed hash of the encrypted field `of`, kept up to date on save. Ask with `index_of(value)`."""

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


def index_of(value: str) -> str:
    """What an `IndexField` holds for this clear value; empty for empty."""
    return encryption.blind_index(value, settings.INDEX_KEY) if value else ""
