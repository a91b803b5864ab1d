"""People as the alliance knows them: their posts, what they consented to, what was imported and merged.

A contact is not the `core.Person` of the registers: what a municipality knows about its residents is not for the
alliance. Where a contact has an account here, `person` says which.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belediyye.core.fields import FoldedField
from belediyye.core.models import Organisation, Person


class Contact(models.Model):
    """One person. Merged into another, or made nameless; never deleted, because the ledgers point here."""

    surname = models.CharField(_("surname"), max_length=80)
    name = models.CharField(_("name"), max_length=80, blank=True)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    folded = FoldedField(of=["surname", "name", "patronymic"])
    email = models.EmailField(_("e-mail"), blank=True)
    telephone = models.CharField(_("telephone"), max_length=60, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    note = models.TextField(_("note"), blank=True)
    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="+")
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="duplicates")
    anonymised_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["folded", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("pk")),
                name="contact_not_into_itself",
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.surname, self.name, self.patronymic]))

    @property
    def code(self) -> str:
        """How the log names a person: by number, so that erasing the name leaves no name behind."""
        return f"K-{self.pk}"


class Post(models.Model):
    """What a person is in an organisation, from a day to a day."""

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="posts")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="posts", verbose_name=_("organisation")
    )
    title = models.CharField(_("post"), max_length=160)
    starts = models.DateField(_("from"))
    ends = models.DateField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["-starts", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="post_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation}"


class Consent(models.Model):
    """That a person allowed a use of the data: for what, when, how we know; and when it was taken back."""

    class Purpose(models.TextChoices):
        CONTACT = "contact", _("to be written to about the alliance's work")
        EVENTS = "events", _("to be invited to events")
        PUBLIC = "public", _("name and field published on the site")
        PHOTO = "photo", _("photographs of events published")

    contact = models.ForeignKey(Contact, models.PROTECT, related_name="consents")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose)
    given_on = models.DateField(_("given on"))
    source = models.CharField(
        _("how we know"), max_length=200, help_text=_("A signed form, a letter, a tick on a page.")
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    withdrawal = models.CharField(_("how it was withdrawn"), max_length=200, blank=True)

    class Meta:
        ordering = ["-given_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "purpose"],
                condition=Q(withdrawn_on__isnull=True),
                name="consent_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | Q(withdrawn_on__gte=F("given_on")),
                name="consent_withdrawn_after",
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_purpose_display())


class Merge(models.Model):
    """That two contacts are one person: what was taken over and what moved, so that it can be undone."""

    kept = models.ForeignKey(Contact, models.PROTECT, related_name="merges")
    gone = models.ForeignKey(Contact, models.PROTECT, related_name="merged")
    merged_on = models.DateField()
    before = models.JSONField(help_text=_("The kept card's fields before, and those taken over."))
    moved = models.JSONField(help_text=_("model → numbers of the rows that moved."))
    undone_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.gone.code} → {self.kept.code}"


class ContactImport(models.Model):
    """A file of contacts that was read: what was in it and what became of every line."""

    name = models.CharField(max_length=250)
    digest = models.CharField(max_length=64)
    read_on = models.DateField()
    rows = models.JSONField(help_text=_("What was read, line by line, with its problems."))
    source = models.CharField(max_length=200, blank=True, help_text=_("Where the file comes from."))
    taken_on = models.DateField(null=True, blank=True)
    made = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name
