"""The calculator's form: one object, asked in the order in which the law asks."""

from datetime import date
from typing import Any

from django import forms
from django.utils.functional import lazystr
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from belediyye.core.collation import az_key
from belediyye.core.form_fields import DayField, MeasureField
from belediyye.core.models import Area, PlaceClass
from belediyye.finance.rules.book.columns import FIRST_YEAR, USES_OF
from belediyye.finance.rules.words import USES

KINDS = {
    "building": (_("Building"), _("A house, a flat, a shop, a garage: property tax.")),
    "land": (_("Land"), _("A yard, a garden, a field, a business plot: land tax.")),
    "vehicle": (_("Water or air vehicle"), _("A boat, a yacht, an aircraft: property tax.")),
    "extraction": (_("Extraction of building materials"), _("Clay, sand, gravel, saw stone: mining tax.")),
    "enterprise": (_("Municipal enterprise"), _("Profit tax of an enterprise that the municipality owns.")),
}
RELIEFS = {
    "shehid_family": _("family of a person with şəhid status (since 2024)"),
    "list_102_2": _(
        "a person of the list in article 102.2 (hero, war veteran, person disabled by war, Chernobyl …)"
    ),
    "pensioner": _("pensioner"),
    "conscript": _("conscript, or family member during the service"),
}
# Which questions each kind needs. The rest is not asked.
ASKED = {
    "building": ("use", "place_class", "baku_zone", "area_m2", "inventory_value_azn", "share", "let_or_business", "relief", "owned_from", "owned_to"),
    "land": ("use", "place_class", "area_m2", "points_per_ha", "share", "relief", "owned_from", "owned_to"),
    "vehicle": ("use", "engine_cm3", "market_price_azn", "let_or_business", "relief"),
    "extraction": ("use", "volume_m3"),
    "enterprise": ("profit_azn",),
}  # fmt: skip

BY_AREA_SINCE = 2015
NEEDED = {
    "building": ("place_class", "area_m2"),
    "land": ("area_m2",),
    "vehicle": (),
    "extraction": ("volume_m3",),
    "enterprise": ("profit_azn",),
}
NEEDED_BY_VALUE = ("inventory_value_azn",)


CENTRE, AROUND = "centre", "around"


def places() -> list[tuple[str, list[tuple[str, str]]]]:
    """Rayons and cities by name, with their centre and what lies around it where the law tells them apart; then the
    bare classes. The keys are read by `class_of`."""
    english = get_language() == "en"
    named = []
    for area in Area.objects.all():
        name = area.name_en if english else area.name
        if area.centre_class == area.village_class:
            named.append((f"{area.code}:{CENTRE}", name))
            continue
        centre = (
            gettext("%(place)s: the city")
            if area.kind == Area.Kind.CITY
            else gettext("%(place)s: rayon centre")
        )
        around = gettext("%(place)s: settlement, village, other town")
        named += [
            (f"{area.code}:{CENTRE}", centre % {"place": name}),
            (f"{area.code}:{AROUND}", around % {"place": name}),
        ]
    named.sort(key=lambda choice: az_key(choice[1].partition(":")[0]))
    groups = [(gettext("Only the class of the place"), list(PlaceClass.choices))]
    return [(gettext("Rayons and cities"), named), *groups] if named else groups


def class_of(place: str) -> str:
    """The class of a key of `places`: of a rayon's part as the table of the territory has it, or the class itself."""
    code, _sign, part = place.partition(":")
    if not part:
        return place
    area = Area.objects.get(code=code)
    return area.centre_class if part == CENTRE else area.village_class


class CalculatorForm(forms.Form):
    """Asked with GET, so that its address is the link that reproduces the answer."""

    year = forms.IntegerField(
        label=_("Tax year"),
        min_value=FIRST_YEAR,
        max_value=2035,
        widget=forms.TextInput({"inputmode": "numeric", "class": "govuk-input--width-4"}),
    )
    use = forms.ChoiceField(label=_("What it is used for"), required=False)
    place_class = forms.ChoiceField(
        label=_("Where it is"),
        required=False,
        help_text=_(
            "The rayon or city, and whether it is its centre; the law has a rate for each class of place."
        ),
    )
    baku_zone = forms.ChoiceField(
        label=_("Zone of Baku"), required=False, choices=[("", _("outside Baku")), *((str(z), str(z)) for z in range(1, 13))],
        help_text=_("Zone 1 is the centre by the sea, zone 12 the outskirts. The notice of last year names yours."),
    )  # fmt: skip
    area_m2 = MeasureField(
        label=_("Area"),
        unit="m²",
        required=False,
        help_text=_("Of a dwelling: without balcony and veranda. 1 hectare is 10 000 m²."),
    )
    inventory_value_azn = MeasureField(
        label=_("Inventory value"), unit="₼", required=False, help_text=_("Only for years until 2014.")
    )
    points_per_ha = MeasureField(
        label=_("Conditional points per hectare"),
        unit=lazystr("bal"),
        required=False,
        help_text=_("Of agricultural land; by cadastral district and quality."),
    )
    engine_cm3 = MeasureField(label=_("Engine capacity"), unit="cm³", required=False)
    market_price_azn = MeasureField(
        label=_("Market price"), unit="₼", required=False, help_text=_("Only when it has no engine.")
    )
    volume_m3 = MeasureField(label=_("Volume extracted"), unit="m³", required=False)
    profit_azn = MeasureField(label=_("Profit of the year"), unit="₼", required=False, min_value=None)
    share = forms.CharField(
        label=_("Your share"),
        required=False,
        max_length=15,
        widget=forms.TextInput({"class": "govuk-input--width-5"}),
        help_text=_("Like 1/2. Empty: the whole is yours."),
    )
    let_or_business = forms.BooleanField(label=_("It is let or used for business"), required=False)
    relief = forms.MultipleChoiceField(
        label=_("The owner is"), required=False, choices=RELIEFS.items(), widget=forms.CheckboxSelectMultiple
    )
    owned_from = DayField(
        label=_("Owned since"),
        required=False,
        help_text=_("Only if it became yours in the tax year. For example, 20.05.2026"),
    )
    owned_to = DayField(
        label=_("Owned until"), required=False, help_text=_("Only if it ceased to be yours in the tax year.")
    )

    def __init__(self, *args: Any, kind: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["year"].initial = today.year
        for name in [n for n in self.fields if n not in ("year", *ASKED[kind])]:
            del self.fields[name]
        if "place_class" in self.fields:
            self.fields["place_class"].choices = [("", _("choose")), *places()]
        if "use" in self.fields:
            self.fields["use"].required = True
            self.fields["use"].choices = [("", _("choose")), *((use, USES[use]) for use in USES_OF[kind])]

        asked_year = str(self.data.get("year", "")) if self.is_bound else ""
        by_value = kind == "building" and asked_year.isdecimal() and int(asked_year) < BY_AREA_SINCE
        needed = NEEDED_BY_VALUE if by_value else NEEDED[kind]
        for name in needed:
            self.fields[name].required = True
        if kind == "building" and asked_year and not by_value:
            del self.fields["inventory_value_azn"]

    def facts(self) -> dict[str, Any]:
        """The answers as the book takes them; what was left empty is absent."""
        given = {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "year" and value not in (None, "", [], False)
        }
        if "place_class" in given:
            given["place_class"] = class_of(given["place_class"])
        if given.get("place_class") != PlaceClass.BAKU:
            given.pop("baku_zone", None)
        return {"object_kind": self.kind, **given}
