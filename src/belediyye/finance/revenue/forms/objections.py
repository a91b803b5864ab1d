"""The forms of objections and deferrals: an amount for each demand that is disputed, an answer for each that is answered."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from belediyye.core.display import money
from belediyye.core.form_fields import MoneyField, needed
from belediyye.finance.revenue.forms.cases import ANY, LARGEST_PAPER
from belediyye.finance.revenue.forms.money import AccountDayField, BookedDayField
from belediyye.finance.revenue.models import AssessmentRun, Entry, Objection
from belediyye.finance.revenue.queries import cases


class ObjectionForm(forms.Form):
    """One application; beside each demand that it disputes, how much of it."""

    reason = forms.CharField(
        label=_("What the taxpayer says"), max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )
    on = BookedDayField(label=_("Came in on"))
    paper = forms.FileField(label=_("The paper, scanned"), required=False)

    def __init__(
        self, *args: Any, demands: Sequence[Entry], chosen: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.demands = {f"disputed_{d.pk}": d for d in demands}
        for name, demand in self.demands.items():
            self.fields[name] = MoneyField(
                label=_("Disputed of %(what)s") % {"what": cases.said_of(demand)}, required=False, initial=demand.stands if str(demand.pk) in chosen else None,
                help_text=_("Demanded %(amount)s. Leave it empty where nothing is disputed.") % {"amount": money(demand.stands)},
            )  # fmt: skip
        self.order_fields([*self.demands, "reason", "on", "paper"])

    def parts(self) -> list[tuple[Entry, int]]:
        return [(d, amount) for name, d in self.demands.items() if (amount := self.cleaned_data.get(name))]

    def clean_paper(self) -> Any:
        paper = self.cleaned_data["paper"]
        if paper and paper.size > LARGEST_PAPER:
            raise forms.ValidationError(_("The file is larger than 20 MiB: scan it with fewer dots."))
        return paper

    def clean(self) -> dict[str, Any]:
        c = super().clean() or {}
        if not any(c.get(name) or name in self.errors for name in self.demands):
            if not self.demands:
                raise forms.ValidationError(_("Nothing is demanded of this taxpayer that could be disputed."))
            self.add_error(next(iter(self.demands)), _("Write how much is disputed of at least one demand."))
        return c


class AnswerForm(forms.Form):
    HOW = (
        ("refuse", _("Not satisfied: the demand stays")),
        ("grant", _("Satisfied, whole or in part: lower the demand by the amount below")),
        ("run", _("The register was put right and assessed anew: take over what that run lowered")),
    )
    how = forms.ChoiceField(label=_("Answer"), choices=HOW, widget=forms.RadioSelect)
    run = needed(_("needed when the register was put right"), forms.ChoiceField(label=_("Reassessment run")))
    answer = forms.CharField(
        label=_("Reasons, as the taxpayer reads them"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    on = BookedDayField(label=_("Answered on"))

    def __init__(
        self, *args: Any, objections: Sequence[Objection], runs: Sequence[AssessmentRun], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.objections = {str(o.pk): o for o in objections}
        self.runs = {str(r.pk): r for r in runs}
        self.fields["run"].choices = [*ANY, *((k, str(r)) for k, r in self.runs.items())]
        names = []
        if len(self.objections) > 1:
            names = ["which"]
            self.fields["which"] = forms.MultipleChoiceField(
                label=_("Answered now"), widget=forms.CheckboxSelectMultiple, initial=list(self.objections),
                choices=[(k, f"{cases.said_of(o.demand)} · {money(o.disputed_qepik)}") for k, o in self.objections.items()],
                help_text=_("What is left out is answered later."),
            )  # fmt: skip
        for key, one in self.objections.items():
            names.append(f"granted_{key}")
            self.fields[f"granted_{key}"] = needed(_("needed when it is satisfied"), MoneyField(
                label=_("Amount taken off %(what)s") % {"what": cases.said_of(one.demand)}, initial=one.disputed_qepik,
                help_text=_("Disputed %(amount)s.") % {"amount": money(one.disputed_qepik)},
            ))  # fmt: skip
        self.order_fields([*(n for n in names if n == "which"), "how", *names, "run", "answer", "on"])

    def parts(self) -> list[tuple[Objection, int]]:
        """What is answered, each with what is granted of it."""
        c = self.cleaned_data
        chosen = c["which"] if "which" in self.fields else list(self.objections)
        return [
            (self.objections[k], (c.get(f"granted_{k}") or 0) if c["how"] == "grant" else 0) for k in chosen
        ]

    def clean(self) -> dict[str, Any]:
        c = super().clean() or {}
        chosen = c.get("which") if "which" in self.fields else list(self.objections)
        if c.get("how") == "grant" and chosen and not any(c.get(f"granted_{k}") for k in chosen):
            self.add_error(f"granted_{chosen[0]}", _("Write how much is taken off."))
        if c.get("how") == "run" and not c.get("run"):
            self.add_error("run", _("Choose the run that put it right."))
        return c


class DeferralForm(forms.Form):
    demand = forms.ChoiceField(label=_("Which debt"))
    until = AccountDayField(
        label=_("Due instead on"), help_text=_("Moved to the next working day where it is none.")
    )
    reason = forms.CharField(label=_("Ground: the application, its number and day"), max_length=200)

    def __init__(self, *args: Any, debts: Sequence[tuple[Entry, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.demands = {str(d.pk): d for d, _open in debts}
        self.fields["demand"].choices = [
            (str(d.pk), f"{cases.said_of(d)} · {money(amount)}") for d, amount in debts
        ]


class RestoreForm(forms.Form):
    reason = forms.CharField(label=_("Decision or reason: number, day, why"), max_length=200)
    on = BookedDayField(label=_("Taken back on"))


class RevokeForm(forms.Form):
    reason = forms.CharField(label=_("Why it is revoked: everybody who checks it reads this"), max_length=200)
    on = BookedDayField(label=_("Revoked on"))
