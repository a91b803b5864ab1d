"""Files by their content, and long work with its progress."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from belediyye.core.models.places import Municipality


class StoredFile(models.Model):
    """A file that somebody gave, kept under the sha-256 of its bytes in `core.files`; the row is who may find it."""

    digest = models.CharField(max_length=64, db_index=True)
    name = models.CharField(max_length=250)
    media_type = models.CharField(max_length=100)
    size = models.BigIntegerField()
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    given_by = models.BigIntegerField(null=True)
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name


class Job(models.Model):
    """Long work: what it is, how far it got, how it ended. The worker writes it; the page and the bar read it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        FAILED = "failed", _("failed")

    kind = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    asked_by = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.BigIntegerField(default=0)
    total = models.BigIntegerField(default=0)
    arguments = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.title
