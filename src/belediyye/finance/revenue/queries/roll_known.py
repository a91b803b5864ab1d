"""Whom the rows of a file mean: one payer for all the numbers by which rows name it, and what of its record would change."""

from typing import Any

from belediyye.core.fields import index_of
from belediyye.core.text import mask, similarity
from belediyye.finance.revenue.queries import limits
from belediyye.finance.revenue.queries.roll_person import payer_key
from belediyye.finance.revenue.queries.rolls import Known, Outcome, Payers, Planned

PLACE = ("settlement", "street", "house")
# Names less alike than this are not of one person, however shortened or misspelt.
ALIKE = 0.6
PLAIN = ("telephone", "email", "born")


class Naming:
    """Finds the payer of each row in the register, or makes one of all rows that mean the same new one."""

    def __init__(self, register: Payers) -> None:
        self.register = register
        self.alias: dict[str, str] = {}
        self.named: dict[str, str] = {}
        self.said: dict[str, str] = {}
        self.facts: dict[str, dict[str, Any]] = {}
        self.present: set[int] = set()
        self.told: set[tuple[int, str]] = set()

    def name(self, plan: Planned) -> None:
        """Finds who the row is about; what speaks against it is told in the row."""
        person = plan.person
        assert person is not None and plan.facts is not None
        keys = person.keys
        column = "taxpayer_id" if person.number else "fin" if "fin" in person.facts else "voen"
        shown = person.number or next(iter(person.facts.values()), "")
        if not keys:
            plan.refuse(column, "", "missing")
            return
        found = [pk for key in keys if (pk := self.register.find(key)) is not None]
        plan.payer_id = found[0] if found else None
        if len(set(found)) > 1:
            one, other = (self.register.payers[pk].name for pk in (found[-1], found[0]))
            plan.refuse("fin" if "fin" in person.facts else "voen", "", "fin_of_other", one=one, other=other)
            # What such a row says belongs to neither of the two.
            plan.payer_key = keys[0]
            return
        same = list(dict.fromkeys(self.alias[k] for k in keys if k in self.alias))
        plan.payer_key = same[0] if same else keys[0]
        facts = self.facts.setdefault(plan.payer_key, {})
        if len(same) > 1 or any(
            facts.get(n, v) != v for n, v in person.facts.items() if n in ("fin", "voen")
        ):
            plan.refuse(column, shown, "payer_differs")
            return
        name = plan.facts.taxpayer_name
        if name and not limits.is_name(name):
            plan.refuse("taxpayer_name", name, "no_name")
            return
        for key in keys:
            self.alias[key] = plan.payer_key
        self._gather(plan, facts)
        plan.payer_facts = facts
        if (
            name
            and (other := self.said.setdefault(plan.payer_key, name)) != name
            and similarity(other, name) < ALIKE
        ):
            plan.refuse(column, shown, "another_name", name=other)
            return
        if plan.payer_id is not None:
            self.present.add(plan.payer_id)
            if self.register.payers[plan.payer_id].is_closed:
                plan.refuse(column, shown, "payer_closed")
            return
        if keys[0].startswith("code:"):
            plan.refuse(column, shown, "unknown_code")
        elif not (name or self.named.get(plan.payer_key)):
            plan.refuse("taxpayer_name", "", "name_missing")
        if name:
            self.named.setdefault(plan.payer_key, name)

    def name_of(self, plan: Planned) -> str:
        """What the payer of a row is called: as the row says, another row of the same payer, or the register."""
        assert plan.facts is not None
        known = self.register.payers.get(plan.payer_id or 0)
        return plan.facts.taxpayer_name or self.named.get(plan.payer_key) or (known.name if known else "")

    def _gather(self, plan: Planned, facts: dict[str, Any]) -> None:
        """What rows of one payer say together: the first that says something counts; an address only as a whole."""
        assert plan.person is not None
        has_place = any(facts.get(n) for n in PLACE)
        for name, value in plan.person.facts.items():
            if value and not (name in PLACE and has_place):
                facts.setdefault(name, value)
        if plan.person.number and (key := payer_key(plan.person.number)).startswith("external:"):
            facts.setdefault("external_id", key.partition(":")[2])

    def correct(self, key: str, payer: int, plans: list[Planned]) -> None:
        """All rows of this key are about a payer of the register whose number was another so far."""
        for plan in plans:
            if plan.payer_key == key:
                plan.payer_id = payer
                plan.problems = [p for p in plan.problems if p[2] != "name_missing"]
        self.present.add(payer)

    def differences(self, plan: Planned) -> None:
        """Enters in `changes` what of a known payer's record would change; told once, in the first row that says it."""
        if plan.payer_id is None:
            return
        assert plan.facts is not None
        known, facts = self.register.payers[plan.payer_id], plan.payer_facts
        name = plan.facts.taxpayer_name
        if name and name != known.name and self._first(plan, "name"):
            plan.changes["taxpayer_name"] = [known.name, name]
            if similarity(known.name, name) < ALIKE:
                plan.warn("taxpayer_name", name, "name_unlike", name=known.name)
        for kind, index in (("fin", known.fin_index), ("voen", known.voen_index)):
            if (value := facts.get(kind)) and index_of(value) != index and self._first(plan, kind):
                plan.changes[kind] = ["•••••••" if index else "", mask(value)]
        number = facts.get("external_id", "")
        # Found by the FİN under another number of its own: two numbers of one person; the first is kept.
        free = not known.external_id or not {"fin", "voen"} & set(facts)
        if number and number != known.external_id and self._first(plan, "external_id"):
            if free:
                plan.changes["external_id"] = [known.external_id, number]
            else:
                plan.warn("taxpayer_id", number, "other_number", number=known.external_id)
        for column in PLAIN:
            value, before = facts.get(column), getattr(known, column)
            if value and value != before and self._first(plan, column):
                plan.changes[column] = [_said(before), _said(value)]
        self._address_difference(plan, known)

    def _address_difference(self, plan: Planned, known: Known) -> None:
        before, after = (
            tuple(get(n) or "" for n in PLACE) for get in (lambda n: getattr(known, n), plan.payer_facts.get)
        )
        changed = any(new and new != old for old, new in zip(before, after, strict=True))
        if changed and self._first(plan, "place"):
            plan.changes["payer_address"] = [", ".join(filter(None, before)), ", ".join(filter(None, after))]

    def _first(self, plan: Planned, what: str) -> bool:
        assert plan.payer_id is not None
        new = (plan.payer_id, what) not in self.told
        self.told.add((plan.payer_id, what))
        return new

    def lacks_address(self, plan: Planned) -> bool:
        known = self.register.payers.get(plan.payer_id or 0)
        return not (known and (known.street or known.settlement)) and not any(
            plan.payer_facts.get(n) for n in PLACE
        )

    def settle(self, plan: Planned, place: tuple[str, str, str]) -> None:
        """Gives the payer of the row the address of the only dwelling."""
        plan.payer_facts.update(zip(PLACE, place, strict=True))
        name = "address_of_dwelling" if plan.payer_id is None else "gets_address"
        plan.changes[name] = ["", ", ".join(filter(None, place))]
        if plan.outcome == Outcome.SAME:
            plan.outcome = Outcome.CHANGED

    def find_responsible(self, plans: list[Planned]) -> None:
        """Who receives the notices instead: in the register, or a payer of a good row of this file."""
        good = {p.payer_key for p in plans if not p.problems}
        for plan in plans:
            text = plan.person.responsible if plan.person and not plan.problems else ""
            if not text:
                continue
            key = payer_key(text)
            found, made = self.register.find(key), self.alias.get(key, "")
            if found is None and made not in good:
                plan.refuse("responsible", text, "responsible_unknown")
                continue
            known = self.register.payers.get(plan.payer_id or 0)
            if (known and known.responsible_id and known.responsible_id == found) or found == (
                plan.payer_id or 0
            ):
                continue
            plan.responsible = f"pk:{found}" if found is not None else made
            if plan.responsible == plan.payer_key:
                plan.responsible = ""
            elif known:
                if self._first(plan, "responsible"):
                    plan.changes["responsible"] = [
                        "",
                        self.register.payers[found].name if found else self.named.get(made, ""),
                    ]
                if plan.outcome == Outcome.SAME:
                    plan.outcome = Outcome.CHANGED


def _said(value: Any) -> str:
    return "" if value is None else f"{value:%d.%m.%Y}" if hasattr(value, "year") else str(value)
