"""Writing many rows by one prepared statement: new ones whose keys nobody needs, and changed ones."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert_rows(rows: Iterable[models.Model]) -> int:
    """Inserts new rows of one model, each field written as `save` would; gives how many. The rows get no keys, and no
    signal is sent. To be called within a transaction. Raises what the database refuses."""
    made: Sequence[models.Model] = list(rows)
    if not made:
        return 0
    meta, quote = made[0]._meta, connection.ops.quote_name
    fields: list[Any] = [f for f in meta.concrete_fields if not f.primary_key]
    columns, marks = ", ".join(quote(f.column) for f in fields), ", ".join(["%s"] * len(fields))
    values = [[f.get_db_prep_save(f.pre_save(row, True), connection) for f in fields] for row in made]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ({marks})", values)  # noqa: S608 - names of the model itself
    return len(made)


def update_rows(rows: Iterable[models.Model], names: Collection[str]) -> int:
    """Writes the named fields of changed rows of one model, and the fields derived from others (`derived`), as `save` would;
    gives how many. No signal is sent. To be called within a transaction. Raises what the database refuses."""
    changed: Sequence[models.Model] = list(rows)
    if not changed:
        return 0
    meta, quote = changed[0]._meta, connection.ops.quote_name
    fields: list[Any] = [f for f in meta.concrete_fields if f.name in names or getattr(f, "derived", False)]
    columns = ", ".join(f"{quote(f.column)} = %s" for f in fields)
    values = [
        [*(f.get_db_prep_save(f.pre_save(row, False), connection) for f in fields), row.pk] for row in changed
    ]
    text = f"UPDATE {quote(meta.db_table)} SET {columns} WHERE {quote(meta.pk.column)} = %s"  # noqa: S608 - names of the model itself
    with connection.cursor() as cursor:
        cursor.executemany(text, values)
    return len(changed)
