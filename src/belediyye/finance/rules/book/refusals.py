"""Why an object cannot be assessed: a number for the databases, a code for programs, words for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    number: int
    code: str
    column: str
    text: Mapping[str, str]


def _needed(number: int, fact: str, az: str, en: str) -> Reason:
    return Reason(
        number,
        f"{fact}_missing",
        fact,
        {"az": f"{az} göstərilməyib.", "en": f"{en} is missing."},
    )


REASONS = (
    _needed(1, "object_kind", "Obyektin növü", "The kind of object"),
    _needed(2, "use", "İstifadə təyinatı", "The use"),
    _needed(3, "place_class", "Yerin dərəcəsi", "The class of place"),
    _needed(4, "baku_zone", "Bakı üçün zona (1–12)", "The zone (1–12), needed in Bakı,"),
    _needed(5, "area_m2", "Sahə", "The area"),
    _needed(6, "inventory_value_azn", "İnventar dəyəri (2015-ci ilədək vergi ona görə hesablanır)",
            "The inventory value (the basis of the tax before 2015)"),
    _needed(7, "points_per_ha", "Hektara düşən şərti bal", "The number of conditional points per hectare"),
    _needed(8, "engine_cm3", "Mühərrikin həcmi və ya (mühərriksiz nəqliyyat üçün) bazar qiyməti",
            "The engine capacity or (for a vehicle without an engine) the market price"),
    _needed(9, "volume_m3", "Çıxarılmış həcm", "The volume extracted"),
    _needed(10, "profit_azn", "Mənfəət", "The profit"),
    Reason(11, "share_above_one", "share", {
        "az": "Pay tam obyektdən böyük ola bilməz.",
        "en": "A share cannot be more than the whole."}),
    Reason(12, "share_of_vehicle", "share", {
        "az": "Paylı mülkiyyətdə olan nəqliyyat vasitəsi bütövlükdə adına qeydiyyata alınmış şəxs üzrə "
              "hesablanır (Vergi Məcəlləsi, 200.3): pay yazmayın.",
        "en": "A shared vehicle is assessed whole on the person in whose name it is registered (Tax Code, 200.3): "
              "give no share."}),
    Reason(13, "use_does_not_fit", "use", {
        "az": "Bu istifadə təyinatı obyektin növünə uyğun deyil.",
        "en": "This use does not fit the kind of object."}),
    Reason(14, "no_value_for_year", "year", {
        "az": "Kitabda bu vergi üzrə həmin il üçün dəyər yoxdur.",
        "en": "The book has no value of this tax for that year."}),
    Reason(15, "owned_to_before_owned_from", "owned_to", {
        "az": "Mülkiyyət başlamazdan əvvəl bitə bilməz.",
        "en": "Ownership cannot end before it began."}),
    Reason(16, "not_a_value", "", {
        "az": "Dəyər oxunmadı.",
        "en": "The value cannot be read."}),
    Reason(17, "out_of_range", "", {
        "az": "Dəyər yol verilən hüdudlardan kənardadır.",
        "en": "The value is outside the permitted range."}),
)  # fmt: skip
BY_NUMBER = {r.number: r for r in REASONS}
NUMBER = {r.code: r.number for r in REASONS}


class Refused(ValueError):
    """An object that cannot be assessed. `code`, `column`, `value`, and `reason["az"]`, `reason["en"]`."""

    def __init__(
        self, code: str, column: str = "", value: object = None, detail: Mapping[str, str] | None = None
    ):
        known = BY_NUMBER[NUMBER[code]]
        self.code = code
        self.column = column or known.column
        self.value = value
        self.reason = {
            lang: text + (f" {detail[lang]}" if detail and detail.get(lang) else "")
            for lang, text in known.text.items()
        }
        super().__init__(f"{self.column}: {self.reason['en']}")
