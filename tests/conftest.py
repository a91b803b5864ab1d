"""The whole house at work: the demonstration's town, and one real object of every kind that it lacks."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest


@pytest.fixture(scope="module")
def whole_house(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """The cast in a town where everything happened once. Built once for a module's tests, which take back what they do."""
    from django.db import transaction
    from django.utils import translation

    with django_db_blocker.unblock(), translation.override("az"), transaction.atomic():
        from belediyye.core import demo

        world = demo.build()
        _more_people(world)
        _more_objects(world)
        yield world.cast
        transaction.set_rollback(True)


def _more_people(world: Any) -> None:
    """Roles that the demonstration gives to nobody: a technician and an archivist of the town, the neighbour's chair."""
    from belediyye.core.cast import FIRST_DAY, PASSWORD
    from belediyye.core.models import Role
    from belediyye.core.people import open_account

    for username, role, place in (
        ("usta", Role.TECHNICIAN, world.home),
        ("arxiv", Role.ARCHIVIST, world.home),
        ("xanım", Role.CHAIR, world.neighbour),
    ):
        world.cast.users[username] = open_account(
            actor=world.maker, username=username, password=PASSWORD, surname="Nümunəli", name=username.title(),
            role=role, municipality=place, starts=FIRST_DAY,
        )  # fmt: skip


def _more_objects(world: Any) -> None:
    from django_scopes import scope

    from belediyye.core.models import Job

    rauf = world.actor("rauf")
    with scope(municipality=world.home):
        Job.objects.create(kind="x", title="Nümunə", municipality=world.home, asked_by=rauf.user_id)
        _in_revenue(world, rauf)
        _in_budget(world, rauf)
        _on_paper(world)
    _in_relations(world)
    _in_strategy(world)


def _in_revenue(world: Any, rauf: Any) -> None:
    """Two records of one person merged; notices before the second half; a workbook of the bank whose columns nobody told yet."""
    from django.conf import settings

    from belediyye.core.files import store
    from belediyye.core.models import StoredFile
    from belediyye.finance.revenue import actions
    from belediyye.finance.revenue.models import CourtStep, Objection, Sanction
    from belediyye.finance.revenue.tests import town

    pair = [
        actions.register_payer(actor=rauf, facts={"name": "Təkrarlı Nümunə"}, on=date(2024, 1, n))
        for n in (1, 2)
    ]
    actions.merge_payers(actor=rauf, kept=pair[0], merged=pair[1], on=date(2024, 2, 1), reason="eyni adam")
    actions.bill_year(actor=rauf, year=2019, on=date(2024, 1, 1), document="köhnə kitab")
    at_home = {"municipality": world.home, "given_by": rauf.user_id, "size": 8}
    stored = store(settings.FILES_ROOT, b"a;b\n1;2\n")
    paper = StoredFile.objects.create(digest=stored.digest, name="bank.csv", media_type="text/csv", **at_home)
    other = town.statement((date(2024, 5, 6), "3,00", "Kimsə Nümunə", "vergi")).replace(
        b"137010001944", b"137010005555"
    )
    at_home["size"] = len(other)
    StoredFile.objects.create(
        digest=store(settings.FILES_ROOT, other).digest,
        name="basqa-hesab.sta",
        media_type="text/plain",
        **at_home,
    )
    Objection.objects.filter(municipality=world.home).update(paper=paper)
    Sanction.objects.filter(municipality=world.home).update(paper=paper)
    CourtStep.objects.filter(case__municipality=world.home).update(paper=paper)


def _on_paper(world: Any) -> None:
    """Notices issued again before the second half, and a file of a run's notices that a worker printed."""
    from django.conf import settings

    from belediyye.core.files import store
    from belediyye.core.models import Job
    from belediyye.finance.revenue import actions
    from belediyye.finance.revenue.models import AssessmentRun

    rauf = world.actor("rauf")
    actions.issue_notices_again(actor=rauf, year=world.today.year, on=world.today)
    printed = store(settings.FILES_ROOT, b"%PDF-1.7 ")
    run = AssessmentRun.objects.filter(municipality=world.home).order_by("pk")[1]
    Job.objects.create(
        kind="revenue.notice.print", title="Nümunə çap", municipality=world.home, asked_by=rauf.user_id, state=Job.State.DONE,
        arguments={"run": run.number}, result={"digest": printed.digest, "name": "notices.pdf"},
    )  # fmt: skip


def _in_strategy(world: Any) -> None:
    """A file given as evidence of an activity."""
    from django.conf import settings

    from belediyye.alliance.strategy import actions
    from belediyye.alliance.strategy.models import Activity
    from belediyye.core.files import store
    from belediyye.core.models import StoredFile

    kept = store(settings.FILES_ROOT, b"%PDF-1.7 x")
    file = StoredFile.objects.create(
        digest=kept.digest, name="protokol.pdf", media_type="application/pdf", size=10
    )
    activity = Activity.objects.order_by("pk")[0]
    actions.add_evidence(
        actor=world.actor("kamran"), of=activity, title="Protokol", on=world.today, file=file
    )


def _in_budget(world: Any, rauf: Any) -> None:
    """A line of the bank that nobody matched, and a file of a budget that was read and not taken."""
    from belediyye.finance.budget import actions

    rows = "Tarix;Məbləğ;Təyinat\n05.01.2026;-12,34;Nümunə xərc\n"
    actions.take_bank_statement(actor=rauf, municipality=world.home, content=rows.encode(), name="bank.csv")
    table = "Kod;Ad;Məbləğ\n1;Torpaq vergisi;1000\n"
    actions.read_import(
        actor=rauf, municipality=world.home, name="budget.csv", content=table.encode(), year=2027
    )


def _in_relations(world: Any) -> None:
    """Two cards of one person merged, a file of contacts read, a letter with a link under way, a self-assessment begun."""
    from django.conf import settings
    from django.utils import timezone

    from belediyye.alliance.relations.actions import contacts, operator
    from belediyye.alliance.relations.models import Assessment, Confirmation, Contact, ContactImport, Operator
    from belediyye.core.files import store
    from belediyye.core.models import StoredFile

    kamran = world.actor("kamran")
    pair = [
        contacts.keep_contact(actor=kamran, contact=Contact(surname="Təkrarlı", name=f"Nümunə {n}"))
        for n in (1, 2)
    ]
    contacts.merge_contacts(actor=kamran, keep_card=pair[0], gone=pair[1], take=[], on=world.today)
    kept = store(settings.FILES_ROOT, b"%PDF")
    StoredFile.objects.create(digest=kept.digest, name="a.pdf", media_type="application/pdf", size=4)
    ContactImport.objects.create(name="a.csv", digest="0" * 64, read_on=world.today, rows=[])
    Confirmation.objects.create(
        key="k" * 32, purpose="application", asked_at=timezone.now(), until=timezone.now()
    )
    row = Operator.objects.order_by("pk")[0]
    begun = Assessment(operator=row, on=world.today, by="icraçı direktor")
    operator.begin_assessment(actor=kamran, assessment=begun)
