"""Sessions: when and where a body meets, what is on the agenda, the papers, who came."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.administration.council.models.bodies import Body, Seat, Term
from belediyye.core.fields import FoldedField
from belediyye.core.models import Municipality, StoredFile


class Sitting(models.Model):
    """One session of a body, from its preparation to its signed minutes."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary")
        EXTRAORDINARY = "extraordinary", _("extraordinary")
        FIRST = "first", _("first session of a new council")

    class Initiative(models.TextChoices):
        CHAIR = "chair", _("the chair")
        MEMBERS = "members", _("one third of the members")
        VOTERS = "voters", _("a quarter of the voters")

    class State(models.TextChoices):
        PREPARED = "prepared", _("being prepared")
        CALLED = "called", _("called")
        OPEN = "open", _("in session")
        HELD = "held", _("held")
        FAILED = "failed", _("no quorum")
        CANCELLED = "cancelled", _("cancelled")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    body = models.ForeignKey(Body, models.PROTECT, related_name="sittings")
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="+")
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Given at the call, without gaps in a year.")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind, default=Kind.ORDINARY)
    initiative = models.CharField(_("called by"), max_length=8, choices=Initiative, default=Initiative.CHAIR)
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("place"), max_length=200)
    state = models.CharField(max_length=12, choices=State, default=State.PREPARED)
    called_on = models.DateField(null=True, blank=True)
    late_because = models.CharField(_("why the notice is late"), max_length=250, blank=True)
    members = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Members in office that day.")
    )
    present = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text=_("Members present at the opening.")
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    presided_by = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="+")
    repeats = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="repeated_by")
    why_not_held = models.CharField(max_length=250, blank=True)
    minutes = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    signed_on = models.DateField(null=True, blank=True)
    signed_by = models.CharField(max_length=250, blank=True)
    is_public = models.BooleanField(_("open to the public"), default=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-starts_at", "-pk"]
        indexes = [models.Index(fields=["municipality", "state", "starts_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["body", "year", "number"],
                condition=models.Q(number__isnull=False),
                name="sitting_number_unique",
            )
        ]

    def __str__(self) -> str:
        return (
            f"{self.body} № {self.number}/{self.year}"
            if self.number
            else f"{self.body} {self.starts_at:%d.%m.%Y}"
        )


class Item(models.Model):
    """A question on the agenda, with the draft decision and, if it passes, what it shall do elsewhere."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        DECIDED = "decided", _("decided")
        REJECTED = "rejected", _("did not pass")
        NOTED = "noted", _("taken note of")
        POSTPONED = "postponed", _("postponed")

    class Touch(models.TextChoices):
        NONE = "", _("none")
        REPEAL = "repeal", _("repeals a decision")
        AMEND = "amend", _("amends a decision")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField(_("place on the agenda"))
    title = models.CharField(_("question"), max_length=300)
    folded = FoldedField(of=["title"])
    matter = models.CharField(_("matter"), max_length=16)
    reporter = models.CharField(_("reported by"), max_length=160, blank=True)
    prepared_by = models.ForeignKey(Body, models.PROTECT, null=True, blank=True, related_name="+")
    proposal = models.TextField(_("draft decision"), blank=True)
    discussion = models.TextField(_("discussion"), blank=True)
    is_public = models.BooleanField(_("public"), default=True)
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    again = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="brought_again")
    touch = models.CharField(
        _("effect on an earlier decision"), max_length=8, choices=Touch, blank=True, default=Touch.NONE
    )
    touched = models.ForeignKey("Decision", models.PROTECT, null=True, blank=True, related_name="+")
    effect_kind = models.CharField(_("effect elsewhere"), max_length=60, blank=True)
    effect_data = models.JSONField(default=dict, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["place", "pk"]
        constraints = [models.UniqueConstraint(fields=["sitting", "place"], name="item_place_unique")]

    def __str__(self) -> str:
        return self.title


class Paper(models.Model):
    """A file that belongs to a question or to the session as a whole."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="papers")
    item = models.ForeignKey(Item, models.PROTECT, null=True, blank=True, related_name="papers")
    title = models.CharField(_("title"), max_length=200)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    is_public = models.BooleanField(_("public"), default=True)
    withdrawn = models.BooleanField(default=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """Whether a member came; it may change while the session lasts, and each change is in the log."""

    class State(models.TextChoices):
        PRESENT = "present", _("present")
        EXCUSED = "excused", _("excused")
        ABSENT = "absent", _("absent")
        LEFT = "left", _("left before the end")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    sitting = models.ForeignKey(Sitting, models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(Seat, models.PROTECT, related_name="attendance")
    state = models.CharField(max_length=8, choices=State, default=State.ABSENT)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["seat__person__folded"]
        constraints = [models.UniqueConstraint(fields=["sitting", "seat"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.seat}: {self.get_state_display()}"
