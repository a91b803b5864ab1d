"""Decisions: numbered without gaps, published, sent to supervision; changed only by another decision."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.administration.council.models.sittings import Item, Sitting
from belediyye.administration.council.models.votes import Ballot
from belediyye.core.fields import FoldedField
from belediyye.core.models import Municipality


class Decision(models.Model):
    """What the council decided. Its words never change (the database refuses); a later decision amends or repeals it."""

    class State(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        AMENDED = "amended", _("in force, amended")
        REPEALED = "repealed", _("repealed")

    class Effect(models.TextChoices):
        NONE = "", _("none")
        WAITING = "waiting", _("waiting")
        APPLIED = "applied", _("applied")
        FAILED = "failed", _("could not be applied")
        ENDED = "ended", _("ended by a later decision")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="decisions")
    item = models.OneToOneField(Item, models.PROTECT, related_name="decision")
    ballot = models.OneToOneField(Ballot, models.PROTECT, related_name="decision")
    matter = models.CharField(max_length=16)
    title = models.CharField(_("title"), max_length=300)
    folded = FoldedField(of=["title"])
    text = models.TextField(_("text"))
    adopted_on = models.DateField()
    is_public = models.BooleanField(default=True)
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.CharField(max_length=250, blank=True)
    published_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.IN_FORCE)
    effect_kind = models.CharField(max_length=60, blank=True)
    effect_data = models.JSONField(default=dict, blank=True)
    effect_state = models.CharField(max_length=8, choices=Effect, blank=True, default=Effect.NONE)
    effect_reason = models.CharField(max_length=500, blank=True)
    effect_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "number"], name="decision_number_unique"),
            models.CheckConstraint(
                condition=Q(effect_kind="", effect_state="") | ~Q(effect_kind=""),
                name="decision_effect_has_kind",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}/{self.year}"


class Change(models.Model):
    """How one decision touched another: repealed it, or amended it with the words that hold from then on."""

    class Kind(models.TextChoices):
        REPEAL = "repeal", _("repealed")
        AMEND = "amend", _("amended")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    target = models.ForeignKey(Decision, models.PROTECT, related_name="changes")
    by = models.ForeignKey(Decision, models.PROTECT, related_name="changed")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField()
    words = models.TextField(blank=True, help_text=_("The amending words, as the later decision has them."))

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["target", "by"], name="change_once")]

    def __str__(self) -> str:
        return f"{self.target} ← {self.by}"


class Dispatch(models.Model):
    """A decision on its way to the supervising authority: by when, when, and what was answered."""

    class Answer(models.TextChoices):
        NONE = "", _("no answer yet")
        CLEAN = "clean", _("no remarks")
        ADVICE = "advice", _("recommendation")
        OBJECTION = "objection", _("objection: contrary to law")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="dispatch")
    due = models.DateField()
    sent_on = models.DateField(null=True, blank=True)
    reference = models.CharField(_("number in the information system"), max_length=60, blank=True)
    answer = models.CharField(_("answer"), max_length=10, choices=Answer, blank=True, default=Answer.NONE)
    answered_on = models.DateField(null=True, blank=True)
    answer_text = models.TextField(_("words of the answer"), blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["due", "pk"]
        verbose_name_plural = "dispatches"

    def __str__(self) -> str:
        return str(self.decision)
