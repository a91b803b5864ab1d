"""The room's own field: exact numbers as people write them."""

import re
from fractions import Fraction
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

DECIMAL = re.compile(r"-?\d{1,12}(?:[.,]\d{1,6})?")
PARTS = re.compile(r"(-?\d{1,12})\s*/\s*(\d{1,12})")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


class FractionField(forms.Field):
    """A number like 1 250, 12,5 or 7/21, exact. With `percent` a plain number is in hundredths: 12,5 is 1/8."""

    default_error_messages = {"invalid": _("Write a number like 120, 12,5 or 7/21.")}

    def __init__(self, *, percent: bool = False, **options: Any) -> None:
        self.percent = percent
        options.setdefault("widget", forms.TextInput({"inputmode": "text", "class": "govuk-input--width-10"}))
        super().__init__(**options)

    def to_python(self, value: Any) -> Fraction | None:
        if value in self.empty_values:
            return None
        text = _SPACES.sub("", str(value)).removesuffix("%")
        if found := PARTS.fullmatch(text):
            if int(found[2]) == 0:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            return Fraction(int(found[1]), int(found[2]))
        if not DECIMAL.fullmatch(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        number = Fraction(text.replace(",", "."))
        return number / 100 if self.percent else number

    def prepare_value(self, value: Any) -> Any:
        """Kept numbers are shown as people write them, exact where a decimal is, else as a fraction."""
        if not isinstance(value, Fraction):
            return value
        shown = value * 100 if self.percent else value
        if 10**6 % shown.denominator:
            return f"{value.numerator}/{value.denominator}"
        whole, rest = divmod(abs(shown.numerator) * 10**6 // shown.denominator, 10**6)
        tail = f",{rest:06d}".rstrip("0").rstrip(",")
        return f"{'-' if shown < 0 else ''}{whole}{tail}"
