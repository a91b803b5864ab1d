"""Things and books of the alliance: issued, returned, counted once a year."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.relations.models.contacts import Contact
from belediyye.alliance.relations.models.fundraising import Award
from belediyye.core.fields import FoldedField


class Item(models.Model):
    """One thing or one copy of a book, with its number on a label."""

    class Kind(models.TextChoices):
        EQUIPMENT = "equipment", _("equipment")
        FURNITURE = "furniture", _("furniture")
        BOOK = "book", _("book or periodical")

    number = models.CharField(_("inventory number"), max_length=20, unique=True)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("name or title"), max_length=200)
    author = models.CharField(_("author or maker"), max_length=200, blank=True)
    folded = FoldedField(of=["number", "title", "author"])
    year = models.PositiveSmallIntegerField(_("year of issue"), null=True, blank=True)
    place = models.CharField(_("where it stands"), max_length=120)
    value = models.BigIntegerField(_("value"), default=0)
    acquired = models.DateField(_("acquired on"))
    award = models.ForeignKey(
        Award,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("bought from the grant"),
    )
    written_off = models.DateField(null=True, blank=True)
    why_off = models.CharField(_("why it was written off"), max_length=250, blank=True)

    class Meta:
        ordering = ["number"]
        verbose_name = _("thing of the inventory")
        constraints = [models.CheckConstraint(condition=Q(value__gte=0), name="item_value_not_negative")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Loan(models.Model):
    """That a thing was issued to a person until a day, and returned."""

    item = models.ForeignKey(
        Item, models.PROTECT, related_name="loans", verbose_name=_("thing of the inventory")
    )
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="loans", verbose_name=_("issued to"))
    issued_on = models.DateField(_("issued on"))
    due = models.DateField(_("to be returned by"))
    condition = models.CharField(_("condition when issued"), max_length=200)
    returned_on = models.DateField(null=True, blank=True)
    returned_condition = models.CharField(_("condition when returned"), max_length=200, blank=True)

    class Meta:
        ordering = ["-issued_on", "-pk"]
        verbose_name = _("issue of a thing")
        constraints = [
            models.CheckConstraint(condition=Q(due__gte=F("issued_on")), name="loan_due_after_issue"),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("issued_on")),
                name="loan_returned_after_issue",
            ),
            models.UniqueConstraint(
                fields=["item"], condition=Q(returned_on__isnull=True), name="item_issued_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item} → {self.contact.code}"


class Count(models.Model):
    """The yearly count: what should be there on a day, what was found; closed, it no longer changes."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    on = models.DateField(_("day"))
    by = models.CharField(_("members of the commission"), max_length=250)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["-year"]
        verbose_name = _("yearly count")

    def __str__(self) -> str:
        return str(self.year)


class CountLine(models.Model):
    """One thing in a count: expected because it is on the books, or found although it is not."""

    class Found(models.TextChoices):
        NOT_YET = "not_yet", _("not yet looked for")
        HERE = "here", _("found")
        ISSUED = "issued", _("issued, with the borrower")
        MISSING = "missing", _("missing")
        DAMAGED = "damaged", _("found damaged")

    count = models.ForeignKey(Count, models.PROTECT, related_name="lines")
    item = models.ForeignKey(Item, models.PROTECT, related_name="counts")
    found = models.CharField(max_length=8, choices=Found, default=Found.NOT_YET)
    note = models.CharField(max_length=250, blank=True)

    class Meta:
        ordering = ["item__number"]
        constraints = [models.UniqueConstraint(fields=["count", "item"], name="counted_once")]

    def __str__(self) -> str:
        return f"{self.count}: {self.item}"
