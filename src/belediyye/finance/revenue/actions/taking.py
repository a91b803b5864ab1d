"""Writing the good rows of a roll in batches: payers, objects, characteristics, shares, statuses."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Model

from belediyye.core import encryption
from belediyye.core.actors import Actor
from belediyye.core.bulk import insert_rows, update_rows
from belediyye.core.identifiers import make_yvok
from belediyye.core.numbering import take_numbers
from belediyye.finance.revenue.models import (
    Holding,
    ObjectState,
    PrivilegeStatus,
    RollImport,
    TaxObject,
    Taxpayer,
)
from belediyye.finance.revenue.queries import finding
from belediyye.finance.revenue.queries.rolls import FACTS, UNDONE, Planned

# So many keys are asked for at once.
PART = 500
Did = dict[int, dict[str, Any]]
RECORD = ("fin", "voen", "external_id", "telephone", "email", "born", "settlement", "street", "house")
SECRET = ("fin", "voen")
# Which columns of the preview stand for which fields of the record.
FIELDS = {
    "taxpayer_name": ("name",),
    "payer_address": RECORD[-3:],
    "address_of_dwelling": RECORD[-3:],
    "gets_address": RECORD[-3:],
} | {n: (n,) for n in RECORD[:6]}


def kept(name: str, value: Any) -> Any:
    """A value of a record as the row of the import remembers it: identifiers only encrypted."""
    if name in SECRET and value:
        return encryption.encrypt(value, settings.FIELD_KEYS)
    return value.isoformat() if isinstance(value, date) else value


def given_back(name: str, value: Any) -> Any:
    """What `kept` was made of."""
    if name in SECRET and value:
        return encryption.decrypt(value, settings.FIELD_KEYS)
    return date.fromisoformat(value) if name == "born" and value else value


def _each(model: type[Model], keys: Sequence[int], **values: Any) -> None:
    """The same values in many rows."""
    for start in range(0, len(keys), PART):
        model._default_manager.filter(pk__in=keys[start : start + PART]).update(**values)


class PayerTaker:
    """Makes and changes the payers of one import, and remembers which."""

    def __init__(self, actor: Actor, roll: RollImport, on: date) -> None:
        assert actor.municipality is not None
        self.place, self.roll, self.on = actor.municipality, roll, on
        self.payers: dict[str, int] = {}
        self.did: Did = {}

    def payer_of(self, plan: Planned) -> int:
        return plan.payer_id or self.payers[plan.payer_key]

    def take_payers(self, plans: Sequence[Planned]) -> None:
        """All payers of the good rows, before anything else is written: rows may name payers of later rows."""
        new: dict[str, Planned] = {}
        known = [p for p in plans if p.payer_id is not None]
        for start in range(0, len(known), PART):
            self._change(known[start : start + PART])
        for plan in plans:
            if (
                plan.payer_id is None
                and plan.facts is not None
                and (plan.facts.taxpayer_name or plan.payer_key not in new)
            ):
                first = new.setdefault(plan.payer_key, plan)
                if first.facts is not None and not first.facts.taxpayer_name:
                    new[plan.payer_key] = plan
        # In the order of the rows, so that the row of a payer is found again (`queries.brought`).
        new = dict(sorted(new.items(), key=lambda one: one[1].row))
        numbers = take_numbers(owner=self.place.pk, code="revenue.payer", year=0, count=len(new))
        made = [
            self._new(plan, key, number) for number, (key, plan) in zip(numbers, new.items(), strict=True)
        ]
        with finding.together(finding.PAYERS):
            Taxpayer.objects.bulk_create(made, batch_size=1000)
        for payer, (key, plan) in zip(made, new.items(), strict=True):
            self.payers[key] = payer.pk
            self.did.setdefault(plan.row, {})["payer"] = payer.pk
        self._responsible([p for p in plans if p.responsible])

    def _new(self, plan: Planned, key: str, number: int) -> Taxpayer:
        assert plan.facts is not None
        kind, _sep, value = key.partition(":")
        own = {"fin": "fin", "voen": "voen", "external": "external_id"}[kind]
        facts = {own: value} | {n: v for n, v in plan.payer_facts.items() if n in RECORD and v}
        legal = str(facts.get("voen", "")).endswith("1") and not facts.get("fin")
        return Taxpayer(
            municipality_id=self.place.pk, kind=Taxpayer.Kind.LEGAL if legal else Taxpayer.Kind.NATURAL, number=number,
            code=make_yvok(self.place.pk, number), name=plan.facts.taxpayer_name, registered=self.on, **facts,
        )  # fmt: skip

    def _change(self, plans: Sequence[Planned]) -> None:
        """What the rows say anew of payers that are registered; a payer closed by an undone import lives again."""
        undone = Taxpayer.objects.filter(pk__in={p.payer_id for p in plans}, closed_because=UNDONE)
        undone.update(closed=None, closed_because="")
        fields = {
            p.row: [f for column in p.changes for f in FIELDS.get(column, ())] for p in plans if p.facts
        }
        records = Taxpayer.objects.in_bulk({p.payer_id for p in plans if fields.get(p.row)})
        changed: dict[int, set[str]] = {}
        for plan in plans:
            payer = records.get(plan.payer_id or 0)
            if payer is None or not fields.get(plan.row):
                continue
            after = {"name": plan.facts.taxpayer_name} | plan.payer_facts  # type: ignore[union-attr]
            before = {}
            for name in dict.fromkeys(fields[plan.row]):
                before[name] = kept(name, getattr(payer, name))
                setattr(payer, name, after.get(name) or getattr(payer, name))
            changed.setdefault(payer.pk, set()).update(before)
            self.did.setdefault(plan.row, {}).update(record=payer.pk, before=before)
        for names in {frozenset(n) for n in changed.values()}:
            update_rows((records[pk] for pk, n in changed.items() if n == names), names)

    def _responsible(self, plans: Sequence[Planned]) -> None:
        for plan in plans:
            kind, _sep, value = plan.responsible.partition(":")
            answers = int(value) if kind == "pk" else self.payers.get(plan.responsible)
            payer = self.payer_of(plan)
            if answers is None or answers == payer:
                continue
            old = Taxpayer.objects.values_list("responsible_id", flat=True).get(pk=payer)
            if old != answers:
                Taxpayer.objects.filter(pk=payer).update(responsible=answers)
                self.did.setdefault(plan.row, {}).update(answered=payer, old_responsible=old)


class Taker(PayerTaker):
    """Takes batches of planned rows of one import; remembers what earlier batches made."""

    def __init__(self, actor: Actor, roll: RollImport, on: date) -> None:
        super().__init__(actor, roll, on)
        self.objects: dict[str, int] = {}
        self.stated: set[int] = set()
        self.statuses: set[tuple[int, str]] = set()

    def take(self, plans: Sequence[Planned]) -> Did:
        """Writes the rows; gives for each row what was made or replaced."""
        did: Did = {p.row: self.did.pop(p.row, {}) for p in plans}
        self._objects(plans, did)
        self._states(plans, did)
        self._holdings(plans, did)
        self._statuses(plans, did)
        return {row: what for row, what in did.items() if what}

    def _object(self, plan: Planned) -> int:
        assert plan.facts is not None
        return plan.object_id or self.objects[plan.facts.object_id]

    def _objects(self, plans: Sequence[Planned], did: Did) -> None:
        new: dict[str, Planned] = {}
        for plan in plans:
            assert plan.facts is not None
            if plan.object_id is None and plan.facts.object_id not in self.objects:
                new.setdefault(plan.facts.object_id, plan)
        self._move([p for p in plans if p.object_id is not None and p.place and "address" in p.changes], did)
        numbers = take_numbers(owner=self.place.pk, code="revenue.object", year=0, count=len(new))
        made = []
        for number, (external, plan) in zip(numbers, new.items(), strict=True):
            assert plan.facts is not None
            settlement, street, house = plan.place or ("", "", "")
            made.append(
                TaxObject(municipality_id=self.place.pk, kind=plan.facts.stored["object_kind"], number=number, external_id=external[:60],
                          settlement=settlement, street=street, house=house, began=self.roll.since)
            )  # fmt: skip
        with finding.together(finding.OBJECTS):
            TaxObject.objects.bulk_create(made)
        for thing, (external, plan) in zip(made, new.items(), strict=True):
            self.objects[external] = thing.pk
            did[plan.row]["object"] = thing.pk

    def _move(self, plans: Sequence[Planned], did: Did) -> None:
        for start in range(0, len(plans), PART):
            part = plans[start : start + PART]
            things = TaxObject.objects.in_bulk({p.object_id for p in part})
            for plan in part:
                thing = things[plan.object_id or 0]
                did[plan.row] |= {
                    "moved": thing.pk,
                    "old_place": [thing.settlement, thing.street, thing.house],
                }
                settlement, thing.street, thing.house = plan.place or ("", "", "")
                thing.settlement = settlement or thing.settlement
            update_rows(things.values(), ("settlement", "street", "house"))

    def _states(self, plans: Sequence[Planned], did: Did) -> None:
        made, ended, withdrawn = [], [], []
        for plan in plans:
            assert plan.facts is not None
            thing = self._object(plan)
            if not plan.new_state or thing in self.stated:
                continue
            self.stated.add(thing)
            old, since, first = plan.state, self.roll.since, plan.state is None
            values = {n: plan.facts.stored.get(n) for n in FACTS}
            if old is not None:
                values = {n: getattr(old, n) if v is None else v for n, v in values.items()}
                since = max(since, old.since)
                first = since == old.since and old.is_first
                (withdrawn if since == old.since else ended).append(old.pk)
                did[plan.row]["replaced_state"] = old.pk
            values["let_or_business"] = bool(values["let_or_business"])
            kind = old.object_kind if old else plan.facts.stored["object_kind"]
            made.append(
                ObjectState(municipality_id=self.place.pk, object_id=thing, object_kind=kind, since=since, is_first=first,
                            made_by_id=self.roll.pk, **values)
            )  # fmt: skip
        _each(ObjectState, withdrawn, withdrawn=True)
        # Whatever began before the file's day ends on the day before it.
        _each(ObjectState, ended, until=self.roll.since - timedelta(days=1))
        insert_rows(made)

    def _holdings(self, plans: Sequence[Planned], did: Did) -> None:
        made, withdrawn = [], []
        for plan in plans:
            assert plan.facts is not None
            first, last = plan.facts.owned
            if plan.holding is not None and (plan.new_holding or last):
                did[plan.row]["replaced_holding"] = plan.holding.pk
                if plan.new_holding:
                    withdrawn.append(plan.holding.pk)
                else:
                    Holding.objects.filter(pk=plan.holding.pk).update(until=last)
            if plan.displaced:
                did[plan.row]["displaced"] = self._displace(plan)
            if plan.new_holding:
                since = first or (
                    plan.holding.since if plan.holding else self.roll.since if plan.displaced else None
                )
                num, den = plan.facts.share
                right = plan.right or (plan.holding.right if plan.holding else Holding.Right.OWNERSHIP)
                made.append(
                    Holding(municipality_id=self.place.pk, taxpayer_id=self.payer_of(plan), object_id=self._object(plan), share_num=num,
                            share_den=den, right=right, since=since, until=last, made_by_id=self.roll.pk)
                )  # fmt: skip
        _each(Holding, withdrawn, withdrawn=True)
        insert_rows(made)

    def _displace(self, plan: Planned) -> list[int]:
        """Ends the former holders' shares on the day on which the new holder's begins; whoever began later never held."""
        assert plan.facts is not None
        day = plan.facts.owned[0] or self.roll.since
        for held in plan.displaced:
            row = Holding.objects.filter(pk=held.pk)
            row.update(withdrawn=True) if held.since and held.since >= day else row.update(until=day)
        return [held.pk for held in plan.displaced]

    def _statuses(self, plans: Sequence[Planned], did: Did) -> None:
        first = date(self.roll.since.year, 1, 1)
        made: list[tuple[int, PrivilegeStatus]] = []
        for plan in plans:
            proof = dict(plan.person.proof) if plan.person else {}
            facts = {"since": first, "document": self.roll.file.name[:120]} | proof
            payer = self.payer_of(plan) if plan.reliefs else 0
            for category in plan.reliefs:
                if (payer, category) not in self.statuses:
                    self.statuses.add((payer, category))
                    status = PrivilegeStatus(
                        municipality=self.place, taxpayer_id=payer, category=category, **facts
                    )
                    made.append((plan.row, status))
        PrivilegeStatus.objects.bulk_create([status for _row, status in made])
        for row, status in made:
            did[row].setdefault("statuses", []).append(status.pk)
