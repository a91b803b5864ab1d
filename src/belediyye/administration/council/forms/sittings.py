"""Forms of a session."""

import json
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belediyye.administration.council import queries
from belediyye.administration.council.models import Body, Decision, Item, Sitting, effects
from belediyye.core.form_fields import DayField
from belediyye.core.models import Municipality


def _moment(day: date, at: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, at))


class _WhenForm(forms.Form):
    day = DayField(label=_("Day"))
    at = forms.TimeField(
        label=_("Hour"),
        initial="10:00",
        input_formats=["%H:%M", "%H.%M"],
        help_text=_("For example, 10:00"),
        widget=forms.TextInput({"class": "govuk-input--width-5", "autocomplete": "off"}),
    )

    def moment(self) -> datetime:
        """The day and hour in the house's time zone."""
        return _moment(self.cleaned_data["day"], self.cleaned_data["at"])


class SittingForm(_WhenForm):
    """A session that is being prepared."""

    body = forms.ModelChoiceField(label=_("Body"), queryset=None)
    place = forms.CharField(label=_("Place"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=Sitting.Kind.choices)
    initiative = forms.ChoiceField(label=_("Called by"), choices=Sitting.Initiative.choices)
    is_public = forms.BooleanField(label=_("Open to the public"), required=False, initial=True)
    field_order = ["body", "kind", "day", "at", "place", "initiative", "is_public"]

    def __init__(self, *args: Any, place: Municipality, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = queries.bodies_of(place, on).exclude(kind=Body.Kind.APPARATUS)  # type: ignore[attr-defined]


class RepeatForm(_WhenForm):
    """A new day for a session that failed."""


class CallForm(forms.Form):
    """The call; the reason is needed where the notice is late."""

    late_because = forms.CharField(label=_("Why the notice is late"), max_length=250, required=False)


class WhyForm(forms.Form):
    """A reason."""

    because = forms.CharField(label=_("Why"), max_length=250)


def written(kind: str, data: dict[str, Any]) -> str:
    """An effect as the value of a choice: the same words for the same effect."""
    return json.dumps({"kind": kind, "data": data}, sort_keys=True, ensure_ascii=False)


class ItemForm(forms.Form):
    """A question of the agenda."""

    title = forms.CharField(label=_("Question"), max_length=300)
    matter = forms.ChoiceField(label=_("Matter"), help_text=_("The matter decides which majority is needed."))
    reporter = forms.CharField(label=_("Reported by"), max_length=160, required=False)
    prepared_by = forms.ModelChoiceField(label=_("Prepared by"), queryset=None, required=False)
    proposal = forms.CharField(label=_("Draft decision"), widget=forms.Textarea({"rows": 8}), required=False)
    touched = forms.ModelChoiceField(
        label=_("Earlier decision"),
        queryset=None,
        required=False,
        help_text=_("Where this question amends or repeals one."),
    )
    touch = forms.ChoiceField(label=_("What happens to it"), choices=Item.Touch.choices, required=False)
    effect = forms.ChoiceField(
        label=_("Effect elsewhere"),
        required=False,
        help_text=_(
            "What waits for a decision in other rooms. It happens when the decision passes, and only then."
        ),
    )
    is_public = forms.BooleanField(label=_("Public"), required=False, initial=True)

    def __init__(
        self, *args: Any, place: Municipality, on: date, change: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].choices = queries.matter_choices()  # type: ignore[attr-defined]
        self._offer(place)
        if change:
            for name in ("prepared_by", "touched", "touch"):
                del self.fields[name]
            return
        self.fields["prepared_by"].queryset = queries.bodies_of(place, on)  # type: ignore[attr-defined]
        standing = Decision.objects.filter(municipality=place).exclude(state=Decision.State.REPEALED)
        self.fields["touched"].queryset = standing  # type: ignore[attr-defined]
        self.fields["touched"].label_from_instance = lambda d: f"{d} {d.title[:80]}"  # type: ignore[attr-defined]

    def _offer(self, place: Municipality) -> None:
        """What waits for a decision, by room; a question that already carries an effect keeps it among the choices."""
        offered = [
            (label, [(written(one["kind"], one["data"]), words) for words, one in rows])
            for label, rows in effects.choices(place)
        ]
        kept = self.initial.get("effect")
        if kept and not any(kept == value for _label, rows in offered for value, _words in rows):
            chosen = json.loads(kept)
            offered.append((_("as before"), [(kept, effects.words(chosen["kind"], chosen["data"]))]))
        self.fields["effect"].choices = [("", _("none")), *offered]  # type: ignore[attr-defined]
        if not offered:
            del self.fields["effect"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if bool(cleaned.get("touched")) != bool(cleaned.get("touch")):
            self.add_error(
                "touch", _("Say both: which earlier decision, and whether it is amended or repealed.")
            )
        chosen = json.loads(cleaned.pop("effect", "") or "{}")
        cleaned["effect_kind"], cleaned["effect_data"] = chosen.get("kind", ""), chosen.get("data", {})
        return cleaned


class DiscussionForm(forms.Form):
    """What was said, and the words to be voted on."""

    proposal = forms.CharField(label=_("Draft decision"), widget=forms.Textarea({"rows": 6}), required=False)
    discussion = forms.CharField(label=_("Discussion"), widget=forms.Textarea({"rows": 6}), required=False)


class PaperForm(forms.Form):
    """A file for a question or the whole session."""

    title = forms.CharField(label=_("Title"), max_length=200)
    file = forms.FileField(label=_("File"))
    item = forms.ModelChoiceField(label=_("Question"), queryset=None, required=False)
    is_public = forms.BooleanField(label=_("Public"), required=False, initial=True)

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["item"].queryset = Item.objects.filter(sitting=sitting)  # type: ignore[attr-defined]


class OpenForm(forms.Form):
    """Who presides when the session is opened."""

    presided_by = forms.ModelChoiceField(label=_("Chair of the session"), queryset=None)

    def __init__(self, *args: Any, sitting: Sitting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seats = queries.voters_on(sitting.body, queries.sitting_day(sitting))
        self.fields["presided_by"].queryset = seats  # type: ignore[attr-defined]
        self.fields["presided_by"].initial = seats.first()


class CountForm(forms.Form):
    """The slips of a secret vote."""

    votes_for = forms.IntegerField(
        label=_("For"), min_value=0, widget=forms.NumberInput({"class": "govuk-input--width-3"})
    )
    against = forms.IntegerField(
        label=_("Against"), min_value=0, widget=forms.NumberInput({"class": "govuk-input--width-3"})
    )
    abstained = forms.IntegerField(
        label=_("Abstained"), min_value=0, widget=forms.NumberInput({"class": "govuk-input--width-3"})
    )
    invalid = forms.IntegerField(
        label=_("Invalid"),
        min_value=0,
        initial=0,
        widget=forms.NumberInput({"class": "govuk-input--width-3"}),
    )


class SittingFilter(forms.Form):
    """The filter over the list of sessions."""

    q = forms.CharField(label=_("Question"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1990, max_value=2100)
    body = forms.ModelChoiceField(label=_("Body"), queryset=None, required=False)

    def __init__(self, *args: Any, place: Municipality, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["state"].choices = [("", _("all")), *Sitting.State.choices]  # type: ignore[attr-defined]
        self.fields["body"].queryset = Body.objects.filter(municipality=place).exclude(
            kind=Body.Kind.APPARATUS
        )  # type: ignore[attr-defined]
