"""Local payments (yerli ödənişlər): what a contract or a decision charges, and when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django_scopes import ScopedManager

from belediyye.core.models import Municipality
from belediyye.finance.revenue.models.heads import PAYMENTS, Head
from belediyye.finance.revenue.models.objects import TaxObject
from belediyye.finance.revenue.models.payers import Taxpayer


class Charge(models.Model):
    """A contract or decision by which a payer owes a local payment: term, amount rule, due days.

    Amount of one period = `unit_price` × `quantity` (whole qəpik × hundredths of a unit, rounded half up): square
    metres of a board, places of a car park, person-nights. `every` says how long a period is; each period falls due on
    `due_day` of the month after it ends (or, in advance, of its first month), rolled to a working day. The demands it
    has raised are the entries with `charge`, one a period, told apart by `Entry.year` and `Entry.instalment`
    (number of the period in the year).
    """

    # Units that offices write, in the language of the page; what else an office writes stays as it is.
    UNITS = {
        "nəfər-gecə": _("person-night"), "yer": pgettext_lazy("unit", "place"), "ədəd": pgettext_lazy("unit", "piece"), "gün": pgettext_lazy("unit", "day"),
        "bazar günü": _("market day"),
    }  # fmt: skip

    class Every(models.TextChoices):
        ONCE = "once", _("once")
        MONTH = "month", _("every month")
        QUARTER = "quarter", _("every quarter")
        YEAR = "year", _("every year")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    taxpayer = models.ForeignKey(Taxpayer, models.PROTECT, related_name="charges")
    object = models.ForeignKey(TaxObject, models.PROTECT, null=True, blank=True, related_name="charges")
    head = models.SmallIntegerField(_("kind of payment"), choices=[(h.value, h.label) for h in PAYMENTS])
    basis = models.CharField(
        _("contract or decision"), max_length=200, help_text="Which contract or decision: number and day."
    )
    number = models.CharField(_("number"), max_length=40, blank=True, default="")
    signed = models.DateField(_("signed on"))
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)
    every = models.CharField(_("how often"), max_length=8, choices=Every, default=Every.MONTH)
    unit = models.CharField(_("unit"), max_length=40, blank=True, default="")
    unit_price = models.BigIntegerField(_("price of a unit, qəpik"))
    quantity = models.BigIntegerField(_("quantity, hundredths"), default=100)
    due_day = models.PositiveSmallIntegerField(_("due on day of the month"), default=15)
    in_advance = models.BooleanField(_("paid in advance"), default=False)
    subject = models.CharField(
        _("what it is about"),
        max_length=200,
        blank=True,
        default="",
        help_text="The place, board or property.",
    )
    declared = models.BooleanField(
        _("quantity stated for each period"),
        default=False,
        help_text="Then nothing is raised before it is stated.",
    )
    whole_periods = models.BooleanField(
        _("a period begun is paid whole"), default=False, help_text="Else first and last are paid by days."
    )
    ended = models.DateField(_("ended early on"), null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("local payment")
        verbose_name_plural = _("local payments")
        indexes = [models.Index(fields=["municipality", "head", "until"], name="charge_by_head")]
        constraints = [
            models.CheckConstraint(
                condition=Q(head__in=[h.value for h in PAYMENTS]), name="charge_is_local_payment"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="charge_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(unit_price__gte=0) & Q(unit_price__lte=10**11), name="charge_price_range"
            ),
            models.CheckConstraint(
                condition=Q(quantity__gte=1) & Q(quantity__lte=10**7), name="charge_quantity_range"
            ),
            models.CheckConstraint(
                condition=Q(due_day__gte=1) & Q(due_day__lte=28), name="charge_due_day_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{Head(self.head).label}: {self.basis}"

    @property
    def per_unit(self) -> str:
        """` / m²`: what the price is of; empty where no unit is named."""
        return f" / {self.UNITS.get(self.unit, self.unit)}" if self.unit else ""

    @property
    def period_amount(self) -> int:
        """Whole qəpik of one period."""
        return (self.unit_price * self.quantity + 50) // 100


class ChargeQuantity(models.Model):
    """What was stated for one period (person-nights, places, market days). The newest row of a period counts."""

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="quantities")
    year = models.SmallIntegerField()
    number = models.SmallIntegerField(help_text="Number of the period in the year.")
    quantity = models.BigIntegerField(help_text="Hundredths of a unit.")
    document = models.CharField(_("document"), max_length=120)
    day = models.DateField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(quantity__gte=0) & Q(quantity__lte=10**7), name="stated_quantity_range"
            )
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.number}: {self.quantity}"


class ChargePart(models.Model):
    """One instalment of a price: so much by that day. Together they are the price."""

    charge = models.ForeignKey(Charge, models.PROTECT, related_name="parts")
    number = models.PositiveSmallIntegerField()
    due = models.DateField()
    amount_qepik = models.BigIntegerField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["charge", "number"], name="charge_part_once"),
            models.CheckConstraint(condition=Q(amount_qepik__gt=0), name="charge_part_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class Bill(models.Model):
    """The bill of one period of a contract, numbered without gaps in a municipality and year, never changed.

    It shows what stood open on the period's demand on the day of issue; a later bill of the demand replaces it."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    charge = models.ForeignKey(Charge, models.PROTECT, related_name="bills")
    demand = models.ForeignKey("revenue.Entry", models.PROTECT, related_name="bills", db_constraint=False)
    year = models.SmallIntegerField()
    number = models.PositiveIntegerField()
    issued = models.DateField()
    amount_qepik = models.BigIntegerField()
    by = models.BigIntegerField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-year", "-number"]
        verbose_name = _("bill")
        verbose_name_plural = _("bills")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "number"], name="bill_number_unique")
        ]

    def __str__(self) -> str:
        return f"№ {self.year}/{self.number}"
