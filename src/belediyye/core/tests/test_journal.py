"""The log: append-only, chained, told by actions, heard after the commit."""

import pytest
from django.db import DatabaseError, connection, transaction

from belediyye.core import journal
from belediyye.core.actions import DECLARED, action
from belediyye.core.actors import Actor, anyone, machine
from belediyye.core.models import LogEntry, Organisation

MAKER = machine("test")


@pytest.fixture
def add():
    @action("test.add", says="added", allow=anyone)
    def add(*, actor: Actor, name: str, fail: bool = False) -> Organisation:
        made = Organisation.objects.create(name=name)
        journal.log(made, name_given=name)
        if fail:
            raise RuntimeError
        return made

    yield add
    del DECLARED["test.add"]


@pytest.mark.django_db
def test_lines_follow_each_other(add) -> None:
    add(actor=MAKER, name="A")
    add(actor=MAKER, name="B")
    first, second = LogEntry.objects.filter(code="test.add").order_by("place")
    assert second.previous == first.digest and second.place == first.place + 1
    assert list(journal.verify()) == [2]
    assert journal.history(Organisation.objects.get(name="A")).get() == first


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement", ["UPDATE core_logentry SET actor_name = 'x'", "DELETE FROM core_logentry"]
)
def test_the_database_refuses(add, statement: str) -> None:
    add(actor=MAKER, name="A")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert LogEntry.objects.count() == 1


@pytest.mark.django_db
def test_a_changed_line_is_found(add) -> None:
    from belediyye.core import append_only

    for name in "ABC":
        add(actor=MAKER, name=name)
    append_only.remove(connection, "core_logentry")
    LogEntry.objects.filter(place=2).update(object_name="forged")
    append_only.install(connection, "core_logentry", ())
    assert [b.why for b in journal.verify() if isinstance(b, journal.Broken)] == [
        "was changed after it was written"
    ]


@pytest.mark.django_db(transaction=True)
def test_a_failure_leaves_no_row_no_line_and_no_event(add) -> None:
    heard = []
    journal.when("test.add")(heard.append)
    try:
        with pytest.raises(RuntimeError):
            add(actor=MAKER, name="A", fail=True)
        assert not Organisation.objects.exists() and not LogEntry.objects.exists() and not heard
        add(actor=MAKER, name="B")
        assert [entry.object_name for entry in heard] == ["B"]
    finally:
        journal._listeners.pop("test.add")


def test_log_outside_of_an_action_is_an_error(db) -> None:
    with pytest.raises(RuntimeError):
        journal.log(Organisation(name="x"))


def test_two_processes_write_one_chain(office) -> None:
    write = """
from belediyye.core.actors import machine
from belediyye.core.territory import load_areas
for i in range(15):
    load_areas(actor=machine('w'))
"""
    running = [office.start(write) for _ in range(2)]
    for process in running:
        _out, error = process.communicate(timeout=120)
        assert process.returncode == 0, error
    told = office.run("from belediyye.core.journal import verify; print(list(verify()))")
    assert told.strip() == "[31]"
