"""Long work: its progress, its end, its failure told in words, and nobody else's eyes on it."""

import pytest

from belediyye.core import jobs
from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.core.models import Job


@pytest.fixture
def kinds():
    @jobs.job("test.count", title="Counting")
    def count(*, progress, actor, upto: int):
        for i in range(upto):
            progress(i + 1, upto)
        return {"counted": upto, "by": actor.name}

    @jobs.job("test.refuse", title="Refusing")
    def refuse(*, progress, actor):
        raise Refused("Fayl oxunmur.")

    @jobs.job("test.break", title="Breaking")
    def break_down(*, progress, actor):
        raise KeyError("secret detail")

    yield
    for code in ("test.count", "test.refuse", "test.break"):
        del jobs.KINDS[code]


def test_work_here_tells_its_progress(cast: Cast, kinds: None) -> None:
    told = []
    row = jobs.run_here(
        "test.count", actor=cast.actor("rauf"), tell=lambda done, total: told.append((done, total)), upto=3
    )
    assert told == [(1, 3), (2, 3), (3, 3)]
    assert (row.state, row.result["counted"]) == (Job.State.DONE, 3) and "Rauf" in row.result["by"]


def test_a_worker_does_it_once(cast: Cast, kinds: None) -> None:
    row = jobs.enqueue("test.count", actor=cast.actor("rauf"), upto=5)
    jobs.run_job.func(row.pk)
    jobs.run_job.func(row.pk)
    row.refresh_from_db()
    assert row.state == Job.State.DONE and row.municipality == cast.home
    page = cast.client("rauf").get(f"/ev/iş/{row.pk}/")
    assert page.status_code == 200 and "bitib" in page.content.decode()
    assert cast.client("leyla").get(f"/ev/iş/{row.pk}/").status_code == 404
    assert cast.client("tural").get(f"/ev/iş/{row.pk}/").status_code == 404


def test_failures_are_told_without_secrets(cast: Cast, kinds: None) -> None:
    refused = jobs.enqueue("test.refuse", actor=cast.actor("rauf"))
    broken = jobs.enqueue("test.break", actor=cast.actor("rauf"))
    for row in (refused, broken):
        jobs.run_job.func(row.pk)
        row.refresh_from_db()
        assert row.state == Job.State.FAILED
    assert refused.error == "Fayl oxunmur." and "secret" not in broken.error
    assert "Fayl oxunmur." in cast.client("rauf").get(f"/ev/iş/{refused.pk}/").content.decode()
