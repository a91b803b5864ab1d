"""Money that came: statements of the bank, their lines, and the payments that were made of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.fields import EncryptedField
from belediyye.core.models import Municipality, StoredFile
from belediyye.finance.revenue.models.payers import Taxpayer


class BankStatement(models.Model):
    """One statement of one account as the bank gave it. A file is taken once (`digest` with its `place` in the file)."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+", db_index=False)
    digest = models.CharField(max_length=64)
    place = models.PositiveIntegerField(default=0)
    kind = models.CharField(_("form"), max_length=10)
    number = models.CharField(_("number"), max_length=80, blank=True, default="")
    account = models.CharField(_("account"), max_length=40, blank=True, default="")
    first_day = models.DateField(null=True)
    last_day = models.DateField(null=True)
    opening_qepik = models.BigIntegerField(null=True)
    closing_qepik = models.BigIntegerField(null=True)
    total_qepik = models.BigIntegerField(default=0)
    lines_count = models.PositiveIntegerField(default=0)
    repeated = models.JSONField(
        default=list, help_text=_("Places of lines that an earlier statement had already brought.")
    )
    at = models.DateTimeField(auto_now_add=True)
    by = models.BigIntegerField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "digest", "place"], name="statement_taken_once"),
            models.CheckConstraint(
                condition=Q(opening_qepik__isnull=True)
                | Q(closing_qepik__isnull=True)
                | Q(closing_qepik=F("opening_qepik") + F("total_qepik")),
                name="statement_adds_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind_label} {self.number}".strip()

    @property
    def kind_label(self) -> str:
        """Its form: the name of a standard as it is, a table in the language of the page."""
        return gettext("table") if self.kind == "table" else self.kind


class BankLine(models.Model):
    """A movement on the account. What it says never changes (trigger); `state` says where it stands in the office.

    What of it is still nobody's = `amount` minus the payments made of it and not reversed. `identity` recognises the
    same line in another file. `code`, `fin_index`, `voen_index`, `folded` are what its text says about the payer;
    `taxpayer`, `reason`, `confidence` are what the match made of that: a suggestion until a payment is posted.
    """

    class State(models.IntegerChoices):
        NEW = 0, _("not yet matched")
        POSTED = 1, _("posted")
        QUEUE = 2, _("needs a person")
        SUSPENSE = 3, _("unknown payer, kept")
        OUT = 4, _("not a receipt")
        RETURNED = 5, _("sent back")

    class Reason(models.IntegerChoices):
        NONE = 0, _("nothing known about the payer")
        REFERENCE = 1, _("payment reference with right check digits")
        CODE = 2, _("YVÖK in the text")
        FIN = 3, _("FİN in the text")
        VOEN = 4, _("VÖEN in the text")
        NAME_AMOUNT = 5, _("name of the payer, and the amount is what is owed")
        NAME = 6, _("name of the payer")
        CONFLICT = 7, _("its numbers name two different payers")
        PERSON = 8, _("found by a person")
        PORTAL = 9, _("told by the payment portal")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    statement = models.ForeignKey(BankStatement, models.PROTECT, related_name="lines")
    place = models.PositiveIntegerField()
    identity = models.CharField(max_length=32)
    booked = models.DateField(_("day"), null=True)
    day = models.DateField(_("value day"), help_text=_("The day that counts for the payer."))
    amount = models.BigIntegerField(_("amount"))
    reference = models.CharField(_("bank's number"), max_length=80, blank=True, default="")
    name = models.CharField(_("payer"), max_length=200, blank=True, default="")
    folded = models.CharField(max_length=200, blank=True, default="")
    account = models.CharField(_("payer's account"), max_length=40, blank=True, default="")
    text = EncryptedField(_("purpose of the payment"), blank=True, default="")
    by_reference = models.BooleanField(default=False)
    code = models.CharField(max_length=11, blank=True, default="")
    fin_index = models.CharField(max_length=64, blank=True, default="")
    voen_index = models.CharField(max_length=64, blank=True, default="")
    is_reversal = models.BooleanField(default=False)
    state = models.SmallIntegerField(choices=State, default=State.NEW)
    taxpayer = models.ForeignKey(
        Taxpayer, models.PROTECT, null=True, related_name="+", db_index=False, db_constraint=False
    )
    reason = models.SmallIntegerField(choices=Reason, default=Reason.NONE)
    confidence = models.SmallIntegerField(default=0, help_text=_("Of a hundred."))
    remark = models.CharField(max_length=200, blank=True, default="")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        constraints = [models.UniqueConstraint(fields=["municipality", "identity"], name="line_taken_once")]
        indexes = [models.Index(fields=["municipality", "state", "day"], name="line_by_state")]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.name}"


class Payment(models.Model):
    """Money of one payer, received: the receipt. Its entries name it (`source_kind` "revenue.payment").

    One line of the bank may be several payments, of several payers. A payment never changes but for being reversed,
    once, and for the `line` of a portal's payment: it is known when the portal has passed the money on. The entries
    that take a payment back name it too. Numbers are without gaps in a municipality and year.
    """

    class Channel(models.TextChoices):
        BANK = "bank", _("bank")
        PORTAL = "portal", _("payment portal")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    year = models.SmallIntegerField()
    number = models.PositiveIntegerField()
    taxpayer = models.ForeignKey(Taxpayer, models.PROTECT, related_name="payments")
    channel = models.CharField(_("channel"), max_length=6, choices=Channel)
    line = models.ForeignKey(BankLine, models.PROTECT, null=True, related_name="payments")
    portal = models.ForeignKey(
        "revenue.Portal", models.PROTECT, null=True, related_name="payments", db_index=False
    )
    key = models.CharField(
        max_length=80, blank=True, default="", help_text=_("The portal's own number of it.")
    )
    day = models.DateField(_("day"))
    amount = models.BigIntegerField(_("amount"))
    reason = models.SmallIntegerField(choices=BankLine.Reason, default=BankLine.Reason.PERSON)
    confidence = models.SmallIntegerField(default=100)
    at = models.DateTimeField()
    by = models.BigIntegerField(null=True)
    reversed_on = models.DateField(null=True)
    reversed_because = models.CharField(max_length=200, blank=True, default="")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "year", "number"], name="payment_number_unique"),
            models.UniqueConstraint(
                fields=["portal", "key"], condition=Q(portal__isnull=False), name="payment_key_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="payment_is_positive"),
        ]
        indexes = [models.Index(fields=["municipality", "day"], name="payment_by_day")]

    def __str__(self) -> str:
        return f"№ {self.year}/{self.number}"

    @property
    def on_its_way(self) -> bool:
        """Whether a portal took it, it stands, and no line of the bank has brought its money yet."""
        return bool(self.portal_id and not self.line_id and not self.reversed_on)


class Portal(models.Model):
    """A payment portal that may ask one municipality for debts and post payments to it.

    Its token is shown once and kept as a hash; `ended_at` says since when none works. `sender_account` is the account
    from which the portal passes on what it took: by it a line of the bank is known to be its transfer. `minute` and
    `calls` count the calls of the running minute.
    """

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    name = models.CharField(_("name"), max_length=80)
    sender_account = models.CharField(
        _("account from which it passes the money on"), max_length=40, blank=True, default=""
    )
    token_hash = models.CharField(max_length=64, unique=True)
    per_minute = models.PositiveIntegerField(_("calls a minute"), default=120)
    minute = models.BigIntegerField(default=0, editable=False)
    calls = models.PositiveIntegerField(default=0, editable=False)
    last_call = models.DateTimeField(null=True, blank=True, editable=False)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("payment portal")
        verbose_name_plural = _("payment portals")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "name"], name="portal_named_once"),
            models.UniqueConstraint(
                fields=["municipality", "sender_account"],
                condition=~Q(sender_account=""),
                name="portal_account_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name
