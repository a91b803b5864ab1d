"""Taxpayers and what the law gives them for who they are."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.fields import EncryptedField, FoldedField, IndexField, NaturalField
from belediyye.core.models import Municipality
from belediyye.finance.revenue.models.words import WordsField, payer_words


class Taxpayer(models.Model):
    """A natural or legal person liable in one municipality (vergi ödəyicisi).

    `code` is the YVÖK, issued once and never again; `number` is its serial part, without gaps in the municipality.
    FİN and VÖEN are encrypted; equality goes through `fin_index`, `voen_index`. A payer is closed or merged, never
    deleted: `closed` is the last day, `merged_into` the payer that took everything over.
    """

    class Kind(models.TextChoices):
        NATURAL = "natural", _("natural person")
        LEGAL = "legal", _("legal person")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.NATURAL)
    number = models.PositiveIntegerField(editable=False)
    code = models.CharField(_("YVÖK"), max_length=11, unique=True, editable=False)
    name = models.CharField(
        _("name"),
        max_length=200,
        help_text=_("Surname, name and patronymic, or the full name of the organisation."),
    )
    folded = FoldedField(of=["name"])
    words = WordsField(made_by=payer_words)
    external_id = models.CharField(
        _("number in the office's own books"), max_length=40, blank=True, default=""
    )
    fin = EncryptedField(_("FİN"), blank=True, default="")
    fin_index = IndexField(of="fin")
    voen = EncryptedField(_("VÖEN"), blank=True, default="")
    voen_index = IndexField(of="voen")
    born = models.DateField(_("date of birth"), null=True, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True, default="")
    email = models.EmailField(_("e-mail"), blank=True, default="")
    settlement = models.CharField(_("settlement"), max_length=80, blank=True, default="")
    street = models.CharField(_("street"), max_length=120, blank=True, default="")
    house = models.CharField(_("house, flat"), max_length=40, blank=True, default="")
    route = NaturalField(
        of=["settlement", "street", "house"], help_text="The order in which one walk passes the addresses."
    )
    responsible = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="answers_for", db_index=False,
        verbose_name=_("responsible party"), help_text="Who receives the notices instead, such as a parent or a guardian.",
    )  # fmt: skip
    registered = models.DateField(_("registered on"))
    closed = models.DateField(_("closed on"), null=True, blank=True)
    closed_because = models.CharField(_("reason"), max_length=200, blank=True, default="")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged", db_index=False
    )

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["folded", "pk"]
        verbose_name = _("taxpayer")
        verbose_name_plural = _("taxpayers")
        constraints = [
            models.UniqueConstraint(fields=["municipality", "number"], name="taxpayer_number_unique"),
            models.UniqueConstraint(
                fields=["municipality", "fin_index"], condition=~Q(fin_index="") & Q(merged_into__isnull=True),
                name="taxpayer_fin_unique",
            ),
            models.UniqueConstraint(
                fields=["municipality", "voen_index"], condition=~Q(voen_index="") & Q(merged_into__isnull=True),
                name="taxpayer_voen_unique",
            ),
            models.UniqueConstraint(
                fields=["municipality", "external_id"], condition=~Q(external_id="") & Q(merged_into__isnull=True),
                name="taxpayer_external_unique",
            ),
            models.CheckConstraint(condition=Q(closed__isnull=True) | Q(closed__gte=F("registered")), name="taxpayer_closed_after"),
            models.CheckConstraint(condition=Q(merged_into__isnull=True) | Q(closed__isnull=False), name="taxpayer_merged_closed"),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["municipality", "folded"], name="taxpayer_by_name"),
            models.Index(fields=["municipality", "external_id"], condition=~Q(external_id=""), name="taxpayer_by_external"),
            # Few records are merged or have somebody else who receives; an index of all would tell the planner nothing.
            models.Index(fields=["merged_into"], condition=Q(merged_into__isnull=False), name="taxpayer_by_heir"),
            models.Index(fields=["responsible"], condition=Q(responsible__isnull=False), name="taxpayer_by_receiver"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The address in one line."""
        return ", ".join(filter(None, [self.settlement, self.street, self.house]))


class PrivilegeStatus(models.Model):
    """A legal status of a person, proved by a document, from a day to a day (inclusive): the ground of a relief.

    A yearly tax reads the statuses in force on 1 January of its year. A status entered wrongly is `withdrawn`.
    """

    class Category(models.TextChoices):
        SHEHID_FAMILY = "shehid_family", _("family of a person with the status of şəhid (102.1-1)")
        LIST_102_2 = "list_102_2", _("person of the list in article 102.2")
        PENSIONER = "pensioner", _("pensioner")
        CONSCRIPT = "conscript", _("conscript or a member of the family during service")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", db_index=False)
    taxpayer = models.ForeignKey(Taxpayer, models.PROTECT, related_name="statuses")
    category = models.CharField(_("category"), max_length=16, choices=Category)
    document = models.CharField(_("document"), max_length=120, blank=True, default="")
    series = models.CharField(_("series"), max_length=10, blank=True, default="")
    number = models.CharField(_("number"), max_length=30, blank=True, default="")
    issuer = models.CharField(_("issued by"), max_length=120, blank=True, default="")
    issued = models.DateField(_("issued on"), null=True, blank=True)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)
    withdrawn = models.BooleanField(default=False)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["taxpayer", "since", "pk"]
        verbose_name = _("privilege status")
        verbose_name_plural = _("privilege statuses")
        indexes = [models.Index(fields=["municipality", "until"], name="status_by_end")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="status_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return str(self.get_category_display())


class Merge(models.Model):
    """Two records of one person made into one, with what moved, so that it can be undone as it was."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    kept = models.ForeignKey(Taxpayer, models.PROTECT, related_name="merges_kept")
    merged = models.ForeignKey(Taxpayer, models.PROTECT, related_name="merges_away")
    moved = models.JSONField(default=dict, help_text="Primary keys of the rows that moved, by model.")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    undone = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.merged} → {self.kept}"


class NotDuplicate(models.Model):
    """Two records that look alike and are not the same person, as an officer decided; not suggested again."""

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    one = models.ForeignKey(Taxpayer, models.PROTECT, related_name="+")
    other = models.ForeignKey(Taxpayer, models.PROTECT, related_name="+")

    objects = ScopedManager(municipality="municipality")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["one", "other"], name="not_duplicate_once")]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"
