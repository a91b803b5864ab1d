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


# From so many rows on a table's way by municipality is told to be a wide one.
LARGE = 10_000


# So many pages more than at the last look, and a fifth, and PostgreSQL is asked to look again.
GROWN = 1000


def learn_sizes() -> None:
    """Tells the planner how many rows each table has now: milliseconds on SQLite; on PostgreSQL only what has grown much
    is looked at, at once instead of when its own watchman next comes by.

    Without it a table that was empty when it was last looked at is taken for an empty one for ever, and a question goes
    by the wrong index, three times as slowly. A table's last key stands for its size: the planner asks for no more than
    the order of it. Of a large table's indexes it learns that a municipality has a good part of all rows: it took an
    index that begins with the municipality for as narrow as any, and read a city's register to find one object's owner.

    Nothing else of single indexes: SQLite 3.40, which Debian 12 has, answers wrongly to a list and a range over one index
    (`account IN (…) AND day <= …`) once it believes that few rows stand before the list, for it then skips a step in which
    it reads the range's bound (its SeekScan). Before a list behind the municipality it now believes that many do."""
    if connection.vendor == "postgresql":
        _look_at_grown()
        return
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' "
            "AND sql NOT LIKE '%WITHOUT ROWID%' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
        )
        learnt: list[tuple[str, str | None, str]] = []
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT MAX(rowid) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - a quoted name of the database itself
            size = cursor.fetchone()[0] or 0
            if size:
                learnt.append((table, None, str(size)))
            if size >= LARGE:
                learnt += [(table, index, told) for index, told in _by_municipality(cursor, table, size)]
        cursor.execute("ANALYZE sqlite_schema")  # makes the table of statistics where there is none
        cursor.execute("DELETE FROM sqlite_stat1")
        cursor.executemany("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (%s, %s, %s)", learnt)
        cursor.execute("ANALYZE sqlite_schema")


def _look_at_grown() -> None:
    """Has PostgreSQL look at the tables that have grown by a fifth: a statement taken right after a city's run met the
    plans of empty tables, and took three times as long. Who looks at a table already is not waited for."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT string_agg(oid::regclass::text, ', ') FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace "
            "AND pg_relation_size(oid) / current_setting('block_size')::int > GREATEST(relpages, 0) * 1.2 + %s",
            [GROWN],
        )
        (tables,) = cursor.fetchone()
        if tables:
            cursor.execute(f"ANALYZE (SKIP_LOCKED) {tables}")


def _by_municipality(cursor: Any, table: str, size: int) -> list[tuple[str, str]]:
    """(index, what is told of it) of a table's indexes that begin with the municipality: all rows, a quarter of them for a
    municipality, and for every column behind it what SQLite supposes of any index."""
    cursor.execute(
        'SELECT l.name, l."unique", (SELECT COUNT(*) FROM pragma_index_info(l.name)), (SELECT name FROM pragma_index_info(l.name) WHERE seqno = 0) '
        "FROM pragma_index_list(%s) AS l",
        [table],
    )
    found = []
    for index, unique, columns, first in cursor.fetchall():
        if first == "municipality_id":
            behind = [max(11 - n, 2) for n in range(1, columns)]
            if unique and behind:
                behind[-1] = 1
            found.append((index, " ".join(map(str, (size, size // 4, *behind)))))
    return found


def connect() -> None:
    """Called once, when the house opens."""
    connection_created.connect(prepare, dispatch_uid="belediyye.core.databases")
