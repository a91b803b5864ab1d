"""The facts of an object that the law asks for, and how they are stored: whole numbers with exact scales."""

from __future__ import annotations

from belediyye.finance.rules.engine.columns import Column

KINDS = ("building", "land", "vehicle", "extraction", "enterprise")
USES = (
    "dwelling", "non_dwelling", "agricultural", "agricultural_unused", "business", "water", "air",
    "clay", "sand", "gravel", "saw_stone",
)  # fmt: skip
USES_OF = {
    "building": ("dwelling", "non_dwelling"),
    "land": ("agricultural", "agricultural_unused", "dwelling", "business"),
    "vehicle": ("water", "air"),
    "extraction": ("clay", "sand", "gravel", "saw_stone"),
    "enterprise": (),
}
PLACES = ("baku", "ganja_sumgait_absheron", "city_or_rayon_centre", "village")
RELIEFS = ("shehid_family", "list_102_2", "pensioner", "conscript")

FIRST_YEAR, LAST_YEAR = 2004, 2100
# A month is stored as year × 12 + month − 1; these two stand for "always has been" and "still is".
EARLIEST_MONTH, LATEST_MONTH = 1800 * 12, 2200 * 12


def _int(
    name: str, fact: str, hi: int, measure: tuple[int, str], label: tuple[str, str], *, lo: int = 0
) -> Column:
    scale, unit = measure
    return Column(name, "int", lo, hi, scale, unit, fact=fact, label={"az": label[0], "en": label[1]})


def _code(name: str, codes: tuple[str, ...], az: str, en: str) -> Column:
    return Column(name, "code", codes=codes, label={"az": az, "en": en})


def _flag(name: str, az: str, en: str) -> Column:
    return Column(name, "bool", label={"az": az, "en": en}, absent=False)


COLUMNS = (
    _code("object_kind", KINDS, "Obyektin növü", "Kind of object"),
    _code("use", USES, "İstifadə təyinatı", "Use"),
    _code("place_class", PLACES, "Yerin dərəcəsi", "Class of place"),
    Column("baku_zone", "int", 1, 12, absent=1, label={"az": "Bakı zonası", "en": "Bakı zone"}),
    # 1,000 ha: with the share, the months and the points of an agricultural parcel this is what fits 64 bits.
    _int("area_dm2", "area_m2", 10**9, (100, "m²"), ("Sahə", "Area")),
    _int("inventory_value_qepik", "inventory_value_azn", 10**11, (100, "AZN"), ("İnventar dəyəri", "Inventory value")),
    _int("points_per_ha_tenths", "points_per_ha", 3000, (10, "bal/ha"), ("Şərti bal (hektara)", "Points per hectare")),
    _int("engine_cm3", "engine_cm3", 10**7, (1, "cm³"), ("Mühərrikin həcmi", "Engine capacity")),
    _int("market_price_qepik", "market_price_azn", 10**11, (100, "AZN"), ("Bazar qiyməti", "Market price")),
    _int("volume_litres", "volume_m3", 10**11, (1000, "m³"), ("Çıxarılmış həcm", "Volume extracted")),
    _int("profit_qepik", "profit_azn", 10**13, (100, "AZN"), ("Mənfəət", "Profit"), lo=-(10**13)),
    Column("share_num", "int", 1, 10_000, absent=1, label={"az": "Payın surəti", "en": "Numerator of the share"}),
    Column("share_den", "int", 1, 10_000, absent=1, label={"az": "Payın məxrəci", "en": "Denominator of the share"}),
    Column("from_month", "int", EARLIEST_MONTH, LATEST_MONTH, absent=EARLIEST_MONTH,
           label={"az": "Mülkiyyətin başladığı ay", "en": "Month in which ownership began"}),
    Column("to_month", "int", EARLIEST_MONTH, LATEST_MONTH, absent=LATEST_MONTH,
           label={"az": "Mülkiyyətin bitdiyi ay", "en": "Month in which ownership ended"}),
    Column("held_on_1_january", "bool", absent=True,
           label={"az": "1 yanvarda mülkiyyətdədir", "en": "Owned on 1 January"}),
    _flag("let_or_business", "İcarədə və ya sahibkarlıqda", "Let or used for business"),
    _flag("relief_shehid_family", "Şəhid ailəsi", "Family of a şəhid"),
    _flag("relief_list_102_2", "102.2-ci maddədəki şəxs", "Person of the list in 102.2"),
    _flag("relief_pensioner", "Pensiyaçı", "Pensioner"),
    _flag("relief_conscript", "Müddətli hərbi xidmətçi və ya ailə üzvü", "Conscript or family member"),
)  # fmt: skip
COLUMN = {c.name: c for c in COLUMNS}
BY_FACT = {c.symbol: c for c in COLUMNS}
