"""The thread between objects of any rooms, the search box, the desk: what an actor may not see is not there."""

import pytest
from django_scopes import scope

from belediyye.core import desk, search, thread
from belediyye.core.actors import GUEST
from belediyye.core.cast import Cast
from belediyye.core.models import Link, Municipality, Organisation


@pytest.fixture
def shown():
    def find(actor, pks):
        rows = Organisation.objects.filter(pk__in=list(pks))
        return (
            {}
            if actor.is_guest
            else {str(o.pk): thread.End(o.name, f"/{o.pk}/", "organisation") for o in rows}
        )

    before = dict(thread._shown)
    thread.show(Organisation, find)
    yield
    thread._shown.clear()
    thread._shown.update(before)


def test_both_ends_show_the_link(cast: Cast, shown: None, django_assert_num_queries) -> None:
    a, b, c = (Organisation.objects.create(name=n) for n in "abc")
    thread.tie(a, b, relation="supports", reason="why")
    thread.tie(a, b, relation="supports")
    thread.tie(c, a, relation="answers")
    rauf = cast.actor("rauf")
    with django_assert_num_queries(2):
        strands = thread.thread_of(rauf, a)
    assert [(s.relation, s.other.title, s.outward) for s in strands] == [
        ("supports", "b", True),
        ("answers", "c", False),
    ]
    assert [s.other.title for s in thread.thread_of(rauf, b)] == ["a"]
    assert thread.thread_of(GUEST, a) == []
    thread.untie(Link.objects.first())
    assert [s.other.title for s in thread.thread_of(rauf, a)] == ["c"] and Link.objects.count() == 2


@pytest.mark.parametrize("text", ["nümunə", "NÜMUNƏKƏND", "numunekend", "Nümunəkənd"])
def test_the_search_box_forgives(cast: Cast, text: str) -> None:
    with scope(municipality=None):  # as the middleware opens it for a guest
        found = dict(search.search_house(GUEST, text))
    assert [hit.title for hits in found.values() for hit in hits][:1] == ["Nümunəkənd"]
    page = cast.client().get("/axtar/", {"q": text})
    assert "Nümunəkənd" in page.content.decode()


@pytest.mark.parametrize("text", ["", "a", "%%%", "'; DROP TABLE core_area; --", "\U0010ffff", "ı" * 5000])
def test_the_search_box_survives(cast: Cast, text: str) -> None:
    assert cast.client().get("/axtar/", {"q": text}).status_code == 200
    assert Municipality.objects.count() == 2


def test_the_desk_puts_the_nearest_day_first(cast: Cast) -> None:
    from datetime import date

    tasks = [
        desk.Task("later", "/", date(2026, 12, 1)),
        desk.Task("no day", "/"),
        desk.Task("soon", "/", date(2026, 11, 23)),
    ]
    desk.task_source(lambda actor: tasks)
    try:
        assert [t.title for t in desk.tasks_for(GUEST) if t in tasks] == ["soon", "later", "no day"]
        assert "soon" in cast.client("rauf").get("/").content.decode()
    finally:
        desk._sources.pop()
