"""Taxable objects of every kind in one family, their dated characteristics, and who holds them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.fields import FoldedField
from belediyye.core.models import Municipality, PlaceClass
from belediyye.finance.revenue.models.payers import Taxpayer
from belediyye.finance.revenue.models.words import WordsField, object_words

# Lowest and highest stored value of each measured column. They are the ranges that the rule engine's proof of
# exactness assumes (`rules.book.load_book().checks()`, a test compares); the database holds them as constraints.
RANGES = {
    "baku_zone": (1, 12),
    "area_dm2": (0, 10**9),
    "inventory_value_qepik": (0, 10**11),
    "points_per_ha_tenths": (0, 3000),
    "engine_cm3": (0, 10**7),
    "market_price_qepik": (0, 10**11),
    "volume_litres": (0, 10**11),
    "profit_qepik": (-(10**13), 10**13),
}
SHARE_LIMIT = 10_000


def within(column: str) -> models.CheckConstraint:
    """The constraint that keeps a measured column inside the range the proof assumes."""
    low, high = RANGES[column]
    return models.CheckConstraint(
        condition=Q(**{f"{column}__isnull": True}) | Q(**{f"{column}__gte": low, f"{column}__lte": high}),
        name=f"state_{column}_range",
    )


class TaxObject(models.Model):
    """A thing that is taxed: what it is and where, for its whole life. What may change stands in `ObjectState`.

    `number` is without gaps in the municipality. `ended` is the last day of its life; `successors` are the objects
    that a split or merger made of it (through `ObjectEvent`).
    """

    class Kind(models.TextChoices):
        BUILDING = "building", _("building")
        LAND = "land", _("land")
        VEHICLE = "vehicle", _("water or air vehicle")
        EXTRACTION = "extraction", _("extraction site")
        ENTERPRISE = "enterprise", _("municipal enterprise")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    number = models.PositiveIntegerField(editable=False)
    external_id = models.CharField(_("register number"), max_length=60, blank=True, default="")
    settlement = models.CharField(_("settlement"), max_length=80, blank=True, default="")
    street = models.CharField(_("street"), max_length=120, blank=True, default="")
    house = models.CharField(_("house, flat"), max_length=40, blank=True, default="")
    folded = FoldedField(of=["settlement", "street", "house"])
    words = WordsField(made_by=object_words)
    title = models.CharField(
        _("title document"),
        max_length=120,
        blank=True,
        default="",
        help_text=_("The extract: number and date."),
    )
    on_land = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="buildings",
        verbose_name=_("stands on the parcel"),
    )
    began = models.DateField(_("registered on"))
    ended = models.DateField(_("ended on"), null=True, blank=True)
    ended_because = models.CharField(_("reason"), max_length=200, blank=True, default="")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["municipality", "number"]
        verbose_name = _("taxable object")
        verbose_name_plural = _("taxable objects")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="object_number_unique"),
            models.UniqueConstraint(
                fields=["municipality", "external_id"],
                condition=~Q(external_id="") & Q(ended__isnull=True),
                name="object_external_unique",
            ),
            models.CheckConstraint(
                condition=Q(ended__isnull=True) | Q(ended__gte=F("began")), name="object_ended_after"
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "folded"], name="object_by_address"),
            models.Index(
                fields=["municipality", "external_id"],
                condition=~Q(external_id=""),
                name="object_by_external",
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(
            filter(None, [f"{self.get_kind_display()} № {self.external_id or self.number}", self.address])
        )

    @property
    def address(self) -> str:
        """The address in one line."""
        return ", ".join(filter(None, [self.settlement, self.street, self.house]))


class ObjectState(models.Model):
    """An object's characteristics from a day to a day (inclusive): the facts that the law asks for.

    Columns carry the rule engine's names, scales and codes. Rows never change but for `until` and `withdrawn`
    (triggers): an assessment names the state it was computed from and can be computed again for ever. The states of
    an object do not overlap; `is_first` marks the earliest.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    object = models.ForeignKey(TaxObject, models.PROTECT, related_name="states")
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)
    is_first = models.BooleanField(default=True)
    withdrawn = models.BooleanField(default=False)
    object_kind = models.CharField(max_length=10, choices=TaxObject.Kind)
    use = models.CharField(_("use"), max_length=20, null=True, blank=True)
    place_class = models.CharField(
        _("class of place"), max_length=32, choices=PlaceClass, null=True, blank=True
    )
    baku_zone = models.SmallIntegerField(_("Bakı zone"), null=True, blank=True)
    area_dm2 = models.BigIntegerField(_("area"), null=True, blank=True, help_text="in 0.01 m²")
    inventory_value_qepik = models.BigIntegerField(_("inventory value"), null=True, blank=True)
    points_per_ha_tenths = models.IntegerField(
        _("points per hectare"), null=True, blank=True, help_text="in tenths"
    )
    engine_cm3 = models.BigIntegerField(_("engine capacity, cm³"), null=True, blank=True)
    market_price_qepik = models.BigIntegerField(_("market price"), null=True, blank=True)
    volume_litres = models.BigIntegerField(_("volume extracted"), null=True, blank=True)
    profit_qepik = models.BigIntegerField(_("profit"), null=True, blank=True)
    let_or_business = models.BooleanField(_("let or used for business"), default=False)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    made_by = models.ForeignKey(
        "revenue.RollImport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["object", "since", "pk"]
        indexes = [
            # A run reads a municipality's objects of one calculation after another.
            models.Index(fields=["municipality", "object_kind", "use"], name="state_by_use"),
            # And counts those that are known only from a day after its year.
            models.Index(
                fields=["municipality", "since"],
                condition=Q(is_first=True, withdrawn=False),
                name="state_first_by_day",
            ),
        ]
        constraints = [
            *(within(column) for column in RANGES),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="state_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.object_id}: {self.since:%d.%m.%Y}"


class Holding(models.Model):
    """A payer's share in an object from a day to a day. Whoever alienates and whoever acquires name the same day.

    Share and first day never change (triggers): a wrong holding is `withdrawn` and written anew. `since` empty means
    that the office knows only that it has always been so.
    """

    class Right(models.TextChoices):
        OWNERSHIP = "ownership", _("ownership")
        USE = "use", _("use")
        LEASE = "lease", _("lease")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    taxpayer = models.ForeignKey(Taxpayer, models.PROTECT, related_name="holdings", db_index=False)
    object = models.ForeignKey(TaxObject, models.PROTECT, related_name="holdings")
    right = models.CharField(_("right"), max_length=10, choices=Right, default=Right.OWNERSHIP)
    share_num = models.PositiveIntegerField(_("numerator of the share"), default=1)
    share_den = models.PositiveIntegerField(_("denominator of the share"), default=1)
    since = models.DateField(_("from"), null=True, blank=True)
    until = models.DateField(_("to"), null=True, blank=True)
    document = models.CharField(_("document"), max_length=120, blank=True, default="")
    withdrawn = models.BooleanField(default=False)
    made_by = models.ForeignKey(
        "revenue.RollImport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        db_constraint=False,
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["object", "since", "pk"]
        # In the order in which a run reads them: a municipality's payers one after another.
        indexes = [
            models.Index(fields=["municipality", "taxpayer"], name="holding_by_payer"),
            models.Index(fields=["taxpayer"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(share_num__gte=1)
                & Q(share_num__lte=F("share_den"))
                & Q(share_den__lte=SHARE_LIMIT),
                name="holding_share_range",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(since__isnull=True) | Q(until__gte=F("since")),
                name="holding_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.share_num}/{self.share_den}"


class ObjectEvent(models.Model):
    """Something that happened to objects: what it was made of, what it became, who gave and who took.

    `did` names the rows that it made and ended, so that a wrong event can be taken back as it was; an event taken
    back stays, with the day and the reason.
    """

    class Kind(models.TextChoices):
        REGISTER = "register", _("registered")
        CHANGE = "change", _("characteristics changed")
        TRANSFER = "transfer", _("transferred")
        SPLIT = "split", _("split")
        MERGE = "merge", _("merged")
        DEMOLISH = "demolish", _("demolished")
        HOLD = "hold", _("holder recorded")
        CORRECT = "correct", _("characteristics corrected")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind)
    day = models.DateField()
    before = models.ManyToManyField(TaxObject, related_name="events_before")
    after = models.ManyToManyField(TaxObject, related_name="events_after")
    document = models.CharField(_("document"), max_length=200, blank=True, default="")
    did = models.JSONField(
        default=dict, help_text="Primary keys of holdings, states and objects, made and ended."
    )
    undone = models.DateField(null=True, blank=True)
    undone_because = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-day", "-pk"]
        indexes = [models.Index(fields=["municipality", "day"], name="event_by_day")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day:%d.%m.%Y}"
