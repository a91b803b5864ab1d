"""Text in, clean values out: a plan's file, an activity, a report, evidence, a value, a risk, a review."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.strategy.forms.fields import FractionField
from belediyye.alliance.strategy.forms.shape import PartChoice
from belediyye.alliance.strategy.models import Activity, Evidence, IndicatorPeriod, Node, Plan, Risk
from belediyye.alliance.strategy.planfile import read_when
from belediyye.core.form_fields import DayField

MAX_FILE = 20 * 1024 * 1024


def _lines(rows: int = 4) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


class ImportForm(forms.Form):
    """A plan's file, looked at first or taken at once."""

    file = forms.FileField(
        label=_("File of the plan"),
        help_text=_("Text, Word or Excel in three columns: date, result, responsible."),
    )
    take = forms.BooleanField(
        label=_("Take the plan into the house now, not only look at it"), required=False
    )

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given is None:
            return None
        if given.size > MAX_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        if not given.name.lower().endswith((".txt", ".docx", ".xlsx")):
            raise forms.ValidationError(_("Give a .txt, .docx or .xlsx file."))
        return given


class ActivitiesFilter(forms.Form):
    """What the list of activities is narrowed to."""

    q = forms.CharField(label=_("Words or code"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("all")), ("late", _("late")), *Activity.State.choices],
    )
    role = forms.ChoiceField(label=_("Who answers"), required=False)

    def __init__(self, *args: Any, roles: Sequence[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", _("all")), *((r, r) for r in roles)]  # type: ignore[attr-defined]


class ActivityForm(forms.Form):
    """An activity as the three-column form has it; `why` only when one is changed."""

    result = forms.CharField(
        label=_("Expected result"),
        widget=_lines(3),
        help_text=_("What will be there at the end and could be shown to a stranger."),
    )
    when_text = forms.CharField(
        label=_("When"),
        widget=_lines(2),
        help_text=_("As in the plan: Mart-May, 2026; Aprel, 2026; Müntəzəm. Several on several lines."),
    )
    responsible = forms.CharField(label=_("Who answers"), help_text=_("Separated by commas."))
    every = forms.TypedChoiceField(
        label=_("If regular: reported"), choices=Activity.Every.choices, coerce=int, initial=3
    )
    why = forms.CharField(label=_("Why it changes"), max_length=300)

    def __init__(self, *args: Any, new: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if new:
            del self.fields["why"]

    def clean_when_text(self) -> str:
        text = self.cleaned_data["when_text"]
        when = read_when(text)
        if not when.regular and not when.periods:
            raise forms.ValidationError(
                _("This could not be read as a date. Write, for example: Mart-May, 2026.")
            )
        return str(text)

    def clean_responsible(self) -> list[str]:
        return [part.strip() for part in self.cleaned_data["responsible"].split(",") if part.strip()]


class ReportForm(forms.Form):
    """A report on an activity."""

    on = DayField(label=_("As of"))
    text = forms.CharField(label=_("What was done"), widget=_lines(5))
    achieved = forms.CharField(
        label=_("Result achieved so far"),
        widget=_lines(2),
        required=False,
        help_text=_("Beside the result that was planned; both stay."),
    )
    percent = forms.IntegerField(
        label=_("How much is done, %"),
        min_value=0,
        max_value=100,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(
                _("A report is about what was done: the day cannot be in the future.")
            )
        return on


class ReviewNoteForm(forms.Form):
    """Why a report is returned."""

    note = forms.CharField(label=_("What is to be corrected"), widget=_lines(3))


class EvidenceForm(forms.Form):
    """One proof: an address, an object of this house by its address, a quotation or a file; or one that is there already."""

    known = forms.ModelChoiceField(
        label=_("Evidence that is here already"),
        queryset=Evidence.objects.none(),
        required=False,
        empty_label=_("none: I give new evidence below"),
    )
    title = forms.CharField(
        label=_("What it proves"),
        max_length=250,
        required=False,
        help_text=_("New evidence needs this and its day."),
    )
    on = DayField(label=_("Day of the proof"), required=False)
    source = forms.CharField(label=_("Source"), max_length=250, required=False)
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        required=False,
        help_text=_(
            "A page on the web; or the page of anything in this house, which is then tied to the activity."
        ),
    )
    quote = forms.CharField(label=_("Quotation"), widget=_lines(2), required=False)
    file = forms.FileField(label=_("File"), required=False)

    def __init__(self, *args: Any, plan: Plan, house: str, **kwargs: Any) -> None:
        """`house` is the beginning of this house's own addresses."""
        super().__init__(*args, **kwargs)
        self.house = house.rstrip("/")
        self.fields["known"].queryset = plan.evidence.all()  # type: ignore[attr-defined]
        if not plan.evidence.exists():
            del self.fields["known"]
            self.fields["title"].required = self.fields["on"].required = True

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"]).strip()
        if url.startswith(f"{self.house}/"):
            url = url.removeprefix(self.house)
        if url and (not url.startswith(("https://", "http://", "/")) or url.startswith("//")):
            raise forms.ValidationError(_("Write the whole address, beginning with https://."))
        return url

    def clean_file(self) -> Any:
        given = self.cleaned_data["file"]
        if given and given.size > MAX_FILE:
            raise forms.ValidationError(_("The file is larger than 20 MB."))
        return given

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("known"):
            return data
        for name in ("title", "on"):
            if name not in self.errors and not data.get(name):
                self.add_error(name, str(self.fields[name].error_messages["required"]))
        if sum(bool(data.get(name)) for name in ("url", "quote", "file")) != 1 and "url" not in self.errors:
            raise forms.ValidationError(_("Give one of the three: an address, a quotation or a file."))
        return data


class MeasureForm(forms.Form):
    """A value of an indicator: a number, or a part and its whole."""

    on = DayField(label=_("As of"))
    top = FractionField(label=_("Value"))
    bottom = forms.IntegerField(
        label=_("Out of"),
        min_value=1,
        max_value=10**12,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-10"}),
    )
    group = forms.ChoiceField(label=_("Group"), required=False)
    note = forms.CharField(label=_("Note"), required=False, widget=_lines(2))

    def __init__(self, *args: Any, period: IndicatorPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        indicator = period.indicator
        if indicator.kind != indicator.Kind.PERCENT:
            del self.fields["bottom"]
        if indicator.groups:
            self.fields["group"].choices = [("", _("all together")), *((g, g) for g in indicator.groups)]  # type: ignore[attr-defined]
        else:
            del self.fields["group"]

    def clean(self) -> dict[str, Any]:
        """A count may be a decimal; it is kept as top over bottom. Of a share both numbers are whole."""
        data = super().clean() or {}
        value = data.get("top")
        if value is None:
            return data
        if "bottom" not in self.fields:
            data["top"], data["bottom"] = value.numerator, value.denominator
        elif value.denominator != 1 or value < 0:
            self.add_error("top", _("Of a share write the part and the whole, both whole numbers."))
        else:
            data["top"] = int(value)
        return data


class RiskForm(forms.Form):
    """A risk or an assumption."""

    node = PartChoice(
        label=_("About"), queryset=Node.objects.none(), required=False, empty_label=_("the whole plan")
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=Risk.Kind.choices)
    text = forms.CharField(label=_("What may happen, or what is taken for granted"), widget=_lines(2))
    likelihood = forms.TypedChoiceField(
        label=_("Likelihood, 1–5"), choices=[(n, n) for n in range(1, 6)], coerce=int, initial=3
    )
    impact = forms.TypedChoiceField(
        label=_("Impact, 1–5"), choices=[(n, n) for n in range(1, 6)], coerce=int, initial=3
    )
    response = forms.CharField(label=_("What is done about it"), widget=_lines(2), required=False)
    owner = forms.CharField(label=_("Who watches it"), max_length=200, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].queryset = plan.nodes.all()  # type: ignore[attr-defined]


class ReviewForm(forms.Form):
    """The yearly review."""

    summary = forms.CharField(label=_("The year in short"), widget=_lines(4))
    lessons = forms.CharField(label=_("What was learned"), widget=_lines(3), required=False)
    changes = forms.CharField(label=_("What changes in the plan"), widget=_lines(3), required=False)
    closed = forms.BooleanField(label=_("The review is closed"), required=False)


class AcceptForm(forms.Form):
    """Why a remark of the check is accepted."""

    rule = forms.CharField(widget=forms.HiddenInput)
    about = forms.CharField(widget=forms.HiddenInput)
    reason = forms.CharField(label=_("Why it may stay so"), max_length=300)
