"""Payers and objects found by any word: the text index of the database, and what is asked of it.

SQLite reads an FTS5 table that holds no text of its own and is kept by triggers; PostgreSQL a GIN index over the same
column. Both answer "rows that have all these beginnings of words" without reading the table. Every word begins with its
municipality, so a search stays inside it.

A search is bounded: MOST hits are taken from the index, and what is meant most exactly is taken first (a number as
a whole, then whole words, then beginnings), so that a common beginning never crowds out an exact answer.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, connections, transaction

from belediyye.core.text import fold
from belediyye.finance.revenue.models import Holding, Taxpayer
from belediyye.finance.revenue.models.words import KINDS_OF_STREET, SHORTEST_PART, place_of, split, telephone

PAYERS, OBJECTS = "revenue_taxpayer", "revenue_taxobject"
# More hits than this are not looked at: nobody leafs through more. The page says so and asks for another word.
MOST = 1_000
SIGNS_OF_NUMBERS = set("0123456789 +-()./")


@dataclass
class Found:
    """Keys, the most exact first; `more` where the bound was met and the rest was not looked at."""

    keys: dict[int, None] = field(default_factory=dict)
    more: bool = False

    def take(self, keys: list[int], most: int = 0) -> None:
        """Adds keys up to `most` of them altogether, or up to the bound."""
        bound = most or MOST
        fresh = [key for key in dict.fromkeys(keys) if key not in self.keys]
        room = max(bound - len(self.keys), 0)
        self.keys.update(dict.fromkeys(fresh[:room]))
        self.more |= len(keys) > MOST or (not most and len(fresh) > room)

    def ends(self, enough: int) -> bool:
        """Whether no further meaning is asked, with so many found; then there may be more."""
        met = len(self.keys) >= (enough or MOST)
        self.more |= met
        return met


@dataclass(frozen=True)
class Stage:
    """What a text may mean, each a list of words that must all be there: whole words, or beginnings of words."""

    options: list[list[str]]
    whole: bool


def choices(text: str) -> list[list[str]]:
    """What the text may mean, each a list of beginnings that must all be there; empty where it has no word.

    A text of digits and signs is also one number: a telephone, or a part of a YVÖK; an e-mail is also one word.

    >>> choices("Əsəd bir"), choices("050 123-45-67"), choices("a@b.az")
    ([['esed', 'bir']], [['050', '123', '45', '67'], ['501234567'], ['0501234567']], [['a', 'b', 'az'], ['abaz']])
    """
    words = split(text)
    if not words:
        return []
    found = [words]
    joined = "".join(words)
    one_word = (
        (telephone(text), joined) if set(text) <= SIGNS_OF_NUMBERS else (joined,) if "@" in text else ()
    )
    for one in one_word:
        if len(one) >= SHORTEST_PART and [one] not in found:
            found.append([one])
    return found


def stages(text: str) -> list[Stage]:
    """The text in its meanings, the most exact first; empty where it has no word."""
    options = choices(text)
    if not options:
        return []
    words, one = options[:1], options[1:]
    return [*([Stage(one, True)] if one else []), Stage(words, True), Stage(options, False)]


def _marks_of(stage: Stage, word: str) -> str:
    """The sign of a beginning, or nothing. One letter or digit alone is a whole word: as a beginning it would mean half
    the register; and so is a kind of street, whose list is the longest of all."""
    return "" if stage.whole or len(word) < 2 or word in KINDS_OF_STREET else "*"


def _fts(stage: Stage, mark: str) -> str:
    word = lambda w: f'"{mark}{w}"{_marks_of(stage, w)}'  # noqa: E731
    return " OR ".join(f"({' AND '.join(map(word, option))})" for option in stage.options)


def _tsquery(stage: Stage, mark: str) -> str:
    word = lambda w: f"'{mark}{w}'" + (":*" if _marks_of(stage, w) else "")  # noqa: E731
    return " | ".join(f"({' & '.join(map(word, option))})" for option in stage.options)


def _vector() -> str:
    return "array_to_tsvector(string_to_array(words, ' '))"


@contextmanager
def _by_index() -> Iterator[Any]:
    """A cursor whose questions PostgreSQL answers by the index: seeing the LIMIT, it would hope to come across the rows
    by reading the table, which takes seconds where they stand at its end."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        yield cursor
        cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")


def _hits(table: str, municipality_id: int, stage: Stage, mark: str = "") -> list[int]:
    """Keys of the rows that have the words: MOST and one more, where there are so many."""
    limit, place = MOST + 1, place_of(municipality_id) + mark
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            sql = f"SELECT rowid FROM {table}_words WHERE {table}_words MATCH %s LIMIT {limit}"
            cursor.execute(sql, [_fts(stage, place)])
            return [key for (key,) in cursor.fetchall()]
    if common := _common(table, municipality_id, stage, place):
        return common
    with _by_index() as cursor:
        sql = f"SELECT id FROM {table} WHERE {_vector()} @@ CAST(%s AS tsquery) LIMIT {limit}"
        cursor.execute(sql, [_tsquery(stage, place)])
        return [key for (key,) in cursor.fetchall()]


def _common(table: str, municipality_id: int, stage: Stage, mark: str) -> list[int]:
    """The hits among the first rows where every third has the words, else nothing: PostgreSQL would first gather the
    whole list of a word that all have, a million rows, and only then give the first."""
    limit = MOST + 1
    end = lambda w: "%" if _marks_of(stage, w) else " %"  # noqa: E731
    like = " OR ".join(f"({' AND '.join(['told LIKE %s'] * len(option))})" for option in stage.options)
    # The mark of a name is a sign of LIKE.
    asked = [f"% {mark}{w}".replace("_", r"\_") + end(w) for option in stage.options for w in option]
    sql = (
        f"SELECT id FROM (SELECT id, ' ' || words || ' ' AS told FROM {table} WHERE municipality_id = %s LIMIT {3 * limit}) first "
        f"WHERE {like} LIMIT {limit}"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [municipality_id, *asked])
        keys = [key for (key,) in cursor.fetchall()]
    return keys if len(keys) == limit else []


def _named(municipality_id: int, text: str) -> list[int]:
    """Payers whose whole name the text is."""
    rows = Taxpayer.objects.filter(municipality_id=municipality_id, folded=fold(text))
    return list(rows.order_by().values_list("pk", flat=True)[: MOST + 1])


def payers(municipality_id: int, text: str, enough: int = 0) -> Found:
    """The payers that the text names; with `enough` less exact meanings are not asked where so many are found."""
    found = Found()
    asked = stages(text)
    if asked:
        found.take(_named(municipality_id, text))
    for stage in asked:
        if found.ends(enough):
            break
        found.take(_hits(PAYERS, municipality_id, stage))
    return found


def objects(municipality_id: int, text: str, holders: Iterable[int] = (), enough: int = 0) -> Found:
    """The objects that the text names: by numbers, address and title, by the names of who holds them now, and those of
    `holders`, who were known by a number. Whole words of an address leave half of the room to names."""
    found = Found()
    asked = stages(text)
    if not asked:
        return found
    words = split(text)
    found.take(_held({*holders, *_named(municipality_id, text)}))
    for stage in asked:
        if found.ends(enough):
            break
        own = _hits(OBJECTS, municipality_id, stage)
        found.take(own, MOST // 2 if stage.whole else 0)
        # A street is not the beginning of a name.
        named = stage.whole or KINDS_OF_STREET.isdisjoint(words)
        if words in stage.options and named and not found.ends(0):
            who = _hits(PAYERS, municipality_id, Stage([words], stage.whole), "_")
            found.take(_held(who))
            found.more |= len(who) > MOST
        found.take(own)
    return found


def _held(payers: Iterable[int]) -> list[int]:
    who = list(payers)
    if not who:
        return []
    held = Holding.objects.filter(taxpayer_id__in=who, until__isnull=True, withdrawn=False)
    return list(held.order_by().values_list("object_id", flat=True)[: MOST + 1])


def install(using: str = "default") -> None:
    """Makes the text index of both tables where it is missing, or where its triggers were lost with a table made anew.

    Asked after every migration: SQLite drops a table's triggers when a later migration rebuilds it. An index of an
    earlier shape is made anew."""
    engine = connections[using]
    with engine.cursor() as cursor:
        for table in (PAYERS, OBJECTS):
            if engine.vendor == "postgresql":
                cursor.execute(f"CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin ({_vector()})")
            elif not _stands(cursor, table):
                for statement in _sqlite(table):
                    cursor.execute(statement)


@contextmanager
def together(table: str) -> Iterator[None]:
    """Within it, many new rows of a table come into its text index at once, at the end. Nothing else may write to the table.

    Put in statement by statement, each of them would leave SQLite a heap of its own to merge: the heaps of one large roll
    set off the merging of a city's whole index, and the roll took three times as long. All in one transaction, the trigger's
    absence too: who dies half-way leaves none of it."""
    fts = f"{table}_words"
    with transaction.atomic(), connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            yield
            return
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
        last = cursor.fetchone()[0]
        cursor.execute(f"DROP TRIGGER {fts}_put")
        yield
        cursor.execute(
            f"INSERT INTO {fts}(rowid, words) SELECT id, words FROM {table} WHERE id > %s ORDER BY id", [last]
        )
        cursor.execute(_put(table))


def _stands(cursor: Any, table: str) -> bool:
    cursor.execute(
        "SELECT COUNT(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name LIKE %s OR sql = %s",
        [table, f"{table}_words_%", _fts_table(table)],
    )
    return bool(cursor.fetchone()[0] == 4)


def _fts_table(table: str) -> str:
    # Beginnings of two to ten letters, after the four signs of the municipality, have lists of their own: else a
    # beginning is put together from the lists of all its words, 300 ms for a word that all have.
    return (
        f"CREATE VIRTUAL TABLE {table}_words USING fts5(words, content='{table}', content_rowid='id', detail='none', columnsize=0, "
        "prefix='6 7 8 9 10 11 12 13 14', tokenize=\"ascii tokenchars '_'\")"
    )


_ROW_IN = "INSERT INTO {fts}(rowid, words) VALUES (new.id, new.words)"


def _put(table: str) -> str:
    fts = f"{table}_words"
    return f"CREATE TRIGGER {fts}_put AFTER INSERT ON {table} BEGIN {_ROW_IN.format(fts=fts)}; END"


def _sqlite(table: str) -> list[str]:
    fts = f"{table}_words"
    put = _ROW_IN.format(fts=fts)
    out = f"INSERT INTO {fts}({fts}, rowid, words) VALUES ('delete', old.id, old.words)"
    return [
        *(f"DROP TRIGGER IF EXISTS {fts}_{what}" for what in ("put", "out", "new")),
        f"DROP TABLE IF EXISTS {fts}",
        _fts_table(table),
        f"INSERT INTO {fts}({fts}) VALUES ('rebuild')",
        _put(table),
        f"CREATE TRIGGER {fts}_out AFTER DELETE ON {table} BEGIN {out}; END",
        f"CREATE TRIGGER {fts}_new AFTER UPDATE OF words ON {table} WHEN old.words IS NOT new.words BEGIN {out}; {put}; END",
    ]
