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
