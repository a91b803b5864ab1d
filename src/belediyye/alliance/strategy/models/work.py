"""What was reported of an activity, who looked at it, and what proves it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.strategy.models.measures import Measurement
from belediyye.alliance.strategy.models.states import ReportState
from belediyye.alliance.strategy.models.tree import Activity, Plan
from belediyye.core.models import StoredFile

__all__ = ["Evidence", "EvidenceUse", "ReportState", "Update"]


class Update(models.Model):
    """A dated report on an activity: draft → submitted → returned or approved. Only what is approved counts."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="updates")
    on = models.DateField(_("as of"))
    text = models.TextField(_("what was done"))
    achieved = models.TextField(_("result achieved so far"), blank=True)
    percent = models.PositiveSmallIntegerField(_("how much is done, %"), default=0)
    state = models.CharField(max_length=9, choices=ReportState, default=ReportState.DRAFT)
    by = models.BigIntegerField(null=True, help_text=_("Account that reported."))
    by_name = models.CharField(max_length=250)
    reviewed_by_name = models.CharField(max_length=250, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_note = models.TextField(blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("report on an activity")
        constraints = [models.CheckConstraint(condition=Q(percent__lte=100), name="update_percent_to_100")]
        indexes = [models.Index(fields=["activity", "state", "on"]), models.Index(fields=["state", "by"])]

    def __str__(self) -> str:
        return f"{self.on:%d.%m.%Y}: {self.text[:80]}"


class Evidence(models.Model):
    """One proof, used wherever it proves something: a link, a file, an object of any room, or a quotation, with its day."""

    class Kind(models.TextChoices):
        LINK = "link", _("link")
        FILE = "file", _("file")
        OBJECT = "object", _("object of this house")
        QUOTE = "quote", _("quotation")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=6, choices=Kind)
    title = models.CharField(_("title"), max_length=250)
    on = models.DateField(_("day of the proof"))
    source = models.CharField(_("source"), max_length=250, blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True)
    quote = models.TextField(_("quotation"), blank=True)
    file = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    object_kind = models.CharField(max_length=80, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    added_by = models.CharField(max_length=250)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("evidence")

    def __str__(self) -> str:
        return self.title


class EvidenceUse(models.Model):
    """What a proof proves: an activity, a report on it, or a measured value."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="uses")
    activity = models.ForeignKey(Activity, models.CASCADE, null=True, blank=True, related_name="proofs")
    update = models.ForeignKey(Update, models.CASCADE, null=True, blank=True, related_name="proofs")
    measurement = models.ForeignKey(Measurement, models.CASCADE, null=True, blank=True, related_name="proofs")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(activity__isnull=False) | Q(update__isnull=False) | Q(measurement__isnull=False),
                name="evidence_proves_something",
            )
        ]

    def __str__(self) -> str:
        return str(self.evidence)
