"""What is watched: risks and assumptions, remarks of the check that were answered, the yearly review."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.strategy.models.tree import Node, Plan


class Risk(models.Model):
    """Something that may go wrong, or that the plan takes for granted; likelihood and impact from 1 to 5."""

    class Kind(models.TextChoices):
        RISK = "risk", _("risk")
        ASSUMPTION = "assumption", _("assumption")

    class State(models.TextChoices):
        OPEN = "open", _("open")
        HAPPENED = "happened", _("happened")
        CLOSED = "closed", _("closed")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="risks")
    node = models.ForeignKey(Node, models.CASCADE, null=True, blank=True, related_name="risks")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.RISK)
    text = models.TextField(_("what may happen, or what is taken for granted"))
    likelihood = models.PositiveSmallIntegerField(_("likelihood, 1–5"), default=3)
    impact = models.PositiveSmallIntegerField(_("impact, 1–5"), default=3)
    response = models.TextField(_("what is done about it"), blank=True)
    owner = models.CharField(_("who watches it"), max_length=200, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.OPEN)
    looked_at = models.DateField()

    class Meta:
        ordering = ["state", "pk"]
        verbose_name = _("risk or assumption")
        constraints = [
            models.CheckConstraint(
                condition=Q(likelihood__range=(1, 5), impact__range=(1, 5)), name="risk_from_one_to_five"
            )
        ]

    def __str__(self) -> str:
        return self.text[:120]

    @property
    def weight(self) -> int:
        """Likelihood times impact, 1 to 25."""
        return self.likelihood * self.impact


class Suppression(models.Model):
    """A remark of the plan check that was looked at and accepted, with the reason."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="suppressions")
    rule = models.CharField(max_length=8)
    about = models.CharField(max_length=120)
    reason = models.CharField(_("reason"), max_length=300)
    by_name = models.CharField(max_length=250)
    on = models.DateField()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "rule", "about"], name="suppression_once")]

    def __str__(self) -> str:
        return f"{self.rule} {self.about}"


class Review(models.Model):
    """The yearly look back: what went well, what was learned, what the plan changes."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="reviews")
    year = models.PositiveSmallIntegerField(_("year"))
    summary = models.TextField(_("the year in short"))
    lessons = models.TextField(_("what was learned"), blank=True)
    changes = models.TextField(_("what changes in the plan"), blank=True)
    held_on = models.DateField(_("held on"))
    closed = models.BooleanField(default=False)

    class Meta:
        ordering = ["-year"]
        verbose_name = _("yearly review")
        constraints = [models.UniqueConstraint(fields=["plan", "year"], name="review_once_a_year")]

    def __str__(self) -> str:
        return f"{self.plan.title} {self.year}"
