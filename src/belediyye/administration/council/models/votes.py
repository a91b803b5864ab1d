"""Votes. Of a secret ballot only the counts are kept; who voted stands apart and says nothing of how."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.administration.council.models.bodies import Seat
from belediyye.administration.council.models.sittings import Item
from belediyye.core.models import Municipality


class Ballot(models.Model):
    """One vote on one question: its way, its counts and its outcome."""

    class Way(models.TextChoices):
        OPEN = "open", _("open vote")
        SECRET = "secret", _("secret vote")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    item = models.ForeignKey(Item, models.PROTECT, related_name="ballots")
    round = models.PositiveSmallIntegerField(default=1)
    way = models.CharField(_("way of voting"), max_length=6, choices=Way, default=Way.OPEN)
    majority = models.CharField(max_length=16)
    members = models.PositiveSmallIntegerField()
    present = models.PositiveSmallIntegerField()
    needed = models.PositiveSmallIntegerField()
    votes_for = models.PositiveSmallIntegerField(_("for"), default=0)
    against = models.PositiveSmallIntegerField(_("against"), default=0)
    abstained = models.PositiveSmallIntegerField(_("abstained"), default=0)
    invalid = models.PositiveSmallIntegerField(_("invalid"), default=0)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True, blank=True)
    passed = models.BooleanField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["item", "round"]
        constraints = [
            models.UniqueConstraint(fields=["item", "round"], name="ballot_round_unique"),
            models.CheckConstraint(
                condition=Q(present__gte=F("votes_for") + F("against") + F("abstained") + F("invalid")),
                name="ballot_no_more_votes_than_people",
            ),
            models.CheckConstraint(
                condition=Q(members__gte=F("present")), name="ballot_no_more_people_than_members"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} ({self.round})"


class Vote(models.Model):
    """That a member voted; in an open vote also how. A secret one leaves `choice` empty for ever."""

    class Choice(models.TextChoices):
        FOR = "for", _("for")
        AGAINST = "against", _("against")
        ABSTAINED = "abstained", _("abstained")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="votes")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=10, choices=Choice, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["seat__person__folded"]
        constraints = [models.UniqueConstraint(fields=["ballot", "seat"], name="vote_once")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_choice_display()}"
