"""The ground of the room's tests: the demonstration's alliance, living, two years old."""

import pytest

from belediyye.core.cast import Cast
from belediyye.core.demo import World


@pytest.fixture
def world(cast: Cast, settings, tmp_path) -> World:
    """The cast with the whole alliance; accounts mehriban (member), orxan (operator), elnur (expert) added."""
    from belediyye.alliance.relations import demo

    settings.FILES_ROOT = tmp_path / "files"
    made = World(cast)
    demo.build(made)
    return made
