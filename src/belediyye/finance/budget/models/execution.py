"""The papers of execution: commitments, obligations, payment orders with two signatures, receipts, the bank's lines."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.fields import EncryptedField
from belediyye.core.models import Municipality
from belediyye.finance.budget.models.plan import Line


class Control(models.Model):
    """How strictly a municipality checks what is available, by stage. A payment is always stopped."""

    class Level(models.TextChoices):
        STOP = "stop", _("stop")
        WARN = "warn", _("warn, and ask for the reason")

    municipality = models.OneToOneField(Municipality, models.PROTECT, related_name="+")
    commitment = models.CharField(_("at commitment"), max_length=4, choices=Level, default=Level.STOP)
    obligation = models.CharField(_("at obligation"), max_length=4, choices=Level, default=Level.STOP)

    objects = ScopedManager(municipality="municipality")

    def __str__(self) -> str:
        return str(self.municipality)


class Commitment(models.Model):
    """A contract or an order: money of a line is set aside for it. What of it is open, the ledger says."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="commitments")
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    day = models.DateField(_("day"))
    partner = models.CharField(_("partner"), max_length=200)
    subject = models.CharField(_("subject"), max_length=300)
    amount = models.BigIntegerField(_("amount"))
    over_reason = models.CharField(max_length=300, blank=True)
    carried_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="carried_to"
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "number"], name="budget_commitment_number_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_commitment_positive"),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}/{self.year} {self.partner}"


class Obligation(models.Model):
    """Goods came, work was done, wages fell due: the municipality owes. From a commitment or directly from a line."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="obligations")
    commitment = models.ForeignKey(
        Commitment, models.PROTECT, null=True, blank=True, related_name="obligations"
    )
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    day = models.DateField(_("day"))
    document = models.CharField(_("document"), max_length=200)
    due = models.DateField(_("payable by"), null=True, blank=True)
    amount = models.BigIntegerField(_("amount"))
    over_reason = models.CharField(max_length=300, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "number"], name="budget_obligation_number_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_obligation_positive"),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}/{self.year} {self.document}"


class PaymentOrder(models.Model):
    """An order to the bank: prepared, signed by the accountant and by the chair, executed by the bank."""

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        SIGNED = "signed", _("signed by both")
        PAID = "paid", _("paid")
        CANCELLED = "cancelled", _("cancelled")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="orders")
    number = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField()
    day = models.DateField(_("day"))
    amount = models.BigIntegerField(_("amount"))
    payee = models.CharField(_("payee"), max_length=200)
    account = models.CharField(_("payee's account"), max_length=34)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    first_by = models.BigIntegerField(null=True)
    first_name = models.CharField(max_length=250, blank=True)
    first_at = models.DateTimeField(null=True)
    second_by = models.BigIntegerField(null=True)
    second_name = models.CharField(max_length=250, blank=True)
    second_at = models.DateTimeField(null=True)
    paid_on = models.DateField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year", "number"], name="budget_order_number_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="budget_order_positive"),
            models.CheckConstraint(
                condition=~Q(state__in=["signed", "paid"])
                | (Q(first_at__isnull=False) & Q(second_at__isnull=False)),
                name="budget_order_two_signatures",
            ),
            models.CheckConstraint(
                condition=Q(first_by=None) | Q(second_by=None) | ~Q(first_by=F("second_by")),
                name="budget_order_two_people",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}/{self.year} {self.payee}"


class Receipt(models.Model):
    """Money that came in on a revenue or financing line. A wrong one is taken back by its opposite."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    line = models.ForeignKey(Line, models.PROTECT, related_name="receipts")
    day = models.DateField(_("day"))
    amount = models.BigIntegerField(_("amount"))
    text = models.CharField(_("what for"), max_length=300)
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    source = models.CharField(
        max_length=80, blank=True, help_text=_("Key of what it was taken from, so that it is taken once.")
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(amount=0), name="budget_receipt_not_zero"),
            models.UniqueConstraint(
                fields=["municipality", "source"], condition=~Q(source=""), name="budget_receipt_source_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class BankLine(models.Model):
    """One line of the bank's statement and what it was found to be: an executed order or a receipt."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    day = models.DateField(_("day"))
    amount = models.BigIntegerField(_("amount"), help_text=_("In is plus, out is minus."))
    text = EncryptedField(_("text"), blank=True, default="")
    reference = models.CharField(_("reference"), max_length=80)
    order = models.OneToOneField(
        PaymentOrder, models.PROTECT, null=True, blank=True, related_name="bank_line"
    )
    receipt = models.OneToOneField(Receipt, models.PROTECT, null=True, blank=True, related_name="bank_line")
    why = models.CharField(max_length=200, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-day", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "reference", "day", "amount"], name="budget_bank_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.reference}"
