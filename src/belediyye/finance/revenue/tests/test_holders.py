"""Co-owners in one form, and objects joined into one."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Holding, TaxObject, Taxpayer

FACTS = {"use": "dwelling", "place_class": "village", "area_dm2": "130", "on": "01.01.2026", "holders": "4"}


@pytest.fixture
def people(cast: Cast):
    with scope(municipality=cast.home):
        made = [
            actions.register_payer(
                actor=cast.actor("aynur"), facts={"name": f"Sınaqov Ortaq {n}"}, on=date(2024, 1, 1)
            )
            for n in range(3)
        ]
        yield cast, made


def test_several_holders_in_one_form(people: tuple[Cast, list[Taxpayer]]) -> None:
    cast, (a, b, c) = people
    aynur, url = cast.client("aynur"), reverse("revenue_object_new", args=["building"])
    more = aynur.post(
        url, {"more": "1", "holders": "1", "holder_1": a.code, "share_1": "1/2", "street": "Sınaq"}
    )
    page = more.content.decode()
    assert more.status_code == 200 and 'name="holder_4"' in page and a.code in page and "Sınaq" in page
    shares = {
        "holder_1": a.code,
        "share_1": "1/2",
        "holder_2": b.code,
        "share_2": "1/4",
        "holder_4": c.code,
        "share_4": "1/2",
    }
    assert aynur.post(url, FACTS | shares).status_code == 422
    assert aynur.post(url, FACTS | shares | {"share_4": "x"}).status_code == 422
    assert aynur.post(url, FACTS | shares | {"holder_4": a.code, "share_4": "1/4"}).status_code == 422
    assert aynur.post(url, FACTS | {"share_2": "1/2"}).status_code == 422
    assert aynur.post(url, FACTS | shares | {"share_4": "1/4"}).status_code == 302
    found = {h.taxpayer_id: str(h) for h in Holding.objects.filter(object=TaxObject.objects.get())}
    assert found == {a.pk: "1/2", b.pk: "1/4", c.pk: "1/4"}


def test_objects_of_the_same_holders_are_joined(people: tuple[Cast, list[Taxpayer]]) -> None:
    cast, (a, b, _c) = people
    aynur = cast.client("aynur")
    for n, holder in enumerate((a, a, b)):
        actions.register_object(
            actor=cast.actor("aynur"), kind="land", details={"external_id": f"T-{n}"}, holders=[(holder, 1, 1)], on=date(2025, 1, 1),
            facts={"use": "dwelling", "place_class": "village", "area_dm2": 10_000 * (n + 1)},
        )  # fmt: skip
    first = TaxObject.objects.get(external_id="T-0")
    url = reverse("revenue_object_join", args=[first.number])
    assert "T-1" in aynur.get(url).content.decode() and "T-2" not in aynur.get(url).content.decode()
    asked = {"others": "T-2", "on": "01.03.2026", "document": "akt 4", "external_id": "T-9"}
    refused = aynur.post(url, asked)
    assert "T-2" in refused.content.decode() and not TaxObject.objects.filter(external_id="T-9").exists()
    assert aynur.post(url, asked | {"others": "yoxdur"}).status_code in (200, 422)
    assert aynur.post(url, asked | {"others": "T-1"}).status_code == 302
    made = TaxObject.objects.get(external_id="T-9")
    assert made.states.get().area_dm2 == 30_000 and made.holdings.get().taxpayer_id == a.pk
    first.refresh_from_db()
    assert first.ended == date(2026, 3, 1)
    assert cast.client("tural").get(url).status_code == 404
