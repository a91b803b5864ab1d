"""What a council decided about its own rates and reliefs: values laid over the law from a day on."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_scopes import ScopedManager

from belediyye.core.models import Municipality


class LocalRule(models.Model):
    """A municipality's own rates and reliefs (Tax Code 4.4): prepared, decided by the council, perhaps ended later.

    `values`: parameter of the book → number as text, or by key; `reductions`: [tax, category, per cent]. Both read as
    `book.Overlay` has them. Yearly taxes read what holds on 1 January, so `since` is a 1 January; `until` is a last day.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", _("prepared for the council")
        DECIDED = "decided", _("decided")
        WITHDRAWN = "withdrawn", _("withdrawn")

    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=200)
    reason = models.TextField(_("reason"), blank=True)
    values = models.JSONField(default=dict)
    reductions = models.JSONField(default=list)
    since = models.DateField(_("from"))
    until = models.DateField(_("to"), null=True, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.PREPARED)
    prepared_on = models.DateField()
    decision_number = models.CharField(max_length=40, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=40, blank=True)

    objects = ScopedManager(municipality="municipality")

    class Meta:
        ordering = ["-since", "-pk"]
        verbose_name = _("local rate or relief")
        verbose_name_plural = _("local rates and reliefs")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="decided") | (Q(adopted_on__isnull=False) & ~Q(decision_number="")),
                name="local_rule_by_decision",
            )
        ]

    def __str__(self) -> str:
        return self.title
