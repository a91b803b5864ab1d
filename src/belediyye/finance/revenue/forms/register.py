"""Text in, clean values out: the forms of the room, each giving its action what it takes."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from belediyye.core.form_fields import CodeField, DayField, MeasureField, MoneyField, needed
from belediyye.core.models import PlaceClass
from belediyye.core.money import LIMIT
from belediyye.finance.revenue.forms.money import DoneDayField
from belediyye.finance.revenue.models import (
    Delivery,
    Holding,
    PrivilegeStatus,
    RollImport,
    TaxObject,
    Taxpayer,
)
from belediyye.finance.revenue.models.heads import TAXES
from belediyye.finance.revenue.queries import limits
from belediyye.finance.revenue.queries.reports.streets import of_objects
from belediyye.finance.revenue.queries.roll_columns import columns_of
from belediyye.finance.rules.book.columns import COLUMN, USES_OF
from belediyye.finance.rules.queries import code_label, unit_in_words

ANY = [("", "—")]
MEASURES = (
    "area_dm2",
    "inventory_value_qepik",
    "points_per_ha_tenths",
    "engine_cm3",
    "market_price_qepik",
    "volume_litres",
    "profit_qepik",
)
# Which measures a kind of object is asked for.
ASKED = {
    "building": ("area_dm2", "inventory_value_qepik"),
    "land": ("area_dm2", "points_per_ha_tenths"),
    "vehicle": ("engine_cm3", "market_price_qepik"),
    "extraction": ("volume_litres",),
    "enterprise": ("profit_qepik",),
}
# Those without which no tax of their kind is computed; the register takes the object without them.
ALWAYS = {"area_dm2", "volume_litres", "profit_qepik"}
SHARE = re.compile(r"\s*(\d{1,5})\s*/\s*(\d{1,5})\s*\Z")


class PayerFilter(forms.Form):
    q = forms.CharField(
        label=_("Name, YVÖK, FİN, VÖEN, telephone, e-mail, address or own number"),
        required=False,
        max_length=200,
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ANY, *Taxpayer.Kind.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("live")), ("closed", _("closed")), ("all", _("all"))],
    )


class ObjectFilter(forms.Form):
    q = forms.CharField(
        label=_("Number, register number, address, title document or holder"), required=False, max_length=200
    )
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[*ANY, *TaxObject.Kind.choices])
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("standing")),
            ("ownerless", _("without an owner")),
            ("ended", _("ended")),
            ("all", _("all")),
        ],
    )


class NoticeFilter(forms.Form):
    q = forms.CharField(label=_("Number or name"), required=False, max_length=200)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=2004, max_value=2100)
    state = forms.ChoiceField(
        label=_("Delivery"),
        required=False,
        choices=[("", _("all")), ("waiting", _("not yet delivered")), ("delivered", _("delivered"))],
    )


class PayerForm(forms.ModelForm):
    """A taxpayer's facts. FİN and VÖEN are checked by the action; on an existing record they are left empty to keep."""

    born = DoneDayField(label=_("Date of birth"), required=False)
    responsible_code = forms.CharField(
        label=_("YVÖK of the responsible party"),
        required=False,
        help_text=_("Who receives the notices instead, such as a parent or a guardian."),
    )

    class Meta:
        model = Taxpayer
        fields = (
            "kind",
            "name",
            "fin",
            "voen",
            "born",
            "external_id",
            "telephone",
            "email",
            "settlement",
            "street",
            "house",
        )
        widgets = {"fin": forms.TextInput, "voen": forms.TextInput}

    def facts(self, responsible: Taxpayer | None) -> dict[str, Any]:
        """The facts for the action; an identifier left empty on an existing record is not touched."""
        facts = {n: self.cleaned_data[n] for n in self.Meta.fields}
        if self.instance.pk:
            facts = {n: v for n, v in facts.items() if n not in ("fin", "voen") or v}
        return facts | {"responsible": responsible}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            for name in ("fin", "voen"):
                self.initial[name] = ""
                self.fields[name].help_text = _("Empty keeps what is recorded.")
            if self.instance.responsible:
                self.initial["responsible_code"] = self.instance.responsible.code

    def _post_clean(self) -> None:
        """The action validates against the register; the form only reads."""


class ReasonForm(forms.Form):
    reason = forms.CharField(label=_("Reason"), max_length=200)


class DayReasonForm(forms.Form):
    on = DoneDayField(label=_("Day"))
    reason = forms.CharField(label=_("Reason or document"), max_length=200)


class LookForm(forms.Form):
    why = forms.CharField(
        label=_("Why do you need the number?"),
        max_length=200,
        help_text=_("The log keeps who looked, when and why."),
    )


class StatusForm(forms.Form):
    category = forms.ChoiceField(label=_("Status"), choices=PrivilegeStatus.Category.choices)
    document = forms.CharField(label=_("Document"), max_length=120, required=False)
    series = forms.CharField(label=_("Series"), max_length=10, required=False)
    number = forms.CharField(label=_("Number"), max_length=30)
    issuer = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    issued = DayField(label=_("Issued on"), required=False)
    since = DayField(label=_("From"))
    until = DayField(label=_("To"), required=False)

    def proof(self) -> dict[str, Any]:
        return {n: self.cleaned_data[n] for n in ("document", "series", "number", "issuer", "issued")}


class StatusEndForm(forms.Form):
    until = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("Earlier ends the status, later prolongs it; empty means that no end is known."),
    )
    reason = forms.CharField(label=_("Reason or document"), max_length=200)


class FactsForm(forms.Form):
    """Characteristics of one kind of object, in natural units; `facts()` gives the stored columns."""

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        lang = "en" if (get_language() or "az").startswith("en") else "az"
        if USES_OF[kind]:
            self.fields["use"] = forms.ChoiceField(
                label=_("Use"), choices=[*ANY, *((u, code_label(u)) for u in USES_OF[kind])]
            )
        if kind in ("building", "land"):
            self.fields["place_class"] = forms.ChoiceField(
                label=_("Class of place"), choices=[*ANY, *PlaceClass.choices]
            )
        if kind == "building":
            self.fields["baku_zone"] = needed(
                _("needed in Bakı"), forms.IntegerField(label=_("Bakı zone"), min_value=1, max_value=12)
            )
        for name in ASKED[kind]:
            column = COLUMN[name]
            if column.unit == "AZN":
                self.fields[name] = MoneyField(label=column.label[lang], required=False, min_qepik=-LIMIT)
            else:
                places = len(str(column.scale)) - 1
                self.fields[name] = MeasureField(
                    label=column.label[lang],
                    unit=unit_in_words(column.unit),
                    required=False,
                    decimal_places=places,
                    min_value=None,
                )
            if name in ALWAYS:
                needed(_("needed for the tax"), self.fields[name])
        if kind in ("building", "land"):
            self.fields["let_or_business"] = forms.BooleanField(
                label=_("Let or used for business"), required=False
            )

    def clean(self) -> dict[str, Any]:
        """Every measure inside what it can be, said at its field."""
        c = super().clean() or {}
        for name in limits.outside(self.kind, self.facts()):
            self.add_error(name, limits.sentence(self.kind, name))
        return c

    def facts(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in ("use", "place_class", "baku_zone", "let_or_business", *ASKED[self.kind]):
            if name not in self.fields:
                continue
            value = self.cleaned_data.get(name)
            if isinstance(value, Decimal):
                value = int(value * COLUMN[name].scale)
            found[name] = None if value == "" else value
        return found

    @staticmethod
    def initial_of(state: Any, kind: str) -> dict[str, Any]:
        """What a state says, in natural units, to begin a change from."""
        values: dict[str, Any] = {
            n: getattr(state, n) for n in ("use", "place_class", "baku_zone", "let_or_business")
        }
        for name in ASKED[kind]:
            value = getattr(state, name)
            values[name] = (
                value if value is None or COLUMN[name].unit == "AZN" else Decimal(value) / COLUMN[name].scale
            )
        return values


def read_share(text: str) -> tuple[int, int]:
    """A share as typed. Raises ValidationError in words."""
    found = SHARE.match(text.strip() if "/" in text else f"{text.strip()}/1")
    if not found or not 1 <= int(found[1]) <= int(found[2]) <= 10_000:
        raise forms.ValidationError(_("Write a share like 1/2; it cannot be more than the whole."))
    return int(found[1]), int(found[2])


class ChangeForm(FactsForm):
    on = DoneDayField(label=_("From"))
    reason = forms.CharField(label=_("Reason or document"), max_length=200)


class TransferForm(forms.Form):
    to = forms.CharField(label=_("YVÖK of who acquires"))
    share = forms.CharField(label=_("Share of the whole object"), help_text=_("For example, 1/2"))
    right = forms.ChoiceField(label=_("Right"), choices=Holding.Right.choices, required=False)
    on = DoneDayField(label=_("Day of the transfer"))
    document = forms.CharField(label=_("Document"), max_length=120)

    def clean_share(self) -> tuple[int, int]:
        return read_share(self.cleaned_data["share"])


class SplitForm(forms.Form):
    areas = forms.CharField(label=_("Areas of the parts, m²"), help_text=_("For example, 300; 250,5"))
    on = DoneDayField(label=_("Day"))
    document = forms.CharField(label=_("Document"), max_length=200)

    def clean_areas(self) -> list[int]:
        """Areas in 0.01 m²."""
        areas = []
        for text in re.split(r"[;\n]+", self.cleaned_data["areas"]):
            value = MeasureField(unit="m²", decimal_places=2, max_digits=12).clean(text.strip())
            areas.append(int(value * 100))
        return areas


class RunForm(forms.Form):
    year = forms.IntegerField(label=_("Year"), min_value=2004, max_value=2100)
    taxes = forms.MultipleChoiceField(
        label=_("Taxes"),
        required=False,
        choices=[(h.value, h.label) for h in TAXES],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen means all."),
    )
    settlement = forms.ChoiceField(label=_("Only the settlement"), required=False)
    street = forms.ChoiceField(label=_("Only the street"), required=False)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=200)

    def __init__(self, *args: Any, settlements: Sequence[str], streets: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (("settlement", settlements), ("street", streets)):
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [("", _("all")), *((each, each) for each in found)]


class UploadForm(forms.Form):
    file = forms.FileField(
        label=_("Workbook or CSV"),
        help_text=_(
            "Any order of columns, headings in Azerbaijani or English. Nothing is changed before you have seen every row."
        ),
    )
    since = DayField(
        label=_("The characteristics hold from"),
        help_text=_(
            "The day from which what the file says counts. A year is assessed by what counted in it: objects of this file are not found for earlier years. To assess back years too, give 1 January of the oldest of them. For example, 01.01.2026"
        ),
    )


def all_or_one(streets: Sequence[str]) -> list[tuple[str, str]]:
    """The choices of a street, or none of them for all."""
    return [("", gettext("all streets")), *((name, name) for name in streets)]


class AlongForm(forms.Form):
    """Which part of the register goes along as a workbook."""

    street = forms.ChoiceField(
        label=_("Street"), required=False, widget=forms.Select({"class": "govuk-select"})
    )

    def __init__(self, *args: Any, place: int, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["street"].choices = all_or_one(of_objects(place))


class OpeningUploadForm(UploadForm):
    since = DoneDayField(
        label=_("On which day the balances stood"),
        help_text=_(
            "Interest in the file is interest up to this day; it runs on from here. For example, 01.01.2026"
        ),
    )


class MatchForm(forms.Form):
    """One choice a known column: which heading of the file it is. What is needed and missing comes first, then what was
    found, in the order of the file; what the file seems not to have stands below."""

    def __init__(self, *args: Any, roll: RollImport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lang = "en" if (get_language() or "az").startswith("en") else "az"
        for column in columns_of(roll.kind):
            self.fields[column.name] = forms.ChoiceField(
                label=getattr(column, lang), required=column.obligatory, choices=[*ANY, *((h, h) for h in roll.headings)], initial=roll.mapping.get(column.name, ""),
            )  # fmt: skip
        place = {heading: n for n, heading in enumerate(roll.headings)}
        first = [c.name for c in columns_of(roll.kind) if c.obligatory and c.name not in roll.mapping]
        found = sorted(roll.mapping, key=lambda name: place.get(roll.mapping[name], len(place)))
        self.order_fields([*first, *found])


class DeliveryForm(forms.Form):
    day = DoneDayField(label=_("Day"))
    way = forms.ChoiceField(label=_("How delivered"), choices=Delivery.Way.choices)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=[(o.value, o.label) for o in Delivery.BY_PEOPLE])
    proof = needed(
        _("needed when it was delivered"),
        forms.CharField(
            label=_("Proof"),
            max_length=200,
            help_text=_("Who signed the stub, or the number of the letter."),
        ),
    )


class OpenNoticeForm(forms.Form):
    """What a payer types on the public page; the QR code fills it in."""

    il = forms.IntegerField(label=_("Year"), min_value=2004, max_value=2100)
    nomre = forms.IntegerField(label=_("Number of the notice"), min_value=1, max_value=10**9)
    kod = CodeField(label=_("Code"), max_length=12)
