"""Persons, their identifiers, roles by day, and what an account may do."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden, actor_of, machine
from belediyye.core.cast import PASSWORD, Cast
from belediyye.core.fields import index_of
from belediyye.core.models import Membership, Person, Role
from belediyye.core.people import end_role, give_role, open_account


def test_the_identifier_is_not_in_the_database(db) -> None:
    person = Person.objects.create(surname="Sınaq", name="Əli", fin="5A1B2C3")
    with connection.cursor() as cursor:
        cursor.execute("SELECT fin, fin_index, folded FROM core_person")
        kept = cursor.fetchone()
    assert "5A1B2C3" not in str(kept) and kept[2] == "sinaq eli"
    assert Person.objects.get(fin_index=index_of("5a1b2c3")) == person
    assert Person.objects.get().fin == "5A1B2C3"
    with pytest.raises(IntegrityError), transaction.atomic():
        Person.objects.create(surname="Başqa", name="Biri", fin="5A1B2C3")


def test_roles_hold_by_day(cast: Cast) -> None:
    rauf = cast.users["rauf"]
    held = Membership.objects.get(person=rauf.person)
    end_role(actor=machine("test"), membership=held, ends=date(2026, 6, 30))
    assert actor_of(rauf, date(2026, 6, 30)).has(Role.ACCOUNTANT)
    assert not actor_of(rauf, date(2026, 7, 1)).roles
    with pytest.raises(Refused):
        end_role(actor=machine("test"), membership=held, ends=date(2020, 1, 1))


def test_an_account_without_a_role_acts_nowhere(cast: Cast) -> None:
    tural = cast.users["tural"]
    give_role(
        actor=machine("test"),
        person=tural.person,
        role=Role.CLERK,
        municipality=cast.home,
        starts=date(2026, 1, 1),
    )
    at_home = actor_of(tural, date(2026, 11, 22), cast.home.pk)
    assert at_home.municipality == cast.home and at_home.roles == {Role.CLERK}
    assert actor_of(tural, date(2026, 11, 22), 999).municipality is None


def test_only_a_technician_opens_accounts(cast: Cast) -> None:
    asked = {
        "username": "yeni",
        "password": PASSWORD,
        "surname": "Yeni",
        "name": "Biri",
        "role": Role.CLERK,
        "starts": date(2026, 1, 1),
    }
    with pytest.raises(Forbidden):
        open_account(actor=cast.actor("leyla"), **asked)
    open_account(actor=cast.actor("texnik"), **asked)
    with pytest.raises(Refused):
        open_account(actor=cast.actor("texnik"), **asked)
    with pytest.raises(Refused):
        open_account(actor=cast.actor("texnik"), **{**asked, "username": "zəif", "password": "123"})


def test_signing_in(cast: Cast) -> None:
    client = cast.client()
    page = client.post("/hesab/login/", {"login": "leyla", "password": PASSWORD})
    assert page.status_code == 302
    assert "Leyla" in client.get("/").content.decode()
    assert client.post("/hesab/login/", {"login": "leyla", "password": "yanlış"}).status_code in {200, 302}


def test_signing_in_leads_to_a_page_and_never_to_what_only_a_button_sends(cast: Cast) -> None:
    button, page = reverse("choose_municipality"), reverse("working_days_of", args=[2026])
    for wanted, leads in (
        (button, "/"), (page, page), (f"{page}?a=1", f"{page}?a=1"), ("/yoxdur/", "/"), ("//elsewhere.example", "/"), ("", "/"),
    ):  # fmt: skip
        typed = {"login": "leyla", "password": PASSWORD, "next": wanted}
        answer = cast.client().post("/hesab/login/", typed)
        assert (answer.status_code, answer["Location"]) == (302, leads), wanted


def test_choosing_where_to_act(cast: Cast) -> None:
    tural = cast.users["tural"]
    give_role(
        actor=machine("test"),
        person=tural.person,
        role=Role.CLERK,
        municipality=cast.home,
        starts=date(2026, 1, 1),
    )
    client = cast.client("tural")
    assert "Qonşukənd" in client.get("/").content.decode()
    client.post("/ev/bələdiyyə/", {"municipality": cast.home.pk})
    assert client.session["municipality"] == cast.home.pk
    client.post("/ev/bələdiyyə/", {"municipality": 12345})
    assert client.session["municipality"] == cast.home.pk
