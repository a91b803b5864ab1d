"""The alliance's own books: what came in and went out of each grant. Lines are added, never changed or removed."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.relations.models.fundraising import Award, AwardLine
from belediyye.core.models import StoredFile


class BookEntry(models.Model):
    """One entry: money received from the donor, or spent on a line of the budget, or the reversal of an entry.

    `amount` is whole qəpik; a reversal repeats the entry with the opposite sign, so that sums are right by themselves.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt", _("received")
        SPENDING = "spending", _("spent")

    number = models.CharField(_("No."), max_length=20, unique=True)
    award = models.ForeignKey(Award, models.PROTECT, related_name="entries")
    line = models.ForeignKey(
        AwardLine,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("line of the budget"),
    )
    kind = models.CharField(max_length=8, choices=Kind)
    day = models.DateField(_("day"))
    amount = models.BigIntegerField(_("amount"))
    party = models.CharField(_("paid to or received from"), max_length=200)
    words = models.CharField(_("for what"), max_length=250)
    paper_number = models.CharField(_("number and day of the paper"), max_length=80)
    paper = models.ForeignKey(StoredFile, models.PROTECT, null=True, blank=True, related_name="+")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")

    class Meta:
        ordering = ["day", "pk"]
        verbose_name = _("entry of the books")
        indexes = [models.Index(fields=["award", "day"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="receipt", line__isnull=True) | Q(kind="spending", line__isnull=False),
                name="book_entry_line_of_spending",
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0, reverses__isnull=True) | Q(amount__lt=0, reverses__isnull=False),
                name="book_entry_sign",
            ),
        ]

    def __str__(self) -> str:
        return self.number
