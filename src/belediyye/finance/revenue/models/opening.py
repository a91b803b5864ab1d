"""What stood in the old books on the day an office began: debts and overpayments, brought in once."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.models import Municipality
from belediyye.finance.revenue.models.heads import Head
from belediyye.finance.revenue.models.importing import RollImport
from belediyye.finance.revenue.models.payers import Taxpayer


class Opening(models.Model):
    """One line of the old books: a debt (principal, and interest up to `day`), or an overpayment.

    Its entries name it (`source_kind` "revenue.opening"). A debt stands on the account like one that was carried over:
    a transfer with a due day. A debt of nothing has no entries: it says that the tax of the year was billed there and paid.
    A line entered wrongly is reversed by opposite entries and stays here with its reason.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    taxpayer = models.ForeignKey(Taxpayer, models.PROTECT, related_name="openings")
    day = models.DateField(_("stood on"))
    head = models.SmallIntegerField(_("kind of income"), choices=Head, null=True)
    year = models.SmallIntegerField(_("year"), null=True)
    due = models.DateField(_("due on"), null=True)
    principal_qepik = models.BigIntegerField(_("principal"), default=0)
    interest_qepik = models.BigIntegerField(_("interest on arrears"), default=0)
    credit_qepik = models.BigIntegerField(_("overpaid"), default=0)
    document = models.CharField(_("document"), max_length=200)
    made_by = models.ForeignKey(RollImport, models.PROTECT, null=True, related_name="openings")
    at = models.DateTimeField(auto_now_add=True)
    by = models.BigIntegerField(null=True)
    reversed_on = models.DateField(null=True)
    reversed_because = models.CharField(max_length=200, blank=True, default="")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("opening balance")
        verbose_name_plural = _("opening balances")
        indexes = [models.Index(fields=["municipality", "reversed_on"], name="opening_by_place")]
        constraints = [
            models.CheckConstraint(
                condition=Q(principal_qepik__gte=0, interest_qepik__gte=0, credit_qepik__gte=0),
                name="opening_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(
                    credit_qepik__gt=0,
                    principal_qepik=0,
                    interest_qepik=0,
                    head__isnull=True,
                    due__isnull=True,
                )
                | Q(credit_qepik=0, head__isnull=False, year__isnull=False, due__isnull=False),
                name="opening_debt_or_credit",
            ),
            models.CheckConstraint(
                condition=Q(interest_qepik=0) | Q(due__lt=F("day")), name="opening_interest_only_when_late"
            ),
            models.UniqueConstraint(
                fields=["taxpayer", "head", "year", "due"],
                condition=Q(reversed_on__isnull=True, head__isnull=False),
                name="opening_debt_once",
            ),
            models.UniqueConstraint(
                fields=["taxpayer"],
                condition=Q(reversed_on__isnull=True, head__isnull=True),
                name="opening_credit_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.day:%d.%m.%Y}"


class BilledYear(models.Model):
    """A year whose taxes the old books billed, of everybody who stands in the register on `day`: no run demands them anew.

    Who is registered later was not in the old books, and is billed here."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField(_("year"))
    day = models.DateField(_("said on"))
    document = models.CharField(_("document"), max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    by = models.BigIntegerField(null=True)
    dropped_on = models.DateField(null=True)
    dropped_because = models.CharField(max_length=200, blank=True, default="")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-year", "-pk"]
        verbose_name = _("year of the old books")
        verbose_name_plural = _("years of the old books")
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "year"], condition=Q(dropped_on__isnull=True), name="billed_year_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.year)
