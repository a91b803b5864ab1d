"""What the room promises: the books add up, merges come apart again, erased names are gone, refusals are in words."""

import json
from datetime import date
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import override

from belediyye.alliance.relations import models as m
from belediyye.alliance.relations.actions import books, contacts, events, inventory, members, operator
from belediyye.alliance.relations.demo.stage import at
from belediyye.alliance.relations.forms.house import TopicForm
from belediyye.alliance.relations.forms.people import MemberForm
from belediyye.alliance.relations.queries import books as ask_books
from belediyye.alliance.relations.queries import contacts as ask_contacts
from belediyye.alliance.relations.queries import members as ask_members
from belediyye.alliance.relations.queries.desk import tasks_for
from belediyye.core.actions import Refused
from belediyye.core.actors import Forbidden
from belediyye.core.demo import World
from belediyye.core.models import LogEntry

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


def test_the_books_only_grow_and_statements_add_up(world: World) -> None:
    award, kamran = world.rooms["relations"]["award"], world.actor("kamran")
    whole = ask_books.whole_statement(award)
    assert whole.budget == 24_000_00 and whole.received == 21_000_00
    assert whole.spent == sum(e.amount for e in award.entries.filter(kind="spending")) == 12_251_40
    years = [ask_books.statement(award, date(y, 1, 1), date(y, 12, 31)) for y in (2025, 2026)]
    assert (
        years[0].opening == 0 and years[0].closing == years[1].opening and years[1].closing == whole.closing
    )
    for one in (whole, *years):
        assert one.opening + one.received - one.spent == one.closing
        assert sum(x.left for x in one.lines) == one.left and all(
            x.budget == x.total + x.left for x in one.lines
        )
    line = award.lines.get(code="3")
    entry = m.BookEntry(
        award=award,
        line=line,
        kind="spending",
        day=TODAY,
        amount=99_999_00,
        party="X",
        words="x",
        paper_number="1",
    )
    with pytest.raises(Refused, match=r"2\s010,00"):
        books.enter(actor=kamran, entry=entry)
    reversal = m.BookEntry.objects.get(reverses__isnull=False)
    for wrong in (reversal, reversal.reverses):
        with pytest.raises(Refused):
            books.reverse(actor=kamran, entry=wrong, words="x", on=TODAY)
    for change in (lambda: award.entries.update(amount=1), lambda: award.entries.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_dues_are_charged_once_and_say_who_owes(world: World) -> None:
    rate, orxan = m.DuesRate.objects.get(year=2026), world.actor("orxan")
    # The member that joined in March was not there when the others were charged.
    assert members.charge_year(actor=orxan, rate=rate, on=TODAY) == 1
    assert members.charge_year(actor=orxan, rate=rate, on=TODAY) == 0
    rows = {row.organisation.name: row for row in ask_members.with_dues(m.Member.objects.all(), TODAY)}
    home = rows["Nümunəkənd bələdiyyəsi"]
    assert home.balance == home.overdue == 140_60
    assert [line.balance for line in ask_members.dues_of(home)] == [340_60, 0, 340_60, 140_60]
    for year in ask_members.dues_years():
        assert year.charged - year.paid == year.owed
    entry = home.dues.filter(kind="payment").last()
    members.reverse_dues(actor=orxan, entry=entry, words="səhv üzv", on=TODAY)
    assert ask_members.dues_of(home)[-1].balance == 340_60
    with pytest.raises(Refused):
        members.reverse_dues(actor=orxan, entry=entry, words="yenə", on=TODAY)
    with pytest.raises(Forbidden):
        members.charge_year(actor=world.actor("mehriban"), rate=rate, on=TODAY)


def test_a_merge_moves_everything_and_can_be_undone(world: World) -> None:
    kamran = world.actor("kamran")
    pair = next(p for p in ask_contacts.duplicates() if "Samir" in str(p.left))
    kept, gone = pair.left, pair.right
    assert len(pair.why) == 2
    contacts.give_post(
        actor=kamran,
        post=m.Post(contact=gone, organisation=kept.posts.get().organisation, title="müşavir", starts=TODAY),
    )
    merge = contacts.merge_contacts(actor=kamran, keep_card=kept, gone=gone, take=["telephone"], on=TODAY)
    assert kept.posts.count() == 2 and kept.telephone == "(012) 555-01-02"
    assert gone not in ask_contacts.live()
    contacts.undo_merge(actor=kamran, merge=merge, on=TODAY)
    kept.refresh_from_db()
    assert kept.posts.count() == 1 and gone.posts.count() == 1 and kept.telephone.startswith("+994")
    with pytest.raises(Refused):
        contacts.undo_merge(actor=kamran, merge=merge, on=TODAY)


def test_an_erased_name_is_nowhere_and_the_ledgers_stay(world: World) -> None:
    kamran = world.actor("kamran")
    lale = m.Contact.objects.get(name="Lalə")
    with pytest.raises(Refused):
        contacts.anonymise(actor=kamran, contact=lale, because="məktub", on=TODAY)
    loan = lale.loans.get(returned_on__isnull=True)
    inventory.take_back(actor=kamran, loan=loan, condition="saz", on=TODAY)
    everything = ask_contacts.all_about(lale)
    assert (
        everything["conversations"] and everything["consents"] and everything["loans"] and everything["posts"]
    )
    contacts.anonymise(actor=kamran, contact=lale, because="məktub", on=TODAY)
    lale.refresh_from_db()
    assert str(lale) == "—" and not lale.email and lale.loans.count() == 1
    assert "Təcrübəova" not in json.dumps(ask_contacts.all_about(lale), ensure_ascii=False)
    assert not LogEntry.objects.filter(object_name__contains="Təcrübəova").exists()
    assert not lale.consents.filter(withdrawn_on__isnull=True).exists()


def test_a_file_is_shown_before_anything_is_kept(world: World) -> None:
    client, before = world.cast.client("kamran"), m.Contact.objects.count()
    text = "Soyad;Ad;E-poçt;Telefon;Təşkilat;Vəzifə\nYenili;Ayan;ayan@numune.example;050 555 77 88;Yeni Təşkilat;müavin\n;;pis;1;;\nYenili;Ayan;ayan@numune.example;;;\nÖrnəkov;Samir;samir@numune.example;;Nümunə Maliyyə İdarəsi;rəis\n"
    file = BytesIO(text.encode())
    file.name = "siyahı.csv"
    page = client.post(reverse("relations_imports"), {"file": file, "source": "tədbir vərəqəsi"}, follow=True)
    assert page.status_code == 200 and m.Contact.objects.count() == before
    batch = m.ContactImport.objects.get()
    assert [len(row["problems"]) for row in batch.rows] == [0, 3, 1, 0] and batch.rows[3]["same_as"]
    client.post(reverse("relations_import", args=[batch.pk]), {"line": [row["line"] for row in batch.rows]})
    batch.refresh_from_db()
    assert batch.made == 2 and m.Contact.objects.count() == before + 1
    assert (
        "ayan" not in json.dumps(batch.rows)
        and m.Contact.objects.get(surname="Yenili").posts.get().title == "müavin"
    )
    assert client.get(reverse("relations_import", args=[batch.pk])).status_code == 200


def test_seats_waiting_list_and_presence(world: World) -> None:
    event, kamran = world.rooms["relations"]["event"], world.actor("kamran")
    seated = event.registrations.filter(waits=False)
    assert (seated.count(), event.registrations.filter(waits=True).count()) == (8, 2)
    again = m.Registration(event=event, surname="A", name="B", email="Istirakci1@numune.example")
    with pytest.raises(Refused):
        events.register(actor=world.maker, registration=again, at=at(TODAY, 12))
    first = event.registrations.filter(waits=True).order_by("registered_at").first()
    events.cancel_registration(actor=world.maker, registration=seated.first(), at=at(TODAY, 12))
    first.refresh_from_db()
    assert not first.waits
    with pytest.raises(Refused):
        events.mark_attendance(actor=kamran, registration=first, at=at(TODAY, 12))
    badge = reverse("alliance_badge", args=[first.key])
    assert world.cast.client().get(badge).status_code == 200
    assert world.cast.client("mehriban").post(badge).status_code == 403
    events.mark_attendance(actor=kamran, registration=first, at=at(date(2026, 12, 10), 10))
    with pytest.raises(Refused):
        events.mark_attendance(actor=kamran, registration=first, at=at(date(2026, 12, 10), 11))


def test_a_count_closes_only_when_every_difference_is_explained(world: World) -> None:
    orxan = world.actor("orxan")
    count = inventory.begin_count(actor=orxan, count=m.Count(year=2026, on=TODAY, by="komissiya"))
    with pytest.raises(Refused):
        inventory.close_count(actor=orxan, count=count, on=TODAY)
    found = {line.pk: ("here", "") for line in count.lines.all()}
    inventory.mark_lines(actor=orxan, count=count, found=found | {min(found): ("missing", "")})
    with pytest.raises(Refused):
        inventory.close_count(actor=orxan, count=count, on=TODAY)
    inventory.mark_lines(actor=orxan, count=count, found={min(found): ("missing", "axtarılır")})
    inventory.close_count(actor=orxan, count=count, on=TODAY)
    assert count.closed_on == TODAY


def test_roles_see_their_own(world: World) -> None:
    own = m.Member.objects.get(organisation__name="Nümunəkənd bələdiyyəsi")
    other = m.Member.objects.exclude(pk=own.pk).first()
    member, expert, keeper = (world.cast.client(name) for name in ("mehriban", "elnur", "orxan"))
    assert member.get(reverse("relations_member", args=[own.pk])).status_code == 200
    assert member.get(reverse("relations_member", args=[other.pk])).status_code == 404
    assert member.get(reverse("relations_books")).status_code == 403
    assert member.get(reverse("relations_contacts")).status_code == 403
    mine, theirs = (
        m.Expert.objects.get(contact__name="Elnur"),
        m.Expert.objects.exclude(contact__name="Elnur").first(),
    )
    assert expert.get(reverse("relations_expert", args=[mine.pk])).status_code == 200
    assert expert.get(reverse("relations_expert", args=[theirs.pk])).status_code == 404
    for route in ("books", "items", "operator", "awards", "home", "events", "members"):
        assert keeper.get(reverse(f"relations_{route}")).status_code == 200, route
    assert keeper.get(reverse("relations_contacts")).status_code == 403
    assert world.cast.client("tural").get(reverse("relations_home")).status_code == 403
    titles = [task.title for task in tasks_for(world.actor("kamran"), TODAY)]
    assert any("Yuxarı Örnək" in t for t in titles) and any("Yaşıl kənd" in t for t in titles)
    assert [t.title for t in tasks_for(world.actor("elnur"), TODAY)] == [
        "Büdcə üzrə təlim materialının yenilənməsi"
    ]


def test_the_assessment_compares_with_the_one_before(world: World) -> None:
    orxan = world.actor("orxan")
    row = m.Operator.objects.get()
    open_ = operator.begin_assessment(actor=orxan, assessment=m.Assessment(operator=row, on=TODAY, by="hamı"))
    with pytest.raises(Refused):
        operator.close_assessment(actor=orxan, assessment=open_, on=TODAY)
    page = world.cast.client("orxan").get(reverse("relations_assessment", args=[open_.pk]))
    assert page.status_code == 200
    answers = reverse("relations_answers", args=[open_.pk, "A"])
    given = {"A1": 4, "A2": 3, "A3": 2, "A1_evidence": "protokol"}
    assert world.cast.client("orxan").post(answers, given).status_code == 302
    assert open_.answers.count() == 3


def test_a_form_may_name_its_field_itself() -> None:
    with override("en"):
        assert str(MemberForm().fields["municipality"].label) == "its page in this house"
        assert str(TopicForm().fields["code"].label) == "code in Latin letters"
