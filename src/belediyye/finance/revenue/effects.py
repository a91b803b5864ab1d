"""What a decision of the council does here: it writes hopeless debt off."""

from datetime import date
from typing import Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belediyye.administration.council.models import Decision, effects
from belediyye.core import display
from belediyye.core.actions import Refused
from belediyye.core.actors import Actor
from belediyye.core.models import Municipality
from belediyye.core.period import format_date
from belediyye.core.thread import tie
from belediyye.finance.revenue import actions
from belediyye.finance.revenue.models import Entry, Reminder, Taxpayer, WriteOff
from belediyye.finance.revenue.queries import balance
from belediyye.finance.rules.book.collection import may_collect


def register() -> None:
    """Makes the effect known to the council. Its data: `{"payers": [keys], "ground": "term" | "court"}`.

    `term` writes off what of these payers can no longer be collected, `court` everything that is past its day."""
    effects.register(
        "revenue.write_off",
        label=gettext_lazy("Writes hopeless debt off"),
        describe=_words,
        apply=_write_off,
        options=_waiting,
        after_repeal=gettext_lazy("What was written off stays written off; a new demand is raised by a run."),
    )


def _words(data: dict[str, Any]) -> str:
    names = Taxpayer.objects.filter(pk__in=data.get("payers", [])).values_list("code", flat=True)
    ground = dict(WriteOff.Ground.choices).get(data.get("ground", ""), "—")
    return f"{', '.join(names)} ({ground})" if names else "—"


def _hopeless(payer: Taxpayer, ground: str, on: date) -> list[balance.Debt]:
    owed = balance.owed(payer, on)
    if ground == WriteOff.Ground.COURT:
        return list(owed.overdue)
    return [d for d in owed.overdue if not may_collect(d.demand.year, on)]


def _waiting(place: Municipality) -> list[tuple[str, dict[str, Any]]]:
    """Payers whose debt can no longer be collected together; and each payer whose debt is before the court."""
    on, found = timezone.localdate(), []
    ended = [row["year"] for row in balance.lapsing(place.pk, on) if row["ended"]]
    if ended:
        owing = Entry.objects.filter(municipality=place, year__in=ended, component=0).exclude(head=0)
        owing = owing.values("taxpayer").annotate(open=Sum("amount")).filter(open__gt=0).values("taxpayer")
        payers = Taxpayer.objects.filter(municipality=place, pk__in=owing)
        lapsed = {p.pk: sum(d.total for d in _hopeless(p, WriteOff.Ground.TERM, on)) for p in payers}
        keys = [pk for pk, amount in lapsed.items() if amount]
        if keys:
            said = {"count": len(keys), "amount": display.money(sum(lapsed.values()))}
            words = _("Debts whose term has ended: %(count)s taxpayers, %(amount)s") % said
            found.append((words, {"payers": keys, "ground": "term"}))
    before = Reminder.objects.filter(municipality=place, step=Reminder.Step.COURT).values("taxpayer")
    for payer in Taxpayer.objects.filter(pk__in=before):
        amount = sum(d.total for d in _hopeless(payer, WriteOff.Ground.COURT, on))
        if amount:
            words = _("%(payer)s: %(amount)s, by a court's decision")
            said = {"payer": payer.name, "amount": display.money(amount)}
            found.append((words % said, {"payers": [payer.pk], "ground": "court"}))
    return found


def _write_off(actor: Actor, decision: Decision) -> None:
    data, on = decision.effect_data, decision.adopted_on
    payers = list(
        Taxpayer.objects.filter(pk__in=data.get("payers", []), municipality_id=decision.municipality_id)
    )
    if not payers or len(payers) != len(data["payers"]):
        raise Refused(_("The decision does not name taxpayers of this municipality."))
    number = _("№ %(number)s of %(day)s") % {
        "number": f"{decision.number}/{decision.year}", "day": format_date(on)
    }  # fmt: skip
    for payer in payers:
        demands = [d.demand for d in _hopeless(payer, data["ground"], on)]
        actions.write_off(
            actor=actor, payer=payer, demands=demands, ground=data["ground"], decision=number, on=on
        )
        tie(decision, payer, relation="writes off")
