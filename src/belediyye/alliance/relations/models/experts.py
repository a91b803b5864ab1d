"""The roster of experts: who knows what, and what they were asked to do."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.relations.models.contacts import Contact
from belediyye.core.fields import FoldedField


class Topic(models.Model):
    """A field of knowledge, in both languages."""

    code = models.SlugField(max_length=40, unique=True)
    name_az = models.CharField(_("name in Azerbaijani"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    folded = FoldedField(of=["name_az", "name_en"])

    class Meta:
        ordering = ["folded", "pk"]

    def __str__(self) -> str:
        return self.name_en if (get_language() or "az").startswith("en") else self.name_az


class Expert(models.Model):
    """An expert's profile. Visitors see it only with the person's consent to publish."""

    contact = models.OneToOneField(Contact, models.PROTECT, related_name="expert", verbose_name=_("person"))
    topics = models.ManyToManyField(Topic, related_name="experts", verbose_name=_("topics"))
    headline = models.CharField(_("who the expert is, in one line"), max_length=200)
    experience = models.TextField(_("experience and publications"), blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True)
    folded = FoldedField(of=["headline", "languages"])
    since = models.DateField(_("on the roster since"))
    until = models.DateField(_("on the roster until"), null=True, blank=True)

    class Meta:
        ordering = ["contact__folded", "pk"]
        verbose_name = _("expert")
        verbose_name_plural = _("experts")
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="expert_until_after"
            )
        ]

    def __str__(self) -> str:
        return str(self.contact)


class Engagement(models.Model):
    """What an expert was asked to do, and how it went."""

    expert = models.ForeignKey(Expert, models.PROTECT, related_name="engagements")
    task = models.CharField(_("task"), max_length=250)
    starts = models.DateField(_("from"))
    due = models.DateField(_("by when"))
    done_on = models.DateField(null=True, blank=True)
    result = models.CharField(_("result"), max_length=250, blank=True)

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due__gte=F("starts")), name="engagement_due_after_start")
        ]

    def __str__(self) -> str:
        return self.task
