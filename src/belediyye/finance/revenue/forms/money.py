"""The forms of money: a statement's file, whom a line belongs to, why a line is set aside."""

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from belediyye.core.form_fields import CodeField, DayField, MoneyField, needed
from belediyye.core.identifiers import YVOK
from belediyye.core.period import format_date
from belediyye.core.queries import LAST_CALENDAR_YEAR
from belediyye.finance.revenue.models import BankLine
from belediyye.finance.rules.book.columns import FIRST_YEAR

S = BankLine.State
LONGEST = 50 * 2**20
COLUMN_LABELS = {
    "day": _("Day"),
    "amount": _("Amount"),
    "credit": _("Money that came"),
    "debit": _("Money that went"),
    "name": _("Payer"),
    "text": _("Purpose"),
    "structured": _("Payment reference"),
    "code": _("YVÖK"),
    "fin": _("FİN"),
    "reference": _("Bank's number of the line"),
    "account": _("Payer's account"),
}


class StatementForm(forms.Form):
    file = forms.FileField(
        label=_("File of the bank"), help_text=_("camt.053, camt.054, MT940, or a table (XLSX, ODS, CSV).")
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LONGEST:
            raise forms.ValidationError(
                _("The file is larger than 50 MiB. Ask the bank for shorter periods.")
            )
        return file


class ColumnsForm(forms.Form):
    """One choice a column that a statement has: which heading of the table it is."""

    def __init__(self, *args: Any, headings: list[str], known: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label in COLUMN_LABELS.items():
            self.fields[key] = forms.ChoiceField(
                label=label, required=key == "day", choices=[("", "—"), *((h, h) for h in headings)], initial=known.get(key, "")
            )  # fmt: skip
        for key in ("amount", "credit"):
            needed(_("one of the two amounts is needed"), self.fields[key])

    def clean(self) -> dict[str, Any]:
        c = super().clean() or {}
        if not c.get("amount") and not c.get("credit"):
            self.add_error("amount", _("Say which column holds the amount, or the money that came."))
        chosen = [v for k, v in c.items() if v and k in self.fields]
        if len(chosen) > len(set(chosen)):
            raise forms.ValidationError(_("Each heading of the file can stand for one column."))
        return c

    def columns(self) -> dict[str, str]:
        return {key: self.cleaned_data[key] for key in COLUMN_LABELS if self.cleaned_data.get(key)}


class PartForm(forms.Form):
    """Payers and what of the line is whose: one row, or several that together are no more than the line."""

    def __init__(self, *args: Any, rows: int = 1, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        for n in range(1, rows + 1):
            more = "" if n == 1 else f"_{n}"
            label = (_("YVÖK of the payer"), _("Amount")) if rows == 1 else (
                format_lazy(_("Payer {n}: YVÖK"), n=n), format_lazy(_("Payer {n}: amount"), n=n),
            )  # fmt: skip
            self.fields[f"code{more}"] = forms.CharField(label=label[0], max_length=20)
            self.fields[f"amount{more}"] = MoneyField(label=label[1], min_qepik=1)
            if more:
                needed(_("needed with the amount"), self.fields[f"code{more}"])
                needed(_("needed with the YVÖK"), self.fields[f"amount{more}"])
        self.fields["code"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """`found`: (YVÖK, qəpik) of each row that was filled in."""
        c = super().clean() or {}
        self.found: list[tuple[str, int]] = []
        for n in range(1, self.rows + 1):
            more = "" if n == 1 else f"_{n}"
            code, amount = YVOK.compact(c.get(f"code{more}") or ""), c.get(f"amount{more}")
            if code and not YVOK.is_valid(code):
                self.add_error(f"code{more}", _("This is no YVÖK: compare it with the notice."))
            elif code and amount:
                self.found.append((code, amount))
            elif (code or amount) and not self.errors:
                self.add_error(
                    f"amount{more}" if code else f"code{more}", _("A row needs the YVÖK and the amount.")
                )
        return c


class AsideForm(forms.Form):
    state = forms.TypedChoiceField(
        label=_("What is to become of the line"), coerce=int, widget=forms.RadioSelect,
        choices=[(int(s), s.label) for s in (S.SUSPENSE, S.OUT, S.RETURNED, S.QUEUE)],
    )  # fmt: skip
    remark = needed(
        _("needed unless the line goes back to the queue"), forms.CharField(label=_("Why"), max_length=200)
    )


class DoneDayField(DayField):
    """The day of something that has happened: today or earlier."""

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and value > (today := timezone.localdate()):
            raise forms.ValidationError(
                _("This day is still to come. Today is %(day)s."), code="to_come", params={"day": format_date(today)}
            )  # fmt: skip


class AccountDayField(DayField):
    """A day on which something counts on an account or falls due: the rule book knows its interest, and the working calendar
    the day to which it is moved."""

    first, last = date(FIRST_YEAR, 1, 1), date(LAST_CALENDAR_YEAR - 1, 12, 31)

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and not self.first <= value <= self.last:
            raise forms.ValidationError(
                _("Accounts can be kept from %(first)s to %(last)s: give a day between them."), code="out_of_reach",
                params={"first": format_date(self.first), "last": format_date(self.last)},
            )  # fmt: skip


class BookedDayField(AccountDayField, DoneDayField):
    """The day of something on an account that has happened."""


class ReverseForm(forms.Form):
    on = BookedDayField(label=_("Day"))
    reason = forms.CharField(label=_("Why"), max_length=200)


class SettleForm(forms.Form):
    on = BookedDayField(label=_("Up to the day"))


class ClearanceForm(forms.Form):
    nomre = forms.IntegerField(label=_("Number"), min_value=1, max_value=10**9)
    kod = CodeField(label=_("Code"), max_length=20)
