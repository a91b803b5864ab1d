"""Indicators with baseline, targets and measured values, all exact: whole numbers over whole numbers."""

from fractions import Fraction

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.strategy.models.states import ReportState
from belediyye.alliance.strategy.models.tree import Node, Plan


class Indicator(models.Model):
    """Something counted (`number`) or a share (`percent`, top over bottom). `parent` adds its children up.

    `cumulative`: each value is the total since the beginning, so the last one of a period stands for it; otherwise the
    values of a period are added.
    """

    class Kind(models.TextChoices):
        NUMBER = "number", _("a count")
        PERCENT = "percent", _("share, %")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="indicators")
    node = models.ForeignKey(Node, models.CASCADE, related_name="indicators")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("what is measured"), max_length=300)
    unit = models.CharField(_("unit"), max_length=60, blank=True)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.NUMBER)
    ascending = models.BooleanField(_("more is better"), default=True)
    cumulative = models.BooleanField(_("each value is the total since the beginning"), default=False)
    baseline_top = models.BigIntegerField(null=True, blank=True)
    baseline_bottom = models.BigIntegerField(default=1)
    baseline_year = models.PositiveSmallIntegerField(_("year of the baseline"), null=True, blank=True)
    dimension = models.CharField(_("broken down by"), max_length=80, blank=True)
    categories = models.TextField(_("groups, one a line"), blank=True)
    means = models.CharField(_("means of verification"), max_length=300, blank=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["plan", "node", "place", "pk"]
        verbose_name = _("indicator")
        constraints = [
            models.CheckConstraint(condition=Q(baseline_bottom__gt=0), name="indicator_baseline_bottom")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def baseline(self) -> Fraction | None:
        return None if self.baseline_top is None else Fraction(self.baseline_top, self.baseline_bottom)

    @property
    def groups(self) -> list[str]:
        return [line.strip() for line in self.categories.splitlines() if line.strip()]


class IndicatorPeriod(models.Model):
    """A span in which the indicator is measured against a target. Locked until somebody opens it for values."""

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="periods")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"))
    target_top = models.BigIntegerField(null=True, blank=True)
    target_bottom = models.BigIntegerField(default=1)
    locked = models.BooleanField(default=True)
    narrative = models.TextField(blank=True)

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="indicator_period_in_order"),
            models.CheckConstraint(condition=Q(target_bottom__gt=0), name="indicator_target_bottom"),
            models.UniqueConstraint(fields=["indicator", "starts"], name="indicator_period_once"),
        ]

    def __str__(self) -> str:
        return f"{self.starts:%d.%m.%Y}–{self.ends:%d.%m.%Y}"

    @property
    def target(self) -> Fraction | None:
        return None if self.target_top is None else Fraction(self.target_top, self.target_bottom)


class Measurement(models.Model):
    """A value: top over bottom (a number has the bottom 1), for all or for one group. Counts when approved."""

    period = models.ForeignKey(IndicatorPeriod, models.CASCADE, related_name="measurements")
    on = models.DateField(_("as of"))
    group = models.CharField(_("group"), max_length=120, blank=True)
    top = models.BigIntegerField()
    bottom = models.BigIntegerField(default=1)
    note = models.TextField(_("note"), blank=True)
    state = models.CharField(max_length=9, choices=ReportState, default=ReportState.SUBMITTED)
    by = models.BigIntegerField(null=True)
    by_name = models.CharField(max_length=250)
    reviewed_by_name = models.CharField(max_length=250, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    review_note = models.TextField(blank=True)

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("measured value")
        constraints = [models.CheckConstraint(condition=Q(bottom__gt=0), name="measurement_bottom")]

    def __str__(self) -> str:
        return f"{self.top}/{self.bottom}"
