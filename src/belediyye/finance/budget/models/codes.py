"""The classifications: codes with the days on which they hold, and what becomes of a code that changes."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from belediyye.core.models import Municipality


class Axis(models.TextChoices):
    """By what the same money is counted."""

    FUNCTIONAL = "functional", _("functional")
    ECONOMIC = "economic", _("economic")
    REVENUE = "revenue", _("kind of revenue")
    SOURCE = "source", _("source of the money")
    PROGRAMME = "programme", _("programme")
    PLACE = "place", _("place")


class Code(models.Model):
    """A code of a classification during the days it holds. National codes have no municipality, own ones do."""

    class Confidence(models.TextChoices):
        READ = "read", _("read in a budget or an act")
        LIKELY = "likely", _("likely")
        OWN = "own", _("of this house: the official code was not read")

    axis = models.CharField(_("classification"), max_length=10, choices=Axis)
    code = models.CharField(_("code"), max_length=24)
    name_az = models.CharField(max_length=300)
    name_en = models.CharField(max_length=300, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    confidence = models.CharField(max_length=6, choices=Confidence, default=Confidence.OWN)
    group = models.CharField(
        max_length=24, blank=True, help_text=_("Code of the resident's group on the public page.")
    )

    class Meta:
        ordering = ["axis", "code", "starts", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["axis", "code", "starts"], condition=Q(municipality=None), name="budget_code_once"
            ),
            models.UniqueConstraint(
                fields=["municipality", "axis", "code", "starts"], name="budget_own_code_once"
            ),
            models.CheckConstraint(
                condition=Q(ends=None) | Q(ends__gte=F("starts")), name="budget_code_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return self.name_en if self.name_en and (get_language() or "az").startswith("en") else self.name_az


class CodeChange(models.Model):
    """From a day on, money under the old code is counted under the new one; weights share one code out over several."""

    old = models.ForeignKey(Code, models.PROTECT, related_name="became")
    new = models.ForeignKey(Code, models.PROTECT, related_name="came_from")
    on = models.DateField()
    weight = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["old", "new", "on"], name="budget_code_change_once"),
            models.CheckConstraint(
                condition=~Q(old=F("new")) & Q(weight__gt=0), name="budget_code_change_real"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.old.code} → {self.new.code}"
