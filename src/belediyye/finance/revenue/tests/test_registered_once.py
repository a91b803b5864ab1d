"""One person is one record: the same form sent twice, two clerks at once, on the database that the tests run on."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django_scopes import scope

from belediyye.core.cast import Cast
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Taxpayer

DAY = date(2026, 11, 22)
FIN, VOEN = "5SNQ123", "9900000011"

BUILD = """
from datetime import date
from threading import Barrier, Thread
from django.db import connections
from django_scopes import scope
from belediyye.core.actions import Refused
from belediyye.core.actors import machine
from belediyye.core.models import Area, Municipality
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Taxpayer

area = Area.objects.create(code="AZ-X", name="X", name_en="X", kind="rayon", centre_class="village", village_class="village")
home = Municipality.objects.create(area=area, name="N", code="numune-bir", place_class="village")
DAY = date(2026, 11, 22)

def at_once(*works):
    "What each of several clerks, each in a thread of his own, gets when all press at the same moment."
    start, said = Barrier(len(works)), []
    def one(work):
        try:
            with scope(municipality=home):
                start.wait()
                work()
            said.append("done")
        except Exception as error:
            said.append(type(error).__name__)
        finally:
            connections.close_all()
    threads = [Thread(target=one, args=(work,)) for work in works]
    for thread in threads: thread.start()
    for thread in threads: thread.join()
    return " ".join(sorted(said))

def register(**facts):
    return lambda: actions.register_payer(actor=machine("a", home), facts=facts, on=DAY)

def update(code, **facts):
    def work():
        payer = Taxpayer.objects.get(code=code)
        actions.update_payer(actor=machine("a", home), payer=payer, facts=facts)
    return work

connections.close_all()
"""
RACE = f"""
for n in range(5):
    print("twice", at_once(register(name=f"Sınaqov İki {{n}}"), register(name=f"Sınaqov İki {{n}}")))
print("fin", at_once(*[register(name=f"Sınaqov {{x}}", fin="{FIN}") for x in "ABC"]))
print("voen", at_once(*[register(name=f"Nümunə {{x}}", kind="legal", voen="{VOEN}") for x in "ABC"]))
with scope(municipality=home):
    free = [p.code for p in Taxpayer.objects.filter(fin_index="", voen_index="")[:2]]
print("changed", at_once(*[update(code, fin="5SNQ124") for code in free]))
with scope(municipality=home):
    print("numbers", *sorted(Taxpayer.objects.values_list("number", flat=True)))
"""


def test_whoever_presses_at_the_same_moment_makes_one_record(office) -> None:
    said = office.run(BUILD + RACE).splitlines()
    assert said == [
        *["twice Registered done"] * 5,
        "fin Refused Refused done",
        "voen Refused Refused done",
        "changed Refused done",
        "numbers 1 2 3 4 5 6 7",
    ]


def test_a_form_sent_twice_leads_to_the_record_it_made(cast: Cast) -> None:
    typed = {"kind": "natural", "name": "Sınaqov İki Dəfə", "settlement": "Nümunəkənd"}
    aynur, url = cast.client("aynur"), reverse("revenue_payer_new")
    first, second = aynur.post(url, typed), aynur.post(url, typed)
    assert first.status_code == second.status_code == 302 and first["Location"] == second["Location"]
    assert "eyni məlumatlarla" in aynur.get(second["Location"]).content.decode()
    # What tells a person apart makes another record.
    other = aynur.post(url, typed | {"house": "7"})
    assert other.status_code == 302 and other["Location"] != first["Location"]
    with scope(municipality=cast.home):
        assert Taxpayer.objects.filter(name=typed["name"]).count() == 2


def test_the_database_keeps_a_voen_to_one_living_record(cast: Cast) -> None:
    about = {"actor": cast.actor("aynur"), "on": DAY}
    with scope(municipality=cast.home):
        one = actions.register_payer(facts={"name": "Nümunə MMC", "kind": "legal", "voen": VOEN}, **about)
        other = actions.register_payer(facts={"name": "Nümunə QSC", "kind": "legal"}, **about)
        with pytest.raises(IntegrityError), transaction.atomic():
            Taxpayer.objects.filter(pk=other.pk).update(voen_index=one.voen_index)


def test_signs_that_nobody_sees_are_not_kept(cast: Cast) -> None:
    turned, actor = "Sınaqov \u202eGörünməz\u202c\u200b\n Misal  oğlu", cast.actor("aynur")
    with scope(municipality=cast.home):
        p = actions.register_payer(
            actor=actor, facts={"name": turned, "street": "Sınaq\u200f küçəsi"}, on=DAY
        )
        assert (p.name, p.street) == ("Sınaqov Görünməz Misal oğlu", "Sınaq küçəsi")
        actions.update_payer(actor=actor, payer=p, facts={"house": "\u20661"})
        assert Taxpayer.objects.get(pk=p.pk).house == "1"
        thing = actions.register_object(
            actor=actor, kind="building", details={"street": "\u202eSınaq küçəsi", "house": "1"},
            facts={"use": "dwelling", "place_class": "village", "area_dm2": 100}, holders=[(p, 1, 1)], on=DAY,
        )  # fmt: skip
        assert thing.street == "Sınaq küçəsi"


UPGRADE = f"""
from django.core.management import CommandError, call_command
from belediyye.core.fields import index_of
call_command("migrate", "revenue", "0130", verbosity=0)
with scope(municipality=home):
    old, new = (actions.register_payer(actor=machine("a", home), facts=dict(name=n), on=DAY) for n in ("Nümunə MMC", "Misal QSC"))
    Taxpayer.objects.filter(pk__in=[old.pk, new.pk]).update(voen="{VOEN}", voen_index=index_of("{VOEN}"))
try:
    call_command("prepare")
except CommandError as said:
    print(said)
print(old.code, new.code)
with scope(municipality=home):
    actions.merge_payers(actor=machine("a", home), kept=old, merged=new, on=DAY, reason="bir təşkilatdır")
call_command("prepare")
"""


def test_an_upgrade_that_finds_a_voen_twice_says_with_whom_before_it_changes_anything(office) -> None:
    *said, codes, ready = office.run(BUILD + UPGRADE).splitlines()
    told = "\n".join(said)
    assert all(code in told for code in codes.split()) and "N: " in told and "merge" in told
    assert ready.startswith("The database is ready")
