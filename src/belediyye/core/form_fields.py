"""Fields as people here write: money with a comma, days with dots, measures with a unit beside the box."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from belediyye.core import display

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
_MONEY = re.compile(
    r"(?P<sign>[-\u2212]?)(?P<manat>\d{1,16}|\d{1,3}(?:\.\d{3})+(?=,))(?:[.,](?P<part>\d{1,2}))?", re.ASCII
)
_DAY = re.compile(r"(?P<d>\d{1,2})[./-](?P<m>\d{1,2})[./-](?P<y>\d{4})")
_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})")


class AffixInput(forms.TextInput):
    """A text box with something fixed before or after it (`₼`, `m²`). The affix is for the eye: name the unit in the
    label or hint too."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, prefix: str = "", suffix: str = "") -> None:
        super().__init__(attrs)
        self.prefix_text, self.suffix_text = prefix, suffix


class MoneyField(forms.Field):
    """Manat as people write them (`1 234,50`, `1234.5`, `1.234,50 ₼`), to whole qəpik. Least and most are in qəpik.

    What could mean two things (`1.234`) is refused, not guessed.
    """

    default_error_messages = {
        "invalid": _("Write an amount in manat like 1 234,50."),
        "min": _("The amount must be %(limit)s or more."),
        "max": _("The amount must be %(limit)s or less."),
    }

    def __init__(self, *, min_qepik: int | None = 0, max_qepik: int | None = 10**15, **options: Any) -> None:
        self.min_qepik, self.max_qepik = min_qepik, max_qepik
        options.setdefault(
            "widget",
            AffixInput(
                {"inputmode": "decimal", "class": "govuk-input--width-10", "autocomplete": "off"}, suffix="₼"
            ),
        )
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        text = _SPACES.sub("", str(value)).removesuffix("₼").removesuffix("AZN").removesuffix("manat")
        match = _MONEY.fullmatch(text)
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        qepik = int(match["manat"].replace(".", "")) * 100 + int((match["part"] or "0").ljust(2, "0"))
        return -qepik if match["sign"] else qepik

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        if self.min_qepik is not None and value < self.min_qepik:
            raise ValidationError(
                self.error_messages["min"], code="min", params={"limit": display.money(self.min_qepik)}
            )
        if self.max_qepik is not None and value > self.max_qepik:
            raise ValidationError(
                self.error_messages["max"], code="max", params={"limit": display.money(self.max_qepik)}
            )

    def prepare_value(self, value: Any) -> Any:
        """Stored qəpik are shown as manat; what a person typed stays as typed."""
        if isinstance(value, int) and not isinstance(value, bool):
            return display.money(value).removesuffix(f"{display.NBSP}₼")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


class DayField(forms.Field):
    """A day in one box, `22.11.2026`; also taken with slashes, dashes or as 2026-11-22. Gives a `date`."""

    default_error_messages = {
        "invalid": _("Write the day like 22.11.2026."),
        "impossible": _("There is no such day: %(text)s."),
    }

    def __init__(self, **options: Any) -> None:
        attrs = {
            "inputmode": "decimal",
            "class": "govuk-input--width-10",
            "autocomplete": "off",
            "pattern": r"\d{1,2}[.]\d{1,2}[.]\d{4}",
        }
        options.setdefault("widget", forms.TextInput(attrs))
        options.setdefault("help_text", _("For example, 22.11.2026"))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        text = str(value).strip()
        match = (_DAY.fullmatch(text) or _ISO.fullmatch(text)) if text.isascii() else None
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return date(int(match["y"]), int(match["m"]), int(match["d"]))
        except ValueError:
            raise ValidationError(
                self.error_messages["impossible"], code="impossible", params={"text": text}
            ) from None

    def prepare_value(self, value: Any) -> Any:
        return display.day(value) if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return initial != self.to_python(data)
        except ValidationError:
            return True


class MeasureField(forms.DecimalField):
    """An exact decimal with a unit beside the box; comma and point both mean the decimal sign. Gives a `Decimal`."""

    default_error_messages = {"invalid": _("Write a number like 120,5.")}

    def __init__(self, *, unit: str, **options: Any) -> None:
        options.setdefault(
            "widget",
            AffixInput(
                {"inputmode": "decimal", "class": "govuk-input--width-10", "autocomplete": "off"}, suffix=unit
            ),
        )
        options.setdefault("min_value", 0)
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = _SPACES.sub("", value).replace(",", ".")
            if value and not re.fullmatch(r"[-+]?\d{1,20}(\.\d{1,12})?", value, re.ASCII):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return display.number(value) if isinstance(value, Decimal) else value
