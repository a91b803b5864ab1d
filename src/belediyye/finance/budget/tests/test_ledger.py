"""The ledger refuses what is one-sided or changed, in the action and in the database itself."""

import uuid
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django_scopes import scopes_disabled

from belediyye.finance.budget import actions, queries
from belediyye.finance.budget.actions.posting import Move, Unbalanced, post
from belediyye.finance.budget.models import Account, Entry, Line, Posting, Seal
from belediyye.finance.budget.tests import town

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_scopes():
    with scopes_disabled():
        yield


def entry(budget, sides, total):
    """Writes an entry straight into the tables, past the actions."""
    key = uuid.uuid4()
    Entry.objects.create(
        id=key,
        seal_id=key,
        municipality=budget.municipality,
        budget=budget,
        number=9999,
        day=town.DAY,
        at=timezone.now(),
        by="x",
        text="x",
    )
    for account, debit, credit in sides:
        Posting.objects.create(
            entry_id=key,
            municipality=budget.municipality,
            budget=budget,
            account=account,
            day=town.DAY,
            debit=debit,
            credit=credit,
        )
    if total:
        Seal.objects.create(id=key, total=total)
    connection.check_constraints()


@pytest.mark.parametrize(
    ("sides", "total"),
    [
        ([(Account.BANK, 100, 0), (Account.FUND, 0, 99)], 100),
        ([(Account.BANK, 100, 0)], 100),
        ([], 100),
        ([(Account.BANK, 100, 0), (Account.FUND, 0, 100)], 101),
        ([(Account.BANK, 100, 0), (Account.FUND, 0, 100)], 0),
        ([(Account.BANK, 100, 100)], 100),
    ],
)
def test_the_database_takes_no_unbalanced_or_unsealed_entry(cast, sides, total):
    budget = town.adopted(cast)
    with pytest.raises(DatabaseError), transaction.atomic():
        entry(budget, sides, total)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_balanced_entry_goes_in_and_nothing_more_under_its_seal(cast):
    budget = town.adopted(cast)
    entry(budget, [(Account.BANK, 100, 0), (Account.FUND, 0, 100)], 100)
    made = Entry.objects.get(number=9999)
    with pytest.raises(DatabaseError, match="under a seal"), transaction.atomic():
        Posting.objects.create(
            entry=made,
            municipality=budget.municipality,
            budget=budget,
            account=Account.BANK,
            day=town.DAY,
            debit=5,
        )


@pytest.mark.parametrize("model", [Entry, Posting, Seal])
def test_nothing_in_the_ledger_changes(cast, model):
    town.adopted(cast)
    row = model.objects.first()
    field = {"entry": "text", "posting": "debit", "seal": "total"}[model._meta.model_name]
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk).update(**{field: 7})
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.filter(pk=row.pk)._raw_delete("default")


def test_an_adopted_plan_is_frozen_by_the_database(cast):
    budget = town.adopted(cast)
    wages = town.line(budget, "Əmək haqqı")
    with pytest.raises(DatabaseError, match="does not change"), transaction.atomic():
        Line.objects.filter(pk=wages.pk).update(q1=wages.q1 + 1, initial=wages.initial + 1)
    with pytest.raises(DatabaseError), transaction.atomic():
        Line.objects.create(municipality=cast.home, budget=budget, side=2, title="yeni", q1=5, initial=5)
    Line.objects.create(municipality=cast.home, budget=budget, side=2, title="boş")


def test_a_control_account_is_never_moved_against_money(cast):
    budget = town.adopted(cast)
    with pytest.raises(Unbalanced):
        post(
            budget,
            [Move(Account.AVAILABLE, Account.BANK, 5, town.line(budget, "Yollar").pk)],
            actor=cast.actor("rauf"),
            day=town.DAY,
            text="x",
        )


def test_the_trial_balance_balances_after_a_year_of_work(cast):
    budget = town.adopted(cast)
    town.fund(cast, budget)
    town.paid(cast, town.line(budget, "Əmək haqqı"), 12_345)
    actions.commit(
        actor=cast.actor("rauf"),
        line=town.line(budget, "Yollar"),
        day=town.DAY,
        amount=20_000,
        paper=actions.Paper("Usta"),
    )
    rows = queries.trial_balance(budget)
    assert sum(r.debit for r in rows) == sum(r.credit for r in rows)
    assert sum(r.debit_balance for r in rows) == sum(r.credit_balance for r in rows)
    named = {r.account: r for r in rows}
    assert named[Account.BANK].debit_balance == 60_000 - 12_345 == queries.bank_balance(budget)
    assert named[Account.AUTHORISED].credit_balance == 100_000
    assert queries.unbalanced_entries() == 0
    assert queries.bank_balance(budget, date(2026, 1, 31)) == 60_000
