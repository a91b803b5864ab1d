"""The account of every payer, and the papers that tell it: entries, notices, their delivery."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.models import Municipality
from belediyye.finance.revenue.models.assessing import AssessmentRun
from belediyye.finance.revenue.models.charges import Charge
from belediyye.finance.revenue.models.heads import Head
from belediyye.finance.revenue.models.payers import Taxpayer


class Entry(models.Model):
    """A line of the account: append-only, signed, dated. Plus raises what is owed, minus lowers it.

    * DEMAND: an obligation of `head`, `year`, `instalment`, payable by `due`. `demand` is empty: it is the demand.
      A raise that comes when that day has passed is one too, due later; its `source_id` names the demand it raises.
    * ADJUSTMENT: a reassessment's difference on `demand`, down, or up before its day.
    * PAYMENT, REFUND, WRITE_OFF, TRANSFER, INTEREST, SANCTION: on `demand`; with `demand` empty it stands on the
      payer's account unapplied (an advance, an overpayment). Interest and sanction raise; being paid they are lowered by
      entries of kind PAYMENT with `component` saying which part was paid.
    * REVERSAL: the exact opposite of `reverses`; an entry is reversed at most once, and never deleted.

    `day` is when it counts (value date), `at` when it was written. `source_kind`/`source_id` name the paper behind it:
    `revenue.bankline`, a decision, an import. What stands open on a demand at a day is the sum of `amount` of the
    demand and of everything that names it. Written in masses by the database, hence keys without constraints.
    """

    class Kind(models.IntegerChoices):
        DEMAND = 1, _("demand")
        ADJUSTMENT = 2, _("adjustment")
        PAYMENT = 3, _("payment")
        INTEREST = 4, _("interest on arrears")
        SANCTION = 5, _("sanction")
        REFUND = 6, _("refund")
        WRITE_OFF = 7, _("write-off")
        TRANSFER = 8, _("transfer")
        REVERSAL = 9, _("reversal of an entry")

    class Component(models.IntegerChoices):
        PRINCIPAL = 0, _("principal")
        INTEREST = 1, _("interest on arrears")
        SANCTION = 2, _("sanction")

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    taxpayer = models.ForeignKey(
        Taxpayer, models.PROTECT, related_name="entries", db_index=False, db_constraint=False
    )
    kind = models.SmallIntegerField(choices=Kind)
    component = models.SmallIntegerField(choices=Component, default=Component.PRINCIPAL)
    head = models.SmallIntegerField(choices=Head)
    year = models.SmallIntegerField(help_text="The year that it is for.")
    instalment = models.SmallIntegerField(default=0)
    due = models.DateField(null=True)
    day = models.DateField()
    amount = models.BigIntegerField()
    demand = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="applied", db_index=False, db_constraint=False
    )
    run = models.ForeignKey(
        AssessmentRun, models.PROTECT, null=True, related_name="entries", db_index=False, db_constraint=False
    )
    charge = models.ForeignKey(Charge, models.PROTECT, null=True, related_name="entries", db_index=False)
    reverses = models.ForeignKey(
        "self", models.PROTECT, null=True, related_name="reversed_by", db_index=False, db_constraint=False
    )
    source_kind = models.CharField(max_length=40, default="", blank=True)
    source_id = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, default="", blank=True)
    at = models.DateTimeField(
        null=True, help_text="When it was written; empty for a run's entries: the run says it."
    )
    by = models.BigIntegerField(null=True, help_text="Account that acted; empty for the machine itself.")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["day", "pk"]
        verbose_name_plural = _("entries")
        indexes = [
            # Answers an account, and the balances of a whole municipality at a day, without touching the table.
            models.Index(fields=["municipality", "taxpayer", "day", "amount"], name="entry_by_account"),
            models.Index(fields=["demand"], condition=Q(demand__isnull=False), name="entry_by_demand"),
            # Of all the lines few are money: what came in by day is asked on the room's first page.
            models.Index(
                fields=["municipality", "day", "kind", "head", "amount", "reverses"],
                condition=Q(kind__in=[3, 9]),
                name="entry_of_money",
            ),
            models.Index(fields=["charge"], condition=Q(charge__isnull=False), name="entry_by_charge"),
            models.Index(
                fields=["source_kind", "source_id"],
                condition=Q(source_id__isnull=False),
                name="entry_by_source",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["reverses"], condition=Q(reverses__isnull=False), name="entry_reversed_once"
            ),
            models.UniqueConstraint(
                fields=["charge", "year", "instalment"],
                condition=Q(kind=1, charge__isnull=False),
                name="entry_charge_period_once",
            ),
            models.CheckConstraint(
                condition=~Q(kind=1) | (Q(due__isnull=False) & Q(demand__isnull=True) & Q(amount__gte=0)),
                name="entry_demand_whole",
            ),
            models.CheckConstraint(
                condition=~Q(kind=2) | Q(demand__isnull=False), name="entry_adjusts_something"
            ),
            models.CheckConstraint(
                condition=~Q(kind=9) | Q(reverses__isnull=False), name="entry_reverses_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%d.%m.%Y}"

    @property
    def is_debt(self) -> bool:
        """Whether something can be owed on it: a demand, or a debt carried over from a merged record or deferred."""
        carried = self.kind == self.Kind.TRANSFER and self.demand_id is None and self.due is not None
        return self.kind == self.Kind.DEMAND or carried


class Notice(models.Model):
    """A payment notice (tədiyə bildirişi): numbered without gaps in a municipality and year, never changed.

    It is the picture of what stood on the account when it was made: `due_qepik` of its year, `arrears_qepik` and
    `interest_qepik` of earlier ones, `sanction_qepik` of all, less `paid_qepik` of its own year. Number and `code` (see `queries.notice_code`) open it on the public page; the
    payment reference is `reference`. A later notice of the same payer and year replaces it: the highest number counts.
    """

    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    taxpayer = models.ForeignKey(
        Taxpayer, models.PROTECT, related_name="notices", db_index=False, db_constraint=False
    )
    run = models.ForeignKey(
        AssessmentRun, models.PROTECT, null=True, related_name="notices", db_index=False, db_constraint=False
    )
    year = models.SmallIntegerField()
    number = models.PositiveIntegerField()
    issued = models.DateField()
    due_qepik = models.BigIntegerField()
    arrears_qepik = models.BigIntegerField(default=0)
    interest_qepik = models.BigIntegerField(default=0)
    sanction_qepik = models.BigIntegerField(default=0)
    paid_qepik = models.BigIntegerField(
        default=0, help_text="What of the year's amount was paid by the day of issue."
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["municipality", "-year", "number"]
        verbose_name = _("payment notice")
        verbose_name_plural = _("payment notices")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "number"], name="notice_number_unique")
        ]
        indexes = [
            models.Index(fields=["taxpayer", "year"], name="notice_by_payer"),
            models.Index(fields=["run"], name="notice_by_run"),
        ]

    def __str__(self) -> str:
        return f"№ {self.year}/{self.number}"

    @property
    def total_qepik(self) -> int:
        """What the notice asks for."""
        return (
            self.due_qepik - self.paid_qepik + self.arrears_qepik + self.interest_qepik + self.sanction_qepik
        )


class Delivery(models.Model):
    """An attempt to deliver a notice, and its proof. The stub signed by the payer is the best one."""

    class Way(models.TextChoices):
        HAND = "hand", _("by hand, with the signed stub")
        POST = "post", _("by registered letter")
        ELECTRONIC = "electronic", _("electronically")

    class Outcome(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        ABSENT = "absent", _("nobody was there")
        REFUSED = "refused", _("receipt was refused")
        WRONG_ADDRESS = "wrong_address", _("does not live at the address")
        SENT = "sent", _("handed to the mail server")
        BOUNCED = "bounced", _("the mail server refused it, or it came back")
        UNSURE = "unsure", _("not known whether it was sent")

    # What a person says of an attempt; the rest is said by the sending of e-mail.
    BY_PEOPLE = (Outcome.DELIVERED, Outcome.ABSENT, Outcome.REFUSED, Outcome.WRONG_ADDRESS)

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    notice = models.ForeignKey(Notice, models.PROTECT, related_name="deliveries")
    day = models.DateField(_("day"))
    way = models.CharField(_("way"), max_length=12, choices=Way)
    outcome = models.CharField(_("outcome"), max_length=14, choices=Outcome)
    proof = models.CharField(
        _("proof"), max_length=200, blank=True, default="", help_text="Who received it, number of the letter."
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["day", "pk"]
        verbose_name_plural = _("deliveries")

    def __str__(self) -> str:
        return f"{self.get_outcome_display()} {self.day:%d.%m.%Y}"
