"""What every database connection of the house gets: Azerbaijani order under one name on both engines."""

from typing import Any

from django.db import connection, transaction
from django.db.backends.signals import connection_created

from belediyye.core.collation import az_key

COLLATION = "az-x-icu"


def _compare(left: str, right: str) -> int:
    a, b = az_key(left), az_key(right)
    return (a > b) - (a < b)


def prepare(connection: Any, **_: Any) -> None:
    """SQLite learns the collation that PostgreSQL has from ICU, so that one ORM expression orders both alike."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, _compare)


def learn_sizes() -> None:
    """Tells SQLite's planner how many rows each table has now: milliseconds at any size. PostgreSQL looks by itself.

    Without it a table that was empty when it was last looked at is taken for an empty one for ever, and a question goes
    by the wrong index, three times as slowly. A table's last key stands for its size: the planner asks for no more than
    the order of it. Sizes alone, nothing of single indexes: SQLite 3.40, which Debian 12 has, answers wrongly to a list
    and a range over one index (`account IN (…) AND day <= …`) once it knows that index's statistics, for it then skips a
    step in which it reads the range's bound (its SeekScan)."""
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' "
            "AND sql NOT LIKE '%WITHOUT ROWID%' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        )
        sizes = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT MAX(rowid) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a quoted name of the database itself
            sizes.append((table, cursor.fetchone()[0]))
        cursor.execute("ANALYZE sqlite_schema")  # makes the table of statistics where there is none
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.executemany(
            "INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, NULL, %s)",
            [(table, str(size)) for table, size in sizes if size],
        )
        cursor.execute("ANALYZE sqlite_schema")


def connect() -> None:
    """Called once, when the house opens."""
    connection_created.connect(prepare, dispatch_uid="belediyye.core.databases")
