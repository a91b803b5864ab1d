"""From a donor's call to the report due: concept notes, proposals with versions and budget, awards."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.relations.models.stakeholders import Stakeholder
from belediyye.core.fields import FoldedField
from belediyye.core.models import StoredFile


class Call(models.Model):
    """An opportunity that a donor announced."""

    donor = models.ForeignKey(Stakeholder, models.PROTECT, related_name="calls", verbose_name=_("donor"))
    title = models.CharField(_("title"), max_length=200)
    folded = FoldedField(of=["title"])
    about = models.TextField(_("what it funds and under which conditions"))
    address = models.URLField(_("where it was announced"), blank=True)
    deadline = models.DateField(_("deadline"))
    ceiling = models.BigIntegerField(_("largest amount"), null=True, blank=True)
    followed = models.BooleanField(_("the alliance means to apply"), default=True)

    class Meta:
        ordering = ["-deadline", "-pk"]
        verbose_name = _("call for proposals")

    def __str__(self) -> str:
        return self.title


class ConceptNote(models.Model):
    """A page or two that asks a donor whether a proposal is welcome."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        SENT = "sent", _("sent")
        INVITED = "invited", _("a full proposal is invited")
        DECLINED = "declined", _("declined")

    donor = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="concept_notes", verbose_name=_("donor")
    )
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, blank=True, related_name="concept_notes", verbose_name=_("call")
    )
    title = models.CharField(_("title"), max_length=200)
    problem = models.TextField(_("the problem"))
    idea = models.TextField(_("what we would do and what would change"))
    amount = models.BigIntegerField(_("amount asked for"))
    made_on = models.DateField(_("written on"))
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.DRAFT)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=250, blank=True)

    class Meta:
        ordering = ["-made_on", "-pk"]
        verbose_name = _("concept note")

    def __str__(self) -> str:
        return self.title


class Proposal(models.Model):
    """An application for a grant; what was written stands in its versions."""

    class State(models.TextChoices):
        WRITING = "writing", _("being written")
        SUBMITTED = "submitted", _("submitted")
        AWARDED = "awarded", _("awarded")
        DECLINED = "declined", _("declined")

    number = models.CharField(_("No."), max_length=20, unique=True)
    donor = models.ForeignKey(Stakeholder, models.PROTECT, related_name="proposals", verbose_name=_("donor"))
    call = models.ForeignKey(
        Call, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name=_("call")
    )
    concept = models.ForeignKey(
        ConceptNote,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="proposals",
        verbose_name=_("concept note"),
    )
    title = models.CharField(_("title"), max_length=200)
    folded = FoldedField(of=["title"])
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WRITING)
    deadline = models.DateField(_("deadline"), null=True, blank=True)
    submitted_on = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=250, blank=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("proposal to a donor")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class ProposalVersion(models.Model):
    """One version of a proposal: its summary, its file, its budget. Append-only: a correction is a new version."""

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    made_on = models.DateField(_("day"))
    made_by = models.CharField(max_length=120)
    summary = models.TextField(_("summary"))
    change = models.CharField(_("what changed against the version before"), max_length=250, blank=True)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["proposal", "number"], name="proposal_version_unique")]

    def __str__(self) -> str:
        return f"{self.proposal} v{self.number}"


class ProposalLine(models.Model):
    """One line of a version's budget; quantity times price, both whole."""

    version = models.ForeignKey(ProposalVersion, models.PROTECT, related_name="lines")
    code = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    quantity = models.PositiveIntegerField()
    unit = models.CharField(max_length=40)
    price = models.BigIntegerField()
    own = models.BigIntegerField(default=0, help_text=_("Of it, the alliance's own share."))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "code"], name="proposal_line_code_unique"),
            models.CheckConstraint(
                condition=Q(price__gte=0, own__gte=0) & Q(own__lte=F("price") * F("quantity")),
                name="proposal_line_sane",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def amount(self) -> int:
        """The whole line in qəpik."""
        return self.quantity * self.price


class Award(models.Model):
    """A grant agreement: what was given, for what, from when to when."""

    number = models.CharField(_("number of the agreement"), max_length=40, unique=True)
    donor = models.ForeignKey(Stakeholder, models.PROTECT, related_name="awards", verbose_name=_("donor"))
    proposal = models.OneToOneField(
        Proposal,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="award",
        verbose_name=_("proposal to a donor"),
    )
    title = models.CharField(_("title"), max_length=200)
    folded = FoldedField(of=["title", "number"])
    signed_on = models.DateField(_("signed on"))
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"))
    foreign = models.CharField(
        _("amount in the donor's currency"),
        max_length=60,
        blank=True,
        help_text=_("As in the agreement, for example EUR 30 000."),
    )
    registered_on = models.DateField(_("registered with the Ministry of Justice on"), null=True, blank=True)
    registration = models.CharField(_("number of that registration"), max_length=60, blank=True)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-starts", "-pk"]
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="award_ends_after_start")
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class AwardLine(models.Model):
    """One line of a grant's budget, as agreed with the donor."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="lines")
    code = models.CharField(_("code"), max_length=12)
    title = models.CharField(_("title"), max_length=200)
    amount = models.BigIntegerField(_("amount"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["award", "code"], name="award_line_code_unique"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="award_line_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class GrantReport(models.Model):
    """A report that the agreement asks for: about which months, by which day, sent and accepted when."""

    class Kind(models.TextChoices):
        NARRATIVE = "narrative", _("narrative report")
        FINANCIAL = "financial", _("financial report")
        BOTH = "both", _("narrative and financial report")
        AUDIT = "audit", _("audit report")

    award = models.ForeignKey(Award, models.PROTECT, related_name="reports")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    starts = models.DateField(_("period from"))
    ends = models.DateField(_("period until"))
    due = models.DateField(_("due"))
    why = models.CharField(_("why that day"), max_length=250, help_text=_("The clause of the agreement."))
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    accepted_on = models.DateField(null=True, blank=True)
    remarks = models.CharField(_("the donor's remarks"), max_length=250, blank=True)

    class Meta:
        ordering = ["due", "pk"]
        verbose_name = _("report to a donor")
        constraints = [
            models.CheckConstraint(condition=Q(ends__gte=F("starts")), name="grant_report_period"),
            models.CheckConstraint(
                condition=Q(accepted_on__isnull=True) | Q(sent_on__isnull=False),
                name="grant_report_sent_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.award.number}"
