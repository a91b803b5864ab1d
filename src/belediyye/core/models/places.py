"""Territory: rayons and cities, the municipalities in them, and the working calendar of the country."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belediyye.core.fields import FoldedField


class PlaceClass(models.TextChoices):
    """The four classes by which Tax Code 198.1.1 and 206.3 set their rates."""

    BAKU = "baku", _("Baku, with its settlements and villages")
    GANJA_SUMGAIT_ABSHERON = "ganja_sumgait_absheron", _("Ganja, Sumgayit, Absheron rayon")
    CITY_OR_RAYON_CENTRE = "city_or_rayon_centre", _("another city or rayon centre")
    VILLAGE = "village", _("rayon-subordinate city, settlement or village")


class Area(models.Model):
    """A rayon or a city of republican significance. Source: ISO 3166-2:AZ and the official classification of 2024."""

    class Kind(models.TextChoices):
        RAYON = "rayon", _("rayon")
        CITY = "city", _("city of republican significance")

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind)
    centre_class = models.CharField(max_length=32, choices=PlaceClass)
    village_class = models.CharField(max_length=32, choices=PlaceClass)
    in_nakhchivan = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "kind", "pk"]

    def __str__(self) -> str:
        return self.name


class Municipality(models.Model):
    """One municipality of the state register. It is merged into another or closed, never deleted."""

    code = models.SlugField(max_length=60, unique=True, allow_unicode=False)
    name = models.CharField(max_length=120)
    folded = FoldedField(of=["name"])
    area = models.ForeignKey(Area, models.PROTECT, related_name="municipalities")
    place_class = models.CharField(max_length=32, choices=PlaceClass)
    population = models.PositiveIntegerField(null=True, blank=True)
    covers = models.TextField(blank=True, help_text=_("The settlements and villages it covers, one a line."))
    address = models.CharField(max_length=200, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    email = models.EmailField(blank=True, default="")
    head = models.CharField(max_length=120, blank=True, default="", help_text="Who signs for it.")
    voen = models.CharField(max_length=10, blank=True)
    account = models.CharField(
        max_length=34, blank=True, help_text=_("The bank account that taxes are paid to.")
    )
    bank = models.CharField(max_length=120, blank=True, default="")
    bank_code = models.CharField(max_length=6, blank=True, default="", help_text="The bank's own six digits.")
    bic = models.CharField(max_length=11, blank=True, default="")
    founded = models.DateField(null=True, blank=True)
    closed = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="predecessors")
    is_demonstration = models.BooleanField(default=False)

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("municipality")
        verbose_name_plural = _("municipalities")
        constraints = [
            models.CheckConstraint(
                condition=Q(successor__isnull=True) | Q(closed__isnull=False),
                name="municipality_merged_is_closed",
            )
        ]

    def __str__(self) -> str:
        return self.name


class CalendarDay(models.Model):
    """A day that a decision made working or not, over what the holiday rules propose."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    decision = models.CharField(
        max_length=200, help_text=_("Which decision moved the day: body, number, date.")
    )

    class Meta:
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y}"
