"""Forms about decisions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belediyye.administration.council import queries
from belediyye.administration.council.models import Decision, Dispatch
from belediyye.core.form_fields import DayField


class OnForm(forms.Form):
    """A day on which something was done."""

    on = DayField(label=_("Day"))


class SendForm(OnForm):
    """A decision entered in the supervision's information system."""

    reference = forms.CharField(label=_("Number in the information system"), max_length=60, required=False)


class AnswerForm(OnForm):
    """What the supervising authority answered."""

    answer = forms.ChoiceField(label=_("Answer"), choices=[c for c in Dispatch.Answer.choices if c[0]])
    text = forms.CharField(label=_("Words of the answer"), widget=forms.Textarea({"rows": 4}), required=False)


class DecisionFilter(forms.Form):
    """The filter over the list of decisions."""

    q = forms.CharField(label=_("Title"), required=False)
    matter = forms.ChoiceField(label=_("Matter"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1990, max_value=2100)
    state = forms.ChoiceField(label=_("State"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from belediyye.administration.council import law

        words = [(code, queries.said(m.words)) for code, m in law.matters().items() if m.decision]
        self.fields["matter"].choices = [("", _("all")), *words]  # type: ignore[attr-defined]
        self.fields["state"].choices = [("", _("all")), *Decision.State.choices]  # type: ignore[attr-defined]
