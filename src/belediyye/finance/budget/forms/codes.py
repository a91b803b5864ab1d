"""The forms of the classifications."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belediyye.core.form_fields import DayField
from belediyye.core.models import Municipality
from belediyye.finance.budget.models import Axis, Code


class CodesFilter(forms.Form):
    """Which classification, on which day, holding which words."""

    axis = forms.ChoiceField(label=_("Classification"), choices=Axis.choices, required=False)
    on = DayField(label=_("On the day"), required=False)
    q = forms.CharField(label=_("Code or name"), required=False)


class CodeForm(forms.Form):
    """A new code of one's own."""

    axis = forms.ChoiceField(label=_("Classification"), choices=Axis.choices)
    code = forms.CharField(label=_("Code"), max_length=24)
    name_az = forms.CharField(label=_("Name in Azerbaijani"), max_length=300)
    name_en = forms.CharField(label=_("Name in English"), max_length=300, required=False)
    parent = forms.CharField(label=_("Code above"), max_length=24, required=False)
    starts = DayField(label=_("Holds from"))


class CloseForm(forms.Form):
    """The last day of a code."""

    on = DayField(label=_("Holds up to and including"))


class ChangeForm(forms.Form):
    """What a code becomes."""

    new = forms.ModelChoiceField(label=_("Becomes"), queryset=Code.objects.none())
    on = DayField(label=_("From the day"))
    weight = forms.IntegerField(
        label=_("Share"), min_value=1, max_value=1_000_000, initial=1,
        help_text=_("Where one code becomes several, each gets its share: 3 and 1 mean three quarters and one quarter."),
    )  # fmt: skip

    def __init__(self, *args: Any, old: Code, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Code.objects.filter(Q(municipality=None) | Q(municipality=old.municipality_id), axis=old.axis)
        self.fields["new"].queryset = rows.exclude(pk=old.pk)  # type: ignore[attr-defined]


class CodesFileForm(forms.Form):
    """A workbook of codes."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "XLSX, XLS, ODS or CSV with the columns kod, ad, and as you have them: təsnifat, name_en, yuxarı kod, başlanğıc, son, yeni kod, çəki."
        ),
    )
    axis = forms.ChoiceField(label=_("Classification of rows that name none"), choices=Axis.choices)
    starts = DayField(label=_("Holds from, for rows without a day"))


def code_named(text: str, axis: str, place: Municipality | None) -> Code | None:
    """The code of that number in a classification, the municipality's own before the country's."""
    rows = Code.objects.filter(Q(municipality=None) | Q(municipality=place), axis=axis, code=text.strip())
    return rows.order_by("-municipality", "-starts").first()
