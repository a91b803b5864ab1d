"""The alliance's policy documents: versions, and which of them was approved by whom."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belediyye.core.fields import FoldedField
from belediyye.core.models import StoredFile


class PolicyDocument(models.Model):
    """A document that the alliance lives by: statute, strategy, procedure, position paper."""

    class Kind(models.TextChoices):
        STATUTE = "statute", _("statute or memorandum")
        STRATEGY = "strategy", _("strategy")
        PROCEDURE = "procedure", _("procedure")
        POSITION = "position", _("position paper")

    number = models.CharField(_("No."), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    folded = FoldedField(of=["title"])
    is_public = models.BooleanField(_("shown to visitors"), default=True)
    review_by = models.DateField(_("to be reviewed by"), null=True, blank=True)

    class Meta:
        ordering = ["folded", "pk"]
        verbose_name = _("policy document")
        verbose_name_plural = _("policy documents")

    def __str__(self) -> str:
        return self.title


class DocumentVersion(models.Model):
    """One version. Its text no longer changes once it was submitted; an approved one is replaced by a newer one."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("waits for approval")
        RETURNED = "returned", _("returned for correction")
        APPROVED = "approved", _("approved")
        REPLACED = "replaced", _("replaced by a newer version")

    document = models.ForeignKey(PolicyDocument, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("text"))
    change = models.CharField(_("what changed against the version before"), max_length=250, blank=True)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    made_on = models.DateField()
    made_by = models.CharField(max_length=250)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT)
    decided_on = models.DateField(null=True, blank=True)
    decision = models.CharField(_("by which decision"), max_length=250, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="document_version_unique"),
            models.UniqueConstraint(
                fields=["document"], condition=Q(state="approved"), name="one_version_in_force"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} v{self.number}"
