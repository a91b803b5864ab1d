"""The columns of an office's files: those of the law (`rules.roll`), those of the person and the place, those of old books."""

from collections.abc import Iterable
from typing import Final

from belediyye.finance.revenue.models import RollImport
from belediyye.finance.rules.roll import columns as law
from belediyye.finance.rules.roll.columns import Column, heading_key

# A FİN or VÖEN has a column of its own here, so that it is checked, kept encrypted and never shown.
FIN: Final = Column("fin", "FİN", "FİN", ("FİN-i", "FİN kodu", "vergi ödəyicisinin FİN-i", "ödəyicinin FİN-i", "ş/v FİN", "şəxsiyyət vəsiqəsinin FİN-i",
                    "FİN / VÖEN", "FİN və ya VÖEN", "VÖEN / FİN", "personal number"))  # fmt: skip
VOEN: Final = Column(
    "voen", "VÖEN", "VÖEN", ("VÖEN-i", "vergi ödəyicisinin VÖEN-i", "ödəyicinin VÖEN-i", "tax number")
)
_IDENTIFIED: Final = {heading_key(h) for c in (FIN, VOEN) for h in (c.name, c.az, *c.others)}


def _of_law() -> Iterable[Column]:
    for c in law.COLUMNS:
        others = tuple(h for h in c.others if c.name != "taxpayer_id" or heading_key(h) not in _IDENTIFIED)
        if c.name == "taxpayer_id":
            others += ("hesab nömrəsi", "şəxsi hesab", "şəxsi hesab №", "abonent kodu", "kod")
        yield Column(c.name, c.az, c.en, others, c.obligatory and c.name != "taxpayer_id")


PERSON: Final = (
    FIN, VOEN,
    Column("telephone", "Telefon", "Telephone", ("telefonu", "telefon nömrəsi", "mobil", "mobil nömrə", "əlaqə nömrəsi", "tel", "phone")),
    Column("email", "E-poçt", "E-mail", ("elektron poçt", "e-poçtu", "email", "e-mail ünvanı")),
    Column("born", "Doğum tarixi", "Date of birth", ("doğulduğu tarix", "doğum günü", "təvəllüd", "birth date")),
    Column("payer_settlement", "Ödəyicinin yaşayış məntəqəsi", "Taxpayer's settlement", ("ödəyicinin kəndi", "ödəyicinin qəsəbəsi")),
    Column("payer_street", "Ödəyicinin küçəsi", "Taxpayer's street", ()),
    Column("payer_house", "Ödəyicinin evi, mənzili", "Taxpayer's house, flat", ("ödəyicinin evi", "ödəyicinin ev nömrəsi")),
    Column("payer_address", "Ödəyicinin ünvanı", "Taxpayer's address",
           ("yaşayış ünvanı", "qeydiyyat ünvanı", "yaşadığı ünvan", "qeydiyyatda olduğu ünvan", "vergi ödəyicisinin ünvanı", "home address")),
    Column("responsible", "Məsul şəxsin kodu", "Code of the responsible party", ("məsul şəxs", "qəyyum", "responsible")),
    Column("relief_document", "Güzəştin sənədi", "Document of the relief", ("güzəşt sənədi", "güzəşti təsdiq edən sənəd", "sənədin adı")),
    Column("relief_series", "Güzəşt sənədinin seriyası", "Series of the relief's document", ("güzəşt vəsiqəsinin seriyası",)),
    Column("relief_number", "Güzəşt sənədinin nömrəsi", "Number of the relief's document", ("güzəşt vəsiqəsinin nömrəsi", "güzəşt sənədi №")),
    Column("relief_issuer", "Güzəşt sənədini verən", "Relief's document issued by", ("güzəşt sənədini verən orqan",)),
    Column("relief_issued", "Güzəşt sənədinin tarixi", "Relief's document issued on", ("güzəşt sənədinin verilmə tarixi",)),
    Column("relief_since", "Güzəştin başlanğıcı", "Relief from", ("güzəşt tarixindən",)),
    Column("relief_until", "Güzəştin sonu", "Relief to", ("güzəştin bitdiyi tarix", "güzəşt tarixinədək")),
)  # fmt: skip
PLACE: Final = (
    Column("settlement", "Yaşayış məntəqəsi", "Settlement", ("kəndi", "qəsəbəsi", "obyektin yaşayış məntəqəsi", "kəndin adı")),
    Column("street", "Küçə", "Street", ("küçəsi", "küçənin adı", "obyektin küçəsi")),
    Column("house", "Ev, mənzil", "House, flat", ("ev", "ev №", "evin nömrəsi", "ev nömrəsi", "bina №", "house")),
    Column("right", "Hüququn növü", "Right", ("hüquq", "hüququ", "mülkiyyət növü", "torpağın hüququ")),
)  # fmt: skip
ROLL: Final = (*_of_law(), *PLACE, *PERSON)

_NAME = next(c for c in ROLL if c.name == "taxpayer_name")
_CODE = next(c for c in ROLL if c.name == "taxpayer_id")
OPENING: Final = (
    _CODE, FIN, VOEN, _NAME,
    Column("head", "Gəlir növü", "Kind of income", ("vergi növü", "verginin növü", "vergi", "ödəniş növü", "nəyə görə", "tax")),
    Column("year", "İl", "Year", ("ili", "borcun ili", "hesabat ili", "vergi ili")),
    Column("due", "Ödəniş müddəti", "Due on", ("son ödəniş günü", "ödəniş tarixi", "müddət", "due day")),
    Column("principal", "Əsas borc", "Principal", ("borc", "borcu", "qalıq borc", "əsas məbləğ", "vergi borcu", "debt")),
    Column("interest", "Faiz", "Interest", ("faizlər", "faiz borcu", "dəbbə pulu", "interest on arrears")),
    Column("credit", "Artıq ödəniş", "Overpaid", ("artıq ödənilib", "artıq ödənilmiş məbləğ", "avans", "overpayment")),
    Column("document", "Sənəd", "Document", ("əsas", "kitab", "qeyd", "book")),
)  # fmt: skip
TITLES: Final = {c.name: {"az": c.az, "en": c.en} for c in (*ROLL, *OPENING)}


def columns_of(kind: str) -> tuple[Column, ...]:
    """The columns that a kind of file may have."""
    return OPENING if kind == RollImport.Kind.OPENING else ROLL


def known_headings(kind: str) -> dict[str, tuple[str, ...]]:
    return {c.name: (c.az, c.en, *c.others) for c in columns_of(kind)}


def is_identifier(heading: str) -> bool:
    """Whether a heading says that a FİN or VÖEN stands below it, whatever the office took it for."""
    key = heading_key(heading)
    return (
        key in _IDENTIFIED
        or "fin" in {heading_key(w) for w in heading.split()}
        or key.startswith(("fin", "voen"))
    )


def settled(kind: str, mapping: dict[str, str]) -> dict[str, str]:
    """A mapping in which a heading of FİN that was taken for the office's own number is the FİN's column."""
    written = mapping.get("taxpayer_id", "")
    if written and is_identifier(written) and "fin" not in mapping:
        mapping = {k: v for k, v in mapping.items() if k != "taxpayer_id"} | {
            "voen" if heading_key(written).startswith("voen") else "fin": written
        }
    known = {c.name for c in columns_of(kind)}
    return {k: v for k, v in mapping.items() if k in known}


def missing(kind: str, mapping: dict[str, str], lang: str) -> list[str]:
    """The titles of the columns without which nothing can be read: obligatory ones, and who it is about."""
    found = [getattr(c, lang) for c in columns_of(kind) if c.obligatory and c.name not in mapping]
    if not {"taxpayer_id", "fin", "voen"} & set(mapping):
        found.insert(0, getattr(_CODE, lang))
    return found


def column_title(name: str, lang: str) -> str:
    """The heading of a column for people."""
    return TITLES[name][lang] if name in TITLES else name
