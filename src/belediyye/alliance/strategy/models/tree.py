"""The plan and its tree at any depth, the activities with their periods and who answers, and how it was first planned."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belediyye.core.fields import FoldedField
from belediyye.core.models import Organisation, Person, Role


class Plan(models.Model):
    """A strategic plan: whose, for which years, to what end."""

    code = models.SlugField(_("short name in addresses"), max_length=60, unique=True)
    title = models.CharField(_("title"), max_length=300)
    organisation = models.CharField(_("organisation"), max_length=300, blank=True)
    mission = models.TextField(_("mission"), blank=True)
    introduction = models.TextField(_("introduction"), blank=True)
    notes = models.TextField(blank=True, help_text=_("What the file said beside the tree, one note a line."))
    first_year = models.PositiveSmallIntegerField(_("first year"))
    last_year = models.PositiveSmallIntegerField(_("last year"))
    is_public = models.BooleanField(_("shown to visitors"), default=False)
    made_on = models.DateField()

    class Meta:
        ordering = ["-first_year", "pk"]
        verbose_name = _("strategic plan")
        constraints = [
            models.CheckConstraint(condition=Q(last_year__gte=F("first_year")), name="plan_years_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.first_year}–{self.last_year})"


class Part(models.Model):
    """An action plan inside the plan: its heading and the years it covers; of the goals or of the own development."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="parts")
    title = models.CharField(max_length=300)
    first_year = models.PositiveSmallIntegerField(null=True, blank=True)
    last_year = models.PositiveSmallIntegerField(null=True, blank=True)
    of_goals = models.BooleanField(default=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title


class Node(models.Model):
    """A part of the tree: direction, goal, priority area, objective, or a part of these, as deep as wished."""

    class Kind(models.TextChoices):
        DIRECTION = "direction", _("strategic direction")
        GOAL = "goal", _("goal")
        AREA = "area", _("priority area")
        OBJECTIVE = "objective", _("objective")
        PART = "part", _("part")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="nodes")
    parent = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="children")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    code = models.CharField(_("code"), max_length=20)
    text = models.TextField(_("text"))
    of_goals = models.BooleanField(
        default=True, help_text=_("Of the programme; otherwise of the alliance's own development.")
    )
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["plan", "place", "pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind", "code"], name="node_code_unique")]

    def __str__(self) -> str:
        return f"{self.code}. {self.text}" if self.code else self.text

    @property
    def heading(self) -> str:
        """The part with its kind where the code alone would not say: "Goal 1. …", but "PV 1.1. …"."""
        words = {
            self.Kind.DIRECTION: gettext("Direction %(code)s"),
            self.Kind.GOAL: gettext("Goal %(code)s"),
            self.Kind.AREA: gettext("Priority area %(code)s"),
        }
        head = words.get(self.Kind(self.kind), "%(code)s") % {"code": self.code}
        return f"{head}. {self.text}" if self.code else self.text


class Activity(models.Model):
    """What is to be done: when in the plan's words and in days, the expected result, how far it is by approved reports."""

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        GOING = "going", _("under way")
        DONE = "done", _("done")
        DROPPED = "dropped", _("given up")

    class Every(models.IntegerChoices):
        MONTH = 1, _("every month")
        QUARTER = 3, _("every quarter")
        HALF = 6, _("every half-year")
        YEAR = 12, _("every year")

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="activities")
    node = models.ForeignKey(Node, models.CASCADE, related_name="activities")
    code = models.CharField(_("code"), max_length=24)
    result = models.TextField(_("expected result"))
    achieved = models.TextField(_("result achieved"), blank=True)
    folded = FoldedField(of=["code", "result"], max_length=600)
    when_text = models.CharField(_("date, in the plan's words"), max_length=300, blank=True)
    regular = models.BooleanField(_("regular, without end"), default=False)
    every = models.PositiveSmallIntegerField(_("reported"), choices=Every, default=Every.QUARTER)
    starts = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.PLANNED)
    percent = models.PositiveSmallIntegerField(default=0)
    last_approved = models.DateField(null=True, blank=True)
    dropped_why = models.CharField(max_length=300, blank=True)
    place = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["plan", "place", "pk"]
        verbose_name = _("activity")
        constraints = [
            models.UniqueConstraint(fields=["plan", "code"], name="activity_code_unique"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="activity_percent_to_100"),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="activity_days_in_order"
            ),
        ]
        indexes = [models.Index(fields=["plan", "state", "ends"])]

    def __str__(self) -> str:
        return f"{self.code} {self.result}"


class ActivityPeriod(models.Model):
    """Days in which an activity happens; an activity may have several."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="periods")
    starts = models.DateField()
    ends = models.DateField()

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="period_days_in_order")
        ]

    def __str__(self) -> str:
        return f"{self.starts:%d.%m.%Y}–{self.ends:%d.%m.%Y}"


class Responsible(models.Model):
    """Who answers for an activity: the plan's own words, and the role, organisation or person they stand for."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="responsible")
    words = models.CharField(_("who answers"), max_length=200)
    role = models.CharField(max_length=16, choices=Role, blank=True)
    organisation = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["place", "pk"]

    def __str__(self) -> str:
        return self.words


class Dependency(models.Model):
    """An activity that can only begin after another is done."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="waits_for")
    after = models.ForeignKey(Activity, models.CASCADE, related_name="needed_by")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "after"], name="dependency_once"),
            models.CheckConstraint(condition=~Q(activity=F("after")), name="dependency_on_another"),
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} ← {self.after_id}"


class Baseline(models.Model):
    """The plan's days as they were on a day, kept to be compared with."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="baselines")
    name = models.CharField(_("name"), max_length=120)
    taken_on = models.DateField()

    class Meta:
        ordering = ["-taken_on", "-pk"]

    def __str__(self) -> str:
        return self.name


class BaselinePeriod(models.Model):
    """When an activity was to begin and end when the baseline was taken."""

    baseline = models.ForeignKey(Baseline, models.CASCADE, related_name="periods")
    activity = models.ForeignKey(Activity, models.CASCADE, related_name="+")
    starts = models.DateField(null=True)
    ends = models.DateField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["baseline", "activity"], name="baseline_activity_once")
        ]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.starts}–{self.ends}"
