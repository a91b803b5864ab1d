"""Delivery at scale: the walk in the order of doors, its outcomes recorded together or not at all."""

from datetime import date

import pytest
from django.urls import reverse
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import AssessmentRun, Delivery, Notice
from belediyye.finance.revenue.queries import walking
from belediyye.finance.revenue.tests import town

ISSUED = date(2026, 7, 20)


@pytest.fixture
def street(cast: Cast):
    """Four doors, two of them in a roll's way: the number in the street's own box."""
    with scope(municipality=cast.home):
        for name, where in (
            ("Onuncu", {"street": "Bulaq küçəsi", "house": "10"}),
            ("İkinci", {"street": "Bulaq küçəsi", "house": "2"}),
            ("Üçüncü", {"street": "Bulaq küçəsi 3"}),
            ("Bağlı", {"street": "Bağ döngəsi", "house": "1"}),
        ):
            town.payer(cast, name, years=(), **where)
        town.assess(cast, 2026)
        run = AssessmentRun.objects.get(year=2026)
        actions.issue_notices(actor=cast.actor("rauf"), run=run, on=ISSUED)
        yield cast


def test_the_walk_goes_street_by_street_and_two_before_ten(street: Cast) -> None:
    found = walking.stops(street.home.pk, 2026)
    assert [(s.street, s.house) for s in found] == [
        ("Bağ döngəsi", "1"),
        ("Bulaq küçəsi", "2"),
        ("Bulaq küçəsi", "3"),
        ("Bulaq küçəsi", "10"),
    ]
    assert len(walking.stops(street.home.pk, 2026, "Bulaq küçəsi")) == 3
    assert walking.walk_pdf(street.home, 2026, found, ISSUED).startswith(b"%PDF")


def test_a_page_records_a_street_whole_or_not_at_all(street: Cast) -> None:
    aynur, url = street.client("aynur"), reverse("revenue_walk") + "?street=Bulaq+küçəsi&year=2026"
    first, second, third = (s.notice for s in walking.stops(street.home.pk, 2026, "Bulaq küçəsi"))
    typed = {"day": "21.07.2026", "way": "hand", f"outcome_{first.pk}": "delivered", f"proof_{first.pk}": "özü", f"outcome_{second.pk}": "delivered"}  # fmt: skip
    bad = aynur.post(url, typed)
    assert bad.status_code == 422 and "özü" in bad.content.decode() and not Delivery.objects.exists()
    assert aynur.post(url, typed | {"day": "19.07.2026", f"proof_{second.pk}": "x"}).status_code == 422
    assert not Delivery.objects.exists()
    done = aynur.post(url, typed | {f"outcome_{second.pk}": "absent", f"outcome_{third.pk}": ""}, follow=True)
    assert done.status_code == 200 and Delivery.objects.count() == 2
    left = walking.stops(street.home.pk, 2026, "Bulaq küçəsi")
    assert [s.notice for s in left] == [second, third]
    for name in ("revenue_walk_pdf", "revenue_walk_table"):
        assert aynur.get(reverse(name) + "?year=2026").status_code == 200


def test_the_neighbour_sees_and_records_nothing(street: Cast) -> None:
    tural, url = street.client("tural"), reverse("revenue_walk") + "?year=2026"
    assert "Onuncu" not in tural.get(url).content.decode()
    notice = Notice.objects.first()
    typed = {"day": "21.07.2026", "way": "hand", f"outcome_{notice.pk}": "absent"}
    assert tural.post(url, typed).status_code == 422 and not Delivery.objects.exists()
    with scope(municipality=street.home), pytest.raises(Refused):
        actions.record_deliveries(
            actor=street.actor("tural"), day=ISSUED, way="hand", tries=[(notice, "absent", "")]
        )
