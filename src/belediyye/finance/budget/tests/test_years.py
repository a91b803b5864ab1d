"""The example town's two years: decisions and what they did, reports that agree with the ledger, the public pages."""

import csv
import io
import json
from datetime import date

import pytest
from django_scopes import scopes_disabled

from belediyye.administration.council import demo as council_demo
from belediyye.administration.council.models import Decision, Item, Sitting
from belediyye.core.demo import World
from belediyye.finance.budget import demo, queries
from belediyye.finance.budget.models import Amendment, Axis, Budget, Commitment, PaymentOrder, Side
from belediyye.finance.budget.queries.forecast import by_code
from belediyye.finance.revenue import demo as revenue_demo
from belediyye.finance.revenue.models import AssessmentRun
from belediyye.finance.revenue.queries import forecast as register
from belediyye.finance.rules import demo as rules_demo

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker, tmp_path_factory):
    """The four rooms' demonstration, built once for this file and taken back after it."""
    from django.conf import settings
    from django.db import transaction

    from belediyye.core.cast import gather

    kept, settings.FILES_ROOT = settings.FILES_ROOT, tmp_path_factory.mktemp("files")
    with django_db_blocker.unblock(), scopes_disabled():
        outer = transaction.atomic()
        outer.__enter__()
        world = World(gather())
        for room in (council_demo, rules_demo, revenue_demo, demo):
            room.build(world)
        yield world
        transaction.set_rollback(True)
        outer.__exit__(None, None, None)
    settings.FILES_ROOT = kept


def test_the_council_decided_it_all(town: World) -> None:
    failed = Sitting.objects.get(state=Sitting.State.FAILED)
    assert (failed.members, failed.present) == (9, 4) and failed.repeated_by.get().state == "held"
    rejected = Item.objects.get(state=Item.State.REJECTED, matter="taxes")
    again = rejected.brought_again.get()
    assert rejected.ballots.get().votes_for == 5 and again.ballots.get().votes_for == 7
    done = dict(Decision.objects.exclude(effect_kind="").values_list("title", "effect_state"))
    assert len(done) == 8 and set(done.values()) == {"applied"}
    closed, running = town.rooms["budget"]["closed"], town.rooms["budget"]["running"]
    decided = Decision.objects.get(effect_kind="budget.adopt")
    assert running.decision_number == str(decided).removeprefix("№ ") and running.hearing_link
    assert closed.half_year_decision and closed.report_decision and running.half_year_decision
    kinds = {
        a.kind: a.decision_number
        for a in Amendment.objects.filter(state="adopted").exclude(kind=Amendment.Kind.CARRY)
    }
    numbers = Decision.objects.filter(effect_kind="budget.amend")
    assert sorted(kinds.values()) == sorted(f"{d.number}/{d.year}" for d in numbers) and len(kinds) == 2
    runs = AssessmentRun.objects.filter(municipality=town.home, object=None, state="posted").order_by("year")
    assert [bool(run.overlay) for run in runs] == [False, True]
    assert str(again.decision).removeprefix("№ ") in runs.last().overlay["source"]
    waiting = Item.objects.filter(sitting__state="prepared").exclude(effect_kind="")
    assert {item.effect_kind for item in waiting} == {"budget.adopt", "budget.amend"}
    assert not PaymentOrder.objects.filter(state="paid", second_by=None).exists()


def test_the_books_agree_to_the_qepik(town: World) -> None:
    closed, running = town.rooms["budget"]["closed"], town.rooms["budget"]["running"]
    assert (closed.state, running.state) == ("closed", "adopted")
    for budget in (closed, running):
        for on in (date(budget.year, 6, 30), date(budget.year, 9, 30), date(budget.year, 12, 31)):
            assert [one.what for one in queries.agreement(budget, on) if not one.holds] == []
        come = by_code(register.collected(town.home.pk, budget.year))
        for code, amount in come.items():
            line = budget.lines.get(revenue__code=code)
            assert queries.position(line).paid == amount, (budget, code)
        assert sum(come.values()) > 50_000
    assert queries.unbalanced_entries() == 0
    carried = Commitment.objects.exclude(carried_from=None)
    assert sum(map(queries.open_of_commitment, carried)) == sum(c.amount for c in carried) > 0
    opening = running.lines.get(revenue__code="V.BALANCE").receipts.get()
    assert opening.amount == queries.bank_balance(closed)
    spent = queries.report(running, Side.EXPENDITURE, Axis.FUNCTIONAL).total
    for axis in (Axis.ECONOMIC, Axis.SOURCE, Axis.PROGRAMME):
        total = queries.report(running, Side.EXPENDITURE, axis).total
        assert (total.initial, total.adjusted, total.paid) == (spent.initial, spent.adjusted, spent.paid)
    months = queries.cash_plan(running, date(2026, 10, 31))
    assert months[9].balance == queries.bank_balance(running, date(2026, 10, 31))


def test_next_years_drafts_stand_beside_each_other(town: World) -> None:
    main, careful, lower = Budget.objects.filter(year=2027).order_by("version")
    assert not [check.words for check in queries.checks(main) if check.stops]
    assert [check for check in queries.checks(careful) if check.stops]
    taxes = [b.lines.get(revenue__code="V.PROPERTY") for b in (main, lower)]
    assert all(line.reason and line.collection_bp for line in taxes)
    assert taxes[1].assessed < taxes[0].assessed and taxes[1].initial < taxes[0].initial
    assert "0,08" in taxes[1].reason and "0,08" not in lower.lines.get(revenue__code="V.TRADE").reason


def test_residents_read_the_same(town: World, client) -> None:
    code, running = town.home.code, town.rooms["budget"]["running"]
    spent = queries.report(running, Side.EXPENDITURE, Axis.FUNCTIONAL, queries.known_on(running))
    assert sum(share for _row, share in queries.manat(spent, 3_521)) == 3_521
    page = client.get(f"/b/{code}/büdcə/2026/?amount=35,21")
    told = page.content.decode()
    assert page.status_code == 200 and running.decision_number in told and "35,21" in told
    rows = list(csv.DictReader(io.StringIO(client.get(f"/b/{code}/büdcə/2026/lines.csv").content.decode())))
    data = client.get(f"/b/{code}/büdcə/2026/lines.json").json()
    assert len(rows) == len(data["lines"]) == running.lines.count()
    assert sum(line["outturn"] for line in data["lines"] if line["side"] == "expenditure") == spent.total.paid
    package = json.loads(client.get(f"/b/{code}/büdcə/2026/datapackage.json").content)
    assert [field["name"] for field in package["resources"][0]["schema"]["fields"]] == list(rows[0])
    for url in ("", "2025/", "2027/"):
        assert client.get(f"/b/{code}/büdcə/{url}").status_code == 200
    assert client.get(f"/b/{code}/büdcə/2019/").status_code == 404


def test_the_working_pages_open_at_home_only(town: World) -> None:
    cast, running = town.cast, town.rooms["budget"]["running"]
    rauf, tural = cast.client("rauf"), cast.client("tural")
    line, change = running.lines.filter(side=2).first(), running.amendments.last()
    draft = Budget.objects.get(year=2027, version=1)
    paths = ["", "orders/", "rates/", "start/", f"{running.pk}/", f"{draft.pk}/", f"{draft.pk}/forecast/", f"{draft.pk}/compare/",
             f"{running.pk}/ledger/", f"{running.pk}/cash/", f"{running.pk}/amendments/", f"{running.pk}/amend/", f"{running.pk}/note.docx",
             f"{running.pk}/report/", f"{running.pk}/report/?side=2&axis=economic&on=30.06.2026", f"{running.pk}/report/?format=print",
             f"{running.pk}/report/?format=csv", f"{running.pk}/report/?format=xlsx", f"{running.pk}/report/half.pdf",
             f"line/{line.pk}/", f"line/{line.pk}/commit/", f"line/{line.pk}/owe/", f"amendment/{change.pk}/"]  # fmt: skip
    for path in paths:
        assert rauf.get(f"/finance/budget/{path}").status_code == 200, path
    for path in paths[4:]:
        assert tural.get(f"/finance/budget/{path}").status_code == 404, path
    assert rauf.get("/axtar/?q=bulağın").status_code == 200
