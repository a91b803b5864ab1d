"""A roll as a file: its table, its headings, the register it is compared with. Writes nothing."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from belediyye.core import files
from belediyye.core.documents.sheets import DIGITS_LOST, CellError, Table, read_table
from belediyye.core.fields import index_of
from belediyye.core.models import StoredFile
from belediyye.core.text import mask
from belediyye.finance.revenue.models import (
    Holding,
    ImportRow,
    ObjectState,
    PrivilegeStatus,
    RollImport,
    SavedMapping,
    TaxObject,
    Taxpayer,
)
from belediyye.finance.revenue.queries import roll_columns
from belediyye.finance.revenue.queries.openings import Said
from belediyye.finance.revenue.queries.roll_person import Person, payer_key
from belediyye.finance.rules.book.collection import may_assess
from belediyye.finance.rules.roll.check import Facts
from belediyye.finance.rules.roll.columns import heading_key
from belediyye.finance.rules.roll.reasons import REASONS

UNDONE = "import undone"
# Counts beside those of the outcomes.
ASIDE = ("payers", "to_see")
# The columns of a preview that are about the record of the payer.
OF_PAYER = frozenset(
    ("taxpayer_name", "fin", "voen", "external_id", "telephone", "email", "born", "payer_address", "gets_address", "responsible")
)  # fmt: skip
FACTS = (
    "use", "place_class", "baku_zone", "area_dm2", "inventory_value_qepik", "points_per_ha_tenths", "engine_cm3", "market_price_qepik",
    "volume_litres", "profit_qepik", "let_or_business",
)  # fmt: skip
Outcome = ImportRow.Outcome


def content_of(file: StoredFile) -> bytes:
    """The clear bytes of a roll; the disk has them encrypted. Raises BadFile."""
    return files.read_sealed(settings.FILES_ROOT, file.digest, settings.FIELD_KEYS)


@contextmanager
def table_of(roll: RollImport, content: bytes | None = None) -> Iterator[Table]:
    """The table of an import by its mapping (column → heading), or, before there is one, by the known headings.

    Raises UnreadableFile, which names the file as the office does."""
    headings = (
        {k: (v,) for k, v in roll.mapping.items()} if roll.mapping else roll_columns.known_headings(roll.kind)
    )
    clear = content_of(roll.file) if content is None else content
    with files.opened(roll.file.name, clear) as path:
        yield read_table(path, headings)


def signature(headings: list[str], kind: str = RollImport.Kind.ROLL) -> str:
    """The digest of a heading row, whatever its order and letters; each kind of file has its own."""
    about = [] if kind == RollImport.Kind.ROLL else [kind]
    return hashlib.sha256("\n".join([*about, *sorted(heading_key(h) for h in headings)]).encode()).hexdigest()


def remembered(municipality_id: int, headings: list[str], kind: str = RollImport.Kind.ROLL) -> dict[str, str]:
    """The mapping that this office used for the same headings before; empty when it never did."""
    found = SavedMapping.objects.filter(
        municipality_id=municipality_id, signature=signature(headings, kind)
    ).first()
    written = {heading_key(h): h for h in headings}
    return {k: written[v] for k, v in found.mapping.items() if v in written} if found else {}


def first_since(municipality_id: int, today: date) -> date:
    """The day from which a file's characteristics usually count: 1 January, of the oldest year that can still be assessed
    where the office has nothing yet (else a run of a back year would find no object), of this year afterwards."""
    year = today.year
    if not TaxObject.objects.filter(municipality_id=municipality_id).exists():
        while may_assess(year - 1, today):
            year -= 1
    return date(year, 1, 1)


def before_since(roll: RollImport) -> bool:
    """Whether a year that may still be assessed lies before the day of the file: its objects will not be found there."""
    return roll.kind == RollImport.Kind.ROLL and may_assess(roll.since.year - 1, roll.made_at.date())


@dataclass
class Planned:
    """A row with what it would do: `changes` (column → [before, after]), and where it goes in the register."""

    row: int
    cells: dict[str, str]
    outcome: int = Outcome.NEW
    problems: list[list[Any]] = field(default_factory=list)
    warnings: list[list[Any]] = field(default_factory=list)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    facts: Facts | None = None
    person: Person | None = None
    payer_key: str = ""
    payer_id: int | None = None
    payer_facts: dict[str, Any] = field(default_factory=dict)
    responsible: str = ""
    object_id: int | None = None
    place: tuple[str, str, str] | None = None
    right: str = ""
    state: ObjectState | None = None
    holding: Holding | None = None
    displaced: list[Holding] = field(default_factory=list)
    reliefs: list[str] = field(default_factory=list)
    new_state: bool = False
    new_holding: bool = False
    opening: Said | None = None
    document: str = ""

    def refuse(self, column: str, value: object, code: str, **fields: str) -> None:
        self.problems.append([column, str(value), code, fields])

    def warn(self, column: str, value: object, code: str, **fields: str) -> None:
        """Something that a person should look at; the row is taken all the same."""
        self.warnings.append([column, str(value), code, fields])

    @property
    def changes_payer(self) -> bool:
        """Whether the record of a payer that stands in the register changes."""
        return self.payer_id is not None and not OF_PAYER.isdisjoint(self.changes)


class Known(NamedTuple):
    """What the register has of a payer; identifiers only as their keyed hash."""

    code: str
    name: str
    external_id: str
    fin_index: str
    voen_index: str
    telephone: str
    email: str
    born: date | None
    settlement: str
    street: str
    house: str
    responsible_id: int | None
    closed: date | None
    closed_because: str

    @property
    def is_closed(self) -> bool:
        return self.closed is not None and self.closed_because != UNDONE


class Payers:
    """The payers of a municipality, read once, and found by any of their numbers."""

    def __init__(self, municipality_id: int) -> None:
        self.municipality_id = municipality_id
        live = Taxpayer.objects.filter(municipality_id=municipality_id, merged_into__isnull=True)
        self.payers: dict[int, Known] = {}
        self.by_key: dict[str, int] = {}
        for pk, *values in live.values_list("pk", *Known._fields):
            known = self.payers[pk] = Known(*values)
            for kind, value in (
                ("code", known.code),
                ("external", known.external_id),
                ("fin", known.fin_index),
                ("voen", known.voen_index),
            ):
                if value:
                    self.by_key[f"{kind}:{value}"] = pk

    def find(self, key: str) -> int | None:
        kind, _sep, value = key.partition(":")
        return self.by_key.get(f"{kind}:{index_of(value)}" if kind in ("fin", "voen") else key)


def own_key(thing: TaxObject) -> str:
    """How files name an object: by the number that the office gave it, else by its number in this register."""
    return thing.external_id or f"№{thing.number}"


class Register(Payers):
    """Payers, objects and who holds them: what the rows of a roll are compared with."""

    def __init__(self, municipality_id: int) -> None:
        super().__init__(municipality_id)
        # Last those of the office's own numbers: such a number counts, should it look like one of the register.
        self.objects = {
            own_key(o): o
            for o in TaxObject.objects.filter(municipality_id=municipality_id, ended__isnull=True)
            .order_by("external_id")
            .only("pk", "external_id", "number", "kind", "settlement", "street", "house")
        }
        self.states = {
            s.object_id: s
            for s in ObjectState.objects.filter(
                municipality_id=municipality_id, withdrawn=False, until__isnull=True
            )
        }
        self.holdings = {
            (h.taxpayer_id, h.object_id): h
            for h in Holding.objects.filter(
                municipality_id=municipality_id, withdrawn=False, until__isnull=True
            )
        }
        self.shares: dict[int, Fraction] = {}
        self.holders: dict[int, list[Holding]] = {}
        self.held: dict[int, list[int]] = {}
        for h in self.holdings.values():
            self.holders.setdefault(h.object_id, []).append(h)
            self.held.setdefault(h.taxpayer_id, []).append(h.object_id)
            self.shares[h.object_id] = self.shares.get(h.object_id, Fraction(0)) + Fraction(
                h.share_num, h.share_den
            )
        self.statuses = set(
            PrivilegeStatus.objects.filter(
                municipality_id=municipality_id, withdrawn=False, until__isnull=True
            ).values_list("taxpayer_id", "category")
        )


def problem_text(problem: list[Any], lang: str) -> str:
    """A problem of a row in words."""
    _column, _value, code, fields = problem
    own = {
        "fin_of_other": _("By its FİN or VÖEN the row is about %(one)s, by its number about %(other)s.")
        % {"one": fields.get("one", "…"), "other": fields.get("other", "…")},
        "other_number": _("The register has this taxpayer under the number %(number)s; it stays.")
        % {"number": fields.get("number", "")},
        "name_unlike": _("The register knows this number as %(name)s: is it the same person?")
        % {"name": fields.get("name", "")},
        "share_left": _("Nobody holds the rest of the object, %(rest)s: it will not be assessed.")
        % {"rest": fields.get("rest", "")},
        "looks_like": _(
            "A new number at the address of %(object)s, which the file does not have: is it the same object?"
        )
        % {"object": fields.get("object", "")},
        "day_to_come": _("A share begins or ends at the latest on %(day)s; leave a later day empty.")
        % {"day": fields.get("day", "")},
        "unknown_code": _("No taxpayer with this YVÖK is registered here."),
        "payer_closed": _("This taxpayer is closed; reopen the record first."),
        "kind_differs": _("In the register this object is of another kind."),
        "object_differs": _("Another row of the same object says something else of it."),
        "another_name": _("Another row gives this number to %(name)s.") % {"name": fields.get("name", "")},
        "payer_differs": _("Another row of the same taxpayer gives another FİN or VÖEN."),
        "responsible_unknown": _("No taxpayer with this number is in the register or in this file."),
        "duplicate_opening": _("The same debt of this taxpayer already stands in row %(row)s.")
        % {"row": fields.get("row", "")},
        "name_missing": _("A new taxpayer needs a name."),
        "no_name": _("This is no name: it has no letter."),
        "fact_missing": _(
            "Nothing is written here and nothing is known: no run assesses the object without it."
        ),
        "share_of_vehicle": _(
            "A vehicle is assessed whole on the person in whose name it is registered (Tax Code, 200.3)."
        ),
    }
    # What the reader of cells found comes with its words; what the register found has its fields.
    return own.get(code) or fields.get(lang) or REASONS[code][lang].format(**fields)


def hidden(plan: Planned, mapping: Mapping[str, str]) -> dict[str, str]:
    """The cells without a FİN or VÖEN in clear: these stand encrypted in the register and in the office's own file."""
    secret = {mapping.get("fin"), mapping.get("voen")}
    maybe = {mapping.get("taxpayer_id"), mapping.get("responsible")}
    return {
        heading: mask(text)
        if text
        and (
            heading in secret or roll_columns.is_identifier(heading) or (heading in maybe and is_secret(text))
        )
        else text
        for heading, text in plan.cells.items()
    }


def hidden_problems(plan: Planned) -> list[list[Any]]:
    """What stands against a row, or what is to be looked at in one that is taken, without a FİN or VÖEN in clear, nor
    anything that was written where one belongs."""
    found = []
    for column, value, code, fields in plan.problems or plan.warnings:
        text = str(value)
        if text and (column in ("fin", "voen") or is_secret(text)):
            fields = {k: str(words).replace(text, mask(text)) for k, words in fields.items()}
            value = mask(text)
        found.append([column, value, code, fields])
    return found


def is_secret(text: str) -> bool:
    """Whether a text is a FİN or VÖEN by its form."""
    return payer_key(text).startswith(("fin:", "voen:"))


def clear_cells(roll: RollImport, rows: set[int]) -> dict[int, dict[str, str]]:
    """The cells of some rows as the file itself has them, identifiers in clear, by heading. Raises UnreadableFile."""
    with table_of(roll) as table:
        return {row.number: shown_cells(table, row) for row in table if row.number in rows}


def shown_cells(table: Table, row: Any) -> dict[str, str]:
    """A row as people see it, by heading, in the order of the file."""
    found = {table.columns[n]: _text(c) for n, c in row.cells.items()} | {
        k: _text(v) for k, v in row.aside.items()
    }
    return {heading: found.get(heading, "") for heading in table.headings}


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return _("digits lost") if cell.code == DIGITS_LOST else cell.code
    return cell.strftime("%d.%m.%Y") if isinstance(cell, date) else str(cell)


def counts_of(plans: Iterable[Planned]) -> dict[str, int]:
    """Rows by outcome; and where there are any, `payers` whose records change, and rows `to_see` with a warning."""
    outcomes: Counter[str] = Counter()
    payers = set()
    for plan in plans:
        outcomes[Outcome(plan.outcome).name.lower()] += 1
        if plan.changes_payer:
            payers.add(plan.payer_id)
        if plan.warnings and not plan.problems:
            outcomes["to_see"] += 1
    return dict(outcomes) | ({"payers": len(payers)} if payers else {})


def rows_in(counts: Mapping[str, int]) -> int:
    """How many rows a file has."""
    return sum(counts.get(o.name.lower(), 0) for o in Outcome)


def shown_rows(roll: RollImport, show: str) -> QuerySet[ImportRow]:
    """The rows of an import of one kind: an outcome, `payers` whose records change, or those `to_see`."""
    rows = ImportRow.objects.filter(roll_import=roll)
    if show == "payers":
        return rows.filter(outcome__in=(Outcome.NEW, Outcome.CHANGED), changes__has_any_keys=sorted(OF_PAYER))
    if show == "to_see":
        return rows.exclude(outcome=Outcome.REFUSED).exclude(problems=[])
    if show.upper() in Outcome.names:
        return rows.filter(outcome=Outcome[show.upper()])
    return rows.order_by("-outcome", "row") if roll.counts.get("refused") else rows
