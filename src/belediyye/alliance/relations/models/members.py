"""Member organisations: roles with dates, the rights that follow, applications, and the ledger of dues."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.relations.models.contacts import Contact
from belediyye.core.fields import FoldedField
from belediyye.core.models import Municipality, Organisation, StoredFile


class MemberKind(models.TextChoices):
    MUNICIPALITY = "municipality", _("municipality")
    ASSOCIATION = "association", _("association of municipalities")
    NGO = "ngo", _("non-governmental organisation")
    ACADEMIC = "academic", _("university or research institute")


class Member(models.Model):
    """An organisation that belongs to the alliance, from a day to a day."""

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="membership_in_alliance")
    municipality = models.ForeignKey(Municipality, models.PROTECT, null=True, blank=True, related_name="+")
    kind = models.CharField(_("kind"), max_length=14, choices=MemberKind)
    population = models.PositiveIntegerField(
        _("inhabitants"), default=0, help_text=_("Dues of municipalities follow it; 0 for others.")
    )
    joined = models.DateField(_("member since"))
    left = models.DateField(_("member until"), null=True, blank=True)
    left_because = models.CharField(_("why it left"), max_length=250, blank=True)
    about = models.TextField(_("about the organisation"), blank=True)

    class Meta:
        ordering = ["organisation__folded", "pk"]
        verbose_name = _("member")
        verbose_name_plural = _("members")
        constraints = [
            models.CheckConstraint(
                condition=Q(left__isnull=True) | Q(left__gte=F("joined")), name="member_leaves_after_joining"
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class MemberRole(models.Model):
    """What a member is in the alliance, from a day to a day. The rights follow from it (`RIGHTS`)."""

    class Kind(models.TextChoices):
        FULL = "full", _("full member")
        OBSERVER = "observer", _("observer")
        BOARD = "board", _("member of the board")
        AUDIT = "audit", _("member of the audit commission")

    member = models.ForeignKey(Member, models.PROTECT, related_name="roles")
    kind = models.CharField(_("role"), max_length=10, choices=Kind)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)
    basis = models.CharField(_("by which decision"), max_length=200)

    class Meta:
        ordering = ["starts", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="member_role_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["member", "kind"], condition=Q(ends__isnull=True), name="member_role_once_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class Application(models.Model):
    """A wish to join: received, examined, decided. The applicant follows it by its key, without an account."""

    class State(models.TextChoices):
        RECEIVED = "received", _("received")
        EXAMINED = "examined", _("examined, waits for the decision")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")
        WITHDRAWN = "withdrawn", _("withdrawn")

    number = models.CharField(_("No."), max_length=20, unique=True)
    key = models.CharField(max_length=32, unique=True)
    organisation = models.CharField(_("name of the organisation"), max_length=200)
    folded = FoldedField(of=["organisation"])
    kind = models.CharField(_("kind"), max_length=14, choices=MemberKind)
    voen = models.CharField(_("VÖEN"), max_length=10, blank=True)
    population = models.PositiveIntegerField(_("inhabitants"), default=0, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    contact_surname = models.CharField(_("surname"), max_length=80)
    contact_name = models.CharField(_("name"), max_length=80)
    contact_post = models.CharField(_("post"), max_length=160)
    email = models.EmailField(_("e-mail"))
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    reasons = models.TextField(_("why you wish to join"), max_length=4000)
    submitted_on = models.DateField()
    decide_by = models.DateField()
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RECEIVED)
    findings = models.TextField(_("what the examination found"), blank=True)
    examined_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    decision = models.TextField(_("decision and its reasons"), blank=True)
    member = models.OneToOneField(Member, models.PROTECT, null=True, blank=True, related_name="application")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="applications")

    class Meta:
        ordering = ["-submitted_on", "-pk"]
        verbose_name = _("application")
        verbose_name_plural = _("applications")

    def __str__(self) -> str:
        return f"{self.number} {self.organisation}"

    @property
    def is_open(self) -> bool:
        return self.state in {self.State.RECEIVED, self.State.EXAMINED}


class DuesRate(models.Model):
    """What membership costs in a year: a fixed part and a part for each inhabitant, as the assembly decided."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    base = models.BigIntegerField(_("fixed part"))
    per_inhabitant = models.BigIntegerField(_("for each inhabitant"))
    due = models.DateField(_("to be paid by"))
    decision = models.CharField(_("by which decision"), max_length=200)

    class Meta:
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(base__gte=0, per_inhabitant__gte=0), name="dues_rate_not_negative"
            )
        ]

    def __str__(self) -> str:
        return str(self.year)

    def for_member(self, population: int) -> int:
        """The yearly dues in qəpik of a member with so many inhabitants."""
        return self.base + self.per_inhabitant * population


class DuesEntry(models.Model):
    """One line of a member's dues: a charge (plus), a payment (minus) or the reversal of a line. Append-only."""

    class Kind(models.TextChoices):
        CHARGE = "charge", _("charge")
        PAYMENT = "payment", _("payment")
        REVERSAL = "reversal", _("reversal")

    member = models.ForeignKey(Member, models.PROTECT, related_name="dues")
    kind = models.CharField(max_length=8, choices=Kind)
    year = models.PositiveSmallIntegerField(_("year"))
    day = models.DateField(_("day"))
    amount = models.BigIntegerField(
        _("amount"), help_text=_("Whole qəpik; what lowers the debt is below zero.")
    )
    due = models.DateField(null=True, blank=True)
    words = models.CharField(_("explanation"), max_length=250)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")

    class Meta:
        ordering = ["day", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="charge", amount__gt=0, due__isnull=False)
                | Q(kind="payment", amount__lt=0)
                | Q(kind="reversal", reverses__isnull=False),
                name="dues_entry_sign",
            ),
            # A second run over the same year finds the charge already there.
            models.UniqueConstraint(
                fields=["member", "year", "words"], condition=Q(kind="charge"), name="dues_charged_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} {self.year}: {self.get_kind_display()}"
