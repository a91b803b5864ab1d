"""The forms of payment portals: a portal, and which of its days a line of the bank brings."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belediyye.core.display import money
from belediyye.core.form_fields import DayField
from belediyye.core.models import Municipality
from belediyye.finance.revenue.models import BankLine, Portal
from belediyye.finance.revenue.queries import portals

MOST_A_MINUTE = 6000


class PortalForm(forms.Form):
    name = forms.CharField(label=_("Name of the portal"), max_length=80)
    sender_account = forms.CharField(
        label=_("Account from which it passes the money on (IBAN)"),
        required=False,
        max_length=40,
        help_text=_(
            "By it a line of the bank is known as its transfer, and joined with the payments by itself."
        ),
    )
    per_minute = forms.IntegerField(
        label=_("Calls a minute"),
        initial=120,
        min_value=1,
        max_value=MOST_A_MINUTE,
        help_text=_("More calls are answered with “wait”."),
    )


class PlacedPortalForm(PortalForm):
    """For who acts in no municipality: the form begins with the one that the portal collects for."""

    municipality = forms.ModelChoiceField(
        label=_("Municipality"), queryset=Municipality.objects.none(), empty_label=_("choose")
    )
    field_order = ("municipality",)

    def __init__(self, on: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["municipality"]
        standing = Municipality.objects.filter(Q(closed__isnull=True) | Q(closed__gt=on))
        chosen.queryset = standing.select_related("area").order_by("area__name", "name", "pk")
        chosen.label_from_instance = lambda place: f"{place.area} · {place}"


class WithdrawForm(forms.Form):
    reason = forms.CharField(label=_("Why"), max_length=200)


class TransferForm(forms.Form):
    line = forms.ModelChoiceField(
        label=_("Line of the bank"), queryset=BankLine.objects.none(), empty_label=None
    )
    first = DayField(label=_("Payments from the day"))
    last = DayField(label=_("to the day"))

    def __init__(self, portal: Portal, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.fields["line"]
        chosen.queryset = portals.transfers_of(portal)
        chosen.label_from_instance = lambda line: f"{line.day:%d.%m.%Y} · {money(line.amount)} · {line.name}"
