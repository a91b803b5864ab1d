"""The register put right: owners given, records corrected, periods written anew, wrong events taken back."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope

from belediyye.core.actions import Refused
from belediyye.core.cast import Cast
from belediyye.core.models import LogEntry
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.forms.register import ASKED
from belediyye.finance.revenue.models import Holding, ObjectEvent, ObjectState, TaxObject, Taxpayer
from belediyye.finance.revenue.queries import alike, limits
from belediyye.finance.rules.book.columns import COLUMN

START, MID = date(2024, 1, 1), date(2025, 6, 10)
FACTS = {"use": "dwelling", "place_class": "village", "area_dm2": 13_000}
Home = tuple[Cast, Taxpayer, Taxpayer, TaxObject]


@pytest.fixture
def home(cast: Cast):
    with scope(municipality=cast.home):
        one, two = (
            actions.register_payer(actor=cast.actor("aynur"), facts={"name": f"Sınaqov {n}"}, on=START)
            for n in ("Bir", "İki")
        )
        thing = actions.register_object(
            actor=cast.actor("aynur"), kind="building", details={"external_id": "B-1", "street": "Sınaq"}, facts=FACTS, holders=[(one, 1, 1)], on=START
        )  # fmt: skip
        yield cast, one, two, thing


def assess(cast: Cast, year: int) -> None:
    run = actions.preview_run(actor=cast.actor("rauf"), year=year, on=date(year, 7, 20))
    actions.approve_run(actor=cast.actor("leyla"), run=run, on=date(year, 7, 20))


def event(kind: str) -> ObjectEvent:
    return ObjectEvent.objects.get(kind=kind)


def held(thing: TaxObject) -> list[tuple[str, str, date | None]]:
    rows = Holding.objects.filter(object=thing, withdrawn=False).select_related("taxpayer").order_by("pk")
    return [(h.taxpayer.name, str(h), h.until) for h in rows]


def test_an_object_without_an_owner_gets_one_by_form(home: Home) -> None:
    cast, one, two, thing = home
    aynur, url = cast.client("aynur"), reverse("revenue_holder_add", args=[thing.number])
    actions.withdraw_holding(actor=cast.actor("aynur"), holding=thing.holdings.get(), reason="səhv")
    page = aynur.get(reverse("revenue_object", args=[thing.number])).content.decode()
    assert url in page
    typed = {
        "holder": two.code,
        "share": "1/2",
        "right": "lease",
        "since": "01.03.2025",
        "document": "icarə 5",
    }
    unknown = aynur.post(url, typed | {"holder": "123"})
    assert "holder" in unknown.context["form"].errors and "1/2" in unknown.content.decode()
    future = f"{timezone.localdate() + timedelta(days=1):%d.%m.%Y}"
    assert "since" in aynur.post(url, typed | {"since": future}).context["form"].errors
    assert aynur.post(url, typed).status_code == 302
    made = Holding.objects.get(object=thing, withdrawn=False)
    assert (made.taxpayer, str(made), made.right, made.since) == (two, "1/2", "lease", date(2025, 3, 1))
    assert "share" in aynur.post(url, typed | {"holder": one.code, "share": "2/3"}).context["form"].errors
    assert aynur.post(url, typed | {"holder": one.code, "right": "ownership"}).status_code == 302
    assert (
        made.get_right_display() in aynur.get(reverse("revenue_object", args=[thing.number])).content.decode()
    )
    assert cast.client("tural").post(url, typed).status_code == 404
    assert LogEntry.objects.filter(code="revenue.holding.add").count() == 2


def test_the_right_chosen_in_the_forms_goes_on_with_a_transfer_and_a_division(home: Home) -> None:
    cast, one, two, _thing = home
    aynur = cast.client("aynur")
    typed = {"use": "dwelling", "place_class": "village", "area_dm2": "200", "on": "01.01.2025", "holders": "1", "holder_1": one.code, "share_1": "1/1", "right": "use"}  # fmt: skip
    assert aynur.post(reverse("revenue_object_new", args=["land"]), typed).status_code == 302
    land = TaxObject.objects.get(kind="land")
    holding = land.holdings.get()
    assert holding.right == "use"
    url = reverse("revenue_holding_transfer", args=[holding.pk])
    assert aynur.post(url, {"to": two.code, "share": "1/2", "right": "lease", "on": "02.02.2025", "document": "m"}).status_code == 302  # fmt: skip
    assert {(h.taxpayer_id, h.right) for h in land.holdings.filter(until=None)} == {(two.pk, "lease"), (one.pk, "use")}  # fmt: skip
    parts = actions.split_object(
        actor=cast.actor("aynur"), thing=land, on=MID, document="d", parts=[({}, {"area_dm2": 10_000}), ({}, {"area_dm2": 10_000})]
    )  # fmt: skip
    assert {h.right for h in parts[0].holdings.all()} == {"lease", "use"}


def test_address_numbers_and_parcel_are_corrected_with_before_and_after(home: Home) -> None:
    cast, one, _two, thing = home
    land = actions.register_object(
        actor=cast.actor("aynur"), kind="land", details={"external_id": "T-1"}, facts=FACTS, holders=[(one, 1, 1)], on=START
    )  # fmt: skip
    aynur, url = cast.client("aynur"), reverse("revenue_object_update", args=[thing.number])
    typed = {"external_id": "B-9", "title": "çıxarış 8", "settlement": "Nümunəkənd", "street": "Yeni küçə", "house": "4", "parcel": "T-1", "reason": "akt 1"}  # fmt: skip
    assert "external_id" in aynur.post(url, typed | {"external_id": "T-1"}).context["form"].errors
    assert "parcel" in aynur.post(url, typed | {"parcel": "B-1"}).context["form"].errors
    assert aynur.post(url, typed).status_code == 302
    thing.refresh_from_db()
    assert (thing.external_id, thing.street, thing.on_land, thing.title) == (
        "B-9",
        "Yeni küçə",
        land,
        "çıxarış 8",
    )
    line = LogEntry.objects.get(code="revenue.object.update")
    assert "B-1" in line.data and "B-9" in line.data and "akt 1" in line.data
    assert str(thing) in aynur.get(reverse("revenue_object", args=[land.number])).content.decode()
    assert cast.client("tural").post(url, typed).status_code == 404
    with pytest.raises(Refused):
        actions.update_object(actor=cast.actor("aynur"), thing=thing, details={"house": "4"}, reason="x")


def test_an_older_period_is_written_anew_and_the_posted_year_is_named(home: Home) -> None:
    cast, _one, _two, thing = home
    actions.change_object(
        actor=cast.actor("aynur"), thing=thing, facts={"area_dm2": 20_000}, on=MID, reason="ölçü"
    )
    assess(cast, 2025)
    old = ObjectState.objects.get(object=thing, since=START)
    aynur, url = cast.client("aynur"), reverse("revenue_state_correct", args=[old.pk])
    assert "2025" in aynur.get(url).content.decode()
    typed = {
        "use": "dwelling",
        "place_class": "village",
        "area_dm2": "150",
        "since": "01.01.2023",
        "reason": "akt 2",
    }
    assert "since" in aynur.post(url, typed | {"since": "11.06.2025"}).context["form"].errors
    done = aynur.post(url, typed, follow=True)
    assert "2025" in "".join(str(m) for m in done.context["messages"])
    rows = ObjectState.objects.filter(object=thing, withdrawn=False).order_by("since")
    assert [(s.since, s.until, s.area_dm2, s.is_first) for s in rows] == [
        (date(2023, 1, 1), MID - timedelta(days=1), 15_000, True), (MID, None, 20_000, False)
    ]  # fmt: skip
    old.refresh_from_db()
    assert old.withdrawn and old.area_dm2 == 13_000
    assess(cast, 2025)
    assert cast.client("tural").post(url, typed).status_code == 404


def test_a_change_says_from_which_year_it_counts_and_asks_for_no_run_that_would_post_nothing(
    home: Home,
) -> None:
    cast, _one, _two, thing = home
    assess(cast, 2025)
    aynur, url = cast.client("aynur"), reverse("revenue_object_change", args=[thing.number])
    typed = {"use": "dwelling", "place_class": "village", "area_dm2": "200", "reason": "ölçü"}

    def said(on: str, **other: str) -> str:
        return "".join(
            str(m) for m in aynur.post(url, typed | {"on": on} | other, follow=True).context["messages"]
        )

    # A year reads 1 January: what changed in June changes nothing of the year that is posted.
    june = said("10.06.2025")
    assert "2026-ci ilin" in june and "2025" not in june
    assess(cast, 2026)
    # It reaches back to 1 January, but the area is the same: the posted year would stay as it is.
    same = said("01.01.2026")
    assert "2026-ci ilin" in same and "yenidən hesablayın" not in same
    other = said("01.01.2026", area_dm2="150")
    assert "2026-ci ilin" in other and "yenidən hesablayın" in other


def test_the_first_day_of_a_later_period_moves_and_the_one_before_with_it(home: Home) -> None:
    cast, _one, _two, thing = home
    new = actions.change_object(
        actor=cast.actor("aynur"), thing=thing, facts={"area_dm2": 20_000}, on=MID, reason="ölçü"
    )
    actions.correct_state(
        actor=cast.actor("aynur"), state=new, facts={}, since=date(2025, 3, 1), reason="gün səhvdir"
    )
    rows = ObjectState.objects.filter(object=thing, withdrawn=False).order_by("since")
    assert [(s.since, s.until) for s in rows] == [(START, date(2025, 2, 28)), (date(2025, 3, 1), None)]


@pytest.mark.parametrize("kind", ["change", "transfer", "split", "demolish"])
def test_a_wrong_event_is_taken_back_as_if_it_had_not_been(home: Home, kind: str) -> None:
    cast, one, two, thing = home
    clerk = cast.actor("aynur")
    if kind == "change":
        actions.change_object(actor=clerk, thing=thing, facts={"area_dm2": 9_000}, on=MID, reason="səhv")
    elif kind == "transfer":
        actions.transfer_holding(
            actor=clerk, holding=thing.holdings.get(), to=[(two, 1, 2)], on=MID, document="səhv"
        )
    elif kind == "split":
        parts = [({"external_id": "B-1"}, {"area_dm2": 6_000}), ({}, {"area_dm2": 7_000})]
        actions.split_object(actor=clerk, thing=thing, parts=parts, on=MID, document="səhv")
    else:
        actions.demolish_object(actor=clerk, thing=thing, on=MID, reason="səhv")
    url = reverse("revenue_event_undo", args=[event(kind).pk])
    assert cast.client("tural").post(url, {"reason": "x"}).status_code == 404
    page = cast.client("aynur").post(url, {"reason": "başqa ev idi"}, follow=True)
    thing.refresh_from_db()
    assert page.status_code == 200 and "başqa ev idi" in page.content.decode()
    assert thing.ended is None and held(thing) == [(one.name, "1/1", None)]
    state = ObjectState.objects.get(object=thing, withdrawn=False)
    assert (state.until, state.area_dm2) == (None, 13_000)
    assert not TaxObject.objects.exclude(pk=thing.pk).filter(ended__isnull=True).exists()
    with pytest.raises(Refused):
        actions.undo_event(actor=clerk, event=event(kind), on=MID, reason="x")
    assess(cast, 2025)
    assert not Holding.objects.filter(taxpayer=two, withdrawn=False).exists()


def test_objects_joined_wrongly_stand_apart_again(home: Home) -> None:
    cast, one, _two, thing = home
    clerk = cast.actor("aynur")
    other = actions.register_object(
        actor=clerk, kind="building", details={}, facts=FACTS, holders=[(one, 1, 1)], on=START
    )
    made = actions.merge_objects(
        actor=clerk, things=[thing, other], details={"external_id": "B-1"}, facts={}, on=MID, document="səhv"
    )
    actions.undo_event(actor=clerk, event=event("merge"), on=MID, reason="səhv")
    for o in (thing, other, made):
        o.refresh_from_db()
    assert thing.ended is None and other.ended is None and made.ended == MID
    assert held(thing) == held(other) == [(one.name, "1/1", None)] and held(made) == []


def test_what_a_posted_run_read_is_not_taken_back_and_the_way_on_is_told(home: Home) -> None:
    cast, one, two, thing = home
    clerk = cast.actor("aynur")
    made = actions.transfer_holding(
        actor=clerk, holding=thing.holdings.get(), to=[(two, 1, 1)], on=date(2024, 5, 1), document="səhv"
    )
    assess(cast, 2025)
    with pytest.raises(Refused, match="2025"):
        actions.undo_event(actor=clerk, event=event("transfer"), on=MID, reason="x")
    page = cast.client("aynur").get(reverse("revenue_event_undo", args=[event("transfer").pk]), follow=True)
    assert "2025" in "".join(str(m) for m in page.context["messages"])
    # The way on that was told: the wrong share is withdrawn, the right holder recorded, the year assessed anew.
    actions.withdraw_holding(actor=clerk, holding=made[0], reason="səhv")
    actions.add_holder(
        actor=clerk, thing=thing, holder=(one, 1, 1), since=date(2024, 5, 1), document="düzəliş"
    )
    assess(cast, 2025)
    sums = {p.pk: sum(e.amount for e in p.entries.all()) for p in (one, two)}
    assert sums == {one.pk: 1000, two.pk: 0}


def test_what_happened_after_is_taken_back_first(home: Home) -> None:
    cast, _one, two, thing = home
    clerk = cast.actor("aynur")
    actions.transfer_holding(
        actor=clerk, holding=thing.holdings.get(), to=[(two, 1, 1)], on=MID, document="səhv"
    )
    actions.demolish_object(actor=clerk, thing=thing, on=date(2025, 9, 1), reason="söküldü")
    with pytest.raises(Refused):
        actions.undo_event(actor=clerk, event=event("transfer"), on=MID, reason="x")
    for kind in ("demolish", "transfer"):
        actions.undo_event(actor=clerk, event=event(kind), on=MID, reason="x")
    assert len(held(thing)) == 1


def test_a_day_of_an_event_that_is_still_to_come_is_refused_at_its_field(home: Home) -> None:
    cast, _one, two, thing = home
    aynur, holding = cast.client("aynur"), thing.holdings.get()
    future = f"{timezone.localdate() + timedelta(days=1):%d.%m.%Y}"
    pages = {
        reverse("revenue_holding_transfer", args=[holding.pk]): {
            "to": two.code,
            "share": "1/1",
            "document": "x",
        },
        reverse("revenue_object_end", args=[thing.number]): {"reason": "x"},
        reverse("revenue_object_split", args=[thing.number]): {"areas": "60; 70", "document": "x"},
        reverse("revenue_object_change", args=[thing.number]): {"reason": "x", "area_dm2": "10"},
    }
    for url, typed in pages.items():
        page = aynur.post(url, typed | {"on": future})
        assert "on" in page.context["form"].errors, url
    assert held(thing)[0][2] is None


def test_a_status_ends_or_lasts_longer_and_the_posted_years_are_named(home: Home) -> None:
    cast, one, _two, _thing = home
    clerk = cast.actor("aynur")
    status = actions.add_status(
        actor=clerk, payer=one, category="conscript", since=START, proof={"number": "1"}
    )
    assess(cast, 2025)
    aynur, url = cast.client("aynur"), reverse("revenue_status_end", args=[status.pk])
    assert "until" in aynur.post(url, {"until": "01.01.2020", "reason": "x"}).context["form"].errors
    done = aynur.post(url, {"until": "31.10.2024", "reason": "arayış 3"}, follow=True)
    assert "2025" in "".join(str(m) for m in done.context["messages"])
    status.refresh_from_db()
    assert status.until == date(2024, 10, 31) and not status.withdrawn
    # A new time of service is no overlap any more.
    again = actions.add_status(actor=clerk, payer=one, category="conscript", since=MID, proof={"number": "2"})
    assert "until" in aynur.post(url, {"until": "", "reason": "x"}).context["form"].errors
    assert actions.end_status(actor=clerk, status=again, until=date(2026, 12, 31), reason="uzadıldı") == []
    assert cast.client("tural").post(url, {"until": "", "reason": "x"}).status_code == 404


def test_fin_and_voen_are_told_at_their_field(home: Home) -> None:
    cast, *_ = home
    aynur, url = cast.client("aynur"), reverse("revenue_payer_new")
    for field, wrong in (("fin", "12"), ("voen", "1234567890")):
        page = aynur.post(url, {"kind": "natural", "name": "Yeni Ad", field: wrong})
        assert list(page.context["form"].errors) == [field] and "Yeni Ad" in page.content.decode()
    assert aynur.post(url, {"kind": "natural", "name": "Yeni Ad", "fin": "5XY01AB"}).status_code == 302
    twice = aynur.post(url, {"kind": "natural", "name": "Başqa Ad", "fin": "5XY01AB"})
    assert list(twice.context["form"].errors) == ["fin"] and "Yeni Ad" in twice.content.decode()


@pytest.mark.parametrize(
    ("kind", "field", "typed", "said"),
    [
        ("building", "area_dm2", "0", "0,01 m²"), ("building", "area_dm2", "1000000000", "1 000 000 m²"),
        ("building", "area_dm2", "99999999999999999999", "1 000 000 m²"), ("land", "area_dm2", "10000001", "10 000 000 m²"),
        ("building", "inventory_value_qepik", "999999999999", "100 000 000,00 ₼"), ("vehicle", "engine_cm3", "2000001", "2 000 000 cm³"),
        ("land", "points_per_ha_tenths", "301", "300"), ("enterprise", "profit_qepik", "-2000000000", "1 000 000 000,00 ₼"),
    ],
)  # fmt: skip
def test_a_number_beyond_reason_is_told_at_its_field_with_the_ceiling(
    home: Home, kind: str, field: str, typed: str, said: str
) -> None:
    cast, one, *_ = home
    url = reverse("revenue_object_new", args=[kind])
    page = cast.client("aynur").post(
        url, {"on": "01.01.2026", "holder_1": one.code, "share_1": "1/1", field: typed}
    )
    assert said in str(page.context["form"].errors[field]).replace("\u00a0", " ")
    column = COLUMN[field]
    stored = round(float(typed) * (column.scale if column.unit != "AZN" else 100))
    with pytest.raises(Refused, match=said.replace(" ", r"\s")):
        actions.register_object(
            actor=cast.actor("aynur"), kind=kind, details={}, facts={field: stored}, holders=[], on=date(2026, 1, 1)
        )  # fmt: skip


def test_bounds_lie_inside_what_the_proof_assumes() -> None:
    for kind, asked in ASKED.items():
        for name in asked:
            low, high = limits.bounds(kind, name)
            assert COLUMN[name].lo <= low < high <= COLUMN[name].hi


def test_a_telephone_that_is_none_is_told_at_its_field(home: Home) -> None:
    cast, *_ = home
    aynur, url = cast.client("aynur"), reverse("revenue_payer_new")
    page = aynur.post(url, {"kind": "natural", "name": "Yeni Ad", "telephone": "salam"})
    assert list(page.context["form"].errors) == ["telephone"]
    assert (
        aynur.post(url, {"kind": "natural", "name": "Yeni Ad", "telephone": "ev 2-14-55"}).status_code == 302
    )


def test_brothers_are_not_taken_for_one_person(home: Home) -> None:
    cast, *_ = home
    names = (
        "Eynulov Əli Rza oğlu",
        "Eynulov Vəli Rza oğlu",
        "Eynulova Elnurə Rza qızı",
        "Eynulov Ə. Rza oğlu",
        "Eynulov Əli Rza",
    )
    one, _brother, _sister, short, _shorter = (
        actions.register_payer(actor=cast.actor("aynur"), facts={"name": name}, on=date(2026, 1, 1)) for name in names
    )  # fmt: skip
    found = {p.name for p in alike.duplicates_of(one)}
    assert found == {"Eynulov Ə. Rza oğlu", "Eynulov Əli Rza"}
    for facts in ({"born": date(1960, 1, 1)}, {"fin": "5XY01AB"}):
        other = {"born": date(1961, 1, 1)} if "born" in facts else {"fin": "5XY01AC"}
        actions.update_payer(actor=cast.actor("aynur"), payer=one, facts=facts)
        actions.update_payer(actor=cast.actor("aynur"), payer=short, facts=other)
        assert short not in alike.duplicates_of(one)
        actions.update_payer(
            actor=cast.actor("aynur"),
            payer=short,
            facts=dict.fromkeys(other, None if "born" in facts else ""),
        )
        assert short in alike.duplicates_of(one)
