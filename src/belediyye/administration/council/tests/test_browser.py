"""The secretary and a councillor take a session from its call to its minutes, in a real browser, in both languages."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from belediyye.administration.council import actions
from belediyye.administration.council.models import Decision, Sitting, Vote
from belediyye.administration.council.tests.conftest import Council, found

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WORDS = {
    "az": {
        "call": "İclası çağırmaq", "do_call": "Çağırmaq", "attend": "İştirakı qeyd etmək", "open": "İclası açmaq",
        "vote": "Açıq səsvermə", "for": "Lehinə", "hands": "Səsləri qeyd etmək", "close_vote": "Səsverməni bağlamaq və saymaq",
        "close": "İclası bağlamaq", "decision": "Qərar № 1/",
    },
    "en": {
        "call": "Call the session", "do_call": "Call", "attend": "Record attendance", "open": "Open the session",
        "vote": "Open vote", "for": "For", "hands": "Record the votes", "close_vote": "Close the vote and count",
        "close": "Close the session", "decision": "Decision № 1/",
    },
}  # fmt: skip


def prepare(council: Council) -> Sitting:
    """A session of today with one question, so that it can be called late, opened and closed at once."""
    sitting = actions.prepare_sitting(
        actor=council.maker, body=council.body, starts_at=timezone.now() + timedelta(minutes=1), place="Zal"
    )
    actions.add_item(
        actor=council.maker,
        sitting=sitting,
        title="Ağac əkilməsi",
        matter="programme",
        proposal="400 ağac əkilsin.",
    )
    return sitting


@pytest.mark.parametrize("language", ["az", "en"])
def test_a_session_from_call_to_decision(browse, axe, language: str) -> None:
    words = WORDS[language]
    secretary = browse("sevda", language)
    with scope(municipality=secretary.cast.home):
        council = found(secretary.cast)
        sitting = prepare(council)
    url = reverse("council_sitting", args=[sitting.pk])
    secretary.goto(url)
    axe(secretary)
    secretary.get_by_role("link", name=words["call"]).or_(
        secretary.get_by_role("button", name=words["call"])
    ).first.click()
    secretary.locator("#id_late_because").fill("Sel xəbərdarlığı")
    secretary.get_by_role("button", name=words["do_call"], exact=True).click()
    for seat in council.seats[:7]:
        secretary.locator(f"#seat-{seat.pk}").select_option("present")
    secretary.get_by_role("button", name=words["attend"]).click()
    secretary.get_by_role("button", name=words["open"]).click()
    secretary.get_by_role("button", name=words["vote"]).click()
    axe(secretary)

    councillor = browse("elcin", language, width=375)
    councillor.goto(url)
    axe(councillor)
    assert councillor.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    assert councillor.get_by_role("button", name=words["hands"]).count() == 0
    councillor.get_by_role("button", name=words["for"], exact=True).click()
    assert councillor.get_by_role("button", name=words["for"], exact=True).count() == 0

    secretary.reload()
    for seat in council.seats[:7]:
        box = secretary.locator(f"#hand-{seat.pk}")
        if box.count():
            box.select_option("for")
    secretary.get_by_role("button", name=words["hands"]).click()
    secretary.get_by_role("button", name=words["close_vote"]).click()
    assert secretary.get_by_role("link", name=words["decision"]).is_visible()
    secretary.get_by_role("button", name=words["close"]).click()
    axe(secretary)
    with scope(municipality=secretary.cast.home):
        assert Decision.objects.get().text == "400 ağac əkilsin." and Vote.objects.count() == 7
