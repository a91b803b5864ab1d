"""What a visitor asked for under an e-mail address and has not confirmed yet."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.relations.models.events import Event


class Confirmation(models.Model):
    """A letter with a link went to the address; only who reads it there makes the registration or application real.

    Until then what was typed stands only here. It is forgotten when it is confirmed or when the link is too old.
    """

    class Purpose(models.TextChoices):
        REGISTRATION = "registration", _("registration for an event")
        APPLICATION = "application", _("application for membership")

    key = models.CharField(max_length=32, unique=True)
    purpose = models.CharField(max_length=12, choices=Purpose)
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="+")
    email = models.EmailField(_("e-mail"), blank=True)
    given = models.JSONField(default=dict)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)
    leads_to = models.CharField(max_length=32, blank=True, help_text=_("Key of what came of it."))

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["email", "asked_at"])]

    def __str__(self) -> str:
        return str(self.get_purpose_display())
