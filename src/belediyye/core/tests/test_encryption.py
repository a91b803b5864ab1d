"""Encrypted values: keys that change, and the blind index."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from belediyye.core.encryption import Unreadable, blind_index, decrypt, encrypt

OLD, NEW = "an old key of some length", "a new key of some length"


@given(st.text(max_size=60))
def test_there_and_back(value):
    token = encrypt(value, [NEW, OLD])
    assert token.isascii() and decrypt(token, [NEW, OLD]) == value
    assert encrypt(value, [NEW, OLD]) != token


def test_keys_change_without_loss():
    token = encrypt("5ABC1Z7", [OLD])
    assert decrypt(token, [NEW, OLD]) == "5ABC1Z7"
    for bad, keys in [(token, [NEW]), (token[:-4] + "AAA=", [OLD])]:
        with pytest.raises(Unreadable):
            decrypt(bad, keys)


def test_the_index_finds_equal_values_and_depends_on_its_key():
    assert blind_index("İSMAYILLI", NEW) == blind_index("ismayilli", NEW)
    assert blind_index("5ABC1Z7", NEW) != blind_index("5ABC1Z7", OLD)
    assert len(blind_index("a", NEW)) == 64
