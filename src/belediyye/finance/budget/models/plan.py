"""The plan: budgets by year and version, their lines by quarter, and what later decisions changed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.models import Municipality
from belediyye.finance.budget.models.codes import Code

QUARTERS = ("q1", "q2", "q3", "q4")


class Side(models.IntegerChoices):
    """Money in, money out, and what covers the difference."""

    REVENUE = 1, _("revenue")
    EXPENDITURE = 2, _("expenditure")
    FINANCING = 3, _("financing")


class Budget(models.Model):
    """One version of a year's budget. Alternatives stand side by side until one is adopted; that one is frozen."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        COMMISSION = "commission", _("in the commission")
        PUBLISHED = "published", _("published draft")
        HEARING = "hearing", _("discussed with residents")
        ADOPTED = "adopted", _("adopted")
        CLOSED = "closed", _("year closed")
        SET_ASIDE = "set_aside", _("set aside")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    version = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    made_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="drafts")
    gap_words = models.TextField(_("how the gap is financed"), blank=True)
    note = models.TextField(_("explanatory note"), blank=True)
    commission_on = models.DateField(null=True, blank=True)
    commission_words = models.TextField(blank=True)
    published_on = models.DateField(null=True, blank=True)
    hearing_on = models.DateField(null=True, blank=True)
    hearing_link = models.URLField(blank=True)
    decision_number = models.CharField(max_length=40, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    half_year_report_on = models.DateField(null=True, blank=True)
    year_report_on = models.DateField(null=True, blank=True)
    half_year_decision = models.CharField(max_length=60, blank=True)
    report_decision = models.CharField(max_length=60, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-year", "version"]
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "version"], name="budget_version_once"),
            models.UniqueConstraint(
                fields=["municipality", "year"],
                condition=Q(state__in=["adopted", "closed"]),
                name="budget_adopted_once",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["adopted", "closed"])
                | (Q(adopted_on__isnull=False) & ~Q(decision_number="")),
                name="budget_adopted_by_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.year}/{self.version})"

    @property
    def is_frozen(self) -> bool:
        return self.state in (self.State.ADOPTED, self.State.CLOSED)


class Line(models.Model):
    """One amount of the plan by quarter, classified, with its reason. After adoption the database refuses any change."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="lines")
    side = models.PositiveSmallIntegerField(choices=Side)
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(_("title"), max_length=300)
    reason = models.TextField(_("reason"), blank=True)
    functional = models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    economic = models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    revenue = models.ForeignKey(Code, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    source = models.ForeignKey(Code, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    programme = models.ForeignKey(
        Code, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    place = models.ForeignKey(Code, models.PROTECT, null=True, blank=True, related_name="+", db_index=False)
    delegated = models.CharField(_("delegated power"), max_length=200, blank=True)
    q1 = models.BigIntegerField(default=0)
    q2 = models.BigIntegerField(default=0)
    q3 = models.BigIntegerField(default=0)
    q4 = models.BigIntegerField(default=0)
    initial = models.BigIntegerField(default=0)
    assessed = models.BigIntegerField(
        null=True, blank=True, help_text=_("Assessed amount behind a forecast of revenue.")
    )
    collection_bp = models.PositiveIntegerField(
        null=True, blank=True, help_text=_("Expected collection, hundredths of a per cent.")
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["budget", "side", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(initial=F("q1") + F("q2") + F("q3") + F("q4")), name="budget_line_quarters_add_up"
            ),
            models.CheckConstraint(condition=Q(side=3) | Q(initial__gte=0), name="budget_line_not_negative"),
        ]
        indexes = [models.Index(fields=["budget", "side", "position"], name="budget_line_in_order")]

    def __str__(self) -> str:
        return self.title

    @property
    def quarters(self) -> tuple[int, int, int, int]:
        return self.q1, self.q2, self.q3, self.q4


class Amendment(models.Model):
    """A change of an adopted budget by decision: a virement, a supplementary budget, or what last year carried over."""

    class Kind(models.TextChoices):
        VIREMENT = "virement", _("virement")
        SUPPLEMENTARY = "supplementary", _("supplementary budget")
        CARRY = "carry", _("carried forward from last year")

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared")
        ADOPTED = "adopted", _("adopted")
        WITHDRAWN = "withdrawn", _("withdrawn")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    budget = models.ForeignKey(Budget, models.PROTECT, related_name="amendments")
    number = models.PositiveIntegerField()
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    reason = models.TextField(_("reason"))
    prepared_on = models.DateField()
    decision_number = models.CharField(max_length=40, blank=True)
    adopted_on = models.DateField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["budget", "number"]
        constraints = [
            models.UniqueConstraint(fields=["budget", "number"], name="budget_amendment_once"),
            models.CheckConstraint(
                condition=~Q(state="adopted") | (Q(adopted_on__isnull=False) & ~Q(decision_number="")),
                name="budget_amended_by_decision",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} № {self.number}/{self.budget.year}"


class AmendmentLine(models.Model):
    """How an amendment changes one line, by quarter, up or down. Frozen with the amendment."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    amendment = models.ForeignKey(Amendment, models.PROTECT, related_name="lines")
    line = models.ForeignKey(Line, models.PROTECT, related_name="changes")
    q1 = models.BigIntegerField(default=0)
    q2 = models.BigIntegerField(default=0)
    q3 = models.BigIntegerField(default=0)
    q4 = models.BigIntegerField(default=0)
    amount = models.BigIntegerField()

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["amendment", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["amendment", "line"], name="budget_amendment_line_once"),
            models.CheckConstraint(
                condition=Q(amount=F("q1") + F("q2") + F("q3") + F("q4")),
                name="budget_change_quarters_add_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.amount}"
