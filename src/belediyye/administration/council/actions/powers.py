"""The powers matrix: functions written down, and their acts given to bodies."""

import tomllib
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.administration.council import access
from belediyye.administration.council.law import DATA
from belediyye.administration.council.models import Body, Holding, Power
from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.core.models import Municipality


@action(
    "council.powers.seed",
    says=gettext_lazy("took over the functions that the law names"),
    allow=access.may_prepare,
)
def seed_powers(*, actor: Actor, municipality: Municipality, on: date) -> int:
    """Writes the functions of `data/powers.toml` that the municipality has not got yet, with the holders that the law
    names. Where the law read so far names nobody, nobody is written: the matrix shows the gap. Returns how many."""
    rows = tomllib.loads((DATA / "powers.toml").read_text("utf-8"))["power"]
    have = set(Power.objects.filter(municipality=municipality).values_list("code", flat=True))
    made = [row for row in rows if row["code"] not in have]
    for row in made:
        power = Power.objects.create(
            municipality=municipality, code=row["code"], kind=row["kind"], title=row["az"], title_en=row["en"],
            basis=row["basis_az"], basis_en=row["basis_en"], confidence=row["confidence"], starts=on,
        )  # fmt: skip
        for act in Holding.Act.values:
            for holder in row.get(act, []):
                Holding.objects.create(
                    municipality=municipality,
                    power=power,
                    act=act,
                    holder=holder,
                    starts=on,
                    basis=row["basis_az"],
                )
    log(municipality, municipality_id=municipality.pk, functions=len(made))
    return len(made)


@action("council.power.add", says=gettext_lazy("wrote down a function"), allow=access.may_prepare)
def add_power(
    *, actor: Actor, municipality: Municipality, kind: str, title: str, basis: str, confidence: str, starts: date,
    money: int | None = None, money_source: str = "",
) -> Power:  # fmt: skip
    """Adds a function; `money` a year in qəpik, for a delegated one what comes with it."""
    made = Power.objects.create(
        municipality=municipality, kind=kind, title=title, basis=basis, confidence=confidence, starts=starts,
        money=money, money_source=money_source,
    )  # fmt: skip
    log(made, kind=kind, basis=basis, money=money)
    return made


@action(
    "council.power.fund", says=gettext_lazy("recorded the money behind a function"), allow=access.may_prepare
)
def fund_power(*, actor: Actor, power: Power, money: int | None, money_source: str) -> None:
    """Records how much money a year stands behind a function, and whose."""
    before = power.money
    power.money, power.money_source = money, money_source
    power.save(update_fields=["money", "money_source"])
    log(power, before=before, money=money, source=money_source)


@action(
    "council.power.assign", says=gettext_lazy("gave an act of a function to a body"), allow=access.may_prepare
)
def assign(
    *,
    actor: Actor,
    power: Power,
    act: str,
    holder: str,
    on: date,
    body: Body | None = None,
    basis: str = "",
    beside: bool = False,
) -> Holding:
    """Gives an act to a holder from a day. The holder before ends the day before, unless both shall hold it (`beside`)."""
    held = Holding.objects.filter(power=power, act=act, ends__isnull=True)
    if held.filter(holder=holder, body=body).exists():
        raise Refused(_("It already holds this act."))
    if not beside:
        for other in held:
            _end(other, on)
    made = Holding.objects.create(
        municipality=power.municipality,
        power=power,
        act=act,
        holder=holder,
        body=body,
        starts=on,
        basis=basis,
    )
    log(power, act=act, holder=str(made), on=on, basis=basis, beside=beside)
    return made


@action(
    "council.power.release",
    says=gettext_lazy("took an act of a function from a body"),
    allow=access.may_prepare,
)
def release(*, actor: Actor, holding: Holding, on: date) -> None:
    """Ends a holding; afterwards the matrix shows who is left, or that nobody is."""
    if holding.ends:
        raise Refused(_("This has already ended."))
    _end(holding, on)
    log(
        holding.power, municipality_id=holding.municipality_id, act=holding.act, holder=str(holding), ended=on
    )


def _end(holding: Holding, on: date) -> None:
    """Ends with the day before `on`; what began that very day never held, and ends the day it began."""
    holding.ends = max(on - timedelta(days=1), holding.starts)
    if holding.starts >= on:
        holding.delete()
    else:
        holding.save(update_fields=["ends"])
