"""Pages: the neighbour sees nothing, the public sees what is public, lists ask few questions, machines get valid data."""

import json
from datetime import date
from pathlib import Path

import icalendar
import pytest
from django.urls import reverse
from lxml import etree

from belediyye.administration.council import actions, api, queries
from belediyye.administration.council.models import Decision, Holding, Power, Sitting
from belediyye.administration.council.tests.conftest import Council

CODE = "quba-numunekend"
LISTS = ("council_home", "council_sittings", "council_decisions", "council_bodies", "council_powers")


@pytest.fixture
def town(council: Council) -> Council:
    """A decision that is public, one that is not yet, a paper, the matrix."""
    one = council.decide(date(2026, 8, 20), title="Açıq qərar", matter="taxes")
    assert one is not None
    actions.sign_decision(actor=council.maker, decision=one, on=date(2026, 8, 21))
    actions.publish_decision(actor=council.maker, decision=one, on=date(2026, 8, 21))
    council.decide(date(2026, 9, 17), title="Gizlin qərar")
    sitting = Sitting.objects.order_by("pk").first()
    assert sitting is not None
    actions.add_paper(
        actor=council.maker,
        sitting=sitting,
        item=sitting.items.get(),
        title="İzahat",
        content="Mətn".encode(),
        name="izahat.txt",
    )
    actions.seed_powers(actor=council.maker, municipality=council.cast.home, on=date(2025, 2, 5))
    return council


def test_the_neighbour_sees_nothing(town: Council) -> None:
    tural = town.cast.client("tural")
    for name in LISTS:
        page = tural.get(reverse(name))
        assert page.status_code == 200
        assert not any(
            word in page.content.decode() for word in ("Açıq qərar", "Gizlin", "Üzva", "Misal", "Yerli vergi")
        )
    for route in ("council_sitting", "council_minutes", "council_sitting_call"):
        assert tural.get(reverse(route, args=[Sitting.objects.first().pk])).status_code == 404
    for route, row in (("council_decision", Decision), ("council_power", Power)):
        assert tural.get(reverse(route, args=[row.objects.first().pk])).status_code == 404


def test_the_public_reads_what_is_published_and_nothing_else(town: Council) -> None:
    guest = town.cast.client()
    text = guest.get(reverse("public_decisions", args=[CODE])).content.decode()
    assert "Açıq qərar" in text and "Gizlin qərar" not in text
    assert guest.get(reverse("public_decision", args=[CODE, 2026, 1])).status_code == 200
    assert guest.get(reverse("public_decision", args=[CODE, 2026, 2])).status_code == 404
    paper = Sitting.objects.order_by("pk").first().papers.get()
    for who in (None, "tural"):
        assert town.cast.client(who).get(reverse("council_paper", args=[paper.pk])).status_code == 200
    assert "№ 2/2026" not in guest.get(reverse("search"), {"q": "2/2026"}).content.decode()


def test_a_clerk_reads_and_does_not_write(town: Council) -> None:
    clerk = town.cast.client("aynur")
    decision = Decision.objects.get(title="Gizlin qərar")
    assert clerk.get(reverse("council_decision", args=[decision.pk])).status_code == 200
    assert clerk.post(reverse("council_decision_sign", args=[decision.pk])).status_code == 403
    assert clerk.get(reverse("council_body_new")).status_code == 403
    decision.refresh_from_db()
    assert decision.signed_on is None


def test_lists_ask_few_questions(town: Council, django_assert_max_num_queries) -> None:
    secretary = town.cast.client("sevda")
    for name, most in (("council_sittings", 12), ("council_decisions", 12), ("council_powers", 12)):
        secretary.get(reverse(name))
        with django_assert_max_num_queries(most):
            assert secretary.get(reverse(name)).status_code == 200


def test_lists_can_be_taken_away(town: Council) -> None:
    secretary = town.cast.client("sevda")
    for name in (
        "council_sittings_table",
        "council_decisions_table",
        "council_people_table",
        "council_powers_table",
    ):
        assert secretary.get(reverse(name)).content[:2] == b"PK"
        text = secretary.get(reverse(name), {"format": "csv"}).content.decode("utf-8-sig")
        assert text.count("\r\n") > 1


def test_filters_and_search_find(town: Council) -> None:
    secretary = town.cast.client("sevda")
    found = secretary.get(
        reverse("council_decisions"), {"q": "aciq QERAR", "matter": "taxes", "year": "2026"}
    ).content.decode()
    assert "Açıq qərar" in found and "Gizlin" not in found
    assert "№ 2/2026" in secretary.get(reverse("search"), {"q": "2/2026"}).content.decode()


def test_refusals_stand_beside_the_form(town: Council) -> None:
    secretary = town.cast.client("sevda")
    page = secretary.post(
        reverse("council_seat_new", args=[town.body.pk]),
        {"surname": "Artıq", "name": "Üzv", "duty": "member", "starts": "01.03.2026"},
    )
    assert page.status_code == 422 and "9" in page.content.decode() and "Artıq" in page.content.decode()


def test_the_matrix_shows_gaps_and_doubles(town: Council) -> None:
    rows = {r.power.code: r for r in queries.matrix(town.cast.home, date(2026, 9, 1))}
    assert rows["cemeteries"].troubles == {"prepares": "nobody", "controls": "nobody"}
    assert rows["budget"].troubles == {"prepares": "two"} and rows["subvention"].unfunded
    power = Power.objects.get(code="cemeteries")
    actions.assign(
        actor=town.maker, power=power, act="controls", holder=Holding.Holder.COMMISSION, on=date(2026, 9, 1)
    )
    after = {r.power.code: r for r in queries.matrix(town.cast.home, date(2026, 9, 1))}
    before = {r.power.code: r for r in queries.matrix(town.cast.home, date(2026, 8, 31))}
    assert "controls" not in after["cemeteries"].troubles and "controls" in before["cemeteries"].troubles


def test_oparl_is_valid_by_its_schemas(town: Council, shared: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    folder = shared / "data" / "11_civic" / "oparl" / "schema"
    guest = town.cast.client()
    seen = set()

    def valid(shape: dict) -> None:
        kind = shape["type"].rpartition("/")[2]
        schema = json.loads((folder / f"{kind}.json").read_text("utf-8"))
        jsonschema.Draft7Validator(schema).validate(shape)
        assert api.check(shape) == []
        seen.add(kind)
        for value in shape.values():
            for inner in value if isinstance(value, list) else [value]:
                if isinstance(inner, dict) and "type" in inner:
                    valid(inner)

    system = guest.get(reverse("oparl_system")).json()
    valid(system)
    for body in guest.get(reverse("oparl_bodies")).json()["data"]:
        valid(body)
    for kind in api.ROWS_OF:
        page = guest.get(reverse("oparl_list", args=[CODE, kind])).json()
        assert page["pagination"]["totalElements"] == len(page["data"]) > 0, kind
        for row in page["data"]:
            valid(row)
            assert guest.get(row["id"].removeprefix("http://127.0.0.1:8000")).json()["id"] == row["id"]
    assert seen == {p.stem for p in folder.glob("*.json")}


def test_oparl_lists_come_in_pages(town: Council, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(api, "ROWS", 4)
    guest = town.cast.client()
    url, ids = reverse("oparl_list", args=[CODE, "person"]), []
    while url:
        page = guest.get(url).json()
        ids += [row["id"] for row in page["data"]]
        url = page["links"].get("next", "").removeprefix("http://127.0.0.1:8000")
    assert len(ids) == len(set(ids)) == page["pagination"]["totalElements"] == 9
    assert guest.get(reverse("oparl_list", args=[CODE, "person"]), {"page": "99"}).status_code == 404


def test_calendar_and_feed_are_read_by_others(town: Council) -> None:
    guest = town.cast.client()
    calendar = icalendar.Calendar.from_ical(guest.get(reverse("council_calendar", args=[CODE])).content)
    events = list(calendar.walk("VEVENT"))
    assert len(events) == 2 and len({str(e["uid"]) for e in events}) == 2
    assert all(e["dtstart"].dt < e["dtend"].dt for e in events)
    feed = etree.fromstring(guest.get(reverse("council_feed", args=[CODE])).content)
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert [t.text for t in feed.findall("a:entry/a:title", names)] == ["№ 1/2026 Açıq qərar"]


def test_every_page_speaks_both_languages(town: Council) -> None:
    secretary = town.cast.client("sevda")
    routes = [
        (n, [])
        for n in (
            *LISTS,
            "council_apparatus",
            "council_sitting_new",
            "council_term_new",
            "council_body_new",
            "council_power_new",
        )
    ]
    routes += [
        ("council_sitting", [Sitting.objects.first().pk]),
        ("council_decision", [Decision.objects.first().pk]),
    ]
    routes += [("council_body", [town.body.pk]), ("council_power", [Power.objects.first().pk])]
    routes += [(n, [CODE]) for n in ("public_sittings", "public_members", "public_powers")]
    for language in ("az", "en"):
        secretary.cookies["dil"] = language
        for name, arguments in routes:
            assert secretary.get(reverse(name, args=arguments)).status_code == 200, (language, name)


def test_the_calculator_takes_other_assumptions(town: Council) -> None:
    from belediyye.administration.council import apparatus

    page = town.cast.client("sevda").get(
        reverse("council_apparatus"), {"people": "50000", "assess.minutes": "50"}
    )
    assert page.status_code == 200 and page.context["edited"]
    less, more = (apparatus.suggest(n, 9, 245, apparatus.assumed()) for n in (1_000, 50_000))
    assert all(a.units <= b.units and a.units % 25 == 0 for a, b in zip(less, more, strict=True))
    full = apparatus.assumed().minutes_of_post(245)
    assert all(p.units * full >= p.minutes * 100 or p.code == "chair" for p in more)
