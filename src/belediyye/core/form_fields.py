"""Fields as people here write: money with a comma, days with dots, measures with a unit beside the box."""

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from belediyye.core import display
from belediyye.core.money import LIMIT, format_money, parse_money
from belediyye.core.period import format_date, parse_date
from belediyye.core.refusals import Refused
from belediyye.core.text import compact_code

_SPACES = re.compile(r"[\s\u00a0\u202f\u2009']+")
_NARROW = {"inputmode": "decimal", "class": "govuk-input--width-10", "autocomplete": "off"}


def _as_error(refused: Refused) -> ValidationError:
    """The refusal of a pure module in the language of the page."""
    return ValidationError(
        refused.words["en" if (get_language() or "az").startswith("en") else "az"], code=refused.reason
    )


def needed(when: Any, field: forms.Field) -> forms.Field:
    """A field that may be empty at times: its label says when it is needed, in the place of “optional”."""
    field.required, field.widget.is_required = False, False
    setattr(field, "needed", when)  # noqa: B010 - Django's field has no such attribute, the template asks for it
    return field


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
        "min": _("The amount must be %(limit)s or more."),
        "max": _("The amount must be %(limit)s or less."),
    }

    def __init__(self, *, min_qepik: int = 0, max_qepik: int = LIMIT, **options: Any) -> None:
        self.min_qepik, self.max_qepik = min_qepik, max_qepik
        options.setdefault("widget", AffixInput(dict(_NARROW), suffix="₼"))
        super().__init__(**options)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        try:
            return parse_money(str(value))
        except Refused as refused:
            raise _as_error(refused) from None

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is None:
            return
        for code, limit, broken in (
            ("min", self.min_qepik, value < self.min_qepik),
            ("max", self.max_qepik, value > self.max_qepik),
        ):
            if broken:
                raise ValidationError(
                    self.error_messages[code], code=code, params={"limit": display.money(limit)}
                )

    def prepare_value(self, value: Any) -> Any:
        """Stored qəpik are shown as manat; what a person typed stays as typed."""
        return (
            format_money(value, sign="") if isinstance(value, int) and not isinstance(value, bool) else value
        )

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _has_changed(self, initial, data)


class DayField(forms.Field):
    """A day in one box, `22.11.2026`; also taken as 2026-11-22 or `22 noyabr 2026`. Gives a `date`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", forms.TextInput(dict(_NARROW)))
        options.setdefault("help_text", _("For example, 22.11.2026"))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        try:
            return parse_date(value if isinstance(value, date) else str(value))
        except Refused as refused:
            raise _as_error(refused) from None

    def prepare_value(self, value: Any) -> Any:
        return format_date(value) if isinstance(value, date) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return _has_changed(self, initial, data)


def _has_changed(field: forms.Field, initial: Any, data: Any) -> bool:
    """Whether the meaning changed, not the way it is written."""
    try:
        return bool(initial != field.to_python(data))
    except ValidationError:
        return True


class MeasureField(forms.DecimalField):
    """An exact decimal with a unit beside the box; comma and point both mean the decimal sign. Gives a `Decimal`."""

    default_error_messages = {"invalid": _("Write a number like 120,5.")}

    def __init__(self, *, unit: str, **options: Any) -> None:
        options.setdefault("widget", AffixInput(dict(_NARROW), suffix=unit))
        options.setdefault("min_value", 0)
        super().__init__(**options)

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, str):
            value = _SPACES.sub("", value).replace(",", ".").replace(display.MINUS, "-")
            if value and not re.fullmatch(r"[-+]?\d{1,20}(\.\d{1,12})?", value, re.ASCII):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        return display.number(value) if isinstance(value, Decimal) else value


class CodeField(forms.CharField):
    """The code printed on a paper, as people type it; gives it compact."""

    def to_python(self, value: Any) -> str:
        return compact_code(super().to_python(value) or "")
