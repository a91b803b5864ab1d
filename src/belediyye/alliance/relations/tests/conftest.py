"""The ground of the room's tests: the demonstration's alliance, living, two years old."""

import pytest

from belediyye.core.cast import Cast
from belediyye.core.demo import World


@pytest.fixture
def _quick_passwords(settings) -> None:
    """Accounts are made for every test; the slow hash that guards real ones would be most of the time."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(_quick_passwords, cast: Cast, settings, tmp_path) -> World:
    """The cast with the whole alliance; accounts mehriban (member), orxan (operator), elnur (expert) added."""
    from belediyye.alliance.relations import demo

    settings.FILES_ROOT = tmp_path / "files"
    made = World(cast)
    demo.build(made)
    return made
