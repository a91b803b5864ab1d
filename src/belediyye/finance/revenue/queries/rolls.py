"""Reading a roll against the register: what each row would do, and everything that stands against it. Writes nothing."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from belediyye.core import files
from belediyye.core.documents.sheets import CellError, Table, read_table
from belediyye.core.fields import index_of
from belediyye.core.identifiers import FIN, VOEN, YVOK
from belediyye.core.models import StoredFile
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
from belediyye.finance.rules.book.columns import RELIEFS
from belediyye.finance.rules.roll.check import Checker, Facts
from belediyye.finance.rules.roll.columns import COLUMNS, Headings, heading_key
from belediyye.finance.rules.roll.reasons import REASONS

UNDONE = "import undone"
FACTS = (
    "use", "place_class", "baku_zone", "area_dm2", "inventory_value_qepik", "points_per_ha_tenths", "engine_cm3", "market_price_qepik",
    "volume_litres", "profit_qepik", "let_or_business",
)  # fmt: skip
Outcome = ImportRow.Outcome


def path_of(file: StoredFile) -> Path:
    return files.path_of(settings.FILES_ROOT, file.digest)


def known_headings() -> dict[str, tuple[str, ...]]:
    return {c.name: (c.az, c.en, *c.others) for c in COLUMNS}


def open_table(roll: RollImport) -> Table:
    """The table of an import by its mapping (column → heading), or, before there is one, by the known headings."""
    headings = {k: (v,) for k, v in roll.mapping.items()} if roll.mapping else known_headings()
    return read_table(path_of(roll.file), headings)


def headings_of(table: Table) -> list[str]:
    """All headings of the table, known ones first."""
    return [*table.columns.values(), *table.unknown]


def signature(headings: list[str]) -> str:
    """The digest of a heading row, whatever its order and letters."""
    return hashlib.sha256("\n".join(sorted(heading_key(h) for h in headings)).encode()).hexdigest()


def remembered(municipality_id: int, headings: list[str]) -> dict[str, str]:
    """The mapping that this office used for the same headings before; empty when it never did."""
    found = SavedMapping.objects.filter(
        municipality_id=municipality_id, signature=signature(headings)
    ).first()
    written = {heading_key(h): h for h in headings}
    return {k: written[v] for k, v in found.mapping.items() if v in written} if found else {}


@dataclass
class Planned:
    """A row with what it would do: `changes` (column → [before, after]), and where it goes in the register."""

    row: int
    cells: dict[str, str]
    outcome: int = Outcome.NEW
    problems: list[list[Any]] = field(default_factory=list)
    changes: dict[str, list[Any]] = field(default_factory=dict)
    facts: Facts | None = None
    payer_key: str = ""
    payer_id: int | None = None
    object_id: int | None = None
    state: ObjectState | None = None
    holding: Holding | None = None
    reliefs: list[str] = field(default_factory=list)
    new_state: bool = False
    new_holding: bool = False


class Register:
    """The part of a municipality's register that rows are compared with, read once."""

    def __init__(self, municipality_id: int) -> None:
        self.municipality_id = municipality_id
        live = Taxpayer.objects.filter(municipality_id=municipality_id, merged_into__isnull=True)
        self.payers: dict[int, tuple[str, str, bool]] = {}
        self.by_key: dict[str, int] = {}
        for pk, code, name, external, fin, voen, closed, why in live.values_list(
            "pk", "code", "name", "external_id", "fin_index", "voen_index", "closed", "closed_because"
        ):
            self.payers[pk] = (code, name, closed is not None and why != UNDONE)
            for kind, value in (("code", code), ("external", external), ("fin", fin), ("voen", voen)):
                if value:
                    self.by_key[f"{kind}:{value}"] = pk
        self.objects = {
            o.external_id: o
            for o in TaxObject.objects.filter(municipality_id=municipality_id, ended__isnull=True)
            .exclude(external_id="")
            .only("pk", "external_id", "kind", "street")
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
        for h in self.holdings.values():
            self.shares[h.object_id] = self.shares.get(h.object_id, Fraction(0)) + Fraction(
                h.share_num, h.share_den
            )
        self.statuses = set(
            PrivilegeStatus.objects.filter(
                municipality_id=municipality_id, withdrawn=False, until__isnull=True
            ).values_list("taxpayer_id", "category")
        )

    def find_payer(self, key: str) -> int | None:
        kind, _sep, value = key.partition(":")
        return self.by_key.get(f"{kind}:{index_of(value)}" if kind in ("fin", "voen") else key)


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


def problem_text(problem: list[Any], lang: str) -> str:
    """A problem of a row in words."""
    _column, _value, code, fields = problem
    own = {
        "unknown_code": _("No taxpayer with this YVÖK is registered here."),
        "payer_closed": _("This taxpayer is closed; reopen the record first."),
        "kind_differs": _("In the register this object is of another kind."),
        "object_differs": _("Another row of the same object says something else of it."),
        "name_missing": _("A new taxpayer needs a name."),
        "share_of_vehicle": _(
            "A vehicle is assessed whole on the person in whose name it is registered (Tax Code, 200.3)."
        ),
    }
    # What the reader of cells found comes with its words; what the register found has its fields.
    return own.get(code) or fields.get(lang) or REASONS[code][lang].format(**fields)


class Planner:
    """Plans the rows of one table: reads each, compares it with the register and with the rows before it."""

    def __init__(self, municipality_id: int, since: date) -> None:
        self.register = Register(municipality_id)
        self.since = since
        self.seen: dict[tuple[str, str], int] = {}
        self.said: dict[str, tuple[str, dict[str, Any]]] = {}
        self.named: dict[str, str] = {}
        self.shares: dict[str, Fraction] = {}
        self.first: dict[str, int] = {}

    def rows(self, table: Table) -> Iterator[Planned]:
        """Every row of the table that holds anything."""
        names = list(table.columns)
        checker = Checker(
            Headings({n: i for i, n in enumerate(names)}, dict(table.columns), (), (), (), len(names)),
            self.since.year,
        )
        for row in table:
            cells = [row.cells.get(n) for n in names]
            shown = {table.columns[n]: _text(row.cells.get(n)) for n in names} | {
                k: _text(v) for k, v in row.aside.items()
            }
            found = checker.row(row.number, [c.code if isinstance(c, CellError) else c for c in cells])
            if found is None:
                continue
            plan = Planned(row.number, shown)
            if isinstance(found, list):
                plan.problems = [[r.column, r.value, r.code, {"az": r.az, "en": r.en}] for r in found]
            else:
                self._compare(plan, found)
            if plan.problems:
                plan.outcome = Outcome.REFUSED
            yield plan

    def _compare(self, plan: Planned, facts: Facts) -> None:
        plan.facts, plan.payer_key = facts, payer_key(facts.taxpayer_id)
        plan.payer_id = self.register.find_payer(plan.payer_key)
        self._against_rows(plan, facts)
        self._against_payer(plan, facts)
        known = self.register.objects.get(facts.object_id)
        if known and known.kind != facts.stored.get("object_kind", known.kind):
            plan.problems.append(["object_kind", facts.stored.get("object_kind"), "kind_differs", {}])
        if not known and "object_kind" not in facts.stored:
            plan.problems.append(["object_kind", "", "missing", {}])
        self._against_shares(plan, facts, known)
        if plan.problems:
            return
        self.seen[plan.payer_key, facts.object_id] = plan.row
        self.first.setdefault(facts.object_id, plan.row)
        self.said.setdefault(
            facts.object_id, (facts.stored.get("object_kind", ""), self._characteristics(facts))
        )
        if known:
            plan.object_id = known.pk
            plan.state = self.register.states.get(known.pk)
            plan.holding = self.register.holdings.get((plan.payer_id or 0, known.pk))
        self._differences(plan, facts, known)

    def _against_rows(self, plan: Planned, facts: Facts) -> None:
        if first := self.seen.get((plan.payer_key, facts.object_id)):
            plan.problems.append(["object_id", facts.object_id, "duplicate_object", {"row": str(first)}])
            return
        kind, said = self.said.get(facts.object_id, ("", {}))
        now = self._characteristics(facts)
        # An empty cell says nothing: a co-owner's row need not repeat what the first row said.
        if (kind and kind != facts.stored.get("object_kind", kind)) or any(
            said[k] != v for k, v in now.items() if said and v and said[k]
        ):
            plan.problems.append(["object_id", facts.object_id, "object_differs", {}])

    def _against_payer(self, plan: Planned, facts: Facts) -> None:
        if plan.payer_id is None:
            if plan.payer_key.startswith("code:"):
                plan.problems.append(["taxpayer_id", facts.taxpayer_id, "unknown_code", {}])
            elif not (facts.taxpayer_name or self.named.get(plan.payer_key)):
                plan.problems.append(["taxpayer_name", "", "name_missing", {}])
            if facts.taxpayer_name:
                self.named.setdefault(plan.payer_key, facts.taxpayer_name)
        elif self.register.payers[plan.payer_id][2]:
            plan.problems.append(["taxpayer_id", facts.taxpayer_id, "payer_closed", {}])

    def _against_shares(self, plan: Planned, facts: Facts, known: TaxObject | None) -> None:
        if facts.stored.get("object_kind") == "vehicle" and facts.share[0] != facts.share[1]:
            plan.problems.append(["share", "/".join(map(str, facts.share)), "share_of_vehicle", {}])
        if facts.share[1] > 10_000:
            plan.problems.append(
                ["share", "/".join(map(str, facts.share)), "share_term_too_large", {"high": "10000"}]
            )
            return
        if facts.owned[1] or plan.problems:
            return
        if facts.object_id not in self.shares:
            self.shares[facts.object_id] = (
                self.register.shares.get(known.pk, Fraction(0)) if known else Fraction(0)
            )
        total = self.shares[facts.object_id] + Fraction(*facts.share)
        mine = self.register.holdings.get((plan.payer_id or 0, known.pk)) if known else None
        if mine:
            total -= Fraction(mine.share_num, mine.share_den)
        if total > 1:
            plan.problems.append(
                [
                    "share",
                    "/".join(map(str, facts.share)),
                    "shares_exceed_object",
                    {"row": str(self.first.get(facts.object_id, plan.row))},
                ]
            )
        elif not plan.problems:
            self.shares[facts.object_id] = total

    def _characteristics(self, facts: Facts) -> dict[str, Any]:
        return {n: facts.stored.get(n) for n in FACTS} | {"address": facts.address}

    def _differences(self, plan: Planned, facts: Facts, known: TaxObject | None) -> None:
        """What would change; a column that the file does not have changes nothing, nor does an empty cell."""
        changes = plan.changes
        if (
            plan.payer_id is not None
            and facts.taxpayer_name
            and facts.taxpayer_name != self.register.payers[plan.payer_id][1]
        ):
            changes["taxpayer_name"] = [self.register.payers[plan.payer_id][1], facts.taxpayer_name]
        plan.reliefs = [
            c
            for c in RELIEFS
            if facts.stored.get(f"relief_{c}") and (plan.payer_id, c) not in self.register.statuses
        ]
        if plan.payer_id is not None and plan.reliefs:
            changes["relief"] = ["", ", ".join(plan.reliefs)]
        if known is None:
            plan.new_state = plan.new_holding = True
            plan.outcome = Outcome.NEW
            return
        if facts.address and facts.address != known.street:
            changes["address"] = [known.street, facts.address]
        for name in FACTS:
            before, after = getattr(plan.state, name, None), facts.stored.get(name)
            if after is not None and after != before:
                changes[name] = [before, after]
                plan.new_state = True
        held = plan.holding
        if held is None:
            plan.new_holding = True
            plan.outcome = Outcome.NEW
            return
        if Fraction(held.share_num, held.share_den) != Fraction(*facts.share):
            changes["share"] = [f"{held.share_num}/{held.share_den}", f"{facts.share[0]}/{facts.share[1]}"]
            plan.new_holding = True
        if facts.owned[0] and facts.owned[0] != held.since:
            changes["owned_from"] = [str(held.since or ""), str(facts.owned[0])]
            plan.new_holding = True
        if facts.owned[1]:
            changes["owned_to"] = ["", str(facts.owned[1])]
        plan.outcome = Outcome.CHANGED if changes else Outcome.SAME


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, CellError):
        return cell.code
    return cell.strftime("%d.%m.%Y") if isinstance(cell, date) else str(cell)


def counts_of(outcomes: Mapping[int, int]) -> dict[str, int]:
    return {Outcome(k).name.lower(): v for k, v in outcomes.items()}
