"""Reading a roll against the register: what each row would do, and everything that stands against it. Writes nothing."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from belediyye.core.documents.sheets import CellError, Table
from belediyye.core.text import fold
from belediyye.finance.revenue.models import RANGES, Holding, TaxObject
from belediyye.finance.revenue.queries import import_words, limits, roll_person, rolls
from belediyye.finance.revenue.queries.roll_known import Naming
from belediyye.finance.revenue.queries.rolls import FACTS, Outcome, Planned, Register, shown_cells
from belediyye.finance.rules.book.columns import BY_FACT, COLUMN, RELIEFS
from belediyye.finance.rules.roll.check import Checker, Facts
from belediyye.finance.rules.roll.choices import code_of
from belediyye.finance.rules.roll.columns import NAMES, Headings
from belediyye.finance.rules.roll.law import Law
from belediyye.finance.rules.roll.reasons import Refusal


class Planner:
    """Plans the rows of one table: reads all of them, compares each with the register and with the rows before it."""

    def __init__(self, municipality_id: int, since: date, today: date) -> None:
        self.register = Register(municipality_id)
        self.naming = Naming(self.register)
        self.since, self.today = since, today
        self.law = Law(since.year)
        self.seen: dict[tuple[str, str], int] = {}
        self.said: dict[str, tuple[str, dict[str, Any]]] = {}
        self.shares: dict[str, Fraction] = {}
        self.first: dict[str, int] = {}
        self.displaced: dict[str, list[Holding]] = {}

    def rows(self, table: Table) -> list[Planned]:
        """Every row of the table that holds anything."""
        plans = self._read(table)
        readable = [p for p in plans if not p.problems]
        for plan in readable:
            self.naming.name(plan)
        self._find_changes_of_holder(readable)
        for plan in readable:
            if not plan.problems:
                self._compare(plan)
        self._addresses_of_dwellings(readable)
        self.naming.find_responsible(readable)
        self._look_around([p for p in readable if not p.problems])
        for plan in plans:
            if plan.problems:
                plan.outcome, plan.changes = Outcome.REFUSED, {}
        return plans

    def _read(self, table: Table) -> list[Planned]:
        names = ["taxpayer_id", *(n for n in table.columns if n in NAMES and n != "taxpayer_id")]
        written = {n: table.columns.get(n, n) for n in names}
        checker = Checker(
            Headings({n: i for i, n in enumerate(names)}, written, (), (), (), len(names)), self.since.year
        )
        own = next((n for n in ("taxpayer_id", "fin", "voen") if n in table.columns), "taxpayer_id")
        plans = []
        for row in table:
            cells = {n: c.code if isinstance(c, CellError) else c for n, c in row.cells.items()}
            who = next(
                (cells[n] for n in ("taxpayer_id", "fin", "voen") if cells.get(n) not in (None, "")), None
            )
            found = checker.row(row.number, [who, *(cells.get(n) for n in names[1:])])
            if found is None:
                continue
            plan = Planned(row.number, shown_cells(table, row))
            if isinstance(found, list):
                kind = self._kind_of(cells)
                plan.problems = [
                    _problem(r, own if r.column == "taxpayer_id" else r.column, kind) for r in found
                ]
            else:
                plan.facts = found
            reader = roll_person.Reader(cells, plan.problems)
            plan.person = roll_person.read_person(cells, plan.problems, self.today)
            plan.right = roll_person.read_right(reader)
            place = reader.address("", "address")
            if place:
                plan.place = (place.settlement, place.street, place.house)
                if place.whole:
                    plan.changes["address_whole"] = ["", place.street]
            plans.append(plan)
        return plans

    def _kind_of(self, cells: Mapping[str, Any]) -> str:
        """The kind of the object of a row that cannot be read whole; empty where neither row nor register says it."""
        known = self.register.objects.get(str(cells.get("object_id") or "").strip())
        return (
            known.kind if known else code_of("object_kind", str(cells.get("object_kind") or "").strip()) or ""
        )

    def _find_changes_of_holder(self, plans: list[Planned]) -> None:
        """Where the file has other holders of an object than the register, with exactly the same share together, the share
        went from those to these; where it is one person of the same name, only a number was corrected."""
        by: dict[str, list[Planned]] = {}
        for plan in plans:
            assert plan.facts is not None
            if plan.facts.object_id in self.register.objects and not plan.problems:
                by.setdefault(plan.facts.object_id, []).append(plan)
        corrected: dict[str, int] = {}
        for external, rows in by.items():
            known = self.register.objects[external]
            present = {p.payer_id for p in rows}
            absent = [h for h in self.register.holders.get(known.pk, ()) if h.taxpayer_id not in present]
            fresh = [
                p for p in rows if (p.payer_id or 0, known.pk) not in self.register.holdings and not _ended(p)
            ]
            if (
                not absent
                or not fresh
                or _sum_of(fresh) != sum(Fraction(h.share_num, h.share_den) for h in absent)
            ):
                continue
            if len(absent) == len(fresh) == 1 and (same := self._same_person(absent[0], fresh[0])):
                corrected[fresh[0].payer_key] = same
            else:
                self.displaced[external] = absent
        for key, payer in corrected.items():
            self.naming.correct(key, payer, plans)

    def _same_person(self, held: Holding, plan: Planned) -> int | None:
        """The payer of the register whose number the row corrects: the same name, not otherwise in the file."""
        assert plan.facts is not None
        known = self.register.payers.get(held.taxpayer_id)
        if known is None or plan.payer_id is not None or plan.payer_key.startswith("code:"):
            return None
        same = fold(known.name) == fold(plan.facts.taxpayer_name or "")
        return held.taxpayer_id if same and held.taxpayer_id not in self.naming.present else None

    def _compare(self, plan: Planned) -> None:
        facts = plan.facts
        assert facts is not None
        self._against_rows(plan, facts)
        known = self.register.objects.get(facts.object_id)
        if known and known.kind != facts.stored.get("object_kind", known.kind):
            plan.refuse("object_kind", facts.stored.get("object_kind"), "kind_differs")
        if not known and "object_kind" not in facts.stored:
            plan.refuse("object_kind", "", "missing")
        self._against_limits(plan, facts, known)
        self._against_shares(plan, facts, known)
        if plan.problems:
            return
        self.seen[plan.payer_key, facts.object_id] = plan.row
        self.first.setdefault(facts.object_id, plan.row)
        self.said.setdefault(
            facts.object_id, (facts.stored.get("object_kind", ""), self._characteristics(plan, facts))
        )
        if known:
            plan.object_id = known.pk
            plan.state = self.register.states.get(known.pk)
            plan.holding = self.register.holdings.get((plan.payer_id or 0, known.pk))
            plan.displaced = self.displaced.pop(facts.object_id, [])
        self._differences(plan, facts, known)

    def _against_rows(self, plan: Planned, facts: Facts) -> None:
        if first := self.seen.get((plan.payer_key, facts.object_id)):
            plan.refuse("object_id", facts.object_id, "duplicate_object", row=str(first))
            return
        kind, said = self.said.get(facts.object_id, ("", {}))
        now = self._characteristics(plan, facts)
        # An empty cell says nothing: a co-owner's row need not repeat what the first row said.
        if (kind and kind != facts.stored.get("object_kind", kind)) or any(
            said[k] != v for k, v in now.items() if said and v and said[k]
        ):
            plan.refuse("object_id", facts.object_id, "object_differs")

    def _against_limits(self, plan: Planned, facts: Facts, known: TaxObject | None) -> None:
        """What no office can mean: an area of nothing or of a country, a share that begins in a year to come."""
        kind = known.kind if known else facts.stored.get("object_kind", "")
        for name in limits.outside(kind, facts.stored):
            shown = import_words.said(name, facts.stored[name])
            plan.problems.append([COLUMN[name].symbol, str(shown), "outside_limits", limits.both(kind, name)])
        last = limits.last_day(self.today, self.since)
        for name, day in zip(("owned_from", "owned_to"), facts.owned, strict=True):
            if day and day > last:
                plan.refuse(name, _day(day), "day_to_come", day=_day(last))

    def _against_shares(self, plan: Planned, facts: Facts, known: TaxObject | None) -> None:
        text = "/".join(map(str, facts.share))
        if facts.stored.get("object_kind") == "vehicle" and facts.share[0] != facts.share[1]:
            plan.refuse("share", text, "share_of_vehicle")
        if facts.share[1] > 10_000:
            plan.refuse("share", text, "share_term_too_large", high="10000")
            return
        if facts.owned[1] or plan.problems:
            return
        if facts.object_id not in self.shares:
            before = self.register.shares.get(known.pk, Fraction(0)) if known else Fraction(0)
            self.shares[facts.object_id] = before
        total = self.shares[facts.object_id] + Fraction(*facts.share)
        total -= sum(Fraction(h.share_num, h.share_den) for h in self.displaced.get(facts.object_id, ()))
        mine = self.register.holdings.get((plan.payer_id or 0, known.pk)) if known else None
        if mine:
            total -= Fraction(mine.share_num, mine.share_den)
        if total > 1:
            plan.refuse(
                "share", text, "shares_exceed_object", row=str(self.first.get(facts.object_id, plan.row))
            )
        else:
            self.shares[facts.object_id] = total

    def _characteristics(self, plan: Planned, facts: Facts) -> dict[str, Any]:
        return {n: facts.stored.get(n) for n in FACTS} | {"address": plan.place}

    def _differences(self, plan: Planned, facts: Facts, known: TaxObject | None) -> None:
        """What would change; a column that the file does not have changes nothing, nor does an empty cell."""
        changes = plan.changes
        self.naming.differences(plan)
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
        before_place = (known.settlement, known.street, known.house)
        if plan.place and any(
            after and after != before for before, after in zip(before_place, plan.place, strict=True)
        ):
            changes["address"] = [", ".join(filter(None, before_place)), ", ".join(filter(None, plan.place))]
        else:
            plan.place = None
            changes.pop("address_whole", None)
        for name in FACTS:
            before, after = getattr(plan.state, name, None), facts.stored.get(name)
            if after is not None and after != before:
                changes[name] = [before, after]
                plan.new_state = True
        self._holding_differences(plan, facts)

    def _holding_differences(self, plan: Planned, facts: Facts) -> None:
        changes, held = plan.changes, plan.holding
        if held is None:
            plan.new_holding = True
            plan.outcome = Outcome.NEW
            if plan.displaced:
                names = [
                    self.register.payers[h.taxpayer_id].name
                    for h in plan.displaced
                    if h.taxpayer_id in self.register.payers
                ]
                changes["holder"] = [", ".join(names), self.naming.name_of(plan)]
                plan.outcome = Outcome.CHANGED
            return
        if Fraction(held.share_num, held.share_den) != Fraction(*facts.share):
            changes["share"] = [f"{held.share_num}/{held.share_den}", f"{facts.share[0]}/{facts.share[1]}"]
            plan.new_holding = True
        if facts.owned[0] and facts.owned[0] != held.since:
            changes["owned_from"] = [_day(held.since), _day(facts.owned[0])]
            plan.new_holding = True
        if plan.right and plan.right != held.right:
            changes["right"] = [held.right, plan.right]
            plan.new_holding = True
        if facts.owned[1]:
            changes["owned_to"] = ["", _day(facts.owned[1])]
        plan.outcome = Outcome.CHANGED if changes else Outcome.SAME

    def _look_around(self, plans: list[Planned]) -> None:
        """Warns where an object's share was lowered and nobody holds the rest, where a new number stands at the address
        of an object of the same payer that the file no longer names, and where the law asks for what nobody has written."""
        told: set[str] = set()
        written = self._written(plans)
        by_key = {thing.pk: thing for thing in self.register.objects.values()}
        named = {p.facts.object_id for p in plans if p.facts}
        for plan in plans:
            assert plan.facts is not None
            external = plan.facts.object_id
            rest = 1 - self.shares.get(external, Fraction(1))
            if rest > 0 and external not in told and (plan.object_id is None or "share" in plan.changes):
                told.add(external)
                plan.warn("share", "/".join(map(str, plan.facts.share)), "share_left", rest=str(rest))
            if plan.object_id is None and (twin := self._twin(plan, by_key, named)):
                plan.warn("object_id", external, "looks_like", object=twin)
            if plan.new_state and (facts := written.pop(external, None)):
                for column in self._missing(facts):
                    plan.warn(column, "", "fact_missing")

    def _written(self, plans: list[Planned]) -> dict[str, dict[str, Any]]:
        """What is known of each object, by its number: by the register, and over it by the rows together."""
        found: dict[str, dict[str, Any]] = {}
        for plan in plans:
            assert plan.facts is not None
            said = {n: v for n, v in plan.facts.stored.items() if v is not None}
            known = {n: getattr(plan.state, n) for n in ("object_kind", *FACTS)} if plan.state else {}
            found[plan.facts.object_id] = known | found.get(plan.facts.object_id, {}) | said
        return found

    def _missing(self, facts: Mapping[str, Any]) -> list[str]:
        """The columns without which a run of the year refuses the object."""
        said = self.law.amounts(facts)
        columns = [BY_FACT.get(r.column) for r in said] if isinstance(said, list) else []
        return [c.symbol for c in columns if c and c.name in FACTS and facts.get(c.name) is None]

    def _twin(self, plan: Planned, by_key: dict[int, TaxObject], named: set[str]) -> str:
        """The number of an object of the same payer, kind and address that no row names; empty where there is none."""
        if plan.payer_id is None or plan.place is None or not any(plan.place[1:]):
            return ""
        assert plan.facts is not None
        kind, place = plan.facts.stored.get("object_kind"), [fold(part) for part in plan.place[1:]]
        for key in self.register.held.get(plan.payer_id, ()):
            thing = by_key.get(key)
            if (
                thing
                and thing.kind == kind
                and rolls.own_key(thing) not in named
                and [fold(thing.street), fold(thing.house)] == place
            ):
                return rolls.own_key(thing)
        return ""

    def _addresses_of_dwellings(self, plans: list[Planned]) -> None:
        """A payer without an address who holds exactly one dwelling, not let, most likely lives there; told in the preview."""
        homes: dict[str, dict[str, Planned]] = {}
        for plan in plans:
            facts = plan.facts
            if plan.problems or facts is None or not self.naming.lacks_address(plan):
                continue
            if plan.right in ("", Holding.Right.OWNERSHIP) and self._is_home(plan) and not _ended(plan):
                homes.setdefault(plan.payer_key, {})[facts.object_id] = plan
        for found in homes.values():
            plan = next(iter(found.values()))
            here = {self.register.objects[e].pk for e in found if e in self.register.objects}
            other = [
                o
                for o in self.register.held.get(plan.payer_id or 0, ())
                if o not in here and self._is_dwelling(o)
            ]
            if len(found) == 1 and not other and (place := self._place(plan)):
                self.naming.settle(plan, place)

    def _is_home(self, plan: Planned) -> bool:
        assert plan.facts is not None
        stored, state = plan.facts.stored, plan.state
        kind = stored.get("object_kind") or getattr(state, "object_kind", "")
        use, let = (
            (stored.get(n) if stored.get(n) is not None else getattr(state, n, None))
            for n in ("use", "let_or_business")
        )
        return bool(kind == "building" and use == "dwelling" and not let)

    def _is_dwelling(self, key: int) -> bool:
        state = self.register.states.get(key)
        return state is not None and state.object_kind == "building" and state.use == "dwelling"

    def _place(self, plan: Planned) -> tuple[str, str, str] | None:
        assert plan.facts is not None
        known = self.register.objects.get(plan.facts.object_id)
        place = plan.place or ((known.settlement, known.street, known.house) if known else None)
        return place if place and place[1] else None


def _problem(refused: Refusal, column: str, kind: str) -> list[Any]:
    """A refusal of the law's reader. Beyond what it can count lies beyond what this house takes: one bound a kind is told."""
    measure = BY_FACT.get(refused.column)
    if refused.code == "out_of_range" and measure and measure.name in RANGES:
        return [column, refused.value, "outside_limits", limits.both(kind, measure.name)]
    return [column, refused.value, refused.code, {"az": refused.az, "en": refused.en}]


def _ended(plan: Planned) -> bool:
    return bool(plan.facts and plan.facts.owned[1])


def _sum_of(plans: list[Planned]) -> Fraction:
    return sum((Fraction(*p.facts.share) for p in plans if p.facts), Fraction(0))


def _day(day: date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else ""
