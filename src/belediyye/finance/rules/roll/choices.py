"""The words people write for codes: kinds, uses, places and reliefs, in both languages; and the labels shown back."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from belediyye.core.text import fold

_WORDS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "object_kind": {
        "building": ("bina", "tikili", "əmlak", "mənzil", "ev"),
        "land": ("torpaq", "torpaq sahəsi", "sahə"),
        "vehicle": ("nəqliyyat", "nəqliyyat vasitəsi", "su və hava nəqliyyatı"),
        "extraction": ("mədən", "hasilat", "faydalı qazıntı"),
        "enterprise": ("müəssisə", "bələdiyyə müəssisəsi"),
    },
    "use": {
        "dwelling": ("yaşayış", "mənzil", "ev", "fərdi yaşayış evi", "həyətyanı", "həyətyanı sahə", "bağ", "residential"),
        "non_dwelling": ("qeyri-yaşayış", "qeyri yaşayış", "qeyri-yaşayış sahəsi", "mağaza", "dükan", "ofis", "anbar",
                         "ticarət obyekti", "iaşə obyekti", "qaraj", "shop", "office", "non-residential"),
        "agricultural": ("kənd təsərrüfatı", "əkin", "əkin sahəsi", "farm"),
        "agricultural_unused": ("istifadəsiz kənd təsərrüfatı", "istifadə edilməyən kənd təsərrüfatı",
                                "istifadəsiz əkin", "unused farm land"),
        "business": ("sahibkarlıq", "sənaye", "ticarət", "kommersiya", "industry", "trade"),
        "water": ("su", "su nəqliyyatı", "gəmi", "qayıq", "boat"),
        "air": ("hava", "hava nəqliyyatı", "aircraft"),
        "clay": ("gil", "kərpic-kirəmit gili"),
        "sand": ("qum", "inşaat qumu", "tikinti qumu"),
        "gravel": ("çınqıl", "çınqıl xammalı"),
        "saw_stone": ("mişar daşı",),
    },
    "place_class": {
        "baku": ("bakı", "bakı şəhəri"),
        "ganja_sumgait_absheron": ("gəncə", "sumqayıt", "abşeron", "xırdalan", "abşeron rayonu",
                                   "gəncə, sumqayıt, abşeron"),
        "city_or_rayon_centre": ("şəhər", "rayon mərkəzi", "digər şəhər", "city", "rayon centre"),
        "village": ("kənd", "qəsəbə", "rayon tabeliyində olan şəhər", "settlement"),
    },
    "relief": {
        "shehid_family": ("şəhid ailəsi", "şəhid ailəsi üzvü"),
        "list_102_2": ("102.2", "müharibə veteranı", "müharibə əlili", "milli qəhrəman"),
        "pensioner": ("pensiyaçı", "təqaüdçü"),
        "conscript": ("hərbi xidmətçi", "müddətli hərbi xidmətçi", "əsgər"),
    },
}  # fmt: skip

_CODES: Final = {
    column: {
        fold(word).replace("-", " ").replace("_", " "): code
        for code, words in codes.items()
        for word in (code, *words)
    }
    for column, codes in _WORDS.items()
}


def code_of(column: str, text: str) -> str | None:
    """The code that people mean by a word in a column (``use``, ``relief`` …), or None."""
    return _CODES[column].get(fold(text[:100]).replace("-", " ").replace("_", " "))


def codes_of(column: str) -> tuple[str, ...]:
    """All codes of a column, in the order of the catalogue."""
    return tuple(_WORDS[column])


def said(column: str, codes: Iterable[str]) -> dict[str, str]:
    """The words by which codes may be written, in each language, for a person who is to choose one.

    >>> said("use", ["dwelling", "non_dwelling"])["en"]
    'dwelling, non-dwelling'
    """
    chosen = list(codes)
    return {
        "az": ", ".join(_WORDS[column][code][0] for code in chosen),
        "en": ", ".join(code.replace("non_", "non-").replace("_", " ") for code in chosen),
    }


LABELS: Final[dict[tuple[str, str], dict[str, str]]] = {
    ("building", "dwelling"): {"az": "Yaşayış binası, mənzil", "en": "Dwelling"},
    ("building", "non_dwelling"): {"az": "Qeyri-yaşayış binası", "en": "Non-residential building"},
    ("building", ""): {"az": "Bina", "en": "Building"},
    ("land", "agricultural"): {"az": "Kənd təsərrüfatı torpağı", "en": "Agricultural land"},
    ("land", "agricultural_unused"): {"az": "İstifadəsiz k/t torpağı", "en": "Unused agricultural land"},
    ("land", "dwelling"): {"az": "Yaşayış və həyətyanı torpaq", "en": "Residential land"},
    ("land", "business"): {"az": "Sahibkarlıq torpağı", "en": "Business land"},
    ("vehicle", "water"): {"az": "Su nəqliyyatı vasitəsi", "en": "Water vehicle"},
    ("vehicle", "air"): {"az": "Hava nəqliyyatı vasitəsi", "en": "Air vehicle"},
    ("vehicle", ""): {"az": "Nəqliyyat vasitəsi", "en": "Vehicle"},
    ("extraction", "clay"): {"az": "Gil hasilatı", "en": "Clay extracted"},
    ("extraction", "sand"): {"az": "Qum hasilatı", "en": "Sand extracted"},
    ("extraction", "gravel"): {"az": "Çınqıl hasilatı", "en": "Gravel extracted"},
    ("extraction", "saw_stone"): {"az": "Mişar daşı hasilatı", "en": "Saw stone extracted"},
    ("enterprise", ""): {"az": "Bələdiyyə müəssisəsi", "en": "Municipal enterprise"},
}

TAXES: Final[dict[str, dict[str, str]]] = {
    "property": {"az": "Əmlak vergisi", "en": "Property tax"},
    "land": {"az": "Torpaq vergisi", "en": "Land tax"},
    "vehicle": {"az": "Əmlak vergisi (nəqliyyat)", "en": "Property tax (vehicles)"},
    "extraction": {"az": "Mədən vergisi", "en": "Mining tax"},
    "profit": {"az": "Mənfəət vergisi", "en": "Profit tax"},
}
"""The five taxes in the order in which every output lists them."""
