"""The forms of objects that have several holders or come out of several objects."""

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from belediyye.core.identifiers import YVOK
from belediyye.finance.revenue.actions.objects import DETAILS
from belediyye.finance.revenue.forms.money import DoneDayField
from belediyye.finance.revenue.forms.register import ChangeForm, FactsForm, read_share
from belediyye.finance.revenue.models import Holding, TaxObject

RIGHT_HELP = _("Land of the state or of the municipality: its user or lessee pays the land tax.")


class ObjectForm(FactsForm):
    """A new object: where it is, what it is, who holds it: one holder, or co-owners with their shares, a row each."""

    on = DoneDayField(label=_("Registered and held from"))
    external_id = forms.CharField(label=_("Register number"), max_length=60, required=False)
    title = forms.CharField(
        label=_("Title document"),
        max_length=120,
        required=False,
        help_text=_("The extract: number and date."),
    )
    settlement = forms.CharField(label=_("Settlement"), max_length=80, required=False)
    street = forms.CharField(label=_("Street"), max_length=120, required=False)
    house = forms.CharField(label=_("House, flat"), max_length=40, required=False)

    def __init__(self, *args: Any, holders: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = holders
        self.fields["right"] = forms.ChoiceField(
            label=_("Right of the holder"),
            choices=Holding.Right.choices,
            required=False,
            help_text=RIGHT_HELP,
        )
        for n in range(1, holders + 1):
            words = {"n": n}
            code = _("YVÖK of the holder") if holders == 1 else format_lazy(_("Holder {n}: YVÖK"), **words)
            share = _("Share") if holders == 1 else format_lazy(_("Holder {n}: share"), **words)
            self.fields[f"holder_{n}"] = forms.CharField(label=code, required=False, max_length=20)
            self.fields[f"share_{n}"] = forms.CharField(
                label=share, required=False, max_length=11, help_text=_("For example, 1/2"), initial="1/1" if holders == 1 else ""
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Shares as fractions beside their holders; together no more than the whole."""
        c = super().clean() or {}
        self.shares: list[tuple[str, int, int]] = []
        for n in range(1, self.count + 1):
            code, share = (c.get(f"holder_{n}") or "").strip(), (c.get(f"share_{n}") or "").strip()
            if not code:
                if share and self.count > 1:
                    self.add_error(f"holder_{n}", _("Write whose share this is, or empty the share."))
                continue
            try:
                self.shares.append((code, *read_share(share or "1/1")))
            except forms.ValidationError as error:
                self.add_error(f"share_{n}", error)
        if sum((Fraction(num, den) for _c, num, den in self.shares), Fraction(0)) > 1:
            raise forms.ValidationError(_("The shares together are more than the whole."))
        if len({YVOK.compact(code) for code, _n, _d in self.shares}) < len(self.shares):
            raise forms.ValidationError(_("Each holder stands once, with the whole share."))
        return c

    def details(self) -> dict[str, Any]:
        return {n: self.cleaned_data[n] for n in DETAILS if n in self.cleaned_data}


class JoinForm(forms.Form):
    """The objects that become one, and what the new one is called."""

    others = forms.CharField(
        label=_("Numbers of the other objects"), max_length=400, help_text=_("The office's numbers or register numbers, separated by semicolons.")
    )  # fmt: skip
    external_id = forms.CharField(label=_("Register number of the new object"), max_length=60, required=False)
    title = forms.CharField(
        label=_("Title document"),
        max_length=120,
        required=False,
        help_text=_("The extract: number and date."),
    )
    on = DoneDayField(label=_("Day"))
    document = forms.CharField(label=_("Document"), max_length=200)

    def clean_others(self) -> list[str]:
        return [part.strip() for part in re.split(r"[;\n]+", self.cleaned_data["others"]) if part.strip()]


class DetailsForm(forms.ModelForm):
    """Where an object is and what it is called, with the reason of the correction."""

    parcel = forms.CharField(
        label=_("Stands on the parcel"),
        max_length=60,
        required=False,
        help_text=_("The office's number or the register number of the land."),
    )
    reason = forms.CharField(label=_("Reason or document"), max_length=200)

    class Meta:
        model = TaxObject
        fields = ("external_id", "title", "settlement", "street", "house")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.kind == TaxObject.Kind.LAND:
            del self.fields["parcel"]
        elif self.instance.on_land:
            self.initial["parcel"] = self.instance.on_land.external_id or self.instance.on_land.number

    def _post_clean(self) -> None:
        """The action validates against the register; the form only reads."""


class HolderForm(forms.Form):
    """Who holds an object, or what is free of it, and by which right."""

    holder = forms.CharField(label=_("YVÖK of the holder"), max_length=20)
    share = forms.CharField(
        label=_("Share of the whole object"), help_text=_("For example, 1/2"), max_length=11, initial="1/1"
    )
    right = forms.ChoiceField(
        label=_("Right of the holder"), choices=Holding.Right.choices, required=False, help_text=RIGHT_HELP
    )
    since = DoneDayField(label=_("Holds from"))
    document = forms.CharField(label=_("Document"), max_length=120)

    def clean_share(self) -> tuple[int, int]:
        return read_share(self.cleaned_data["share"])


class CorrectForm(ChangeForm):
    """A period of characteristics as it really was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["since"] = self.fields.pop("on")
        self.fields["since"].help_text = _("The first day of this period.")
        self.fields["reason"] = self.fields.pop("reason")
