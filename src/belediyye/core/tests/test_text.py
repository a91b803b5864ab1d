"""What search, order and capitals promise for Azerbaijani text."""

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core import text
from belediyye.core.text import (
    ALPHABET,
    az_lower,
    az_title,
    az_upper,
    fold,
    mask,
    similarity,
    slugify_az,
)

WORDS = st.text(ALPHABET + ALPHABET.upper() + "İ .-", max_size=30)


def test_examples_in_the_docstrings_are_true():
    assert doctest.testmod(text).failed == 0


@pytest.mark.parametrize(
    "typed", ["İSMAYILLI", "ismayıllı", "Ismayilli", "I\u0307smayıllı", "ИСМАЙЫЛЛЫ", "İsmаyıllı"]
)
def test_every_way_to_type_a_place_finds_it(typed):
    assert fold(typed) == "ismayilli"


def test_cyrillic_words_are_read_and_lookalikes_inside_latin_words_are_mended():
    assert fold("Бакы шәһәри") == "baki seheri"
    assert fold("Гәбәлә") == "qebele"
    assert fold("АBС") == "abc"
    assert fold("HАСІYЕV") == "haciyev"  # four of these letters are Cyrillic


def test_invisible_characters_and_odd_spaces_do_not_hide_a_name():
    assert fold("\ufeffƏli\u200b\u00a0\u2003 Əliyev\t\n") == "eli eliyev"
    assert fold("Ma’lumat – №5") == "ma'lumat - no5"


@given(st.text(max_size=40))
def test_folding_twice_changes_nothing(value):
    assert fold(fold(value)) == fold(value)


@given(WORDS)
def test_capitals_do_not_matter_and_come_back(value):
    assert fold(az_upper(value)) == fold(az_lower(value)) == fold(value)
    assert az_lower(az_upper(az_lower(value))) == az_lower(value)


def test_titles():
    assert az_title("İSMAYILLI RAYONU") == "İsmayıllı Rayonu"
    assert az_title("oğlu ƏLİ vəli OĞLU") == "Oğlu Əli Vəli oğlu"
    assert az_title("“ışıq”  mmc") == "“Işıq”  Mmc"
    assert az_title("") == ""


@given(st.text(max_size=60), st.integers(8, 40))
def test_a_slug_is_plain_and_short(value, limit):
    slug = slugify_az(value, limit)
    assert len(slug) <= limit
    assert set(slug) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not slug.startswith("-") and not slug.endswith("-") and "--" not in slug


@given(WORDS, WORDS)
def test_likeness_is_a_share_and_has_no_side(left, right):
    assert 0.0 <= similarity(left, right) <= 1.0
    assert similarity(left, right) == pytest.approx(similarity(right, left))


def test_likeness_of_names_as_banks_write_them():
    assert similarity("ƏLİYEV ƏLİ VƏLİ OĞLU", "Əli Vəli oğlu Əliyev") == 1.0
    assert similarity("Eliyev Eli", "Əliyev Əli") == 1.0
    assert similarity("Əliyev Ə. V.", "Əliyev Əli Vəli") > 0.9
    assert similarity("Əliyev Əli", "Hüseynova Günay") < 0.5
    assert similarity("", "Əli") == similarity("", "") == 0.0
    assert similarity("Əliyev Əli", "Əliyeva Əli") > 0.9


def test_masks():
    assert mask("1234567891") == "1•••••••91"
    assert mask("ABC") == "•••"
    assert mask("AZ21 NABZ 0001") == "A••• •••• ••01"
    assert mask("") == ""
