"""Text in, clean values out: the plan's frame and parts, what waits for what, who answers, indicators and their targets."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belediyye.alliance.strategy.forms.fields import FractionField
from belediyye.alliance.strategy.models import Activity, Indicator, IndicatorPeriod, Node, Plan, Risk
from belediyye.core.form_fields import DayField
from belediyye.core.models import Role

YEAR = {"inputmode": "numeric", "class": "govuk-input--width-4"}


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


def _year(label: Any, required: bool = True) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=1990, max_value=2100, required=required, widget=forms.TextInput(YEAR)
    )


class PlanForm(forms.Form):
    """The frame of a plan: whose, for which years, to what end."""

    title = forms.CharField(label=_("Title"), max_length=300)
    organisation = forms.CharField(label=_("Organisation"), max_length=300, required=False)
    first_year = _year(_("First year"))
    last_year = _year(_("Last year"))
    mission = forms.CharField(label=_("Mission"), widget=_lines(3), required=False)
    introduction = forms.CharField(label=_("Introduction"), widget=_lines(5), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first_year") and data.get("last_year") and data["last_year"] < data["first_year"]:
            self.add_error("last_year", gettext("The last year comes before the first."))
        return data


class PartChoice(forms.ModelChoiceField):
    """A part of the plan, shown by its code and the beginning of its text."""

    def label_from_instance(self, obj: Model) -> str:
        return str(Truncator(obj.heading).chars(110))  # type: ignore[attr-defined]


class NodeForm(forms.Form):
    """A part of the tree, new or changed; `why` only when one is changed."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Node.Kind.choices, initial=Node.Kind.OBJECTIVE)
    code = forms.CharField(label=_("Code"), max_length=20, help_text=_("For example PV 2.3 or AV 1.1."))
    text = forms.CharField(label=_("Text"), widget=_lines(2))
    parent = PartChoice(
        label=_("Under"), queryset=Node.objects.none(), required=False, empty_label=_("nothing: at the top")
    )
    why = forms.CharField(label=_("Why it changes"), max_length=300)

    def __init__(self, *args: Any, plan: Plan, changed: Node | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = plan.nodes.all()
        self.fields["parent"].queryset = rows.exclude(pk=changed.pk) if changed else rows  # type: ignore[attr-defined]
        if changed is None:
            del self.fields["why"]


class WaitForm(forms.Form):
    """Which activity another waits for."""

    after = forms.ModelChoiceField(label=_("It waits for"), queryset=Activity.objects.none())

    def __init__(self, *args: Any, activity: Activity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = activity.plan.activities.exclude(pk=activity.pk).exclude(state=Activity.State.DROPPED)
        self.fields["after"].queryset = rows  # type: ignore[attr-defined]
        self.fields["after"].label_from_instance = lambda one: str(Truncator(str(one)).chars(110))  # type: ignore[attr-defined]


class TieForm(forms.Form):
    """For whom of the house the plan's words stand."""

    role = forms.ChoiceField(label=_("Role in the alliance"), required=False)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"),
        queryset=None,
        required=False,
        help_text=_("Members and operator organisations of the alliance."),
    )
    person = forms.ModelChoiceField(
        label=_("Person"),
        queryset=None,
        required=False,
        help_text=_("People of the alliance who have an account here."),
    )

    def __init__(
        self,
        *args: Any,
        roles: Iterable[str],
        organisations: QuerySet[Any],
        people: QuerySet[Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [("", "–"), *((r, Role(r).label) for r in roles)]  # type: ignore[attr-defined]
        self.fields["organisation"].queryset, self.fields["person"].queryset = organisations, people  # type: ignore[attr-defined]


class IndicatorForm(forms.Form):
    """An indicator, new or changed. What its values hang on (kind, way of adding up) is said only once."""

    node = PartChoice(label=_("Measures"), queryset=Node.objects.none())
    name = forms.CharField(label=_("What is measured"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=Indicator.Kind.choices, initial=Indicator.Kind.NUMBER)
    unit = forms.CharField(label=_("Unit"), max_length=60, required=False)
    cumulative = forms.BooleanField(
        label=_("Each value is the total since the beginning"),
        required=False,
        help_text=_("Otherwise the values of a span are added up."),
    )
    ascending = forms.BooleanField(label=_("More is better"), required=False, initial=True)
    baseline = FractionField(
        label=_("Baseline"), required=False, help_text=_("Where it began. A share in %: 12,5; or 7/21.")
    )
    baseline_year = _year(_("Year of the baseline"), required=False)
    dimension = forms.CharField(
        label=_("Broken down by"), max_length=80, required=False, help_text=_("For example sex or district.")
    )
    groups = forms.CharField(label=_("Groups, one a line"), widget=_lines(3), required=False)
    means = forms.CharField(label=_("Means of verification"), max_length=300, required=False)
    parent = forms.ModelChoiceField(
        label=_("Adds up into"),
        queryset=Indicator.objects.none(),
        required=False,
        help_text=_("Another indicator of the same kind, if this one is a part of it."),
    )
    why = forms.CharField(label=_("Why it changes"), max_length=300)

    def __init__(self, *args: Any, plan: Plan, changed: Indicator | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["node"].queryset = plan.nodes.all()  # type: ignore[attr-defined]
        self.fields["parent"].queryset = plan.indicators.filter(parent=None)  # type: ignore[attr-defined]
        for name in ("kind", "cumulative", "parent") if changed else ("why",):
            del self.fields[name]
        kind = changed.kind if changed else (self.data.get("kind") if self.is_bound else None)
        self.fields["baseline"].percent = kind == Indicator.Kind.PERCENT  # type: ignore[attr-defined]

    def clean_groups(self) -> list[str]:
        lines = [line.strip()[:120] for line in self.cleaned_data["groups"].splitlines() if line.strip()]
        return list(dict.fromkeys(lines))


class SpanForm(forms.Form):
    """A span of an indicator with its target; of a span that is there only target and story change."""

    starts = DayField(label=_("From"))
    ends = DayField(label=_("To"))
    target = FractionField(label=_("Target"), required=False)
    locked = forms.BooleanField(
        label=_("Locked: values are not taken yet"), required=False, help_text=_("It is opened later.")
    )
    narrative = forms.CharField(label=_("What the numbers do not say"), widget=_lines(3), required=False)
    why = forms.CharField(label=_("Why it changes"), max_length=300)

    def __init__(
        self, *args: Any, indicator: Indicator, changed: IndicatorPeriod | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        percent = indicator.kind == Indicator.Kind.PERCENT
        self.fields["target"].percent = percent  # type: ignore[attr-defined]
        if percent:
            self.fields["target"].label = _("Target, %")
        elif indicator.unit:
            self.fields["target"].help_text = indicator.unit
        for name in ("starts", "ends", "locked") if changed else ("narrative", "why"):
            del self.fields[name]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("starts") and data.get("ends") and data["ends"] < data["starts"]:
            self.add_error("ends", gettext("The span ends before it begins."))
        return data


class WeighForm(forms.Form):
    """A risk or an assumption weighed anew."""

    text = forms.CharField(label=_("What may happen, or what is taken for granted"), widget=_lines(2))
    likelihood = forms.TypedChoiceField(
        label=_("Likelihood, 1–5"), choices=[(n, n) for n in range(1, 6)], coerce=int
    )
    impact = forms.TypedChoiceField(label=_("Impact, 1–5"), choices=[(n, n) for n in range(1, 6)], coerce=int)
    state = forms.ChoiceField(label=_("State"), choices=Risk.State.choices)
    response = forms.CharField(label=_("What is done about it"), widget=_lines(2), required=False)
    owner = forms.CharField(label=_("Who watches it"), max_length=200, required=False)
    why = forms.CharField(label=_("Why it is weighed so"), max_length=300, required=False)
