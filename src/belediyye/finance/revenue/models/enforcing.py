"""What the law adds to a debt and how it is enforced: financial sanctions, cases in court and with the executor."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from belediyye.core.models import StoredFile
from belediyye.finance.revenue.models.account import Entry
from belediyye.finance.revenue.models.collecting import Case


class Sanction(Case):
    """A financial sanction on a demand: proposed by one person, charged by a second, taken back with a reason.

    `day` is when it was proposed. Once charged it is an entry of kind SANCTION with `source_kind` revenue.sanction.
    """

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("sanction", "waits for a second person")
        CHARGED = "charged", pgettext_lazy("sanction", "charged")
        DROPPED = "dropped", pgettext_lazy("sanction", "not charged")
        REVERSED = "reversed", pgettext_lazy("sanction", "taken back")

    number = models.PositiveIntegerField()
    demand = models.ForeignKey(Entry, models.PROTECT, related_name="sanctions", db_constraint=False)
    article = models.CharField(_("act and article"), max_length=120)
    document = models.CharField(_("document"), max_length=120)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    amount_qepik = models.BigIntegerField(_("amount"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.PROPOSED)
    decided = models.DateField(null=True, blank=True)
    decided_by = models.BigIntegerField(null=True)
    undone = models.DateField(null=True, blank=True)
    undone_because = models.CharField(max_length=200, blank=True, default="")

    class Meta(Case.Meta):
        verbose_name = _("sanction")
        verbose_name_plural = _("sanctions")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="sanction_number_unique"),
            models.CheckConstraint(condition=Q(amount_qepik__gt=0), name="sanction_is_positive"),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


class CourtCase(Case):
    """Debts taken to court after the third letter, from the application to the money or the end. `day`: application."""

    class State(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("court case", "application sent to the court")
        ORDER = "order", pgettext_lazy("court case", "court order given")
        EXECUTOR = "executor", pgettext_lazy("court case", "with the executor")
        RETURNED = "returned", pgettext_lazy("court case", "returned by the executor")
        PAID = "paid", pgettext_lazy("court case", "paid")
        REFUSED = "refused", pgettext_lazy("court case", "refused by the court")
        WITHDRAWN = "withdrawn", pgettext_lazy("court case", "withdrawn")

    number = models.PositiveIntegerField()
    court = models.CharField(_("court"), max_length=160)
    principal_qepik = models.BigIntegerField()
    interest_qepik = models.BigIntegerField(default=0)
    sanction_qepik = models.BigIntegerField(default=0)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.APPLIED)

    class Meta(Case.Meta):
        verbose_name = _("court case")
        verbose_name_plural = _("court cases")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="court_case_number_unique")
        ]
        indexes = [models.Index(fields=["municipality", "state"], name="court_case_by_state")]

    def __str__(self) -> str:
        return f"№ {self.number}"

    @property
    def total_qepik(self) -> int:
        """What the application asks for."""
        return self.principal_qepik + self.interest_qepik + self.sanction_qepik


class CourtDebt(models.Model):
    """One debt of a case with what stood on it when the application was made, the disputed part left out."""

    case = models.ForeignKey(CourtCase, models.PROTECT, related_name="debts")
    demand = models.ForeignKey(Entry, models.PROTECT, related_name="court_debts", db_constraint=False)
    principal_qepik = models.BigIntegerField()
    interest_qepik = models.BigIntegerField(default=0)
    sanction_qepik = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["case", "demand"], name="court_debt_once")]

    def __str__(self) -> str:
        return f"{self.case_id}/{self.demand_id}"


class CourtStep(models.Model):
    """What happened in a case, in order: when, by which paper, for how much."""

    case = models.ForeignKey(CourtCase, models.PROTECT, related_name="steps")
    state = models.CharField(_("what happened"), max_length=9, choices=CourtCase.State)
    day = models.DateField(_("day"))
    document = models.CharField(_("number of the paper"), max_length=120, blank=True, default="")
    amount_qepik = models.BigIntegerField(_("amount"), null=True)
    executor = models.CharField(_("executor"), max_length=160, blank=True, default="")
    note = models.CharField(max_length=200, blank=True, default="")
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.day:%d.%m.%Y}"
