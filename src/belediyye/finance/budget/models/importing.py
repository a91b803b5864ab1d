"""How somebody else's budget came in: the file, what its columns mean, and what became of every row."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.models import Municipality, StoredFile
from belediyye.finance.budget.models.plan import Budget, Line, Side


class BudgetImport(models.Model):
    """One file: read and reconciled at once, taken into a draft by a second step, undone while the draft may change."""

    class State(models.TextChoices):
        CHECKED = "checked", _("read, not yet taken")
        TAKEN = "taken", _("taken")
        UNDONE = "undone", _("undone")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    budget = models.ForeignKey(
        Budget, models.PROTECT, null=True, related_name="imports", help_text=_("Empty: a new draft is made.")
    )
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("budget year"))
    file_year = models.PositiveSmallIntegerField(
        null=True, help_text=_("Only the rows of this year of the file; empty for all.")
    )
    side = models.PositiveSmallIntegerField(
        choices=Side, null=True, help_text=_("Of rows that do not say it themselves.")
    )
    unit = models.PositiveIntegerField(default=1, help_text=_("How many manat one of the file is."))
    new_codes = models.BooleanField(default=False)
    columns = models.JSONField(default=dict, help_text="Known column → heading of the file.")
    headings = models.JSONField(default=list, help_text="Every heading of the file.")
    years = models.JSONField(default=list, help_text="The years that the file's own column names.")
    counts = models.JSONField(
        default=dict, help_text="Rows by outcome, totals checked, sums in qəpik by side."
    )
    state = models.CharField(max_length=8, choices=State, default=State.CHECKED)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.file.name} → {self.year}"


class ImportedRow(models.Model):
    """One row of the file: its words and amount, what it is, every problem with it, and the line made of it."""

    class Outcome(models.IntegerChoices):
        LINE = 1, _("a line")
        TOTAL = 2, _("a total that agrees")
        DIFFERS = 3, _("a total that does not agree")
        REFUSED = 4, _("not taken")

    made_by = models.ForeignKey(BudgetImport, models.PROTECT, related_name="rows", db_index=False)
    row = models.PositiveIntegerField(help_text="As a spreadsheet counts: the first row is 1.")
    title = models.CharField(max_length=300, blank=True)
    side = models.PositiveSmallIntegerField(choices=Side, null=True)
    amount = models.BigIntegerField(null=True)
    outcome = models.PositiveSmallIntegerField(choices=Outcome)
    codes = models.JSONField(default=dict, help_text="Classification → code as found.")
    problems = models.JSONField(default=list, help_text="[what, value, value] each.")
    line = models.ForeignKey(Line, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["made_by", "row"]
        constraints = [models.UniqueConstraint(fields=["made_by", "row"], name="budget_imported_row_once")]
        indexes = [models.Index(fields=["made_by", "outcome", "row"], name="budget_imported_by_outcome")]

    def __str__(self) -> str:
        return f"{self.made_by_id}/{self.row}"
