"""The ledger: double entry in whole qəpik. Nothing in it is ever changed; every committed entry is balanced.

An entry names a seal with its own key, and that reference is checked when the transaction ends. The database takes a seal
only over an entry whose debits and credits are equal and not nothing, and takes no posting under a seal. So neither a
program nor a hand in the database can leave an entry half-written or one-sided, on either engine.
"""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.models import Municipality
from belediyye.finance.budget.models.execution import Commitment, Obligation, PaymentOrder, Receipt
from belediyye.finance.budget.models.plan import Amendment, Budget, Line


class Account(models.IntegerChoices):
    """1xx: control of the plan, where every line balances by itself. From 2xx: money and what it was for."""

    AUTHORISED = 101, _("authorised by the council")
    AVAILABLE = 102, _("available")
    COMMITTED = 103, _("committed")
    OBLIGED = 104, _("owed by the municipality")
    PAID = 105, _("paid")
    ESTIMATED = 111, _("expected revenue")
    TO_COME = 112, _("still to come in")
    RECEIVED = 113, _("come in")
    BANK = 201, _("bank account")
    PAYABLE = 211, _("payable to others")
    FUND = 301, _("means of the municipality")
    REVENUE = 401, _("revenue")
    FINANCING = 411, _("financing")
    EXPENSE = 501, _("expenditure")


CONTROL = tuple(a for a in Account if a < Account.BANK)


class Seal(models.Model):
    """That an entry is whole and balanced; its key is the entry's key."""

    id = models.UUIDField(primary_key=True)
    total = models.BigIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(total__gt=0), name="budget_seal_positive")]

    def __str__(self) -> str:
        return str(self.id)


class Entry(models.Model):
    """One event in the ledger: its day, its words, and the paper behind it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    seal = models.OneToOneField(Seal, models.PROTECT, related_name="entry")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="entries", db_index=False)
    number = models.PositiveIntegerField()
    day = models.DateField()
    at = models.DateTimeField()
    by = models.CharField(max_length=250)
    text = models.CharField(max_length=300)
    amendment = models.ForeignKey(Amendment, models.PROTECT, null=True, related_name="entries")
    commitment = models.ForeignKey(Commitment, models.PROTECT, null=True, related_name="entries")
    obligation = models.ForeignKey(Obligation, models.PROTECT, null=True, related_name="entries")
    order = models.ForeignKey(PaymentOrder, models.PROTECT, null=True, related_name="entries")
    receipt = models.ForeignKey(Receipt, models.PROTECT, null=True, related_name="entries")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["budget", "number"]
        verbose_name_plural = _("ledger entries")
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="budget_entry_number_once"),
            models.CheckConstraint(condition=Q(seal=models.F("id")), name="budget_entry_own_seal"),
        ]

    def __str__(self) -> str:
        return f"№ {self.number} {self.text}"


class Posting(models.Model):
    """One side of an entry: an amount on an account, debit or credit, for a line where it concerns one."""

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="postings")
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="+", db_index=False)
    account = models.PositiveSmallIntegerField(choices=Account)
    line = models.ForeignKey(Line, models.PROTECT, null=True, related_name="postings", db_index=False)
    day = models.DateField()
    debit = models.BigIntegerField(default=0)
    credit = models.BigIntegerField(default=0)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["entry", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(debit__gt=0, credit=0) | Q(debit=0, credit__gt=0), name="budget_posting_one_side"
            ),
            models.CheckConstraint(
                condition=Q(account__gte=200) | Q(line__isnull=False), name="budget_control_has_line"
            ),
        ]
        indexes = [
            models.Index(fields=["line", "account", "day", "debit", "credit"], name="budget_posting_of_line"),
            models.Index(
                fields=["budget", "account", "line", "day", "debit", "credit"],
                name="budget_posting_of_budget",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_account_display()} {self.debit or -self.credit}"
