"""Those around the alliance: who they are, what they think, what was said; issues raised; partners agreed."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.relations.models.contacts import Contact
from belediyye.core.fields import FoldedField
from belediyye.core.models import Organisation, StoredFile

FROM_ONE_TO_FIVE = [MinValueValidator(1), MaxValueValidator(5)]


class Stakeholder(models.Model):
    """The alliance's card of an organisation: what kind it is, how much it can and how much it cares (1 to 5)."""

    class Kind(models.TextChoices):
        STATE = "state", _("state body")
        ASSOCIATION = "association", _("association of municipalities")
        MUNICIPALITY = "municipality", _("municipality")
        MEDIA = "media", _("media")
        DONOR = "donor", _("donor")
        INTERNATIONAL = "international", _("international organisation")
        NGO = "ngo", _("non-governmental organisation")
        ACADEMIC = "academic", _("university or research institute")
        BUSINESS = "business", _("enterprise")

    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="card")
    kind = models.CharField(_("kind"), max_length=14, choices=Kind)
    influence = models.PositiveSmallIntegerField(
        _("influence"), default=3, validators=FROM_ONE_TO_FIVE, help_text=_("1 = hardly any, 5 = decides.")
    )
    interest = models.PositiveSmallIntegerField(
        _("interest"),
        default=3,
        validators=FROM_ONE_TO_FIVE,
        help_text=_("1 = hardly any, 5 = works on it every day."),
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["organisation__folded", "pk"]
        verbose_name = _("stakeholder")
        verbose_name_plural = _("stakeholders")
        constraints = [
            models.CheckConstraint(
                condition=Q(influence__range=(1, 5), interest__range=(1, 5)),
                name="stakeholder_scores_one_to_five",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Position(models.Model):
    """What a stakeholder thinks of a matter on a day, and how we know."""

    class Stance(models.IntegerChoices):
        AGAINST = -2, _("against")
        DOUBTS = -1, _("has doubts")
        OPEN = 0, _("undecided")
        LEANS = 1, _("leans towards it")
        FOR = 2, _("for it")

    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="positions")
    matter = models.CharField(_("matter"), max_length=200, help_text=_("A draft law, a proposal, an issue."))
    stance = models.SmallIntegerField(_("stance"), choices=Stance)
    on = models.DateField(_("day"))
    source = models.CharField(_("how we know"), max_length=250)

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.matter}: {self.get_stance_display()}"


class Interaction(models.Model):
    """One meeting, letter or call with a stakeholder, logged once; with what was promised next."""

    class Kind(models.TextChoices):
        MEETING = "meeting", _("meeting")
        LETTER = "letter", _("letter")
        CALL = "call", _("telephone call")
        EVENT = "event", _("at an event")

    stakeholder = models.ForeignKey(Stakeholder, models.PROTECT, related_name="interactions")
    contact = models.ForeignKey(
        Contact,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="interactions",
        verbose_name=_("with whom"),
    )
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    on = models.DateField(_("day"))
    summary = models.TextField(_("what was said"))
    next_step = models.CharField(_("what was promised next"), max_length=250, blank=True)
    next_by = models.DateField(_("by when"), null=True, blank=True)
    next_done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(next_by__isnull=True) | ~Q(next_step=""), name="interaction_day_needs_step"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.stakeholder}"


class Issue(models.Model):
    """A difficulty of self-government that the alliance raises with the state, and where it stands."""

    class State(models.TextChoices):
        NOTED = "noted", _("noted")
        RAISED = "raised", _("raised, waits for an answer")
        ANSWERED = "answered", _("answered")
        SOLVED = "solved", _("solved")
        DECLINED = "declined", _("declined")

    number = models.CharField(_("No."), max_length=20, unique=True)
    title = models.CharField(_("title"), max_length=200)
    folded = FoldedField(of=["title"])
    text = models.TextField(_("what the difficulty is and whom it touches"))
    proposal = models.TextField(_("what the alliance asks for"), blank=True)
    stakeholder = models.ForeignKey(
        Stakeholder, models.PROTECT, related_name="issues", verbose_name=_("raised with")
    )
    noted_on = models.DateField(_("noted on"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.NOTED)
    answer_by = models.DateField(_("answer expected by"), null=True, blank=True)
    is_public = models.BooleanField(_("shown to visitors"), default=True)

    class Meta:
        ordering = ["-noted_on", "-pk"]
        verbose_name = _("issue raised with the state")
        verbose_name_plural = _("issues raised with the state")

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class IssueStep(models.Model):
    """One step of an issue: a letter sent, an answer received, a working group; append-only."""

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="steps")
    on = models.DateField(_("day"))
    state = models.CharField(_("state from now on"), max_length=10, choices=Issue.State)
    words = models.TextField(_("what happened"))
    answer_by = models.DateField(_("answer expected by"), null=True, blank=True)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["on", "pk"]

    def __str__(self) -> str:
        return f"{self.issue}: {self.get_state_display()}"


class Partnership(models.Model):
    """A partner on the way: found, assessed, agreed, ended or not pursued."""

    class State(models.TextChoices):
        FOUND = "found", _("found")
        ASSESSED = "assessed", _("assessed")
        AGREED = "agreed", _("agreement in force")
        ENDED = "ended", _("ended")
        DROPPED = "dropped", _("not pursued")

    stakeholder = models.OneToOneField(
        Stakeholder, models.PROTECT, related_name="partnership", verbose_name=_("organisation")
    )
    purpose = models.TextField(_("what the partnership is for"))
    found_on = models.DateField(_("found on"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.FOUND)
    ended_because = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["-found_on", "-pk"]
        verbose_name = _("partner")
        verbose_name_plural = _("partners")

    def __str__(self) -> str:
        return str(self.stakeholder)


class PartnerScore(models.Model):
    """One criterion of a partner's assessment: 0 to 4, with the reason."""

    class Criterion(models.TextChoices):
        VALUES = "values", _("shares the alliance's aims")
        COMPETENCE = "competence", _("knows the field")
        CAPACITY = "capacity", _("has people and money for it")
        REPUTATION = "reputation", _("good name, no conflict of interest")
        REACH = "reach", _("reaches municipalities")

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="scores")
    criterion = models.CharField(max_length=12, choices=Criterion)
    score = models.PositiveSmallIntegerField(validators=[MaxValueValidator(4)])
    why = models.CharField(max_length=250)
    on = models.DateField()

    class Meta:
        ordering = ["-on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(score__lte=4), name="partner_score_to_four"),
            models.UniqueConstraint(
                fields=["partnership", "criterion", "on"], name="partner_scored_once_a_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_criterion_display()}: {self.score}"


class Agreement(models.Model):
    """What was signed with a partner, from a day to a day."""

    partnership = models.ForeignKey(Partnership, models.PROTECT, related_name="agreements")
    title = models.CharField(_("title"), max_length=200)
    signed_on = models.DateField(_("signed on"))
    ends = models.DateField(_("in force until"), null=True, blank=True)
    duties = models.TextField(_("who does what"))
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-signed_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("signed_on")), name="agreement_ends_after"
            )
        ]

    def __str__(self) -> str:
        return self.title
