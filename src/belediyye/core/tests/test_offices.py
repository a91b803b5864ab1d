"""The office's details: checked, kept by the chair and the accountant, shown on the public page."""

import pytest
from django.urls import reverse

from belediyye.core.actors import Forbidden
from belediyye.core.cast import Cast
from belediyye.core.models import LogEntry
from belediyye.core.offices import WrongFact, keep_office, missing

ACCOUNT = "AZ21 NABZ 0000 0000 1370 1000 1944"


@pytest.mark.parametrize(
    ("field", "facts"),
    [
        ("account", {"account": "AZ22NABZ00000000137010001944"}),
        ("account", {"account": "DE89370400440532013000"}),
        ("voen", {"voen": "9900770092"}),
        ("telephone", {"telephone": "12"}),
        ("bank_code", {"bank_code": "12345"}),
        ("bic", {"bic": "NABZDE2X"}),
        ("bic", {"account": ACCOUNT, "bic": "IBAZAZ2X"}),
    ],
)
def test_a_wrong_fact_is_refused_at_its_field(cast: Cast, field: str, facts: dict[str, str]) -> None:
    with pytest.raises(WrongFact) as wrong:
        keep_office(actor=cast.actor("rauf"), place=cast.home, facts=facts)
    assert wrong.value.field == field


def test_only_the_own_chair_and_accountant_keep_it(cast: Cast) -> None:
    for name in ("aynur", "tural", "nigar", "kamran"):
        with pytest.raises(Forbidden):
            keep_office(actor=cast.actor(name), place=cast.home, facts={})
    keep_office(actor=cast.actor("leyla"), place=cast.home, facts={"account": ACCOUNT, "voen": "9900770091"})
    cast.home.refresh_from_db()
    assert cast.home.account == ACCOUNT.replace(" ", "") and not cast.home.telephone
    assert "voen" not in " ".join(missing(cast.home)).lower() and len(missing(cast.home)) == 2
    line = LogEntry.objects.filter(code="core.office.keep", actor=cast.users["leyla"].pk).get()
    assert "telephone" in line.data


def test_the_page_keeps_what_was_typed_and_the_public_page_shows_it(cast: Cast) -> None:
    rauf, url = cast.client("rauf"), reverse("office")
    assert ACCOUNT in rauf.get(url).content.decode()
    bad = rauf.post(url, {"account": "AZ22NABZ00000000137010001944", "head": "Sədr Yeni Nümunəli"})
    assert bad.status_code == 422 and "Sədr Yeni Nümunəli" in bad.content.decode()
    assert rauf.post(url, {"account": ACCOUNT, "head": "Sədr Yeni Nümunəli"}).status_code == 302
    shown = cast.client().get(reverse("municipality", args=[cast.home.code])).content.decode()
    assert ACCOUNT in shown and "Sədr Yeni Nümunəli" in shown
    # The neighbour sees and changes the own office alone.
    assert "Sədr Yeni Nümunəli" not in cast.client("tural").get(url).content.decode()
