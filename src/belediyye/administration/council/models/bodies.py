"""Who governs a municipality: terms of the council, bodies, posts of the apparatus, and who sits where on which day."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.fields import FoldedField
from belediyye.core.models import Municipality, Person


def on_day(day: date) -> Q:
    """The rows that hold on a day: begun and not ended (the last day is included)."""
    return Q(starts__lte=day) & (Q(ends__isnull=True) | Q(ends__gte=day))


class Term(models.Model):
    """A convocation of the council: five years, with the number of seats that its population gave it."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    number = models.PositiveSmallIntegerField(_("convocation"))
    starts = models.DateField(_("first day"))
    ends = models.DateField(_("last day"))
    population = models.PositiveIntegerField(_("population"))
    seats = models.PositiveSmallIntegerField(_("seats"))
    source = models.CharField(_("source"), max_length=200)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-starts"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="term_number_unique"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="term_ends_after_start"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.starts.year}–{self.ends.year})"


class Body(models.Model):
    """The council, a standing commission, the executive apparatus or a neighbourhood committee."""

    class Kind(models.TextChoices):
        COUNCIL = "council", _("council")
        COMMISSION = "commission", _("standing commission")
        APPARATUS = "apparatus", _("executive apparatus")
        NEIGHBOURHOOD = "neighbourhood", _("neighbourhood committee")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=16, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    folded = FoldedField(of=["name"])
    purpose = models.TextField(_("what it does"), blank=True)
    territory = models.CharField(_("territory"), max_length=250, blank=True)
    starts = models.DateField(_("founded"))
    ends = models.DateField(_("closed"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["municipality"],
                condition=Q(kind="council", ends__isnull=True),
                name="council_one_open",
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="body_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A post of the executive apparatus: how many units of it there are (100 = one full post)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="posts")
    title = models.CharField(_("post"), max_length=120)
    units = models.PositiveIntegerField(_("units, in hundredths"), default=100)
    duties = models.TextField(_("duties"), blank=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Seat(models.Model):
    """A person in a body from a day to a day: member, chair, deputy, or holder of a post. Ended, never deleted."""

    class Duty(models.TextChoices):
        CHAIR = "chair", _("chair")
        DEPUTY = "deputy", _("deputy chair")
        SECRETARY = "secretary", _("secretary")
        MEMBER = "member", _("member")
        STAFF = "staff", _("employee")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    duty = models.CharField(_("duty"), max_length=16, choices=Duty)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="holders")
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="members")
    votes = models.BooleanField(_("may vote"), default=True)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("to"), null=True, blank=True)
    basis = models.CharField(_("basis"), max_length=200, blank=True)
    ended_because = models.CharField(_("why it ended"), max_length=200, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["duty", "person__folded", "pk"]
        indexes = [models.Index(fields=["body", "starts"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="seat_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["body", "person"], condition=Q(ends__isnull=True), name="seat_once_in_a_body"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)
