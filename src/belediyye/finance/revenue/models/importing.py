"""How a roll came in: the file, what its columns mean, every row with what became of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.models import Job, Municipality, StoredFile


class RollImport(models.Model):
    """One file of an office: uploaded, its columns matched, tried (dry run), taken, perhaps undone."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("columns to be matched")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, not yet taken")
        TAKING = "taking", _("being taken")
        TAKEN = "taken", _("taken")
        UNDONE = "undone", _("undone")

    class Kind(models.TextChoices):
        ROLL = "roll", _("payers and objects")
        OPENING = "opening", _("opening balances")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.ROLL)
    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    sheet = models.CharField(max_length=100, blank=True, default="")
    headings = models.JSONField(default=list, help_text="The heading row as the file has it.")
    mapping = models.JSONField(default=dict, help_text="Known column → place from 0.")
    since = models.DateField(
        _("characteristics hold from"),
        help_text="Day from which new characteristics count; of opening balances the day on which they stood.",
    )
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, blank=True, related_name="+")
    counts = models.JSONField(default=dict)
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField(auto_now_add=True)
    taken_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("import of a roll")
        verbose_name_plural = _("imports of rolls")

    def __str__(self) -> str:
        return f"{self.file.name} ({self.made_at:%d.%m.%Y})"


class ImportRow(models.Model):
    """One row: its cells, what it would do or did, and every problem that stopped it."""

    class Outcome(models.IntegerChoices):
        NEW = 1, _("new")
        CHANGED = 2, _("changed")
        SAME = 3, _("unchanged")
        REFUSED = 4, _("not taken")

    roll_import = models.ForeignKey(RollImport, models.PROTECT, related_name="rows", db_index=False)
    row = models.PositiveIntegerField(help_text="As the office counts: the heading row is 1.")
    cells = models.JSONField(help_text="As they stand in the file, for the download of what was refused.")
    outcome = models.SmallIntegerField(choices=Outcome)
    problems = models.JSONField(default=list, help_text="[column, value, reason code, fields or words] each.")
    changes = models.JSONField(default=dict, help_text="Column → [before, after] where something changes.")
    did = models.JSONField(default=dict, help_text="Rows made or ended, so that the import can be undone.")

    class Meta:
        ordering = ["roll_import", "row"]
        constraints = [models.UniqueConstraint(fields=["roll_import", "row"], name="import_row_once")]
        indexes = [models.Index(fields=["roll_import", "outcome", "row"], name="import_row_by_outcome")]

    def __str__(self) -> str:
        return f"{self.roll_import_id}/{self.row}"


class SavedMapping(models.Model):
    """What the columns of a heading row mean in this office, remembered for the next file with the same headings."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    signature = models.CharField(max_length=64, help_text="Digest of the folded headings.")
    mapping = models.JSONField(help_text="Known column → folded heading.")
    used_at = models.DateTimeField(auto_now=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["municipality", "signature"], name="mapping_once")]

    def __str__(self) -> str:
        return self.signature[:8]
