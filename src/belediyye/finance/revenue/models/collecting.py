"""What follows when money does not come, or too much: agreements, objections, write-offs, refunds, reminders, certificates."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.models import Municipality, StoredFile
from belediyye.finance.revenue.models.account import Entry
from belediyye.finance.revenue.models.assessing import AssessmentRun
from belediyye.finance.revenue.models.payers import Taxpayer


class Case(models.Model):
    """What every such case has: whose, when, why. Cases are ended, never deleted."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    taxpayer = models.ForeignKey(Taxpayer, models.PROTECT, related_name="%(class)ss")
    day = models.DateField(_("day"))
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    at = models.DateTimeField(auto_now_add=True)
    by = models.BigIntegerField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        abstract = True
        ordering = ["-day", "-pk"]


class Agreement(Case):
    """An agreement to pay old debt in parts, or (one part) a deferral. It moves no due day and stops no interest.

    While its parts are paid in time the debts it was made for (`debts`) are not reminded of. Whether it is kept is
    computed from the account (`queries.agreements`), never stored; `ended` says that it was ended by hand.
    """

    number = models.PositiveIntegerField()
    amount_qepik = models.BigIntegerField(_("debt covered"))
    ended = models.DateField(null=True, blank=True)
    ended_because = models.CharField(max_length=200, blank=True, default="")

    class Meta(Case.Meta):
        verbose_name = _("instalment agreement")
        verbose_name_plural = _("instalment agreements")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="agreement_number_unique"),
            models.UniqueConstraint(
                fields=["taxpayer"], condition=Q(ended__isnull=True), name="agreement_one_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


class AgreementPart(models.Model):
    """One part: so much by that day."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="parts")
    due = models.DateField(_("by"))
    amount_qepik = models.BigIntegerField(_("amount"))

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_qepik__gt=0), name="agreement_part_positive")
        ]

    def __str__(self) -> str:
        return f"{self.due:%d.%m.%Y}"


class AgreementDebt(models.Model):
    """A debt that an agreement covers, with what was open of it on the day; nothing where it only stands for one carried over."""

    agreement = models.ForeignKey(Agreement, models.PROTECT, related_name="debts")
    demand = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_constraint=False)
    amount_qepik = models.BigIntegerField(_("amount"), default=0)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["agreement", "demand"], name="agreement_debt_once")]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.demand_id}"


class Deferral(Case):
    """The due day of a demand moved before it came: what was open is due on `until`, and no interest runs till then.

    Two transfers on the same account carry it: off the demand, and as a debt with the later due day (`carried`)."""

    number = models.PositiveIntegerField()
    demand = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_constraint=False)
    carried = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_constraint=False)
    until = models.DateField(_("due instead on"))
    amount_qepik = models.BigIntegerField(_("amount"))
    undone = models.DateField(null=True, blank=True)
    undone_because = models.CharField(max_length=200, blank=True, default="")

    class Meta(Case.Meta):
        verbose_name = _("deferral")
        verbose_name_plural = _("deferrals")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="deferral_number_unique"),
            models.CheckConstraint(condition=Q(amount_qepik__gt=0), name="deferral_is_positive"),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


class Objection(Case):
    """An objection to a demand: while it is open, only the disputed part is neither reminded of nor called overdue.

    One application may dispute several demands: then each is a row of the same `number`, counted by `part`, and may be
    answered with the others or alone. What is granted lowers the demand by an entry of its own, or (`run`) was lowered by the reassessment named.
    """

    class Outcome(models.TextChoices):
        OPEN = "", _("being examined")
        UPHELD = "upheld", _("satisfied")
        PARTLY = "partly", _("granted in part")
        REFUSED = "refused", _("not satisfied")

    number = models.PositiveIntegerField()
    part = models.PositiveSmallIntegerField(default=1)
    demand = models.ForeignKey(Entry, models.PROTECT, related_name="objections", db_constraint=False)
    disputed_qepik = models.BigIntegerField(_("disputed amount"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome, blank=True, default="")
    answered = models.DateField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=200, blank=True, default="")
    granted_qepik = models.BigIntegerField(default=0)
    paper = models.ForeignKey(
        StoredFile, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    run = models.ForeignKey(
        AssessmentRun, models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )

    class Meta(Case.Meta):
        verbose_name = _("objection")
        verbose_name_plural = _("objections")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number", "part"], name="objection_part_unique"),
            models.UniqueConstraint(
                fields=["demand"], condition=Q(answered__isnull=True), name="objection_one_open"
            ),
            models.CheckConstraint(
                condition=Q(disputed_qepik__gt=0)
                & Q(granted_qepik__gte=0)
                & Q(granted_qepik__lte=F("disputed_qepik")),
                name="objection_amounts",
            ),
        ]

    def __str__(self) -> str:
        return f"№ {self.number}/{self.part}" if self.part > 1 else f"№ {self.number}"


class WriteOff(Case):
    """Debt taken off the account by decision: its term has ended (85.4), or a court said so (93).

    A later decision may take it back: then the debt stands again by opposite entries."""

    class Ground(models.TextChoices):
        TERM = "term", _("the term of collection has ended")
        COURT = "court", _("a court's decision")

    ground = models.CharField(_("ground"), max_length=5, choices=Ground)
    decision = models.CharField(_("decision"), max_length=120, help_text=_("Number and day."))
    amount_qepik = models.BigIntegerField()
    reversed_on = models.DateField(null=True, blank=True)
    reversed_because = models.CharField(max_length=200, blank=True, default="")

    class Meta(Case.Meta):
        verbose_name = _("write-off")
        verbose_name_plural = _("write-offs")

    def __str__(self) -> str:
        return self.decision


class WriteOffProposal(models.Model):
    """Hopeless debts put before whoever decides, with what stood on them that day. Carried out by decision, or dropped."""

    class State(models.TextChoices):
        OPEN = "open", _("waits for a decision")
        DONE = "done", _("written off")
        DROPPED = "dropped", _("withdrawn")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    number = models.PositiveIntegerField()
    day = models.DateField(_("day"))
    ground = models.CharField(_("ground"), max_length=5, choices=WriteOff.Ground)
    reason = models.CharField(_("reason"), max_length=200, blank=True, default="")
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.OPEN)
    closed = models.DateField(null=True, blank=True)
    decision = models.CharField(_("decision"), max_length=120, blank=True, default="")
    amount_qepik = models.BigIntegerField(_("amount"), help_text=_("As it stood on the day of the proposal."))
    at = models.DateTimeField(auto_now_add=True)
    by = models.BigIntegerField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("proposal to write off")
        verbose_name_plural = _("proposals to write off")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="proposal_number_unique")
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


class ProposalLine(models.Model):
    """One debt of a proposal; `write_off` once it was carried out."""

    proposal = models.ForeignKey(WriteOffProposal, models.PROTECT, related_name="lines")
    taxpayer = models.ForeignKey(Taxpayer, models.PROTECT, related_name="+")
    demand = models.ForeignKey(Entry, models.PROTECT, related_name="+", db_constraint=False)
    amount_qepik = models.BigIntegerField()
    write_off = models.ForeignKey(WriteOff, models.PROTECT, null=True, related_name="lines")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["proposal", "demand"], name="proposal_line_once")]

    def __str__(self) -> str:
        return f"{self.proposal_id}/{self.demand_id}"


class Refund(Case):
    """An overpayment asked back: to be paid by `due` (45 days); after that the municipality owes interest on it."""

    amount_qepik = models.BigIntegerField(_("amount"))
    due = models.DateField(_("by"))
    account = models.CharField(_("account to be paid to"), max_length=40)
    paid = models.DateField(null=True, blank=True)
    interest_qepik = models.BigIntegerField(default=0)
    dropped = models.DateField(null=True, blank=True)

    class Meta(Case.Meta):
        verbose_name = _("refund")
        verbose_name_plural = _("refunds")
        constraints = [models.CheckConstraint(condition=Q(amount_qepik__gt=0), name="refund_is_positive")]

    def __str__(self) -> str:
        return f"{self.due:%d.%m.%Y}"


class Reminder(Case):
    """A step of reminding: a reminder, a warning, and then what is handed to the court."""

    class Step(models.IntegerChoices):
        REMINDER = 1, _("reminder")
        WARNING = 2, _("warning")
        COURT = 3, _("notice of going to court")

    number = models.PositiveIntegerField()
    step = models.SmallIntegerField(_("stage"), choices=Step)
    principal_qepik = models.BigIntegerField()
    interest_qepik = models.BigIntegerField(default=0)

    class Meta(Case.Meta):
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="reminder_number_unique"),
            models.UniqueConstraint(fields=["taxpayer", "day"], name="reminder_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_step_display()} № {self.number}"


class Registration(Case):
    """A certificate of registration: what the register said of the payer on its day; anybody can check it."""

    number = models.PositiveIntegerField()
    code = models.CharField(max_length=12, unique=True)

    class Meta(Case.Meta):
        verbose_name = _("certificate of registration")
        verbose_name_plural = _("certificates of registration")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="registration_number_unique")
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"


class Clearance(Case):
    """A certificate that on its day nothing was owed; its number and code show it to everybody, and whether it was revoked."""

    number = models.PositiveIntegerField()
    code = models.CharField(max_length=12, unique=True)
    revoked = models.DateField(null=True, blank=True)
    revoked_because = models.CharField(max_length=200, blank=True, default="")

    class Meta(Case.Meta):
        verbose_name = _("clearance certificate")
        verbose_name_plural = _("clearance certificates")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="clearance_number_unique")
        ]

    def __str__(self) -> str:
        return f"№ {self.number}"
