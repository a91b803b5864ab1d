"""The powers matrix: every function of the municipality, and who prepares, decides, executes and controls it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.administration.council.models.bodies import Body
from belediyye.core.fields import FoldedField
from belediyye.core.models import Municipality


class Power(models.Model):
    """A function of a municipality, with its legal basis and, where it is delegated, the money behind it."""

    class Kind(models.TextChoices):
        OWN = "own", _("own")
        DELEGATED = "delegated", _("delegated")
        VOLUNTARY = "voluntary", _("voluntary")

    class Confidence(models.TextChoices):
        READ = "read", _("the text was read")
        LIKELY = "likely", _("likely; the text was not fully read")
        INFERRED = "inferred", _("inferred; not confirmed by the text")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("function"), max_length=250)
    title_en = models.CharField(_("function in English"), max_length=250, blank=True)
    folded = FoldedField(of=["title", "title_en"])
    basis = models.CharField(_("legal basis"), max_length=250, blank=True)
    basis_en = models.CharField(max_length=250, blank=True)
    confidence = models.CharField(
        _("how sure the basis is"), max_length=8, choices=Confidence, default=Confidence.READ
    )
    money = models.BigIntegerField(
        _("money a year"), null=True, blank=True, help_text=_("Whole qəpik; empty = not known.")
    )
    money_source = models.CharField(_("where the money comes from"), max_length=200, blank=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["kind", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality", "code"], condition=~models.Q(code=""), name="power_code_unique"
            )
        ]

    def __str__(self) -> str:
        return self.title


class Holding(models.Model):
    """Who does one act of a function from a day on. Ended and begun anew when the distribution changes."""

    class Act(models.TextChoices):
        PREPARES = "prepares", _("prepares")
        DECIDES = "decides", _("decides")
        EXECUTES = "executes", _("executes")
        CONTROLS = "controls", _("controls")

    class Holder(models.TextChoices):
        COUNCIL = "council", _("council")
        CHAIR = "chair", _("chair of the municipality")
        COMMISSION = "commission", _("standing commission")
        APPARATUS = "apparatus", _("executive apparatus")
        NEIGHBOURHOOD = "neighbourhood", _("neighbourhood committee")
        EXECUTIVE = "executive", _("local executive authority (state)")
        SUPERVISION = "supervision", _("administrative supervision")
        STATE = "state", _("another state body")
        VOTERS = "voters", _("voters")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    power = models.ForeignKey(Power, models.PROTECT, related_name="holdings")
    act = models.CharField(_("act"), max_length=10, choices=Act)
    holder = models.CharField(_("who"), max_length=14, choices=Holder)
    body = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.body) if self.body_id else str(self.get_holder_display())
