"""What residents ask the budget: an amount, or a notice that names it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from belediyye.core.form_fields import CodeField, MoneyField


class ManatForm(forms.Form):
    """An amount, or number and code of a notice. Asked by GET and kept nowhere."""

    amount = MoneyField(
        label=_("How much did you pay?"), min_qepik=1, max_qepik=10**9, required=False, help_text=_("For example 35,20.")
    )  # fmt: skip
    il = forms.IntegerField(
        label=_("Year of the notice"),
        min_value=2004,
        max_value=2100,
        required=False,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    nomre = forms.IntegerField(label=_("Number of your notice"), min_value=1, max_value=10**9, required=False)
    kod = CodeField(
        label=_("Code on your notice"),
        max_length=12,
        required=False,
        widget=forms.TextInput({"class": "govuk-input--width-10"}),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        notice = [given.get(name) for name in ("il", "nomre", "kod")]
        if not self.errors and given.get("amount") is None and not all(notice):
            self.add_error(
                None if any(notice) else "amount",
                _now("Write an amount, or year, number and code as they stand on your notice."),
            )
        return given
