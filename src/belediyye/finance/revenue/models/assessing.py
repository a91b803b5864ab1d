"""Assessment runs: what was computed, from which law, by whom, approved by whom."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.models import Municipality
from belediyye.finance.revenue.models.heads import TAXES
from belediyye.finance.revenue.models.objects import Holding, ObjectState, TaxObject
from belediyye.finance.revenue.models.payers import Taxpayer


class AssessmentRun(models.Model):
    """One computation of a year for a set of payers: previewed, approved by a second person, posted, replayable.

    It names everything that decided its amounts: the book's edition, the council's overlay, the SQL, the day as of
    which the register was read, the calendar by which due days were rolled. `totals` is what the preview showed.
    A later run of the same year posts only differences; nothing of an earlier run is changed.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("previewed")
        APPROVED = "approved", _("approved")
        POSTED = "posted", _("posted")
        DROPPED = "dropped", _("dropped")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField(editable=False)
    year = models.PositiveSmallIntegerField(_("year"))
    taxes = models.JSONField(_("taxes"), default=list, help_text="Revenue heads; empty means all.")
    settlement = models.CharField(_("settlement"), max_length=80, blank=True, default="")
    street = models.CharField(_("street"), max_length=120, blank=True, default="")
    object = models.ForeignKey(
        TaxObject, models.PROTECT, null=True, blank=True, related_name="runs", verbose_name=_("single object")
    )
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    as_of = models.DateField(_("register as of"))
    edition = models.CharField(max_length=64)
    overlay = models.JSONField(default=dict, help_text="The council's decision laid over the law.")
    overlay_key = models.CharField(max_length=16, blank=True, default="")
    sql_hash = models.CharField(max_length=64)
    calendar = models.CharField(max_length=64, help_text="Digest of the working calendar used.")
    register = models.CharField(max_length=64, default="", help_text="Version of the register that was read.")
    first_due = models.DateField()
    second_due = models.DateField()
    objects_count = models.PositiveIntegerField(default=0)
    refused_count = models.PositiveIntegerField(default=0)
    payers_count = models.PositiveIntegerField(default=0)
    tax_qepik = models.BigIntegerField(default=0)
    relief_qepik = models.BigIntegerField(default=0)
    due_qepik = models.BigIntegerField(default=0)
    posted_qepik = models.BigIntegerField(
        default=0, help_text="What was posted: the difference to what had been demanded."
    )
    totals = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    prepared_by = models.BigIntegerField(null=True)
    prepared_by_name = models.CharField(max_length=250, blank=True, default="")
    prepared_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.BigIntegerField(null=True)
    approved_by_name = models.CharField(max_length=250, blank=True, default="")
    approved_at = models.DateTimeField(null=True)
    posted_on = models.DateField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("assessment run")
        verbose_name_plural = _("assessment runs")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="run_number_unique"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "dropped"]) | Q(approved_at__isnull=False),
                name="run_posted_is_approved",
            ),
        ]
        indexes = [models.Index(fields=["municipality", "year", "state"], name="run_by_year")]

    def __str__(self) -> str:
        return f"{self.year} / {self.number}"


class Assessment(models.Model):
    """What one holding owes for a year, or why it could not be computed.

    Inputs: `state` (characteristics, never changed), `share` from the holding (never changed), and here what depends
    on the year: months held, held on 1 January, `reliefs` as bits in the order of `RELIEF_BITS`. With the run's edition
    and overlay that is everything; the explanation is computed when somebody looks. Written by the database itself in
    masses, so keys to parents carry no database constraint: every parent is read in the same statement.
    """

    RELIEF_BITS = ("shehid_family", "list_102_2", "pensioner", "conscript")

    run = models.ForeignKey(
        AssessmentRun, models.PROTECT, related_name="assessments", db_index=False, db_constraint=False
    )
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    taxpayer = models.ForeignKey(
        Taxpayer, models.PROTECT, related_name="assessments", db_constraint=False, db_index=False
    )
    object = models.ForeignKey(
        TaxObject, models.PROTECT, related_name="assessments", db_constraint=False, db_index=False
    )
    holding = models.ForeignKey(
        Holding, models.PROTECT, related_name="assessments", db_constraint=False, db_index=False
    )
    state = models.ForeignKey(
        ObjectState, models.PROTECT, null=True, related_name="+", db_constraint=False, db_index=False
    )
    head = models.SmallIntegerField(choices=[(h.value, h.label) for h in TAXES])
    refusal = models.SmallIntegerField(
        default=0, help_text="0, or the number of the reason in the rule book."
    )
    budget = models.SmallIntegerField(
        default=0, help_text="0 municipal, 1 state: computed, never billed here."
    )
    from_month = models.IntegerField()
    to_month = models.IntegerField()
    held_on_1_january = models.BooleanField()
    reliefs = models.SmallIntegerField(default=0)
    tax_qepik = models.BigIntegerField()
    relief_right_qepik = models.BigIntegerField(default=0)
    relief_qepik = models.BigIntegerField()
    due_qepik = models.BigIntegerField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["pk"]
        # Answers what a run asks of each payer without touching the table.
        indexes = [
            models.Index(
                fields=["run", "taxpayer", "head", "refusal", "budget", "due_qepik"],
                name="assessment_by_payer",
            ),
            # The few that could not be computed are shown on a run's page without reading all the others.
            models.Index(fields=["run", "refusal"], condition=~Q(refusal=0), name="assessment_refused"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(due_qepik=F("tax_qepik") - F("relief_qepik"))
                & Q(relief_qepik__gte=0)
                & Q(due_qepik__gte=0),
                name="assessment_adds_up",
            )
        ]

    def __str__(self) -> str:
        return f"{self.holding_id}: {self.due_qepik}"
