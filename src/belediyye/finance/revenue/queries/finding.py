"""Payers and objects found by any word: the text index of the database, and what is asked of it.

SQLite reads an FTS5 table that holds no text of its own and is kept by triggers; PostgreSQL a GIN index over the same
column. Both answer "rows that have all these beginnings of words" without reading the table. Every word begins with its
municipality, so a search stays inside it.
"""

from typing import Any

from django.db import connection, connections

from belediyye.finance.revenue.models import Holding
from belediyye.finance.revenue.models.words import SHORTEST_PART, place_of, split, telephone

PAYERS, OBJECTS = "revenue_taxpayer", "revenue_taxobject"
# More hits than this nobody leafs through; the page says that they were more and asks for another word.
MOST = 10_000
# Of so many people at most the objects are found by their names.
HOLDERS = 2_000
SIGNS_OF_NUMBERS = set("0123456789 +-()./")


def choices(text: str) -> list[list[str]]:
    """What the text may mean, each a list of beginnings that must all be there; empty where it has no word.

    A text of digits and signs is also one number: a telephone, or a part of a YVÖK.

    >>> choices("Əsəd bir"), choices("050 123-45-67")
    ([['esed', 'bir']], [['050', '123', '45', '67'], ['501234567'], ['0501234567']])
    """
    words = split(text)
    if not words:
        return []
    found = [words]
    if set(text) <= SIGNS_OF_NUMBERS:
        digits = "".join(words)
        for one in (telephone(text), digits):
            if len(one) >= SHORTEST_PART and [one] not in found:
                found.append([one])
    return found


def _fts(options: list[list[str]], mark: str) -> str:
    # One letter or digit alone is a whole word: as a beginning it would mean half the register.
    one = lambda w: f'"{mark}{w}"' + ("*" if len(w) > 1 else "")  # noqa: E731
    return " OR ".join(f"({' AND '.join(map(one, o))})" for o in options)


def _tsquery(options: list[list[str]], mark: str) -> str:
    one = lambda w: f"'{mark}{w}'" + (":*" if len(w) > 1 else "")  # noqa: E731
    return " | ".join(f"({' & '.join(map(one, o))})" for o in options)


def _hits(
    table: str, vendor: str, municipality_id: int, options: list[list[str]], limit: int, mark: str = ""
) -> tuple[str, list[Any]]:
    """SELECT of the keys of the rows that have the words, no more than `limit`."""
    mark = place_of(municipality_id) + mark
    if vendor == "sqlite":
        sql = f"SELECT rowid AS id FROM {table}_words WHERE {table}_words MATCH %s LIMIT {limit}"
        return sql, [_fts(options, mark)]
    # Materialised: else the planner, seeing the LIMIT, hopes to come across the rows by reading the table.
    sql = (
        f"WITH hits AS MATERIALIZED (SELECT id FROM {table} WHERE {_vector()} @@ CAST(%s AS tsquery)) "
        f"SELECT id FROM hits LIMIT {limit}"
    )
    return sql, [_tsquery(options, mark)]


def _vector() -> str:
    return "array_to_tsvector(string_to_array(words, ' '))"


def _keys(sql: str, params: list[Any]) -> list[int]:
    # Keys in hand, not a subquery: SQLite's planner would walk the whole list in order and ask of each row.
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return [key for (key,) in cursor.fetchall()]


def payers(municipality_id: int, text: str) -> list[int]:
    """The keys of the payers that the text names, no more than MOST."""
    options = choices(text)
    return _keys(*_hits(PAYERS, connection.vendor, municipality_id, options, MOST)) if options else []


def objects(municipality_id: int, text: str, holders: list[int] | None = None) -> list[int]:
    """The keys of the objects that the text names: by numbers, address and title, by the names of who holds them now,
    and those of `holders`, who were known by a number."""
    options = choices(text)
    if not options:
        return []
    vendor = connection.vendor
    found = _keys(*_hits(OBJECTS, vendor, municipality_id, options, MOST))
    who = holders or _keys(*_hits(PAYERS, vendor, municipality_id, options[:1], HOLDERS, "_"))
    held = Holding.objects.filter(taxpayer_id__in=who, until__isnull=True, withdrawn=False)
    return list({*found, *held.order_by().values_list("object_id", flat=True)})[:MOST] if who else found


def install(using: str = "default") -> None:
    """Makes the text index of both tables where it is missing, or where its triggers were lost with a table made anew.

    Asked after every migration: SQLite drops a table's triggers when a later migration rebuilds it."""
    engine = connections[using]
    with engine.cursor() as cursor:
        for table in (PAYERS, OBJECTS):
            if engine.vendor == "postgresql":
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin ({_vector()})")
            elif not _has_triggers(cursor, table):
                for statement in _sqlite(table):
                    cursor.execute(statement)


def _has_triggers(cursor: Any, table: str) -> bool:
    cursor.execute(
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name LIKE %s",
        [table, f"{table}_words_%"],
    )
    return bool(cursor.fetchone()[0] == 3)


def _sqlite(table: str) -> list[str]:
    # Beginnings of two and three letters, after the four signs of the municipality, have lists of their own.
    fts = f"{table}_words"
    put = f"INSERT INTO {fts}(rowid, words) VALUES (new.id, new.words)"
    out = f"INSERT INTO {fts}({fts}, rowid, words) VALUES ('delete', old.id, old.words)"
    return [
        *(f"DROP TRIGGER IF EXISTS {fts}_{what}" for what in ("put", "out", "new")),
        f"DROP TABLE IF EXISTS {fts}",
        f"CREATE VIRTUAL TABLE {fts} USING fts5(words, content='{table}', content_rowid='id', detail='none', columnsize=0, "
        "prefix='6 7', tokenize=\"ascii tokenchars '_'\")",
        f"INSERT INTO {fts}({fts}) VALUES ('rebuild')",
        f"CREATE TRIGGER {fts}_put AFTER INSERT ON {table} BEGIN {put}; END",
        f"CREATE TRIGGER {fts}_out AFTER DELETE ON {table} BEGIN {out}; END",
        f"CREATE TRIGGER {fts}_new AFTER UPDATE OF words ON {table} WHEN old.words IS NOT new.words BEGIN {out}; {put}; END",
    ]
