"""The forms of the cellar's own pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from belediyye.core.form_fields import DayField


class MoveDayForm(forms.Form):
    """A decision moves a day of the working calendar."""

    day = DayField(label=_("Day"))
    is_working = forms.TypedChoiceField(
        label=_("It becomes"),
        choices=[("no", _("a day off")), ("yes", _("a working day"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    decision = forms.CharField(
        label=_("By which decision"), max_length=200, help_text=_("Body, number and date, as on the paper.")
    )


class OfficeForm(forms.Form):
    """The office's details, as the bank's and the tax office's papers have them; the action checks them."""

    account = forms.CharField(
        label=_("Account that taxes are paid to (IBAN)"),
        max_length=40,
        required=False,
        help_text=_("28 signs, beginning with AZ. Its check digits are tested."),
    )
    bank = forms.CharField(label=_("Name of the bank"), max_length=120, required=False)
    bank_code = forms.CharField(
        label=_("Code of the bank"), max_length=6, required=False, help_text=_("Six digits.")
    )
    bic = forms.CharField(label=_("SWIFT code of the bank"), max_length=11, required=False)
    voen = forms.CharField(label=_("VÖEN of the municipality"), max_length=12, required=False)
    address = forms.CharField(label=_("Address of the office"), max_length=200, required=False)
    telephone = forms.CharField(
        label=_("Telephone of the office"), max_length=40, required=False, help_text="+994 23 330 00 00"
    )
    email = forms.EmailField(label=_("E-mail of the office"), required=False)
    head = forms.CharField(
        label=_("Who signs"),
        max_length=120,
        required=False,
        help_text=_("Name and office of the head, as they stand under papers."),
    )
