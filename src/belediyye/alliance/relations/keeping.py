"""What the actions of this room share: a row is checked by its own rules, saved, and the log says so."""

from secrets import token_urlsafe
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from belediyye.core.actions import Refused
from belediyye.core.journal import log
from belediyye.core.numbering import take_number

M = TypeVar("M", bound=models.Model)


def checked(row: M) -> M:
    """The row, valid by its fields, validators and constraints. Raises Refused with the words of what is wrong."""
    try:
        row.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(dict.fromkeys(error.messages))) from error
    return row


def keep(row: M, *, name: str = "", **said: Any) -> M:
    """Checks and saves a row, new or changed, and writes the log line; a change says which fields it touched."""
    if row.pk:
        said |= {"changed": changed_fields(row)}
    checked(row).save()
    log(row, name=name, **said)
    return row


def changed_fields(row: models.Model) -> list[str]:
    """The names of the fields that differ from what the database holds. Names only: values may be personal."""
    before = type(row)._base_manager.filter(pk=row.pk).first()
    if before is None:
        return []
    return [
        f.name for f in row._meta.concrete_fields if getattr(before, f.attname) != getattr(row, f.attname)
    ]


def put(row: models.Model, *, name: str = "", said: dict[str, Any] | None = None, **values: Any) -> None:
    """Sets the fields given, saves just them, and writes the log line with them (and with `said`)."""
    for field, value in values.items():
        setattr(row, field, value)
    checked(row).save(update_fields=list(values))
    log(row, name=name, **{k: str(v) for k, v in values.items()} | (said or {}))


def numbered(letter: str, year: int) -> str:
    """The next number of the alliance's own series of a year: `M-2026/3`."""
    return f"{letter}-{year}/{take_number(owner=0, code=f'relations.{letter}', year=year)}"


def new_key() -> str:
    """A key that nobody can guess, for links that are their own permission."""
    return token_urlsafe(18)
