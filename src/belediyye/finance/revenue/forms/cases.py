"""The forms of collecting: parts of an agreement, a disputed amount, a refund, a proposal to write off, filters of the lists."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from belediyye.core.form_fields import CodeField, MoneyField
from belediyye.core.period import add_months
from belediyye.finance.revenue.forms.money import AccountDayField, BookedDayField
from belediyye.finance.revenue.models import (
    Entry,
    Objection,
    Reminder,
    WriteOff,
    WriteOffProposal,
)
from belediyye.finance.revenue.models.heads import PAYMENTS
from belediyye.finance.revenue.queries import agreements, cases, reminding

ANY = [("", "—")]
LARGEST_PAPER = 20 * 2**20
LATEST_FIRST = 60  # months from today: no longer than debt may be collected


def filter_of(states: Sequence[tuple[str, Any]]) -> type[forms.Form]:
    """A filter by the payer and the state, which most lists have."""

    class CaseFilter(forms.Form):
        q = forms.CharField(label=_("Name or YVÖK"), required=False, max_length=200)
        state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("all")), *states])

    return CaseFilter


AgreementFilter = filter_of(
    [
        (agreements.KEPT, _("being kept")), (agreements.BROKEN, _("broken")), (agreements.PAID, _("paid")),
        (agreements.ENDED, _("ended")),
    ]
)  # fmt: skip
ObjectionFilter = filter_of([("open", _("being examined")), *[c for c in Objection.Outcome.choices if c[0]]])
RefundFilter = filter_of(
    [("open", _("to be paid")), ("paid", _("paid")), ("dropped", _("closed without payment"))]
)
DeferralFilter = filter_of([("force", _("in force")), ("undone", _("taken back"))])
LapsingFilter = filter_of(
    [("ended", _("the term has ended")), ("near", _("the term ends within half a year"))]
)
ProposalFilter = filter_of(WriteOffProposal.State.choices)
ReceiptFilter = filter_of([("live", _("standing")), ("reversed", _("reversed"))])


class ReminderFilter(forms.Form):
    q = forms.CharField(label=_("Name or YVÖK"), required=False, max_length=200)
    step = forms.ChoiceField(
        label=_("Stage"), required=False, choices=[("", _("all")), *Reminder.Step.choices]
    )


class DueReminderFilter(forms.Form):
    step = forms.TypedChoiceField(
        label=_("Stage"), coerce=int, choices=Reminder.Step.choices, required=False, empty_value=1
    )
    wait = forms.IntegerField(
        label=_("Days since the step before, at least"), required=False, min_value=0, max_value=365, initial=reminding.WAIT_DAYS
    )  # fmt: skip


class ChargeFilter(forms.Form):
    q = forms.CharField(label=_("Name, YVÖK or contract"), required=False, max_length=200)
    head = forms.ChoiceField(
        label=_("Kind of payment"), required=False, choices=[*ANY, *((h.value, h.label) for h in PAYMENTS)]
    )
    state = forms.ChoiceField(
        label=_("State"), required=False,
        choices=[("", _("all")), ("running", _("running")), ("ending", _("ends within 60 days")), ("ended", _("ended")), ("late", _("with debt past its day"))],
    )  # fmt: skip


class PlanForm(forms.Form):
    """In how many parts, from when: the house proposes the rest."""

    count = forms.IntegerField(label=_("Number of parts"), min_value=1, max_value=agreements.MOST_PARTS)
    first = AccountDayField(label=_("First part by"), help_text="", required=False)

    def clean_first(self) -> date | None:
        first: date | None = self.cleaned_data["first"]
        if first and first > add_months(timezone.localdate(), LATEST_FIRST):
            raise forms.ValidationError(_("Choose a day within the next five years."))
        return first


class AgreementForm(forms.Form):
    """The parts as proposed, each day and amount open to change; and why."""

    def __init__(self, *args: Any, parts: Sequence[tuple[date, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.count = len(parts)
        for n, (day, amount) in enumerate(parts, 1):
            self.fields[f"due_{n}"] = AccountDayField(
                label=_("Part %(n)s: pay by") % {"n": n}, initial=day, help_text=""
            )
            self.fields[f"amount_{n}"] = MoneyField(
                label=_("Part %(n)s: amount") % {"n": n}, min_qepik=1, initial=amount
            )
        self.fields["reason"] = forms.CharField(
            label=_("Ground: the application, its number and day"), max_length=200, required=False
        )

    def parts(self) -> list[tuple[date, int]]:
        c = self.cleaned_data
        return [(c[f"due_{n}"], c[f"amount_{n}"]) for n in range(1, self.count + 1)]


# Nobody's account: its check digits are wrong, so that it is refused where somebody copies it.
EXAMPLE = "AZ00 BANK 1234 5678 9012 3456 7890"


class RefundForm(forms.Form):
    amount = MoneyField(label=_("Amount asked back"), min_qepik=1)
    account = forms.CharField(
        label=_("IBAN of the taxpayer"),
        max_length=40,
        help_text=format_lazy(_("For example {iban}"), iban=EXAMPLE),
    )
    on = BookedDayField(label=_("Application of"))
    reason = forms.CharField(label=_("Application: number, remarks"), max_length=200, required=False)


class PayRefundForm(forms.Form):
    on = BookedDayField(label=_("Paid on"))


class ProposalForm(forms.Form):
    debts = forms.MultipleChoiceField(label=_("Debts"), widget=forms.CheckboxSelectMultiple)
    ground = forms.ChoiceField(label=_("Ground"), choices=WriteOff.Ground.choices, widget=forms.RadioSelect)
    reason = forms.CharField(label=_("Why they are hopeless"), max_length=200, required=False)

    def __init__(self, *args: Any, debts: Sequence[tuple[Entry, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        from belediyye.core.display import money

        self.debts = {str(d.pk): d for d, _open in debts}
        self.fields["debts"].choices = [
            (str(d.pk), f"{cases.called(d.taxpayer)} · {cases.said_of(d)} · {money(amount)}")
            for d, amount in debts
        ]  # fmt: skip

    def chosen(self) -> list[Entry]:
        return [self.debts[k] for k in self.cleaned_data["debts"]]


class DecisionForm(forms.Form):
    decision = forms.CharField(label=_("Decision: number and day"), max_length=120)
    on = BookedDayField(
        label=_("Written off on"),
        help_text=_(
            "Debts paid or changed later are written off on the day of that: only what is open goes."
        ),
    )


class SecondNoticesForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2004, max_value=2100)


class ReceiptCheckForm(forms.Form):
    """What stands printed on a receipt; the QR code fills it in."""

    il = forms.IntegerField(label=_("Year"), min_value=2004, max_value=2100)
    nomre = forms.IntegerField(label=_("Number"), min_value=1, max_value=10**9)
    kod = CodeField(label=_("Code"), max_length=20)


class PassForm(forms.Form):
    """Which year's unpaid tax passes to the new holder; only years of which something would."""

    year = forms.TypedChoiceField(label=_("Year"), coerce=int)

    def __init__(self, *args: Any, years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["year"]).choices = [(year, str(year)) for year in years]
