"""The operator organisation that carries the alliance: its self-assessment and the steps that follow from it."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belediyye.core.models import Organisation


class Operator(models.Model):
    """The organisation that the alliance entrusted with its daily work, from a day to a day."""

    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    basis = models.CharField(_("by which decision"), max_length=200)

    class Meta:
        ordering = ["-starts", "-pk"]
        verbose_name = _("operator organisation")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")), name="operator_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Assessment(models.Model):
    """One self-assessment by the questionnaire in `questionnaire.py`; closed, it no longer changes."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="assessments")
    edition = models.CharField(max_length=10, help_text=_("The questionnaire's edition."))
    on = models.DateField(_("day"))
    by = models.CharField(_("who took part"), max_length=250)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        verbose_name = _("self-assessment")

    def __str__(self) -> str:
        return f"{self.operator}, {self.on:%d.%m.%Y}"


class Answer(models.Model):
    """The score of one question, 0 to 4, and what shows it."""

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=8)
    score = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    evidence = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["question"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "question"], name="answer_once"),
            models.CheckConstraint(condition=Q(score__lte=4), name="answer_score_to_four"),
        ]

    def __str__(self) -> str:
        return f"{self.question}: {self.score}"


class DevelopmentStep(models.Model):
    """What the operator will do about a weak place, by when, and who."""

    operator = models.ForeignKey(Operator, models.PROTECT, related_name="steps")
    assessment = models.ForeignKey(Assessment, models.PROTECT, null=True, blank=True, related_name="steps")
    area = models.CharField(_("area"), max_length=8)
    title = models.CharField(_("step"), max_length=250)
    who = models.CharField(_("responsible"), max_length=120)
    due = models.DateField(_("by when"))
    done_on = models.DateField(null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=250, blank=True)

    class Meta:
        ordering = ["due", "pk"]
        verbose_name = _("development step")

    def __str__(self) -> str:
        return self.title
