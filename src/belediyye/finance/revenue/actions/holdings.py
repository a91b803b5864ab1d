"""Who holds what: recorded, given on, withdrawn; and what every event of an object is written with."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.core.actions import Refused, action
from belediyye.core.actors import Actor
from belediyye.core.journal import log
from belediyye.finance.revenue import access
from belediyye.finance.revenue.models import Holding, ObjectEvent, TaxObject, Taxpayer

Holder = tuple[Taxpayer, int, int]
# A payer, numerator and denominator of the share, the right.
Held = tuple[Taxpayer, int, int, str]
# Primary keys by what was done with them: holdings_made, states_ended, objects_made …
Did = dict[str, list[int]]


def event(
    kind: str,
    day: date,
    before: Iterable[TaxObject],
    after: Iterable[TaxObject],
    document: str = "",
    did: Did | None = None,
) -> ObjectEvent:
    """Writes what befell the objects, with the rows that it made and ended."""
    before, after = list(before), list(after)
    made = ObjectEvent.objects.create(
        municipality_id=[*before, *after][0].municipality_id,
        kind=kind,
        day=day,
        document=document,
        did=did or {},
    )
    made.before.set(before)
    made.after.set(after)
    return made


def hold(thing: TaxObject, holders: Sequence[Held], since: date | None, document: str = "") -> list[Holding]:
    """Holdings of a thing; refused where shares together pass the whole, or a vehicle is to be shared (200.3)."""
    if sum((Fraction(n, d) for _p, n, d, _r in holders), Fraction(0)) > 1:
        raise Refused(_("The shares together are more than the whole."))
    if thing.kind == TaxObject.Kind.VEHICLE and any((n, d) != (1, 1) for _p, n, d, _r in holders):
        raise Refused(
            _("A vehicle is assessed whole on the person in whose name it is registered (Tax Code, 200.3).")
        )
    made = []
    for payer, num, den, right in holders:
        if payer.municipality_id != thing.municipality_id:
            raise Refused(_("This belongs to another municipality."))
        if payer.closed:
            raise Refused(_("%(payer)s is closed and can take nothing over.") % {"payer": payer})
        made.append(
            Holding.objects.create(
                municipality_id=thing.municipality_id, taxpayer=payer, object=thing, right=right, share_num=num, share_den=den, since=since,
                document=document,
            )
        )  # fmt: skip
    return made


def living(thing: TaxObject, on: date) -> None:
    """Refuses where the object did not stand on the day."""
    if thing.ended:
        raise Refused(_("%(object)s ended on %(day)s.") % {"object": thing, "day": f"{thing.ended:%d.%m.%Y}"})
    if on < thing.began:
        raise Refused(
            _("%(object)s was registered only on %(day)s.")
            % {"object": thing, "day": f"{thing.began:%d.%m.%Y}"},
            field="on",
        )


@action("revenue.object.transfer", says=gettext_lazy("recorded a change of holder"), allow=access.may_keep)
def transfer_holding(
    *,
    actor: Actor,
    holding: Holding,
    to: Sequence[Holder],
    on: date,
    document: str,
    right: str = "",
) -> list[Holding]:
    """A holder gives the share (or part of it) to others on a day. Shares in `to` are of the whole object.

    What is not given stays with the holder as a new holding from the day. The right is the giver's unless named."""
    living(holding.object, on)
    if holding.withdrawn or holding.until:
        raise Refused(_("This share has already ended."))
    if holding.since and on < holding.since:
        raise Refused(
            _("The share began only on %(day)s.") % {"day": f"{holding.since:%d.%m.%Y}"}, field="on"
        )
    if any(person.pk == holding.taxpayer_id for person, _num, _den in to):
        raise Refused(_("The share already belongs to this taxpayer."), field="to")
    given = sum((Fraction(n, d) for _p, n, d in to), Fraction(0))
    rest = Fraction(holding.share_num, holding.share_den) - given
    if not to or rest < 0:
        raise Refused(_("More is transferred than the holder has."), field="share")
    holding.until = on
    holding.save(update_fields=["until"])
    receivers: list[Held] = [(*one, right or holding.right) for one in to]
    if rest:
        receivers.append((holding.taxpayer, rest.numerator, rest.denominator, holding.right))
    made = hold(holding.object, receivers, on, document)
    did = {"holdings_made": [h.pk for h in made], "holdings_ended": [holding.pk]}
    event(ObjectEvent.Kind.TRANSFER, on, [holding.object], [holding.object], document, did)
    log(
        holding.object,
        on=on,
        document=document,
        before=holding.taxpayer.code,
        after=[p.code for p, _n, _d in to],
    )
    return made


@action("revenue.holding.add", says=gettext_lazy("recorded a holder of the object"), allow=access.may_keep)
def add_holder(
    *,
    actor: Actor,
    thing: TaxObject,
    holder: Holder,
    since: date,
    document: str,
    right: str = Holding.Right.OWNERSHIP,
) -> Holding:
    """Gives an object, or what is free of it, a holder from a day: where the owner was not known, or was recorded wrongly.

    Shares of all rights together make no more than the whole: each holder is assessed for the own share, so a lessee
    who pays stands in the place of the owner who does not."""
    living(thing, since)
    payer, num, den = holder
    beside = Holding.objects.filter(object=thing, withdrawn=False).filter(
        Q(until__isnull=True) | Q(until__gt=since)
    )
    free = 1 - sum((Fraction(h.share_num, h.share_den) for h in beside), Fraction(0))
    if Fraction(num, den) > free:
        said = _("From %(day)s only %(free)s of the object is free: transfer or withdraw a share first.")
        raise Refused(said % {"day": f"{since:%d.%m.%Y}", "free": max(free, Fraction(0))}, field="share")
    made = hold(thing, [(payer, num, den, right)], since, document)[0]
    event(ObjectEvent.Kind.HOLD, since, [thing], [thing], document, {"holdings_made": [made.pk]})
    log(thing, payer=payer.code, share=str(made), right=right, since=since, document=document)
    return made


@action(
    "revenue.holding.withdraw",
    says=gettext_lazy("withdrew a wrongly recorded share"),
    allow=access.may_keep,
)
def withdraw_holding(*, actor: Actor, holding: Holding, reason: str) -> None:
    """Marks a share as recorded wrongly. A year already demanded is put right by assessing the object anew."""
    holding.withdrawn = True
    holding.save(update_fields=["withdrawn"])
    log(holding.object, payer=holding.taxpayer.code, reason=reason)
