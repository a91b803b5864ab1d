"""What every database connection of the house gets: Azerbaijani order under one name on both engines."""

from typing import Any

from django.db import connection, transaction
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
    """Tells SQLite's planner how many rows each table has now: milliseconds at any size. PostgreSQL looks by itself.

    Without it a table that was empty when it was last looked at is taken for an empty one for ever, and a question goes
    by the wrong index, three times as slowly. Sizes alone, nothing of single indexes: SQLite 3.40, which Debian 12 has,
    answers wrongly to a list and a range over one index (`account IN (…) AND day <= …`) once it knows that index's
    statistics, for it then skips a step in which it reads the range's bound (its SeekScan)."""
    if connection.vendor != "sqlite":
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"PRAGMA analysis_limit={LOOKED_AT}")
        cursor.execute("ANALYZE")
        cursor.execute(
            "INSERT INTO sqlite_stat1 (tbl, idx, stat) SELECT tbl, NULL, CAST(MAX(CAST(stat AS INTEGER)) AS TEXT) FROM sqlite_stat1 "
            "GROUP BY tbl HAVING COUNT(idx) = COUNT(*)"
        )
        cursor.execute("DELETE FROM sqlite_stat1 WHERE idx IS NOT NULL")
        cursor.execute("ANALYZE sqlite_schema")


def connect() -> None:
    """Called once, when the house opens."""
    connection_created.connect(prepare, dispatch_uid="belediyye.core.databases")
