"""The order of texts, compared with a live PostgreSQL where there is one."""

import doctest
import os
import random
import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core import collation
from belediyye.core.collation import az_compare, az_key
from belediyye.core.text import ALPHABET, az_upper

SIGNS = " -–,.;:'’\"«»()/№&#%+*_§"
LETTERS = ALPHABET + az_upper(ALPHABET) + "wWâÂêéÉèàáäÄñÑôûîÎšžčåßæøßABCabc"
CYRILLIC = "абвгдежзийклмнопрстуфхчшыАБВГД"


def test_examples_in_the_docstrings_are_true():
    assert doctest.testmod(collation).failed == 0


def test_the_alphabet_is_in_its_own_order():
    assert "".join(sorted(ALPHABET, key=az_key)) == ALPHABET
    assert sorted(["b", "B", "a", "A", "ç", "c"], key=az_key) == ["a", "A", "b", "B", "c", "ç"]
    assert sorted(["x", "h", "ı", "z", "9", "w", "-", " "], key=az_key) == [
        " ",
        "-",
        "9",
        "h",
        "x",
        "ı",
        "z",
        "w",
    ]


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_any_three_texts_have_one_order(a, b, c):
    assert az_compare(a, b) == -az_compare(b, a)
    if az_compare(a, b) <= 0 and az_compare(b, c) <= 0:
        assert az_compare(a, c) <= 0


def test_sqlite_sorts_by_it():
    connection = sqlite3.connect(":memory:")
    connection.create_collation("az-x-icu", az_compare)
    rows = connection.execute(
        "select column1 from (values ('zal'), ('şam'), ('sal'), ('xan'), ('haqq'), ('ışıq'), ('işıq'), ('Ələt'))"
        ' order by column1 collate "az-x-icu"'
    ).fetchall()
    connection.close()
    assert [row[0] for row in rows] == ["Ələt", "haqq", "xan", "ışıq", "işıq", "sal", "şam", "zal"]


def sorted_by_postgresql(texts: list[str]) -> list[str]:
    psycopg = pytest.importorskip("psycopg")
    url = os.environ.get("DATABASE_URL", "postgresql://postgres@127.0.0.1:5432/postgres")
    if not url.startswith("postgres"):
        pytest.skip("DATABASE_URL is not PostgreSQL")
    try:
        connection = psycopg.connect(url, connect_timeout=3)
    except psycopg.OperationalError:
        pytest.skip("no PostgreSQL here")
    with connection:
        rows = connection.execute(
            'select t from unnest(%s::text[]) t order by t collate "az-x-icu"', [texts]
        ).fetchall()
    return [row[0] for row in rows]


@pytest.mark.postgres
def test_postgresql_agrees_on_thousands_of_texts():
    chance = random.Random(20261122)
    texts = set()
    while len(texts) < 6000:
        pool = chance.choice([LETTERS, LETTERS + SIGNS + "0123456789", "iİıI", "aAâÂ -", LETTERS + CYRILLIC])
        texts.add("".join(chance.choices(pool, k=chance.randint(1, 9))))
    ours = sorted(texts, key=az_key)
    theirs = sorted_by_postgresql(list(texts))
    wrong = [(a, b) for a, b in zip(ours, theirs, strict=True) if a != b]
    assert not wrong[:5], f"{len(wrong)} places differ"
