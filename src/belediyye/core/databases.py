"""What every database connection of the house gets: Azerbaijani order under one name on both engines."""

from typing import Any

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


def connect() -> None:
    """Called once, when the house opens."""
    connection_created.connect(prepare, dispatch_uid="belediyye.core.databases")
