"""Forms about experts, events, documents, the inventory and the operator organisation."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations.forms.frame import PaperField, PersonField, RowForm
from belediyye.alliance.relations.models import (
    Assessment,
    Count,
    CountLine,
    DevelopmentStep,
    DocumentVersion,
    Engagement,
    Event,
    Expert,
    Item,
    Loan,
    Member,
    PolicyDocument,
    Registration,
    Stakeholder,
    Topic,
)
from belediyye.alliance.relations.models import Operator as OperatorRow
from belediyye.alliance.relations.questionnaire import AREAS, SCORES
from belediyye.alliance.relations.tongue import language
from belediyye.core.form_fields import DayField


class ExpertForm(RowForm):
    person = PersonField(label=gettext_lazy("person"))

    class Meta(RowForm.Meta):
        model = Expert
        fields = ["topics", "headline", "experience", "languages", "since"]
        widgets = {"topics": forms.CheckboxSelectMultiple}

    field_order = ["person", "headline", "topics"]

    def __init__(self, *args: Any, own: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["topics"].widget = forms.CheckboxSelectMultiple()
        self.fields["topics"].queryset = Topic.objects.all()  # type: ignore[attr-defined]
        if self.instance.pk:
            del self.fields["person"]
        if own:
            del self.fields["since"]

    def row(self) -> Expert:
        if not self.instance.pk:
            self.instance.contact = self.cleaned_data["person"]
        return self.instance


class TopicForm(RowForm):
    class Meta(RowForm.Meta):
        model = Topic
        fields = ["code", "name_az", "name_en"]
        labels = {"code": gettext_lazy("code in Latin letters")}


class EngagementForm(RowForm):
    class Meta(RowForm.Meta):
        model = Engagement
        fields = ["task", "starts", "due"]


class EventForm(RowForm):
    """An event on one or more days."""

    day = DayField(label=gettext_lazy("day"))
    at = forms.TimeField(
        label=gettext_lazy("begins at"),
        help_text=gettext_lazy("For example, 10:00"),
        input_formats=["%H:%M", "%H.%M"],
    )
    last_day = DayField(
        label=gettext_lazy("last day"),
        required=False,
        help_text=gettext_lazy("Only where it lasts several days."),
    )
    until = forms.TimeField(label=gettext_lazy("ends at"), input_formats=["%H:%M", "%H.%M"])

    class Meta(RowForm.Meta):
        model = Event
        fields = ["kind", "title", "about", "place", "seats", "register_until", "is_public"]

    field_order = ["kind", "title", "about", "day", "at", "last_day", "until", "place"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name in ("at", "until"):
            self.fields[name].widget.attrs |= {"class": "govuk-input--width-5"}
        if self.instance.pk:
            starts, ends = timezone.localtime(self.instance.starts), timezone.localtime(self.instance.ends)
            self.initial |= {
                "day": starts.date(),
                "at": f"{starts:%H:%M}",
                "last_day": ends.date(),
                "until": f"{ends:%H:%M}",
            }

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        if all(given.get(name) for name in ("day", "at", "until")):
            zone = timezone.get_current_timezone()
            self.instance.starts = datetime.combine(given["day"], given["at"], zone)
            self.instance.ends = datetime.combine(given.get("last_day") or given["day"], given["until"], zone)
            if self.instance.ends <= self.instance.starts:
                self.add_error("until", _("The end lies after the beginning."))
        return given


class InviteForm(forms.Form):
    """Whom to invite: all members, chosen kinds of organisations, named people."""

    members = forms.BooleanField(label=gettext_lazy("all member organisations"), required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("organisations of these kinds"), required=False,
        choices=Stakeholder.Kind.choices, widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    people = forms.BooleanField(
        label=gettext_lazy("everyone who agreed to be invited to events"), required=False,
        help_text=gettext_lazy("They get a letter by e-mail."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if not any(given.get(name) for name in ("members", "kinds", "people")):
            raise forms.ValidationError(_("Choose whom to invite."))
        return given

    def organisations(self) -> list[Any]:
        """The organisations chosen, each once."""
        chosen: dict[int, Any] = {}
        if self.cleaned_data["members"]:
            for member in Member.objects.filter(left__isnull=True).select_related("organisation"):
                chosen[member.organisation_id] = member.organisation
        if kinds := self.cleaned_data["kinds"]:
            for card in Stakeholder.objects.filter(kind__in=kinds).select_related("organisation"):
                chosen[card.organisation_id] = card.organisation
        return list(chosen.values())


class RegistrationForm(RowForm):
    """A participant registers."""

    consent = forms.BooleanField(
        label=gettext_lazy(
            "I agree that the alliance keeps these data to hold the event and, without names, to report on it."
        )
    )

    class Meta(RowForm.Meta):
        model = Registration
        fields = ["surname", "name", "organisation", "email", "telephone"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["email"].required = True


class DocumentForm(RowForm):
    class Meta(RowForm.Meta):
        model = PolicyDocument
        fields = ["kind", "title", "is_public", "review_by"]


class DocumentVersionForm(RowForm):
    paper_file = PaperField()

    class Meta(RowForm.Meta):
        model = DocumentVersion
        fields = ["text", "change"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["text"].widget.attrs["rows"] = 18


class ApprovalForm(forms.Form):
    approve = forms.ChoiceField(
        label=gettext_lazy("decision"), widget=forms.RadioSelect,
        choices=[("yes", gettext_lazy("approve")), ("no", gettext_lazy("return for correction"))],
    )  # fmt: skip
    on = DayField(label=gettext_lazy("day"))
    decision = forms.CharField(
        label=gettext_lazy("number of the decision, or what to correct"), max_length=250
    )


class ItemForm(RowForm):
    class Meta(RowForm.Meta):
        model = Item
        fields = ["kind", "title", "author", "year", "place", "value", "acquired", "award"]


class LoanForm(RowForm):
    person = PersonField(label=gettext_lazy("issued to"))

    class Meta(RowForm.Meta):
        model = Loan
        fields = ["issued_on", "due", "condition"]

    field_order = ["person"]

    def row(self) -> Loan:
        self.instance.contact = self.cleaned_data["person"]
        return self.instance


class CountForm(RowForm):
    class Meta(RowForm.Meta):
        model = Count
        fields = ["year", "on", "by"]


class CountLinesForm(forms.Form):
    """What was found of the lines shown, with a note each."""

    def __init__(self, *args: Any, lines: list[CountLine], **options: Any) -> None:
        super().__init__(*args, **options)
        self.lines = lines
        for line in lines:
            self.fields[f"found_{line.pk}"] = forms.ChoiceField(
                label=_("%(thing)s: found?") % {"thing": line.item},
                choices=CountLine.Found.choices,
                initial=line.found,
            )
            self.fields[f"note_{line.pk}"] = forms.CharField(
                label=_("%(thing)s: note") % {"thing": line.item},
                max_length=250,
                required=False,
                initial=line.note,
            )

    def rows(self) -> list[tuple[CountLine, Any, Any]]:
        """Each line with its two fields, for the table."""
        return [(line, self[f"found_{line.pk}"], self[f"note_{line.pk}"]) for line in self.lines]

    def found(self) -> dict[int, tuple[str, str]]:
        """(found, note) of the lines that changed."""
        given = self.cleaned_data
        rows = {line.pk: (given[f"found_{line.pk}"], given[f"note_{line.pk}"]) for line in self.lines}
        return {line.pk: rows[line.pk] for line in self.lines if rows[line.pk] != (line.found, line.note)}


class OperatorForm(RowForm):
    class Meta(RowForm.Meta):
        model = OperatorRow
        fields = ["starts", "basis"]


class AssessmentForm(RowForm):
    class Meta(RowForm.Meta):
        model = Assessment
        fields = ["on", "by"]


class AnswersForm(forms.Form):
    """The questions of one area."""

    def __init__(self, *args: Any, area: str, answers: dict[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        lang = language()
        self.area = next(a for a in AREAS if a.code == area)
        for question in self.area.questions:
            given = answers.get(question.code)
            self.fields[question.code] = forms.ChoiceField(
                label=question.text[lang], widget=forms.RadioSelect, initial=given.score if given else None,
                choices=[(n, f"{n} – {words[lang]}") for n, words in enumerate(SCORES)],
            )  # fmt: skip
            self.fields[f"{question.code}_evidence"] = forms.CharField(
                label=_("What shows it? (%(code)s)") % {"code": question.code}, max_length=300, required=False,
                initial=given.evidence if given else "",
            )  # fmt: skip

    def answers(self) -> dict[str, tuple[int, str]]:
        """(score, evidence) by question."""
        given = self.cleaned_data
        return {q.code: (int(given[q.code]), given[f"{q.code}_evidence"]) for q in self.area.questions}


class StepForm(RowForm):
    area = forms.ChoiceField(label=gettext_lazy("area"))

    class Meta(RowForm.Meta):
        model = DevelopmentStep
        fields = ["area", "title", "who", "due"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        lang = language()
        self.fields["area"].choices = [(a.code, a.title[lang]) for a in AREAS]  # type: ignore[attr-defined]
