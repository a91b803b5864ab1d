"""Forms about stakeholders, issues, partners, fundraising and the books."""

import re
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.alliance.relations.forms.frame import PaperField, PersonField, RowForm, stakeholders_of
from belediyye.alliance.relations.models import (
    Agreement,
    Award,
    AwardLine,
    BookEntry,
    Call,
    ConceptNote,
    GrantReport,
    Interaction,
    Issue,
    IssueStep,
    PartnerScore,
    Partnership,
    Position,
    Proposal,
    ProposalLine,
    ProposalVersion,
)
from belediyye.core import display
from belediyye.core.form_fields import DayField, MoneyField

DONORS = ("donor", "international", "state", "business")


class PositionForm(RowForm):
    class Meta(RowForm.Meta):
        model = Position
        fields = ["matter", "stance", "on", "source"]


class InteractionForm(RowForm):
    person = PersonField(label=gettext_lazy("with whom"), required=False)

    class Meta(RowForm.Meta):
        model = Interaction
        fields = ["kind", "on", "summary", "next_step", "next_by"]

    field_order = ["kind", "on", "person", "summary", "next_step", "next_by"]

    def row(self) -> Interaction:
        self.instance.contact = self.cleaned_data["person"]
        return self.instance


class IssueForm(RowForm):
    class Meta(RowForm.Meta):
        model = Issue
        fields = ["title", "text", "proposal", "stakeholder", "noted_on", "is_public"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stakeholder"].queryset = stakeholders_of()  # type: ignore[attr-defined]


class IssueStepForm(RowForm):
    paper_file = PaperField()

    class Meta(RowForm.Meta):
        model = IssueStep
        fields = ["on", "state", "words", "answer_by"]


class PartnershipForm(RowForm):
    class Meta(RowForm.Meta):
        model = Partnership
        fields = ["stakeholder", "purpose", "found_on"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stakeholder"].queryset = stakeholders_of().filter(partnership__isnull=True)  # type: ignore[attr-defined]


class ScoresForm(forms.Form):
    """Every criterion with its score and reason."""

    on = DayField(label=gettext_lazy("day"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        points = [(n, str(n)) for n in range(5)]
        for code, words in PartnerScore.Criterion.choices:
            self.fields[f"score_{code}"] = forms.ChoiceField(
                label=words, choices=points, widget=forms.RadioSelect({"class": "govuk-radios--inline"}),
                help_text=_("0 = not at all, 4 = fully."),
            )  # fmt: skip
            self.fields[f"why_{code}"] = forms.CharField(
                label=_("why: %(criterion)s") % {"criterion": words}, max_length=250
            )

    def scores(self) -> dict[str, tuple[int, str]]:
        """(score, reason) by criterion."""
        given = self.cleaned_data
        return {c: (int(given[f"score_{c}"]), given[f"why_{c}"]) for c in PartnerScore.Criterion.values}


class AgreementForm(RowForm):
    paper_file = PaperField()

    class Meta(RowForm.Meta):
        model = Agreement
        fields = ["title", "signed_on", "ends", "duties"]


class _OfDonor(RowForm):
    """A form with a selection of donors and, where it has them, of calls and concept notes."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["donor"].queryset = stakeholders_of(*DONORS)  # type: ignore[attr-defined]


class CallForm(_OfDonor):
    class Meta(RowForm.Meta):
        model = Call
        fields = ["donor", "title", "about", "address", "deadline", "ceiling", "followed"]


class ConceptForm(_OfDonor):
    class Meta(RowForm.Meta):
        model = ConceptNote
        fields = ["donor", "call", "title", "problem", "idea", "amount", "made_on"]


class ConceptMoveForm(forms.Form):
    """Where a concept note goes next."""

    state = forms.ChoiceField(label=gettext_lazy("state"))
    on = DayField(label=gettext_lazy("day"))
    answer = forms.CharField(label=gettext_lazy("answer"), max_length=250, required=False)

    NEXT = {"draft": ["sent"], "sent": ["invited", "declined"]}

    def __init__(self, *args: Any, note: ConceptNote, **options: Any) -> None:
        super().__init__(*args, **options)
        states = dict(ConceptNote.State.choices)
        self.fields["state"].choices = [(s, states[s]) for s in self.NEXT.get(note.state, [])]  # type: ignore[attr-defined]


class ProposalForm(_OfDonor):
    class Meta(RowForm.Meta):
        model = Proposal
        fields = ["donor", "call", "concept", "title", "deadline"]


_LINE = re.compile(r"\s*[;\t]\s*")


def _cells(text: str, least: int, most: int) -> list[tuple[int, list[str]]]:
    """The lines of a table that was typed or pasted, split at semicolons or tabs; raises with the line's number."""
    rows = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        parts = _LINE.split(line.strip())
        if not least <= len(parts) <= most:
            raise ValidationError(
                _("Line %(number)s has %(count)s parts; %(least)s are needed.")
                % {
                    "number": number,
                    "count": len(parts),
                    "least": least if least == most else f"{least}–{most}",
                }
            )
        rows.append((number, parts))
    if not rows:
        raise ValidationError(_("Write at least one line."))
    codes = [parts[0] for _number, parts in rows]
    if twice := {code for code in codes if codes.count(code) > 1}:
        raise ValidationError(_("The code %(code)s stands twice.") % {"code": min(twice)})
    return rows


def _money(number: int, text: str) -> int:
    try:
        amount = MoneyField().clean(text)
    except ValidationError as error:
        raise ValidationError(
            _("Line %(number)s: %(words)s") % {"number": number, "words": error.messages[0]}
        ) from error
    return int(amount or 0)


class VersionForm(RowForm):
    """A version of a proposal with its budget, a line a row: code; what; quantity; unit; price; own share."""

    budget = forms.CharField(
        label=gettext_lazy("Budget"), widget=forms.Textarea({"rows": 10}),
        help_text=gettext_lazy("A line a row: code; what; quantity; unit; price; own share (may be left out). A table copied from a workbook fits too."),
    )  # fmt: skip
    paper_file = PaperField()

    class Meta(RowForm.Meta):
        model = ProposalVersion
        fields = ["summary", "change"]

    def clean_budget(self) -> list[ProposalLine]:
        lines = []
        for number, parts in _cells(self.cleaned_data["budget"], 5, 6):
            code, title, quantity, unit, price, own = [*parts, "0"][:6]
            if not quantity.isdecimal() or not 0 < int(quantity) < 10**9:
                raise ValidationError(
                    _("Line %(number)s: the quantity is a whole number.") % {"number": number}
                )
            line = ProposalLine(
                code=code[:12], title=title[:200], quantity=int(quantity), unit=unit[:40],
                price=_money(number, price), own=_money(number, own or "0"),
            )  # fmt: skip
            if line.own > line.amount:
                raise ValidationError(
                    _("Line %(number)s: the own share is more than the line.") % {"number": number}
                )
            lines.append(line)
        return lines


def budget_text(version: ProposalVersion | None) -> str:
    """A version's budget in the form in which it is typed, to go on from."""

    def manat(qepik: int) -> str:
        return display.money(qepik).removesuffix(f"{display.NBSP}₼").replace(display.NBSP, " ")

    lines = version.lines.all() if version else []
    return "\n".join(
        f"{x.code}; {x.title}; {x.quantity}; {x.unit}; {manat(x.price)}; {manat(x.own)}" for x in lines
    )


class AwardForm(_OfDonor):
    """A grant agreement with its budget, a line a row: code; what; amount."""

    budget = forms.CharField(
        label=gettext_lazy("Budget"), widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy("A line a row: code; what; amount. A table copied from a workbook fits too."),
    )  # fmt: skip
    paper_file = PaperField()

    class Meta(RowForm.Meta):
        model = Award
        fields = ["donor", "proposal", "number", "title", "signed_on", "starts", "ends", "foreign"]

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["proposal"].queryset = Proposal.objects.filter(state="submitted")  # type: ignore[attr-defined]

    def clean_budget(self) -> list[AwardLine]:
        rows = _cells(self.cleaned_data["budget"], 3, 3)
        return [AwardLine(code=c[:12], title=t[:200], amount=_money(n, a)) for n, (c, t, a) in rows]


class RegistrationOfAwardForm(forms.Form):
    registration = forms.CharField(label=gettext_lazy("number of that registration"), max_length=60)
    on = DayField(label=gettext_lazy("registered with the Ministry of Justice on"))


class ReportForm(RowForm):
    class Meta(RowForm.Meta):
        model = GrantReport
        fields = ["kind", "starts", "ends", "due", "why"]


class SentForm(forms.Form):
    on = DayField(label=gettext_lazy("sent on"))
    paper = PaperField()


class EntryForm(RowForm):
    """An entry of the books of one grant."""

    paper_file = PaperField()
    amount = MoneyField(label=gettext_lazy("amount"), min_qepik=1)

    class Meta(RowForm.Meta):
        model = BookEntry
        fields = ["line", "day", "amount", "party", "words", "paper_number"]

    def __init__(self, *args: Any, award: Award, kind: str, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.today = today
        self.instance.award, self.instance.kind = award, kind
        if kind == BookEntry.Kind.RECEIPT:
            del self.fields["line"]
        else:
            self.fields["line"].queryset = award.lines.all()  # type: ignore[attr-defined]
            self.fields["line"].required = True

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day > self.today:
            raise forms.ValidationError(_("The books say what happened: the day cannot be in the future."))
        return day
