"""Who a row is about: identifiers, contacts, address and the document of a relief, read from its cells."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from belediyye.core.documents.sheets import CellError
from belediyye.core.identifiers import FIN, PHONE, VOEN, YVOK, BadIdentifier
from belediyye.core.text import fold
from belediyye.finance.revenue.models import Holding
from belediyye.finance.revenue.queries.addresses import Address, parted
from belediyye.finance.revenue.queries.limits import is_telephone
from belediyye.finance.rules.roll import cells as read
from belediyye.finance.rules.roll.reasons import REASONS, CellRefused, shown

# Columns of the register that a file may fill in, with their longest text.
TEXTS: Final = {"telephone": 40, "email": 254}
PROOF: Final = {"document": 120, "series": 10, "number": 30, "issuer": 120}
OLDEST, LATEST = date(1880, 1, 1), date(2199, 12, 31)
_RIGHTS: Final = {
    Holding.Right.OWNERSHIP: ("mülkiyyət", "xüsusi mülkiyyət", "xüsusi", "mülkiyyətçi", "ownership"),
    Holding.Right.USE: ("istifadə", "daimi istifadə", "istifadəçi", "use"),
    Holding.Right.LEASE: ("icarə", "icarəçi", "kirayə", "lease"),
}
RIGHTS: Final = {fold(w): right for right, words in _RIGHTS.items() for w in (right.value, *words)}
WORDS: Final[dict[str, dict[str, str]]] = {
    "bad_email": {"az": "E-poçt ünvanı ad@misal.az kimi yazılır.", "en": "An e-mail address is written like name@example.az."},
    "bad_telephone": {
        "az": "Bu, telefon nömrəsi deyil. 050 123 45 67 kimi yazılır.",
        "en": "This is no telephone number. It is written like 050 123 45 67.",
    },
    "unknown_right": {
        "az": "Hüquq tanınmır. Mümkün olanlar: mülkiyyət, istifadə, icarə.",
        "en": "The right is not known. Possible are: ownership, use, lease.",
    },
    "text_long": {"az": "Mətn çox uzundur: ən çoxu {limit} işarə.", "en": "The text is too long: at most {limit} signs."},
    "proof_without_relief": {
        "az": "Güzəştin sənədi var, güzəştin özü isə yazılmayıb.",
        "en": "The document of a relief is given, but not the relief.",
    },
    "relief_order": {"az": "Güzəştin sonu başlanğıcından əvvəldir.", "en": "The relief ends before it begins."},
}  # fmt: skip


@dataclass
class Person:
    """What a row says of the payer; what it does not say is absent from `facts`."""

    number: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    responsible: str = ""
    proof: dict[str, Any] = field(default_factory=dict)
    whole: bool = False

    @property
    def keys(self) -> list[str]:
        """Every way in which the row names the payer, the office's own number first."""
        named = [payer_key(self.number)] if self.number else []
        named += [f"{n}:{self.facts[n]}" for n in ("fin", "voen") if n in self.facts]
        return list(dict.fromkeys(named))


def payer_key(text: str) -> str:
    """What kind of number a payer is named by: YVÖK, VÖEN, FİN, or the office's own."""
    compact = YVOK.compact(text)
    if YVOK.is_valid(text):
        return f"code:{compact}"
    if VOEN.is_valid(text):
        return f"voen:{VOEN.compact(text)}"
    # Seven digits without a letter are an office's own number far more often than a FİN.
    if FIN.is_valid(text) and not FIN.compact(text).isdigit():
        return f"fin:{FIN.compact(text)}"
    return f"external:{text[:40]}"


class Reader:
    """Reads the cells of one row; problems are [column, value, code, {"az", "en"}]."""

    def __init__(self, cells: Mapping[str, Any], problems: list[list[Any]]) -> None:
        self.cells, self.problems = cells, problems

    def fault(self, column: str, code: str, words: Mapping[str, str]) -> None:
        """Told once, though the law's reader and this one may both stumble over a cell."""
        if [column, code] not in [[p[0], p[2]] for p in self.problems]:
            self.problems.append([column, shown(self._raw(column)), code, dict(words)])

    def _raw(self, column: str) -> Any:
        cell = self.cells.get(column)
        return cell.code if isinstance(cell, CellError) else cell

    def has(self, column: str) -> bool:
        return not read.is_empty(self._raw(column))

    def _read(self, column: str, how: Any) -> Any:
        if not self.has(column):
            return None
        try:
            return how(self._raw(column))
        except CellRefused as error:
            words = {lang: REASONS[error.code][lang].format(**error.fields) for lang in ("az", "en")}
            self.fault(column, error.code, words)
        except BadIdentifier as error:
            self.fault(column, f"identifier_{error.reason}", error.words)
        return None

    def text(self, column: str, limit: int = 200) -> str:
        found: str = self._read(column, read.read_text) or ""
        if len(found) > limit:
            self.fault(column, "text_long", {k: w.format(limit=limit) for k, w in WORDS["text_long"].items()})
            return ""
        return found

    def day(self, column: str, low: date = OLDEST, high: date = LATEST) -> date | None:
        found: date | None = self._read(column, lambda cell: read.read_date(cell, low, high))
        return found

    def whole(self, column: str, low: int, high: int, scale: int = 0) -> int | None:
        found: int | None = self._read(column, lambda cell: read.read_number(cell, scale, low, high))
        return found

    def address(self, prefix: str, single: str) -> Address:
        """The address of three columns, or of one parted into three; empty where the row says none."""
        apart = Address(
            *(
                self.text(f"{prefix}{n}", limit)
                for n, limit in (("settlement", 80), ("street", 120), ("house", 40))
            )
        )
        one = parted(self.text(single))
        if not apart:
            return one
        # A settlement of its own column belongs to the one-piece address beside it.
        return (
            one._replace(settlement=one.settlement or apart.settlement) if one and not apart.street else apart
        )


def identifiers(reader: Reader) -> dict[str, str]:
    """FİN and VÖEN of their own columns, checked; a VÖEN in the FİN's column is one, anything else there is refused."""
    found: dict[str, str] = {}
    for column, kind in (("fin", FIN), ("voen", VOEN)):
        if not reader.has(column):
            continue
        text = str(reader.text(column))
        if column == "fin" and VOEN.is_valid(text):
            found["voen"] = VOEN.compact(text)
        elif value := reader._read(column, lambda cell, kind=kind: kind.validate(read.read_text(cell))):
            found[column] = value
    return found


def read_person(cells: Mapping[str, Any], problems: list[list[Any]], today: date) -> Person:
    """Who the row is about. A responsible party named by the payer's own number says nothing."""
    reader = Reader(cells, problems)
    person = Person(reader.text("taxpayer_id") if reader.has("taxpayer_id") else "", identifiers(reader))
    facts = person.facts
    for name, limit in TEXTS.items():
        if value := reader.text(name, limit):
            facts[name] = value
    if "telephone" in facts and PHONE.is_valid(facts["telephone"]):
        facts["telephone"] = PHONE.format(facts["telephone"])
    if "telephone" in facts and not is_telephone(facts["telephone"]):
        reader.fault("telephone", "bad_telephone", WORDS["bad_telephone"])
    if "email" in facts:
        try:
            validate_email(facts["email"])
        except ValidationError:
            reader.fault("email", "bad_email", WORDS["bad_email"])
    if born := reader.day("born", OLDEST, today):
        facts["born"] = born
    if address := reader.address("payer_", "payer_address"):
        facts |= {"settlement": address.settlement, "street": address.street, "house": address.house}
        person.whole = address.whole
    person.responsible = reader.text("responsible", 40)
    if person.responsible and payer_key(person.responsible) in person.keys:
        person.responsible = ""
    _read_proof(reader, person)
    return person


def _read_proof(reader: Reader, person: Person) -> None:
    proof: dict[str, Any] = {n: v for n, limit in PROOF.items() if (v := reader.text(f"relief_{n}", limit))}
    for name in ("issued", "since", "until"):
        if value := reader.day(f"relief_{name}"):
            proof[name] = value
    if proof.get("since") and proof.get("until") and proof["until"] < proof["since"]:
        reader.fault("relief_until", "relief_order", WORDS["relief_order"])
    if proof and not reader.has("relief"):
        first = next(n for n in (*PROOF, "issued", "since", "until") if n in proof)
        reader.fault(f"relief_{first}", "proof_without_relief", WORDS["proof_without_relief"])
    person.proof = proof


def read_right(reader: Reader) -> str:
    """The right by which the object is held; empty where the row says none."""
    text = reader.text("right", 60)
    if not text:
        return ""
    right = RIGHTS.get(re.sub(r"\s+(hüququ|huququ)$", "", fold(text)))
    if right is None:
        reader.fault("right", "unknown_right", WORDS["unknown_right"])
        return ""
    return right.value
