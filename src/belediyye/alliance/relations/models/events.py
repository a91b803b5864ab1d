"""Conferences, round tables, debates and trainings: invited, registered, present, and what came of it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.relations.models.contacts import Contact
from belediyye.core.fields import FoldedField
from belediyye.core.models import Organisation


class Event(models.Model):
    """One event of the alliance."""

    class Kind(models.TextChoices):
        CONFERENCE = "conference", _("conference")
        ROUND_TABLE = "round_table", _("round table")
        DEBATE = "debate", _("debate")
        TRAINING = "training", _("training")
        MEETING = "meeting", _("working meeting")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        OPEN = "open", _("registration open")
        HELD = "held", _("held")
        CANCELLED = "cancelled", _("cancelled")

    number = models.CharField(_("No."), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    title = models.CharField(_("title"), max_length=200)
    folded = FoldedField(of=["title", "place"])
    about = models.TextField(_("programme and purpose"))
    starts = models.DateTimeField(_("begins"))
    ends = models.DateTimeField(_("ends"))
    place = models.CharField(_("place"), max_length=200)
    seats = models.PositiveIntegerField(_("seats"))
    register_until = models.DateField(_("registration until"))
    is_public = models.BooleanField(_("open to everyone"), default=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    outcome = models.TextField(_("what came of it"), blank=True)
    outcome_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-starts", "-pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="event_ends_after_start"),
            models.CheckConstraint(condition=Q(seats__gt=0), name="event_has_seats"),
        ]

    def __str__(self) -> str:
        return self.title


class Invitation(models.Model):
    """That an organisation or a person was invited, and the answer."""

    class Answer(models.TextChoices):
        WAITING = "waiting", _("no answer yet")
        COMES = "comes", _("comes")
        DECLINES = "declines", _("does not come")

    event = models.ForeignKey(Event, models.PROTECT, related_name="invitations")
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="invitations")
    sent_on = models.DateField()
    by_mail = models.BooleanField(default=False)
    answer = models.CharField(max_length=8, choices=Answer, default=Answer.WAITING)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(organisation__isnull=True) ^ Q(contact__isnull=True), name="invitation_of_one"
            ),
            models.UniqueConstraint(
                fields=["event", "organisation"],
                condition=Q(organisation__isnull=False),
                name="organisation_invited_once",
            ),
            models.UniqueConstraint(
                fields=["event", "contact"], condition=Q(contact__isnull=False), name="contact_invited_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.contact or self.organisation)


class Registration(models.Model):
    """One participant. `key` is what the badge's QR code carries; it can be guessed by nobody."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="registrations")
    key = models.CharField(max_length=32, unique=True)
    surname = models.CharField(_("surname"), max_length=80)
    name = models.CharField(_("name"), max_length=80)
    folded = FoldedField(of=["surname", "name", "organisation"])
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="registrations")
    registered_at = models.DateTimeField()
    waits = models.BooleanField(default=False, help_text=_("The seats were taken: on the waiting list."))
    cancelled_at = models.DateTimeField(null=True, blank=True)
    attended_at = models.DateTimeField(null=True, blank=True)
    marked_by = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["folded", "pk"]
        verbose_name = _("registration")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(cancelled_at__isnull=True) & ~Q(email=""),
                name="registered_once",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True) | Q(attended_at__isnull=True),
                name="cancelled_did_not_attend",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.surname} {self.name}"
