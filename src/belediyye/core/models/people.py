"""People, organisations, and who holds which role where and when."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from belediyye.core.fields import EncryptedField, FoldedField, IndexField
from belediyye.core.models.places import Municipality


class Person(models.Model):
    """A natural person. The FİN is kept encrypted; `fin_index` finds it without showing it."""

    surname = models.CharField(_("surname"), max_length=80)
    name = models.CharField(_("name"), max_length=80)
    patronymic = models.CharField(_("patronymic"), max_length=80, blank=True)
    folded = FoldedField(of=["surname", "name", "patronymic"])
    fin = EncryptedField(blank=True, default="")
    fin_index = IndexField(of="fin")
    email = models.EmailField(blank=True)
    telephone = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["folded", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["fin_index"], condition=~Q(fin_index=""), name="person_fin_unique"
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.surname, self.name, self.patronymic]))


class Organisation(models.Model):
    """A legal person: an enterprise, a state body, an NGO, a donor."""

    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=80, blank=True)
    folded = FoldedField(of=["name", "short_name"])
    voen = models.CharField(_("VÖEN"), max_length=10, blank=True)
    address = models.CharField(_("address"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=40, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    website = models.URLField(_("website"), blank=True)

    class Meta:
        ordering = ["folded", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["voen"], condition=~Q(voen=""), name="organisation_voen_unique")
        ]

    def __str__(self) -> str:
        return self.short_name or self.name


class User(AbstractUser):
    """An account. What it may do comes from its person's memberships on the day, never from flags on the account."""

    person = models.OneToOneField(Person, models.PROTECT, null=True, blank=True, related_name="user")


class Role(models.TextChoices):
    """Who acts in the house. A role is held in a municipality, in an organisation, or over the whole house."""

    CHAIR = "chair", _("chair of the municipality")
    SECRETARY = "secretary", _("secretary of the council")
    COUNCILLOR = "councillor", _("council member")
    ACCOUNTANT = "accountant", _("accountant")
    CLERK = "clerk", _("clerk")
    ARCHIVIST = "archivist", _("archivist")
    RESIDENT = "resident", _("resident")
    COORDINATOR = "coordinator", _("coordinator of the alliance")
    OPERATOR = "operator", _("operator organisation")
    MEMBER = "member", _("member organisation")
    EXPERT = "expert", _("expert")
    SUPERVISOR = "supervisor", _("supervising officer")
    TECHNICIAN = "technician", _("technician")


class Membership(models.Model):
    """A person holds a role from a day to a day (inclusive), in a municipality or an organisation or the house."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=16, choices=Role)
    municipality = models.ForeignKey(
        Municipality, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    starts = models.DateField()
    ends = models.DateField(null=True, blank=True)
    basis = models.CharField(
        max_length=200, blank=True, help_text=_("Decision or contract that gave the role.")
    )

    class Meta:
        ordering = ["person", "starts", "pk"]
        indexes = [models.Index(fields=["person", "starts"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")), name="membership_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(municipality__isnull=True) | Q(organisation__isnull=True),
                name="membership_in_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"
