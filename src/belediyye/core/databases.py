"""What every database connection of the house gets: Azerbaijani order under one name on both engines."""

from typing import Any

from django.db import connection
from django.db.backends.signals import connection_created

from belediyye.core.collation import az_key

COLLATION = "az-x-icu"
LOOKED_AT = 400


def _compare(left: str, right: str) -> int:
    a, b = az_key(left), az_key(right)
    return (a > b) - (a < b)


def prepare(connection: Any, **_: Any) -> None:
    """SQLite learns the collation that PostgreSQL has from ICU, so that one ORM expression orders both alike."""
    if connection.vendor == "sqlite":
        connection.connection.create_collation(COLLATION, _compare)


def learn_sizes() -> None:
    """Tells SQLite's planner how the rows lie now, from a few hundred of each index: milliseconds at any size.

    Without it a table that was empty when it was last looked at is taken for an empty one for ever, and a question goes
    by the wrong index, three times as slowly. PostgreSQL looks by itself."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
            cursor.execute("ANALYZE")


def connect() -> None:
    """Called once, when the house opens."""
    connection_created.connect(prepare, dispatch_uid="belediyye.core.databases")
