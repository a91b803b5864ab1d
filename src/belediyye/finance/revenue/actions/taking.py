"""Writing the good rows of a roll in batches: payers, objects, characteristics, shares, statuses."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from belediyye.core.actors import Actor
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
from belediyye.finance.revenue.queries.rolls import FACTS, UNDONE, Planned

Did = dict[int, dict[str, Any]]


class Taker:
    """Takes batches of planned rows of one import; remembers what earlier batches made."""

    def __init__(self, actor: Actor, roll: RollImport, on: date) -> None:
        assert actor.municipality is not None
        self.place, self.roll, self.on = actor.municipality, roll, on
        self.payers: dict[str, int] = {}
        self.objects: dict[str, int] = {}
        self.stated: set[int] = set()
        self.statuses: set[tuple[int, str]] = set()

    def take(self, plans: Sequence[Planned]) -> Did:
        """Writes the rows; gives for each row what was made or replaced."""
        did: Did = {p.row: {} for p in plans}
        self._payers(plans, did)
        self._objects(plans, did)
        self._states(plans, did)
        self._holdings(plans, did)
        self._statuses(plans, did)
        return {row: what for row, what in did.items() if what}

    def _payer(self, plan: Planned) -> int:
        return plan.payer_id or self.payers[plan.payer_key]

    def _object(self, plan: Planned) -> int:
        assert plan.facts is not None
        return plan.object_id or self.objects[plan.facts.object_id]

    def _payers(self, plans: Sequence[Planned], did: Did) -> None:
        new: dict[str, Planned] = {}
        for plan in plans:
            assert plan.facts is not None
            if plan.payer_id is None and plan.payer_key not in self.payers:
                if plan.facts.taxpayer_name or plan.payer_key not in new:
                    new.setdefault(plan.payer_key, plan)
            elif plan.payer_id is not None:
                self._old_payer(plan, did)
        numbers = take_numbers(owner=self.place.pk, code="revenue.payer", year=0, count=len(new))
        made = []
        for number, (key, plan) in zip(numbers, new.items(), strict=True):
            assert plan.facts is not None
            kind, _sep, value = key.partition(":")
            field = {"fin": "fin", "voen": "voen", "external": "external_id"}[kind]
            legal = kind == "voen" and value.endswith("1")
            made.append(
                Taxpayer(
                    municipality=self.place,
                    kind=Taxpayer.Kind.LEGAL if legal else Taxpayer.Kind.NATURAL,
                    number=number,
                    code=make_yvok(self.place.pk, number),
                    name=plan.facts.taxpayer_name,
                    registered=self.on,
                    **{field: value},
                )
            )
        Taxpayer.objects.bulk_create(made)
        for payer, (key, plan) in zip(made, new.items(), strict=True):
            self.payers[key] = payer.pk
            did[plan.row]["payer"] = payer.pk

    def _old_payer(self, plan: Planned, did: Did) -> None:
        Taxpayer.objects.filter(pk=plan.payer_id, closed_because=UNDONE).update(
            closed=None, closed_because=""
        )
        if "taxpayer_name" in plan.changes:
            payer = Taxpayer.objects.get(pk=plan.payer_id)
            did[plan.row] |= {"renamed": payer.pk, "old_name": payer.name}
            payer.name = plan.changes["taxpayer_name"][1]
            payer.save()

    def _objects(self, plans: Sequence[Planned], did: Did) -> None:
        new: dict[str, Planned] = {}
        for plan in plans:
            assert plan.facts is not None
            if plan.object_id is None and plan.facts.object_id not in self.objects:
                new.setdefault(plan.facts.object_id, plan)
            elif plan.object_id is not None and "address" in plan.changes:
                thing = TaxObject.objects.get(pk=plan.object_id)
                did[plan.row] |= {"moved": thing.pk, "old_street": thing.street}
                thing.street = plan.facts.address[:120]
                thing.save()
        numbers = take_numbers(owner=self.place.pk, code="revenue.object", year=0, count=len(new))
        made = [
            TaxObject(municipality=self.place, kind=plan.facts.stored["object_kind"], number=number, external_id=external[:60],
                      street=plan.facts.address[:120], began=self.roll.since)
            for number, (external, plan) in zip(numbers, new.items(), strict=True) if plan.facts
        ]  # fmt: skip
        TaxObject.objects.bulk_create(made)
        for thing, (external, plan) in zip(made, new.items(), strict=True):
            self.objects[external] = thing.pk
            did[plan.row]["object"] = thing.pk

    def _states(self, plans: Sequence[Planned], did: Did) -> None:
        made = []
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
                if since == old.since:
                    ObjectState.objects.filter(pk=old.pk).update(withdrawn=True)
                    first = old.is_first
                else:
                    ObjectState.objects.filter(pk=old.pk).update(until=since - timedelta(days=1))
                did[plan.row]["replaced_state"] = old.pk
            values["let_or_business"] = bool(values["let_or_business"])
            kind = old.object_kind if old else plan.facts.stored["object_kind"]
            made.append(
                ObjectState(
                    municipality=self.place,
                    object_id=thing,
                    object_kind=kind,
                    since=since,
                    is_first=first,
                    made_by=self.roll,
                    **values,
                )
            )
        ObjectState.objects.bulk_create(made)

    def _holdings(self, plans: Sequence[Planned], did: Did) -> None:
        made = []
        for plan in plans:
            assert plan.facts is not None
            first, last = plan.facts.owned
            if plan.holding is not None and (plan.new_holding or last):
                did[plan.row]["replaced_holding"] = plan.holding.pk
                if plan.new_holding:
                    Holding.objects.filter(pk=plan.holding.pk).update(withdrawn=True)
                else:
                    Holding.objects.filter(pk=plan.holding.pk).update(until=last)
            if plan.new_holding:
                since = first or (plan.holding.since if plan.holding else None)
                num, den = plan.facts.share
                made.append(
                    Holding(municipality=self.place, taxpayer_id=self._payer(plan), object_id=self._object(plan), share_num=num, share_den=den,
                            since=since, until=last, made_by=self.roll)
                )  # fmt: skip
        Holding.objects.bulk_create(made)

    def _statuses(self, plans: Sequence[Planned], did: Did) -> None:
        since = date(self.roll.since.year, 1, 1)
        for plan in plans:
            wanted = [
                (self._payer(plan), c) for c in plan.reliefs if (self._payer(plan), c) not in self.statuses
            ]
            if not wanted:
                continue
            self.statuses.update(wanted)
            rows = [
                PrivilegeStatus(
                    municipality=self.place,
                    taxpayer_id=p,
                    category=c,
                    since=since,
                    document=self.roll.file.name[:120],
                )
                for p, c in wanted
            ]
            did[plan.row]["statuses"] = [s.pk for s in PrivilegeStatus.objects.bulk_create(rows)]
