"""The log of everything that was done, the thread between objects, and the numbers given out without gaps."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from belediyye.core.models.places import Municipality


class LogEntry(models.Model):
    """One line of the log: who did what to which object, and what was said of it.

    Append-only (the database refuses UPDATE and DELETE) and hash-chained: one chain for each municipality and one
    (chain 0) for the house, so that two municipalities never wait for each other. `core.journal` writes and checks it.
    """

    chain = models.BigIntegerField(help_text=_("The municipality's number; 0 for the house."))
    place = models.BigIntegerField(help_text=_("Place in the chain, from 1."))
    at = models.DateTimeField()
    actor = models.BigIntegerField(
        null=True, help_text=_("Account that acted; empty for the machine itself.")
    )
    actor_name = models.CharField(max_length=250)
    code = models.CharField(max_length=80)
    kind = models.CharField(max_length=80, help_text=_("room.model of the object."))
    object_id = models.CharField(max_length=64)
    object_name = models.CharField(max_length=250)
    data = models.TextField(default="{}", help_text=_("Canonical JSON: what changed."))
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ["chain", "place"]
        constraints = [models.UniqueConstraint(fields=["chain", "place"], name="log_place_unique")]
        indexes = [models.Index(fields=["kind", "object_id", "place"]), models.Index(fields=["code", "at"])]

    def __str__(self) -> str:
        return f"{self.chain}/{self.place} {self.code}"


class Link(models.Model):
    """A typed thread between two objects of any rooms, with its reason. Ended, never deleted."""

    from_kind = models.CharField(max_length=80)
    from_id = models.CharField(max_length=64)
    to_kind = models.CharField(max_length=80)
    to_id = models.CharField(max_length=64)
    relation = models.CharField(max_length=40)
    reason = models.CharField(max_length=250, blank=True)
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateTimeField(auto_now_add=True)
    ended = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["from_kind", "from_id"]), models.Index(fields=["to_kind", "to_id"])]

    def __str__(self) -> str:
        return f"{self.from_kind}:{self.from_id} {self.relation} {self.to_kind}:{self.to_id}"


class Series(models.Model):
    """The last number given out in a series of a municipality (0 = the house) and year."""

    owner = models.BigIntegerField()
    code = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["owner", "code", "year"], name="series_unique")]

    def __str__(self) -> str:
        return f"{self.code}/{self.year}"
