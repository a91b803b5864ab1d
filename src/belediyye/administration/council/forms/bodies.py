"""Forms about bodies and the people in them."""

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from belediyye.administration.council import queries
from belediyye.administration.council.models import Body, Seat
from belediyye.core.form_fields import DayField


class TermForm(forms.Form):
    """A convocation of the council."""

    number = forms.IntegerField(label=_("Convocation"), min_value=1, max_value=99)
    starts = DayField(label=_("First day"))
    population = forms.IntegerField(
        label=_("Population"),
        min_value=1,
        help_text=_("The number of seats follows from it (Election Code, Article 210.2)."),
    )
    seats = forms.IntegerField(
        label=_("Seats, where the law's table is silent"), min_value=1, max_value=99, required=False
    )


class BodyForm(forms.Form):
    """A new body."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Body.Kind.choices)
    name = forms.CharField(label=_("Name"), max_length=160)
    purpose = forms.CharField(label=_("What it does"), widget=forms.Textarea({"rows": 3}), required=False)
    territory = forms.CharField(
        label=_("Territory"),
        max_length=250,
        required=False,
        help_text=_("For a neighbourhood committee: its streets."),
    )
    starts = DayField(label=_("Founded"))
    basis = forms.CharField(
        label=_("Basis"), max_length=200, required=False, help_text=_("Number and date of the decision.")
    )


class BodyChangeForm(forms.Form):
    """A body's name and words, and the duty of everyone in it."""

    name = forms.CharField(label=_("Name"), max_length=160)
    purpose = forms.CharField(label=_("What it does"), widget=forms.Textarea({"rows": 3}), required=False)
    territory = forms.CharField(label=_("Territory"), max_length=250, required=False)
    basis = forms.CharField(
        label=_("Basis"), max_length=200, required=False, help_text=_("Number and date of the decision.")
    )

    def __init__(self, *args: Any, body: Body, seats: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if body.kind == Body.Kind.APPARATUS:
            seats = []
        choices = [c for c in Seat.Duty.choices if c[0] != Seat.Duty.STAFF]
        self.names = {f"duty_{seat.pk}": seat.pk for seat in seats}
        for seat in seats:
            self.fields[f"duty_{seat.pk}"] = forms.ChoiceField(
                label=gettext("Duty: %(person)s") % {"person": seat.person},
                choices=choices,
                initial=seat.duty,
            )
        if self.names:
            self.fields["starts"] = DayField(label=_("Duties change from"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        given["duties"] = {pk: given.pop(name) for name, pk in self.names.items() if name in given}
        return given


class PostForm(forms.Form):
    """A post of the apparatus; units are written as 1, 0,5 or 0,25."""

    title = forms.CharField(label=_("Post"), max_length=120)
    units = forms.DecimalField(
        label=_("Units"),
        min_value=0,
        max_value=50,
        decimal_places=2,
        localize=True,
        initial=1,
        help_text=_("1 is a full post; 0,5 is half of one."),
    )
    duties = forms.CharField(label=_("Duties"), widget=forms.Textarea({"rows": 3}), required=False)
    starts = DayField(label=_("From"))
    basis = forms.CharField(label=_("Basis"), max_length=200, required=False)

    def clean_units(self) -> int:
        return int(self.cleaned_data["units"] * 100)


class SeatForm(forms.Form):
    """A person who takes a seat; the apparatus also names the post."""

    surname = forms.CharField(label=_("Surname"), max_length=80)
    name = forms.CharField(label=_("Name"), max_length=80)
    patronymic = forms.CharField(label=_("Patronymic"), max_length=80, required=False)
    duty = forms.ChoiceField(label=_("Duty"), choices=Seat.Duty.choices)
    post = forms.ModelChoiceField(label=_("Post"), queryset=None, required=False)
    starts = DayField(label=_("From"))
    basis = forms.CharField(label=_("Basis"), max_length=200, required=False)

    def __init__(self, *args: Any, body: Body, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if body.kind == Body.Kind.APPARATUS:
            self.fields["post"].queryset = queries.posts_on(body, on)  # type: ignore[attr-defined]
            self.fields["duty"].choices = [
                (Seat.Duty.STAFF, Seat.Duty.STAFF.label),
                (Seat.Duty.CHAIR, Seat.Duty.CHAIR.label),
            ]  # type: ignore[attr-defined]
        else:
            del self.fields["post"]
            self.fields["duty"].choices = [c for c in Seat.Duty.choices if c[0] != Seat.Duty.STAFF]  # type: ignore[attr-defined]


class EndForm(forms.Form):
    """The end of a seat."""

    ends = DayField(label=_("Last day"))
    because = forms.CharField(label=_("Why"), max_length=200)
