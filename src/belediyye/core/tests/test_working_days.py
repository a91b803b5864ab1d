"""The page of the working calendar, and the decision that moves a day and with it a due date."""

from datetime import date

import pytest

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.core.calendar_days import move_day
from belediyye.core.cast import Cast
from belediyye.core.queries import working_calendar


def test_a_decision_moves_a_day(cast: Cast) -> None:
    day = date(2026, 11, 16)
    assert working_calendar().is_working_day(day)
    client = cast.client("texnik")
    sent = {"day": "16.11.2026", "is_working": "no", "decision": "Nazirlər Kabinetinin nümunə qərarı, №1"}
    assert client.post("/ev/iş-təqvimi/", sent).status_code == 302
    assert not working_calendar().is_working_day(day)
    page = cast.client().get("/ev/iş-təqvimi/2026/").content.decode()
    assert "nümunə qərarı" in page and '<form method="post" novalidate' not in page
    assert (
        "17.11.2026"
        in cast.client()
        .get("/kalkulyator/?object_kind=building&year=2026&use=non_dwelling&place_class=village&area_m2=100")
        .content.decode()
    )


def test_who_may_not(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        move_day(actor=cast.actor("rauf"), day=date(2026, 1, 5), is_working=True, decision="x")
    with pytest.raises(Refused):
        move_day(actor=cast.actor("texnik"), day=date(2026, 1, 5), is_working=True, decision=" ")
    assert (
        cast.client("rauf")
        .post("/ev/iş-təqvimi/", {"day": "05.01.2026", "is_working": "yes", "decision": "x"})
        .status_code
        == 403
    )
    assert cast.client().get("/ev/iş-təqvimi/1900/").status_code == 404
    page = cast.client("texnik").post(
        "/ev/iş-təqvimi/", {"day": "31.02.2026", "is_working": "yes", "decision": "saxla"}
    )
    assert page.status_code == 200 and "saxla" in page.content.decode()
