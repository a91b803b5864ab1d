"""One box finds everything: payers and objects by any word or number, in their own municipality only."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.core.identifiers import make_yvok
from belediyye.core.search import search_house
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import TaxObject, Taxpayer
from belediyye.finance.revenue.queries import finding, register

START = date(2024, 1, 1)


@pytest.fixture
def known(cast: Cast):
    with scope(municipality=cast.home):
        facts = {
            "name": "Əsədov Bir Misal oğlu", "telephone": "+994 (50) 123-45-67", "email": "esed.bir@example.com", "external_id": "K-77", "settlement": "Nümunəkənd",
            "street": "Sınaq küçəsi", "house": "12A",
        }  # fmt: skip
        one = actions.register_payer(actor=cast.actor("aynur"), facts=facts, on=START)
        other = actions.register_payer(
            actor=cast.actor("aynur"), facts={"name": "Başqayev İki", "fin": "5XY01AB"}, on=START
        )
        thing = actions.register_object(
            actor=cast.actor("aynur"), kind="building", holders=[(one, 1, 1)], on=START,
            details={"external_id": "B-050", "title": "çıxarış 4455 / 2019", "settlement": "Nümunəkənd", "street": "Gülüstan küç.", "house": "7"},
            facts={"use": "dwelling", "place_class": "village", "area_dm2": 13_000},
        )  # fmt: skip
        yield cast, one, other, thing


@pytest.mark.parametrize(
    "text",
    ["ƏSƏDOV", "esed bir", "misal esed", "050 123 45 67", "+994501234567", "1234567", "123-45-67", "esed.bir@example.com", "example esed", "K-77", "k77",
     "sinaq kuc 12a", "Sınaq küçəsi", "Nümunəkənd"],
)  # fmt: skip
def test_a_payer_is_found_by(known: tuple[Cast, Taxpayer, Taxpayer, TaxObject], text: str) -> None:
    cast, one, _other, _thing = known
    assert list(register.payers_of(cast.home.pk, text)) == [one]
    assert not register.payers_of(cast.neighbour.pk, text)


def test_a_part_of_the_code_finds_and_a_changed_record_is_found_anew(
    known: tuple[Cast, Taxpayer, Taxpayer, TaxObject],
) -> None:
    cast, one, other, _thing = known
    assert list(register.payers_of(cast.home.pk, one.code[4:])) == [one]
    assert list(register.payers_of(cast.home.pk, one.code[-4:])) == [one]
    assert {one, other} == set(register.payers_of(cast.home.pk, one.code[:8]))
    actions.update_payer(
        actor=cast.actor("aynur"), payer=one, facts={"name": "Yeniyev Ad", "telephone": "0551112233"}
    )
    assert not register.payers_of(cast.home.pk, "esedov")
    assert list(register.payers_of(cast.home.pk, "yeniyev")) == [one]
    assert list(register.payers_of(cast.home.pk, "055 111-22-33")) == [one]
    assert not register.payers_of(cast.home.pk, "!!!")


@pytest.mark.parametrize("text", ["1", "B-050", "b050", "gulustan", "Gülüstan küçəsi 7", "7 gülüstan", "4455", "çıxarış 4455", "Əsədov", "esedov bir"])  # fmt: skip
def test_an_object_is_found_by(known: tuple[Cast, Taxpayer, Taxpayer, TaxObject], text: str) -> None:
    cast, _one, _other, thing = known
    assert list(register.objects_of(cast.home.pk, text)) == [thing], text
    assert not register.objects_of(cast.neighbour.pk, text)


def test_objects_are_found_by_who_holds_them_and_no_longer_by_who_held(
    known: tuple[Cast, Taxpayer, Taxpayer, TaxObject],
) -> None:
    cast, one, other, thing = known
    assert list(register.objects_of(cast.home.pk, one.code)) == [thing]
    assert not register.objects_of(cast.home.pk, "5XY01AB")
    actions.transfer_holding(
        actor=cast.actor("aynur"), holding=thing.holdings.get(), to=[(other, 1, 1)], on=date(2025, 5, 5), document="m-1"
    )  # fmt: skip
    assert not register.objects_of(cast.home.pk, "esedov")
    assert list(register.objects_of(cast.home.pk, "5XY01AB")) == [thing]
    assert list(register.objects_of(cast.home.pk, "iki basqa")) == [thing]


def test_the_house_and_the_lists_use_it_and_the_neighbour_finds_nothing(
    known: tuple[Cast, Taxpayer, Taxpayer, TaxObject],
) -> None:
    cast, one, _other, thing = known
    rauf, tural = cast.client("rauf"), cast.client("tural")
    assert one in rauf.get(reverse("revenue_payers"), {"q": "0501234567"}).context["page"].object_list
    assert thing in rauf.get(reverse("revenue_objects"), {"q": "4455"}).context["page"].object_list
    assert search_house(cast.actor("rauf"), "bir əsədov") and not search_house(
        cast.actor("tural"), "bir əsədov"
    )
    assert not tural.get(reverse("revenue_payers"), {"q": "0501234567"}).context["page"].object_list


def test_the_index_is_made_anew_where_it_was_lost(known: tuple[Cast, Taxpayer, Taxpayer, TaxObject]) -> None:
    cast, one, _other, _thing = known
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # Else what the fixture wrote still waits for its keys to be checked, and no index can be made.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("DROP INDEX revenue_taxpayer_words")
        else:
            for what in ("put", "new", "out"):
                cursor.execute(f"DROP TRIGGER revenue_taxpayer_words_{what}")
    actions.update_payer(actor=cast.actor("aynur"), payer=one, facts={"name": "Yeniyev Ad"})
    finding.install()
    assert list(register.payers_of(cast.home.pk, "yeniyev")) == [one]
    assert not register.payers_of(cast.home.pk, "esedov")


def test_many_rows_come_into_the_index_at_once(known: tuple[Cast, Taxpayer, Taxpayer, TaxObject]) -> None:
    place, first = known[1].municipality_id, known[1]

    def another(number: int, name: str) -> Taxpayer:
        one = Taxpayer(municipality_id=place, kind=first.kind, number=number, code=make_yvok(place, number), name=name, registered=first.registered)  # fmt: skip
        one.save()
        return one

    with finding.together(finding.PAYERS):
        made = [another(900 + n, f"Birdəfəlik Sınaq{n}") for n in range(3)]
    assert set(finding.payers(place, "birdəfəlik").keys) == {one.pk for one in made}
    with pytest.raises(ZeroDivisionError), finding.together(finding.PAYERS):
        another(910, "Yarımçıq Sınaq")
        raise ZeroDivisionError
    assert not finding.payers(place, "yarımçıq").keys
    later = another(911, "Sonrakı Sınaq")
    assert list(finding.payers(place, "sonrakı").keys) == [later.pk]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            # Says so where the index and the table differ.
            cursor.execute(
                "INSERT INTO revenue_taxpayer_words(revenue_taxpayer_words, rank) VALUES ('integrity-check', 1)"
            )


def test_the_bound_says_that_there_are_more_and_loses_nothing_exact(
    known: tuple[Cast, Taxpayer, Taxpayer, TaxObject], monkeypatch: pytest.MonkeyPatch
) -> None:
    cast, one, _other, thing = known
    clerk = cast.actor("aynur")
    for n in range(8):
        facts = {
            "name": f"Əsədova Biri{n} Misal",
            "street": "Sınaq küçəsi",
            "house": f"12A{n}",
            "telephone": f"05012345{n}7",
        }
        actions.register_payer(actor=clerk, facts=facts, on=START)
    last = actions.register_payer(
        actor=clerk, facts={"name": "Əsəd", "email": "esed@example.com", "telephone": "0501234999"}, on=START
    )
    monkeypatch.setattr(finding, "MOST", 3)

    found, more = register.payers_found(cast.home.pk, "esed")
    assert more and found.count() == 3 and last in found
    for text in (
        "Əsədov Bir Misal oğlu",
        "0501234567",
        "esed.bir@example.com",
        "K-77",
        one.code,
        "sinaq kuc 12a",
    ):
        assert one in register.payers_of(cast.home.pk, text), text
    for text in ("Əsəd", "esed@example.com", "050 123 49 99", last.code):
        assert last in register.payers_of(cast.home.pk, text), text
    for text in ("Əsədov Bir Misal oğlu", one.code, "B-050", "4455", "K-77"):
        assert thing in register.objects_of(cast.home.pk, text), text
    found, more = register.payers_found(cast.home.pk, "Əsədov Bir Misal oğlu")
    assert not more and list(found) == [one]

    rauf = cast.client("rauf")
    assert "Yalnız ən yaxın 3" in rauf.get(reverse("revenue_payers"), {"q": "esed"}).content.decode()
    assert (
        "Yalnız ən yaxın 3" not in rauf.get(reverse("revenue_payers"), {"q": "0501234567"}).content.decode()
    )
    hits = register.search_payers(cast.actor("rauf"), "esed", 2)
    assert [h.url for h in hits[2:]] == [reverse("revenue_payers") + "?q=esed&state=all"]
